//! What can be found, by the seq of its event: a message; a comment, at the event that wrote or
//! last edited it; what is known of a visitor, at the newest event that told it. The texts are the
//! tables' own, as they are now, so nothing is found that was changed or removed since.

use crate::error::Result;
use crate::rows::{at, id_opt};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Events after a seq, in order.
pub(crate) const AFTER: &str = "SELECT e.seq, e.kind, e.conversation, e.at, m.text FROM events e
     LEFT JOIN messages m ON m.seq = e.seq WHERE e.seq > ?1 ORDER BY e.seq LIMIT ?2";
/// Events up to a seq, newest first.
pub(crate) const UP_TO: &str = "SELECT e.seq, e.kind, e.conversation, e.at, m.text FROM events e
     LEFT JOIN messages m ON m.seq = e.seq WHERE e.seq <= ?1 ORDER BY e.seq DESC LIMIT ?2";
/// Events between two seqs, both left out, that can be found; newest first.
pub(crate) const BETWEEN: &str = "SELECT e.seq, e.kind, e.conversation, e.at, m.text FROM events e
     LEFT JOIN messages m ON m.seq = e.seq WHERE e.seq > ?1 AND e.seq < ?2 AND e.kind IN
        ('message_posted', 'comment_added', 'comment_edited', 'conversation_started',
         'contact_updated', 'contact_kept')
     ORDER BY e.seq DESC";
/// The same, only those that the index proposes.
pub(crate) const PROPOSED: &str = "SELECT e.seq, e.kind, e.conversation, e.at, m.text
     FROM search_index CROSS JOIN events e ON e.seq = search_index.rowid
     LEFT JOIN messages m ON m.seq = e.seq
     WHERE search_index MATCH ?3 AND search_index.rowid > ?1 AND search_index.rowid < ?2
     ORDER BY search_index.rowid DESC";
/// The same without texts of messages.
pub(crate) const PROPOSED_ALONE: &str = "SELECT e.seq, e.kind, e.conversation, e.at, NULL
     FROM search_index CROSS JOIN events e ON e.seq = search_index.rowid
     WHERE search_index MATCH ?3 AND search_index.rowid > ?1 AND search_index.rowid < ?2
     ORDER BY search_index.rowid DESC";

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Message,
    Comment {
        edited: bool,
    },
    Person,
    /// Nothing that can be found.
    Other,
}

/// An event that may be found.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) seq: Seq,
    pub(crate) kind: Kind,
    pub(crate) conversation: ConversationId,
    pub(crate) at: Timestamp,
    message: Option<String>,
}

/// What is known of a visitor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

impl Document {
    /// A row of one of the queries above.
    pub(crate) fn read(row: &Row) -> Result<Self> {
        let kind = match row.get_ref(1)?.as_str().unwrap_or_default() {
            "message_posted" => Kind::Message,
            "comment_added" => Kind::Comment { edited: false },
            "comment_edited" => Kind::Comment { edited: true },
            "conversation_started" | "contact_updated" | "contact_kept" => Kind::Person,
            _ => Kind::Other,
        };
        Ok(Self {
            seq: row.get(0)?,
            kind,
            conversation: ConversationId(id_opt(row, 2)?.unwrap_or_default()),
            at: at(row, 3)?,
            message: row.get(4)?,
        })
    }

    /// What is looked through; none when there is nothing, or no longer.
    pub(crate) fn text(&self, db: &Connection) -> Result<Option<String>> {
        Ok(match self.kind {
            Kind::Message => self.message.clone(),
            Kind::Comment { .. } => self.comment(db)?.map(|comment| comment.text),
            Kind::Person => facts(db, self.conversation)?.and_then(|facts| facts.text()),
            Kind::Other => None,
        })
    }

    /// Whether the text is another one later, while the event stays the same.
    pub(crate) fn may_change(&self) -> bool {
        match self.kind {
            Kind::Comment { .. } | Kind::Person => true,
            Kind::Message | Kind::Other => false,
        }
    }

    /// The comment as it is now, with the seq it was added at.
    pub(crate) fn comment(&self, db: &Connection) -> Result<Option<Comment>> {
        let Some(id) = comment_id(db, self.seq)? else { return Ok(None) };
        crate::read::comment_of(db, id)
    }

    /// Whether this is the event at which the thing is found, of all that told of it.
    pub(crate) fn is_newest(&self, db: &Connection) -> Result<bool> {
        match self.kind {
            Kind::Message => Ok(true),
            Kind::Comment { edited } => Ok(self
                .comment(db)?
                .is_some_and(|comment| comment.edited_at == edited.then_some(self.at))),
            Kind::Person => is_newest_of_person(db, self.conversation, self.seq),
            Kind::Other => Ok(false),
        }
    }

    /// Where the thread shows it.
    pub(crate) fn shown_at(&self, db: &Connection) -> Result<Option<Seq>> {
        match self.kind {
            Kind::Message | Kind::Comment { edited: false } => Ok(Some(self.seq)),
            Kind::Comment { edited: true } => {
                let Some(comment) = comment_id(db, self.seq)? else { return Ok(None) };
                added_at(db, self.conversation, comment)
            }
            Kind::Person | Kind::Other => Ok(None),
        }
    }
}

impl Facts {
    /// Name, e-mail address and telephone number, and the digits of the number together. None when
    /// nothing is known.
    fn text(&self) -> Option<String> {
        let known: Vec<&str> = [&self.name, &self.email, &self.phone]
            .into_iter()
            .filter_map(|fact| fact.as_deref())
            .collect();
        let digits: String = self
            .phone
            .iter()
            .flat_map(|phone| phone.chars())
            .filter(char::is_ascii_digit)
            .collect();
        (!known.is_empty()).then(|| format!("{}\n{digits}", known.join("\n")))
    }
}

/// What is known of a conversation's visitor.
pub(crate) fn facts(db: &Connection, conversation: ConversationId) -> Result<Option<Facts>> {
    let found = db
        .prepare_cached(
            "SELECT k.name, k.email, k.phone FROM conversations c
             JOIN contacts k ON k.id = c.contact WHERE c.id = ?1",
        )?
        .query_row([conversation.0.as_bytes()], |row| {
            Ok(Facts { name: row.get("name")?, email: row.get("email")?, phone: row.get("phone")? })
        })
        .optional()?;
    Ok(found)
}

/// A visitor is found once, at the newest event of their newest conversations that told of them.
fn is_newest_of_person(db: &Connection, conversation: ConversationId, seq: Seq) -> Result<bool> {
    let later = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM events WHERE conversation IN (SELECT id FROM conversations
                     WHERE contact = (SELECT contact FROM conversations WHERE id = ?1)
                     ORDER BY number DESC LIMIT 20)
                 AND seq > ?2
                 AND kind IN ('conversation_started', 'contact_updated', 'contact_kept'))",
        )?
        .query_row(params![conversation.0.as_bytes(), seq], |row| row.get::<_, bool>(0))?;
    Ok(!later)
}

fn comment_id(db: &Connection, seq: Seq) -> Result<Option<CommentId>> {
    let recorded = db
        .prepare_cached("SELECT * FROM events WHERE seq = ?1")?
        .query_row([seq], crate::rows::recorded)
        .optional()?;
    Ok(recorded.and_then(|recorded| match recorded.event.body {
        EventBody::CommentAdded { id, .. } | EventBody::CommentEdited { id, .. } => Some(id),
        _ => None,
    }))
}

fn added_at(
    db: &Connection,
    conversation: ConversationId,
    comment: CommentId,
) -> Result<Option<Seq>> {
    let found = db
        .prepare_cached(
            "SELECT seq FROM events WHERE conversation = ?1 AND kind = 'comment_added'
                 AND data ->> 'id' = ?2 ORDER BY seq LIMIT 1",
        )?
        .query_row(params![conversation.0.as_bytes(), comment.to_string()], |row| row.get(0))
        .optional()?;
    Ok(found)
}
