//! The log as it is read: in order, by cursor or of one conversation.
//!
//! Guarantees: words that are still to go (`redacting`) are not told any more, whichever step the work
//! has come to; places, kinds and times stay. Leaves out who may read which of it (hub).

use crate::error::Result;
use crate::read::Reader;
use crate::{Stored, redacting, rows};
use baton_domain::*;
use rusqlite::params;
use std::sync::Arc;

impl Reader<'_> {
    /// Events after `after`, in order, without gaps.
    pub fn events(&self, after: Seq, limit: usize) -> Result<Vec<Arc<Stored>>> {
        let mut statement = self
            .db()
            .prepare_cached("SELECT * FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
        let rows = statement.query_map(params![after, limit], rows::recorded)?;
        Ok(stored(self.as_it_may_be_read(rows)?))
    }

    /// The same, only of conversations that this AI agent holds now.
    pub fn events_held_by(
        &self,
        ai_agent: AiAgentId,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Arc<Stored>>> {
        let mut statement = self.db().prepare_cached(
            "SELECT e.* FROM events e JOIN conversations c ON c.id = e.conversation
             WHERE e.seq > ?1 AND c.holder_id = ?2 ORDER BY e.seq LIMIT ?3",
        )?;
        let rows =
            statement.query_map(params![after, ai_agent.0.as_bytes(), limit], rows::recorded)?;
        Ok(stored(self.as_it_may_be_read(rows)?))
    }

    /// Every event of a conversation, oldest first, from `after`.
    pub fn timeline(
        &self,
        conversation: ConversationId,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Recorded>> {
        let mut statement = self.db().prepare_cached(
            "SELECT * FROM events WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        )?;
        let rows = statement
            .query_map(params![conversation.0.as_bytes(), after, limit], rows::recorded)?;
        self.as_it_may_be_read(rows)
    }

    /// Events as they will be once what is to go has gone.
    pub(crate) fn as_it_may_be_read(
        &self,
        found: impl Iterator<Item = rusqlite::Result<Recorded>>,
    ) -> Result<Vec<Recorded>> {
        let any = redacting::is_due(self.db())?;
        let mut read = Vec::new();
        for recorded in found {
            let recorded = recorded?;
            let going = match recorded.event.conversation {
                Some(id) if any => redacting::is_going(self.db(), id)?,
                Some(_) | None => false,
            };
            read.push(match going {
                true => Recorded { event: recorded.event.erased(), ..recorded },
                false => recorded,
            });
        }
        Ok(read)
    }
}

fn stored(recorded: Vec<Recorded>) -> Vec<Arc<Stored>> {
    recorded.into_iter().map(|recorded| Arc::new(Stored::new(recorded, None))).collect()
}
