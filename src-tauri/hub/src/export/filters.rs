//! The filters of a list as options of `baton-hub export`: the same words, refused with the same reasons.

use crate::conversations::ListQuery;
use baton_store::ListFilter;
use clap::Args;

/// What an export is narrowed to; everything without.
#[derive(Args, Default)]
pub(crate) struct Filters {
    /// Only those held by a member (human) or by an AI agent (ai)
    #[arg(long, value_name = "human|ai")]
    agent_type: Option<String>,
    /// Only those held by this member or AI agent
    #[arg(long, value_name = "ID")]
    assignee: Option<String>,
    /// Only those that this AI agent answers, or answered last
    #[arg(long, value_name = "ID")]
    ai_agent: Option<String>,
    /// Only those last answered by this one, by any AI agent (ai), any member (human), or nobody
    #[arg(long, value_name = "ID|ai|human|nobody")]
    responded_by: Option<String>,
    /// Only those that people own now, or do not
    #[arg(long, value_name = "true|false")]
    human_takeover: Option<String>,
    /// Only those that people have had at least once, or never
    #[arg(long, value_name = "true|false")]
    ever_taken_over: Option<String>,
    /// Only those with this status
    #[arg(long, value_name = "active|pending|closed")]
    status: Option<String>,
    /// Only those with this label, or without any (none)
    #[arg(long, value_name = "ID|none")]
    label: Option<String>,
    /// Only those begun at this time or later (RFC 3339)
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only those begun before this time (RFC 3339)
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Only those whose messages, name or e-mail address contain these words
    #[arg(long, value_name = "WORDS")]
    q: Option<String>,
}

impl Filters {
    pub fn filter(self) -> anyhow::Result<ListFilter> {
        let query = ListQuery {
            agent_type: self.agent_type,
            assignee: self.assignee,
            ai_agent: self.ai_agent,
            responded_by: self.responded_by,
            human_takeover: self.human_takeover,
            ever_taken_over: self.ever_taken_over,
            status: self.status,
            label: self.label,
            from: self.from,
            to: self.to,
            q: self.q,
            ..ListQuery::default()
        };
        query.filter().map_err(|problem| anyhow::anyhow!(problem.in_words()))
    }
}
