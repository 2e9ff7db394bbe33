//! A visitor's words as search terms.
//!
//! Guarantees: at most [`TERMS`] distinct terms, small words left out, every term ready to be
//! quoted for FTS5, so no text can be syntax. Leaves out: which terms weigh how much.

use crate::stop_words::STOP_WORDS;
use crate::synonyms::{PHRASES, same_as};
use crate::words::{Language, is_unspaced, words};

/// The most terms of one question.
pub const TERMS: usize = 32;

/// What a question is about.
#[derive(Debug, Default)]
pub struct Question {
    /// Distinct terms, in the order in which they were said.
    pub terms: Vec<Term>,
}

/// One thing that a good answer should mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The visitor's own word, folded.
    pub word: String,
    /// Other words for the same.
    pub similar: Vec<String>,
    /// A piece of a run that has no spaces between words: looked up in the trigram table.
    pub unspaced: bool,
}

impl Question {
    /// Reads the terms of `text`.
    pub fn read(text: &str, language: Language) -> Self {
        let mut question = Self::default();
        for word in meaning_words(text, language) {
            if word.chars().next().is_some_and(is_unspaced) {
                pieces(&word).into_iter().for_each(|piece| question.add(piece, true));
            } else {
                question.add(word, false);
            }
        }
        question
    }

    fn add(&mut self, word: String, unspaced: bool) {
        let known = |term: &Term| term.word == word || term.similar.contains(&word);
        if self.terms.len() < TERMS && !self.terms.iter().any(known) {
            let similar = same_as(&word).into_iter().map(str::to_owned).collect();
            self.terms.push(Term { word, similar, unspaced });
        }
    }
}

/// The words of `text` that are not small.
pub fn meaning_words(text: &str, language: Language) -> Vec<String> {
    let mut joined = format!(" {} ", words(text).join(" "));
    for (phrase, word) in PHRASES {
        if joined.contains(phrase) {
            joined = joined.replace(&format!(" {phrase} "), &format!(" {word} "));
        }
    }
    let said = joined.split(' ').filter(|word| !word.is_empty());
    said.filter(|word| !STOP_WORDS.is_small(word, language)).map(str::to_owned).collect()
}

/// Pieces of three characters, or the whole run when it is shorter; question words left out.
fn pieces(run: &str) -> Vec<String> {
    let mut run = without_endings(run);
    for small in UNSPACED_SMALL {
        run = run.replace(small, " ");
    }
    let mut pieces = Vec::new();
    for part in run.split(' ').filter(|part| !part.is_empty()) {
        let chars: Vec<char> = part.chars().collect();
        if chars.len() < 3 {
            pieces.push(part.to_owned());
        }
        pieces.extend(chars.windows(3).map(|window| window.iter().collect::<String>()));
    }
    pieces
}

/// Japanese writes its endings and particles in hiragana, and what matters in other signs.
fn without_endings(run: &str) -> String {
    let ending = |c: char| matches!(c, '\u{3040}'..='\u{309f}');
    if run.chars().all(ending) {
        return run.to_owned();
    }
    run.chars().map(|c| if ending(c) { ' ' } else { c }).collect()
}

/// Question words and particles of Chinese, Japanese and Korean.
const UNSPACED_SMALL: &[&str] = &[
    "请问",
    "如何",
    "怎么样",
    "怎么",
    "怎样",
    "什么",
    "多少",
    "可以",
    "我想",
    "我要",
    "我的",
    "你们",
    "吗",
    "呢",
    "的",
    "教",
    "어떻게",
    "하나요",
    "인가요",
    "주세요",
];
