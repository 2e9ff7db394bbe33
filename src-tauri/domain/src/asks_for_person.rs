//! Does a visitor ask for a person? `asks_for_person` is the one answer to that question.
//!
//! Guarantees: pure, deterministic, linear in the length of the text (of which the first
//! [`WORDS_LIMIT`] words are read), never panics. Knows English, German, French, Spanish,
//! Portuguese, Italian and Dutch, and forgives one slip of the finger in the words that matter.
//! A request must come from the visitor ("I", "we", or an order), so that talk *about* people
//! ("can visitors talk to a person?") and refusals ("I don't want to talk to a person") do not
//! count. Leaves out: moods and topics, which are other rules. In `asks_for_person/`, `reading.rs`
//! reads words, `phrases.rs` and `word_classes.rs` are the data.

mod phrases;
pub(crate) mod reading;
#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests")]
mod tests;
mod word_classes;

use std::sync::LazyLock;

use phrases::{ALONE, ANYWHERE, REQUESTS};
use reading::{Clause, clauses};
use word_classes::{CLASSES, NEGATIONS, word_list};

/// How many words of a text are read.
const WORDS_LIMIT: usize = 1_500;
/// How many words a gap (`..`) may swallow, and how often a starred word may repeat.
const GAP_LIMIT: usize = 4;
/// How far back the asker of a request is looked for, in words.
const ASKER_REACH: usize = 10;

/// Whether the visitor who wrote `text` asks to be served by a person.
pub fn asks_for_person(text: &str) -> bool {
    clauses(text, WORDS_LIMIT).iter().any(asks)
}

fn asks(clause: &Clause) -> bool {
    let tables = &*TABLES;
    let from = |starts: &[Pattern], accept: &dyn Fn(usize) -> bool| {
        starts.iter().any(|pattern| {
            (0..clause.words.len()).any(|at| pattern.fits(clause, at, tables) && accept(at))
        })
    };
    (clause.alone && from(&tables.alone, &|at| tables.opens(clause, at)))
        || from(&tables.anywhere, &|_| true)
        || from(&tables.requests, &|at| tables.is_asked_by_visitor(clause, at))
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

struct Tables {
    alone: Vec<Pattern>,
    anywhere: Vec<Pattern>,
    requests: Vec<Pattern>,
    after: Vec<&'static str>,
    compound: Vec<&'static str>,
    filler: Vec<&'static str>,
    asker: Vec<&'static str>,
    other: Vec<&'static str>,
    lead: Vec<&'static str>,
    negation: Vec<&'static str>,
}

impl Tables {
    fn new() -> Self {
        Self {
            alone: ALONE.iter().map(|text| Pattern::new(text)).collect(),
            anywhere: ANYWHERE.iter().map(|text| Pattern::new(text)).collect(),
            requests: REQUESTS.iter().map(|text| Pattern::new(text)).collect(),
            after: word_list("after"),
            compound: word_list("compound"),
            filler: word_list("filler"),
            asker: word_list("asker"),
            other: word_list("other"),
            lead: word_list("lead"),
            negation: sorted(NEGATIONS.split_whitespace().collect()),
        }
    }

    /// Only fillers stand before `at`.
    fn opens(&self, clause: &Clause, at: usize) -> bool {
        clause.words.iter().take(at).all(|word| has(&self.filler, word))
    }

    /// Only fillers stand from `at` on.
    fn closes(&self, clause: &Clause, at: usize) -> bool {
        clause.words.iter().skip(at).all(|word| has(&self.filler, word))
    }

    fn is_asked_by_visitor(&self, clause: &Clause, at: usize) -> bool {
        if self.is_hypothetical(clause, at) || self.is_refused(clause, at) {
            return false;
        }
        self.opens(clause, at) || self.nearest_subject_is_asker(clause, at)
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
        if clause.words.iter().take(at).any(|word| word == "happens") {
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
            if has(&self.negation, word) {
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

/// One phrase: parts that must follow each other. `phrases.rs` explains how they are written.
struct Pattern(Vec<Part>);

enum Part {
    Words { any_of: Vec<&'static str>, least: usize, most: usize },
    Gap,
    Opening,
    Closing,
    Ended,
    Open,
}

impl Pattern {
    fn new(text: &'static str) -> Self {
        Self(text.split_whitespace().map(Part::new).collect())
    }

    fn fits(&self, clause: &Clause, at: usize, tables: &Tables) -> bool {
        fits(&self.0, clause, at, tables)
    }
}

impl Part {
    fn new(text: &'static str) -> Self {
        match text {
            "^" => Self::Opening,
            "$" => Self::Closing,
            ">" => Self::Ended,
            "!" => Self::Open,
            ".." => Self::Gap,
            words => Self::words(words),
        }
    }

    fn words(text: &'static str) -> Self {
        let (body, least, most) = match (text.strip_suffix('?'), text.strip_suffix('*')) {
            (Some(body), _) => (body, 0, 1),
            (_, Some(body)) => (body, 0, GAP_LIMIT),
            _ => (text, 1, 1),
        };
        let any_of = body.split('|').flat_map(|word| match word.strip_prefix('@') {
            Some(class) => word_list(class),
            None => vec![word],
        });
        Self::Words { any_of: sorted(any_of.collect()), least, most }
    }
}

fn fits(parts: &[Part], clause: &Clause, at: usize, tables: &Tables) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    let word = clause.words.get(at);
    match part {
        Part::Opening => tables.opens(clause, at) && fits(rest, clause, at, tables),
        Part::Closing => tables.closes(clause, at) && fits(rest, clause, at, tables),
        Part::Ended => {
            (tables.closes(clause, at) || word.is_some_and(|word| has(&tables.after, word)))
                && fits(rest, clause, at, tables)
        }
        Part::Open => {
            word.is_none_or(|word| !has(&tables.compound, word))
                && !is_visitors_own(clause, at)
                && fits(rest, clause, at, tables)
        }
        Part::Gap => {
            let run = clause.words.iter().skip(at).take(GAP_LIMIT);
            let run = run.take_while(|word| !has(&tables.negation, word)).count();
            (0..=run).any(|skip| fits(rest, clause, at + skip, tables))
        }
        Part::Words { any_of, least, most } => {
            let run = clause.words.iter().skip(at).take(*most);
            let run = run.take_while(|word| has(any_of, word)).count();
            (*least..=run).rev().any(|taken| fits(rest, clause, at + taken, tables))
        }
    }
}

/// "… someone at my company", "… the team first": a person, but not one of ours.
fn is_visitors_own(clause: &Clause, at: usize) -> bool {
    let ahead: Vec<&str> = clause.words.iter().skip(at).take(3).map(String::as_str).collect();
    matches!(
        ahead.as_slice(),
        ["first", ..] | ["in" | "at" | "on" | "from" | "of", "my" | "our", ..]
    )
}

fn has(sorted: &[&str], word: &str) -> bool {
    sorted.binary_search(&word).is_ok()
}

fn sorted(mut words: Vec<&'static str>) -> Vec<&'static str> {
    words.sort_unstable();
    words.dedup();
    words
}

/// Every word that a phrase knows, sorted: those are never taken for a slip of another word.
static KNOWN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let phrases = [ALONE, ANYWHERE, REQUESTS].concat();
    let written = phrases.into_iter().flat_map(str::split_whitespace);
    let written = written.flat_map(|part| part.trim_end_matches(['?', '*']).split('|'));
    let classes = CLASSES.iter().flat_map(|(_, words)| words.split_whitespace());
    sorted(written.chain(classes).chain(NEGATIONS.split_whitespace()).collect())
});
