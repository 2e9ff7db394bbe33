//! Turns that depend on what was said before, and bursts.

use super::{NORDHEM, article, ask, nordhem, outcome, said, text, turn};
use crate::{Answer, Knowledge, Speaker, Trigger, Turn};

fn shoes() -> Knowledge {
    Knowledge::new(&[
        article("Opening hours in Oslo", "The shop in Oslo opens at nine and closes at six."),
        article("Opening hours in Bergen", "The shop in Bergen opens at ten and closes at five."),
        article("Gift cards", "Gift cards are valid for two years."),
    ])
    .unwrap()
}

#[test]
fn after_two_turns_without_an_answer_iris_hands_off() {
    let asked = ["do you sell bicycles in norway".to_owned()];
    let first = NORDHEM.answer(&turn(&asked)).unwrap();
    assert_eq!(outcome(&first), "rephrase");
    let second = NORDHEM.answer(&Turn { earlier_misses: 1, ..turn(&asked) }).unwrap();
    let reason = "AI has no good answer".to_owned();
    assert_eq!(second, Answer::Handoff { reason, trigger: Trigger::NoGoodAnswer });
    for (misses_before_handoff, earlier_misses) in [(0, 0), (1, 0), (2, u32::MAX)] {
        let turn = Turn { misses_before_handoff, earlier_misses, ..turn(&asked) };
        assert_eq!(outcome(&NORDHEM.answer(&turn).unwrap()), "handoff: AI has no good answer");
    }
}

#[test]
fn two_articles_that_fit_equally_well_are_offered_and_the_pick_is_answered() {
    let shoes = shoes();
    let asked = ["What are the opening hours?".to_owned()];
    let question = shoes.answer(&turn(&asked)).unwrap();
    assert_eq!(outcome(&question), "ask back: Opening hours in Oslo / Opening hours in Bergen");
    assert_eq!(
        text(&question),
        "Do you mean “Opening hours in Oslo” or “Opening hours in Bergen”?"
    );
    let history = [said(Speaker::Visitor, &asked[0]), said(Speaker::AiAgent, text(&question))];
    let picks = [
        ("Bergen", "reply: Opening hours in Bergen"),
        ("the first one", "reply: Opening hours in Oslo"),
        ("2", "reply: Opening hours in Bergen"),
        ("in oslo please", "reply: Opening hours in Oslo"),
        ("both", "reply: Opening hours in Oslo + Opening hours in Bergen"),
        ("neither", "rephrase"),
        ("How long are gift cards valid?", "reply: Gift cards"),
        ("thanks", "small talk"),
    ];
    for (pick, expected) in picks {
        let asked = [pick.to_owned()];
        let answer = shoes.answer(&Turn { history: &history, ..turn(&asked) }).unwrap();
        assert_eq!(outcome(&answer), expected, "{pick:?}");
    }
}

#[test]
fn iris_does_not_ask_again_what_the_note_or_the_visitor_already_settled() {
    let shoes = shoes();
    let asked = ["What are the opening hours?".to_owned()];
    let noted = Turn { note: Some("Marta lives in Bergen."), ..turn(&asked) };
    assert_eq!(outcome(&shoes.answer(&noted).unwrap()), "reply: Opening hours in Bergen");
    let question = text(&shoes.answer(&turn(&asked)).unwrap()).to_owned();
    let history = [said(Speaker::AiAgent, &question), said(Speaker::Member, "Ana here")];
    let again = shoes.answer(&Turn { history: &history, ..turn(&asked) }).unwrap();
    assert_eq!(outcome(&again), "reply: Opening hours in Oslo");
}

#[test]
fn after_a_hand_back_only_new_words_count_and_the_note_stays_internal() {
    let history = [
        said(Speaker::Visitor, "I want to talk to a human! I was charged twice!"),
        said(Speaker::Member, "Ana here, that is settled."),
    ];
    let note = Some("Dispute settled, refunded 9 euros. She is annoyed.");
    for (asked, expected) in [
        ("how do I export my data", "reply: Export your data"),
        ("thank you", "small talk"),
        ("and the api?", "reply: Integrations, API and contact hours"),
        ("blorp frumious", "rephrase"),
    ] {
        let asked = [asked.to_owned()];
        let answer = NORDHEM.answer(&Turn { history: &history, note, ..turn(&asked) }).unwrap();
        assert_eq!(outcome(&answer), expected, "{asked:?}");
        assert!(!text(&answer).contains("annoyed") && !text(&answer).contains("9 euros"));
    }
}

#[test]
fn a_burst_is_answered_in_one_reply() {
    for (asked, expected) in [
        (&["hi", "how much is Team?"][..], "reply: Plans and pricing"),
        (&["hello", "I forgot", "my password", ":("], "reply: Reset your password"),
        (&["My password does not work.", "What can I do?"], "reply: Reset your password"),
        (
            &["How do I get a refund?", "And where are my invoices?"],
            "reply: Refunds + Find your invoices",
        ),
        (
            &["How do I invite a colleague? Is there an API?"],
            "reply: Invite a colleague + Integrations, API and contact hours",
        ),
        (&["how do I export my data?", "I was charged twice!"], "handoff: Billing dispute"),
        (&["hi", "thanks", "👍"], "small talk"),
    ] {
        let asked: Vec<String> = asked.iter().map(|text| (*text).to_owned()).collect();
        let answer = NORDHEM.answer(&turn(&asked)).unwrap();
        assert_eq!(outcome(&answer), expected, "{asked:?}: {answer:?}");
    }
}

#[test]
fn a_question_of_several_that_stays_open_is_named_as_open() {
    let answer = ask(&NORDHEM, "How do I export my data? Do you sell bicycles in Norway?");
    assert_eq!(outcome(&answer), "reply: Export your data");
    assert!(text(&answer).contains("no answer to the rest"), "{answer:?}");
}

#[test]
fn a_follow_up_is_read_with_the_question_before_it() {
    let history = [
        said(Speaker::Visitor, "How much is Team?"),
        said(Speaker::AiAgent, "Team costs €9 per seat and month."),
    ];
    let asked = ["and Business?".to_owned()];
    let answer = NORDHEM.answer(&Turn { history: &history, ..turn(&asked) }).unwrap();
    assert_eq!(outcome(&answer), "reply: Plans and pricing");
    assert!(text(&answer).contains("€19"), "{answer:?}");
}

#[test]
fn an_article_marked_for_people_hands_off_with_the_owners_reason() {
    let answer = ask(&NORDHEM, "I need to dispute a charge on my card");
    let reason = "Billing dispute".to_owned();
    assert_eq!(answer, Answer::Handoff { reason, trigger: Trigger::Article });
}

#[test]
fn a_source_carries_the_callers_id_and_the_page() {
    let Answer::Reply { sources, .. } = ask(&NORDHEM, "refund") else { panic!("no reply") };
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].article_id, nordhem()[1].id);
    assert_eq!(sources[0].url.as_deref(), Some("https://nordhem.example/help/Refunds"));
}
