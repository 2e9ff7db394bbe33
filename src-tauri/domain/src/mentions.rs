//! `@Name` in a comment. Guarantees that the longest name wins ("@Ana Lind" is not Ana when there is
//! an Ana Lind), whatever the case, and that nothing inside a word or an e-mail address counts.
//! Leaves out who is told of it, and nicknames.

use crate::{Directory, Member};

/// The members whom `text` mentions, those who have left included, each once, in the directory's
/// order. Members of the same name are all meant.
pub fn mentioned<'a>(text: &str, directory: &'a Directory) -> Vec<&'a Member> {
    let mut before = None;
    let mut found: Vec<&Member> = Vec::new();
    for (at, c) in text.char_indices() {
        if c == '@' && !before.is_some_and(in_word) {
            let rest = text.get(at + 1..).unwrap_or_default();
            found.extend(called(rest, directory));
        }
        before = Some(c);
    }
    directory.members.iter().filter(|member| found.iter().any(|f| f.id == member.id)).collect()
}

/// The members with the longest name that `text` begins with.
fn called<'a>(text: &str, directory: &'a Directory) -> Vec<&'a Member> {
    let named = directory.members.iter().filter_map(|member| {
        let rest = without_name(text, member.name.trim())?;
        let last = member.name.trim_end().chars().next_back()?;
        ends_here(last, rest).then_some((rest.len(), member))
    });
    let named: Vec<(usize, &Member)> = named.collect();
    let Some(longest) = named.iter().map(|(left, _)| *left).min() else { return Vec::new() };
    named.into_iter().filter(|(left, _)| *left == longest).map(|(_, member)| member).collect()
}

/// What follows the name, compared without case; none when `text` begins otherwise.
fn without_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut wanted = name.chars().flat_map(lower).peekable();
    let mut rest = text.chars();
    while wanted.peek().is_some() {
        for folded in lower(rest.next()?) {
            if wanted.next() != Some(folded) {
                return None;
            }
        }
    }
    Some(rest.as_str())
}

/// Lower case, where Greek has one sigma.
fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

/// Whether a name that ends with `last` is over where `rest` begins.
fn ends_here(last: char, rest: &str) -> bool {
    let mut following = rest.chars();
    match following.next() {
        Some('-') => !following.next().is_some_and(char::is_alphanumeric),
        Some('_') => false,
        Some(next) => !next.is_alphanumeric() || is_unspaced(last) || is_unspaced(next),
        None => true,
    }
}

/// Whether an `@` right after this character is part of a word or of an address.
fn in_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_unspaced(c)) || matches!(c, '_' | '+' | '-' | '%')
}

/// Scripts that write words without spaces, or with particles right after a name (Unicode blocks of
/// Thai to Myanmar, Khmer, kana, Han and Hangul).
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{323af}')
}
