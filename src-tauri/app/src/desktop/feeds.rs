//! What an inbox tells beside its log: unlogged frames, the line to the hub, the outbox.

use crate::Inbox;
use crate::inbox::InFront;
use crate::seat::LiveFeed;
use crate::team::LineView;
use serde_json::Value;
use tokio::sync::watch;

/// Something was told.
pub enum Told {
    /// A frame that is not logged.
    Live(Value),
    /// The line stands otherwise.
    Line,
    /// The outbox holds something else.
    Outbox,
    /// The person looks at something else.
    Look,
}

/// The feeds of one inbox.
pub struct Feeds {
    live: LiveFeed,
    line: Option<watch::Receiver<LineView>>,
    written: Option<watch::Receiver<u64>>,
    looks: Option<watch::Receiver<InFront>>,
}

impl Feeds {
    /// From now on.
    pub fn of(inbox: &Inbox) -> Self {
        let team = inbox.seat().team();
        Self {
            live: inbox.seat().live(),
            line: team.map(|team| team.line()),
            written: team.map(|team| team.written()),
            looks: Some(inbox.looks()),
        }
    }

    /// What is told next. May be dropped and called again.
    pub async fn next(&mut self) -> Told {
        tokio::select! {
            frame = self.live.next() => match frame {
                Some(frame) => Told::Live(frame),
                None => std::future::pending().await,
            },
            () = changed(&mut self.line) => Told::Line,
            () = changed(&mut self.written) => Told::Outbox,
            () = changed(&mut self.looks) => Told::Look,
        }
    }
}

/// Resolves at the next change, or never when there is nothing that could change.
async fn changed<T>(watched: &mut Option<watch::Receiver<T>>) {
    if let Some(receiver) = watched
        && receiver.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}
