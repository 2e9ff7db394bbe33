//! Row `history`: Chat History over 100,000 conversations in the order of every column, its first page
//! with the number of all and the next one, against what one would write by hand for it:
//! the same columns without names, case and accents. Both read the same file in turns.

use crate::numbers::{median, ms};
use crate::stored;
use crate::table::{Row, Table, Verdict};
use crate::{Asked, say};
use anyhow::{Result, ensure};
use baton_domain::MemberId;
use baton_store::{Column, ListFilter, Order, Store};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

/// How often each page is read; the first round warms up and is not counted.
const ROUNDS: usize = 12;
const PAGE: usize = 50;

/// Each column, and how it is sorted by hand.
const COLUMNS: [(&str, Column, &str); 8] = [
    ("Chat Agent", Column::AiAgent, "c.ai_agent"),
    ("Contact", Column::Contact, "lower(k.name)"),
    ("Responded by", Column::Responder, "c.responder_id"),
    (
        "Human takeover",
        Column::Takeover,
        "CASE WHEN c.holder_kind <> 'ai' THEN 2 ELSE c.taken_over END",
    ),
    (
        "Label",
        Column::Label,
        "(SELECT min(label) FROM conversation_labels WHERE conversation = c.id)",
    ),
    ("Status", Column::Status, "c.status"),
    ("Rating", Column::Rating, "json_extract(c.rating, '$.stars')"),
    ("Created", Column::Created, "c.created_at"),
];

/// Measures and adds the rows.
pub fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let workspace = stored::large(folder, asked)?;
    let store = Store::open(&workspace.data)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(workspace.data.join("baton.sqlite"), flags)?;
    db.pragma_update(None, "cache_size", -2_000)?;
    let me = MemberId(workspace.workspace.owner.parse()?);
    for (name, column, by) in COLUMNS {
        let order = Order { column, descending: true };
        let mut times = [const { Vec::new() }; 4];
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            let first = ListFilter { limit: PAGE, ..ListFilter::default() };
            let page = store.read_blocking(|reader| reader.history(me, &first, order))?;
            let took = ms(begun.elapsed());
            let next = ListFilter { cursor: page.next, ..first };
            let begun = Instant::now();
            let second = store.read_blocking(|reader| reader.history(me, &next, order))?;
            let of_second = ms(begun.elapsed());
            ensure!(page.items.len() + second.items.len() == 2 * PAGE, "{name}: short pages");
            let bare = (by_hand(&db, me, by, 0, true)?, by_hand(&db, me, by, PAGE, false)?);
            for (times, took) in times.iter_mut().zip([took, bare.0, of_second, bare.1]) {
                times.push(took);
            }
        }
        add(table, name, times.map(|times| median(times.into_iter().skip(1).collect())))?;
    }
    store.close();
    Ok(())
}

fn add(table: &mut Table, name: &str, [first, bare, second, bare_second]: [f64; 4]) -> Result<()> {
    let ratio = (first / bare).max(second / bare_second);
    say(&format!("history: {name}: {first:.1} and {second:.1} ms"))?;
    table.add(Row {
        row: "history",
        what: format!("by {name}, the first page with the number of all / the next one"),
        figure: format!("{first:.2} / {second:.2} ms"),
        peer: format!("by hand {bare:.2} / {bare_second:.2} ms"),
        ratio: format!("{:.2} / {:.2}", first / bare, second / bare_second),
        demand: "at most 2 ×",
        verdict: Verdict::of(ratio <= 2.0),
    });
    Ok(())
}

/// Reads every column of a page.
fn by_hand(db: &Connection, me: MemberId, by: &str, skip: usize, counted: bool) -> Result<f64> {
    let begun = Instant::now();
    if counted {
        let all: u64 = db.query_row("SELECT count(*) FROM conversations", [], |row| row.get(0))?;
        std::hint::black_box(all);
    }
    let mut statement = db.prepare_cached(&format!(
        "SELECT c.*, k.*, coalesce(r.visitor_messages, 0)
         FROM conversations c JOIN contacts k ON k.id = c.contact
         LEFT JOIN reads r ON r.member = ?1 AND r.conversation = c.id
         ORDER BY {by} DESC NULLS LAST, c.number DESC LIMIT {PAGE} OFFSET {skip}"
    ))?;
    let mut rows = statement.query([me.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        for column in 0..row.as_ref().column_count() {
            std::hint::black_box(row.get_ref(column)?);
        }
    }
    Ok(ms(begun.elapsed()))
}
