//! Words, sentences and languages of a text.
//!
//! Guarantees: words are lower case, without accents, split where SQLite's `unicode61` splits;
//! scripts written without spaces (Chinese, Japanese, Thai, …) come as runs of their own. Leaves
//! out: stems, which the index makes.

use crate::stop_words::{STOP_WORDS, Stops};

/// The languages in which the AI agent has words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, and whatever is not recognised.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
}

/// Every language, in the order that settles a draw.
pub const LANGUAGES: [Language; 5] = [
    Language::English,
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Portuguese,
];

/// The language with the most small words among `words`; `None` when none has any.
pub fn language_of(words: &[String]) -> Option<Language> {
    let counts = LANGUAGES.map(|language| {
        let Stops(stops) = STOP_WORDS.of(language);
        words.iter().filter(|word| stops.contains(word.as_str())).count()
    });
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    LANGUAGES.into_iter().zip(counts).find(|(_, count)| *count == most).map(|(found, _)| found)
}

/// Folded words of `text`, in order.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut unspaced = false;
    for c in text.chars() {
        if is_mark(c) {
            continue;
        }
        let letter = c.is_alphanumeric();
        let turns = letter && is_unspaced(c) != unspaced;
        if (!letter || turns) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter {
            unspaced = is_unspaced(c);
            fold(c, &mut word);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether `c` belongs to a script that is written without spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Accents that follow their letter, and signs that only direct the writing.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{fe00}'..='\u{fe0f}')
}

fn fold(c: char, word: &mut String) {
    for c in c.to_lowercase() {
        match c {
            'à'..='å' => word.push('a'),
            'ç' => word.push('c'),
            'è'..='ë' => word.push('e'),
            'ì'..='ï' => word.push('i'),
            'ñ' => word.push('n'),
            'ò'..='ö' => word.push('o'),
            'ù'..='ü' => word.push('u'),
            c if is_mark(c) => {}
            c => word.push(c),
        }
    }
}

/// Sentences of `text`, in order, trimmed, none empty.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(_, next)| *next);
        if ends_sentence(text.get(start..at).unwrap_or_default(), c, next) {
            found.push(text.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    found.push(text.get(start..).unwrap_or_default().trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn ends_sentence(before: &str, c: char, next: Option<char>) -> bool {
    match c {
        '。' | '！' | '？' | '\n' => true,
        '!' | '?' | '؟' => next.is_none_or(char::is_whitespace),
        '.' => next.is_none_or(char::is_whitespace) && !ends_in_abbreviation(before),
        _ => false,
    }
}

fn ends_in_abbreviation(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let known =
        ["etc", "e.g", "i.e", "z.B", "bzw", "vs", "Dr", "Mr", "Mrs", "Ms", "No", "Nr", "ca"];
    last.chars().count() == 1 && last.chars().all(char::is_alphabetic) || known.contains(&last)
}
