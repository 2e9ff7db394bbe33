//! Handoffs by reason, by hour and weekday, how long they waited, and how many conversations needed
//! none.

use super::{Reader, Scope, Spread};
use crate::error::Result;
use baton_domain::*;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use std::collections::HashMap;

/// Waits are counted up to each of these, in milliseconds, and beyond the last.
pub const WAITS_MS: [i64; 8] =
    [15_000, 30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000, 14_400_000];

/// Handoffs for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonReport {
    /// In words.
    pub reason: String,
    /// How many.
    pub handoffs: u64,
    /// How many of them a member has answered.
    pub answered: u64,
}

/// How many conversations AI agents kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Containment {
    /// Conversations that began with an AI agent.
    pub conversations: u64,
    /// Those of them that no person has had: never handed off, never taken over.
    pub contained: u64,
}

/// How long handoffs waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoffTimes {
    /// How many were raised.
    pub handoffs: u64,
    /// From being raised to a member having it; without those that were raised for a member.
    pub claim: Spread,
    /// From being raised to the first message of a member.
    pub answer: Spread,
    /// How many were claimed within each of [`WAITS_MS`] and beyond, but not within the one before.
    pub claimed_within: [u64; WAITS_MS.len() + 1],
    /// The same for the first answer.
    pub answered_within: [u64; WAITS_MS.len() + 1],
}

impl Reader<'_> {
    /// Handoffs by reason, most first.
    pub fn handoff_reasons(&self, scope: &Scope) -> Result<Vec<ReasonReport>> {
        let mut by_reason: HashMap<String, (u64, u64)> = HashMap::new();
        let columns = "h.reason, h.answered_at IS NOT NULL";
        self.each_handoff(scope, columns, |row| {
            let reason = row.get_ref(0)?.as_str()?;
            let answered = u64::from(row.get::<_, bool>(1)?);
            match by_reason.get_mut(reason) {
                Some(counted) => *counted = (counted.0 + 1, counted.1 + answered),
                None => drop(by_reason.insert(reason.to_owned(), (1, answered))),
            }
            Ok(())
        })?;
        let found = by_reason.into_iter();
        let mut found: Vec<ReasonReport> = found
            .map(|(reason, (handoffs, answered))| ReasonReport { reason, handoffs, answered })
            .collect();
        found.sort_by(|a, b| b.handoffs.cmp(&a.handoffs).then_with(|| a.reason.cmp(&b.reason)));
        Ok(found)
    }

    /// Handoffs by weekday, from Monday, and hour of the workspace's clock.
    pub fn handoff_hours(&self, scope: &Scope, calendar: &Calendar) -> Result<[[u64; 24]; 7]> {
        let mut hours = [[0; 24]; 7];
        self.each_handoff(scope, "h.raised_at", |row| {
            let (weekday, hour) = calendar.slot(Timestamp(row.get(0)?));
            if let Some(slot) = hours.get_mut(weekday).and_then(|day| day.get_mut(hour)) {
                *slot += 1;
            }
            Ok(())
        })?;
        Ok(hours)
    }

    /// How long handoffs waited for a member to take them, and for the first answer.
    pub fn handoff_times(&self, scope: &Scope) -> Result<HandoffTimes> {
        let (mut times, mut claims, mut answers) =
            (HandoffTimes::default(), Vec::new(), Vec::new());
        let columns = "CASE WHEN h.given_to IS NULL THEN h.claimed_at - h.raised_at END,
            h.answered_at - h.raised_at";
        self.each_handoff(scope, columns, |row| {
            times.handoffs += 1;
            count(row.get(0)?, &mut claims, &mut times.claimed_within);
            count(row.get(1)?, &mut answers, &mut times.answered_within);
            Ok(())
        })?;
        times.claim = Spread::of(claims);
        times.answer = Spread::of(answers);
        Ok(times)
    }

    /// How many of the conversations that began needed no person.
    pub fn containment(&self, scope: &Scope) -> Result<Containment> {
        let (condition, values) = scope.on("b", "at");
        let sql = format!(
            "SELECT count(*), coalesce(sum(b.people_at IS NULL), 0) FROM begun AS b
             WHERE {condition} AND b.ai_agent IS NOT NULL"
        );
        let mut statement = self.db().prepare_cached(&sql)?;
        let found = statement.query_row(params_from_iter(values), |row| {
            Ok(Containment { conversations: row.get(0)?, contained: row.get(1)? })
        })?;
        Ok(found)
    }

    /// Walks along the handoffs of the scope.
    pub(super) fn each_handoff(
        &self,
        scope: &Scope,
        columns: &str,
        mut take: impl FnMut(&Row) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let (condition, values): (String, Vec<Value>) = scope.on("h", "raised_at");
        let sql = format!("SELECT {columns} FROM handoffs AS h WHERE {condition}");
        let mut statement = self.db().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

fn count(wait: Option<i64>, waits: &mut Vec<i64>, within: &mut [u64]) {
    let Some(wait) = wait else { return };
    waits.push(wait);
    let place = WAITS_MS.iter().position(|limit| wait <= *limit).unwrap_or(WAITS_MS.len());
    if let Some(counted) = within.get_mut(place) {
        *counted += 1;
    }
}
