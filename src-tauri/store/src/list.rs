//! The inbox's lists: filters, tabs, order, cursors and counts. Every order has an index, and so has
//! every filter: counts look at no row of the table, pages only at the rows they show (`counting`,
//! `paging`). Words are left to `search`.

use crate::error::Result;
use crate::history::{self, Responder};
use crate::read::Reader;
use crate::rows::{self, Columns, from_json, from_json_opt};
use crate::search;
use baton_domain::*;
use rusqlite::Row;
use rusqlite::types::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

mod counting;
mod paging;
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
    /// Only those that this party holds or answered last.
    pub handled_by: Option<Uuid>,
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
    /// How the conversations that are left are found.
    by: By,
}

/// How the conversations that a filter leaves are found, other than by going through all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum By {
    /// There is no filter.
    #[default]
    Nothing,
    /// By what `conversations_filtered` begins with.
    Holding,
    /// Only by looking at every entry of `conversations_filtered`.
    Looking,
    /// There is only a label.
    Label(LabelId),
    /// There is only the wish for no label.
    NoLabel,
    /// There are only dates.
    Dates,
    /// Only by looking at every row: of what it asks for no index knows.
    Rows,
    /// They were found by words: few, and known by their ids.
    Words,
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

const LABELLED: &str = "c.id IN (SELECT conversation FROM conversation_labels WHERE label = ?)";
const UNLABELLED: &str = "NOT EXISTS (SELECT 1 FROM conversation_labels WHERE conversation = c.id)";
const UNASSIGNED: &str = "c.holder_kind = 'nobody' AND c.status <> 'closed'";
const MINE: &str = "c.holder_id = ? AND c.holder_kind = 'human' AND c.status <> 'closed'";

impl Reader<'_> {
    /// One page of a list, as `me` sees it.
    pub fn list(&self, me: MemberId, filter: &ListFilter) -> Result<ListPage> {
        let narrowed = self.narrowed(filter)?;
        let counts = self.counts_where(me, &narrowed)?;
        let mut found = self.page(me, filter, narrowed, counts)?;
        let more = found.len() > filter.limit;
        found.truncate(filter.limit);
        let next = found.last().filter(|_| more).map(|(key, row)| format!("{key}.{}", row.id));
        Ok(ListPage { items: found.into_iter().map(|(_, row)| row).collect(), next, counts })
    }

    /// Those of some conversations that a list holds, in no order, and how many each tab has under
    /// its filter. The filter's order, cursor and limit do not count.
    pub fn listed(
        &self,
        me: MemberId,
        filter: &ListFilter,
        ids: &[ConversationId],
    ) -> Result<(Vec<ConversationView>, Counts)> {
        let narrowed = self.narrowed(filter)?;
        let counts = self.counts_where(me, &narrowed)?;
        let asked: BTreeSet<Uuid> = ids.iter().map(|id| id.0).collect();
        Ok((self.those_listed(me, filter, narrowed, &asked)?, counts))
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

    pub(crate) fn narrowed(&self, filter: &ListFilter) -> Result<Where> {
        let mut narrowed = Where::default();
        match filter.assignee_kind {
            Some(PartyKind::Ai) => narrowed.add("c.holder_kind = 'ai'", []),
            Some(PartyKind::Human) => narrowed.add("c.holder_kind = 'human'", []),
            None => {}
        }
        match filter.human_takeover {
            Some(true) => narrowed.add("c.holder_kind IN ('human', 'nobody')", []),
            Some(false) => narrowed.add("c.holder_kind = 'ai'", []),
            None => {}
        }
        history::narrow(&mut narrowed, filter);
        if let Some(status) = filter.status {
            narrowed.add("c.status = ?", [Value::Text(rows::word(status))]);
        }
        if let Some(id) = filter.assignee {
            narrowed.add("c.holder_id = ?", [blob(id)]);
        }
        if let Some(id) = filter.handled_by {
            narrowed.add("(c.holder_id = ? OR c.responder_id = ?)", [blob(id), blob(id)]);
        }
        if let Some(id) = filter.responded_by {
            narrowed.add("c.responder_id = ?", [blob(id)]);
        }
        if let Some(from) = filter.from {
            narrowed.add("c.created_at >= ?", [Value::Integer(from.0)]);
        }
        if let Some(to) = filter.to {
            narrowed.add("c.created_at < ?", [Value::Integer(to.0)]);
        }
        narrowed.by = by(filter, &narrowed);
        match filter.label {
            Some(Some(label)) => narrowed.add(LABELLED, [blob(label.0)]),
            Some(None) => narrowed.add(UNLABELLED, []),
            None => {}
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
        narrowed.by = By::Words;
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
            _ => self.message_in_brief(state.last_message, state.erased)?,
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

/// How what is left is found; `narrowed` has every term but those of labels and words.
fn by(filter: &ListFilter, narrowed: &Where) -> By {
    let dated = filter.from.is_some() || filter.to.is_some();
    let others = narrowed.terms.len()
        - usize::from(filter.from.is_some())
        - usize::from(filter.to.is_some());
    let seekable = filter.assignee.is_some()
        || filter.status.is_some()
        || filter.assignee_kind == Some(PartyKind::Human)
        || filter.human_takeover == Some(true);
    let unknown =
        filter.ever_taken_over.is_some() || filter.ai_agent.is_some() || filter.responder.is_some();
    match (filter.label, others, dated) {
        (_, _, _) if unknown => By::Rows,
        (None, 0, false) => By::Nothing,
        (None, 0, true) => By::Dates,
        (Some(Some(label)), 0, false) => By::Label(label),
        (Some(None), 0, false) => By::NoLabel,
        (_, _, _) if seekable => By::Holding,
        (_, _, _) => By::Looking,
    }
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
