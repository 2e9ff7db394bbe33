//! Reports over a history whose figures were computed by hand: the last weekend of March in Oslo, when
//! the clocks are put forward in the night to Sunday.

use super::bench::{self, ANA, BEGIN_MS, BILLING, BOB, Bench, IRIS, OTTO, claim, handoff, reply};
use baton_domain::*;
use baton_store::*;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::watch;

const IRIS_SAYS_NO: &str = "I am not sure.";

/// A history that is told by the clock, with who had a desktop connected.
struct Weekend {
    clock: Arc<AtomicI64>,
    bench: Bench,
    connected: watch::Sender<Arc<[MemberId]>>,
}

impl Weekend {
    fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(BEGIN_MS));
        let bench = Bench::at(&clock);
        let connected = watch::Sender::new(Arc::from([ANA]));
        bench.store.ask_who_is_connected(connected.subscribe());
        let weekend = Self { clock, bench, connected };
        let open = Window("10:00".parse().unwrap(), "14:00".parse().unwrap());
        weekend.opens(Some(Hours { sat: vec![open], ..Hours::default() }));
        weekend
    }

    fn at(&self, time: &str) -> &Bench {
        let at: Timestamp = format!("2026-03-{time}Z").parse().unwrap();
        self.clock.store(at.0, Ordering::SeqCst);
        &self.bench
    }

    fn opens(&self, hours: Option<Hours>) {
        let before = self.bench.store.directory().settings.clone().unwrap();
        let settings = Settings { time_zone: "Europe/Oslo".into(), hours, ..before };
        self.bench.changes(vec![EventBody::SettingsChanged { settings }]);
    }

    fn available(&self, available: bool) {
        let directory = self.bench.store.directory();
        let changed = |member: &Member| EventBody::MemberChanged {
            member: Member { available, ..member.clone() },
        };
        self.bench.changes(directory.members.iter().map(changed).collect());
    }

    fn does(&self, member: MemberId, of: ConversationId, command: Command) {
        self.bench.asks(Sender::Member(member), of, command).unwrap();
    }

    /// A member takes what nobody holds.
    fn claims(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, claim(self.bench.state(of).ownership));
    }

    fn answers(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, reply("Here I am", self.bench.state(of).ownership));
    }

    fn closes(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, Command::Status { to: Status::Closed });
    }

    fn looks_for_silence(&self, of: ConversationId) {
        let command = Command::CheckSilence { typing: false };
        self.bench.asks(Sender::System, of, command).unwrap();
    }

    /// Everything that happened.
    fn whole() -> Self {
        let it = Self::new();
        it.on_saturday();
        it.on_sunday();
        it.on_monday();
        it
    }

    fn on_saturday(&self) {
        // Ana takes it after 30 s and answers after 120 s.
        let first = self.at("28T09:00:00").begins();
        self.at("28T09:00:10").says(first, "A human please");
        self.at("28T09:00:20");
        self.does(BOB, first, Command::Read { seq: 1_000 });
        self.at("28T09:00:40");
        self.claims(ANA, first);
        self.at("28T09:02:10");
        self.answers(ANA, first);
        self.does(ANA, first, Command::Labels { add: vec![BILLING], remove: vec![] });
        self.at("28T09:03:00").says(first, "Thank you");
        self.at("28T09:04:00");
        self.closes(ANA, first);
        // Nobody is connected. Bob takes it after 300 s, answers after 600 s and hands it back.
        self.connected.send_replace(Arc::from([]));
        let second = self.at("28T11:00:00").begins();
        self.bench.asks(Sender::System, second, handoff()).unwrap();
        self.at("28T11:05:00");
        self.claims(BOB, second);
        self.at("28T11:10:00");
        self.answers(BOB, second);
        self.at("28T11:20:00");
        let ownership = self.bench.state(second).ownership;
        self.does(BOB, second, bench::assign(Some((PartyKind::Ai, IRIS.0)), ownership));
        // The same conversation again. Ana takes it after 15 s and stays silent, Bob answers.
        self.connected.send_replace(Arc::from([ANA, BOB]));
        self.at("28T12:00:00").says(second, "A human please");
        self.at("28T12:00:15");
        self.claims(ANA, second);
        self.at("28T12:15:15");
        self.looks_for_silence(second);
        self.at("28T12:30:15");
        self.looks_for_silence(second);
        self.at("28T12:31:00");
        self.claims(BOB, second);
        self.at("28T12:31:30");
        self.answers(BOB, second);
        self.at("28T12:32:00").says(second, "At last");
        self.at("28T12:40:00");
        self.closes(BOB, second);
        // In the evening nobody is there; Ana closes it in the night.
        let third = self.at("28T19:59:00").begins();
        self.at("28T20:00:00").says(third, "A human please");
        self.at("29T00:30:00");
        self.closes(ANA, third);
    }

    fn on_sunday(&self) {
        // There are no hours any more, and nobody is available.
        self.at("29T01:00:00");
        self.opens(None);
        self.available(false);
        let fourth = self.at("29T01:29:00").begins();
        self.at("29T01:30:00").says(fourth, "A human please");
    }

    fn on_monday(&self) {
        self.at("30T08:00:00");
        self.available(true);
        // Bob takes it over from Iris: no handoff.
        let fifth = self.at("30T08:01:00").begins();
        let ownership = self.bench.state(fifth).ownership;
        self.does(BOB, fifth, bench::assign(Some((PartyKind::Human, BOB.0)), ownership));
        // Nobody is needed.
        let sixth = self.at("30T08:02:00").begins();
        self.bench.asks(Sender::AiAgent(IRIS), sixth, reply("Hello", 1)).unwrap();
        self.closes(ANA, sixth);
        // Iris has no good answer, then fails. Ana takes it after 30 s and answers after 70 s.
        let seventh = self.at("30T08:05:00").begins();
        self.bench.says(seventh, "How much is it?");
        let grounds = Grounds { no_answer: true, ..Grounds::default() };
        let text = IRIS_SAYS_NO.into();
        let unsure = Command::Reply { text, expect: 1, seen: None, grounds };
        self.bench.asks(Sender::AiAgent(IRIS), seventh, unsure).unwrap();
        self.at("30T08:10:00");
        let failed = Command::raise("Iris did not answer", Trigger::AiFailure, None);
        self.bench.asks(Sender::System, seventh, failed).unwrap();
        self.at("30T08:10:30");
        self.claims(ANA, seventh);
        self.at("30T08:11:10");
        self.answers(ANA, seventh);
        self.for_bob();
    }

    /// Ana hands Otto's conversation to Bob, who answers after 60 s; Marta has gone.
    fn for_bob(&self) {
        self.at("30T08:19:00");
        let (id, marta) = (self.bench.store.fresh_id(), ContactId(self.bench.store.fresh_id()));
        let id = ConversationId(id);
        let asked = Start { ai_agent: Some(OTTO), ..bench::marta(id, marta) };
        let start = move |tx: &mut Tx| {
            let now = tx.now();
            tx.start(asked, now)
        };
        self.bench.store.write_blocking(start).unwrap();
        self.at("30T08:20:00");
        let to = Some(AssigneeRef { kind: PartyKind::Human, id: BOB.0 });
        let reason = "Sensitive issue".into();
        self.does(ANA, id, Command::Handoff { reason, to });
        self.at("30T08:21:00");
        self.answers(BOB, id);
        self.at("30T08:25:00");
        self.closes(BOB, id);
    }

    fn reads<T>(&self, read: impl FnOnce(&Reader) -> Result<T>) -> T {
        self.bench.store.read_blocking(read).unwrap()
    }
}

fn span(from: &str, to: &str) -> Scope {
    let at = |time: &str| format!("2026-03-{time}Z").parse().unwrap();
    Scope {
        period: Period { from: at(from), to: at(to) },
        ai_agent: None,
        label: None,
        now: at("30T09:00:00"),
    }
}

fn all() -> Scope {
    span("01T00:00:00", "31T00:00:00")
}

fn spread(count: u64, median_s: i64, p90_s: i64) -> Spread {
    Spread { count, median_ms: Some(median_s * 1_000), p90_ms: Some(p90_s * 1_000) }
}

#[test]
fn handoffs_are_counted_by_reason_with_how_many_were_answered() {
    let it = Weekend::whole();
    let found = it.reads(|reader| reader.handoff_reasons(&all()));
    let found: Vec<_> = found.iter().map(|r| (&*r.reason, r.handoffs, r.answered)).collect();
    assert_eq!(
        found,
        [
            ("Asked for a person", 4, 2),
            ("Complex question", 1, 1),
            ("Iris did not answer", 1, 1),
            ("Sensitive issue", 1, 1),
        ]
    );
}

#[test]
fn the_hours_are_those_of_the_clock_on_the_wall_also_when_it_is_put_forward() {
    let it = Weekend::whole();
    let calendar = Calendar::of(it.bench.store.directory().settings.as_ref());
    let hours = it.reads(|reader| reader.handoff_hours(&all(), &calendar));
    let mut found = Vec::new();
    for (weekday, day) in hours.iter().enumerate() {
        for (hour, handoffs) in day.iter().enumerate().filter(|(_, handoffs)| **handoffs > 0) {
            found.push((weekday, hour, *handoffs));
        }
    }
    let (monday, saturday, sunday) = (0, 5, 6);
    assert_eq!(
        found,
        [
            (monday, 10, 2),
            (saturday, 10, 1),
            (saturday, 12, 1),
            (saturday, 13, 1),
            (saturday, 21, 1),
            (sunday, 3, 1),
        ]
    );
}

#[test]
fn times_are_from_the_handoff_to_the_first_claim_and_to_the_first_answer() {
    let it = Weekend::whole();
    let times = it.reads(|reader| reader.handoff_times(&all()));
    assert_eq!(times.handoffs, 7);
    assert_eq!(times.claim, spread(4, 30, 300), "15, 30, 30 and 300 s; Bob was given one");
    assert_eq!(times.answer, spread(5, 120, 1_890), "60, 70, 120, 600 and 1,890 s");
    assert_eq!(times.claimed_within, [1, 2, 0, 0, 1, 0, 0, 0, 0]);
    assert_eq!(times.answered_within, [0, 0, 1, 2, 0, 1, 1, 0, 0]);
}

#[test]
fn contained_is_what_was_never_handed_off_nor_taken_over() {
    let it = Weekend::whole();
    let of = |scope| it.reads(|reader| reader.containment(&scope));
    assert_eq!(of(all()), Containment { conversations: 8, contained: 1 });
    let of_otto = Scope { ai_agent: Some(OTTO), ..all() };
    assert_eq!(of(of_otto), Containment { conversations: 1, contained: 0 });
    let saturday = span("27T23:00:00", "28T23:00:00");
    assert_eq!(of(saturday), Containment { conversations: 3, contained: 0 });
    let before = span("01T00:00:00", "28T00:00:00");
    assert_eq!(of(before), Containment::default());
}

#[test]
fn members_have_what_they_claimed_first_and_what_they_answered_first() {
    let it = Weekend::whole();
    let found = it.reads(|reader| reader.by_member(&all()));
    let (claim, answer) = (spread(1, 300, 300), spread(3, 600, 1_890));
    let bob = MemberReport { member: BOB, claimed: 2, claim, answer, closed: 2, open: 1 };
    let (claim, answer) = (spread(3, 30, 30), spread(2, 70, 120));
    let ana = MemberReport { member: ANA, claimed: 3, claim, answer, closed: 1, open: 1 };
    assert_eq!(found, [bob, ana]);
}

#[test]
fn ai_agents_have_their_conversations_handoffs_misses_and_failures() {
    let it = Weekend::whole();
    let found = it.reads(|reader| reader.by_ai_agent(&all()));
    let iris = AiAgentReport {
        ai_agent: Some(IRIS),
        conversations: 7,
        contained: 1,
        handoffs: 6,
        no_answer: 1,
        failures: 1,
    };
    let otto = AiAgentReport {
        ai_agent: Some(OTTO),
        conversations: 1,
        handoffs: 1,
        ..AiAgentReport::default()
    };
    assert_eq!(found, [iris, otto]);
}

#[test]
fn labels_have_the_handoffs_of_the_conversations_that_have_them() {
    let it = Weekend::whole();
    let found = it.reads(|reader| reader.by_label(&all()));
    let (claim, answer) = (spread(1, 30, 30), spread(1, 120, 120));
    assert_eq!(found, [LabelReport { label: BILLING, handoffs: 1, claim, answer }]);
    let scope = Scope { label: Some(BILLING), ..all() };
    let times = it.reads(|reader| reader.handoff_times(&scope));
    assert_eq!((times.handoffs, times.claim), (1, spread(1, 30, 30)));
}

fn ledger(it: &Weekend, scope: Scope, missed: bool, limit: usize) -> Vec<LedgerEntry> {
    let (mut cursor, mut entries) = (None, Vec::new());
    loop {
        let query = LedgerQuery { scope, missed, cursor, limit };
        let page = it.reads(|reader| reader.ledger(&query));
        assert!(page.items.len() <= limit);
        entries.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return entries,
        }
    }
}

#[test]
fn missed_handoffs_have_their_cause() {
    let it = Weekend::whole();
    let causes: Vec<_> = ledger(&it, all(), false, 3).iter().map(|entry| entry.missed).collect();
    assert_eq!(
        causes,
        [
            Some(Cause::VisitorGone),
            None,
            Some(Cause::NobodyAvailable),
            Some(Cause::OutsideHours),
            Some(Cause::Silent),
            Some(Cause::NobodyConnected),
            None,
        ]
    );
    let missed = ledger(&it, all(), true, 2);
    assert_eq!(missed.len(), 5);
    assert!(missed.iter().all(|entry| entry.missed.is_some()), "{missed:?}");
    assert_eq!(it.reads(|reader| reader.ledger_length(&all())), (7, 5));
    let by_cause = it.reads(|reader| reader.missed_by_cause(&all()));
    assert_eq!(by_cause.iter().map(|report| report.handoffs).collect::<Vec<_>>(), [1; 5]);
}

#[test]
fn the_ledger_tells_who_was_told_saw_took_and_answered() {
    let it = Weekend::whole();
    let entries = ledger(&it, all(), false, 100);
    let first = &entries[6];
    let at = |time: &str| -> Timestamp { format!("2026-03-28T09:{time}Z").parse().unwrap() };
    assert_eq!(first.raised_at, at("00:10"));
    assert_eq!((first.number, first.visitor.as_deref()), (1, Some("Marta")));
    assert_eq!((first.trigger, &*first.reason), (Trigger::VisitorWords, "Asked for a person"));
    let told: Vec<&str> = first.told.iter().map(|member| member.name.as_str()).collect();
    assert_eq!((told, first.reached.clone()), (vec!["Ana", "Bob"], Some(vec![ANA])));
    assert_eq!(first.seen, Some((at("00:20"), BOB)));
    assert_eq!(first.claimed, Some((at("00:40"), ANA)));
    assert_eq!(first.claimed_means, Some(Means::Prompt));
    assert_eq!(first.answered, Some((at("02:10"), ANA)));
    assert_eq!(first.ended, Some((at("04:00"), Ended::Closed)));
    let given = &entries[0];
    assert_eq!((given.given_to, given.ai_agent), (Some(BOB), Some(OTTO)));
    assert_eq!(given.claimed, Some((given.raised_at, BOB)));
    assert_eq!(given.reached, Some(vec![BOB]));
    let (silent, nobody) = (&entries[4], &entries[5]);
    assert_eq!((silent.silent, silent.answered.map(|(_, by)| by)), (1, Some(BOB)));
    assert_eq!((nobody.told.len(), nobody.reached.clone()), (2, Some(vec![])));
    assert_eq!(nobody.ended.map(|(_, how)| how), Some(Ended::HandedBack));
    it.bench.is_sound();
}

#[test]
fn a_conversation_that_a_member_reopens_goes_on_with_its_handoff() {
    let it = Weekend::new();
    let marta = it.at("28T09:00:00").begins();
    it.bench.says(marta, "A human please");
    it.at("28T09:00:05");
    it.closes(ANA, marta);
    let cause = |it: &Weekend| ledger(it, all(), false, 10)[0].missed;
    assert_eq!(cause(&it), Some(Cause::ClosedUnanswered));
    it.does(ANA, marta, Command::Status { to: Status::Active });
    it.claims(ANA, marta);
    it.at("28T09:00:30");
    it.answers(ANA, marta);
    it.bench.says(marta, "Good");
    assert_eq!(cause(&it), None);
    assert_eq!(ledger(&it, all(), false, 10)[0].ended, None);
    it.bench.is_sound();
}

#[test]
fn a_file_of_before_the_ledger_has_the_same_once_it_is_opened() {
    let it = Weekend::whole();
    let before = ledger(&it, all(), false, 100);
    let folder = it.bench.closed();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    db.execute_batch("DELETE FROM handoffs; DELETE FROM begun; DELETE FROM misses").unwrap();
    drop(db);
    let store = Store::open(folder.path()).unwrap();
    let query = LedgerQuery { scope: all(), missed: false, cursor: None, limit: 100 };
    let after = store.read_blocking(|reader| reader.ledger(&query)).unwrap();
    assert_eq!(after.items, before);
    store.close();
    assert_eq!(Store::check(folder.path()).unwrap(), []);
}

#[test]
fn a_visitor_who_writes_changes_nothing_in_the_ledger() {
    let it = Weekend::new();
    let marta = it.at("28T09:00:00").begins();
    it.bench.says(marta, "A human please");
    it.claims(ANA, marta);
    let before = ledger(&it, all(), false, 10);
    let seen = it.bench.log().len();
    it.at("28T09:10:00").says(marta, "Hello?");
    it.bench.asks(Sender::Visitor, marta, Command::Read { seq: 1_000 }).unwrap();
    assert_eq!(ledger(&it, all(), false, 10), before);
    assert_eq!(it.bench.log().len(), seen + 2);
}
