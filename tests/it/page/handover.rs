//! "What Happens During Handover", a test for each line of its table, and "Best Practices".

use super::row;
use baton_it::{Hub, kinds, of_kind, said_by};
use serde_json::{Value, json};

#[tokio::test]
async fn the_ai_stops_sending_automatic_replies_once_a_human_is_assigned() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Where is my parcel?").await;
    let expect = otto.conversation(&marta.conversation).await["ownership"].clone();
    hub.ana().assign(&marta.conversation, hub.ana().party()).await;
    let late = json!({"type": "reply", "text": "In Oslo", "expect": expect});
    otto.command(&marta.conversation, late).await.refused(409, "ownership_conflict");
    assert!(said_by(&marta.reads().await, "ai").is_empty());
}

#[tokio::test]
async fn the_visitor_continues_seamlessly_and_notices_only_what_the_ai_agent_is_set_to_say() {
    let hub = Hub::open().await;
    let iris = format!("/v1/ai-agents/{}", hub.iris);
    for silent in [false, true] {
        hub.ana().put(&iris, json!({"silent": silent})).await.is(200);
        let marta = hub.marta("Can I talk to a person?").await;
        hub.ana().claim(&marta.conversation).await;
        marta.say("Are you there?").await;
        hub.ana().reply(&marta.conversation, "I am.").await;
        let read = marta.reads().await;
        assert_eq!(said_by(&read, "visitor").len(), 2, "the same thread goes on");
        assert_eq!(said_by(&read, "human"), ["I am."]);
        assert_eq!(said_by(&read, "auto").is_empty(), silent, "silent: {silent}: {read:?}");
    }
}

#[tokio::test]
async fn the_full_message_history_is_preserved_and_the_human_sees_what_the_ai_discussed() {
    let hub = Hub::open().await;
    let marta = hub.marta("How much is the Team plan?").await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    let before = hub.ana().messages(&marta.conversation).await;
    assert!(before.iter().any(|said| said["author"]["kind"] == "ai"), "{before:?}");
    marta.ask_for_a_person().await;
    hub.bob().claim(&marta.conversation).await;
    hub.bob().assign(&marta.conversation, hub.iris()).await;
    let after = hub.bob().messages(&marta.conversation).await;
    assert_eq!(after.get(..before.len()), Some(&before[..]));
}

#[tokio::test]
async fn every_assignment_change_is_logged_in_the_timeline() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (ana, conversation) = (hub.ana(), marta.conversation.as_str());
    ana.claim(conversation).await;
    ana.assign(conversation, hub.bob().party()).await;
    ana.assign(conversation, Value::Null).await;
    hub.bob().claim(conversation).await;
    hub.bob().assign(conversation, hub.iris()).await;
    let timeline = ana.timeline(conversation).await;
    let assigned = of_kind(&timeline, "assigned");
    let trail: Vec<(&Value, &Value, &Value)> = assigned
        .iter()
        .map(|e| (&e["actor"]["name"], &e["data"]["from"]["name"], &e["data"]["to"]["name"]))
        .collect();
    let (ana, bob, iris, nobody) = (&json!("Ana"), &json!("Bob"), &json!("Iris"), &Value::Null);
    assert_eq!(
        trail,
        [
            (ana, nobody, ana),
            (ana, ana, bob),
            (ana, bob, nobody),
            (bob, nobody, bob),
            (bob, bob, iris)
        ]
    );
    assert!(assigned.iter().all(|e| e["at"].is_string() && e["data"]["by_means"].is_string()));
}

#[tokio::test]
async fn the_status_remains_active_unless_it_is_changed_manually() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (ana, conversation) = (hub.ana(), marta.conversation.as_str());
    ana.claim(conversation).await;
    ana.reply(conversation, "Done.").await;
    ana.assign(conversation, hub.iris()).await;
    assert_eq!(row(&hub, &marta).await["status"], "active");
    for to in ["pending", "closed", "active"] {
        ana.command(conversation, json!({"type": "status", "to": to})).await.is(200);
        assert_eq!(row(&hub, &marta).await["status"], to);
    }
}

#[tokio::test]
async fn the_analysis_panel_has_a_summary_of_the_conversation_so_far() {
    let hub = Hub::open().await;
    let marta = hub.marta("I was charged twice for order 4711. Can I talk to a person?").await;
    let path = format!("/v1/conversations/{}/analysis", marta.conversation);
    let analysis = hub.bob().get(&path).await.is(200);
    assert!(analysis["summary"].as_str().unwrap().contains("charged twice"), "{analysis}");
}

#[tokio::test]
async fn a_resolved_conversation_is_closed_and_takes_no_replies() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (ana, conversation) = (hub.ana(), marta.conversation.as_str());
    ana.claim(conversation).await;
    ana.command(conversation, json!({"type": "status", "to": "closed"})).await.is(200);
    let expect = row(&hub, &marta).await["ownership"].clone();
    let more = json!({"type": "reply", "text": "One more thing", "expect": expect});
    ana.command(conversation, more).await.refused(409, "closed");
}

#[tokio::test]
async fn labels_tag_conversations_that_required_human_intervention() {
    let hub = Hub::open().await;
    let tagged = hub.marta_waits().await;
    let other = hub.marta_waits().await;
    let label = json!({"name": "Needed a person", "color": "#c9772b"});
    let label = hub.ana().post("/v1/labels", label).await.is(201)["id"].clone();
    let add = json!({"type": "labels", "add": [label], "remove": []});
    hub.bob().command(&tagged.conversation, add).await.is(200);
    let query = format!("tab=all&human_takeover=true&label={}", label.as_str().unwrap());
    assert!(super::finds(&hub, &query, &tagged).await);
    assert!(!super::finds(&hub, &query, &other).await);
}

#[tokio::test]
async fn a_comment_left_before_handing_back_helps_whoever_gets_the_conversation_next() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    hub.ana().claim(conversation).await;
    let back = json!({"type": "assign", "to": hub.iris(), "note": "Refund promised by Friday.",
        "expect": row(&hub, &marta).await["ownership"]});
    let done = hub.ana().command(conversation, back).await.is(200);
    assert_eq!(kinds(done["events"].as_array().unwrap()), ["assigned", "comment_added"]);
    marta.ask_for_a_person().await;
    let comments = format!("/v1/conversations/{conversation}/comments");
    let comments = hub.bob().get(&comments).await.is(200);
    assert_eq!(comments["items"][0]["text"], "Refund promised by Friday.");
    let read = marta.reads().await;
    assert!(!read.iter().any(|said| said["text"].as_str().unwrap().contains("Friday")));
}
