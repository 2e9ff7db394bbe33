//! "Human takeover", the page that Baton is built from: a test for each sentence of it that can be
//! true or false, in the page's order and words. What it says of the screen is in
//! `tests/e2e/page.rs`; how far each promise carries is in `stories`.

mod handover;
mod takeover;
mod tracking;
mod when;

use baton_it::{Hub, Visitor};
use serde_json::Value;

/// Whether a conversation is in this tab of Ana's.
async fn is_in(hub: &Hub, tab: &str, visitor: &Visitor) -> bool {
    finds(hub, &format!("tab={tab}"), visitor).await
}

/// Whether Ana's list under these filters has the conversation.
async fn finds(hub: &Hub, query: &str, visitor: &Visitor) -> bool {
    let list = hub.ana().get(&format!("/v1/conversations?{query}")).await.is(200);
    let items = list["items"].as_array().unwrap();
    items.iter().any(|row| row["id"] == visitor.conversation.as_str())
}

/// A conversation as Ana's row shows it.
async fn row(hub: &Hub, visitor: &Visitor) -> Value {
    hub.ana().conversation(&visitor.conversation).await
}
