//! Which handoffs were missed, and why.
//!
//! **Missed** is a handoff that nobody took before it was announced again, that was taken by somebody
//! who stayed silent, that ended without an answer, or whose visitor never saw the answer. One that was
//! raised for a member waits for nobody to take it.

use super::{Reader, Scope};
use crate::error::Result;
use baton_domain::*;
use rusqlite::Row;
use rusqlite::types::Value;

/// How a handoff ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Ended {
    Closed,
    HandedBack,
}

/// Why a handoff was missed: the first of these that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Taken late or not at all: it was raised outside the working hours.
    OutsideHours,
    /// The same: no member was available.
    NobodyAvailable,
    /// The same: none of those who were available had a desktop connected.
    NobodyConnected,
    /// The same, though somebody was told.
    NobodyTook,
    /// Who took it said nothing, and it was returned.
    Silent,
    /// It was closed, and no member had answered.
    ClosedUnanswered,
    /// It was handed back to an AI agent, and no member had answered.
    HandedBackUnanswered,
    /// The visitor never saw the answer.
    VisitorGone,
}

/// How many were missed for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CauseReport {
    /// Why.
    pub cause: Cause,
    /// How many.
    pub handoffs: u64,
}

/// What says whether a handoff was missed. The columns stand together, in this order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub raised_at: i64,
    pub given: bool,
    pub in_hours: bool,
    pub again_ms: i64,
    pub told: i64,
    pub reached: Option<i64>,
    pub claimed_at: Option<i64>,
    pub answered: bool,
    pub silent: i64,
    pub ended_at: Option<i64>,
    pub closed: bool,
    pub visitor_gone: bool,
}

/// [`Facts`] as columns.
pub(super) const FACTS: &str = "h.raised_at, h.given_to IS NOT NULL, h.in_hours, h.again_ms, h.told, \
     h.reached, h.claimed_at, h.answered_at IS NOT NULL, h.silent, h.ended_at, \
     coalesce(h.ended = 'closed', 0), h.visitor_gone";
/// How many columns that is.
pub(super) const FACT_COLUMNS: usize = 12;

/// Whether a row of `handoffs AS h` was missed; `{now}` is the number of the value for now.
pub(super) fn is_missed(now: usize) -> String {
    format!(
        "((h.given_to IS NULL AND h.again_ms > 0
            AND coalesce(h.claimed_at, h.ended_at, ?{now}) - h.raised_at > h.again_ms)
          OR h.silent > 0 OR (h.ended_at IS NOT NULL AND h.answered_at IS NULL)
          OR h.visitor_gone = 1)"
    )
}

impl Facts {
    /// From the columns of [`FACTS`], which begin at `first`.
    pub fn of(row: &Row, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            raised_at: row.get(first)?,
            given: row.get(first + 1)?,
            in_hours: row.get(first + 2)?,
            again_ms: row.get(first + 3)?,
            told: row.get(first + 4)?,
            reached: row.get(first + 5)?,
            claimed_at: row.get(first + 6)?,
            answered: row.get(first + 7)?,
            silent: row.get(first + 8)?,
            ended_at: row.get(first + 9)?,
            closed: row.get(first + 10)?,
            visitor_gone: row.get(first + 11)?,
        })
    }

    /// Why it was missed; none when it was not.
    pub fn missed(&self, now: Timestamp) -> Option<Cause> {
        let taken_at = self.claimed_at.or(self.ended_at).unwrap_or(now.0);
        let late = !self.given && self.again_ms > 0 && taken_at - self.raised_at > self.again_ms;
        match (late, self.silent > 0, self.ended_at.is_some() && !self.answered) {
            (true, ..) if !self.in_hours => Some(Cause::OutsideHours),
            (true, ..) if self.told == 0 => Some(Cause::NobodyAvailable),
            (true, ..) if self.reached == Some(0) => Some(Cause::NobodyConnected),
            (true, ..) => Some(Cause::NobodyTook),
            (false, true, _) => Some(Cause::Silent),
            (false, false, true) if self.closed => Some(Cause::ClosedUnanswered),
            (false, false, true) => Some(Cause::HandedBackUnanswered),
            (false, false, false) => self.visitor_gone.then_some(Cause::VisitorGone),
        }
    }
}

impl Reader<'_> {
    /// How many handoffs were missed, by cause, most first.
    pub fn missed_by_cause(&self, scope: &Scope) -> Result<Vec<CauseReport>> {
        let (condition, mut values) = scope.on("h", "raised_at");
        values.push(Value::Integer(scope.now.0));
        let missed = is_missed(values.len());
        let sql = format!("SELECT {FACTS} FROM handoffs AS h WHERE {condition} AND {missed}");
        let mut statement = self.db().prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut found: Vec<CauseReport> = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(cause) = Facts::of(row, 0)?.missed(scope.now) else { continue };
            match found.iter_mut().find(|report| report.cause == cause) {
                Some(report) => report.handoffs += 1,
                None => found.push(CauseReport { cause, handoffs: 1 }),
            }
        }
        found.sort_by_key(|report| (std::cmp::Reverse(report.handoffs), report.cause));
        Ok(found)
    }
}
