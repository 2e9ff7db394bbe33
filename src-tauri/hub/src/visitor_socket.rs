//! The visitor's WebSocket: first what was missed since `after`, then messages, typing and state as
//! they happen. Nothing else is ever sent here.

use crate::door::{self, Query, Visitor};
use crate::problem::Problem;
use crate::socket::{self, Heard, MALFORMED, Pulse, RESTARTING, TOO_SLOW, UNAUTHORIZED, Upgrade};
use crate::visitors::VisitorState;
use crate::{App, attachments};
use axum::extract::State;
use axum::extract::ws::WebSocket;
use axum::response::Response;
use baton_domain::*;
use serde::Deserialize;
use serde_json::json;

/// Messages sent at once while catching up.
const CATCH_UP: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct From {
    #[serde(default)]
    after: u32,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Frame {
    Auth { token: String },
    Typing,
    Ping,
}

pub(crate) async fn open(
    State(hub): State<App>,
    Query(from): Query<From>,
    Upgrade(upgrade): Upgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| serve(hub, socket, Seq::from(from.after)))
}

async fn serve(hub: App, mut socket: WebSocket, after: Seq) {
    let signed = match socket::first::<Frame>(&mut socket).await {
        Some(Ok(Frame::Auth { token })) => door::visitor(&hub, &token).await,
        Some(Ok(_)) => Err(Problem::unauthorized()),
        Some(Err(problem)) => Err(problem),
        None => return,
    };
    match signed {
        Ok(Visitor(conversation)) => {
            let (number, frames) = hub.live.visitor_enters(conversation);
            hub.metrics.sockets.inc();
            talk(&hub, &mut socket, conversation, after, frames).await;
            hub.metrics.sockets.dec();
            hub.live.visitor_leaves(conversation, number);
        }
        Err(problem) => socket::refuse(&mut socket, &problem, UNAUTHORIZED).await,
    }
}

async fn talk(
    hub: &App,
    socket: &mut WebSocket,
    conversation: ConversationId,
    after: Seq,
    mut frames: tokio::sync::mpsc::Receiver<crate::live::Frame>,
) {
    let Some(mut last) = catch_up(hub, socket, conversation, after).await else { return };
    let mut pulse = Pulse::new(hub.options.heartbeat);
    loop {
        let going_on = tokio::select! {
            frame = frames.recv() => {
                let Some(frame) = frame else {
                    return socket::close(socket, TOO_SLOW, "resume from your cursor").await;
                };
                if is_old(&frame, &mut last) {
                    continue;
                }
                socket::send(socket, &*frame).await
            }
            heard = socket::hear(socket) => {
                take(hub, socket, conversation, heard, &mut pulse).await
            }
            beats = pulse.beats() => match beats {
                true => pulse.ping(socket).await,
                // What has come meanwhile and was not taken yet is a sign of life too.
                false => match socket::waiting(socket) {
                    Some(heard) => take(hub, socket, conversation, heard, &mut pulse).await,
                    None => false,
                },
            },
            () = hub.closing() => return socket::close(socket, RESTARTING, "come back").await,
        };
        if !going_on {
            return;
        }
    }
}

async fn take(
    hub: &App,
    socket: &mut WebSocket,
    conversation: ConversationId,
    heard: Heard<Frame>,
    pulse: &mut Pulse,
) -> bool {
    pulse.heard();
    match heard {
        Heard::Frame(Frame::Typing) => typing(hub, conversation).await,
        Heard::Frame(Frame::Ping) => pulse.answers(),
        Heard::Frame(Frame::Auth { .. }) | Heard::Life => {}
        Heard::Wrong(problem) => {
            socket::refuse(socket, &problem, MALFORMED).await;
            return false;
        }
        Heard::End => return false,
    }
    true
}

/// Whether a message frame was already sent while catching up.
fn is_old(frame: &str, last: &mut Seq) -> bool {
    #[derive(Deserialize)]
    struct Numbered {
        message: Option<OnlySeq>,
    }
    #[derive(Deserialize)]
    struct OnlySeq {
        seq: Seq,
    }
    if *last == 0 {
        return false;
    }
    let seq = serde_json::from_str::<Numbered>(frame).ok().and_then(|f| f.message).map(|m| m.seq);
    match seq {
        Some(seq) if seq <= *last => true,
        Some(_) => {
            // Frames come in order: from here on everything is new.
            *last = 0;
            false
        }
        None => false,
    }
}

async fn catch_up(
    hub: &App,
    socket: &mut WebSocket,
    conversation: ConversationId,
    mut after: Seq,
) -> Option<Seq> {
    loop {
        let missed = hub
            .store
            .read(move |reader| reader.messages(conversation, after, None, CATCH_UP))
            .await
            .ok()?;
        let more = missed.len() == CATCH_UP;
        for message in attachments::sign_all(hub, missed) {
            let frame = json!({"type": "message", "message": message}).to_string();
            if !socket::send(socket, frame).await {
                return None;
            }
            after = message.seq;
        }
        if !more {
            break;
        }
    }
    let state = hub.store.read(move |reader| reader.conversation(conversation)).await.ok()??;
    let frame = VisitorState::of(hub, &state).await.to_frame();
    if let Some(name) = crate::turns::who_answers(hub, &state) {
        let typing = json!({"type": "typing", "name": name, "on": true}).to_string();
        if !socket::send(socket, typing).await {
            return None;
        }
    }
    // A cursor of the future is one of another log: what comes is new all the same.
    socket::send(socket, frame).await.then_some(after.min(state.last_message))
}

async fn typing(hub: &App, conversation: ConversationId) {
    if hub.limiters.typing.take(conversation.0).is_err() {
        return;
    }
    let found = hub.store.read(move |reader| reader.view_of(None, conversation)).await;
    if let Ok(Some(view)) = found {
        let who = Actor::visitor(view.visitor.id, view.visitor.name.as_deref());
        hub.live.tell(crate::LiveFrame::Typing { conversation, who, on: true });
    }
}
