//! Reports and the handoff ledger as the window shows them, from a file of this computer, so that they
//! are there with the network down. Guarantees whole days of the workspace's own calendar, and that a
//! copy of the last days says from when on it can tell. What a figure means is in `store/src/reports`.

mod csv;
mod ledger;
mod named;
mod period;

pub use csv::{ReportFile, ReportTable};
pub use ledger::{LedgerAsked, LedgerMoment, LedgerPage, LedgerRow, MissedCause, OutcomeKind};
pub use named::{AiAgentRow, LabelRow, MemberRow};
pub use period::{AskedPeriod, ReportQuery};

use crate::Inbox;
use crate::inbox::Answer;
use baton_domain::*;
use baton_store::{Reader, Scope, WAITS_MS};
use period::Days;
use serde::Serialize;
use ts_rs::TS;

/// How long something took, over many times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Spread {
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
    /// Half took at most so many milliseconds; none without any.
    #[ts(type = "number | null")]
    pub median_ms: Option<i64>,
    /// Nine in ten took at most so many milliseconds.
    #[ts(type = "number | null")]
    pub p90_ms: Option<i64>,
}

impl From<baton_store::Spread> for Spread {
    fn from(spread: baton_store::Spread) -> Self {
        let baton_store::Spread { count, median_ms, p90_ms } = spread;
        Self { count, median_ms, p90_ms }
    }
}

/// The figures of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReportSummary {
    /// Conversations that began with an AI agent.
    #[ts(type = "number")]
    pub conversations: u64,
    /// Those of them that no person has had.
    #[ts(type = "number")]
    pub contained: u64,
    /// Handoffs that were raised.
    #[ts(type = "number")]
    pub handoffs: u64,
    /// Those of them that were missed.
    #[ts(type = "number")]
    pub missed: u64,
    /// From being raised to a member having it.
    pub claim: Spread,
    /// From being raised to the first message of a member.
    pub answer: Spread,
}

/// Handoffs for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReasonRow {
    /// In words.
    pub reason: String,
    /// How many.
    #[ts(type = "number")]
    pub handoffs: u64,
    /// How many of them a member has answered.
    #[ts(type = "number")]
    pub answered: u64,
    /// How many in the period before; none where that cannot be told.
    #[ts(type = "number | null")]
    pub before: Option<u64>,
}

/// Handoffs that waited so long, and no less than the row before says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WaitRow {
    /// At most so many milliseconds; none for longer than all of them.
    #[ts(type = "number | null")]
    pub up_to_ms: Option<i64>,
    /// How many a member had by then.
    #[ts(type = "number")]
    pub claimed: u64,
    /// How many a member had answered by then.
    #[ts(type = "number")]
    pub answered: u64,
}

/// Handoffs that were missed for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CauseRow {
    /// Why.
    pub cause: MissedCause,
    /// How many.
    #[ts(type = "number")]
    pub handoffs: u64,
}

/// Every report of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Reports {
    /// Which days, and what can be told of them.
    pub days: ReportDays,
    /// Its figures.
    pub summary: ReportSummary,
    /// Those of the period before; none where this computer cannot tell.
    pub before: Option<ReportSummary>,
    /// Most first.
    pub reasons: Vec<ReasonRow>,
    /// Handoffs by weekday, from Monday, and hour.
    #[ts(type = "number[][]")]
    pub hours: Vec<Vec<u64>>,
    /// How long handoffs waited.
    pub waits: Vec<WaitRow>,
    /// Who answered most first.
    pub members: Vec<MemberRow>,
    /// Who had most conversations first.
    pub ai_agents: Vec<AiAgentRow>,
    /// Most handoffs first.
    pub labels: Vec<LabelRow>,
    /// Most first.
    pub causes: Vec<CauseRow>,
}

/// The days of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReportDays {
    /// The first day, such as 2026-12-24.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whose days they are.
    pub time_zone: String,
    /// This computer holds everything only from this day on, so the report begins there.
    pub cut_to: Option<String>,
}

impl Inbox {
    /// Every report of a period.
    pub async fn reports(&self, query: ReportQuery) -> Answer<Reports> {
        let now = self.store().now();
        self.read_days(query, now, reports).await
    }

    async fn read_days<T: Send + 'static>(
        &self,
        query: ReportQuery,
        now: Timestamp,
        work: impl FnOnce(&Reader, &Days) -> baton_store::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.read(move |reader| work(reader, &Days::of(reader, &query, now)?)).await
    }
}

fn reports(reader: &Reader, days: &Days) -> baton_store::Result<Reports> {
    let scope = &days.scope;
    let directory = reader.directory();
    let times = reader.handoff_times(scope)?;
    let before = days.before.map(|before| summary(reader, &before)).transpose()?;
    let waits = times.claimed_within.iter().zip(times.answered_within).enumerate();
    let waits = waits.map(|(place, (claimed, answered))| WaitRow {
        up_to_ms: WAITS_MS.get(place).copied(),
        claimed: *claimed,
        answered,
    });
    let causes = reader.missed_by_cause(scope)?.into_iter();
    let causes = causes.map(|c| CauseRow { cause: c.cause.into(), handoffs: c.handoffs });
    let hours = reader.handoff_hours(scope, &days.calendar)?;
    Ok(Reports {
        days: days.told(),
        summary: summary(reader, scope)?,
        before,
        reasons: reasons(reader, days)?,
        hours: hours.iter().map(|day| day.to_vec()).collect(),
        waits: waits.collect(),
        members: named::members(reader.by_member(scope)?, directory),
        ai_agents: named::ai_agents(reader.by_ai_agent(scope)?, directory),
        labels: named::labels(reader.by_label(scope)?, directory),
        causes: causes.collect(),
    })
}

fn summary(reader: &Reader, scope: &Scope) -> baton_store::Result<ReportSummary> {
    let times = reader.handoff_times(scope)?;
    let kept = reader.containment(scope)?;
    let (handoffs, missed) = reader.ledger_length(scope)?;
    Ok(ReportSummary {
        conversations: kept.conversations,
        contained: kept.contained,
        handoffs,
        missed,
        claim: times.claim.into(),
        answer: times.answer.into(),
    })
}

fn reasons(reader: &Reader, days: &Days) -> baton_store::Result<Vec<ReasonRow>> {
    let earlier = days.before.map(|before| reader.handoff_reasons(&before)).transpose()?;
    let before = |reason: &str| {
        let found = earlier.as_ref()?.iter().find(|earlier| earlier.reason == reason);
        Some(found.map_or(0, |found| found.handoffs))
    };
    let found = reader.handoff_reasons(&days.scope)?.into_iter();
    Ok(found
        .map(|report| ReasonRow {
            before: before(&report.reason),
            reason: report.reason,
            handoffs: report.handoffs,
            answered: report.answered,
        })
        .collect())
}
