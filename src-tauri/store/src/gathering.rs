//! What a decision needs beside the conversation's own state. Guarantees that nothing is read that the
//! command, or an enabled handoff rule, does not ask for, and that what is read is bounded.

use crate::error::Result;
use crate::rows::{from_json, from_json_opt, id};
use crate::tx::{Envelope, Sender, Tx};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

/// How many earlier messages a repeated question is looked for in.
const EARLIER: u32 = 50;

impl Tx<'_> {
    pub(crate) fn comment(&self, envelope: &Envelope) -> Result<Option<Written>> {
        let (Command::CommentEdit { comment, .. } | Command::CommentDelete { comment }) =
            &envelope.command
        else {
            return Ok(None);
        };
        let known: Option<(String, String)> = self
            .db()
            .prepare_cached(
                "SELECT author_id, text FROM comments WHERE id = ?1 AND conversation = ?2",
            )?
            .query_row(params![comment.0.as_bytes(), envelope.conversation.0.as_bytes()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(known.and_then(|(id, text)| Some(Written { author: id.parse().ok()?, text })))
    }

    pub(crate) fn read_to(&self, envelope: &Envelope) -> Result<Option<Seq>> {
        let (Command::Read { .. }, Sender::Member(member)) = (&envelope.command, envelope.sender)
        else {
            return Ok(None);
        };
        crate::read::read_to(self.db(), member, envelope.conversation).map(Some)
    }

    pub(crate) fn is_newest(&self, command: &Command, state: &Conversation) -> Result<bool> {
        if !matches!(command, Command::Status { .. }) {
            return Ok(true);
        }
        let newest: u64 = self
            .db()
            .prepare_cached("SELECT max(number) FROM conversations WHERE contact = ?1")?
            .query_row([state.contact.0.as_bytes()], |row| row.get(0))?;
        Ok(newest == state.number)
    }

    /// What was uploaded to the conversation of the files that a message brings.
    pub(crate) fn uploads(&self, envelope: &Envelope) -> Result<Vec<Upload>> {
        let ids = envelope.command.attachments();
        ids.iter()
            .take(ATTACHMENTS)
            .filter_map(|id| {
                crate::attachments::upload(self.db(), envelope.conversation, *id).transpose()
            })
            .collect()
    }

    /// What the rules look at when the visitor writes to an AI agent.
    pub(crate) fn before(&self, command: &Command, state: &Conversation) -> Result<Before> {
        let needs = match command {
            Command::VisitorMessage { .. } => Needs::of(&self.directory().rules),
            _ => Needs::default(),
        };
        read(self.db(), state, needs)
    }
}

impl Tx<'_> {
    /// Open conversations that this party holds.
    pub fn open_conversations(&self, holder: Uuid) -> Result<Vec<ConversationId>> {
        let mut statement = self.db().prepare_cached(
            "SELECT id FROM conversations WHERE holder_id = ?1 AND status <> 'closed'
             ORDER BY latest_key",
        )?;
        let rows = statement.query_map([holder.as_bytes()], |row| id(row, "id"))?;
        Ok(rows.map(|id| id.map(ConversationId)).collect::<Result<_, _>>()?)
    }
}

fn read(db: &Connection, state: &Conversation, needs: Needs) -> Result<Before> {
    let mut before = Before::default();
    if needs.earlier {
        before.earlier = earlier(db, state)?;
    }
    if needs.messages {
        before.messages = messages(db, state)?;
    }
    if needs.origin {
        (before.page, before.metadata) = db
            .prepare_cached("SELECT page, metadata FROM conversations WHERE id = ?1")?
            .query_row([state.id.0.as_bytes()], |row| {
                Ok((from_json_opt(row, "page")?, from_json(row, "metadata")?))
            })?;
    }
    Ok(before)
}

/// What the visitor said last since the AI agent has it, oldest first.
fn earlier(db: &Connection, state: &Conversation) -> Result<Vec<String>> {
    let mut statement = db.prepare_cached(
        "SELECT substr(m.text, 1, 1000) AS text FROM events e CROSS JOIN messages m ON m.seq = e.seq
         WHERE e.conversation = ?1 AND e.seq > ?2 AND m.author_kind = 'visitor'
         ORDER BY e.seq DESC LIMIT ?3",
    )?;
    let found = statement
        .query_map(params![state.id.0.as_bytes(), state.ai_since, EARLIER], |row| row.get(0))?;
    let mut found: Vec<String> = found.collect::<Result<_, _>>()?;
    found.reverse();
    Ok(found)
}

/// How often the visitor has written since the AI agent has it; no rule asks beyond 100.
fn messages(db: &Connection, state: &Conversation) -> Result<u64> {
    if state.ai_since == 0 {
        let counted = "SELECT visitor_messages FROM conversations WHERE id = ?1";
        let mut statement = db.prepare_cached(counted)?;
        return Ok(statement.query_row([state.id.0.as_bytes()], |row| row.get(0))?);
    }
    Ok(db
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM events e CROSS JOIN messages m ON m.seq = e.seq
                WHERE e.conversation = ?1 AND e.seq > ?2 AND m.author_kind = 'visitor' LIMIT 100)",
        )?
        .query_row(params![state.id.0.as_bytes(), state.ai_since], |row| row.get(0))?)
}
