//! AI turns. One turn answers a whole burst of visitor messages; it runs off the request path and
//! carries the ownership number it began under, so that an answer that comes too late is refused
//! by the fence and kept as a withdrawn draft.

mod model;
mod stopping;

pub(crate) use model::{try_knowledge, try_model};
pub(crate) use stopping::finish;

use crate::App;
use baton_ai::{Answer, Article as KnownArticle, Knowledge, Said, Speaker, Turn};
use baton_domain::*;
use baton_store::{Commit, Error, Sender};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast};
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// How long the visitor may go on writing before an answer is sent.
const BURST: Duration = Duration::from_millis(400);
/// How long an AI agent that lives elsewhere may take before people are asked.
const SILENCE: Duration = Duration::from_secs(90);
/// How many earlier messages an AI agent reads.
const HISTORY: usize = 40;
/// How many unanswered conversations are taken up at start.
const AT_START: usize = 10_000;

/// The turns under way, and what the knowledge AI agents answer from.
#[derive(Default)]
pub(crate) struct Turns {
    under_way: Mutex<HashMap<ConversationId, UnderWay>>,
    knowledge: Mutex<Known>,
    over: Notify,
}

/// What was built from the articles, and how often they have changed since the start.
#[derive(Default)]
struct Known {
    knowledge: Option<Arc<Knowledge>>,
    era: u64,
}

struct UnderWay {
    ai_agent: AiAgentId,
    kind: AiAgentKind,
    ownership: u64,
    answers: Seq,
    /// Since when the AI agent owes an answer.
    since: Instant,
    abort: AbortHandle,
}

/// Begins turns as visitors write, and takes up those that a stop has left.
pub(crate) async fn run(hub: App, mut commits: broadcast::Receiver<Arc<Commit>>) {
    take_up_all(&hub).await;
    loop {
        let commit = tokio::select! {
            commit = commits.recv() => commit,
            () = hub.closing() => return,
        };
        match commit {
            Ok(commit) => {
                for stored in &commit.events {
                    if let EventBody::ArticleChanged { .. } = stored.recorded.event.body {
                        forget_knowledge(&hub);
                    }
                    if let Some(state) = &stored.state {
                        consider(&hub, state);
                    }
                }
            }
            Err(broadcast::error::RecvError::Lagged(_)) => {
                forget_knowledge(&hub);
                look_again(&hub).await;
                take_up_all(&hub).await;
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

fn forget_knowledge(hub: &App) {
    let mut known = hub.turns.knowledge.lock().unwrap_or_else(PoisonError::into_inner);
    known.knowledge = None;
    known.era += 1;
}

async fn take_up_all(hub: &App) {
    match hub.store.read(|reader| reader.answering(AT_START)).await {
        Ok(due) => due.iter().for_each(|state| consider(hub, state)),
        Err(error) => tracing::error!(%error, "unanswered conversations could not be read"),
    }
}

/// What happened meanwhile to the conversations of the turns under way is not known.
async fn look_again(hub: &App) {
    let under_way = || hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
    let ids: Vec<ConversationId> = under_way().keys().copied().collect();
    for id in ids {
        match hub.store.read(move |reader| reader.conversation(id)).await {
            Ok(Some(state)) => consider(hub, &state),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a conversation could not be read"),
        }
    }
}

/// Begins a turn when the AI agent owes an answer that is not being made. A turn for an older
/// message of the same burst makes way. One that lost the ownership runs into the fence; a model's
/// is ended at once, so that nobody pays for what nobody will read.
fn consider(hub: &App, state: &Conversation) {
    let mut under_way = hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
    if under_way.get(&state.id).is_some_and(|turn| turn.is_in_vain(state))
        && let Some(turn) = under_way.remove(&state.id)
    {
        turn.abort.abort();
        stop_typing(hub, state.id, turn.ai_agent);
        hub.turns.over.notify_waiters();
    }
    let Some(ai_agent) = state.ai_agent_to_answer() else {
        if !state.human_handoff() {
            under_way.remove(&state.id);
        }
        return;
    };
    let mut since = Instant::now();
    if let Some(turn) = under_way.get(&state.id)
        && turn.ownership == state.ownership
    {
        if turn.answers == state.last_visitor_message {
            return;
        }
        turn.abort.abort();
        since = turn.since;
    }
    let task = tokio::spawn(turn(Arc::clone(hub), state.clone(), ai_agent, since));
    let kind = hub.store.directory().ai_agent(ai_agent).map(|found| found.kind);
    let turn = UnderWay {
        ai_agent,
        kind: kind.unwrap_or(AiAgentKind::Knowledge),
        ownership: state.ownership,
        answers: state.last_visitor_message,
        since,
        abort: task.abort_handle(),
    };
    under_way.insert(state.id, turn);
}

impl UnderWay {
    /// Whether a model is being asked for an answer that is not wanted any more.
    fn is_in_vain(&self, state: &Conversation) -> bool {
        let is_wanted = state.ai_agent_to_answer().is_some() && state.ownership == self.ownership;
        self.kind == AiAgentKind::OpenAi && !is_wanted
    }
}

fn stop_typing(hub: &App, conversation: ConversationId, ai_agent: AiAgentId) {
    if let Some(ai_agent) = hub.store.directory().ai_agent(ai_agent) {
        hub.live.tell_visitor_typing(conversation, &ai_agent.name, false);
    }
}

/// The AI agent that is making an answer right now, for a visitor who connects meanwhile.
pub(crate) fn who_answers(hub: &App, state: &Conversation) -> Option<String> {
    let directory = hub.store.directory();
    let ai_agent = directory.ai_agent(state.ai_agent_to_answer()?)?;
    let under_way = hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
    let types = match ai_agent.kind {
        AiAgentKind::Knowledge | AiAgentKind::OpenAi => under_way.contains_key(&state.id),
        AiAgentKind::Api => false,
    };
    types.then(|| ai_agent.name.clone())
}

async fn turn(hub: App, state: Conversation, ai_agent: AiAgentId, since: Instant) {
    let directory = hub.store.directory();
    let Some(ai_agent) = directory.ai_agent(ai_agent) else { return };
    match ai_agent.kind {
        AiAgentKind::Knowledge => knowledge_turn(&hub, &state, ai_agent).await,
        AiAgentKind::OpenAi => model::model_turn(&hub, &state, ai_agent, since).await,
        AiAgentKind::Api => api_turn(&hub, &state, ai_agent, since).await,
    }
    let mut under_way = hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
    let mine = under_way.get(&state.id).is_some_and(|turn| {
        turn.ownership == state.ownership && turn.answers == state.last_visitor_message
    });
    if mine {
        under_way.remove(&state.id);
        hub.turns.over.notify_waiters();
    }
}

/// The program elsewhere answers by itself; if it stays silent, people are asked.
async fn api_turn(hub: &App, state: &Conversation, ai_agent: &AiAgent, since: Instant) {
    tokio::time::sleep_until(since + SILENCE).await;
    let id = state.id;
    let Ok(Some(now)) = hub.store.read(move |reader| reader.conversation(id)).await else { return };
    let still_owes = now.ai_agent_to_answer() == Some(ai_agent.id)
        && now.ownership == state.ownership
        && now.last_visitor_message == state.last_visitor_message;
    if still_owes {
        let reason = format!("{} did not answer", ai_agent.name);
        raise(hub, state, Sender::System, reason, Trigger::AiFailure).await;
    }
}

async fn knowledge_turn(hub: &App, state: &Conversation, ai_agent: &AiAgent) {
    hub.live.tell_visitor_typing(state.id, &ai_agent.name, true);
    let pause = tokio::time::sleep(BURST);
    let answer = think(hub, state, ai_agent).await;
    pause.await;
    hub.metrics.ai_turns.inc();
    let sender = Sender::AiAgent(ai_agent.id);
    match answer {
        Ok(Answer::Reply { text, sources }) => {
            reply(hub, state, sender, text, sources, false).await;
        }
        Ok(Answer::AskBack { text, sources }) => {
            let no_answer = sources.is_empty();
            reply(hub, state, sender, text, sources, no_answer).await;
        }
        Ok(Answer::Handoff { reason, trigger }) => {
            hand_over(hub, state, sender, reason, trigger).await;
        }
        Err(error) => {
            tracing::error!(%error, conversation = %state.id, "an AI turn failed");
            hub.metrics.ai_failures.inc();
            let reason = format!("{} could not answer", ai_agent.name);
            raise(hub, state, sender, reason, Trigger::AiFailure).await;
        }
    }
    hub.live.tell_visitor_typing(state.id, &ai_agent.name, false);
}

async fn think(hub: &App, state: &Conversation, ai_agent: &AiAgent) -> anyhow::Result<Answer> {
    let id = state.id;
    let (messages, handed_back) = hub
        .store
        .read(move |reader| Ok((reader.last_messages(id, HISTORY)?, reader.hand_back(id)?)))
        .await?;
    let knowledge = knowledge(hub).await?;
    let earlier_misses = state.misses;
    let (answers_after, name) = (state.answers_after, ai_agent.name.clone());
    let misses_before_handoff = ai_agent.failures_before_handoff;
    let answer = tokio::task::spawn_blocking(move || {
        let (history, asked) = parts(messages, answers_after);
        knowledge.answer(&Turn {
            asked: &asked,
            history: &history,
            note: handed_back.note.as_deref(),
            ai_agent_name: &name,
            earlier_misses,
            misses_before_handoff,
        })
    });
    Ok(answer.await??)
}

/// What was said before, and the visitor's unanswered messages.
fn parts(messages: Vec<Message>, answers_after: Seq) -> (Vec<Said>, Vec<String>) {
    let answered = answered(&messages, answers_after);
    let (mut history, mut asked) = (Vec::new(), Vec::new());
    // Names of files say nothing that an article could answer.
    for message in messages.into_iter().filter(|message| !message.text.trim().is_empty()) {
        match message.author.kind {
            AuthorKind::Visitor if message.seq > answered => asked.push(message.text),
            AuthorKind::Visitor => history.push(Said { by: Speaker::Visitor, text: message.text }),
            AuthorKind::Ai => history.push(Said { by: Speaker::AiAgent, text: message.text }),
            AuthorKind::Human => history.push(Said { by: Speaker::Member, text: message.text }),
            AuthorKind::Auto => {}
        }
    }
    (history, asked)
}

/// A message as a model reads it: with a line for each file.
fn words(message: &Message) -> String {
    words_with_files(&message.text, message.attachments.iter().map(|file| file.name.as_str()))
}

/// Up to where the visitor has been answered.
fn answered(messages: &[Message], answers_after: Seq) -> Seq {
    let said = |kind| matches!(kind, AuthorKind::Ai | AuthorKind::Human);
    let last = messages.iter().rev().find(|message| said(message.author.kind));
    last.map_or(0, |message| message.seq).max(answers_after)
}

/// What the articles say, as they are now.
pub(crate) async fn knowledge(hub: &App) -> anyhow::Result<Arc<Knowledge>> {
    let (ready, era) = {
        let known = hub.turns.knowledge.lock().unwrap_or_else(PoisonError::into_inner);
        (known.knowledge.clone(), known.era)
    };
    if let Some(ready) = ready {
        return Ok(ready);
    }
    let articles = hub.store.read(|reader| reader.articles()).await?;
    let built = tokio::task::spawn_blocking(move || known(articles));
    let built = Arc::new(built.await??);
    let mut kept = hub.turns.knowledge.lock().unwrap_or_else(PoisonError::into_inner);
    // Articles that have changed meanwhile are read at the next turn.
    if kept.era == era {
        kept.knowledge = Some(Arc::clone(&built));
    }
    Ok(built)
}

/// Articles as AI agents know them.
pub(crate) fn known(articles: Vec<Article>) -> Result<Knowledge, baton_ai::Error> {
    let known = articles.into_iter().map(|article| KnownArticle {
        id: article.id.to_string(),
        title: article.title,
        text: article.text,
        url: article.url,
        handoff: article.handoff,
    });
    Knowledge::new(&known.collect::<Vec<_>>())
}

async fn reply(
    hub: &App,
    state: &Conversation,
    sender: Sender,
    text: String,
    sources: Vec<baton_ai::Source>,
    no_answer: bool,
) {
    let command = Command::Reply {
        text,
        expect: state.ownership,
        seen: Some(state.last_visitor_message),
        attachments: Vec::new(),
        grounds: grounds(sources, no_answer),
    };
    log(hub.command(sender, state.id, CommandId(hub.store.fresh_id()), command).await.err());
}

/// What an answer from these sources rests on.
fn grounds(sources: Vec<baton_ai::Source>, no_answer: bool) -> Grounds {
    let articles = sources.iter().filter_map(|source| source.article_id.parse().ok()).collect();
    let sources =
        sources.into_iter().map(|source| Source { title: source.title, url: source.url }).collect();
    Grounds { sources, articles, no_answer }
}

/// The AI agent passes the baton by itself.
async fn hand_over(
    hub: &App,
    state: &Conversation,
    sender: Sender,
    reason: String,
    cause: baton_ai::Trigger,
) {
    let command = Command::RaiseHandoff {
        reason,
        trigger: Trigger::AiDecision,
        expect: Some(state.ownership),
        no_answer: cause == baton_ai::Trigger::NoGoodAnswer,
    };
    log(hub.command(sender, state.id, CommandId(hub.store.fresh_id()), command).await.err());
}

async fn raise(hub: &App, state: &Conversation, sender: Sender, reason: String, trigger: Trigger) {
    let command = Command::raise(reason, trigger, Some(state.ownership));
    log(hub.command(sender, state.id, CommandId(hub.store.fresh_id()), command).await.err());
}

/// A refusal means that somebody else was faster, as intended.
fn log(error: Option<Error>) {
    match error {
        None | Some(Error::Refused(_)) => {}
        Some(error) => tracing::error!(%error, "an AI turn could not be stored"),
    }
}
