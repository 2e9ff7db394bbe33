//! Tells the window, the tray and the person what happens: one task that follows the log, the line
//! to the hub and the outbox of whichever workspace is open.

use super::announcer::{Chosen, SystemAnnouncer};
use super::{tray, window};
use crate::home::Home;
use crate::ipc::{Alert, ErrorCode, Open, Tab};
use crate::notices::{Action, Announcer, Key, Notice, Notices, Order};
use crate::seat::LiveFeed;
use crate::team::LineView;
use crate::{Inbox, updates};
use baton_domain::*;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

/// How often the longest wait is said anew.
const CLOCK: Duration = Duration::from_secs(15);

/// How many waiting conversations are counted from the start.
const WAITING: usize = 200;

/// Starts following whichever workspace is open.
pub fn start(app: AppHandle, home: Arc<Home>) {
    tauri::async_runtime::spawn(async move {
        let mut inboxes = home.inboxes();
        loop {
            let inbox = Arc::clone(&inboxes.borrow_and_update());
            let (chosen, choices) = mpsc::unbounded_channel();
            let mut teller = Teller {
                notices: Notices::new(inbox.me()),
                announcer: SystemAnnouncer::new(chosen),
                cursor: 0,
                alerts: Vec::new(),
                app: app.clone(),
                inbox,
            };
            teller.run(choices, &mut inboxes).await;
            // What stood is taken back with its announcer.
            teller.alerts.clear();
            teller.show_alert();
            if inboxes.has_changed().is_err() {
                return;
            }
            teller.emit("reset", ());
        }
    });
}

/// Claims whatever waits longest, from the tray.
pub fn claim_longest(app: &AppHandle) {
    let (app, Some(home)) = (app.clone(), app.try_state::<Arc<Home>>()) else { return };
    let inbox = home.inbox();
    tauri::async_runtime::spawn(async move {
        match inbox.waiting(1).await.as_deref() {
            Ok([first, ..]) => claim(&app, &inbox, first.id, first.ownership, Means::Tray).await,
            Ok([]) => window::show(&app, Open { tab: Some(Tab::Unassigned), ..Open::default() }),
            Err(error) => say(&app, None, error.message.clone()),
        }
    });
}

async fn claim(
    app: &AppHandle,
    inbox: &Inbox,
    conversation: ConversationId,
    expect: u64,
    means: Means,
) {
    let notice = match inbox.claim(conversation, expect, means).await {
        Ok(_) => "It’s yours.".to_owned(),
        Err(error) if error.code == ErrorCode::OwnershipConflict => {
            inbox.who_was_faster(conversation).await.unwrap_or(error.message)
        }
        Err(error) => error.message,
    };
    say(app, Some(conversation), notice);
}

fn say(app: &AppHandle, conversation: Option<ConversationId>, notice: String) {
    window::show(app, Open { conversation, tab: None, notice: Some(notice) });
}

/// What an inbox tells beside its log.
struct Feeds {
    live: LiveFeed,
    line: Option<watch::Receiver<LineView>>,
    written: Option<watch::Receiver<u64>>,
}

impl Feeds {
    fn of(inbox: &Inbox) -> Self {
        let team = inbox.seat().team();
        Self {
            live: inbox.seat().live(),
            line: team.map(|team| team.line()),
            written: team.map(|team| team.written()),
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

struct Teller {
    app: AppHandle,
    inbox: Arc<Inbox>,
    notices: Notices,
    announcer: SystemAnnouncer,
    cursor: Seq,
    /// What no notification service has shown, and still stands.
    alerts: Vec<Notice>,
}

impl Teller {
    /// Until another workspace is open.
    async fn run(
        &mut self,
        mut choices: mpsc::UnboundedReceiver<Chosen>,
        inboxes: &mut watch::Receiver<Arc<Inbox>>,
    ) {
        let mut commits = self.inbox.store().subscribe();
        let mut feeds = Feeds::of(&self.inbox);
        self.cursor = self.inbox.head().await.unwrap_or(0);
        if let Ok(rows) = self.inbox.waiting(WAITING).await {
            self.notices.begin_with(&rows);
        }
        let mut clock = tokio::time::interval(CLOCK);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                commit = commits.recv() => match commit {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.follow().await,
                    Err(RecvError::Closed) => return,
                },
                Some(frame) = feeds.live.next() => self.emit("live", frame),
                () = changed(&mut feeds.line) => self.emit("line", self.inbox.seat().line()),
                () = changed(&mut feeds.written) => self.tell_outbox().await,
                Some(chosen) = choices.recv() => self.choose(chosen).await,
                _ = clock.tick() => self.say_who_waits().await,
                _ = inboxes.changed() => return,
            }
        }
    }

    async fn tell_outbox(&self) {
        match self.inbox.seat().outbox().await {
            Ok(items) => self.emit("outbox", items),
            Err(error) => tracing::error!(message = error.message, "the outbox cannot be read"),
        }
    }

    /// Tells everything after the cursor.
    async fn follow(&mut self) {
        loop {
            let (events, update) = match updates::since(&self.inbox, self.cursor).await {
                Ok(Some(found)) => found,
                Ok(None) => return self.say_who_waits().await,
                Err(error) => {
                    tracing::error!(%error, "the log cannot be read");
                    return;
                }
            };
            self.cursor = update.seq;
            let in_front = self.inbox.in_front();
            for happened in &events {
                let of = happened.recorded.event.conversation;
                let row = update.conversations.iter().find(|row| Some(row.id) == of);
                for order in self.notices.take(happened, row, in_front) {
                    self.announce(order);
                }
            }
            self.emit("update", update);
        }
    }

    fn announce(&mut self, order: Order) {
        if let Order::Withdraw(key) = &order
            && self.alerts.iter().any(|alert| alert.key == *key)
        {
            self.alerts.retain(|alert| alert.key != *key);
            self.show_alert();
        }
        self.announcer.carry_out(order);
    }

    /// The person has pressed something, or nothing could be shown.
    async fn choose(&mut self, chosen: Chosen) {
        match chosen {
            Chosen::Action(notice, action) => match (notice.key, action, notice.ownership) {
                (Key::Waiting(id), Action::Claim, Some(seen)) => {
                    claim(&self.app, &self.inbox, id, seen, Means::Notification).await;
                }
                (Key::Waiting(id) | Key::Mine(id), ..) => self.open(id).await,
                (Key::SeveralWaiting, ..) => {
                    window::show(&self.app, Open { tab: Some(Tab::Unassigned), ..Open::default() });
                }
            },
            Chosen::Failed(notice) if self.notices.stands(notice.key) => {
                self.alerts.retain(|alert| alert.key != notice.key);
                self.alerts.push(notice);
                self.show_alert();
                window::attract(&self.app);
            }
            Chosen::Failed(_) => {}
        }
    }

    /// A late click is harmless: it opens the thread and says who has it.
    async fn open(&self, id: ConversationId) {
        let notice = self.inbox.who_has_it(id).await;
        window::show(&self.app, Open { conversation: Some(id), tab: None, notice });
    }

    /// The app's own alert, of the newest that no notification service could show.
    fn show_alert(&self) {
        let alert = self.alerts.last().map(|notice| Alert {
            conversation: notice.conversation(),
            claimable: notice.actions.contains(&Action::Claim),
            title: notice.title.clone(),
            body: notice.body.clone(),
        });
        self.emit("alert", alert);
    }

    async fn say_who_waits(&self) {
        let Ok((waiting, words, available)) = self.inbox.who_waits().await else { return };
        tray::refresh(&self.app, waiting, &words, available);
        let title = if waiting > 0 { format!("Baton: {words}") } else { "Baton".to_owned() };
        window::entitle(&self.app, &title);
    }

    fn emit<T: serde::Serialize + Clone>(&self, event: &str, payload: T) {
        if let Err(error) = self.app.emit(event, payload) {
            tracing::warn!(%error, event, "the window was not told");
        }
    }
}
