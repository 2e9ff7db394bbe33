//! The peer of row 8: SQLite's own full-text indexes over the same messages, by word and by
//! trigram, in a file of their own. No folding of ours, no rows of the inbox, no marks.

use crate::say;
use anyhow::Result;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

/// Both indexes, beside the messages they are of.
pub struct RawIndex(Connection);

impl RawIndex {
    /// Indexes every message of the workspace in `data`.
    pub fn build(data: &Path, beside: &Path) -> Result<Self> {
        let begun = Instant::now();
        let messages = Connection::open_with_flags(
            data.join("baton.sqlite"),
            OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        let db = Connection::open(beside)?;
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
             CREATE TABLE messages (seq INTEGER PRIMARY KEY, conversation BLOB, text TEXT);
             CREATE VIRTUAL TABLE words USING fts5 (text, content = 'messages',
                content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
             CREATE VIRTUAL TABLE trigrams USING fts5 (text, content = 'messages',
                content_rowid = 'seq', tokenize = 'trigram');
             BEGIN",
        )?;
        let mut all = messages.prepare("SELECT seq, conversation, text FROM messages")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (seq, conversation, text): (i64, Vec<u8>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            db.prepare_cached("INSERT INTO messages VALUES (?1, ?2, ?3)")?.execute((
                seq,
                conversation,
                &text,
            ))?;
        }
        db.execute_batch(
            "INSERT INTO words (words) VALUES ('rebuild');
             INSERT INTO trigrams (trigrams) VALUES ('rebuild'); COMMIT",
        )?;
        say(&format!("indexed by SQLite alone in {:.1} s", begun.elapsed().as_secs_f64()))?;
        Ok(Self(db))
    }

    /// The newest `limit` messages by word, the last one as a prefix if asked; how many there were.
    pub fn by_word(&self, typed: &str, prefix: bool, limit: usize) -> Result<usize> {
        let words: Vec<String> = typed.split(' ').map(|word| format!("\"{word}\"")).collect();
        let query = format!("{}{}", words.join(" "), if prefix { "*" } else { "" });
        self.newest(
            "SELECT m.* FROM words w CROSS JOIN messages m ON m.seq = w.rowid
             WHERE words MATCH ?1 ORDER BY w.rowid DESC LIMIT ?2",
            &query,
            limit,
        )
    }

    /// The newest `limit` messages that have this in them.
    pub fn by_trigram(&self, typed: &str, limit: usize) -> Result<usize> {
        self.newest(
            "SELECT m.* FROM trigrams t CROSS JOIN messages m ON m.seq = t.rowid
             WHERE trigrams MATCH ?1 ORDER BY t.rowid DESC LIMIT ?2",
            &format!("\"{typed}\""),
            limit,
        )
    }

    fn newest(&self, sql: &str, query: &str, limit: usize) -> Result<usize> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query((query, limit))?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            std::hint::black_box(row.get_ref(2)?);
            found += 1;
        }
        Ok(found)
    }
}
