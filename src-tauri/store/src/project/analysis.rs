//! What a model made of a conversation: its newest analysis, and nothing of those before it. Local
//! analyses are computed when they are read and never stored.

use crate::error::Result;
use crate::read::Reader;
use crate::rows::{from_json, json};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};

/// Keeps an analysis in place of the one before it.
pub(super) fn keep(
    db: &Connection,
    conversation: ConversationId,
    analysis: &Analysis,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO analyses (conversation, data) VALUES (?1, ?2)
         ON CONFLICT (conversation) DO UPDATE SET data = excluded.data",
    )?
    .execute(params![conversation.0.as_bytes(), json(analysis)])?;
    Ok(())
}

impl Reader<'_> {
    /// The newest analysis that a model made of a conversation.
    pub fn kept_analysis(&self, conversation: ConversationId) -> Result<Option<Analysis>> {
        let found = self
            .db()
            .prepare_cached("SELECT data FROM analyses WHERE conversation = ?1")?
            .query_row([conversation.0.as_bytes()], |row| from_json(row, "data"))
            .optional()?;
        Ok(found)
    }
}
