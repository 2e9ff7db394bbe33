//! Row `filters`: every tab under every kind of filter over 100,000 conversations, the page and the
//! three counts, against the same by bare SQL: what somebody would write who knows the indexes and
//! what the filter leaves. Both read the same file in this process, in turns; the bare one reads
//! every column of its rows and makes nothing of them.

use crate::numbers::{ms, percentile};
use crate::stored::{self, Filled};
use crate::table::{Row, Table, Verdict};
use crate::{Asked, say};
use anyhow::{Context, Result, ensure};
use baton_domain::{LabelId, MemberId, PartyKind, Status, Timestamp};
use baton_store::{ListFilter, Store, Tab};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

/// How often each is asked, in turns.
const ROUNDS: usize = 100;
const PAGE: usize = 50;

const TABS: [(&str, Tab); 3] =
    [("Mine", Tab::Mine), ("Unassigned", Tab::Unassigned), ("All", Tab::All)];

/// A kind of filter, as Baton takes it and as SQL.
struct Kind {
    name: &'static str,
    filter: ListFilter,
    /// What a row of `conversations c` fulfils.
    term: &'static str,
    values: Vec<Value>,
    /// How all that fulfil it are counted best; `term` over `conversations_filtered` unless said.
    count: Option<&'static str>,
}

/// Measures and adds the rows.
pub fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let workspace = stored::large(folder, asked)?;
    let store = Store::open(&workspace.data)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(workspace.data.join("baton.sqlite"), flags)?;
    // As the store's own connections have it.
    db.pragma_update(None, "cache_size", -2_000)?;
    db.set_prepared_statement_cache_capacity(64);
    let me: Uuid = workspace.workspace.owner.parse()?;
    let mut worst: Option<(f64, String)> = None;
    for kind in kinds(&db, me)? {
        for (tab, which) in TABS {
            let (ours, bare) = compare(&store, &db, me, &kind, which)?;
            let ratio = percentile(ours.clone(), 50) / percentile(bare.clone(), 50);
            let what = format!("{tab}, {}", kind.name);
            say(&format!(
                "filters: {what}: {:.3} / {:.3} ms, bare {:.3} / {:.3} ms, ratio {ratio:.2}",
                percentile(ours.clone(), 50),
                percentile(ours, 99),
                percentile(bare.clone(), 50),
                percentile(bare, 99)
            ))?;
            if worst.as_ref().is_none_or(|(known, _)| ratio > *known) {
                worst = Some((ratio, what));
            }
        }
    }
    store.close();
    add(&workspace, worst.context("nothing was compared")?, table);
    Ok(())
}

fn add(workspace: &Filled, (ratio, what): (f64, String), table: &mut Table) {
    table.add(Row {
        row: "filters",
        what: format!("page and counts, {} messages; the worst: {what}", workspace.messages),
        figure: String::new(),
        peer: "bare SQL, the same rows".into(),
        ratio: format!("{ratio:.2}"),
        demand: "at most 2 × the bare query",
        verdict: Verdict::of(ratio <= 2.0),
    });
}

/// Milliseconds of Baton and of the bare queries, after one round that counts for neither.
fn compare(
    store: &Store,
    db: &Connection,
    me: Uuid,
    kind: &Kind,
    tab: Tab,
) -> Result<(Vec<f64>, Vec<f64>)> {
    let filter = ListFilter { tab, limit: PAGE, ..kind.filter.clone() };
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let begun = Instant::now();
        let page = store.read_blocking(|reader| reader.list(MemberId(me), &filter))?;
        let took = ms(begun.elapsed());
        let begun = Instant::now();
        let (rows, counts) = by_sql(db, me, kind, tab)?;
        let of_bare = ms(begun.elapsed());
        let found = [page.counts.mine, page.counts.unassigned, page.counts.all];
        ensure!(found == counts, "{} counted {found:?}, SQL {counts:?}", kind.name);
        let ids: Vec<Uuid> = page.items.iter().map(|row| row.id.0).collect();
        ensure!(ids == rows, "{}: other rows than SQL's", kind.name);
        if round > 0 {
            ours.push(took);
            bare.push(of_bare);
        }
    }
    Ok((ours, bare))
}

/// The best of the ways to a page that its count speaks for, and the three counts.
fn by_sql(db: &Connection, me: Uuid, kind: &Kind, tab: Tab) -> Result<(Vec<Uuid>, [u64; 3])> {
    let term = kind.term;
    let filtered = "conversations c INDEXED BY conversations_filtered";
    let mine = "c.holder_kind = 'human' AND c.status IN ('active', 'pending') AND c.holder_id = ?";
    let nobodys = "c.holder_kind = 'nobody' AND c.status IN ('active', 'pending')";
    let of = |tab: &str| format!("SELECT count(*) FROM {filtered} WHERE {term} AND {tab}");
    let own: Vec<Value> = kind.values.iter().cloned().chain([blob(me)]).collect();
    let all = kind.count.map_or_else(|| of("1"), str::to_owned);
    let counts = [
        count(db, &of(mine), &own)?,
        count(db, &of(nobodys), &kind.values)?,
        count(db, &all, &kind.values)?,
    ];
    let (mut values, in_tab, key, here) = match tab {
        Tab::Mine => (own, mine, "c.latest_key DESC", counts[0]),
        Tab::Unassigned => (kind.values.clone(), nobodys, "c.wait_key, c.id", counts[1]),
        Tab::All => (kind.values.clone(), "1", "c.latest_key DESC", counts[2]),
    };
    let found = if tab == Tab::All && here > 300 {
        format!(
            "SELECT c.id AS found FROM conversations c INDEXED BY conversations_latest
             WHERE {term} ORDER BY {key} LIMIT 50"
        )
    } else {
        format!(
            "SELECT c.id AS found FROM (SELECT c.id FROM {filtered} WHERE {term} AND {in_tab}) few
             CROSS JOIN conversations c ON c.id = few.id ORDER BY {key} LIMIT 50"
        )
    };
    let sql = format!(
        "SELECT c.*, k.name, k.email, k.phone, k.verified, coalesce(r.visitor_messages, 0)
         FROM ({found}) CROSS JOIN conversations c ON c.id = found
         JOIN contacts k ON k.id = c.contact
         LEFT JOIN reads r ON r.member = ? AND r.conversation = c.id"
    );
    values.push(blob(me));
    Ok((page(db, &sql, &values)?, counts))
}

fn count(db: &Connection, sql: &str, values: &[Value]) -> Result<u64> {
    let mut statement = db.prepare_cached(sql)?;
    let values = values.iter().take(statement.parameter_count());
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
}

/// Reads every column; the ids are given back.
fn page(db: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Uuid>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut ids = Vec::with_capacity(PAGE);
    while let Some(row) = rows.next()? {
        for column in 0..row.as_ref().column_count() {
            std::hint::black_box(row.get_ref(column)?);
        }
        ids.push(Uuid::from_bytes(row.get(0)?));
    }
    Ok(ids)
}

fn blob(id: Uuid) -> Value {
    Value::Blob(id.into_bytes().to_vec())
}

/// One filter of each kind, with what this workspace has.
fn kinds(db: &Connection, me: Uuid) -> Result<Vec<Kind>> {
    let any = ListFilter { limit: PAGE, ..ListFilter::default() };
    let day = |number: i64| -> Result<i64> {
        let sql = "SELECT created_at FROM conversations WHERE number = ?";
        Ok(db.query_row(sql, [number], |row| row.get(0))?)
    };
    let newest: i64 =
        db.query_row("SELECT max(number) FROM conversations", [], |row| row.get(0))?;
    let (middle, after) = (day(newest / 2)?, day(newest / 2 + newest / 50)?);
    let recent = day(newest - newest / 100)?;
    let label: [u8; 16] = db.query_row(
        "SELECT label FROM conversation_labels GROUP BY label ORDER BY count(*) LIMIT 1",
        [],
        |row| row.get(0),
    )?;
    let label = Uuid::from_bytes(label);
    let kind = |name, filter, term, values| Kind { name, filter, term, values, count: None };
    let dates = "SELECT count(*) FROM conversations c INDEXED BY conversations_created
        WHERE c.created_at >= ? AND c.created_at < ?";
    let status = |status| ListFilter { status: Some(status), ..any.clone() };
    let agents = |kind| ListFilter { assignee_kind: Some(kind), ..any.clone() };
    const ACTIVE: &str = "c.holder_kind IN ('ai', 'human', 'nobody') AND c.status = 'active'";
    const HELD: &str = "c.holder_kind IN ('ai', 'human', 'nobody')
        AND c.status IN ('active', 'pending', 'closed') AND c.holder_id = ?";
    Ok(vec![
        kind("AI Agents", agents(PartyKind::Ai), "c.holder_kind = 'ai'", vec![]),
        kind("Human Agents", agents(PartyKind::Human), "c.holder_kind = 'human'", vec![]),
        kind("held by Ana", ListFilter { assignee: Some(me), ..any.clone() }, HELD, vec![blob(me)]),
        kind(
            "handled by Ana",
            ListFilter { handled_by: Some(me), ..any.clone() },
            "(c.holder_id = ? OR c.responder_id = ?)",
            vec![blob(me), blob(me)],
        ),
        kind(
            "answered last by Ana",
            ListFilter { responded_by: Some(me), ..any.clone() },
            "c.responder_id = ?",
            vec![blob(me)],
        ),
        kind("status Active", status(Status::Active), ACTIVE, vec![]),
        kind("status Closed", status(Status::Closed), "c.status = 'closed'", vec![]),
        Kind {
            count: Some("SELECT count(*) FROM conversation_labels WHERE label = ?"),
            ..kind(
                "a label",
                ListFilter { label: Some(Some(LabelId(label))), ..any.clone() },
                "c.id IN (SELECT conversation FROM conversation_labels WHERE label = ?)",
                vec![blob(label)],
            )
        },
        Kind {
            count: Some(
                "SELECT (SELECT max(number) FROM conversations)
                    - (SELECT count(DISTINCT conversation) FROM conversation_labels)",
            ),
            ..kind(
                "no label",
                ListFilter { label: Some(None), ..any.clone() },
                "NOT EXISTS (SELECT 1 FROM conversation_labels WHERE conversation = c.id)",
                vec![],
            )
        },
        Kind { count: Some(dates), ..dated("some days long ago", &any, middle, after) },
        Kind { count: Some(dates), ..dated("the newest days", &any, recent, i64::MAX) },
        kind(
            "Closed, by AI Agents, answered last by Ana",
            ListFilter {
                status: Some(Status::Closed),
                assignee_kind: Some(PartyKind::Ai),
                responded_by: Some(me),
                ..any.clone()
            },
            "c.holder_kind = 'ai' AND c.status = 'closed' AND c.responder_id = ?",
            vec![blob(me)],
        ),
    ])
}

fn dated(name: &'static str, any: &ListFilter, from: i64, to: i64) -> Kind {
    Kind {
        name,
        filter: ListFilter { from: Some(Timestamp(from)), to: Some(Timestamp(to)), ..any.clone() },
        term: "c.created_at >= ? AND c.created_at < ?",
        values: vec![Value::Integer(from), Value::Integer(to)],
        count: None,
    }
}
