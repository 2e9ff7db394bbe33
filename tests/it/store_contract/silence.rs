//! What the store keeps for rule 16, and how files of before the rule get it.

use super::bench::{self, ANA, BEGIN_MS, Bench};
use baton_domain::*;
use baton_store::{FILE, Sender, Store};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const MINUTE_MS: i64 = 60_000;

struct Silence {
    clock: Arc<AtomicI64>,
    bench: Bench,
}

impl Silence {
    fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(BEGIN_MS));
        Self { bench: Bench::at(&clock), clock }
    }

    fn passes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * MINUTE_MS, Ordering::SeqCst);
    }

    /// Marta waits for Ana's answer from now on.
    fn anas(&self) -> ConversationId {
        let marta = self.bench.begins();
        self.bench.says(marta, "A human please");
        self.passes(1);
        self.bench.asks(Sender::Member(ANA), marta, bench::claim(2)).unwrap();
        marta
    }

    /// What the hub finds when it looks.
    fn found(&self) -> Vec<ConversationId> {
        let from = Timestamp(self.bench.store.now().0 - 15 * MINUTE_MS);
        let found = self.bench.store.read_blocking(|reader| reader.silent(from, 10)).unwrap();
        found.iter().map(|state| state.id).collect()
    }

    fn looks(&self, of: ConversationId) {
        let command = Command::CheckSilence { typing: false };
        self.bench.asks(Sender::System, of, command).unwrap();
    }
}

#[test]
fn the_silent_are_found_when_their_next_step_is_due_and_not_before() {
    let it = Silence::new();
    let (first, second) = (it.anas(), it.anas());
    it.passes(14);
    assert_eq!(it.found(), [first]);
    it.looks(first);
    assert_eq!(it.found(), [], "reminded once");
    it.passes(1);
    assert_eq!(it.found(), [second]);
    let answer = bench::reply("Here I am", 3);
    it.bench.asks(Sender::Member(ANA), second, answer).unwrap();
    it.passes(14);
    assert_eq!(it.found(), [first]);
    it.looks(first);
    assert!(it.bench.state(first).is_unassigned());
    it.passes(600);
    assert_eq!(it.found(), []);
    it.bench.is_sound();
}

#[test]
fn a_reminder_is_remembered_by_a_store_that_is_opened_again() {
    let it = Silence::new();
    let marta = it.anas();
    it.passes(20);
    it.looks(marta);
    let before = it.bench.state(marta);
    let folder = it.bench.closed();
    let store = Store::open(folder.path()).unwrap();
    let after = store.read_blocking(|reader| reader.conversation(marta)).unwrap().unwrap();
    assert_eq!(after, before);
    assert!(after.nudged_at.is_some());
    store.close();
}

#[test]
fn a_file_of_before_the_rule_opens_and_equals_its_log() {
    let it = Silence::new();
    let held = it.anas();
    it.bench.says(it.bench.begins(), "A human please");
    let answered = it.anas();
    it.bench.asks(Sender::Member(ANA), answered, bench::reply("Yes", 3)).unwrap();
    it.passes(3);
    it.bench.says(answered, "And?");
    let expected = [it.bench.state(held), it.bench.state(answered)];
    let folder = it.bench.closed();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    db.execute_batch(
        "DROP INDEX conversations_silent;
         ALTER TABLE conversations DROP COLUMN silent_since;
         ALTER TABLE conversations DROP COLUMN nudged_at;",
    )
    .unwrap();
    let migration = include_str!("../../../src-tauri/store/migrations/V4__silence.sql");
    let (of_conversations, _) = migration.split_once("-- Settings of before").unwrap();
    db.execute_batch(of_conversations).unwrap();
    drop(db);
    let store = Store::open(folder.path()).unwrap();
    let state = |id| store.read_blocking(move |reader| reader.conversation(id)).unwrap().unwrap();
    assert_eq!([state(held), state(answered)], expected);
    store.close();
    assert_eq!(Store::check(folder.path()).unwrap(), []);
}

#[test]
fn an_edited_comment_tells_only_who_it_did_not_mention_before() {
    let bench = Bench::new();
    let marta = bench.begins();
    let told = |command| {
        let outcome = bench.asks(Sender::Member(ANA), marta, command).unwrap();
        outcome.events.len() - 1
    };
    assert_eq!(told(Command::Comment { text: "@Bob?".into() }), 1);
    let comments = bench.store.read_blocking(|reader| reader.comments(marta)).unwrap();
    let comment = comments[0].id;
    assert_eq!(told(Command::CommentEdit { comment, text: "@Bob!".into() }), 0);
    assert_eq!(told(Command::CommentEdit { comment, text: "Nobody".into() }), 0);
    assert_eq!(told(Command::CommentEdit { comment, text: "Or @bob".into() }), 1);
}
