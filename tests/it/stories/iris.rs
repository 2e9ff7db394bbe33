//! Iris answers from articles, passes the baton, and takes it back (rules 3, 4, 9, 10, 13, 15).

use baton_it::{Hub, Member, id, kinds, of_kind, said_by};
use futures_util::future::join_all;
use serde_json::json;

#[tokio::test]
async fn iris_answers_a_question_with_its_source() {
    let hub = Hub::open().await;
    let article = json!({
        "title": "Return shoes",
        "text": "Shoes that do not fit can be sent back within 40 days.",
        "url": "https://shop.example/returns",
    });
    hub.ana().post("/v1/articles", article).await.is(201);
    let marta = hub.marta("How do I return shoes that do not fit?").await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    let messages = marta.reads().await;
    let answer = messages.last().unwrap();
    assert!(answer["text"].as_str().unwrap().contains("40 days"), "{answer}");
    assert_eq!(answer["author"]["name"], "Iris");
    let source = json!({"title": "Return shoes", "url": "https://shop.example/returns"});
    assert_eq!(answer["sources"], json!([source]));
    assert_eq!(answer["blocks"][0]["kind"], "paragraph");
    let view = hub.ana().conversation(&marta.conversation).await;
    assert_eq!(view["last_responder"]["name"], "Iris");
    assert_eq!(view["human_handoff"], false);
    assert!(view["waiting_since"].is_null());
}

#[tokio::test]
async fn a_burst_of_five_messages_gets_one_answer() {
    let hub = Hub::open().await;
    let marta = hub.widget.start(json!({"visitor": {"name": "Marta"}})).await;
    let burst = ["hi", "I have a question", "about money", "how do I", "get a refund?"];
    join_all(burst.map(|text| marta.say(text))).await;
    let first = hub.ana().message_by("ai", &marta.conversation, 0).await;
    assert_eq!(said_by(&marta.reads().await, "visitor").len(), 5);
    // Whatever else she had in hand would come before the answer to what is asked now.
    marta.say("How much is the Team plan?").await;
    let seq = first["seq"].as_u64().unwrap();
    let next = hub.ana().message_by("ai", &marta.conversation, seq).await;
    assert!(next["data"]["text"].as_str().unwrap().contains("€9"), "{next}");
    let messages = marta.reads().await;
    assert_eq!(said_by(&messages, "ai").len(), 2, "{messages:#?}");
    let timeline = hub.ana().timeline(&marta.conversation).await;
    assert!(of_kind(&timeline, "draft_withdrawn").is_empty());
}

#[tokio::test]
async fn the_baton_goes_round_from_iris_to_ana_and_back() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta("Can I talk to a real person please").await;
    let conversation = marta.conversation.as_str();
    let view = ana.conversation(conversation).await;
    assert_eq!(view["human_handoff"], true);
    assert!(view["assignee"].is_null());
    assert_eq!(view["handoff"]["reason"], "Asked for a person");
    assert_eq!(view["handoff"]["trigger"], "visitor_words");
    let waiting_since = view["waiting_since"].clone();
    assert!(waiting_since.is_string(), "the waiting text does not reset it (rule 14)");
    let messages = marta.reads().await;
    assert_eq!(said_by(&messages, "auto").len(), 1, "the waiting text, once");
    assert_eq!(marta.sees().await["waiting"]["since"], waiting_since);

    ana.claim(conversation).await;
    assert_eq!(said_by(&marta.reads().await, "auto")[1], "Ana joined the conversation.");
    assert_eq!(marta.sees().await["answering"], json!({"kind": "human", "name": "Ana"}));
    ana.reply(conversation, "Hello Marta, I refunded it.").await;
    assert_eq!(said_by(&marta.reads().await, "auto").len(), 2, "joined is said once");

    let back = json!({
        "type": "assign", "to": hub.iris(), "expect": 3, "note": "Refunded 9 euros.",
    });
    let done = ana.command(conversation, back).await.is(200);
    assert_eq!(kinds(done["events"].as_array().unwrap()), ["assigned", "comment_added"]);
    assert_eq!(done["conversation"]["human_handoff"], false);
    assert_eq!(done["conversation"]["handoff"], json!(null));
    let comments = ana.get(&format!("/v1/conversations/{conversation}/comments")).await.is(200);
    assert_eq!(comments["items"][0]["text"], "Refunded 9 euros.");
    assert_eq!(comments["items"][0]["author"]["name"], "Ana");

    let said = marta.say("Thanks! How do I export my data?").await;
    let answer = ana.message_by("ai", conversation, said["seq"].as_u64().unwrap()).await;
    assert!(answer["data"]["text"].as_str().unwrap().contains("Export"), "{answer}");
    let messages = marta.reads().await;
    assert_eq!(said_by(&messages, "ai").len(), 1, "only the next message is answered");
    assert!(!marta.get("/v1/visitor/messages").await.text.contains("Refunded 9 euros"));
    let view = ana.conversation(conversation).await;
    assert_eq!(view["human_handoff"], false, "old words do not hand off again");

    // A second handoff after the hand back shows in Unassigned, though somebody responded.
    marta.ask_for_a_person().await;
    let unassigned = ana.get("/v1/conversations?tab=unassigned").await.is(200);
    assert_eq!(unassigned["items"][0]["id"], conversation);
    assert_eq!(unassigned["items"][0]["last_responder"]["name"], "Iris");
}

#[tokio::test]
async fn iris_answers_the_last_message_at_once_when_ana_says_so() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    ana.claim(conversation).await;
    marta.say("How do I reset my password?").await;
    let back = json!({"type": "assign", "to": hub.iris(), "expect": 3, "answer_last": true});
    let done = ana.command(conversation, back).await.is(200);
    assert_eq!(done["events"][0]["data"]["answer_last"], true);
    let answer = ana.message_by("ai", conversation, 0).await;
    assert!(answer["data"]["text"].as_str().unwrap().contains("Forgot"), "{answer}");
    assert_eq!(ana.conversation(conversation).await["human_handoff"], false);
}

#[tokio::test]
async fn a_hand_back_to_a_disabled_ai_agent_is_refused_and_changes_nothing() {
    let hub = Hub::open().await;
    let (ana, otto) = (hub.ana(), hub.otto().await);
    ana.put(&format!("/v1/ai-agents/{}", otto.id), json!({"enabled": false})).await.is(200);
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    ana.claim(conversation).await;
    let head = ana.head().await;
    let before = ana.conversation(conversation).await;
    let back = json!({"type": "assign", "to": otto.party(), "expect": 3, "note": "Bye"});
    ana.command(conversation, back.clone()).await.refused(409, "agent_disabled");
    assert_eq!(ana.conversation(conversation).await, before);
    assert_eq!(ana.head().await, head);
    // The refusal is not remembered: once Otto is on again the same command goes through.
    ana.put(&format!("/v1/ai-agents/{}", otto.id), json!({"enabled": true})).await.is(200);
    ana.command(conversation, back).await.is(200);
}

async fn close(member: &Member, conversation: &str) {
    member.command(conversation, json!({"type": "status", "to": "closed"})).await.is(200);
}

#[tokio::test]
async fn a_visitors_message_reopens_a_closed_conversation_with_the_default_ai_agent() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    ana.claim(conversation).await;
    close(ana, conversation).await;
    assert_eq!(marta.sees().await["status"], "closed");
    let reply = json!({"type": "reply", "text": "One more thing", "expect": 3});
    ana.command(conversation, reply).await.refused(409, "closed");
    let said = marta.say("How do I get a refund?").await;
    let view = ana.conversation(conversation).await;
    assert_eq!(view["status"], "active");
    assert_eq!(view["assignee"]["name"], "Iris");
    assert_eq!(view["ownership"], 4);
    ana.message_by("ai", conversation, said["seq"].as_u64().unwrap()).await;

    // Without an enabled AI agent it goes to Unassigned.
    ana.assign(conversation, ana.party()).await;
    close(ana, conversation).await;
    let iris = format!("/v1/ai-agents/{}", hub.iris);
    ana.put(&iris, json!({"enabled": false})).await.is(200);
    marta.say("Are you there?").await;
    let view = ana.conversation(conversation).await;
    assert_eq!((&view["status"], &view["assignee"]), (&json!("active"), &json!(null)));
    assert_eq!(view["human_handoff"], true);
}

#[tokio::test]
async fn only_a_visitors_newest_conversation_is_reopened_by_hand() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let first = hub.marta_waits().await;
    let started = first.post(&hub.widget.path(), json!({})).await.is(201);
    let second = started["conversation_id"].as_str().unwrap();
    assert_ne!(second, first.conversation);
    let contact = |view: serde_json::Value| view["visitor"]["id"].clone();
    assert_eq!(
        contact(ana.conversation(&first.conversation).await),
        contact(ana.conversation(second).await),
        "a visitor with a token stays the same contact"
    );
    close(ana, &first.conversation).await;
    close(ana, second).await;
    let reopen = json!({"type": "status", "to": "active"});
    ana.command(&first.conversation, reopen.clone()).await.refused(422, "invalid");
    ana.command(second, reopen).await.is(200);
    assert_eq!(ana.conversation(&first.conversation).await["status"], "closed");
}

#[tokio::test]
async fn what_a_member_who_leaves_held_goes_to_unassigned_with_the_reason() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    bob.claim(conversation).await;
    let (mut desk, _) = bob.desk(0).await;
    ana.delete(&format!("/v1/members/{}", bob.id)).await.is(204);
    let view = ana.conversation(conversation).await;
    assert!(view["assignee"].is_null());
    assert_eq!((&view["human_handoff"], &view["ownership"]), (&json!(true), &json!(4)));
    let timeline = ana.timeline(conversation).await;
    let assigned = of_kind(&timeline, "assigned");
    let last = assigned.last().unwrap();
    assert_eq!(last["data"]["by_means"], "return");
    assert_eq!(last["data"]["reason"], "Bob has left the team");
    bob.get("/v1/me").await.refused(401, "unauthorized");
    assert_eq!(desk.to_the_end().await.1.code, Some(4001));
    let to_bob = json!({"type": "assign", "to": bob.party(), "expect": 4, "id": id()});
    ana.command(conversation, to_bob).await.refused(422, "invalid");
}
