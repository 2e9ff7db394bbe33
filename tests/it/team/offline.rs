//! Without the hub: everything can be read, written and searched; nothing can be claimed.

use baton::team::{LineStanding, OutboxState};
use baton::{ErrorCode, Tab};
use baton_it::{Desktop, Hub, Way};
use serde_json::json;

#[tokio::test]
async fn in_the_tunnel_everything_can_be_read_and_nothing_claimed() {
    let hub = Hub::open().await;
    let mine = hub.marta("Can I talk to a person?").await;
    let waiting = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.has(hub.head().await).await;
    ana.claim(&mine.conversation).await.unwrap();
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    assert_eq!(ana.list(Tab::Mine, None).await.len(), 1);
    assert_eq!(ana.list(Tab::All, Some("person")).await.len(), 1);
    assert!(ana.inbox().seat().line().as_of.is_some());
    let conversation = mine.conversation.parse().unwrap();
    assert!(!ana.inbox().timeline(conversation).await.unwrap().is_empty());
    let refused = ana.claim(&waiting.conversation).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Unavailable);
    assert!(refused.message.contains("offline"), "{}", refused.message);
    let back = json!({"type": "assign", "to": hub.iris(), "expect": 3});
    assert_eq!(
        ana.command(&mine.conversation, back).await.unwrap_err().code,
        ErrorCode::Unavailable
    );
    assert!(ana.outbox().await.is_empty(), "what depends on who is first never waits");
}

#[tokio::test]
async fn what_was_written_in_the_tunnel_leaves_by_itself() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.claim(&marta.conversation).await.unwrap();
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    assert!(ana.reply(&marta.conversation, "I’m on a train.").await.unwrap().queued);
    let comment = json!({"type": "comment", "text": "ask Bob about the invoice"});
    assert!(ana.command(&marta.conversation, comment).await.unwrap().queued);
    let pending = json!({"type": "status", "to": "pending"});
    assert!(ana.command(&marta.conversation, pending).await.unwrap().queued);
    ana.outbox_has(3, OutboxState::Waiting).await;
    let ana = ana.start_again().await;
    ana.outbox_has(3, OutboxState::Waiting).await;
    ana.line_is(LineStanding::Offline).await;
    assert!(ana.inbox().seat().line().as_of.is_some(), "it says as of when, after a restart too");
    ana.tunnel.is(Way::Open);
    ana.outbox_has(0, OutboxState::Waiting).await;
    marta.reads_until("I’m on a train.").await;
    let row = hub.ana().conversation(&marta.conversation).await;
    assert_eq!(row["status"], "pending");
}

#[tokio::test]
async fn what_was_read_and_looked_at_in_the_tunnel_is_told_afterwards() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    marta.say("Are you there?").await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.has(hub.head().await).await;
    let (mut bobs, _) = hub.bob().desk(0).await;
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    let seen = ana.inbox().head().await.unwrap();
    ana.command(&marta.conversation, json!({"type": "read", "seq": seen})).await.unwrap();
    ana.inbox().viewing(Some(marta.conversation.parse().unwrap()));
    ana.tunnel.is(Way::Open);
    ana.is_exact().await;
    let looks = |frame: &serde_json::Value| {
        frame["type"] == "viewing" && frame["conversation"] == marta.conversation.as_str()
    };
    bobs.until("Ana’s look", looks).await;
    baton_it::soon("what Ana has read", async {
        while hub.ana().conversation(&marta.conversation).await["unread"] != 0 {}
    })
    .await;
}
