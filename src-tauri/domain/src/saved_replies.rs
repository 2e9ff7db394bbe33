//! Texts that members answer with again and again: the team's own, and each member's. Fields such as
//! `{name}` stay as they are written; the desktop fills them in when a text is put into the composer.

use crate::{MemberId, Refusal, SavedReplyId, text};
use serde::{Deserialize, Serialize};

/// A text to answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SavedReply {
    /// Its id.
    pub id: SavedReplyId,
    /// What it is found by.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Whether everybody has it.
    pub shared: bool,
    /// Whose it is; none when it is shared.
    pub owner: Option<MemberId>,
}

impl SavedReply {
    /// Most shared ones.
    pub const SHARED_MAX: usize = 1_000;
    /// Most of one member's own.
    pub const OWN_MAX: usize = 500;

    /// A title that can be used.
    pub fn checked_title(title: &str) -> Result<String, Refusal> {
        text::name("title", title)
    }

    /// A text that can be used.
    pub fn checked_text(words: &str) -> Result<String, Refusal> {
        text::bounded("text", words, 1, text::MESSAGE_CHARS)
    }

    /// Whether this member may use it.
    pub fn is_for(&self, member: MemberId) -> bool {
        self.shared || self.owner == Some(member)
    }
}
