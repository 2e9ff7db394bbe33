//! The log by cursor: in order, without gaps, waiting for what is to come when asked to. AI agents
//! that live elsewhere get what concerns conversations they hold, never a comment.

use crate::App;
use crate::door::{self, Caller, Query};
use crate::problem::Answer;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::Stored;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Events a page has unless asked otherwise, and at most.
const PAGE: usize = 500;
/// Longest long poll, in seconds.
const LONGEST_WAIT_S: u64 = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    #[serde(default)]
    after: u32,
    limit: Option<usize>,
    #[serde(default)]
    wait: u64,
}

pub(crate) async fn list(
    State(hub): State<App>,
    _: Caller,
    headers: HeaderMap,
    Query(range): Query<Range>,
) -> Answer<Response> {
    let mut sign_outs = hub.live.sign_outs();
    let limit = range.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let after = Seq::from(range.after);
    let ends = Instant::now() + Duration::from_secs(range.wait.min(LONGEST_WAIT_S));
    let mut commits = hub.store.subscribe();
    loop {
        // Asked again after each wait: a token that ends meanwhile is refused at once.
        let caller = door::asker(&hub, &headers).await?;
        let (events, head) = page(&hub, &caller, after, limit).await?;
        if !events.is_empty() || Instant::now() >= ends {
            return Ok(answer(&events, head));
        }
        tokio::select! {
            _ = commits.recv() => {}
            _ = sign_outs.recv() => {}
            () = tokio::time::sleep_until(ends) => {}
            () = hub.closing() => return Ok(answer(&events, head)),
        }
    }
}

/// One page of events for a caller, and the head of the log.
pub(crate) async fn page(
    hub: &App,
    caller: &Caller,
    after: Seq,
    limit: usize,
) -> Answer<(Vec<Arc<Stored>>, Seq)> {
    let ai_agent = match caller {
        Caller::Member(_) => None,
        Caller::AiAgent(ai_agent) => Some(ai_agent.id),
    };
    let mut after = after;
    loop {
        let page = hub
            .store
            .read(move |reader| {
                let head = reader.head()?;
                let events = match ai_agent {
                    None => reader.events(after, limit)?,
                    Some(ai_agent) => reader.events_held_by(ai_agent, after, limit)?,
                };
                Ok((events, head))
            })
            .await?;
        let (mut events, head) = page;
        let newest = events.last().map(|stored| stored.recorded.seq);
        events.retain(|stored| may_see(caller, &stored.recorded));
        match newest {
            // A page of nothing but the team's own words: what follows it is still to come.
            Some(newest) if events.is_empty() => after = newest,
            Some(_) | None => return Ok((events, head)),
        }
    }
}

/// What an AI agent that lives elsewhere is told of: the conversation, never the team's own words.
pub(crate) fn may_see(caller: &Caller, recorded: &Recorded) -> bool {
    match (caller, &recorded.event.body) {
        (Caller::Member(_), _)
        | (
            Caller::AiAgent(_),
            EventBody::ConversationStarted { .. }
            | EventBody::MessagePosted { .. }
            | EventBody::HandedOff { .. }
            | EventBody::Assigned { .. }
            | EventBody::StatusChanged { .. },
        ) => true,
        (Caller::AiAgent(_), _) => false,
    }
}

fn answer(events: &[Arc<Stored>], head: Seq) -> Response {
    let body = format!("{{\"events\":{},\"head\":{head}}}", array(events));
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// The events as a JSON array, from what was serialised once for everybody.
pub(crate) fn array(events: &[Arc<Stored>]) -> String {
    let mut out = String::with_capacity(events.len() * 320 + 2);
    out.push('[');
    for (index, stored) in events.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&stored.json());
    }
    out.push(']');
    out
}
