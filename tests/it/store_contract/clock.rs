//! Clocks are set back: times may be wrong then, orders never.

use super::bench::{self, ANA, BEGIN_MS, Bench};
use baton_domain::*;
use baton_store::{Sender, Tab};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const HOUR_MS: i64 = 3_600_000;

fn waits(bench: &Bench) -> ConversationId {
    let marta = bench.begins();
    bench.says(marta, "A human please");
    marta
}

fn ids(bench: &Bench, tab: Tab) -> Vec<ConversationId> {
    bench::shown(&bench.store, tab).iter().map(|row| row.id).collect()
}

#[test]
fn a_clock_set_back_an_hour_changes_no_order() {
    let clock = Arc::new(AtomicI64::new(BEGIN_MS));
    let bench = Bench::at(&clock);
    let first = waits(&bench);
    clock.fetch_add(60_000, Ordering::SeqCst);
    let second = waits(&bench);
    clock.fetch_sub(HOUR_MS, Ordering::SeqCst);
    let third = waits(&bench);
    let fourth = waits(&bench);
    for (conversation, text) in [(first, "One"), (third, "Two"), (first, "Three")] {
        bench.says(conversation, text);
        clock.fetch_add(1_000, Ordering::SeqCst);
    }
    bench.asks(Sender::Member(ANA), first, Command::Comment { text: "Later".into() }).unwrap();
    clock.fetch_sub(1_000, Ordering::SeqCst);
    bench.asks(Sender::Member(ANA), first, Command::Comment { text: "Latest".into() }).unwrap();

    assert_eq!(ids(&bench, Tab::Unassigned), [first, second, third, fourth], "longest wait first");
    assert_eq!(ids(&bench, Tab::All), [first, third, fourth, second], "newest words first");
    let said = bench.store.read_blocking(|r| r.last_messages(first, 9)).unwrap();
    let texts: Vec<&str> =
        said.iter().filter(|m| m.author.kind == AuthorKind::Visitor).map(|m| &*m.text).collect();
    assert_eq!(texts, ["A human please", "One", "Three"]);
    let comments = bench.store.read_blocking(|reader| reader.comments(first)).unwrap();
    assert_eq!(comments.iter().map(|c| &*c.text).collect::<Vec<_>>(), ["Later", "Latest"]);
    let times: Vec<Timestamp> = bench.log().iter().map(|recorded| recorded.event.at).collect();
    assert!(times.is_sorted(), "and nothing happens before what led to it: {times:?}");
    assert!(bench.store.now() >= *times.last().unwrap(), "no wait is negative");
    bench.is_sound();
}

#[test]
fn once_the_clock_has_caught_up_times_are_its_own_again_also_after_a_restart() {
    let clock = Arc::new(AtomicI64::new(BEGIN_MS));
    let bench = Bench::at(&clock);
    let marta = waits(&bench);
    clock.fetch_sub(HOUR_MS, Ordering::SeqCst);
    bench.says(marta, "Hello?");
    clock.fetch_add(2 * HOUR_MS, Ordering::SeqCst);
    bench.says(marta, "Anybody?");
    assert_eq!(bench.state(marta).updated_at, Timestamp(BEGIN_MS + HOUR_MS));
    // The counted clock of a store that is opened again begins an hour before that.
    let folder = bench.closed();
    let store = bench::open(folder.path());
    let now = store.write_blocking(|tx| Ok(tx.now())).unwrap();
    assert_eq!(now, Timestamp(BEGIN_MS + HOUR_MS + 1));
    store.close();
}

#[test]
fn a_clock_that_was_years_ahead_does_not_hold_time_up_for_years() {
    let clock = Arc::new(AtomicI64::new(BEGIN_MS + 24 * 365 * HOUR_MS));
    let bench = Bench::at(&clock);
    let marta = waits(&bench);
    clock.store(BEGIN_MS, Ordering::SeqCst);
    bench.says(marta, "Happy new year");
    assert_eq!(bench.state(marta).updated_at, Timestamp(BEGIN_MS));
}
