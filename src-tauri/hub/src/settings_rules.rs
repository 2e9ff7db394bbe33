//! Handoff rules: read, written, put in order, tried on a sentence, rehearsed over history.

use crate::door::{Admin, Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::rehearsal::{self, REHEARSED_MOST};
use crate::settings::{created, items};
use crate::{App, turns};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use baton_ai::Knowledge;
use baton_domain::*;
use baton_store::Tx;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// Most rules a workspace may have.
const RULES: usize = 200;
/// Most labels a rule may put on.
const LABELS: usize = 20;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/rules", get(rules).post(add))
        .route("/v1/rules/rehearse", post(rehearse))
        .route("/v1/rules/try", post(try_sentence))
        .route("/v1/rules/{id}", put(change).delete(remove))
}

async fn rules(State(hub): State<App>, _: Signed) -> Answer<Json<Value>> {
    let listed = hub.store.read(rehearsal::listed).await?;
    Ok(items(&listed))
}

/// A rule as clients send it; what a list adds is taken and not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleBody {
    id: Option<RuleId>,
    name: Option<String>,
    enabled: Option<bool>,
    kind: Option<String>,
    value: Option<Value>,
    reason: Option<String>,
    #[serde(default, deserialize_with = "said")]
    to: Option<Option<AssigneeRef>>,
    labels: Option<Vec<LabelId>>,
    position: Option<u32>,
    #[serde(default, rename = "warning")]
    _warning: Option<String>,
}

/// Tells `null` from left out.
fn said<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<AssigneeRef>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl RuleBody {
    fn condition(&self, known: Option<&Condition>) -> Result<Option<Condition>, Refusal> {
        if self.kind.is_none() && self.value.is_none() {
            return Ok(None);
        }
        let before = known.map(|known| json!(known));
        let kind = self.kind.clone().map(Value::String);
        let of = |name: &str| before.as_ref().and_then(|known| known.get(name)).cloned();
        let kind = kind.or_else(|| of("kind"));
        let kind = kind.ok_or_else(|| Refusal::invalid("kind", "is missing"))?;
        let same = of("kind").as_ref() == Some(&kind);
        let value = self.value.clone().or_else(|| of("value").filter(|_| same));
        let value = value.ok_or_else(|| Refusal::invalid("value", "is missing"))?;
        let condition: Result<Condition, _> =
            serde_json::from_value(json!({"kind": kind, "value": value}));
        let field = if is_kind(&kind) { "value" } else { "kind" };
        let condition = condition.map_err(|error| Refusal::invalid(field, error.to_string()))?;
        condition.checked().map(Some)
    }

    /// Fills in a rule, checked against what there is.
    fn fill(self, mut rule: Rule, directory: &Directory) -> Result<Rule, Refusal> {
        if let Some(condition) = self.condition(Some(&rule.condition))? {
            rule.condition = condition;
        }
        if let Some(name) = &self.name {
            rule.name = text::name("name", name)?;
        }
        if let Some(reason) = &self.reason {
            rule.reason = text::name("reason", reason)?;
        }
        if let Some(to) = self.to {
            // A target who has left meanwhile may stay: the list has a warning for it.
            let kept = to == rule.to;
            rule.to = if kept { to } else { to.map(|to| member(to, directory)).transpose()? };
        }
        if let Some(labels) = self.labels {
            let known = |id: &LabelId| directory.labels.iter().any(|label| label.id == *id);
            let kept = |id: &LabelId| known(id) || rule.labels.contains(id);
            if labels.len() > LABELS || !labels.iter().all(kept) {
                return Err(Refusal::invalid("labels", "there is no such label, or too many"));
            }
            rule.labels = labels;
            rule.labels.sort_unstable();
            rule.labels.dedup();
        }
        rule.enabled = self.enabled.unwrap_or(rule.enabled);
        rule.position = self.position.unwrap_or(rule.position);
        Ok(rule)
    }

    /// A whole rule, new or only to be tried.
    fn whole(self, id: RuleId, directory: &Directory) -> Result<Rule, Refusal> {
        for (field, missing) in [("name", self.name.is_none()), ("kind", self.kind.is_none())] {
            if missing {
                return Err(Refusal::invalid(field, "is missing"));
            }
        }
        let name = self.name.clone().unwrap_or_default();
        let condition = self.condition(None)?;
        let empty = Rule {
            id,
            reason: name.clone(),
            name,
            enabled: true,
            condition: condition.ok_or_else(|| Refusal::invalid("kind", "is missing"))?,
            to: None,
            labels: Vec::new(),
            position: u32::MAX,
        };
        self.fill(empty, directory)
    }
}

const KINDS: [&str; 9] = [
    "phrase",
    "topic",
    "no_answer",
    "repeated_question",
    "mood",
    "turns",
    "page",
    "metadata",
    "article",
];

fn is_kind(kind: &Value) -> bool {
    kind.as_str().is_some_and(|kind| KINDS.contains(&kind))
}

fn member(to: AssigneeRef, directory: &Directory) -> Result<AssigneeRef, Refusal> {
    let known = directory.member(MemberId(to.id)).filter(|member| member.active);
    match (to.kind, known) {
        (PartyKind::Human, Some(_)) => Ok(to),
        (PartyKind::Human, None) => Err(Refusal::invalid("to", "there is no such member")),
        (PartyKind::Ai, _) => Err(Refusal::invalid("to", "a handoff goes to a member")),
    }
}

async fn add(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<RuleBody>,
) -> Answer<Response> {
    let (rule, is_new) = hub
        .store
        .write(move |tx| {
            let id = body.id.unwrap_or(RuleId(tx.fresh_id()));
            if id.0.is_nil() {
                return Err(Refusal::invalid("id", "is not an id").into());
            }
            if let Ok(rule) = known(tx, id) {
                return repeated(body, rule, tx.directory()).map(|rule| (rule, false));
            }
            let mut rules = tx.directory().rules.clone();
            if rules.len() >= RULES {
                let detail = format!("there are {RULES}, the most there may be");
                return Err(Refusal::invalid("rules", detail).into());
            }
            let rule = body.whole(id, tx.directory())?;
            insert(&mut rules, rule);
            put_in_order(tx, &admin, rules)?;
            Ok((known(tx, id)?, true))
        })
        .await?;
    Ok(if is_new { created(rule) } else { Json(rule).into_response() })
}

/// The rule that was made of this body before; the same id with another body is refused.
fn repeated(body: RuleBody, rule: Rule, directory: &Directory) -> baton_store::Result<Rule> {
    let place = rule.position;
    let again = body.fill(rule.clone(), directory)?;
    if (Rule { position: place, ..again }) == rule {
        return Ok(rule);
    }
    Err(baton_store::Error::IdReused)
}

/// Puts a rule where its position says.
fn insert(rules: &mut Vec<Rule>, rule: Rule) {
    let at = (rule.position as usize).min(rules.len());
    rules.insert(at, rule);
}

/// Numbers the rules as they stand and writes down what has changed.
fn put_in_order(tx: &mut Tx, admin: &Member, rules: Vec<Rule>) -> baton_store::Result<()> {
    for (mut rule, position) in rules.into_iter().zip(0..) {
        rule.position = position;
        if tx.directory().rule(rule.id) != Some(&rule) {
            let event = EventBody::RuleChanged { rule, deleted: false };
            tx.change_settings(Actor::member(admin), event)?;
        }
    }
    Ok(())
}

fn known(tx: &Tx, id: RuleId) -> baton_store::Result<Rule> {
    tx.directory().rule(id).cloned().ok_or_else(|| Refusal::not_found("rule").into())
}

async fn change(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<RuleBody>,
) -> Answer<Json<Rule>> {
    let rule = hub
        .store
        .write(move |tx| {
            if body.id.is_some_and(|said| said.0 != id) {
                return Err(Refusal::invalid("id", "cannot be changed").into());
            }
            let rule = body.fill(known(tx, RuleId(id))?, tx.directory())?;
            let mut rules = tx.directory().rules.clone();
            rules.retain(|known| known.id != rule.id);
            insert(&mut rules, rule);
            put_in_order(tx, &admin, rules)?;
            known(tx, RuleId(id))
        })
        .await?;
    Ok(Json(rule))
}

async fn remove(State(hub): State<App>, Admin(admin): Admin, Id(id): Id) -> Answer<StatusCode> {
    hub.store
        .write(move |tx| {
            let rule = known(tx, RuleId(id))?;
            let mut rules = tx.directory().rules.clone();
            rules.retain(|known| known.id != rule.id);
            let event = EventBody::RuleChanged { rule, deleted: true };
            tx.change_settings(Actor::member(&admin), event)?;
            put_in_order(tx, &admin, rules)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RehearseBody {
    rule: RuleBody,
    last: Option<usize>,
}

async fn rehearse(
    State(hub): State<App>,
    _: Signed,
    Body(body): Body<RehearseBody>,
) -> Answer<Json<Value>> {
    let last = body.last.unwrap_or(200);
    if !(1..=REHEARSED_MOST).contains(&last) {
        return Err(Problem::invalid("last", format!("is 1 to {REHEARSED_MOST}")));
    }
    let rule = whole(&hub, body.rule)?;
    let knowledge = knowledge(&hub).await?;
    let rehearsal = hub
        .store
        .read(move |reader| rehearsal::rehearse(reader, Some(&knowledge), &rule, last))
        .await?;
    Ok(Json(json!(rehearsal)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TryBody {
    text: String,
    rule: Option<RuleBody>,
}

async fn try_sentence(
    State(hub): State<App>,
    _: Signed,
    Body(body): Body<TryBody>,
) -> Answer<Json<Value>> {
    let text = text::message(&body.text)?;
    let rule = body.rule.map(|rule| whole(&hub, rule)).transpose()?;
    let knowledge = knowledge(&hub).await?;
    let directory = hub.store.directory();
    let tried = tokio::task::spawn_blocking(move || {
        rehearsal::try_sentence(&directory.rules, rule, Some(&knowledge), &text)
    });
    let tried = tried.await.map_err(|_| Problem::unavailable("The rules could not be tried."))?;
    Ok(Json(json!(tried)))
}

/// A rule that is only tried; one that is known may be sent in part.
fn whole(hub: &App, body: RuleBody) -> Answer<Rule> {
    let directory = hub.store.directory();
    let id = body.id.unwrap_or(RuleId(Uuid::nil()));
    let rule = match directory.rule(id) {
        Some(known) => body.fill(known.clone(), &directory)?,
        None => body.whole(id, &directory)?,
    };
    Ok(rule)
}

/// What the articles say: some rules ask which of them would answer.
async fn knowledge(hub: &App) -> Answer<Arc<Knowledge>> {
    turns::knowledge(hub).await.map_err(|error| {
        tracing::error!(%error, "the articles could not be read");
        Problem::unavailable("The articles could not be read.")
    })
}
