//! What AI agents and members said to the visitor, and what it amounts to.
//!
//! Guarantees: a greeting is no reply; a promise, a question back and "one moment" are told from an
//! answer. Leaves out: automatic texts.

use baton_domain::Seq;

use super::cues::{self, has};
use super::input::{By, Line};
use super::quote::{QUOTE_CHARS, quotable, without_code};
use super::sentences::{is_question, without_greeting};
use crate::phrasing::titles_asked_about;
use crate::question::meaning_words;
use crate::small_talk::small_talk;
use crate::words::{Language, language_of, sentences, words};

/// How much of a reply is read, in characters.
const CHARS: usize = 4_000;
/// A shorter question needs what was said before it, in characters.
const BARE: usize = 20;
/// To a shorter answer the next sentence belongs, in characters.
const SHORT: usize = 40;

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The message.
    pub seq: Seq,
    /// AI agent or member.
    pub by: By,
    /// Whose.
    pub name: String,
    /// What it amounts to.
    pub kind: Replied,
    /// The sentence that says so.
    pub quote: String,
    /// Titles of the articles it is from.
    pub sources: Vec<String>,
    meaning: Vec<String>,
}

/// What a reply amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replied {
    /// It answers.
    Answer,
    /// It says what will be done.
    Promise,
    /// It asks the visitor.
    Question,
    /// It asks for patience.
    Hold,
    /// It says that there is no answer.
    NoAnswer,
}

impl Replied {
    /// Whether what was asked is dealt with.
    pub fn answers(self) -> bool {
        match self {
            Replied::Answer | Replied::Promise => true,
            Replied::Question | Replied::Hold | Replied::NoAnswer => false,
        }
    }
}

/// A sentence of a reply.
struct Part<'a> {
    text: &'a str,
    joined: String,
    asks: bool,
}

impl Reply {
    /// Reads a message of an AI agent or member; none when it only greets.
    pub fn read(line: &Line) -> Option<Self> {
        let text: String = without_code(&line.text).chars().take(CHARS).collect();
        let parts: Vec<Part> = sentences(&text).into_iter().map(Part::read).collect();
        let telling: Vec<&Part> = parts.iter().filter(|part| part.tells(&line.name)).collect();
        let no_answer = line.no_answer || line.by == By::AiAgent && misses(line, &telling);
        if telling.is_empty() && line.sources.is_empty() && !no_answer {
            return None;
        }
        let (kind, quote) = judge(line, &telling, no_answer);
        let said = words(&text);
        let language = language_of(&said).unwrap_or(Language::English);
        Some(Self {
            seq: line.seq,
            by: line.by,
            name: line.name.clone(),
            kind,
            quote: quotable(without_greeting(&quote), QUOTE_CHARS),
            sources: line.sources.iter().map(|source| source.title.clone()).collect(),
            meaning: meaning_words(&text, language),
        })
    }

    /// Whether it has this word, but for its ending.
    pub fn mentions(&self, word: &str) -> bool {
        self.meaning.iter().any(|said| {
            let same = said.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
            said == word || same >= 4 && same + 3 >= said.chars().count().max(word.chars().count())
        })
    }
}

impl<'a> Part<'a> {
    fn read(text: &'a str) -> Self {
        let joined = format!(" {} ", words(text).join(" "));
        let asks = text.trim_end_matches(['*', ' ', ')']).ends_with(['?', '？', '؟'])
            || is_question(text, &joined) && text.trim_end().ends_with('?');
        Self { text, joined, asks }
    }

    /// Whether it is more than politeness.
    fn tells(&self, author: &str) -> bool {
        let length = self.joined.split_whitespace().count();
        let named = length <= 6 && has(&self.joined, &words(author).join(" "));
        let polite = named || has(&self.joined, POLITE) && length <= 16;
        !polite && small_talk(self.text, "").is_none() && self.joined.trim().len() > 1
    }
}

fn misses(line: &Line, telling: &[&Part]) -> bool {
    line.sources.is_empty() && telling.iter().any(|part| has(&part.joined, cues::NO_ANSWERS))
}

fn judge(line: &Line, telling: &[&Part], no_answer: bool) -> (Replied, String) {
    let first = telling.first().map_or("", |part| part.text).to_owned();
    if no_answer {
        return (Replied::NoAnswer, first);
    }
    if titles_asked_about(&line.text).is_some() {
        return (Replied::Question, first);
    }
    let holds = |part: &&&Part| has(&part.joined, cues::HOLDS);
    let promises = |part: &&&Part| has(&part.joined, cues::PROMISES) && !holds(part) && !part.asks;
    let (asking, stating): (Vec<_>, Vec<_>) = telling.iter().partition(|part| part.asks);
    let other = stating.iter().filter(|part| !holds(part)).count();
    if let Some(promise) = telling.iter().rfind(promises) {
        return (Replied::Promise, promise.text.to_owned());
    }
    match (asking.last(), telling.iter().find(holds)) {
        (Some(question), _) if other <= 1 && line.sources.is_empty() => {
            // "Va bene?" alone says nothing.
            let before = stating.last().filter(|_| question.text.chars().count() < BARE);
            let before = before.map_or(String::new(), |part| format!("{} ", part.text));
            (Replied::Question, format!("{before}{}", question.text))
        }
        (_, Some(hold)) if other == 0 => (Replied::Hold, hold.text.to_owned()),
        (_, _) => (Replied::Answer, opening(&stating).unwrap_or(first)),
    }
}

/// The first sentence, and the second when the first is "Yes."
fn opening(stating: &[&Part]) -> Option<String> {
    let (first, rest) = stating.split_first()?;
    let short = first.text.chars().count() < SHORT;
    let second = rest.first().filter(|_| short).map(|part| part.text);
    Some(std::iter::once(first.text).chain(second).collect::<Vec<_>>().join(" "))
}

/// Sentences that only open or close a reply.
const POLITE: &str = "how can i help, how may i help, what can i do for you, happy to help, \
    does that help, is there anything else, anything else, let me know if, just ask if, \
    feel free, sorry to hear, sorry for, i m sorry, i am sorry, apologies, my name is, \
    thanks for reaching, thank you for, thanks for, thanks for waiting, welcome to, \
    i m taking over, i am taking over, have a great, glad, wie kann ich, tut mir leid, \
    entschuldigung, vielen dank fur, hilft ihnen das, fragen sie gern, comment puis je, desole, \
    je suis desolee, cela vous aide, n hesitez pas, merci de, merci pour, en que puedo, lo siento, \
    le ayuda esto, gracias por, como posso ajudar, sinto muito, isso ajuda, obrigado por, \
    obrigada por, connect you, hand you over, passing you, pass you on, a colleague will, \
    transfer you, weiterleiten, here from, from the support team, from support, \
    mi dispiace, come posso aiutar, het spijt";
