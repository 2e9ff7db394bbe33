//! What an analysis of a conversation says, whoever made it: summary, open requests, topic, mood.
//! A fact of the log when a model made it; the local one is computed when somebody reads it.
//!
//! Guarantees: a shape with limits, and [`Analysis::bounded`], which keeps them whatever a model
//! wrote. Leaves out how it is made (ai) and when (hub).

use crate::{Seq, Source, Timestamp, text};
use serde::{Deserialize, Serialize};

/// The longest summary, in characters.
pub const SUMMARY_CHARS: usize = 1_200;
/// The longest request, open question or thing tried, in characters.
pub const REQUEST_CHARS: usize = 300;
/// The most open requests.
pub const REQUESTS: usize = 5;
/// The longest topic, in characters.
pub const TOPIC_CHARS: usize = 60;
/// The longest suggested reply, in characters.
pub const SUGGESTED_CHARS: usize = 4_000;
/// The most messages whose mood is told, and the most things tried: the newest.
pub const ANALYSED_MESSAGES: usize = 200;
/// The language of words that nobody recognised (BCP 47, "undetermined").
pub const UNDETERMINED: &str = "und";

/// What a colleague should know before reading a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Analysis {
    /// A few sentences: who wants what, what was tried, where it stands. Empty when nothing was
    /// said yet.
    pub summary: String,
    /// Open requests in the visitor's own words, newest last.
    pub asks_for: Vec<String>,
    /// One to four words; empty when there is none.
    pub topic: String,
    /// The visitor's language as a BCP 47 code, or [`UNDETERMINED`].
    pub language: String,
    /// Of the visitor's messages, oldest first.
    pub mood: Vec<Mood>,
    /// What a member might answer; never sent by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub suggested_reply: Option<SuggestedReply>,
    /// Who made it.
    pub origin: Origin,
    /// The newest message it has read; 0 for none.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub up_to_seq: Seq,
    /// What AI agents have answered, oldest first.
    pub tried: Vec<Tried>,
    /// The visitor's question that is still open, in their own words.
    pub open_question: Option<String>,
    /// When what it says was true: when the model made it, or the newest message was sent.
    pub at: Timestamp,
}

/// The mood of one message.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Mood {
    /// The message.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    /// From -1 (desperate) over 0 (neutral, or not recognised) to 1 (delighted).
    pub value: f64,
}

/// A reply that nobody has sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedReply {
    /// To the visitor.
    pub text: String,
    /// Where it is from.
    pub sources: Vec<Source>,
}

/// An answer of an AI agent, in brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tried {
    /// Its first sentence.
    pub text: String,
    /// The message.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    /// Where it was from.
    pub sources: Vec<Source>,
}

/// Who made an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Origin {
    /// Computed here, with no key.
    Local,
    /// The workspace's model.
    Model,
}

impl Analysis {
    /// The same within the limits of this module, in clean plain text.
    pub fn bounded(mut self) -> Self {
        self.summary = clean(&self.summary, SUMMARY_CHARS);
        self.topic = clean(&self.topic, TOPIC_CHARS);
        self.asks_for = self.asks_for.iter().map(|ask| clean(ask, REQUEST_CHARS)).collect();
        self.asks_for.retain(|ask| !ask.is_empty());
        keep_newest(&mut self.asks_for, REQUESTS);
        self.open_question = self.open_question.map(|question| clean(&question, REQUEST_CHARS));
        self.open_question = self.open_question.filter(|question| !question.is_empty());
        keep_newest(&mut self.mood, ANALYSED_MESSAGES);
        keep_newest(&mut self.tried, ANALYSED_MESSAGES);
        for tried in &mut self.tried {
            tried.text = clean(&tried.text, REQUEST_CHARS);
        }
        if !is_language(&self.language) {
            self.language = UNDETERMINED.into();
        }
        if let Some(reply) = &mut self.suggested_reply {
            reply.text = text::shortened(&text::clean(&reply.text), SUGGESTED_CHARS);
        }
        self.suggested_reply = self.suggested_reply.filter(|reply| !reply.text.is_empty());
        self
    }
}

fn keep_newest<T>(list: &mut Vec<T>, most: usize) {
    list.drain(..list.len().saturating_sub(most));
}

/// One line without control characters.
fn clean(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    text::shortened(&text::clean(&words.join(" ")), most)
}

/// `de`, `pt-BR`, `zh-Hant-TW`, …
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric());
    let first = parts.next().unwrap_or_default();
    matches!(first.len(), 2 | 3)
        && first.chars().all(|c| c.is_ascii_lowercase())
        && code.len() <= 20
        && parts.all(|part| (2..=8).contains(&part.len()) && letters(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_model_writes_is_cut_to_the_limits() {
        let long = format!("a\u{7}b \n {}", "word ".repeat(4_000));
        let analysis = Analysis {
            summary: long.clone(),
            asks_for: vec![long.clone(); 9],
            topic: long.clone(),
            language: "English, I think".into(),
            mood: vec![Mood { seq: 1, value: 0.5 }; 999],
            suggested_reply: Some(SuggestedReply { text: " ".into(), sources: Vec::new() }),
            origin: Origin::Model,
            up_to_seq: 7,
            tried: vec![Tried { text: long.clone(), seq: 1, sources: Vec::new() }; 999],
            open_question: Some(" \u{0} ".into()),
            at: Timestamp(0),
        };
        let bounded = analysis.bounded();
        let chars = |text: &str| text.chars().count();
        assert!(bounded.summary.starts_with("ab word"), "{}", bounded.summary);
        assert!(chars(&bounded.summary) <= SUMMARY_CHARS + 1);
        assert!(chars(&bounded.topic) <= TOPIC_CHARS + 1);
        assert_eq!(bounded.asks_for.len(), REQUESTS);
        assert_eq!((bounded.mood.len(), bounded.tried.len()), (200, 200));
        assert_eq!(bounded.language, UNDETERMINED);
        assert_eq!((bounded.suggested_reply, bounded.open_question), (None, None));
    }

    #[test]
    fn a_language_is_a_code() {
        assert!(["de", "pt-BR", "zh-Hant-TW", "gsw"].into_iter().all(is_language));
        assert!(!["", "German", "DE", "d", "de_DE", "de-"].into_iter().any(is_language));
    }
}
