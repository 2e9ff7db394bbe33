//! What can go wrong below the rules: the disk, the file, the thread. And the rules' own no.

use baton_domain::Refusal;
use rusqlite::ffi;

/// Why a read or a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; nothing was changed.
    #[error("{}", .0.message())]
    Refused(Refusal),
    /// The same id was used for something else.
    #[error("this id was already used for something else")]
    IdReused,
    /// SQLite could not do it: disk full, file damaged, and the like.
    #[error("the database could not be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file is from a newer Baton, or a migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] refinery::Error),
    /// Other writes of the same commit failed, and this one with them.
    #[error("the commit failed: {0}")]
    Commit(String),
    /// A file beside the database could not be read or written.
    #[error("the file could not be used: {0}")]
    Io(#[from] std::io::Error),
    /// A file from elsewhere is no workspace, and why.
    #[error("the file is no workspace: {0}")]
    NoWorkspace(String),
    /// The file is of another version of Baton.
    #[error("the file's schema is {found}, this program's is {known}: serve it once with this one")]
    OtherSchema {
        /// The file's newest migration.
        found: i32,
        /// Ours.
        known: i32,
    },
    /// The writer has stopped.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// A message or comment with this id is there already, under a command of another id.
    pub(crate) fn or_id_reused(self) -> Self {
        let taken = [ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_UNIQUE];
        match &self {
            Self::Sqlite(error)
                if error.sqlite_error().is_some_and(|e| taken.contains(&e.extended_code)) =>
            {
                Self::IdReused
            }
            _ => self,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The result of anything the store does.
pub type Result<T, E = Error> = std::result::Result<T, E>;
