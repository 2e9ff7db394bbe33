//! The rules that every workspace begins with: the five situations in which people take over.

use crate::*;
use uuid::Uuid;

/// The rules that every workspace begins with: one for each of the five situations, and only "Talk
/// to a human" switched on.
pub fn ready_made(mut fresh_id: impl FnMut() -> Uuid) -> Vec<Rule> {
    let sensitive = vec![
        Topic::Complaint,
        Topic::Refund,
        Topic::BillingDispute,
        Topic::AccountAccess,
        Topic::Legal,
        Topic::Safety,
    ];
    let rules = [
        (TALK_TO_A_HUMAN, Condition::Topic { any: vec![Topic::Person] }, ASKED_FOR_A_PERSON),
        ("Sensitive issue", Condition::Topic { any: sensitive }, "Sensitive issue"),
        ("Sales opportunity", Condition::Topic { any: vec![Topic::Sales] }, "Sales opportunity"),
        ("AI confusion", Condition::Topic { any: vec![Topic::AiConfusion] }, "AI confusion"),
        ("The same question again", Condition::RepeatedQuestion { count: 2 }, "AI confusion"),
        ("Complex question", Condition::NoAnswer { count: 1 }, "Complex question"),
    ];
    let made = rules.into_iter().zip(0..).map(|((name, condition, reason), position)| Rule {
        id: RuleId(fresh_id()),
        name: name.to_owned(),
        enabled: name == TALK_TO_A_HUMAN,
        condition,
        reason: reason.to_owned(),
        to: None,
        labels: Vec::new(),
        position,
    });
    made.collect()
}
