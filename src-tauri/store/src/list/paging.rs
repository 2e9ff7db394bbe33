//! The rows of one page. Where a filter leaves few, they are found by the filter and put in order;
//! else the list's order is gone through in an index that has what is filtered by, until the page is
//! full. Only rows that are shown are read.

use super::counting::{MINE_FILTERED, UNASSIGNED_FILTERED, steps};
use super::{By, ListFilter, MINE, Sort, Tab, UNASSIGNED, Where, blob, hex};
use crate::error::Result;
use crate::read::Reader;
use baton_domain::*;
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Up to so many conversations are found by their filter: each costs a look at its row, as about
/// fifty entries of an index do.
const FEW: u64 = 300;

/// What a row of a list is made of; `?` is who looks.
const COLUMNS: &str = "c.*, k.name, k.email, k.phone, k.verified,
        coalesce(r.visitor_messages, 0) AS read_messages";
const BESIDE: &str = "JOIN contacts k ON k.id = c.contact
     LEFT JOIN reads r ON r.member = ? AND r.conversation = c.id";

type Keyed = (i64, ConversationView);

impl Reader<'_> {
    /// One page and one row more, if there is one. `counts` are those of the same filter.
    pub(super) fn page(
        &self,
        me: MemberId,
        filter: &ListFilter,
        narrowed: Where,
        counts: Counts,
    ) -> Result<Vec<Keyed>> {
        let here = match filter.tab {
            Tab::Mine => counts.mine,
            Tab::Unassigned => counts.unassigned,
            Tab::All => counts.all,
        };
        let way = way(filter, &narrowed, here);
        let sort = sort(filter);
        let (sql, values) = page_query(me, filter, narrowed, way, here)?;
        let mut statement = self.db().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row: &Row| {
            Ok((row.get("sort_key")?, self.view(row)?))
        })?;
        let mut found: Vec<Keyed> = rows.collect::<std::result::Result<_, _>>()?;
        // In order already, unless SQLite thinks of another way to join.
        match sort {
            Sort::Wait => found.sort_by_key(|(key, row)| (*key, row.id)),
            Sort::Latest => found.sort_by_key(|(key, _)| std::cmp::Reverse(*key)),
        }
        Ok(found)
    }

    /// Those among `asked` that the list holds.
    pub(super) fn those_listed(
        &self,
        me: MemberId,
        filter: &ListFilter,
        mut narrowed: Where,
        asked: &BTreeSet<Uuid>,
    ) -> Result<Vec<ConversationView>> {
        in_tab(me, filter.tab, &mut narrowed);
        let sql = listed_query(&narrowed);
        let mut values = vec![hex(asked), blob(me.0)];
        values.extend(narrowed.values);
        let mut statement = self.db().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| self.view(row))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

pub(super) fn listed_query(narrowed: &Where) -> String {
    format!(
        "SELECT {COLUMNS} FROM (SELECT unhex(value) AS id FROM json_each(?)) asked
         CROSS JOIN conversations c ON c.id = asked.id {BESIDE} WHERE {}",
        narrowed.sql()
    )
}

/// How a page is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// In the order of the list, whose index has no more than the order.
    InOrder,
    /// In the order of all conversations, whose index has what is filtered by.
    Covered,
    /// By what the filter says of who holds it.
    ByHolding,
    /// By label.
    ByLabel(LabelId),
    /// By date.
    ByDate,
}

pub(super) fn way(filter: &ListFilter, narrowed: &Where, here: u64) -> Way {
    let few = here <= FEW;
    let in_order_of_all = filter.tab == Tab::All && sort(filter) == Sort::Latest;
    match (narrowed.by, filter.tab) {
        (By::Nothing | By::Words | By::Rows, _) => Way::InOrder,
        (_, Tab::Mine | Tab::Unassigned) if few => Way::ByHolding,
        (By::Holding, Tab::All) if few => Way::ByHolding,
        (By::Label(label), Tab::All) if few => Way::ByLabel(label),
        (By::Dates, Tab::All) if few => Way::ByDate,
        (By::Holding | By::Looking | By::Label(_) | By::NoLabel | By::Dates, _) => {
            if in_order_of_all {
                Way::Covered
            } else {
                Way::InOrder
            }
        }
    }
}

fn sort(filter: &ListFilter) -> Sort {
    filter.sort.unwrap_or(match filter.tab {
        Tab::Unassigned => Sort::Wait,
        Tab::Mine | Tab::All => Sort::Latest,
    })
}

fn in_tab(me: MemberId, tab: Tab, narrowed: &mut Where) {
    match tab {
        Tab::Mine => narrowed.add(MINE, [blob(me.0)]),
        Tab::Unassigned => narrowed.add(UNASSIGNED, []),
        Tab::All => {}
    }
}

/// The query of one page, with one row more than it shows.
pub(super) fn page_query(
    me: MemberId,
    filter: &ListFilter,
    mut page: Where,
    way: Way,
    here: u64,
) -> Result<(String, Vec<Value>)> {
    let sort = sort(filter);
    let (order, key) = match sort {
        Sort::Wait => ("c.wait_key, c.id", "c.wait_key"),
        Sort::Latest => ("c.latest_key DESC", "c.latest_key"),
    };
    let begins = steps(&page);
    match (way, filter.tab) {
        (Way::ByHolding, Tab::Mine) => page.add(MINE_FILTERED, [blob(me.0)]),
        (Way::ByHolding, Tab::Unassigned) => page.add(UNASSIGNED_FILTERED, []),
        (Way::ByHolding, Tab::All) => page.add(&begins, []),
        (_, tab) => in_tab(me, tab, &mut page),
    }
    let gathered = std::mem::take(&mut page.values);
    let gather = page.sql();
    page.terms.clear();
    if let Some(cursor) = &filter.cursor {
        from_cursor(&mut page, sort, cursor)?;
    }
    let after = page.sql();
    let limit = at_most(filter, here);
    let values = |parts: [Vec<Value>; 4]| parts.into_iter().flatten().collect();
    let me = vec![blob(me.0)];
    let narrow = match way {
        Way::InOrder => {
            let sql = format!(
                "SELECT {COLUMNS}, {key} AS sort_key FROM conversations c {} {BESIDE}
                 WHERE {gather} AND {after} ORDER BY {order} LIMIT ?",
                if page.by == By::Words { "" } else { index_of(filter.tab, sort) }
            );
            return Ok((sql, values([me, gathered, page.values, vec![limit]])));
        }
        Way::Covered => {
            let index = "conversations c INDEXED BY conversations_latest";
            format!(
                "SELECT c.id AS found, {key} AS sort_key FROM {index} WHERE {gather} AND {after}"
            )
        }
        Way::ByHolding => found_by("conversations_filtered", &gather, &after, key),
        Way::ByDate => found_by("conversations_created", &gather, &after, key),
        Way::ByLabel(_) => {
            let label = "SELECT conversation AS id FROM conversation_labels WHERE label = ?";
            looked_up(label, &after, key)
        }
    };
    let sql = format!(
        "SELECT {COLUMNS}, sort_key FROM ({narrow} ORDER BY {order} LIMIT ?) narrowed
         CROSS JOIN conversations c ON c.id = narrowed.found {BESIDE}"
    );
    Ok((sql, values([gathered, page.values, vec![limit], me])))
}

/// The index that has a tab in this order.
fn index_of(tab: Tab, sort: Sort) -> &'static str {
    match (tab, sort) {
        (Tab::Mine, Sort::Wait) => "INDEXED BY conversations_held_waiting",
        (Tab::Mine, Sort::Latest) => "INDEXED BY conversations_held",
        (Tab::Unassigned, Sort::Wait) => "INDEXED BY conversations_unassigned",
        (Tab::Unassigned, Sort::Latest) => "INDEXED BY conversations_unassigned_latest",
        (Tab::All, Sort::Wait) => "INDEXED BY conversations_waiting",
        (Tab::All, Sort::Latest) => "INDEXED BY conversations_latest",
    }
}

/// The conversations that an index leaves, with what they are sorted by.
fn found_by(index: &str, gather: &str, after: &str, key: &str) -> String {
    let left = format!("SELECT c.id FROM conversations c INDEXED BY {index} WHERE {gather}");
    looked_up(&left, after, key)
}

fn looked_up(left: &str, after: &str, key: &str) -> String {
    format!(
        "SELECT c.id AS found, {key} AS sort_key FROM ({left}) few
         CROSS JOIN conversations c ON c.id = few.id WHERE {after}"
    )
}

/// One row more than the page shows, but on the first page no more than there are: then nobody
/// looks for another one to the list's end.
fn at_most(filter: &ListFilter, here: u64) -> Value {
    let wanted = i64::try_from(filter.limit + 1).unwrap_or(i64::MAX);
    let there = i64::try_from(here).unwrap_or(i64::MAX);
    Value::Integer(if filter.cursor.is_none() { wanted.min(there) } else { wanted })
}

fn from_cursor(page: &mut Where, sort: Sort, cursor: &str) -> Result<()> {
    let parsed = cursor
        .split_once('.')
        .and_then(|(key, id)| Some((key.parse::<i64>().ok()?, Uuid::parse_str(id).ok()?)));
    let Some((key, id)) = parsed else {
        return Err(Refusal::invalid("cursor", "is not one of ours").into());
    };
    match sort {
        Sort::Wait => {
            page.add("(c.wait_key, c.id) > (?, ?)", [Value::Integer(key), blob(id)]);
        }
        Sort::Latest => page.add("c.latest_key < ?", [Value::Integer(key)]),
    }
    Ok(())
}
