//! A repeated write appends nothing and answers what the first one answered.

use super::bench::{self, ANA, BOB, Bench, IRIS};
use baton_domain::*;
use baton_store::{Envelope, Error, Outcome, Sender};

fn seqs(outcome: &Outcome) -> Vec<Seq> {
    outcome.events.iter().map(|stored| stored.recorded.seq).collect()
}

/// Every command there is, each where it is not refused.
fn every_command(bench: &Bench) -> Vec<Envelope> {
    let ana = Sender::Member(ANA);
    let iris = || bench.begins();
    let unassigned = || {
        let marta = bench.begins();
        bench.asks(Sender::System, marta, bench::handoff()).unwrap();
        marta
    };
    let held = || {
        let marta = unassigned();
        bench.asks(ana, marta, bench::claim(2)).unwrap();
        bench.says(marta, "Hello?");
        marta
    };
    let commented = held();
    let envelope = bench.envelope(ana, commented, Command::Comment { text: "Careful".into() });
    let comment = CommentId(envelope.id.0);
    bench.sends(envelope).unwrap();
    let trigger = Trigger::AiFailure;
    let raise = Command::raise("No answer", trigger, Some(1));
    let contact = Command::Contact { name: Some("Marta M.".into()), email: None, phone: None };
    let labels = Command::Labels { add: vec![bench::BILLING], remove: vec![] };
    let edit = Command::CommentEdit { comment, text: "Calm".into() };
    vec![
        bench.envelope(ana, unassigned(), bench::claim(2)),
        bench.envelope(ana, held(), bench::assign(Some((PartyKind::Human, BOB.0)), 3)),
        bench.envelope(ana, held(), bench::assign(Some((PartyKind::Human, ANA.0)), 3)),
        bench.envelope(ana, iris(), bench::handoff()),
        bench.envelope(Sender::System, iris(), raise),
        bench.envelope(Sender::System, held(), Command::Return { reason: "Left".into() }),
        bench.envelope(ana, held(), bench::reply("Hello", 3)),
        bench.envelope(Sender::AiAgent(IRIS), held(), bench::reply("Too late", 1)),
        bench.envelope(Sender::Visitor, iris(), Command::says("Hi")),
        bench.envelope(ana, held(), Command::Comment { text: "Careful".into() }),
        bench.envelope(ana, commented, edit),
        bench.envelope(ana, commented, Command::CommentDelete { comment }),
        bench.envelope(ana, held(), labels),
        bench.envelope(ana, held(), Command::Status { to: Status::Closed }),
        bench.envelope(ana, held(), Command::Read { seq: 1_000 }),
        bench.envelope(Sender::Visitor, held(), contact),
    ]
}

#[test]
fn a_command_repeated_with_the_same_id_appends_once_and_answers_the_same() {
    let bench = Bench::new();
    for envelope in every_command(&bench) {
        let asked = format!("{:?}", envelope.command);
        let first = bench.sends(envelope.clone()).unwrap_or_else(|no| panic!("{asked}: {no}"));
        let length = bench.log().len();
        for _ in 0..3 {
            let again = bench.sends(envelope.clone()).unwrap();
            assert_eq!(seqs(&again), seqs(&first), "{asked}");
            assert_eq!(again.refusal, first.refusal, "{asked}");
            assert_eq!(again.state, first.state, "{asked}");
            let recorded = |o: &Outcome| -> Vec<Recorded> {
                o.events.iter().map(|stored| stored.recorded.clone()).collect()
            };
            assert_eq!(recorded(&again), recorded(&first), "{asked}");
            assert_eq!((first.repeated, again.repeated), (false, true), "{asked}");
        }
        assert_eq!(bench.log().len(), length, "{asked}");
    }
    bench.is_sound();
}

#[test]
fn a_command_is_recognised_after_the_store_was_closed() {
    let bench = Bench::new();
    let marta = bench.begins();
    let envelope = bench.envelope(Sender::Visitor, marta, Command::says("Hi"));
    let first = bench.sends(envelope.clone()).unwrap();
    let folder = bench.closed();
    let store = bench::open(folder.path());
    let again = store.write_blocking(move |tx| tx.execute(&envelope)).unwrap();
    assert_eq!((seqs(&again), again.repeated), (seqs(&first), true));
}

#[test]
fn two_of_the_same_in_one_commit_append_once() {
    let bench = Bench::new();
    let marta = bench.begins();
    let envelope = bench.envelope(Sender::Visitor, marta, Command::says("Hi"));
    let twice =
        move |tx: &mut baton_store::Tx| Ok((tx.execute(&envelope)?, tx.execute(&envelope)?));
    let (first, again) = bench.store.write_blocking(twice).unwrap();
    assert_eq!((seqs(&first), again.repeated), (seqs(&again), true));
}

#[test]
fn the_same_id_for_something_else_is_refused_and_changes_nothing() {
    let bench = Bench::new();
    let marta = bench.begins();
    let hi = bench.envelope(Sender::Visitor, marta, Command::says("Hi"));
    bench.sends(hi.clone()).unwrap();
    let before = bench.log();
    let other = Envelope { fingerprint: [8; 32], command: Command::says("Ho"), ..hi };
    assert!(matches!(bench.sends(other), Err(Error::IdReused)));
    assert_eq!(bench.log(), before);
}

#[test]
fn the_id_of_a_text_that_baton_sent_itself_cannot_be_used_again() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "A human please");
    let waiting = bench.store.read_blocking(|r| r.last_messages(marta, 1)).unwrap().remove(0);
    assert_eq!(waiting.author.kind, AuthorKind::Auto);
    let before = bench.log();
    let hi = Command::says("Hi");
    let stolen =
        Envelope { id: CommandId(waiting.id.0), ..bench.envelope(Sender::Visitor, marta, hi) };
    let refused = bench.sends(stolen);
    assert!(matches!(refused, Err(Error::IdReused)), "{refused:?}");
    assert_eq!(bench.log(), before);
}

#[test]
fn the_id_of_a_hand_back_note_cannot_be_used_again() {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.asks(Sender::Member(ANA), marta, bench::handoff()).unwrap();
    let hand_back = Command::Assign {
        to: Some(AssigneeRef { kind: PartyKind::Ai, id: IRIS.0 }),
        expect: 2,
        note: Some("Paid".into()),
        answer_last: false,
        means: Means::Key,
    };
    bench.asks(Sender::Member(ANA), marta, hand_back).unwrap();
    let note = bench.store.read_blocking(|r| r.comments(marta)).unwrap().remove(0);
    let again = Command::Comment { text: "Mine".into() };
    let stolen =
        Envelope { id: CommandId(note.id.0), ..bench.envelope(Sender::Member(BOB), marta, again) };
    let refused = bench.sends(stolen);
    assert!(matches!(refused, Err(Error::IdReused)), "{refused:?}");
}

#[test]
fn an_idempotency_key_starts_one_conversation() {
    let bench = Bench::new();
    let marta = bench.begins();
    let (key, asked, other) = ([1; 32], [2; 32], [3; 32]);
    let keep = move |tx: &mut baton_store::Tx| tx.remember_start(&key, &asked, marta, 7);
    bench.store.write_blocking(keep).unwrap();
    let found = bench.store.write_blocking(move |tx| tx.started(&key, &asked)).unwrap();
    assert_eq!(found, Some((marta, 7)));
    let reused = bench.store.write_blocking(move |tx| tx.started(&key, &other));
    assert!(matches!(reused, Err(Error::IdReused)));
    let unknown = bench.store.write_blocking(move |tx| tx.started(&other, &asked)).unwrap();
    assert_eq!(unknown, None);
}
