//! The words and files of erased and deleted conversations go: from the log, from their messages and
//! from the index, a few events or one file at a time, so that nobody who writes waits long.
//!
//! Guarantees: each step is one transaction after which the log and the tables still say the same; what
//! a stop has left goes on at the next start; a copy of the file carries the work with it. What was
//! overwritten is zeros in the file (`secure_delete`). Leaves out backups, which are somebody's own.

use crate::error::Result;
use crate::rows::{self, id, json};
use crate::search;
use crate::tx::Tx;
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many events one step takes at most.
const EVENTS: usize = 200;
/// After how long it ends; the last event may go beyond. To take words out of the index is the most of it,
/// and takes longer the larger the index is.
const LONGEST: Duration = Duration::from_millis(20);

/// What is to be done in one conversation.
struct Work {
    conversation: Uuid,
    done: Seq,
    up_to: Seq,
}

/// One step in a transaction of its own; whether there is more.
pub(crate) fn step(db: &mut Connection) -> Result<bool> {
    if !is_due(db)? {
        return Ok(false);
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let more = next(&tx)?;
    tx.commit()?;
    Ok(more)
}

/// Whether there is something to do.
pub(crate) fn is_due(db: &Connection) -> Result<bool> {
    let mut one = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM redactions)")?;
    Ok(one.query_row([], |row| row.get(0))?)
}

/// Whether words of this conversation are still to go; nobody reads them any more.
pub(crate) fn is_going(db: &Connection, of: ConversationId) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM redactions WHERE conversation = ?1)";
    db.prepare_cached(sql)?.query_row([of.0.as_bytes()], |row| row.get(0))
}

/// One step in the caller's transaction; whether there is more.
pub(crate) fn next(db: &Connection) -> Result<bool> {
    let Some(work) = work(db)? else { return Ok(false) };
    if crate::attachments::delete_one_of(db, ConversationId(work.conversation))? {
        return Ok(true);
    }
    let mut statement = db.prepare_cached(
        "SELECT * FROM events WHERE conversation = ?1 AND seq > ?2 AND seq <= ?3
         ORDER BY seq LIMIT ?4",
    )?;
    let mut found =
        statement.query(params![work.conversation.as_bytes(), work.done, work.up_to, EVENTS])?;
    let began = Instant::now();
    let (mut done, mut looked_at, mut ended) = (work.done, 0, false);
    while began.elapsed() < LONGEST {
        let Some(row) = found.next()? else {
            ended = looked_at < EVENTS;
            break;
        };
        let recorded = rows::recorded(row)?;
        done = recorded.seq;
        looked_at += 1;
        redact(db, recorded)?;
    }
    if ended {
        db.prepare_cached("DELETE FROM redactions WHERE conversation = ?1")?
            .execute([work.conversation.as_bytes()])?;
        return is_due(db);
    }
    db.prepare_cached("UPDATE redactions SET done = ?2 WHERE conversation = ?1")?
        .execute(params![work.conversation.as_bytes(), done])?;
    Ok(true)
}

/// What somebody asked for, then what was only kept for long enough: of that no row is left.
fn work(db: &Connection) -> Result<Option<Work>> {
    let found = db
        .prepare_cached(
            "SELECT * FROM redactions ORDER BY
                EXISTS (SELECT 1 FROM conversations WHERE id = redactions.conversation) DESC
             LIMIT 1",
        )?
        .query_row([], |row| {
            Ok(Work {
                conversation: id(row, "conversation")?,
                done: row.get("done")?,
                up_to: row.get("up_to")?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Takes one event out of the index and the words out of it, and out of its message.
fn redact(db: &Connection, recorded: Recorded) -> Result<()> {
    let seq = recorded.seq;
    if let EventBody::MessagePosted { text, .. } = &recorded.event.body {
        search::unindex(db, seq, Some(text))?;
    } else {
        search::unindex(db, seq, None)?;
    }
    let before = recorded.event.clone();
    let event = recorded.event.erased();
    if let EventBody::MessagePosted { author, .. } = &event.body {
        db.prepare_cached(
            "UPDATE messages SET text = '', author_name = ?2, sources = '[]', articles = ?3,
                attachments = '[]'
             WHERE seq = ?1",
        )?
        .execute(params![seq, author.name, json::<[ArticleId]>(&[])])?;
    }
    if let EventBody::HandedOff { reason, .. } = &event.body {
        crate::ledger::give_reason(db, recorded.seq, event.at, reason)?;
    }
    if event != before {
        let (_, data) = event.body.to_parts();
        db.prepare_cached("UPDATE events SET data = ?2, actor_name = ?3 WHERE seq = ?1")?
            .execute(params![seq, data, event.actor.name])?;
    }
    Ok(())
}

impl Tx<'_> {
    /// Goes on with what is left of erasing and deleting; whether there is more.
    pub fn redact_next(&mut self) -> Result<bool> {
        next(self.db())
    }
}

impl crate::Store {
    /// Ends what is left of erasing and deleting, rather than in its own good time. Others write in
    /// between.
    pub async fn finish_redacting(&self) -> Result<()> {
        while self.write(|tx| tx.redact_next()).await? {}
        Ok(())
    }
}

/// Copies what is in the write-ahead log into the file and empties it, so that nothing that is gone is
/// left there. False while somebody still reads from it; nobody waits.
pub(crate) fn empty_log(db: &Connection) -> Result<bool> {
    db.execute_batch("PRAGMA busy_timeout = 0")?;
    let emptied =
        db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0));
    db.execute_batch("PRAGMA busy_timeout = 5000")?;
    Ok(emptied?)
}
