//! Full text. Words are indexed in a second step, off the message's own transaction; a search also
//! scans the few messages that the index has not reached yet.

use crate::error::Result;
use rusqlite::{Connection, TransactionBehavior, params};

/// Indexes the next `limit` messages in a transaction of its own. True when there may be more.
pub(crate) fn index_step(db: &mut Connection, limit: usize) -> Result<bool> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let more = index_next(&tx, limit)?;
    tx.commit()?;
    Ok(more)
}

/// Indexes the next `limit` messages. True when there may be more.
pub(crate) fn index_next(db: &Connection, limit: usize) -> Result<bool> {
    let from: i64 = indexed(db)?;
    let to: Option<i64> = db
        .prepare_cached(
            "SELECT max(seq) FROM (SELECT seq FROM messages WHERE seq > ?1 ORDER BY seq LIMIT ?2)",
        )?
        .query_row(params![from, limit], |row| row.get(0))?;
    let Some(to) = to else { return Ok(false) };
    let added = db
        .prepare_cached(
            "INSERT INTO message_words (rowid, text)
             SELECT seq, text FROM messages WHERE seq > ?1 AND seq <= ?2",
        )?
        .execute([from, to])?;
    db.prepare_cached("UPDATE meta SET value = ?1 WHERE name = 'indexed'")?.execute([to])?;
    Ok(added == limit)
}

/// Indexes a message that came late, behind what is indexed already.
pub(crate) fn index_late(db: &Connection, seq: u64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO message_words (rowid, text) SELECT seq, text FROM messages
         WHERE seq = ?1 AND seq <= (SELECT value FROM meta WHERE name = 'indexed')",
    )?
    .execute([seq])?;
    Ok(())
}

/// How far the index has come.
pub(crate) fn indexed(db: &Connection) -> Result<i64> {
    Ok(db
        .prepare_cached("SELECT value FROM meta WHERE name = 'indexed'")?
        .query_row([], |row| row.get(0))?)
}

/// What a person typed, as an FTS5 query: every word quoted, the last one as a prefix. None when
/// there is no word in it.
pub(crate) fn fts_query(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(|word| format!("\"{word}\""))
        .collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}

/// What a person typed, as a LIKE pattern that matches anywhere.
pub(crate) fn like_pattern(typed: &str) -> String {
    let escaped = typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}
