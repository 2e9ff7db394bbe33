//! Pages of a thread: the newest, the one before or after a place, or the one around it, with
//! whether there is more on each side.

use crate::error::Result;
use crate::read::Reader;
use crate::rows;
use baton_domain::*;
use rusqlite::{OptionalExtension, params};

/// Which page of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The end.
    Newest,
    /// What comes before this seq.
    Before(Seq),
    /// What comes after this seq.
    After(Seq),
    /// With this seq in the middle.
    Around(Seq),
}

/// A page of a thread.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadPart {
    /// Oldest first, with words.
    pub items: Vec<ThreadItem>,
    /// Whether there is more before them.
    pub older: bool,
    /// Whether there is more after them.
    pub newer: bool,
}

impl Reader<'_> {
    /// The conversation with this number.
    pub fn numbered(&self, number: u64) -> Result<Option<ConversationId>> {
        let mut one = self.db().prepare_cached("SELECT id FROM conversations WHERE number = ?1")?;
        let found = one.query_row([number], |row| rows::id(row, 0)).optional()?;
        Ok(found.map(ConversationId))
    }

    /// The page of a thread at `place`, of `limit` events at most.
    pub fn thread_at(
        &self,
        conversation: ConversationId,
        place: Place,
        limit: usize,
    ) -> Result<ThreadPart> {
        match place {
            Place::Newest => self.part(conversation, None, (limit, 0)),
            Place::Before(seq) => {
                let part = self.part(conversation, Some(seq), (limit, 0))?;
                Ok(ThreadPart { newer: true, ..part })
            }
            Place::After(seq) => {
                let part = self.part(conversation, Some(seq + 1), (0, limit))?;
                Ok(ThreadPart { older: true, ..part })
            }
            Place::Around(seq) => {
                self.part(conversation, Some(seq), (limit / 2, limit - limit / 2))
            }
        }
    }

    /// So many events before `seq`, and so many from there on.
    fn part(
        &self,
        conversation: ConversationId,
        seq: Option<Seq>,
        (before, from): (usize, usize),
    ) -> Result<ThreadPart> {
        let mut items =
            if before == 0 { Vec::new() } else { self.thread(conversation, seq, before + 1)? };
        let older = items.len() > before;
        if older {
            items.remove(0);
        }
        let older_ones = items.len();
        if let (Some(seq), 1..) = (seq, from) {
            items.extend(self.thread_from(conversation, seq, from + 1)?);
        }
        let newer = items.len() - older_ones > from;
        if newer {
            items.pop();
        }
        Ok(ThreadPart { items, older, newer })
    }

    fn thread_from(
        &self,
        conversation: ConversationId,
        from: Seq,
        limit: usize,
    ) -> Result<Vec<ThreadItem>> {
        let mut statement = self.db().prepare_cached(
            "SELECT * FROM events WHERE conversation = ?1 AND seq >= ?2
             AND kind NOT IN ('read_marked') ORDER BY seq LIMIT ?3",
        )?;
        let rows =
            statement.query_map(params![conversation.0.as_bytes(), from, limit], rows::recorded)?;
        let recorded = self.as_it_may_be_read(rows)?;
        recorded.iter().map(|recorded| self.thread_item(recorded)).collect()
    }
}
