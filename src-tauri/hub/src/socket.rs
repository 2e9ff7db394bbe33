//! What both kinds of WebSocket share: small buffers, bounded frames, a first frame that signs in,
//! and a liveness frame, so that half-open lines are noticed.

use crate::App;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::Duration;

/// Largest frame a client may send, in bytes: a full reply in JSON.
const LARGEST_FRAME: usize = 256 * 1024;
/// How long a client may take to sign in.
const SIGN_IN_WITHIN: Duration = Duration::from_secs(10);
/// How long a frame may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// How often a quiet line is tried.
pub const PING_EVERY: Duration = Duration::from_secs(20);
/// The frame that tries it.
pub const PING: &str = "{\"type\":\"ping\"}";

/// Close code: the client was too slow to take its events and resumes from its cursor.
pub const TOO_SLOW: u16 = 4000;
/// Close code: the token is missing or no longer valid.
pub const UNAUTHORIZED: u16 = 4001;
/// Close code: a frame that is not of the protocol.
pub const MALFORMED: u16 = 4002;
/// Close code: the hub is going down; come back (RFC 6455).
pub const RESTARTING: u16 = 1012;

/// A request to become a WebSocket, with the limits of one.
pub struct Upgrade(pub WebSocketUpgrade);

impl FromRequestParts<App> for Upgrade {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, hub: &App) -> Result<Self, Problem> {
        let upgrade = WebSocketUpgrade::from_request_parts(parts, hub)
            .await
            .map_err(|_| Problem::invalid("Upgrade", "only WebSockets are taken here"))?;
        let bounded = upgrade
            .read_buffer_size(4096)
            .write_buffer_size(4096)
            .max_write_buffer_size(LARGEST_FRAME * 16)
            .max_message_size(LARGEST_FRAME)
            .max_frame_size(LARGEST_FRAME);
        Ok(Self(bounded))
    }
}

/// Sends text; false when the line is dead, or too slow, which is then said with a close code.
pub async fn send(socket: &mut WebSocket, text: impl Into<String>) -> bool {
    let frame = Message::Text(text.into().into());
    match tokio::time::timeout(SEND_WITHIN, socket.send(frame)).await {
        Ok(sent) => sent.is_ok(),
        Err(_) => {
            close(socket, TOO_SLOW, "resume from your cursor").await;
            false
        }
    }
}

/// Closes with a code.
pub async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
    let _ = tokio::time::timeout(SEND_WITHIN, socket.send(frame)).await;
}

/// Says what was wrong and closes.
pub async fn refuse(socket: &mut WebSocket, problem: &Problem, code: u16) {
    let _ = send(socket, json!({"type": "error", "problem": problem.to_json()}).to_string()).await;
    close(socket, code, "refused").await;
}

/// The next text frame as JSON. `Err` holds the problem with it; none when the line has ended.
pub async fn next<T: DeserializeOwned>(socket: &mut WebSocket) -> Option<Result<T, Problem>> {
    loop {
        match socket.recv().await? {
            Ok(Message::Text(text)) => return Some(crate::door::parse(text.as_bytes())),
            Ok(Message::Binary(_)) => {
                return Some(Err(Problem::invalid("frame", "only text frames are taken")));
            }
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_)) | Err(_) => return None,
        }
    }
}

/// The first frame, in time.
pub async fn first<T: DeserializeOwned>(socket: &mut WebSocket) -> Option<Result<T, Problem>> {
    tokio::time::timeout(SIGN_IN_WITHIN, next(socket))
        .await
        .unwrap_or(Some(Err(Problem::unauthorized())))
}
