//! A visitor's message, sentence by sentence, and what each of them is.
//!
//! Guarantees: greetings, thanks, "hello?" and "a person please" are told from what somebody wants.
//! Leaves out: whether it was answered.

use super::cues::{self, has};
use super::quote::without_code;
use crate::question::meaning_words;
use crate::small_talk::{Kind as Talk, small_talk};
use crate::words::{Language, is_unspaced, language_of, sentences, words};

/// How many sentences of one message are read.
const SENTENCES: usize = 60;
/// A sentence longer than this is read no further, in characters.
const SENTENCE_CHARS: usize = 1_000;

/// From this worth on a sentence is a request, rather than a detail of another.
pub const REQUEST: u32 = 4;

/// A sentence of a visitor.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// As it was said, on one line.
    pub text: String,
    /// Its folded words, with a space before and after each.
    pub joined: String,
    /// The words that carry meaning.
    pub meaning: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Whether it is the last one of its message.
    pub is_last: bool,
}

/// What a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Greeting, thanks, "ok", "I have a question".
    SmallTalk,
    /// "Hello?", "any update?".
    Chase,
    /// "Can I talk to a person?", and nothing else.
    Person,
    /// Something that can be answered, with how much it is worth.
    Matter(u32),
}

/// The sentences of a message, without code.
pub fn read(text: &str) -> Vec<Sentence> {
    let clean = without_code(text);
    let mut said: Vec<Sentence> =
        sentences(&clean).into_iter().take(SENTENCES).map(Sentence::read).collect();
    if let Some(last) = said.last_mut() {
        last.is_last = true;
    }
    said
}

impl Sentence {
    fn read(text: &str) -> Self {
        let text: String = text.chars().take(SENTENCE_CHARS).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = without_greeting(&text).to_owned();
        let said = words(&text);
        let joined = format!(" {} ", said.join(" "));
        let language = language_of(&said).unwrap_or(Language::English);
        let meaning = meaning_words(&text, language);
        let kind = kind(&text, &joined, &said, &meaning);
        Self { text, joined, meaning, kind, is_last: false }
    }

    /// What it is worth as a request; 0 when it is none.
    pub fn worth(&self) -> u32 {
        match self.kind {
            Kind::Matter(worth) => worth,
            Kind::SmallTalk | Kind::Chase | Kind::Person => 0,
        }
    }

    /// Whether it asks something.
    pub fn is_question(&self) -> bool {
        is_question(&self.text, &self.joined)
    }
}

/// Whether a sentence asks.
pub fn is_question(text: &str, joined: &str) -> bool {
    let opens = |phrase: &str| joined.starts_with(&format!(" {phrase} "));
    text.trim_end_matches(['!', '.', ' ', ')']).ends_with(['?', '？', '؟', ';'])
        && !text.ends_with(';')
        || cues::OPENERS.split(',').map(str::trim).any(opens)
        || ["吗", "呢", "ですか", "ますか", "나요", "까요", "ませんか"]
            .iter()
            .any(|end| text.trim_end_matches(['。', '.', '？', '?']).ends_with(end))
}

/// The sentence after "Hi again," or "3)".
pub fn without_greeting(text: &str) -> &str {
    let text = match text.split_once(") ") {
        Some((number, rest)) if number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()) => {
            rest
        }
        Some(_) | None => text,
    };
    let Some((greeting, rest)) = text.split_once([',', '!']) else { return text };
    let said = words(greeting);
    let first = said.first().map_or("", String::as_str);
    let greets = said.len() <= 3 && GREETINGS.split_whitespace().any(|known| known == first);
    if greets && !rest.trim().is_empty() { rest.trim_start() } else { text }
}

/// Words that a greeting begins with.
const GREETINGS: &str = "hi hello hey good dear hallo guten moin servus bonjour bonsoir salut hola \
    buenos buenas ola oi bom boa buongiorno buonasera ciao salve hoi goedemorgen goedemiddag dag \
    dzien czesc hej merhaba";

fn kind(text: &str, joined: &str, said: &[String], meaning: &[String]) -> Kind {
    let calls = said.len() <= 2 && text.trim_end().ends_with('?');
    match small_talk(text, "") {
        Some((Talk::Greeting, _)) if calls => return Kind::Chase,
        Some(_) => return Kind::SmallTalk,
        None if !text.chars().any(char::is_alphanumeric) => return Kind::SmallTalk,
        None => {}
    }
    let coarse = |word: &&String| has(&format!(" {word} "), cues::COARSE);
    if meaning.iter().filter(coarse).count() * 2 >= meaning.len().max(1) && said.len() <= 8 {
        return Kind::SmallTalk;
    }
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    let short = said.len() <= 9 && unspaced == 0;
    if short && meaning.len() <= 3 && has(joined, cues::CHASES) {
        return Kind::Chase;
    }
    if baton_domain::asks_for_person(text) && beyond_person(said) < 3 {
        return Kind::Person;
    }
    if said.len() <= 6 && has(joined, cues::PREFACES) && meaning.len() <= 2 {
        return Kind::SmallTalk;
    }
    let tells = has(joined, cues::PROBLEMS) || has(joined, cues::REQUESTS);
    if meaning.is_empty() && unspaced < 4 && !tells {
        return Kind::SmallTalk;
    }
    Kind::Matter(worth(text, joined, meaning.len() + unspaced / 3))
}

/// How many words say something else than that a person is wanted.
fn beyond_person(said: &[String]) -> usize {
    let about_person = |word: &String| cues::PERSON.split(',').any(|known| known.trim() == word);
    said.iter().filter(|word| !about_person(word)).count()
}

fn worth(text: &str, joined: &str, meaning: usize) -> u32 {
    let tells = u32::try_from(meaning.min(9) / 3).unwrap_or(0);
    let mut worth = 0;
    if is_question(text, joined) {
        worth += 3;
    }
    if has(joined, cues::REQUESTS) {
        worth += 3;
    }
    if has(joined, cues::PROBLEMS) {
        worth += 3;
    }
    let asks = worth > 0;
    worth += 1 + tells + u32::from(text.chars().any(|c| c.is_ascii_digit()));
    if has(joined, cues::COARSE) {
        worth = worth.saturating_sub(2).max(1);
    }
    // However long, what asks for nothing is a detail.
    if asks { worth } else { worth.min(REQUEST - 1) }
}
