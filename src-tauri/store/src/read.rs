//! Reads that are not lists: threads, messages, timelines, comments, events by cursor, and what the
//! hub asks itself. Everything is bounded by a limit of the caller's or of ours.

use crate::attachments::brief;
use crate::error::Result;
use crate::project::load;
use crate::redacting;
use crate::rows::{self, at, at_opt, from_json, from_word, id};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use uuid::Uuid;

/// How many events a page of a thread has at most.
pub const THREAD_PAGE: usize = 120;

/// How people gave a conversation to an AI agent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandBack {
    /// Where; none when they have not.
    pub at: Option<Seq>,
    /// The newest note that a member wrote for the AI agent.
    pub note: Option<String>,
}

/// One consistent state of the workspace.
pub struct Reader<'a> {
    db: &'a Connection,
    directory: &'a Directory,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(db: &'a Connection, directory: &'a Directory) -> Self {
        Self { db, directory }
    }

    pub(crate) fn db(&self) -> &Connection {
        self.db
    }

    /// The workspace as it was when this read began; a commit in that moment may be in one of them only.
    pub fn directory(&self) -> &Directory {
        self.directory
    }

    /// The newest event's place in the log.
    pub fn head(&self) -> Result<Seq> {
        crate::tx::head(self.db)
    }

    /// A conversation as the rules see it.
    pub fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>> {
        load(self.db, id)
    }

    /// The newest events of a conversation before `before`, oldest first, with words.
    pub fn thread(
        &self,
        conversation: ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<ThreadItem>> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM events WHERE conversation = ?1 AND seq < ?2
             AND kind NOT IN ('read_marked') ORDER BY seq DESC LIMIT ?3",
        )?;
        let before = before.unwrap_or(i64::MAX as u64);
        let rows = statement
            .query_map(params![conversation.0.as_bytes(), before, limit], rows::recorded)?;
        let mut recorded = self.as_it_may_be_read(rows)?;
        recorded.reverse();
        recorded.iter().map(|recorded| self.thread_item(recorded)).collect()
    }

    pub(crate) fn thread_item(&self, recorded: &Recorded) -> Result<ThreadItem> {
        let mut item = ThreadItem::of(recorded);
        if let Some(then) = item.comment.take() {
            item.comment = comment_of(self.db, then.id)?;
        }
        Ok(item)
    }

    /// Messages after `after` or before `before`, oldest first.
    pub fn messages(
        &self,
        conversation: ConversationId,
        after: Seq,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Message>> {
        let newest_first = before.is_some() && after == 0;
        let order = if newest_first { "DESC" } else { "ASC" };
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT m.* FROM events e CROSS JOIN messages m ON m.seq = e.seq
             WHERE e.conversation = ?1 AND e.seq > ?2 AND e.seq < ?3
             ORDER BY e.seq {order} LIMIT ?4"
        ))?;
        let before = before.unwrap_or(i64::MAX as u64);
        let rows = statement
            .query_map(params![conversation.0.as_bytes(), after, before, limit], message)?;
        let mut messages: Vec<Message> = rows.collect::<Result<_, _>>()?;
        if redacting::is_going(self.db, conversation)? {
            messages = messages.into_iter().map(Message::erased).collect();
        }
        if newest_first {
            messages.reverse();
        }
        Ok(messages)
    }

    /// The newest messages, oldest first.
    pub fn last_messages(
        &self,
        conversation: ConversationId,
        limit: usize,
    ) -> Result<Vec<Message>> {
        self.messages(conversation, 0, Some(i64::MAX as u64), limit)
    }

    /// The message with this seq as a list row shows it, without what goes with an erasure; none for 0.
    pub(crate) fn message_in_brief(
        &self,
        seq: Seq,
        erased: bool,
    ) -> rusqlite::Result<Option<LastMessage>> {
        if seq == 0 {
            return Ok(None);
        }
        let found = self
            .db
            .prepare_cached(
                "SELECT author_kind, author_id, author_name, text, attachments, at FROM messages
                 WHERE seq = ?1",
            )?
            .query_row([seq], |row| {
                Ok(LastMessage { seq, author: author(row)?, text: brief(row)?, at: at(row, "at")? })
            })
            .optional()?;
        Ok(match found {
            Some(brief) if erased => {
                Some(LastMessage { author: brief.author.erased(), text: String::new(), ..brief })
            }
            found => found,
        })
    }

    /// What the visitor said last.
    pub fn last_words(&self, conversation: ConversationId) -> Result<Option<String>> {
        let found = self
            .db
            .prepare_cached(
                "SELECT text, attachments FROM messages WHERE seq =
                    (SELECT last_visitor_message FROM conversations WHERE id = ?1)",
            )?
            .query_row([conversation.0.as_bytes()], |row| {
                let text: String = row.get("text")?;
                if text.is_empty() { brief(row) } else { Ok(text) }
            })
            .optional()?;
        Ok(found)
    }

    /// The comments of a conversation, oldest first.
    pub fn comments(&self, conversation: ConversationId) -> Result<Vec<Comment>> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM comments WHERE conversation = ?1 ORDER BY at, id LIMIT 1000",
        )?;
        let rows = statement.query_map([conversation.0.as_bytes()], comment)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Up to where a member has read a conversation.
    pub fn read_to(&self, member: MemberId, conversation: ConversationId) -> Result<Seq> {
        read_to(self.db, member, conversation)
    }

    /// Conversations in which an AI agent owes the visitor an answer.
    pub fn answering(&self, limit: usize) -> Result<Vec<Conversation>> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM conversations INDEXED BY conversations_answering
             WHERE holder_kind = 'ai' AND waiting_since IS NOT NULL ORDER BY latest_key LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], rows::conversation)?;
        let mut due = Vec::new();
        for row in rows {
            let state = row?;
            if state.ai_agent_to_answer().is_some() {
                due.push(state);
            }
        }
        Ok(due)
    }

    /// How many open conversations each party holds.
    pub fn open_by_holder(&self) -> Result<HashMap<Uuid, u64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT holder_id AS id, count(*) AS open FROM conversations
             WHERE status <> 'closed' AND holder_kind = 'human' GROUP BY holder_id",
        )?;
        let rows = statement.query_map([], |row| Ok((id(row, "id")?, row.get("open")?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every article, oldest first.
    pub fn articles(&self) -> Result<Vec<Article>> {
        crate::directory::articles(self.db)
    }

    /// How people handed a conversation back since it was handed off last, whichever AI agents have
    /// had it since.
    pub fn hand_back(&self, conversation: ConversationId) -> Result<HandBack> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM events WHERE conversation = ?1 AND kind IN ('assigned', 'handed_off')
             ORDER BY seq DESC",
        )?;
        let mut found = HandBack::default();
        for row in statement.query_map([conversation.0.as_bytes()], rows::recorded)? {
            let recorded = row?;
            let EventBody::Assigned { from, to: Some(to), note, .. } = recorded.event.body else {
                break;
            };
            if to.kind != PartyKind::Ai {
                break;
            }
            found.note = found.note.or(note);
            if from.is_none_or(|from| from.kind != PartyKind::Ai) {
                found.at = Some(recorded.seq);
                break;
            }
        }
        Ok(found)
    }

    /// How a conversation changed hands last.
    pub fn latest_assignment(&self, conversation: ConversationId) -> Result<Option<Recorded>> {
        let found = self
            .db
            .prepare_cached(
                "SELECT * FROM events WHERE conversation = ?1 AND kind IN ('assigned', 'handed_off')
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([conversation.0.as_bytes()], rows::recorded)
            .optional()?;
        Ok(found)
    }

    /// When it was raised and how many seconds it waited, of every handoff since `since` that a
    /// member has taken.
    pub fn claim_waits(&self, since: Timestamp) -> Result<Vec<(Timestamp, i64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM events WHERE kind IN ('handed_off', 'assigned') AND at >= ?1
             ORDER BY at DESC LIMIT 2000",
        )?;
        let rows = statement.query_map([since.0], rows::recorded)?;
        let mut newest_first: Vec<Recorded> = rows.collect::<Result<_, _>>()?;
        newest_first.sort_by_key(|recorded| recorded.seq);
        let mut raised: HashMap<ConversationId, Timestamp> = HashMap::new();
        let mut waits = Vec::new();
        for recorded in newest_first {
            let Some(conversation) = recorded.event.conversation else { continue };
            match recorded.event.body {
                EventBody::HandedOff { to: None, .. } => {
                    raised.insert(conversation, recorded.event.at);
                }
                EventBody::Assigned { to, .. } => {
                    let at = raised.remove(&conversation);
                    let claimed = to.is_some_and(|to| to.kind == PartyKind::Human);
                    if let Some(at) = at.filter(|_| claimed) {
                        waits.push((at, recorded.event.at.seconds_since(at)));
                    }
                }
                _ => {}
            }
        }
        Ok(waits)
    }

    /// Whether a command with this id was carried out.
    pub fn is_known(&self, command: CommandId) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM commands WHERE id = ?1)")?
            .query_row([command.0.as_bytes()], |row| row.get(0))?)
    }

    /// Whether this Idempotency-Key has started a conversation.
    pub fn has_started(&self, key_hash: &crate::Fingerprint) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM starts WHERE key_hash = ?1)")?
            .query_row([key_hash], |row| row.get(0))?)
    }

    /// The contact a website knows by this id.
    pub fn contact_by_external_id(
        &self,
        external_id: &str,
        verified: bool,
    ) -> Result<Option<ContactId>> {
        let found = self
            .db
            .prepare_cached("SELECT id FROM contacts WHERE external_id = ?1 AND verified = ?2")?
            .query_row(params![external_id, verified], |row| id(row, "id"))
            .optional()?;
        Ok(found.map(ContactId))
    }

    /// How many wait in Unassigned, and since when the first of them.
    pub fn waiting(&self) -> Result<(u64, Option<Timestamp>)> {
        let found = self
            .db
            .prepare_cached(
                "SELECT count(*) AS n, min(wait_key) AS first FROM conversations
                 WHERE holder_kind = 'nobody' AND status <> 'closed'",
            )?
            .query_row([], |row| Ok((row.get("n")?, at_opt(row, "first")?)))?;
        Ok(found)
    }
}

pub(crate) fn read_to(
    db: &Connection,
    member: MemberId,
    conversation: ConversationId,
) -> Result<Seq> {
    let seq: Option<Seq> = db
        .prepare_cached("SELECT seq FROM reads WHERE member = ?1 AND conversation = ?2")?
        .query_row(params![member.0.as_bytes(), conversation.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(seq.unwrap_or(0))
}

/// A comment as it is now.
pub(crate) fn comment_of(db: &Connection, id: CommentId) -> Result<Option<Comment>> {
    let found = db
        .prepare_cached("SELECT * FROM comments WHERE id = ?1")?
        .query_row([id.0.as_bytes()], comment)
        .optional()?;
    Ok(found)
}

fn message(row: &Row) -> rusqlite::Result<Message> {
    let text: String = row.get("text")?;
    let attached: Vec<Attached> = from_json(row, "attachments")?;
    Ok(Message {
        id: MessageId(id(row, "id")?),
        seq: row.get("seq")?,
        conversation: ConversationId(id(row, "conversation")?),
        author: author(row)?,
        blocks: blocks(&text),
        text,
        at: at(row, "at")?,
        attachments: attached.iter().map(Attachment::from).collect(),
        sources: from_json(row, "sources")?,
    })
}

pub(crate) fn author(row: &Row) -> rusqlite::Result<Author> {
    Ok(Author {
        kind: from_word(row, "author_kind")?,
        id: row.get("author_id")?,
        name: row.get("author_name")?,
    })
}

fn comment(row: &Row) -> rusqlite::Result<Comment> {
    Ok(Comment {
        id: CommentId(id(row, "id")?),
        author: CommentAuthor { id: row.get("author_id")?, name: row.get("author_name")? },
        text: row.get("text")?,
        at: at(row, "at")?,
        edited_at: at_opt(row, "edited_at")?,
    })
}
