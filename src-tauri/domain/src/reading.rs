//! How a text is read before phrases are looked for: clauses of folded words.
//!
//! Guarantees: words are lower case without accents or apostrophes ("I'd" is `id`, "j'ai" is
//! `jai`), one slip of the finger in a word that matters is mended, and a clause ends at any
//! punctuation or at a "but". Leaves out: what words mean.

use std::sync::LazyLock;

use crate::asks_for_person::word_list;
use crate::phrase::{has, sorted};

/// Which slips of the finger are mended. A word that is known is never a slip of another.
pub struct Spelling {
    /// Words that are right as they are, sorted.
    pub known: Vec<&'static str>,
    /// What a slip is mended to.
    pub mended: Vec<&'static str>,
    /// Words of their own that look like a slip of another.
    pub never_mended: &'static [&'static str],
}

/// A stretch of words between punctuation.
pub struct Clause {
    /// Folded words, in order.
    pub words: Vec<String>,
    /// The sentence ended with a question mark.
    pub question: bool,
    /// It may be a whole request by itself: not one item of a list.
    pub alone: bool,
}

/// The clauses of `text`, of which at most `words_limit` words are read.
pub fn clauses(text: &str, words_limit: usize, spelling: &Spelling) -> Vec<Clause> {
    let mut left = words_limit;
    let mut all = Vec::new();
    for (sentence, question) in sentences(text) {
        let mut parts = parts_of(sentence, left, spelling);
        left = left.saturating_sub(parts.iter().map(Vec::len).sum());
        parts.retain(|part| !part.is_empty());
        let alone = standing_alone(&parts);
        let clauses = parts.into_iter().zip(alone);
        all.extend(clauses.map(|(words, alone)| Clause { words, question, alone }));
        if left == 0 {
            break;
        }
    }
    all
}

/// Sentences, each with whether it is a question. A point inside a number ends nothing.
fn sentences(text: &str) -> impl Iterator<Item = (&str, bool)> {
    split_after(text, |c| matches!(c, '.' | '!' | '?' | '\n' | '\r' | '…' | '¿' | '¡'))
        .map(|sentence| (sentence, sentence.ends_with('?')))
}

/// The stretches of `text` that end with a sign, except where the sign stands in a number.
fn split_after(text: &str, is_sign: fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (stretch, after) = rest.split_at(length_of_stretch(rest, is_sign));
        rest = after;
        (!stretch.is_empty()).then_some(stretch)
    })
}

/// In bytes.
fn length_of_stretch(text: &str, is_sign: fn(char) -> bool) -> usize {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let in_number = matches!(c, '.' | ',' | ':')
            && before.is_ascii_digit()
            && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if is_sign(c) && !in_number {
            return at + c.len_utf8();
        }
        before = c;
    }
    text.len()
}

fn parts_of(sentence: &str, words_limit: usize, spelling: &Spelling) -> Vec<Vec<String>> {
    let mut parts = Vec::new();
    let mut left = words_limit;
    let stretches = split_after(sentence, |c| matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–'));
    for stretch in stretches {
        parts.push(Vec::new());
        for word in words_of(stretch) {
            if left == 0 {
                return parts;
            }
            left -= 1;
            if matches!(word.as_str(), "but" | "aber" | "sondern" | "pero" | "sino" | "maar") {
                parts.push(Vec::new());
            } else if let Some(part) = parts.last_mut() {
                push(part, word, spelling);
            }
        }
    }
    parts
}

/// Joins what is one word in our lists: "some one" is `someone`, "j'ai" is no AI.
fn push(part: &mut Vec<String>, word: String, spelling: &Spelling) {
    if let Some(last) = part.last_mut() {
        let joins = matches!(
            (last.as_str(), word.as_str()),
            ("some" | "any", "one" | "body")
                | ("quelqu", "un")
                | ("call", "back")
                | ("j", "ai")
                | ("no", "one")
                | ("can", "not")
                | ("log" | "sign", "in" | "into" | "on")
        );
        if joins {
            let word = if word == "into" { "in" } else { &word };
            last.push_str(word);
            return;
        }
    }
    part.push(mended(word, spelling));
}

/// Which comma parts count as whole requests: those that are polite or stressed, or whose fellows
/// only greet or complain about bots.
fn standing_alone(parts: &[Vec<String>]) -> Vec<bool> {
    let words = &*AROUND_ALONE;
    let weighs = |part: &&Vec<String>| !part.iter().all(|word| has(&words.light, word));
    let heavy = parts.iter().filter(weighs).count();
    let alone = |part: &Vec<String>| {
        let others = heavy - usize::from(weighs(&part));
        others == 0 || part.iter().any(|word| has(&words.stressed, word))
    };
    parts.iter().map(alone).collect()
}

static AROUND_ALONE: LazyLock<AroundAlone> = LazyLock::new(|| AroundAlone {
    light: sorted([word_list("light"), word_list("filler")].concat()),
    stressed: word_list("stressed"),
});

struct AroundAlone {
    light: Vec<&'static str>,
    stressed: Vec<&'static str>,
}

/// The folded words of a stretch of text.
pub fn words_of(stretch: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in stretch.chars() {
        if matches!(c, '\'' | '’' | '‘' | '`' | '´') {
            if matches!(word.as_str(), "j" | "l" | "d" | "qu" | "n" | "s" | "m" | "c" | "t") {
                words.push(std::mem::take(&mut word));
            }
        } else if c.is_alphanumeric() {
            fold(c, &mut word);
        } else if !is_mark(c) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Accents that follow their letter, and signs that only direct the writing.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
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
            'ß' => word.push_str("ss"),
            'œ' => word.push_str("oe"),
            '\u{300}'..='\u{36f}' => {}
            c => word.push(c),
        }
    }
}

fn mended(word: String, spelling: &Spelling) -> String {
    let ascii = word.is_ascii() && (4..=16).contains(&word.len());
    if !ascii || has(&spelling.known, &word) || spelling.never_mended.contains(&word.as_str()) {
        return word;
    }
    let meant = spelling.mended.iter().find(|meant| is_slip_of(&word, meant));
    meant.map_or(word, |meant| (*meant).to_owned())
}

/// Two neighbours swapped; or, in a word of five letters or more, one letter inside it too many,
/// missing or wrong. The ends must agree: endings are grammar ("parle" is not "parler").
fn is_slip_of(written: &str, meant: &str) -> bool {
    let (a, b) = (written.as_bytes(), meant.as_bytes());
    if a.first() != b.first() {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let same_tail = |a: &[u8], b: &[u8]| !a.is_empty() && a == b;
    match (a, b) {
        ([a0, a1, a @ ..], [b0, b1, b @ ..]) if a0 == b1 && a1 == b0 && a == b => true,
        _ if meant.len() < 5 => false,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => {
            same_tail(a_rest, b_rest) || same_tail(a_rest, b) || same_tail(a, b_rest)
        }
        _ => false,
    }
}
