//! `EXPLAIN QUERY PLAN`: by the time of the start nothing is sorted or read whole; in no order is a
//! conversation's words read before its place in the page is known.

use super::*;
use crate::{FILE, Store, connect};
use rusqlite::OpenFlags;

const ALL: [Column; 8] = [
    Column::AiAgent,
    Column::Contact,
    Column::Responder,
    Column::Takeover,
    Column::Label,
    Column::Status,
    Column::Rating,
    Column::Created,
];

fn plan(column: Column, descending: bool, after: bool, narrowed: Where) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().close();
    let db = connect(&folder.path().join(FILE), OpenFlags::default()).unwrap();
    let after = after.then_some(After { key: Value::Integer(7), number: 7 });
    let ranks = matches!(column, Column::AiAgent | Column::Responder | Column::Label);
    let ranks = ranks.then(|| Value::Text("[]".into()));
    let (sql, values) = keys_query(narrowed, Order { column, descending }, ranks, after, 100);
    let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let rows = statement.query_map(params_from_iter(values), |row| row.get(3)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn the_newest_and_the_oldest_come_from_an_index_narrowed_or_not() {
    for descending in [false, true] {
        for after in [false, true] {
            let mut between = Where::default();
            between.add("c.created_at >= ?", [Value::Integer(1)]);
            between.add("c.created_at < ?", [Value::Integer(9)]);
            between.add("c.ai_agent = ?", [Value::Null]);
            between.add("c.taken_over = 1", []);
            for narrowed in [Where::default(), between] {
                let steps = plan(Column::Created, descending, after, narrowed);
                let [step] = &steps[..] else { panic!("{steps:?}") };
                assert!(step.contains("conversations_created"), "{step}");
            }
        }
    }
}

#[test]
fn every_other_order_sorts_ids_alone() {
    for column in ALL.into_iter().filter(|column| *column != Column::Created) {
        for after in [false, true] {
            let steps = plan(column, true, after, Where::default());
            let reads: Vec<&String> =
                steps.iter().filter(|step| step.starts_with("SCAN c")).collect();
            assert_eq!(reads.len(), 1, "{column:?} looks at each conversation once: {steps:?}");
        }
    }
}

#[test]
fn a_cursor_says_where_to_go_on_and_a_foreign_one_is_refused() {
    for key in [Value::Null, Value::Integer(-3), Value::Text("zoë \"x\"".into())] {
        let after = After::read(&After { key: key.clone(), number: 12 }.written()).unwrap();
        assert_eq!((after.key, after.number), (key, 12));
    }
    for foreign in ["", "7.0190", "[]", "[1.5,2]", "[{},2]", "[1,-2]", "[1,2,3]"] {
        assert!(After::read(foreign).is_err(), "{foreign}");
    }
}
