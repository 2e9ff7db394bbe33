//! The log by cursor, for members and for AI agents that live elsewhere.

use baton_it::{Hub, gapless, kinds, of_kind};
use serde_json::{Value, json};

#[tokio::test]
async fn the_log_is_read_by_cursor_in_pages_without_gaps() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    for number in 0..30 {
        marta.say(&format!("{number}")).await;
    }
    let whole = ana.events(0).await;
    gapless(&whole);
    assert_eq!(whole[0]["seq"], 1);
    assert_eq!(whole.len() as u64, ana.head().await);
    for limit in [1, 7, 500, 100_000] {
        let (mut after, mut paged) = (0, Vec::new());
        loop {
            let page = ana.get(&format!("/v1/events?after={after}&limit={limit}")).await.is(200);
            let events = page["events"].as_array().unwrap().clone();
            assert!(events.len() <= limit && events.len() <= 500);
            assert_eq!(page["head"], whole.len());
            let Some(last) = events.last() else { break };
            after = last["seq"].as_u64().unwrap();
            paged.extend(events);
        }
        assert_eq!(paged, whole, "limit {limit}");
    }
    let ids: std::collections::HashSet<&Value> = whole.iter().map(|event| &event["id"]).collect();
    assert_eq!(ids.len(), whole.len());
}

#[tokio::test]
async fn a_long_poll_answers_as_soon_as_something_happens() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let head = ana.head().await;
    let path = format!("/v1/events?after={head}&wait=60");
    let poll = tokio::spawn({
        let ana = ana.clone();
        async move { ana.get(&path).await.is(200) }
    });
    // Without wait it answers at once, with nothing.
    let now = ana.get(&format!("/v1/events?after={head}")).await.is(200);
    assert_eq!(now, json!({"events": [], "head": head}));
    let said = marta.say("Hello").await;
    let page = baton_it::soon("the poll", poll).await.unwrap();
    assert_eq!(page["events"][0]["data"]["id"], said["id"]);
    let event = &page["events"][0];
    for field in ["seq", "id", "conversation", "at", "actor", "type", "data"] {
        assert!(!event[field].is_null(), "{field} is missing in {event}");
    }
    // A poll that waits in vain ends with what there is.
    let head = ana.head().await;
    let empty = ana.get(&format!("/v1/events?after={head}&wait=1")).await.is(200);
    assert_eq!(empty, json!({"events": [], "head": head}));
}

#[tokio::test]
async fn an_ai_agent_reads_only_conversations_it_holds_and_never_the_teams_own_words() {
    let hub = Hub::open().await;
    let (ana, otto) = (hub.ana(), hub.otto().await);
    let marta = otto.widget.marta("For Otto").await;
    let conversation = marta.conversation.as_str();
    let other = hub.marta_waits().await;
    other.say("SECRET of somebody else").await;
    for number in 0..5 {
        let comment = json!({"type": "comment", "text": format!("SECRET {number}")});
        ana.command(conversation, comment).await.is(200);
    }
    let last = marta.say("For Otto too").await;

    // Page by page, though whole pages are of nothing but comments.
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let answer = otto.get(&format!("/v1/events?after={after}&limit=2")).await;
        assert!(!answer.text.contains("SECRET"), "{}", answer.text);
        let page = answer.is(200);
        let events = page["events"].as_array().unwrap().clone();
        let Some(newest) = events.last() else { break };
        after = newest["seq"].as_u64().unwrap();
        seen.extend(events);
    }
    assert_eq!(kinds(&seen), ["conversation_started", "message_posted", "message_posted"]);
    assert_eq!(seen[2]["data"]["id"], last["id"]);

    for path in [
        format!("/v1/conversations/{}", other.conversation),
        format!("/v1/conversations/{}/messages", other.conversation),
    ] {
        otto.get(&path).await.refused(404, "not_found");
    }
    for path in [
        format!("/v1/conversations/{conversation}/comments"),
        format!("/v1/conversations/{conversation}/timeline"),
        "/v1/conversations".into(),
        "/v1/members".into(),
        "/v1/me".into(),
    ] {
        otto.get(&path).await.refused(403, "forbidden");
    }
    for command in [
        json!({"type": "comment", "text": "Hi"}),
        json!({"type": "claim", "expect": 1}),
        json!({"type": "assign", "to": null, "expect": 1}),
        json!({"type": "status", "to": "closed"}),
        json!({"type": "labels", "add": []}),
        json!({"type": "contact", "name": "X"}),
        json!({"type": "read", "seq": 1}),
    ] {
        otto.command(conversation, command).await.refused(403, "forbidden");
    }
    let no_expect = json!({"type": "reply", "text": "Hi"});
    otto.command(conversation, no_expect).await.refused(422, "invalid");
    let foreign = json!({"type": "handoff", "reason": "Complex question"});
    otto.command(&other.conversation, foreign).await.refused(404, "not_found");
    let reply = json!({"type": "reply", "text": "Hi Marta", "expect": 1, "seen": 1});
    let problem = otto.command(conversation, reply).await.refused(409, "unseen_messages");
    assert_eq!(problem["latest_seq"], last["seq"]);
    let reply = json!({"type": "reply", "text": "Hi Marta", "expect": 1, "seen": last["seq"]});
    otto.command(conversation, reply).await.is(200);
    let timeline = ana.timeline(conversation).await;
    assert!(of_kind(&timeline, "draft_withdrawn").is_empty());
    let posted = of_kind(&timeline, "message_posted");
    assert!(posted.iter().all(|event| event["data"]["text"].is_null()), "no words in a timeline");
}
