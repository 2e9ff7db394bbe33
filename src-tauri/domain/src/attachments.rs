//! Files that go with a message: who may send which, and how they are told in words.
//!
//! Guarantees: a file belongs to one conversation and to whoever uploaded it, and goes with one
//! message at most; a message without files has words. Leaves out the bytes (store), what type a
//! file is and what it may be called (hub).

use crate::*;
use serde::{Deserialize, Serialize};

/// Most files that go with one message.
pub const ATTACHMENTS: usize = 10;

/// A file that went with a message, as events tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its id.
    pub id: AttachmentId,
    /// Its name, cleaned.
    pub name: String,
    /// Its media type, by its content.
    #[serde(rename = "type")]
    pub kind: String,
    /// In bytes.
    pub size: u64,
}

/// The same as everybody sees it, with where it is to be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its name, cleaned.
    pub name: String,
    /// Its media type, by its content.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "ts", ts(rename = "type"))]
    pub kind: String,
    /// In bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
    /// A path at the hub. This one needs a member's token; the hub signs those it hands out.
    pub url: String,
}

impl From<&Attached> for Attachment {
    fn from(file: &Attached) -> Self {
        Self {
            id: file.id,
            name: file.name.clone(),
            kind: file.kind.clone(),
            size: file.size,
            url: format!("/v1/attachments/{}", file.id),
        }
    }
}

/// A file that was uploaded to the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The file.
    pub file: Attached,
    /// By what kind of party.
    pub by: ActorKind,
    /// The id of that visitor, member or AI agent.
    pub by_id: String,
    /// Whether it went with a message.
    pub used: bool,
}

/// The words and files of a new message, if they may be sent by the one who acts.
pub(crate) fn message(
    words: &str,
    ids: &[AttachmentId],
    ctx: &Context,
) -> Result<(String, Vec<Attached>), Refusal> {
    let files = chosen(ids, ctx)?;
    let text = match files.is_empty() {
        true => text::message(words)?,
        false => text::message_or_nothing(words)?,
    };
    Ok((text, files))
}

fn chosen(ids: &[AttachmentId], ctx: &Context) -> Result<Vec<Attached>, Refusal> {
    let invalid = |detail: &str| Refusal::invalid("attachments", detail);
    if ids.len() > ATTACHMENTS {
        return Err(invalid(&format!("at most {ATTACHMENTS} files go with a message")));
    }
    let mut files: Vec<Attached> = Vec::with_capacity(ids.len());
    for id in ids {
        let own = |upload: &&Upload| {
            upload.file.id == *id && upload.by == ctx.actor.kind && upload.by_id == ctx.actor.id
        };
        let upload =
            ctx.uploads.iter().find(own).ok_or_else(|| invalid("there is no such file"))?;
        if upload.used || files.iter().any(|file| file.id == *id) {
            return Err(invalid("a file goes with one message only"));
        }
        files.push(upload.file.clone());
    }
    Ok(files)
}

/// What was said, with a line for each file: for those who read words only.
pub fn words_with_files<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = text.to_owned();
    for name in names {
        if !words.is_empty() {
            words.push('\n');
        }
        words.push_str("[file: ");
        words.push_str(name);
        words.push(']');
    }
    words
}

/// What a list row shows of a message: its words; of one without any, the names of its files.
pub fn words_in_brief(text: &str, files: &[Attached]) -> String {
    if !text.trim().is_empty() || files.is_empty() {
        return text::shortened(text, LAST_MESSAGE_CHARS);
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    text::shortened(&format!("📎 {}", names.join(", ")), LAST_MESSAGE_CHARS)
}
