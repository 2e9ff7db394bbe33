//! A conversation's own row, kept in step with the rules' state. Guarantees that an event writes only
//! the columns it can change; begins are in `project`, which calls this.

use super::erasure;
use crate::error::Result;
use crate::rows::{holder_columns, json, party_columns, word};
use baton_domain::*;
use rusqlite::{Connection, named_params, params};

/// Writes only the columns that this kind of event can change: every index on a column that an
/// UPDATE names is written, whether its value changes or not. `before`: who had responded last.
pub(super) fn update(
    db: &Connection,
    state: &Conversation,
    before: Option<Party>,
    recorded: &Recorded,
) -> Result<()> {
    match &recorded.event.body {
        EventBody::MessagePosted { author, text, attachments, .. }
            if author.kind != AuthorKind::Auto =>
        {
            if state.last_responder != before {
                update_responder(db, state)?;
            }
            let brief = words_in_brief(text, attachments);
            update_after_words(db, state, recorded, author, &brief)
        }
        EventBody::ReadMarked { member: None, .. } => update_visitor_read(db, state),
        EventBody::Notified { what: Told::Silent, .. } => update_nudged(db, state),
        EventBody::Rated { .. } => update_rating(db, state),
        EventBody::ContactErased { .. } => {
            update_all(db, state)?;
            erasure::empty_row(db, state)
        }
        EventBody::DraftWithdrawn { .. }
        | EventBody::ContactKept { .. }
        | EventBody::CommentAdded { .. }
        | EventBody::CommentEdited { .. }
        | EventBody::CommentDeleted { .. }
        | EventBody::ContactUpdated { .. }
        | EventBody::ReadMarked { member: Some(_), .. }
        | EventBody::Notified { .. }
        | EventBody::AnalysisUpdated { .. } => {
            db.prepare_cached(
                "UPDATE conversations SET version = ?2, updated_at = ?3 WHERE id = ?1",
            )?
            .execute(params![
                state.id.0.as_bytes(),
                state.version,
                state.updated_at.0
            ])?;
            Ok(())
        }
        EventBody::ConversationStarted { .. }
        | EventBody::MessagePosted { .. }
        | EventBody::HandedOff { .. }
        | EventBody::Assigned { .. }
        | EventBody::StatusChanged { .. }
        | EventBody::LabelsChanged { .. }
        | EventBody::MemberChanged { .. }
        | EventBody::AiAgentChanged { .. }
        | EventBody::LabelChanged { .. }
        | EventBody::SavedReplyChanged { .. }
        | EventBody::ConversationsDeleted { .. }
        | EventBody::ArticleChanged { .. }
        | EventBody::WidgetChanged { .. }
        | EventBody::RuleChanged { .. }
        | EventBody::SettingsChanged { .. }
        | EventBody::Unknown { .. } => update_all(db, state),
    }
}

/// After the visitor said how it was.
fn update_rating(db: &Connection, state: &Conversation) -> Result<()> {
    db.prepare_cached(
        "UPDATE conversations SET version = ?2, updated_at = ?3, rating = ?4 WHERE id = ?1",
    )?
    .execute(params![
        state.id.0.as_bytes(),
        state.version,
        state.updated_at.0,
        state.rating.as_ref().map(json)
    ])?;
    Ok(())
}

/// After the assignee was reminded of the visitor's question.
fn update_nudged(db: &Connection, state: &Conversation) -> Result<()> {
    db.prepare_cached(
        "UPDATE conversations SET version = ?2, updated_at = ?3, nudged_at = ?4 WHERE id = ?1",
    )?
    .execute(params![
        state.id.0.as_bytes(),
        state.version,
        state.updated_at.0,
        state.nudged_at.map(|at| at.0)
    ])?;
    Ok(())
}

/// After the visitor has read.
fn update_visitor_read(db: &Connection, state: &Conversation) -> Result<()> {
    db.prepare_cached(
        "UPDATE conversations SET version = ?2, updated_at = ?3, visitor_read = ?4 WHERE id = ?1",
    )?
    .execute(params![
        state.id.0.as_bytes(),
        state.version,
        state.updated_at.0,
        state.visitor_read
    ])?;
    Ok(())
}

/// Somebody else has answered than before.
fn update_responder(db: &Connection, state: &Conversation) -> Result<()> {
    let (kind, id) = party_columns(state.last_responder);
    db.prepare_cached(
        "UPDATE conversations SET responder_kind = ?2, responder_id = ?3 WHERE id = ?1",
    )?
    .execute(params![state.id.0.as_bytes(), kind, id])?;
    Ok(())
}

/// What Unassigned sorts by.
fn wait_key(state: &Conversation) -> i64 {
    let handed_at = state.handoff.as_ref().map(|handoff| handoff.at);
    state.waiting_since.or(handed_at).unwrap_or(state.created_at).0
}

/// After what a person or an AI agent has said.
fn update_after_words(
    db: &Connection,
    state: &Conversation,
    recorded: &Recorded,
    author: &Author,
    brief: &str,
) -> Result<()> {
    db.prepare_cached(
        "UPDATE conversations SET version = :version, waiting_since = :waiting_since,
            silent_since = :silent_since, nudged_at = :nudged_at, last_message = :seq,
            last_words = :seq, last_visitor_message = :last_visitor_message, joined = :joined,
            misses = :misses, wait_key = :wait_key, updated_at = :at, last_author = :author, last_text = :text,
            last_at = :at, latest_key = :seq,
            visitor_messages = visitor_messages + :by_visitor WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": state.id.0.as_bytes(),
        ":version": state.version,
        ":waiting_since": state.waiting_since.map(|at| at.0),
        ":silent_since": state.silent_since.map(|at| at.0),
        ":nudged_at": state.nudged_at.map(|at| at.0),
        ":seq": recorded.seq,
        ":last_visitor_message": state.last_visitor_message,
        ":joined": state.joined,
        ":misses": state.misses,
        ":wait_key": wait_key(state),
        ":at": recorded.event.at.0,
        ":author": json(author),
        ":text": brief,
        ":by_visitor": u8::from(author.kind == AuthorKind::Visitor),
    })?;
    Ok(())
}

fn update_all(db: &Connection, state: &Conversation) -> Result<()> {
    let (holder_kind, holder_id) = holder_columns(state.holder);
    let (responder_kind, responder_id) = party_columns(state.last_responder);
    db.prepare_cached(
        "UPDATE conversations SET version = :version, status = :status, holder_kind = :holder_kind,
            holder_id = :holder_id, ownership = :ownership, ai_agent = :ai_agent,
            handoff = :handoff, responder_kind = :responder_kind, responder_id = :responder_id,
            waiting_since = :waiting_since, silent_since = :silent_since,
            nudged_at = :nudged_at, last_message = :last_message,
            last_visitor_message = :last_visitor_message, answers_after = :answers_after,
            ai_since = :ai_since, misses = :misses, joined = :joined,
            visitor_read = :visitor_read, labels = :labels,
            taken_over = taken_over OR :holder_kind <> 'ai',
            closed_at = :closed_at, wait_key = :wait_key, updated_at = :updated_at
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": state.id.0.as_bytes(),
        ":version": state.version,
        ":status": word(state.status),
        ":holder_kind": holder_kind,
        ":holder_id": holder_id,
        ":ownership": state.ownership,
        ":ai_agent": state.ai_agent.map(|id| id.0.into_bytes()),
        ":handoff": state.handoff.as_ref().map(json),
        ":responder_kind": responder_kind,
        ":responder_id": responder_id,
        ":waiting_since": state.waiting_since.map(|at| at.0),
        ":silent_since": state.silent_since.map(|at| at.0),
        ":nudged_at": state.nudged_at.map(|at| at.0),
        ":last_message": state.last_message,
        ":last_visitor_message": state.last_visitor_message,
        ":answers_after": state.answers_after,
        ":ai_since": state.ai_since,
        ":misses": state.misses,
        ":joined": state.joined,
        ":visitor_read": state.visitor_read,
        ":labels": json(&state.labels),
        ":closed_at": state.closed_at.map(|at| at.0),
        ":wait_key": wait_key(state),
        ":updated_at": state.updated_at.0,
    })?;
    Ok(())
}
