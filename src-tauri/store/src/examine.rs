//! Whether a file that came from elsewhere is a whole workspace that this program can serve.
//!
//! Guarantees: nothing in the file is run or believed before its shape is exactly that of one of
//! our own releases. It is served only if every table equals its log.

use crate::error::{Error, Result};
use crate::{Difference, Store, migrations};
use refinery::Target;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::io::Read;
use std::path::Path;

/// What every SQLite file begins with.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

impl Store {
    /// Fails with [`Error::NoWorkspace`], in words, unless `file` is a whole workspace of a schema
    /// that this program knows. Blocks for as long as reading all of it takes.
    pub fn examine(file: &Path) -> Result<()> {
        let mut header = [0; HEADER.len()];
        let begins = std::fs::File::open(file)?.read_exact(&mut header);
        if begins.is_err() || header != *HEADER {
            return Err(no("it is no SQLite file"));
        }
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
        examined(&db).map_err(|error| match error {
            Error::Sqlite(error) => no(&error.to_string()),
            other => other,
        })
    }
}

impl Store {
    /// Opens a file that was examined, brought up to date. Fails with [`Error::NoWorkspace`] unless
    /// every table equals the log. Blocks for as long as [`Store::check`] takes.
    pub fn open_examined(folder: &Path) -> Result<Self> {
        let store = Self::open(folder).map_err(unreadable)?;
        let why = match Self::check(folder).map_err(unreadable) {
            Ok(differences) => match differences.first() {
                None => return Ok(store),
                Some(Difference { table, detail }) => {
                    no(&format!("its tables do not equal its log: {table}: {detail}"))
                }
            },
            Err(error) => error,
        };
        store.close();
        Err(why)
    }
}

/// What is in the file cannot be read as ours; a disk that is full or broken is another matter.
fn unreadable(error: Error) -> Error {
    let Error::Sqlite(found) = &error else { return error };
    let of_content = matches!(
        found.sqlite_error_code(),
        None | Some(
            ErrorCode::ConstraintViolation
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::TypeMismatch
        )
    );
    if of_content { no(&found.to_string()) } else { error }
}

fn no(why: &str) -> Error {
    Error::NoWorkspace(why.to_owned())
}

fn examined(db: &Connection) -> Result<()> {
    let known = db
        .query_row("SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'", [], |_| {
            Ok(())
        })
        .optional()?;
    known.ok_or_else(|| no("it has none of Baton’s tables"))?;
    let version: Option<i32> =
        db.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0))?;
    let version = version.ok_or_else(|| no("it has none of Baton’s tables"))?;
    if version > Store::schema() {
        return Err(Error::OtherSchema { found: version, known: Store::schema() });
    }
    let mut ours = Connection::open_in_memory()?;
    migrations::migrations::runner().set_target(Target::Version(version)).run(&mut ours)?;
    if shape(db)? != shape(&ours)? {
        return Err(no("its tables are not those of any release of Baton"));
    }
    let integrity: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if integrity != "ok" {
        return Err(no(&format!("the file is damaged: {integrity}")));
    }
    let (first, last, count): (Option<i64>, Option<i64>, i64) =
        db.query_row("SELECT min(seq), max(seq), count(*) FROM events", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    if first != Some(1) || last != Some(count) {
        return Err(no("events are missing from its log"));
    }
    let settings: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM settings_objects WHERE kind = 'settings')",
        [],
        |row| row.get(0),
    )?;
    if settings { Ok(()) } else { Err(no("there is no workspace in it")) }
}

/// Every table, index, trigger and view, as it was made.
fn shape(db: &Connection) -> Result<Vec<(String, String, Option<String>)>> {
    let mut statement = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
