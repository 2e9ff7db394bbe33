//! The same by member, by AI agent and by label. Only who has anything to report is listed; names are
//! the caller's business.

use super::{Reader, Scope, Spread, blob};
use crate::error::Result;
use baton_domain::*;
use rusqlite::{Row, params_from_iter};
use std::collections::HashMap;
use uuid::Uuid;

/// What one member did with handoffs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberReport {
    /// Who.
    pub member: MemberId,
    /// Handoffs that this member was the first to have.
    pub claimed: u64,
    /// How long those waited, without those that were raised for the member.
    pub claim: Spread,
    /// How long those waited that this member was the first to answer.
    pub answer: Spread,
    /// How many of those were closed, and not handed back.
    pub closed: u64,
    /// How many open conversations the member has now.
    pub open: u64,
}

/// What one AI agent did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AiAgentReport {
    /// Who; none for the sum of what no AI agent held.
    pub ai_agent: Option<AiAgentId>,
    /// Conversations that began with it.
    pub conversations: u64,
    /// Those of them that no person has had.
    pub contained: u64,
    /// Handoffs of conversations that it held.
    pub handoffs: u64,
    /// Answers of its that were no good ones.
    pub no_answer: u64,
    /// Handoffs because it failed.
    pub failures: u64,
}

/// Handoffs of conversations that have one label now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelReport {
    /// Which.
    pub label: LabelId,
    /// How many.
    pub handoffs: u64,
    /// How long they waited for a member.
    pub claim: Spread,
    /// How long they waited for the first answer.
    pub answer: Spread,
}

#[derive(Default)]
struct OfMember {
    claimed: u64,
    closed: u64,
    claims: Vec<i64>,
    answers: Vec<i64>,
}

#[derive(Default)]
struct OfLabel {
    handoffs: u64,
    claims: Vec<i64>,
    answers: Vec<i64>,
}

const WAITS: &str = "CASE WHEN h.given_to IS NULL THEN h.claimed_at - h.raised_at END,
    h.answered_at - h.raised_at";

impl Reader<'_> {
    /// By member, who answered most first.
    pub fn by_member(&self, scope: &Scope) -> Result<Vec<MemberReport>> {
        let mut members: HashMap<Uuid, OfMember> = HashMap::new();
        let columns = format!("h.claimed_by, h.answered_by, {WAITS}, h.ended = 'closed'");
        self.each_handoff(scope, &columns, |row| {
            if let Some(claimed_by) = id_opt(row, 0)? {
                let member = members.entry(claimed_by).or_default();
                member.claimed += 1;
                member.claims.extend(row.get::<_, Option<i64>>(2)?);
            }
            if let Some(answered_by) = id_opt(row, 1)? {
                let member = members.entry(answered_by).or_default();
                member.answers.extend(row.get::<_, Option<i64>>(3)?);
                member.closed += u64::from(row.get::<_, Option<bool>>(4)?.unwrap_or(false));
            }
            Ok(())
        })?;
        let open = self.open_by_holder()?;
        let report = |(id, of): (Uuid, OfMember)| MemberReport {
            member: MemberId(id),
            claimed: of.claimed,
            claim: Spread::of(of.claims),
            answer: Spread::of(of.answers),
            closed: of.closed,
            open: open.get(&id).copied().unwrap_or(0),
        };
        let mut found: Vec<MemberReport> = members.into_iter().map(report).collect();
        found.sort_by_key(|report| (std::cmp::Reverse(report.answer.count), report.member));
        Ok(found)
    }

    /// By AI agent, who had most conversations first.
    pub fn by_ai_agent(&self, scope: &Scope) -> Result<Vec<AiAgentReport>> {
        let mut found: HashMap<Option<Uuid>, AiAgentReport> = HashMap::new();
        self.each_handoff(scope, "h.ai_agent, h.trigger_kind = 'ai_failure'", |row| {
            let report = found.entry(id_opt(row, 0)?).or_default();
            report.handoffs += 1;
            report.failures += u64::from(row.get::<_, bool>(1)?);
            Ok(())
        })?;
        self.each_begun(scope, |ai_agent, contained| {
            let report = found.entry(ai_agent).or_default();
            report.conversations += 1;
            report.contained += u64::from(contained);
        })?;
        self.each_miss(scope, |ai_agent| found.entry(Some(ai_agent)).or_default().no_answer += 1)?;
        let named = found
            .into_iter()
            .map(|(id, report)| AiAgentReport { ai_agent: id.map(AiAgentId), ..report });
        let mut found: Vec<AiAgentReport> = named.collect();
        found.sort_by_key(|report| (std::cmp::Reverse(report.conversations), report.ai_agent));
        Ok(found)
    }

    fn each_begun(&self, scope: &Scope, mut take: impl FnMut(Option<Uuid>, bool)) -> Result<()> {
        let (condition, values) = scope.on("b", "at");
        let sql =
            format!("SELECT b.ai_agent, b.people_at IS NULL FROM begun AS b WHERE {condition}");
        let mut statement = self.db().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let ai_agent = id_opt(row, 0)?;
            // Where no AI agent was, nothing could be kept.
            take(ai_agent, ai_agent.is_some() && row.get(1)?);
        }
        Ok(())
    }

    fn each_miss(&self, scope: &Scope, mut take: impl FnMut(Uuid)) -> Result<()> {
        let (condition, values) = scope.on("m", "at");
        let sql = format!("SELECT m.ai_agent FROM misses AS m WHERE {condition}");
        let mut statement = self.db().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            id_opt(row, 0)?.into_iter().for_each(&mut take);
        }
        Ok(())
    }

    /// By label, most handoffs first. A conversation with several labels counts for each.
    pub fn by_label(&self, scope: &Scope) -> Result<Vec<LabelReport>> {
        let (condition, mut values) = scope.on("h", "raised_at");
        let mut only = String::new();
        if let Some(label) = scope.label {
            values.push(blob(label.0));
            only = format!(" AND l.label = ?{}", values.len());
        }
        let sql = format!(
            "SELECT l.label, {WAITS} FROM handoffs AS h CROSS JOIN conversation_labels AS l
             ON l.conversation = h.conversation WHERE {condition}{only}"
        );
        let mut labels: HashMap<Uuid, OfLabel> = HashMap::new();
        let mut statement = self.db().prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let Some(id) = id_opt(row, 0)? else { continue };
            let label = labels.entry(id).or_default();
            label.handoffs += 1;
            label.claims.extend(row.get::<_, Option<i64>>(1)?);
            label.answers.extend(row.get::<_, Option<i64>>(2)?);
        }
        let report = |(id, of): (Uuid, OfLabel)| LabelReport {
            label: LabelId(id),
            handoffs: of.handoffs,
            claim: Spread::of(of.claims),
            answer: Spread::of(of.answers),
        };
        let mut found: Vec<LabelReport> = labels.into_iter().map(report).collect();
        found.sort_by_key(|report| (std::cmp::Reverse(report.handoffs), report.label));
        Ok(found)
    }
}

fn id_opt(row: &Row, column: usize) -> rusqlite::Result<Option<Uuid>> {
    crate::rows::id_opt(row, column)
}
