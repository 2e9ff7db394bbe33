//! What was already done, so that a repeated write appends nothing and answers what the first one
//! answered. A command is recognised by its id and the fingerprint of who asked for what.

use crate::Stored;
use crate::error::{Error, Result};
use crate::project::load;
use crate::rows::{from_json_opt, id, json};
use crate::tx::{Envelope, Fingerprint, Outcome, Tx};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

impl Tx<'_> {
    /// What the same command led to before, if it was carried out.
    pub(crate) fn repeated(&self, envelope: &Envelope) -> Result<Option<Outcome>> {
        let row = self
            .db()
            .prepare_cached(
                "SELECT fingerprint, first_seq, last_seq, refusal FROM commands WHERE id = ?1",
            )?
            .query_row([envelope.id.0.as_bytes()], |row| {
                let fingerprint: Fingerprint = row.get("fingerprint")?;
                let first: Seq = row.get("first_seq")?;
                let last: Seq = row.get("last_seq")?;
                Ok((fingerprint, first, last, from_json_opt::<Refusal>(row, "refusal")?))
            })
            .optional()?;
        let Some((fingerprint, first, last, refusal)) = row else { return Ok(None) };
        if fingerprint != envelope.fingerprint {
            return Err(Error::IdReused);
        }
        let state = load(self.db(), envelope.conversation)?
            .ok_or_else(|| Refusal::not_found("conversation"))?;
        let events = if first == 0 { Vec::new() } else { events(self.db(), first, last)? };
        Ok(Some(Outcome { events, state, repeated: true, refusal }))
    }

    /// Keeps what a command has led to.
    pub(crate) fn remember(
        &self,
        envelope: &Envelope,
        events: &[Arc<Stored>],
        refusal: Option<&Refusal>,
    ) -> Result<()> {
        let first = events.first().map_or(0, |stored| stored.recorded.seq);
        let last = events.last().map_or(0, |stored| stored.recorded.seq);
        self.db()
            .prepare_cached(
                "INSERT INTO commands (id, fingerprint, first_seq, last_seq, refusal)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                envelope.id.0.as_bytes(),
                envelope.fingerprint,
                first,
                last,
                refusal.map(json)
            ])?;
        Ok(())
    }

    /// The conversation an Idempotency-Key has started, with the seq its answer named.
    pub fn started(
        &self,
        key: &Fingerprint,
        fingerprint: &Fingerprint,
    ) -> Result<Option<(ConversationId, Seq)>> {
        let row = self
            .db()
            .prepare_cached(
                "SELECT fingerprint, conversation AS id, seq FROM starts WHERE key_hash = ?1",
            )?
            .query_row([key], |row| {
                Ok((row.get::<_, Fingerprint>(0)?, ConversationId(id(row, "id")?), row.get(2)?))
            })
            .optional()?;
        match row {
            Some((same, conversation, seq)) if same == *fingerprint => {
                Ok(Some((conversation, seq)))
            }
            Some(_) => Err(Error::IdReused),
            None => Ok(None),
        }
    }

    /// Remembers which conversation an Idempotency-Key has started.
    pub fn remember_start(
        &self,
        key: &Fingerprint,
        fingerprint: &Fingerprint,
        conversation: ConversationId,
        seq: Seq,
    ) -> Result<()> {
        self.db()
            .prepare_cached(
                "INSERT INTO starts (key_hash, fingerprint, conversation, seq)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![key, fingerprint, conversation.0.as_bytes(), seq])?;
        Ok(())
    }
}

fn events(db: &Connection, first: Seq, last: Seq) -> Result<Vec<Arc<Stored>>> {
    let mut statement =
        db.prepare_cached("SELECT * FROM events WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?;
    let rows = statement.query_map([first, last], crate::rows::recorded)?;
    let mut stored = Vec::new();
    for row in rows {
        stored.push(Arc::new(Stored::new(row?, None)));
    }
    Ok(stored)
}
