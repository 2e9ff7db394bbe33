//! "Do you mean A or B?", and what the visitor answers.
//!
//! Guarantees: reads only our own question, and only when it was the last thing said. Leaves out:
//! who asks it, and when.

use crate::article::Article;
use crate::phrasing::titles_asked_about;
use crate::question::meaning_words;
use crate::turn::{Said, Speaker};
use crate::words::{Language, words};

/// What the visitor picked of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The first.
    First,
    /// The second.
    Second,
    /// Both.
    Both,
    /// None of them.
    Neither,
}

/// The two articles that the AI agent just asked about.
pub fn pending(history: &[Said], articles: &[Article]) -> Option<(usize, usize)> {
    let last = history.last().filter(|said| said.by == Speaker::AiAgent)?;
    let (first, second) = titles_asked_about(&last.text)?;
    let place = |title: &str| articles.iter().position(|article| article.title.trim() == title);
    Some((place(first)?, place(second)?))
}

/// What `text` picks of two titles; `None` when it is about something else.
pub fn pick(text: &str, first: &str, second: &str, language: Language) -> Option<Pick> {
    let said = words(text);
    let has = |list: &str| said.iter().any(|word| list.split(' ').any(|listed| listed == word));
    if has(BOTH) {
        return Some(Pick::Both);
    }
    let short = said.len() <= 6;
    if short && has(NEITHER) {
        return Some(Pick::Neither);
    }
    match own_words(text, first, second, language) {
        (one, two) if one > two => return Some(Pick::First),
        (one, two) if two > one => return Some(Pick::Second),
        _ => {}
    }
    match (short && has(FIRST), short && has(SECOND)) {
        (true, false) => Some(Pick::First),
        (false, true) => Some(Pick::Second),
        _ => None,
    }
}

/// How many words that only one of the titles has `text` mentions, for each title.
pub fn own_words(text: &str, first: &str, second: &str, language: Language) -> (usize, usize) {
    let said = meaning_words(text, language);
    let (first, second) = (meaning_words(first, language), meaning_words(second, language));
    let mentioned = |own: &[String], other: &[String]| {
        let own = own.iter().filter(|word| !other.contains(word));
        own.filter(|word| said.iter().any(|said| is_alike(said, word))).count()
    };
    (mentioned(&first, &second), mentioned(&second, &first))
}

fn is_alike(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || (same >= 4 && same + 3 >= a.chars().count().max(b.chars().count()))
}

const FIRST: &str = "first 1 1st former a yes yeah yep ja oui si sim erste ersten erstes erstere \
    premier premiere primero primera primeiro primeira";
const SECOND: &str = "second 2 2nd latter b zweite zweiten zweites letzteres deuxieme second \
    seconde segundo segunda last";
const BOTH: &str = "both beide beides deux ambos ambas dois";
const NEITHER: &str = "neither none no nope nein keins keines weder aucun ni ninguno ninguna nenhum \
    nenhuma nao non";
