//! Which messages are about which topic, and which only look like it.

use proptest::prelude::*;

use super::Topic::{self, *};
use super::{is_about, situations as first, topics, unseen, unseen_again as again};
use crate::phrase::STEPS;

/// The topics of the ready-made rule "Sensitive issue".
const SENSITIVE: [Topic; 6] = [Complaint, Refund, BillingDispute, AccountAccess, Legal, Safety];

fn unheard<'a>(texts: &[&'a str], topic: Topic) -> Vec<&'a str> {
    texts.iter().copied().filter(|text| !is_about(text, topic)).collect()
}

fn misheard<'a>(texts: &[&'a str], any_of: &[Topic]) -> Vec<(&'a str, Vec<Topic>)> {
    let heard = |text: &str| topics(text).into_iter().filter(|t| any_of.contains(t)).collect();
    let all = texts.iter().map(|text| (*text, heard(text)));
    all.filter(|(_, heard): &(_, Vec<Topic>)| !heard.is_empty()).collect()
}

fn untold<'a>(told: &[(&'a str, Topic)]) -> Vec<(&'a str, Topic)> {
    told.iter().copied().filter(|(text, topic)| !is_about(text, *topic)).collect()
}

#[test]
fn a_sensitive_issue_is_heard_and_talk_about_such_issues_is_not() {
    assert_eq!(untold(first::SENSITIVE), []);
    assert_eq!(untold(unseen::SENSITIVE), []);
    assert_eq!(untold(again::SENSITIVE), []);
    assert_eq!(misheard(first::NOT_SENSITIVE, &SENSITIVE), []);
    assert_eq!(misheard(unseen::NOT_SENSITIVE, &SENSITIVE), []);
    assert_eq!(misheard(again::NOT_SENSITIVE, &SENSITIVE), []);
}

#[test]
fn a_sales_opportunity_is_heard_and_a_question_about_plans_is_not() {
    assert_eq!(unheard(first::SALES, Sales), [""; 0]);
    assert_eq!(unheard(unseen::SALES, Sales), [""; 0]);
    assert_eq!(unheard(again::SALES, Sales), [""; 0]);
    assert_eq!(misheard(first::NOT_SALES, &[Sales]), []);
    assert_eq!(misheard(unseen::NOT_SALES, &[Sales]), []);
    assert_eq!(misheard(again::NOT_SALES, &[Sales]), []);
}

#[test]
fn a_request_for_a_person_is_heard_and_talk_about_people_is_not() {
    assert_eq!(unheard(first::ESCALATION, Person), [""; 0]);
    assert_eq!(unheard(unseen::ESCALATION, Person), [""; 0]);
    assert_eq!(unheard(again::ESCALATION, Person), [""; 0]);
    assert_eq!(misheard(first::NOT_ESCALATION, &[Person]), []);
    assert_eq!(misheard(unseen::NOT_ESCALATION, &[Person]), []);
    assert_eq!(misheard(again::NOT_ESCALATION, &[Person]), []);
}

#[test]
fn a_visitor_whom_the_ai_agent_misunderstands_is_heard() {
    assert_eq!(unheard(first::CONFUSION, AiConfusion), [""; 0]);
    assert_eq!(unheard(unseen::CONFUSION, AiConfusion), [""; 0]);
    assert_eq!(unheard(again::CONFUSION, AiConfusion), [""; 0]);
    assert_eq!(misheard(first::NOT_CONFUSION, &[AiConfusion]), []);
    assert_eq!(misheard(unseen::NOT_CONFUSION, &[AiConfusion]), []);
    assert_eq!(misheard(again::NOT_CONFUSION, &[AiConfusion]), []);
}

/// Phrasings as visitors write them: `+` is about the topic, `-` a near miss. The phrases were mended
/// with them, so that they guard against relapse and measure nothing.
const JUDGED: &[(Topic, &str)] = &[
    (Person, include_str!("judged/person.txt")),
    (Refund, include_str!("judged/refund.txt")),
    (BillingDispute, include_str!("judged/billing_dispute.txt")),
    (Complaint, include_str!("judged/complaint.txt")),
    (AccountAccess, include_str!("judged/account_access.txt")),
    (Sales, include_str!("judged/sales.txt")),
    (AiConfusion, include_str!("judged/ai_confusion.txt")),
];

#[test]
fn what_people_judged_is_taken_as_they_took_it() {
    for (topic, lines) in JUDGED {
        let judged = lines.lines().filter_map(|line| line.split_once(' '));
        let wrong: Vec<_> =
            judged.filter(|(sign, text)| is_about(text, *topic) != (*sign == "+")).collect();
        assert_eq!(wrong, [], "{}", topic.name());
        assert!(lines.lines().count() >= 60, "{}", topic.name());
    }
}

#[test]
fn a_topic_is_known_by_its_name_and_only_by_that() {
    for topic in Topic::ALL {
        assert_eq!(Topic::named(topic.name()), Some(topic));
        assert_eq!(serde_json::to_value(topic).ok(), Some(topic.name().into()));
    }
    assert_eq!(Topic::named("Refund"), None);
    assert_eq!(Topic::named(""), None);
}

#[test]
fn a_message_may_be_about_several_topics() {
    let text = "You charged me twice, this is unacceptable. I want my money back or I'll call my \
                lawyer.";
    assert_eq!(topics(text), [Refund, BillingDispute, Complaint, Legal]);
    assert_eq!(topics("What does the Team plan cost?"), []);
}

#[test]
fn twice_the_text_takes_at_most_about_twice_the_steps() {
    for piece in ["you charged twice no i ", "i want the a an our ", "not ", "a,", "refund? "] {
        let steps_of = |text: &str| {
            STEPS.with(|steps| steps.set(0));
            topics(text);
            STEPS.with(std::cell::Cell::get)
        };
        let half = steps_of(&piece.repeat(2_048 / piece.len()));
        let whole = steps_of(&piece.repeat(4_096 / piece.len()));
        let most = steps_of(&piece.repeat(16_384 / piece.len()));
        assert!(whole <= half * 5 / 2, "{piece:?}: {half}, then {whole}");
        assert!(most <= 16_384 * 400, "{piece:?}: {most}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), words in worrying_words()) {
        let text = format!("{text} {}", words.join(" "));
        for topic in Topic::ALL {
            prop_assert_eq!(is_about(&text, topic), topics(&text).contains(&topic));
        }
    }
}

/// Words of the phrases with signs between.
fn worrying_words() -> impl Strategy<Value = Vec<&'static str>> {
    let words = vec![
        "i",
        "want",
        "refund",
        "not",
        "charged",
        "twice",
        "200",
        "seats",
        "99999999999999",
        "?",
        ",",
        "it's",
        "'",
        "l'",
        "\u{301}",
        "ß",
        "no",
        "one",
        "can",
        "log",
        "into",
        "1.2",
        "🙂",
        "the",
    ];
    proptest::collection::vec(proptest::sample::select(words), 0..30)
}
