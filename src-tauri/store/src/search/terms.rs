//! What a person typed, taken apart; the pieces of words that the index holds; and the one place
//! that decides whether a text is found and what of it is marked.
//!
//! A text is found when it has every typed word. Three letters and more are found anywhere in a
//! word; one or two are a whole word, or while they are still being typed the beginning of one.
//! Where a script has no gaps between words, any part is found. The index only proposes: the
//! pieces of a search are always among the pieces of each text that it finds.

use super::fold::{Class, Piece, class, fold};
use std::ops::Range;

/// How many characters of what was typed are looked at.
const TYPED_CHARS: usize = 256;
/// How many words of them.
const WORDS: usize = 12;
/// How many characters of each word.
const WORD_CHARS: usize = 48;
/// How many pieces the index is asked for at most.
const ASKED: usize = 16;
/// Stands before the beginning of a word.
const BEGINS: char = '^';
/// Stands before a whole short word.
const WHOLE: char = '=';

/// One thing that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// Anywhere.
    Part(String),
    /// Where a word begins.
    Beginning(String),
    /// As a whole word.
    Whole(String),
}

/// Everything that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms(Vec<Term>);

impl Terms {
    /// What was typed. None when there is no word in it.
    pub(crate) fn of(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().take(TYPED_CHARS).collect();
        let folded = fold(&typed);
        let runs = runs(&folded);
        let mut terms: Vec<Term> = Vec::new();
        for (class, run) in runs.into_iter().take(WORDS) {
            let finished = run.end < folded.len();
            let word: String =
                folded.get(run).unwrap_or_default().chars().take(WORD_CHARS).collect();
            let long = class == Class::Dense || word.chars().nth(2).is_some();
            let term = match (long, finished) {
                (true, _) => Term::Part(word),
                (false, true) => Term::Whole(word),
                (false, false) => Term::Beginning(word),
            };
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// Whether each is one piece, so that what the index proposes is what has them.
    pub(crate) fn are_pieces(&self) -> bool {
        self.0.iter().all(|term| match term {
            Term::Part(word) => word.chars().nth(term.size()).is_none(),
            Term::Beginning(_) | Term::Whole(_) => true,
        })
    }

    /// Whether a folded text has all of them.
    pub(crate) fn are_in(&self, folded: &str) -> bool {
        self.0.iter().all(|term| term.places(folded).next().is_some())
    }

    /// The bytes of the text, in order and apart, in which they are.
    pub(crate) fn marks(&self, pieces: &[Piece]) -> Vec<Range<usize>> {
        let folded: String = pieces.iter().map(|piece| piece.letter).collect();
        let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
        let piece_at = |byte: usize| starts.partition_point(|start| *start <= byte) - 1;
        let mut marks: Vec<Range<usize>> = Vec::new();
        for term in &self.0 {
            for place in term.places(&folded) {
                let first = pieces.get(piece_at(place.start));
                let last = pieces.get(piece_at(place.end.saturating_sub(1)));
                if let (Some(first), Some(last)) = (first, last) {
                    marks.push(first.from..last.to);
                }
            }
        }
        joined(marks)
    }

    /// The FTS5 query that proposes every text that has them, and perhaps more.
    pub(crate) fn query(&self) -> String {
        let mut asked: Vec<[char; 3]> = self.0.iter().flat_map(Term::asked).collect();
        asked.sort_unstable();
        asked.dedup();
        asked.truncate(ASKED);
        let quoted: Vec<String> =
            asked.iter().map(|piece| format!("\"{}\"", written(piece))).collect();
        quoted.join(" ")
    }
}

impl Term {
    /// Where in a folded text it is.
    fn places<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let (Self::Part(word) | Self::Beginning(word) | Self::Whole(word)) = self;
        let in_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
        folded.match_indices(word.as_str()).map(|(at, found)| at..at + found.len()).filter(
            move |place| {
                let before = || in_word(folded.get(..place.start).and_then(|t| t.chars().last()));
                let after = || in_word(folded.get(place.end..).and_then(|t| t.chars().next()));
                match self {
                    Self::Part(_) => true,
                    Self::Beginning(_) => !before(),
                    Self::Whole(_) => !before() && !after(),
                }
            },
        )
    }

    /// How many letters the pieces have that are not at the beginning of a word.
    fn size(&self) -> usize {
        let (Self::Part(word) | Self::Beginning(word) | Self::Whole(word)) = self;
        if word.chars().next().is_some_and(|c| class(c) == Class::Dense) { 2 } else { 3 }
    }

    /// The pieces that every text has in which it is: enough to cover it.
    fn asked(&self) -> Vec<[char; 3]> {
        match self {
            Self::Whole(word) => vec![marked(WHOLE, word)],
            Self::Beginning(word) => vec![marked(BEGINS, word)],
            Self::Part(word) => {
                let letters: Vec<char> = word.chars().collect();
                let size = self.size();
                let mut asked: Vec<[char; 3]> = letters.chunks_exact(size).map(piece).collect();
                if letters.len() % size != 0 {
                    asked.push(piece(
                        letters.get(letters.len().saturating_sub(size)..).unwrap_or_default(),
                    ));
                }
                if letters.len() < size {
                    asked.push(piece(&letters));
                }
                asked
            }
        }
    }
}

/// The pieces of a text that the index holds, with a space between each.
pub(crate) fn pieces_of(text: &str) -> String {
    let folded = fold(text);
    let mut pieces: Vec<[char; 3]> = Vec::with_capacity(folded.len() + 16);
    let mut letters: Vec<char> = Vec::new();
    for (class, run) in runs(&folded) {
        let word = folded.get(run).unwrap_or_default();
        letters.clear();
        letters.extend(word.chars());
        if class == Class::Dense {
            pieces.extend(letters.chunks(1).map(piece));
            pieces.extend(letters.windows(2).map(piece));
        } else {
            pieces.push(marked(BEGINS, word.get(..first_len(word)).unwrap_or_default()));
            if letters.len() > 1 {
                pieces.push(marked(BEGINS, word));
            }
            if letters.len() < 3 {
                pieces.push(marked(WHOLE, word));
            }
            pieces.extend(letters.windows(3).map(piece));
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    let mut written_out = String::with_capacity(pieces.len() * 4);
    for piece in &pieces {
        written_out.extend(piece.iter().filter(|c| **c != '\0'));
        written_out.push(' ');
    }
    written_out
}

fn first_len(word: &str) -> usize {
    word.chars().next().map_or(0, char::len_utf8)
}

/// Runs of one class in a folded text, without the gaps.
fn runs(folded: &str) -> Vec<(Class, Range<usize>)> {
    let mut runs: Vec<(Class, Range<usize>)> = Vec::new();
    for (at, c) in folded.char_indices() {
        let (class, end) = (class(c), at + c.len_utf8());
        match runs.last_mut() {
            Some((last, run)) if *last == class && run.end == at => run.end = end,
            _ if class != Class::Gap => runs.push((class, at..end)),
            _ => {}
        }
    }
    runs
}

/// Up to three letters; what is missing is NUL.
fn piece(letters: &[char]) -> [char; 3] {
    let at = |n: usize| letters.get(n).copied().unwrap_or('\0');
    [at(0), at(1), at(2)]
}

/// A sign and the first two letters.
fn marked(sign: char, word: &str) -> [char; 3] {
    let mut letters = word.chars();
    [sign, letters.next().unwrap_or('\0'), letters.next().unwrap_or('\0')]
}

fn written(piece: &[char; 3]) -> String {
    piece.iter().filter(|c| **c != '\0').collect()
}

/// Sorts, and joins those that touch or overlap.
fn joined(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match joined.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => joined.push(mark),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::fold::pieces;
    use super::*;
    use proptest::prelude::*;

    /// Texts of letters that are folded, composed, dropped, dense or gaps.
    fn texts(longest: usize) -> impl Strategy<Value = String> {
        let letters: Vec<char> =
            "aAbéÉßİøıđ\u{301}\u{306}иИй京東ばﾊﾞ\u{3099}กิمَةى٤2 .,-_'👍\u{200b}\u{ad}क\u{94d}"
                .chars()
                .collect();
        let letters = proptest::sample::select(letters);
        proptest::collection::vec(letters, 0..longest).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn the_index_proposes_every_text_that_is_found(
            text in texts(24),
            typed in texts(5),
        ) {
            let Some(terms) = Terms::of(&typed) else { return Ok(()) };
            if terms.are_in(&fold(&text)) {
                let held = pieces_of(&text);
                let held: Vec<&str> = held.split(' ').collect();
                for asked in terms.query().split(' ') {
                    prop_assert!(held.contains(&asked.trim_matches('"')), "{asked} of {held:?}");
                }
            }
        }

        #[test]
        fn a_text_is_found_by_itself(text in texts(24)) {
            if let Some(terms) = Terms::of(&text) {
                prop_assert!(terms.are_in(&fold(&text)), "{terms:?} in {}", fold(&text));
            }
        }

        #[test]
        fn what_is_found_is_marked_within_letters(
            text in texts(24),
            typed in texts(5),
        ) {
            let Some(terms) = Terms::of(&typed) else { return Ok(()) };
            let marks = terms.marks(&pieces(&text));
            if terms.are_in(&fold(&text)) {
                prop_assert!(!marks.is_empty());
            }
            for mark in &marks {
                prop_assert!(text.get(mark.clone()).is_some_and(|marked| !marked.is_empty()));
            }
            prop_assert!(marks.windows(2).all(|two| two[0].end < two[1].start));
        }
    }
}
