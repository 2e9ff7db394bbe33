//! A desktop's own copy of the workspace: the hub's file, fed by the hub's events.
//!
//! Guarantees: events are taken in order and without gaps, each batch in one transaction with its
//! cursor, through the same code that wrote them at the hub; so every table equals the hub's. A
//! copy that holds only the last days takes a conversation whole before it takes an event of it.
//! Leaves out where events come from (sync) and when they are asked for (the app).

use crate::error::{Error, Result};
use crate::project::{labels, load, project};
use crate::read::Reader;
use crate::rows::id;
use crate::tx::{Tx, insert_event};
use crate::{ContactRow, Store, Stored, check, connect, open_to_write, system_clock};
use baton_domain::*;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// The copy's name within the data folder.
pub const REPLICA_FILE: &str = "replica.sqlite";
/// What a damaged copy is set aside as.
const DAMAGED: &str = "replica-damaged.sqlite";
/// Grows whenever the same events lead to other tables: an older copy is then fetched anew.
const PROJECTION: i64 = 3;
/// Meta: the newest event of the hub's log that was taken.
const CURSOR: &str = "cursor";
/// Meta: conversations quiet since then may be missing; 0 when everything is here.
const PARTIAL_SINCE: &str = "partial_since";
/// Meta: with which [`PROJECTION`] the tables were written.
const PROJECTED: &str = "projection";

impl Store {
    /// Opens a desktop's copy in `folder`, empty when there is none. It can be fetched again, so
    /// a power cut may cost its newest events; a crash of the program does not.
    pub fn open_replica(folder: &Path) -> Result<Self> {
        let path = folder.join(REPLICA_FILE);
        let db = open_to_write(&path, "NORMAL")?;
        let written_by = meta(&db, PROJECTED)?;
        if written_by.is_some_and(|version| version != PROJECTION) {
            let words = "this copy was made by another version of Baton".into();
            return Err(Error::Commit(words, crate::Trouble::Damaged));
        }
        set_meta(&db, PROJECTED, PROJECTION)?;
        Self::begin(path, db, Box::new(system_clock), Box::new(Uuid::now_v7))
    }

    /// Sets a damaged copy aside, so that a new one can be fetched. Answers whether there was one.
    pub fn set_replica_aside(folder: &Path) -> std::io::Result<bool> {
        let there = folder.join(REPLICA_FILE).exists();
        for suffix in ["", "-wal", "-shm"] {
            let from = folder.join(format!("{REPLICA_FILE}{suffix}"));
            let to = folder.join(format!("{DAMAGED}{suffix}"));
            match std::fs::rename(&from, &to) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(there)
    }

    /// Deletes what was set aside of a damaged copy: a new one is here.
    pub fn delete_damaged_replica(folder: &Path) -> std::io::Result<()> {
        delete_files(folder, &[DAMAGED])
    }

    /// Deletes a copy and whatever was set aside of it.
    pub fn delete_replica(folder: &Path) -> std::io::Result<()> {
        delete_files(folder, &[REPLICA_FILE, DAMAGED])
    }

    /// [`Store::check`] for a copy that holds everything.
    pub fn check_replica(folder: &Path) -> Result<Vec<crate::Difference>> {
        check::check(&folder.join(REPLICA_FILE))
    }

    /// Compares a copy that holds everything with the hub's own file, table by table.
    pub fn compare_replica(hub: &Path, replica: &Path) -> Result<Vec<crate::Difference>> {
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let hub = connect(&hub.join(crate::FILE), read_only)?;
        let replica = connect(&replica.join(REPLICA_FILE), read_only)?;
        check::compare_files(&hub, &replica)
    }
}

impl Reader<'_> {
    /// The newest event of the hub's log that a copy has taken.
    pub fn cursor(&self) -> Result<Seq> {
        cursor(self.db())
    }

    /// When the newest event that this copy has taken happened: at least so new it is.
    pub fn as_of(&self) -> Result<Option<Timestamp>> {
        let mut newest =
            self.db().prepare_cached("SELECT at FROM events ORDER BY seq DESC LIMIT 1")?;
        Ok(newest.query_row([], |row| row.get(0)).optional()?.map(Timestamp))
    }

    /// Since when this copy holds every conversation; none when it holds everything.
    pub fn partial_since(&self) -> Result<Option<Timestamp>> {
        Ok(meta(self.db(), PARTIAL_SINCE)?.filter(|at| *at > 0).map(Timestamp))
    }

    /// Which of these events begin a conversation of a visitor who is known at the hub by an id of
    /// the website's, but not here.
    pub fn strangers(&self, events: &[(Seq, Event)]) -> Result<Vec<ConversationId>> {
        let cursor = self.cursor()?;
        let mut strangers = Vec::new();
        for (_, event) in events.iter().filter(|(seq, _)| *seq > cursor) {
            if let (Some(id), EventBody::ConversationStarted { visitor, .. }) =
                (event.conversation, &event.body)
                && visitor.external_id.is_some()
                && !self.knows(visitor.id)?
            {
                strangers.push(id);
            }
        }
        Ok(strangers)
    }

    fn knows(&self, contact: ContactId) -> Result<bool> {
        Ok(self
            .db()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM contacts WHERE id = ?1)")?
            .query_row([contact.0.as_bytes()], |row| row.get(0))?)
    }

    /// Which conversations the new ones of these events are of that this copy does not hold.
    pub fn absent(&self, events: &[(Seq, Event)]) -> Result<Vec<ConversationId>> {
        let mut absent = BTreeSet::new();
        let mut begun = BTreeSet::new();
        let cursor = self.cursor()?;
        for (_, event) in events.iter().filter(|(seq, _)| *seq > cursor) {
            let Some(id) = event.conversation else { continue };
            if let EventBody::ConversationStarted { .. } = event.body {
                begun.insert(id);
            }
            if !begun.contains(&id) && load(self.db(), id)?.is_none() {
                absent.insert(id);
            }
        }
        Ok(absent.into_iter().collect())
    }
}

impl Tx<'_> {
    /// Takes the next events of the hub's log and answers the newest that is here now. Those it has
    /// are passed over; a gap is an error and nothing is taken.
    pub fn receive(&mut self, events: Vec<(Seq, Event)>) -> Result<Seq> {
        let mut cursor = cursor(self.db())?;
        let mut states: HashMap<ConversationId, Conversation> = HashMap::new();
        let mut settings = false;
        for (seq, event) in events {
            if seq <= cursor {
                self.same_log(seq, event.id)?;
                continue;
            }
            if seq != cursor + 1 {
                return Err(Error::Gap { cursor, found: seq });
            }
            cursor = seq;
            settings |= event.conversation.is_none();
            self.take(seq, event, &mut states)?;
        }
        set_meta(self.db(), CURSOR, i64::try_from(cursor).unwrap_or(i64::MAX))?;
        if settings {
            self.reload_directory()?;
        }
        Ok(cursor)
    }

    /// Fails when the event that is here is another one: this copy is of another log.
    fn same_log(&self, seq: Seq, event: EventId) -> Result<()> {
        let here: Option<Uuid> = self
            .db()
            .prepare_cached("SELECT id FROM events WHERE seq = ?1")?
            .query_row([seq], |row| id(row, "id"))
            .optional()?;
        if here.is_some_and(|here| here != event.0) {
            let words = "the hub has another log than this copy".into();
            return Err(Error::Commit(words, crate::Trouble::Damaged));
        }
        Ok(())
    }

    fn take(
        &mut self,
        seq: Seq,
        event: Event,
        states: &mut HashMap<ConversationId, Conversation>,
    ) -> Result<()> {
        let state = match event.conversation {
            Some(id) => match states.remove(&id) {
                Some(state) => Some(state),
                None => load(self.db(), id)?,
            },
            None => None,
        };
        let version = match (&state, event.conversation, &event.body) {
            (Some(state), ..) => state.version + 1,
            (None, Some(_), EventBody::ConversationStarted { .. }) => 1,
            // Of a conversation that the hub has deleted since: the log goes on, nothing else does.
            (None, Some(_), _) if meta(self.db(), PARTIAL_SINCE)?.is_some_and(|at| at > 0) => 0,
            (None, Some(_), _) => {
                let words = "an event of a conversation that is not here".into();
                return Err(Error::Commit(words, crate::Trouble::Damaged));
            }
            (None, None, _) => 0,
        };
        let recorded = Recorded { seq, version, event };
        insert_event(self.db(), &recorded)?;
        let state = project(self.db(), state, &recorded)?;
        if let Some(state) = &state {
            states.insert(state.id, state.clone());
        }
        check::told(states, &recorded.event.body);
        self.publish_later(Arc::new(Stored::new(recorded, state)));
        Ok(())
    }

    /// Takes a whole conversation that this copy had not got, as of its cursor. `contact` is what
    /// is known of the visitor now.
    pub fn receive_conversation(
        &mut self,
        conversation: ConversationId,
        events: Vec<(Seq, Event)>,
        contact: &ContactRow,
    ) -> Result<()> {
        let cursor = cursor(self.db())?;
        let mut states = HashMap::new();
        if load(self.db(), conversation)?.is_none() {
            let mut late = Vec::new();
            let mut merges = labels::merged(self.db())?.into_iter().peekable();
            for (seq, event) in events {
                if seq <= cursor && event.conversation == Some(conversation) {
                    while let Some(merge) = merges.next_if(|merge| merge.seq < seq) {
                        self.merge_late(&merge, &mut states)?;
                    }
                    self.take(seq, event, &mut states)?;
                    late.push(seq);
                }
            }
            for merge in merges {
                self.merge_late(&merge, &mut states)?;
            }
            self.index_late(&late)?;
            self.know(contact)?;
            // A label that was deleted since is on nothing any more.
            self.db()
                .prepare_cached(
                    "DELETE FROM conversation_labels WHERE conversation = ?1 AND label NOT IN
                        (SELECT id FROM settings_objects WHERE kind = 'label')",
                )?
                .execute([conversation.0.as_bytes()])?;
        }
        Ok(())
    }

    /// A label became another one before this copy had got the conversation.
    fn merge_late(
        &self,
        merge: &labels::Merged,
        states: &mut HashMap<ConversationId, Conversation>,
    ) -> Result<()> {
        states.values_mut().try_for_each(|state| labels::merge_in(self.db(), state, merge))
    }

    /// Takes what the hub knows of a visitor now.
    pub fn know(&self, contact: &ContactRow) -> Result<()> {
        self.db()
            .prepare_cached(
                "INSERT INTO contacts (id, external_id, verified, name, email, phone, first_seen)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE
                 SET name = excluded.name, email = excluded.email, phone = excluded.phone",
            )?
            .execute(params![
                contact.id.0.as_bytes(),
                contact.external_id,
                contact.verified,
                contact.name,
                contact.email,
                contact.phone,
                contact.first_seen.0
            ])?;
        Ok(())
    }

    /// Lets the file grow to so many pages of 4 KiB and no further, as a full disk would.
    pub fn limit_file(&self, pages: u32) -> Result<()> {
        self.db().pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }
}

/// Deletes databases with what SQLite keeps beside them.
pub(crate) fn delete_files(folder: &Path, files: &[&str]) -> std::io::Result<()> {
    for file in files {
        for suffix in ["", "-wal", "-shm"] {
            match std::fs::remove_file(folder.join(format!("{file}{suffix}"))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
    }
    Ok(())
}

fn cursor(db: &Connection) -> Result<Seq> {
    Ok(meta(db, CURSOR)?.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0))
}

fn meta(db: &Connection, name: &str) -> Result<Option<i64>> {
    Ok(db
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

fn set_meta(db: &Connection, name: &str, value: i64) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
        .execute(params![name, value])?;
    Ok(())
}
