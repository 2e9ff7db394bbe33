//! The widget's socket: what was missed, then messages, typing and state as they happen.

use baton_it::{Hub, Socket, kinds};
use serde_json::{Value, json};

fn texts(frames: &[Value]) -> Vec<&str> {
    frames.iter().filter_map(|frame| frame["message"]["text"].as_str()).collect()
}

#[tokio::test]
async fn a_widget_catches_up_from_its_cursor_and_then_follows() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    marta.say("One").await;
    let two = marta.say("Two").await;
    let three = marta.say("Three").await;
    let (mut widget, frames) = marta.widget_socket(0).await;
    assert_eq!(texts(&frames)[1..], ["One", "Two", "Three"]);
    let state = frames.last().unwrap();
    assert_eq!(state["status"], "active");
    assert_eq!(state["seq"], three["seq"]);
    assert_eq!(*state, {
        let mut polled = marta.sees().await;
        polled["type"] = "state".into();
        polled
    });
    let (_, frames) = marta.widget_socket(two["seq"].as_u64().unwrap()).await;
    assert_eq!(texts(&frames), ["Three"]);
    let (mut future, frames) = marta.widget_socket(4_000_000_000).await;
    assert_eq!(kinds(&frames), ["state"]);

    ana.claim(&marta.conversation).await;
    let frames = widget.until("the state", |frame| frame["type"] == "state").await;
    assert_eq!(texts(&frames), ["Ana joined the conversation."]);
    let state = frames.last().unwrap();
    assert_eq!(state["answering"], json!({"kind": "human", "name": "Ana"}));
    assert_eq!(state["waiting"], Value::Null);
    ana.reply(&marta.conversation, "Hello").await;
    for socket in [&mut widget, &mut future] {
        let frames = socket.until("the reply", |frame| frame["message"]["text"] == "Hello").await;
        assert_eq!(frames.last().unwrap()["message"], *marta.reads().await.last().unwrap());
    }
    let close = json!({"type": "status", "to": "closed"});
    ana.command(&marta.conversation, close).await.is(200);
    assert_eq!(widget.frame("state").await["status"], "closed");
}

#[tokio::test]
async fn a_widget_that_opens_while_messages_pour_in_gets_each_once_in_order() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let talking = tokio::spawn({
        let marta = marta.clone();
        async move {
            for number in 0..120 {
                marta.say(&format!("{number}")).await;
            }
        }
    });
    let mut widgets = Vec::new();
    for _ in 0..10 {
        widgets.push(marta.widget_socket(0).await);
    }
    talking.await.unwrap();
    for (mut widget, mut frames) in widgets {
        if !texts(&frames).contains(&"119") {
            let last = |frame: &Value| frame["message"]["text"] == "119";
            frames.extend(widget.until("the last message", last).await);
        }
        let numbers: Vec<String> = (0..120).map(|number| number.to_string()).collect();
        assert_eq!(texts(&frames)[1..], numbers);
    }
}

#[tokio::test]
async fn the_visitor_sees_that_iris_types_and_then_the_whole_answer() {
    let hub = Hub::open().await;
    let marta = hub.widget.start(json!({})).await;
    let (mut widget, _) = marta.widget_socket(0).await;
    marta.say("How much is the Team plan?").await;
    let answer = |frame: &Value| frame["message"]["author"]["kind"] == "ai";
    let mut frames = widget.until("the answer", answer).await;
    if !frames.iter().any(|frame| frame["on"] == false) {
        frames.push(widget.frame("typing").await);
    }
    let typing = frames.iter().filter(|frame| frame["type"] == "typing");
    let expected = [true, false].map(|on| json!({"type": "typing", "name": "Iris", "on": on}));
    assert_eq!(typing.collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn sockets_are_told_to_come_back_when_the_hub_goes_down() {
    let mut hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (mut widget, _) = marta.widget_socket(0).await;
    let (mut desk, _) = hub.ana().desk(0).await;
    let unsigned = Socket::open(&hub.url, "/v1/socket", &[]).await;
    assert!(hub.terminate().await, "SIGTERM ends it cleanly");
    assert_eq!(widget.to_the_end().await.1.code, Some(1012));
    assert_eq!(desk.to_the_end().await.1.code, Some(1012));
    drop(unsigned);
    hub.check().await.unwrap();
    hub.start_again().await;
    assert_eq!(marta.at(&hub.url).reads().await.len(), 1);
}
