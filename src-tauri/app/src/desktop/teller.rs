//! Tells the window, the tray and the person what happens: one task that follows the log, the line
//! to the hub and the outbox of whichever workspace is open. While the line is down nothing is
//! announced; once it is back, one summary. What the person chooses for this computer holds at once.

use super::announcer::{Chosen, SystemAnnouncer};
use super::feeds::{Feeds, Told};
use super::{away, tray, window, words};
use crate::desktop_prefs::DesktopPrefs;
use crate::home::Home;
use crate::ipc::{Alert, ErrorCode, Open, Tab};
use crate::notices::words::{Words, fill};
use crate::notices::{Action, Announcer, Choices, Key, Notice, Notices, Order};
use crate::team::{Back, LineStanding};
use crate::updates::Happened;
use crate::{Inbox, updates};
use baton_domain::*;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

/// How often the longest wait is said anew.
const CLOCK: Duration = Duration::from_secs(15);

/// How often it is asked what is to be announced again.
const AGAIN: Duration = Duration::from_secs(1);

/// How many waiting conversations are counted from the start.
const WAITING: usize = 200;
/// Most events that are remembered while the line is down.
const MISSED: usize = 20_000;

/// Starts following whichever workspace is open.
pub fn start(app: AppHandle, home: Arc<Home>) {
    tauri::async_runtime::spawn(async move {
        let mut inboxes = home.inboxes();
        let mut away = away::watch_over();
        let mut prefs = home.prefs().watch();
        loop {
            let inbox = Arc::clone(&inboxes.borrow_and_update());
            let (chosen, choices) = mpsc::unbounded_channel();
            let mut teller = Teller {
                notices: Notices::new(inbox.me()),
                announcer: SystemAnnouncer::new(chosen),
                cursor: 0,
                alerts: Vec::new(),
                missed: None,
                app: app.clone(),
                inbox,
                words: Words::of(prefs.borrow().speaks()),
            };
            teller.run(choices, &mut inboxes, &mut away, &mut prefs).await;
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
            Err(error) => say(&app, None, words(&app).refusal(error.code).to_owned()),
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
    let words = words(app);
    let notice = match inbox.claim(conversation, expect, means).await {
        Ok(_) => words.its_yours.to_owned(),
        Err(error) if error.code == ErrorCode::OwnershipConflict => {
            if let Some((who, ago_s)) = inbox.who_was_faster(conversation).await {
                let since = words.duration(ago_s);
                fill(words.was_faster, &[("who", &who), ("since", &since)])
            } else if let Some(who) = inbox.who_has_it(conversation).await {
                fill(words.has_it, &[("who", &who)])
            } else {
                words.has_moved.to_owned()
            }
        }
        Err(error) => words.refusal(error.code).to_owned(),
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
    /// What has happened while the line was down; none while it is live.
    missed: Option<Vec<Happened>>,
    words: &'static Words,
}

impl Teller {
    /// Until another workspace is open.
    async fn run(
        &mut self,
        mut choices: mpsc::UnboundedReceiver<Chosen>,
        inboxes: &mut watch::Receiver<Arc<Inbox>>,
        away: &mut watch::Receiver<bool>,
        prefs: &mut watch::Receiver<DesktopPrefs>,
    ) {
        let mut commits = self.inbox.store().subscribe();
        let mut feeds = Feeds::of(&self.inbox);
        let chosen = prefs.borrow_and_update().clone();
        self.chosen(chosen).await;
        self.begin().await;
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
                told = feeds.next() => match told {
                    Told::Live(frame) => self.live(frame),
                    Told::Line => self.line().await,
                    Told::Outbox => self.tell_outbox().await,
                    Told::Look => self.seen(),
                },
                Some(chosen) = choices.recv() => self.choose(chosen).await,
                _ = clock.tick() => self.say_who_waits().await,
                _ = again.tick() => {
                    let orders = self.notices.tick(self.inbox.store().now());
                    self.announce_all(orders);
                }
                Ok(()) = away.changed() => self.away(*away.borrow_and_update()),
                Ok(()) = prefs.changed() => {
                    let chosen = prefs.borrow_and_update().clone();
                    self.chosen(chosen).await;
                }
                _ = inboxes.changed() => return,
            }
        }
    }

    async fn begin(&mut self) {
        self.cursor = self.inbox.head().await.unwrap_or(0);
        self.notices.learn(&self.inbox.store().directory());
        if let Ok(rows) = self.inbox.waiting(WAITING).await {
            self.notices.begin_with(&rows);
        }
        self.tidy_pictures();
        self.line().await;
    }

    /// The person has chosen otherwise.
    async fn chosen(&mut self, prefs: DesktopPrefs) {
        let choices = Choices::of_this_computer(prefs);
        self.words = Words::of(choices.speaks);
        let orders = self.notices.choose(choices, self.inbox.store().now());
        self.announce_all(orders);
        tray::speak(&self.app, self.words);
        self.say_who_waits().await;
    }

    fn away(&mut self, on: bool) {
        self.inbox.away(on);
        let orders = self.notices.away(on, self.inbox.store().now());
        self.announce_all(orders);
    }

    /// What is in front of the person need not be announced any more.
    fn seen(&mut self) {
        if let Some(id) = self.inbox.in_front() {
            let orders = self.notices.seen(id);
            self.announce_all(orders);
        }
    }

    fn live(&mut self, frame: Value) {
        if frame.get("type").is_some_and(|kind| kind == "dismissed") {
            let of =
                frame.get("conversation").and_then(Value::as_str).and_then(|id| id.parse().ok());
            let orders = of.map(|id| self.notices.dismissed_elsewhere(id)).unwrap_or_default();
            return self.announce_all(orders);
        }
        self.emit("live", frame);
    }

    /// The line stands otherwise. Once it is back the person hears what still waits, as one.
    async fn line(&mut self) {
        let line = self.inbox.seat().line();
        let is_down = !matches!(line.state, LineStanding::Alone | LineStanding::Online);
        self.emit("line", line);
        if is_down {
            self.missed.get_or_insert_default();
            return;
        }
        if self.missed.is_none() {
            return;
        }
        // Everything that came before the line was live is in the log by now.
        self.follow().await;
        let missed = self.missed.take().unwrap_or_default();
        let Ok(rows) = self.inbox.needs_me(WAITING).await else { return };
        let back = self.notices.back(self.inbox.store().now(), &missed, &rows);
        self.announce_all(back.orders);
        if !back.words.is_empty() {
            let (claimed, waiting) = (back.claimed as u64, back.waiting as u64);
            let back = Back { words: back.words, claimed, waiting, longest: back.longest };
            self.emit("back", back);
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
            self.take(events, &update.conversations);
            self.emit("update", update);
        }
    }

    fn take(&mut self, events: Vec<Happened>, rows: &[ConversationView]) {
        self.let_go_of_pictures(&events);
        if let Some(missed) = &mut self.missed {
            missed.extend(events);
            let too_many = missed.len().saturating_sub(MISSED);
            missed.drain(..too_many);
            return;
        }
        let in_front = self.inbox.in_front();
        for happened in &events {
            let of = happened.recorded.event.conversation;
            let row = rows.iter().find(|row| Some(row.id) == of);
            let orders = self.notices.take(happened, row, in_front);
            self.announce_all(orders);
        }
    }

    /// Pictures that were looked at go with what they belonged to.
    fn let_go_of_pictures(&self, events: &[Happened]) {
        if events.iter().any(|happened| happened.recorded.event.body.makes_words_go()) {
            self.tidy_pictures();
        }
    }

    fn tidy_pictures(&self) {
        let Some(home) = self.app.try_state::<Arc<Home>>() else { return };
        let home = Arc::clone(&home);
        tauri::async_runtime::spawn(async move { home.tidy_pictures().await });
    }

    fn announce_all(&mut self, orders: Vec<Order>) {
        orders.into_iter().for_each(|order| self.announce(order));
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
                for id in self.notices.dismissed(notice.key) {
                    self.inbox.dismissed(id);
                }
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
        let holder = self.inbox.who_has_it(id).await;
        let notice = holder.map(|who| fill(self.words.has_it, &[("who", &who)]));
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
        let Ok((waiting, longest_s, available)) = self.inbox.who_waits().await else { return };
        let words = self.words.who_waits(waiting, longest_s);
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
