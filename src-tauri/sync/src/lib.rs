//! The wire protocol between the hub and its members' desktops: the frames of the member
//! WebSocket, and a desktop's half of it: [`Line`] decides, without a clock or a socket, when to
//! connect, to try the line and to give it up; [`Socket`] is the line itself. What is done with
//! the events is the app's.

mod line;
mod server_frame;
mod socket;

pub use line::{Act, Line, LineState, Loss};
pub use server_frame::{ServerFrame, WireEvent};
pub use socket::{Heard, Socket, SocketError, tls};

use baton_domain::{ConversationId, Seq};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a desktop, or an AI agent that lives elsewhere, sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// First of all: who, and after which event to go on.
    Auth {
        /// `bmt_…` or `bak_…`.
        token: String,
        /// The newest event already known; 0 for none.
        #[serde(default)]
        after: Seq,
    },
    /// A command on a conversation, answered by a result or a refusal with the same id.
    Command {
        /// Which conversation.
        conversation: ConversationId,
        /// The command as the API has it, its id included.
        command: Map<String, Value>,
    },
    /// The sender types.
    Typing {
        /// Where.
        conversation: ConversationId,
    },
    /// The sender looks at a conversation, or at none.
    Viewing {
        /// Which.
        conversation: Option<ConversationId>,
    },
    /// Nobody sits at the sender's desktop, or somebody does again.
    Away {
        /// Whether nobody does.
        on: bool,
    },
    /// The person has dismissed the notice of a conversation; their other desktops take it back.
    Dismissed {
        /// Which.
        conversation: ConversationId,
    },
    /// Nothing; says that somebody is there. Whoever has said it once is expected to go on.
    Ping,
}
