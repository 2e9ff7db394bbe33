//! One answer out of the pieces that servers send.
//!
//! Guarantees: reads what servers in the wild send, not only what they should: a tool call without
//! an index, or with another's; arguments as an object or in pieces; a call in the old form;
//! `finish_reason` wrong, empty or missing; content that is null or a list; usage of any shape; an
//! error under a good status. Bounded in text, calls and arguments. Leaves out: how the pieces
//! arrive (`stream.rs`) and what they mean.

use super::Failure;
use serde_json::Value;

/// Longest text, in bytes.
pub const TEXT_BYTES: usize = 64 * 1024;
/// Most tool calls that are looked at.
const CALLS: usize = 16;
/// Longest arguments of a call, in bytes.
const ARGUMENTS_BYTES: usize = 16 * 1024;

/// What a model said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// Its words as sent, thoughts in `<think>` included.
    pub text: String,
    /// The tools it calls.
    pub calls: Vec<Call>,
}

/// A tool that a model calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Call {
    /// The server's id; may be empty.
    pub id: String,
    /// The tool.
    pub name: String,
    /// Its arguments, which should be JSON.
    pub arguments: String,
    pub(super) index: Option<u64>,
}

/// The pieces so far.
#[derive(Debug, Default)]
pub struct Gathering {
    reply: Reply,
    /// Something like an answer has begun.
    begun: bool,
    /// The server said that this is all.
    ended: bool,
    /// Why the model stopped, where that matters.
    stopped: Option<Failure>,
}

impl Gathering {
    /// Takes a piece of a stream, or a whole answer.
    pub fn take(&mut self, piece: &Value) -> Result<(), Failure> {
        if let Some(error) = piece.get("error").filter(|error| !error.is_null()) {
            return Err(reported(error));
        }
        let choice = piece.get("choices").and_then(|choices| choices.get(0));
        let Some(choice) = choice else { return Ok(()) };
        if let Some(error) = choice.get("error").filter(|error| !error.is_null()) {
            return Err(reported(error));
        }
        self.begun = true;
        for said in ["delta", "message"].iter().filter_map(|name| choice.get(name)) {
            self.take_said(said)?;
        }
        if let Some(text) = choice.get("text") {
            self.add_text(text)?;
        }
        match choice.get("finish_reason").and_then(Value::as_str) {
            None | Some("") => {}
            Some("length" | "max_tokens") => self.stopped = Some(Failure::Cut),
            Some("content_filter") => self.stopped = Some(Failure::Withheld),
            Some("error") => return Err(Failure::Reported { said: String::new() }),
            Some(_) => self.ended = true,
        }
        Ok(())
    }

    /// The server says that this was all.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Whether the server said so, or why it stopped before.
    pub fn has_ended(&self) -> bool {
        self.ended || self.stopped.is_some()
    }

    /// The whole answer.
    pub fn finish(self) -> Result<Reply, Failure> {
        if let Some(stopped) = self.stopped {
            return Err(stopped);
        }
        if !self.begun {
            return Err(if self.ended { Failure::Empty } else { Failure::Unreadable });
        }
        if !self.ended {
            return Err(Failure::Cut);
        }
        if self.reply.text.trim().is_empty() && self.reply.calls.is_empty() {
            return Err(Failure::Empty);
        }
        Ok(self.reply)
    }

    fn take_said(&mut self, said: &Value) -> Result<(), Failure> {
        if let Some(content) = said.get("content") {
            self.add_text(content)?;
        }
        match said.get("tool_calls") {
            Some(Value::Array(calls)) => calls.iter().for_each(|call| self.take_call(call)),
            Some(call @ Value::Object(_)) => self.take_call(call),
            _ => {}
        }
        if let Some(function) = said.get("function_call").filter(|call| call.is_object()) {
            self.add_call("", Some(0), function);
        }
        Ok(())
    }

    fn add_text(&mut self, content: &Value) -> Result<(), Failure> {
        match content {
            Value::String(text) => self.reply.text.push_str(text),
            Value::Array(parts) => {
                for part in parts {
                    let text = part.get("text").and_then(Value::as_str).or_else(|| part.as_str());
                    self.reply.text.push_str(text.unwrap_or_default());
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
        }
        if self.reply.text.len() > TEXT_BYTES { Err(Failure::TooLong) } else { Ok(()) }
    }

    fn take_call(&mut self, call: &Value) {
        let id = call.get("id").and_then(Value::as_str).unwrap_or_default();
        let index = call.get("index").and_then(Value::as_u64);
        self.add_call(id, index, call.get("function").unwrap_or(call));
    }

    fn add_call(&mut self, id: &str, index: Option<u64>, function: &Value) {
        let name = function.get("name").and_then(Value::as_str).unwrap_or_default();
        let arguments = match function.get("arguments").or_else(|| function.get("parameters")) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => String::new(),
            Some(other) => other.to_string(),
        };
        let known = self.known_call(id, index, name);
        let at = known.unwrap_or(self.reply.calls.len());
        if known.is_none() {
            if self.reply.calls.len() >= CALLS {
                return;
            }
            self.reply.calls.push(Call { index, ..Call::default() });
        }
        let Some(call) = self.reply.calls.get_mut(at) else { return };
        if call.id.is_empty() {
            call.id = baton_domain::text::shortened(id, 100);
        }
        if call.name.is_empty() {
            call.name = baton_domain::text::shortened(name, 100);
        }
        if call.arguments.len() + arguments.len() <= ARGUMENTS_BYTES {
            call.arguments.push_str(&arguments);
        }
    }

    /// The call that a piece goes on with; none when it begins another one.
    fn known_call(&self, id: &str, index: Option<u64>, name: &str) -> Option<usize> {
        let calls = &self.reply.calls;
        if !id.is_empty()
            && let Some(at) = calls.iter().position(|call| call.id == id)
        {
            return Some(at);
        }
        let last = calls.len().checked_sub(1);
        let at = match index {
            Some(_) => calls.iter().rposition(|call| call.index == index),
            None => last,
        }?;
        let call = calls.get(at)?;
        let other_id = !id.is_empty() && !call.id.is_empty();
        // A name again, after arguments that are whole, begins another call.
        let whole = serde_json::from_str::<Value>(&call.arguments).is_ok_and(|v| v.is_object());
        let begins = !name.is_empty() && (whole || (name != call.name && !call.name.is_empty()));
        (!other_id && !begins).then_some(at)
    }
}

/// An error under a good status. One that names a status of its own counts as that.
pub fn reported(error: &Value) -> Failure {
    let message = error.get("message").and_then(Value::as_str).or_else(|| error.as_str());
    let said = message.unwrap_or_default().to_owned();
    let code = ["code", "status"].iter().find_map(|name| {
        let code = error.get(name)?;
        code.as_u64().or_else(|| code.as_str()?.parse().ok())
    });
    match code.and_then(|code| u16::try_from(code).ok()).filter(|code| (400..600).contains(code)) {
        Some(status) => Failure::Status { status, retry_after_s: None, said },
        None => Failure::Reported { said },
    }
}
