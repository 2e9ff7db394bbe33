//! The AI never talks over a person (rule 2): an answer that began under another ownership number
//! is refused, kept as a withdrawn draft for members, and never reaches the visitor.

use baton_it::{AiAgent, Hub, Member, Visitor, id, of_kind, said_by};
use serde_json::{Value, json};

/// Otto has read Marta's question and is still writing when something happens.
async fn otto_is_writing(hub: &Hub) -> (AiAgent, Visitor, u64) {
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Where is my parcel?").await;
    let seen = otto.message_by("visitor", &marta.conversation, 0).await;
    assert_eq!(seen["data"]["text"], "Where is my parcel?");
    let ownership = otto.conversation(&marta.conversation).await["ownership"].as_u64().unwrap();
    (otto, marta, ownership)
}

fn stale(expect: u64) -> Value {
    json!({"id": id(), "type": "reply", "text": "STALE: it is in Oslo", "expect": expect})
}

/// The answer comes too late, and again, and nobody but members ever hears of it.
async fn is_withdrawn(otto: &AiAgent, marta: &Visitor, ana: &Member, expect: u64) {
    let reply = stale(expect);
    let conversation = marta.conversation.as_str();
    let now = ana.conversation(conversation).await["ownership"].clone();
    let head = ana.head().await;
    let problem =
        otto.command(conversation, reply.clone()).await.refused(409, "ownership_conflict");
    assert_eq!(problem["ownership"], now);
    otto.command(conversation, reply.clone()).await.refused(409, "ownership_conflict");
    let timeline = ana.timeline(conversation).await;
    let drafts = of_kind(&timeline, "draft_withdrawn");
    assert_eq!(drafts.len(), 1, "one draft, however often it is sent: {drafts:?}");
    assert_eq!(drafts[0]["id"].as_str().map(str::len), Some(36));
    assert_eq!(drafts[0]["data"]["id"], reply["id"]);
    assert_eq!(drafts[0]["data"]["text"], reply["text"]);
    assert_eq!(drafts[0]["actor"]["name"], "Otto");
    assert_eq!(ana.head().await, head + 1, "the draft is all that was appended");
    let messages = marta.reads().await;
    assert!(said_by(&messages, "ai").is_empty(), "the visitor got {messages:?}");
}

#[tokio::test]
async fn an_answer_begun_before_the_visitor_asked_for_a_person_is_withdrawn() {
    let hub = Hub::open().await;
    let (otto, marta, ownership) = otto_is_writing(&hub).await;
    marta.ask_for_a_person().await;
    is_withdrawn(&otto, &marta, hub.ana(), ownership).await;
}

#[tokio::test]
async fn an_answer_begun_before_a_claim_is_withdrawn_and_never_comes_after_the_hand_back() {
    let hub = Hub::open().await;
    let (otto, marta, ownership) = otto_is_writing(&hub).await;
    let (ana, conversation) = (hub.ana(), marta.conversation.as_str());
    marta.ask_for_a_person().await;
    ana.claim(conversation).await;
    is_withdrawn(&otto, &marta, ana, ownership).await;

    ana.reply(conversation, "It is in Bergen.").await;
    let back = ana.assign(conversation, otto.party()).await;
    let ownership = back["conversation"]["ownership"].as_u64().unwrap();
    assert_eq!(back["conversation"]["human_handoff"], false);
    for older in 1..ownership {
        otto.command(conversation, stale(older)).await.refused(409, "ownership_conflict");
    }
    marta.say("And when will it come?").await;
    let fresh = json!({"type": "reply", "text": "FRESH: tomorrow", "expect": ownership});
    otto.command(conversation, fresh).await.is(200);
    assert_eq!(said_by(&marta.reads().await, "ai"), ["FRESH: tomorrow"]);
}

#[tokio::test]
async fn an_answer_begun_before_a_take_over_through_the_dropdown_is_withdrawn() {
    let hub = Hub::open().await;
    let (otto, marta, ownership) = otto_is_writing(&hub).await;
    let taken = hub.bob().assign(&marta.conversation, hub.bob().party()).await;
    assert_eq!(taken["conversation"]["human_handoff"], true);
    is_withdrawn(&otto, &marta, hub.ana(), ownership).await;
}

#[tokio::test]
async fn an_answer_begun_before_a_member_handed_the_conversation_to_the_team_is_withdrawn() {
    let hub = Hub::open().await;
    let (otto, marta, ownership) = otto_is_writing(&hub).await;
    let handoff = json!({"type": "handoff", "reason": "Sensitive issue"});
    hub.bob().command(&marta.conversation, handoff).await.is(200);
    is_withdrawn(&otto, &marta, hub.ana(), ownership).await;
}

#[tokio::test]
async fn an_answer_of_one_ai_agent_is_withdrawn_when_another_has_taken_its_place() {
    let hub = Hub::open().await;
    let (otto, marta, ownership) = otto_is_writing(&hub).await;
    hub.ana().assign(&marta.conversation, hub.iris()).await;
    is_withdrawn(&otto, &marta, hub.ana(), ownership).await;
}

#[tokio::test]
async fn iris_says_nothing_once_ana_has_the_conversation_however_long_she_was_thinking() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    for take_over in [true, false] {
        let marta = hub.marta("How do I get a refund?").await;
        let conversation = marta.conversation.as_str();
        if take_over {
            ana.assign(conversation, ana.party()).await;
        } else {
            marta.ask_for_a_person().await;
        }
        // Iris was thinking: her answer runs into the fence.
        let draft = ana.event_in(conversation, marta.seq, "draft_withdrawn").await;
        assert_eq!(draft["actor"]["name"], "Iris");
        assert!(said_by(&marta.reads().await, "ai").is_empty());

        // After the hand back she answers what comes then, not what was asked before.
        ana.assign(conversation, hub.iris()).await;
        let said = marta.say("How much is the Team plan?").await;
        let seq = said["seq"].as_u64().unwrap();
        let answer = ana.message_by("ai", conversation, seq).await;
        assert!(answer["data"]["text"].as_str().unwrap().contains("€9"), "{answer}");
        let answers = marta.reads().await;
        assert_eq!(said_by(&answers, "ai").len(), 1, "{answers:?}");
        assert!(!said_by(&answers, "ai")[0].contains("30 days"), "an older answer appeared");
    }
}
