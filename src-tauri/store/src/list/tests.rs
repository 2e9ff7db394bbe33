//! `EXPLAIN QUERY PLAN` of every query: none reads a whole table, and none sorts what an index has
//! in order already.

use super::counting::count_queries;
use super::paging::{Way, listed_query, page_query};
use super::*;
use crate::{FILE, Store};
use rusqlite::{Connection, params_from_iter};

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

fn page_of(tab: Tab, sort: Sort, cursor: bool, narrowed: Where, way: Way) -> String {
    let cursor = cursor.then(|| format!("7.{}", Uuid::nil()));
    let filter = ListFilter { tab, sort: Some(sort), cursor, limit: 50, ..ListFilter::default() };
    page_query(MemberId(Uuid::nil()), &filter, narrowed, way, 50).unwrap().0
}

#[test]
fn every_page_of_every_tab_in_every_order_comes_from_an_index() {
    with_file(|db| {
        for tab in TABS {
            for sort in [Sort::Wait, Sort::Latest] {
                for cursor in [false, true] {
                    let sql = page_of(tab, sort, cursor, Where::default(), Way::InOrder);
                    let slow = slow_steps(db, &sql);
                    assert!(slow.is_empty(), "{tab:?} by {sort:?}, cursor {cursor}: {slow:?}");
                }
            }
        }
    });
}

const TABS: [Tab; 3] = [Tab::Mine, Tab::Unassigned, Tab::All];

/// One of each kind, and some together.
fn filters() -> Vec<ListFilter> {
    let (id, label) = (Uuid::from_u128(7), LabelId(Uuid::from_u128(8)));
    let any = ListFilter { limit: 50, ..ListFilter::default() };
    let ai = ListFilter { assignee_kind: Some(PartyKind::Ai), ..any.clone() };
    vec![
        ai.clone(),
        ListFilter { assignee_kind: Some(PartyKind::Human), ..any.clone() },
        ListFilter { assignee: Some(id), ..any.clone() },
        ListFilter { handled_by: Some(id), ..any.clone() },
        ListFilter { responded_by: Some(id), ..any.clone() },
        ListFilter { human_takeover: Some(true), ..any.clone() },
        ListFilter { human_takeover: Some(false), ..any.clone() },
        ListFilter { status: Some(Status::Closed), ..any.clone() },
        ListFilter { label: Some(Some(label)), ..any.clone() },
        ListFilter { label: Some(None), ..any.clone() },
        ListFilter { from: Some(Timestamp(1)), ..any.clone() },
        ListFilter { to: Some(Timestamp(1)), ..any.clone() },
        ListFilter { from: Some(Timestamp(1)), to: Some(Timestamp(9)), ..any },
        ListFilter { label: Some(None), status: Some(Status::Active), ..ai.clone() },
        ListFilter { label: Some(Some(label)), from: Some(Timestamp(1)), ..ai },
    ]
}

#[test]
fn a_count_under_any_filter_looks_at_no_row_of_the_table() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        for filter in filters() {
            let narrowed = reader.narrowed(&filter).unwrap();
            for sql in count_queries(&narrowed) {
                let steps = plan(db, &sql);
                let of_table =
                    |step: &&String| step.contains("PRIMARY KEY") && step.contains(" c ");
                assert!(steps.iter().filter(of_table).count() == 0, "{filter:?}: {steps:?}");
                let covered = |step: &String| {
                    !step.contains(" c ") || step.contains(" c USING COVERING INDEX ")
                };
                assert!(steps.iter().all(covered), "{filter:?}: {steps:?} of {sql}");
                assert_eq!(slow_steps(db, &sql), [] as [&str; 0], "{filter:?}");
            }
        }
    });
}

#[test]
fn a_long_list_is_narrowed_in_its_order_without_looking_at_what_it_leaves_out() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        for filter in filters() {
            for cursor in [false, true] {
                let narrowed = reader.narrowed(&filter).unwrap();
                let way = super::paging::way(&filter, &narrowed, 100_000);
                assert_eq!(way, Way::Covered, "{filter:?}");
                let sql = page_of(Tab::All, Sort::Latest, cursor, narrowed, way);
                let steps = plan(db, &sql);
                let index = "c USING COVERING INDEX conversations_latest";
                assert!(steps.iter().any(|step| step.contains(index)), "{filter:?}: {steps:?}");
                let rows = steps.iter().filter(|s| s.starts_with("SEARCH c USING PRIMARY KEY"));
                assert_eq!(rows.count(), 1, "those that are shown: {filter:?}: {steps:?}");
                let sorts = |step: &String| step.contains("TEMP B-TREE");
                assert!(!steps.iter().any(sorts), "{filter:?}: {steps:?}");
            }
        }
    });
}

#[test]
fn the_few_that_a_filter_leaves_are_found_by_it() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        for (filter, index) in [
            (ListFilter { status: Some(Status::Pending), ..ListFilter::default() }, "filtered"),
            (ListFilter { assignee: Some(Uuid::nil()), ..ListFilter::default() }, "filtered"),
            (ListFilter { from: Some(Timestamp(1)), ..ListFilter::default() }, "created"),
        ] {
            let narrowed = reader.narrowed(&filter).unwrap();
            let way = super::paging::way(&filter, &narrowed, 3);
            let steps = plan(db, &page_of(Tab::All, Sort::Latest, false, narrowed, way));
            let index = format!("SEARCH c USING COVERING INDEX conversations_{index} (");
            assert!(steps.iter().any(|step| step.starts_with(&index)), "{filter:?}: {steps:?}");
        }
        for tab in [Tab::Mine, Tab::Unassigned] {
            for filter in filters() {
                let filter = ListFilter { tab, ..filter };
                let narrowed = reader.narrowed(&filter).unwrap();
                let way = super::paging::way(&filter, &narrowed, 3);
                assert_eq!(way, Way::ByHolding, "{filter:?}");
                let steps = plan(db, &page_of(tab, Sort::Latest, false, narrowed, way));
                let index = "SEARCH c USING COVERING INDEX conversations_filtered (holder_kind=?";
                assert!(steps.iter().any(|step| step.starts_with(index)), "{filter:?}: {steps:?}");
            }
        }
    });
}

#[test]
fn a_search_reads_no_conversation_that_it_has_not_found() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        let mut found = Where::default();
        reader.with_words(&mut found, "parcel").unwrap();
        let steps = plan(db, &page_of(Tab::All, Sort::Latest, false, found, Way::InOrder));
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

#[test]
fn asking_about_some_looks_at_those_only() {
    with_file(|db| {
        let directory = Directory::default();
        let reader = Reader::new(db, &directory);
        for filter in filters() {
            let sql = listed_query(&reader.narrowed(&filter).unwrap());
            let steps = plan(db, &sql);
            let by_id = "SEARCH c USING PRIMARY KEY (id=?)";
            assert!(steps.iter().any(|step| step == by_id), "{filter:?}: {steps:?}");
        }
    });
}

#[test]
fn walking_by_number_reads_no_more_than_it_gives() {
    with_file(|db| {
        let mut page = Where::default();
        page.add("c.number > ?", [Value::Integer(7)]);
        let sql = walk::walk_query(&page);
        let slow = slow_steps(db, &sql);
        assert!(slow.is_empty(), "{slow:?} in {sql}");
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
        include_str!("counting.rs"),
        include_str!("paging.rs"),
        include_str!("walk.rs"),
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
