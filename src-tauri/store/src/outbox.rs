//! What a person has written and the hub has not confirmed: kept on this computer, in a file of its
//! own, so that it outlives a copy that has to be fetched anew. Durable before it is sent, gone when
//! the hub has confirmed it. Leaves out when something may leave (the app).

use crate::connect;
use crate::error::Result;
use crate::rows::{at, from_json, from_json_opt, id, json};
use baton_domain::{CommandId, ConversationId, Seq, Timestamp};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

mod migrations {
    refinery::embed_migrations!("outbox-migrations");
}

/// The outbox's name within the data folder.
pub const OUTBOX_FILE: &str = "outbox.sqlite";
/// What a damaged one is set aside as.
const DAMAGED: &str = "outbox-damaged.sqlite";
/// Most things that may wait.
const LARGEST: usize = 1_000;

/// Something to send.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The command's id.
    pub id: CommandId,
    /// Where to.
    pub conversation: ConversationId,
    /// The visitor's name when it was written.
    pub visitor: String,
    /// The command as the API has it, without its id.
    pub command: Map<String, Value>,
    /// The ownership number seen when it was written.
    pub ownership: u64,
    /// The newest message of the visitor seen when it was written; 0 for none.
    pub seen: Seq,
    /// When, by this computer's clock.
    pub written_at: Timestamp,
}

/// Something to send, and whether it may.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued {
    /// What.
    pub outgoing: Outgoing,
    /// The ids it had before it was changed.
    pub replaces: Vec<CommandId>,
    /// Whether it was sent and no answer came: the hub may have it.
    pub tried: bool,
    /// Why it asks before it leaves, as the API's problem; none while it just waits.
    pub problem: Option<Value>,
}

/// The file.
pub struct Outbox(Mutex<Connection>);

impl Outbox {
    /// Opens the outbox in `folder`, made as needed. A damaged one is set aside.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(OUTBOX_FILE);
        let db = match open(&path) {
            Err(error) if error.trouble() == crate::Trouble::Damaged => {
                tracing::error!(%error, "the outbox is damaged and was set aside");
                let _ = std::fs::rename(&path, folder.join(DAMAGED));
                open(&path)?
            }
            opened => opened?,
        };
        Ok(Self(Mutex::new(db)))
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps something to send. The same id is kept once.
    pub fn put(&self, outgoing: &Outgoing) -> Result<()> {
        let db = self.db();
        let kept: usize =
            db.prepare_cached("SELECT count(*) FROM outgoing")?.query_row([], |row| row.get(0))?;
        if kept >= LARGEST {
            let detail = format!("{LARGEST} things wait already");
            return Err(baton_domain::Refusal::invalid("outbox", detail).into());
        }
        db.prepare_cached(
            "INSERT OR IGNORE INTO outgoing (id, conversation, visitor, command, ownership, seen,
                written_at, replaces, tried) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '[]', 0)",
        )?
        .execute(params![
            outgoing.id.0.as_bytes(),
            outgoing.conversation.0.as_bytes(),
            outgoing.visitor,
            json(&outgoing.command),
            outgoing.ownership,
            outgoing.seen,
            outgoing.written_at.0,
        ])?;
        Ok(())
    }

    /// Everything, in the order of writing.
    pub fn all(&self) -> Result<Vec<Queued>> {
        let db = self.db();
        let mut statement = db.prepare_cached("SELECT * FROM outgoing ORDER BY place")?;
        let rows = statement.query_map([], queued)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One thing.
    pub fn get(&self, id: CommandId) -> Result<Option<Queued>> {
        let db = self.db();
        let found = db
            .prepare_cached("SELECT * FROM outgoing WHERE id = ?1")?
            .query_row([id.0.as_bytes()], queued)
            .optional()?;
        Ok(found)
    }

    /// The person does not want it any more. False when the hub may have it, or it is gone.
    pub fn discard(&self, id: CommandId) -> Result<bool> {
        let gone = self
            .db()
            .prepare_cached("DELETE FROM outgoing WHERE id = ?1 AND tried = 0")?
            .execute([id.0.as_bytes()])?;
        Ok(gone > 0)
    }

    /// The hub has answered. False when it was not there.
    pub fn remove(&self, id: CommandId) -> Result<bool> {
        let gone = self
            .db()
            .prepare_cached("DELETE FROM outgoing WHERE id = ?1")?
            .execute([id.0.as_bytes()])?;
        Ok(gone > 0)
    }

    /// Forgets whatever is for this conversation, whether it was sent or not: its visitor was erased, or
    /// it is deleted. Nothing of it is left in the file.
    pub fn forget(&self, conversation: ConversationId) -> Result<()> {
        let db = self.db();
        db.prepare_cached("DELETE FROM outgoing WHERE conversation = ?1")?
            .execute([conversation.0.as_bytes()])?;
        crate::redacting::empty_log(&db)?;
        Ok(())
    }

    /// It is about to be sent.
    pub fn try_now(&self, id: CommandId) -> Result<()> {
        self.db()
            .prepare_cached("UPDATE outgoing SET tried = 1 WHERE id = ?1")?
            .execute([id.0.as_bytes()])?;
        Ok(())
    }

    /// The hub has not taken it, for sure; it asks before it leaves.
    pub fn ask(&self, id: CommandId, problem: &Value) -> Result<()> {
        self.db()
            .prepare_cached("UPDATE outgoing SET problem = ?2, tried = 0 WHERE id = ?1")?
            .execute(params![id.0.as_bytes(), json(problem)])?;
        Ok(())
    }

    /// Puts `new` in the place of `old`: other words, or the same ones after a look at what is
    /// true now. Only for what the hub has not taken for sure; false when it may have, or is gone.
    pub fn replace(&self, old: CommandId, new: &Outgoing) -> Result<bool> {
        let changed = self
            .db()
            .prepare_cached(
                "UPDATE outgoing SET id = ?2, command = ?3, ownership = ?4, seen = ?5,
                    replaces = json_insert(replaces, '$[#]', ?6), problem = NULL
                 WHERE id = ?1 AND tried = 0",
            )?
            .execute(params![
                old.0.as_bytes(),
                new.id.0.as_bytes(),
                json(&new.command),
                new.ownership,
                new.seen,
                old.0.to_string(),
            ])?;
        Ok(changed > 0)
    }

    /// Deletes the file, and one that was set aside.
    pub fn delete(folder: &Path) -> std::io::Result<()> {
        crate::replica::delete_files(folder, &[OUTBOX_FILE, DAMAGED])
    }
}

fn open(path: &Path) -> Result<Connection> {
    crate::copy::private_file(path)?;
    let mut db = connect(path, OpenFlags::default())?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
    )?;
    migrations::migrations::runner().run(&mut db)?;
    crate::older::write_outbox_anew_once(path)?;
    Ok(db)
}

fn queued(row: &Row) -> rusqlite::Result<Queued> {
    Ok(Queued {
        outgoing: Outgoing {
            id: CommandId(id(row, "id")?),
            conversation: ConversationId(id(row, "conversation")?),
            visitor: row.get("visitor")?,
            command: from_json(row, "command")?,
            ownership: row.get("ownership")?,
            seen: row.get("seen")?,
            written_at: at(row, "written_at")?,
        },
        replaces: from_json(row, "replaces")?,
        tried: row.get("tried")?,
        problem: from_json_opt(row, "problem")?,
    })
}
