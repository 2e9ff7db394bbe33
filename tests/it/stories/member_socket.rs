//! The members' WebSocket, and that of AI agents that live elsewhere.

use baton_domain::{Actor, Article, ArticleId, EventBody};
use baton_it::{Hub, InsideHub, Socket, gapless, id, kinds, quick};
use serde_json::{Value, json};

#[tokio::test]
async fn a_desktop_gets_hello_the_log_caught_up_and_then_what_happens_in_order() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let head = ana.head().await;
    let (mut desk, frames) = ana.desk(0).await;
    assert_eq!(frames[0]["type"], "hello");
    assert_eq!(frames[0]["head"], head);
    assert_eq!(frames[0]["member"]["name"], "Ana");
    let mut log = Socket::events(&frames);
    assert_eq!(frames.last().unwrap()["seq"], head);
    assert_eq!(log.len() as u64, head);

    let said = futures_util::future::join_all((0..30).map(|_| marta.say("Hello"))).await;
    let newest = said.iter().filter_map(|said| said["seq"].as_u64()).max().unwrap();
    while log.last().unwrap()["seq"].as_u64() < Some(newest) {
        let frame = desk.frame("events").await;
        log.extend(Socket::events(&[frame]));
    }
    gapless(&log);
    assert_eq!(log, ana.events(0).await, "the socket tells what the log says");

    // Resuming from the middle, from the head, and from a future that never was.
    let (_, frames) = ana.desk(head).await;
    assert_eq!(Socket::events(&frames), ana.events(head).await);
    let now = ana.head().await;
    let (mut future, frames) = ana.desk(4_000_000_000).await;
    assert_eq!(kinds(&frames), ["hello", "caught_up"]);
    assert_eq!(frames[1]["seq"], now);
    let said = marta.say("Hello from the present").await;
    let frame = future.frame("events").await;
    assert_eq!(frame["events"][0]["data"]["id"], said["id"]);
}

#[tokio::test]
async fn commands_over_the_socket_are_answered_by_result_or_refused() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (mut desk, _) = hub.ana().desk(0).await;
    let (mut bobs, _) = hub.bob().desk(0).await;
    let frame = |command: &Value| json!({"type": "command", "conversation": marta.conversation, "command": command});
    let claim = json!({"id": id(), "type": "claim", "expect": 2, "means": "prompt"});
    desk.say(frame(&claim)).await;
    let result = desk.frame("result").await;
    assert_eq!(result["id"], claim["id"]);
    assert_eq!(result["events"][0]["type"], "assigned");
    desk.say(frame(&claim)).await;
    assert_eq!(desk.frame("result").await["events"], result["events"], "the same again");

    let late = json!({"id": id(), "type": "claim", "expect": 2});
    bobs.say(frame(&late)).await;
    let refused = bobs.frame("refused").await;
    assert_eq!(refused["id"], late["id"]);
    assert_eq!(refused["problem"]["code"], "ownership_conflict");
    assert_eq!(refused["problem"]["assignee"]["name"], "Ana");
    for (command, code) in [
        (json!({"id": id(), "type": "nonsense"}), "invalid"),
        (json!({"type": "comment", "text": "Without an id"}), "invalid"),
        (json!({"id": claim["id"], "type": "comment", "text": "Reused"}), "id_reused"),
        (json!({"id": id(), "type": "reply", "text": "Hi", "expect": 3}), "not_assignee"),
    ] {
        bobs.say(frame(&command)).await;
        let refused = bobs.frame("refused").await;
        assert_eq!(refused["problem"]["code"], code, "{command}");
        assert_eq!(refused["id"], command["id"]);
    }
    let nowhere = json!({
        "type": "command", "conversation": id(),
        "command": {"id": id(), "type": "comment", "text": "Hi"},
    });
    bobs.say(nowhere).await;
    assert_eq!(bobs.frame("refused").await["problem"]["code"], "not_found");
}

#[tokio::test]
async fn who_is_here_types_and_looks_is_told_but_not_logged() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    ana.claim(&marta.conversation).await;
    let head = ana.head().await;
    let (mut anas, _) = ana.desk(head).await;
    let here =
        |frame: &Value, who: &str| frame["members"].as_array().unwrap().contains(&json!(who));
    assert!(here(&anas.frame("presence").await, &ana.id));
    assert_eq!(
        hub.nobody().get(&format!("/v1/widget/{}", hub.widget.key)).await.body["people_online"],
        true
    );
    let (mut bobs, _) = bob.desk(head).await;
    anas.until("Bob", |frame| frame["type"] == "presence" && here(frame, &bob.id)).await;
    let (mut widget, _) = marta.widget_socket(0).await;
    let online = |frame: &Value| {
        frame["type"] == "presence"
            && frame["visitors"].as_array().unwrap().contains(&json!(marta.conversation))
    };
    anas.until("Marta", online).await;
    assert_eq!(ana.conversation(&marta.conversation).await["visitor"]["online"], true);

    anas.say(json!({"type": "viewing", "conversation": marta.conversation})).await;
    let viewing = bobs.frame("viewing").await;
    assert_eq!(
        (&viewing["conversation"], &viewing["member"]),
        (&json!(marta.conversation), &json!(ana.id))
    );
    anas.say(json!({"type": "typing", "conversation": marta.conversation})).await;
    let typing = bobs.frame("typing").await;
    assert_eq!(typing["conversation"], marta.conversation.as_str());
    assert_eq!(typing["who"]["name"], "Ana");
    let shown = widget.frame("typing").await;
    assert_eq!(shown, json!({"type": "typing", "name": "Ana", "on": true}));

    // Bob does not hold it: the visitor is not told that he types.
    bobs.say(json!({"type": "typing", "conversation": marta.conversation})).await;
    anas.until("Bob types", |frame| frame["type"] == "typing" && frame["who"]["name"] == "Bob")
        .await;
    widget.say(json!({"type": "typing"})).await;
    anas.until("Marta types", |frame| frame["who"]["kind"] == "visitor").await;
    marta.post("/v1/visitor/typing", json!({})).await.is(204);
    bobs.until("Marta types", |frame| frame["who"]["kind"] == "visitor").await;
    ana.reply(&marta.conversation, "Hello").await;
    let frames = widget.until("the reply", |frame| frame["message"]["text"] == "Hello").await;
    assert!(!frames.iter().any(|frame| frame["name"] == "Bob"), "{frames:?}");

    drop(bobs);
    anas.until("Bob leaves", |frame| frame["type"] == "presence" && !here(frame, &bob.id)).await;
    let logged = ana.events(head).await;
    assert_eq!(kinds(&logged), ["message_posted"], "only the reply was logged");
}

#[tokio::test]
async fn an_ended_session_closes_its_socket_and_no_other() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let (mut bobs, _) = bob.desk(0).await;
    let (mut anas, _) = ana.desk(0).await;
    let sessions = bob.get("/v1/sessions").await.is(200);
    let session = sessions["items"][0].clone();
    assert_eq!((&session["current"], &session["device"]), (&json!(true), &json!("desktop")));
    let path = format!("/v1/sessions/{}", session["id"].as_str().unwrap());
    ana.delete(&path).await.refused(404, "not_found");
    bob.delete(&path).await.is(204);
    let (frames, closed) = bobs.to_the_end().await;
    assert_eq!(frames.last().unwrap()["problem"]["code"], "unauthorized");
    assert_eq!(closed.code, Some(4001));
    bob.get("/v1/me").await.refused(401, "unauthorized");
    hub.marta_waits().await;
    anas.frame("events").await;
    ana.delete("/v1/sessions/current").await.is(204);
    assert_eq!(anas.to_the_end().await.1.code, Some(4001));
}

#[tokio::test]
async fn an_ai_agents_socket_tells_of_conversations_it_holds_and_of_losing_one() {
    let hub = Hub::open().await;
    let (ana, otto) = (hub.ana(), hub.otto().await);
    let (mut desk, frames) = otto.desk(0).await;
    assert_eq!(kinds(&frames), ["hello", "caught_up"]);
    let strangers = hub.marta_waits().await;
    strangers.say("Not for Otto").await;
    let marta = otto.widget.marta("For Otto").await;
    let comment = json!({"type": "comment", "text": "Not for Otto either"});
    ana.command(&marta.conversation, comment).await.is(200);
    ana.assign(&marta.conversation, ana.party()).await;
    marta.say("For Ana").await;
    ana.assign(&marta.conversation, otto.party()).await;
    let last = marta.say("For Otto again").await;
    let told = desk
        .until("the last message", |frame| frame.to_string().contains(last["id"].as_str().unwrap()))
        .await;
    let events = Socket::events(&told);
    assert!(events.iter().all(|event| event["conversation"] == marta.conversation.as_str()));
    let expected =
        ["conversation_started", "message_posted", "assigned", "assigned", "message_posted"];
    assert_eq!(kinds(&events), expected);

    let command = json!({"id": id(), "type": "reply", "text": "Here I am", "expect": 3});
    let frame = json!({
        "type": "command", "conversation": marta.conversation, "command": command,
    });
    desk.say(frame).await;
    assert_eq!(desk.frame("result").await["id"], command["id"]);

    // Otto types where it holds the conversation, and nowhere else.
    let (mut widget, _) = marta.widget_socket(0).await;
    let (mut other, _) = strangers.widget_socket(0).await;
    desk.say(json!({"type": "typing", "conversation": strangers.conversation})).await;
    desk.say(json!({"type": "typing", "conversation": marta.conversation})).await;
    assert_eq!(widget.frame("typing").await["name"], "Otto");
    strangers.say("Somebody?").await;
    let frames = other.until("the echo", |frame| frame["message"]["text"] == "Somebody?").await;
    assert!(!frames.iter().any(|frame| frame["type"] == "typing"), "{frames:?}");

    // A new key ends what the old one has open.
    ana.post(&format!("/v1/ai-agents/{}/key", otto.id), json!({})).await.is(200);
    assert_eq!(desk.to_the_end().await.1.code, Some(4001));
    otto.get("/v1/events").await.refused(401, "unauthorized");
}

/// More pages than the system's buffers hold: some 30 MB.
const LONG: u128 = 1_500;

#[tokio::test(flavor = "multi_thread")]
async fn a_device_signed_out_while_it_catches_up_reads_no_further() {
    let hub = InsideHub::open(quick()).await;
    let bob = hub.bob();
    let write = |tx: &mut baton_store::Tx| {
        (0..LONG).try_for_each(|n| {
            let text = "Where is my parcel? ".repeat(1_000);
            let id = ArticleId(uuid::Uuid::from_u128(n));
            let article = Article { id, title: "Parcels".into(), text, url: None, handoff: None };
            let body = EventBody::ArticleChanged { article, deleted: false };
            tx.change_settings(Actor::system(), body)
        })
    };
    hub.hub.store.write(write).await.unwrap();
    let mut desk = Socket::open(&hub.url, "/v1/socket", &[]).await;
    desk.say(json!({"type": "auth", "token": bob.token(), "after": 0})).await;
    desk.frame("hello").await;
    bob.delete("/v1/sessions/current").await.is(204);
    let (frames, closed) = desk.to_the_end().await;
    assert_eq!(closed.code, Some(4001));
    let came = Socket::events(&frames).len() as u128;
    assert!(came < LONG, "{came} events came");
}
