//! The shapes that cross the door to the web view. TypeScript's copies are generated from these
//! (`ui/inbox/ipc/bindings`).

use crate::team::{LineView, OutboxItem};
use baton_domain::*;
use baton_hub::Problem;
use baton_store::Field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What every rejected call throws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IpcError {
    /// Stable.
    pub code: ErrorCode,
    /// In words, for the person.
    pub message: String,
    /// Who holds the conversation now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub assignee: Option<Box<Assignee>>,
    /// The present ownership number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub ownership: Option<u64>,
    /// The newest message of the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub latest_seq: Option<Seq>,
    /// When a limit allows the next try, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub retry_after_s: Option<u64>,
    /// Which field of what was sent is refused, such as `texts.joined`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional = nullable)]
    pub field: Option<String>,
}

/// The hub's codes; the same words as in its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ErrorCode {
    Unauthorized,
    Forbidden,
    NotFound,
    Invalid,
    TooLarge,
    RateLimited,
    OwnershipConflict,
    NotAssignee,
    Closed,
    AgentDisabled,
    UnseenMessages,
    IdReused,
    Unavailable,
    /// The hub keeps other tables than this Baton: another version.
    SchemaMismatch,
    /// This computer has no room left.
    DiskFull,
}

impl IpcError {
    /// Something that has only words.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            assignee: None,
            ownership: None,
            latest_seq: None,
            retry_after_s: None,
            field: None,
        }
    }
}

impl From<Problem> for IpcError {
    fn from(problem: Problem) -> Self {
        let mut json = problem.to_json();
        if let Some(json) = json.as_object_mut() {
            let detail = json.remove("detail").unwrap_or_default();
            json.insert("message".into(), detail);
        }
        serde_json::from_value(json)
            .unwrap_or_else(|_| Self::new(ErrorCode::Unavailable, "That did not work."))
    }
}

impl From<baton_store::Error> for IpcError {
    fn from(error: baton_store::Error) -> Self {
        Problem::from(error).into()
    }
}

impl From<Refusal> for IpcError {
    fn from(refusal: Refusal) -> Self {
        Problem::from(refusal).into()
    }
}

/// Who and what the window shows by name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "Directory")]
pub struct DirectoryView {
    /// The workspace's name.
    pub workspace: String,
    /// Everyone who is or was a member.
    pub members: Vec<Member>,
    /// AI agents that were not removed.
    pub ai_agents: Vec<AiAgent>,
    /// Every label.
    pub labels: Vec<Label>,
    /// Open conversations each member holds, by member id.
    #[ts(type = "Record<string, number>")]
    pub open: BTreeMap<String, u64>,
}

/// What the window starts from.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Bootstrap {
    /// None on the very first start: ask for a name and call `introduce`.
    pub me: Option<Member>,
    /// Names.
    pub directory: DirectoryView,
    /// The hub's address.
    pub hub: String,
    /// Where to chat as a visitor.
    pub demo: String,
    /// The cursor that updates go on from.
    #[ts(type = "number")]
    pub seq: Seq,
    /// Of the tabs.
    pub counts: Counts,
    /// How the line to the hub stands.
    pub line: LineView,
    /// What has not arrived yet.
    pub outbox: Vec<OutboxItem>,
    /// Nobody has said yet whether this computer is on its own or part of a team.
    pub first_run: bool,
    /// Why the workspace that was here is gone.
    pub lost: Option<String>,
    /// What was written here goes with it: this device was signed out.
    pub signed_out: bool,
    /// This computer holds the last days only; none for everything.
    pub days: Option<u32>,
}

/// A tab of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Tab {
    Mine,
    Unassigned,
    All,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ConversationPage {
    /// The rows.
    pub items: Vec<ConversationView>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Of the tabs.
    pub counts: Counts,
    /// As of this event.
    #[ts(type = "number")]
    pub seq: Seq,
}

/// A page of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ThreadPage {
    /// The conversation's row.
    pub conversation: ConversationView,
    /// Oldest first.
    pub items: Vec<ThreadItem>,
    /// Whether there is more before.
    pub older: bool,
    /// Whether there is more after.
    pub newer: bool,
    /// Up to where I had read.
    #[ts(type = "number")]
    pub read_to: Seq,
    /// As of this event.
    #[ts(type = "number")]
    pub seq: Seq,
}

/// In what the words were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FoundIn {
    Message,
    Name,
    Email,
    Phone,
}

impl From<Field> for FoundIn {
    fn from(field: Field) -> Self {
        match field {
            Field::Message => Self::Message,
            Field::Name => Self::Name,
            Field::Email => Self::Email,
            Field::Phone => Self::Phone,
        }
    }
}

/// A run of text, marked where it is what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[allow(missing_docs)]
pub struct Words {
    pub text: String,
    pub marked: bool,
}

impl From<baton_store::Words> for Words {
    fn from(words: baton_store::Words) -> Self {
        Self { text: words.text, marked: words.marked }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SearchHit {
    /// The conversation's row.
    pub conversation: ConversationView,
    /// Where the thread shows it; none for a name, an address or a number.
    #[ts(type = "number | null")]
    pub seq: Option<Seq>,
    /// When it was said, or became known.
    pub at: Timestamp,
    /// Who said it.
    pub author: Option<Author>,
    /// In what the words were found.
    pub field: FoundIn,
    /// Whether it is a comment.
    pub comment: bool,
    /// The text around the first place.
    pub words: Vec<Words>,
}

/// A page of a search.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SearchPage {
    /// Newest first. May be few or none although `next` is there: ask on.
    pub items: Vec<SearchHit>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether the hub holds older conversations than this computer.
    pub older_at_hub: bool,
}

/// What a command led to.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(rename = "Outcome")]
pub struct CommandOutcome {
    /// The events it appended.
    pub events: Vec<EventView>,
    /// The conversation after it.
    pub conversation: ConversationView,
    /// Nothing has happened yet: it waits in the outbox.
    pub queued: bool,
}

/// Pushed after every commit, in order. Rows are whole.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Update {
    /// As of this event.
    #[ts(type = "number")]
    pub seq: Seq,
    /// What happened, with words.
    pub items: Vec<ThreadItem>,
    /// The rows it changed.
    pub conversations: Vec<ConversationView>,
    /// Of the tabs.
    pub counts: Counts,
    /// Names, when they changed.
    pub directory: Option<DirectoryView>,
}

/// The window is to show a conversation or a tab, and to say something.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Open {
    /// Which conversation.
    pub conversation: Option<ConversationId>,
    /// Which tab.
    pub tab: Option<Tab>,
    /// What to say.
    pub notice: Option<String>,
}

/// The app's own alert, when the system has no notification service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Alert {
    /// About which conversation; none for several.
    pub conversation: Option<ConversationId>,
    /// Who.
    pub title: String,
    /// Why, and the visitor's last words.
    pub body: String,
    /// Whether "Assign to me" makes sense.
    pub claimable: bool,
}
