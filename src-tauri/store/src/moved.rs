//! A workspace's file that went to a hub. Guarantees: it is there until a desktop's copy shows that the
//! hub has its whole log, and not longer, so that what is erased at the hub is not kept here.

use crate::error::Result;
use crate::replica::delete_files;
use crate::{Reader, Store, connect};
use baton_domain::Seq;
use rusqlite::{OpenFlags, OptionalExtension, params};
use std::path::Path;

/// What the file is called from then on.
pub const MOVED_FILE: &str = "moved-to-a-hub.sqlite";

impl Store {
    /// Deletes the file in `folder` when this copy has the log that it ends with; whether it did.
    pub fn let_go_of_moved(&self, folder: &Path) -> Result<bool> {
        if !folder.join(MOVED_FILE).exists() {
            return Ok(false);
        }
        let has = self.read_blocking(|reader| reader.has_log_of(&folder.join(MOVED_FILE)))?;
        if has {
            delete_files(folder, &[MOVED_FILE])?;
        }
        Ok(has)
    }
}

impl Reader<'_> {
    /// Whether the newest event of a file's log is in this one's, at the same place.
    fn has_log_of(&self, file: &Path) -> Result<bool> {
        let db = connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let newest = "SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1";
        let newest: Option<(Seq, Vec<u8>)> =
            db.query_row(newest, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((seq, id)) = newest else { return Ok(true) };
        let has = "SELECT EXISTS (SELECT 1 FROM events WHERE seq = ?1 AND id = ?2)";
        Ok(self.db().query_row(has, params![seq, id], |row| row.get(0))?)
    }
}
