//! What an analysis is made from, and the one that a model made. Reads only; `project` writes.

use crate::error::Result;
use crate::read::Reader;
use crate::rows::{self, from_json};
use baton_domain::*;
use rusqlite::{OptionalExtension, params};

impl Reader<'_> {
    /// The newest messages and handoffs of a conversation, oldest first.
    pub fn story(&self, conversation: ConversationId, limit: usize) -> Result<Vec<Recorded>> {
        let mut statement = self.db().prepare_cached(
            "SELECT * FROM events WHERE conversation = ?1
             AND kind IN ('message_posted', 'handed_off') ORDER BY seq DESC LIMIT ?2",
        )?;
        let found =
            statement.query_map(params![conversation.0.as_bytes(), limit], rows::recorded)?;
        let mut story = self.as_it_may_be_read(found)?;
        story.reverse();
        Ok(story)
    }

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
