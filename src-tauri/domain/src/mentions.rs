//! `@Name` in a comment. Guarantees that the longest name wins ("@Ana Lind" is not Ana when there is
//! an Ana Lind), whatever the case, and that nothing inside a word or an e-mail address counts.
//! At most [`MOST`] are looked at: what hostile text costs is bounded. Leaves out who is told of it, and nicknames.

use crate::{Directory, Member};

/// How many of the first `@` at a word's beginning are looked at in one text.
pub const MOST: usize = 50;

/// A member's name as it is compared.
struct Name<'a> {
    folded: Vec<char>,
    last: char,
    member: &'a Member,
}

/// The members whom `text` mentions, those who have left included, each once, in the directory's
/// order. Members of the same name are all meant.
pub fn mentioned<'a>(text: &str, directory: &'a Directory) -> Vec<&'a Member> {
    let mut starts = starts(text).take(MOST).peekable();
    if starts.peek().is_none() {
        return Vec::new();
    }
    let names: Vec<Name> = directory.members.iter().filter_map(name_of).collect();
    let longest = names.iter().map(|name| name.folded.len()).max().unwrap_or(0);
    let found: Vec<&Member> = starts.flat_map(|rest| called(rest, &names, longest)).collect();
    directory.members.iter().filter(|member| found.iter().any(|f| f.id == member.id)).collect()
}

/// What follows each `@` that begins a word and is followed by one.
fn starts(text: &str) -> impl Iterator<Item = &str> {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        let within = before.replace(c).is_some_and(in_word);
        let begins = c == '@' && !within;
        let rest = begins.then(|| text.get(at + 1..)).flatten()?;
        rest.starts_with(|next: char| !next.is_whitespace()).then_some(rest)
    })
}

fn name_of(member: &Member) -> Option<Name<'_>> {
    let name = member.name.trim();
    let last = name.chars().next_back()?;
    Some(Name { folded: name.chars().flat_map(lower).collect(), last, member })
}

/// The members with the longest name that `text` begins with, compared without case.
fn called<'a>(text: &str, names: &[Name<'a>], longest: usize) -> Vec<&'a Member> {
    // Each folded character with what follows it, where a character of the text ends.
    let folded = text.char_indices().flat_map(|(at, c)| {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let mut folded = lower(c).peekable();
        std::iter::from_fn(move || {
            let next = folded.next()?;
            Some((next, folded.peek().is_none().then_some(rest)))
        })
    });
    let (begins, rests): (Vec<char>, Vec<Option<&str>>) = folded.take(longest).unzip();
    let named = names.iter().filter(|name| begins.starts_with(&name.folded)).filter_map(|name| {
        let rest = (*rests.get(name.folded.len().checked_sub(1)?)?)?;
        ends_here(name.last, rest).then_some((rest.len(), name.member))
    });
    let named: Vec<(usize, &Member)> = named.collect();
    let Some(shortest) = named.iter().map(|(left, _)| *left).min() else { return Vec::new() };
    named.into_iter().filter(|(left, _)| *left == shortest).map(|(_, member)| member).collect()
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
    (c.is_alphanumeric() && !is_unspaced(c)) || matches!(c, '@' | '_' | '+' | '-' | '%')
}

/// Scripts that write words without spaces, or with particles right after a name (Unicode blocks of
/// Thai to Myanmar, Khmer, kana, Han and Hangul).
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{323af}')
}
