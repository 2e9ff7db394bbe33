//! Between rows and values: ids as 16-byte blobs, words of ours as text, JSON where the shape is
//! the API's.

use baton_domain::*;
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Result, Row, RowIndex};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::cell::Cell;
use uuid::Uuid;

/// JSON text of a value of ours; our types have no way to fail.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

/// The API's Event, as [`EventView`] would be written, without taking its data apart again.
pub fn event_json(recorded: &Recorded) -> String {
    #[derive(Serialize)]
    struct EventJson<'a> {
        seq: Seq,
        id: EventId,
        conversation: Option<ConversationId>,
        at: Timestamp,
        actor: &'a Actor,
        #[serde(rename = "type")]
        kind: &'a str,
        data: Option<&'a RawValue>,
    }
    let event = &recorded.event;
    let (kind, data) = event.body.to_parts();
    json(&EventJson {
        seq: recorded.seq,
        id: event.id,
        conversation: event.conversation,
        at: event.at,
        actor: &event.actor,
        kind: &kind,
        data: RawValue::from_string(data).ok().as_deref(),
    })
}

/// Finds columns by name from where the last one was found, so that a row that is read in the order
/// of its columns compares one name for each; SQLite's own lookup compares all that come before.
pub struct Columns<'a, 'row> {
    row: &'a Row<'row>,
    next: Cell<usize>,
}

impl<'a, 'row> Columns<'a, 'row> {
    pub fn of(row: &'a Row<'row>) -> Self {
        Self { row, next: Cell::new(0) }
    }

    /// The place of a column.
    pub fn at(&self, name: &str) -> Result<usize> {
        let statement = self.row.as_ref();
        let count = statement.column_count();
        let mut places = (0..count).map(|step| (self.next.get() + step) % count);
        let place = places.find(|place| statement.column_name(*place).is_ok_and(|n| n == name));
        let place = place.ok_or_else(|| rusqlite::Error::InvalidColumnName(name.to_owned()))?;
        self.next.set(place + 1);
        Ok(place)
    }
}

/// Reads a JSON column.
pub fn from_json<T: DeserializeOwned>(row: &Row, column: impl RowIndex) -> Result<T> {
    let text: String = row.get(column)?;
    parse_json(&text)
}

/// Reads a JSON column that may be null.
pub fn from_json_opt<T: DeserializeOwned>(row: &Row, column: impl RowIndex) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.as_deref().map(parse_json).transpose()
}

fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Reads an id column.
pub fn id(row: &Row, column: impl RowIndex) -> Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// Reads an id column that may be null.
pub fn id_opt(row: &Row, column: impl RowIndex) -> Result<Option<Uuid>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// A word of ours, such as a status, as its text.
pub fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Reads a column that holds a word of ours.
pub fn from_word<T: DeserializeOwned>(row: &Row, column: impl RowIndex) -> Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Reads a column of milliseconds.
pub fn at(row: &Row, column: impl RowIndex) -> Result<Timestamp> {
    row.get(column).map(Timestamp)
}

/// Reads a column of milliseconds that may be null.
pub fn at_opt(row: &Row, column: impl RowIndex) -> Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp))
}

/// An event's row.
pub fn recorded(row: &Row) -> Result<Recorded> {
    let columns = Columns::of(row);
    let seq = row.get(columns.at("seq")?)?;
    let id = EventId(id(row, columns.at("id")?)?);
    let conversation = id_opt(row, columns.at("conversation")?)?.map(ConversationId);
    let version = row.get(columns.at("version")?)?;
    let at = at(row, columns.at("at")?)?;
    let actor = Actor {
        kind: from_word(row, columns.at("actor_kind")?)?,
        id: row.get(columns.at("actor_id")?)?,
        name: row.get(columns.at("actor_name")?)?,
    };
    let kind: String = row.get(columns.at("kind")?)?;
    let data: String = row.get(columns.at("data")?)?;
    let body = EventBody::from_parts(&kind, &data);
    Ok(Recorded { seq, version, event: Event { id, conversation, at, actor, body } })
}

/// A conversation's row, as the rules see it. Fields stand in the order of the columns.
pub fn conversation(row: &Row) -> Result<Conversation> {
    let columns = Columns::of(row);
    Ok(Conversation {
        id: ConversationId(id(row, columns.at("id")?)?),
        number: row.get(columns.at("number")?)?,
        version: row.get(columns.at("version")?)?,
        contact: ContactId(id(row, columns.at("contact")?)?),
        status: from_word(row, columns.at("status")?)?,
        holder: holder(row, &columns)?,
        ownership: row.get(columns.at("ownership")?)?,
        ai_agent: id_opt(row, columns.at("ai_agent")?)?.map(AiAgentId),
        handoff: from_json_opt(row, columns.at("handoff")?)?,
        last_responder: responder(row, &columns)?,
        waiting_since: at_opt(row, columns.at("waiting_since")?)?,
        last_message: row.get(columns.at("last_message")?)?,
        last_visitor_message: row.get(columns.at("last_visitor_message")?)?,
        answers_after: row.get(columns.at("answers_after")?)?,
        joined: row.get(columns.at("joined")?)?,
        visitor_read: row.get(columns.at("visitor_read")?)?,
        labels: from_json(row, columns.at("labels")?)?,
        created_at: at(row, columns.at("created_at")?)?,
        updated_at: at(row, columns.at("updated_at")?)?,
        silent_since: at_opt(row, columns.at("silent_since")?)?,
        nudged_at: at_opt(row, columns.at("nudged_at")?)?,
        ai_since: row.get(columns.at("ai_since")?)?,
        misses: row.get(columns.at("misses")?)?,
        rating: from_json_opt(row, columns.at("rating")?)?,
        closed_at: at_opt(row, columns.at("closed_at")?)?,
        erased: row.get(columns.at("erased")?)?,
    })
}

fn responder(row: &Row, columns: &Columns) -> Result<Option<Party>> {
    let kind: Option<String> = row.get(columns.at("responder_kind")?)?;
    let id = id_opt(row, columns.at("responder_id")?)?;
    Ok(match (kind.as_deref(), id) {
        (Some("ai"), Some(id)) => Some(Party::Ai(AiAgentId(id))),
        (Some("human"), Some(id)) => Some(Party::Member(MemberId(id))),
        _ => None,
    })
}

fn holder(row: &Row, columns: &Columns) -> Result<Holder> {
    let kind: String = row.get(columns.at("holder_kind")?)?;
    match (kind.as_str(), id_opt(row, columns.at("holder_id")?)?) {
        ("nobody", None) => Ok(Holder::Nobody),
        ("ai", Some(id)) => Ok(Holder::Ai(AiAgentId(id))),
        ("human", Some(id)) => Ok(Holder::Member(MemberId(id))),
        _ => Err(FromSqlError::InvalidType.into()),
    }
}

/// The columns that say who holds a conversation.
pub fn holder_columns(holder: Holder) -> (&'static str, Option<[u8; 16]>) {
    match holder {
        Holder::Nobody => ("nobody", None),
        Holder::Ai(id) => ("ai", Some(id.0.into_bytes())),
        Holder::Member(id) => ("human", Some(id.0.into_bytes())),
    }
}

/// The columns that say who last responded.
pub fn party_columns(party: Option<Party>) -> (Option<&'static str>, Option<[u8; 16]>) {
    match party {
        None => (None, None),
        Some(Party::Ai(id)) => (Some("ai"), Some(id.0.into_bytes())),
        Some(Party::Member(id)) => (Some("human"), Some(id.0.into_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn an_event_is_written_as_its_view_would_be() {
        let recorded = Recorded {
            seq: 7,
            version: 1,
            event: Event {
                id: EventId(Uuid::from_u128(1)),
                conversation: Some(ConversationId(Uuid::from_u128(2))),
                at: Timestamp(1_793_372_400_123),
                actor: Actor::system(),
                body: EventBody::CommentAdded {
                    id: CommentId(Uuid::from_u128(3)),
                    text: "“data”: {\"type\":\"x\"}}".into(),
                },
            },
        };
        let written: Value = serde_json::from_str(&event_json(&recorded)).unwrap();
        assert_eq!(written, serde_json::to_value(EventView::from(&recorded)).unwrap());
    }
}
