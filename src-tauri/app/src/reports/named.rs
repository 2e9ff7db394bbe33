//! Rows of a report with the names of today. Who is not in the workspace any more is named as such.

use super::Spread;
use baton_domain::*;
use baton_store::{AiAgentReport, LabelReport, MemberReport};
use serde::Serialize;
use ts_rs::TS;

/// What one member did with handoffs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MemberRow {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Handoffs that this member was the first to have.
    #[ts(type = "number")]
    pub claimed: u64,
    /// How long those waited.
    pub claim: Spread,
    /// How long those waited that this member was the first to answer.
    pub answer: Spread,
    /// How many of those were closed.
    #[ts(type = "number")]
    pub closed: u64,
    /// How many open conversations the member has now.
    #[ts(type = "number")]
    pub open: u64,
}

/// What one AI agent did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AiAgentRow {
    /// Who; none for the sum of what no AI agent held.
    pub id: Option<AiAgentId>,
    /// Its name.
    pub name: Option<String>,
    /// Conversations that began with it.
    #[ts(type = "number")]
    pub conversations: u64,
    /// Those of them that no person has had.
    #[ts(type = "number")]
    pub contained: u64,
    /// Handoffs of conversations that it held.
    #[ts(type = "number")]
    pub handoffs: u64,
    /// Answers of its that were no good ones.
    #[ts(type = "number")]
    pub no_answer: u64,
    /// Handoffs because it failed.
    #[ts(type = "number")]
    pub failures: u64,
}

/// Handoffs of conversations that have one label now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LabelRow {
    /// Which.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// `#rrggbb`.
    pub color: String,
    /// How many.
    #[ts(type = "number")]
    pub handoffs: u64,
    /// How long they waited for a member.
    pub claim: Spread,
    /// How long they waited for the first answer.
    pub answer: Spread,
}

/// A member's name of today.
pub(super) fn member_name(id: MemberId, directory: &Directory) -> String {
    Party::Member(id).assignee(directory).name
}

/// An AI agent's name of today.
pub(super) fn ai_agent_name(id: AiAgentId, directory: &Directory) -> String {
    Party::Ai(id).assignee(directory).name
}

pub(super) fn members(reports: Vec<MemberReport>, directory: &Directory) -> Vec<MemberRow> {
    let row = |report: MemberReport| MemberRow {
        id: report.member,
        name: member_name(report.member, directory),
        claimed: report.claimed,
        claim: report.claim.into(),
        answer: report.answer.into(),
        closed: report.closed,
        open: report.open,
    };
    reports.into_iter().map(row).collect()
}

pub(super) fn ai_agents(reports: Vec<AiAgentReport>, directory: &Directory) -> Vec<AiAgentRow> {
    let row = |report: AiAgentReport| AiAgentRow {
        id: report.ai_agent,
        name: report.ai_agent.map(|id| ai_agent_name(id, directory)),
        conversations: report.conversations,
        contained: report.contained,
        handoffs: report.handoffs,
        no_answer: report.no_answer,
        failures: report.failures,
    };
    reports.into_iter().map(row).collect()
}

/// A label that is no more names nothing.
pub(super) fn labels(reports: Vec<LabelReport>, directory: &Directory) -> Vec<LabelRow> {
    let row = |report: LabelReport| {
        let label = directory.labels.iter().find(|label| label.id == report.label)?;
        Some(LabelRow {
            id: label.id,
            name: label.name.clone(),
            color: label.color.clone(),
            handoffs: report.handoffs,
            claim: report.claim.into(),
            answer: report.answer.into(),
        })
    };
    reports.into_iter().filter_map(row).collect()
}
