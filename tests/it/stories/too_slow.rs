//! A client too slow to take what happens is closed with code 4000 and resumes from its cursor.

use baton_domain::{Command, CommandId};
use baton_it::{InsideHub, Socket, gapless, quick};
use baton_store::Sender;

/// More than the system's buffers hold, and more commits than the hub keeps for one that lags.
const MESSAGES: usize = 2_200;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_closed_with_4000_and_misses_nothing() {
    let hub = InsideHub::open(quick()).await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let head = ana.head().await;
    let (mut desk, _) = ana.desk(head).await;
    let (mut widget, _) = marta.widget_socket(head.try_into().unwrap()).await;
    let conversation = marta.conversation.parse().unwrap();
    let long = "0123456789abcdef".repeat(1_000);
    for number in 0..MESSAGES {
        let command = Command::VisitorMessage { text: format!("{number} {long}") };
        let id = CommandId(hub.hub.store.fresh_id());
        hub.hub.command(Sender::Visitor, conversation, id, command).await.unwrap();
    }
    let (frames, closed) = desk.to_the_end().await;
    assert_eq!(closed.code, Some(4000));
    let mut events = Socket::events(&frames);
    let after = events.last().map_or(head, |event| event["seq"].as_u64().unwrap());
    assert!(after < ana.head().await, "it was closed before it had everything");
    let (_, frames) = ana.desk(after).await;
    events.extend(Socket::events(&frames));
    gapless(&events);
    assert_eq!(events.len(), MESSAGES);

    let (frames, closed) = widget.to_the_end().await;
    assert_eq!(closed.code, Some(4000));
    let seqs = |frames: &[serde_json::Value]| -> Vec<u64> {
        frames.iter().filter_map(|frame| frame["message"]["seq"].as_u64()).collect()
    };
    let mut said = seqs(&frames);
    let (_, frames) = marta.widget_socket(*said.last().unwrap_or(&head)).await;
    said.extend(seqs(&frames));
    assert_eq!(said.len(), MESSAGES);
    assert!(said.is_sorted());
}
