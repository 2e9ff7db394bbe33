//! What an unfriendly or unlucky client tries beyond the contract, each found as a defect once.

use baton_it::{Hub, of_kind, said_by};
use serde_json::json;

#[tokio::test]
async fn a_removed_label_leaves_a_conversation_without_one() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    let label = ana.post("/v1/labels", json!({"name": "Gone soon"})).await.is(201);
    let put = json!({"type": "labels", "add": [label["id"]]});
    ana.command(&marta.conversation, put.clone()).await.is(200);
    ana.delete(&format!("/v1/labels/{}", label["id"].as_str().unwrap())).await.is(204);
    assert_eq!(ana.conversation(&marta.conversation).await["labels"], json!([]));
    let none = ana.get("/v1/conversations?label=none").await.is(200);
    assert_eq!(none["counts"]["all"], 1, "{none}");
    ana.command(&marta.conversation, put).await.refused(422, "invalid");
}

#[tokio::test]
async fn answer_last_does_not_hand_off_again_because_of_what_was_said_before() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta("Let me speak to a human").await;
    let conversation = marta.conversation.as_str();
    ana.claim(conversation).await;
    marta.say("How do I reset my password?").await;
    let back = json!({"type": "assign", "to": hub.iris(), "expect": 3, "answer_last": true});
    ana.command(conversation, back).await.is(200);
    ana.event(0, "Iris answers or hands off", |e| {
        e["conversation"] == conversation
            && e["seq"].as_u64() > Some(0)
            && (e["data"]["author"]["kind"] == "ai"
                || (e["type"] == "handed_off" && e["data"]["ownership"] == 5))
    })
    .await;
    let timeline = ana.timeline(conversation).await;
    assert_eq!(of_kind(&timeline, "handed_off").len(), 1, "{timeline:#?}");
}

#[tokio::test]
async fn a_closed_conversation_of_a_member_who_left_is_not_lost_when_reopened() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let c = marta.conversation.as_str();
    bob.claim(c).await;
    bob.command(c, json!({"type": "status", "to": "closed"})).await.is(200);
    ana.delete(&format!("/v1/members/{}", bob.id)).await.is(204);
    ana.command(c, json!({"type": "status", "to": "active"})).await.is(200);
    let view = ana.conversation(c).await;
    assert!(view["assignee"].is_null(), "held by somebody who left: {view}");
}

#[tokio::test]
async fn a_closed_unassigned_conversation_reopened_by_the_visitor_without_ai_is_announced() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    let c = marta.conversation.as_str();
    ana.put(&format!("/v1/ai-agents/{}", hub.iris), json!({"enabled": false})).await.is(200);
    ana.command(c, json!({"type": "status", "to": "closed"})).await.is(200);
    let head = ana.head().await;
    marta.say("Hello?").await;
    let events = ana.events(head).await;
    assert_eq!(of_kind(&events, "notified").len(), 1, "{events:#?}");
}

#[tokio::test]
async fn a_reopened_by_hand_conversation_of_a_disabled_ai_agent_gets_people() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Hello").await;
    let c = marta.conversation.as_str();
    ana.command(c, json!({"type": "status", "to": "closed"})).await.is(200);
    ana.put(&format!("/v1/ai-agents/{}", otto.id), json!({"enabled": false})).await.is(200);
    ana.command(c, json!({"type": "status", "to": "active"})).await.is(200);
    let view = ana.conversation(c).await;
    assert_eq!(view["human_handoff"], true, "held by a disabled AI agent: {view}");
}

#[tokio::test]
async fn an_ai_agent_that_never_held_a_conversation_leaves_nothing_in_it() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let marta = hub.marta_waits().await;
    let head = hub.ana().head().await;
    let answer = otto
        .command(&marta.conversation, json!({"type": "reply", "text": "spam", "expect": 2}))
        .await;
    assert_eq!(hub.ana().head().await, head, "{answer:?}");
}

#[tokio::test]
async fn a_question_the_hub_died_on_is_answered_after_the_restart() {
    let mut hub = Hub::open().await;
    let marta = hub.marta("How much is the Team plan?").await;
    hub.kill().await;
    hub.start_again().await;
    let marta = marta.at(&hub.url);
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    assert_eq!(said_by(&marta.reads().await, "ai").len(), 1);
}

#[tokio::test]
async fn a_repeated_message_is_not_limited() {
    let hub =
        Hub::with(baton_it::Setup { env: &[("BATON_LIMIT_MESSAGES", "3")], ..Default::default() })
            .await;
    let marta = hub.widget.start(json!({})).await;
    let m = json!({"id": baton_it::id(), "text": "Hi"});
    marta.post("/v1/visitor/messages", m.clone()).await.is(201);
    for _ in 0..5 {
        marta.post("/v1/visitor/messages", m.clone()).await.is(200);
    }
}

#[tokio::test]
async fn an_unsigned_identity_never_leads_to_what_is_known_of_somebody_else() {
    let hub = Hub::open().await;
    let victim = json!({"visitor": {"external_id": "42", "name": "Marta", "email": "m@x.example"}});
    hub.widget.start(victim).await;
    let stranger = hub.widget.start(json!({"visitor": {"external_id": "42"}})).await;
    let known = stranger.put("/v1/visitor/contact", json!({})).await.is(200);
    assert_eq!(known, json!({"name": null, "email": null, "phone": null}));
}
