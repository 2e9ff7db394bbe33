//! Words of a conversation made fit to be quoted within a sentence of ours.
//!
//! Guarantees: one line, no code, no signs that direct the writing, no quotation marks that could
//! end ours, no number of a payment card and no password; bounded. Leaves out: choosing what is
//! worth a quote.

use crate::words::sentences;

/// The longest quote, in characters.
pub const QUOTE_CHARS: usize = 220;
/// A line with this share of signs is of a program, not of a person.
const SIGNS: f64 = 0.3;
/// How many digits a payment card has (ISO/IEC 7812).
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// What is followed by something that nobody should read.
const SECRETS: [&str; 9] =
    ["password", "passwort", "passwd", "pin", "contraseña", "senha", "wachtwoord", "cvv", "cvc"];

/// The text without code, logs, quoted mails and signs that nobody sees.
pub fn without_code(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let mut kept = Vec::new();
    for (at, part) in visible.split("```").enumerate() {
        if at % 2 == 0 {
            kept.extend(part.lines().filter(|line| !is_of_a_program(line)));
        }
    }
    kept.join("\n")
}

/// `text` on one line, cut at a word, ready to stand between “ and ”.
pub fn quotable(text: &str, most: usize) -> String {
    let masked: Vec<String> = masked(text);
    let line: String = masked
        .join(" ")
        .chars()
        .filter(|c| !is_unseen(*c) && !c.is_control() && !matches!(c, '*' | '`'))
        .map(|c| if matches!(c, '“' | '”' | '„' | '"' | '«' | '»') { '\'' } else { c })
        .collect();
    cut(line.trim(), most)
}

/// The first sentence that says something, in brief.
pub fn first_sentence(text: &str) -> String {
    let clean = without_code(text);
    let said = sentences(&clean);
    let telling = said.iter().find(|sentence| sentence.chars().count() >= 20);
    let chosen = telling.or(said.first()).copied().unwrap_or_default();
    quotable(chosen.trim_start_matches(['#', '-', '>', ' ']), QUOTE_CHARS)
}

/// Cuts at the last space before `most` characters.
pub fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or_default();
    let whole = head.rsplit_once(' ').map_or(head, |(before, _)| before);
    let kept = if whole.chars().count() * 2 < most { head } else { whole };
    format!("{}…", kept.trim_end_matches([',', ';', ':', ' ', '.']))
}

/// Words, with card numbers and what follows "password is" taken out.
fn masked(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut after_secret = false;
    for word in text.split_whitespace() {
        if let Some(before) = ends_card_number(&out, word) {
            out.truncate(out.len() - before);
            out.push("[card number]".into());
            continue;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let links = matches!(bare.as_str(), "is" | "ist" | "est" | "es" | "é" | "");
        let hides = after_secret && bare.chars().any(|c| c.is_ascii_digit());
        out.push(if hides { "[hidden]".into() } else { word.to_owned() });
        after_secret = SECRETS.contains(&bare.as_str()) || after_secret && links;
    }
    out
}

/// How many of the words before `word` are the beginning of a card number that ends with it.
fn ends_card_number(before: &[String], word: &str) -> Option<usize> {
    if !is_card_part(word) {
        return None;
    }
    let parts = before.iter().rev().take_while(|part| is_card_part(part));
    let parts = std::iter::once(word).chain(parts.map(String::as_str));
    let mut digits = String::new();
    for (at, part) in parts.take(*CARD_DIGITS.end()).enumerate() {
        let own: String = part.chars().filter(char::is_ascii_digit).collect();
        digits.insert_str(0, &own);
        if is_card_number(&digits) {
            return Some(at);
        }
    }
    None
}

fn is_card_part(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ',' | '.'))
}

/// The check digit of ISO/IEC 7812-1, annex B (Luhn).
fn is_card_number(digits: &str) -> bool {
    let values = digits.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = values
        .enumerate()
        .map(|(at, value)| match at % 2 {
            0 => value,
            _ => value * 2 - if value > 4 { 9 } else { 0 },
        })
        .sum();
    CARD_DIGITS.contains(&digits.len()) && sum % 10 == 0
}

/// Signs without width, and those that turn the direction of the writing.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
}

/// A line of code or of a log, or of a mail that is quoted.
fn is_of_a_program(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with('>') || line.starts_with("at ") && line.contains('(') {
        return true;
    }
    let chars = line.chars().filter(|c| !c.is_whitespace()).count();
    let is_sign = |c: &char| "{}[]()<>=;|\\/_$&#@:\"".contains(*c);
    let signs = line.chars().filter(is_sign).count();
    let stamped = line.get(..10).is_some_and(is_date) && line.contains(':');
    chars > 8 && (stamped || (signs as f64) > SIGNS * (chars as f64))
}

/// `2026-11-22`
fn is_date(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}
