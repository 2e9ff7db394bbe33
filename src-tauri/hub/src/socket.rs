//! What both kinds of WebSocket share: small buffers, bounded frames, a first frame that signs in,
//! and a liveness frame, so that half-open lines are noticed.

use crate::App;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior};

/// Largest frame a client may send, in bytes: a full reply in JSON.
const LARGEST_FRAME: usize = 256 * 1024;
/// How long a client may take to sign in.
const SIGN_IN_WITHIN: Duration = Duration::from_secs(10);
/// How long a frame may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// The frame that tries a quiet line.
const PING: &str = "{\"type\":\"ping\"}";

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

/// What came over a line.
pub enum Heard<T> {
    /// A frame.
    Frame(T),
    /// A sign of life.
    Life,
    /// Something that is not of the protocol.
    Wrong(Problem),
    /// The line has ended.
    End,
}

/// The next thing that comes. Dropped before it is there, it takes nothing.
pub async fn hear<T: DeserializeOwned>(socket: &mut WebSocket) -> Heard<T> {
    match socket.recv().await {
        Some(Ok(Message::Text(text))) => match crate::door::parse(text.as_bytes()) {
            Ok(frame) => Heard::Frame(frame),
            Err(problem) => Heard::Wrong(problem),
        },
        Some(Ok(Message::Binary(_))) => {
            Heard::Wrong(Problem::invalid("frame", "only text frames are taken"))
        }
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Life,
        Some(Ok(Message::Close(_)) | Err(_)) | None => Heard::End,
    }
}

/// The first frame, in time. `Err` holds the problem with it; none when the line has ended.
pub async fn first<T: DeserializeOwned>(socket: &mut WebSocket) -> Option<Result<T, Problem>> {
    let said = async {
        loop {
            match hear(socket).await {
                Heard::Frame(frame) => return Some(Ok(frame)),
                Heard::Wrong(problem) => return Some(Err(problem)),
                Heard::Life => {}
                Heard::End => return None,
            }
        }
    };
    tokio::time::timeout(SIGN_IN_WITHIN, said).await.unwrap_or(Some(Err(Problem::unauthorized())))
}

/// How a dead line is noticed.
#[derive(Clone, Copy, Debug)]
pub struct Heartbeat {
    /// How often the hub says `ping`.
    pub every: Duration,
    /// How long a client may be silent that has ever said `ping` itself.
    pub answers_within: Duration,
    /// How long any other may be; a WebSocket's own pong is a sign of life.
    pub quiet_within: Duration,
}

impl Default for Heartbeat {
    /// A line that is half open is noticed within 15 s, with a second to spare.
    fn default() -> Self {
        Self {
            every: Duration::from_secs(5),
            answers_within: Duration::from_secs(14),
            quiet_within: Duration::from_secs(60),
        }
    }
}

/// Whether somebody is still at the other end of one line.
pub struct Pulse {
    heartbeat: Heartbeat,
    ticks: Interval,
    heard: Instant,
    answers: bool,
}

impl Pulse {
    /// Of a line that has just signed in.
    pub fn new(heartbeat: Heartbeat) -> Self {
        let mut ticks = tokio::time::interval(heartbeat.every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.reset();
        Self { heartbeat, ticks, heard: Instant::now(), answers: false }
    }

    /// Something came.
    pub fn heard(&mut self) {
        self.heard = Instant::now();
    }

    /// The client said `ping`: it will go on saying so.
    pub fn answers(&mut self) {
        self.answers = true;
    }

    /// Resolves to true when it is time to say `ping`, and to false when nobody is there any more.
    pub async fn beats(&mut self) -> bool {
        let within = match self.answers {
            true => self.heartbeat.answers_within,
            false => self.heartbeat.quiet_within,
        };
        tokio::select! {
            _ = self.ticks.tick() => true,
            () = tokio::time::sleep_until(self.heard + within) => false,
        }
    }

    /// Says `ping`; to a client that has never said it, in a way that every WebSocket answers too.
    pub async fn ping(&self, socket: &mut WebSocket) -> bool {
        if !self.answers {
            let ping = socket.send(Message::Ping(Bytes::new()));
            if !matches!(tokio::time::timeout(SEND_WITHIN, ping).await, Ok(Ok(()))) {
                return false;
            }
        }
        send(socket, PING).await
    }
}
