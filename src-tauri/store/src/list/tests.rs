//! `EXPLAIN QUERY PLAN` of every query: none reads a whole table, and none sorts what an index has
//! in order already.

use super::*;
use crate::{FILE, Store};
use rusqlite::Connection;

/// An empty file with all tables.
fn with_file(work: impl FnOnce(&Connection)) {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().close();
    work(&Connection::open(folder.path().join(FILE)).unwrap());
}

fn plan(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
    let unbound = vec![Value::Null; statement.parameter_count()];
    let rows = statement.query_map(params_from_iter(unbound), |row| row.get(3)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

/// The steps that read a whole table, or sort.
fn slow_steps(db: &Connection, sql: &str) -> Vec<String> {
    let mut steps = plan(db, sql);
    let scans = |step: &str| {
        step.starts_with("SCAN ") && !step.contains(" INDEX ") && step != "SCAN CONSTANT ROW"
    };
    steps.retain(|step| scans(step) || step.contains("TEMP B-TREE"));
    steps
}

fn page_of(tab: Tab, sort: Sort, cursor: bool, narrowed: Where) -> String {
    let cursor = cursor.then(|| format!("7.{}", Uuid::nil()));
    let filter = ListFilter { tab, sort: Some(sort), cursor, limit: 50, ..ListFilter::default() };
    page_query(MemberId(Uuid::nil()), &filter, narrowed).unwrap().0
}

#[test]
fn every_page_of_every_tab_in_every_order_comes_from_an_index() {
    with_file(|db| {
        for tab in [Tab::Mine, Tab::Unassigned, Tab::All] {
            for sort in [Sort::Wait, Sort::Latest] {
                for cursor in [false, true] {
                    let sql = page_of(tab, sort, cursor, Where::default());
                    let slow = slow_steps(db, &sql);
                    assert!(slow.is_empty(), "{tab:?} by {sort:?}, cursor {cursor}: {slow:?}");
                }
            }
        }
    });
}

#[test]
fn a_narrowed_page_still_comes_in_the_order_of_an_index() {
    let mut all = Where::default();
    all.add("c.holder_kind = 'ai'", []);
    all.add("c.responder_id = ?", [Value::Null]);
    all.add("c.status = ?", [Value::Null]);
    all.add("c.created_at >= ?", [Value::Null]);
    let sql = page_of(Tab::All, Sort::Latest, true, all);
    with_file(|db| assert_eq!(slow_steps(db, &sql), [] as [&str; 0]));
}

#[test]
fn a_search_reads_no_conversation_that_it_has_not_found() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        let mut found = Where::default();
        reader.with_words(&mut found, "parcel").unwrap();
        let steps = plan(db, &page_of(Tab::All, Sort::Latest, false, found));
        let mut tables: Vec<&str> =
            steps.iter().filter_map(|step| step.strip_prefix("SCAN ")?.split(' ').next()).collect();
        tables.sort_unstable();
        assert_eq!(tables, ["json_each", "json_each"], "{steps:?}");
    });
}

#[test]
fn the_tabs_are_counted_in_an_index() {
    with_file(|db| {
        for tab in [MINE, UNASSIGNED, "1"] {
            let sql = format!("SELECT count(*) FROM conversations c WHERE 1 AND {tab}");
            let steps = plan(db, &sql);
            assert!(steps.iter().all(|step| step.contains(" INDEX ")), "{tab}: {steps:?}");
        }
    });
}

/// The SQL that is written out in a source file, each as it will be prepared.
fn queries(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in source.split('"').skip(1).step_by(2) {
        let sql = part.trim();
        let begins = ["SELECT ", "UPDATE ", "DELETE "].iter().any(|word| sql.starts_with(word));
        if begins && !sql.ends_with(" UNION") {
            let orders = ["ASC", "DESC"].map(|order| sql.replace("{order}", order));
            found.extend(orders.into_iter().filter(|sql| !sql.contains('{')));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whole tables that are small, or are wanted whole: settings, open invitations, the devices of one
/// member, and one row each of a holder.
const MAY_SORT: [&str; 5] = [
    "SELECT data FROM settings_objects",
    "SELECT kind, id, owner, device, created_at, last_seen_at FROM tokens",
    "SELECT id, email, name, role, created_at, expires_at, invited_by FROM invitations",
    "DELETE FROM invitations WHERE lower(email)",
    "SELECT holder_id AS id, count(*) AS open FROM conversations",
];

#[test]
fn no_other_query_reads_a_whole_table_or_sorts() {
    let sources = [
        include_str!("../credentials.rs"),
        include_str!("../directory.rs"),
        include_str!("../invitations.rs"),
        include_str!("../list.rs"),
        include_str!("../project.rs"),
        include_str!("../project/conversation.rs"),
        include_str!("../read.rs"),
        include_str!("../repeat.rs"),
        include_str!("../silent.rs"),
        include_str!("../search/documents.rs"),
        include_str!("../search/find.rs"),
        include_str!("../search/index.rs"),
        include_str!("../thread.rs"),
        include_str!("../tx.rs"),
    ];
    let queries: Vec<String> = sources.iter().flat_map(|source| queries(source)).collect();
    assert!(queries.len() > 40, "only {} queries were found", queries.len());
    with_file(|db| {
        for sql in &queries {
            if MAY_SORT.iter().any(|start| sql.starts_with(start)) {
                continue;
            }
            let slow = slow_steps(db, sql);
            assert!(slow.is_empty(), "{slow:?} in {sql}");
        }
    });
}
