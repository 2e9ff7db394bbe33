//! A message as rules hear it: what several of them ask of it is read once.

use crate::reading::words_of;
use crate::*;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// How many words of a message are compared.
const WORDS_LIMIT: usize = 3_000;
/// How much of a message a question is looked for in, in characters.
const QUESTION_CHARS: usize = 1_000;
/// How alike two questions are that count as the same: shared words to all words.
const SAME_QUESTION: f64 = 0.6;

/// What a rule is judged on: a message, and what came before it. What several rules ask of the
/// message is read once.
#[derive(Debug)]
pub struct Heard<'a> {
    pub(super) text: &'a str,
    pub(super) before: &'a Before,
    pub(super) misses: u32,
    pub(super) settled: bool,
    pub(super) articles: Option<&'a [ArticleId]>,
    asks_for_person: OnceCell<bool>,
    topics: OnceCell<Vec<Topic>>,
    mood: OnceCell<f64>,
    words: OnceCell<Vec<String>>,
    asked: OnceCell<usize>,
}

impl<'a> Heard<'a> {
    /// A message after `before`.
    pub fn new(text: &'a str, before: &'a Before) -> Self {
        Self {
            text,
            before,
            misses: 0,
            settled: false,
            articles: None,
            asks_for_person: OnceCell::new(),
            topics: OnceCell::new(),
            mood: OnceCell::new(),
            words: OnceCell::new(),
            asked: OnceCell::new(),
        }
    }

    /// After so many answers in a row that were no good ones. `settled`: people have had the
    /// conversation, and where it began counts no more.
    pub fn after(self, misses: u32, settled: bool) -> Self {
        Self { misses, settled, ..self }
    }

    /// With the articles that would answer.
    pub fn with_articles(self, articles: Option<&'a [ArticleId]>) -> Self {
        Self { articles, ..self }
    }

    pub(super) fn is_about(&self, topic: Topic) -> bool {
        match topic {
            Topic::Person => *self.asks_for_person.get_or_init(|| asks_for_person(self.text)),
            topic => self.topics.get_or_init(|| topics(self.text)).contains(&topic),
        }
    }

    pub(super) fn mood(&self) -> f64 {
        *self.mood.get_or_init(|| mood(self.text))
    }

    fn words(&self) -> &[String] {
        self.words.get_or_init(|| {
            let mut words = words_of(self.text);
            words.truncate(WORDS_LIMIT);
            words
        })
    }

    /// How often the visitor has asked this, this time included; 0 when it is no question.
    pub(super) fn asked(&self) -> usize {
        *self.asked.get_or_init(|| {
            let Some(asked) = question(self.text) else { return 0 };
            let earlier = self.before.earlier.iter().filter_map(|text| question(text));
            1 + earlier.filter(|earlier| are_alike(&asked, earlier)).count()
        })
    }

    /// Whether the message has one of these word for word.
    pub(super) fn has_phrase(&self, phrases: &[String]) -> bool {
        let said = self.words();
        phrases.iter().any(|phrase| {
            let phrase = words_of(phrase);
            !phrase.is_empty() && said.windows(phrase.len()).any(|words| words == phrase)
        })
    }
}

/// The words that make a question; none for a greeting, a "yes" or a lone word.
fn question(text: &str) -> Option<BTreeSet<String>> {
    let text: String = text.chars().take(QUESTION_CHARS).collect();
    let words: BTreeSet<String> = words_of(&text)
        .into_iter()
        .filter(|word| word.chars().count() > 2 && !LIGHT.contains(&word.as_str()))
        .collect();
    (words.len() >= 2).then_some(words)
}

/// Words that two different questions may well share.
const LIGHT: [&str; 44] = [
    "about", "all", "and", "any", "are", "but", "can", "could", "did", "does", "doesnt", "for",
    "from", "get", "got", "had", "has", "have", "hello", "hey", "how", "its", "just", "mine",
    "need", "not", "please", "still", "tell", "thank", "thanks", "that", "the", "there", "this",
    "was", "what", "when", "where", "will", "with", "would", "you", "your",
];

fn are_alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    let all = one.union(other).count();
    all > 0 && shared as f64 / all as f64 >= SAME_QUESTION
}
