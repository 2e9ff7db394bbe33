//! Reports over a period, from the ledger's tables. Guarantees that each is one walk along a
//! table that is in order of time, that percentiles are values that occurred, and that what is kept in
//! memory meanwhile is one number a handoff of the period at most. Leaves out which days a period has.

mod groups;
mod handoffs;
mod listed;
mod missed;

pub use groups::{AiAgentReport, LabelReport, MemberReport};
pub use handoffs::{Containment, HandoffTimes, ReasonReport, WAITS_MS};
pub use listed::{Ledger, LedgerEntry, LedgerQuery};
pub use missed::{Cause, CauseReport, Ended};

use crate::Reader;
use crate::error::Result;
use baton_domain::*;
use rusqlite::types::Value;

/// From a moment until before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// When handoffs were raised, and conversations began.
    pub period: Period,
    /// Only what this AI agent held.
    pub ai_agent: Option<AiAgentId>,
    /// Only conversations that have this label now.
    pub label: Option<LabelId>,
    /// Now: what nobody has taken by now may be missed.
    pub now: Timestamp,
}

/// How long something took, over many times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many.
    pub count: u64,
    /// Half took at most so many milliseconds; none without any.
    pub median_ms: Option<i64>,
    /// Nine in ten took at most so many milliseconds.
    pub p90_ms: Option<i64>,
}

impl Spread {
    /// By nearest rank: a percentile is a value that occurred.
    fn of(mut values: Vec<i64>) -> Self {
        let count = values.len();
        let mut at = |percent: usize| {
            let rank = (count * percent).div_ceil(100).checked_sub(1)?;
            Some(*values.select_nth_unstable(rank).1)
        };
        let (median_ms, p90_ms) = (at(50), at(90));
        Self { count: count as u64, median_ms, p90_ms }
    }
}

impl Scope {
    /// The condition on a table in order of time, whose columns are `at` and `conversation`, and its
    /// values from ?1 on.
    fn on(&self, table: &str, at: &str) -> (String, Vec<Value>) {
        let mut sql = format!("{table}.{at} >= ?1 AND {table}.{at} < ?2");
        let mut values = vec![Value::Integer(self.period.from.0), Value::Integer(self.period.to.0)];
        if let Some(id) = self.ai_agent {
            values.push(blob(id.0));
            sql += &format!(" AND {table}.ai_agent = ?{}", values.len());
        }
        if let Some(id) = self.label {
            values.push(blob(id.0));
            sql += &format!(
                " AND EXISTS (SELECT 1 FROM conversation_labels AS with_label
                    WHERE with_label.label = ?{} AND with_label.conversation = {table}.conversation)",
                values.len()
            );
        }
        (sql, values)
    }
}

impl Reader<'_> {
    /// When the first conversation began that is here.
    pub fn first_begun(&self) -> Result<Option<Timestamp>> {
        let first: Option<i64> = self
            .db()
            .prepare_cached("SELECT min(at) FROM begun")?
            .query_row([], |row| row.get(0))?;
        Ok(first.map(Timestamp))
    }
}

fn blob(id: uuid::Uuid) -> Value {
    Value::Blob(id.into_bytes().to_vec())
}

#[cfg(test)]
mod tests;
