//! The bytes of files that visitors and members send each other. They are not facts of the log: the
//! log names a file that was sent, and here lies what is in it, until the conversation is erased.
//!
//! Guarantees: a file is there whole or not at all; it is used by one message at most; what nobody
//! sent goes after a while; what is deleted is overwritten in the file. A backup has them, a
//! desktop's copy does not. Leaves out what type a file is and who may read it (hub).

use crate::error::{Error, Result};
use crate::rows::{at, from_json, from_word, id, word};
use crate::tx::Tx;
use crate::{Reader, Store, Stored, redacting};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// How much of a file is written or read at a time, in bytes.
pub const ATTACHMENT_PART: usize = 256 * 1024;
/// How many files nobody sent are removed at a time: each is overwritten, and others want to write.
const REMOVED_AT_ONCE: u32 = 1;

/// A file about to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What messages will tell of it.
    pub file: Attached,
    /// The conversation it is for.
    pub conversation: ConversationId,
    /// By what kind of party.
    pub by: ActorKind,
    /// The id of that visitor, member or AI agent.
    pub by_id: String,
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// What messages tell of it.
    pub file: Attached,
    /// The conversation it is for.
    pub conversation: ConversationId,
    /// By what kind of party.
    pub by: ActorKind,
    /// The id of that visitor, member or AI agent.
    pub by_id: String,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// The message it went with; none for not sent yet.
    pub message: Option<MessageId>,
}

impl Store {
    /// Keeps a file, part by part, so that nobody's message waits for all of it. When that fails,
    /// or whoever asked does not wait for the end, nothing of it can be seen or sent. What an earlier
    /// try has left unfinished goes: that nobody else keeps one of this id now is the caller's to know.
    pub async fn keep_file(&self, new: NewFile, bytes: Vec<u8>) -> Result<()> {
        let id = new.file.id;
        // One that is there already is another request's.
        self.write(move |tx| tx.begin_file(&new)).await?;
        let kept = self.keep_parts(id, &bytes).await;
        if kept.is_err() {
            // On a full disk this may fail too; what is not whole goes after a while.
            let _ = self.write(move |tx| tx.delete_file(id)).await;
        }
        kept
    }

    async fn keep_parts(&self, id: AttachmentId, bytes: &[u8]) -> Result<()> {
        for (part, bytes) in bytes.chunks(ATTACHMENT_PART).enumerate() {
            let bytes = bytes.to_vec();
            self.write(move |tx| tx.keep_part(id, part, &bytes)).await?;
        }
        self.write(move |tx| tx.file_is_whole(id)).await
    }

    /// Removes what a stop has left of files that were being written. Only where nobody writes one:
    /// before anything is served.
    pub async fn remove_unfinished(&self) -> Result<usize> {
        let mut removed = 0;
        while self.write(|tx| tx.remove_unfinished()).await? {
            removed += 1;
        }
        Ok(removed)
    }

    /// Removes files that nobody sent and that are older than this. Answers how many.
    pub async fn remove_unsent(&self, before: Timestamp) -> Result<usize> {
        let mut removed = 0;
        loop {
            let step = self.write(move |tx| tx.remove_unsent(before)).await?;
            removed += step;
            if step < REMOVED_AT_ONCE as usize {
                return Ok(removed);
            }
        }
    }
}

impl Tx<'_> {
    /// Not for a visitor who was erased, or a conversation that was deleted, while it came.
    fn begin_file(&self, new: &NewFile) -> Result<()> {
        let now = self.now();
        if self.conversation(new.conversation)?.is_none_or(|state| state.erased) {
            return Err(Refusal::not_found("conversation").into());
        }
        if self.is_unfinished(new.file.id)? {
            self.delete_file(new.file.id)?;
        }
        self.db()
            .prepare_cached(
                "INSERT INTO attachments (id, conversation, uploader_kind, uploader_id, name, type,
                    size, created_at, whole) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
            )?
            .execute(params![
                new.file.id.0.as_bytes(),
                new.conversation.0.as_bytes(),
                word(new.by),
                new.by_id,
                new.file.name,
                new.file.kind,
                new.file.size,
                now.0
            ])
            .map_err(|error| Error::from(error).or_id_reused())?;
        Ok(())
    }

    /// One that was deleted meanwhile takes no more parts.
    fn keep_part(&self, id: AttachmentId, part: usize, bytes: &[u8]) -> Result<()> {
        let kept = self
            .db()
            .prepare_cached(
                "INSERT INTO attachment_parts (attachment, part, bytes)
                 SELECT id, ?2, ?3 FROM attachments WHERE id = ?1",
            )?
            .execute(params![id.0.as_bytes(), part, bytes])?;
        if kept == 1 { Ok(()) } else { Err(Refusal::not_found("attachment").into()) }
    }

    fn file_is_whole(&self, id: AttachmentId) -> Result<()> {
        let whole = self
            .db()
            .prepare_cached("UPDATE attachments SET whole = 1 WHERE id = ?1")?
            .execute([id.0.as_bytes()])?;
        if whole == 1 { Ok(()) } else { Err(Refusal::not_found("attachment").into()) }
    }

    fn is_unfinished(&self, id: AttachmentId) -> Result<bool> {
        Ok(self
            .db()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM attachments WHERE id = ?1 AND whole = 0)",
            )?
            .query_row([id.0.as_bytes()], |row| row.get(0))?)
    }

    /// Whether there was one.
    fn remove_unfinished(&self) -> Result<bool> {
        let one = self
            .db()
            .prepare_cached(
                "SELECT id FROM attachments WHERE message IS NULL AND whole = 0 LIMIT 1",
            )?
            .query_row([], |row| id(row, "id"))
            .optional()?;
        one.map(|one| self.delete_file(AttachmentId(one))).transpose().map(|one| one.is_some())
    }

    fn delete_file(&self, id: AttachmentId) -> Result<()> {
        delete(self.db(), id)
    }

    fn remove_unsent(&self, before: Timestamp) -> Result<usize> {
        let mut statement = self.db().prepare_cached(
            "SELECT id FROM attachments WHERE message IS NULL AND created_at < ?1
             ORDER BY created_at LIMIT ?2",
        )?;
        let rows = statement.query_map(params![before.0, REMOVED_AT_ONCE], |row| id(row, "id"))?;
        let unsent = rows.collect::<Result<Vec<_>, _>>()?;
        for id in &unsent {
            self.delete_file(AttachmentId(*id))?;
        }
        Ok(unsent.len())
    }
}

impl Reader<'_> {
    /// A file that is there whole, and not about to go.
    pub fn file(&self, id: AttachmentId) -> Result<Option<StoredFile>> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT * FROM attachments WHERE id = ?1 AND whole = 1
                    AND conversation NOT IN (SELECT conversation FROM redactions)",
            )?
            .query_row([id.0.as_bytes()], stored)
            .optional()?;
        Ok(found)
    }

    /// The names of the files that were sent in a conversation, oldest first.
    pub fn file_names(&self, conversation: ConversationId, limit: usize) -> Result<Vec<String>> {
        if redacting::is_going(self.db(), conversation)? {
            return Ok(Vec::new());
        }
        let mut statement = self.db().prepare_cached(
            "SELECT m.attachments FROM events e CROSS JOIN messages m ON m.seq = e.seq
             WHERE e.conversation = ?1 AND m.attachments <> '[]' ORDER BY e.seq LIMIT ?2",
        )?;
        let rows = statement.query_map(params![conversation.0.as_bytes(), limit], |row| {
            from_json::<Vec<Attached>>(row, "attachments")
        })?;
        let files = rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
        Ok(files.take(limit).map(|file| file.name).collect())
    }

    /// Whether it has these bytes and no others.
    pub fn file_is(&self, id: AttachmentId, bytes: &[u8]) -> Result<bool> {
        let mut parts = 0;
        for part in bytes.chunks(ATTACHMENT_PART) {
            if self.file_part(id, parts)?.as_deref() != Some(part) {
                return Ok(false);
            }
            parts += 1;
        }
        Ok(self.file_part(id, parts)?.is_none())
    }

    /// One part of it, of [`ATTACHMENT_PART`] bytes unless it is the last; none after that.
    pub fn file_part(&self, id: AttachmentId, part: usize) -> Result<Option<Vec<u8>>> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT bytes FROM attachment_parts WHERE attachment = ?1 AND part = ?2",
            )?
            .query_row(params![id.0.as_bytes(), part], |row| row.get(0))
            .optional()?;
        Ok(found)
    }
}

/// A message as a list row shows it.
pub(crate) fn brief(row: &Row) -> rusqlite::Result<String> {
    let text: String = row.get("text")?;
    let attached: Vec<Attached> = from_json(row, "attachments")?;
    Ok(words_in_brief(&text, &attached))
}

/// A file that is there whole, if it was uploaded to this conversation.
pub(crate) fn upload(
    db: &Connection,
    conversation: ConversationId,
    id: AttachmentId,
) -> Result<Option<Upload>> {
    let found = db
        .prepare_cached(
            "SELECT * FROM attachments WHERE id = ?1 AND conversation = ?2 AND whole = 1",
        )?
        .query_row(params![id.0.as_bytes(), conversation.0.as_bytes()], stored)
        .optional()?;
    Ok(found.map(|StoredFile { file, by, by_id, message, .. }| {
        let used = message.is_some();
        Upload { file, by, by_id, used }
    }))
}

/// The files of new messages have been sent.
pub(crate) fn use_up(db: &Connection, events: &[Arc<Stored>]) -> Result<()> {
    for stored in events {
        let EventBody::MessagePosted { id, attachments, .. } = &stored.recorded.event.body else {
            continue;
        };
        for file in attachments {
            db.prepare_cached("UPDATE attachments SET message = ?2 WHERE id = ?1")?
                .execute(params![file.id.0.as_bytes(), id.0.as_bytes()])?;
        }
    }
    Ok(())
}

/// What is deleted is overwritten, as everywhere in the file (`secure_delete`).
fn delete(db: &Connection, id: AttachmentId) -> Result<()> {
    let id = id.0.as_bytes();
    db.prepare_cached("DELETE FROM attachment_parts WHERE attachment = ?1")?.execute([id])?;
    db.prepare_cached("DELETE FROM attachments WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Deletes one file of a conversation, sent or not; false when there is none left. For erasure; the
/// messages that name it are the caller's.
pub(crate) fn delete_one_of(db: &Connection, conversation: ConversationId) -> Result<bool> {
    let one = db
        .prepare_cached("SELECT id FROM attachments WHERE conversation = ?1 LIMIT 1")?
        .query_row([conversation.0.as_bytes()], |row| id(row, 0))
        .optional()?;
    match one {
        Some(one) => delete(db, AttachmentId(one)).map(|()| true),
        None => Ok(false),
    }
}

fn stored(row: &Row) -> rusqlite::Result<StoredFile> {
    let message: Option<[u8; 16]> = row.get("message")?;
    let file = Attached {
        id: AttachmentId(id(row, "id")?),
        name: row.get("name")?,
        kind: row.get("type")?,
        size: row.get("size")?,
    };
    Ok(StoredFile {
        file,
        conversation: ConversationId(id(row, "conversation")?),
        by: from_word(row, "uploader_kind")?,
        by_id: row.get("uploader_id")?,
        created_at: at(row, "created_at")?,
        message: message.map(|bytes| MessageId(uuid::Uuid::from_bytes(bytes))),
    })
}
