//! What is true only now and never logged: who is connected, who types, who looks at what; and the
//! fan-out of committed messages to the visitors' sockets. Every queue is bounded; whoever cannot
//! keep up is disconnected and resumes from its cursor.

use crate::desktops::{Attendance, Desktops};
use crate::visitors::VisitorState;
use crate::{App, attachments};
use baton_domain::*;
use baton_store::Commit;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, broadcast, mpsc, watch};
use uuid::Uuid;

/// How many frames wait for one visitor's socket.
const VISITOR_QUEUE: usize = 64;
/// How many unlogged frames a member's socket may fall behind before it misses some.
const LIVE_QUEUE: usize = 256;

/// How long a member who types is taken to be typing, in seconds; desktops say so every three.
const TYPING_S: i64 = 15;
/// How often members are told who is here, at most, for each thousand visitors begun: the frame
/// names them all.
const PRESENCE_EVERY: Duration = Duration::from_millis(200);
/// How many visitors a presence names.
const VISITORS_NAMED: usize = 5_000;

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
    Typing {
        conversation: ConversationId,
        who: Actor,
        on: bool,
    },
    Viewing {
        conversation: Option<ConversationId>,
        member: MemberId,
    },
    /// A notice was dismissed: only for the same member's other desktops.
    Dismissed {
        conversation: ConversationId,
        member: MemberId,
        /// Where it was dismissed.
        #[serde(skip)]
        desktop: u64,
    },
}

/// Who is connected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Members with a desktop connected.
    pub members: Vec<MemberId>,
    /// Conversations whose visitor has the widget open.
    pub visitors: Vec<ConversationId>,
    /// Those of the members at whose desktops nobody sits.
    #[serde(default)]
    pub away: Vec<MemberId>,
}

/// Who is here now.
pub struct Live {
    visitors: Mutex<HashMap<ConversationId, Sockets>>,
    desktops: Mutex<Desktops>,
    connected: watch::Sender<Arc<[MemberId]>>,
    typing: Mutex<HashMap<(ConversationId, MemberId), Timestamp>>,
    presence: Mutex<Option<Frame>>,
    presence_changed: Notify,
    frames: broadcast::Sender<LiveFrame>,
    signed_out: broadcast::Sender<(Uuid, Option<Uuid>)>,
    next: Mutex<u64>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            visitors: Mutex::default(),
            desktops: Mutex::default(),
            connected: watch::Sender::new(Arc::from([])),
            typing: Mutex::default(),
            presence: Mutex::default(),
            presence_changed: Notify::new(),
            frames: broadcast::channel(LIVE_QUEUE).0,
            signed_out: broadcast::channel(LIVE_QUEUE).0,
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
        let number = self.next_number();
        let first = {
            let mut visitors = lock(&self.visitors);
            let sockets = visitors.entry(conversation).or_default();
            sockets.push((number, sender));
            sockets.len() == 1
        };
        if first {
            self.presence_changes();
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
            self.presence_changes();
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

    fn next_number(&self) -> u64 {
        let mut next = lock(&self.next);
        *next += 1;
        *next
    }

    /// A member's desktop connects; its number.
    pub fn member_enters(&self, member: MemberId) -> u64 {
        let number = self.next_number();
        self.attendance_changes(member, |desktops| desktops.enter(member, number));
        number
    }

    /// A member's desktop disconnects; nobody looks at anything there any more.
    pub fn member_leaves(&self, member: MemberId, number: u64) {
        self.view_changes(member, |desktops| desktops.set_viewing(member, number, None));
        self.attendance_changes(member, |desktops| desktops.leave(member, number));
    }

    /// Whether somebody sits at a member's desktop.
    pub fn member_is_away(&self, member: MemberId, number: u64, away: bool) {
        self.attendance_changes(member, |desktops| desktops.set_away(member, number, away));
    }

    /// A member looks at a conversation, or at none.
    pub fn member_views(
        &self,
        member: MemberId,
        number: u64,
        conversation: Option<ConversationId>,
    ) {
        self.view_changes(member, |desktops| desktops.set_viewing(member, number, conversation));
    }

    fn attendance_changes(&self, member: MemberId, change: impl FnOnce(&mut Desktops)) {
        let changed = {
            let mut desktops = lock(&self.desktops);
            let before = desktops.attendance(member);
            change(&mut desktops);
            let now = desktops.attendance(member);
            if (before == Attendance::Absent) != (now == Attendance::Absent) {
                self.connected.send_replace(desktops.members().into());
            }
            before != now
        };
        if changed {
            self.presence_changes();
        }
    }

    fn view_changes(&self, member: MemberId, change: impl FnOnce(&mut Desktops)) {
        let (before, conversation) = {
            let mut desktops = lock(&self.desktops);
            let before = desktops.viewed_by(member);
            change(&mut desktops);
            (before, desktops.viewed_by(member))
        };
        if before != conversation {
            self.tell(LiveFrame::Viewing { conversation, member });
        }
    }

    /// What everybody looks at, for a desktop that connects.
    pub fn viewing(&self) -> Vec<LiveFrame> {
        let viewing = lock(&self.desktops).viewing().into_iter();
        let frame = |(member, id)| LiveFrame::Viewing { conversation: Some(id), member };
        viewing.map(frame).collect()
    }

    /// A member types, at this time of the hub's clock.
    pub(crate) fn member_types(
        &self,
        conversation: ConversationId,
        member: MemberId,
        now: Timestamp,
    ) {
        lock(&self.typing).insert((conversation, member), now);
    }

    /// Whether a member types.
    pub(crate) fn is_typing(
        &self,
        conversation: ConversationId,
        member: MemberId,
        now: Timestamp,
    ) -> bool {
        lock(&self.typing).get(&(conversation, member)).is_some_and(|at| types(*at, now))
    }

    /// Forgets who has typed long ago.
    pub(crate) fn forget_typing(&self, now: Timestamp) {
        lock(&self.typing).retain(|_, at| types(*at, now));
    }

    /// Members with a desktop connected, now and from now on.
    pub(crate) fn connected(&self) -> watch::Receiver<Arc<[MemberId]>> {
        self.connected.subscribe()
    }

    /// Whether somebody who is available sits at a connected desktop.
    pub fn people_online(&self, directory: &Directory) -> bool {
        let desktops = lock(&self.desktops);
        directory
            .available_members()
            .any(|member| desktops.attendance(member.id) == Attendance::Present)
    }

    /// The conversations whose visitors are connected.
    pub(crate) fn visitors_online(&self) -> Vec<ConversationId> {
        lock(&self.visitors).keys().copied().collect()
    }

    /// Who is connected.
    pub fn presence(&self) -> Presence {
        let (members, away) = {
            let desktops = lock(&self.desktops);
            (desktops.members(), desktops.away())
        };
        let visitors = lock(&self.visitors).keys().copied().take(VISITORS_NAMED).collect();
        Presence { members, visitors, away }
    }

    /// The frame that says who is connected, made once for everybody until it changes.
    pub(crate) fn presence_frame(&self) -> Frame {
        let mut known = lock(&self.presence);
        let frame = || {
            let frame = LiveFrame::Presence(self.presence());
            Frame::from(serde_json::to_string(&frame).unwrap_or_default())
        };
        Arc::clone(known.get_or_insert_with(frame))
    }

    /// Frames for members' desktops, from now on.
    pub fn frames(&self) -> broadcast::Receiver<LiveFrame> {
        self.frames.subscribe()
    }

    /// Tells members' desktops.
    pub fn tell(&self, frame: LiveFrame) {
        let _ = self.frames.send(frame);
    }

    fn presence_changes(&self) {
        lock(&self.presence).take();
        self.presence_changed.notify_one();
    }

    /// Tells the visitor of a conversation, on every socket. One that cannot keep up is dropped.
    pub fn tell_visitor(&self, conversation: ConversationId, frame: &Frame) {
        if let Some(sockets) = lock(&self.visitors).get_mut(&conversation) {
            sockets.retain(|(_, socket)| socket.try_send(Arc::clone(frame)).is_ok());
        }
    }

    /// The conversation is not this visitor's any more: every socket of it ends.
    pub(crate) fn visitor_is_gone(&self, conversation: ConversationId) {
        if lock(&self.visitors).remove(&conversation).is_some() {
            self.presence_changes();
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
}

fn types(at: Timestamp, now: Timestamp) -> bool {
    (0..TYPING_S).contains(&now.seconds_since(at))
}

/// Tells members' desktops who is here, soon after it has changed: thousands of visitors who come at
/// once are told of together.
pub(crate) async fn tell_presence(hub: App) {
    loop {
        tokio::select! {
            () = hub.live.presence_changed.notified() => {}
            () = hub.closing() => return,
        }
        hub.live.tell(LiveFrame::Presence(hub.live.presence()));
        let thousands = hub.live.visitors().min(VISITORS_NAMED) / 1_000 + 1;
        tokio::time::sleep(PRESENCE_EVERY * u32::try_from(thousands).unwrap_or(1)).await;
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
            let message = attachments::sign(hub, message);
            let frame = json!({"type": "message", "message": message}).to_string();
            hub.live.tell_visitor(id, &frame.into());
        }
        if let EventBody::HandedOff { .. }
        | EventBody::Assigned { .. }
        | EventBody::Rated { .. }
        | EventBody::ContactErased { .. }
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
