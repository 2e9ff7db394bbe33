//! "Responder Tracking".

use super::{finds, is_in, row};
use baton_it::Hub;
use serde_json::json;

#[tokio::test]
async fn the_inbox_tracks_who_last_responded_to_each_conversation() {
    let hub = Hub::open().await;
    let marta = hub.marta("How much is the Team plan?").await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    assert_eq!(row(&hub, &marta).await["last_responder"]["name"], "Iris");
    marta.ask_for_a_person().await;
    hub.bob().claim(&marta.conversation).await;
    assert_eq!(row(&hub, &marta).await["last_responder"]["name"], "Iris", "he said nothing yet");
    hub.bob().reply(&marta.conversation, "Hello").await;
    let responder = row(&hub, &marta).await["last_responder"].clone();
    assert_eq!((&responder["kind"], &responder["name"]), (&json!("human"), &json!("Bob")));
}

#[tokio::test]
async fn the_row_names_the_current_responder_with_name_and_avatar() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    let ai = row(&hub, &marta).await["assignee"].clone();
    assert_eq!((&ai["kind"], &ai["name"]), (&json!("ai"), &json!("Iris")));
    hub.bob().assign(&marta.conversation, hub.bob().party()).await;
    let human = row(&hub, &marta).await["assignee"].clone();
    assert_eq!((&human["kind"], &human["name"]), (&json!("human"), &json!("Bob")));
    for assignee in [ai, human] {
        assert!(assignee.as_object().unwrap().contains_key("avatar"), "{assignee}");
    }
}

#[tokio::test]
async fn responded_by_finds_conversations_handled_by_specific_agents_or_team_members() {
    let hub = Hub::open().await;
    let by_iris = hub.marta("How much is the Team plan?").await;
    hub.ana().message_by("ai", &by_iris.conversation, 0).await;
    let by_bob = hub.marta_waits().await;
    hub.bob().claim(&by_bob.conversation).await;
    hub.bob().reply(&by_bob.conversation, "Hello").await;
    for (id, his, other) in [(&hub.iris, &by_iris, &by_bob), (&hub.bob().id, &by_bob, &by_iris)] {
        let query = format!("tab=all&responded_by={id}");
        assert!(finds(&hub, &query, his).await && !finds(&hub, &query, other).await, "{id}");
    }
}

#[tokio::test]
async fn agent_type_finds_conversations_handled_by_ai_agents_or_by_people() {
    let hub = Hub::open().await;
    let with_iris = hub.marta("Hello").await;
    let with_bob = hub.marta_waits().await;
    hub.bob().claim(&with_bob.conversation).await;
    assert!(finds(&hub, "tab=all&agent_type=ai", &with_iris).await);
    assert!(!finds(&hub, "tab=all&agent_type=ai", &with_bob).await);
    assert!(finds(&hub, "tab=all&agent_type=human", &with_bob).await);
    assert!(!finds(&hub, "tab=all&agent_type=human", &with_iris).await);
}

#[tokio::test]
async fn unassigned_shows_what_was_flagged_for_human_takeover_while_nobody_is_assigned() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    assert!(!is_in(&hub, "unassigned", &marta).await, "not flagged");
    marta.ask_for_a_person().await;
    assert!(is_in(&hub, "unassigned", &marta).await);
    assert!(row(&hub, &marta).await["assignee"].is_null());
    hub.bob().claim(&marta.conversation).await;
    assert!(!is_in(&hub, "unassigned", &marta).await, "Bob has it");
}
