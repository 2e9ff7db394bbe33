//! The words of an answer: the sentences of a passage that are about the question.
//!
//! Guarantees: whole sentences in the article's own words and order, at most [`SENTENCES`] of them
//! and [`ANSWER_CHARS`] characters. Leaves out: rewriting.

use crate::index::count;
use crate::question::{Question, Term};
use crate::words::{is_unspaced, sentences, words};

/// The most sentences of one answer.
pub const SENTENCES: usize = 3;
/// The most characters of one answer.
const ANSWER_CHARS: usize = 600;

/// The consecutive sentences of `passage` that say most about `question`, at most `most` of them.
pub fn excerpt(passage: &str, question: &Question, most: usize) -> String {
    let said = sentences(passage);
    let scores: Vec<f64> = said.iter().map(|sentence| relevance(sentence, question)).collect();
    let most = most.clamp(1, SENTENCES);
    let mut best = (0, f64::MIN);
    for start in 0..said.len().saturating_sub(most) + 1 {
        let score = scores.iter().skip(start).take(most).sum::<f64>();
        // What opens the window counts a little more: an answer should begin with the matter.
        let score = score + 0.1 * scores.get(start).copied().unwrap_or(0.0);
        if score > best.1 + 1e-9 {
            best = (start, score);
        }
    }
    let chosen: Vec<&str> = said.into_iter().skip(best.0).take(most).collect();
    bounded(&joined(&chosen))
}

fn joined(sentences: &[&str]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        let apart = text.chars().last().is_some_and(|last| !is_unspaced(last) && last != '。');
        if apart {
            text.push(' ');
        }
        text.push_str(sentence);
    }
    text
}

/// Cuts at a word when a text without sentences is too long.
fn bounded(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(ANSWER_CHARS) else { return text.to_owned() };
    let cut = text.get(..end).unwrap_or_default();
    let cut = cut.rsplit_once(char::is_whitespace).map_or(cut, |(before, _)| before);
    format!("{}…", cut.trim_end_matches([',', ';', ':']))
}

/// How many terms a sentence mentions; later terms of a question count a little less.
fn relevance(sentence: &str, question: &Question) -> f64 {
    let said = words(sentence);
    let mentioned = question.terms.iter().enumerate().filter(|(_, term)| mentions(&said, term));
    mentioned.map(|(at, _)| 1.0 / (1.0 + 0.05 * count(at))).sum()
}

fn mentions(said: &[String], term: &Term) -> bool {
    if term.unspaced {
        return said.iter().any(|word| word.contains(&term.word));
    }
    let spelled = || std::iter::once(&term.word).chain(&term.similar);
    said.iter().any(|word| spelled().any(|spelled| is_alike(word, spelled)))
}

/// The same word but for its ending.
fn is_alike(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    a == b || (same >= 4 && same + 3 >= longest)
}
