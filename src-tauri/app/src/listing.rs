//! The lists as the window asks for them: pages, and which of some conversations a narrowed list
//! holds, so that what a filter means is said in one place only. Reads this computer's file.

use crate::inbox::{Answer, Inbox};
use crate::ipc::{ConversationPage, Tab};
use baton_domain::*;
use baton_store::ListFilter;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Most rows a page of a list may have.
const LARGEST_PAGE: u32 = 200;
/// Most conversations that may be asked about at once.
const MOST_ASKED: usize = 1_000;
/// The filter's word for conversations without a label.
const NO_LABEL: &str = "none";

/// What a list is narrowed to; nothing is empty.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Only those that an AI agent, or a member, holds.
    pub agent_type: Option<PartyKind>,
    /// Only those that this AI agent or member holds, or answered last.
    #[ts(type = "string | null")]
    pub handled_by: Option<Uuid>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those with the label of this id; `none`: without any.
    pub label: Option<String>,
    /// Only those begun at this time or later.
    pub from: Option<Timestamp>,
    /// Only those begun before this time.
    pub to: Option<Timestamp>,
}

impl Filter {
    fn of(&self, tab: Tab) -> Answer<ListFilter> {
        Ok(ListFilter {
            tab: match tab {
                Tab::Mine => baton_store::Tab::Mine,
                Tab::Unassigned => baton_store::Tab::Unassigned,
                Tab::All => baton_store::Tab::All,
            },
            assignee_kind: self.agent_type,
            handled_by: self.handled_by,
            status: self.status,
            label: match self.label.as_deref() {
                None => None,
                Some(NO_LABEL) => Some(None),
                Some(id) => match id.parse() {
                    Ok(id) => Some(Some(LabelId(id))),
                    Err(_) => return Err(Refusal::invalid("label", "cannot be read").into()),
                },
            },
            from: self.from,
            to: self.to,
            ..ListFilter::default()
        })
    }
}

/// Which page of which list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// The tab.
    pub tab: Tab,
    /// What it is narrowed to.
    #[ts(optional = nullable)]
    pub filter: Option<Filter>,
    /// Words to search for.
    pub q: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: u32,
}

/// Whether some conversations are in a list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WhichListed {
    /// The tab.
    pub tab: Tab,
    /// What it is narrowed to.
    pub filter: Filter,
    /// The conversations.
    pub ids: Vec<ConversationId>,
}

/// Which are, and how many each tab has under that filter.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Listed {
    /// Those of the conversations that the list holds, as they are now.
    pub items: Vec<ConversationView>,
    /// Of the tabs.
    pub counts: Counts,
    /// As of this event.
    #[ts(type = "number")]
    pub seq: Seq,
}

impl Inbox {
    /// A page of a list.
    pub async fn list(&self, query: ListQuery) -> Answer<ConversationPage> {
        let filter = ListFilter {
            words: query.q,
            limit: query.limit.clamp(1, LARGEST_PAGE) as usize,
            cursor: query.cursor,
            ..query.filter.unwrap_or_default().of(query.tab)?
        };
        let me = self.me();
        let (page, seq) =
            self.read(move |reader| Ok((reader.list(me, &filter)?, reader.head()?))).await?;
        let items = page.items.into_iter().map(|row| self.seat().online(row)).collect();
        Ok(ConversationPage { items, next: page.next, counts: page.counts, seq })
    }

    /// Which of some conversations a narrowed list holds.
    pub async fn listed(&self, asked: WhichListed) -> Answer<Listed> {
        if asked.ids.len() > MOST_ASKED {
            return Err(Refusal::invalid("ids", "are too many").into());
        }
        let filter = asked.filter.of(asked.tab)?;
        let me = self.me();
        let (items, counts, seq) = self
            .read(move |reader| {
                let (items, counts) = reader.listed(me, &filter, &asked.ids)?;
                Ok((items, counts, reader.head()?))
            })
            .await?;
        let items = items.into_iter().map(|row| self.seat().online(row)).collect();
        Ok(Listed { items, counts, seq })
    }
}
