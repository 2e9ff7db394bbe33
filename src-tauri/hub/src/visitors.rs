//! What the widget uses, and nothing else. No code path from here reads comments, labels, drafts,
//! members' addresses or another conversation.

use crate::door::{Body, Key, OptionalBody, Query, Visitor};
use crate::problem::{Answer, Problem};
use crate::waiting::Expectation;
use crate::{App, article_rules, attachments};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{Reader, Sender};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// How many messages a page has unless asked otherwise, and at most.
const PAGE: usize = 200;

/// What the widget may know of its conversation.
pub struct VisitorState {
    status: Status,
    answering: Option<(Option<PartyKind>, String)>,
    waiting: Option<Waiting>,
    /// What the visitor has said of it; left out where nobody asks.
    rating: Option<Option<Rating>>,
    seq: Seq,
}

/// What a visitor who waits for a person is told.
struct Waiting {
    since: Timestamp,
    expectation: Expectation,
    /// Whether an e-mail address is known already.
    reachable: bool,
}

impl VisitorState {
    /// Of this conversation, now.
    pub async fn of(hub: &App, state: &Conversation) -> Self {
        let id = state.id;
        let reachable = match state.is_unassigned() {
            true => hub.store.read(move |reader| is_reachable(reader, id)).await.unwrap_or(false),
            false => false,
        };
        Self::known(hub, state, reachable)
    }

    /// The same without a read, where it is known already whether an e-mail address is.
    pub fn known(hub: &App, state: &Conversation, reachable: bool) -> Self {
        let directory = hub.store.directory();
        let silent = state
            .ai_agent
            .and_then(|id| directory.ai_agent(id))
            .is_some_and(|ai_agent| ai_agent.silent);
        let answering = state
            .holder
            .assignee(&directory)
            .map(|assignee| ((!silent).then_some(assignee.kind), assignee.name));
        let since = state
            .waiting_since
            .or_else(|| state.handoff.as_ref().map(|handoff| handoff.at))
            .unwrap_or(state.created_at);
        let waiting = match state.is_unassigned() && !silent {
            true => Some(Waiting { since, expectation: Expectation::of(hub), reachable }),
            false => None,
        };
        let given = state.rating.clone();
        // Silent mode asks nothing; what was said all the same is told.
        let rating = if silent && given.is_none() { None } else { Some(given) };
        Self { status: state.status, answering, waiting, rating, seq: state.last_message }
    }

    fn to_json(&self) -> Value {
        let answering = self.answering.as_ref().map(|(kind, name)| match kind {
            Some(kind) => json!({"kind": kind, "name": name}),
            None => json!({"name": name}),
        });
        let waiting = self.waiting.as_ref().map(|waiting| {
            json!({
                "since": waiting.since,
                "expected_s": waiting.expectation.expected_s,
                "open": waiting.expectation.open,
                "back_at": waiting.expectation.back_at,
                "reachable": waiting.reachable,
            })
        });
        let mut body = json!({
            "status": self.status,
            "answering": answering,
            "waiting": waiting,
            "seq": self.seq,
        });
        if let (Some(body), Some(rating)) = (body.as_object_mut(), &self.rating) {
            body.insert("rating".into(), json!(rating));
        }
        body
    }

    /// As a socket frame.
    pub fn to_frame(&self) -> String {
        let mut body = self.to_json();
        if let Some(body) = body.as_object_mut() {
            body.insert("type".into(), "state".into());
        }
        body.to_string()
    }
}

/// Whether an e-mail address of this visitor is known.
pub(crate) fn is_reachable(reader: &Reader, id: ConversationId) -> baton_store::Result<bool> {
    Ok(reader.contact_of(id)?.is_some_and(|contact| contact.email.is_some()))
}

/// Whatever else a page adds to the address, against caches say, is passed over.
#[derive(Deserialize)]
pub(crate) struct Reading {
    language: Option<String>,
}

/// A visitor's language as the widget tells it.
pub(crate) fn checked_language(tag: String) -> Answer<String> {
    let wrong = || Problem::invalid("language", "is not a BCP 47 tag of at most 35 characters");
    if is_language_tag(&tag) { Ok(tag) } else { Err(wrong()) }
}

pub(crate) async fn widget(
    State(hub): State<App>,
    Key(key): Key,
    Query(reading): Query<Reading>,
) -> Answer<Json<Value>> {
    let language = reading.language.map(checked_language).transpose()?;
    let locale = Locale::of(language.as_deref());
    let directory = hub.store.directory();
    let widget = directory.widget(&key).ok_or_else(|| Problem::not_found("widget"))?;
    let ai_agent = widget.ai_agent.and_then(|id| directory.enabled_ai_agent(id));
    let people_online = hub.live.people_online(&directory);
    let name = ai_agent.map_or(directory.workspace(), |ai_agent| ai_agent.name.as_str());
    let expectation = Expectation::of(&hub);
    let (expected_s, now) = (expectation.expected_s, hub.store.now());
    let greeting = ai_agent.map(|ai_agent| greeting(ai_agent, &directory, expected_s, now, locale));
    Ok(Json(json!({
        "workspace": directory.workspace(),
        "agent": {"name": name, "avatar": null},
        "greeting": greeting.unwrap_or_default(),
        "people_online": people_online,
        "expected_wait_s": expected_s,
        "open": expectation.open,
        "back_at": expectation.back_at,
        "color": widget.color,
        "theme": widget.theme,
        "side": widget.side,
    })))
}

pub(crate) async fn conversation(
    State(hub): State<App>,
    Visitor(id): Visitor,
) -> Answer<Json<Value>> {
    let state = hub.store.read(move |reader| reader.conversation(id)).await?;
    let state = state.ok_or_else(Problem::unauthorized)?;
    Ok(Json(VisitorState::of(&hub, &state).await.to_json()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    #[serde(default)]
    after: u32,
    limit: Option<usize>,
}

pub(crate) async fn messages(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Query(range): Query<Range>,
) -> Answer<Json<Value>> {
    let limit = range.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let (messages, seq) = hub
        .store
        .read(move |reader| {
            let messages = reader.messages(id, Seq::from(range.after), None, limit)?;
            let newest = reader.conversation(id)?.map_or(0, |state| state.last_message);
            Ok((messages, newest))
        })
        .await?;
    let messages = attachments::sign_all(&hub, messages);
    Ok(Json(json!({"messages": messages, "seq": seq})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageBody {
    id: Uuid,
    text: String,
    #[serde(default)]
    attachments: Vec<AttachmentId>,
}

pub(crate) async fn post_message(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Body(body): Body<MessageBody>,
) -> Answer<Response> {
    let message = CommandId(body.id);
    if let Err(limited) = hub.limiters.messages.take(id.0)
        // A retry of what is stored is answered, however many there were.
        && !hub.store.read(move |reader| reader.is_known(message)).await?
    {
        return Err(limited);
    }
    let text = match body.attachments.is_empty() {
        true => text::message(&body.text)?,
        false => text::message_or_nothing(&body.text)?,
    };
    let articles = article_rules::articles_for(&hub, &text).await;
    let command = Command::VisitorMessage { text, articles, attachments: body.attachments };
    let outcome = hub.command(Sender::Visitor, id, message, command).await?;
    let message = outcome
        .events
        .iter()
        .filter_map(|stored| Message::of(&stored.recorded))
        .find(|message| message.id.0 == body.id)
        .map(|message| attachments::sign(&hub, message))
        .ok_or_else(|| Problem::unavailable("The message was not stored."))?;
    let status = if outcome.repeated { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(message)).into_response())
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct HandoffBody {
    reason: Option<String>,
}

pub(crate) async fn handoff(
    State(hub): State<App>,
    Visitor(id): Visitor,
    OptionalBody(body): OptionalBody<HandoffBody>,
) -> Answer<Response> {
    hub.limiters.messages.take(id.0)?;
    let reason = body.reason.as_deref().map(text::clean).filter(|reason| !reason.is_empty());
    let command = Command::raise(
        reason.unwrap_or_else(|| ASKED_FOR_A_PERSON.into()),
        Trigger::VisitorButton,
        None,
    );
    let command_id = CommandId(hub.store.fresh_id());
    let outcome = hub.command(Sender::Visitor, id, command_id, command).await?;
    let state = VisitorState::of(&hub, &outcome.state).await.to_json();
    Ok((StatusCode::ACCEPTED, Json(state)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactBody {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

pub(crate) async fn contact(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Body(body): Body<ContactBody>,
) -> Answer<Json<Value>> {
    hub.limiters.messages.take(id.0)?;
    let command = Command::Contact { name: body.name, email: body.email, phone: body.phone };
    let command_id = CommandId(hub.store.fresh_id());
    hub.command(Sender::Visitor, id, command_id, command).await?;
    let view = hub.store.read(move |reader| reader.view_of(None, id)).await?;
    let visitor = view.ok_or_else(Problem::unauthorized)?.visitor;
    Ok(Json(json!({"name": visitor.name, "email": visitor.email, "phone": visitor.phone})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RatingBody {
    stars: u8,
    #[serde(default)]
    text: Option<String>,
}

pub(crate) async fn rate(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Body(body): Body<RatingBody>,
) -> Answer<Json<Rating>> {
    hub.limiters.messages.take(id.0)?;
    let command = Command::Rate { stars: body.stars, text: body.text };
    let command_id = CommandId(hub.store.fresh_id());
    let outcome = hub.command(Sender::Visitor, id, command_id, command).await?;
    outcome.state.rating.map(Json).ok_or_else(|| Problem::unavailable("It was not stored."))
}

pub(crate) async fn typing(State(hub): State<App>, Visitor(id): Visitor) -> Answer<StatusCode> {
    hub.limiters.typing.take(id.0)?;
    let view = hub.store.read(move |reader| reader.view_of(None, id)).await?;
    let visitor = view.ok_or_else(Problem::unauthorized)?.visitor;
    let who = Actor::visitor(visitor.id, visitor.name.as_deref());
    hub.live.tell(crate::LiveFrame::Typing { conversation: id, who, on: true });
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadBody {
    seq: u32,
}

pub(crate) async fn read(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Body(body): Body<ReadBody>,
) -> Answer<StatusCode> {
    let command = Command::Read { seq: Seq::from(body.seq) };
    let command_id = CommandId(hub.store.fresh_id());
    hub.command(Sender::Visitor, id, command_id, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
