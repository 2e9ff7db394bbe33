//! The bare hub: the least a hub can do that stores a message before anybody sees it. SQLite with
//! WAL and `synchronous=FULL`, group commit, one table; a WebSocket that gets every message. And
//! the least that a WebSocket can do: an echo. No accounts, no state, no rules. What Baton costs is
//! told as a multiple of this.

use anyhow::Result;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, mpsc};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

/// How many messages one commit takes at most, as in the hub.
const BATCH: usize = 512;

#[derive(Deserialize)]
struct Post {
    id: Uuid,
    conversation: Uuid,
    text: String,
}

struct Job {
    post: Post,
    stored: oneshot::Sender<i64>,
}

#[derive(Clone)]
struct Bare {
    jobs: mpsc::Sender<Job>,
    frames: broadcast::Sender<Arc<str>>,
}

/// Serves until it is killed.
pub async fn serve(data: &Path) -> Result<()> {
    std::fs::create_dir_all(data)?;
    let db = Connection::open(data.join("bare.sqlite"))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, id BLOB NOT NULL,
            conversation BLOB NOT NULL, text TEXT NOT NULL) STRICT;",
    )?;
    let (jobs, queue) = mpsc::channel();
    let (frames, _) = broadcast::channel(1024);
    let telling = frames.clone();
    std::thread::spawn(move || write(&db, &queue, &telling));
    let router = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/messages", post(take))
        .route("/socket", get(open))
        .route("/echo", get(open_echo))
        .with_state(Bare { jobs, frames });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    drop(out);
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, router).await?;
    Ok(())
}

async fn take(State(bare): State<Bare>, Json(post): Json<Post>) -> Response {
    let (stored, answer) = oneshot::channel();
    let id = post.id;
    if bare.jobs.send(Job { post, stored }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match answer.await {
        Ok(seq) => {
            let body = format!("{{\"id\":\"{id}\",\"seq\":{seq}}}");
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (StatusCode::CREATED, kind, body).into_response()
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn open(State(bare): State<Bare>, upgrade: WebSocketUpgrade) -> Response {
    let small = upgrade.read_buffer_size(4096).write_buffer_size(4096);
    small.on_upgrade(move |socket| tell(socket, bare.frames.subscribe()))
}

async fn open_echo(upgrade: WebSocketUpgrade) -> Response {
    upgrade.read_buffer_size(4096).write_buffer_size(4096).on_upgrade(echo)
}

/// Sends every text back.
async fn echo(mut socket: WebSocket) {
    while let Some(Ok(said)) = socket.recv().await {
        if let Message::Text(_) = said
            && socket.send(said).await.is_err()
        {
            return;
        }
    }
}

async fn tell(mut socket: WebSocket, mut frames: broadcast::Receiver<Arc<str>>) {
    loop {
        tokio::select! {
            frame = frames.recv() => {
                let Ok(frame) = frame else { return };
                if socket.send(Message::Text((&*frame).into())).await.is_err() {
                    return;
                }
            }
            said = socket.recv() => if said.is_none_or(|said| said.is_err()) { return },
        }
    }
}

/// Commits whatever has queued, answers, then tells everybody, a frame a message.
fn write(db: &Connection, queue: &mpsc::Receiver<Job>, frames: &broadcast::Sender<Arc<str>>) {
    while let Ok(first) = queue.recv() {
        let jobs: Vec<Job> = std::iter::once(first).chain(queue.try_iter()).take(BATCH).collect();
        let Ok(stored) = commit(db, jobs) else { return };
        for (seq, job) in stored {
            let Post { id, conversation, text } = job.post;
            let _ = job.stored.send(seq);
            let frame = json!({"seq": seq, "id": id, "conversation": conversation, "text": text});
            let _ = frames.send(frame.to_string().into());
        }
    }
}

fn commit(db: &Connection, jobs: Vec<Job>) -> rusqlite::Result<Vec<(i64, Job)>> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let mut stored = Vec::with_capacity(jobs.len());
    for job in jobs {
        let Post { id, conversation, text } = &job.post;
        db.prepare_cached("INSERT INTO messages (id, conversation, text) VALUES (?1, ?2, ?3)")?
            .execute(params![id.as_bytes(), conversation.as_bytes(), text])?;
        stored.push((db.last_insert_rowid(), job));
    }
    db.execute_batch("COMMIT")?;
    Ok(stored)
}
