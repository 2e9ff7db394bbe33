//! Which assignees have been silent too long (rule 16), from an index of just those who owe an
//! answer: the question is asked every few seconds, whatever the workspace has grown to.

use crate::error::Result;
use crate::read::Reader;
use crate::rows;
use baton_domain::*;
use rusqlite::params;

const SILENT: &str = "SELECT * FROM conversations
     WHERE silent_since IS NOT NULL AND coalesce(nudged_at, silent_since) <= ?1
     ORDER BY coalesce(nudged_at, silent_since) LIMIT ?2";

impl Reader<'_> {
    /// Conversations whose next step of rule 16 counts from this time or earlier, the longest
    /// silence first.
    pub fn silent(&self, from: Timestamp, limit: usize) -> Result<Vec<Conversation>> {
        let mut statement = self.db().prepare_cached(SILENT)?;
        let rows = statement.query_map(params![from.0, limit], rows::conversation)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FILE, Store};
    use rusqlite::Connection;

    #[test]
    fn the_silent_are_found_by_an_index_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        Store::open(folder.path()).unwrap().close();
        let db = Connection::open(folder.path().join(FILE)).unwrap();
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {SILENT}")).unwrap();
        let steps = statement.query_map(params![0, 1], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().unwrap();
        assert_eq!(
            steps,
            ["SEARCH conversations USING INDEX conversations_silent (<expr><?)"],
            "no scan, no sort"
        );
    }
}
