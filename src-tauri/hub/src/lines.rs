//! The open sockets of desktops and of AI agents that live elsewhere: whose each is, how far it has
//! been told, and when each session was last used. What is known here is written to the store once
//! a minute, so that a request costs no write.

use crate::Hub;
use crate::door::Caller;
use baton_domain::{Seq, Timestamp};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A session: whose it is, and its own id.
type Session = (Uuid, Uuid);

/// Who is at the other end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// A member's desktop.
    Member,
    /// A program that is an AI agent.
    AiAgent,
}

/// All lines, and when sessions were last used.
#[derive(Default)]
pub struct Lines {
    open: Arc<Mutex<HashMap<u64, Entry>>>,
    next: AtomicU64,
    seen: Mutex<HashMap<Session, Timestamp>>,
}

struct Entry {
    kind: LineKind,
    session: Session,
    sent: Arc<AtomicU64>,
}

/// One open line; dropping it closes the entry.
pub struct Line {
    number: u64,
    sent: Arc<AtomicU64>,
    open: Arc<Mutex<HashMap<u64, Entry>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Line {
    /// Everything up to `seq` has been sent.
    pub fn sent(&self, seq: Seq) {
        self.sent.store(seq, Ordering::Relaxed);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        lock(&self.open).remove(&self.number);
    }
}

impl Lines {
    /// A socket opens that has everything up to `sent`.
    pub fn open(&self, kind: LineKind, owner: Uuid, session: Uuid, sent: Seq) -> Line {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let sent = Arc::new(AtomicU64::new(sent));
        let entry = Entry { kind, session: (owner, session), sent: Arc::clone(&sent) };
        lock(&self.open).insert(number, entry);
        Line { number, sent, open: Arc::clone(&self.open) }
    }

    /// How many lines of this kind are open.
    pub fn count(&self, kind: LineKind) -> usize {
        lock(&self.open).values().filter(|entry| entry.kind == kind).count()
    }

    /// How many events the slowest desktop has still to be sent.
    pub fn lag(&self, head: Seq) -> Seq {
        let open = lock(&self.open);
        let desktops = open.values().filter(|entry| entry.kind == LineKind::Member);
        desktops
            .map(|entry| head.saturating_sub(entry.sent.load(Ordering::Relaxed)))
            .max()
            .unwrap_or(0)
    }

    /// A session is used.
    pub fn saw(&self, owner: Uuid, session: Uuid, at: Timestamp) {
        lock(&self.seen).insert((owner, session), at);
    }

    /// When a session was last used, if that is not in the store yet.
    pub fn last_seen(&self, owner: Uuid, session: Uuid, now: Timestamp) -> Option<Timestamp> {
        if lock(&self.open).values().any(|entry| entry.session == (owner, session)) {
            return Some(now);
        }
        lock(&self.seen).get(&(owner, session)).copied()
    }
}

impl Caller {
    /// The open line of this one's socket.
    pub fn line(&self, hub: &Hub, session: Uuid, sent: Seq) -> Line {
        let (kind, owner) = match self {
            Caller::Member(member) => (LineKind::Member, member.id.0),
            Caller::AiAgent(ai_agent) => (LineKind::AiAgent, ai_agent.id.0),
        };
        hub.lines.open(kind, owner, session, sent)
    }
}

impl Hub {
    /// Writes which sessions have been used since the last time.
    pub(crate) async fn keep_last_seen(&self) {
        let now = self.store.now();
        let mut seen = std::mem::take(&mut *lock(&self.lines.seen));
        seen.extend(lock(&self.lines.open).values().map(|entry| (entry.session, now)));
        if seen.is_empty() {
            return;
        }
        let written = self.store.write(move |tx| tx.saw_sessions(&seen)).await;
        if let Err(error) = written {
            tracing::warn!(%error, "when sessions were last used could not be written");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_desktop_is_the_lag_and_a_closed_one_is_none() {
        let lines = Lines::default();
        let id = Uuid::from_u128;
        let quick = lines.open(LineKind::Member, id(1), id(2), 10);
        let slow = lines.open(LineKind::Member, id(1), id(3), 4);
        let program = lines.open(LineKind::AiAgent, id(4), id(5), 0);
        assert_eq!((lines.lag(10), lines.count(LineKind::Member)), (6, 2));
        slow.sent(9);
        assert_eq!(lines.lag(10), 1);
        drop(slow);
        assert_eq!((lines.lag(10), lines.lag(12)), (0, 2));
        assert_eq!(lines.last_seen(id(1), id(2), Timestamp(7)), Some(Timestamp(7)));
        assert_eq!(lines.last_seen(id(1), id(3), Timestamp(7)), None);
        drop((quick, program));
        assert_eq!((lines.count(LineKind::Member), lines.count(LineKind::AiAgent)), (0, 0));
    }
}
