//! Files that visitors and members send each other: taken, given out, tidied.
//!
//! Guarantees: a file is kept whole or not at all, under a type that its content has (`kind`) and a
//! name that is harmless (`names`); nothing is unpacked. It is read by whoever has its address,
//! which holds HMAC-SHA256(the hub's secret, "attachment", 0, its id) and so cannot be guessed, or
//! by members with their token once it was sent. What nobody sends goes after a day. Leaves out who
//! may send it with a message (domain), and the bytes (store).

mod kind;
mod names;
mod receiving;

pub(crate) use receiving::Room;

use crate::conversations::seen;
use crate::door::{Caller, Id, Query, Visitor};
use crate::peer::Peer;
use crate::problem::{Answer, Problem};
use crate::{App, credentials, limits, snapshots};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use baton_domain::*;
use baton_store::{Error, NewFile, StoredFile};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::task::{JoinError, spawn_blocking};
use uuid::{Builder, Uuid};

/// Largest file, in bytes.
pub(crate) const FILE_BYTES: usize = 20 * 1024 * 1024;
/// How long a file waits to be sent.
const UNSENT_MS: i64 = 24 * 3600 * 1000;
/// Longest Idempotency-Key.
const KEY_BYTES: usize = 200;
/// What stays as it is in `filename*` (RFC 8187).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A message with addresses of its files that need no token.
pub(crate) fn sign(hub: &crate::Hub, mut message: Message) -> Message {
    for file in &mut message.attachments {
        file.url = url(hub, file.id);
    }
    message
}

/// Several of them.
pub(crate) fn sign_all(hub: &crate::Hub, messages: Vec<Message>) -> Vec<Message> {
    messages.into_iter().map(|message| sign(hub, message)).collect()
}

fn url(hub: &crate::Hub, id: AttachmentId) -> String {
    format!("/v1/attachments/{id}/{}", signature(hub, id))
}

fn signature(hub: &crate::Hub, id: AttachmentId) -> String {
    let mac = credentials::hmac(hub.token_key.as_bytes(), &[b"attachment\0", id.0.as_bytes()]);
    URL_SAFE_NO_PAD.encode(mac)
}

/// Removes files that nobody sent within a day.
pub(crate) async fn remove_unsent(hub: &App) {
    let before = Timestamp(hub.store.now().0 - UNSENT_MS);
    match hub.store.remove_unsent(before).await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "files that nobody sent were removed"),
        Err(error) => tracing::warn!(%error, "files that nobody sent could not be removed"),
    }
}

/// Removes what a stop has left of files that were on their way.
pub(crate) async fn remove_unfinished(hub: &App) {
    match hub.store.remove_unfinished().await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "files that had not come whole were removed"),
        Err(error) => tracing::warn!(%error, "files that had not come whole are still here"),
    }
}

pub(crate) async fn by_visitor(
    State(hub): State<App>,
    Visitor(id): Visitor,
    Peer(from): Peer,
    request: Request,
) -> Answer<Response> {
    hub.limiters.uploads.take(id.0)?;
    let _sending = hub.uploads.enter(id.0)?;
    let state = hub.store.read(move |reader| reader.conversation(id)).await?;
    let contact = state.ok_or_else(Problem::unauthorized)?.contact;
    let by = Actor::visitor(contact, None);
    let network = limits::network(from);
    let limited = |bytes| hub.limiters.take_upload(id.0, network, bytes);
    take(&hub, id, by, request, (Some(network), limited)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct For {
    conversation: Uuid,
}

/// Whoever holds the conversation may send the visitor files, and nobody else.
pub(crate) async fn by_member(
    State(hub): State<App>,
    caller: Caller,
    Query(For { conversation }): Query<For>,
    request: Request,
) -> Answer<Response> {
    let view = seen(&hub, &caller, conversation).await?;
    if view.status == Status::Closed {
        return Err(Refusal::Closed.into());
    }
    let by = actor(&caller);
    if view.assignee.as_ref().is_none_or(|holder| holder.id != by.id) {
        let (assignee, ownership) = (view.assignee, view.ownership);
        return Err(Refusal::NotAssignee { assignee, ownership }.into());
    }
    take(&hub, view.id, by, request, (None, |_| Ok(()))).await
}

fn actor(caller: &Caller) -> Actor {
    match caller {
        Caller::Member(member) => Actor::member(member),
        Caller::AiAgent(ai_agent) => Actor::ai_agent(ai_agent),
    }
}

async fn take(
    hub: &App,
    conversation: ConversationId,
    by: Actor,
    request: Request,
    (network, limited): (Option<IpAddr>, impl FnOnce(usize) -> Answer<()>),
) -> Answer<Response> {
    let id = new_id(hub, conversation, &by, request.headers())?;
    let taken = receiving::receive(request, hub.uploads.place(network)).await?;
    let (taken, kind) = spawn_blocking(move || {
        let kind = kind::of(&taken.bytes).to_owned();
        (taken, kind)
    })
    .await
    .map_err(closing)?;
    let (name, size) = (names::cleaned(&taken.name), taken.bytes.len() as u64);
    let file = Attached { id, name, kind, size };
    // The same again waits for the first, and finds what that has kept.
    let turn = hub.uploads.keep(id).await;
    if let Some(kept) = hub.store.read(move |reader| reader.file(id)).await? {
        let receiving::Taken { bytes, .. } = taken;
        let same =
            kept.file == file && hub.store.read(move |reader| reader.file_is(id, &bytes)).await?;
        return match same {
            true => Ok((StatusCode::OK, Json(told(hub, &file))).into_response()),
            false => Err(Error::IdReused.into()),
        };
    }
    limited(taken.bytes.len())?;
    room_on_disk(hub, size).await?;
    let new = NewFile { file: file.clone(), conversation, by: by.kind, by_id: by.id };
    let store = hub.store.clone();
    // It is kept to the end, even when whoever sends it hangs up now.
    let keeping = tokio::spawn(async move {
        let receiving::Taken { bytes, room, .. } = taken;
        let kept = store.keep_file(new, bytes).await;
        drop((room, turn));
        kept
    });
    keeping.await.map_err(closing)??;
    Ok((StatusCode::CREATED, Json(told(hub, &file))).into_response())
}

async fn room_on_disk(hub: &App, size: u64) -> Answer<()> {
    let folder = hub.store.folder().to_owned();
    let room = spawn_blocking(move || snapshots::room(&folder, size * 2)).await.map_err(closing)?;
    room.map_err(|error| {
        tracing::error!(%error, "no room for a file");
        Problem::unavailable("The hub has no room for files on its disk. Nothing was changed.")
    })
}

fn closing(_: JoinError) -> Problem {
    Problem::unavailable("The hub is closing.")
}

fn told(hub: &App, file: &Attached) -> Attachment {
    Attachment { url: url(hub, file.id), ..Attachment::from(file) }
}

/// A new id; for the same Idempotency-Key of the same sender always the same one.
fn new_id(
    hub: &App,
    conversation: ConversationId,
    by: &Actor,
    headers: &HeaderMap,
) -> Answer<AttachmentId> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(AttachmentId(hub.store.fresh_id()));
    };
    if key.is_empty() || key.len() > KEY_BYTES {
        let detail = format!("must be 1 to {KEY_BYTES} bytes");
        return Err(Problem::invalid("Idempotency-Key", detail));
    }
    let parts: [&[u8]; 5] =
        [b"upload\0", conversation.0.as_bytes(), by.id.as_bytes(), b"\0", key.as_bytes()];
    let made = credentials::hmac(hub.token_key.as_bytes(), &parts);
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(made).for_each(|(byte, made)| *byte = made);
    // RFC 9562, version 8: of our own making.
    Ok(AttachmentId(Builder::from_custom_bytes(bytes).into_uuid()))
}

/// For whoever has the address.
pub(crate) async fn signed(
    State(hub): State<App>,
    path: Result<Path<(Uuid, String)>, axum::extract::rejection::PathRejection>,
) -> Answer<Response> {
    let missing = || Problem::not_found("attachment");
    let Path((id, shown)) = path.map_err(|_| missing())?;
    let id = AttachmentId(id);
    if !credentials::same(signature(&hub, id).as_bytes(), shown.as_bytes()) {
        return Err(missing());
    }
    let file = hub.store.read(move |reader| reader.file(id)).await?.ok_or_else(missing)?;
    Ok(given(hub, file))
}

/// For members, and for AI agents of what they hold; what was not sent yet is its sender's.
pub(crate) async fn for_member(
    State(hub): State<App>,
    caller: Caller,
    Id(id): Id,
) -> Answer<Response> {
    let missing = || Problem::not_found("attachment");
    let id = AttachmentId(id);
    let file = hub.store.read(move |reader| reader.file(id)).await?.ok_or_else(missing)?;
    let by = actor(&caller);
    if file.message.is_none() && (file.by, &file.by_id) != (by.kind, &by.id) {
        return Err(missing());
    }
    seen(&hub, &caller, file.conversation.0).await.map_err(|_| missing())?;
    Ok(given(hub, file))
}

/// The file as it goes to a browser: never as anything that could run.
fn given(hub: App, file: StoredFile) -> Response {
    let StoredFile { file, .. } = file;
    let way = if kind::is_image(&file.kind) { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&file.name, PLAIN);
    let disposition = format!("{way}; filename*=UTF-8''{name}");
    let kind = match file.kind.as_str() {
        kind::TEXT => "text/plain; charset=utf-8",
        kind => kind,
    };
    let said = |text: &str| HeaderValue::from_str(text).ok();
    let headers = [
        (header::CONTENT_TYPE, said(kind)),
        (header::CONTENT_LENGTH, said(&file.size.to_string())),
        (header::CONTENT_DISPOSITION, said(&disposition)),
        (header::X_CONTENT_TYPE_OPTIONS, said("nosniff")),
        (header::CONTENT_SECURITY_POLICY, said("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, said("private, max-age=86400, immutable")),
        (header::REFERRER_POLICY, said("no-referrer")),
        // A client of one's own shows it on its page; who has the address may read it anyway.
        (header::HeaderName::from_static("cross-origin-resource-policy"), said("cross-origin")),
    ];
    let parts = futures_util::stream::try_unfold((hub, file.id, 0), part);
    let mut response = Body::from_stream(parts).into_response();
    for (name, value) in headers {
        if let Some(value) = value {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

type Giving = (App, AttachmentId, usize);

async fn part((hub, id, part): Giving) -> std::io::Result<Option<(Bytes, Giving)>> {
    let store = Arc::clone(&hub);
    let read = store.store.read(move |reader| reader.file_part(id, part)).await;
    let bytes = read.map_err(std::io::Error::other)?;
    Ok(bytes.map(|bytes| (Bytes::from(bytes), (hub, id, part + 1))))
}
