//! Chat History: every conversation in the order of any column, a page at a time.
//!
//! Guarantees: a page goes on exactly where the one before ended, whatever the column; what has no
//! value in a column comes last in both directions; of equals, numbers decide. By the time of the
//! start a page comes from an index; every other order looks at each conversation that the filters
//! leave, once a page. Leaves out who may ask, and the words of the conversations.

use crate::error::Result;
use crate::list::{ListFilter, Where, blob, hex};
use crate::read::Reader;
use crate::rows::{Columns, id};
use crate::search::fold;
use baton_domain::*;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use serde_json::json;
use uuid::Uuid;

/// The SQL function that says how a text sorts: without case and accents, as search finds it.
const FOLDED: &str = "folded";

/// The columns of Chat History.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The AI agent that answers it, or answered last.
    AiAgent,
    /// The visitor's name.
    Contact,
    /// Who answered last.
    Responder,
    /// Whether people have it, or had.
    Takeover,
    /// The first label by name.
    Label,
    /// Active, Pending, Closed.
    Status,
    /// The visitor's stars.
    Rating,
    /// When it began.
    Created,
}

/// An order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// Largest, newest or last in the alphabet first.
    pub descending: bool,
}

/// Whether people have a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takeover {
    /// Never yet.
    Never,
    /// They had; an AI agent has it again.
    Earlier,
    /// They have it: `human_handoff`.
    Now,
}

/// Who answered last, by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responder {
    /// Any AI agent, or any member.
    Any(PartyKind),
    /// Nobody has answered yet.
    Nobody,
}

/// A row of Chat History.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    /// The conversation, its labels by name.
    pub view: ConversationView,
    /// The AI agent that answers it, or answered last.
    pub ai_agent: Option<Assignee>,
    /// Whether people have it, or had.
    pub takeover: Takeover,
}

/// A page of Chat History.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The rows.
    pub items: Vec<HistoryRow>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// How many there are under these filters; counted for the first page only.
    pub total: Option<u64>,
}

/// What only Chat History and exports narrow by.
pub(crate) fn narrow(narrowed: &mut Where, filter: &ListFilter) {
    if let Some(ai_agent) = filter.ai_agent {
        narrowed.add("c.ai_agent = ?", [blob(ai_agent.0)]);
    }
    match filter.responder {
        Some(Responder::Any(PartyKind::Ai)) => narrowed.add("c.responder_kind = 'ai'", []),
        Some(Responder::Any(PartyKind::Human)) => narrowed.add("c.responder_kind = 'human'", []),
        Some(Responder::Nobody) => narrowed.add("c.responder_kind IS NULL", []),
        None => {}
    }
    match filter.ever_taken_over {
        Some(true) => narrowed.add("c.taken_over = 1", []),
        Some(false) => narrowed.add("c.taken_over = 0", []),
        None => {}
    }
}

/// What the queries here need of a connection.
pub(crate) fn prepare(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function(FOLDED, 1, flags, |context: &Context| {
        let text: Option<String> = context.get(0)?;
        Ok(text.map(|text| fold(&text)))
    })
}

impl Reader<'_> {
    /// One page of Chat History, as `me` sees its rows. The filter's tab and sort do not count.
    pub fn history(&self, me: MemberId, filter: &ListFilter, order: Order) -> Result<History> {
        let narrowed = self.narrowed(filter)?;
        let total = match filter.cursor {
            Some(_) => None,
            None => Some(self.count_of(&narrowed)?),
        };
        let after = filter.cursor.as_deref().map(After::read).transpose()?;
        let limit = i64::try_from(filter.limit + 1).unwrap_or(i64::MAX);
        let mut keys = self.keys(narrowed, order, after, limit)?;
        let more = keys.len() > filter.limit;
        keys.truncate(filter.limit);
        let next = keys.last().filter(|_| more).map(|(_, after)| after.written());
        let ids: Vec<Uuid> = keys.into_iter().map(|(id, _)| id).collect();
        Ok(History { items: self.history_rows(me, &ids)?, next, total })
    }

    /// Every conversation of a filter in an order, for whoever wants all of them: as many ids as
    /// there are conversations, 16 bytes each.
    pub fn history_ids(&self, filter: &ListFilter, order: Order) -> Result<Vec<ConversationId>> {
        let keys = self.keys(self.narrowed(filter)?, order, None, i64::MAX)?;
        Ok(keys.into_iter().map(|(id, _)| ConversationId(id)).collect())
    }

    /// How people stand to a conversation; none when there is no such conversation.
    pub fn takeover(&self, conversation: ConversationId) -> Result<Option<Takeover>> {
        let mut statement = self
            .db()
            .prepare_cached("SELECT holder_kind, taken_over FROM conversations WHERE id = ?1")?;
        let mut rows = statement.query([conversation.0.as_bytes()])?;
        Ok(rows.next()?.map(takeover).transpose()?)
    }

    fn count_of(&self, narrowed: &Where) -> Result<u64> {
        // Without a condition SQLite counts the entries of an index and looks at none.
        let mut sql = "SELECT count(*) FROM conversations c".to_owned();
        if !narrowed.terms.is_empty() {
            sql += &format!(" WHERE {}", narrowed.sql());
        }
        let mut statement = self.db().prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(narrowed.values.iter()), |row| row.get(0))?)
    }

    /// The ids in order, each with where a page that ends there goes on.
    fn keys(
        &self,
        narrowed: Where,
        order: Order,
        after: Option<After>,
        limit: i64,
    ) -> Result<Vec<(Uuid, After)>> {
        let ranks = self.ranks(order.column);
        let (sql, values) = keys_query(narrowed, order, ranks, after, limit);
        let mut statement = self.db().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let after = After { key: row.get("sort_key")?, number: row.get("number")? };
            Ok((id(row, "id")?, after))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What a column shows by name, in the order of the names.
    fn ranks(&self, column: Column) -> Option<Value> {
        let directory = self.directory();
        let ai_agents = directory.ai_agents.iter().map(|ai| (fold(&ai.name), ai.id.0));
        let members = directory.members.iter().map(|member| (fold(&member.name), member.id.0));
        let labels = directory.labels.iter().map(|label| (fold(&label.name), label.id.0));
        let mut named: Vec<(String, Uuid)> = match column {
            Column::AiAgent => ai_agents.collect(),
            Column::Responder => ai_agents.chain(members).collect(),
            Column::Label => labels.collect(),
            Column::Contact
            | Column::Takeover
            | Column::Status
            | Column::Rating
            | Column::Created => return None,
        };
        named.sort();
        Some(hex(named.iter().map(|(_, id)| id)))
    }

    fn history_rows(&self, me: MemberId, ids: &[Uuid]) -> Result<Vec<HistoryRow>> {
        let mut statement = self.db().prepare_cached(
            "SELECT c.*, k.name, k.email, k.phone, k.verified,
                coalesce(r.visitor_messages, 0) AS read_messages
             FROM conversations c JOIN contacts k ON k.id = c.contact
             LEFT JOIN reads r ON r.member = ?1 AND r.conversation = c.id
             WHERE c.id = ?2",
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = statement.query(params![me.0.as_bytes(), id.as_bytes()])?;
            if let Some(row) = rows.next()? {
                found.push(self.history_row(row)?);
            }
        }
        Ok(found)
    }

    fn history_row(&self, row: &Row) -> rusqlite::Result<HistoryRow> {
        let mut view = self.view(row)?;
        view.labels.sort_by_cached_key(|label| fold(&label.name));
        let ai_agent: Option<[u8; 16]> = row.get(Columns::of(row).at("ai_agent")?)?;
        let ai_agent = ai_agent.map(|id| Party::Ai(AiAgentId(Uuid::from_bytes(id))));
        let ai_agent = ai_agent.map(|party| party.assignee(self.directory()));
        Ok(HistoryRow { takeover: takeover(row)?, view, ai_agent })
    }
}

fn takeover(row: &Row) -> rusqlite::Result<Takeover> {
    let holder: String = row.get("holder_kind")?;
    let ever: bool = row.get("taken_over")?;
    Ok(match (holder.as_str(), ever) {
        ("ai", false) => Takeover::Never,
        ("ai", true) => Takeover::Earlier,
        _ => Takeover::Now,
    })
}

/// The row a page ended with, as the next one needs to know it.
struct After {
    key: Value,
    number: u64,
}

impl After {
    /// A cursor: JSON of the key and the number.
    fn written(&self) -> String {
        match &self.key {
            Value::Integer(key) => json!([key, self.number]),
            Value::Text(key) => json!([key, self.number]),
            Value::Null | Value::Real(_) | Value::Blob(_) => json!([null, self.number]),
        }
        .to_string()
    }

    fn read(cursor: &str) -> Result<Self> {
        let foreign = || Refusal::invalid("cursor", "is not one of ours");
        let (key, number): (serde_json::Value, u64) =
            serde_json::from_str(cursor).map_err(|_| foreign())?;
        let key = match key {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::String(key) => Value::Text(key),
            other => Value::Integer(other.as_i64().ok_or_else(foreign)?),
        };
        Ok(Self { key, number })
    }
}

/// What a column sorts by, and whether a conversation may have nothing there.
fn key_of(column: Column) -> (&'static str, bool) {
    match column {
        Column::Created => ("c.created_at", false),
        Column::Contact => ("folded(k.name)", true),
        Column::AiAgent => ("(SELECT rank FROM ranks WHERE ranks.id = c.ai_agent)", true),
        Column::Responder => ("(SELECT rank FROM ranks WHERE ranks.id = c.responder_id)", true),
        Column::Label => (
            "CASE WHEN c.labels = '[]' THEN NULL ELSE
                (SELECT min(rank) FROM conversation_labels l JOIN ranks ON ranks.id = l.label
                    WHERE l.conversation = c.id) END",
            true,
        ),
        Column::Takeover => ("CASE WHEN c.holder_kind <> 'ai' THEN 2 ELSE c.taken_over END", false),
        Column::Status => {
            ("CASE c.status WHEN 'active' THEN 0 WHEN 'pending' THEN 1 ELSE 2 END", false)
        }
        Column::Rating => ("json_extract(c.rating, '$.stars')", true),
    }
}

fn keys_query(
    narrowed: Where,
    Order { column, descending }: Order,
    ranks: Option<Value>,
    after: Option<After>,
    limit: i64,
) -> (String, Vec<Value>) {
    let (key, nullable) = key_of(column);
    let (direction, beyond) = if descending { ("DESC", "<") } else { ("ASC", ">") };
    let contacts = match column {
        Column::Contact => "JOIN contacts k ON k.id = c.contact",
        Column::AiAgent
        | Column::Responder
        | Column::Takeover
        | Column::Label
        | Column::Status
        | Column::Rating
        | Column::Created => "",
    };
    let ranked = match ranks {
        Some(_) => {
            "WITH ranks (id, rank) AS MATERIALIZED
                (SELECT unhex(value), key FROM json_each(?))"
        }
        None => "",
    };
    // One term, so that the key is computed once a row.
    let last = if nullable { "NULLS LAST" } else { "" };
    let mut page = narrowed;
    if let Some(After { key: value, number }) = after {
        let number = Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        match value {
            Value::Null => page.add(&format!("{key} IS NULL AND c.number {beyond} ?"), [number]),
            value => {
                let term = format!("({key}, c.number) {beyond} (?, ?)");
                let term = if nullable { format!("({term} OR {key} IS NULL)") } else { term };
                page.add(&term, [value, number]);
            }
        }
    }
    let sql = format!(
        "{ranked} SELECT c.id, c.number, {key} AS sort_key FROM conversations c {contacts}
         WHERE {} ORDER BY {key} {direction} {last}, c.number {direction} LIMIT ?",
        page.sql()
    );
    let values = ranks.into_iter().chain(page.values).chain([Value::Integer(limit)]).collect();
    (sql, values)
}

#[cfg(test)]
mod tests;
