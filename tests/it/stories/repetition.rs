//! Every write may be repeated: the same id is the same write, and another body is refused.

use baton_it::{Hub, Visitor, id};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_visitors_message_sent_again_is_the_same_message() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let message = json!({"id": id(), "text": " Hello \u{7}there "});
    let first = marta.post("/v1/visitor/messages", message.clone()).await.is(201);
    assert_eq!(first["text"], " Hello there ");
    assert_eq!(first["id"], message["id"]);
    let head = hub.ana().head().await;
    for _ in 0..3 {
        let again = marta.post("/v1/visitor/messages", message.clone()).await.is(200);
        assert_eq!(again, first);
    }
    let other = json!({"id": message["id"], "text": "Something else"});
    marta.post("/v1/visitor/messages", other).await.refused(409, "id_reused");
    assert_eq!(hub.ana().head().await, head);
    let stranger = hub.marta_waits().await;
    let stolen = stranger.post("/v1/visitor/messages", message.clone()).await;
    stolen.refused(409, "id_reused");
    let as_reply = json!({"id": message["id"], "type": "comment", "text": "Hello there"});
    hub.ana().command(&marta.conversation, as_reply).await.refused(409, "id_reused");
}

#[tokio::test]
async fn a_message_sent_twice_at_once_is_one_message() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    for _ in 0..20 {
        let message = json!({"id": id(), "text": "Hello"});
        let sent: Vec<_> =
            (0..6).map(|_| marta.post("/v1/visitor/messages", message.clone())).collect();
        let mut answers: Vec<u16> = futures_util::future::join_all(sent)
            .await
            .into_iter()
            .map(|answer| answer.status)
            .collect();
        answers.sort_unstable();
        assert_eq!(answers, [200, 200, 200, 200, 200, 201]);
    }
    assert_eq!(marta.reads().await.len(), 21, "the waiting text and twenty messages");
}

/// Every kind of command, on a conversation that Ana holds with ownership 3.
fn commands(hub: &Hub, label: &Value, comment: &Value) -> Vec<(Value, Value)> {
    let other_text = |command: Value, key: &str, value: Value| {
        let mut other = command.clone();
        other[key] = value;
        (command, other)
    };
    vec![
        other_text(json!({"type": "reply", "text": "Hi", "expect": 3}), "text", json!("Ho")),
        other_text(json!({"type": "comment", "text": "Nice"}), "text", json!("Rude")),
        other_text(
            json!({"type": "comment_edit", "comment": comment, "text": "Edited"}),
            "text",
            json!("Edited again"),
        ),
        other_text(json!({"type": "labels", "add": [label], "remove": []}), "add", json!([])),
        other_text(json!({"type": "contact", "name": "Marta B"}), "name", json!("Marta C")),
        other_text(json!({"type": "read", "seq": 1}), "seq", json!(0)),
        other_text(json!({"type": "status", "to": "pending"}), "to", json!("closed")),
        other_text(json!({"type": "comment_delete", "comment": comment}), "comment", json!(id())),
        other_text(
            json!({"type": "assign", "to": hub.bob().party(), "expect": 3, "means": "dropdown"}),
            "to",
            json!(null),
        ),
    ]
}

#[tokio::test]
async fn every_command_sent_again_appends_nothing_and_another_body_is_refused() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    let labels = ana.get("/v1/labels").await.is(200);
    let noted =
        ana.command(conversation, json!({"type": "comment", "text": "First"})).await.is(200);
    let comment = noted["events"][0]["data"]["id"].clone();
    let claim = json!({"type": "claim", "expect": 2, "means": "key"});
    let mut all = vec![(claim.clone(), json!({"type": "claim", "expect": 2, "means": "tray"}))];
    all.extend(commands(&hub, &labels["items"][0]["id"], &comment));
    for (mut command, mut other) in all {
        command["id"] = id().into();
        other["id"] = command["id"].clone();
        let first = ana.command(conversation, command.clone()).await.is(200);
        let head = ana.head().await;
        let again = ana.command(conversation, command.clone()).await.is(200);
        assert_eq!(again["events"], first["events"], "{command}");
        ana.command(conversation, other).await.refused(409, "id_reused");
        hub.bob().command(conversation, command.clone()).await.refused(409, "id_reused");
        assert_eq!(ana.head().await, head, "{command} appended something");
    }
    hub.check().await.unwrap();
}

async fn start(hub: &Hub, key: &str, body: Value) -> baton_it::Answer {
    let nobody = hub.nobody();
    let request = nobody.request(Method::POST, &hub.widget.path());
    nobody.send(request.header("idempotency-key", key).json(&body)).await
}

#[tokio::test]
async fn a_start_sent_again_with_its_key_is_the_same_conversation_and_token() {
    let hub = Hub::with(baton_it::Setup {
        env: &[("BATON_LIMIT_CONVERSATIONS", "2")],
        ..Default::default()
    })
    .await;
    let body = json!({"message": {"id": id(), "text": "Hello"}, "visitor": {"name": "Marta"}});
    let first = start(&hub, "key-1", body.clone()).await.is(201);
    let head = hub.ana().head().await;
    for _ in 0..5 {
        let again = start(&hub, "key-1", body.clone()).await.is(200);
        assert_eq!(again, first, "retries are not limited either");
    }
    assert_eq!(hub.ana().head().await, head);
    let marta = Visitor::of(&hub.nobody(), &first);
    assert_eq!(marta.reads().await[0]["id"], body["message"]["id"]);
    start(&hub, "key-1", json!({})).await.refused(409, "id_reused");
    start(&hub, "", body.clone()).await.refused(422, "invalid");
    start(&hub, &"k".repeat(201), body.clone()).await.refused(422, "invalid");
    let second = start(&hub, "key-2", json!({})).await.is(201);
    assert_ne!(second["conversation_id"], first["conversation_id"]);
    assert_ne!(second["visitor_token"], first["visitor_token"]);
    // One address begins two conversations a minute here.
    let limited = start(&hub, "key-3", json!({})).await;
    assert!(!limited.header("retry-after").is_empty());
    limited.refused(429, "rate_limited");
}

#[tokio::test]
async fn starts_with_one_key_at_once_are_one_conversation() {
    let hub = Hub::open().await;
    let body = json!({"message": {"id": id(), "text": "Hello"}});
    let starts = (0..8).map(|_| start(&hub, "the-key", body.clone()));
    let answers = futures_util::future::join_all(starts).await;
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 1);
    assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
    let list = hub.ana().get("/v1/conversations").await.is(200);
    assert_eq!(list["counts"]["all"], 1);
}
