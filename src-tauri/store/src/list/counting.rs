//! How many conversations each tab has. Every count is read off an index; the table itself, whose
//! rows are wide, is never looked at. Words are the exception: what they find is few.

use super::{By, MINE, UNASSIGNED, Where, blob};
use crate::error::Result;
use crate::gone;
use crate::read::Reader;
use baton_domain::*;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// Mine and Unassigned as `conversations_filtered` has them, from its first column on.
pub(super) const MINE_FILTERED: &str =
    "c.holder_kind = 'human' AND c.status IN ('active', 'pending') AND c.holder_id = ?";
pub(super) const UNASSIGNED_FILTERED: &str =
    "c.holder_kind = 'nobody' AND c.status IN ('active', 'pending')";
/// True of every conversation: lets SQLite step over the first columns of the index.
const ANY_HOLDER: &str = "c.holder_kind IN ('ai', 'human', 'nobody')";
const ANY_STATUS: &str = "c.status IN ('active', 'pending', 'closed')";

impl Reader<'_> {
    /// How many conversations each tab has, without filters.
    pub fn counts(&self, me: MemberId) -> Result<Counts> {
        self.counts_where(me, &Where::default())
    }

    pub(super) fn counts_where(&self, me: MemberId, narrowed: &Where) -> Result<Counts> {
        let [all, mine, unassigned] = match narrowed.by {
            By::Words | By::Rows => return self.counts_one_by_one(me, narrowed),
            By::Nothing => {
                return Ok(Counts {
                    mine: self.count(&open(MINE), vec![blob(me.0)])?,
                    unassigned: self.count(&open(UNASSIGNED), Vec::new())?,
                    all: self.everything()?,
                });
            }
            By::Label(_) | By::NoLabel | By::Dates | By::Holding | By::Looking => {
                count_queries(narrowed)
            }
        };
        let values = || narrowed.values.clone();
        let and_me = values().into_iter().chain([blob(me.0)]).collect();
        let all = match narrowed.by {
            By::NoLabel => self.everything()?.saturating_sub(self.count(&all, Vec::new())?),
            By::Nothing
            | By::Words
            | By::Rows
            | By::Label(_)
            | By::Dates
            | By::Holding
            | By::Looking => self.count(&all, values())?,
        };
        Ok(Counts {
            mine: self.count(&mine, and_me)?,
            unassigned: self.count(&unassigned, values())?,
            all,
        })
    }

    fn count(&self, sql: &str, values: Vec<Value>) -> Result<u64> {
        let mut statement = self.db().prepare_cached(sql)?;
        Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    fn everything(&self) -> Result<u64> {
        gone::how_many(self.db())
    }

    /// For what no index knows, and for what is few.
    fn counts_one_by_one(&self, me: MemberId, narrowed: &Where) -> Result<Counts> {
        let sql = format!(
            "SELECT coalesce(sum({MINE}), 0), coalesce(sum({UNASSIGNED}), 0), count(*)
             FROM conversations c WHERE {}",
            narrowed.sql()
        );
        let values = std::iter::once(blob(me.0)).chain(narrowed.values.iter().cloned());
        let mut statement = self.db().prepare_cached(&sql)?;
        let counts = statement.query_row(params_from_iter(values), |row| {
            Ok(Counts { mine: row.get(0)?, unassigned: row.get(1)?, all: row.get(2)? })
        })?;
        Ok(counts)
    }
}

const LABELLED_ALL: &str = "SELECT count(*) FROM conversation_labels WHERE label = ?";
const LABELLED_EVER: &str = "SELECT count(DISTINCT conversation) FROM conversation_labels";

/// All, Mine and Unassigned under a filter. For no label, the first one counts those with a label.
pub(super) fn count_queries(narrowed: &Where) -> [String; 3] {
    let all = match narrowed.by {
        By::Label(_) => LABELLED_ALL.to_owned(),
        By::NoLabel => LABELLED_EVER.to_owned(),
        By::Dates => dated(narrowed),
        By::Nothing | By::Holding | By::Looking | By::Words | By::Rows => {
            filtered(narrowed, &steps(narrowed))
        }
    };
    [all, filtered(narrowed, MINE_FILTERED), filtered(narrowed, UNASSIGNED_FILTERED)]
}

/// A tab without filters.
fn open(tab: &str) -> String {
    format!("SELECT count(*) FROM conversations c WHERE {tab}")
}

fn dated(narrowed: &Where) -> String {
    format!(
        "SELECT count(*) FROM conversations c INDEXED BY conversations_created WHERE {}",
        narrowed.sql()
    )
}

fn filtered(narrowed: &Where, tab: &str) -> String {
    format!(
        "SELECT count(*) FROM conversations c INDEXED BY conversations_filtered
         WHERE {} AND {tab}",
        narrowed.sql()
    )
}

/// What the index's first columns are, where the filter leaves them open but names one after them.
pub(super) fn steps(narrowed: &Where) -> String {
    let names = |column: &str| narrowed.terms.iter().any(|term| term.starts_with(column));
    let (status, holder) = (names("c.status"), names("c.holder_id"));
    let mut steps = Vec::new();
    if (status || holder) && !names("c.holder_kind") {
        steps.push(ANY_HOLDER);
    }
    if holder && !status {
        steps.push(ANY_STATUS);
    }
    if steps.is_empty() { "1".into() } else { steps.join(" AND ") }
}
