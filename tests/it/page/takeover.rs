//! Its first part: what a takeover is, "How Takeover Works", "Taking Over a Conversation".

use super::{is_in, row};
use baton_it::{Hub, id, of_kind, said_by};
use serde_json::{Value, json};

#[tokio::test]
async fn a_takeover_transfers_a_conversation_from_an_ai_chat_agent_to_a_human_team_member() {
    let hub = Hub::open().await;
    let marta = hub.marta("How much is the Team plan?").await;
    assert_eq!(row(&hub, &marta).await["assignee"]["name"], "Iris");
    let bob = hub.bob();
    bob.assign(&marta.conversation, bob.party()).await;
    let now = row(&hub, &marta).await;
    assert_eq!(now["assignee"]["kind"], "human");
    assert_eq!(now["assignee"]["name"], "Bob");
}

#[tokio::test]
async fn it_happens_when_a_visitor_needs_personal_attention() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    marta.ask_for_a_person().await;
    assert_eq!(row(&hub, &marta).await["handoff"]["trigger"], "visitor_button");
}

#[tokio::test]
async fn it_happens_when_the_conversation_requires_judgment_the_ai_cannot_provide() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Is my contract void?").await;
    let decides = json!({"type": "handoff", "reason": "Complex question"});
    otto.command(&marta.conversation, decides).await.is(200);
    let handoff = row(&hub, &marta).await["handoff"].clone();
    assert_eq!(handoff["trigger"], "ai_decision");
    assert_eq!(handoff["reason"], "Complex question");
}

#[tokio::test]
async fn it_happens_where_the_ai_agent_is_configured_to_hand_off_in_the_flow() {
    let hub = Hub::open().await;
    let point = json!({"title": "Cancel a contract", "text": "Contracts are cancelled by people.",
        "handoff": "Wants to cancel"});
    hub.ana().post("/v1/articles", point).await.is(201);
    let marta = hub.marta("How do I cancel a contract?").await;
    let event = hub.ana().event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(event["data"]["reason"], "Wants to cancel");
}

#[tokio::test]
async fn the_conversation_is_flagged_with_human_handoff_true() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    assert_eq!(row(&hub, &marta).await["human_handoff"], false);
    marta.ask_for_a_person().await;
    assert_eq!(row(&hub, &marta).await["human_handoff"], true);
}

#[tokio::test]
async fn it_appears_in_the_unassigned_tab_if_no_specific_team_member_has_been_designated() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    assert!(is_in(&hub, "unassigned", &marta).await);

    let elif = hub.marta("Hello").await;
    let to_bob = json!({"type": "handoff", "reason": "His customer", "to": hub.bob().party()});
    hub.ana().command(&elif.conversation, to_bob).await.is(200);
    assert!(!is_in(&hub, "unassigned", &elif).await, "Bob was designated");
    assert_eq!(row(&hub, &elif).await["assignee"]["name"], "Bob");
}

#[tokio::test]
async fn the_ai_agent_stops_responding_automatically_and_the_conversation_waits_for_a_human() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    marta.say("How much is the Team plan?").await;
    // Iris does answer Elif, who asked later: she had the time to answer Marta too.
    let elif = hub.marta("How much is the Team plan?").await;
    hub.ana().message_by("ai", &elif.conversation, 0).await;
    let read = marta.reads().await;
    assert!(said_by(&read, "ai").iter().all(|said| !said.contains('€')), "{read:?}");
    assert!(row(&hub, &marta).await["waiting_since"].is_string());
}

#[tokio::test]
async fn any_team_member_can_claim_the_conversation_by_assign_to_me() {
    let hub = Hub::open().await;
    for member in [hub.ana(), hub.bob()] {
        let marta = hub.marta_waits().await;
        let claimed = member.claim(&marta.conversation).await;
        assert_eq!(claimed["conversation"]["assignee"]["name"], member.name.as_str());
    }
}

#[tokio::test]
async fn once_assigned_the_member_can_begin_replying_and_nobody_else_can() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let hello = |expect: Value| json!({"type": "reply", "text": "Hello", "expect": expect});
    let expect = row(&hub, &marta).await["ownership"].clone();
    let conversation = marta.conversation.as_str();
    hub.ana().command(conversation, hello(expect)).await.refused(409, "not_assignee");
    hub.ana().claim(conversation).await;
    hub.ana().reply(conversation, "Hello, Ana here").await;
    let expect = row(&hub, &marta).await["ownership"].clone();
    hub.bob().command(conversation, hello(expect)).await.refused(409, "not_assignee");
    assert_eq!(said_by(&marta.reads().await, "human"), ["Hello, Ana here"]);
}

#[tokio::test]
async fn the_assignment_dropdown_selects_yourself_or_another_team_member() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta("Hello").await;
    ana.assign(&marta.conversation, ana.party()).await;
    ana.assign(&marta.conversation, bob.party()).await;
    let timeline = ana.timeline(&marta.conversation).await;
    let to = |event: &&Value| event["data"]["to"]["name"].clone();
    assert_eq!(of_kind(&timeline, "assigned").iter().map(to).collect::<Vec<_>>(), ["Ana", "Bob"]);
}

#[tokio::test]
async fn handed_back_it_is_reassigned_to_the_ai_which_resumes_responding_to_new_messages() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    hub.ana().claim(&marta.conversation).await;
    let asked = marta.say("How much is the Team plan?").await["seq"].as_u64().unwrap();
    hub.ana().assign(&marta.conversation, hub.iris()).await;
    let now = row(&hub, &marta).await;
    assert_eq!(now["assignee"]["name"], "Iris");
    assert_eq!(now["human_handoff"], false);

    let new = json!({"id": id(), "text": "How do I invite a colleague?"});
    marta.post("/v1/visitor/messages", new).await.is(201);
    let answer = hub.ana().message_by("ai", &marta.conversation, asked).await;
    let said = answer["data"]["text"].as_str().unwrap();
    assert!(said.contains("People"), "the new message is answered, not the old one: {said}");
}
