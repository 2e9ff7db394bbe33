//! Every report walks along a table that is in order of time, and percentiles are by nearest rank.

use super::listed::page;
use super::missed::{FACTS, is_missed};
use super::*;
use crate::{FILE, Store};
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

fn scopes() -> Vec<Scope> {
    let period = Period { from: Timestamp(0), to: Timestamp(1) };
    let all = Scope { period, ai_agent: None, label: None, now: Timestamp(1) };
    let ai_agent = Some(AiAgentId(Uuid::nil()));
    let label = Some(LabelId(Uuid::nil()));
    vec![all, Scope { ai_agent, ..all }, Scope { label, ..all }, Scope { ai_agent, label, ..all }]
}

fn plan(db: &Connection, sql: &str, values: Vec<Value>) -> Vec<String> {
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let rows = statement.query_map(params_from_iter(values), |row| row.get(3)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

fn with_file(work: impl FnOnce(&Connection)) {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().close();
    work(&Connection::open(folder.path().join(FILE)).unwrap());
}

/// Fails unless the first step walks along the table's own order and no step scans or sorts.
fn walks(steps: &[String], table: &str, key: &str) {
    let first = format!("SEARCH {table} USING PRIMARY KEY ({key}>? AND {key}<?)");
    assert_eq!(steps.first(), Some(&first), "{steps:?}");
    for step in steps {
        let slow = step.starts_with("SCAN ") || step.contains("TEMP B-TREE");
        assert!(!slow, "{steps:?}");
    }
}

#[test]
fn every_report_walks_along_a_table_in_order_of_time() {
    with_file(|db| {
        for scope in scopes() {
            for (table, key) in [("handoffs", "raised_at"), ("begun", "at"), ("misses", "at")] {
                let (condition, values) = scope.on("t", key);
                let sql = format!("SELECT t.ai_agent FROM {table} AS t WHERE {condition}");
                walks(&plan(db, &sql, values), "t", key);
            }
            let (condition, mut values) = scope.on("h", "raised_at");
            values.push(Value::Integer(1));
            let missed = is_missed(values.len());
            let sql = format!("SELECT {FACTS} FROM handoffs AS h WHERE {condition} AND {missed}");
            walks(&plan(db, &sql, values), "h", "raised_at");
            let (condition, values) = scope.on("h", "raised_at");
            let sql = format!(
                "SELECT l.label FROM handoffs AS h CROSS JOIN conversation_labels AS l
                 ON l.conversation = h.conversation WHERE {condition}"
            );
            let steps = plan(db, &sql, values);
            walks(&steps, "h", "raised_at");
            assert!(steps.iter().any(|step| step.contains("labels_of_conversation")), "{steps:?}");
        }
    });
}

#[test]
fn a_page_of_the_ledger_comes_in_the_order_of_the_table() {
    with_file(|db| {
        for scope in scopes() {
            for missed in [false, true] {
                for cursor in [None, Some("7.7".to_owned())] {
                    let later = cursor.is_some();
                    let query = LedgerQuery { scope, missed, cursor, limit: 50 };
                    let (sql, values) = page(&query).unwrap();
                    let steps = plan(db, &sql, values);
                    assert!(steps[0].starts_with("SEARCH h USING PRIMARY KEY ("), "{steps:?}");
                    let slow = |step: &String| step.starts_with("SCAN ") || step.contains("TEMP");
                    assert!(!steps.iter().any(slow), "later {later}: {steps:?}");
                }
            }
        }
    });
}

#[test]
fn a_cursor_of_anybody_elses_is_refused() {
    for cursor in ["", "7", "7.x", "a.7"] {
        let cursor = Some(cursor.to_owned());
        let query = LedgerQuery { scope: scopes()[0], missed: false, cursor, limit: 50 };
        assert!(page(&query).is_err(), "{query:?}");
    }
}

#[test]
fn a_percentile_is_a_value_that_occurred() {
    let spread = |values: &[i64]| {
        let found = Spread::of(values.to_vec());
        (found.count, found.median_ms, found.p90_ms)
    };
    assert_eq!(spread(&[]), (0, None, None));
    assert_eq!(spread(&[7]), (1, Some(7), Some(7)));
    assert_eq!(spread(&[30, 10]), (2, Some(10), Some(30)));
    let hundred: Vec<i64> = (1..=100).rev().collect();
    assert_eq!(spread(&hundred), (100, Some(50), Some(90)));
}
