//! What is left of a text when it is looked for: no case, no accents, no vowel signs of Arabic or
//! Hebrew, one form of each letter, and for every letter where in the text it was.
//!
//! The index, what a person typed, the messages that the index has not reached and the marks all
//! use this one folding, so they cannot disagree. It leaves out what words mean: no stems.

use std::ops::Range;
use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

/// What a character is to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word that has gaps around it.
    Word,
    /// Of a script written without gaps between words, or a sign that is a word itself (emoji).
    Dense,
    /// Between words.
    Gap,
}

/// A folded character and the bytes of the text that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) letter: char,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// A text, folded.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    pieces(text).into_iter().map(|piece| piece.letter).collect()
}

/// The same with the place of each character.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut folded = Vec::with_capacity(text.len());
    for (from, c) in text.char_indices() {
        let at = from..from + c.len_utf8();
        if c.is_ascii() {
            folded.push(Piece { letter: c.to_ascii_lowercase(), from: at.start, to: at.end });
        } else {
            decompose_compatible(c, |part| {
                part.to_lowercase().for_each(|letter| push(&mut folded, letter, at.clone()));
            });
        }
    }
    folded
}

fn push(folded: &mut Vec<Piece>, letter: char, at: Range<usize>) {
    let last = folded.last_mut();
    // Й is a letter of its own, not an И with an accent.
    let short_i = letter == '\u{306}' && last.as_ref().is_some_and(|last| last.letter == 'и');
    if is_left_out(letter) && !short_i {
        if let Some(last) = last {
            last.to = at.end;
        }
        return;
    }
    if let Some(last) = last
        && let Some(one) = compose(last.letter, letter)
    {
        (last.letter, last.to) = (one, at.end);
        return;
    }
    for letter in same_as(letter) {
        folded.push(Piece { letter, from: at.start, to: at.end });
    }
}

/// Letters that people type for one another.
fn same_as(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ł' => ('l', None),
        'ı' => ('i', None),
        'ħ' => ('h', None),
        'ς' => ('σ', None),
        'ة' => ('ه', None),
        'ى' | 'ی' => ('ي', None),
        'ک' => ('ك', None),
        _ => (digit(letter), None),
    };
    [Some(first), second].into_iter().flatten()
}

/// Digits of other scripts as ours.
fn digit(letter: char) -> char {
    let zero = match u32::from(letter) {
        code @ 0x0660..=0x0669 => code - 0x0660,
        code @ 0x06F0..=0x06F9 => code - 0x06F0,
        code @ 0x0966..=0x096F => code - 0x0966,
        code @ 0x0E50..=0x0E59 => code - 0x0E50,
        _ => return letter,
    };
    char::from_digit(zero, 10).unwrap_or(letter)
}

/// Accents, vowel signs that may be written or not, and characters that show nothing.
fn is_left_out(letter: char) -> bool {
    matches!(u32::from(letter),
        0x00AD | 0x0300..=0x036F | 0x0483..=0x0489
        | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5 | 0x05C7
        | 0x0610..=0x061A | 0x061C | 0x0640 | 0x064B..=0x065F | 0x0670
        | 0x06D6..=0x06DC | 0x06DF..=0x06E4 | 0x06E7..=0x06E8 | 0x06EA..=0x06ED
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x2064 | 0x2066..=0x2069 | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xFEFF)
}

/// What a folded character is to a search.
pub(crate) fn class(letter: char) -> Class {
    if letter.is_ascii() {
        return if letter.is_ascii_alphanumeric() { Class::Word } else { Class::Gap };
    }
    match u32::from(letter) {
        // The middle dot between foreign names.
        0x30A0 | 0x30FB => Class::Gap,
        // Thai, Lao, Burmese, Khmer; kana, Chinese, Hangul; emoji and other pictures.
        0x0E00..=0x0EFF
        | 0x1000..=0x109F
        | 0x1100..=0x11FF
        | 0x1780..=0x17FF
        | 0x2600..=0x27BF
        | 0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3040..=0x312F
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0x1F000..=0x1FAFF
        | 0x20000..=0x3FFFF => Class::Dense,
        _ if letter.is_alphanumeric() || is_combining_mark(letter) => Class::Word,
        _ => Class::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_differently_is_the_same_folded() {
        for (one, other) in [
            ("Café", "cafe\u{301}"),
            ("CAFÉ", "cafe"),
            ("Straße", "STRASSE"),
            ("İstanbul", "istanbul"),
            ("مَرْحَبًا", "مرحبا"),
            ("أهلا", "اهلا"),
            ("مكتبة", "مكتبه"),
            ("٤٢", "42"),
            ("ﾊﾞｽ", "バス"),
            ("ＡＢＣ", "abc"),
            ("ёлка", "елка"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("שָׁלוֹם", "שלום"),
            ("한국어", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}\u{110b}\u{1165}"),
            ("ﬁn", "fin"),
            ("so\u{ad}ft", "soft"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn letters_that_are_not_the_same_stay_apart() {
        for (one, other) in [("バス", "パス"), ("мой", "мои"), ("กิน", "กน"), ("की", "का")]
        {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn every_letter_knows_the_bytes_it_came_from() {
        let text = "a Cafe\u{301}\u{301}ß";
        let pieces = pieces(text);
        let of = |letter: char| {
            let piece = pieces.iter().find(|piece| piece.letter == letter).unwrap();
            &text[piece.from..piece.to]
        };
        assert_eq!(of('e'), "e\u{301}\u{301}");
        assert_eq!(of('s'), "ß");
        assert_eq!(of('f'), "f");
    }
}
