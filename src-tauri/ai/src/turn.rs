//! What an AI turn is given and what it decides.
//!
//! Guarantees: plain data. Leaves out: ids of conversations and ownership, which the caller holds.

/// What the AI agent sees of a conversation when it is its turn.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// The visitor's unanswered messages, oldest first; none with words when they only sent files.
    pub asked: &'a [String],
    /// What was said before those, oldest first, bounded by the caller.
    pub history: &'a [Said],
    /// The note a member wrote when handing back. It may guide, and is never shown to the visitor.
    pub note: Option<&'a str>,
    /// The name under which the AI agent speaks; may be empty.
    pub ai_agent_name: &'a str,
    /// How many turns in a row before this one had no good answer.
    pub earlier_misses: u32,
    /// How many turns without a good answer hand the conversation off; 0 counts as 1.
    pub misses_before_handoff: u32,
}

/// A message of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who said it.
    pub by: Speaker,
    /// Its text.
    pub text: String,
}

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The person on the website.
    Visitor,
    /// An AI agent.
    AiAgent,
    /// A member of the workspace.
    Member,
}

/// What the AI agent does with its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Says something, with the articles it is from; small talk has none.
    Reply {
        /// The visitor reads this.
        text: String,
        /// Where it is from.
        sources: Vec<Source>,
    },
    /// Asks the visitor. Without sources it found nothing, which counts as a miss; with sources it
    /// asks which of them is meant, which does not.
    AskBack {
        /// The visitor reads this.
        text: String,
        /// The articles between which the visitor shall choose.
        sources: Vec<Source>,
    },
    /// Hands off to people.
    Handoff {
        /// For members, in the owner's words or in ours.
        reason: String,
        /// What caused it.
        trigger: Trigger,
    },
}

/// An article that an answer is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The article's id.
    pub article_id: String,
    /// The article's title.
    pub title: String,
    /// Where the visitor can read it all.
    pub url: Option<String>,
}

/// What caused a handoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Too many turns in a row without a good answer.
    NoGoodAnswer,
    /// The article that answers is marked "hand off here".
    Article,
    /// The model asked for a person.
    Model,
}
