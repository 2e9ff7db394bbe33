//! Analyses by the workspace's model: made again at every change of hands and every few messages,
//! beside everything else.
//!
//! Guarantees: at most one at a time for a conversation and [`AT_ONCE`] altogether; each says up to
//! which message it has read; a model that fails leaves the local analysis, and is asked again when
//! there is something new. What it writes is kept as text and nothing else. Leaves out: what was
//! said while the hub was down, until it goes on.

use super::{EVENTS, model};
use crate::settings_models::endpoint;
use crate::{App, turns};
use baton_ai::analysis::model::{ANSWER_CHARS, Question, merged, question};
use baton_ai::analysis::{By, Input, analyse};
use baton_ai::{Knowledge, Material};
use baton_domain::*;
use baton_store::{Commit, Sender};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, broadcast};

/// How long it is waited for more before the model is asked.
const PAUSE: Duration = Duration::from_secs(2);
/// After so many new messages it is made again.
const MESSAGES: u32 = 6;
/// How many models are asked at once.
const AT_ONCE: usize = 4;
/// How many conversations may wait for that, and be counted.
const WAITING: usize = 1_000;
/// How many articles the model is offered.
const ARTICLES: usize = 3;

/// What is being made, and how much was said since.
pub(super) struct Making {
    /// Conversations with a task; true when something happened since it began to read.
    under_way: Mutex<HashMap<ConversationId, bool>>,
    said: Mutex<HashMap<ConversationId, u32>>,
    seats: Semaphore,
}

impl Default for Making {
    fn default() -> Self {
        let (under_way, said) = (Mutex::default(), Mutex::default());
        Self { under_way, said, seats: Semaphore::new(AT_ONCE) }
    }
}

/// Follows what happens.
pub(crate) async fn run(hub: App, mut commits: broadcast::Receiver<Arc<Commit>>) {
    loop {
        let commit = tokio::select! {
            commit = commits.recv() => commit,
            () = hub.closing() => return,
        };
        match commit {
            Ok(commit) if model(&hub.store.directory()).is_some() => {
                for stored in &commit.events {
                    consider(&hub, &stored.recorded);
                }
            }
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

fn consider(hub: &App, recorded: &Recorded) {
    let Some(id) = recorded.event.conversation else { return };
    let making = &hub.analyses.making;
    let body = &recorded.event.body;
    let changed_hands = matches!(body, EventBody::HandedOff { .. } | EventBody::Assigned { .. });
    let said = matches!(body, EventBody::MessagePosted { author, .. }
        if author.kind != AuthorKind::Auto);
    if (changed_hands || said && making.counts(id)) && making.begins(id) {
        tokio::spawn(make(Arc::clone(hub), id));
    }
}

impl Making {
    /// Counts a message; whether there are enough new ones now.
    fn counts(&self, id: ConversationId) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.len() >= WAITING {
            said.clear();
        }
        let count = said.entry(id).or_insert(0);
        *count += 1;
        *count >= MESSAGES
    }

    /// Whether a task is to be started: not when there is one, which is told instead.
    fn begins(&self, id: ConversationId) -> bool {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(again) = under_way.get_mut(&id) {
            *again = true;
            return false;
        }
        if under_way.len() >= WAITING {
            tracing::warn!("too many conversations wait for an analysis; this one is left out");
            return false;
        }
        under_way.insert(id, false);
        true
    }

    /// From here on what happens is new.
    fn reads(&self, id: ConversationId) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.insert(id, false);
    }

    /// Whether something happened since it was read; if not, the task is over.
    fn goes_on(&self, id: ConversationId) -> bool {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let again = under_way.get(&id).copied().unwrap_or(false);
        if !again {
            under_way.remove(&id);
        }
        again
    }
}

/// Makes the analysis of one conversation until there is nothing new.
async fn make(hub: App, id: ConversationId) {
    let making = &hub.analyses.making;
    loop {
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = hub.closing() => return,
        }
        let seat = making.seats.acquire().await;
        making.reads(id);
        let made = tokio::select! {
            made = once(&hub, id) => made,
            () = hub.closing() => return,
        };
        drop(seat);
        if let Err(error) = made {
            tracing::warn!(%error, conversation = %id, "a model made no analysis");
        }
        if !making.goes_on(id) {
            return;
        }
    }
}

/// What the model is asked about one state of a conversation.
struct Asked {
    local: Analysis,
    articles: Vec<Material>,
    question: Question,
}

async fn once(hub: &App, id: ConversationId) -> anyhow::Result<()> {
    let directory = hub.store.directory();
    let Some(ai_agent) = model(&directory) else { return Ok(()) };
    let Some(endpoint) = endpoint(hub, ai_agent).await? else { return Ok(()) };
    let knowledge = turns::knowledge(hub).await?;
    let Some(asked) = hub.store.read(move |reader| read(reader, &knowledge, id)).await? else {
        return Ok(());
    };
    let Question { system, user } = &asked.question;
    let answer = hub.models.complete(&endpoint, system, user, ANSWER_CHARS).await?;
    let Some(made) = merged(&asked.local, &answer, &asked.articles) else {
        anyhow::bail!("the model's answer is not an analysis");
    };
    // Every copy keeps the event for ever: what whoever reads it computes again is left out of it.
    let (mood, tried) = (Vec::new(), Vec::new());
    let analysis = Box::new(Analysis { mood, tried, at: hub.store.now(), ..made });
    let command = Command::KeepAnalysis { analysis };
    hub.command(Sender::System, id, CommandId(hub.store.fresh_id()), command).await?;
    Ok(())
}

/// One state of the conversation as the model is asked about it; none when the visitor said nothing.
fn read(
    reader: &baton_store::Reader,
    knowledge: &Knowledge,
    id: ConversationId,
) -> baton_store::Result<Option<Asked>> {
    let Some(state) = reader.conversation(id)?.filter(|state| !state.erased) else {
        return Ok(None);
    };
    let story = reader.story(id, EVENTS)?;
    let read = Input::read(&story, &state, reader.directory());
    let input = Input { knowledge: Some(knowledge), ..read };
    if !input.lines.iter().any(|line| line.by == By::Visitor) {
        return Ok(None);
    }
    let local = analyse(&input);
    let asked = local.open_question.clone().or_else(|| local.asks_for.last().cloned());
    let articles = asked.map(|asked| knowledge.search(&asked, ARTICLES));
    let articles = articles.transpose().unwrap_or_else(|error| {
        tracing::warn!(%error, "the articles could not be searched");
        None
    });
    let articles = articles.unwrap_or_default();
    let question = question(&input, &articles);
    Ok(Some(Asked { local, articles, question }))
}
