//! Chat History as the window asks for it: every conversation of this computer's file, in the order of
//! any column, a page at a time, with the network down too. What a copy of the last days does not hold
//! is not in it, and the page says since when it holds everything.

use crate::Inbox;
use crate::inbox::Answer;
use baton_domain::*;
use baton_store::{Column, ListFilter, Order, Responder};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Most rows of a page.
const LARGEST_PAGE: u32 = 200;

/// A column of Chat History.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum HistoryColumn {
    AiAgent,
    Contact,
    RespondedBy,
    Takeover,
    Label,
    Status,
    Rating,
    Created,
}

/// Whether people have a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Takeover {
    /// Never yet.
    Never,
    /// They had; an AI agent has it again.
    Earlier,
    /// They have it: `human_handoff`.
    Now,
}

impl From<baton_store::Takeover> for Takeover {
    fn from(takeover: baton_store::Takeover) -> Self {
        match takeover {
            baton_store::Takeover::Never => Self::Never,
            baton_store::Takeover::Earlier => Self::Earlier,
            baton_store::Takeover::Now => Self::Now,
        }
    }
}

/// What Chat History is narrowed to by whether people have a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TakeoverFilter {
    /// They have it.
    Now,
    /// They had it before.
    Earlier,
    /// Now or earlier.
    Ever,
    /// Never yet.
    Never,
}

/// Which conversations, in which order, from where.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HistoryQuery {
    /// Words to search for.
    pub q: Option<String>,
    /// The AI agent that answers it, or answered last.
    pub ai_agent: Option<AiAgentId>,
    /// Who answered last: an id, `ai` or `human` for any of them, `nobody`.
    pub responded_by: Option<String>,
    /// Whether people have it, or had.
    pub takeover: Option<TakeoverFilter>,
    /// A label's id, or `none`.
    pub label: Option<String>,
    /// Its status.
    pub status: Option<Status>,
    /// Begun at this time or later.
    pub from: Option<Timestamp>,
    /// Begun before this time.
    pub to: Option<Timestamp>,
    /// Sorted by this column.
    pub sort: HistoryColumn,
    /// The other way round.
    pub descending: bool,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// A row of Chat History.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HistoryRow {
    /// The conversation, its labels by name.
    pub conversation: ConversationView,
    /// The AI agent that answers it, or answered last.
    pub ai_agent: Option<Assignee>,
    /// Whether people have it, or had.
    pub takeover: Takeover,
}

/// A page of Chat History.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HistoryPage {
    /// The rows.
    pub items: Vec<HistoryRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are in all; told with the first page only.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// This computer holds every conversation since then only; null: everything.
    pub since: Option<Timestamp>,
    /// As of this event.
    #[ts(type = "number")]
    pub seq: Seq,
}

impl HistoryQuery {
    pub(crate) fn order(&self) -> Order {
        let column = match self.sort {
            HistoryColumn::AiAgent => Column::AiAgent,
            HistoryColumn::Contact => Column::Contact,
            HistoryColumn::RespondedBy => Column::Responder,
            HistoryColumn::Takeover => Column::Takeover,
            HistoryColumn::Label => Column::Label,
            HistoryColumn::Status => Column::Status,
            HistoryColumn::Rating => Column::Rating,
            HistoryColumn::Created => Column::Created,
        };
        Order { column, descending: self.descending }
    }

    pub(crate) fn filter(self) -> Result<ListFilter, Refusal> {
        let (responded_by, responder) = match self.responded_by.as_deref() {
            None => (None, None),
            Some("ai") => (None, Some(Responder::Any(PartyKind::Ai))),
            Some("human") => (None, Some(Responder::Any(PartyKind::Human))),
            Some("nobody") => (None, Some(Responder::Nobody)),
            Some(id) => (Some(an_id("responded_by", id)?), None),
        };
        let (human_takeover, ever_taken_over) = match self.takeover {
            None => (None, None),
            Some(TakeoverFilter::Now) => (Some(true), None),
            Some(TakeoverFilter::Earlier) => (Some(false), Some(true)),
            Some(TakeoverFilter::Ever) => (None, Some(true)),
            Some(TakeoverFilter::Never) => (None, Some(false)),
        };
        let label = match self.label.as_deref() {
            None => None,
            Some("none") => Some(None),
            Some(id) => Some(Some(LabelId(an_id("label", id)?))),
        };
        Ok(ListFilter {
            ai_agent: self.ai_agent,
            responded_by,
            responder,
            human_takeover,
            ever_taken_over,
            status: self.status,
            label,
            from: self.from,
            to: self.to,
            words: self.q.map(|q| text::bounded("q", &q, 0, text::NAME_CHARS)).transpose()?,
            limit: self.limit.clamp(1, LARGEST_PAGE) as usize,
            cursor: self.cursor,
            ..ListFilter::default()
        })
    }
}

fn an_id(field: &str, id: &str) -> Result<Uuid, Refusal> {
    id.parse().map_err(|_| Refusal::invalid(field, "cannot be read"))
}

impl Inbox {
    /// A page of Chat History.
    pub async fn history(&self, query: HistoryQuery) -> Answer<HistoryPage> {
        let (me, order) = (self.me(), query.order());
        let filter = query.filter()?;
        let (page, since, seq) = self
            .read(move |reader| {
                let page = reader.history(me, &filter, order)?;
                Ok((page, reader.partial_since()?, reader.head()?))
            })
            .await?;
        let items = page.items.into_iter().map(|row| HistoryRow {
            conversation: self.seat().online(row.view),
            ai_agent: row.ai_agent,
            takeover: row.takeover.into(),
        });
        Ok(HistoryPage { items: items.collect(), next: page.next, total: page.total, since, seq })
    }
}
