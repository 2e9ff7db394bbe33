//! A desktop of a team: its own copy of the workspace, the line to the hub, and the outbox.
//!
//! Guarantees: reads never leave this computer; what the person writes is on disk before it is
//! sent and arrives exactly once; a claim is never queued. Read [`Team`] first; `line` keeps the
//! copy exact, `sending` empties the outbox, `filling` fetches the first copy, `joining` makes a
//! computer part of a team.

mod api;
mod clock;
mod filling;
mod joining;
mod line;
mod membership;
mod sending;
mod shapes;

pub(crate) use api::answered;
pub use api::{Address, Api, problem_to_error};
use filling::open_copy;
pub use filling::{delete_leftovers, fill};
pub use joining::{Joined, accept_invitation, move_to_hub, sign_in};
pub(crate) use membership::write_private;
pub use membership::{Membership, TokenFile, TokenKeeper};
pub use shapes::*;

use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use baton_domain::*;
use baton_store::{Outbox, Outgoing, Store};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};

/// How many orders for the line may queue.
const ORDERS: usize = 256;
/// How many unlogged frames the window may fall behind.
const LIVE: usize = 256;
/// How long the copy may take to show what the hub has confirmed.
const SHOWN_WITHIN: Duration = Duration::from_secs(5);

/// Why a team's desktop has to be opened anew, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// This device was signed out; nothing of the workspace may stay here.
    SignedOut,
    /// The copy cannot be used and is fetched anew.
    Damaged,
    /// The copy has been fetched.
    Filled,
    /// Somebody has closed it.
    Closed,
}

/// An order for the line.
enum Order {
    Command {
        conversation: ConversationId,
        id: CommandId,
        command: Map<String, Value>,
        answer: tokio::sync::oneshot::Sender<Result<Done, Undone>>,
    },
    /// Not logged, and of no use later: sent if there is a line.
    Tell(baton_sync::ClientFrame),
    TryNow,
}

/// What a command has led to.
struct Done {
    newest: Seq,
    events: Vec<Value>,
}

/// Why a command was not carried out.
enum Undone {
    /// The hub said no.
    Refused(Value),
    /// Nobody knows: the line ended before the answer came.
    Lost,
}

/// A command in the JSON of the API, with its id beside it.
type Numbered = (CommandId, Map<String, Value>);

/// What carrying out a command came to.
pub enum Sent {
    /// The hub has done it; its events.
    Done(Vec<EventView>),
    /// It waits in the outbox.
    Queued,
}

/// One member's desktop.
pub struct Team {
    /// The copy.
    pub store: Store,
    folder: PathBuf,
    outbox: Arc<Outbox>,
    membership: Membership,
    api: Api,
    orders: mpsc::Sender<Order>,
    line: watch::Sender<LineView>,
    written: watch::Sender<u64>,
    cursor: watch::Sender<Seq>,
    live: broadcast::Sender<Value>,
    visitors: Mutex<HashSet<ConversationId>>,
    /// What was read without a line; the hub hears of it later.
    read: Mutex<HashMap<ConversationId, Numbered>>,
    ended: watch::Sender<Option<Ended>>,
    flushing: tokio::sync::Mutex<()>,
}

impl Team {
    /// Opens the copy in `folder` and keeps it exact; fetches it first when there is none, or one
    /// that cannot be read.
    pub async fn open(
        folder: &Path,
        membership: Membership,
        api: Api,
        tls: Arc<rustls::ClientConfig>,
    ) -> anyhow::Result<Arc<Self>> {
        let (store, filled) = open_copy(folder)?;
        let (orders, taken) = mpsc::channel(ORDERS);
        let (cursor, as_of) = store.read(|reader| Ok((reader.cursor()?, reader.as_of()?))).await?;
        let line = LineView { as_of, ..LineView::team(LineStanding::Connecting) };
        let team = Arc::new(Self {
            store,
            folder: folder.to_owned(),
            outbox: Arc::new(Outbox::open(folder)?),
            membership,
            api,
            orders,
            line: watch::channel(line).0,
            written: watch::channel(0).0,
            cursor: watch::channel(cursor).0,
            live: broadcast::channel(LIVE).0,
            visitors: Mutex::default(),
            read: Mutex::default(),
            ended: watch::channel(None).0,
            flushing: tokio::sync::Mutex::default(),
        });
        if filled {
            tokio::spawn(line::run(Arc::clone(&team), taken, tls));
        } else {
            tokio::spawn(filling::fill_in_background(Arc::clone(&team)));
        }
        Ok(team)
    }

    /// Who sits here.
    pub fn me(&self) -> MemberId {
        self.membership.member
    }

    /// Of which team.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// The hub's HTTP API, signed in.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// How the line stands, and whenever that changes.
    pub fn line(&self) -> watch::Receiver<LineView> {
        self.line.subscribe()
    }

    /// A number that grows whenever the outbox changes.
    pub fn written(&self) -> watch::Receiver<u64> {
        self.written.subscribe()
    }

    /// Unlogged frames of the hub, as they came.
    pub fn live(&self) -> broadcast::Receiver<Value> {
        self.live.subscribe()
    }

    /// Becomes something once this desktop has to be opened anew, or not at all.
    pub fn ended(&self) -> watch::Receiver<Option<Ended>> {
        self.ended.subscribe()
    }

    /// Whether the visitor of this conversation is connected, as far as is known.
    pub fn visitor_is_online(&self, conversation: ConversationId) -> bool {
        self.is_online()
            && self.visitors.lock().unwrap_or_else(PoisonError::into_inner).contains(&conversation)
    }

    /// Whether what is shown is what is.
    pub fn is_online(&self) -> bool {
        self.line.borrow().state == LineStanding::Online
    }

    /// Tries the line now, rather than at the end of a pause.
    pub fn try_now(&self) {
        let _ = self.orders.try_send(Order::TryNow);
    }

    /// Sends something that is not logged, if there is a line.
    pub fn tell(&self, frame: baton_sync::ClientFrame) {
        let _ = self.orders.try_send(Order::Tell(frame));
    }

    /// Carries out a command in the JSON of the API, its id included. What the person has written
    /// goes through the outbox; what depends on who is first is sent now or refused.
    pub async fn command(
        self: &Arc<Self>,
        conversation: ConversationId,
        mut object: Map<String, Value>,
    ) -> Answer<Sent> {
        let (id, command) = baton_hub::numbered(object.clone())?;
        object.remove("id");
        match command {
            Command::Claim { .. } | Command::Assign { .. } | Command::Handoff { .. } => {
                self.now_or_never(conversation, id, object).await
            }
            Command::Read { .. } if !self.is_online() => {
                let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
                read.insert(conversation, (id, object));
                Ok(Sent::Queued)
            }
            Command::Read { .. } => self.now_or_never(conversation, id, object).await,
            Command::Reply { .. }
            | Command::Comment { .. }
            | Command::CommentEdit { .. }
            | Command::CommentDelete { .. }
            | Command::Labels { .. }
            | Command::Status { .. }
            | Command::Contact { .. } => self.through_outbox(conversation, id, object).await,
            Command::VisitorMessage { .. }
            | Command::Rate { .. }
            | Command::Erase
            | Command::RaiseHandoff { .. }
            | Command::CheckSilence { .. }
            | Command::KeepAnalysis { .. }
            | Command::Return { .. } => Err(Refusal::not_found("command").into()),
        }
    }

    async fn now_or_never(
        &self,
        conversation: ConversationId,
        id: CommandId,
        object: Map<String, Value>,
    ) -> Answer<Sent> {
        if !self.is_online() {
            return Err(IpcError::new(
                ErrorCode::Unavailable,
                "You’re offline. Who holds a conversation is decided at the hub, so this cannot \
                 wait here; try again when the line is back.",
            ));
        }
        match self.send(conversation, id, object).await {
            Ok(done) => self.shown(done).await,
            Err(Undone::Refused(problem)) => Err(problem_to_error(problem)),
            Err(Undone::Lost) => Err(IpcError::new(
                ErrorCode::Unavailable,
                "The line broke before the hub answered. The list will show what came of it.",
            )),
        }
    }

    async fn through_outbox(
        self: &Arc<Self>,
        conversation: ConversationId,
        id: CommandId,
        command: Map<String, Value>,
    ) -> Answer<Sent> {
        let outgoing = self.outgoing(conversation, id, command).await?;
        self.keep(outgoing).await?;
        if !self.is_online() {
            return Ok(Sent::Queued);
        }
        // Behind what was written before it.
        let one_at_a_time = self.flushing.lock().await;
        let result = self.send_kept(id).await?;
        drop(one_at_a_time);
        self.outbox_changed();
        match result {
            Some(Ok(done)) => self.shown(done).await,
            Some(Err(Undone::Refused(problem))) => {
                // The person is at it: they hear why and still have their words.
                self.outbox_do(move |outbox| outbox.remove(id)).await?;
                self.outbox_changed();
                Err(problem_to_error(problem))
            }
            Some(Err(Undone::Lost)) | None => Ok(Sent::Queued),
        }
    }

    /// What was written, with what was true when it was.
    async fn outgoing(
        &self,
        conversation: ConversationId,
        id: CommandId,
        mut command: Map<String, Value>,
    ) -> Answer<Outgoing> {
        let me = self.me();
        let found = self
            .store
            .read(move |reader| {
                let state = reader.conversation(conversation)?;
                Ok(state.zip(reader.view_of(Some(me), conversation)?))
            })
            .await?;
        let (state, row) = found.ok_or_else(|| Refusal::not_found("conversation"))?;
        let seen = state.last_visitor_message;
        if command.get("type").is_some_and(|kind| kind == "reply") {
            command.entry("seen").or_insert_with(|| seen.into());
        }
        Ok(Outgoing {
            id,
            conversation,
            visitor: row.visitor.name.unwrap_or_else(|| ANONYMOUS.to_owned()),
            command,
            ownership: state.ownership,
            seen,
            written_at: self.store.now(),
        })
    }

    async fn keep(&self, outgoing: Outgoing) -> Answer<()> {
        self.outbox_do(move |outbox| outbox.put(&outgoing)).await?;
        self.outbox_changed();
        Ok(())
    }

    /// Waits until the copy shows what the hub has done.
    async fn shown(&self, done: Done) -> Answer<Sent> {
        let mut cursor = self.cursor.subscribe();
        let shown = cursor.wait_for(|cursor| *cursor >= done.newest);
        let _ = tokio::time::timeout(SHOWN_WITHIN, shown).await;
        let events = done.events.into_iter().filter_map(|event| serde_json::from_value(event).ok());
        Ok(Sent::Done(events.collect()))
    }

    async fn send(
        &self,
        conversation: ConversationId,
        id: CommandId,
        command: Map<String, Value>,
    ) -> Result<Done, Undone> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let order = Order::Command { conversation, id, command, answer };
        self.orders.send(order).await.map_err(|_| Undone::Lost)?;
        answered.await.unwrap_or(Err(Undone::Lost))
    }

    /// Work on the outbox, off the async threads: it waits for the disk.
    async fn outbox_do<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Outbox) -> baton_store::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let outbox = Arc::clone(&self.outbox);
        let done = tokio::task::spawn_blocking(move || work(&outbox)).await;
        Ok(done.map_err(|_| baton_store::Error::Closed)??)
    }

    fn outbox_changed(&self) {
        self.written.send_modify(|revision| *revision += 1);
    }

    /// Ends the line; what is here stays.
    pub fn hang_up(&self) {
        self.end(Ended::Closed);
    }

    fn end(&self, how: Ended) {
        self.ended.send_if_modified(|ended| {
            let first = ended.is_none();
            if first {
                *ended = Some(how);
            }
            first
        });
    }

    /// Finishes what is under way and closes the files.
    pub fn close(&self) {
        self.hang_up();
        self.store.close();
    }
}
