//! Saved replies: the team's, which owners and admins write, and everybody's own. Guarantees that
//! nobody is listed a colleague's own, nor told here that there is one. Leaves out secrecy: like all
//! settings they are in the log, which members' desktops hold.

use crate::App;
use crate::door::{Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::settings::{created, items};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::Tx;
use serde::Deserialize;
use serde_json::Value;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/saved-replies", get(list).post(add))
        .route("/v1/saved-replies/{id}", put(change).delete(remove))
}

async fn list(State(hub): State<App>, signed: Signed) -> Answer<Json<Value>> {
    let me = signed.member.id;
    let replies = hub.store.read(move |reader| reader.saved_replies_of(me)).await?;
    Ok(items(&replies))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyBody {
    title: Option<String>,
    text: Option<String>,
    shared: Option<bool>,
}

async fn add(
    State(hub): State<App>,
    Signed { member, .. }: Signed,
    Body(body): Body<ReplyBody>,
) -> Answer<Response> {
    let title = body.title.ok_or_else(|| Problem::invalid("title", "is missing"))?;
    let words = body.text.ok_or_else(|| Problem::invalid("text", "is missing"))?;
    let shared = body.shared.unwrap_or(false);
    let made = hub
        .store
        .write(move |tx| {
            let member = still(tx, &member)?;
            let reply = SavedReply {
                id: SavedReplyId(tx.fresh_id()),
                title: SavedReply::checked_title(&title)?,
                text: SavedReply::checked_text(&words)?,
                shared,
                owner: (!shared).then_some(member.id),
            };
            may_change(&member, &reply)?;
            has_room(tx, &reply)?;
            put_one(tx, &member, reply)
        })
        .await?;
    Ok(created(made))
}

async fn change(
    State(hub): State<App>,
    Signed { member, .. }: Signed,
    Id(id): Id,
    Body(body): Body<ReplyBody>,
) -> Answer<Json<SavedReply>> {
    let changed = hub
        .store
        .write(move |tx| {
            let member = still(tx, &member)?;
            let mut reply = known(tx, &member, SavedReplyId(id))?;
            may_change(&member, &reply)?;
            if let Some(title) = &body.title {
                reply.title = SavedReply::checked_title(title)?;
            }
            if let Some(words) = &body.text {
                reply.text = SavedReply::checked_text(words)?;
            }
            if let Some(shared) = body.shared.filter(|shared| *shared != reply.shared) {
                reply.shared = shared;
                reply.owner = (!shared).then_some(member.id);
                may_change(&member, &reply)?;
                has_room(tx, &reply)?;
            }
            put_one(tx, &member, reply)
        })
        .await?;
    Ok(Json(changed))
}

async fn remove(
    State(hub): State<App>,
    Signed { member, .. }: Signed,
    Id(id): Id,
) -> Answer<StatusCode> {
    hub.store
        .write(move |tx| {
            let member = still(tx, &member)?;
            let saved_reply = known(tx, &member, SavedReplyId(id))?;
            may_change(&member, &saved_reply)?;
            let body = EventBody::SavedReplyChanged { saved_reply, deleted: true };
            tx.change_settings(Actor::member(&member), body)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The member as they are now: they may have left, or have another role.
fn still(tx: &Tx, member: &Member) -> Result<Member, Refusal> {
    let now = tx.directory().member(member.id).filter(|member| member.active).cloned();
    now.ok_or_else(|| Refusal::Forbidden { detail: "This member has left.".into() })
}

/// One that this member is listed.
fn known(tx: &Tx, member: &Member, id: SavedReplyId) -> baton_store::Result<SavedReply> {
    let found = tx.saved_replies()?.into_iter().find(|reply| reply.id == id);
    let found = found.filter(|reply| reply.is_for(member.id));
    Ok(found.ok_or_else(|| Refusal::not_found("saved reply"))?)
}

fn may_change(member: &Member, reply: &SavedReply) -> Result<(), Refusal> {
    if reply.shared && member.role == Role::Agent {
        let detail = "Only an owner or admin may write what everybody has.".into();
        return Err(Refusal::Forbidden { detail });
    }
    Ok(())
}

fn has_room(tx: &Tx, reply: &SavedReply) -> baton_store::Result<()> {
    let most = if reply.shared { SavedReply::SHARED_MAX } else { SavedReply::OWN_MAX };
    let replies = tx.saved_replies()?;
    let others = replies.iter().filter(|other| other.id != reply.id && other.owner == reply.owner);
    if others.count() >= most {
        return Err(Refusal::invalid("shared", format!("there are {most} already")).into());
    }
    Ok(())
}

fn put_one(tx: &mut Tx, member: &Member, reply: SavedReply) -> baton_store::Result<SavedReply> {
    let body = EventBody::SavedReplyChanged { saved_reply: reply.clone(), deleted: false };
    tx.change_settings(Actor::member(member), body)?;
    Ok(reply)
}
