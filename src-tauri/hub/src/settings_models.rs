//! Where the models of AI agents are: checked, tested, tried.
//!
//! Guarantees: a key is kept as a secret, is never answered, logged or written to the log, and is
//! only ever sent to the origin it was given for: another origin without a new key has none. Testing
//! and trying store nothing. Leaves out: how a model is asked (`baton_ai::openai`).

use crate::App;
use crate::door::{Admin, Body};
use crate::problem::{Answer, Problem};
use crate::settings_ai::{AiAgentBody, fill_ai_agent, same_kind};
use crate::{rehearsal, turns};
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use baton_ai::openai::{Endpoint, Tested, base_url, is_key, is_private, origin};
use baton_ai::{Answer as Given, Said, Speaker};
use baton_domain::*;
use baton_store::{Reader, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long a test or a try may take.
const TRY_WITHIN: Duration = Duration::from_secs(40);
/// How many messages a try may begin with.
const SAID: usize = 40;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/v1/ai-agents/test", post(test)).route("/v1/ai-agents/try", post(try_it))
}

/// Where a model is, as an owner says it; what is left out stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenAiBody {
    base_url: Option<String>,
    model: Option<String>,
    timeout_s: Option<u32>,
    allow_private: Option<bool>,
    api_key: Option<String>,
}

/// What becomes of the key.
pub(crate) enum Key {
    /// It stays.
    Kept,
    /// It is forgotten.
    Forgotten,
    /// There is a new one.
    New(String),
}

/// The settings that `body` leads to; none for an AI agent that has no model.
pub(crate) fn change(
    known: &AiAgent,
    body: Option<OpenAiBody>,
) -> Result<Option<(OpenAi, Key)>, Refusal> {
    match (known.kind, body) {
        (AiAgentKind::OpenAi, None) => match &known.openai {
            Some(same) => Ok(Some((same.clone(), Key::Kept))),
            None => Err(Refusal::invalid("openai", "is missing")),
        },
        (AiAgentKind::OpenAi, Some(body)) => filled(known.openai.as_ref(), body).map(Some),
        (AiAgentKind::Knowledge | AiAgentKind::Api, None) => Ok(None),
        (AiAgentKind::Knowledge | AiAgentKind::Api, Some(_)) => {
            Err(Refusal::invalid("openai", "is only for AI agents of kind openai"))
        }
    }
}

fn filled(before: Option<&OpenAi>, body: OpenAiBody) -> Result<(OpenAi, Key), Refusal> {
    let address = match (&body.base_url, before) {
        (Some(said), _) => text::url("openai.base_url", said)?,
        (None, Some(before)) => before.base_url.clone(),
        (None, None) => return Err(Refusal::invalid("openai.base_url", "is missing")),
    };
    let url = base_url(&address).map_err(|what| Refusal::invalid("openai.base_url", what))?;
    let allow_private = body.allow_private.or(before.map(|b| b.allow_private)).unwrap_or(false);
    if !allow_private && is_private(&url) {
        let detail = "is a private address; allow private addresses if that is meant";
        return Err(Refusal::invalid("openai.base_url", detail));
    }
    let model = match (&body.model, before) {
        (Some(said), _) => text::bounded("openai.model", said, 1, OpenAi::MODEL_CHARS)?,
        (None, Some(before)) => before.model.clone(),
        (None, None) => return Err(Refusal::invalid("openai.model", "is missing")),
    };
    let usual = before.map_or(OpenAi::TIMEOUT_S_USUAL, |before| before.timeout_s);
    let timeout_s = body.timeout_s.unwrap_or(usual);
    if !(1..=OpenAi::TIMEOUT_S_MAX).contains(&timeout_s) {
        let detail = format!("is not between 1 and {}", OpenAi::TIMEOUT_S_MAX);
        return Err(Refusal::invalid("openai.timeout_s", detail));
    }
    let same_origin = before.is_some_and(|before| origin(&before.base_url) == origin(&address));
    let key = match body.api_key.as_deref().map(str::trim) {
        None if same_origin => Key::Kept,
        None | Some("") => Key::Forgotten,
        Some(key) if is_key(key) => Key::New(key.to_owned()),
        Some(_) => {
            let detail = "is not a key: at most 512 letters, digits and signs, without spaces";
            return Err(Refusal::invalid("openai.api_key", detail));
        }
    };
    let api_key_set = match key {
        Key::Kept => before.is_some_and(|before| before.api_key_set),
        Key::Forgotten => false,
        Key::New(_) => true,
    };
    Ok((OpenAi { base_url: address, model, timeout_s, allow_private, api_key_set }, key))
}

/// Keeps or forgets the key, and gives the settings to be logged.
pub(crate) fn keep(
    tx: &Tx,
    ai_agent: AiAgentId,
    change: Option<(OpenAi, Key)>,
) -> baton_store::Result<Option<OpenAi>> {
    let Some((settings, key)) = change else { return Ok(None) };
    match key {
        Key::Kept => {}
        Key::Forgotten => forget(tx, ai_agent)?,
        Key::New(key) => {
            let origin = origin(&settings.base_url).unwrap_or_default();
            tx.keep_secret(&secret_name(ai_agent), &format!("{origin}\n{key}"))?;
        }
    }
    Ok(Some(settings))
}

/// Forgets the key of an AI agent.
pub(crate) fn forget(tx: &Tx, ai_agent: AiAgentId) -> baton_store::Result<()> {
    tx.forget_secret(&secret_name(ai_agent))
}

fn secret_name(ai_agent: AiAgentId) -> String {
    format!("openai:{ai_agent}")
}

/// The model of an AI agent, with its key; none when it has none.
pub(crate) async fn endpoint(
    hub: &App,
    ai_agent: &AiAgent,
) -> Result<Option<Endpoint>, baton_store::Error> {
    let ai_agent = ai_agent.clone();
    hub.store.read(move |reader| endpoint_in(reader, &ai_agent)).await
}

/// The same, for who reads more at once.
pub(crate) fn endpoint_in(
    reader: &Reader<'_>,
    ai_agent: &AiAgent,
) -> Result<Option<Endpoint>, baton_store::Error> {
    let Some(settings) = &ai_agent.openai else { return Ok(None) };
    let key = kept_key(reader, ai_agent.id, settings)?;
    Ok(Endpoint::new(settings, key).ok())
}

/// The key, if it was given for the origin of these settings. It is kept together with that origin:
/// settings that were read a moment ago never go with the key of others.
fn kept_key(
    reader: &Reader<'_>,
    ai_agent: AiAgentId,
    settings: &OpenAi,
) -> Result<Option<String>, baton_store::Error> {
    let kept = reader.secret(&secret_name(ai_agent))?;
    Ok(kept.as_deref().and_then(|kept| key_for(kept, &settings.base_url)))
}

fn key_for(kept: &str, base_url: &str) -> Option<String> {
    let (given_for, key) = kept.split_once('\n')?;
    (origin(base_url).as_deref() == Some(given_for)).then(|| key.to_owned())
}

/// The same for settings that are not saved.
async fn unsaved(hub: &App, of: Option<&AiAgent>, change: (OpenAi, Key)) -> Answer<Endpoint> {
    let (settings, key) = change;
    let key = match (key, of) {
        (Key::New(key), _) => Some(key),
        (Key::Kept, Some(ai_agent)) => {
            let (id, of) = (ai_agent.id, settings.clone());
            hub.store.read(move |reader| kept_key(reader, id, &of)).await?
        }
        (Key::Kept, None) | (Key::Forgotten, _) => None,
    };
    Endpoint::new(&settings, key)
        .map_err(|failure| Problem::invalid("openai.base_url", failure.to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestBody {
    openai: OpenAiBody,
    ai_agent: Option<Uuid>,
}

/// Whether the model answers, and how.
async fn test(
    State(hub): State<App>,
    Admin(_): Admin,
    Body(body): Body<TestBody>,
) -> Answer<Json<Value>> {
    let directory = hub.store.directory();
    let of = body.ai_agent.map(|id| known(&directory, id)).transpose()?;
    let change = filled(of.and_then(|ai_agent| ai_agent.openai.as_ref()), body.openai)?;
    let endpoint = unsaved(&hub, of, change).await?;
    let Tested { ok, detail, ms, models, tools } = hub.models.test(&endpoint, TRY_WITHIN).await;
    Ok(Json(json!({"ok": ok, "detail": detail, "ms": ms, "models": models, "tools": tools})))
}

fn known(directory: &Directory, id: Uuid) -> Answer<&AiAgent> {
    let found = directory.ai_agent(AiAgentId(id)).filter(|ai_agent| !ai_agent.deleted);
    found.ok_or_else(|| Problem::not_found("AI agent"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TryBody {
    ai_agent: Uuid,
    draft: Option<AiAgentBody>,
    said: Vec<SaidBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidBody {
    by: SaidBy,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SaidBy {
    Visitor,
    Ai,
}

/// What an AI agent would say, saved or not. Nothing is stored.
async fn try_it(
    State(hub): State<App>,
    Admin(_): Admin,
    Body(body): Body<TryBody>,
) -> Answer<Json<Value>> {
    let directory = hub.store.directory();
    let saved = known(&directory, body.ai_agent)?;
    let (history, asked) = conversation(body.said)?;
    let mut ai_agent = saved.clone();
    let mut change = None;
    if let Some(mut draft) = body.draft {
        same_kind(saved, &draft)?;
        change = self::change(saved, draft.openai.take())?;
        ai_agent = fill_ai_agent(ai_agent, draft)?;
    }
    let begun = Instant::now();
    if let Some(reason) = rule_for(&hub, &asked).await? {
        return Ok(Json(json!({"reply": null, "sources": [], "handoff": {"reason": reason},
            "ms": millis(begun)})));
    }
    let answer = match saved.kind {
        AiAgentKind::Api => {
            let detail = "answers by itself; it cannot be tried here";
            return Err(Problem::invalid("ai_agent", detail));
        }
        AiAgentKind::Knowledge => turns::try_knowledge(&hub, &ai_agent, history, asked)
            .await
            .map_err(|_| Problem::unavailable("The articles could not be read."))?,
        AiAgentKind::OpenAi => {
            let endpoint = match change {
                Some(change) => Some(unsaved(&hub, Some(saved), change).await?),
                None => endpoint(&hub, saved).await?,
            };
            turns::try_model(&hub, &ai_agent, endpoint, (&history, &asked), TRY_WITHIN).await
        }
    };
    Ok(Json(tried(answer, millis(begun))))
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The reason of the first handoff rule that these words lead to: the AI agent would not be asked.
async fn rule_for(hub: &App, asked: &[String]) -> Answer<Option<String>> {
    let knowledge = turns::knowledge(hub).await.map_err(|error| {
        tracing::error!(%error, "the articles could not be read");
        Problem::unavailable("The articles could not be read.")
    })?;
    let (directory, asked) = (hub.store.directory(), asked.to_vec());
    let found = tokio::task::spawn_blocking(move || {
        let tried = |text: &String| {
            rehearsal::try_sentence(&directory.rules, None, Some(&knowledge), text).why
        };
        asked.iter().find_map(tried)
    });
    found.await.map_err(|_| Problem::unavailable("The rules could not be tried."))
}

/// What was said before, and what the visitor asks now: everything since the AI agent spoke.
fn conversation(said: Vec<SaidBody>) -> Answer<(Vec<Said>, Vec<String>)> {
    if said.len() > SAID {
        return Err(Problem::invalid("said", format!("has more than {SAID} messages")));
    }
    let (mut history, mut asked) = (Vec::new(), Vec::new());
    for message in said {
        let text = text::bounded("said", &message.text, 1, text::MESSAGE_CHARS)?;
        match message.by {
            SaidBy::Visitor => asked.push(text),
            SaidBy::Ai => {
                let earlier = asked.drain(..).map(|text| Said { by: Speaker::Visitor, text });
                history.extend(earlier);
                history.push(Said { by: Speaker::AiAgent, text });
            }
        }
    }
    if asked.is_empty() {
        return Err(Problem::invalid("said", "does not end with words of the visitor"));
    }
    Ok((history, asked))
}

fn tried(answer: Given, ms: u64) -> Value {
    let (reply, sources, handoff) = match answer {
        Given::Reply { text, sources } | Given::AskBack { text, sources } => {
            (Some(text), sources, None)
        }
        Given::Handoff { reason, .. } => (None, Vec::new(), Some(json!({"reason": reason}))),
    };
    let source = |source: baton_ai::Source| json!({"title": source.title, "url": source.url, "article": source.article_id});
    let sources: Vec<Value> = sources.into_iter().map(source).collect();
    json!({"reply": reply, "sources": sources, "handoff": handoff, "ms": ms})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_only_to_the_origin_it_was_given_for() {
        let kept = "https://api.one.example\nsk-1";
        assert_eq!(key_for(kept, "https://api.one.example/v1").as_deref(), Some("sk-1"));
        for other in ["https://api.two.example/v1", "http://api.one.example/v1", "nonsense"] {
            assert_eq!(key_for(kept, other), None, "{other}");
        }
        assert_eq!(key_for("sk-1", "https://api.one.example/v1"), None, "without an origin");
    }
}
