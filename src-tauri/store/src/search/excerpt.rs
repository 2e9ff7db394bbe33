//! What a hit shows of a text: the part around the first place, cut between words, as runs that
//! are marked or not. Runs are text, never markup.

use std::ops::Range;

/// Characters shown at most.
const CHARS: usize = 160;
/// How many of them stand before the first mark at most.
const BEFORE: usize = 40;

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As it was written.
    pub text: String,
    /// Whether this is what was looked for.
    pub marked: bool,
}

/// The part of a text around its first mark. Marks are bytes, in order and apart.
pub(crate) fn excerpt(text: &str, marks: &[Range<usize>]) -> Vec<Words> {
    let first = marks.first().map_or(0, |mark| mark.start);
    let start = beginning(text, first);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(CHARS).map_or(text.len(), |(at, _)| start + at);
    let mut words = Vec::new();
    if start > 0 {
        push(&mut words, "…", false);
    }
    runs(text, start..end, marks, &mut words);
    if end < text.len() {
        push(&mut words, "…", false);
    }
    words
}

/// The whole text.
pub(crate) fn whole(text: &str, marks: &[Range<usize>]) -> Vec<Words> {
    let mut words = Vec::new();
    runs(text, 0..text.len(), marks, &mut words);
    words
}

/// Where to begin so that `first` is seen with what stands before it: after a gap if there is one.
fn beginning(text: &str, first: usize) -> usize {
    let before = text.get(..first).unwrap_or_default();
    let Some((start, _)) = before.char_indices().rev().nth(BEFORE - 1) else { return 0 };
    if start == 0 {
        return 0;
    }
    let near = before.get(start..).unwrap_or_default();
    near.char_indices()
        .find(|(_, c)| c.is_whitespace())
        .map_or(start, |(at, gap)| start + at + gap.len_utf8())
}

fn runs(text: &str, shown: Range<usize>, marks: &[Range<usize>], words: &mut Vec<Words>) {
    let mut at = shown.start;
    for mark in marks {
        let (from, to) = (mark.start.clamp(at, shown.end), mark.end.clamp(at, shown.end));
        push(words, text.get(at..from).unwrap_or_default(), false);
        push(words, text.get(from..to).unwrap_or_default(), true);
        at = to;
    }
    push(words, text.get(at..shown.end).unwrap_or_default(), false);
}

fn push(words: &mut Vec<Words>, text: &str, marked: bool) {
    match words.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.marked == marked => last.text.push_str(text),
        _ => words.push(Words { text: text.to_owned(), marked }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &[Words]) -> String {
        let run = |w: &Words| if w.marked { format!("[{}]", w.text) } else { w.text.clone() };
        words.iter().map(run).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let shown = excerpt("Where is my parcel?", std::slice::from_ref(&(12..18)));
        assert_eq!(written(&shown), "Where is my [parcel]?");
    }

    #[test]
    fn a_long_text_is_shown_around_the_first_mark_and_cut_between_words() {
        let text = format!("{}the parcel is {}", "before ".repeat(30), "lost ".repeat(100));
        let at = text.find("parcel").unwrap();
        let shown = written(&excerpt(&text, std::slice::from_ref(&(at..at + 6))));
        assert!(shown.starts_with("…before before"), "{shown}");
        assert!(shown.contains("the [parcel] is lost"), "{shown}");
        assert!(shown.ends_with('…'), "{shown}");
        assert!(shown.chars().count() <= CHARS + 4, "{shown}");
    }

    #[test]
    fn a_mark_beyond_the_end_is_cut_and_letters_are_not() {
        let text = "é".repeat(400);
        let shown = excerpt(&text, std::slice::from_ref(&(0..text.len())));
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].text, "é".repeat(CHARS));
    }
}
