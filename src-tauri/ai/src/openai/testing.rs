//! Tries an endpoint before visitors do.
//!
//! Guarantees: over within the time given; says in words what happened, with what the server
//! itself said; the key is in nothing it says. Leaves out: judging how good the answers are.

use super::context::{Tools, tools};
use super::{Endpoint, Failure, Models, REQUEST_HUMAN};
use serde_json::json;
use std::time::Duration;
use tokio::time::Instant;

/// How long listing the models may take.
const LIST_WITHIN: Duration = Duration::from_secs(8);
/// What is asked.
const QUESTION: &str = "This is a test. Call the tool request_human with the reason \"test\". If you \
    have no such tool, answer with the one word \"ready\".";

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    /// Whether the model answered.
    pub ok: bool,
    /// What happened, in words.
    pub detail: String,
    /// How long the answer took, in milliseconds.
    pub ms: u64,
    /// The models the server names.
    pub models: Vec<String>,
    /// Whether the model called a tool that it was asked to call; none when it did not answer.
    pub tools: Option<bool>,
}

impl Models {
    /// Asks the model of `endpoint` something simple.
    pub async fn test(&self, endpoint: &Endpoint, within: Duration) -> Tested {
        let until = Instant::now() + within;
        let models = self.listed(endpoint, LIST_WITHIN.min(within)).await.unwrap_or_default();
        let begun = Instant::now();
        let mut asked = self.ask(endpoint, &body(endpoint, Tools::Offered), until).await;
        let mut refused_tools = false;
        if asked.as_ref().is_err_and(Failure::may_be_the_tools) {
            refused_tools = true;
            asked = self.ask(endpoint, &body(endpoint, Tools::Left), until).await;
        }
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        match asked {
            Ok(reply) => {
                let called = reply.calls.iter().any(|call| call.name.trim() == REQUEST_HUMAN);
                let detail = match (refused_tools, called) {
                    (false, true) => "The model answers and can pass conversations to people.",
                    (false, false) => {
                        "The model answers. It did not use the tool it was asked to use."
                    }
                    (true, _) => "The model answers. Its server refuses tools; words have to do.",
                };
                let tools = Some(called && !refused_tools);
                Tested { ok: true, detail: detail.to_owned(), ms, models, tools }
            }
            Err(failure) => {
                let detail = detail(&failure);
                Tested { ok: false, detail, ms, models, tools: None }
            }
        }
    }
}

fn body(endpoint: &Endpoint, with: Tools) -> serde_json::Value {
    let said = json!([{"role": "user", "content": QUESTION}]);
    match with {
        Tools::Offered => {
            json!({"model": endpoint.model, "messages": said, "stream": true, "tools": tools()})
        }
        Tools::Left => json!({"model": endpoint.model, "messages": said, "stream": true}),
    }
}

fn detail(failure: &Failure) -> String {
    let words = failure.reason("This AI agent");
    match failure.said() {
        "" => format!("{words}."),
        said => format!("{words}. It said: {said}"),
    }
}
