//! What members read of a conversation before they read it. `GET /v1/conversations/{id}/analysis`,
//! and [`of`] for a desktop that reads its own copy.
//!
//! Guarantees: without a model it is computed when somebody reads it and never stored; with one,
//! the model's is an event of the log, and what it says of the newest words is still ours. Members
//! only, and AI agents that live elsewhere for what they hold. Leaves out what it says (ai).

mod by_model;

pub(crate) use by_model::run;

use crate::conversations::seen;
use crate::door::{Caller, Id};
use crate::problem::{Answer, Problem};
use crate::{App, turns};
use axum::Json;
use axum::extract::State;
use baton_ai::Knowledge;
use baton_ai::analysis::{Input, MESSAGES, analyse};
use baton_domain::*;
use baton_store::{Reader, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many events an analysis is made from: messages, and handoffs among them.
const EVENTS: usize = MESSAGES + 50;
/// How many messages a model's analysis may be behind before ours says more.
const BEHIND: usize = 12;
/// How many analyses are remembered.
const REMEMBERED: usize = 256;

/// Analyses that were asked for lately, and those a model is making.
#[derive(Default)]
pub(crate) struct Analyses {
    remembered: Mutex<HashMap<ConversationId, Remembered>>,
    making: by_model::Making,
}

/// An analysis with all that it depends on.
struct Remembered {
    version: u64,
    model: Option<AiAgentId>,
    /// The articles of then; others are another index.
    knowledge: Option<Arc<Knowledge>>,
    analysis: Analysis,
}

/// The analysis of a conversation; none when there is no such conversation. Reads the model's where
/// one is set and has kept up, else computes it, which takes some milliseconds: not for an async
/// thread.
pub fn of(
    reader: &Reader,
    knowledge: Option<&Knowledge>,
    conversation: ConversationId,
) -> Result<Option<Analysis>> {
    let Some(state) = reader.conversation(conversation)? else { return Ok(None) };
    let local = local(reader, knowledge, &state)?;
    let kept = match model(reader.directory()) {
        Some(_) => reader.kept_analysis(conversation)?,
        None => None,
    };
    let Some(kept) = kept else { return Ok(Some(local)) };
    let newer = reader.messages(conversation, kept.up_to_seq, None, BEHIND * 2)?;
    let newer = newer.iter().filter(|message| message.author.kind != AuthorKind::Auto).count();
    // An event carries neither: they are computed here from what the log has already.
    let filled = Analysis { mood: local.mood.clone(), tried: local.tried.clone(), ..kept };
    Ok(Some(match newer {
        0 => filled,
        // What it suggests was for what was said then.
        1..=BEHIND => Analysis {
            open_question: local.open_question,
            suggested_reply: local.suggested_reply,
            ..filled
        },
        _ => local,
    }))
}

/// What a suggested reply is taken from, for callers that keep it themselves.
pub fn knowledge(reader: &Reader) -> Result<Option<Knowledge>> {
    let known = turns::known(reader.articles()?);
    Ok(known.inspect_err(|error| tracing::warn!(%error, "the articles could not be read")).ok())
}

/// The AI agent whose model writes analyses, if it can.
fn model(directory: &Directory) -> Option<&AiAgent> {
    let id = directory.settings.as_ref()?.analysis_ai_agent?;
    directory.enabled_ai_agent(id).filter(|ai_agent| ai_agent.kind == AiAgentKind::OpenAi)
}

fn local(reader: &Reader, knowledge: Option<&Knowledge>, state: &Conversation) -> Result<Analysis> {
    let story = reader.story(state.id, EVENTS)?;
    let contact = reader.contact_of(state.id)?;
    let name = contact.and_then(|contact| contact.name);
    let read = Input::read(&story, state, reader.directory());
    Ok(analyse(&Input { visitor: name.as_deref(), knowledge, ..read }))
}

pub(crate) async fn one(
    State(hub): State<App>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Json<Analysis>> {
    let view = seen(&hub, &caller, id).await?;
    let known = turns::knowledge(&hub).await;
    let known = known.inspect_err(|error| tracing::warn!(%error, "the articles could not be read"));
    let known = known.ok();
    let model = model(&hub.store.directory()).map(|ai_agent| ai_agent.id);
    if let Some(found) = hub.analyses.find(view.id, view.version, model, known.as_ref()) {
        return Ok(Json(found));
    }
    let (from, id) = (known.clone(), view.id);
    let made = hub
        .store
        .read(move |reader| {
            // Nothing is made, and nothing remembered, of what was erased.
            match reader.conversation(id)?.filter(|state| !state.erased) {
                Some(state) => Ok((of(reader, from.as_deref(), id)?, state.version)),
                None => Ok((None, 0)),
            }
        })
        .await?;
    let (Some(analysis), version) = made else { return Err(Problem::not_found("analysis")) };
    let kept = Remembered { version, model, knowledge: known, analysis: analysis.clone() };
    hub.analyses.keep(id, kept);
    Ok(Json(analysis))
}

impl Analyses {
    fn find(
        &self,
        id: ConversationId,
        version: u64,
        model: Option<AiAgentId>,
        knowledge: Option<&Arc<Knowledge>>,
    ) -> Option<Analysis> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let found = remembered.get(&id).filter(|found| {
            let same = match (&found.knowledge, knowledge) {
                (Some(then), Some(now)) => Arc::ptr_eq(then, now),
                (then, now) => then.is_none() && now.is_none(),
            };
            same && found.version == version && found.model == model
        })?;
        Some(found.analysis.clone())
    }

    /// Nothing is remembered of these any more.
    pub(crate) fn forget(&self, conversations: &[ConversationId]) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        conversations.iter().for_each(|id| drop(remembered.remove(id)));
    }

    fn keep(&self, id: ConversationId, made: Remembered) {
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(id, made);
    }
}
