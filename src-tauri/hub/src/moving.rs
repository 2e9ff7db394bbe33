//! Moving a workspace here: a hub started with `receive` waits, with a one-time code, for the file
//! of a whole workspace, puts it in place, and then serves it at the same address.
//!
//! Guarantees: a wrong code, a cut upload, a file that is no workspace, a full disk: each is told
//! in words, leaves nothing behind, and the hub goes on waiting. A sender that hangs up once
//! all has been sent changes nothing. Old sessions of members end; visitors keep theirs. Leaves out TLS and the address, which are those of `serve`.

use crate::command_line::serve::terminated;
use crate::command_line::{private_folder, say};
use crate::credentials;
use crate::door::{Caller, bearer};
use crate::problem::{Answer, Problem};
use crate::tls::Tls;
use crate::{operations, serving, snapshots, workspace};
use anyhow::{Context, bail};
use axum::body::{Body, BodyDataStream};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::{Fingerprint, Store, Token, TokenKind};
use futures_util::StreamExt;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, watch};

/// Prefix of a move code.
const CODE: &str = "bmv_";
/// Where the file lies until it is in place, within the data folder.
const FOLDER: &str = "receiving";
/// How long the sender may be silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the answer may take to leave before the hub begins to serve.
const LAST_ANSWER: Duration = Duration::from_secs(3);
/// How much of a refused upload is read, in bytes: a sender that is cut off does not see why.
const READ_AT_MOST: usize = 16 * 1024 * 1024;

struct Waiting {
    data: PathBuf,
    code: Fingerprint,
    largest_bytes: u64,
    busy: Mutex<()>,
    moved: watch::Sender<bool>,
}

/// How the owner wants to sign in from now on.
struct Owner {
    password_hash: Option<String>,
    email: Option<String>,
}

/// Who may do what with the workspace that has come.
struct Moved {
    workspace: String,
    owner: MemberId,
    token: String,
}

/// The folder, made if need be, if there is no workspace in it.
pub(crate) fn empty(data: &Path) -> anyhow::Result<&Path> {
    private_folder(data)?;
    if data.join(baton_store::FILE).exists() {
        bail!("there is a workspace in {} already; run baton-hub serve", data.display());
    }
    Ok(data)
}

/// Waits until a workspace has come; then there is one in `data`. The listener never stops
/// listening. False when the hub was told to end.
pub(crate) async fn receive(
    data: &Path,
    listener: &TcpListener,
    tls: Option<Arc<Tls>>,
    largest_bytes: u64,
) -> anyhow::Result<bool> {
    remove(&data.join(FOLDER)).context("what an earlier move has left cannot be removed")?;
    let address = listener.local_addr()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let code = credentials::new_token(CODE).context("no random numbers can be had")?;
    let waiting = Arc::new(Waiting {
        data: data.to_owned(),
        code: credentials::hash(&code),
        largest_bytes,
        busy: Mutex::new(()),
        moved: watch::channel(false).0,
    });
    say(&format!("move code {code}"))?;
    say(&format!("waiting for a workspace on {scheme}://{address}"))?;
    let moved = waiting.moved.subscribe();
    let under_way = tokio::select! {
        under_way = serving::take(listener, tls, router(waiting), moved) => under_way,
        () = terminated() => return Ok(false),
    };
    // The next connection is for the hub itself, which takes it from the same queue.
    let _ = tokio::time::timeout(LAST_ANSWER, under_way.over()).await;
    Ok(true)
}

/// Nobody asks again on the same connection: the hub itself may be there by then.
async fn last(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

fn router(waiting: Arc<Waiting>) -> Router {
    let not_yet = || async { Problem::unavailable("This hub waits for a workspace to come.") };
    Router::new()
        .route("/v1/workspace", post(take))
        .route("/healthz", get(operations::healthz))
        .fallback(not_yet)
        .layer(axum::middleware::map_response(last))
        .with_state(waiting)
}

/// On a hub that has its workspace.
pub(crate) async fn taken(_: Caller) -> Problem {
    Problem::forbidden("This hub has its workspace. To move another one, start baton-hub receive.")
}

/// Goes on to its end, with a workspace or with nothing left, even when the sender hangs up.
async fn take(
    State(waiting): State<Arc<Waiting>>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Response> {
    tokio::spawn(taken_or_told(waiting, headers, body)).await.map_err(not_stored)?
}

async fn taken_or_told(waiting: Arc<Waiting>, headers: HeaderMap, body: Body) -> Answer<Response> {
    let mut body = body.into_data_stream();
    let turn = waiting.busy.try_lock();
    let taken = match (&turn, waiting.admits(&headers)) {
        (_, Err(problem)) => Err(problem),
        (Err(_), Ok(())) => Err(Problem::unavailable("A workspace is on its way here already.")),
        (Ok(_), Ok(())) => take_turn(&waiting, &headers, &mut body).await,
    };
    drop(turn);
    match taken {
        Ok(Moved { workspace, owner, token }) => {
            let answer = json!({"workspace": workspace, "owner_id": owner, "token": token});
            Ok((StatusCode::CREATED, Json(answer)).into_response())
        }
        Err(problem) => {
            let _ = tokio::time::timeout(PATIENCE, read_on(&mut body)).await;
            Err(problem)
        }
    }
}

async fn read_on(body: &mut BodyDataStream) {
    let mut read = 0;
    while let Some(Ok(chunk)) = body.next().await {
        read += chunk.len();
        if read > READ_AT_MOST {
            break;
        }
    }
}

/// One try: afterwards there is a workspace, or nothing of it.
async fn take_turn(
    waiting: &Waiting,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
) -> Answer<Moved> {
    let staging = waiting.data.join(FOLDER);
    remove(&staging).map_err(not_stored)?;
    let taken = take_in(waiting, &staging, headers, body).await;
    if let Err(error) = remove(&staging) {
        tracing::warn!(%error, "what a move has left could not be removed");
    }
    if taken.is_ok() {
        tracing::info!("a workspace has come");
        waiting.moved.send_replace(true);
    }
    taken
}

impl Waiting {
    /// The code is right, nothing has come yet, and the file is not too large.
    fn admits(&self, headers: &HeaderMap) -> Answer<()> {
        let code = credentials::hash(bearer(headers).unwrap_or_default());
        if !credentials::same(&code, &self.code) || *self.moved.borrow() {
            return Err(Problem::unauthorized());
        }
        let length =
            headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
        self.fits(length.unwrap_or(0))
    }

    fn fits(&self, bytes: u64) -> Answer<()> {
        if bytes > self.largest_bytes {
            let limit = usize::try_from(self.largest_bytes).unwrap_or(usize::MAX);
            return Err(Problem::too_large(limit));
        }
        Ok(())
    }
}

async fn take_in(
    waiting: &Waiting,
    staging: &Path,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
) -> Answer<Moved> {
    let owner = owner(headers).await?;
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    let folder = staging.to_owned();
    let ready = tokio::task::spawn_blocking(move || {
        private_folder(&folder).map_err(not_stored)?;
        snapshots::room(&folder, length.unwrap_or(0)).map_err(not_stored)
    });
    ready.await.map_err(not_stored)??;
    write(waiting, &staging.join(baton_store::FILE), body).await?;
    let (data, staging) = (waiting.data.clone(), staging.to_owned());
    let placed = tokio::task::spawn_blocking(move || {
        Store::examine(&staging.join(baton_store::FILE))?;
        let moved = made_ours(&staging, owner)?;
        baton_store::put_in_place(&staging, &data)?;
        Ok(moved)
    });
    placed.await.map_err(not_stored)?.map_err(|error: baton_store::Error| match error {
        baton_store::Error::NoWorkspace(_) | baton_store::Error::OtherSchema { .. } => {
            Problem::invalid("body", error.to_string())
        }
        other => other.into(),
    })
}

async fn write(waiting: &Waiting, to: &Path, body: &mut BodyDataStream) -> Answer<()> {
    let cut = || Problem::invalid("body", "The upload broke off. Nothing of it was kept.");
    let mut file = tokio::fs::File::create_new(to).await.map_err(not_stored)?;
    let mut written = 0;
    while let Some(chunk) = tokio::time::timeout(PATIENCE, body.next()).await.map_err(|_| cut())? {
        let chunk = chunk.map_err(|_| cut())?;
        written += chunk.len() as u64;
        waiting.fits(written)?;
        file.write_all(&chunk).await.map_err(not_stored)?;
    }
    file.sync_all().await.map_err(not_stored)
}

fn not_stored(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "a workspace could not be taken in");
    Problem::unavailable(
        "The hub has no room for the workspace on its disk, or cannot write there.",
    )
}

/// What the sender says of the owner, percent-encoded.
async fn owner(headers: &HeaderMap) -> Answer<Owner> {
    let said = |name: &str| -> Answer<Option<String>> {
        let Some(value) = headers.get(name) else { return Ok(None) };
        let decoded = percent_encoding::percent_decode(value.as_bytes()).decode_utf8();
        let text = decoded.map_err(|_| Problem::invalid(name, "is not percent-encoded UTF-8"))?;
        Ok(Some(text.into_owned()))
    };
    let email = said("Baton-Owner-Email")?.map(|email| text::optional_email(&email)).transpose()?;
    let password_hash = match said("Baton-Owner-Password")? {
        None => None,
        Some(password) => {
            workspace::check_password(&password)?;
            let hashed = tokio::task::spawn_blocking(move || credentials::hash_password(&password));
            hashed.await.map_err(not_stored)?
        }
    };
    Ok(Owner { password_hash, email: email.flatten() })
}

/// Brings the file up to date, ends every member's session and invitation, and lets the owner in.
fn made_ours(folder: &Path, how: Owner) -> baton_store::Result<Moved> {
    let store = Store::open_examined(folder)?;
    let moved = store.write_blocking(move |tx| {
        let owner = workspace::local_owner(tx.directory()).cloned();
        let mut owner = owner.ok_or_else(|| {
            baton_store::Error::NoWorkspace("it has no owner who could use it".into())
        })?;
        let members: Vec<MemberId> = tx.directory().members.iter().map(|m| m.id).collect();
        members.iter().try_for_each(|member| tx.revoke_all(member.0))?;
        tx.withdraw_invitations()?;
        if let Some(email) = how.email {
            owner.email = workspace::member_email(tx.directory(), &email, Some(owner.id))?;
            let actor = Actor::member(&owner);
            tx.change_settings(actor, EventBody::MemberChanged { member: owner.clone() })?;
        }
        if let Some(hash) = how.password_hash {
            tx.keep_password(owner.id, &hash)?;
        }
        let token = credentials::new_token(credentials::MEMBER)
            .map_err(|error| baton_store::Error::Io(std::io::Error::other(error.to_string())))?;
        let session = Token {
            id: tx.fresh_id(),
            kind: TokenKind::Member,
            owner: owner.id.0,
            device: "The computer it came from".into(),
            created_at: tx.now(),
        };
        tx.keep_token(&credentials::hash(&token), &session)?;
        Ok(Moved { workspace: tx.directory().workspace().to_owned(), owner: owner.id, token })
    });
    store.close();
    moved
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
