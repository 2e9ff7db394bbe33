//! Every report over a year, each beside the query that one would write by hand for it on the same
//! tables, without names, percentiles or the clock on the wall. Both read the same file in turns.

use crate::numbers::{median, ms, percentile};
use crate::stored::{self, LARGE};
use crate::table::{Row, Table, Verdict};
use crate::{Asked, say};
use anyhow::Result;
use baton_domain::*;
use baton_store::{LedgerQuery, Period, Reader, Scope, Store};
use rusqlite::{Connection, OpenFlags, params};
use std::path::Path;
use std::time::Instant;

/// How often each is read; the first rounds warm up and are not counted.
const TIMES: usize = 60;
const WARM: usize = 5;
/// Rows of a page of the ledger.
const PAGE: usize = 100;
/// What the bare ledger reads of a conversation after a handoff, to say who was told.
const TOLD: &str =
    "SELECT data FROM events WHERE conversation = ?1 AND seq > ?2 ORDER BY seq LIMIT 4";

type Ours = fn(&Reader, &Scope, &Calendar) -> baton_store::Result<usize>;

/// A report and what it is compared with.
struct Compared {
    what: &'static str,
    ours: Ours,
    bare: &'static [&'static str],
}

const REPORTS: [Compared; 8] = [
    Compared {
        what: "handoffs by reason",
        ours: |reader, scope, _| Ok(reader.handoff_reasons(scope)?.len()),
        bare: &["SELECT reason, count(*), count(answered_at) FROM handoffs
            WHERE raised_at >= ?1 AND raised_at < ?2 GROUP BY reason"],
    },
    Compared {
        what: "handoffs by weekday and hour",
        ours: |reader, scope, calendar| Ok(reader.handoff_hours(scope, calendar)?.len()),
        bare: &["SELECT raised_at / 3600000, count(*) FROM handoffs
            WHERE raised_at >= ?1 AND raised_at < ?2 GROUP BY 1"],
    },
    Compared {
        what: "containment",
        ours: |reader, scope, _| Ok(reader.containment(scope)?.conversations as usize),
        bare: &["SELECT count(*), sum(people_at IS NULL) FROM begun
            WHERE at >= ?1 AND at < ?2 AND ai_agent IS NOT NULL"],
    },
    Compared {
        what: "time to claim and to first answer",
        ours: |reader, scope, _| Ok(reader.handoff_times(scope)?.handoffs as usize),
        bare: &[
            "SELECT claimed_at - raised_at FROM handoffs
                WHERE raised_at >= ?1 AND raised_at < ?2 AND given_to IS NULL ORDER BY 1",
            "SELECT answered_at - raised_at FROM handoffs
                WHERE raised_at >= ?1 AND raised_at < ?2 ORDER BY 1",
        ],
    },
    Compared {
        what: "by member",
        ours: |reader, scope, _| Ok(reader.by_member(scope)?.len()),
        bare: &[
            "SELECT claimed_by, claimed_at - raised_at FROM handoffs
                WHERE raised_at >= ?1 AND raised_at < ?2 ORDER BY 1, 2",
            "SELECT answered_by, answered_at - raised_at FROM handoffs
                WHERE raised_at >= ?1 AND raised_at < ?2 ORDER BY 1, 2",
        ],
    },
    Compared {
        what: "by AI agent",
        ours: |reader, scope, _| Ok(reader.by_ai_agent(scope)?.len()),
        bare: &[
            "SELECT ai_agent, count(*), sum(people_at IS NULL) FROM begun
                WHERE at >= ?1 AND at < ?2 GROUP BY 1",
            "SELECT ai_agent, count(*), sum(trigger_kind = 'ai_failure') FROM handoffs
                WHERE raised_at >= ?1 AND raised_at < ?2 GROUP BY 1",
            "SELECT ai_agent, count(*) FROM misses WHERE at >= ?1 AND at < ?2 GROUP BY 1",
        ],
    },
    Compared {
        what: "by label",
        ours: |reader, scope, _| Ok(reader.by_label(scope)?.len()),
        bare: &["SELECT l.label, h.claimed_at - h.raised_at, h.answered_at - h.raised_at
            FROM handoffs h JOIN conversation_labels l ON l.conversation = h.conversation
            WHERE h.raised_at >= ?1 AND h.raised_at < ?2 ORDER BY 1, 3"],
    },
    Compared {
        what: "missed, by cause",
        ours: |reader, scope, _| Ok(reader.missed_by_cause(scope)?.len()),
        bare: &["SELECT in_hours, told > 0, reached > 0, silent > 0, ended, visitor_gone, count(*)
            FROM handoffs WHERE raised_at >= ?1 AND raised_at < ?2
                AND ((given_to IS NULL AND coalesce(claimed_at, ended_at, ?2) - raised_at > again_ms)
                    OR silent > 0 OR (ended_at IS NOT NULL AND answered_at IS NULL)
                    OR visitor_gone = 1)
            GROUP BY 1, 2, 3, 4, 5, 6"],
    },
];

/// Measures and adds the rows.
pub fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let filled = stored::large(folder, asked)?;
    let store = Store::open(&filled.data)?;
    let db = Connection::open_with_flags(
        filled.data.join("baton.sqlite"),
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?;
    let scope = year(&db)?;
    let calendar = Calendar::of(store.directory().settings.as_ref());
    let handoffs = store.read_blocking(|reader| reader.ledger_length(&scope))?.0;
    say(&format!("{handoffs} handoffs in {LARGE} conversations"))?;
    for compared in &REPORTS {
        let mut times = Times::default();
        for _ in 0..TIMES + WARM {
            let begun = Instant::now();
            let read = |reader: &Reader| (compared.ours)(reader, &scope, &calendar);
            std::hint::black_box(store.read_blocking(read)?);
            times.ours.push(ms(begun.elapsed()));
            times.bare.push(bare(&db, compared.bare, &scope)?);
        }
        times.add(table, compared.what);
    }
    ledger(&store, &db, &scope, table)?;
    store.close();
    Ok(())
}

/// The year that ends with the newest handoff.
fn year(db: &Connection) -> Result<Scope> {
    let newest: i64 = db.query_row("SELECT max(raised_at) FROM handoffs", [], |row| row.get(0))?;
    let from = Timestamp(newest - 365 * 24 * 3_600_000);
    let period = Period { from, to: Timestamp(newest + 1) };
    Ok(Scope { period, ai_agent: None, label: None, now: Timestamp(newest + 1) })
}

/// Pages of the ledger from all over the year, the missed ones only.
fn ledger(store: &Store, db: &Connection, scope: &Scope, table: &mut Table) -> Result<()> {
    let length = scope.period.to.0 - scope.period.from.0;
    let mut times = Times::default();
    for round in 0..TIMES + WARM {
        let part = i64::try_from(round)? * 7 % 60 + 1;
        let at = scope.period.to.0 - length * part / 61;
        let cursor = Some(format!("{at}.0"));
        let query = LedgerQuery { scope: *scope, missed: true, cursor, limit: PAGE };
        let begun = Instant::now();
        std::hint::black_box(store.read_blocking(|reader| reader.ledger(&query))?);
        times.ours.push(ms(begun.elapsed()));
        times.bare.push(bare_page(db, scope, at)?);
    }
    times.add(table, "a page of the ledger, missed only");
    Ok(())
}

fn bare_page(db: &Connection, scope: &Scope, at: i64) -> Result<f64> {
    let begun = Instant::now();
    let mut statement = db.prepare_cached(
        "SELECT h.conversation, h.seq, h.*, k.name FROM handoffs h
         LEFT JOIN conversations c ON c.id = h.conversation LEFT JOIN contacts k ON k.id = c.contact
         WHERE h.raised_at >= ?1 AND h.raised_at < ?2
            AND ((h.given_to IS NULL AND coalesce(claimed_at, ended_at, ?3) - raised_at > again_ms)
                OR silent > 0 OR (ended_at IS NOT NULL AND answered_at IS NULL) OR visitor_gone = 1)
         ORDER BY h.raised_at DESC, h.seq DESC LIMIT 100",
    )?;
    let mut told = db.prepare_cached(TOLD)?;
    let mut rows = statement.query(params![scope.period.from.0, at, scope.now.0])?;
    while let Some(row) = rows.next()? {
        let (conversation, seq): ([u8; 16], i64) = (row.get(0)?, row.get(1)?);
        walk(row)?;
        let mut events = told.query(params![conversation, seq])?;
        while let Some(event) = events.next()? {
            walk(event)?;
        }
    }
    Ok(ms(begun.elapsed()))
}

fn bare(db: &Connection, queries: &[&str], scope: &Scope) -> Result<f64> {
    let begun = Instant::now();
    for query in queries {
        let mut statement = db.prepare_cached(query)?;
        let mut rows = statement.query(params![scope.period.from.0, scope.period.to.0])?;
        while let Some(row) = rows.next()? {
            walk(row)?;
        }
    }
    Ok(ms(begun.elapsed()))
}

/// Reads every column of a row.
fn walk(row: &rusqlite::Row) -> Result<()> {
    for column in 0..row.as_ref().column_count() {
        std::hint::black_box(row.get_ref(column)?);
    }
    Ok(())
}

#[derive(Default)]
struct Times {
    ours: Vec<f64>,
    bare: Vec<f64>,
}

impl Times {
    fn add(self, table: &mut Table, what: &str) {
        let counted = |times: Vec<f64>| times.into_iter().skip(WARM).collect::<Vec<f64>>();
        let (ours, bare) = (counted(self.ours), counted(self.bare));
        let (p50s, p99s) = (
            (median(ours.clone()), median(bare.clone())),
            (percentile(ours, 99), percentile(bare, 99)),
        );
        let ratio = p50s.0 / p50s.1;
        table.add(Row {
            row: "reports",
            what: format!("{what}, a year of {LARGE} conversations, p50 / p99"),
            figure: format!("{:.2} / {:.2} ms", p50s.0, p99s.0),
            peer: format!("the bare query {:.2} / {:.2} ms", p50s.1, p99s.1),
            ratio: format!("{ratio:.2} / {:.2}", p99s.0 / p99s.1),
            demand: "at most 2 ×",
            verdict: Verdict::of(ratio <= 2.0),
        });
    }
}
