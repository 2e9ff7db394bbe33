//! Writes: gapless, grouped, isolated from each other, and decided one after the other.

use super::bench::{self, ANA, BOB, Bench, IRIS};
use baton_domain::*;
use baton_store::{Error, FILE, Sender, Store};
use futures_util::FutureExt;
use futures_util::future::join_all;
use std::pin::pin;
use std::sync::mpsc;

/// Keeps the writer inside a commit until something is sent, so that what is written meanwhile
/// queues for the same commit.
async fn occupied(store: &Store) -> (mpsc::Sender<()>, impl Future<Output = ()>) {
    let (go, wait) = mpsc::channel::<()>();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let job = store.clone();
    let done = tokio::spawn(async move {
        let work = move |_: &mut baton_store::Tx| {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            Ok(())
        };
        job.write(work).await.unwrap();
    });
    has_begun.await.unwrap();
    (go, async { done.await.unwrap() })
}

fn said(text: &str) -> Command {
    Command::says(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_write_at_once_leave_no_gap_and_lose_nothing() {
    let bench = tokio::task::block_in_place(Bench::new);
    let conversations: Vec<ConversationId> =
        tokio::task::block_in_place(|| (0..20).map(|_| bench.begins()).collect());
    let mut commits = bench.store.subscribe();
    let head = bench.store.read(|reader| reader.head()).await.unwrap();
    let writes = (0..400).map(|n| {
        let envelope =
            bench.envelope(Sender::Visitor, conversations[n % 20], said(&format!("Question {n}")));
        let store = bench.store.clone();
        tokio::spawn(async move { store.execute(envelope).await.unwrap() })
    });
    let outcomes = join_all(writes).await;
    let mut seqs: Vec<Seq> =
        outcomes.into_iter().map(|o| o.unwrap().events[0].recorded.seq).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (head + 1..=head + 400).collect::<Vec<_>>());
    let mut heard = Vec::new();
    while let Ok(commit) = commits.try_recv() {
        heard.extend(commit.events.iter().map(|stored| stored.recorded.seq));
    }
    assert_eq!(heard, seqs, "listeners hear every event once, in order");
    tokio::task::block_in_place(|| bench.is_sound());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_queues_while_the_disk_is_busy_is_one_commit() {
    let bench = tokio::task::block_in_place(Bench::new);
    let marta = tokio::task::block_in_place(|| bench.begins());
    let mut commits = bench.store.subscribe();
    let (go, done) = occupied(&bench.store).await;
    let mut writes = Vec::new();
    for n in 0..50 {
        let envelope = bench.envelope(Sender::Visitor, marta, said(&format!("{n}")));
        let mut write = Box::pin(bench.store.execute(envelope));
        assert!(
            write.as_mut().now_or_never().is_none(),
            "queued, and not answered before the commit"
        );
        writes.push(write);
    }
    go.send(()).unwrap();
    done.await;
    for outcome in join_all(writes).await {
        outcome.unwrap();
    }
    assert_eq!(commits.recv().await.unwrap().events.len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_leaves_no_trace_and_disturbs_no_other_of_its_commit() {
    let bench = tokio::task::block_in_place(Bench::new);
    let marta = tokio::task::block_in_place(|| bench.begins());
    let mut commits = bench.store.subscribe();
    let (go, done) = occupied(&bench.store).await;
    let before = bench.envelope(Sender::Visitor, marta, said("Before"));
    let doomed = bench.envelope(Sender::Visitor, marta, said("Doomed"));
    let after = bench.envelope(Sender::Visitor, marta, said("After"));
    let doomed_id = doomed.id;
    let mut first = pin!(bench.store.execute(before));
    let mut failing = pin!(bench.store.write(move |tx| -> baton_store::Result<()> {
        let label = Label { name: "Doomed".into(), ..bench::label() };
        let body = EventBody::LabelChanged { label, deleted: false, merged_into: None };
        tx.change_settings(Actor::system(), body)?;
        tx.execute(&doomed)?;
        Err(Refusal::invalid("text", "changed its mind").into())
    }));
    let mut last = pin!(bench.store.execute(after.clone()));
    assert!(first.as_mut().now_or_never().is_none());
    assert!(failing.as_mut().now_or_never().is_none());
    assert!(last.as_mut().now_or_never().is_none());
    go.send(()).unwrap();
    done.await;
    let (first, failed, last) = (first.await.unwrap(), failing.await, last.await.unwrap());
    assert!(matches!(failed, Err(Error::Refused(Refusal::Invalid { .. }))), "{failed:?}");
    assert_eq!(first.events[0].recorded.seq + 1, last.events[0].recorded.seq);
    assert_eq!(commits.recv().await.unwrap().events.len(), 2, "one commit, without the failed one");
    assert_eq!(bench.store.directory().labels, [bench::label()]);
    let texts = bench.store.read(move |r| r.last_messages(marta, 9)).await.unwrap();
    assert_eq!(texts.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["Before", "After"]);
    let again = bench::reply("Not remembered either", 1);
    let envelope = baton_store::Envelope {
        id: doomed_id,
        sender: Sender::AiAgent(IRIS),
        command: again,
        fingerprint: [9; 32],
        ..after
    };
    assert!(!bench.store.execute(envelope).await.unwrap().repeated);
    tokio::task::block_in_place(|| bench.is_sound());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_simultaneous_claims_exactly_one_wins() {
    let bench = tokio::task::block_in_place(Bench::new);
    let marta = tokio::task::block_in_place(|| {
        let marta = bench.begins();
        bench.asks(Sender::System, marta, bench::handoff()).unwrap();
        marta
    });
    let claims = (0..100).map(|n| {
        let who = Sender::Member(if n % 2 == 0 { ANA } else { BOB });
        let envelope = bench.envelope(who, marta, bench::claim(2));
        let store = bench.store.clone();
        tokio::spawn(async move { store.execute(envelope).await })
    });
    let mut winners = Vec::new();
    let mut losers = Vec::new();
    for outcome in join_all(claims).await {
        match outcome.unwrap() {
            Ok(outcome) => winners.push(outcome.state.holder),
            Err(Error::Refused(refusal)) => losers.push(refusal),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((winners.len(), losers.len()), (1, 99));
    let assignee = winners[0].assignee(&bench.store.directory());
    let told = Refusal::OwnershipConflict { assignee, ownership: 3 };
    assert!(losers.iter().all(|refusal| *refusal == told), "and each loser hears who won");
}

#[test]
fn a_refused_command_appends_nothing() {
    let bench = Bench::new();
    let marta = bench.begins();
    let before = bench.log();
    let refused = bench.asks(Sender::Member(ANA), marta, bench::claim(1));
    assert!(matches!(refused, Err(Error::Refused(Refusal::OwnershipConflict { .. }))));
    assert_eq!(bench.log(), before);
}

#[test]
fn somebody_who_has_left_may_do_nothing() {
    let bench = Bench::new();
    let marta = bench.begins();
    let mut bob = bench.store.directory().member(BOB).unwrap().clone();
    bob.active = false;
    bench.changes(vec![EventBody::MemberChanged { member: bob }]);
    let said = bench.asks(Sender::Member(BOB), marta, Command::Comment { text: "Bye".into() });
    assert!(matches!(said, Err(Error::Refused(Refusal::Forbidden { .. }))), "{said:?}");
}

#[test]
fn a_closed_store_says_so_and_opens_again_with_everything_in_it() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "Where is my parcel?");
    let (log, view) = (bench.log(), bench::shown(&bench.store, baton_store::Tab::All));
    let directory = bench.store.directory();
    let closed = bench.store.clone();
    let folder = bench.closed();
    assert!(matches!(closed.write_blocking(|_| Ok(())), Err(Error::Closed)));
    drop(closed);
    let store = bench::open(folder.path());
    let stored = store.read_blocking(|reader| reader.events(0, 1_000)).unwrap();
    assert_eq!(stored.iter().map(|s| s.recorded.clone()).collect::<Vec<_>>(), log);
    assert_eq!(bench::shown(&store, baton_store::Tab::All), view);
    assert_eq!(*store.directory(), *directory);
}

#[test]
fn an_event_of_a_newer_kind_is_stored_and_passed_on_as_it_came() {
    let bench = Bench::new();
    let body = EventBody::Unknown {
        kind: "satellite_launched".into(),
        data: serde_json::json!({"orbit_km": 408.25, "crew": ["Ana", null]}),
    };
    bench.changes(vec![body.clone()]);
    assert_eq!(bench.log().pop().unwrap().event.body, body);
    bench.is_sound();
}

#[test]
fn a_write_that_cannot_begin_says_so_and_the_next_one_works() {
    let bench = Bench::new();
    let marta = bench.begins();
    let other = rusqlite::Connection::open(bench.folder().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = bench.asks(Sender::Visitor, marta, said("Hello?"));
    assert!(matches!(refused, Err(Error::Commit(..))), "{refused:?}");
    other.execute_batch("ROLLBACK").unwrap();
    bench.says(marta, "Hello?");
    bench.is_sound();
}
