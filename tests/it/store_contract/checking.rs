//! `check` finds nothing after any activity, and finds whatever does not agree with the log.

use super::bench::{self, ANA, BILLING, BOB, Bench, IRIS, OTTO};
use baton_domain::*;
use baton_store::{Difference, Envelope, Error, FILE, Sender, Store};
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

/// Numbers that look random and are the same every time (xorshift64).
pub struct Dice(u64);

impl Dice {
    pub fn of_seed(seed: u64) -> Self {
        Self(seed * 0x9e37_79b9)
    }

    /// From 0 to one less than there are sides.
    pub fn of(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Some command of somebody, as often as not one that is refused.
pub fn anything(dice: &mut Dice, bench: &Bench, of: ConversationId) -> Envelope {
    let expect = bench.state(of).ownership.saturating_sub(dice.of(4) as u64 / 3);
    let senders = [
        Sender::Visitor,
        Sender::Member(ANA),
        Sender::Member(BOB),
        Sender::AiAgent(IRIS),
        Sender::AiAgent(OTTO),
        Sender::System,
    ];
    let parties = [
        None,
        Some((PartyKind::Human, ANA.0)),
        Some((PartyKind::Human, BOB.0)),
        Some((PartyKind::Ai, IRIS.0)),
        Some((PartyKind::Ai, OTTO.0)),
    ];
    let comments = bench.store.read_blocking(|reader| reader.comments(of)).unwrap();
    let comment = comments.first().map_or(CommentId(ANA.0), |comment| comment.id);
    let word = ["Hello", "A human please", "§ 4 “x”", "🙂"][dice.of(4)].to_owned();
    let command = match dice.of(14) {
        0 => bench::claim(expect),
        1 | 2 => bench::assign(parties[dice.of(5)], expect),
        3 => bench::handoff(),
        4 | 5 => bench::reply(&word, expect),
        6 | 7 => Command::says(word),
        8 => Command::Comment { text: word },
        9 => Command::CommentEdit { comment, text: word },
        10 => Command::CommentDelete { comment },
        11 => match dice.of(2) {
            0 => Command::Labels { add: vec![BILLING], remove: vec![] },
            _ => Command::Labels { add: vec![], remove: vec![BILLING] },
        },
        12 => Command::Status { to: [Status::Active, Status::Pending, Status::Closed][dice.of(3)] },
        _ => match dice.of(2) {
            0 => Command::Read { seq: dice.of(300) as Seq },
            _ => Command::Contact { name: Some(word), email: Some(String::new()), phone: None },
        },
    };
    let sender = match command {
        Command::VisitorMessage { .. } => Sender::Visitor,
        _ => senders[dice.of(6)],
    };
    bench.envelope(sender, of, command)
}

#[test]
fn after_any_activity_every_table_equals_the_log() {
    for seed in 1..=8 {
        let mut dice = Dice::of_seed(seed);
        let bench = Bench::new();
        let mut conversations = vec![bench.begins()];
        let (mut done, mut refused) = (0, 0);
        for _ in 0..300 {
            let of = conversations[dice.of(conversations.len())];
            match dice.of(12) {
                0 => conversations.push(bench.begins_as(bench.state(of).contact)),
                1 => conversations.push(bench.begins()),
                _ => match bench.sends(anything(&mut dice, &bench, of)) {
                    Ok(_) => done += 1,
                    Err(Error::Refused(_)) => refused += 1,
                    Err(other) => panic!("{other}"),
                },
            }
        }
        assert!(done > 50 && refused > 20, "{done} done, {refused} refused");
        bench.is_sound();
    }
}

#[test]
fn any_number_a_website_sends_is_stored_so_that_check_agrees() {
    let bench = Bench::new();
    for number in [1.9059196120563488e275, 3.579812082896223e-166, 0.1 + 0.2, -0.0] {
        let mut asked =
            bench::marta(ConversationId(bench.store.fresh_id()), ContactId(bench.store.fresh_id()));
        asked.metadata.insert("n".into(), number.into());
        let start = move |tx: &mut baton_store::Tx| {
            let now = tx.now();
            tx.start(asked, now)
        };
        bench.store.write_blocking(start).unwrap();
    }
    bench.is_sound();
}

/// A closed store in which every table has rows, with the length of its log.
fn full() -> (TempDir, Seq) {
    let bench = Bench::new();
    let marta = bench.begins();
    let ana = Sender::Member(ANA);
    bench.says(marta, "Where is my parcel? I want a human.");
    bench.asks(ana, marta, bench::claim(2)).unwrap();
    bench.asks(ana, marta, bench::reply("In Leeds.", 3)).unwrap();
    bench.asks(Sender::AiAgent(IRIS), marta, bench::reply("In York.", 1)).unwrap();
    bench.asks(ana, marta, Command::Comment { text: "Careful".into() }).unwrap();
    bench.asks(ana, marta, Command::Labels { add: vec![BILLING], remove: vec![] }).unwrap();
    bench.asks(ana, marta, Command::Read { seq: 1_000 }).unwrap();
    bench.asks(ana, marta, Command::Status { to: Status::Pending }).unwrap();
    let other = bench.begins();
    bench.asks(Sender::System, other, bench::handoff()).unwrap();
    let length = bench.log().len() as Seq;
    (bench.closed(), length)
}

fn tampered(folder: &Path, sql: &str) -> Result<Vec<Difference>, Error> {
    let db = Connection::open(folder.join(FILE)).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "changed nothing: {sql}");
    drop(db);
    Store::check(folder)
}

#[test]
fn a_tampered_row_is_found_in_every_table() {
    for (table, sql) in [
        ("conversations", "UPDATE conversations SET ownership = ownership + 1 WHERE number = 1"),
        ("conversations", "UPDATE conversations SET latest_key = 99 WHERE number = 2"),
        ("conversations", "DELETE FROM conversations WHERE number = 2"),
        ("messages", "UPDATE messages SET text = 'In Hull.' WHERE author_kind = 'human'"),
        ("messages", "DELETE FROM messages WHERE author_kind = 'auto'"),
        ("comments", "UPDATE comments SET text = 'Careless'"),
        ("contacts", "UPDATE contacts SET email = 'eve@example.com'"),
        ("conversation_labels", "DELETE FROM conversation_labels"),
        ("reads", "UPDATE reads SET seq = seq - 1"),
        ("handoffs", "UPDATE handoffs SET claimed_at = claimed_at - 1 WHERE number = 1"),
        ("begun", "UPDATE begun SET people_at = NULL WHERE people_at > 0"),
        ("settings_objects", "UPDATE settings_objects SET data = '{}' WHERE kind = 'member'"),
    ] {
        let (folder, _) = full();
        let found = tampered(folder.path(), sql).unwrap();
        let tables: Vec<&str> = found.iter().map(|found| found.table.as_str()).collect();
        assert_eq!(tables, [table], "{sql}: {found:?}");
    }
}

#[test]
fn a_wrong_version_in_the_log_is_found() {
    let (folder, _) = full();
    let sql = "UPDATE events SET version = 9 WHERE kind = 'comment_added'";
    let found = tampered(folder.path(), sql).unwrap();
    assert!(found.iter().any(|found| found.table == "events"), "{found:?}");
}

#[test]
fn changed_words_in_the_log_are_found() {
    let (folder, _) = full();
    let sql = "UPDATE events SET data = replace(data, 'Leeds', 'Hull') WHERE data LIKE '%Leeds.%'";
    let found = tampered(folder.path(), sql).unwrap();
    assert!(found.iter().any(|found| found.table == "messages"), "{found:?}");
}

#[test]
fn whichever_event_is_missing_check_finds_it() {
    let (_, length) = full();
    for seq in 1..=length {
        let (folder, _) = full();
        let found = tampered(folder.path(), &format!("DELETE FROM events WHERE seq = {seq}"));
        let found = found.unwrap_or_else(|error| panic!("event {seq} missing: {error}"));
        assert_ne!(found, [], "event {seq} missing");
        let gap = Difference {
            table: "events".into(),
            detail: format!("expected seq {seq}, found {}", seq + 1),
        };
        assert_eq!(found.contains(&gap), seq < length, "event {seq} missing: {found:?}");
    }
}

#[test]
fn checking_leaves_nothing_behind() {
    let (folder, _) = full();
    let files = || {
        let mut names: Vec<_> =
            folder.path().read_dir().unwrap().map(|file| file.unwrap().file_name()).collect();
        names.retain(|name| name.to_string_lossy().starts_with("check"));
        names
    };
    Store::check(folder.path()).unwrap();
    assert_eq!(files(), [] as [&str; 0]);
}
