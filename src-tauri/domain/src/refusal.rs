//! Why a command was refused. A refusal is information for the person who asked, with what they
//! need to go on; nothing was changed, except that a refused AI reply leaves a withdrawn draft.

use crate::{Assignee, Seq};
use serde::{Deserialize, Serialize};

/// The rules say no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Refusal {
    /// The ownership number is stale, or somebody holds what was to be claimed.
    OwnershipConflict { assignee: Option<Assignee>, ownership: u64 },
    /// Only the assignee may do this.
    NotAssignee { assignee: Option<Assignee>, ownership: u64 },
    /// The conversation is closed.
    Closed,
    /// That AI agent is switched off.
    AgentDisabled { name: String },
    /// Something newer was said than the sender had seen.
    UnseenMessages { latest_seq: Seq },
    /// A field has a value that cannot be used.
    Invalid { field: String, detail: String },
    /// There is no such thing, or it is not yours to see.
    NotFound { what: String },
    /// You may not do this.
    Forbidden { detail: String },
}

impl Refusal {
    /// A field with a value that cannot be used.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), detail: detail.into() }
    }

    /// There is no such thing.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// What to tell the person who asked.
    pub fn message(&self) -> String {
        match self {
            Self::OwnershipConflict { assignee, .. } => match assignee {
                Some(holder) => format!("{} has it.", holder.name),
                None => "Nobody holds this conversation any more.".into(),
            },
            Self::NotAssignee { assignee, .. } => match assignee {
                Some(holder) => {
                    format!("{} has this conversation; only they may reply.", holder.name)
                }
                None => "Assign this conversation to yourself before replying.".into(),
            },
            Self::Closed => "This conversation is closed. Reopen it first.".into(),
            Self::AgentDisabled { name } => format!("{name} is switched off."),
            Self::UnseenMessages { .. } => "Something newer was said meanwhile.".into(),
            Self::Invalid { field, detail } => format!("{field}: {detail}"),
            Self::NotFound { what } => format!("There is no such {what}."),
            Self::Forbidden { detail } => detail.clone(),
        }
    }
}
