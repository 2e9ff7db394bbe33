//! Between rows and values: ids as 16-byte blobs, words of ours as text, JSON where the shape is
//! the API's.

use baton_domain::*;
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
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

/// Reads a JSON column.
pub fn from_json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T> {
    let text: String = row.get(column)?;
    parse_json(&text)
}

/// Reads a JSON column that may be null.
pub fn from_json_opt<T: DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.as_deref().map(parse_json).transpose()
}

fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Reads an id column.
pub fn id(row: &Row, column: &str) -> Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// Reads an id column that may be null.
pub fn id_opt(row: &Row, column: &str) -> Result<Option<Uuid>> {
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
pub fn from_word<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// Reads a column of milliseconds.
pub fn at(row: &Row, column: &str) -> Result<Timestamp> {
    row.get(column).map(Timestamp)
}

/// Reads a column of milliseconds that may be null.
pub fn at_opt(row: &Row, column: &str) -> Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp))
}

/// An event's row.
pub fn recorded(row: &Row) -> Result<Recorded> {
    let kind: String = row.get("kind")?;
    let data: String = row.get("data")?;
    Ok(Recorded {
        seq: row.get("seq")?,
        version: row.get("version")?,
        event: Event {
            id: EventId(id(row, "id")?),
            conversation: id_opt(row, "conversation")?.map(ConversationId),
            at: at(row, "at")?,
            actor: Actor {
                kind: from_word(row, "actor_kind")?,
                id: row.get("actor_id")?,
                name: row.get("actor_name")?,
            },
            body: EventBody::from_parts(&kind, &data),
        },
    })
}

/// A conversation's row, as the rules see it.
pub fn conversation(row: &Row) -> Result<Conversation> {
    let responder: Option<String> = row.get("responder_kind")?;
    let responder = match (responder.as_deref(), id_opt(row, "responder_id")?) {
        (Some("ai"), Some(id)) => Some(Party::Ai(AiAgentId(id))),
        (Some("human"), Some(id)) => Some(Party::Member(MemberId(id))),
        _ => None,
    };
    Ok(Conversation {
        id: ConversationId(id(row, "id")?),
        number: row.get("number")?,
        version: row.get("version")?,
        contact: ContactId(id(row, "contact")?),
        status: from_word(row, "status")?,
        holder: holder(row)?,
        ownership: row.get("ownership")?,
        ai_agent: id_opt(row, "ai_agent")?.map(AiAgentId),
        handoff: from_json_opt(row, "handoff")?,
        last_responder: responder,
        waiting_since: at_opt(row, "waiting_since")?,
        silent_since: at_opt(row, "silent_since")?,
        nudged_at: at_opt(row, "nudged_at")?,
        last_message: row.get("last_message")?,
        last_visitor_message: row.get("last_visitor_message")?,
        answers_after: row.get("answers_after")?,
        joined: row.get("joined")?,
        labels: from_json(row, "labels")?,
        visitor_read: row.get("visitor_read")?,
        created_at: at(row, "created_at")?,
        updated_at: at(row, "updated_at")?,
    })
}

fn holder(row: &Row) -> Result<Holder> {
    let kind: String = row.get("holder_kind")?;
    match (kind.as_str(), id_opt(row, "holder_id")?) {
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
