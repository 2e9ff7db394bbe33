//! Reports over a history whose figures were computed by hand: the last weekend of March in Oslo, when
//! the clocks are put forward in the night to Sunday.

mod weekend;

use super::bench::{ANA, BILLING, BOB, IRIS, OTTO};
use baton_domain::*;
use baton_store::*;
use rusqlite::Connection;
use weekend::Weekend;

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
