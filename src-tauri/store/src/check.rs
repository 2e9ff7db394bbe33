//! The proof that the tables equal the log: reads all of it, computes every table anew in a
//! temporary file, and compares row by row. Runs beside a serving hub on one read transaction.

use crate::error::{Error, Result, Trouble};
use crate::project::{TABLES, project};
use crate::tx::insert_event;
use crate::{connect, copy, known, migrations, rows};
use baton_domain::{Conversation, ConversationId, EventBody};
use rusqlite::{Connection, OpenFlags, params};
use std::collections::HashMap;
use std::path::Path;

/// Something that does not agree with the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table, or `events` for the log itself.
    pub table: String,
    /// In words.
    pub detail: String,
}

pub(crate) fn check(path: &Path) -> Result<Vec<Difference>> {
    let log = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    known(&log)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let aside = folder.join(format!("check-{}.sqlite", uuid::Uuid::now_v7()));
    // One that was killed may have left its file.
    remove(&aside);
    let result = compare(&log, &aside);
    remove(&aside);
    result
}

fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}

fn compare(log: &Connection, aside: &Path) -> Result<Vec<Difference>> {
    log.execute_batch("BEGIN")?;
    let integrity: String = log.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if integrity != "ok" {
        return Ok(vec![Difference { table: "file".into(), detail: integrity }]);
    }
    copy::private_file(aside)?;
    let mut db = connect(aside, OpenFlags::default())?;
    migrations::migrations::runner().run(&mut db)?;
    db.execute_batch("PRAGMA synchronous = OFF; BEGIN")?;
    let mut differences = rebuild(log, &db)?;
    db.execute_batch("COMMIT")?;
    for table in TABLES {
        differences.extend(compare_table(log, &db, table)?);
    }
    Ok(differences)
}

/// Compares the log and every table of two files.
pub(crate) fn compare_files(one: &Connection, other: &Connection) -> Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for table in TABLES.into_iter().chain(["events"]) {
        differences.extend(compare_table(one, other, table)?);
    }
    Ok(differences)
}

fn rebuild(log: &Connection, db: &Connection) -> Result<Vec<Difference>> {
    let mut differences = Vec::new();
    let mut states: HashMap<ConversationId, Conversation> = HashMap::new();
    let mut statement = log.prepare("SELECT * FROM events ORDER BY seq")?;
    let mut found = statement.query([])?;
    let mut expected = 1;
    while let Some(row) = found.next()? {
        let recorded = rows::recorded(row)?;
        if recorded.seq != expected {
            let detail = format!("expected seq {expected}, found {}", recorded.seq);
            differences.push(Difference { table: "events".into(), detail });
        }
        expected = recorded.seq + 1;
        let state = recorded.event.conversation.and_then(|id| states.remove(&id));
        let next = state.as_ref().map_or(0, |state| state.version) + 1;
        if recorded.event.conversation.is_some() && recorded.version != next {
            let detail = format!("seq {} is version {}", recorded.seq, recorded.version);
            differences.push(Difference { table: "events".into(), detail });
        }
        insert_event(db, &recorded)?;
        if let Some(state) = project(db, state, &recorded)? {
            states.insert(state.id, state);
        }
        told(&mut states, &recorded.event.body);
    }
    Ok(differences)
}

/// What changes several conversations at once changes those that are held in memory.
pub(crate) fn told(states: &mut HashMap<ConversationId, Conversation>, body: &EventBody) {
    if let EventBody::LabelChanged { label, merged_into: Some(into), .. } = body {
        states.values_mut().for_each(|state| state.relabel(label.id, *into));
    }
    if let EventBody::ConversationsDeleted { conversations, .. } = body {
        for id in conversations {
            states.remove(id);
        }
    }
}

fn compare_table(log: &Connection, db: &Connection, table: &str) -> Result<Vec<Difference>> {
    let rows_of = |connection: &Connection| -> Result<Vec<String>> {
        let columns = columns(connection, table)?;
        let quoted: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join(" || '|' || "));
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let (stored, computed) = (rows_of(log)?, rows_of(db)?);
    if stored == computed {
        return Ok(Vec::new());
    }
    let odd = stored.iter().filter(|row| computed.binary_search(row).is_err()).count();
    let missing = computed.iter().filter(|row| stored.binary_search(row).is_err()).count();
    let detail = format!("{odd} rows differ from the log, {missing} rows of the log are not there");
    Ok(vec![Difference { table: table.into(), detail }])
}

fn columns(db: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = db.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY name")?;
    let names = statement.query_map(params![table], |row| row.get(0))?;
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    if names.is_empty() {
        return Err(Error::Commit(format!("there is no table {table}"), Trouble::Damaged));
    }
    Ok(names)
}
