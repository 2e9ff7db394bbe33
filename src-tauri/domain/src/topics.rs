//! What a visitor's message is about, as far as a handoff rule asks: `topics` and `is_about`.
//!
//! Guarantees: pure, deterministic, linear in the length of the text (of which the first
//! [`WORDS_LIMIT`] words are read), never panics. Precise rather than greedy: the visitor's own
//! case counts, talk about such cases ("What is your refund policy?") does not. Knows English in depth
//! and the plain cases of German, French, Spanish, Portuguese, Italian and Dutch. `Person` is
//! `asks_for_person`. Leaves out: moods, and whether a rule is on. The folder has the phrases.

mod access;
mod complaint;
mod confusion;
mod frames;
mod harm;
mod money;
mod sales;
#[cfg(test)]
mod situations;
#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests;
#[cfg(test)]
mod unseen;
#[cfg(test)]
mod unseen_again;
mod word_classes;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::asks_for_person::{NEGATIONS, asks_for_person, function_words};
use crate::phrase::{Phrasebook, Surroundings, has, sorted, words_written};
use crate::reading::{Clause, Spelling, clauses};
use word_classes::{NEVER_MEANT, class};

/// How many words of a text are read.
const WORDS_LIMIT: usize = 1_500;
/// How far back a negation may stand from what it refuses, in words.
const REFUSAL_REACH: usize = 4;

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
    match &TABLES.of(topic) {
        None => asks_for_person(text),
        Some(table) => read(text).iter().any(|clause| table.says(clause)),
    }
}

/// Every topic that `text` is about, in the order of [`Topic::ALL`].
pub fn topics(text: &str) -> Vec<Topic> {
    let clauses = read(text);
    let is_in = |topic: &Topic| match TABLES.of(*topic) {
        None => asks_for_person(text),
        Some(table) => clauses.iter().any(|clause| table.says(clause)),
    };
    Topic::ALL.into_iter().filter(is_in).collect()
}

fn read(text: &str) -> Vec<Clause> {
    clauses(text, WORDS_LIMIT, &SPELLING)
}

/// What is said of a topic, as data.
struct Phrases {
    /// One of these makes a clause one of the topic, unless a negation governs it.
    meant: &'static [&'static str],
    /// … of the same kind, in wider frames.
    also: &'static [&'static str],
    /// … and none of these may stand in the same clause.
    unless: &'static [&'static str],
}

impl Phrases {
    /// None for `Person`, which `asks_for_person` decides.
    fn of(topic: Topic) -> Option<&'static Self> {
        match topic {
            Topic::Person => None,
            Topic::Refund => Some(&money::REFUND),
            Topic::BillingDispute => Some(&money::BILLING_DISPUTE),
            Topic::Complaint => Some(&complaint::COMPLAINT),
            Topic::AccountAccess => Some(&access::ACCOUNT_ACCESS),
            Topic::Legal => Some(&harm::LEGAL),
            Topic::Safety => Some(&harm::SAFETY),
            Topic::Sales => Some(&sales::SALES),
            Topic::AiConfusion => Some(&confusion::AI_CONFUSION),
        }
    }
}

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| Tables(Topic::ALL.map(|topic| (topic, Phrases::of(topic).map(Table::new)))));

struct Tables([(Topic, Option<Table>); Topic::ALL.len()]);

impl Tables {
    fn of(&self, topic: Topic) -> Option<&Table> {
        self.0.iter().find(|(of, _)| *of == topic).and_then(|(_, table)| table.as_ref())
    }
}

/// The phrases of a topic.
struct Table {
    meant: Phrasebook,
    unless: Phrasebook,
}

impl Table {
    fn new(phrases: &Phrases) -> Self {
        let unless = phrases.unless.iter().chain(NEVER_MEANT);
        Self {
            meant: Phrasebook::new(phrases.meant.iter().chain(phrases.also), &class),
            unless: Phrasebook::new(unless, &class),
        }
    }

    fn says(&self, clause: &Clause) -> bool {
        let mut places = 0..clause.words.len();
        places.clone().any(|at| self.meant.fits(clause, at, &AROUND) && !is_refused(clause, at))
            && !places.any(|at| self.unless.fits(clause, at, &AROUND))
    }
}

/// "I don't want a refund": a negation that governs the words at `at`. Not "why can't I …?".
fn is_refused(clause: &Clause, at: usize) -> bool {
    let first = clause.words.first().map_or("", |word| word);
    if matches!(first, "why" | "warum" | "wieso" | "pourquoi" | "porque" | "perche" | "waarom") {
        return false;
    }
    let before = clause.words.iter().take(at).rev().take(REFUSAL_REACH);
    let mut before = before.take_while(|word| !has(&BREAKS, word));
    before.any(|word| has(&AROUND.negation, word))
}

static BREAKS: LazyLock<Vec<&'static str>> = LazyLock::new(|| class("break"));

static AROUND: LazyLock<Surroundings> = LazyLock::new(|| Surroundings {
    after: class("end"),
    compound: class("made_of_it"),
    filler: class("filler"),
    negation: sorted(NEGATIONS.split_whitespace().collect()),
    function: function_words(),
    elsewhere: Vec::new(),
});

/// Every word that a phrase knows is never taken for a slip of another word.
static SPELLING: LazyLock<Spelling> = LazyLock::new(|| {
    let of_topics = Topic::ALL.into_iter().filter_map(Phrases::of);
    let lists: Vec<_> =
        of_topics.flat_map(|phrases| [phrases.meant, phrases.also, phrases.unless]).collect();
    Spelling {
        known: words_written(&lists, word_classes::CLASSES, word_classes::ALSO_KNOWN),
        mended: word_classes::MENDED.split_whitespace().collect(),
        never_mended: &[],
    }
});
