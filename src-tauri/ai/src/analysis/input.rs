//! What an analysis is made from: messages, why people were asked, and who has the conversation.
//!
//! Guarantees: read from the log's events alone, without comments and notes, and cut to the newest
//! messages and characters. Leaves out: fetching the events.

use baton_domain::{
    AuthorKind, Conversation, Directory, EventBody, Holder, Recorded, Seq, Source, Status,
    Timestamp, words_with_files,
};

use super::{CHARS, MESSAGES};
use crate::Knowledge;

/// A conversation as far as an analysis reads it.
pub struct Input<'a> {
    /// What was said, oldest first, at most [`MESSAGES`] messages.
    pub lines: Vec<Line>,
    /// Every time that people were asked, oldest first.
    pub raised: Vec<Raised>,
    /// Who has it now.
    pub holding: Holding,
    /// The visitor's name, when it is known.
    pub visitor: Option<&'a str>,
    /// Whether there are messages before these.
    pub has_older: bool,
    /// What a suggested reply may be taken from.
    pub knowledge: Option<&'a Knowledge>,
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its place in the log.
    pub seq: Seq,
    /// Who said it.
    pub by: By,
    /// The author's name.
    pub name: String,
    /// Its text, of which [`CHARS`] characters are kept.
    pub text: String,
    /// The articles an AI agent answered from.
    pub sources: Vec<Source>,
    /// The AI agent had no good answer.
    pub no_answer: bool,
    /// When.
    pub at: Timestamp,
}

/// Who said a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum By {
    Visitor,
    AiAgent,
    Member,
    Automatic,
}

/// People were asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// When, by the log.
    pub seq: Seq,
    /// Why, in words.
    pub reason: String,
}

/// Who has a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// Nobody, in Unassigned.
    Nobody,
    /// An AI agent, by name.
    AiAgent(String),
    /// A member, by name.
    Member(String),
    /// It is closed.
    Closed,
}

impl<'a> Input<'a> {
    /// Reads events of one conversation, oldest first; those that say nothing are passed over.
    pub fn read(events: &[Recorded], state: &Conversation, directory: &Directory) -> Self {
        let mut lines: Vec<Line> = events.iter().filter_map(Line::of).collect();
        let has_older = lines.len() > MESSAGES;
        lines.drain(..lines.len().saturating_sub(MESSAGES));
        let raised = events.iter().filter_map(Raised::of).collect();
        let holder = state.holder.assignee(directory).map_or(String::new(), |found| found.name);
        let holding = match (state.status, state.holder) {
            (Status::Closed, _) => Holding::Closed,
            (Status::Active | Status::Pending, Holder::Nobody) => Holding::Nobody,
            (Status::Active | Status::Pending, Holder::Ai(_)) => Holding::AiAgent(holder),
            (Status::Active | Status::Pending, Holder::Member(_)) => Holding::Member(holder),
        };
        Self { lines, raised, holding, visitor: None, has_older, knowledge: None }
    }

    /// The newest messages that are within [`MESSAGES`] and [`CHARS`], at least one.
    pub(super) fn newest(&self) -> &[Line] {
        let mut chars = 0;
        let within = self.lines.iter().rev().take(MESSAGES).take_while(|line| {
            let before = chars;
            chars += line.text.chars().count();
            before == 0 || chars <= CHARS
        });
        let first = self.lines.len() - within.count();
        self.lines.get(first..).unwrap_or_default()
    }
}

impl Line {
    fn of(recorded: &Recorded) -> Option<Self> {
        let EventBody::MessagePosted { author, text, sources, no_answer, attachments, .. } =
            &recorded.event.body
        else {
            return None;
        };
        let names = attachments.iter().map(|file| file.name.as_str());
        let words = words_with_files(text, names);
        Some(Self {
            seq: recorded.seq,
            by: match author.kind {
                AuthorKind::Visitor => By::Visitor,
                AuthorKind::Ai => By::AiAgent,
                AuthorKind::Human => By::Member,
                AuthorKind::Auto => By::Automatic,
            },
            name: author.name.clone(),
            text: words.chars().take(CHARS).collect(),
            sources: sources.clone(),
            no_answer: *no_answer,
            at: recorded.event.at,
        })
    }
}

impl Raised {
    fn of(recorded: &Recorded) -> Option<Self> {
        let EventBody::HandedOff { reason, .. } = &recorded.event.body else { return None };
        Some(Self { seq: recorded.seq, reason: reason.clone() })
    }
}
