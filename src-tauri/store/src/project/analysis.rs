//! What a model made of a conversation: its newest analysis, and nothing of those before it. Local
//! analyses are computed when they are read and never stored.

use crate::error::Result;
use crate::rows::json;
use baton_domain::*;
use rusqlite::{Connection, params};

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
