//! What is left in the tables of a visitor who was erased, and of conversations that were deleted. The
//! words of their messages and of the log itself go in steps of their own (`redacting`), which these
//! events begin; whether those have come, the log and the tables say the same.

use crate::error::Result;
use crate::rows::{from_json_opt, id, json};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

/// The row of an erased conversation: without words, page and metadata.
pub(super) fn empty_row(db: &Connection, state: &Conversation) -> Result<()> {
    let author: Option<Author> = db
        .prepare_cached("SELECT last_author FROM conversations WHERE id = ?1")?
        .query_row([state.id.0.as_bytes()], |row| from_json_opt(row, "last_author"))?;
    db.prepare_cached(
        "UPDATE conversations SET erased = 1, rating = ?2, page = NULL, metadata = '{}',
            last_author = ?3, last_text = iif(last_text IS NULL, NULL, '') WHERE id = ?1",
    )?
    .execute(params![
        state.id.0.as_bytes(),
        state.rating.as_ref().map(json),
        author.map(|author| json(&author.erased())),
    ])?;
    Ok(())
}

/// Everything that is personal in other tables, but messages.
pub(super) fn erase(
    db: &Connection,
    contact: ContactId,
    conversation: ConversationId,
    seq: Seq,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE contacts SET external_id = NULL, verified = 0, name = NULL, email = NULL,
            phone = NULL WHERE id = ?1",
    )?
    .execute([contact.0.as_bytes()])?;
    for sql in [
        "UPDATE comments SET text = '' WHERE conversation = ?1",
        "DELETE FROM analyses WHERE conversation = ?1",
    ] {
        db.prepare_cached(sql)?.execute([conversation.0.as_bytes()])?;
    }
    redact_up_to(db, conversation, seq)
}

/// What is known of a visitor takes the place of what was.
pub(super) fn keep_contact(db: &Connection, visitor: &VisitorFacts) -> Result<()> {
    db.prepare_cached(
        "UPDATE contacts SET external_id = ?2, verified = ?3, name = ?4, email = ?5, phone = ?6
         WHERE id = ?1",
    )?
    .execute(params![
        visitor.id.0.as_bytes(),
        visitor.external_id,
        visitor.verified,
        visitor.name,
        visitor.email,
        visitor.phone
    ])?;
    Ok(())
}

/// Conversations are gone, and visitors who have no other. A copy that has not got them counts them
/// all the same.
pub(super) fn delete(
    db: &Connection,
    conversations: &[ConversationId],
    newest: u64,
    seq: Seq,
) -> Result<()> {
    for conversation in conversations {
        delete_one(db, *conversation)?;
        redact_up_to(db, *conversation, seq)?;
    }
    db.prepare_cached(
        "INSERT INTO deleted_conversations (only_row, count, newest) VALUES (1, ?1, ?2)
         ON CONFLICT (only_row) DO UPDATE SET count = count + excluded.count,
            newest = max(newest, excluded.newest)",
    )?
    .execute(params![conversations.len(), newest])?;
    Ok(())
}

fn delete_one(db: &Connection, conversation: ConversationId) -> Result<()> {
    let contact: Option<Uuid> = db
        .prepare_cached("SELECT contact AS id FROM conversations WHERE id = ?1")?
        .query_row([conversation.0.as_bytes()], |row| id(row, "id"))
        .optional()?;
    for sql in [
        "DELETE FROM messages WHERE seq IN (SELECT seq FROM events WHERE conversation = ?1)",
        "DELETE FROM comments WHERE conversation = ?1",
        "DELETE FROM conversation_labels WHERE conversation = ?1",
        // Its key begins with the member.
        "DELETE FROM reads WHERE conversation = ?1
            AND member IN (SELECT id FROM settings_objects WHERE kind = 'member')",
        "DELETE FROM analyses WHERE conversation = ?1",
        "DELETE FROM conversations WHERE id = ?1",
    ] {
        db.prepare_cached(sql)?.execute([conversation.0.as_bytes()])?;
    }
    if let Some(contact) = contact {
        db.prepare_cached(
            "DELETE FROM contacts WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM conversations WHERE contact = ?1)",
        )?
        .execute([contact.as_bytes()])?;
    }
    Ok(())
}

/// From here on the words of these events go.
fn redact_up_to(db: &Connection, conversation: ConversationId, seq: Seq) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO redactions (conversation, done, up_to) VALUES (?1, 0, ?2)
         ON CONFLICT (conversation) DO UPDATE SET done = 0, up_to = excluded.up_to",
    )?
    .execute(params![conversation.0.as_bytes(), seq])?;
    Ok(())
}
