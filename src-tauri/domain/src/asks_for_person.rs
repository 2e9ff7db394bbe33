//! Does a visitor ask for a person? `asks_for_person` is the one answer to that question.
//!
//! Guarantees: pure, deterministic, linear in the length of the text (of which the first
//! [`WORDS_LIMIT`] words are read), never panics. Knows English, German, French, Spanish,
//! Portuguese, Italian and Dutch, and forgives one slip of the finger in the words that matter.
//! A request must come from the visitor ("I", "we", or an order), so that talk *about* people
//! ("can visitors talk to a person?") and refusals ("I don't want to talk to a person") do not
//! count. Leaves out: moods and topics, which are other rules. `reading.rs` reads words,
//! `phrase.rs` matches phrases; in `asks_for_person/` are the data.

mod frames;
mod phrases;
#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests;
mod word_classes;

use std::sync::LazyLock;

use crate::phrase::{Pattern, Phrasebook, Surroundings, has, sorted, words_written};
use crate::reading::{Clause, Spelling, clauses};
pub(crate) use frames::function_words;
use phrases::{ALONE, ANYWHERE, ELSEWHERE, REQUESTS};
use word_classes::{CLASSES, MENDED, NEVER_MENDED};
pub(crate) use word_classes::{NEGATIONS, word_list};

/// How many words of a text are read.
const WORDS_LIMIT: usize = 1_500;
/// How far back the asker of a request is looked for, in words.
const ASKER_REACH: usize = 10;

/// Whether the visitor who wrote `text` asks to be served by a person.
pub fn asks_for_person(text: &str) -> bool {
    clauses(text, WORDS_LIMIT, &SPELLING).iter().any(asks)
}

fn asks(clause: &Clause) -> bool {
    let tables = &*TABLES;
    let from = |starts: &Phrasebook, accept: &dyn Fn(usize) -> bool| {
        let mut places = 0..clause.words.len();
        places.any(|at| starts.fits(clause, at, &tables.around) && accept(at))
    };
    if from(&tables.unless, &|_| true) {
        return false;
    }
    (clause.alone && from(&tables.alone, &|at| tables.around.opens(clause, at)))
        || from(&tables.anywhere, &|_| true)
        || from(&tables.requests, &|at| tables.is_asked_by_visitor(clause, at))
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

struct Tables {
    alone: Phrasebook,
    anywhere: Phrasebook,
    requests: Phrasebook,
    unless: Phrasebook,
    around: Surroundings,
    asker: Vec<&'static str>,
    other: Vec<&'static str>,
    lead: Vec<&'static str>,
}

impl Tables {
    fn new() -> Self {
        let book = |lists: &[&[&'static str]]| {
            Phrasebook::new(lists.iter().copied().flatten(), &word_list)
        };
        Self {
            alone: book(&[ALONE]),
            anywhere: book(&[ANYWHERE, frames::ANYWHERE]),
            requests: book(&[REQUESTS, frames::REQUESTS]),
            unless: book(&[frames::UNLESS]),
            around: Surroundings {
                after: word_list("after"),
                compound: word_list("compound"),
                filler: word_list("filler"),
                negation: sorted(NEGATIONS.split_whitespace().collect()),
                function: function_words(),
                elsewhere: ELSEWHERE.iter().map(|text| Pattern::new(text, &word_list)).collect(),
            },
            asker: word_list("asker"),
            other: word_list("other"),
            lead: word_list("lead"),
        }
    }

    fn is_asked_by_visitor(&self, clause: &Clause, at: usize) -> bool {
        if self.is_hypothetical(clause, at) || self.is_refused(clause, at) {
            return false;
        }
        self.around.opens(clause, at) || self.nearest_subject_is_asker(clause, at)
    }

    /// Looks back for who acts: "our visitors can … talk to a person" is not the visitor's wish.
    fn nearest_subject_is_asker(&self, clause: &Clause, at: usize) -> bool {
        let before = clause.words.iter().take(at).rev();
        let pairs = before.clone().zip(before.skip(1).map(String::as_str).chain([""]));
        let subject = pairs.take(ASKER_REACH).find_map(|(word, earlier)| {
            let told = word == "you" && matches!(earlier, "can" | "could" | "would" | "will");
            let asker = told || has(&self.asker, word);
            (asker || has(&self.other, word)).then_some(asker && !has(&self.other, word))
        });
        subject == Some(true)
    }

    /// "what happens if I talk to a person", "I talk to a person every week".
    fn is_hypothetical(&self, clause: &Clause, at: usize) -> bool {
        let word = |back: usize| {
            at.checked_sub(back).and_then(|index| clause.words.get(index)).map_or("", |w| w)
        };
        if clause.words.iter().take(at).rev().take(ASKER_REACH).any(|word| word == "happens") {
            return true;
        }
        let next = clause.words.get(at + 1).map_or("", |word| word);
        let is_noun = clause.words.get(at).is_some_and(|word| word == "chat") && next != "with";
        if is_noun && matches!(word(1), "a" | "the" | "this" | "my" | "each" | "every" | "new") {
            return true;
        }
        if !matches!(word(1), "i" | "we" | "you" | "they") {
            return false;
        }
        let modal = matches!(
            word(2),
            "can" | "cant" | "could" | "couldnt" | "may" | "might" | "shall" | "should" | "must"
        );
        let how = word(2) == "do" && matches!(word(3), "how" | "where" | "who" | "whom");
        !(modal || how)
    }

    /// "I don't want to talk to …": a negation that governs the request. Not "why can't I …?".
    fn is_refused(&self, clause: &Clause, at: usize) -> bool {
        let first = clause.words.first().map_or("", |word| word);
        let asks_why =
            matches!(first, "why" | "warum" | "wieso" | "pourquoi" | "porque" | "perche");
        let asks_whether = clause.question && matches!(first, "kann" | "konnte" | "kan");
        if asks_why || asks_whether {
            return false;
        }
        let mut next = "";
        for word in clause.words.iter().take(at).rev() {
            if has(&self.around.negation, word) {
                let turned = matches!(next, "i" | "we")
                    || (clause.question && matches!(next, "puedo" | "podemos" | "posso"));
                return !turned;
            }
            let asks_how =
                matches!(word.as_str(), "how" | "comment" | "wie" | "como" | "come" | "hoe");
            if asks_how || (!has(&self.lead, word) && !has(&self.asker, word)) {
                return false;
            }
            next = word;
        }
        false
    }
}

/// Every word that a phrase knows is never taken for a slip of another word.
static SPELLING: LazyLock<Spelling> = LazyLock::new(|| Spelling {
    known: words_written(
        &[ALONE, ANYWHERE, REQUESTS, frames::ANYWHERE, frames::REQUESTS, frames::UNLESS],
        CLASSES,
        NEGATIONS,
    ),
    mended: MENDED.split_whitespace().collect(),
    never_mended: NEVER_MENDED,
});
