//! Rule 16, claimed but silent, by the hub's own clock.

use baton_it::{InsideHub, quick};
use serde_json::{Value, json};

fn reminder(event: &Value) -> bool {
    event["type"] == "notified" && event["data"]["what"] == "silent"
}

async fn reminders(hub: &InsideHub) -> Vec<Value> {
    let events = hub.ana().events(0).await;
    let told = events.into_iter().filter(reminder);
    told.map(|event| event["data"]["members"][0]["name"].clone()).collect()
}

#[tokio::test]
async fn a_silent_assignee_is_reminded_once_and_then_relieved() {
    let hub = InsideHub::open(quick()).await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    ana.claim(&marta.conversation).await;
    let said = marta.say("Hello?").await["seq"].as_u64().unwrap();
    hub.passes(15 * 60);
    let reminded = ana.event(said, "a reminder", reminder).await;
    assert_eq!(reminded["conversation"], marta.conversation.as_str());
    assert_eq!(reminded["data"]["members"], json!([{"id": ana.id, "name": "Ana"}]));
    assert_eq!(reminded["actor"]["kind"], "system");
    assert_eq!(ana.conversation(&marta.conversation).await["assignee"]["name"], "Ana");

    hub.passes(15 * 60);
    let seq = reminded["seq"].as_u64().unwrap();
    let returned = ana.event_in(&marta.conversation, seq, "assigned").await;
    assert_eq!(returned["data"]["by_means"], "return");
    assert_eq!(returned["data"]["reason"], "Ana has not answered for 30 min");
    let told = ana.event_in(&marta.conversation, seq, "notified").await;
    assert_eq!(told["data"]["what"], "unassigned");
    assert_eq!(told["data"]["members"].as_array().unwrap().len(), 2, "Ana and Bob");
    let page = ana.get("/v1/conversations?tab=unassigned").await.is(200);
    assert_eq!(page["items"][0]["id"], marta.conversation.as_str());
    assert_eq!(reminders(&hub).await, ["Ana"]);
    let timeline = ana.timeline(&marta.conversation).await;
    assert!(timeline.iter().any(|event| event["id"] == returned["id"]));
}

#[tokio::test]
async fn typing_postpones_and_an_answer_ends_it() {
    let hub = InsideHub::open(quick()).await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let (anas, bobs) = (hub.marta_waits().await, hub.marta_waits().await);
    ana.claim(&anas.conversation).await;
    bob.claim(&bobs.conversation).await;
    anas.say("Hello?").await;
    let said = bobs.say("Hello?").await["seq"].as_u64().unwrap();
    let (mut desk, _) = ana.desk(0).await;
    hub.passes(15 * 60 - 5);
    desk.say(json!({"type": "typing", "conversation": anas.conversation})).await;
    desk.until("the typing", |frame| frame["type"] == "typing").await;
    hub.passes(6);
    // The longest silence is looked at first: when Bob is reminded, Ana was passed over.
    ana.event(said, "Bob's reminder", reminder).await;
    assert_eq!(reminders(&hub).await, ["Bob"]);
    bob.reply(&bobs.conversation, "Here I am").await;
    hub.passes(20);
    ana.event(said, "Ana's reminder", |event| {
        reminder(event) && event["conversation"] == anas.conversation.as_str()
    })
    .await;
    assert_eq!(reminders(&hub).await, ["Bob", "Ana"]);
    hub.passes(15 * 60);
    ana.event_in(&anas.conversation, said, "assigned").await;
    assert_eq!(ana.conversation(&bobs.conversation).await["assignee"]["name"], "Bob");
}

#[tokio::test]
async fn the_owner_says_how_long_and_zero_is_never() {
    let hub = InsideHub::open(quick()).await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    ana.put("/v1/settings", json!({"silent_minutes": 0})).await.is(200);
    ana.claim(&marta.conversation).await;
    let said = marta.say("Hello?").await["seq"].as_u64().unwrap();
    hub.passes(7 * 24 * 3600);
    ana.put("/v1/settings", json!({"silent_minutes": 1})).await.is(200);
    ana.event(said, "a reminder", reminder).await;
    hub.passes(60);
    let returned = ana.event_in(&marta.conversation, said, "assigned").await;
    assert_eq!(returned["data"]["by_means"], "return");
    assert_eq!(reminders(&hub).await, ["Ana"]);
}
