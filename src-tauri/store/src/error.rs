//! What can go wrong below the rules: the disk, the file, the thread. And the rules' own no.

use baton_domain::{Refusal, Seq};
use rusqlite::{ErrorCode, ffi};

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
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] refinery::Error),
    /// Other writes of the same commit failed, and this one with them.
    #[error("the commit failed: {0}")]
    Commit(String, Trouble),
    /// Events of the hub's log came out of order: after `cursor` the next one is wanted.
    #[error("event {found} came where {} was due", .cursor + 1)]
    Gap {
        /// The newest event that is here.
        cursor: Seq,
        /// The one that came.
        found: Seq,
    },
    /// A file beside the database could not be read or written.
    #[error("the file could not be used: {0}")]
    Io(#[from] std::io::Error),
    /// A file from elsewhere is no workspace, and why.
    #[error("the file is no workspace: {0}")]
    NoWorkspace(String),
    /// The file is of another version of Baton.
    #[error("{}", other_schema(*.found, *.known))]
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

/// What is the matter with the disk or the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room left.
    DiskFull,
    /// The file is not a database any more, or not one that this Baton has written.
    Damaged,
    /// Something else, or nothing.
    Other,
}

fn other_schema(found: i32, known: i32) -> String {
    if found > known {
        format!(
            "this workspace was written by a newer Baton (schema {found}, this one knows {known}); \
             update Baton"
        )
    } else {
        format!(
            "the file's schema is {found}, this program's is {known}: serve it once with this one"
        )
    }
}

impl Error {
    /// What is the matter with the disk or the file, when that is what this is about.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Sqlite(error) => of_sqlite(error),
            Self::Commit(_, trouble) => *trouble,
            Self::Migration(error) => {
                let source = std::error::Error::source(error);
                source.and_then(|e| e.downcast_ref()).map_or(Trouble::Other, of_sqlite)
            }
            Self::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Trouble::DiskFull,
            Self::Refused(_)
            | Self::IdReused
            | Self::Gap { .. }
            | Self::Io(_)
            | Self::NoWorkspace(_)
            | Self::OtherSchema { .. }
            | Self::Closed => Trouble::Other,
        }
    }

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

fn of_sqlite(error: &rusqlite::Error) -> Trouble {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Trouble::DiskFull,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged,
        _ => Trouble::Other,
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The result of anything the store does.
pub type Result<T, E = Error> = std::result::Result<T, E>;
