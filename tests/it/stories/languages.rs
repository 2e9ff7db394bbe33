//! A visitor reads what nobody has written in their own language, and what the owner wrote as it is.

use baton_it::{InsideHub, id, quick, said_by};
use serde_json::json;

#[tokio::test]
async fn a_german_visitor_reads_german_until_the_owner_writes_something_else() {
    let hub = InsideHub::open(quick()).await;
    let widget = hub.widget.clone();
    let shown = |language: &str| format!("/v1/widget/{}?language={language}", widget.key);
    let greeting = hub.ana().get(&shown("de-AT")).await.is(200)["greeting"].clone();
    assert_eq!(greeting, "Hallo! Fragen Sie mich, ich antworte sofort.");
    let greeting = hub.ana().get(&shown("sv")).await.is(200)["greeting"].clone();
    assert_eq!(greeting, "Hi! Ask me anything, I answer right away.");

    let says = |language: &str| {
        json!({
            "message": {"id": id(), "text": "Can I talk to a person?"}, "language": language,
        })
    };
    let marta = widget.start(says("de")).await;
    hub.ana().event_in(&marta.conversation, 0, "handed_off").await;
    hub.ana().claim(&marta.conversation).await;
    let read = marta.reads().await;
    let [waiting, joined] = said_by(&read, "auto")[..] else { panic!("{read:?}") };
    assert!(waiting.starts_with("Ich hole jemanden aus unserem Team."), "{waiting}");
    assert_eq!(joined, "Ana ist jetzt für Sie da.");

    let iris = hub.ana().get("/v1/ai-agents").await.is(200)["items"][0].clone();
    let mut texts = iris["texts"].clone();
    texts["waiting"] = "One moment.".into();
    let path = format!("/v1/ai-agents/{}", iris["id"].as_str().unwrap());
    hub.ana().put(&path, json!({"texts": texts})).await.is(200);
    let other = widget.start(says("de")).await;
    hub.ana().event_in(&other.conversation, 0, "handed_off").await;
    assert_eq!(said_by(&other.reads().await, "auto"), ["One moment."]);
}

#[tokio::test]
async fn what_is_no_language_is_refused() {
    let hub = InsideHub::open(quick()).await;
    let path = format!("/v1/widget/{}", hub.widget.key);
    hub.ana().get(&format!("{path}?language=de_AT")).await.refused(422, "invalid");
    let long = "a".repeat(36);
    let start = hub.ana().post(&hub.widget.path(), json!({"language": long})).await;
    start.refused(422, "invalid");
}
