//! One trigger, once (rule 3): the same handoff asked for in five ways at the same moment is one.

use baton_it::{Hub, of_kind};
use serde_json::json;

#[tokio::test]
async fn a_handoff_asked_for_in_five_ways_within_a_second_happens_once() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    for round in 0..10 {
        hub.ana()
            .put(&format!("/v1/ai-agents/{}", otto.id), json!({"enabled": true}))
            .await
            .is(200);
        let marta = otto.widget.marta("Hello").await;
        let conversation = marta.conversation.as_str();
        let words = marta.post(
            "/v1/visitor/messages",
            json!({"id": baton_it::id(), "text": "I want to talk to a human"}),
        );
        let button = marta.post("/v1/visitor/handoff", json!({}));
        let decision =
            otto.command(conversation, json!({"type": "handoff", "reason": "AI confusion"}));
        let member = hub
            .bob()
            .command(conversation, json!({"type": "handoff", "reason": "Complex question"}));
        let agent = format!("/v1/ai-agents/{}", otto.id);
        let switch_off = hub.ana().put(&agent, json!({"enabled": false}));
        let (words, button, decision, member, switch_off) =
            tokio::join!(words, button, decision, member, switch_off);
        words.is(201);
        button.is(202);
        assert!([200, 409].contains(&decision.status), "{decision:?}");
        member.is(200);
        switch_off.is(200);

        let view = hub.ana().conversation(conversation).await;
        assert_eq!(view["human_handoff"], true);
        assert_eq!(view["ownership"], 2, "round {round}: one change of owner");
        let timeline = hub.ana().timeline(conversation).await;
        assert_eq!(of_kind(&timeline, "handed_off").len(), 1, "round {round}: {timeline:#?}");
        let notified = of_kind(&timeline, "notified");
        let mut told: Vec<&str> = notified
            .iter()
            .flat_map(|event| event["data"]["members"].as_array().unwrap())
            .filter_map(|member| member["name"].as_str())
            .collect();
        let all = told.len();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), all, "round {round}: somebody was told twice");
        assert!(!told.is_empty(), "nobody was told");
        let waiting = marta
            .reads()
            .await
            .iter()
            .filter(|message| message["author"]["kind"] == "auto")
            .count();
        assert_eq!(waiting, 1, "round {round}: the waiting text is sent once");
    }
    hub.check().await.unwrap();
}

#[tokio::test]
async fn repeating_a_handoff_changes_nothing_and_notifies_nobody() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    let head = hub.ana().head().await;
    marta.ask_for_a_person().await;
    let again = json!({"type": "handoff", "reason": "Sales opportunity"});
    let answer = hub.bob().command(conversation, again).await.is(200);
    assert_eq!(answer["events"], json!([]));
    assert_eq!(hub.ana().head().await, head, "nothing was appended");
    hub.bob().claim(conversation).await;
    let head = hub.ana().head().await;
    marta.ask_for_a_person().await;
    assert_eq!(hub.ana().head().await, head, "Bob has it; the button changes nothing");
}

#[tokio::test]
async fn a_handoff_needs_no_message_and_can_go_straight_to_a_member() {
    let hub = Hub::open().await;
    let marta = hub.widget.start(json!({})).await;
    let conversation = marta.conversation.as_str();
    let to_bob = json!({"type": "handoff", "reason": "Sales opportunity", "to": hub.bob().party()});
    let done = hub.ana().command(conversation, to_bob).await.is(200);
    let view = &done["conversation"];
    assert_eq!(view["assignee"]["name"], "Bob");
    assert_eq!(view["human_handoff"], true);
    assert_eq!(view["handoff"]["reason"], "Sales opportunity");
    assert_eq!(view["handoff"]["trigger"], "member");
    let timeline = hub.ana().timeline(conversation).await;
    let notified = of_kind(&timeline, "notified");
    assert_eq!(notified.len(), 1);
    assert_eq!(notified[0]["data"]["members"][0]["name"], "Bob");
    let unassigned = hub.ana().get("/v1/conversations?tab=unassigned").await.is(200);
    assert_eq!(unassigned["counts"]["unassigned"], 0);
    let mine = hub.bob().get("/v1/conversations?tab=mine").await.is(200);
    assert_eq!(mine["items"][0]["id"], conversation);
}

#[tokio::test]
async fn what_is_reopened_with_nobody_to_answer_is_announced_to_the_team() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let close = json!({"type": "status", "to": "closed"});
    let waited = hub.marta_waits().await;
    ana.command(&waited.conversation, close.clone()).await.is(200);
    let bobs = hub.marta_waits().await;
    bob.claim(&bobs.conversation).await;
    bob.command(&bobs.conversation, close).await.is(200);

    // Reopened by the visitor while no AI agent is on.
    ana.put(&format!("/v1/ai-agents/{}", hub.iris), json!({"enabled": false})).await.is(200);
    let head = ana.head().await;
    waited.say("Hello?").await;
    assert_eq!(of_kind(&ana.events(head).await, "notified").len(), 1);

    // Reopened by hand after its member has left.
    ana.delete(&format!("/v1/members/{}", bob.id)).await.is(204);
    let open = json!({"type": "status", "to": "active"});
    ana.command(&bobs.conversation, open).await.is(200);
    let view = ana.conversation(&bobs.conversation).await;
    assert!(view["assignee"].is_null(), "held by somebody who left: {view}");
    let unassigned = ana.get("/v1/conversations?tab=unassigned").await.is(200);
    assert_eq!(unassigned["counts"]["unassigned"], 2);
}
