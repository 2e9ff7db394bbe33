//! A workspace opened only to read, by another process than the hub that serves it.

use crate::error::{Error, Result};
use crate::{FILE, Inner, LISTENER_BACKLOG, Shared, Store, connect, directory, system_clock};
use rusqlite::OpenFlags;
use std::path::Path;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use tokio::sync::broadcast;
use uuid::Uuid;

impl Store {
    /// Opens the file in `folder` without writing to it: reads see what is committed meanwhile,
    /// but the directory stays as it is now, and every write is refused. The file must be of this
    /// program's own schema.
    pub fn open_beside(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let db =
            connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let schema: i32 =
            db.query_row("SELECT max(version) FROM refinery_schema_history", [], |r| r.get(0))?;
        if schema != Self::schema() {
            return Err(Error::OtherSchema { found: schema, known: Self::schema() });
        }
        let shared = Arc::new(Shared {
            directory: RwLock::new(Arc::new(directory::load(&db)?)),
            commits: broadcast::channel(LISTENER_BACKLOG).0,
            latest: AtomicI64::new(0),
            expected_wait_s: AtomicI64::new(-1),
            connected: OnceLock::new(),
            clock: Box::new(system_clock),
            fresh_id: Box::new(Uuid::now_v7),
        });
        let inner = Inner {
            path,
            jobs: Mutex::new(None),
            writer: Mutex::new(None),
            readers: Mutex::new(vec![db]),
            shared,
        };
        Ok(Self { inner: Arc::new(inner) })
    }
}
