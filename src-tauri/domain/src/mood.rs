//! How a visitor feels, by the words they use: `mood` is the one answer to that question.
//!
//! Guarantees: pure, deterministic, linear in the length of the text (of which the first
//! [`WORDS_LIMIT`] words are read), never panics. The score is the compound of VADER (Hutto and
//! Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text",
//! 2014), which knows negation, intensifiers, capitals, exclamation marks and emoji. What VADER does
//! not know is put into its words first: what support hears ("charged twice", "still waiting"), what
//! is only polite there ("please help"), and the plain words of German, French, Spanish, Portuguese,
//! Italian and Dutch. `mood/words.rs` has them. Leaves out: irony, and topics, which are other rules.

#[cfg(test)]
mod tests;
mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use vader_parity::SentimentIntensityAnalyzer;

use crate::phrase::{has, sorted};
use crate::reading::words_of;
use words::{EMOJI, ENGLISH, ENGLISH_SIGNS, OTHER_SIGNS, OTHERS};

/// How many words of a text are read.
const WORDS_LIMIT: usize = 1_500;
/// How many characters of a text are read.
const CHARACTERS_LIMIT: usize = 16_384;
/// A word of which VADER has no opinion.
const NEUTRAL: &str = "x";

/// The mood of `text` from -1.0 (furious) over 0.0 (neutral or unknown) to 1.0 (delighted).
pub fn mood(text: &str) -> f64 {
    let read: String = text.chars().take(CHARACTERS_LIMIT).collect();
    TABLES.vader.polarity_scores(&in_words_of_vader(&read)).compound
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    vader: SentimentIntensityAnalyzer::new(),
    english: Phrases::new(ENGLISH),
    others: Phrases::new(OTHERS),
    english_signs: sorted(ENGLISH_SIGNS.split_whitespace().collect()),
    other_signs: sorted(OTHER_SIGNS.split_whitespace().collect()),
});

struct Tables {
    vader: SentimentIntensityAnalyzer,
    english: Phrases,
    others: Phrases,
    english_signs: Vec<&'static str>,
    other_signs: Vec<&'static str>,
}

/// What is put for what, by the first word.
struct Phrases(HashMap<&'static str, Vec<Phrase>>);

struct Phrase {
    words: Vec<&'static str>,
    put: &'static str,
}

impl Phrases {
    fn new(lists: &[(&'static str, &'static str)]) -> Self {
        let mut by_first: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        for (put, phrases) in lists {
            for phrase in phrases.split('|') {
                let words: Vec<_> = phrase.split_whitespace().collect();
                if let Some(first) = words.first() {
                    by_first.entry(first).or_default().push(Phrase { words, put });
                }
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Self(by_first)
    }

    /// The longest phrase that `words` begin with.
    fn at(&self, words: &[Word]) -> Option<&Phrase> {
        let first = words.first()?;
        self.0.get(first.folded.as_str())?.iter().find(|phrase| phrase.begins(words))
    }
}

impl Phrase {
    /// Within one clause.
    fn begins(&self, words: &[Word]) -> bool {
        let inside = self.words.len().saturating_sub(1);
        words.len() >= self.words.len()
            && self.words.iter().zip(words).all(|(word, said)| *word == said.folded)
            && words.iter().take(inside).all(|word| !word.ends_clause)
    }
}

/// A folded word and the place it stands in.
struct Word {
    folded: String,
    written: usize,
    ends_clause: bool,
}

#[derive(PartialEq)]
enum Tongue {
    English,
    Other,
    Unknown,
}

impl Tongue {
    fn of(words: &[Word]) -> Self {
        let count = |signs: &[&str]| words.iter().filter(|word| has(signs, &word.folded)).count();
        match count(&TABLES.english_signs).cmp(&count(&TABLES.other_signs)) {
            std::cmp::Ordering::Less => Self::Other,
            std::cmp::Ordering::Greater => Self::English,
            std::cmp::Ordering::Equal => Self::Unknown,
        }
    }
}

fn in_words_of_vader(text: &str) -> String {
    let written: Vec<&str> = text.split_whitespace().take(WORDS_LIMIT).collect();
    let words = words_in(&written);
    let tongue = Tongue::of(&words);
    let mut put: Vec<Option<String>> = written.iter().map(|_| None).collect();
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let phrase = phrase_at(rest, &tongue);
        let (taken, after) = rest.split_at(phrase.map_or(1, |phrase| phrase.words.len()));
        rest = after;
        let Some(phrase) = phrase else { continue };
        let last = taken.last().map_or(first.written, |word| word.written);
        for place in first.written..=last {
            let said = if place == first.written { phrase.put } else { "" };
            let raw = written.get(place).copied().unwrap_or_default();
            match put.get_mut(place) {
                // Two phrases in one written word: "j'en", "good-bad".
                Some(Some(earlier)) => earlier.extend([" ", said]),
                Some(none) => *none = Some(as_loud(said, raw) + signs_after(raw)),
                None => {}
            }
        }
    }
    let said = written.iter().zip(put).map(|(raw, put)| match put {
        Some(put) => put,
        None if tongue == Tongue::Other => without_words(raw),
        None => (*raw).to_owned(),
    });
    with_emoji_named(&said.collect::<Vec<_>>().join(" "))
}

fn with_emoji_named(text: &str) -> String {
    let mut named = String::with_capacity(text.len());
    for c in text.chars() {
        match EMOJI.iter().find(|(emoji, _)| *emoji == c) {
            Some((_, put)) => named.extend([" ", put, " "]),
            None => named.push(c),
        }
    }
    named
}

fn phrase_at(words: &[Word], tongue: &Tongue) -> Option<&'static Phrase> {
    let tables: &'static Tables = &TABLES;
    match tongue {
        Tongue::English => tables.english.at(words),
        Tongue::Other => tables.others.at(words),
        Tongue::Unknown => tables.english.at(words).or_else(|| tables.others.at(words)),
    }
}

fn words_in(written: &[&str]) -> Vec<Word> {
    let mut words = Vec::new();
    for (place, raw) in written.iter().enumerate() {
        words.extend(words_of(raw).into_iter().map(|folded| Word {
            folded,
            written: place,
            ends_clause: false,
        }));
        let ends = raw.ends_with(['.', ',', ';', ':', '!', '?', ')', '…']);
        if let Some(last) = words.last_mut().filter(|_| ends) {
            last.ends_clause = true;
        }
    }
    words
}

/// What is not letters: marks and emoji, with a neutral word where words were.
fn without_words(raw: &str) -> String {
    let signs: String = raw.chars().filter(|c| !c.is_alphanumeric()).collect();
    if signs.len() == raw.len() { signs } else { format!("{NEUTRAL}{}", signs_after(raw)) }
}

fn as_loud(put: &str, raw: &str) -> String {
    let letters = || raw.chars().filter(|c| c.is_alphabetic());
    let loud = letters().count() > 1 && letters().all(char::is_uppercase);
    if loud { put.to_uppercase() } else { put.to_owned() }
}

/// The marks and emoji that follow the last letter.
fn signs_after(raw: &str) -> &str {
    let end = raw.char_indices().rfind(|(_, c)| c.is_alphanumeric());
    end.and_then(|(at, c)| raw.get(at + c.len_utf8()..)).unwrap_or_default()
}
