//! The outbox: nothing leaves against what the person knew, nothing arrives twice.

use baton::ErrorCode;
use baton::team::{LineStanding, OutboxState};
use baton_it::{Desktop, Hub, Visitor, Way};
use serde_json::json;

/// Ana holds Marta's conversation and is in the tunnel.
async fn ana_in_the_tunnel(hub: &Hub) -> (Desktop, Visitor) {
    let marta = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.claim(&marta.conversation).await.unwrap();
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    (ana, marta)
}

#[tokio::test]
async fn a_reply_never_leaves_when_a_colleague_took_the_conversation_meanwhile() {
    let hub = Hub::open().await;
    let (ana, marta) = ana_in_the_tunnel(&hub).await;
    ana.reply(&marta.conversation, "Hold on.").await.unwrap();
    ana.command(&marta.conversation, json!({"type": "comment", "text": "mine"})).await.unwrap();
    hub.bob().assign(&marta.conversation, hub.bob().party()).await;
    ana.tunnel.is(Way::Open);
    let asks = ana.outbox_has(2, OutboxState::Asks).await;
    let problem = asks[0].problem.as_ref().unwrap();
    assert_eq!(problem.code, ErrorCode::OwnershipConflict);
    assert_eq!(problem.assignee.as_ref().unwrap().name, "Bob");
    assert!(!ana.words(&marta.conversation).await.contains(&"Hold on.".to_owned()));
    // Sent anyway: a comment may, a reply of somebody who does not hold it may not.
    let inbox = ana.inbox();
    let refused = inbox.outbox_retry(asks[0].id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAssignee);
    inbox.outbox_retry(asks[1].id).await.unwrap();
    let left = ana.outbox_has(1, OutboxState::Asks).await;
    inbox.outbox_discard(left[0].id).await.unwrap();
    ana.outbox_has(0, OutboxState::Asks).await;
    let comments =
        hub.bob().get(&format!("/v1/conversations/{}/comments", marta.conversation)).await.is(200);
    assert_eq!(comments["items"][0]["text"], "mine");
}

#[tokio::test]
async fn a_reply_asks_when_the_visitor_wrote_again_and_leaves_when_told_to() {
    let hub = Hub::open().await;
    let (ana, marta) = ana_in_the_tunnel(&hub).await;
    ana.reply(&marta.conversation, "It ships on Monday.").await.unwrap();
    marta.say("Never mind, it came!").await;
    ana.tunnel.is(Way::Open);
    let asks = ana.outbox_has(1, OutboxState::Asks).await;
    assert_eq!(asks[0].problem.as_ref().unwrap().code, ErrorCode::UnseenMessages);
    ana.inbox().outbox_edit(asks[0].id, "Glad to hear it!".into()).await.unwrap();
    let asks = ana.outbox_has(1, OutboxState::Asks).await;
    ana.inbox().outbox_retry(asks[0].id).await.unwrap();
    ana.outbox_has(0, OutboxState::Waiting).await;
    let words = ana.words(&marta.conversation).await;
    assert_eq!(words.last().map(String::as_str), Some("Glad to hear it!"));
    assert!(!words.contains(&"It ships on Monday.".to_owned()));
}

#[tokio::test]
async fn a_reply_whose_acknowledgement_was_lost_arrives_once() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.claim(&marta.conversation).await.unwrap();
    ana.tunnel.is(Way::OneWay);
    let sent = ana.reply(&marta.conversation, "Only once.").await.unwrap();
    assert!(sent.queued, "nobody knows yet");
    marta.reads_until("Only once.").await;
    let kept = ana.outbox().await;
    let refused = ana.inbox().outbox_edit(kept[0].id, "Twice?".into()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Unavailable, "it may have arrived");
    ana.tunnel.is(Way::Open);
    ana.outbox_has(0, OutboxState::Waiting).await;
    ana.has(hub.head().await).await;
    let words = ana.words(&marta.conversation).await;
    assert_eq!(words.iter().filter(|words| *words == "Only once.").count(), 1);
}

#[tokio::test]
async fn a_refusal_while_online_gives_the_words_back() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    let refused = ana.reply(&marta.conversation, "Too early.").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAssignee);
    assert!(ana.outbox().await.is_empty());
}

#[tokio::test]
async fn replies_arrive_in_the_order_they_were_written() {
    let hub = Hub::open().await;
    let (ana, marta) = ana_in_the_tunnel(&hub).await;
    for n in 0..20 {
        ana.reply(&marta.conversation, &format!("old {n}")).await.unwrap();
    }
    ana.tunnel.is(Way::Open);
    ana.is_exact().await;
    ana.reply(&marta.conversation, "new").await.unwrap();
    marta.reads_until("new").await;
    let read = marta.reads().await;
    let by_ana = read.iter().filter(|message| message["author"]["kind"] == "human");
    let texts: Vec<&str> = by_ana.map(|message| message["text"].as_str().unwrap()).collect();
    let mut written: Vec<String> = (0..20).map(|n| format!("old {n}")).collect();
    written.push("new".into());
    assert_eq!(texts, written);
}

#[tokio::test]
async fn changed_words_say_which_ones_they_replace() {
    let hub = Hub::open().await;
    let (ana, marta) = ana_in_the_tunnel(&hub).await;
    ana.reply(&marta.conversation, "Frist").await.unwrap();
    let first = ana.outbox().await[0].id;
    ana.inbox().outbox_edit(first, "First".into()).await.unwrap();
    let changed = ana.outbox().await;
    assert_ne!(changed[0].id, first);
    assert_eq!(changed[0].replaces, [first]);
    ana.tunnel.is(Way::Open);
    ana.outbox_has(0, OutboxState::Waiting).await;
    assert!(!ana.words(&marta.conversation).await.contains(&"Frist".to_owned()));
}
