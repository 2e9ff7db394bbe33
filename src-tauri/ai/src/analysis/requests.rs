//! What the visitor asked for in the course of a conversation, and what became of each request.
//!
//! Guarantees: a request is in the visitor's own words; "ok", "hello?", "thanks" and "a person
//! please" are none; one that was answered and then rejected or asked again is open again. Leaves
//! out: judging whether an answer was right, which only the visitor's next words tell.

use baton_domain::Seq;

use super::cues::{self, has};
use super::input::{By, Line, Raised};
use super::quote::{QUOTE_CHARS, quotable};
use super::replies::{Replied, Reply};
use super::sentences::{Kind, REQUEST, Sentence, read};
use crate::small_talk::{Kind as Talk, small_talk};

/// The most meaning words of a request that are compared.
const WORDS: usize = 40;

/// A request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The visitor's message.
    pub seq: Seq,
    /// In their own words, fit to be quoted.
    pub text: String,
    /// How much it looks like a request.
    pub worth: u32,
    /// What it is called when it is reported.
    pub verb: &'static str,
    /// What became of it.
    pub state: State,
    meaning: Vec<String>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has answered it.
    Open,
    /// Answered, as far as one can tell, by this message.
    Answered(Seq),
    /// The visitor was content.
    Settled,
}

/// The course of a conversation.
#[derive(Debug, Default)]
pub struct Course {
    /// Every request, oldest first.
    pub asks: Vec<Ask>,
    /// What AI agents and members said, small talk left out.
    pub replies: Vec<Reply>,
    /// The visitor's word that they are content, if nothing was asked since.
    pub content: Option<String>,
    /// With which words an answer was last rejected, if it was the last one.
    pub rejected: Option<String>,
    /// How often the visitor asked whether anybody is there, since somebody last spoke.
    pub chases: u32,
    /// Whether the visitor asked for a person.
    pub wants_person: bool,
    /// Whether the visitor's last words were only "ok" or the like.
    pub nodded: bool,
}

/// Goes through `lines` and says what became of what was asked.
pub fn follow(lines: &[Line], raised: &[Raised]) -> Course {
    let mut course = Course::default();
    let mut raised = raised.iter().peekable();
    let mut burst: Vec<&Line> = Vec::new();
    for line in lines {
        match line.by {
            By::Visitor => burst.push(line),
            By::Automatic => {}
            By::AiAgent | By::Member => {
                course.hear(&burst);
                burst.clear();
                while raised.next_if(|raised| raised.seq < line.seq).is_some() {
                    course.passes_on();
                }
                course.reply(line);
            }
        }
    }
    course.hear(&burst);
    raised.for_each(|_| course.passes_on());
    course
}

impl Course {
    /// Open requests, oldest first.
    pub fn open(&self) -> impl DoubleEndedIterator<Item = &Ask> {
        self.asks.iter().filter(|ask| ask.state == State::Open)
    }

    /// The newest open request that is more than a remark.
    pub fn open_question(&self) -> Option<&Ask> {
        let newest = self.open().rfind(|ask| ask.worth >= REQUEST);
        newest.or_else(|| self.open().max_by_key(|ask| ask.worth))
    }

    /// Whether this message is what an AI agent answered.
    pub fn is_answer(&self, seq: Seq) -> bool {
        let said = self.replies.iter().find(|reply| reply.seq == seq);
        said.is_some_and(|reply| reply.by == By::AiAgent)
    }

    /// What the visitor said in one go.
    fn hear(&mut self, burst: &[&Line]) {
        let sentences: Vec<(Seq, Vec<Sentence>)> =
            burst.iter().map(|line| (line.seq, read(&line.text))).collect();
        let asked_back = self.replies.last().is_some_and(|reply| reply.kind == Replied::Question);
        let all = || sentences.iter().flat_map(|(_, said)| said);
        all().for_each(|sentence| self.react(sentence));
        let units = units(&sentences, &self.replies);
        self.nodded = units.is_empty() && all().all(|s| s.kind == Kind::SmallTalk);
        for unit in &units {
            let detail = asked_back && unit.verb != "asks" && self.open().next().is_some();
            if unit.worth >= REQUEST && !detail {
                self.ask(unit.clone());
            }
        }
        if self.open().next().is_none()
            && self.content.is_none()
            && let Some(best) = units.iter().max_by_key(|unit| unit.worth)
        {
            self.ask(best.clone());
        }
        if self.wants_person || !self.asks.is_empty() {
            let again = all().filter(|sentence| sentence.kind == Kind::Chase).count();
            self.chases += u32::try_from(again).unwrap_or(0);
        }
    }

    /// Takes "thanks", "that is wrong", "hello?" and "a person please".
    fn react(&mut self, sentence: &Sentence) {
        let joined = sentence.joined.as_str();
        let thanked = matches!(small_talk(&sentence.text, ""), Some((Talk::Thanks, _)));
        if has(joined, cues::REJECTS) || self.objects(sentence) {
            if self.reopen() {
                let words = quotable(&sentence.text, QUOTE_CHARS / 2);
                self.rejected = Some(words.trim_end_matches('.').to_owned());
            }
            self.content = None;
            return;
        }
        if is_content(sentence) || thanked {
            self.settle(has(joined, cues::CONTENT) && !thanked);
            if !self.replies.is_empty() && self.open().next().is_none() {
                self.content = Some(quotable(&sentence.text, QUOTE_CHARS / 2));
            }
            return;
        }
        match sentence.kind {
            Kind::Person => {
                self.wants_person = true;
                self.content = None;
                self.passes_on();
            }
            Kind::Chase | Kind::SmallTalk | Kind::Matter(_) => {}
        }
    }

    /// "Yes, but …", and a short remark on what an AI agent has just answered.
    fn objects(&self, sentence: &Sentence) -> bool {
        let answered = self.replies.last().is_some_and(|r| r.by == By::AiAgent && r.kind.answers());
        let short = sentence.joined.split_whitespace().count() <= 10;
        let remark = sentence.worth() > 0 && !sentence.is_question() && !is_content(sentence);
        let opposes = cues::OBJECTIONS
            .split(',')
            .any(|opening| sentence.joined.starts_with(&format!(" {} ", opening.trim())));
        answered && remark && (opposes || short && !has(&sentence.joined, cues::REQUESTS))
    }

    /// A new request, or an old one once more.
    fn ask(&mut self, unit: Ask) {
        self.content = None;
        if let Some(known) = self.asks.iter_mut().find(|ask| ask.is_like(&unit)) {
            if (unit.worth, unit.meaning.len()) >= (known.worth, known.meaning.len()) {
                *known = unit;
            } else {
                known.state = State::Open;
                known.seq = unit.seq;
            }
            self.asks.sort_by_key(|ask| ask.seq);
        } else {
            self.asks.push(unit);
        }
    }

    /// People were asked for: what an AI agent last answered did not do.
    fn passes_on(&mut self) {
        let by_ai = self.replies.last().is_some_and(|r| r.by == By::AiAgent && r.kind.answers());
        if by_ai && self.content.is_none() {
            self.reopen();
        }
    }

    /// Opens again what was last answered.
    fn reopen(&mut self) -> bool {
        let answers = self.asks.iter().filter_map(|ask| match ask.state {
            State::Answered(by) => Some(by),
            State::Open | State::Settled => None,
        });
        let Some(last) = answers.max() else { return false };
        for ask in self.asks.iter_mut().filter(|ask| ask.state == State::Answered(last)) {
            ask.state = State::Open;
        }
        true
    }

    /// The visitor is content with what was answered, or with everything.
    fn settle(&mut self, everything: bool) {
        let everything = everything && !self.replies.is_empty();
        for ask in &mut self.asks {
            if everything || ask.state != State::Open {
                ask.state = State::Settled;
            }
        }
        self.rejected = None;
    }

    fn reply(&mut self, line: &Line) {
        let Some(reply) = Reply::read(line) else { return };
        self.chases = 0;
        if reply.kind.answers() {
            self.content = None;
            self.rejected = None;
            self.answer(&reply);
        }
        self.replies.push(reply);
    }

    /// Of several open requests those are answered that the reply has words of, if there are any.
    fn answer(&mut self, reply: &Reply) {
        let about = |ask: &Ask| ask.meaning.iter().any(|word| reply.mentions(word));
        let any = self.open().any(about);
        for ask in self.asks.iter_mut().filter(|ask| ask.state == State::Open) {
            if !any || about(ask) {
                ask.state = State::Answered(reply.seq);
            }
        }
    }
}

fn is_content(sentence: &Sentence) -> bool {
    let thanks = sentence.joined.split_whitespace().count() <= 8
        && has(&sentence.joined, cues::THANKS)
        && sentence.worth() < REQUEST;
    (thanks || has(&sentence.joined, cues::CONTENT))
        && !sentence.is_question()
        && !has(&sentence.joined, cues::PROBLEMS)
        && !has(&sentence.joined, cues::REQUESTS)
}

impl Ask {
    fn of(seq: Seq, said: &[&Sentence]) -> Option<Self> {
        let best = said.iter().max_by_key(|sentence| sentence.worth())?;
        let mut meaning: Vec<String> = Vec::new();
        for word in said.iter().flat_map(|sentence| &sentence.meaning) {
            if meaning.len() < WORDS && !meaning.contains(word) {
                meaning.push(word.clone());
            }
        }
        let asks = best.is_question() && !best.joined.starts_with(" can you ");
        let reports = said.iter().any(|sentence| has(&sentence.joined, cues::PROBLEMS));
        Some(Self {
            seq,
            text: quotable(&around(said), QUOTE_CHARS),
            worth: best.worth(),
            verb: if asks {
                "asks"
            } else if reports {
                "reports"
            } else {
                "writes"
            },
            state: State::Open,
            meaning,
        })
    }

    /// Whether both ask the same.
    fn is_like(&self, other: &Self) -> bool {
        let (mine, others) = (self.numbers(), other.numbers());
        if !mine.is_empty() && !others.is_empty() && !mine.iter().any(|n| others.contains(n)) {
            return false;
        }
        let fewer = self.meaning.len().min(other.meaning.len());
        let shared = self.meaning.iter().filter(|word| other.meaning.contains(word)).count();
        let share = match fewer {
            0 => false,
            // "And the logo?"
            1 | 2 => shared >= 1 && self.state == State::Open,
            _ => shared >= 2 && shared * 2 >= fewer,
        };
        self.text == other.text || share
    }

    fn numbers(&self) -> Vec<&String> {
        let number = |word: &&String| word.chars().any(|c| c.is_ascii_digit());
        self.meaning.iter().filter(number).collect()
    }
}

/// The best sentence with those around it, as far as a quote goes.
fn around(said: &[&Sentence]) -> String {
    let chars = |sentence: &&Sentence| sentence.text.chars().count() + 1;
    let best = said.iter().enumerate().max_by_key(|(at, s)| (s.worth(), usize::MAX - at));
    let (mut first, mut last) = best.map_or((0, 0), |(at, _)| (at, at + 1));
    let mut length: usize = said.iter().skip(first).take(1).map(chars).sum();
    loop {
        let before = first.checked_sub(1).and_then(|at| said.get(at)).map(chars);
        let after = said.get(last).map(chars);
        match (before, after) {
            (Some(before), _) if length + before <= QUOTE_CHARS => {
                first -= 1;
                length += before;
            }
            (_, Some(after)) if length + after <= QUOTE_CHARS => {
                last += 1;
                length += after;
            }
            (_, _) => break,
        }
    }
    let mut text = String::new();
    let mut apart = false;
    for sentence in said.iter().take(last).skip(first) {
        if !text.is_empty() && !text.ends_with(['。', '？', '！']) {
            text.push_str(if apart { " / " } else { " " });
        }
        text.push_str(&sentence.text);
        let ended = sentence.text.ends_with(['.', '?', '!', ',', '…']);
        let words = sentence.joined.split_whitespace().count();
        apart = sentence.is_last && !ended && words >= 4;
    }
    text
}

/// The matters of a burst: one for each message, the fragments of a sentence put together.
fn units(burst: &[(Seq, Vec<Sentence>)], replies: &[Reply]) -> Vec<Ask> {
    let rejecting = |sentence: &Sentence| {
        !replies.is_empty() && has(&sentence.joined, cues::REJECTS) && sentence.meaning.len() <= 6
    };
    let matters = |said: &Sentence| said.worth() > 0 && !is_content(said) && !rejecting(said);
    let mut groups: Vec<(Seq, Vec<&Sentence>)> = Vec::new();
    for (seq, said) in burst {
        let said: Vec<&Sentence> = said.iter().filter(|sentence| matters(sentence)).collect();
        let Some(first) = said.first() else { continue };
        match groups.last_mut() {
            Some((last_seq, before)) if before.last().is_some_and(|b| continues(b, first)) => {
                *last_seq = *seq;
                before.extend(said);
            }
            Some(_) | None => groups.push((*seq, said)),
        }
    }
    join_weak(&mut groups);
    groups.iter().filter_map(|(seq, said)| Ask::of(*seq, said)).collect()
}

/// What asks for nothing by itself goes with what was said next, or else before.
fn join_weak(groups: &mut Vec<(Seq, Vec<&Sentence>)>) {
    let weak = |said: &[&Sentence]| said.iter().all(|sentence| sentence.worth() < REQUEST);
    let mut joined: Vec<(Seq, Vec<&Sentence>)> = Vec::new();
    for (seq, said) in groups.drain(..) {
        match joined.last_mut() {
            Some((last, before)) if weak(before) || weak(&said) => {
                *last = seq;
                before.extend(said);
            }
            Some(_) | None => joined.push((seq, said)),
        }
    }
    *groups = joined;
}

/// Whether a sentence goes on in the next message.
fn continues(before: &Sentence, next: &Sentence) -> bool {
    let words = |sentence: &Sentence| sentence.joined.split_whitespace().count();
    let ended = before.text.ends_with(['.', '?', '!', '。', '？', '！']);
    !ended && (words(before) <= 8 || words(next) <= 3)
}
