//! The conversations of a list by number, for whoever wants all of them: numbers never change, so
//! that none is met twice or left out while others move about in the list's own order.

use super::{ListFilter, MINE, Tab, UNASSIGNED, Where, blob};
use crate::error::Result;
use crate::read::Reader;
use baton_domain::*;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

impl Reader<'_> {
    /// The next conversations of a list after the number `after`; its order, cursor and limit do
    /// not count. `me` is whose Mine is meant; nobody's is empty.
    pub fn walk(
        &self,
        me: Option<MemberId>,
        filter: &ListFilter,
        after: u64,
        limit: usize,
    ) -> Result<Vec<ConversationView>> {
        let mut narrowed = self.narrowed(filter)?;
        match (filter.tab, me) {
            (Tab::Mine, Some(me)) => narrowed.add(MINE, [blob(me.0)]),
            (Tab::Mine, None) => narrowed.add("0", []),
            (Tab::Unassigned, _) => narrowed.add(UNASSIGNED, []),
            (Tab::All, _) => {}
        }
        let number = |value: u64| Value::Integer(i64::try_from(value).unwrap_or(i64::MAX));
        narrowed.add("c.number > ?", [number(after)]);
        let sql = walk_query(&narrowed);
        let mut values = narrowed.values;
        values.push(number(limit as u64));
        let mut statement = self.db().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| self.view(row))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Everything counts as read: who walks is nobody in particular.
pub(super) fn walk_query(narrowed: &Where) -> String {
    format!(
        "SELECT c.*, k.name, k.email, k.phone, k.verified, c.visitor_messages AS read_messages
         FROM conversations c JOIN contacts k ON k.id = c.contact
         WHERE {} ORDER BY c.number LIMIT ?",
        narrowed.sql()
    )
}
