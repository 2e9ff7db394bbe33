//! Chat History: every conversation in the order of every column, once, page by page.

use super::bench::{self, ANA, BILLING, BOB, Bench, IRIS, OTTO};
use baton_domain::*;
use baton_store::{Column, FILE, ListFilter, Order, Responder, Sender, Store, Takeover};
use rusqlite::Connection;
use uuid::Uuid;

const COLUMNS: [Column; 8] = [
    Column::AiAgent,
    Column::Contact,
    Column::Responder,
    Column::Takeover,
    Column::Label,
    Column::Status,
    Column::Rating,
    Column::Created,
];

fn all() -> ListFilter {
    ListFilter { limit: 100, ..ListFilter::default() }
}

fn shown(bench: &Bench, filter: &ListFilter, column: Column, descending: bool) -> Vec<u64> {
    let order = Order { column, descending };
    let page = bench.store.read_blocking(|reader| reader.history(ANA, filter, order)).unwrap();
    page.items.iter().map(|row| row.view.number).collect()
}

fn named(bench: &Bench, name: Option<&str>) -> ConversationId {
    let id = bench.begins();
    if name != Some("Marta") {
        let name = Some(name.unwrap_or_default().to_owned());
        let known = Command::Contact { name, email: None, phone: None };
        bench.asks(Sender::Member(ANA), id, known).unwrap();
    }
    id
}

/// 1 Zoë, with Iris. 2 ana, claimed and answered by Ana, labelled. 3 nobody known, claimed by Bob, who
/// gave it to Otto. 4 Émile, closed in Unassigned. 5 Marta, answered by Iris, Pending.
fn five() -> (Bench, [ConversationId; 5]) {
    let bench = Bench::new();
    let ids = ["Zoë", "ana", "", "Émile", "Marta"]
        .map(|name| named(&bench, Some(name).filter(|name| !name.is_empty())));
    let [_, ana_s, bobs, closed, pending] = ids;
    bench.says(ana_s, "A human please");
    bench.asks(Sender::Member(ANA), ana_s, bench::claim(2)).unwrap();
    bench.asks(Sender::Member(ANA), ana_s, bench::reply("Hello", 3)).unwrap();
    let label = Command::Labels { add: vec![BILLING], remove: vec![] };
    bench.asks(Sender::Member(ANA), ana_s, label).unwrap();
    bench.asks(Sender::System, bobs, bench::handoff()).unwrap();
    bench.asks(Sender::Member(BOB), bobs, bench::claim(2)).unwrap();
    bench.asks(Sender::Member(BOB), bobs, bench::reply("Hello", 3)).unwrap();
    let otto = Some((PartyKind::Ai, OTTO.0));
    bench.asks(Sender::Member(BOB), bobs, bench::assign(otto, 3)).unwrap();
    bench.asks(Sender::System, closed, bench::handoff()).unwrap();
    for (id, to) in [(closed, Status::Closed), (pending, Status::Pending)] {
        bench.asks(Sender::Member(ANA), id, Command::Status { to }).unwrap();
    }
    bench.says(pending, "What does it cost?");
    bench.asks(Sender::AiAgent(IRIS), pending, bench::reply("Nine euros.", 1)).unwrap();
    (bench, ids)
}

#[test]
fn every_column_sorts_as_people_read_it_and_what_has_nothing_there_comes_last() {
    let (bench, _) = five();
    for (column, ascending, descending) in [
        (Column::Created, [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]),
        (Column::Contact, [2, 4, 5, 1, 3], [1, 5, 4, 2, 3]),
        (Column::AiAgent, [1, 2, 4, 5, 3], [3, 5, 4, 2, 1]),
        (Column::Responder, [2, 3, 5, 1, 4], [5, 3, 2, 4, 1]),
        (Column::Takeover, [1, 5, 3, 2, 4], [4, 2, 3, 5, 1]),
        (Column::Label, [2, 1, 3, 4, 5], [2, 5, 4, 3, 1]),
        (Column::Status, [1, 2, 3, 5, 4], [4, 5, 3, 2, 1]),
        (Column::Rating, [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]),
    ] {
        assert_eq!(shown(&bench, &all(), column, false), ascending, "{column:?}");
        assert_eq!(shown(&bench, &all(), column, true), descending, "{column:?}, descending");
    }
}

#[test]
fn a_row_says_who_answers_and_whether_people_have_it_or_had() {
    let (bench, _) = five();
    let order = Order { column: Column::Created, descending: false };
    let page = bench.store.read_blocking(|reader| reader.history(ANA, &all(), order)).unwrap();
    let told = page.items.iter().map(|row| {
        let ai_agent = row.ai_agent.as_ref().map(|ai| ai.name.as_str());
        let responder = row.view.last_responder.as_ref().map(|by| by.name.as_str());
        (ai_agent, responder, row.takeover)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (Some("Iris"), None, Takeover::Never),
            (Some("Iris"), Some("Ana"), Takeover::Now),
            (Some("Otto"), Some("Bob"), Takeover::Earlier),
            (Some("Iris"), None, Takeover::Now),
            (Some("Iris"), Some("Iris"), Takeover::Never),
        ]
    );
    assert_eq!(page.total, Some(5));
}

#[test]
fn filters_find_what_their_columns_show() {
    let (bench, _) = five();
    let found = |filter: ListFilter| {
        let order = Order { column: Column::Created, descending: false };
        let page = bench.store.read_blocking(|reader| reader.history(ANA, &filter, order)).unwrap();
        assert_eq!(page.total, Some(page.items.len() as u64));
        let ids = bench.store.read_blocking(|reader| reader.history_ids(&filter, order)).unwrap();
        assert_eq!(ids, page.items.iter().map(|row| row.view.id).collect::<Vec<_>>());
        page.items.iter().map(|row| row.view.number).collect::<Vec<_>>()
    };
    let by = |responder| ListFilter { responder: Some(responder), ..all() };
    assert_eq!(found(ListFilter { ai_agent: Some(OTTO), ..all() }), [3]);
    assert_eq!(found(ListFilter { ai_agent: Some(IRIS), ..all() }), [1, 2, 4, 5]);
    assert_eq!(found(ListFilter { responded_by: Some(BOB.0), ..all() }), [3]);
    assert_eq!(found(by(Responder::Any(PartyKind::Human))), [2, 3]);
    assert_eq!(found(by(Responder::Any(PartyKind::Ai))), [5]);
    assert_eq!(found(by(Responder::Nobody)), [1, 4]);
    let earlier = ListFilter { human_takeover: Some(false), ever_taken_over: Some(true), ..all() };
    assert_eq!(found(earlier), [3]);
    assert_eq!(found(ListFilter { ever_taken_over: Some(true), ..all() }), [2, 3, 4]);
    assert_eq!(found(ListFilter { ever_taken_over: Some(false), ..all() }), [1, 5]);
    assert_eq!(found(ListFilter { human_takeover: Some(true), ..all() }), [2, 4]);
    assert_eq!(found(ListFilter { label: Some(Some(BILLING)), ..all() }), [2]);
    assert_eq!(found(ListFilter { status: Some(Status::Closed), ..all() }), [4]);
    assert_eq!(found(ListFilter { words: Some("nine".into()), ..all() }), [5]);
    assert_eq!(found(ListFilter { words: Some("zoe".into()), ..all() }), [1]);
}

#[test]
fn pages_show_everything_once_in_the_order_of_the_whole_table() {
    let bench = Bench::new();
    for n in 0..40 {
        let name = ["Marta", "", "Zoë", "marta"][n % 4];
        let id = named(&bench, Some(name).filter(|name| !name.is_empty()));
        if n % 3 == 0 {
            bench.asks(Sender::System, id, bench::handoff()).unwrap();
        }
        if n % 6 == 0 {
            let label = Command::Labels { add: vec![BILLING], remove: vec![] };
            bench.asks(Sender::Member(ANA), id, label).unwrap();
            bench.asks(Sender::Member(ANA), id, bench::claim(2)).unwrap();
            bench.asks(Sender::Member(ANA), id, bench::reply("Hello", 3)).unwrap();
        }
    }
    for column in COLUMNS {
        for descending in [false, true] {
            let whole = shown(&bench, &all(), column, descending);
            let mut filter = ListFilter { limit: 7, ..ListFilter::default() };
            let mut paged = Vec::new();
            loop {
                let order = Order { column, descending };
                let page = bench.store.read_blocking(|r| r.history(ANA, &filter, order)).unwrap();
                assert_eq!(page.total.is_some(), filter.cursor.is_none());
                paged.extend(page.items.iter().map(|row| row.view.number));
                match page.next {
                    Some(next) => filter.cursor = Some(next),
                    None => break,
                }
            }
            assert_eq!(paged, whole, "{column:?} {descending}");
            assert_eq!(paged.len(), 40);
        }
    }
}

#[test]
fn a_name_of_two_hundred_signs_sorts_and_goes_on_like_any_other() {
    let bench = Bench::new();
    let names = ["👩‍👩‍👧‍👦".repeat(18), "\u{202e}atraM".into(), "=1+1".into(), "'; DROP TABLE x".into()];
    for name in &names {
        named(&bench, Some(name));
    }
    let order = Order { column: Column::Contact, descending: true };
    let mut filter = ListFilter { limit: 1, ..ListFilter::default() };
    let mut seen = Vec::new();
    for _ in 0..names.len() {
        let page = bench.store.read_blocking(|r| r.history(ANA, &filter, order)).unwrap();
        seen.extend(page.items.into_iter().filter_map(|row| row.view.visitor.name));
        filter.cursor = page.next;
    }
    seen.sort();
    // What would turn a line round is no part of a name.
    let mut wanted = names.map(|name| name.replace('\u{202e}', ""));
    wanted.sort();
    assert_eq!(seen, wanted);
}

#[test]
fn a_file_of_before_learns_which_conversations_people_ever_had() {
    let (bench, _) = five();
    let begun_with_nobody = bench.store.write_blocking(|tx| {
        let now = tx.now();
        let id = ConversationId(Uuid::from_u128(0xff01));
        tx.start(Start { ai_agent: None, ..bench::marta(id, ContactId(id.0)) }, now)
    });
    begun_with_nobody.unwrap();
    let folder = bench.closed();
    let file = folder.path().join(FILE);
    let column =
        "SELECT group_concat(taken_over) FROM (SELECT * FROM conversations ORDER BY number)";
    let db = Connection::open(&file).unwrap();
    let before: String = db.query_row(column, [], |row| row.get(0)).unwrap();
    assert_eq!(before, "0,1,1,1,0,1");
    db.execute_batch(
        "DROP INDEX conversations_created;
         ALTER TABLE conversations DROP COLUMN taken_over;",
    )
    .unwrap();
    db.execute_batch(include_str!("../../../src-tauri/store/migrations/V11__history.sql")).unwrap();
    let after: String = db.query_row(column, [], |row| row.get(0)).unwrap();
    assert_eq!(after, before);
    drop(db);
    assert_eq!(Store::check(folder.path()).unwrap(), []);
}
