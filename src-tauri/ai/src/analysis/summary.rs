//! The summary: who wants what, what they gave, what was tried and promised, where it stands.
//!
//! Guarantees: a few short English sentences around quotes in the conversation's own words; each
//! says something that was said or that the log knows. Leaves out: conclusions.

use baton_domain::Timestamp;

use super::facts;
use super::input::{By, Holding, Input, Line};
use super::quote::{cut, quotable};
use super::replies::{Replied, Reply};
use super::requests::{Ask, Course, State};

/// The most open requests that are quoted.
const QUOTED: usize = 3;
/// The longest quote of something that is not the matter itself, in characters.
const BRIEF: usize = 120;
/// After so long a silence a visitor has come back.
const AWAY_MS: i64 = 24 * 3600 * 1000;

/// Writes the summary of `lines`.
pub fn write(input: &Input<'_>, lines: &[Line], course: &Course) -> String {
    let teller = Teller { input, lines, course };
    let wanted = teller.wanted();
    let mut sentences = vec![teller.reach(), wanted.clone(), teller.given(&wanted)];
    sentences.extend([teller.answered(), teller.standing()]);
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(" ")
}

struct Teller<'a> {
    input: &'a Input<'a>,
    lines: &'a [Line],
    course: &'a Course,
}

impl Teller<'_> {
    fn visitor(&self) -> String {
        match self.input.visitor.map(|name| quotable(name, 60)).filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => "The visitor".into(),
        }
    }

    /// That there is more than was read.
    fn reach(&self) -> String {
        if self.input.has_older || self.lines.len() < self.input.lines.len() {
            format!("Long conversation, read here: the newest {} messages.", self.lines.len())
        } else {
            String::new()
        }
    }

    /// Who wants what.
    fn wanted(&self) -> String {
        let open: Vec<&Ask> = self.course.open().collect();
        let settled = |ask: &&Ask| ask.state != State::Open;
        let earlier = self.course.asks.iter().rfind(settled);
        match (open.as_slice(), earlier) {
            ([], None) => self.nothing_wanted(),
            ([], Some(last)) => {
                let first = self.course.asks.first().filter(|first| first.seq != last.seq);
                match first {
                    Some(first) => self.in_turn(first, last),
                    None => format!("{} {}.", self.visitor(), said(last)),
                }
            }
            (open, earlier) => {
                let mut text = match earlier {
                    Some(ask) => format!("Answered before: “{}”. ", brief(&ask.text)),
                    None => String::new(),
                };
                text.push_str(&format!("{} {}", self.visitor(), self.requests(open)));
                text
            }
        }
    }

    fn in_turn(&self, first: &Ask, last: &Ask) -> String {
        let between = self.course.asks.len() - 2;
        let more = match between {
            0 => String::new(),
            1 => ", then one more question".into(),
            many => format!(", then {many} more questions"),
        };
        let first = format!("{} “{}”", first.verb, brief(&first.text));
        format!("{} first {first}{more}, and last {}.", self.visitor(), said(last))
    }

    /// The newest open requests, quoted.
    fn requests(&self, open: &[&Ask]) -> String {
        let newest = open.iter().skip(open.len().saturating_sub(QUOTED));
        let mut parts: Vec<String> = newest.map(|ask| said(ask)).collect();
        if let Some(more) = open.len().checked_sub(QUOTED).filter(|more| *more > 0) {
            parts.push(format!("{more} more before these"));
        }
        let mut text = parts.join("; also ");
        if let Some(words) = &self.course.rejected {
            let known = open.iter().any(|ask| ask.text.contains(words));
            let words = if known { String::new() } else { format!(" (“{words}”)") };
            text.push_str(&format!(", and did not accept the answer{words}"));
        }
        format!("{text}.")
    }

    fn nothing_wanted(&self) -> String {
        let mut said = self.lines.iter().filter(|line| line.by == By::Visitor);
        let Some(last) = said.next_back() else {
            return format!("{} has not written anything yet.", self.visitor());
        };
        let words = quotable(&last.text, BRIEF);
        if self.course.wants_person {
            return format!(
                "{} asked for a person and has not said what it is about.",
                self.visitor()
            );
        }
        if words.is_empty() {
            return format!("{} has sent nothing that can be read.", self.visitor());
        }
        format!("{} has not said yet what they want; their last words: “{words}”.", self.visitor())
    }

    /// What the visitor gave that is not in the quotes.
    fn given(&self, quoted: &str) -> String {
        let quoted = quoted.to_lowercase();
        let told = |fact: &String| {
            let value = fact.rsplit(' ').next().unwrap_or(fact).to_lowercase();
            let whole = fact.to_lowercase();
            !quoted.contains(&whole) && !(value.len() >= 4 && quoted.contains(&value))
        };
        let facts: Vec<String> = facts::of(self.lines).into_iter().filter(told).collect();
        if facts.is_empty() { String::new() } else { format!("Given: {}.", facts.join(", ")) }
    }

    /// What AI agents and members answered, promised and asked.
    fn answered(&self) -> String {
        let by = |by: By| self.course.replies.iter().filter(move |reply| reply.by == by);
        let ai: Vec<&Reply> = by(By::AiAgent).collect();
        let people: Vec<&Reply> = by(By::Member).collect();
        let parts = [self.tried(&ai), self.by_people(&people)];
        let mut parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if ai.last().map(|r| r.seq) > people.last().map(|r| r.seq) && parts.len() == 2 {
            parts.reverse();
        }
        if parts.is_empty() { String::new() } else { format!("{}.", parts.join("; ")) }
    }

    fn tried(&self, ai: &[&Reply]) -> String {
        let Some(last) = ai.last() else { return String::new() };
        let mut titles: Vec<&str> = Vec::new();
        for title in ai.iter().flat_map(|reply| &reply.sources) {
            titles.retain(|known| known != title);
            titles.push(title);
        }
        let titles: Vec<String> = titles.iter().rev().take(3).rev().map(|t| quoted(t)).collect();
        let misses = ai.iter().filter(|reply| reply.kind == Replied::NoAnswer).count();
        let plain = ai.iter().rfind(|r| r.kind.answers() && r.sources.is_empty());
        let asked = ai.last().filter(|reply| reply.kind == Replied::Question);
        let mut did = Vec::new();
        if !titles.is_empty() {
            did.push(format!("answered from {}", listed(&titles)));
        } else if let Some(answer) = plain {
            did.push(format!("answered “{}”", brief(&answer.quote)));
        }
        match misses {
            0 => {}
            1 => did.push("found no answer once".into()),
            many => did.push(format!("found no answer {many} times")),
        }
        if let Some(question) = asked {
            did.push(format!("asked “{}”", brief(&question.quote)));
        }
        if did.is_empty() { String::new() } else { format!("{} {}", last.name, did.join(" and ")) }
    }

    fn by_people(&self, people: &[&Reply]) -> String {
        let Some(last) = people.last() else { return String::new() };
        let promise = people.iter().rfind(|reply| reply.kind == Replied::Promise);
        let did = |reply: &Reply| {
            let words = brief(&reply.quote);
            let name = &reply.name;
            match reply.kind {
                Replied::Answer | Replied::NoAnswer => format!("{name} answered “{words}”"),
                Replied::Promise => format!("{name} promised “{words}”"),
                Replied::Question => format!("{name} asked “{words}”"),
                Replied::Hold => format!("{name} asked for patience (“{words}”)"),
            }
        };
        match promise.filter(|promise| promise.seq != last.seq) {
            Some(promise) => format!("{}; {}", did(promise), did(last)),
            None => did(last),
        }
    }

    /// Where it stands.
    fn standing(&self) -> String {
        if let Some(words) = &self.course.content {
            let closed = if self.input.holding == Holding::Closed { " Closed." } else { "" };
            return format!("{} then wrote “{words}”.{closed}", self.visitor());
        }
        let mut text = self.returned();
        let mut talk = self.lines.iter().filter(|line| line.by != By::Automatic);
        let last = talk.next_back().map(|line| line.by);
        let stands = match (&self.input.holding, last) {
            (Holding::Closed, _) => "The conversation is closed.".into(),
            (Holding::Nobody, _) => self.waits(),
            (Holding::Member(_) | Holding::AiAgent(_), Some(By::Visitor)) if self.course.nodded => {
                self.last_words()
            }
            (Holding::Member(name), Some(By::Visitor)) => {
                let words = self.last_words();
                let space = if words.is_empty() { "" } else { " " };
                format!("{words}{space}{name} owes an answer{}.", self.chased())
            }
            (Holding::AiAgent(name), Some(By::Visitor)) => format!("{name} has not answered yet."),
            (Holding::Member(name) | Holding::AiAgent(name), None) => format!("{name} has it."),
            (Holding::Member(_) | Holding::AiAgent(_), Some(_)) => {
                let asked = self.course.replies.last().is_some_and(|r| r.kind == Replied::Question);
                match asked {
                    true => format!("{} has not answered that yet.", self.visitor()),
                    false if self.course.asks.is_empty() => String::new(),
                    false => format!("{} has not written since.", self.visitor()),
                }
            }
        };
        text.push_str(&stands);
        text
    }

    /// What the visitor said last, unless it is quoted as a request.
    fn last_words(&self) -> String {
        let Some(last) = self.lines.iter().rfind(|line| line.by == By::Visitor) else {
            return String::new();
        };
        let words = quotable(&last.text, BRIEF);
        let quoted = self.course.open().any(|ask| ask.seq == last.seq);
        if quoted || words.is_empty() || self.course.asks.is_empty() {
            return String::new();
        }
        format!("{} wrote last “{}”.", self.visitor(), words.trim_end_matches('.'))
    }

    fn waits(&self) -> String {
        match self.input.raised.last() {
            Some(raised) => {
                let reason = quotable(&raised.reason, BRIEF);
                let since =
                    self.lines.iter().any(|line| line.by == By::Member && line.seq > raised.seq);
                let nobody =
                    if since { "it is back in Unassigned" } else { "nobody has answered since" };
                format!("Handed off ({reason}); {nobody}{}.", self.chased())
            }
            None => format!("Nobody has it{}.", self.chased()),
        }
    }

    fn chased(&self) -> String {
        match self.course.chases {
            0 => String::new(),
            1 => ", and they asked again".into(),
            many => format!(", and they asked again {many} times"),
        }
    }

    /// That the visitor was away for days before their last words.
    fn returned(&self) -> String {
        let newest = self.lines.iter().rposition(|line| line.by == By::Visitor);
        let mut gap = 0;
        for pair in self.lines.windows(2) {
            if let [before, after] = pair
                && after.by == By::Visitor
            {
                gap = gap.max(away(before.at, after.at));
            }
        }
        let days = gap / AWAY_MS;
        match newest {
            Some(_) if days == 1 => format!("{} came back a day later. ", self.visitor()),
            Some(_) if days > 1 => format!("{} came back {days} days later. ", self.visitor()),
            Some(_) | None => String::new(),
        }
    }
}

fn away(before: Timestamp, after: Timestamp) -> i64 {
    (after.0 - before.0).max(0)
}

fn said(ask: &Ask) -> String {
    let end = ask.text.trim_end_matches('.');
    format!("{}: “{end}”", ask.verb)
}

fn brief(text: &str) -> String {
    cut(text, BRIEF).trim_end_matches('.').to_owned()
}

fn quoted(title: &str) -> String {
    format!("“{}”", quotable(title, BRIEF / 2))
}

fn listed(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
