//! Facts. An event is appended to the workspace's log once and never changed; everything else is
//! computed from events. Kinds this version does not know are kept as they came.

use crate::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Position in the workspace's log: gapless, from 1, in commit order.
pub type Seq = u64;

/// A fact and who caused it, not yet in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The conversation it belongs to; none for settings.
    pub conversation: Option<ConversationId>,
    /// When, by the hub's clock.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub body: EventBody,
}

/// An event with its place in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its place in the workspace's log.
    pub seq: Seq,
    /// Its place among the conversation's events, from 1; 0 for settings.
    pub version: u64,
    /// The fact.
    pub event: Event,
}

/// By which means a conversation changed hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum Means {
    Prompt,
    Key,
    Dropdown,
    Notification,
    Tray,
    Rule,
    Api,
    Outbox,
    Return,
}

/// What made an AI agent pass the conversation to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Trigger {
    /// The visitor asked for a person in words.
    VisitorWords,
    /// The visitor pressed "Talk to a person".
    VisitorButton,
    /// A rule of the owner's matched.
    Rule,
    /// The AI agent decided.
    AiDecision,
    /// The AI agent failed to answer.
    AiFailure,
    /// The AI agent was switched off, or none is enabled.
    AiDisabled,
    /// A member chose "Hand to my team".
    Member,
    /// A program asked over the API.
    Api,
}

/// Which automatic text a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum AutoText {
    Waiting,
    Joined,
    OutOfHours,
}

/// Where an AI agent's answer comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Source {
    /// The article's title.
    pub title: String,
    /// Where to read it.
    pub url: Option<String>,
}

/// The page the visitor was on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Page {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Where the visitor came from.
    #[serde(default)]
    pub referrer: Option<String>,
}

/// The visitor as the log first knew them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorFacts {
    /// The contact's id.
    pub id: ContactId,
    /// The website's own id for the person.
    pub external_id: Option<String>,
    /// Whether the website has signed that id.
    pub verified: bool,
    /// Name, if given.
    pub name: Option<String>,
    /// E-mail address, if given.
    pub email: Option<String>,
    /// Phone number, if given.
    pub phone: Option<String>,
}

/// Someone named in an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Their id.
    pub id: String,
    /// Their name at that time.
    pub name: String,
}

/// Why members were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Told {
    Unassigned,
    Assigned,
    Mentioned,
    Silent,
}

/// What happened, by kind. `type` and `data` of the API's Event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EventBody {
    ConversationStarted {
        number: u64,
        widget: Option<WidgetId>,
        visitor: VisitorFacts,
        assignee: Option<Assignee>,
        page: Option<Page>,
        metadata: Map<String, Value>,
        /// The visitor's language, as a BCP 47 tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    MessagePosted {
        id: MessageId,
        author: Author,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sources: Vec<Source>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        auto: Option<AutoText>,
        /// The articles that an AI agent's answer is from.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        articles: Vec<ArticleId>,
        /// Of an AI agent that found no good answer and says so, or asks back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_answer: bool,
        /// The files that came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attached>,
    },
    DraftWithdrawn {
        id: MessageId,
        author: Author,
        text: String,
        expect: u64,
    },
    HandedOff {
        reason: String,
        trigger: Trigger,
        rule: Option<String>,
        from: Option<Assignee>,
        to: Option<Assignee>,
        ownership: u64,
        /// Because the AI agent found no good answer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_answer: bool,
    },
    Assigned {
        from: Option<Assignee>,
        to: Option<Assignee>,
        by_means: Means,
        ownership: u64,
        #[serde(default)]
        note: Option<String>,
        #[serde(default)]
        reason: Option<String>,
        /// Hand back only: whether the visitor's unanswered message is to be answered too.
        #[serde(default)]
        answer_last: bool,
    },
    StatusChanged {
        from: Status,
        to: Status,
    },
    LabelsChanged {
        added: Vec<LabelId>,
        removed: Vec<LabelId>,
    },
    CommentAdded {
        id: CommentId,
        text: String,
    },
    CommentEdited {
        id: CommentId,
        text: String,
    },
    CommentDeleted {
        id: CommentId,
    },
    ContactUpdated {
        contact: ContactId,
        name: Option<String>,
        email: Option<String>,
        phone: Option<String>,
    },
    ReadMarked {
        /// The member who read; none when the visitor did.
        member: Option<MemberId>,
        seq: Seq,
    },
    Notified {
        what: Told,
        members: Vec<Named>,
        /// Those of the members who had a desktop connected, which was told at once; none where
        /// nobody has looked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        desktops: Option<Vec<MemberId>>,
    },
    /// The visitor says how it was; a later one takes its place.
    Rated {
        stars: u8,
        text: Option<String>,
    },
    /// What is known of a visitor, said again because the conversation that told it is deleted.
    ContactKept {
        visitor: VisitorFacts,
    },
    /// Everything personal is gone from these conversations, here and in the log before this event;
    /// one event for each of a contact's conversations.
    ContactErased {
        contact: ContactId,
        conversations: Vec<ConversationId>,
    },
    /// Closed for so long that nothing of them is kept but that they were.
    ConversationsDeleted {
        conversations: Vec<ConversationId>,
        /// The highest number that a conversation ever had.
        newest: u64,
    },
    /// A model's analysis; the local one is computed when it is read.
    AnalysisUpdated {
        analysis: Box<Analysis>,
    },
    MemberChanged {
        member: Member,
    },
    AiAgentChanged {
        ai_agent: AiAgent,
    },
    LabelChanged {
        label: Label,
        deleted: bool,
        /// Only when deleted: the label that every conversation and rule has instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        merged_into: Option<LabelId>,
    },
    SavedReplyChanged {
        saved_reply: SavedReply,
        deleted: bool,
    },
    ArticleChanged {
        article: Article,
        deleted: bool,
    },
    WidgetChanged {
        widget: Widget,
        deleted: bool,
    },
    RuleChanged {
        rule: Rule,
        deleted: bool,
    },
    SettingsChanged {
        settings: Settings,
    },
    /// A kind from a newer peer, kept as it came.
    #[serde(skip)]
    Unknown {
        kind: String,
        data: Value,
    },
}

impl EventBody {
    /// Whether an AI agent has said by it that it found no good answer.
    pub fn found_no_answer(&self) -> bool {
        matches!(
            self,
            EventBody::MessagePosted { no_answer: true, .. }
                | EventBody::HandedOff { no_answer: true, .. }
        )
    }

    /// Whether words of events before it go.
    pub fn makes_words_go(&self) -> bool {
        matches!(self, EventBody::ContactErased { .. } | EventBody::ConversationsDeleted { .. })
    }

    /// Reads a stored event; a kind or shape not known here becomes [`EventBody::Unknown`].
    pub fn from_parts(kind: &str, data: &str) -> Self {
        let parsed = parse(kind, data);
        parsed.unwrap_or_else(|| EventBody::Unknown {
            kind: kind.to_owned(),
            data: serde_json::from_str(data).unwrap_or(Value::Null),
        })
    }

    /// The kind's name and its data as JSON text.
    pub fn to_parts(&self) -> (String, String) {
        match self {
            EventBody::Unknown { kind, data } => (kind.clone(), data.to_string()),
            known => {
                let text = serde_json::to_string(known).unwrap_or_default();
                let parts = Self::split(&text);
                parts.unwrap_or_else(|| (String::new(), String::from("null")))
            }
        }
    }

    /// Kind and data of `{"type":"…","data":…}`, which serde always writes in this order.
    fn split(text: &str) -> Option<(String, String)> {
        let (kind, rest) = text.strip_prefix("{\"type\":\"")?.split_once("\",\"data\":")?;
        Some((kind.to_owned(), rest.strip_suffix('}')?.to_owned()))
    }
}

fn parse(kind: &str, data: &str) -> Option<EventBody> {
    let kind = serde_json::to_string(kind).ok()?;
    serde_json::from_str(&format!("{{\"type\":{kind},\"data\":{data}}}")).ok()
}
