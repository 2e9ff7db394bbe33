//! What a visitor's message is about, as far as a handoff rule asks: `topics` and `is_about`.
//!
//! Guarantees: pure, deterministic, linear in the length of the text (of which the first
//! [`WORDS_LIMIT`] words are read), never panics. Precise rather than greedy: the visitor's own
//! case counts, talk about such cases does not.

mod phrases;

use serde::{Deserialize, Serialize};

use crate::asks_for_person::{asks_for_person, reading::clauses};

/// How many words of a text are read.
const WORDS_LIMIT: usize = 1_500;

/// What a message can be about. In a rule of kind `topic` these are the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Topic {
    /// They ask to be served by a person.
    Person,
    /// They want their money back.
    Refund,
    /// They say that they were charged wrongly.
    BillingDispute,
    /// They are dissatisfied and say so.
    Complaint,
    /// They cannot get into their account, or somebody else did.
    AccountAccess,
    /// Lawyers, courts, authorities, the rights over their data.
    Legal,
    /// Somebody may come to harm.
    Safety,
    /// They may buy, or buy more.
    Sales,
    /// The AI agent misunderstands, repeats itself or is wrong.
    AiConfusion,
}

impl Topic {
    /// Every topic, in the order in which `topics` names them.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Refund,
        Self::BillingDispute,
        Self::Complaint,
        Self::AccountAccess,
        Self::Legal,
        Self::Safety,
        Self::Sales,
        Self::AiConfusion,
    ];

    /// Its name in rules and JSON, such as `billing_dispute`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Refund => "refund",
            Self::BillingDispute => "billing_dispute",
            Self::Complaint => "complaint",
            Self::AccountAccess => "account_access",
            Self::Legal => "legal",
            Self::Safety => "safety",
            Self::Sales => "sales",
            Self::AiConfusion => "ai_confusion",
        }
    }

    /// The topic of that name; none for a name that does not exist.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }
}

/// Whether the visitor who wrote `text` has a case of `topic`.
pub fn is_about(text: &str, topic: Topic) -> bool {
    if topic == Topic::Person {
        return asks_for_person(text);
    }
    let clauses = clauses(text, WORDS_LIMIT);
    clauses.iter().any(|clause| phrases::of(topic).iter().any(|phrase| says(&clause.words, phrase)))
}

/// Every topic that `text` is about, in the order of [`Topic::ALL`].
pub fn topics(text: &str) -> Vec<Topic> {
    Topic::ALL.into_iter().filter(|topic| is_about(text, *topic)).collect()
}

fn says(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|window| window.iter().eq(&phrase))
}
