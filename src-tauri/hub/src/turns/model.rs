//! The turn of an AI agent whose answers a model makes.
//!
//! Guarantees: an answer or a handoff within [`WITHIN`] of the visitor's oldest unanswered message;
//! a failure becomes a handoff that says what happened; what cannot be posted goes to people too.
//! Whoever takes the conversation away aborts the turn (`turns.rs`), which closes the model's
//! connection. Leaves out: how a model is asked (`baton_ai::openai`).

use super::{BURST, HISTORY, answered, grounds, hand_over, knowledge, raise, words};
use crate::App;
use crate::settings_models::endpoint_in;
use baton_ai::openai::{Brief, Endpoint, Failure};
use baton_ai::{Answer, Said, Speaker, Trigger as Cause, Turn};
use baton_domain::*;
use baton_store::{Error, Sender};
use std::time::Duration;
use tokio::time::Instant;

/// By when a turn has to be over; people are asked within 90 seconds.
const WITHIN: Duration = Duration::from_secs(85);

/// Makes the answer and posts it, or passes the baton.
pub(super) async fn model_turn(
    hub: &App,
    state: &Conversation,
    ai_agent: &AiAgent,
    since: Instant,
) {
    hub.live.tell_visitor_typing(state.id, &ai_agent.name, true);
    let pause = tokio::time::sleep(BURST);
    let answer = think(hub, state, ai_agent, since + WITHIN).await;
    pause.await;
    hub.metrics.ai_turns.inc();
    let sender = Sender::AiAgent(ai_agent.id);
    match answer {
        Ok(Answer::Reply { text, sources }) => {
            say(hub, state, ai_agent, text, grounds(sources, false)).await;
        }
        Ok(Answer::AskBack { text, sources }) => {
            say(hub, state, ai_agent, text, grounds(sources, true)).await;
        }
        Ok(Answer::Handoff { reason, trigger }) => {
            hand_over(hub, state, sender, reason, trigger).await;
        }
        Err(failure) => {
            tracing::warn!(%failure, conversation = %state.id, "a model gave no answer");
            hub.metrics.ai_failures.inc();
            raise(hub, state, sender, failure.reason(&ai_agent.name), Trigger::AiFailure).await;
        }
    }
    hub.live.tell_visitor_typing(state.id, &ai_agent.name, false);
}

/// Posts an answer. The rules may refuse its words; then people are asked.
async fn say(hub: &App, state: &Conversation, ai_agent: &AiAgent, text: String, grounds: Grounds) {
    let command = Command::Reply {
        text,
        expect: state.ownership,
        seen: Some(state.last_visitor_message),
        attachments: Vec::new(),
        grounds,
    };
    let sender = Sender::AiAgent(ai_agent.id);
    let id = CommandId(hub.store.fresh_id());
    match hub.command(sender, state.id, id, command).await {
        Err(Error::Refused(Refusal::Invalid { .. })) => {
            hub.metrics.ai_failures.inc();
            let reason = Failure::Unreadable.reason(&ai_agent.name);
            raise(hub, state, sender, reason, Trigger::AiFailure).await;
        }
        done => super::log(done.err()),
    }
}

async fn think(
    hub: &App,
    state: &Conversation,
    ai_agent: &AiAgent,
    until: Instant,
) -> Result<Answer, Failure> {
    let (id, answers_after, asked) = (state.id, state.answers_after, ai_agent.clone());
    let read = hub.store.read(move |reader| {
        let messages = reader.last_messages(id, HISTORY + 1)?;
        Ok((messages, reader.hand_back(id)?, endpoint_in(reader, &asked)?))
    });
    let (messages, handed_back, endpoint) = read.await.map_err(|error| unread(&error))?;
    let told = told(messages, answers_after, handed_back.at);
    let directory = hub.store.directory();
    let brief = Brief {
        turn: Turn {
            asked: &told.asked,
            history: &told.history,
            note: handed_back.note.as_deref(),
            ai_agent_name: &ai_agent.name,
            earlier_misses: state.misses,
            misses_before_handoff: ai_agent.failures_before_handoff,
        },
        workspace: directory.workspace(),
        instructions: &ai_agent.instructions,
        handed_back_at: told.handed_back_at,
        is_cut: told.is_cut,
        until,
    };
    ask(hub, endpoint, &brief).await
}

async fn ask(hub: &App, endpoint: Option<Endpoint>, brief: &Brief<'_>) -> Result<Answer, Failure> {
    let endpoint = endpoint.ok_or(Failure::Address)?;
    let knowledge = knowledge(hub).await.map_err(|error| {
        tracing::error!(%error, "the articles could not be read");
        Failure::Articles
    })?;
    hub.models.answer(&endpoint, brief, &knowledge).await
}

fn unread(error: &Error) -> Failure {
    tracing::error!(%error, "a conversation could not be read for an AI turn");
    Failure::Articles
}

/// What a model is told was said.
struct Told {
    history: Vec<Said>,
    asked: Vec<String>,
    handed_back_at: Option<usize>,
    is_cut: bool,
}

/// Sorts the newest messages; one more than [`HISTORY`] means that there are more.
fn told(mut messages: Vec<Message>, answers_after: Seq, handed_back: Option<Seq>) -> Told {
    let is_cut = messages.len() > HISTORY;
    if is_cut {
        messages.remove(0);
    }
    let answered = answered(&messages, answers_after);
    let mut told = Told { history: Vec::new(), asked: Vec::new(), handed_back_at: None, is_cut };
    for message in messages {
        let by = match message.author.kind {
            AuthorKind::Visitor if message.seq > answered => {
                told.asked.push(words(&message));
                continue;
            }
            AuthorKind::Visitor => Speaker::Visitor,
            AuthorKind::Ai => Speaker::AiAgent,
            AuthorKind::Human => Speaker::Member,
            AuthorKind::Auto => continue,
        };
        if handed_back.is_some_and(|at| message.seq > at) {
            told.handed_back_at.get_or_insert(told.history.len());
        }
        told.history.push(Said { by, text: words(&message) });
    }
    if handed_back.is_some() {
        told.handed_back_at.get_or_insert(told.history.len());
    }
    told
}

/// What an AI agent of kind `openai` would say. A failure is told as the handoff it would be.
pub(crate) async fn try_model(
    hub: &App,
    ai_agent: &AiAgent,
    endpoint: Option<Endpoint>,
    (history, asked): (&[Said], &[String]),
    within: Duration,
) -> Answer {
    let directory = hub.store.directory();
    let brief = Brief {
        turn: trying(ai_agent, history, asked),
        workspace: directory.workspace(),
        instructions: &ai_agent.instructions,
        handed_back_at: None,
        is_cut: false,
        until: Instant::now() + within,
    };
    ask(hub, endpoint, &brief).await.unwrap_or_else(|failure| Answer::Handoff {
        reason: failure.reason(&ai_agent.name),
        trigger: Cause::Model,
    })
}

/// What a knowledge AI agent would say.
pub(crate) async fn try_knowledge(
    hub: &App,
    ai_agent: &AiAgent,
    history: Vec<Said>,
    asked: Vec<String>,
) -> anyhow::Result<Answer> {
    let knowledge = knowledge(hub).await?;
    let ai_agent = ai_agent.clone();
    let answer = move || knowledge.answer(&trying(&ai_agent, &history, &asked));
    Ok(tokio::task::spawn_blocking(answer).await??)
}

fn trying<'a>(ai_agent: &'a AiAgent, history: &'a [Said], asked: &'a [String]) -> Turn<'a> {
    Turn {
        asked,
        history,
        note: None,
        ai_agent_name: &ai_agent.name,
        earlier_misses: 0,
        misses_before_handoff: ai_agent.failures_before_handoff,
    }
}
