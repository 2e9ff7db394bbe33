//! The index's second step. New events are added from where the index ended; events of a file that
//! had no such index are added from the newest back. Both in steps of bounded work, each with the
//! marks that say how far it came in one transaction.

use super::documents::{self, Document};
use super::terms::pieces_of;
use crate::error::Result;
use crate::tx::Tx;
use baton_domain::Seq;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// How many bytes of text one step takes for each text it may take; the last may go beyond.
const BYTES: usize = 256;
/// How many events are looked at for each one that is taken.
const LOOKED_AT: usize = 8;

/// What a step has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// New events.
    New,
    /// Only events of before the index.
    Old,
    /// Nothing.
    Nothing,
}

/// How far the index reaches: everything after `from` up to `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    pub(crate) from: Seq,
    pub(crate) to: Seq,
}

/// One step in a transaction of its own, of at most `limit` texts.
pub(crate) fn step(db: &mut Connection, limit: usize) -> Result<Left> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let left = next(&tx, limit)?;
    tx.commit()?;
    Ok(left)
}

/// One step in the caller's transaction.
pub(crate) fn next(db: &Connection, limit: usize) -> Result<Left> {
    let reach = reach(db)?;
    if add_new(db, reach, limit)? {
        return Ok(Left::New);
    }
    if reach.from == 0 {
        return Ok(Left::Nothing);
    }
    let from = add_old(db, reach.from, limit)?;
    Ok(if from == 0 { Left::Nothing } else { Left::Old })
}

impl Tx<'_> {
    /// Adds events of before, which came into this copy of the log only now, to the index where it
    /// has passed them already. Each may be given once.
    pub fn index_late(&self, seqs: &[Seq]) -> Result<()> {
        let db = self.db();
        let reach = reach(db)?;
        let mut seqs: Vec<Seq> =
            seqs.iter().copied().filter(|seq| *seq > reach.from && *seq <= reach.to).collect();
        seqs.sort_unstable();
        let mut statement = db.prepare_cached(documents::AFTER)?;
        let mut step = Step::new(usize::MAX);
        for seq in seqs {
            let document = match statement.query(params![seq - 1, 1])?.next()? {
                Some(row) => Document::read(row)?,
                None => continue,
            };
            if document.seq == seq {
                step.take(db, &document)?;
            }
        }
        step.write(db)
    }
}

/// How far the index reaches.
pub(crate) fn reach(db: &Connection) -> Result<Reach> {
    let mut mark = db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(Reach {
        from: mark.query_row(["indexed_from"], |row| row.get(0))?,
        to: mark.query_row(["indexed"], |row| row.get(0))?,
    })
}

/// Adds what came after `reach.to`. True when there may be more.
fn add_new(db: &Connection, reach: Reach, limit: usize) -> Result<bool> {
    let mut statement = db.prepare_cached(documents::AFTER)?;
    let mut rows = statement.query(params![reach.to, limit.saturating_mul(LOOKED_AT)])?;
    let mut step = Step::new(limit);
    while !step.is_full()
        && let Some(row) = rows.next()?
    {
        step.take(db, &Document::read(row)?)?;
    }
    let full = step.is_full() || step.looked_at == limit.saturating_mul(LOOKED_AT);
    if step.texts.is_empty() && !full {
        return Ok(false);
    }
    step.write(db)?;
    set(db, "indexed", step.last)?;
    Ok(full)
}

/// Adds what came up to `from`, newest first, and says how far back the index then goes.
fn add_old(db: &Connection, from: Seq, limit: usize) -> Result<Seq> {
    let mut statement = db.prepare_cached(documents::UP_TO)?;
    let mut rows = statement.query(params![from, limit.saturating_mul(LOOKED_AT)])?;
    let mut step = Step::new(limit);
    while !step.is_full()
        && let Some(row) = rows.next()?
    {
        step.take(db, &Document::read(row)?)?;
    }
    // Rows of one transaction go in by rising id, or FTS5 writes a segment for each.
    step.texts.reverse();
    step.write(db)?;
    let ended = !step.is_full() && step.looked_at < limit.saturating_mul(LOOKED_AT);
    let from = if ended { 0 } else { step.last.saturating_sub(1) };
    set(db, "indexed_from", from)?;
    Ok(from)
}

/// What one step puts into the index.
struct Step {
    texts: Vec<(Seq, String)>,
    limit: usize,
    bytes: usize,
    looked_at: usize,
    last: Seq,
}

impl Step {
    fn new(limit: usize) -> Self {
        Self { texts: Vec::new(), limit, bytes: 0, looked_at: 0, last: 0 }
    }

    fn is_full(&self) -> bool {
        self.texts.len() >= self.limit || self.bytes >= self.limit.saturating_mul(BYTES)
    }

    fn take(&mut self, db: &Connection, document: &Document) -> Result<()> {
        self.looked_at += 1;
        self.last = document.seq;
        if let Some(text) = document.text(db)? {
            self.bytes += text.len();
            let pieces = pieces_of(&text);
            if document.may_change() {
                db.prepare_cached(
                    "INSERT OR REPLACE INTO indexed_texts (seq, pieces) VALUES (?1, ?2)",
                )?
                .execute(params![document.seq, pieces])?;
            }
            self.texts.push((document.seq, pieces));
        }
        Ok(())
    }

    fn write(&self, db: &Connection) -> Result<()> {
        let mut insert =
            db.prepare_cached("INSERT INTO search_index (rowid, pieces) VALUES (?1, ?2)")?;
        for (seq, pieces) in &self.texts {
            insert.execute(params![seq, pieces])?;
        }
        Ok(())
    }
}

/// Takes an event out of the index, where it is in it. `text` is a message's own; of what may change the
/// index remembers what it holds.
pub(crate) fn unindex(db: &Connection, seq: Seq, text: Option<&str>) -> Result<()> {
    let remembered: Option<String> = db
        .prepare_cached("DELETE FROM indexed_texts WHERE seq = ?1 RETURNING pieces")?
        .query_row([seq], |row| row.get(0))
        .optional()?;
    let Some(pieces) = remembered.or_else(|| text.map(pieces_of)) else { return Ok(()) };
    if !pieces.is_empty() && holds(db, seq, &pieces)? {
        db.prepare_cached(
            "INSERT INTO search_index (search_index, rowid, pieces) VALUES ('delete', ?1, ?2)",
        )?
        .execute(params![seq, pieces])?;
    }
    Ok(())
}

/// Whether the index holds this event. What it has not come to, or has passed after the words had gone,
/// it does not; taking that out would spoil its counts.
fn holds(db: &Connection, seq: Seq, pieces: &str) -> Result<bool> {
    let Some(one) = pieces.split(' ').find(|piece| !piece.is_empty()) else { return Ok(false) };
    Ok(db
        .prepare_cached("SELECT 1 FROM search_index WHERE search_index MATCH ?1 AND rowid = ?2")?
        .exists(params![format!("\"{one}\""), seq])?)
}

fn set(db: &Connection, mark: &str, seq: Seq) -> Result<()> {
    db.prepare_cached("UPDATE meta SET value = ?2 WHERE name = ?1")?.execute(params![mark, seq])?;
    Ok(())
}
