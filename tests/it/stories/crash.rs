//! Nothing that was acknowledged is lost or doubled when the hub dies without warning.

use baton_it::{Hub, Visitor, gapless, id, said_by};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashMap;
use tokio::task::JoinSet;

const DEATHS: usize = 50;
const WRITERS: usize = 4;
/// How many acknowledgements a hub lives for.
const LIFE: usize = 12;

/// Says one thing after the other until the hub is gone; what was acknowledged, and the one that
/// was not, which is said again after the restart under its own id.
async fn writes(
    visitor: Visitor,
    unanswered: Option<(String, String)>,
    acknowledged: tokio::sync::mpsc::UnboundedSender<(String, String)>,
) -> (String, String) {
    let mut next = unanswered;
    loop {
        let (id, text) = next.take().unwrap_or_else(|| (id(), format!("message {}", id())));
        let request = visitor.request(Method::POST, "/v1/visitor/messages");
        let answer = visitor.try_send(request.json(&json!({"id": id, "text": text}))).await;
        match answer {
            Ok(answer) if answer.status == 201 || answer.status == 200 => {
                assert_eq!(answer.body["id"], id.as_str());
                let _ = acknowledged.send((id, text));
            }
            // Refused or cut off: the hub is dying, and nobody knows whether this was stored.
            Ok(_) | Err(_) => return (id, text),
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_hub_is_killed_fifty_times() {
    let mut hub = Hub::open().await;
    let mut visitors = Vec::new();
    for _ in 0..WRITERS {
        visitors.push(hub.marta_waits().await);
    }
    let mut unanswered: Vec<Option<(String, String)>> = vec![None; WRITERS];
    let mut promised: HashMap<String, String> = HashMap::new();
    let mut log: Vec<Value> = Vec::new();
    for death in 0..DEATHS {
        let (sender, mut acknowledged) = tokio::sync::mpsc::unbounded_channel();
        let mut writers = JoinSet::new();
        for (index, visitor) in visitors.iter().enumerate() {
            let (visitor, unanswered) = (visitor.at(&hub.url), unanswered[index].take());
            let sender = sender.clone();
            writers.spawn(async move { (index, writes(visitor, unanswered, sender).await) });
        }
        drop(sender);
        for _ in 0..LIFE + death % 7 {
            let (id, text) = baton_it::soon("an answer", acknowledged.recv()).await.unwrap();
            promised.insert(id, text);
        }
        hub.kill().await;
        while let Some(done) = writers.join_next().await {
            let (index, left) = done.unwrap();
            unanswered[index] = Some(left);
        }
        while let Some((id, text)) = acknowledged.recv().await {
            promised.insert(id, text);
        }
        if death % 10 == 0 {
            hub.check().await.unwrap();
        }
        hub.start_again().await;
        // A client resumes from its cursor: what it had is still true, what follows has no gap.
        let after = log.last().map_or(0, |event| event["seq"].as_u64().unwrap());
        log.extend(hub.ana().events(after).await);
    }
    hub.kill().await;
    hub.check().await.unwrap();
    hub.start_again().await;
    let after = log.last().map_or(0, |event| event["seq"].as_u64().unwrap());
    log.extend(hub.ana().events(after).await);
    gapless(&log);
    assert_eq!(log, hub.ana().events(0).await, "what the client collected is the log");

    let mut stored: HashMap<&str, usize> = HashMap::new();
    for event in log.iter().filter(|event| event["data"]["author"]["kind"] == "visitor") {
        let id = event["data"]["id"].as_str().unwrap();
        *stored.entry(id).or_default() += 1;
        if let Some(text) = promised.get(id) {
            assert_eq!(event["data"]["text"], text.as_str());
        }
    }
    for id in promised.keys() {
        assert_eq!(stored.get(id.as_str()), Some(&1), "{id} was acknowledged");
    }
    assert!(stored.values().all(|times| *times == 1), "something is there twice");
    assert!(promised.len() >= DEATHS * LIFE);
}

#[tokio::test]
async fn a_question_the_hub_died_on_is_answered_once_after_the_restart() {
    let mut hub = Hub::open().await;
    let marta = hub.marta("How much is the Team plan?").await;
    hub.kill().await;
    hub.start_again().await;
    let marta = marta.at(&hub.url);
    let answer = hub.ana().message_by("ai", &marta.conversation, 0).await;
    marta.say("How do I export my data?").await;
    let seq = answer["seq"].as_u64().unwrap();
    hub.ana().message_by("ai", &marta.conversation, seq).await;
    assert_eq!(said_by(&marta.reads().await, "ai").len(), 2);
}
