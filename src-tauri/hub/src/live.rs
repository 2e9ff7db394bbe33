//! What is true only now and never logged: who is connected, who types, who looks at what; and the
//! fan-out of committed messages to the visitors' sockets. Every queue is bounded; whoever cannot
//! keep up is disconnected and resumes from its cursor.

use crate::App;
use crate::visitors::VisitorState;
use baton_domain::*;
use baton_store::Commit;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{broadcast, mpsc};
use uuid::Uuid;

/// How many frames wait for one visitor's socket.
const VISITOR_QUEUE: usize = 64;
/// How many unlogged frames a member's socket may fall behind before it misses some.
const LIVE_QUEUE: usize = 256;
/// How long the expected wait is remembered.
const WAIT_REMEMBERED: Duration = Duration::from_secs(60);

/// A frame for a visitor's socket, shared by all that get it.
pub type Frame = Arc<str>;

/// A visitor's sockets, each with its number.
type Sockets = Vec<(u64, mpsc::Sender<Frame>)>;

/// Not logged: sent to members as it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LiveFrame {
    Presence(Presence),
    Typing { conversation: ConversationId, who: Actor, on: bool },
    Viewing { conversation: Option<ConversationId>, member: MemberId },
}

/// Who is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Members with a desktop connected.
    pub members: Vec<MemberId>,
    /// Conversations whose visitor has the widget open.
    pub visitors: Vec<ConversationId>,
}

/// Who is here now.
pub struct Live {
    visitors: Mutex<HashMap<ConversationId, Sockets>>,
    members: Mutex<HashMap<MemberId, usize>>,
    frames: broadcast::Sender<LiveFrame>,
    signed_out: broadcast::Sender<(Uuid, Option<Uuid>)>,
    expected_wait: Mutex<Option<(Instant, Option<i64>)>>,
    next: Mutex<u64>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            visitors: Mutex::default(),
            members: Mutex::default(),
            frames: broadcast::channel(LIVE_QUEUE).0,
            signed_out: broadcast::channel(LIVE_QUEUE).0,
            expected_wait: Mutex::default(),
            next: Mutex::default(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// A visitor's socket opens; its number, and the frames it is to send.
    pub fn visitor_enters(&self, conversation: ConversationId) -> (u64, mpsc::Receiver<Frame>) {
        let (sender, receiver) = mpsc::channel(VISITOR_QUEUE);
        let number = {
            let mut next = lock(&self.next);
            *next += 1;
            *next
        };
        let first = {
            let mut visitors = lock(&self.visitors);
            let sockets = visitors.entry(conversation).or_default();
            sockets.push((number, sender));
            sockets.len() == 1
        };
        if first {
            self.tell_presence();
        }
        (number, receiver)
    }

    /// A visitor's socket has closed.
    pub fn visitor_leaves(&self, conversation: ConversationId, number: u64) {
        let last = {
            let mut visitors = lock(&self.visitors);
            let Some(sockets) = visitors.get_mut(&conversation) else { return };
            sockets.retain(|(other, _)| *other != number);
            let last = sockets.is_empty();
            if last {
                visitors.remove(&conversation);
            }
            last
        };
        if last {
            self.tell_presence();
        }
    }

    /// Whether the visitor of this conversation is connected.
    pub fn visitor_is_online(&self, conversation: ConversationId) -> bool {
        lock(&self.visitors).contains_key(&conversation)
    }

    /// How many visitors are connected.
    pub fn visitors(&self) -> usize {
        lock(&self.visitors).len()
    }

    /// A member's desktop connects.
    pub fn member_enters(&self, member: MemberId) {
        let first = {
            let mut members = lock(&self.members);
            let desktops = members.entry(member).or_default();
            *desktops += 1;
            *desktops == 1
        };
        if first {
            self.tell_presence();
        }
    }

    /// A member's desktop disconnects.
    pub fn member_leaves(&self, member: MemberId) {
        let last = {
            let mut members = lock(&self.members);
            let Some(desktops) = members.get_mut(&member) else { return };
            *desktops = desktops.saturating_sub(1);
            let last = *desktops == 0;
            if last {
                members.remove(&member);
            }
            last
        };
        if last {
            self.tell_presence();
        }
    }

    /// Whether somebody who is available has a desktop connected.
    pub fn people_online(&self, directory: &Directory) -> bool {
        let members = lock(&self.members);
        directory.available_members().any(|member| members.contains_key(&member.id))
    }

    /// Who is connected.
    pub fn presence(&self) -> Presence {
        Presence {
            members: lock(&self.members).keys().copied().collect(),
            visitors: lock(&self.visitors).keys().copied().take(5_000).collect(),
        }
    }

    /// Frames for members' desktops, from now on.
    pub fn frames(&self) -> broadcast::Receiver<LiveFrame> {
        self.frames.subscribe()
    }

    /// Tells members' desktops.
    pub fn tell(&self, frame: LiveFrame) {
        let _ = self.frames.send(frame);
    }

    fn tell_presence(&self) {
        if self.frames.receiver_count() > 0 {
            self.tell(LiveFrame::Presence(self.presence()));
        }
    }

    /// Tells the visitor of a conversation, on every socket. One that cannot keep up is dropped.
    pub fn tell_visitor(&self, conversation: ConversationId, frame: &Frame) {
        if let Some(sockets) = lock(&self.visitors).get_mut(&conversation) {
            sockets.retain(|(_, socket)| socket.try_send(Arc::clone(frame)).is_ok());
        }
    }

    /// Tells the visitor who is typing.
    pub fn tell_visitor_typing(&self, conversation: ConversationId, name: &str, on: bool) {
        if self.visitor_is_online(conversation) {
            let frame = json!({"type": "typing", "name": name, "on": on}).to_string();
            self.tell_visitor(conversation, &frame.into());
        }
    }

    /// A token, or every token, of a member or an AI agent is no longer valid.
    pub fn signed_out(&self, owner: Uuid, session: Option<Uuid>) {
        let _ = self.signed_out.send((owner, session));
    }

    /// Tokens that end, from now on.
    pub fn sign_outs(&self) -> broadcast::Receiver<(Uuid, Option<Uuid>)> {
        self.signed_out.subscribe()
    }

    /// The remembered expected wait; none when it has to be computed again.
    pub fn expected_wait(&self) -> Option<Option<i64>> {
        let known = *lock(&self.expected_wait);
        known.filter(|(at, _)| at.elapsed() < WAIT_REMEMBERED).map(|(_, wait)| wait)
    }

    /// Remembers the expected wait.
    pub fn set_expected_wait(&self, wait_s: Option<i64>) {
        *lock(&self.expected_wait) = Some((Instant::now(), wait_s));
    }
}

/// Sends every committed message, and the state after it, to the visitor it concerns.
pub(crate) async fn fan_out(hub: App, mut commits: broadcast::Receiver<Arc<Commit>>) {
    loop {
        let commit = tokio::select! {
            commit = commits.recv() => commit,
            () = hub.closing() => return,
        };
        match commit {
            Ok(commit) => tell_visitors(&hub, &commit).await,
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                // Sockets resume from their cursor, so nothing is lost.
                tracing::warn!(missed, "fan-out fell behind; visitors reconnect");
                lock(&hub.live.visitors).clear();
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

async fn tell_visitors(hub: &App, commit: &Commit) {
    let mut changed: HashSet<ConversationId> = HashSet::new();
    for stored in &commit.events {
        let Some(id) = stored.recorded.event.conversation else { continue };
        if !hub.live.visitor_is_online(id) {
            continue;
        }
        if let Some(message) = Message::of(&stored.recorded) {
            let frame = json!({"type": "message", "message": message}).to_string();
            hub.live.tell_visitor(id, &frame.into());
        }
        if let EventBody::HandedOff { .. }
        | EventBody::Assigned { .. }
        | EventBody::StatusChanged { .. } = stored.recorded.event.body
        {
            changed.insert(id);
        }
    }
    for id in changed {
        let latest = commit
            .events
            .iter()
            .rev()
            .find_map(|stored| stored.state.as_ref().filter(|state| state.id == id));
        if let Some(state) = latest {
            let frame = VisitorState::of(hub, state).await.to_frame();
            hub.live.tell_visitor(id, &frame.into());
        }
    }
}
