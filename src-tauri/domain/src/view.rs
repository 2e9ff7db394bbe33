//! What others see: the API's objects, shared by HTTP, WebSocket and the desktop's own window.

use crate::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A conversation as members see it. `unread` and `online` depend on who looks and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "Conversation"))]
#[allow(missing_docs)]
pub struct ConversationView {
    pub id: ConversationId,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub number: u64,
    pub status: Status,
    pub human_handoff: bool,
    pub assignee: Option<Assignee>,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub ownership: u64,
    pub last_responder: Option<Assignee>,
    pub waiting_since: Option<Timestamp>,
    pub visitor: VisitorView,
    pub labels: Vec<Label>,
    pub page: Option<Page>,
    pub handoff: Option<Handoff>,
    pub rating: Option<Rating>,
    pub last_message: Option<LastMessage>,
    /// The newest message that is not an automatic text: what a list row shows.
    pub last_words: Option<LastMessage>,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unread: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub version: u64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown>"))]
    pub metadata: Map<String, Value>,
}

/// A visitor as members see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "Visitor"))]
#[allow(missing_docs)]
pub struct VisitorView {
    pub id: ContactId,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub verified: bool,
    pub online: bool,
}

/// The newest message, shortened for a list row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct LastMessage {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    pub author: Author,
    pub text: String,
    pub at: Timestamp,
}

/// Longest `LastMessage.text`, in characters.
pub const LAST_MESSAGE_CHARS: usize = 160;

/// A message as everybody sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Message {
    pub id: MessageId,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    pub conversation: ConversationId,
    pub author: Author,
    pub text: String,
    pub blocks: Vec<Block>,
    pub at: Timestamp,
    pub attachments: Vec<Attachment>,
    pub sources: Vec<Source>,
}

impl Message {
    /// The message of a `message_posted` event; none for any other kind.
    pub fn of(recorded: &Recorded) -> Option<Self> {
        let EventBody::MessagePosted { id, author, text, sources, attachments, .. } =
            &recorded.event.body
        else {
            return None;
        };
        Some(Self {
            id: *id,
            seq: recorded.seq,
            conversation: recorded.event.conversation?,
            author: author.clone(),
            text: text.clone(),
            blocks: blocks(text),
            at: recorded.event.at,
            attachments: attachments.iter().map(Attachment::from).collect(),
            sources: sources.clone(),
        })
    }
}

/// A comment as members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Comment {
    pub id: CommentId,
    pub author: CommentAuthor,
    pub text: String,
    pub at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

/// Who wrote a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct CommentAuthor {
    pub id: String,
    pub name: String,
}

/// An event as members see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "Event"))]
#[allow(missing_docs)]
pub struct EventView {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    pub id: EventId,
    pub conversation: Option<ConversationId>,
    pub at: Timestamp,
    pub actor: Actor,
    #[serde(rename = "type")]
    pub kind: String,
    #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown>"))]
    pub data: Value,
}

impl From<&Recorded> for EventView {
    fn from(recorded: &Recorded) -> Self {
        let (kind, data) = recorded.event.body.to_parts();
        Self {
            seq: recorded.seq,
            id: recorded.event.id,
            conversation: recorded.event.conversation,
            at: recorded.event.at,
            actor: recorded.event.actor.clone(),
            kind,
            data: serde_json::from_str(&data).unwrap_or(Value::Null),
        }
    }
}

impl EventView {
    /// The timeline says that a message was sent or an analysis made, not what it said.
    pub fn without_words(mut self) -> Self {
        match (self.kind.as_str(), &mut self.data) {
            ("message_posted", Value::Object(data)) => drop(data.remove("text")),
            ("analysis_updated", Value::Object(data)) => drop(data.remove("analysis")),
            (_, _) => {}
        }
        self
    }
}

/// How many conversations each tab has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub struct Counts {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub mine: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub unassigned: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub all: u64,
}

/// One event of a conversation as the thread shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ThreadItem {
    /// The event.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub event: EventView,
    /// For `message_posted`.
    pub message: Option<Message>,
    /// For `comment_added`: its present text; none once it was deleted.
    pub comment: Option<Comment>,
}

impl ThreadItem {
    /// The event as it was when it happened.
    pub fn of(recorded: &Recorded) -> Self {
        let event = &recorded.event;
        let comment = match &event.body {
            EventBody::CommentAdded { id, text } => Some(Comment {
                id: *id,
                author: CommentAuthor {
                    id: event.actor.id.clone(),
                    name: event.actor.name.clone(),
                },
                text: text.clone(),
                at: event.at,
                edited_at: None,
            }),
            _ => None,
        };
        Self { event: recorded.into(), message: Message::of(recorded), comment }
    }
}
