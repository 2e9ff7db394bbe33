//! What may be asked of a conversation, and what a decision is made with.

use crate::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// Something asked of a conversation. Members, AI agents and programs send these in the JSON of
/// the API; the ones marked "not over the API" are made by the hub itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Command {
    /// A member takes an unassigned conversation.
    Claim {
        /// The ownership number seen.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        expect: u64,
        /// From where.
        #[serde(default = "by_api")]
        means: Means,
    },
    /// Gives the conversation to a member, an AI agent or nobody.
    Assign {
        /// To whom; null is back to Unassigned.
        #[serde(deserialize_with = "required")]
        to: Option<AssigneeRef>,
        /// The ownership number seen.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        expect: u64,
        /// Hand back only: what the AI agent should know; also kept as a comment.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        note: Option<String>,
        /// Hand back only: whether the visitor's unanswered message is to be answered now.
        #[serde(default)]
        answer_last: bool,
        /// From where.
        #[serde(default = "by_api")]
        means: Means,
    },
    /// Hands a conversation from its AI agent to people.
    Handoff {
        /// Why, in words.
        reason: String,
        /// To this member rather than to Unassigned.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        to: Option<AssigneeRef>,
    },
    /// The assignee answers the visitor.
    Reply {
        /// Markdown.
        text: String,
        /// The ownership number seen.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        expect: u64,
        /// Refuse if the visitor said something newer than this.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional, type = "number"))]
        seen: Option<Seq>,
        /// Files that go with it, uploaded before; the text may be empty then.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<AttachmentId>>"))]
        attachments: Vec<AttachmentId>,
        /// What an AI agent's answer rests on. Not over the API.
        #[serde(skip)]
        #[cfg_attr(feature = "ts", ts(skip))]
        grounds: Grounds,
    },
    /// An internal remark.
    Comment {
        /// What to remember.
        text: String,
    },
    /// Changes one's own comment.
    CommentEdit {
        /// Which.
        comment: CommentId,
        /// The new text.
        text: String,
    },
    /// Takes back one's own comment.
    CommentDelete {
        /// Which.
        comment: CommentId,
    },
    /// Puts labels on and takes labels off.
    Labels {
        /// To put on.
        #[serde(default)]
        add: Vec<LabelId>,
        /// To take off.
        #[serde(default)]
        remove: Vec<LabelId>,
    },
    /// Active, Pending or Closed.
    Status {
        /// The new one.
        to: Status,
    },
    /// Up to where the sender has read.
    Read {
        /// The newest event seen; 0 marks everything unread.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        seq: Seq,
    },
    /// What is known of the visitor; left out stays, empty forgets.
    Contact {
        /// Name.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        name: Option<String>,
        /// E-mail address.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        email: Option<String>,
        /// Phone number.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        phone: Option<String>,
    },
    /// The visitor says how it was. Not over the members' API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    Rate {
        /// 1 to 5.
        stars: u8,
        /// In words, if any.
        text: Option<String>,
    },
    /// Erases everything personal of the visitor's conversation. Not over the members' API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    Erase,
    /// The visitor says something. Not over the members' API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    VisitorMessage {
        /// Markdown.
        text: String,
        /// The articles that would answer it, where a rule asks for that.
        articles: Option<Vec<ArticleId>>,
        /// Files that go with it, uploaded before; the text may be empty then.
        attachments: Vec<AttachmentId>,
    },
    /// People are needed, for a reason the hub knows. Not over the API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    RaiseHandoff {
        /// Why, in words.
        reason: String,
        /// What raised it.
        trigger: Trigger,
        /// Only if the ownership number is still this one.
        expect: Option<u64>,
        /// Whether the AI agent found no good answer: a rule for that has the word then.
        no_answer: bool,
    },
    /// Reminds a silent assignee, or takes the conversation back, if it is time (rule 16). Not over
    /// the API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    CheckSilence {
        /// Whether the assignee is typing.
        typing: bool,
    },
    /// Keeps what a model made of the conversation. Not over the API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    KeepAnalysis {
        /// What it says.
        analysis: Box<Analysis>,
    },
    /// Back to Unassigned, because its member has left. Not over the API.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    Return {
        /// Why, in words.
        reason: String,
    },
}

/// What an AI agent's answer rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Grounds {
    /// What the visitor is shown as its source.
    pub sources: Vec<Source>,
    /// The articles it is from.
    pub articles: Vec<ArticleId>,
    /// It says that there is no good answer.
    pub no_answer: bool,
}

impl Command {
    /// The files that a message brings.
    pub fn attachments(&self) -> &[AttachmentId] {
        match self {
            Command::Reply { attachments, .. } | Command::VisitorMessage { attachments, .. } => {
                attachments
            }
            Command::Claim { .. }
            | Command::Assign { .. }
            | Command::Handoff { .. }
            | Command::Comment { .. }
            | Command::CommentEdit { .. }
            | Command::CommentDelete { .. }
            | Command::Labels { .. }
            | Command::Status { .. }
            | Command::Read { .. }
            | Command::Contact { .. }
            | Command::RaiseHandoff { .. }
            | Command::CheckSilence { .. }
            | Command::KeepAnalysis { .. }
            | Command::Rate { .. }
            | Command::Erase
            | Command::Return { .. } => &[],
        }
    }

    /// The visitor says something, and no rule asks which articles would answer.
    pub fn says(text: impl Into<String>) -> Self {
        let text = text.into();
        Command::VisitorMessage { text, articles: None, attachments: Vec::new() }
    }

    /// People are needed, for a reason other than a missing answer.
    pub fn raise(reason: impl Into<String>, trigger: Trigger, expect: Option<u64>) -> Self {
        let reason = reason.into();
        Command::RaiseHandoff { reason, trigger, expect, no_answer: false }
    }
}

/// The `to` of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AssigneeRef {
    /// AI agent or member.
    pub kind: PartyKind,
    /// Its id.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: Uuid,
}

fn by_api() -> Means {
    Means::Api
}

/// `null` must be said: a missing `to` is a mistake, not "nobody".
fn required<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// A new conversation, as the visitor's widget asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Its id.
    pub id: ConversationId,
    /// Its number.
    pub number: u64,
    /// Through which widget.
    pub widget: WidgetId,
    /// The AI agent that is to answer.
    pub ai_agent: Option<AiAgentId>,
    /// Who writes.
    pub visitor: VisitorFacts,
    /// From where.
    pub page: Option<Page>,
    /// What the website tells of itself.
    pub metadata: Map<String, Value>,
    /// The visitor's language, as a BCP 47 tag.
    pub language: Option<String>,
}

/// A comment as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// By whom.
    pub author: MemberId,
    /// What it says.
    pub text: String,
}

/// Everything a decision needs beside the state. No clock is read and no id made in the domain.
pub struct Context<'a> {
    /// Now, by the hub's clock.
    pub now: Timestamp,
    /// Who asks.
    pub actor: Actor,
    /// The command's id; a message or comment it makes has the same.
    pub command: CommandId,
    /// The workspace.
    pub directory: &'a Directory,
    /// Makes ids that were never used.
    pub fresh_id: &'a dyn Fn() -> Uuid,
    /// The comment that is to be changed, if it exists in this conversation.
    pub comment: Option<Written>,
    /// Up to where the acting member has read.
    pub read_to: Option<Seq>,
    /// Whether this is the visitor's newest conversation.
    pub is_newest: bool,
    /// What rules look at beside the message, when the visitor writes and a rule needs it.
    pub before: Before,
    /// What was uploaded to this conversation of what the message brings.
    pub uploads: Vec<Upload>,
    /// Seconds that visitors have waited for a person lately; none when nothing is known.
    pub expected_wait_s: Option<i64>,
    /// Looks up how the visitor reads automatic texts; asked only when one is sent.
    pub locale: &'a dyn Fn() -> Locale,
    /// Members with a desktop connected; none when nobody has looked.
    pub connected: Option<&'a [MemberId]>,
}

impl Context<'_> {
    /// Makes an event of `body`, caused by the actor of this context.
    pub fn event(&self, conversation: ConversationId, body: EventBody) -> Event {
        let id = EventId((self.fresh_id)());
        Event {
            id,
            conversation: Some(conversation),
            at: self.now,
            actor: self.actor.clone(),
            body,
        }
    }
}

/// What a command leads to. A refused command normally leads to nothing; a refused AI reply leaves
/// its withdrawn draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// What is to be appended.
    pub events: Vec<EventBody>,
    /// Why what was asked is not among it.
    pub refusal: Option<Refusal>,
}

impl From<Vec<EventBody>> for Decision {
    fn from(events: Vec<EventBody>) -> Self {
        Self { events, refusal: None }
    }
}

impl From<Refusal> for Decision {
    fn from(refusal: Refusal) -> Self {
        Self { events: Vec::new(), refusal: Some(refusal) }
    }
}
