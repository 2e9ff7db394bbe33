//! Thirty conversations, each with a summary that was read and judged, and what must hold of any.

mod any_words;
mod by_a_model;
pub(crate) mod judged;

use baton_domain::Source;
use serde_json::json;

/// An article as an answer cites it.
fn cited(title: &str) -> Source {
    serde_json::from_value(json!({"title": title, "url": null})).unwrap()
}
