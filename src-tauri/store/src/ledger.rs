//! The handoff ledger as it is written: one row a handoff, one a conversation, one an answer that was
//! no good one. Guarantees that only what belongs to a handoff writes here (a visitor's message never
//! does), that a row holds the first time of each thing, and nothing of what was said. What follows from
//! a row is in `reports`.

use crate::error::Result;
use crate::rows;
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use uuid::Uuid;

/// Takes one event, which is in the log already, into the ledger. `before` is the conversation before
/// it.
pub(crate) fn project(
    db: &Connection,
    before: Option<&Conversation>,
    recorded: &Recorded,
) -> Result<()> {
    let Some(before) = before else { return begin(db, recorded) };
    if let (true, Some(ai_agent)) =
        (recorded.event.body.found_no_answer(), before.holder.ai_agent())
    {
        miss(db, before, ai_agent, recorded)?;
    }
    if let EventBody::HandedOff { .. } = &recorded.event.body {
        people_come(db, before, recorded.event.at)?;
        return raise(db, before, recorded);
    }
    if let (EventBody::Assigned { to, .. }, Holder::Ai(_)) = (&recorded.event.body, before.holder)
        && Holder::of(to.as_ref()).ai_agent().is_none()
    {
        people_come(db, before, recorded.event.at)?;
    }
    match &before.handoff {
        Some(handoff) => Entry { db, before, handoff, recorded }.take(),
        None => Ok(()),
    }
}

fn begin(db: &Connection, recorded: &Recorded) -> Result<()> {
    let (Some(id), EventBody::ConversationStarted { assignee, .. }) =
        (recorded.event.conversation, &recorded.event.body)
    else {
        return Ok(());
    };
    let ai_agent = Holder::of(assignee.as_ref()).ai_agent();
    db.prepare_cached("INSERT INTO begun (at, conversation, ai_agent) VALUES (?1, ?2, ?3)")?
        .execute(params![recorded.event.at.0, bytes(id.0), ai_agent.map(|id| bytes(id.0))])?;
    Ok(())
}

fn people_come(db: &Connection, before: &Conversation, at: Timestamp) -> Result<()> {
    db.prepare_cached(
        "UPDATE begun SET people_at = ?3
         WHERE at = ?1 AND conversation = ?2 AND people_at IS NULL",
    )?
    .execute(params![before.created_at.0, bytes(before.id.0), at.0])?;
    Ok(())
}

fn miss(
    db: &Connection,
    before: &Conversation,
    ai_agent: AiAgentId,
    recorded: &Recorded,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO misses (at, seq, conversation, ai_agent) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        recorded.event.at.0,
        recorded.seq,
        bytes(before.id.0),
        bytes(ai_agent.0)
    ])?;
    Ok(())
}

fn raise(db: &Connection, before: &Conversation, recorded: &Recorded) -> Result<()> {
    let EventBody::HandedOff { reason, trigger, rule, to, .. } = &recorded.event.body else {
        return Ok(());
    };
    let at = recorded.event.at;
    let settings = settings_at(db, recorded.seq)?;
    let in_hours = settings.as_ref().is_none_or(|settings| is_open(settings, at));
    let again_ms = settings.map_or(0, |settings| i64::from(settings.repeat_after_s) * 1000);
    let given_to = match Holder::of(to.as_ref()) {
        Holder::Member(member) => Some(bytes(member.0)),
        Holder::Nobody | Holder::Ai(_) => None,
    };
    let means = given_to.map(|_| rows::word(Means::Rule));
    db.prepare_cached(
        "INSERT INTO handoffs (raised_at, seq, conversation, number, ai_agent, trigger_kind, reason,
            rule, given_to, in_hours, again_ms, told, silent, visitor_gone, claimed_at, claimed_by,
            claimed_means)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, 0, 0, ?12, ?9, ?13)",
    )?
    .execute(params![
        at.0,
        recorded.seq,
        bytes(before.id.0),
        before.number,
        before.holder.ai_agent().map(|id| bytes(id.0)),
        rows::word(*trigger),
        reason,
        rule,
        given_to,
        in_hours,
        again_ms,
        given_to.map(|_| at.0),
        means,
    ])?;
    Ok(())
}

/// What somebody wrote as the reason of a handoff is gone.
pub(crate) fn give_reason(db: &Connection, seq: Seq, at: Timestamp, reason: &str) -> Result<()> {
    db.prepare_cached("UPDATE handoffs SET reason = ?3 WHERE raised_at = ?1 AND seq = ?2")?
        .execute(params![at.0, seq, reason])?;
    Ok(())
}

/// The settings as they were at an event; none before the first.
fn settings_at(db: &Connection, seq: Seq) -> Result<Option<Settings>> {
    let data: Option<String> = db
        .prepare_cached(
            "SELECT data FROM events WHERE kind = 'settings_changed' AND seq < ?1
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([seq], |row| row.get(0))
        .optional()?;
    let body = data.map(|data| EventBody::from_parts("settings_changed", &data));
    Ok(match body {
        Some(EventBody::SettingsChanged { settings }) => Some(settings),
        Some(_) | None => None,
    })
}

/// What happens after a handoff was raised.
struct Entry<'a> {
    db: &'a Connection,
    before: &'a Conversation,
    handoff: &'a Handoff,
    recorded: &'a Recorded,
}

impl Entry<'_> {
    fn take(&self) -> Result<()> {
        let event = &self.recorded.event;
        match &event.body {
            EventBody::Notified { what, members, desktops } => match what {
                // Those who are told later are told of something else.
                Told::Unassigned | Told::Assigned if event.at == self.handoff.at => {
                    self.told(members.len(), desktops.as_ref().map(Vec::len))
                }
                Told::Unassigned | Told::Assigned | Told::Mentioned | Told::Silent => Ok(()),
            },
            EventBody::Assigned { to, by_means, .. } => {
                self.seen_by_actor()?;
                self.changes_hands(Holder::of(to.as_ref()), *by_means)
            }
            EventBody::MessagePosted { author, .. } if author.kind == AuthorKind::Human => {
                self.seen_by_actor()?;
                self.answered()
            }
            EventBody::StatusChanged { from, to } => {
                self.seen_by_actor()?;
                if *to == Status::Closed {
                    return self.ends("closed");
                }
                let goes_on = *from == Status::Closed && event.actor.kind == ActorKind::Human;
                if goes_on { self.goes_on() } else { Ok(()) }
            }
            EventBody::ContactErased { .. } => self.ends("closed"),
            EventBody::ReadMarked { member: Some(_), seq }
                if *seq >= self.before.last_visitor_message =>
            {
                self.seen_by_actor()
            }
            EventBody::CommentAdded { .. } => self.seen_by_actor(),
            EventBody::ConversationStarted { .. }
            | EventBody::MessagePosted { .. }
            | EventBody::DraftWithdrawn { .. }
            | EventBody::HandedOff { .. }
            | EventBody::LabelsChanged { .. }
            | EventBody::CommentEdited { .. }
            | EventBody::CommentDeleted { .. }
            | EventBody::ContactUpdated { .. }
            | EventBody::ReadMarked { .. }
            | EventBody::AnalysisUpdated { .. }
            | EventBody::MemberChanged { .. }
            | EventBody::AiAgentChanged { .. }
            | EventBody::LabelChanged { .. }
            | EventBody::ArticleChanged { .. }
            | EventBody::WidgetChanged { .. }
            | EventBody::RuleChanged { .. }
            | EventBody::SettingsChanged { .. }
            | EventBody::Rated { .. }
            | EventBody::ContactKept { .. }
            | EventBody::ConversationsDeleted { .. }
            | EventBody::SavedReplyChanged { .. }
            | EventBody::Unknown { .. } => Ok(()),
        }
    }

    fn told(&self, members: usize, reached: Option<usize>) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE handoffs SET told = ?3, reached = ?4
                 WHERE raised_at = ?1 AND seq = ?2 AND told = 0",
            )?
            .execute(params![self.handoff.at.0, self.handoff.seq, members, reached])?;
        Ok(())
    }

    fn seen_by_actor(&self) -> Result<()> {
        let Some(member) = self.recorded.event.actor.member_id() else { return Ok(()) };
        self.db
            .prepare_cached(
                "UPDATE handoffs SET seen_at = ?3, seen_by = ?4
                 WHERE raised_at = ?1 AND seq = ?2 AND seen_at IS NULL",
            )?
            .execute(params![
                self.handoff.at.0,
                self.handoff.seq,
                self.recorded.event.at.0,
                bytes(member.0)
            ])?;
        Ok(())
    }

    fn changes_hands(&self, to: Holder, means: Means) -> Result<()> {
        match to {
            Holder::Ai(_) => self.ends("handed_back"),
            Holder::Member(member) => self.claimed(member, means),
            Holder::Nobody if means == Means::Return && self.before.nudged_at.is_some() => {
                self.was_silent()
            }
            Holder::Nobody => Ok(()),
        }
    }

    fn claimed(&self, member: MemberId, means: Means) -> Result<()> {
        self.goes_on()?;
        self.db
            .prepare_cached(
                "UPDATE handoffs SET claimed_at = ?3, claimed_by = ?4, claimed_means = ?5
                 WHERE raised_at = ?1 AND seq = ?2 AND claimed_at IS NULL",
            )?
            .execute(params![
                self.handoff.at.0,
                self.handoff.seq,
                self.recorded.event.at.0,
                bytes(member.0),
                rows::word(means)
            ])?;
        Ok(())
    }

    fn answered(&self) -> Result<()> {
        let Some(member) = self.recorded.event.actor.member_id() else { return Ok(()) };
        self.db
            .prepare_cached(
                "UPDATE handoffs SET answered_at = ?3, answered_by = ?4, answered_seq = ?5
                 WHERE raised_at = ?1 AND seq = ?2 AND answered_at IS NULL",
            )?
            .execute(params![
                self.handoff.at.0,
                self.handoff.seq,
                self.recorded.event.at.0,
                bytes(member.0),
                self.recorded.seq
            ])?;
        Ok(())
    }

    fn was_silent(&self) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE handoffs SET silent = silent + 1 WHERE raised_at = ?1 AND seq = ?2",
            )?
            .execute(params![self.handoff.at.0, self.handoff.seq])?;
        Ok(())
    }

    /// Closed or handed back. A visitor who never read the answer, nor wrote after it, was gone.
    fn ends(&self, how: &str) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE handoffs SET ended_at = ?3, ended = ?4,
                    visitor_gone = answered_seq IS NOT NULL AND answered_seq > ?5
                 WHERE raised_at = ?1 AND seq = ?2 AND ended_at IS NULL",
            )?
            .execute(params![
                self.handoff.at.0,
                self.handoff.seq,
                self.recorded.event.at.0,
                how,
                self.before.visitor_read.max(self.before.last_visitor_message)
            ])?;
        Ok(())
    }

    /// Members have it again.
    fn goes_on(&self) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE handoffs SET ended_at = NULL, ended = NULL, visitor_gone = 0
                 WHERE raised_at = ?1 AND seq = ?2 AND ended_at IS NOT NULL",
            )?
            .execute(params![self.handoff.at.0, self.handoff.seq])?;
        Ok(())
    }
}

/// Writes the ledger of a file from before there was one, from its log, in one transaction.
pub(crate) fn catch_up(db: &mut Connection) -> Result<()> {
    let is_behind: bool = db.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM begun) AND EXISTS (SELECT 1 FROM conversations)",
        [],
        |row| row.get(0),
    )?;
    if !is_behind {
        return Ok(());
    }
    tracing::info!("the handoff ledger is written from the log");
    let tx = db.transaction()?;
    let mut states: HashMap<ConversationId, Conversation> = HashMap::new();
    {
        let mut statement =
            tx.prepare("SELECT * FROM events WHERE conversation IS NOT NULL ORDER BY seq")?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let recorded = rows::recorded(row)?;
            let Some(id) = recorded.event.conversation else { continue };
            project(&tx, states.get(&id), &recorded)?;
            match states.get_mut(&id) {
                Some(state) => state.apply(&recorded),
                None => states.extend(Conversation::started(&recorded).map(|state| (id, state))),
            }
        }
    }
    tx.commit()?;
    Ok(())
}

fn bytes(id: Uuid) -> [u8; 16] {
    id.into_bytes()
}
