//! Members. Every list is readable by members, every
//! change is an owner's or admin's, and every change is an event of the log. Secrets are answered
//! once, when they are made, and never again.

use crate::door::{Admin, Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::{App, workspace};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::{Sender, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Shortest password, in characters (NIST SP 800-63B).
pub const PASSWORD_CHARS: usize = 8;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/members", get(members).post(add_member))
        .route("/v1/members/{id}", put(change_member).delete(remove_member))
}

/// A list of things as the API answers it.
pub(crate) fn items<T: Serialize>(items: &[T]) -> Json<Value> {
    Json(json!({"items": items, "next": null}))
}

pub(crate) fn created<T: Serialize>(thing: T) -> Response {
    (StatusCode::CREATED, Json(thing)).into_response()
}

async fn members(State(hub): State<App>, _: Signed) -> Json<Value> {
    items(&hub.store.directory().members)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberBody {
    name: Option<String>,
    email: Option<String>,
    role: Option<Role>,
    available: Option<bool>,
    active: Option<bool>,
    password: Option<String>,
}

async fn add_member(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<MemberBody>,
) -> Answer<Response> {
    let name = body.name.ok_or_else(|| Problem::invalid("name", "is missing"))?;
    let email = body.email.ok_or_else(|| Problem::invalid("email", "is missing"))?;
    let role = body.role.unwrap_or(Role::Agent);
    may_grant(&admin, role)?;
    let hash = match body.password {
        Some(password) => Some(hub.hash_password("password", password).await?),
        None => None,
    };
    let new = workspace::NewMember { name, email, role, available: body.available.unwrap_or(true) };
    let member = hub
        .store
        .write(move |tx| workspace::add_member(tx, Actor::member(&admin), new, hash.as_deref()))
        .await?;
    Ok(created(member))
}

pub(crate) fn may_grant(admin: &Member, role: Role) -> Answer<()> {
    if role > admin.role {
        return Err(Problem::forbidden("Only an owner may make owners."));
    }
    Ok(())
}

async fn change_member(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<MemberBody>,
) -> Answer<Json<Member>> {
    let id = MemberId(id);
    let known = hub.store.directory().member(id).cloned();
    let known = known.ok_or_else(|| Problem::not_found("member"))?;
    may_grant(&admin, known.role)?;
    may_grant(&admin, body.role.unwrap_or(known.role))?;
    let hash = match body.password.clone() {
        Some(password) => Some(hub.hash_password("password", password).await?),
        None => None,
    };
    let signs_out = hash.is_some() || body.active == Some(false);
    let member = hub.store.write(move |tx| change(tx, &admin, id, body, hash.as_deref())).await?;
    if signs_out {
        hub.remembered.forget(id.0, None);
        hub.live.signed_out(id.0, None);
    }
    Ok(Json(member))
}

fn change(
    tx: &mut Tx,
    admin: &Member,
    id: MemberId,
    body: MemberBody,
    hash: Option<&str>,
) -> baton_store::Result<Member> {
    let found = tx.directory().member(id).cloned();
    let mut member = found.ok_or_else(|| Refusal::not_found("member"))?;
    let before = member.clone();
    still_may(tx.directory(), admin, body.role.unwrap_or(member.role).max(member.role))?;
    if let Some(name) = body.name {
        member.name = text::member_name("name", &name)?;
    }
    if let Some(email) = body.email {
        member.email = workspace::member_email(tx.directory(), &email, Some(id))?;
    }
    member.role = body.role.unwrap_or(member.role);
    member.available = body.available.unwrap_or(member.available);
    member.active = body.active.unwrap_or(member.active);
    keep_an_owner(tx.directory(), &before, &member)?;
    if let Some(hash) = hash {
        tx.keep_password(id, hash)?;
        tx.revoke_all(id.0)?;
    }
    if member != before {
        let body = EventBody::MemberChanged { member: member.clone() };
        tx.change_settings(Actor::member(admin), body)?;
    }
    if before.active && !member.active {
        leave(tx, &member)?;
    }
    Ok(member)
}

/// Whoever asked may have lost their role since, and the other may have got one.
fn still_may(directory: &Directory, admin: &Member, role: Role) -> Result<(), Refusal> {
    let may = |now: &Member| now.active && now.role > Role::Agent && now.role >= role;
    if directory.member(admin.id).is_some_and(may) {
        return Ok(());
    }
    Err(Refusal::Forbidden { detail: "Only an owner may change owners.".into() })
}

fn keep_an_owner(directory: &Directory, before: &Member, after: &Member) -> Result<(), Refusal> {
    let is_owner = |member: &Member| member.role == Role::Owner && member.active;
    let others = directory.members.iter().any(|m| m.id != before.id && is_owner(m));
    if is_owner(before) && !is_owner(after) && !others {
        return Err(Refusal::invalid("role", "a workspace needs an owner"));
    }
    Ok(())
}

/// Rule 15: what a member who leaves held goes to Unassigned with the reason.
fn leave(tx: &mut Tx, member: &Member) -> baton_store::Result<()> {
    tx.revoke_all(member.id.0)?;
    for conversation in tx.open_conversations(member.id.0)? {
        let reason = format!("{} has left the team", member.name);
        let id = CommandId(tx.fresh_id());
        let command = Command::Return { reason };
        tx.execute(&crate::envelope(Sender::System, conversation, id, command))?;
    }
    Ok(())
}

async fn remove_member(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
) -> Answer<StatusCode> {
    let id = MemberId(id);
    let known = hub.store.directory().member(id).cloned();
    let known = known.ok_or_else(|| Problem::not_found("member"))?;
    may_grant(&admin, known.role)?;
    let gone = MemberBody {
        name: None,
        email: None,
        role: None,
        available: Some(false),
        active: Some(false),
        password: None,
    };
    hub.store.write(move |tx| change(tx, &admin, id, gone, None)).await?;
    hub.remembered.forget(id.0, None);
    hub.live.signed_out(id.0, None);
    Ok(StatusCode::NO_CONTENT)
}

/// A member says whether handoffs are to be announced to them.
pub fn set_available(tx: &mut Tx, id: MemberId, available: bool) -> baton_store::Result<Member> {
    change_oneself(tx, id, Some(available), None)
}

/// What members may change of themselves; what is left out stays.
pub(crate) fn change_oneself(
    tx: &mut Tx,
    id: MemberId,
    available: Option<bool>,
    name: Option<String>,
) -> baton_store::Result<Member> {
    let found = tx.directory().member(id).cloned();
    let before = found.ok_or_else(|| Refusal::not_found("member"))?;
    let name = name.map(|name| text::member_name("name", &name)).transpose()?;
    let member = Member {
        available: available.unwrap_or(before.available),
        name: name.unwrap_or_else(|| before.name.clone()),
        ..before.clone()
    };
    if member != before {
        let actor = Actor::member(&member);
        tx.change_settings(actor, EventBody::MemberChanged { member: member.clone() })?;
    }
    Ok(member)
}
