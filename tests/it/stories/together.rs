//! Colleagues at their desktops: who is here, away, looking at what; mentions; one person on two
//! desktops.

use baton_it::{Hub, Socket};
use serde_json::{Value, json};

fn lists(frame: &Value, field: &str, id: &str) -> bool {
    frame["type"] == "presence" && frame[field].as_array().unwrap().contains(&json!(id))
}

async fn people_online(hub: &Hub) -> Value {
    let widget = hub.nobody().get(&format!("/v1/widget/{}", hub.widget.key)).await.is(200);
    widget["people_online"].clone()
}

async fn becomes_away(desk: &mut Socket, id: &str, away: bool) {
    let what = format!("away: {away}");
    desk.until(&what, |frame| {
        frame["type"] == "presence"
            && lists(frame, "away", id) == away
            && lists(frame, "members", id)
    })
    .await;
}

#[tokio::test]
async fn a_member_is_away_when_nobody_sits_at_any_of_their_desktops() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    assert_eq!(people_online(&hub).await, false);
    let (mut bobs, _) = bob.desk(0).await;
    let (mut home, _) = ana.desk(0).await;
    let (mut work, _) = ana.desk(0).await;
    becomes_away(&mut bobs, &ana.id, false).await;
    let away = |on: bool| json!({"type": "away", "on": on});
    home.say(away(true)).await;
    work.say(away(true)).await;
    becomes_away(&mut bobs, &ana.id, true).await;
    assert_eq!(people_online(&hub).await, true, "Bob is there");
    bobs.say(away(true)).await;
    becomes_away(&mut bobs, &bob.id, true).await;
    assert_eq!(people_online(&hub).await, false, "screens are locked everywhere");
    work.say(away(false)).await;
    becomes_away(&mut bobs, &ana.id, false).await;
    assert_eq!(people_online(&hub).await, true);
    // With the desktop at which she sits goes her presence, and with the last one she does.
    drop(work);
    becomes_away(&mut bobs, &ana.id, true).await;
    drop(home);
    bobs.until("Ana's leaving", |frame| {
        frame["type"] == "presence" && !lists(frame, "members", &ana.id)
    })
    .await;
}

#[tokio::test]
async fn the_log_says_whose_desktop_was_connected_when_a_handoff_was_raised() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let reached = |log: Vec<Value>| {
        let told = log.into_iter().rev().find(|event| event["type"] == "notified").unwrap();
        assert_eq!(told["data"]["members"].as_array().unwrap().len(), 2);
        told["data"]["desktops"].clone()
    };
    hub.marta_waits().await;
    assert_eq!(reached(ana.events(0).await), json!([]), "nobody is there");
    let (mut bobs, _) = bob.desk(0).await;
    hub.marta_waits().await;
    assert_eq!(reached(ana.events(0).await), json!([bob.id]));
    let (home, _) = ana.desk(0).await;
    bobs.until("Ana's coming", |frame| lists(frame, "members", &ana.id)).await;
    drop(home);
    bobs.until("Ana's leaving", |frame| {
        frame["type"] == "presence" && !lists(frame, "members", &ana.id)
    })
    .await;
    hub.marta_waits().await;
    assert_eq!(reached(ana.events(0).await), json!([bob.id]), "she has left again");
}

#[tokio::test]
async fn who_connects_is_told_who_looks_at_what_and_who_goes_looks_at_nothing() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let (marta, jonas) = (hub.marta_waits().await, hub.marta_waits().await);
    let looks = |at: &str| json!({"type": "viewing", "conversation": at});
    let at = |frame: &Value| frame["conversation"].as_str().map(str::to_owned);
    let (mut home, _) = ana.desk(0).await;
    let (mut work, _) = ana.desk(0).await;
    home.say(looks(&marta.conversation)).await;
    home.frame("viewing").await;
    work.say(looks(&jonas.conversation)).await;
    assert_eq!(at(&home.frame("viewing").await), Some(jonas.conversation.clone()));

    let (mut bobs, _) = bob.desk(0).await;
    let viewing = bobs.frame("viewing").await;
    assert_eq!((at(&viewing), &viewing["member"]), (Some(jonas.conversation), &json!(ana.id)));
    drop(work);
    assert_eq!(at(&bobs.frame("viewing").await), Some(marta.conversation), "the other desktop's");
    drop(home);
    assert_eq!(at(&bobs.frame("viewing").await), None);
}

#[tokio::test]
async fn a_notice_dismissed_on_one_desktop_is_told_to_the_same_members_others_only() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let head = ana.head().await;
    let (mut home, _) = ana.desk(head).await;
    let (mut work, _) = ana.desk(head).await;
    let (mut bobs, _) = bob.desk(head).await;
    work.say(json!({"type": "dismissed", "conversation": marta.conversation})).await;
    let told = home.frame("dismissed").await;
    assert_eq!(
        told,
        json!({"type": "dismissed", "conversation": marta.conversation, "member": ana.id})
    );
    // What is told afterwards comes without it.
    work.say(json!({"type": "typing", "conversation": marta.conversation})).await;
    for desk in [&mut work, &mut bobs] {
        let frames = desk.until("the typing", |frame| frame["type"] == "typing").await;
        assert!(!frames.iter().any(|frame| frame["type"] == "dismissed"), "{frames:?}");
    }
    assert_eq!(ana.head().await, head, "nothing of it is logged");
}

#[tokio::test]
async fn who_is_mentioned_in_a_comment_is_told_and_the_visitor_never_is() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let (mut bobs, _) = bob.desk(ana.head().await).await;
    let comment = json!({"type": "comment", "text": "@bob, please look. @Ana knows."});
    let answer = ana.command(&marta.conversation, comment).await.is(200);
    let told = &answer["events"][1];
    assert_eq!((&told["type"], &told["data"]["what"]), (&json!("notified"), &json!("mentioned")));
    assert_eq!(told["data"]["members"], json!([{"id": bob.id, "name": "Bob"}]));
    let frames = bobs.until("the mention", |frame| frame.to_string().contains("mentioned")).await;
    assert_eq!(Socket::events(&frames).last().unwrap(), told);
    let id = answer["events"][0]["data"]["id"].clone();
    let edit = json!({"type": "comment_edit", "comment": id, "text": "@Bob again"});
    let answer = ana.command(&marta.conversation, edit).await.is(200);
    assert_eq!(answer["events"].as_array().unwrap().len(), 1, "he knows");
    let seen = marta.get("/v1/visitor/messages").await.text;
    assert!(!seen.to_lowercase().contains("bob"), "{seen}");
}

#[tokio::test]
async fn a_visitor_is_told_to_be_typing_only_so_often() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (mut desk, _) = hub.ana().desk(0).await;
    let (mut widget, _) = marta.widget_socket(0).await;
    for _ in 0..50 {
        widget.say(json!({"type": "typing"})).await;
    }
    // What is not logged goes its own way: the message could overtake the first of them.
    let typing = |frame: &Value| frame["type"] == "typing";
    let mut frames = desk.until("typing", typing).await;
    marta.say("Done").await;
    let said = |frame: &Value| frame.to_string().contains("\"Done\"");
    frames.extend(desk.until("the message", said).await);
    let told = frames.iter().filter(|frame| typing(frame)).count();
    assert!((1..=11).contains(&told), "{told} times");
    let mut refused = 0;
    for _ in 0..20 {
        let answer = marta.post("/v1/visitor/typing", json!({})).await;
        refused += usize::from(answer.status == 429);
    }
    assert!(refused > 10, "only {refused} were refused");
}
