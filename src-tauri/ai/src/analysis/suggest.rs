//! A reply that a member may send: from the articles, to the visitor, never sent by itself.
//!
//! Guarantees: only where an article answers the open question well, and not one that an AI agent
//! has answered with already. Leaves out: articles that are merely close, and rewriting.

use baton_domain::{Source, SuggestedReply};

use super::input::Input;
use super::requests::Course;
use crate::phrasing;
use crate::words::{Language, language_of, words};

/// What could be answered to the open question.
pub fn reply(input: &Input<'_>, course: &Course) -> Option<SuggestedReply> {
    let ask = course.open_question()?;
    let (text, found) = input.knowledge?.passage_for(&ask.text).ok().flatten()?;
    let mut tried = course.replies.iter().flat_map(|reply| &reply.sources);
    if tried.any(|title| *title == found.title) {
        return None;
    }
    let language = language_of(&words(&text)).unwrap_or(Language::English);
    let text = format!("{}\n\n{text}", phrasing::salutation(language, input.visitor));
    Some(SuggestedReply { text, sources: vec![cited(&found)] })
}

/// An article as a conversation cites it.
pub fn cited(found: &crate::Source) -> Source {
    Source { title: found.title.clone(), url: found.url.clone() }
}
