//! The inbox's tabs, their order and their pages.

use super::bench::{self, ANA, BOB, Bench, IRIS};
use baton_domain::*;
use baton_store::{FILE, ListFilter, Sender, Sort, Tab};
use rusqlite::Connection;
use uuid::Uuid;

fn tab(tab: Tab) -> ListFilter {
    ListFilter { tab, limit: 100, ..ListFilter::default() }
}

fn ids(bench: &Bench, filter: &ListFilter) -> Vec<ConversationId> {
    let page = bench.store.read_blocking(|reader| reader.list(ANA, filter)).unwrap();
    page.items.iter().map(|row| row.id).collect()
}

#[test]
fn unassigned_shows_who_has_waited_longest_first() {
    let bench = Bench::new();
    let (first, second, third) = (bench.begins(), bench.begins(), bench.begins());
    bench.says(second, "I was here before");
    bench.says(first, "A human please");
    bench.asks(Sender::System, third, bench::handoff()).unwrap();
    bench.says(second, "A human please");
    bench.says(first, "Still here");
    assert_eq!(ids(&bench, &tab(Tab::Unassigned)), [second, first, third]);
}

#[test]
fn each_tab_shows_what_the_rules_say_and_counts_what_it_shows() {
    let bench = Bench::new();
    let with_iris = bench.begins();
    let unassigned = bench.begins();
    let (mine, pending, closed, bobs) =
        (bench.begins(), bench.begins(), bench.begins(), bench.begins());
    for id in [unassigned, mine, pending, closed, bobs] {
        bench.asks(Sender::System, id, bench::handoff()).unwrap();
    }
    for id in [mine, pending, closed] {
        bench.asks(Sender::Member(ANA), id, bench::claim(2)).unwrap();
    }
    bench.asks(Sender::Member(BOB), bobs, bench::claim(2)).unwrap();
    for (id, to) in [(pending, Status::Pending), (closed, Status::Closed)] {
        bench.asks(Sender::Member(ANA), id, Command::Status { to }).unwrap();
    }
    let mut shown: Vec<Vec<ConversationId>> =
        [Tab::Mine, Tab::Unassigned, Tab::All].map(|t| ids(&bench, &tab(t))).to_vec();
    shown.iter_mut().for_each(|rows| rows.sort_unstable());
    let mut all = vec![with_iris, unassigned, mine, pending, closed, bobs];
    all.sort_unstable();
    assert_eq!(shown, [vec![mine, pending], vec![unassigned], all]);
    let counts = bench.store.read_blocking(|reader| reader.counts(ANA)).unwrap();
    assert_eq!((counts.mine, counts.unassigned, counts.all), (2, 1, 6));
}

#[test]
fn a_second_handoff_after_a_hand_back_is_shown_again() {
    let bench = Bench::new();
    let marta = bench.begins();
    let iris = Some((PartyKind::Ai, IRIS.0));
    bench.asks(Sender::Member(ANA), marta, bench::handoff()).unwrap();
    bench.asks(Sender::Member(ANA), marta, bench::claim(2)).unwrap();
    bench.asks(Sender::Member(ANA), marta, bench::reply("Hello", 3)).unwrap();
    bench.asks(Sender::Member(ANA), marta, bench::assign(iris, 3)).unwrap();
    assert_eq!(ids(&bench, &tab(Tab::Unassigned)), []);
    bench.says(marta, "A human please");
    assert_eq!(ids(&bench, &tab(Tab::Unassigned)), [marta]);
}

#[test]
fn pages_show_everything_once_in_the_order_of_the_whole_list() {
    let bench = Bench::new();
    for n in 0..23 {
        let marta = bench.begins();
        if n % 3 != 0 {
            bench.says(marta, "A human please");
        }
        if n % 4 == 0 {
            bench.asks(Sender::Member(ANA), marta, bench::handoff()).unwrap();
        }
    }
    for shown in [Tab::Unassigned, Tab::All] {
        for sort in [Sort::Wait, Sort::Latest] {
            let whole = ListFilter { sort: Some(sort), ..tab(shown) };
            let mut filter = ListFilter { limit: 4, ..whole.clone() };
            let mut paged = Vec::new();
            loop {
                let page = bench.store.read_blocking(|r| r.list(ANA, &filter)).unwrap();
                assert!(page.items.len() <= 4);
                paged.extend(page.items.iter().map(|row| row.id));
                match page.next {
                    Some(next) => filter.cursor = Some(next),
                    None => break,
                }
            }
            assert_eq!(paged, ids(&bench, &whole), "{shown:?} by {sort:?}");
        }
    }
}

#[test]
fn those_who_wait_equally_long_are_not_lost_between_pages() {
    let bench = Bench::new();
    let at = Timestamp(1_800_000_000_000);
    let mut begun: Vec<ConversationId> = Vec::new();
    for n in 0..9u128 {
        let asked = Start {
            ai_agent: None,
            ..bench::marta(
                ConversationId(Uuid::from_u128(n + 1)),
                ContactId(bench.store.fresh_id()),
            )
        };
        begun.push(asked.id);
        bench.store.write_blocking(move |tx| tx.start(asked, at)).unwrap();
    }
    let mut filter = ListFilter { limit: 2, ..tab(Tab::Unassigned) };
    let mut paged = Vec::new();
    while paged.len() < 20 {
        let page = bench.store.read_blocking(|reader| reader.list(ANA, &filter)).unwrap();
        paged.extend(page.items.iter().map(|row| row.id));
        match page.next {
            Some(next) => filter.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, begun);
}

#[test]
fn a_cursor_that_is_not_ours_is_refused() {
    let bench = Bench::new();
    for cursor in ["", "7", "x.y", "7.not-an-id", "'; DROP TABLE events; --"] {
        let filter = ListFilter { cursor: Some(cursor.into()), ..tab(Tab::All) };
        let refused = bench.store.read_blocking(|reader| reader.list(ANA, &filter).map(|_| ()));
        assert!(refused.is_err(), "{cursor}");
    }
}

/// Whether the full-text index has come to the newest message.
fn is_indexed(bench: &Bench) -> bool {
    let db = Connection::open(bench.folder().join(FILE)).unwrap();
    let sql = "SELECT value >= (SELECT max(seq) FROM messages) FROM meta WHERE name = 'indexed'";
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn words_are_found_before_and_after_the_index_has_come_to_them() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.begins();
    bench.says(marta, "My Überweisung of 50% is lost");
    let found = |words: &str| {
        let filter = ListFilter { words: Some(words.into()), ..tab(Tab::All) };
        ids(&bench, &filter).contains(&marta)
    };
    for words in ["Überweisung", "50%", "Überw", "marta@", "LOST"] {
        assert!(found(words), "{words}, at once");
    }
    assert!(!found("5_%"), "what was typed is no pattern");
    while !is_indexed(&bench) {
        std::thread::yield_now();
    }
    for words in ["überweisung", "uberw", "50%", "marta@", "LOST", "lost 50"] {
        assert!(found(words), "{words}, indexed");
    }
    for words in ["found", "\" OR 1 --", "%"] {
        assert!(!found(words), "{words}");
    }
}
