//! The log and the tables computed from it; the only SQL in Baton.
//!
//! Guarantees: what was acknowledged is on disk (`synchronous=FULL`), sequence numbers are gapless
//! in commit order, and every table equals what the log says (see [`Store::check`]). Leaves out who
//! may do what (domain) and who is asking (hub).

mod analysis;
mod attachments;
mod backup;
mod beside;
mod check;
mod connected;
mod copy;
mod credentials;
mod directory;
mod error;
mod examine;
mod gathering;
mod gone;
mod history;
mod invitations;
mod ledger;
mod list;
mod log;
mod moved;
mod older;
mod outbox;
mod project;
mod questions;
mod read;
mod redacting;
mod repeat;
mod replica;
mod replies;
mod reports;
mod rows;
mod search;
mod silent;
mod thread;
mod tx;
mod writer;

pub use attachments::{ATTACHMENT_PART, NewFile, StoredFile};
pub use backup::{new_whole_file, put_in_place};
pub use check::Difference;
pub use copy::{ContactRow, Copied, Copying, Stop};
pub use credentials::{Session, Token, TokenKind};
pub use error::{Error, Result, Trouble};
pub use gone::Traces;
pub use history::{Column, History, HistoryRow, Order, Responder, Takeover};
pub use invitations::Invitation;
pub use list::{ListFilter, ListPage, Sort, Tab};
pub use moved::MOVED_FILE;
pub use outbox::{OUTBOX_FILE, Outbox, Outgoing, Queued};
pub use read::{HandBack, Reader, THREAD_PAGE};
pub use replica::REPLICA_FILE;
pub use reports::*;
pub use search::{Field, Found, Hit, Words};
pub use thread::{Place, ThreadPart};
pub use tx::{Envelope, Fingerprint, Outcome, Sender, Tx};

use baton_domain::*;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, mpsc};
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

mod migrations {
    refinery::embed_migrations!("migrations");
}

/// The database's name within the data folder.
pub const FILE: &str = "baton.sqlite";
/// How many commits a slow listener may fall behind before it has to read the log.
const LISTENER_BACKLOG: usize = 1024;
/// How long the write-ahead log grows before it is copied into the file, in pages of 4 KiB. The
/// same hundred pages are written by every commit; four times SQLite's usual length copies them
/// a quarter as often.
const CHECKPOINT_PAGES: u32 = 4_000;
/// How far a clock may be set back before it is believed: a day, in milliseconds.
const LONGEST_HELD_MS: i64 = 24 * 3600 * 1000;
/// How many reading connections are kept.
const READERS: usize = 4;

/// An event as it was committed, with the conversation's state right after it.
#[derive(Debug)]
pub struct Stored {
    /// The event.
    pub recorded: Recorded,
    /// The conversation after it, when it was just decided; none when read from the log.
    pub state: Option<Conversation>,
    json: OnceLock<Arc<str>>,
}

impl Stored {
    pub(crate) fn new(recorded: Recorded, state: Option<Conversation>) -> Self {
        Self { recorded, state, json: OnceLock::new() }
    }

    /// The API's Event as JSON, made once however many sockets send it.
    pub fn json(&self) -> Arc<str> {
        Arc::clone(self.json.get_or_init(|| rows::event_json(&self.recorded).into()))
    }
}

/// Everything that one commit appended.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// In order, without gaps.
    pub events: Vec<Arc<Stored>>,
    /// The workspace after it, if that changed.
    pub directory: Option<Arc<Directory>>,
}

type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;
type FreshId = Box<dyn Fn() -> Uuid + Send + Sync>;

/// What the writer and everybody else share.
pub(crate) struct Shared {
    directory: RwLock<Arc<Directory>>,
    commits: broadcast::Sender<Arc<Commit>>,
    clock: Clock,
    /// The latest time that anything was written at.
    latest: AtomicI64,
    /// See [`Store::expect_wait`]; negative for nothing known.
    expected_wait_s: AtomicI64,
    /// See [`Store::ask_who_is_connected`].
    connected: OnceLock<watch::Receiver<Arc<[MemberId]>>>,
    pub(crate) fresh_id: FreshId,
}

impl Shared {
    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Now, for something that is written: never earlier than what is in the log already, so that a
    /// clock that was set back changes no order. It goes on by a millisecond a write until the
    /// clock has caught up; one that is off by more than a day is believed.
    pub(crate) fn tick(&self) -> Timestamp {
        let clock = (self.clock)().0;
        let next = |latest: i64| match latest - clock {
            behind @ 1..LONGEST_HELD_MS => clock + behind + 1,
            _ => clock,
        };
        let before =
            self.latest.fetch_update(Ordering::AcqRel, Ordering::Acquire, |l| Some(next(l)));
        Timestamp(next(before.unwrap_or_default()))
    }

    /// Now, for something that is only compared.
    fn now(&self) -> Timestamp {
        let (clock, latest) = ((self.clock)().0, self.latest.load(Ordering::Acquire));
        let held = (1..LONGEST_HELD_MS).contains(&(latest - clock));
        Timestamp(if held { latest } else { clock })
    }

    pub(crate) fn expected_wait_s(&self) -> Option<i64> {
        Some(self.expected_wait_s.load(Ordering::Acquire)).filter(|seconds| *seconds >= 0)
    }

    pub(crate) fn publish(&self, commit: Commit) {
        if let Some(directory) = &commit.directory {
            let mut now = self.directory.write().unwrap_or_else(PoisonError::into_inner);
            *now = Arc::clone(directory);
        }
        if !commit.events.is_empty() {
            let _ = self.commits.send(Arc::new(commit));
        }
    }
}

/// The workspace's file, open for reading and writing.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    jobs: Mutex<Option<mpsc::Sender<writer::Job>>>,
    writer: Mutex<Option<std::thread::JoinHandle<()>>>,
    readers: Mutex<Vec<Connection>>,
    shared: Arc<Shared>,
}

impl Store {
    /// Opens the file in `folder`, making it and bringing it up to date as needed.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::open_with(folder, Box::new(system_clock), Box::new(Uuid::now_v7))
    }

    /// The same with a clock and ids of the caller's, for history that must always be the same.
    pub fn open_with(folder: &Path, clock: Clock, fresh_id: FreshId) -> Result<Self> {
        let path = folder.join(FILE);
        let db = open_to_write(&path, "FULL")?;
        older::write_anew_once(&path)?;
        Self::begin(path, db, clock, fresh_id)
    }

    fn begin(path: PathBuf, db: Connection, clock: Clock, fresh_id: FreshId) -> Result<Self> {
        let (commits, _) = broadcast::channel(LISTENER_BACKLOG);
        let shared = Arc::new(Shared {
            directory: RwLock::new(Arc::new(directory::load(&db)?)),
            commits,
            clock,
            latest: AtomicI64::new(tx::latest_at(&db)?),
            expected_wait_s: AtomicI64::new(-1),
            connected: OnceLock::new(),
            fresh_id,
        });
        let (jobs, queue) = mpsc::channel();
        let writing = Arc::clone(&shared);
        let writer = std::thread::Builder::new()
            .name("baton-writer".into())
            .spawn(move || writer::run(db, queue, writing))
            .map_err(|error| Error::Commit(error.to_string(), Trouble::Other))?;
        Ok(Self {
            inner: Arc::new(Inner {
                path,
                jobs: Mutex::new(Some(jobs)),
                writer: Mutex::new(Some(writer)),
                readers: Mutex::new(Vec::new()),
                shared,
            }),
        })
    }

    /// Runs `work` in the writer's next commit and answers once that is on disk. An error undoes
    /// what `work` did.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.submit(work)?.await.map_err(not_begun)?
    }

    /// The same for callers outside the async runtime.
    pub fn write_blocking<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.submit(work)?.blocking_recv().map_err(not_begun)?
    }

    fn submit<T, F>(&self, work: F) -> Result<tokio::sync::oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        let (job, answer) = writer::job(work);
        let jobs = self.inner.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.as_ref().ok_or(Error::Closed)?.send(job).map_err(|_| Error::Closed)?;
        Ok(answer)
    }

    /// Decides one command.
    pub async fn execute(&self, envelope: Envelope) -> Result<Outcome> {
        self.write(move |tx| tx.execute(&envelope)).await
    }

    /// Reads one consistent state, on a thread where blocking is allowed.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Reader) -> Result<T> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_blocking(work))
            .await
            .map_err(|_| Error::Closed)?
    }

    /// The same on the caller's own thread.
    pub fn read_blocking<T>(&self, work: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let pooled = self.readers().pop();
        let db = match pooled {
            Some(db) => db,
            None => connect(
                &self.inner.path,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
            )?,
        };
        db.execute_batch("BEGIN")?;
        let result = work(&Reader::new(&db, &self.directory()));
        db.execute_batch("COMMIT")?;
        let mut readers = self.readers();
        if readers.len() < READERS {
            readers.push(db);
        }
        result
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The workspace as of the last commit.
    pub fn directory(&self) -> Arc<Directory> {
        self.inner.shared.directory()
    }

    /// From now on decisions know that visitors wait so many seconds for a person.
    pub fn expect_wait(&self, seconds: Option<i64>) {
        let seconds = seconds.map_or(-1, |seconds| seconds.max(0));
        self.inner.shared.expected_wait_s.store(seconds, Ordering::Release);
    }

    /// What [`Store::expect_wait`] was told last.
    pub fn expected_wait_s(&self) -> Option<i64> {
        self.inner.shared.expected_wait_s()
    }

    /// Every commit from now on. A listener that falls behind is told so and reads the log.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Commit>> {
        self.inner.shared.commits.subscribe()
    }

    /// Now, by the store's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.shared.now()
    }

    /// An id that was never used.
    pub fn fresh_id(&self) -> Uuid {
        (self.inner.shared.fresh_id)()
    }

    /// Finishes what has queued and closes the file. Later writes are refused.
    pub fn close(&self) {
        self.inner.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
        let writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        self.readers().clear();
    }

    /// Reads the whole log, computes every table anew in a file beside it, and compares.
    pub fn check(folder: &Path) -> Result<Vec<Difference>> {
        check::check(&folder.join(FILE))
    }
}

/// The writer let go of a job without an answer: the commit that was to take it came to nothing.
fn not_begun(_: tokio::sync::oneshot::error::RecvError) -> Error {
    Error::Commit("it could not be begun".into(), Trouble::Other)
}

/// A file to write to, made as needed and brought up to date.
fn open_to_write(path: &Path, synchronous: &str) -> Result<Connection> {
    copy::private_file(path)?;
    let mut db = connect(path, OpenFlags::default())?;
    known(&db)?;
    db.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
         PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}; PRAGMA secure_delete = ON;"
    ))?;
    migrations::migrations::runner().run(&mut db)?;
    ledger::catch_up(&mut db)?;
    Ok(db)
}

/// Fails when a newer Baton has written the file.
fn known(db: &Connection) -> Result<()> {
    let there =
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')";
    if !db.query_row(there, [], |row| row.get(0))? {
        return Ok(());
    }
    let newest = "SELECT max(version) FROM refinery_schema_history";
    let found: Option<i32> = db.query_row(newest, [], |row| row.get(0))?;
    match found {
        Some(found) if found > Store::schema() => {
            Err(Error::OtherSchema { found, known: Store::schema() })
        }
        _ => Ok(()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let db = Connection::open_with_flags(path, flags)?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;",
    )?;
    db.pragma_update(None, "cache_size", -2_000)?;
    history::prepare(&db)?;
    Ok(db)
}

fn system_clock() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
}
