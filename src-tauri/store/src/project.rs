//! The tables computed from the log. `project` is the only code that writes them, one event at a
//! time, in the transaction that appends it; `check` runs the same code over the whole log.

mod analysis;
mod conversation;
mod erasure;
pub(crate) mod labels;

use crate::error::Result;
use crate::ledger;
use crate::rows::{holder_columns, json, word};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

/// The tables that `project` writes and `check` rebuilds and compares.
pub const TABLES: [&str; 13] = [
    "conversations",
    "messages",
    "comments",
    "contacts",
    "conversation_labels",
    "reads",
    "analyses",
    "settings_objects",
    "deleted_conversations",
    "merged_labels",
    "begun",
    "handoffs",
    "misses",
];

/// Takes one event, which is in the log already, into the tables. `state` is the conversation
/// before it; the one after it is returned, and both are none for settings.
pub fn project(
    db: &Connection,
    state: Option<Conversation>,
    recorded: &Recorded,
) -> Result<Option<Conversation>> {
    ledger::project(db, state.as_ref(), recorded)?;
    if let (Some(state), true) = (&state, recorded.event.body.found_no_answer()) {
        mark_unanswered(db, state.last_visitor_message)?;
    }
    let state = match (state, &recorded.event.body) {
        (None, EventBody::ConversationStarted { .. }) => insert_conversation(db, recorded)?,
        (Some(mut state), _) => {
            let before = state.last_responder;
            state.apply(recorded);
            conversation::update(db, &state, before, recorded)?;
            Some(state)
        }
        (None, _) => None,
    };
    project_body(db, recorded)?;
    Ok(state)
}

fn project_body(db: &Connection, recorded: &Recorded) -> Result<()> {
    let conversation = recorded.event.conversation;
    match &recorded.event.body {
        EventBody::MessagePosted { .. } => {
            if let Some(conversation) = conversation {
                insert_message(db, recorded, conversation)?;
            }
        }
        EventBody::CommentAdded { id, text } => {
            db.prepare_cached(
                "INSERT INTO comments (id, conversation, author_id, author_name, text, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                id.0.as_bytes(),
                conversation.map(|c| c.0.into_bytes()),
                recorded.event.actor.id,
                recorded.event.actor.name,
                text,
                recorded.event.at.0
            ])?;
        }
        EventBody::CommentEdited { id, text } => {
            db.prepare_cached("UPDATE comments SET text = ?2, edited_at = ?3 WHERE id = ?1")?
                .execute(params![id.0.as_bytes(), text, recorded.event.at.0])?;
        }
        EventBody::CommentDeleted { id } => {
            db.prepare_cached("DELETE FROM comments WHERE id = ?1")?.execute([id.0.as_bytes()])?;
        }
        EventBody::LabelsChanged { added, removed } => {
            if let Some(conversation) = conversation {
                labels::change(db, conversation, added, removed)?;
            }
        }
        EventBody::ContactUpdated { contact, name, email, phone } => {
            update_contact(db, *contact, name.as_deref(), email.as_deref(), phone.as_deref())?;
        }
        EventBody::ReadMarked { member: Some(member), seq } => {
            if let Some(conversation) = conversation {
                mark_read(db, *member, conversation, *seq)?;
            }
        }
        EventBody::AnalysisUpdated { analysis } => {
            if let Some(conversation) = conversation {
                analysis::keep(db, conversation, analysis)?;
            }
        }
        EventBody::MemberChanged { member } => {
            put(db, recorded, "member", member.id.0, &json(member), false)?;
        }
        EventBody::AiAgentChanged { ai_agent } => {
            put(db, recorded, "ai_agent", ai_agent.id.0, &json(ai_agent), false)?;
        }
        EventBody::LabelChanged { label, deleted, merged_into } => {
            put(db, recorded, "label", label.id.0, &json(label), *deleted)?;
            if let Some(into) = merged_into {
                labels::merge(db, recorded.seq, label.id, *into)?;
            }
            if *deleted {
                labels::take_off_everywhere(db, label.id)?;
            }
        }
        EventBody::SavedReplyChanged { saved_reply, deleted } => {
            put(db, recorded, "saved_reply", saved_reply.id.0, &json(saved_reply), *deleted)?;
        }
        EventBody::ContactKept { visitor } => erasure::keep_contact(db, visitor)?,
        EventBody::ContactErased { contact, .. } => {
            if let Some(conversation) = conversation {
                erasure::erase(db, *contact, conversation, recorded.seq)?;
            }
        }
        EventBody::ConversationsDeleted { conversations, newest } => {
            erasure::delete(db, conversations, *newest, recorded.seq)?;
        }
        EventBody::ArticleChanged { article, deleted } => {
            put(db, recorded, "article", article.id.0, &json(article), *deleted)?;
        }
        EventBody::WidgetChanged { widget, deleted } => {
            put(db, recorded, "widget", widget.id.0, &json(widget), *deleted)?;
        }
        EventBody::RuleChanged { rule, deleted } => {
            put(db, recorded, "rule", rule.id.0, &json(rule), *deleted)?;
        }
        EventBody::SettingsChanged { settings } => {
            put(db, recorded, "settings", Uuid::nil(), &json(settings), false)?;
        }
        EventBody::ConversationStarted { .. }
        | EventBody::DraftWithdrawn { .. }
        | EventBody::HandedOff { .. }
        | EventBody::Assigned { .. }
        | EventBody::StatusChanged { .. }
        | EventBody::ReadMarked { member: None, .. }
        | EventBody::Notified { .. }
        | EventBody::Rated { .. }
        | EventBody::Unknown { .. } => {}
    }
    Ok(())
}

fn insert_conversation(db: &Connection, recorded: &Recorded) -> Result<Option<Conversation>> {
    let EventBody::ConversationStarted { visitor, page, metadata, widget, .. } =
        &recorded.event.body
    else {
        return Ok(None);
    };
    let Some(state) = Conversation::started(recorded) else { return Ok(None) };
    insert_contact(db, visitor, recorded.event.at)?;
    let (holder_kind, holder_id) = holder_columns(state.holder);
    db.prepare_cached(
        "INSERT INTO conversations (id, number, version, contact, status, holder_kind, holder_id,
            ownership, ai_agent, last_message, last_visitor_message, answers_after, joined,
            visitor_read, visitor_messages, last_words, labels, page, metadata, widget, wait_key, latest_key,
            created_at, updated_at, taken_over)
         VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?7, ?8, 0, 0, 0, 0, 0, 0, 0, '[]', ?9, ?10, ?11,
            ?12, ?13, ?12, ?12, ?5 <> 'ai')",
    )?
    .execute(params![
        state.id.0.as_bytes(),
        state.number,
        state.version,
        state.contact.0.as_bytes(),
        holder_kind,
        holder_id,
        state.ownership,
        state.ai_agent.map(|id| id.0.into_bytes()),
        page.as_ref().map(json),
        json(metadata),
        widget.map(|id| id.0.into_bytes()),
        state.created_at.0,
        recorded.seq,
    ])?;
    Ok(Some(state))
}

fn insert_message(
    db: &Connection,
    recorded: &Recorded,
    conversation: ConversationId,
) -> Result<()> {
    let EventBody::MessagePosted { id, author, text, sources, articles, attachments, .. } =
        &recorded.event.body
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO messages (seq, id, conversation, author_kind, author_id, author_name, text,
            at, sources, articles, attachments) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        recorded.seq,
        id.0.as_bytes(),
        conversation.0.as_bytes(),
        word(author.kind),
        author.id,
        author.name,
        text,
        recorded.event.at.0,
        json(sources),
        json(articles),
        json(attachments),
    ])?;
    Ok(())
}

/// The visitor's question found no good answer.
fn mark_unanswered(db: &Connection, question: Seq) -> Result<()> {
    db.prepare_cached("UPDATE messages SET unanswered = 1 WHERE seq = ?1")?.execute([question])?;
    Ok(())
}

fn insert_contact(db: &Connection, visitor: &VisitorFacts, at: Timestamp) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO contacts (id, external_id, verified, name, email, phone, first_seen)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET name = coalesce(excluded.name, name),
            email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone)",
    )?
    .execute(params![
        visitor.id.0.as_bytes(),
        visitor.external_id,
        visitor.verified,
        visitor.name,
        visitor.email,
        visitor.phone,
        at.0
    ])?;
    Ok(())
}

fn update_contact(
    db: &Connection,
    contact: ContactId,
    name: Option<&str>,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<()> {
    // Left out stays; empty forgets.
    db.prepare_cached(
        "UPDATE contacts SET name = nullif(coalesce(?2, name), ''),
            email = nullif(coalesce(?3, email), ''), phone = nullif(coalesce(?4, phone), '')
         WHERE id = ?1",
    )?
    .execute(params![contact.0.as_bytes(), name, email, phone])?;
    Ok(())
}

fn mark_read(
    db: &Connection,
    member: MemberId,
    conversation: ConversationId,
    seq: Seq,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO reads (member, conversation, seq, visitor_messages) VALUES (?1, ?2, ?3,
            (SELECT count(*) FROM events e CROSS JOIN messages m ON m.seq = e.seq
             WHERE e.conversation = ?2 AND e.seq <= ?3 AND m.author_kind = 'visitor'))
         ON CONFLICT (member, conversation) DO UPDATE
         SET seq = excluded.seq, visitor_messages = excluded.visitor_messages",
    )?
    .execute(params![member.0.as_bytes(), conversation.0.as_bytes(), seq])?;
    Ok(())
}

fn put(
    db: &Connection,
    recorded: &Recorded,
    kind: &str,
    id: Uuid,
    data: &str,
    deleted: bool,
) -> Result<()> {
    if deleted {
        db.prepare_cached("DELETE FROM settings_objects WHERE kind = ?1 AND id = ?2")?
            .execute(params![kind, id.as_bytes()])?;
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO settings_objects (kind, id, seq, data) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, id) DO UPDATE SET data = excluded.data",
    )?
    .execute(params![kind, id.as_bytes(), recorded.seq, data])?;
    Ok(())
}

/// The state a decision is made on.
pub fn load(db: &Connection, id: ConversationId) -> Result<Option<Conversation>> {
    let found = db
        .prepare_cached("SELECT * FROM conversations WHERE id = ?1")?
        .query_row([id.0.as_bytes()], crate::rows::conversation)
        .optional()?;
    Ok(found)
}
