//! AI agents whose answers a model makes, behind any endpoint that speaks like OpenAI's.
//!
//! Guarantees: a model can answer or ask for a person, whatever a visitor or an article says: two
//! tools, of which one searches the articles; redirects are not followed, private addresses are
//! refused unless allowed; every request has a limit in silence, time and size, and a turn at most
//! one retry; dropping a turn closes its connection. Leaves out: who owns the conversation, storing
//! anything, and where the key is kept.

mod address;
mod client;
mod context;
mod endpoint;
mod failure;
mod gather;
mod said;
mod stream;
mod testing;
mod turn;

pub use address::is_private;
pub use client::Models;
pub use endpoint::{Endpoint, base_url, is_key, origin};
pub use failure::Failure;
pub use testing::Tested;

use crate::turn::Turn;
use tokio::time::Instant;

/// The tool that asks for a person.
const REQUEST_HUMAN: &str = "request_human";
/// The tool that searches the articles.
const SEARCH_ARTICLES: &str = "search_articles";

/// A turn, with what only a model is told.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The conversation.
    pub turn: Turn<'a>,
    /// The workspace's name.
    pub workspace: &'a str,
    /// What the owner asks of the AI agent.
    pub instructions: &'a str,
    /// How many messages of the history were said before people handed the conversation back; none
    /// when they have not.
    pub handed_back_at: Option<usize>,
    /// Whether the history has a beginning that is left out.
    pub is_cut: bool,
    /// When the turn has to be over.
    pub until: Instant,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
