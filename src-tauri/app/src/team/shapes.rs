//! What the window is told of the line to the hub and of the outbox.

use crate::ipc::IpcError;
use baton_domain::{CommandId, ConversationId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// Whether the hub is in this app or elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LinePlace {
    Alone,
    Team,
}

/// How the line to the hub stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LineState")]
pub enum LineStanding {
    /// The hub is in this app.
    Alone,
    /// What is shown is what is.
    Online,
    /// On the way there.
    Connecting,
    /// The hub cannot be reached; tried again and again.
    Offline,
    /// The history is being fetched.
    Filling,
    /// This computer has no room left; what is shown stays as it was.
    DiskFull,
    /// The hub answers, but not as it should; the words say what.
    Unreachable,
}

/// How far something long has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Fill {
    /// Bytes or events that are here.
    #[ts(type = "number")]
    pub done: u64,
    /// Of so many.
    #[ts(type = "number")]
    pub total: u64,
}

/// The line to the hub, as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "Line")]
pub struct LineView {
    /// Where the hub is.
    pub place: LinePlace,
    /// How it stands.
    pub state: LineStanding,
    /// What is shown is exact as of then, by this computer's clock.
    pub as_of: Option<Timestamp>,
    /// When the next try is, by this computer's clock.
    pub retry_at: Option<Timestamp>,
    /// While the history is being fetched.
    pub fill: Option<Fill>,
    /// What is wrong, for people.
    pub words: Option<String>,
}

impl LineView {
    /// The hub is in this app.
    pub fn alone() -> Self {
        Self { place: LinePlace::Alone, ..Self::team(LineStanding::Alone) }
    }

    /// A line to a hub elsewhere.
    pub fn team(state: LineStanding) -> Self {
        let place = LinePlace::Team;
        Self { place, state, as_of: None, retry_at: None, fill: None, words: None }
    }
}

/// Whether something in the outbox leaves by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// It leaves when the hub can be reached.
    Waiting,
    /// It was sent; the hub has not answered yet.
    Sending,
    /// Things have changed since it was written: the person decides.
    Asks,
}

/// Something the person has written that the hub has not confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutboxItem {
    /// The command's id.
    #[ts(type = "string")]
    pub id: CommandId,
    /// Where to.
    pub conversation: ConversationId,
    /// The visitor's name.
    pub visitor: String,
    /// The command as the API has it, without its id.
    #[ts(type = "{ type: string; text?: string } & Record<string, unknown>")]
    pub command: Map<String, Value>,
    /// When it was written.
    pub written_at: Timestamp,
    /// Whether it leaves by itself.
    pub state: OutboxState,
    /// Why it asks.
    pub problem: Option<IpcError>,
    /// The ids it had before it was changed: those were not sent.
    #[ts(type = "Array<string>")]
    pub replaces: Vec<CommandId>,
}

/// Joining with an invitation.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The hub's address, or the whole invitation link.
    pub address: String,
    /// The invitation's code, or its link.
    pub invitation: String,
    /// How colleagues and visitors see the person.
    pub name: String,
    /// The person's password from now on.
    pub password: String,
    /// What this computer is called in the list of devices.
    pub device: String,
}

/// Signing in on a further computer.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The hub's address.
    pub address: String,
    /// The person's.
    pub email: String,
    /// The person's.
    pub password: String,
    /// What this computer is called in the list of devices.
    pub device: String,
}

/// Taking a workspace from this computer to a hub.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The hub that waits for a workspace.
    pub address: String,
    /// The code it has printed.
    pub code: String,
    /// The e-mail address the owner signs in with from now on.
    pub email: String,
    /// The owner's password from now on.
    pub password: String,
}

/// What was missed while the line was down or the machine slept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Back {
    /// "2 claimed by a colleague, 1 waits 6 min (Marta)".
    pub words: String,
    /// How many colleagues have claimed.
    #[ts(type = "number")]
    pub claimed: u64,
    /// How many wait.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Who waits longest.
    pub longest: Option<String>,
}
