//! Pages of a thread: the newest, before, after and around a place; and how it was handed back.

use super::bench::{self, ANA, Bench, IRIS, OTTO};
use baton_domain::*;
use baton_store::{HandBack, Place, Sender, ThreadPart};

/// The words of a page, and whether there is more before and after.
fn page(
    bench: &Bench,
    of: ConversationId,
    place: Place,
    limit: usize,
) -> (Vec<String>, bool, bool) {
    let read = bench.store.read_blocking(|reader| reader.thread_at(of, place, limit));
    let ThreadPart { items, older, newer } = read.unwrap();
    let words = |item: &ThreadItem| item.message.as_ref().map(|message| message.text.clone());
    (items.iter().filter_map(words).collect(), older, newer)
}

/// A thread with the numbers from 0 to 9, of which Marta says each between others' words.
fn numbers(bench: &Bench) -> (ConversationId, Vec<Seq>) {
    let (marta, other) = (bench.begins(), bench.begins());
    let mut seqs = Vec::new();
    for n in 0..10 {
        let said = bench.says(marta, &format!("Number {n}"));
        let is_message = |s: &&std::sync::Arc<baton_store::Stored>| {
            matches!(s.recorded.event.body, EventBody::MessagePosted { .. })
        };
        seqs.push(said.events.iter().find(is_message).unwrap().recorded.seq);
        bench.says(other, "Something else");
    }
    (marta, seqs)
}

fn said(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|n| format!("Number {n}")).collect()
}

#[test]
fn a_thread_opens_with_a_message_in_the_middle() {
    let bench = Bench::new();
    let (marta, seqs) = numbers(&bench);
    let around = |n: usize, limit| page(&bench, marta, Place::Around(seqs[n]), limit);
    assert_eq!(around(5, 4), (said(3..7), true, true));
    assert_eq!(around(9, 4), (said(7..10), true, false));
    assert_eq!(around(5, 100), (said(0..10), false, false));
    assert_eq!(around(0, 4).0, said(0..2));
    assert!(around(0, 4).2);
}

#[test]
fn pages_before_and_after_a_place_join_without_a_gap() {
    let bench = Bench::new();
    let (marta, seqs) = numbers(&bench);
    assert_eq!(page(&bench, marta, Place::Newest, 3), (said(7..10), true, false));
    assert_eq!(page(&bench, marta, Place::Before(seqs[7]), 3), (said(4..7), true, true));
    assert_eq!(page(&bench, marta, Place::After(seqs[6]), 2), (said(7..9), true, true));
    assert_eq!(page(&bench, marta, Place::After(seqs[8]), 2), (said(9..10), true, false));
    assert_eq!(page(&bench, marta, Place::After(seqs[9]), 2), (Vec::new(), true, false));
}

/// Ana gives it to an AI agent.
fn gives(bench: &Bench, of: ConversationId, to: AiAgentId, note: Option<&str>) -> Option<Seq> {
    let command = Command::Assign {
        to: Some(AssigneeRef { kind: PartyKind::Ai, id: to.0 }),
        expect: bench.state(of).ownership,
        note: note.map(Into::into),
        answer_last: false,
        means: Means::Dropdown,
    };
    let done = bench.asks(Sender::Member(ANA), of, command).unwrap();
    done.events.first().map(|event| event.recorded.seq)
}

#[test]
fn a_hand_back_is_known_whichever_ai_agents_come_after_it() {
    let bench = Bench::new();
    let marta = bench.begins();
    let known = || bench.store.read_blocking(|reader| reader.hand_back(marta)).unwrap();
    let note = |text: &str| Some(text.to_owned());
    assert_eq!(known(), HandBack::default(), "it has always been Iris's");
    bench.asks(Sender::Member(ANA), marta, bench::handoff()).unwrap();
    assert_eq!(known(), HandBack::default());
    let at = gives(&bench, marta, IRIS, Some("Paid"));
    assert_eq!(known(), HandBack { at, note: note("Paid") });
    gives(&bench, marta, OTTO, None);
    assert_eq!(known(), HandBack { at, note: note("Paid") }, "Otto is told too");
    gives(&bench, marta, IRIS, Some("Paid twice"));
    assert_eq!(known(), HandBack { at, note: note("Paid twice") });
    // What was noted before people had it again is over.
    let to_ana = bench::assign(Some((PartyKind::Human, ANA.0)), bench.state(marta).ownership);
    bench.asks(Sender::Member(ANA), marta, to_ana).unwrap();
    let at = gives(&bench, marta, OTTO, None);
    assert_eq!(known(), HandBack { at, note: None });
    bench.asks(Sender::Member(ANA), marta, bench::handoff()).unwrap();
    assert_eq!(known(), HandBack::default());
}
