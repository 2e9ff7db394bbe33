//! The members' WebSocket: every event from a cursor on, in order and without gaps, then as they
//! happen; commands up; presence, typing and looking beside them. An AI agent that lives elsewhere
//! gets only what concerns conversations it holds.

use crate::conversations::{Numbered, carry_out};
use crate::door::{self, Caller};
use crate::events::{array, may_see, page};
use crate::lines::Line;
use crate::problem::Problem;
use crate::socket::{self, Heard, MALFORMED, Pulse, RESTARTING, TOO_SLOW, UNAUTHORIZED, Upgrade};
use crate::{App, LiveFrame};
use axum::extract::State;
use axum::extract::ws::WebSocket;
use axum::response::Response;
use baton_domain::*;
use baton_store::{Commit, Stored};
use baton_sync::ClientFrame;
use serde_json::json;
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use uuid::Uuid;

/// Events sent at once while catching up.
const CATCH_UP: usize = 500;
/// How large a frame of several events gets, in bytes.
const FRAME_BYTES: usize = 1024 * 1024;

/// Whose session has ended, and which; none for all of them.
type SignOut = (Uuid, Option<Uuid>);

pub(crate) async fn open(State(hub): State<App>, Upgrade(upgrade): Upgrade) -> Response {
    upgrade.on_upgrade(move |socket| serve(hub, socket))
}

async fn serve(hub: App, mut socket: WebSocket) {
    let (token, after) = match socket::first::<ClientFrame>(&mut socket).await {
        Some(Ok(ClientFrame::Auth { token, after })) => (token, after),
        Some(Ok(_)) => {
            return socket::refuse(&mut socket, &Problem::unauthorized(), UNAUTHORIZED).await;
        }
        Some(Err(problem)) => return socket::refuse(&mut socket, &problem, MALFORMED).await,
        None => return,
    };
    // From before the token is looked up: one that ends meanwhile is noticed.
    let sign_outs = hub.live.sign_outs();
    match door::caller(&hub, &token).await {
        Ok((caller, session)) => {
            let member = match &caller {
                Caller::Member(member) => Some(member.id),
                Caller::AiAgent(_) => None,
            };
            hub.metrics.sockets.inc();
            let number = member.map_or(0, |member| hub.live.member_enters(member));
            let line = caller.line(&hub, session, after);
            let mut desk =
                Desk { hub: Arc::clone(&hub), caller, session, number, last: after, line };
            desk.talk(&mut socket, sign_outs).await;
            if let Some(member) = member {
                hub.live.member_leaves(member, number);
            }
            hub.metrics.sockets.dec();
        }
        Err(problem) => socket::refuse(&mut socket, &problem, UNAUTHORIZED).await,
    }
}

/// One connected desktop or program.
struct Desk {
    hub: App,
    caller: Caller,
    session: Uuid,
    /// Its number among the desktops; 0 for an AI agent's.
    number: u64,
    last: Seq,
    line: Line,
}

impl Desk {
    async fn talk(&mut self, socket: &mut WebSocket, mut sign_outs: Receiver<SignOut>) {
        let mut commits = self.hub.store.subscribe();
        let mut live = self.hub.live.frames();
        if !self.catch_up(socket, &mut sign_outs).await {
            return;
        }
        let mut pulse = Pulse::new(self.hub.options.heartbeat);
        let hub = Arc::clone(&self.hub);
        loop {
            self.line.sent(self.last);
            let going_on = tokio::select! {
                commit = commits.recv() => self.tell_commit(socket, commit, &mut commits).await,
                frame = live.recv() => match frame {
                    Ok(frame) => self.tell_live(socket, frame).await,
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => false,
                },
                heard = socket::hear(socket) => self.take(socket, heard, &mut pulse).await,
                gone = sign_outs.recv() => self.may_stay(socket, gone).await,
                beats = pulse.beats() => match beats {
                    true => pulse.ping(socket).await,
                    // What has come meanwhile and was not taken yet is a sign of life too.
                    false => match socket::waiting(socket) {
                        Some(heard) => self.take(socket, heard, &mut pulse).await,
                        None => false,
                    },
                },
                () = hub.closing() => self.closes(socket).await,
            };
            if !going_on {
                return;
            }
        }
    }

    fn is_signed_out(&self, owner: Uuid, session: Option<Uuid>) -> bool {
        let me = match &self.caller {
            Caller::Member(member) => member.id.0,
            Caller::AiAgent(ai_agent) => ai_agent.id.0,
        };
        me == owner && session.is_none_or(|session| session == self.session)
    }

    /// False when this session has ended, or may have: whoever comes back shows the token again.
    async fn may_stay(&self, socket: &mut WebSocket, gone: Result<SignOut, RecvError>) -> bool {
        match gone {
            Ok((owner, session)) if self.is_signed_out(owner, session) => {
                socket::refuse(socket, &Problem::unauthorized(), UNAUTHORIZED).await;
                false
            }
            Ok(_) => true,
            Err(_) => {
                socket::close(socket, TOO_SLOW, "resume from your cursor").await;
                false
            }
        }
    }

    async fn closes(&self, socket: &mut WebSocket) -> bool {
        socket::close(socket, RESTARTING, "come back").await;
        false
    }

    /// Between two pages of a long log: whether to go on.
    async fn goes_on(&self, socket: &mut WebSocket, sign_outs: &mut Receiver<SignOut>) -> bool {
        if self.hub.is_closing() {
            return self.closes(socket).await;
        }
        loop {
            let gone = match sign_outs.try_recv() {
                Ok(gone) => Ok(gone),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Closed) => Err(RecvError::Closed),
            };
            if !self.may_stay(socket, gone).await {
                return false;
            }
        }
    }

    async fn catch_up(
        &mut self,
        socket: &mut WebSocket,
        sign_outs: &mut Receiver<SignOut>,
    ) -> bool {
        let Ok((_, head)) = page(&self.hub, &self.caller, Seq::from(u32::MAX), 1).await else {
            return false;
        };
        let hello = match &self.caller {
            Caller::Member(member) => json!({"type": "hello", "head": head, "member": member}),
            Caller::AiAgent(ai_agent) => {
                json!({"type": "hello", "head": head, "ai_agent": {"id": ai_agent.id, "name": ai_agent.name}})
            }
        };
        if !socket::send(socket, hello.to_string()).await {
            return false;
        }
        // A cursor of the future is one of another log: there is nothing after it yet.
        self.last = self.last.min(head);
        while self.last < head {
            if !self.goes_on(socket, sign_outs).await {
                return false;
            }
            let Ok((events, _)) = page(&self.hub, &self.caller, self.last, CATCH_UP).await else {
                return false;
            };
            let Some(newest) = events.last().map(|stored| stored.recorded.seq) else {
                self.last = head;
                break;
            };
            if !self.send_events(socket, &events).await {
                return false;
            }
            self.last = newest;
        }
        let caught_up = json!({"type": "caught_up", "seq": self.last.max(head)}).to_string();
        if !socket::send(socket, caught_up).await {
            return false;
        }
        match &self.caller {
            Caller::Member(_) => {
                let presence = self.hub.live.presence_frame();
                if !socket::send(socket, &*presence).await {
                    return false;
                }
                for viewing in self.hub.live.viewing() {
                    if !self.tell_live(socket, viewing).await {
                        return false;
                    }
                }
                true
            }
            Caller::AiAgent(_) => true,
        }
    }

    /// Sends what was committed, together with whatever else has been committed meanwhile.
    async fn tell_commit(
        &mut self,
        socket: &mut WebSocket,
        commit: Result<Arc<Commit>, RecvError>,
        more: &mut Receiver<Arc<Commit>>,
    ) -> bool {
        let mut fresh: Vec<Arc<Stored>> = Vec::new();
        let mut next = match commit {
            Ok(commit) => Some(commit),
            Err(RecvError::Lagged(_)) => {
                socket::close(socket, TOO_SLOW, "resume from your cursor").await;
                return false;
            }
            Err(RecvError::Closed) => return false,
        };
        while let Some(commit) = next.take() {
            for stored in &commit.events {
                if stored.recorded.seq > self.last && self.concerns(stored) {
                    fresh.push(Arc::clone(stored));
                }
            }
            if let Some(newest) = commit.events.last() {
                self.last = self.last.max(newest.recorded.seq);
            }
            if fresh.len() >= CATCH_UP {
                break;
            }
            next = match more.try_recv() {
                Ok(commit) => Some(commit),
                Err(TryRecvError::Empty | TryRecvError::Closed) => None,
                Err(TryRecvError::Lagged(_)) => {
                    socket::close(socket, TOO_SLOW, "resume from your cursor").await;
                    return false;
                }
            };
        }
        fresh.is_empty() || self.send_events(socket, &fresh).await
    }

    /// An AI agent is told of conversations it holds, and of the event that takes one from it.
    fn concerns(&self, stored: &Stored) -> bool {
        if !may_see(&self.caller, &stored.recorded) {
            return false;
        }
        let Caller::AiAgent(ai_agent) = &self.caller else { return true };
        let holds =
            stored.state.as_ref().is_some_and(|state| state.holder == Holder::Ai(ai_agent.id));
        let (EventBody::Assigned { from, .. } | EventBody::HandedOff { from, .. }) =
            &stored.recorded.event.body
        else {
            return holds;
        };
        holds || Holder::of(from.as_ref()) == Holder::Ai(ai_agent.id)
    }

    /// Sends events in frames of bounded size: articles and long messages are large.
    async fn send_events(&self, socket: &mut WebSocket, events: &[Arc<Stored>]) -> bool {
        let mut rest = events;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = rest.iter().take_while(|stored| {
                bytes += stored.json().len();
                bytes <= FRAME_BYTES
            });
            let (now, later) = rest.split_at(fits.count().max(1));
            let frame = format!("{{\"type\":\"events\",\"events\":{}}}", array(now));
            if !socket::send(socket, frame).await {
                return false;
            }
            rest = later;
        }
        true
    }

    async fn tell_live(&self, socket: &mut WebSocket, frame: LiveFrame) -> bool {
        let Caller::Member(me) = &self.caller else { return true };
        match &frame {
            LiveFrame::Presence(_) => {
                let presence = self.hub.live.presence_frame();
                return socket::send(socket, &*presence).await;
            }
            LiveFrame::Dismissed { member, desktop, .. }
                if *member != me.id || *desktop == self.number =>
            {
                return true;
            }
            LiveFrame::Dismissed { .. } | LiveFrame::Typing { .. } | LiveFrame::Viewing { .. } => {}
        }
        match serde_json::to_string(&frame) {
            Ok(text) => socket::send(socket, text).await,
            Err(_) => true,
        }
    }

    async fn take(
        &self,
        socket: &mut WebSocket,
        heard: Heard<ClientFrame>,
        pulse: &mut Pulse,
    ) -> bool {
        let going_on = match heard {
            Heard::Frame(ClientFrame::Ping) => {
                pulse.answers();
                true
            }
            Heard::Frame(frame) => self.take_frame(socket, frame).await,
            Heard::Life => true,
            Heard::Wrong(problem) => {
                socket::refuse(socket, &problem, MALFORMED).await;
                false
            }
            Heard::End => false,
        };
        pulse.heard();
        going_on
    }

    async fn take_frame(&self, socket: &mut WebSocket, frame: ClientFrame) -> bool {
        match frame {
            ClientFrame::Command { conversation, command } => {
                let id = command.get("id").cloned();
                let answer = match Numbered::parse(command) {
                    Ok(numbered) => {
                        carry_out(&self.hub, &self.caller, conversation, numbered).await
                    }
                    Err(problem) => Err(problem),
                };
                let frame = match answer {
                    Ok((events, _)) => json!({"type": "result", "id": id, "events": events}),
                    Err(problem) => {
                        json!({"type": "refused", "id": id, "problem": problem.to_json()})
                    }
                };
                socket::send(socket, frame.to_string()).await
            }
            ClientFrame::Typing { conversation } => {
                self.typing(conversation).await;
                true
            }
            ClientFrame::Viewing { conversation } => {
                if let Caller::Member(member) = &self.caller {
                    self.hub.live.member_views(member.id, self.number, conversation);
                }
                true
            }
            ClientFrame::Away { on } => {
                if let Caller::Member(member) = &self.caller {
                    self.hub.live.member_is_away(member.id, self.number, on);
                }
                true
            }
            ClientFrame::Dismissed { conversation } => {
                if let Caller::Member(me) = &self.caller {
                    let (member, desktop) = (me.id, self.number);
                    self.hub.live.tell(LiveFrame::Dismissed { conversation, member, desktop });
                }
                true
            }
            ClientFrame::Auth { .. } | ClientFrame::Ping => true,
        }
    }

    async fn typing(&self, conversation: ConversationId) {
        match &self.caller {
            Caller::Member(member) => self.hub.member_types(member, conversation).await,
            Caller::AiAgent(ai_agent) => self.hub.ai_agent_types(ai_agent, conversation).await,
        }
    }
}
