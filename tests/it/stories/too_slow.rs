//! A client too slow to take what happens is closed with code 4000 and resumes from its cursor.

use baton_domain::{Command, CommandId, ConversationId};
use baton_it::{InsideHub, Socket, gapless, quick};
use baton_store::{Envelope, Sender};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Messages that are more than the system's buffers hold: some 13 MB.
const LARGE: usize = 800;
/// More commits than the hub keeps for a desktop that lags.
const SMALL: usize = 1_100;
/// The hub waits ten seconds for a frame to leave and closes the line then, if it was not too far
/// behind before: on a slow disk that comes first.
const LONG_ENOUGH: Duration = Duration::from_secs(12);

/// Marta says so many things in one commit.
async fn says(hub: &InsideHub, marta: ConversationId, how_many: usize, words: &str) {
    let store = &hub.hub.store;
    let envelopes: Vec<Envelope> = (0..how_many)
        .map(|_| Envelope {
            id: CommandId(store.fresh_id()),
            fingerprint: [0; 32],
            sender: Sender::Visitor,
            conversation: marta,
            command: Command::says(words),
        })
        .collect();
    let work = move |tx: &mut baton_store::Tx| {
        envelopes.iter().try_for_each(|envelope| tx.execute(envelope).map(|_| ()))
    };
    store.write(work).await.unwrap();
}

fn seqs(frames: &[Value]) -> Vec<u64> {
    frames.iter().filter_map(|frame| frame["message"]["seq"].as_u64()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_closed_with_4000_and_misses_nothing() {
    let hub = InsideHub::open(quick()).await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let head = ana.head().await;
    let (mut desk, _) = ana.desk(head).await;
    let (mut widget, _) = marta.widget_socket(head).await;
    let conversation = marta.conversation.parse().unwrap();
    for _ in 0..LARGE / 50 {
        says(&hub, conversation, 50, &"0123456789abcdef".repeat(1_000)).await;
    }
    let begun = Instant::now();
    let mut small = 0;
    while small < SMALL && begun.elapsed() < LONG_ENOUGH {
        says(&hub, conversation, 1, "Hello?").await;
        small += 1;
    }
    let (frames, closed) = desk.to_the_end().await;
    assert_eq!(closed.code, Some(4000));
    let (seen, closed) = widget.to_the_end().await;
    assert_eq!(closed.code, Some(4000));

    let mut events = Socket::events(&frames);
    let after = events.last().map_or(head, |event| event["seq"].as_u64().unwrap());
    assert!(after < ana.head().await, "it was closed before it had everything");
    let (_, frames) = ana.desk(after).await;
    events.extend(Socket::events(&frames));
    gapless(&events);
    assert_eq!(events.len(), LARGE + small);

    let mut said = seqs(&seen);
    let (_, frames) = marta.widget_socket(*said.last().unwrap_or(&head)).await;
    said.extend(seqs(&frames));
    assert!(said.is_sorted() && said.len() == LARGE + small, "{} messages", said.len());
}
