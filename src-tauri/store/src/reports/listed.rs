//! The handoff ledger as it is read: pages of handoffs, newest first, with who was told and what is
//! known of the visitor now. A conversation that was deleted has its row, and no visitor any more.

use super::missed::{Cause, Ended, FACT_COLUMNS, FACTS, Facts, is_missed};
use super::{Reader, Scope};
use crate::error::{Error, Result};
use crate::rows::{self, id, id_opt};
use baton_domain::*;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

/// Which page of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerQuery {
    /// Of when and of whom.
    pub scope: Scope,
    /// Only those that were missed.
    pub missed: bool,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: usize,
}

/// A page of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// Newest first.
    pub items: Vec<LedgerEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A member did something for the first time.
pub type Done = Option<(Timestamp, MemberId)>;

/// One handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Its event.
    pub seq: Seq,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// That conversation's number.
    pub number: u64,
    /// The visitor's name, if it is known.
    pub visitor: Option<String>,
    /// Whether the conversation was deleted since.
    pub deleted: bool,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Who held it then.
    pub ai_agent: Option<AiAgentId>,
    /// What raised it.
    pub trigger: Trigger,
    /// Why, in words.
    pub reason: String,
    /// For whom; none for Unassigned.
    pub given_to: Option<MemberId>,
    /// Who was told.
    pub told: Vec<Named>,
    /// Those of them who had a desktop connected; none where that was not recorded.
    pub reached: Option<Vec<MemberId>>,
    /// The first thing a member did in it, reading included.
    pub seen: Done,
    /// When a member first had it.
    pub claimed: Done,
    /// By which means.
    pub claimed_means: Option<Means>,
    /// The first message of a member.
    pub answered: Done,
    /// How often it was taken from a member who said nothing.
    pub silent: u64,
    /// How and when it ended.
    pub ended: Option<(Timestamp, Ended)>,
    /// Why it was missed; none when it was not.
    pub missed: Option<Cause>,
}

const COLUMNS: &str = "h.seq, h.conversation, h.number, h.ai_agent, h.trigger_kind, h.reason, \
     h.given_to, h.seen_at, h.seen_by, h.claimed_by, h.claimed_means, h.answered_at, h.answered_by, \
     c.id IS NULL AS deleted, k.name AS visitor";

impl Reader<'_> {
    /// A page of the ledger.
    pub fn ledger(&self, query: &LedgerQuery) -> Result<Ledger> {
        let (sql, values) = page(query)?;
        let mut statement = self.db().prepare_cached(&sql)?;
        let now = query.scope.now;
        let rows = statement.query_map(params_from_iter(values), |row| entry(row, now))?;
        let mut items: Vec<LedgerEntry> = rows.collect::<rusqlite::Result<_>>()?;
        let more = items.len() > query.limit;
        items.truncate(query.limit);
        for entry in &mut items {
            (entry.told, entry.reached) = self.told(entry)?;
        }
        let last = items.last().filter(|_| more);
        let next = last.map(|last| format!("{}.{}", last.raised_at.0, last.seq));
        Ok(Ledger { items, next })
    }

    /// How many handoffs there are, and how many of them were missed.
    pub fn ledger_length(&self, scope: &Scope) -> Result<(u64, u64)> {
        let (condition, mut values) = scope.on("h", "raised_at");
        values.push(Value::Integer(scope.now.0));
        let missed = is_missed(values.len());
        let sql = format!(
            "SELECT count(*), coalesce(sum({missed}), 0) FROM handoffs AS h WHERE {condition}"
        );
        let mut statement = self.db().prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Who was told of a handoff when it was raised: the same decision says so, and the events of a
    /// decision stand together in the log.
    fn told(&self, entry: &LedgerEntry) -> Result<(Vec<Named>, Option<Vec<MemberId>>)> {
        let mut statement = self.db().prepare_cached(
            "SELECT * FROM events WHERE seq BETWEEN ?1 + 1 AND ?1 + 4
                AND kind = 'notified' AND +conversation = ?2 AND at = ?3 ORDER BY seq LIMIT 1",
        )?;
        let (of, at) = (entry.conversation.0.as_bytes(), entry.raised_at.0);
        let mut rows = statement.query(params![entry.seq, of, at])?;
        let told = rows.next()?.map(rows::recorded).transpose()?;
        if let Some(EventBody::Notified { members, desktops, .. }) = told.map(|it| it.event.body) {
            return Ok((members, desktops));
        }
        Ok((Vec::new(), None))
    }
}

pub(super) fn page(query: &LedgerQuery) -> Result<(String, Vec<Value>)> {
    let (mut condition, mut values) = query.scope.on("h", "raised_at");
    if query.missed {
        values.push(Value::Integer(query.scope.now.0));
        condition += &format!(" AND {}", is_missed(values.len()));
    }
    if let Some(cursor) = &query.cursor {
        let parsed = cursor
            .split_once('.')
            .and_then(|(at, seq)| Some((at.parse::<i64>().ok()?, seq.parse::<i64>().ok()?)));
        let Some((at, seq)) = parsed else {
            return Err(Error::from(Refusal::invalid("cursor", "is not one of ours")));
        };
        values.extend([Value::Integer(at), Value::Integer(seq)]);
        let (at, seq) = (values.len() - 1, values.len());
        condition += &format!(" AND (h.raised_at, h.seq) < (?{at}, ?{seq})");
    }
    values.push(Value::Integer(i64::try_from(query.limit + 1).unwrap_or(i64::MAX)));
    let sql = format!(
        "SELECT {FACTS}, {COLUMNS} FROM handoffs AS h
         LEFT JOIN conversations AS c ON c.id = h.conversation
         LEFT JOIN contacts AS k ON k.id = c.contact
         WHERE {condition} ORDER BY h.raised_at DESC, h.seq DESC LIMIT ?{}",
        values.len()
    );
    Ok((sql, values))
}

fn entry(row: &Row, now: Timestamp) -> rusqlite::Result<LedgerEntry> {
    let facts = Facts::of(row, 0)?;
    let done = |at: Option<i64>, by: Option<uuid::Uuid>| {
        at.zip(by).map(|(at, by)| (Timestamp(at), MemberId(by)))
    };
    let first = FACT_COLUMNS;
    let means: Option<String> = row.get(first + 10)?;
    let ended = if facts.closed { Ended::Closed } else { Ended::HandedBack };
    Ok(LedgerEntry {
        seq: row.get(first)?,
        conversation: ConversationId(id(row, first + 1)?),
        number: row.get(first + 2)?,
        visitor: row.get(first + 14)?,
        deleted: row.get(first + 13)?,
        raised_at: Timestamp(facts.raised_at),
        ai_agent: id_opt(row, first + 3)?.map(AiAgentId),
        trigger: rows::from_word(row, first + 4)?,
        reason: row.get(first + 5)?,
        given_to: id_opt(row, first + 6)?.map(MemberId),
        told: Vec::new(),
        reached: None,
        seen: done(row.get(first + 7)?, id_opt(row, first + 8)?),
        claimed: done(facts.claimed_at, id_opt(row, first + 9)?),
        claimed_means: means.map(|_| rows::from_word(row, first + 10)).transpose()?,
        answered: done(row.get(first + 11)?, id_opt(row, first + 12)?),
        silent: u64::try_from(facts.silent).unwrap_or(0),
        ended: facts.ended_at.map(|at| (Timestamp(at), ended)),
        missed: facts.missed(now),
    })
}
