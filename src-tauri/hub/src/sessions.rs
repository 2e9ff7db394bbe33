//! Signing in and out, and who I am. A wrong e-mail takes as long as a wrong password.

use crate::credentials::{self, MEMBER};
use crate::door::{Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::{App, settings};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{Token, TokenKind};
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// A hash no password has, so that an unknown e-mail costs the same work.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
    q1ZzJrXJ0Y0m5oVZ0bO0aGQ0o5o2w9n0m5oVZ0bO0aE";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    email: String,
    password: String,
    device: Option<String>,
}

pub(crate) async fn create(
    State(hub): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    Body(body): Body<SignIn>,
) -> Answer<Response> {
    let email = body.email.trim().to_lowercase();
    hub.limiters.sign_ins.take((address.ip(), text::shortened(&email, 320)))?;
    let device = text::bounded("device", body.device.as_deref().unwrap_or(""), 0, 200)?;
    let member = hub
        .store
        .directory()
        .members
        .iter()
        .find(|member| member.active && member.email.to_lowercase() == email)
        .cloned();
    let stored = match &member {
        Some(member) => {
            let id = member.id;
            hub.store.read(move |reader| reader.password(id)).await?
        }
        None => None,
    };
    // Few at a time: the work would keep everybody else's reads waiting.
    let turn = hub.password_work.acquire().await;
    let right = tokio::task::spawn_blocking(move || {
        credentials::verify_password(&body.password, stored.as_deref().unwrap_or(NOBODY))
    })
    .await
    .unwrap_or(false);
    drop(turn);
    let member = member.filter(|_| right).ok_or_else(Problem::unauthorized)?;
    let token = credentials::new_token(MEMBER)
        .map_err(|_| Problem::unavailable("No random numbers can be had."))?;
    let session = Token {
        id: hub.store.fresh_id(),
        kind: TokenKind::Member,
        owner: member.id.0,
        device,
        created_at: hub.store.now(),
    };
    let hash = credentials::hash(&token);
    hub.store.write(move |tx| tx.keep_token(&hash, &session)).await?;
    Ok((StatusCode::CREATED, Json(json!({"token": token, "member": member}))).into_response())
}

pub(crate) async fn list(State(hub): State<App>, signed: Signed) -> Answer<Json<Value>> {
    let owner = signed.member.id.0;
    let tokens = hub.store.read(move |reader| reader.tokens_of(owner)).await?;
    let items: Vec<Value> = tokens
        .iter()
        .map(|token| {
            json!({
                "id": token.id,
                "device": token.device,
                "created_at": token.created_at,
                "current": token.id == signed.session,
            })
        })
        .collect();
    Ok(Json(json!({"items": items, "next": null})))
}

pub(crate) async fn end_current(State(hub): State<App>, signed: Signed) -> Answer<StatusCode> {
    revoke(&hub, signed.member.id, signed.session).await
}

pub(crate) async fn end(
    State(hub): State<App>,
    signed: Signed,
    Id(session): Id,
) -> Answer<StatusCode> {
    revoke(&hub, signed.member.id, session).await
}

async fn revoke(hub: &App, member: MemberId, session: uuid::Uuid) -> Answer<StatusCode> {
    let gone = hub.store.write(move |tx| tx.revoke_token(member.0, session)).await?;
    hub.remembered.forget(member.0, Some(session));
    hub.live.signed_out(member.0, Some(session));
    if gone { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found("session")) }
}

pub(crate) async fn me(signed: Signed) -> Json<Member> {
    Json(signed.member)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeMe {
    available: Option<bool>,
}

pub(crate) async fn change_me(
    State(hub): State<App>,
    signed: Signed,
    Body(body): Body<ChangeMe>,
) -> Answer<Json<Member>> {
    let Some(available) = body.available else { return Ok(Json(signed.member)) };
    let id = signed.member.id;
    let member = hub.store.write(move |tx| settings::set_available(tx, id, available)).await?;
    Ok(Json(member))
}

#[cfg(test)]
mod tests {
    use super::NOBODY;

    #[test]
    fn an_unknown_address_costs_the_work_of_a_wrong_password() {
        assert!(argon2::PasswordHash::new(NOBODY).is_ok(), "else nothing would be computed");
    }
}
