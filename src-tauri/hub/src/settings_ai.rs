//! AI agents. Switching one off hands everything it holds to people.

use crate::App;
use crate::credentials::{self, AI_AGENT};
use crate::door::{Admin, Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::settings::{created, items};
use crate::settings_models::{self, OpenAiBody};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::{Sender, Token, TokenKind, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/ai-agents", get(ai_agents).post(add_ai_agent))
        .route("/v1/ai-agents/{id}", put(change_ai_agent).delete(remove_ai_agent))
        .route("/v1/ai-agents/{id}/key", post(new_key))
}

async fn ai_agents(State(hub): State<App>, _: Signed) -> Json<Value> {
    let directory = hub.store.directory();
    let known: Vec<&AiAgent> = directory.ai_agents.iter().filter(|a| !a.deleted).collect();
    items(&known)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AiAgentBody {
    name: Option<String>,
    pub kind: Option<String>,
    enabled: Option<bool>,
    instructions: Option<String>,
    texts: Option<TextsBody>,
    silent: Option<bool>,
    failures_before_handoff: Option<u32>,
    pub openai: Option<OpenAiBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextsBody {
    greeting: Option<String>,
    waiting: Option<String>,
    joined: Option<String>,
    out_of_hours: Option<String>,
}

fn kind(word: Option<&str>) -> Answer<AiAgentKind> {
    match word {
        Some("knowledge") => Ok(AiAgentKind::Knowledge),
        Some("openai") => Ok(AiAgentKind::OpenAi),
        Some("api") => Ok(AiAgentKind::Api),
        Some(_) => Err(Problem::invalid("kind", "is not one of knowledge, openai, api")),
        None => Err(Problem::invalid("kind", "is missing")),
    }
}

/// `ai_agent` with what `body` says of it; where its model is stays as it was.
pub(crate) fn fill_ai_agent(mut ai_agent: AiAgent, body: AiAgentBody) -> Result<AiAgent, Refusal> {
    if let Some(name) = body.name {
        ai_agent.name = text::name("name", &name)?;
    }
    if let Some(instructions) = body.instructions {
        ai_agent.instructions = text::bounded("instructions", &instructions, 0, 16_384)?;
    }
    if let Some(texts) = body.texts {
        let known = &mut ai_agent.texts;
        for (field, said, kept) in [
            ("texts.greeting", texts.greeting, &mut known.greeting),
            ("texts.waiting", texts.waiting, &mut known.waiting),
            ("texts.joined", texts.joined, &mut known.joined),
            ("texts.out_of_hours", texts.out_of_hours, &mut known.out_of_hours),
        ] {
            if let Some(said) = said {
                *kept = text::bounded(field, &said, 0, 2_000)?;
            }
        }
    }
    if let Some(failures) = body.failures_before_handoff {
        if !(1..=10).contains(&failures) {
            return Err(Refusal::invalid("failures_before_handoff", "is not between 1 and 10"));
        }
        ai_agent.failures_before_handoff = failures;
    }
    ai_agent.enabled = body.enabled.unwrap_or(ai_agent.enabled);
    ai_agent.silent = body.silent.unwrap_or(ai_agent.silent);
    Ok(ai_agent)
}

async fn add_ai_agent(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(mut body): Body<AiAgentBody>,
) -> Answer<Response> {
    let kind = kind(body.kind.as_deref())?;
    if body.name.is_none() {
        return Err(Problem::invalid("name", "is missing"));
    }
    let key = fresh_key()?;
    let for_store = key.clone();
    let ai_agent = hub
        .store
        .write(move |tx| {
            let empty = crate::workspace::new_ai_agent(AiAgentId(tx.fresh_id()), "", kind);
            let change = settings_models::change(&empty, body.openai.take())?;
            let mut ai_agent = fill_ai_agent(empty, body)?;
            ai_agent.openai = settings_models::keep(tx, ai_agent.id, change)?;
            if kind == AiAgentKind::Api {
                keep_key(tx, ai_agent.id, &for_store)?;
            }
            let event = EventBody::AiAgentChanged { ai_agent: ai_agent.clone() };
            tx.change_settings(Actor::member(&admin), event)?;
            Ok(ai_agent)
        })
        .await?;
    let mut answer = json!(ai_agent);
    if let (Some(answer), AiAgentKind::Api) = (answer.as_object_mut(), kind) {
        answer.insert("key".into(), key.into());
    }
    Ok(created(answer))
}

fn fresh_key() -> Answer<String> {
    credentials::new_token(AI_AGENT)
        .map_err(|_| Problem::unavailable("No random numbers can be had."))
}

fn keep_key(tx: &Tx, id: AiAgentId, key: &str) -> baton_store::Result<()> {
    tx.revoke_all(id.0)?;
    let token = Token {
        id: tx.fresh_id(),
        kind: TokenKind::AiAgent,
        owner: id.0,
        device: String::new(),
        created_at: tx.now(),
    };
    tx.keep_token(&credentials::hash(key), &token)
}

async fn new_key(State(hub): State<App>, Admin(_): Admin, Id(id): Id) -> Answer<Json<Value>> {
    let key = fresh_key()?;
    let for_store = key.clone();
    hub.store
        .write(move |tx| {
            let ai_agent = known_ai_agent(tx, id)?;
            if ai_agent.kind != AiAgentKind::Api {
                return Err(Refusal::invalid("kind", "only an api AI agent has a key").into());
            }
            keep_key(tx, ai_agent.id, &for_store)
        })
        .await?;
    hub.remembered.forget(id, None);
    hub.live.signed_out(id, None);
    Ok(Json(json!({"key": key})))
}

fn known_ai_agent(tx: &Tx, id: Uuid) -> Result<AiAgent, Refusal> {
    let found = tx.directory().ai_agent(AiAgentId(id)).filter(|ai_agent| !ai_agent.deleted);
    found.cloned().ok_or_else(|| Refusal::not_found("AI agent"))
}

async fn change_ai_agent(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(mut body): Body<AiAgentBody>,
) -> Answer<Json<AiAgent>> {
    let ai_agent = hub
        .store
        .write(move |tx| {
            let known = known_ai_agent(tx, id)?;
            same_kind(&known, &body)?;
            let change = settings_models::change(&known, body.openai.take())?;
            let mut ai_agent = fill_ai_agent(known.clone(), body)?;
            ai_agent.openai = settings_models::keep(tx, ai_agent.id, change)?;
            put_ai_agent(tx, &admin, &known, ai_agent)
        })
        .await?;
    Ok(Json(ai_agent))
}

/// An AI agent stays of its kind.
pub(crate) fn same_kind(known: &AiAgent, body: &AiAgentBody) -> Result<(), Refusal> {
    match body.kind.as_deref() {
        Some(kind) if json!(known.kind).as_str() != Some(kind) => {
            Err(Refusal::invalid("kind", "cannot be changed"))
        }
        Some(_) | None => Ok(()),
    }
}

fn put_ai_agent(
    tx: &mut Tx,
    admin: &Member,
    before: &AiAgent,
    after: AiAgent,
) -> baton_store::Result<AiAgent> {
    let event = EventBody::AiAgentChanged { ai_agent: after.clone() };
    tx.change_settings(Actor::member(admin), event)?;
    if before.enabled && !after.enabled {
        for conversation in tx.open_conversations(after.id.0)? {
            let command = Command::raise(
                format!("{} was switched off", after.name),
                Trigger::AiDisabled,
                None,
            );
            let id = CommandId(tx.fresh_id());
            tx.execute(&crate::envelope(Sender::System, conversation, id, command))?;
        }
    }
    Ok(after)
}

/// The workspace's settings without an AI agent that goes: its model writes no more analyses, and
/// somebody must take reopened conversations.
fn leave_settings(tx: &mut Tx, admin: &Member, gone: AiAgentId) -> baton_store::Result<()> {
    let Some(settings) = tx.directory().settings.clone() else { return Ok(()) };
    if settings.default_ai_agent == Some(gone) {
        let detail = "this AI agent takes reopened conversations; choose another first";
        return Err(Refusal::invalid("default_ai_agent", detail).into());
    }
    if settings.analysis_ai_agent == Some(gone) {
        let settings = Settings { analysis_ai_agent: None, ..settings };
        tx.change_settings(Actor::member(admin), EventBody::SettingsChanged { settings })?;
    }
    Ok(())
}

async fn remove_ai_agent(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
) -> Answer<StatusCode> {
    hub.store
        .write(move |tx| {
            let known = known_ai_agent(tx, id)?;
            leave_settings(tx, &admin, known.id)?;
            let gone = AiAgent {
                enabled: false,
                deleted: true,
                openai: known.openai.clone().map(|model| OpenAi { api_key_set: false, ..model }),
                ..known.clone()
            };
            tx.revoke_all(id)?;
            settings_models::forget(tx, known.id)?;
            put_ai_agent(tx, &admin, &known, gone)
        })
        .await?;
    hub.remembered.forget(id, None);
    hub.live.signed_out(id, None);
    Ok(StatusCode::NO_CONTENT)
}
