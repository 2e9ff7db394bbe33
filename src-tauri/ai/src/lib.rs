//! AI agents that answer visitors.
//!
//! [`Knowledge`] answers from help articles: pure and synchronous, no network, no clock, so the
//! same articles and the same turn always give the same answer. Run it off the request path, on a
//! blocking thread. [`openai`] lets a model answer, over the network. [`analysis`] is what members
//! read of a conversation, made just as purely. What this crate leaves out: storing anything, and
//! deciding who owns a conversation.

pub mod analysis;
mod article;
mod choice;
mod compose;
mod index;
mod knowledge;
pub mod openai;
mod phrasing;
mod question;
mod rank;
mod samples;
mod search;
mod small_talk;
mod stop_words;
mod synonyms;
mod turn;
mod words;

pub use article::Article;
pub use knowledge::Knowledge;
pub use samples::{SAMPLE_ARTICLES, SampleArticle};
pub use search::{LookedUp, Material};
pub use turn::{Answer, Said, Source, Speaker, Trigger, Turn};

/// Why the knowledge AI agent could not work at all. Having no answer is not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The in-memory index failed, in practice for want of memory.
    #[error("the article index failed")]
    Index(#[from] rusqlite::Error),
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
