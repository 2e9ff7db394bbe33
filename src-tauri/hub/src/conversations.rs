//! Lists, parts of a conversation, and the commands on it, for members and for AI agents that live
//! elsewhere. An AI agent sees only conversations it holds.

use crate::door::{Body, Caller, Id, Query, Signed};
use crate::problem::{Answer, Problem};
use crate::{App, attachments, view};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{ListFilter, Responder, Sort, Tab};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Conversations a page of a list has unless asked otherwise.
const LIST_PAGE: usize = 50;
/// Most conversations, messages or events a page may have.
const LARGEST_PAGE: usize = 200;
/// Most events one answer of a timeline has.
const TIMELINE_PAGE: usize = 1_000;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ListQuery {
    pub tab: Option<String>,
    pub agent_type: Option<String>,
    pub assignee: Option<String>,
    pub ai_agent: Option<String>,
    pub responded_by: Option<String>,
    pub human_takeover: Option<String>,
    pub ever_taken_over: Option<String>,
    pub status: Option<String>,
    pub label: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub q: Option<String>,
    pub sort: Option<String>,
    pub limit: Option<usize>,
    pub cursor: Option<String>,
}

impl ListQuery {
    pub fn filter(self) -> Answer<ListFilter> {
        let (responded_by, responder) = match self.responded_by.as_deref() {
            Some("ai") => (None, Some(Responder::Any(PartyKind::Ai))),
            Some("human") => (None, Some(Responder::Any(PartyKind::Human))),
            Some("nobody") => (None, Some(Responder::Nobody)),
            Some(_) | None => (parsed("responded_by", self.responded_by)?, None),
        };
        let truth = [("true", true), ("false", false)];
        Ok(ListFilter {
            tab: one_of(
                "tab",
                self.tab,
                &[("mine", Tab::Mine), ("unassigned", Tab::Unassigned), ("all", Tab::All)],
            )?
            .unwrap_or_default(),
            assignee_kind: one_of(
                "agent_type",
                self.agent_type,
                &[("human", PartyKind::Human), ("ai", PartyKind::Ai)],
            )?,
            assignee: parsed("assignee", self.assignee)?,
            handled_by: None,
            ai_agent: parsed::<Uuid>("ai_agent", self.ai_agent)?.map(AiAgentId),
            responded_by,
            responder,
            human_takeover: one_of("human_takeover", self.human_takeover, &truth)?,
            ever_taken_over: one_of("ever_taken_over", self.ever_taken_over, &truth)?,
            status: one_of(
                "status",
                self.status,
                &[
                    ("active", Status::Active),
                    ("pending", Status::Pending),
                    ("closed", Status::Closed),
                ],
            )?,
            label: match self.label.as_deref() {
                Some("none") => Some(None),
                _ => parsed::<Uuid>("label", self.label)?.map(|id| Some(LabelId(id))),
            },
            from: parsed("from", self.from)?,
            to: parsed("to", self.to)?,
            words: self.q.filter(|q| !q.is_empty()).map(|q| text::name("q", &q)).transpose()?,
            sort: one_of("sort", self.sort, &[("wait", Sort::Wait), ("latest", Sort::Latest)])?,
            limit: self.limit.unwrap_or(LIST_PAGE).clamp(1, LARGEST_PAGE),
            cursor: self.cursor,
        })
    }
}

fn one_of<T: Copy>(field: &str, value: Option<String>, words: &[(&str, T)]) -> Answer<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    let found = words.iter().find(|(word, _)| *word == value).map(|(_, value)| *value);
    found.map(Some).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        Problem::invalid(field, format!("is not one of {}", known.join(", ")))
    })
}

fn parsed<T: std::str::FromStr>(field: &str, value: Option<String>) -> Answer<Option<T>> {
    let Some(value) = value else { return Ok(None) };
    value.parse().map(Some).map_err(|_| Problem::invalid(field, "cannot be read"))
}

pub(crate) async fn list(
    State(hub): State<App>,
    signed: Signed,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Value>> {
    let filter = query.filter()?;
    let me = signed.member.id;
    let page = hub.store.read(move |reader| reader.list(me, &filter)).await?;
    let items: Vec<ConversationView> =
        page.items.into_iter().map(|item| view::online(&hub, item)).collect();
    Ok(Json(json!({"items": items, "next": page.next, "counts": page.counts})))
}

/// The conversation, if the caller may see it.
pub(crate) async fn seen(hub: &App, caller: &Caller, id: Uuid) -> Answer<ConversationView> {
    let id = ConversationId(id);
    let me = match caller {
        Caller::Member(member) => Some(member.id),
        Caller::AiAgent(_) => None,
    };
    let view = hub.store.read(move |reader| reader.view_of(me, id)).await?;
    let view = view.ok_or_else(|| Problem::not_found("conversation"))?;
    let held = match caller {
        Caller::Member(_) => true,
        Caller::AiAgent(ai_agent) => {
            view.assignee.as_ref().is_some_and(|assignee| assignee.id == ai_agent.id.to_string())
        }
    };
    if held { Ok(view::online(hub, view)) } else { Err(Problem::not_found("conversation")) }
}

pub(crate) async fn one(
    State(hub): State<App>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Json<ConversationView>> {
    seen(&hub, &caller, id).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    before: Option<u32>,
    after: Option<u32>,
    limit: Option<usize>,
}

pub(crate) async fn messages(
    State(hub): State<App>,
    caller: Caller,
    Id(id): Id,
    Query(range): Query<Range>,
) -> Answer<Json<Value>> {
    let view = seen(&hub, &caller, id).await?;
    let limit = range.limit.unwrap_or(LIST_PAGE).clamp(1, LARGEST_PAGE);
    let messages = hub
        .store
        .read(move |reader| match (range.after, range.before) {
            (None, None) => reader.last_messages(view.id, limit),
            (after, before) => {
                reader.messages(view.id, after.map_or(0, Seq::from), before.map(Seq::from), limit)
            }
        })
        .await?;
    let messages = attachments::sign_all(&hub, messages);
    let seq = view.last_message.map_or(0, |last| last.seq);
    Ok(Json(json!({"messages": messages, "seq": seq})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimelineRange {
    cursor: Option<u32>,
}

pub(crate) async fn timeline(
    State(hub): State<App>,
    signed: Signed,
    Id(id): Id,
    Query(range): Query<TimelineRange>,
) -> Answer<Json<Value>> {
    let view = seen(&hub, &Caller::Member(signed.member), id).await?;
    let after = range.cursor.map_or(0, Seq::from);
    let recorded =
        hub.store.read(move |reader| reader.timeline(view.id, after, TIMELINE_PAGE)).await?;
    let next = (recorded.len() == TIMELINE_PAGE)
        .then(|| recorded.last().map(|last| last.seq.to_string()))
        .flatten();
    let items: Vec<EventView> =
        recorded.iter().map(|recorded| EventView::from(recorded).without_words()).collect();
    Ok(Json(json!({"items": items, "next": next})))
}

pub(crate) async fn comments(
    State(hub): State<App>,
    signed: Signed,
    Id(id): Id,
) -> Answer<Json<Value>> {
    let view = seen(&hub, &Caller::Member(signed.member), id).await?;
    let items = hub.store.read(move |reader| reader.comments(view.id)).await?;
    Ok(Json(json!({"items": items, "next": null})))
}

/// A command and its id, as they come in one JSON object.
pub(crate) struct Numbered {
    pub id: CommandId,
    pub command: Command,
}

impl Numbered {
    /// Reads one; says which field is wrong.
    pub fn parse(mut object: Map<String, Value>) -> Answer<Self> {
        let id = object.remove("id").ok_or_else(|| Problem::invalid("id", "is missing"))?;
        let id = field("id", id)?;
        Ok(Self { id, command: field("command", Value::Object(object))? })
    }
}

fn field<T: DeserializeOwned>(name: &str, value: Value) -> Answer<T> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { name.to_owned() } else { path };
        Problem::invalid(field, error.inner().to_string())
    })
}

/// An AI agent that lives elsewhere may answer and hand off, nothing else.
pub(crate) fn may_send(caller: &Caller, command: &Command) -> Answer<()> {
    let allowed = match caller {
        Caller::Member(_) => true,
        Caller::AiAgent(_) => {
            matches!(command, Command::Reply { .. } | Command::Handoff { .. })
        }
    };
    if allowed { Ok(()) } else { Err(Problem::forbidden("An AI agent may reply and hand off.")) }
}

pub(crate) async fn command(
    State(hub): State<App>,
    caller: Caller,
    Id(id): Id,
    Body(object): Body<Map<String, Value>>,
) -> Answer<Response> {
    let numbered = Numbered::parse(object)?;
    let (events, me) = carry_out(&hub, &caller, ConversationId(id), numbered).await?;
    let id = ConversationId(id);
    let view = hub.store.read(move |reader| reader.view_of(me, id)).await?;
    let view = view.ok_or_else(|| Problem::not_found("conversation"))?;
    let body = json!({"events": events, "conversation": view::online(&hub, view)});
    Ok(Json(body).into_response())
}

/// Decides a command for a caller; its events as the API shows them.
pub(crate) async fn carry_out(
    hub: &App,
    caller: &Caller,
    conversation: ConversationId,
    numbered: Numbered,
) -> Answer<(Vec<EventView>, Option<MemberId>)> {
    may_send(caller, &numbered.command)?;
    let sender = caller.sender();
    let outcome = hub.command(sender, conversation, numbered.id, numbered.command).await?;
    if let Some(refusal) = outcome.refusal {
        return Err(refusal.into());
    }
    let events = outcome.events.iter().map(|stored| EventView::from(&stored.recorded)).collect();
    let me = match caller {
        Caller::Member(member) => Some(member.id),
        Caller::AiAgent(_) => None,
    };
    Ok((events, me))
}
