//! "When to Take Over": each of the five situations passes the baton, by the rule that every
//! workspace has for it, and an ordinary question does not.

use super::row;
use baton_it::{Hub, Member, id};
use serde_json::json;

/// Only this ready-made rule is switched on.
async fn only(ana: &Member, name: &str) {
    for rule in ana.get("/v1/rules").await.is(200)["items"].as_array().unwrap() {
        let path = format!("/v1/rules/{}", rule["id"].as_str().unwrap());
        ana.put(&path, json!({"enabled": rule["name"] == name})).await.is(200);
    }
}

/// Marta says this; the rule hands it to people for this reason, and leaves another visitor alone.
async fn passes(rule: &str, said: &[&str], reason: &str) {
    let hub = Hub::open().await;
    only(hub.ana(), rule).await;
    let otto = hub.otto().await;
    let elif = otto.widget.marta("Which sizes do you have?").await;
    let marta = otto.widget.start(json!({})).await;
    for text in said {
        marta.post("/v1/visitor/messages", json!({"id": id(), "text": text})).await.is(201);
    }
    let found = row(&hub, &marta).await;
    assert_eq!(found["handoff"]["reason"], reason, "{found}");
    assert_eq!(found["human_handoff"], true);
    assert_eq!(row(&hub, &elif).await["human_handoff"], false, "an ordinary question");
}

#[tokio::test]
async fn complex_questions_beyond_the_ais_knowledge_base() {
    let hub = Hub::open().await;
    only(hub.ana(), "Complex question").await;
    let marta = hub.marta("Which moss grows on the north side of basalt?").await;
    let event = hub.ana().event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(event["data"]["reason"], "Complex question");
}

#[tokio::test]
async fn sensitive_situations_such_as_complaints() {
    passes("Sensitive issue", &["I want to make a complaint about you"], "Sensitive issue").await;
}

#[tokio::test]
async fn sensitive_situations_such_as_billing_disputes() {
    passes("Sensitive issue", &["I was charged twice for one order"], "Sensitive issue").await;
}

#[tokio::test]
async fn sensitive_situations_such_as_account_issues() {
    passes("Sensitive issue", &["I am locked out of my account"], "Sensitive issue").await;
}

#[tokio::test]
async fn sales_opportunities() {
    let said = ["We would like a quote for 200 seats"];
    passes("Sales opportunity", &said, "Sales opportunity").await;
}

#[tokio::test]
async fn escalation_requests_of_visitors_who_explicitly_ask_to_speak_with_a_person() {
    let said = ["I would like to speak with a person"];
    passes("Talk to a human", &said, "Asked for a person").await;
}

#[tokio::test]
async fn ai_confusion() {
    let said = ["That is not what I asked, your answer is wrong"];
    passes("AI confusion", &said, "AI confusion").await;
}
