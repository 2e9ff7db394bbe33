//! Signing in and out, who I am, and on which devices. A wrong e-mail takes as long as a wrong
//! password. A session that ends is refused everywhere at once: the token is gone from the store,
//! from what is remembered, and its socket is told.

use crate::credentials::{self, MEMBER};
use crate::door::{Admin, Body, Id, Ids, Signed};
use crate::operations::SignInRefusal;
use crate::passwords::Proven;
use crate::peer::Peer;
use crate::problem::{Answer, Problem};
use crate::{App, settings};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::{Fingerprint, Token, TokenKind, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// What somebody is told whose e-mail or password is wrong; never which of them.
const WRONG: &str = "This e-mail and password do not fit.";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/sessions", get(list).post(create))
        .route("/v1/sessions/current", delete(end_current))
        .route("/v1/sessions/{id}", delete(end))
        .route("/v1/members/{id}/sessions", get(list_of))
        .route("/v1/members/{id}/sessions/{session}", delete(end_of))
        .route("/v1/me", get(me).put(change_me))
        .route("/v1/me/password", put(change_password))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    email: String,
    password: String,
    device: Option<String>,
}

async fn create(
    State(hub): State<App>,
    Peer(from): Peer,
    Body(body): Body<SignIn>,
) -> Answer<Response> {
    let email = body.email.trim().to_lowercase();
    hub.limiters
        .take_sign_in(from, &text::shortened(&email, text::EMAIL_CHARS))
        .inspect_err(|_| hub.metrics.sign_in_refused(SignInRefusal::Limited))?;
    let device = device(body.device.as_deref())?;
    let directory = hub.store.directory();
    let mut members = directory.members.iter();
    let member = members.find(|member| member.active && member.email.to_lowercase() == email);
    let proven = hub.proven(member.map(|member| member.id), body.password).await?;
    let signed = match member.zip(proven) {
        Some((member, proven)) => session(&hub, member, proven, device).await?,
        None => None,
    };
    signed.ok_or_else(|| {
        hub.metrics.sign_in_refused(SignInRefusal::Wrong);
        Problem::unauthorized_because(WRONG)
    })
}

/// None when the password has been changed meanwhile.
async fn session(
    hub: &App,
    member: &Member,
    proven: Proven,
    device: String,
) -> Answer<Option<Response>> {
    let (token, hash, session) = new_session(hub, member.id, device)?;
    let keep = move |tx: &mut Tx| match proven.holds(tx)? {
        true => tx.keep_token(&hash, &session).map(|()| true),
        false => Ok(false),
    };
    let kept = hub.store.write(keep).await?;
    Ok(kept.then(|| signed_in(hub, &token, member)))
}

/// What somebody is told who is now signed in.
pub(crate) fn signed_in(hub: &App, token: &str, member: &Member) -> Response {
    let workspace = hub.store.directory().workspace().to_owned();
    let body = json!({"token": token, "member": member, "workspace": workspace});
    (StatusCode::CREATED, Json(body)).into_response()
}

/// What the person calls the device.
pub(crate) fn device(name: Option<&str>) -> Answer<String> {
    Ok(text::bounded("device", name.unwrap_or_default(), 0, text::NAME_CHARS)?)
}

/// A new token of a member, its hash, and what is kept of it.
pub(crate) fn new_session(
    hub: &App,
    member: MemberId,
    device: String,
) -> Answer<(String, Fingerprint, Token)> {
    let token = credentials::new_token(MEMBER)
        .map_err(|_| Problem::unavailable("No random numbers can be had."))?;
    let session = Token {
        id: hub.store.fresh_id(),
        kind: TokenKind::Member,
        owner: member.0,
        device,
        created_at: hub.store.now(),
    };
    let hash = credentials::hash(&token);
    Ok((token, hash, session))
}

async fn list(State(hub): State<App>, signed: Signed) -> Answer<Json<Value>> {
    devices(&hub, signed.member.id, Some(signed.session)).await
}

async fn list_of(State(hub): State<App>, admin: Admin, Id(member): Id) -> Answer<Json<Value>> {
    let member = may_touch(&hub, &admin, member)?;
    devices(&hub, member, None).await
}

async fn devices(hub: &App, member: MemberId, current: Option<Uuid>) -> Answer<Json<Value>> {
    let sessions = hub.store.read(move |reader| reader.sessions_of(member.0)).await?;
    let now = hub.store.now();
    let items: Vec<Value> = sessions
        .iter()
        .map(|session| {
            let token = &session.token;
            let seen = hub.lines.last_seen(member.0, token.id, now);
            json!({
                "id": token.id,
                "device": token.device,
                "created_at": token.created_at,
                "last_seen_at": seen.unwrap_or(session.last_seen_at),
                "current": Some(token.id) == current,
            })
        })
        .collect();
    Ok(Json(json!({"items": items, "next": null})))
}

async fn end_current(State(hub): State<App>, signed: Signed) -> Answer<StatusCode> {
    revoke(&hub, signed.member.id, signed.session).await
}

async fn end(State(hub): State<App>, signed: Signed, Id(session): Id) -> Answer<StatusCode> {
    revoke(&hub, signed.member.id, session).await
}

async fn end_of(
    State(hub): State<App>,
    admin: Admin,
    Ids(member, session): Ids,
) -> Answer<StatusCode> {
    let member = may_touch(&hub, &admin, member)?;
    revoke(&hub, member, session).await
}

/// An owner's devices are touched only by owners.
fn may_touch(hub: &App, Admin(admin): &Admin, member: Uuid) -> Answer<MemberId> {
    let directory = hub.store.directory();
    let member = directory.member(MemberId(member)).ok_or_else(|| Problem::not_found("member"))?;
    if member.role > admin.role {
        return Err(Problem::forbidden("Only an owner may see to an owner’s devices."));
    }
    Ok(member.id)
}

async fn revoke(hub: &App, member: MemberId, session: Uuid) -> Answer<StatusCode> {
    let gone = hub.store.write(move |tx| tx.revoke_token(member.0, session)).await?;
    ended(hub, member, session);
    if gone { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found("session")) }
}

fn ended(hub: &App, member: MemberId, session: Uuid) {
    hub.remembered.forget(member.0, Some(session));
    hub.live.signed_out(member.0, Some(session));
}

async fn me(signed: Signed) -> Json<Member> {
    Json(signed.member)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeMe {
    available: Option<bool>,
    name: Option<String>,
}

async fn change_me(
    State(hub): State<App>,
    signed: Signed,
    Body(body): Body<ChangeMe>,
) -> Answer<Json<Member>> {
    let id = signed.member.id;
    let ChangeMe { available, name } = body;
    let changed =
        hub.store.write(move |tx| settings::change_oneself(tx, id, available, name)).await;
    Ok(Json(changed?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangePassword {
    current: String,
    new: String,
}

/// Whoever was signed in with the old password is no longer, but for the one who asks.
async fn change_password(
    State(hub): State<App>,
    signed: Signed,
    Body(body): Body<ChangePassword>,
) -> Answer<StatusCode> {
    let (member, session) = (signed.member.id, signed.session);
    hub.limiters.passwords.take(member.0)?;
    crate::workspace::check_password_in("new", &body.new)?;
    let wrong = || Problem::invalid("current", "This is not your password.");
    let proven = hub.proven(Some(member), body.current).await?.ok_or_else(wrong)?;
    let hash = hub.hash_password("new", body.new).await?;
    let change = move |tx: &mut Tx| {
        if !proven.holds(tx)? {
            return Ok(None);
        }
        tx.keep_password(member, &hash)?;
        tx.revoke_others(member.0, session).map(Some)
    };
    let others = hub.store.write(change).await?.ok_or_else(wrong)?;
    others.into_iter().for_each(|other| ended(&hub, member, other));
    Ok(StatusCode::NO_CONTENT)
}
