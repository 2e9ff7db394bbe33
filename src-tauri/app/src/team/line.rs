//! Keeps the copy exact: connects, signs in, takes events in order, answers commands, and says how
//! the line stands. Everything that decides when is in `baton_sync::Line`; here are the clock, the
//! socket and the disk.

mod standing;

use super::clock::Clock;
use super::{Done, Ended, Order, Team, Undone};
use baton_domain::*;
use baton_store::{Error, Trouble};
use baton_sync::{
    Act, ClientFrame, Heard, Line, LineState, Loss, ServerFrame, Socket, SocketError,
};
use rustls::ClientConfig;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::MissedTickBehavior;

/// How often time is looked at.
const TICK: Duration = Duration::from_millis(250);
/// The hub's close code for a token that is not valid (any more).
const SIGNED_OUT: u16 = 4001;
/// Close code of a hub that starts anew (RFC 6455).
const RESTARTING: u16 = 1012;

type Connecting = Pin<Box<dyn Future<Output = Result<Socket, SocketError>> + Send>>;

pub(super) async fn run(team: Arc<Team>, orders: mpsc::Receiver<Order>, tls: Arc<ClientConfig>) {
    // A stop may have come between an erasure and the outbox.
    if let Err(error) = team.forget_gone(BTreeSet::new()).await {
        tracing::error!(message = error.message, "the outbox could not be tidied");
    }
    let mut clock = Clock::new();
    let line = Line::new(clock.now());
    let mut keeper = Keeper {
        team,
        orders,
        tls,
        line,
        clock,
        connecting: None,
        socket: None,
        pending: HashMap::new(),
        head: 0,
        words: None,
        disk_full: false,
        viewing: None,
        away: false,
    };
    keeper.run().await;
}

struct Keeper {
    team: Arc<Team>,
    orders: mpsc::Receiver<Order>,
    tls: Arc<ClientConfig>,
    line: Line,
    clock: Clock,
    connecting: Option<Connecting>,
    socket: Option<Socket>,
    pending: HashMap<CommandId, oneshot::Sender<Result<Done, Undone>>>,
    head: Seq,
    words: Option<String>,
    disk_full: bool,
    /// What the hub forgets when the line ends, and is told again.
    viewing: Option<ConversationId>,
    away: bool,
}

/// What woke the keeper.
enum Woke {
    Tick,
    Connected(Box<Result<Socket, SocketError>>),
    Heard(Heard),
    Order(Option<Order>),
    Ended,
}

impl Keeper {
    async fn run(&mut self) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut ended = self.team.ended();
        loop {
            let woke = tokio::select! {
                _ = tick.tick() => Woke::Tick,
                socket = connected(&mut self.connecting) => Woke::Connected(Box::new(socket)),
                heard = next(&mut self.socket) => Woke::Heard(heard),
                order = self.orders.recv() => Woke::Order(order),
                _ = ended.wait_for(Option::is_some) => Woke::Ended,
            };
            match woke {
                Woke::Tick => self.tick().await,
                Woke::Connected(socket) => self.connected(*socket).await,
                Woke::Heard(heard) => self.heard(heard).await,
                Woke::Order(Some(order)) => self.order(order).await,
                Woke::Order(None) | Woke::Ended => break,
            }
        }
        self.answer_all_lost();
        if let Some(socket) = self.socket.take() {
            socket.close().await;
        }
    }

    async fn tick(&mut self) {
        let now = self.clock.now();
        match self.line.tick(now) {
            Some(Act::Connect) => {
                let address = self.team.api.address().as_str().to_owned();
                let tls = Arc::clone(&self.tls);
                self.connecting =
                    Some(Box::pin(async move { Socket::connect(&address, tls).await }));
                self.show();
            }
            Some(Act::Ping) => {
                self.say(&ClientFrame::Ping).await;
                if let Some(socket) = &mut self.socket
                    && socket.ping().await.is_err()
                {
                    self.lose(Loss::Broken);
                }
            }
            Some(Act::HangUp) => self.lose(Loss::Broken),
            None => {}
        }
    }

    async fn connected(&mut self, socket: Result<Socket, SocketError>) {
        self.connecting = None;
        match socket {
            Ok(socket) => {
                self.socket = Some(socket);
                // One earlier than needed: the hub's log and this copy must agree on it.
                let after = self.team.cursor.borrow().saturating_sub(1);
                let token = self.team.api.token().to_owned();
                self.say(&ClientFrame::Auth { token, after }).await;
            }
            Err(error) => {
                tracing::debug!(%error, "no line to the hub");
                self.words = in_words(&error);
                self.lose(Loss::Broken);
            }
        }
    }

    async fn heard(&mut self, heard: Heard) {
        let now = self.clock.now();
        self.line.heard(now);
        match heard {
            Heard::Life => {}
            Heard::End(Some(SIGNED_OUT)) => self.signed_out(),
            Heard::End(Some(RESTARTING)) => self.lose(Loss::Restarting),
            Heard::End(_) => self.lose(Loss::Broken),
            Heard::Text(text) => match ServerFrame::read(&text) {
                Ok(frame) => self.take(frame).await,
                Err(error) => {
                    tracing::warn!(%error, "the hub sent something that is no frame");
                    self.words =
                        Some("The hub said something this Baton does not understand.".into());
                    self.lose(Loss::Refused);
                }
            },
        }
    }

    async fn take(&mut self, frame: ServerFrame) {
        match frame {
            ServerFrame::Hello { head, .. } => {
                let now = self.clock.now();
                if *self.team.cursor.borrow() > head {
                    // Another log: the hub was set up anew or went back to a backup.
                    tracing::warn!(head, "the hub’s log is shorter than this computer’s copy");
                    return self.team.end(Ended::Damaged);
                }
                self.head = head;
                self.line.signed_in(now);
                self.show();
            }
            ServerFrame::Events(events) => self.receive(events).await,
            ServerFrame::CaughtUp(_) => {
                let now = self.clock.now();
                self.line.caught_up(now);
                (self.words, self.disk_full) = (None, false);
                self.show();
                self.say_where_i_am().await;
                tokio::spawn(super::sending::flush(Arc::clone(&self.team)));
            }
            ServerFrame::Done { id, newest, events } => {
                self.answer(id, Ok(Done { newest, events }));
            }
            ServerFrame::Refused { id: Some(id), problem } => {
                self.answer(id, Err(Undone::Refused(problem)));
            }
            ServerFrame::Error(problem) if problem.get("code").is_some_and(is_unauthorized) => {
                self.signed_out();
            }
            ServerFrame::Error(problem) => {
                self.words = problem.get("detail").and_then(Value::as_str).map(str::to_owned);
                self.lose(Loss::Refused);
            }
            ServerFrame::Live(frame) => self.live(frame),
            ServerFrame::Ping | ServerFrame::Refused { id: None, .. } => {}
        }
    }

    async fn receive(&mut self, events: Vec<(Seq, Event)>) {
        let newest = events.last().map_or(0, |(seq, _)| *seq);
        if let Err(error) = self.team.fetch_absent(&events).await {
            tracing::warn!(message = error.message, "a conversation could not be fetched");
            return self.lose(Loss::Broken);
        }
        let goes = events.iter().any(|(_, event)| event.body.makes_words_go());
        let deleted = deleted_by(&events);
        match self.team.store.write(move |tx| tx.receive(events)).await {
            Ok(cursor) => {
                if goes && let Err(error) = self.team.forget_gone(deleted).await {
                    tracing::error!(message = error.message, "the outbox could not be tidied");
                }
                self.head = self.head.max(newest);
                self.disk_full = false;
                self.team.cursor.send_replace(cursor);
                if self.line.state() == LineState::CatchingUp {
                    self.show();
                }
            }
            Err(Error::Gap { cursor, found }) => {
                tracing::warn!(cursor, found, "events are missing; asking again");
                self.lose(Loss::Broken);
            }
            Err(error) => match error.trouble() {
                Trouble::DiskFull => {
                    tracing::error!(%error, "no room for new events");
                    self.disk_full = true;
                    self.lose(Loss::Refused);
                }
                Trouble::Damaged => {
                    tracing::error!(%error, "this computer’s copy is damaged");
                    self.team.end(Ended::Damaged);
                }
                Trouble::Other => {
                    tracing::error!(%error, "new events could not be kept");
                    self.words = Some("This computer could not keep what the hub sent.".into());
                    self.lose(Loss::Refused);
                }
            },
        }
    }

    fn live(&mut self, frame: Value) {
        #[derive(Deserialize)]
        struct Here {
            visitors: Vec<ConversationId>,
        }
        if frame.get("type").is_some_and(|kind| kind == "presence")
            && let Ok(here) = Here::deserialize(&frame)
        {
            let mut visitors = self.team.visitors.lock().unwrap_or_else(PoisonError::into_inner);
            *visitors = here.visitors.into_iter().collect();
        }
        let _ = self.team.live.send(frame);
    }

    async fn order(&mut self, order: Order) {
        match order {
            Order::Command { conversation, id, mut command, answer } => {
                if self.line.state() != LineState::Live {
                    let _ = answer.send(Err(Undone::Lost));
                    return;
                }
                command.insert("id".into(), id.0.to_string().into());
                self.pending.insert(id, answer);
                self.say(&ClientFrame::Command { conversation, command }).await;
            }
            Order::Tell(frame) => {
                match &frame {
                    ClientFrame::Viewing { conversation } => self.viewing = *conversation,
                    ClientFrame::Away { on } => self.away = *on,
                    _ => {}
                }
                if self.line.state() == LineState::Live {
                    self.say(&frame).await;
                }
            }
            Order::TryNow => {
                let now = self.clock.now();
                self.line.try_now(now);
            }
        }
    }

    async fn say_where_i_am(&mut self) {
        if self.viewing.is_some() {
            self.say(&ClientFrame::Viewing { conversation: self.viewing }).await;
        }
        if self.away {
            self.say(&ClientFrame::Away { on: true }).await;
        }
    }

    async fn say(&mut self, frame: &ClientFrame) {
        let Some(socket) = &mut self.socket else { return };
        let Ok(text) = serde_json::to_string(frame) else { return };
        if let Err(error) = socket.send(text).await {
            tracing::debug!(%error, "the line broke");
            self.lose(Loss::Broken);
        }
    }

    fn signed_out(&mut self) {
        self.team.end(Ended::SignedOut);
    }

    fn lose(&mut self, why: Loss) {
        self.socket = None;
        self.connecting = None;
        let now = self.clock.now();
        self.line.lost(why, now, chance());
        self.answer_all_lost();
        self.show();
    }

    fn answer(&mut self, id: CommandId, answer: Result<Done, Undone>) {
        if let Some(waiting) = self.pending.remove(&id) {
            let _ = waiting.send(answer);
        }
    }

    fn answer_all_lost(&mut self) {
        for (_, waiting) in self.pending.drain() {
            let _ = waiting.send(Err(Undone::Lost));
        }
    }
}

fn is_unauthorized(code: &Value) -> bool {
    code == "unauthorized"
}

async fn connected(connecting: &mut Option<Connecting>) -> Result<Socket, SocketError> {
    match connecting {
        Some(connecting) => connecting.await,
        None => std::future::pending().await,
    }
}

async fn next(socket: &mut Option<Socket>) -> Heard {
    match socket {
        Some(socket) => socket.next().await,
        None => std::future::pending().await,
    }
}

/// A number from 0 to 1, different on every desktop.
fn chance() -> f64 {
    f64::from(uuid::Uuid::new_v4().as_fields().0) / f64::from(u32::MAX)
}

/// What is wrong, when it is more than "no network".
fn in_words(error: &SocketError) -> Option<String> {
    let words = error.to_string();
    let lower = words.to_lowercase();
    if lower.contains("certificate") {
        return Some(format!("The hub’s certificate is not trusted by this computer ({words})."));
    }
    lower
        .contains("http error")
        .then(|| "What answers at the hub’s address is not a Baton hub.".into())
}

/// The conversations that these events say are deleted.
fn deleted_by(events: &[(Seq, Event)]) -> BTreeSet<ConversationId> {
    let bodies = events.iter().map(|(_, event)| &event.body);
    let deleted = bodies.filter_map(|body| match body {
        EventBody::ConversationsDeleted { conversations, .. } => Some(conversations),
        _ => None,
    });
    deleted.flatten().copied().collect()
}
