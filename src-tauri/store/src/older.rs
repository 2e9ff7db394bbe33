//! A file that was begun before what is deleted was overwritten (before migration 9) still has words of
//! before in its free room. It is written anew, once.
//!
//! Guarantees: whenever it is stopped, the file is as it was, and the next opening tries again; it begins
//! only where there is room (for a while it takes the file's size beside it and once more where the
//! system keeps temporary files), and a disk without room keeps nobody from their work. Leaves out files
//! that were begun later, whose free room is zeros, and copies, which are fetched anew instead.

use crate::error::Result;
use crate::{connect, redacting};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// `user_version` of a file that was written anew.
const WRITTEN_ANEW: i32 = 1;
/// The first migration that came with overwriting what is deleted.
const FIRST_CLEAN: i32 = 9;
/// A file that was begun later has all its migrations within so many seconds.
const AT_ONCE_S: f64 = 60.0;

/// What stays free, for others and for the log.
const RESERVE: u64 = 64 * 1024 * 1024;

/// Writes a workspace's file anew if it was begun so long ago. Before anybody is served; blocks for as
/// long as it takes.
pub(crate) fn write_anew_once(path: &Path) -> Result<()> {
    write_once(path, was_begun_before)
}

/// The same for an outbox, which is small and does not say when it was begun.
pub(crate) fn write_outbox_anew_once(path: &Path) -> Result<()> {
    write_once(path, |_| Ok(true))
}

fn write_once(path: &Path, is_due: impl FnOnce(&Connection) -> Result<bool>) -> Result<()> {
    // A connection of its own: its temporary file is as large as everything, and no memory for it.
    let db = connect(path, OpenFlags::default())?;
    let written = db.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0))?;
    if written >= WRITTEN_ANEW || !is_due(&db)? {
        return Ok(());
    }
    let (bytes, began) = (std::fs::metadata(path)?.len(), Instant::now());
    if let Some(full) = without_room(path, bytes) {
        tracing::warn!(
            bytes, at = %full.display(),
            "no room to write the file anew: its free room may have erased words; the next start tries again"
        );
        return Ok(());
    }
    tracing::info!(bytes, "the file is written anew, once; this may take a while");
    let written = written_anew(&db);
    let seconds = began.elapsed().as_secs();
    match written {
        Ok(()) => tracing::info!(seconds, "the file is written anew"),
        Err(error) => tracing::warn!(
            %error, seconds,
            "the file could not be written anew: its free room may have erased words; the next start tries again"
        ),
    }
    Ok(())
}

/// Where there is too little room, or nobody knows of any. Both places may be on one disk.
fn without_room(path: &Path, bytes: u64) -> Option<PathBuf> {
    let beside = path.parent().unwrap_or(path).to_owned();
    let needed = [(beside, bytes.saturating_mul(2)), (temporary(), bytes)];
    let full = |(folder, bytes): &(PathBuf, u64)| {
        fs4::available_space(folder).map_or(true, |free| free < bytes.saturating_add(RESERVE))
    };
    needed.into_iter().find(full).map(|(folder, _)| folder)
}

/// Where SQLite puts what is temporary: <https://www.sqlite.org/tempfiles.html>, part 5.
fn temporary() -> PathBuf {
    let said = ["SQLITE_TMPDIR", "TMPDIR"].into_iter().filter_map(std::env::var_os);
    let usual = ["/var/tmp", "/usr/tmp", "/tmp"].into_iter().map(Into::into);
    let mut folders = said.chain(usual.filter(|_| cfg!(unix))).map(PathBuf::from);
    folders.find(|folder| folder.is_dir()).unwrap_or_else(std::env::temp_dir)
}

fn was_begun_before(db: &Connection) -> Result<bool> {
    let apart = "SELECT abs(julianday(late.applied_on) - julianday(early.applied_on)) * 86400
        FROM refinery_schema_history early, refinery_schema_history late
        WHERE early.version = 1 AND late.version = ?1";
    let apart: Option<Option<f64>> =
        db.query_row(apart, [FIRST_CLEAN], |row| row.get(0)).optional()?;
    Ok(apart.flatten().is_some_and(|seconds| seconds > AT_ONCE_S))
}

fn written_anew(db: &Connection) -> Result<()> {
    let written = db.execute_batch("PRAGMA temp_store = FILE; VACUUM");
    if written.is_ok() {
        db.pragma_update(None, "user_version", WRITTEN_ANEW)?;
    }
    // Also when it came to nothing: what was begun lies there.
    redacting::empty_log(db)?;
    Ok(written?)
}
