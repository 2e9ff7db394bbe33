//! How a hub stops: sockets are told to come back, an AI turn under way is finished, nothing is half
//! done; asked twice it ends at once.

use baton_it::{Closed, Hub, said_by};
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

#[tokio::test]
async fn sockets_are_told_to_come_back_and_a_turn_under_way_is_finished() {
    let mut hub = Hub::open().await;
    let (mut desk, _) = hub.bob().desk(0).await;
    let marta = hub.marta("How much does the Team plan cost?").await;
    let (mut widget, frames) = marta.widget_socket(0).await;
    if !frames.iter().any(|frame| frame["type"] == "typing") {
        widget.frame("typing").await;
    }
    assert!(hub.terminate().await, "in order");
    assert_eq!(desk.to_the_end().await.1, Closed { code: Some(1012) });
    assert_eq!(widget.to_the_end().await.1, Closed { code: Some(1012) });
    hub.check().await.unwrap();
    hub.start_again().await;
    let conversation = &marta.conversation;
    let state = hub.ana().conversation(conversation).await;
    assert_eq!((&state["human_handoff"], &state["waiting_since"]), (&json!(false), &json!(null)));
    let messages = hub.ana().messages(conversation).await;
    assert_eq!(said_by(&messages, "ai").len(), 1, "answered before the end, and once");
}

#[tokio::test]
async fn asked_again_it_ends_at_once() {
    let mut hub = Hub::open().await;
    let address = hub.url.strip_prefix("http://").unwrap().to_owned();
    let mut stuck = TcpStream::connect(&address).await.unwrap();
    let head = b"POST /v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{";
    stuck.write_all(head).await.unwrap();
    let (mut desk, _) = hub.bob().desk(0).await;
    hub.signal("TERM").await;
    // The first one has arrived: two of a kind at the same time are one.
    assert_eq!(desk.to_the_end().await.1, Closed { code: Some(1012) });
    hub.signal("TERM").await;
    assert!(!hub.ended().await, "not in order");
    hub.check().await.unwrap();
    hub.start_again().await;
    hub.bob().get("/v1/me").await.is(200);
}
