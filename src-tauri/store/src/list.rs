//! The inbox's lists: filters, tabs, order, cursors and counts. Every order has an index; without
//! filters no count looks at more rows than it counts open ones.

use crate::error::Result;
use crate::gone;
use crate::history::{self, Responder};
use crate::read::Reader;
use crate::rows::{self, Columns, from_json, from_json_opt};
use crate::search;
use baton_domain::*;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use uuid::Uuid;

mod walk;

/// The tabs of the inbox (rule 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tab {
    Mine,
    Unassigned,
    #[default]
    All,
}

/// The orders of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Longest wait first.
    Wait,
    /// Newest message first.
    Latest,
}

/// What a list is narrowed to. Everything but `tab` and `limit` narrows the counts too.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Which tab.
    pub tab: Tab,
    /// Only those held by an AI agent, or by a member.
    pub assignee_kind: Option<PartyKind>,
    /// Only those held by this party.
    pub assignee: Option<Uuid>,
    /// Only those last answered by this party.
    pub responded_by: Option<Uuid>,
    /// Only those that people own, or do not.
    pub human_takeover: Option<bool>,
    /// Only those that people have had at least once, or never.
    pub ever_taken_over: Option<bool>,
    /// Only those that this AI agent answers, or answered last.
    pub ai_agent: Option<AiAgentId>,
    /// Only those last answered by somebody of this kind, or by nobody.
    pub responder: Option<Responder>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those with this label; `Some(None)`: with no label.
    pub label: Option<Option<LabelId>>,
    /// Only those begun at this time or later.
    pub from: Option<Timestamp>,
    /// Only those begun before this time.
    pub to: Option<Timestamp>,
    /// Only those whose messages, name or e-mail address contain these words.
    pub words: Option<String>,
    /// The order; none is the tab's own.
    pub sort: Option<Sort>,
    /// How many at most.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// The rows.
    pub items: Vec<ConversationView>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// How many each tab has under the same filters.
    pub counts: Counts,
}

#[derive(Default)]
pub(crate) struct Where {
    pub(crate) terms: Vec<String>,
    pub(crate) values: Vec<Value>,
    /// Whether so few conversations are left that looking at each once is the quickest.
    few: bool,
}

impl Where {
    pub(crate) fn add(&mut self, term: &str, values: impl IntoIterator<Item = Value>) {
        self.terms.push(term.to_owned());
        self.values.extend(values);
    }

    pub(crate) fn sql(&self) -> String {
        if self.terms.is_empty() { "1".into() } else { self.terms.join(" AND ") }
    }
}

const UNASSIGNED: &str = "c.holder_kind = 'nobody' AND c.status <> 'closed'";
const MINE: &str = "c.holder_id = ? AND c.holder_kind = 'human' AND c.status <> 'closed'";

impl Reader<'_> {
    /// One page of a list, as `me` sees it.
    pub fn list(&self, me: MemberId, filter: &ListFilter) -> Result<ListPage> {
        let narrowed = self.narrowed(filter)?;
        let counts = self.counts_where(me, &narrowed)?;
        let (sql, values) = page_query(me, filter, narrowed)?;
        let mut statement = self.db().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok((row.get("sort_key")?, self.view(row)?))
        })?;
        let mut found: Vec<(i64, ConversationView)> = rows.collect::<Result<_, _>>()?;
        let more = found.len() > filter.limit;
        found.truncate(filter.limit);
        let next = found.last().filter(|_| more).map(|(key, row)| format!("{key}.{}", row.id));
        Ok(ListPage { items: found.into_iter().map(|(_, row)| row).collect(), next, counts })
    }

    /// How many conversations each tab has, without filters.
    pub fn counts(&self, me: MemberId) -> Result<Counts> {
        self.counts_where(me, &Where::default())
    }

    /// One conversation as `me` sees it.
    pub fn view_of(
        &self,
        me: Option<MemberId>,
        id: ConversationId,
    ) -> Result<Option<ConversationView>> {
        let mut statement = self.db().prepare_cached(
            "SELECT c.*, k.name, k.email, k.phone, k.verified,
                coalesce(r.visitor_messages, 0) AS read_messages
             FROM conversations c JOIN contacts k ON k.id = c.contact
             LEFT JOIN reads r ON r.member = ?1 AND r.conversation = c.id WHERE c.id = ?2",
        )?;
        let me = me.map(|me| me.0.into_bytes());
        let mut rows = statement.query(rusqlite::params![me, id.0.as_bytes()])?;
        match rows.next()? {
            Some(row) => Ok(Some(self.view(row)?)),
            None => Ok(None),
        }
    }

    /// The same visitor's other conversations, newest first.
    pub fn earlier(&self, me: MemberId, id: ConversationId) -> Result<Vec<ConversationView>> {
        let mut statement = self.db().prepare_cached(
            "SELECT c.*, k.name, k.email, k.phone, k.verified,
                coalesce(r.visitor_messages, 0) AS read_messages
             FROM conversations c JOIN contacts k ON k.id = c.contact
             LEFT JOIN reads r ON r.member = ?1 AND r.conversation = c.id
             WHERE c.contact = (SELECT contact FROM conversations WHERE id = ?2) AND c.id <> ?2
             ORDER BY c.number DESC LIMIT 50",
        )?;
        let rows = statement
            .query_map(rusqlite::params![me.0.as_bytes(), id.0.as_bytes()], |row| self.view(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn counts_where(&self, me: MemberId, narrowed: &Where) -> Result<Counts> {
        if narrowed.few {
            return self.counts_of_few(me, narrowed);
        }
        let count = |extra: &str, values: Vec<Value>| -> Result<u64> {
            let sql = format!(
                "SELECT count(*) FROM conversations c WHERE {} AND {extra}",
                narrowed.sql()
            );
            let values = narrowed.values.iter().cloned().chain(values);
            let mut statement = self.db().prepare_cached(&sql)?;
            Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
        };
        let all = if narrowed.terms.is_empty() {
            gone::how_many(self.db())?
        } else {
            count("1", Vec::new())?
        };
        Ok(Counts {
            mine: count(MINE, vec![blob(me.0)])?,
            unassigned: count(UNASSIGNED, Vec::new())?,
            all,
        })
    }

    fn counts_of_few(&self, me: MemberId, narrowed: &Where) -> Result<Counts> {
        let sql = format!(
            "SELECT coalesce(sum({MINE}), 0), coalesce(sum({UNASSIGNED}), 0), count(*)
             FROM conversations c WHERE {}",
            narrowed.sql()
        );
        let values = std::iter::once(blob(me.0)).chain(narrowed.values.iter().cloned());
        let mut statement = self.db().prepare_cached(&sql)?;
        let counts = statement.query_row(params_from_iter(values), |row| {
            Ok(Counts { mine: row.get(0)?, unassigned: row.get(1)?, all: row.get(2)? })
        })?;
        Ok(counts)
    }

    pub(crate) fn narrowed(&self, filter: &ListFilter) -> Result<Where> {
        let mut narrowed = Where::default();
        match filter.assignee_kind {
            Some(PartyKind::Ai) => narrowed.add("c.holder_kind = 'ai'", []),
            Some(PartyKind::Human) => narrowed.add("c.holder_kind = 'human'", []),
            None => {}
        }
        if let Some(id) = filter.assignee {
            narrowed.add("c.holder_id = ?", [blob(id)]);
        }
        if let Some(id) = filter.responded_by {
            narrowed.add("c.responder_id = ?", [blob(id)]);
        }
        match filter.human_takeover {
            Some(true) => narrowed.add("c.holder_kind <> 'ai'", []),
            Some(false) => narrowed.add("c.holder_kind = 'ai'", []),
            None => {}
        }
        history::narrow(&mut narrowed, filter);
        if let Some(status) = filter.status {
            narrowed.add("c.status = ?", [Value::Text(rows::word(status))]);
        }
        match filter.label {
            Some(Some(label)) => narrowed.add(
                "c.id IN (SELECT conversation FROM conversation_labels WHERE label = ?)",
                [blob(label.0)],
            ),
            Some(None) => narrowed.add(
                "NOT EXISTS (SELECT 1 FROM conversation_labels WHERE conversation = c.id)",
                [],
            ),
            None => {}
        }
        if let Some(from) = filter.from {
            narrowed.add("c.created_at >= ?", [Value::Integer(from.0)]);
        }
        if let Some(to) = filter.to {
            narrowed.add("c.created_at < ?", [Value::Integer(to.0)]);
        }
        if let Some(words) = filter.words.as_deref().map(str::trim).filter(|w| !w.is_empty()) {
            self.with_words(&mut narrowed, words)?;
        }
        Ok(narrowed)
    }

    /// Messages, and visitors by what is known of them. The newest thousand hits count.
    fn with_words(&self, narrowed: &mut Where, words: &str) -> Result<()> {
        let found = search::narrowed(self.db(), words)?;
        narrowed.add(
            "c.id IN (SELECT unhex(value) FROM json_each(?) UNION SELECT id FROM conversations
                WHERE contact IN (SELECT contact FROM conversations
                    WHERE id IN (SELECT unhex(value) FROM json_each(?))))",
            [hex(&found.said_in), hex(&found.of_visitors)],
        );
        narrowed.few = true;
        Ok(())
    }

    pub(crate) fn view(&self, row: &Row) -> rusqlite::Result<ConversationView> {
        let state = rows::conversation(row)?;
        let directory = self.directory();
        let columns = Columns::of(row);
        let visitor_messages: u64 = row.get(columns.at("visitor_messages")?)?;
        let last_words = last_words(row, &columns)?;
        let last_message = match &last_words {
            Some(words) if words.seq == state.last_message => last_words.clone(),
            _ => self.message_in_brief(state.last_message)?,
        };
        let page = from_json_opt(row, columns.at("page")?)?;
        let metadata = from_json(row, columns.at("metadata")?)?;
        let visitor = VisitorView {
            id: state.contact,
            name: row.get(columns.at("name")?)?,
            email: row.get(columns.at("email")?)?,
            phone: row.get(columns.at("phone")?)?,
            verified: row.get(columns.at("verified")?)?,
            online: false,
        };
        let read: u64 = row.get(columns.at("read_messages")?)?;
        let labels = directory.labels.iter().filter(|label| state.labels.contains(&label.id));
        Ok(ConversationView {
            human_handoff: state.human_handoff(),
            assignee: state.holder.assignee(directory),
            last_responder: state.last_responder.map(|party| party.assignee(directory)),
            visitor,
            labels: labels.cloned().collect(),
            page,
            metadata,
            rating: state.rating,
            last_message,
            last_words,
            unread: visitor_messages.saturating_sub(read),
            id: state.id,
            number: state.number,
            status: state.status,
            ownership: state.ownership,
            waiting_since: state.waiting_since,
            handoff: state.handoff,
            version: state.version,
            created_at: state.created_at,
            updated_at: state.updated_at,
        })
    }
}

fn last_words(row: &Row, columns: &Columns) -> rusqlite::Result<Option<LastMessage>> {
    let seq = row.get(columns.at("last_words")?)?;
    let Some(author) = from_json_opt(row, columns.at("last_author")?)? else { return Ok(None) };
    let text = row.get(columns.at("last_text")?)?;
    Ok(Some(LastMessage { seq, author, text, at: rows::at(row, columns.at("last_at")?)? }))
}

/// The query of one page, with one row more than it shows.
fn page_query(me: MemberId, filter: &ListFilter, mut page: Where) -> Result<(String, Vec<Value>)> {
    match filter.tab {
        Tab::Mine => page.add(MINE, [blob(me.0)]),
        Tab::Unassigned => page.add(UNASSIGNED, []),
        Tab::All => {}
    }
    let sort = filter.sort.unwrap_or(match filter.tab {
        Tab::Unassigned => Sort::Wait,
        Tab::Mine | Tab::All => Sort::Latest,
    });
    let (order, key) = match sort {
        Sort::Wait => ("c.wait_key, c.id", "c.wait_key"),
        Sort::Latest => ("c.latest_key DESC", "c.latest_key"),
    };
    if let Some(cursor) = &filter.cursor {
        from_cursor(&mut page, sort, cursor)?;
    }
    let sql = format!(
        "SELECT c.*, k.name, k.email, k.phone, k.verified,
            coalesce(r.visitor_messages, 0) AS read_messages, {key} AS sort_key
         FROM conversations c JOIN contacts k ON k.id = c.contact
         LEFT JOIN reads r ON r.member = ? AND r.conversation = c.id
         WHERE {} ORDER BY {order} LIMIT ?",
        page.sql()
    );
    let mut values = vec![blob(me.0)];
    values.extend(page.values);
    values.push(Value::Integer(i64::try_from(filter.limit + 1).unwrap_or(i64::MAX)));
    Ok((sql, values))
}

fn from_cursor(page: &mut Where, sort: Sort, cursor: &str) -> Result<()> {
    let parsed = cursor
        .split_once('.')
        .and_then(|(key, id)| Some((key.parse::<i64>().ok()?, Uuid::parse_str(id).ok()?)));
    let Some((key, id)) = parsed else {
        return Err(Refusal::invalid("cursor", "is not one of ours").into());
    };
    match sort {
        Sort::Wait => {
            page.add("(c.wait_key, c.id) > (?, ?)", [Value::Integer(key), blob(id)]);
        }
        Sort::Latest => page.add("c.latest_key < ?", [Value::Integer(key)]),
    }
    Ok(())
}

/// Ids as one value, whatever their number: a JSON array of their digits.
pub(crate) fn hex<'a>(ids: impl IntoIterator<Item = &'a Uuid>) -> Value {
    let digits: Vec<String> = ids.into_iter().map(|id| id.simple().to_string()).collect();
    Value::Text(rows::json(&digits))
}

pub(crate) fn blob(id: Uuid) -> Value {
    Value::Blob(id.into_bytes().to_vec())
}

#[cfg(test)]
mod tests;
