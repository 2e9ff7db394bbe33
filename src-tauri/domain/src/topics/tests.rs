//! Which messages are about which topic, and which only look like it.

use super::Topic::{self, *};
use super::{is_about, situations as first, topics};

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
    assert_eq!(misheard(first::NOT_SENSITIVE, &SENSITIVE), []);
}

#[test]
fn a_sales_opportunity_is_heard_and_a_question_about_plans_is_not() {
    assert_eq!(unheard(first::SALES, Sales), [""; 0]);
    assert_eq!(misheard(first::NOT_SALES, &[Sales]), []);
}

#[test]
fn a_request_for_a_person_is_heard_and_talk_about_people_is_not() {
    assert_eq!(unheard(first::ESCALATION, Person), [""; 0]);
    assert_eq!(misheard(first::NOT_ESCALATION, &[Person]), []);
}

#[test]
fn a_visitor_whom_the_ai_agent_misunderstands_is_heard() {
    assert_eq!(unheard(first::CONFUSION, AiConfusion), [""; 0]);
    assert_eq!(misheard(first::NOT_CONFUSION, &[AiConfusion]), []);
}
