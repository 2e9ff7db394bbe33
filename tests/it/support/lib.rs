//! What the stories are told with: a real hub process on a folder of its own, and the people who
//! use it over HTTP and WebSocket. Nothing here sleeps: everything waits for an event, with a limit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken expectation is a failed test"
)]

mod answer;
mod client;
mod desktop;
mod hub;
mod inside;
mod model;
mod people;
mod schema;
mod socket;
mod tunnel;
mod workspace;

pub use answer::Answer;
pub use client::{Client, form, http};
pub use desktop::{Desktop, NoKeychain, signed_in, start};
pub use hub::{Hub, Setup, binary};
pub use inside::{InsideHub, quick};
pub use model::{Asked, Model};
pub use people::{AiAgent, Member, Visitor, Widget};
pub use schema::Document;
pub use socket::{Closed, Socket};
pub use tunnel::{Tunnel, Way};
pub use workspace::{OWNER_PASSWORD, founded};

use serde_json::Value;
use std::time::Duration;

/// How long anything may take before a test says that it did not happen.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a website signs a visitor's id with: HMAC-SHA256 (RFC 2104) in hexadecimal, written out so
/// that it is not the hub's own code that is compared with itself.
pub fn hmac_hex(key: &str, message: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key.as_bytes()));
    } else {
        block[..key.len()].copy_from_slice(key.as_bytes());
    }
    let keyed =
        |pad: u8, data: &[u8]| Sha256::digest([&block.map(|byte| byte ^ pad)[..], data].concat());
    let digest = keyed(0x5c, &keyed(0x36, message.as_bytes()));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A fresh id, as text.
pub fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Waits for `what`, within [`PATIENCE`].
pub async fn soon<T>(what: &str, happens: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, happens).await {
        Ok(value) => value,
        Err(_) => panic!("{what} did not happen within {PATIENCE:?}"),
    }
}

/// The events of these kinds, in order.
pub fn of_kind<'a>(events: &'a [Value], kind: &str) -> Vec<&'a Value> {
    events.iter().filter(|event| event["type"] == kind).collect()
}

/// The `type`s of events or frames, in order.
pub fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["type"].as_str()).collect()
}

/// The texts of messages whose author is of this kind.
pub fn said_by<'a>(messages: &'a [Value], author: &str) -> Vec<&'a str> {
    let by = messages.iter().filter(|message| message["author"]["kind"] == author);
    by.filter_map(|message| message["text"].as_str()).collect()
}

/// Asserts that these events' numbers follow each other without a gap.
pub fn gapless(events: &[Value]) {
    let seqs: Vec<u64> = events.iter().filter_map(|event| event["seq"].as_u64()).collect();
    assert_eq!(seqs.len(), events.len(), "every event has a number");
    for pair in seqs.windows(2) {
        assert_eq!(pair[1], pair[0] + 1, "a gap or a disorder in {seqs:?}");
    }
}
