//! Phrases: how one is written in a list, and whether a clause says it.
//!
//! A phrase is words that follow each other; `a|b` one of these; `@name` any word of that class;
//! `?` perhaps; `*` up to four of them; `..` up to four words of any kind that refuse nothing; `^`
//! only fillers before; `$` only fillers after; `>` the same, or a word that lets it end here ("a
//! person *please*"); `!` not followed by a word that makes something else of it ("agent *API*");
//! `#` a number of twenty or more; `a|$` a word or the end; `~` up to three words that describe ("a very patient *human*"), none of
//! which is a function word.
//! Guarantees: a bounded number of steps for a phrase at a place. Leaves out: the phrases.

use std::collections::HashMap;

use crate::reading::Clause;

/// How many words a gap (`..`) may swallow, and how often a starred word may repeat.
const GAP_LIMIT: usize = 4;
/// How many words may describe what follows them (`~`).
const SLOT_LIMIT: usize = 3;
/// How many fillers may stand before or after a phrase that is a whole clause.
const FILLERS_LIMIT: usize = 16;

/// The words around a phrase that decide where it may begin and end. All sorted.
pub struct Surroundings {
    /// Words that let a phrase end before them.
    pub after: Vec<&'static str>,
    /// Words that make a compound of what they follow.
    pub compound: Vec<&'static str>,
    /// Words that say nothing.
    pub filler: Vec<&'static str>,
    /// Words that refuse what follows them.
    pub negation: Vec<&'static str>,
    /// Words that hold a sentence together and never describe.
    pub function: Vec<&'static str>,
    /// What follows when something else is meant, like `compound` but of several words.
    pub elsewhere: Vec<Pattern>,
}

impl Surroundings {
    /// Only fillers stand before `at`.
    pub fn opens(&self, clause: &Clause, at: usize) -> bool {
        at <= FILLERS_LIMIT && clause.words.iter().take(at).all(|word| has(&self.filler, word))
    }

    /// Only fillers stand from `at` on.
    fn closes(&self, clause: &Clause, at: usize) -> bool {
        clause.words.len().saturating_sub(at) <= FILLERS_LIMIT
            && clause.words.iter().skip(at).all(|word| has(&self.filler, word))
    }
}

/// One phrase: parts that must follow each other.
pub struct Pattern(Vec<Part>);

/// Phrases, found by the word that they begin with.
pub struct Phrasebook {
    patterns: Vec<Pattern>,
    by_first_word: HashMap<&'static str, Vec<usize>>,
}

impl Phrasebook {
    /// Reads phrases, each of which begins with a word; `class` gives the words of a class.
    pub fn new<'a>(
        texts: impl Iterator<Item = &'a &'static str>,
        class: &dyn Fn(&str) -> Vec<&'static str>,
    ) -> Self {
        let patterns: Vec<_> = texts.map(|text| Pattern::new(text, class)).collect();
        let mut by_first_word: HashMap<_, Vec<_>> = HashMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for word in pattern.first_words() {
                by_first_word.entry(word).or_default().push(index);
            }
        }
        Self { patterns, by_first_word }
    }

    /// Whether the clause says one of them from the word `at` on.
    pub fn fits(&self, clause: &Clause, at: usize, around: &Surroundings) -> bool {
        let word = clause.words.get(at).map_or("", |word| word);
        let found = self.by_first_word.get(word).or_else(|| self.by_first_word.get(number(word)));
        let mut starting =
            found.into_iter().flatten().filter_map(|index| self.patterns.get(*index));
        starting.any(|pattern| pattern.fits(clause, at, around))
    }
}

enum Part {
    Words {
        any_of: Vec<&'static str>,
        least: usize,
        most: usize,
    },
    /// A word, or an end there.
    Either(Box<Part>, Box<Part>),
    Gap,
    Slot,
    Opening,
    Closing,
    Ended,
    Open,
}

impl Pattern {
    /// Reads a phrase; `class` gives the words of a class.
    pub fn new(text: &'static str, class: &dyn Fn(&str) -> Vec<&'static str>) -> Self {
        Self(text.split_whitespace().map(|part| Part::new(part, class)).collect())
    }

    /// Whether the clause says it from the word `at` on.
    pub fn fits(&self, clause: &Clause, at: usize, around: &Surroundings) -> bool {
        fits(&self.0, clause, at, around)
    }

    /// The words it can begin with.
    pub fn first_words(&self) -> Vec<&'static str> {
        let mut words = Vec::new();
        for part in &self.0 {
            match part {
                Part::Words { any_of, least, .. } => {
                    words.extend(any_of);
                    if *least > 0 {
                        break;
                    }
                }
                Part::Opening | Part::Closing | Part::Ended | Part::Open => {}
                Part::Gap | Part::Slot | Part::Either(..) => {}
            }
        }
        sorted(words)
    }
}

impl Part {
    fn new(text: &'static str, class: &dyn Fn(&str) -> Vec<&'static str>) -> Self {
        match text {
            "^" => Self::Opening,
            "$" => Self::Closing,
            ">" => Self::Ended,
            "!" => Self::Open,
            ".." => Self::Gap,
            "~" => Self::Slot,
            words => Self::or_end(words, class),
        }
    }

    /// `a|b|$`: a word, or only fillers after; `>` likewise.
    fn or_end(text: &'static str, class: &dyn Fn(&str) -> Vec<&'static str>) -> Self {
        let words = Box::new(Self::words(text, class));
        match text.split('|').find(|word| matches!(*word, "$" | ">")) {
            Some(">") => Self::Either(words, Box::new(Self::Ended)),
            Some(_) => Self::Either(words, Box::new(Self::Closing)),
            None => *words,
        }
    }

    fn words(text: &'static str, class: &dyn Fn(&str) -> Vec<&'static str>) -> Self {
        let (body, least, most) = match (text.strip_suffix('?'), text.strip_suffix('*')) {
            (Some(body), _) => (body, 0, 1),
            (_, Some(body)) => (body, 0, GAP_LIMIT),
            _ => (text, 1, 1),
        };
        let any_of = body.split('|').flat_map(|word| match word.strip_prefix('@') {
            Some(name) => class(name),
            None => vec![word],
        });
        Self::Words { any_of: sorted(any_of.collect()), least, most }
    }
}

fn fits(parts: &[Part], clause: &Clause, at: usize, around: &Surroundings) -> bool {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
    let Some((part, rest)) = parts.split_first() else { return true };
    let word = clause.words.get(at);
    match part {
        Part::Opening => around.opens(clause, at) && fits(rest, clause, at, around),
        Part::Closing => around.closes(clause, at) && fits(rest, clause, at, around),
        Part::Ended => {
            (around.closes(clause, at) || word.is_some_and(|word| has(&around.after, word)))
                && fits(rest, clause, at, around)
        }
        Part::Open => {
            word.is_none_or(|word| !has(&around.compound, word))
                && !around.elsewhere.iter().any(|other| other.fits(clause, at, around))
                && fits(rest, clause, at, around)
        }
        Part::Gap => {
            let run = clause.words.iter().skip(at).take(GAP_LIMIT);
            let run = run.take_while(|word| !has(&around.negation, word)).count();
            (0..=run).any(|skip| fits(rest, clause, at + skip, around))
        }
        Part::Slot => {
            let run = clause.words.iter().skip(at).take(SLOT_LIMIT);
            let run = run.take_while(|word| !has(&around.function, word)).count();
            (0..=run).any(|skip| fits(rest, clause, at + skip, around))
        }
        Part::Either(words, end) => [words, end].into_iter().any(|part| {
            fits_one(part, clause, at, around).any(|next| fits(rest, clause, next, around))
        }),
        Part::Words { any_of, least, most } => {
            let run = clause.words.iter().skip(at).take(*most);
            let run = run.take_while(|word| has(any_of, word) || has(any_of, number(word))).count();
            (*least..=run).rev().any(|taken| fits(rest, clause, at + taken, around))
        }
    }
}

/// Where a part that is a word or an end lets the clause go on.
fn fits_one(
    part: &Part,
    clause: &Clause,
    at: usize,
    around: &Surroundings,
) -> impl Iterator<Item = usize> {
    let fits_here = fits(std::slice::from_ref(part), clause, at, around);
    let next = if matches!(part, Part::Words { .. }) { at + 1 } else { at };
    fits_here.then_some(next).into_iter()
}

#[cfg(test)]
thread_local! {
    /// How many steps matching has taken on this thread.
    pub static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// `#` for a number of twenty or more, which is how phrases write one; else the word.
pub fn number(word: &str) -> &str {
    let many = word.parse::<u32>().is_ok_and(|number| number >= 20);
    if many { "#" } else { word }
}

/// Whether a sorted list has the word.
pub fn has(sorted: &[&str], word: &str) -> bool {
    sorted.binary_search(&word).is_ok()
}

/// The words sorted, each once.
pub fn sorted(mut words: Vec<&'static str>) -> Vec<&'static str> {
    words.sort_unstable();
    words.dedup();
    words
}

/// Every word that is written in phrases, classes and further words, sorted.
pub fn words_written(
    phrases: &[&[&'static str]],
    classes: &[(&'static str, &'static str)],
    further: &'static str,
) -> Vec<&'static str> {
    let written = phrases.iter().flat_map(|list| list.iter()).flat_map(|p| p.split_whitespace());
    let written = written.flat_map(|part| part.trim_end_matches(['?', '*']).split('|'));
    let classes = classes.iter().flat_map(|(_, words)| words.split_whitespace());
    sorted(written.chain(classes).chain(further.split_whitespace()).collect())
}
