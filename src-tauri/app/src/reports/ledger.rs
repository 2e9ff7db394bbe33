//! The handoff ledger as the window shows it, page by page, with the names of today.

use super::named::{ai_agent_name, member_name};
use super::period::Days;
use super::{ReportDays, ReportQuery};
use crate::Inbox;
use crate::inbox::Answer;
use baton_domain::*;
use baton_store::{Cause, Ended, LedgerEntry, LedgerQuery, Reader};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Most rows a page may have.
const LARGEST_PAGE: u32 = 500;

/// Which page of the ledger.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LedgerAsked {
    /// Of what.
    pub query: ReportQuery,
    /// Only those that were missed.
    pub missed: bool,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// Why a handoff was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MissedCause {
    OutsideHours,
    NobodyAvailable,
    NobodyConnected,
    NobodyTook,
    Silent,
    ClosedUnanswered,
    HandedBackUnanswered,
    VisitorGone,
}

impl From<Cause> for MissedCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::OutsideHours => Self::OutsideHours,
            Cause::NobodyAvailable => Self::NobodyAvailable,
            Cause::NobodyConnected => Self::NobodyConnected,
            Cause::NobodyTook => Self::NobodyTook,
            Cause::Silent => Self::Silent,
            Cause::ClosedUnanswered => Self::ClosedUnanswered,
            Cause::HandedBackUnanswered => Self::HandedBackUnanswered,
            Cause::VisitorGone => Self::VisitorGone,
        }
    }
}

/// How a handoff stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum OutcomeKind {
    Open,
    Closed,
    HandedBack,
}

/// The first time that a member did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LedgerMoment {
    /// When.
    pub at: Timestamp,
    /// How long after the handoff was raised.
    #[ts(type = "number")]
    pub after_ms: i64,
    /// Who.
    pub by: String,
}

/// One handoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LedgerRow {
    /// Its event.
    #[ts(type = "number")]
    pub seq: Seq,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// That conversation's number.
    #[ts(type = "number")]
    pub number: u64,
    /// The visitor's name, if it is known.
    pub visitor: Option<String>,
    /// Whether the conversation was deleted since.
    pub deleted: bool,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Who held it then.
    pub ai_agent: Option<String>,
    /// What raised it.
    pub trigger: Trigger,
    /// Why, in words.
    pub reason: String,
    /// For whom; none for Unassigned.
    pub given_to: Option<String>,
    /// Who was told.
    pub told: Vec<String>,
    /// Those of them who had a desktop connected; none where that was not recorded.
    pub reached: Option<Vec<String>>,
    /// The first thing a member did in it, reading included.
    pub seen: Option<LedgerMoment>,
    /// When a member first had it.
    pub claimed: Option<LedgerMoment>,
    /// By which means.
    pub means: Option<Means>,
    /// The first message of a member.
    pub answered: Option<LedgerMoment>,
    /// How often it was taken from a member who said nothing.
    #[ts(type = "number")]
    pub silent: u64,
    /// How it stands.
    pub outcome: OutcomeKind,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it was missed; none when it was not.
    pub missed: Option<MissedCause>,
}

/// A page of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LedgerPage {
    /// Newest first.
    pub items: Vec<LedgerRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are in the period.
    #[ts(type = "number")]
    pub total: u64,
    /// How many of them were missed.
    #[ts(type = "number")]
    pub missed: u64,
    /// Which days, and what can be told of them.
    pub days: ReportDays,
}

impl Inbox {
    /// A page of the handoff ledger.
    pub async fn ledger(&self, asked: LedgerAsked) -> Answer<LedgerPage> {
        let now = self.store().now();
        self.read_days(asked.query, now, move |reader, days| page(reader, days, asked)).await
    }
}

pub(super) fn page(
    reader: &Reader,
    days: &Days,
    asked: LedgerAsked,
) -> baton_store::Result<LedgerPage> {
    let limit = asked.limit.clamp(1, LARGEST_PAGE) as usize;
    let LedgerAsked { missed, cursor, .. } = asked;
    let found = reader.ledger(&LedgerQuery { scope: days.scope, missed, cursor, limit })?;
    let (total, missed) = reader.ledger_length(&days.scope)?;
    let directory = reader.directory();
    let items = found.items.into_iter().map(|entry| row(entry, directory)).collect();
    Ok(LedgerPage { items, next: found.next, total, missed, days: days.told() })
}

fn row(entry: LedgerEntry, directory: &Directory) -> LedgerRow {
    let moment = |done: Option<(Timestamp, MemberId)>| {
        let (at, by) = done?;
        let after_ms = at.0 - entry.raised_at.0;
        Some(LedgerMoment { at, after_ms, by: member_name(by, directory) })
    };
    let outcome = match entry.ended {
        None => OutcomeKind::Open,
        Some((_, Ended::Closed)) => OutcomeKind::Closed,
        Some((_, Ended::HandedBack)) => OutcomeKind::HandedBack,
    };
    let names = |ids: &Vec<MemberId>| ids.iter().map(|id| member_name(*id, directory)).collect();
    LedgerRow {
        seen: moment(entry.seen),
        claimed: moment(entry.claimed),
        answered: moment(entry.answered),
        seq: entry.seq,
        conversation: entry.conversation,
        number: entry.number,
        deleted: entry.deleted,
        raised_at: entry.raised_at,
        ai_agent: entry.ai_agent.map(|id| ai_agent_name(id, directory)),
        trigger: entry.trigger,
        given_to: entry.given_to.map(|id| member_name(id, directory)),
        told: entry.told.into_iter().map(|member| member.name).collect(),
        reached: entry.reached.as_ref().map(names),
        means: entry.claimed_means,
        silent: entry.silent,
        outcome,
        ended_at: entry.ended.map(|(at, _)| at),
        missed: entry.missed.map(MissedCause::from),
        visitor: entry.visitor,
        reason: entry.reason,
    }
}
