//! A table of the reports as CSV, which no spreadsheet runs as a formula. Times are in seconds, moments
//! as RFC 3339 in UTC, so that programs read them; columns are named in English everywhere.

use super::period::Days;
use super::{LedgerAsked, LedgerRow, ReportQuery, Reports, Spread, ledger, reports};
use crate::Inbox;
use crate::inbox::Answer;
use baton_hub::csv_cell;
use baton_store::Reader;
use serde::Deserialize;
use ts_rs::TS;

/// How many handoffs are read at a time.
const AT_ONCE: u32 = 500;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ReportTable {
    Summary,
    Reasons,
    Hours,
    Waits,
    Members,
    AiAgents,
    Labels,
    Causes,
    Ledger,
    Missed,
}

impl ReportTable {
    fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Reasons => "reasons",
            Self::Hours => "hours",
            Self::Waits => "waits",
            Self::Members => "members",
            Self::AiAgents => "ai-agents",
            Self::Labels => "labels",
            Self::Causes => "missed-causes",
            Self::Ledger => "handoffs",
            Self::Missed => "missed-handoffs",
        }
    }
}

/// A table as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// What it may be called.
    pub name: String,
    /// CSV (RFC 4180), UTF-8.
    pub text: String,
}

impl Inbox {
    /// A table of the reports, or the ledger, as a file.
    pub async fn report_file(&self, table: ReportTable, query: ReportQuery) -> Answer<ReportFile> {
        let now = self.store().now();
        self.read_days(query, now, move |reader, days| file(reader, days, table, query)).await
    }
}

fn file(
    reader: &Reader,
    days: &Days,
    table: ReportTable,
    query: ReportQuery,
) -> baton_store::Result<ReportFile> {
    let told = days.told();
    let name = format!("{}-{}-to-{}.csv", table.name(), told.from, told.to);
    let mut out = String::new();
    match table {
        ReportTable::Ledger | ReportTable::Missed => {
            handoffs(&mut out, reader, days, table == ReportTable::Missed, query)?;
        }
        ReportTable::Summary
        | ReportTable::Reasons
        | ReportTable::Hours
        | ReportTable::Waits
        | ReportTable::Members
        | ReportTable::AiAgents
        | ReportTable::Labels
        | ReportTable::Causes => write(&mut out, table, &reports(reader, days)?),
    }
    Ok(ReportFile { name, text: out })
}

fn write(out: &mut String, table: ReportTable, of: &Reports) {
    match table {
        ReportTable::Summary => summary(out, of),
        ReportTable::Reasons => {
            line(out, ["Reason", "Handoffs", "Answered", "Handoffs before"]);
            for row in &of.reasons {
                let before = row.before.map_or_else(String::new, |n| n.to_string());
                let (handoffs, answered) = (row.handoffs.to_string(), row.answered.to_string());
                line(out, [&row.reason, &handoffs, &answered, &before]);
            }
        }
        ReportTable::Hours => hours(out, of),
        ReportTable::Waits => {
            line(out, ["Up to (s)", "Claimed", "Answered"]);
            for row in &of.waits {
                let up_to = row.up_to_ms.map_or_else(|| "longer".to_owned(), seconds);
                line(out, [up_to, row.claimed.to_string(), row.answered.to_string()]);
            }
        }
        ReportTable::Members => members(out, of),
        ReportTable::AiAgents => ai_agents(out, of),
        ReportTable::Labels => {
            line(out, LABEL_COLUMNS);
            for row in &of.labels {
                let named = [row.name.clone(), row.handoffs.to_string()];
                let cells = named.into_iter().chain(spread(&row.claim)).chain(spread(&row.answer));
                line(out, cells);
            }
        }
        ReportTable::Causes => {
            line(out, ["Cause", "Handoffs"]);
            for row in &of.causes {
                line(out, [word(&row.cause), row.handoffs.to_string()]);
            }
        }
        ReportTable::Ledger | ReportTable::Missed => {}
    }
}

const LABEL_COLUMNS: [&str; 6] = [
    "Label",
    "Handoffs",
    "Time to claim, median (s)",
    "Time to claim, p90 (s)",
    "Time to first answer, median (s)",
    "Time to first answer, p90 (s)",
];

fn summary(out: &mut String, of: &Reports) {
    line(
        out,
        [
            "From",
            "To",
            "Time zone",
            "Conversations",
            "Contained",
            "Handoffs",
            "Missed",
            "Time to claim, median (s)",
            "Time to claim, p90 (s)",
            "Time to first answer, median (s)",
            "Time to first answer, p90 (s)",
        ],
    );
    let (days, sum) = (&of.days, &of.summary);
    let counts = [sum.conversations, sum.contained, sum.handoffs, sum.missed];
    let named = [days.from.clone(), days.to.clone(), days.time_zone.clone()];
    let cells = named.into_iter().chain(counts.map(|count| count.to_string()));
    line(out, cells.chain(spread(&sum.claim)).chain(spread(&sum.answer)));
}

fn hours(out: &mut String, of: &Reports) {
    let hours = (0..24).map(|hour| format!("{hour:02}:00"));
    line(out, std::iter::once("Weekday".to_owned()).chain(hours));
    for (weekday, day) in WEEKDAYS.iter().zip(&of.hours) {
        let cells = day.iter().map(ToString::to_string);
        line(out, std::iter::once((*weekday).to_owned()).chain(cells));
    }
}

fn members(out: &mut String, of: &Reports) {
    line(
        out,
        [
            "Member",
            "Claimed",
            "Answered",
            "Closed",
            "Open now",
            "Time to claim, median (s)",
            "Time to claim, p90 (s)",
            "Time to first answer, median (s)",
            "Time to first answer, p90 (s)",
        ],
    );
    for row in &of.members {
        let counts = [row.claimed, row.answer.count, row.closed, row.open];
        let cells = std::iter::once(row.name.clone()).chain(counts.map(|count| count.to_string()));
        line(out, cells.chain(spread(&row.claim)).chain(spread(&row.answer)));
    }
}

fn ai_agents(out: &mut String, of: &Reports) {
    let columns =
        ["AI agent", "Conversations", "Contained", "Handoffs", "No good answer", "Failures"];
    line(out, columns);
    for row in &of.ai_agents {
        let counts = [row.conversations, row.contained, row.handoffs, row.no_answer, row.failures];
        let name = row.name.clone().unwrap_or_default();
        line(out, std::iter::once(name).chain(counts.map(|count| count.to_string())));
    }
}

fn handoffs(
    out: &mut String,
    reader: &Reader,
    days: &Days,
    missed: bool,
    query: ReportQuery,
) -> baton_store::Result<()> {
    line(
        out,
        [
            "Raised",
            "Conversation",
            "Conversation ID",
            "Visitor",
            "Reason",
            "Trigger",
            "AI agent",
            "Raised for",
            "Told",
            "Desktops connected",
            "Seen after (s)",
            "Seen by",
            "Claimed after (s)",
            "Claimed by",
            "Claimed by means of",
            "Answered after (s)",
            "Answered by",
            "Returned for silence",
            "Outcome",
            "Ended",
            "Missed because",
        ],
    );
    let mut cursor = None;
    loop {
        let asked = LedgerAsked { query, missed, cursor, limit: AT_ONCE };
        let page = ledger::page(reader, days, asked)?;
        for row in &page.items {
            handoff(out, row);
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(()),
        }
    }
}

fn handoff(out: &mut String, row: &LedgerRow) {
    let moments = [&row.seen, &row.claimed, &row.answered].map(|moment| match moment {
        Some(moment) => (seconds(moment.after_ms), moment.by.clone()),
        None => Default::default(),
    });
    let [(seen, seen_by), (claimed, claimed_by), (answered, answered_by)] = moments;
    let reached = row.reached.as_ref().map(|names| names.join(", "));
    line(
        out,
        [
            row.raised_at.to_string(),
            row.number.to_string(),
            row.conversation.to_string(),
            row.visitor.clone().unwrap_or_default(),
            row.reason.clone(),
            word(&row.trigger),
            row.ai_agent.clone().unwrap_or_default(),
            row.given_to.clone().unwrap_or_default(),
            row.told.join(", "),
            reached.unwrap_or_default(),
            seen,
            seen_by,
            claimed,
            claimed_by,
            row.means.as_ref().map(word).unwrap_or_default(),
            answered,
            answered_by,
            row.silent.to_string(),
            word(&row.outcome),
            row.ended_at.map_or_else(String::new, |at| at.to_string()),
            row.missed.as_ref().map(word).unwrap_or_default(),
        ],
    );
}

fn spread(spread: &Spread) -> [String; 2] {
    [spread.median_ms, spread.p90_ms].map(|ms| ms.map_or_else(String::new, seconds))
}

fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// A word of ours as the API writes it.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

fn line(out: &mut String, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        csv_cell(out, cell.as_ref());
    }
    out.push_str("\r\n");
}
