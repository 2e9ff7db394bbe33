//! Who acts, holds and speaks, as events name them: with the name of that time.

use crate::*;
use serde::{Deserialize, Serialize};

/// Who caused an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Actor {
    /// What kind of party.
    pub kind: ActorKind,
    /// The id of the contact, AI agent or member; `system` for the hub itself.
    pub id: String,
    /// Its name at that time.
    pub name: String,
}

/// What may cause an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum ActorKind {
    Visitor,
    Ai,
    Human,
    System,
}

impl Actor {
    /// The hub itself.
    pub fn system() -> Self {
        Self { kind: ActorKind::System, id: "system".into(), name: "Baton".into() }
    }

    /// A member.
    pub fn member(member: &Member) -> Self {
        Self { kind: ActorKind::Human, id: member.id.to_string(), name: member.name.clone() }
    }

    /// An AI agent.
    pub fn ai_agent(ai_agent: &AiAgent) -> Self {
        Self { kind: ActorKind::Ai, id: ai_agent.id.to_string(), name: ai_agent.name.clone() }
    }

    /// The visitor of a conversation.
    pub fn visitor(id: ContactId, name: Option<&str>) -> Self {
        let name = name.unwrap_or(ANONYMOUS).to_owned();
        Self { kind: ActorKind::Visitor, id: id.to_string(), name }
    }

    /// The member's id, when a member acts.
    pub fn member_id(&self) -> Option<MemberId> {
        (self.kind == ActorKind::Human).then(|| self.id.parse().ok()).flatten()
    }

    /// The AI agent's id, when an AI agent acts.
    pub fn ai_agent_id(&self) -> Option<AiAgentId> {
        (self.kind == ActorKind::Ai).then(|| self.id.parse().ok()).flatten()
    }
}

/// What a visitor without a name is called.
pub const ANONYMOUS: &str = "Anonymous";

/// An assignee as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assignee {
    /// AI agent or member.
    pub kind: PartyKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A picture, if there is one.
    pub avatar: Option<String>,
}

/// The two kinds of party that can hold a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum PartyKind {
    Ai,
    Human,
}

/// Who said a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Author {
    /// Visitor, AI agent, member or automatic text.
    pub kind: AuthorKind,
    /// The party's id; for an automatic text that of the AI agent whose text it is.
    pub id: String,
    /// The party's name at that time.
    pub name: String,
}

/// What kind of author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum AuthorKind {
    Visitor,
    Ai,
    Human,
    Auto,
}
