//! Erasing a visitor and deleting old conversations: which, and the events that say so. Guarantees that
//! one transaction takes everything out of lists, threads' rows and credentials; the words in the log go
//! after it in steps (`redacting`), whatever happens meanwhile.

use crate::error::Result;
use crate::project::load;
use crate::read::Reader;
use crate::rows::id;
use crate::tx::{Envelope, Fingerprint, Sender, Tx};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, Params, params};
use std::collections::BTreeSet;

/// What is kept of requests, as hashes: of whose conversations they were.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    commands: Vec<CommandId>,
    starts: Vec<Fingerprint>,
}

/// The number of the next conversation: never one that was given.
pub(crate) fn next_number(db: &Connection) -> Result<u64> {
    let (_, newest) = deleted(db)?;
    Ok(newest_number(db)?.max(newest) + 1)
}

/// How many conversations there are, without looking at each: numbers are gapless, and those that were
/// deleted are counted.
pub(crate) fn how_many(db: &Connection) -> Result<u64> {
    let (count, newest) = deleted(db)?;
    Ok(newest_number(db)?.max(newest).saturating_sub(count))
}

fn newest_number(db: &Connection) -> Result<u64> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(number), 0) FROM conversations")?
        .query_row([], |row| row.get(0))?)
}

fn deleted(db: &Connection) -> Result<(u64, u64)> {
    let found = db
        .prepare_cached("SELECT count, newest FROM deleted_conversations")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.unwrap_or_default())
}

impl Reader<'_> {
    /// Conversations that are closed since this time or longer, longest first: so many, or so few that
    /// together they have so many events.
    pub fn closed_since(
        &self,
        at: Timestamp,
        limit: usize,
        events: u64,
    ) -> Result<Vec<ConversationId>> {
        let mut statement = self.db().prepare_cached(CLOSED_SINCE)?;
        let rows = statement.query_map(params![at.0, limit], |row| {
            Ok((ConversationId(id(row, "id")?), row.get::<_, u64>("version")?))
        })?;
        let (mut found, mut so_far) = (Vec::new(), 0);
        for row in rows {
            let (id, length) = row?;
            found.push(id);
            so_far += length;
            if so_far >= events {
                break;
            }
        }
        Ok(found)
    }

    /// Every conversation of a contact, oldest first.
    pub fn conversations_of(&self, contact: ContactId) -> Result<Vec<ConversationId>> {
        conversations_of(self.db(), contact)
    }

    /// What is kept of requests in these conversations. Looks at every request there was, so it is no
    /// work for the writer.
    pub fn traces(&self, conversations: &[ConversationId]) -> Result<Traces> {
        let ids = crate::list::hex(&conversations.iter().map(|id| id.0).collect::<BTreeSet<_>>());
        self.traces_where("conversation IN (SELECT unhex(value) FROM json_each(?1))", [ids])
    }

    /// The same in every conversation that was ever erased or deleted: what a stop has left of them.
    pub fn traces_left(&self) -> Result<Traces> {
        let gone = "conversation IS NOT NULL
            AND conversation NOT IN (SELECT id FROM conversations WHERE erased = 0)";
        self.traces_where(gone, [])
    }

    fn traces_where(&self, which: &str, given: impl Params + Clone) -> Result<Traces> {
        let mut traces = Traces::default();
        let mut commands = self.db().prepare_cached(&format!(
            "SELECT c.id FROM commands c CROSS JOIN events e ON e.seq = c.first_seq
                WHERE c.first_seq > 0 AND {which}"
        ))?;
        for found in commands.query_map(given.clone(), |row| id(row, "id"))? {
            traces.commands.push(CommandId(found?));
        }
        let mut starts =
            self.db().prepare_cached(&format!("SELECT key_hash FROM starts WHERE {which}"))?;
        for found in starts.query_map(given, |row| row.get(0))? {
            traces.starts.push(found?);
        }
        Ok(traces)
    }
}

const CLOSED_SINCE: &str = "SELECT id, version FROM conversations WHERE closed_at <= ?1
     ORDER BY closed_at LIMIT ?2";

fn conversations_of(db: &Connection, contact: ContactId) -> Result<Vec<ConversationId>> {
    let mut statement =
        db.prepare_cached("SELECT id FROM conversations WHERE contact = ?1 ORDER BY number")?;
    let rows = statement.query_map([contact.0.as_bytes()], |row| id(row, "id"))?;
    Ok(rows.map(|id| id.map(ConversationId)).collect::<Result<_, _>>()?)
}

impl Tx<'_> {
    /// Erases a contact: every conversation it has. Which they are; the same again when `id` was
    /// carried out before.
    pub fn erase_contact(
        &mut self,
        id: CommandId,
        fingerprint: Fingerprint,
        by: MemberId,
        contact: ContactId,
    ) -> Result<Vec<ConversationId>> {
        let conversations = conversations_of(self.db(), contact)?;
        if conversations.is_empty() {
            return Err(Refusal::not_found("contact").into());
        }
        let sender = Sender::Member(by);
        let mut next = Some((id, fingerprint));
        for conversation in &conversations {
            let (id, fingerprint) =
                next.take().unwrap_or_else(|| (CommandId(self.fresh_id()), [0; 32]));
            let (conversation, command) = (*conversation, Command::Erase);
            let erased =
                self.execute(&Envelope { id, fingerprint, sender, conversation, command })?;
            if erased.repeated {
                break;
            }
            self.revoke_all(conversation.0)?;
        }
        Ok(conversations)
    }

    /// Deletes conversations that are closed since `at` or longer still; which they are.
    pub fn delete_conversations(
        &mut self,
        conversations: &[ConversationId],
        at: Timestamp,
    ) -> Result<Vec<ConversationId>> {
        let mut gone = Vec::new();
        for id in conversations {
            if let Some(state) = load(self.db(), *id)?
                && state.closed_at.is_some_and(|closed| closed <= at)
            {
                self.revoke_all(id.0)?;
                gone.push(state);
            }
        }
        if gone.is_empty() {
            return Ok(Vec::new());
        }
        let going: BTreeSet<ConversationId> = gone.iter().map(|state| state.id).collect();
        let contacts: BTreeSet<ContactId> = gone.iter().map(|state| state.contact).collect();
        for contact in contacts {
            self.keep_contact(contact, &going)?;
        }
        let conversations: Vec<ConversationId> = gone.iter().map(|state| state.id).collect();
        let newest = next_number(self.db())? - 1;
        let body = EventBody::ConversationsDeleted { conversations: conversations.clone(), newest };
        let (id, at) = (EventId(self.fresh_id()), self.now());
        self.append(
            None,
            vec![Event { id, conversation: None, at, actor: Actor::system(), body }],
        )?;
        Ok(conversations)
    }

    /// Says again in the newest conversation that stays what is known of its visitor.
    fn keep_contact(&mut self, contact: ContactId, going: &BTreeSet<ConversationId>) -> Result<()> {
        let stays = conversations_of(self.db(), contact)?.into_iter().rev();
        let Some(stays) = stays.into_iter().find(|id| !going.contains(id)) else { return Ok(()) };
        let known = crate::copy::contact_row(self.db(), contact)?.map(|row| VisitorFacts {
            id: row.id,
            external_id: row.external_id,
            verified: row.verified,
            name: row.name,
            email: row.email,
            phone: row.phone,
        });
        let Some(visitor) = known.filter(is_anybody) else { return Ok(()) };
        let (id, at) = (EventId(self.fresh_id()), self.now());
        let body = EventBody::ContactKept { visitor };
        let event = Event { id, conversation: Some(stays), at, actor: Actor::system(), body };
        let state = load(self.db(), stays)?;
        self.append(state, vec![event])?;
        Ok(())
    }

    /// Forgets requests, and that they were carried out.
    pub fn forget_traces(&self, traces: &Traces) -> Result<()> {
        let mut commands = self.db().prepare_cached("DELETE FROM commands WHERE id = ?1")?;
        for id in &traces.commands {
            commands.execute([id.0.as_bytes()])?;
        }
        let mut starts = self.db().prepare_cached("DELETE FROM starts WHERE key_hash = ?1")?;
        for key in &traces.starts {
            starts.execute([key])?;
        }
        Ok(())
    }
}

impl Traces {
    /// The same in parts of at most so many, so that nobody waits long for one of them.
    pub fn in_parts(self, of: usize) -> Vec<Traces> {
        let commands = self.commands.chunks(of).map(<[CommandId]>::to_vec);
        let mut parts: Vec<Traces> =
            commands.map(|commands| Traces { commands, starts: Vec::new() }).collect();
        let starts = self.starts.chunks(of).map(<[Fingerprint]>::to_vec);
        parts.extend(starts.map(|starts| Traces { commands: Vec::new(), starts }));
        parts
    }
}

fn is_anybody(visitor: &VisitorFacts) -> bool {
    let VisitorFacts { external_id, name, email, phone, .. } = visitor;
    [external_id, name, email, phone].into_iter().any(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FILE, Store};

    #[test]
    fn what_is_to_be_deleted_is_found_by_an_index_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        Store::open(folder.path()).unwrap().close();
        let db = Connection::open(folder.path().join(FILE)).unwrap();
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {CLOSED_SINCE}")).unwrap();
        let steps = statement.query_map(params![0, 1], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().unwrap();
        assert_eq!(
            steps,
            ["SEARCH conversations USING INDEX conversations_closed (closed_at<?)"],
            "no scan, no sort"
        );
    }
}
