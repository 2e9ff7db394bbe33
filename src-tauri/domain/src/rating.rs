//! What a visitor says of a conversation: one to five stars, and words if there are any. Allowed at any
//! time of a conversation that is not erased; the newest one counts.

use crate::*;
use serde::{Deserialize, Serialize};

/// How a visitor found a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rating {
    /// 1 to 5.
    pub stars: u8,
    /// In words.
    pub text: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Only the visitor rates.
pub(crate) fn rate(
    state: &Conversation,
    stars: u8,
    text: Option<&str>,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    if ctx.actor.kind != ActorKind::Visitor {
        return Err(Refusal::Forbidden { detail: "Only the visitor rates.".into() });
    }
    if !(1..=5).contains(&stars) {
        return Err(Refusal::invalid("stars", "is 1 to 5"));
    }
    let text = text.map(|text| text::bounded("text", text, 0, text::MESSAGE_CHARS)).transpose()?;
    let text = text.filter(|text| !text.is_empty());
    let same = |now: &Rating| now.stars == stars && now.text == text;
    // Said again, perhaps because the answer was lost.
    if state.rating.as_ref().is_some_and(same) {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::Rated { stars, text }])
}
