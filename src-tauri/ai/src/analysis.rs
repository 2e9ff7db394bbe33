//! The local analysis: what a colleague should know before they read a conversation.
//!
//! [`analyse`] is a pure function of what was said, so the hub and every desktop say the same, with
//! no key and no network. Guarantees: no fact that nobody gave and no words that nobody said;
//! bounded by the newest [`MESSAGES`] messages and [`CHARS`] characters; never panics. What the
//! visitor says is quoted in one line, whatever it asks for. Leaves out: comments and hand-back
//! notes, which are the team's own; the network ([`model`] says what a model is asked); storing.

mod cues;
mod facts;
mod input;
mod language;
pub mod model;
mod quote;
mod replies;
mod requests;
mod sentences;
mod suggest;
mod summary;
mod topic;

pub use input::{By, Holding, Input, Line, Raised};

use baton_domain::{ANALYSED_MESSAGES, Analysis, Mood, Origin, Timestamp, Tried};
use requests::{Course, follow};

/// How many of the newest messages are read.
pub const MESSAGES: usize = ANALYSED_MESSAGES;
/// How many of their characters are read, the newest ones.
pub const CHARS: usize = 40_000;

/// Analyses a conversation.
pub fn analyse(input: &Input<'_>) -> Analysis {
    let lines = input.newest();
    let course = follow(lines, &input.raised);
    let language = language::of(lines);
    let topic = topic::of(lines, &course);
    let suggested_reply = suggest::reply(input, &course);
    let analysis = Analysis {
        summary: summary::write(input, lines, &course),
        asks_for: course.open().map(|ask| ask.text.clone()).collect(),
        topic,
        language,
        mood: moods(lines),
        suggested_reply,
        origin: Origin::Local,
        up_to_seq: input.lines.last().map_or(0, |line| line.seq),
        tried: tried(lines, &course),
        open_question: course.open_question().map(|ask| ask.text.clone()),
        at: input.lines.last().map_or(Timestamp(0), |line| line.at),
    };
    analysis.bounded()
}

fn moods(lines: &[Line]) -> Vec<Mood> {
    let visitor = lines.iter().filter(|line| line.by == By::Visitor);
    visitor
        .map(|line| {
            let value = baton_domain::mood(&quote::without_code(&line.text));
            Mood { seq: line.seq, value: (value * 100.0).round() / 100.0 }
        })
        .collect()
}

/// What AI agents have answered: small talk left out.
fn tried(lines: &[Line], course: &Course) -> Vec<Tried> {
    let answers = lines.iter().filter(|line| course.is_answer(line.seq));
    answers
        .map(|line| Tried {
            text: quote::first_sentence(&line.text),
            seq: line.seq,
            sources: line.sources.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
