//! Copies of a workspace's file, taken beside a serving hub on one read transaction, so that the
//! writer is never kept waiting: for a new desktop ([`Store::copying`]) and of single
//! conversations ([`Reader::events_of`]).
//!
//! Guarantees: a desktop's copy is one state of the log with exactly the tables that follow from
//! it, and holds no secret: it is written row by row into a new file, which the tables with secrets
//! never enter. It opens without a write-ahead log. Leaves out who may have it, and for how long.

use crate::error::{Error, Result, Trouble};
use crate::project::TABLES;
use crate::rows::{at, id};
use crate::{Reader, Store, Stored, connect, migrations, search};
use baton_domain::*;
use rusqlite::{Connection, InterruptHandle, OpenFlags, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Tables beside the computed ones that a copy has.
const COPIED_TOO: [&str; 4] = ["events", "meta", "redactions", "indexed_texts"];
/// What of a conversation's own tables names the conversation.
const OF_CONVERSATION: [&str; 8] = [
    "messages",
    "comments",
    "conversation_labels",
    "reads",
    "analyses",
    "begun",
    "handoffs",
    "misses",
];
/// Page cache of a copy, in KiB: rows come in order, and the hub keeps what it once took.
const CACHE_KIB: i32 = 4 * 1024;
/// How many messages one step of indexing takes.
const INDEX_AT_ONCE: usize = 10_000;

/// What a finished copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// It is the workspace as of this event.
    pub seq: Seq,
    /// The file's size.
    pub bytes: u64,
}

/// A copy about to be written. One that is not finished leaves no file.
pub struct Copying {
    db: Connection,
    to: PathBuf,
    file: Unfinished,
}

/// A file that goes when this is dropped.
pub(crate) struct Unfinished(Option<PathBuf>);

/// Ends a copy that is being written, from another thread.
pub struct Stop(InterruptHandle);

impl Stop {
    /// The copy fails as soon as it can.
    pub fn now(&self) {
        self.0.interrupt();
    }
}

/// A visitor's row, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// The contact.
    pub id: ContactId,
    /// The website's own id for the person.
    pub external_id: Option<String>,
    /// Whether the website has signed that id.
    pub verified: bool,
    /// Name, if given.
    pub name: Option<String>,
    /// E-mail address, if given.
    pub email: Option<String>,
    /// Phone number, if given.
    pub phone: Option<String>,
    /// When the first conversation began.
    pub first_seen: Timestamp,
}

impl Store {
    /// The number of the newest migration this program knows.
    pub fn schema() -> i32 {
        let runner = migrations::migrations::runner();
        runner.get_migrations().iter().map(|migration| migration.version()).max().unwrap_or(0)
    }

    /// The folder the file is in.
    pub fn folder(&self) -> &Path {
        self.inner.path.parent().unwrap_or(&self.inner.path)
    }

    /// How large the file is now, with its write-ahead log.
    pub fn bytes(&self) -> u64 {
        let name = self.inner.path.display();
        let of = |file: String| std::fs::metadata(file).map_or(0, |found| found.len());
        of(name.to_string()) + of(format!("{name}-wal"))
    }

    /// A copy for a desktop, into the file `to`, which must not be there yet. Blocks.
    pub fn copying(&self, to: &Path) -> Result<Copying> {
        new_file(to)?;
        let file = Unfinished::at(to);
        let mut db = connect(to, OpenFlags::default())?;
        // Nobody needs half a copy: neither a journal nor the disk's own word is waited for.
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;",
        )?;
        migrations::migrations::runner().run(&mut db)?;
        db.pragma_update(None, "cache_size", -CACHE_KIB)?;
        let path = self.inner.path.to_str().ok_or_else(|| {
            Error::Commit(
                "the folder's name is not text that SQLite can take".into(),
                Trouble::Other,
            )
        })?;
        db.execute("ATTACH ?1 AS source", [path])?;
        Ok(Copying { db, to: to.to_owned(), file })
    }
}

impl Copying {
    /// What ends it early.
    pub fn stop(&self) -> Stop {
        Stop(self.db.get_interrupt_handle())
    }

    /// Writes the copy: everything, or what is open or was active since `since`. Its `meta` says
    /// which: `cursor` is the newest event's number, `partial_since` that time in milliseconds, 0
    /// for everything. Blocks for as long as it takes.
    pub fn run(self, since: Option<Timestamp>) -> Result<Copied> {
        let Self { db, to, mut file } = self;
        db.execute_batch("BEGIN")?;
        let seq = match since {
            None => copy_everything(&db)?,
            Some(since) => copy_since(&db, since)?,
        };
        let mut note =
            db.prepare("INSERT OR REPLACE INTO main.meta (name, value) VALUES (?1, ?2)")?;
        note.execute(params!["cursor", seq])?;
        note.execute(params!["partial_since", since.map_or(0, |since| since.0)])?;
        drop(note);
        db.execute_batch("COMMIT; DETACH source")?;
        if since.is_some() {
            db.execute_batch("UPDATE meta SET value = 0 WHERE name LIKE 'indexed%'; BEGIN")?;
            while search::index_next(&db, INDEX_AT_ONCE)? != search::Left::Nothing {}
            db.execute_batch("COMMIT")?;
        }
        db.close().map_err(|(_, error)| error)?;
        let bytes = std::fs::metadata(&to)?.len();
        file.is_kept();
        Ok(Copied { seq, bytes })
    }
}

impl Unfinished {
    /// The file at `path` goes, unless it is kept.
    pub fn at(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }

    /// It is finished, or has another name now.
    pub fn is_kept(&mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Makes a file that only this person may read.
pub(crate) fn new_file(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

/// Makes a file that only this person may read, if there is none. What SQLite puts beside it is as
/// private as it is.
pub(crate) fn private_file(path: &Path) -> Result<()> {
    match new_file(path) {
        Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Every row of every table that has no secrets, and the full-text index as it is. Between tables
/// of one shape and into an empty one SQLite copies rows and indexes without taking them apart.
fn copy_everything(db: &Connection) -> Result<Seq> {
    // The first read: from here on the source stays as it is.
    let seq = source_head(db)?;
    let shadows = shadow_tables(db)?;
    for table in TABLES.into_iter().chain(COPIED_TOO).chain(shadows.iter().map(String::as_str)) {
        db.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM source.{table}"
        ))?;
    }
    Ok(seq)
}

/// Settings, and every conversation that is open or had an event at `since` or later, whole.
fn copy_since(db: &Connection, since: Timestamp) -> Result<Seq> {
    let seq = source_head(db)?;
    db.execute_batch("CREATE TEMP TABLE kept (id BLOB PRIMARY KEY) WITHOUT ROWID")?;
    db.execute(
        "INSERT INTO kept SELECT id FROM source.conversations
         WHERE status <> 'closed' OR updated_at >= ?1",
        [since.0],
    )?;
    db.execute_batch(
        "INSERT INTO main.events SELECT * FROM source.events
            WHERE conversation IS NULL OR conversation IN kept ORDER BY seq;
         INSERT INTO main.conversations SELECT * FROM source.conversations WHERE id IN kept;
         INSERT INTO main.contacts SELECT * FROM source.contacts
            WHERE id IN (SELECT contact FROM main.conversations);
         INSERT INTO main.settings_objects SELECT * FROM source.settings_objects;
         INSERT INTO main.deleted_conversations SELECT * FROM source.deleted_conversations;
         INSERT INTO main.merged_labels SELECT * FROM source.merged_labels;
         INSERT INTO main.redactions SELECT * FROM source.redactions;
         DELETE FROM main.meta; INSERT INTO main.meta SELECT * FROM source.meta;",
    )?;
    for table in OF_CONVERSATION {
        db.execute_batch(&format!(
            "INSERT INTO main.{table} SELECT * FROM source.{table} WHERE conversation IN kept"
        ))?;
    }
    // The ledger outlives the conversations that were deleted since.
    for (table, at) in [("handoffs", "raised_at"), ("begun", "at"), ("misses", "at")] {
        let deleted = "conversation NOT IN (SELECT id FROM source.conversations)";
        db.execute(
            &format!("INSERT INTO main.{table} SELECT * FROM source.{table} WHERE {at} >= ?1 AND {deleted}"),
            [since.0],
        )?;
    }
    db.execute_batch("DROP TABLE kept")?;
    Ok(seq)
}

fn source_head(db: &Connection) -> Result<Seq> {
    let head: Option<Seq> =
        db.query_row("SELECT max(seq) FROM source.events", [], |row| row.get(0))?;
    Ok(head.unwrap_or(0))
}

/// The tables that the full-text indexes keep their own data in.
fn shadow_tables(db: &Connection) -> Result<Vec<String>> {
    let mut statement = db.prepare(
        "SELECT t.name FROM main.sqlite_schema t JOIN main.sqlite_schema v
         ON v.sql LIKE 'CREATE VIRTUAL TABLE%' AND t.name LIKE v.name || '\\_%' ESCAPE '\\'
         WHERE t.type = 'table' ORDER BY t.name",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

impl Reader<'_> {
    /// Every event of one conversation after `after`, oldest first, as the API tells them.
    pub fn events_of(
        &self,
        conversation: ConversationId,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Arc<Stored>>> {
        let recorded = self.timeline(conversation, after, limit)?;
        Ok(recorded.into_iter().map(|recorded| Arc::new(Stored::new(recorded, None))).collect())
    }

    /// The visitor of a conversation; none when there is no such conversation.
    pub fn contact_of(&self, conversation: ConversationId) -> Result<Option<ContactRow>> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT * FROM contacts WHERE id =
                    (SELECT contact FROM conversations WHERE id = ?1)",
            )?
            .query_row([conversation.0.as_bytes()], contact)
            .optional()?;
        Ok(found)
    }
}

/// What is known of a contact.
pub(crate) fn contact_row(db: &Connection, id: ContactId) -> Result<Option<ContactRow>> {
    let found = db
        .prepare_cached("SELECT * FROM contacts WHERE id = ?1")?
        .query_row([id.0.as_bytes()], contact)
        .optional()?;
    Ok(found)
}

fn contact(row: &Row) -> rusqlite::Result<ContactRow> {
    Ok(ContactRow {
        id: ContactId(id(row, "id")?),
        external_id: row.get("external_id")?,
        verified: row.get("verified")?,
        name: row.get("name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        first_seen: at(row, "first_seen")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables that stay with the hub: files, secrets, and what tells a repeated request. The list of
    /// migrations a new file has of its own.
    const KEPT_BACK: [&str; 9] = [
        "attachments",
        "attachment_parts",
        "invitations",
        "tokens",
        "passwords",
        "secrets",
        "commands",
        "starts",
        "refinery_schema_history",
    ];

    #[test]
    fn every_table_is_copied_or_kept_back_on_purpose() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        store.close();
        let db = Connection::open(folder.path().join(crate::FILE)).unwrap();
        let mut statement = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            .unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let shadows = shadow_tables(&db).unwrap();
        assert!(shadows.len() >= 3, "{shadows:?}");
        for name in names.map(Result::unwrap) {
            let copied = TABLES.iter().chain(&COPIED_TOO).any(|table| *table == name)
                || shadows.contains(&name);
            let kept_back = KEPT_BACK.contains(&name.as_str());
            assert!(
                copied != kept_back,
                "{name}: does a desktop's copy have it? see store/copy.rs"
            );
        }
    }
}
