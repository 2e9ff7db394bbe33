//! What the hub sends a member. A frame of a kind not known here is of a newer hub and is passed on
//! as it came; nothing a hub may add makes an older desktop stumble.

use baton_domain::{
    Actor, CommandId, ConversationId, Event, EventBody, EventId, Member, Seq, Timestamp,
};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// An event as it travels.
#[derive(Debug, Deserialize)]
pub struct WireEvent {
    /// Its place in the hub's log.
    pub seq: Seq,
    id: EventId,
    conversation: Option<ConversationId>,
    at: Timestamp,
    actor: Actor,
    #[serde(rename = "type")]
    kind: String,
    data: Box<RawValue>,
}

impl WireEvent {
    /// The event with its place in the log. Kinds not known here are kept as they came.
    pub fn event(self) -> (Seq, Event) {
        let body = EventBody::from_parts(&self.kind, self.data.get());
        let event = Event {
            id: self.id,
            conversation: self.conversation,
            at: self.at,
            actor: self.actor,
            body,
        };
        (self.seq, event)
    }
}

/// A frame from the hub.
#[derive(Debug)]
pub enum ServerFrame {
    /// Signed in; the newest event there is.
    Hello {
        /// Its place in the log.
        head: Seq,
        /// Who this is.
        member: Member,
    },
    /// The next events, in order.
    Events(Vec<(Seq, Event)>),
    /// Everything up to here was sent.
    CaughtUp(Seq),
    /// A command was carried out, now or earlier.
    Done {
        /// Which.
        id: CommandId,
        /// The newest event it led to; 0 for none.
        newest: Seq,
        /// Its events, as the API shows them.
        events: Vec<Value>,
    },
    /// A command was refused.
    Refused {
        /// Which, if it could be read.
        id: Option<CommandId>,
        /// Why, as the API's problem.
        problem: Value,
    },
    /// The line is refused; it ends after this.
    Error(Value),
    /// Just to be heard.
    Ping,
    /// Presence, typing, looking, and whatever a newer hub may add.
    Live(Value),
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(rename = "type", borrow)]
    kind: std::borrow::Cow<'a, str>,
}

#[derive(Deserialize)]
struct Hello {
    head: Seq,
    member: Member,
}

#[derive(Deserialize)]
struct Events {
    events: Vec<WireEvent>,
}

#[derive(Deserialize)]
struct CaughtUp {
    seq: Seq,
}

#[derive(Deserialize)]
struct Done {
    id: CommandId,
    events: Vec<Value>,
}

#[derive(Deserialize)]
struct Refused {
    id: Option<CommandId>,
    problem: Value,
}

impl ServerFrame {
    /// Reads a frame.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        let kind: Kind = serde_json::from_str(text)?;
        Ok(match kind.kind.as_ref() {
            "hello" => {
                let Hello { head, member } = serde_json::from_str(text)?;
                Self::Hello { head, member }
            }
            "events" => {
                let Events { events } = serde_json::from_str(text)?;
                Self::Events(events.into_iter().map(WireEvent::event).collect())
            }
            "caught_up" => Self::CaughtUp(serde_json::from_str::<CaughtUp>(text)?.seq),
            "result" => {
                let Done { id, events } = serde_json::from_str(text)?;
                let newest = events.iter().filter_map(|event| event.get("seq")?.as_u64()).max();
                Self::Done { id, newest: newest.unwrap_or(0), events }
            }
            "refused" => {
                let Refused { id, problem } = serde_json::from_str(text)?;
                Self::Refused { id, problem }
            }
            "error" => {
                let value: Value = serde_json::from_str(text)?;
                Self::Error(value.get("problem").cloned().unwrap_or(Value::Null))
            }
            "ping" => Self::Ping,
            _ => Self::Live(serde_json::from_str(text)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_of_a_newer_hub_is_kept_as_it_came() {
        let frame = r#"{"type":"events","events":[{"seq":7,"id":"00000000-0000-0000-0000-000000000001",
            "conversation":null,"at":"2026-11-22T10:00:00.000Z","new_field":1,
            "actor":{"kind":"system","id":"system","name":"Baton"},
            "type":"moon_phase_changed","data":{"to":"full"}}]}"#;
        let ServerFrame::Events(events) = ServerFrame::read(frame).unwrap() else { panic!() };
        let (seq, event) = &events[0];
        assert_eq!(*seq, 7);
        let (kind, data) = event.body.to_parts();
        assert_eq!((kind.as_str(), data.as_str()), ("moon_phase_changed", r#"{"to":"full"}"#));
    }

    #[test]
    fn a_frame_of_a_newer_hub_is_passed_on() {
        let frame = ServerFrame::read(r#"{"type":"weather","is":"fine"}"#).unwrap();
        assert!(matches!(frame, ServerFrame::Live(value) if value["is"] == "fine"));
    }

    #[test]
    fn what_is_no_frame_is_an_error() {
        for text in ["", "[]", "{}", r#"{"type":"hello"}"#, r#"{"type":"events","events":[{}]}"#] {
            assert!(ServerFrame::read(text).is_err(), "{text}");
        }
    }
}
