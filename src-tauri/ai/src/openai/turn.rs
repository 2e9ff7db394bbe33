//! A turn with a model: what it is offered, which tools it uses, and what comes of it.
//!
//! Guarantees: at most [`ROUNDS`] searches and one retry; a call of anything but the two tools does
//! nothing; an answer that a visitor cannot be sent is a failure, never silence. Leaves out: the
//! request itself (`client.rs`) and the reading of words (`said.rs`).

use super::context::{Tools, material, messages, tools};
use super::gather::{Call, Reply};
use super::said::{Meant, meant};
use super::{Brief, Endpoint, Failure, Models, REQUEST_HUMAN, SEARCH_ARTICLES};
use crate::Knowledge;
use crate::search::{LookedUp, Material};
use crate::turn::{Answer, Speaker, Trigger};
use baton_domain::text::{MESSAGE_CHARS, clean, shortened};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::Instant;

/// How often a model may search.
const ROUNDS: usize = 3;
/// How many articles are offered at first, and found by one search.
const OFFERED: usize = 4;
/// A question shorter than this is searched for together with the one before it.
const SHORT_CHARS: usize = 40;
/// The longest query, and reason, that is read.
const ARGUMENT_CHARS: usize = 400;
/// The longest reason, in characters; the domain has room for 200.
const REASON_CHARS: usize = 180;

/// What one request led to.
enum Step {
    Done(Answer),
    /// The model searches: its call, and what for.
    Search(Call, String),
}

impl Models {
    /// Lets the model of `endpoint` take a turn.
    ///
    /// # Errors
    /// When it gave no answer that can be sent, after one retry at most.
    pub async fn answer(
        &self,
        endpoint: &Endpoint,
        brief: &Brief<'_>,
        knowledge: &Arc<Knowledge>,
    ) -> Result<Answer, Failure> {
        let found = match look_up(knowledge, brief).await? {
            LookedUp::Handoff(reason) => {
                return Ok(Answer::Handoff { reason, trigger: Trigger::Article });
            }
            LookedUp::Offered(found) => found,
        };
        let mut turn = TurnOfModel {
            models: self,
            endpoint,
            brief,
            knowledge,
            offered: found,
            retried: false,
        };
        turn.run().await
    }
}

/// What is under way.
struct TurnOfModel<'a> {
    models: &'a Models,
    endpoint: &'a Endpoint,
    brief: &'a Brief<'a>,
    knowledge: &'a Arc<Knowledge>,
    offered: Vec<Material>,
    retried: bool,
}

impl TurnOfModel<'_> {
    async fn run(&mut self) -> Result<Answer, Failure> {
        let mut with = Tools::Offered;
        if self.models.has_no_tools(self.endpoint) {
            with = Tools::Left;
        }
        let mut said = messages(self.brief, &self.offered, with);
        let mut rounds = 0;
        loop {
            let reply = self.ask(&mut said, &mut with).await?;
            let step = match self.step(reply) {
                Err(Failure::Empty) if !self.retried => {
                    self.retried = true;
                    continue;
                }
                step => step?,
            };
            match step {
                Step::Done(answer) => return Ok(answer),
                // A model that only ever searches has no answer.
                Step::Search(..) if rounds == ROUNDS => return Err(Failure::Empty),
                Step::Search(call, query) => {
                    rounds += 1;
                    let result = self.searched(query, rounds).await?;
                    said.extend(exchange(&call, rounds, &result, with));
                }
            }
        }
    }

    /// Asks, and once more in this turn when that may help: without tools when those were refused.
    async fn ask(&mut self, said: &mut Vec<Value>, with: &mut Tools) -> Result<Reply, Failure> {
        let (models, endpoint, until) = (self.models, self.endpoint, self.brief.until);
        let failure = match models.ask(endpoint, &self.body(said, *with), until).await {
            Ok(reply) => return Ok(reply),
            Err(failure) if self.retried => return Err(failure),
            Err(failure) => failure,
        };
        if *with == Tools::Offered && failure.may_be_the_tools() {
            self.retried = true;
            *with = Tools::Left;
            *said = messages(self.brief, &self.offered, *with);
            let reply = models.ask(endpoint, &self.body(said, *with), until).await?;
            models.remember_no_tools(endpoint);
            return Ok(reply);
        }
        match failure.retry_in() {
            Some(wait) if Instant::now() + wait < until => {
                self.retried = true;
                tokio::time::sleep(wait).await;
                models.ask(endpoint, &self.body(said, *with), until).await
            }
            Some(_) | None => Err(failure),
        }
    }

    fn body(&self, said: &[Value], with: Tools) -> Value {
        let model = &self.endpoint.model;
        match with {
            Tools::Offered => {
                json!({"model": model, "messages": said, "stream": true, "tools": tools()})
            }
            Tools::Left => json!({"model": model, "messages": said, "stream": true}),
        }
    }

    /// What a reply means.
    fn step(&self, reply: Reply) -> Result<Step, Failure> {
        // A call for a person counts wherever it stands.
        let person = reply.calls.iter().find(|call| call.name.trim() == REQUEST_HUMAN);
        for call in person.into_iter().chain(&reply.calls) {
            if let Some(step) = self.called(call) {
                return Ok(step);
            }
        }
        match meant(&reply.text, self.offered.len()) {
            Meant::Handoff(reason) => Ok(Step::Done(asked_for(&reason))),
            Meant::Call(call) => self.called(&call).ok_or(Failure::Empty),
            Meant::Nothing => Err(Failure::Empty),
            Meant::Answer { text, cited, no_answer } => {
                self.say(&text, &cited, no_answer).map(Step::Done)
            }
        }
    }

    /// What a call of one of the two tools leads to.
    fn called(&self, call: &Call) -> Option<Step> {
        match call.name.trim() {
            REQUEST_HUMAN => Some(Step::Done(asked_for(&argument(call, "reason")))),
            SEARCH_ARTICLES => Some(Step::Search(call.clone(), argument(call, "query"))),
            _ => None,
        }
    }

    fn say(&self, text: &str, cited: &[usize], no_answer: bool) -> Result<Answer, Failure> {
        if text.chars().count() > MESSAGE_CHARS {
            return Err(Failure::TooLong);
        }
        if clean(text).is_empty() {
            return Err(Failure::Empty);
        }
        let text = text.to_owned();
        if no_answer {
            let turn = &self.brief.turn;
            let misses = turn.earlier_misses.saturating_add(1);
            if misses >= turn.misses_before_handoff.max(1) {
                let reason = "AI has no good answer".to_owned();
                return Ok(Answer::Handoff { reason, trigger: Trigger::NoGoodAnswer });
            }
            return Ok(Answer::AskBack { text, sources: Vec::new() });
        }
        let sources = cited.iter().filter_map(|number| self.offered.get(number.checked_sub(1)?));
        Ok(Answer::Reply { text, sources: sources.map(|found| found.source.clone()).collect() })
    }

    /// What a search tells the model; what is new gets the next numbers.
    async fn searched(&mut self, query: String, round: usize) -> Result<String, Failure> {
        let found = search(self.knowledge, query, OFFERED).await?;
        let mut told = Vec::new();
        for found in found {
            let known = self.offered.iter().position(|o| o.source == found.source);
            let at = known.unwrap_or(self.offered.len());
            told.push(material(std::slice::from_ref(&found), at + 1));
            if known.is_none() {
                self.offered.push(found);
            }
        }
        if told.is_empty() {
            told.push("No article was found.".to_owned());
        }
        if round == ROUNDS {
            told.push(format!("That was the last search: answer now, or call {REQUEST_HUMAN}."));
        }
        Ok(told.join("\n"))
    }
}

/// The call and its result, as the next request shows them.
fn exchange(call: &Call, round: usize, result: &str, with: Tools) -> [Value; 2] {
    match with {
        Tools::Offered => {
            let id = if call.id.is_empty() { format!("call_{round}") } else { call.id.clone() };
            let arguments = json!({"query": argument(call, "query")}).to_string();
            let function = json!({"name": SEARCH_ARTICLES, "arguments": arguments});
            [
                json!({"role": "assistant", "content": "", "tool_calls": [
                    {"id": id, "type": "function", "function": function},
                ]}),
                json!({"role": "tool", "tool_call_id": id, "content": result}),
            ]
        }
        Tools::Left => [
            json!({"role": "assistant", "content": "I look for it in the articles."}),
            json!({"role": "user", "content": result}),
        ],
    }
}

fn asked_for(reason: &str) -> Answer {
    let reason = clean(&reason.replace(['\n', '\t'], " "));
    let reason = match reason.as_str() {
        "" => "The AI asked for a person".to_owned(),
        reason => shortened(reason, REASON_CHARS),
    };
    Answer::Handoff { reason, trigger: Trigger::Model }
}

/// An argument of a call; whatever is not JSON is taken as the argument itself.
fn argument(call: &Call, name: &str) -> String {
    let text = match serde_json::from_str::<Value>(&call.arguments) {
        Ok(Value::Object(arguments)) => {
            arguments.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Ok(Value::String(text)) => text,
        Ok(_) | Err(_) => call.arguments.trim_matches(['{', '}', '"', ' ']).to_owned(),
    };
    shortened(text.trim(), ARGUMENT_CHARS)
}

/// What the visitor asks, with the question before when it is short ("and Business?").
fn question(brief: &Brief<'_>) -> String {
    let asked = brief.turn.asked.join("\n");
    if asked.chars().count() > SHORT_CHARS {
        return asked;
    }
    let since = brief.handed_back_at.unwrap_or(0);
    let history = brief.turn.history.get(since..).unwrap_or_default();
    match history.iter().rev().find(|said| said.by == Speaker::Visitor) {
        Some(before) => format!("{asked}\n{}", before.text),
        None => asked,
    }
}

async fn search(
    knowledge: &Arc<Knowledge>,
    query: String,
    most: usize,
) -> Result<Vec<Material>, Failure> {
    let knowledge = Arc::clone(knowledge);
    let found = tokio::task::spawn_blocking(move || knowledge.search(&query, most)).await;
    found.ok().and_then(Result::ok).ok_or(Failure::Articles)
}

async fn look_up(knowledge: &Arc<Knowledge>, brief: &Brief<'_>) -> Result<LookedUp, Failure> {
    let knowledge = Arc::clone(knowledge);
    let (asked, query) = (brief.turn.asked.join("\n"), question(brief));
    let found =
        tokio::task::spawn_blocking(move || knowledge.look_up(&asked, &query, OFFERED)).await;
    found.ok().and_then(Result::ok).ok_or(Failure::Articles)
}
