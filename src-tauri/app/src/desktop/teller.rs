//! Tells the window, the tray and the person what happens: one task that follows the log.

use super::announcer::{Chosen, SystemAnnouncer};
use super::{tray, window};
use crate::ipc::{Alert, ErrorCode, Open, Tab};
use crate::notices::{Action, Announcer, Key, Notice, Notices, Order};
use crate::{Inbox, updates};
use baton_domain::*;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

/// How often the longest wait is said anew.
const CLOCK: Duration = Duration::from_secs(15);

/// How often it is asked what is to be announced again.
const AGAIN: Duration = Duration::from_secs(1);

/// How many waiting conversations are counted from the start.
const WAITING: usize = 200;

/// Starts following the log.
pub fn start(app: AppHandle, inbox: Arc<Inbox>) {
    let (chosen, choices) = mpsc::unbounded_channel();
    let teller = Teller {
        notices: Notices::new(inbox.me()),
        announcer: SystemAnnouncer::new(chosen),
        cursor: 0,
        alerts: Vec::new(),
        app,
        inbox,
    };
    tauri::async_runtime::spawn(teller.run(choices));
}

/// Claims whatever waits longest, from the tray.
pub fn claim_longest(app: &AppHandle) {
    let (app, Some(inbox)) = (app.clone(), app.try_state::<Arc<Inbox>>()) else { return };
    let inbox = Arc::clone(&inbox);
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
    async fn run(mut self, mut choices: mpsc::UnboundedReceiver<Chosen>) {
        let mut commits = self.inbox.hub().store.subscribe();
        let mut live = self.inbox.hub().live.frames();
        self.cursor = self.inbox.head().await.unwrap_or(0);
        if let Ok(rows) = self.inbox.waiting(WAITING).await {
            self.notices.begin_with(&rows);
        }
        self.notices.learn(&self.inbox.hub().store.directory());
        let mut clock = tokio::time::interval(CLOCK);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut again = tokio::time::interval(AGAIN);
        again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                commit = commits.recv() => match commit {
                    Ok(_) | Err(RecvError::Lagged(_)) => self.follow().await,
                    Err(RecvError::Closed) => return,
                },
                frame = live.recv() => if let Ok(frame) = frame {
                    self.emit("live", frame);
                },
                Some(chosen) = choices.recv() => self.choose(chosen).await,
                _ = clock.tick() => self.say_who_waits().await,
                _ = again.tick() => {
                    for order in self.notices.tick(self.inbox.hub().store.now()) {
                        self.announce(order);
                    }
                }
            }
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
                (Key::Waiting(id) | Key::Mine(id) | Key::Mentioned(id), ..) => self.open(id).await,
                (Key::SeveralMine, ..) => {
                    window::show(&self.app, Open { tab: Some(Tab::Mine), ..Open::default() });
                }
                (Key::SeveralWaiting, ..) => {
                    window::show(&self.app, Open { tab: Some(Tab::Unassigned), ..Open::default() });
                }
            },
            Chosen::Dismissed(notice) => {
                self.notices.dismissed(notice.key);
            }
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
