//! The way in: routes, who is asking, and from which page. Every handler behind
//! it gets a checked identity and a parsed body, or is not reached.

pub use crate::body::{Body, LargeBody, OptionalBody, parse};
use crate::credentials::{self, AI_AGENT, MEMBER, VISITOR};
use crate::problem::{Answer, Problem};
use crate::{
    App, analysis, attachments, contacts, conversations, events, export, invitations, logging,
    member_socket, moving,
};
use crate::{
    openapi, operations, sessions, settings, settings_ai, settings_articles, settings_labels,
    settings_models, settings_replies, settings_rules, settings_widgets, settings_workspace,
    snapshots, starting, visitor_socket, visitors, widget_files,
};
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use baton_domain::*;
use baton_store::{Sender, Token, TokenKind};
use serde::de::DeserializeOwned;

pub(crate) fn router(hub: App) -> Router {
    let visitor = Router::new()
        .route("/v1/widget/{key}", get(visitors::widget))
        .route("/v1/widget/{key}/conversations", post(starting::start))
        .route("/v1/visitor/conversation", get(visitors::conversation))
        .route("/v1/visitor/messages", get(visitors::messages).post(visitors::post_message))
        .route("/v1/visitor/attachments", post(attachments::by_visitor))
        .route("/v1/visitor/handoff", post(visitors::handoff))
        .route("/v1/visitor/contact", put(visitors::contact))
        .route("/v1/visitor/typing", post(visitors::typing))
        .route("/v1/visitor/read", post(visitors::read))
        .route("/v1/visitor/rating", post(visitors::rate))
        .route("/v1/visitor/socket", get(visitor_socket::open))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(hub.clone(), visitor_origin));
    let member = Router::new()
        .route("/v1/conversations", get(conversations::list))
        .route("/v1/conversations/{id}", get(conversations::one))
        .route("/v1/conversations/{id}/messages", get(conversations::messages))
        .route("/v1/conversations/{id}/timeline", get(conversations::timeline))
        .route("/v1/conversations/{id}/comments", get(conversations::comments))
        .route("/v1/conversations/{id}/analysis", get(analysis::one))
        .route("/v1/conversations/{id}/commands", post(conversations::command))
        .route("/v1/conversations/{id}/events", get(snapshots::conversation))
        .route("/v1/contacts/{id}/erase", post(contacts::erase))
        .route("/v1/attachments", post(attachments::by_member))
        .route("/v1/attachments/{id}", get(attachments::for_member))
        .route("/v1/workspace", post(moving::taken))
        .route("/v1/export", get(export::download))
        .route("/v1/snapshots", post(snapshots::make))
        .route("/v1/snapshots/{id}", get(snapshots::download))
        .route("/v1/events", get(events::list))
        .route("/v1/socket", get(member_socket::open))
        .merge(sessions::routes())
        .merge(invitations::routes())
        .merge(settings::routes())
        .merge(settings_ai::routes())
        .merge(settings_articles::routes())
        .merge(settings_labels::routes())
        .merge(settings_models::routes())
        .merge(settings_replies::routes())
        .merge(settings_rules::routes())
        .merge(settings_widgets::routes())
        .merge(settings_workspace::routes())
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(hub.clone(), own_origin));
    Router::new()
        .merge(visitor)
        .merge(member)
        .route("/v1/attachments/{id}/{signature}", get(attachments::signed))
        .route("/healthz", get(operations::healthz))
        .route("/readyz", get(operations::readyz))
        .route("/metrics", get(operations::metrics))
        .route("/v1/openapi.json", get(openapi::document))
        .merge(widget_files::routes())
        .fallback(|| async { Problem::not_found("path") })
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn_with_state(hub.clone(), known_host))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(logging::record))
        .with_state(hub)
}

/// Set before the layers of a router, which otherwise do not see a preflight request.
async fn wrong_method() -> Problem {
    Problem::method_not_allowed()
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Problem::unavailable("Something went wrong in the hub. Nothing was changed.").into_response()
}

/// On loopback only names of this machine are answered: a page that points its own name at
/// 127.0.0.1 (DNS rebinding) gets nothing.
async fn known_host(State(hub): State<App>, request: Request, next: Next) -> Response {
    hub.metrics.request();
    if hub.address.ip().is_loopback() && !host_is_known(&hub, request.headers()) {
        return Problem::forbidden("This hub is not known by that name.").into_response();
    }
    next.run(request).await
}

fn host_is_known(hub: &App, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else {
        return false;
    };
    let public = hub.options.public_url.as_deref().and_then(host_of);
    public.is_some_and(|public| public.eq_ignore_ascii_case(host)) || is_loopback(host)
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The `host[:port]` of an absolute URL or origin.
fn host_of(url: &str) -> Option<&str> {
    url.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest))
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or("null"))
}

fn is_own_origin(hub: &App, headers: &HeaderMap, origin: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let public = hub.options.public_url.as_deref().and_then(host_of);
    origin == "tauri://localhost"
        || host_of(origin).is_some_and(|from| Some(from) == host || Some(from) == public)
}

/// Members' endpoints answer only the app's own pages, and programs, which send no Origin.
async fn own_origin(State(hub): State<App>, request: Request, next: Next) -> Response {
    if let Some(origin) = origin(request.headers())
        && !is_own_origin(&hub, request.headers(), origin)
    {
        return Problem::forbidden("This page may not use the hub.").into_response();
    }
    next.run(request).await
}

/// Visitors' endpoints answer pages of the widget's allowed origins (CORS).
async fn visitor_origin(State(hub): State<App>, request: Request, next: Next) -> Response {
    let Some(from) = origin(request.headers()).map(str::to_owned) else {
        return next.run(request).await;
    };
    let key = request.uri().path().strip_prefix("/v1/widget/").map(str::to_owned);
    let key = key.as_deref().and_then(|rest| rest.split('/').next());
    if !is_own_origin(&hub, request.headers(), &from) && !may_use(&hub, key, &from) {
        return Problem::forbidden("This page may not use the widget.").into_response();
    }
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&from) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
    }
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, idempotency-key"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn may_use(hub: &App, key: Option<&str>, origin: &str) -> bool {
    hub.store
        .directory()
        .widgets
        .iter()
        .filter(|widget| key.is_none_or(|key| key == widget.key))
        .any(|widget| widget.origins.is_empty() || widget.origins.iter().any(|o| o == origin))
}

/// Query parameters of exactly the shape asked for.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Answer<Self> {
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|query| Self(query.0))
            .map_err(|error| Problem::invalid("query", error.body_text()))
    }
}

/// An id in the path; anything that is not one does not exist.
pub struct Id(pub uuid::Uuid);

impl FromRequestParts<App> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        axum::extract::Path::<uuid::Uuid>::from_request_parts(parts, hub)
            .await
            .map(|id| Self(id.0))
            .map_err(|_| Problem::not_found("thing"))
    }
}

/// Two ids in the path, the outer one first.
pub struct Ids(pub uuid::Uuid, pub uuid::Uuid);

impl FromRequestParts<App> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        axum::extract::Path::<(uuid::Uuid, uuid::Uuid)>::from_request_parts(parts, hub)
            .await
            .map(|ids| Self(ids.0.0, ids.0.1))
            .map_err(|_| Problem::not_found("thing"))
    }
}

/// A name in the path; anything that is not text does not exist.
pub struct Key(pub String);

impl FromRequestParts<App> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        axum::extract::Path::<String>::from_request_parts(parts, hub)
            .await
            .map(|key| Self(key.0))
            .map_err(|_| Problem::not_found("thing"))
    }
}

/// The visitor of one conversation.
pub struct Visitor(pub ConversationId);

/// A signed-in member.
pub struct Signed {
    /// Who.
    pub member: Member,
    /// In which session.
    pub session: uuid::Uuid,
}

/// An owner or admin.
pub struct Admin(pub Member);

/// A member or an AI agent that lives elsewhere.
pub enum Caller {
    /// A person.
    Member(Member),
    /// A program.
    AiAgent(AiAgent),
}

impl Caller {
    /// As the store wants it.
    pub fn sender(&self) -> Sender {
        match self {
            Caller::Member(member) => Sender::Member(member.id),
            Caller::AiAgent(ai_agent) => Sender::AiAgent(ai_agent.id),
        }
    }
}

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whom a token stands for.
pub(crate) async fn token(hub: &App, text: &str) -> Answer<Token> {
    let known = [VISITOR, MEMBER, AI_AGENT].iter().any(|prefix| text.starts_with(prefix));
    if !known || text.len() > 100 {
        return Err(Problem::unauthorized());
    }
    let hash = credentials::hash(text);
    if let Some(token) = hub.remembered.get(&hash) {
        return Ok(token);
    }
    let era = hub.remembered.era();
    let found = hub.store.read(move |reader| reader.token(&hash)).await?;
    let token = found.ok_or_else(Problem::unauthorized)?;
    hub.remembered.put(hash, token.clone(), era);
    Ok(token)
}

/// Whom a token of a member or an AI agent stands for.
pub(crate) async fn caller(hub: &App, text: &str) -> Answer<(Caller, uuid::Uuid)> {
    let token = token(hub, text).await?;
    let directory = hub.store.directory();
    let caller = match token.kind {
        TokenKind::Member => directory
            .member(MemberId(token.owner))
            .filter(|member| member.active)
            .map(|member| Caller::Member(member.clone())),
        TokenKind::AiAgent => directory
            .ai_agent(AiAgentId(token.owner))
            .filter(|ai_agent| !ai_agent.deleted)
            .map(|ai_agent| Caller::AiAgent(ai_agent.clone())),
        TokenKind::Visitor => None,
    };
    let caller = caller.ok_or_else(Problem::unauthorized)?;
    if token.kind == TokenKind::Member {
        hub.lines.saw(token.owner, token.id, hub.store.now());
    }
    Ok((caller, token.id))
}

/// Whom the token of a request stands for, now.
pub(crate) async fn asker(hub: &App, headers: &HeaderMap) -> Answer<Caller> {
    let text = bearer(headers).ok_or_else(Problem::unauthorized)?;
    caller(hub, text).await.map(|(caller, _)| caller)
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        let text = bearer(&parts.headers).ok_or_else(Problem::unauthorized)?;
        visitor(hub, text).await
    }
}

/// The visitor a token stands for.
pub(crate) async fn visitor(hub: &App, text: &str) -> Answer<Visitor> {
    let token = token(hub, text).await?;
    match token.kind {
        TokenKind::Visitor => Ok(Visitor(ConversationId(token.owner))),
        TokenKind::Member | TokenKind::AiAgent => Err(Problem::unauthorized()),
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        asker(hub, &parts.headers).await
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        let text = bearer(&parts.headers).ok_or_else(Problem::unauthorized)?;
        match caller(hub, text).await? {
            (Caller::Member(member), session) => Ok(Self { member, session }),
            (Caller::AiAgent(_), _) => Err(Problem::forbidden("Only members may do this.")),
        }
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Answer<Self> {
        let Signed { member, .. } = Signed::from_request_parts(parts, hub).await?;
        match member.role {
            Role::Owner | Role::Admin => Ok(Self(member)),
            Role::Agent => Err(Problem::forbidden("Only an owner or admin may do this.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1:4117", "localhost", "localhost:1", "[::1]:80", "127.9.9.9"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "[::2]:1", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
