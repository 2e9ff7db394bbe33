//! Invitations: an owner or admin writes one, a colleague joins with its code, once, within a week.
//! The code is shown once and only its hash is kept. One whose writer has left, or may no longer
//! give that role, is worth nothing.

use crate::credentials::{self, INVITATION};
use crate::door::{Admin, Body, Id};
use crate::operations::SignInRefusal;
use crate::peer::Peer;
use crate::problem::{Answer, Problem};
use crate::{App, sessions, settings, workspace};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::{Fingerprint, Invitation, Token, Tx};
use serde::Deserialize;
use serde_json::{Value, json};

/// How long an invitation may be accepted, in milliseconds.
const OPEN_FOR_MS: i64 = 7 * 24 * 3600 * 1000;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/invitations", get(list).post(create))
        .route("/v1/invitations/{id}", delete(withdraw))
        .route("/v1/invitations/accept", post(accept))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    email: String,
    name: Option<String>,
    role: Option<Role>,
}

async fn create(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<New>,
) -> Answer<Response> {
    let role = body.role.unwrap_or(Role::Agent);
    settings::may_grant(&admin, role)?;
    let name = body.name.map_or(Ok(None), |name| text::optional_name("name", &name))?;
    let name = name.map(|name| text::member_name("name", &name)).transpose()?;
    let code = credentials::new_token(INVITATION)
        .map_err(|_| Problem::unavailable("No random numbers can be had."))?;
    let hash = credentials::hash(&code);
    let invitation = hub
        .store
        .write(move |tx| {
            let created_at = tx.now();
            let invitation = Invitation {
                id: tx.fresh_id(),
                email: workspace::member_email(tx.directory(), &body.email, None)?,
                name,
                role,
                created_at,
                expires_at: Timestamp(created_at.0 + OPEN_FOR_MS),
                invited_by: admin.id,
            };
            tx.invite(&hash, &invitation)?;
            Ok(invitation)
        })
        .await?;
    let mut told = shown(&invitation);
    if let Some(told) = told.as_object_mut() {
        told.insert("code".into(), code.into());
    }
    Ok(settings::created(told))
}

fn shown(invitation: &Invitation) -> Value {
    json!({
        "id": invitation.id,
        "email": invitation.email,
        "name": invitation.name,
        "role": invitation.role,
        "created_at": invitation.created_at,
        "expires_at": invitation.expires_at,
        "invited_by": invitation.invited_by,
    })
}

async fn list(State(hub): State<App>, _: Admin) -> Answer<Json<Value>> {
    let now = hub.store.now();
    let open = hub.store.read(move |reader| reader.invitations(now)).await?;
    Ok(settings::items(&open.iter().map(shown).collect::<Vec<_>>()))
}

async fn withdraw(State(hub): State<App>, _: Admin, Id(id): Id) -> Answer<StatusCode> {
    let gone = hub.store.write(move |tx| tx.withdraw_invitation(id)).await?;
    if gone { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found("invitation")) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    code: String,
    name: String,
    password: String,
    device: Option<String>,
}

async fn accept(
    State(hub): State<App>,
    Peer(from): Peer,
    Body(body): Body<Accept>,
) -> Answer<Response> {
    let refused = |reason| hub.metrics.sign_in_refused(reason);
    hub.limiters.codes.take(from).inspect_err(|_| refused(SignInRefusal::Limited))?;
    let device = sessions::device(body.device.as_deref())?;
    let name = text::member_name("name", &body.name)?;
    let code = credentials::hash(body.code.trim());
    let now = hub.store.now();
    if !hub.store.read(move |reader| reader.has_invitation(&code, now)).await? {
        refused(SignInRefusal::Wrong);
        return Err(not_valid());
    }
    let password = hub.hash_password("password", body.password).await?;
    // The member is not known before the transaction, in which the session gets its owner.
    let (token, hash, session) = sessions::new_session(&hub, MemberId(uuid::Uuid::nil()), device)?;
    let joining = Joining { code, name, password, hash, session };
    let member = hub.store.write(move |tx| join(tx, joining)).await?;
    let Some(member) = member else {
        refused(SignInRefusal::Wrong);
        return Err(not_valid());
    };
    Ok(sessions::signed_in(&hub, &token, &member))
}

fn not_valid() -> Problem {
    Problem::unauthorized_because(
        "This invitation is not valid, or no longer. Ask your team for a new one.",
    )
}

/// A colleague with a code, checked, on the way into the team.
struct Joining {
    code: Fingerprint,
    name: String,
    password: String,
    hash: Fingerprint,
    session: Token,
}

/// Takes the invitation, adds the member and signs them in, or none of it.
fn join(tx: &mut Tx, joining: Joining) -> baton_store::Result<Option<Member>> {
    let Some(invitation) = tx.take_invitation(&joining.code)? else { return Ok(None) };
    let inviter = tx.directory().member(invitation.invited_by).cloned();
    let may = |inviter: &Member| {
        inviter.active && inviter.role > Role::Agent && inviter.role >= invitation.role
    };
    let Some(inviter) = inviter.filter(may) else { return Ok(None) };
    let new = workspace::NewMember {
        name: joining.name,
        email: invitation.email,
        role: invitation.role,
        available: true,
    };
    let member = workspace::add_member(tx, Actor::member(&inviter), new, Some(&joining.password))?;
    tx.keep_token(&joining.hash, &Token { owner: member.id.0, ..joining.session })?;
    Ok(Some(member))
}
