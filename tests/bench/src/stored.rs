//! Rows 5, 6 and 7: memory, start, inbox page and thread, with much stored. Idle visitors are as many
//! as in a crowd, and stay long enough for every part of a heartbeat.

use crate::baton::{self, Workspace};
use crate::crowd::VISITORS;
use crate::line::{Line, request};
use crate::listeners::{self, Listeners};
use crate::numbers::{median, ms};
use crate::server::Server;
use crate::table::{Row, Table, Verdict};
use crate::{Asked, say};
use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags, params};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Conversations that make about 200,000 messages, and a tenth and ten times as many.
pub const FILLED: u64 = 25_000;
/// Conversations that lists, reports and frames are measured over.
pub const LARGE: u64 = 100_000;
/// Requests of each kind.
const REQUESTS: usize = 500;
/// How long a hub is left alone before its memory is read.
const SETTLE: Duration = Duration::from_secs(3);
/// How long visitors idle: the hub tries every line each 5 seconds.
const IDLE: Duration = Duration::from_secs(15);
/// What performance.md says of prosody, which is not started here.
const PROSODY_MIB: f64 = 15.0;
const PROSODY_START_S: f64 = 0.13;

/// A filled workspace.
pub struct Filled {
    /// Its folder.
    pub data: PathBuf,
    /// Its keys.
    pub workspace: Workspace,
    /// How many messages it has.
    pub messages: u64,
}

/// Milliseconds of a page and of a thread: over the wire and by SQL alone.
#[derive(Clone, Copy)]
struct Pages {
    inbox: f64,
    inbox_sql: f64,
    thread: f64,
    thread_sql: f64,
}

/// Measures and adds the rows that are wanted.
pub async fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let data = asked.filled.clone().unwrap_or_else(|| folder.join("filled"));
    let filled = filled(&data, FILLED)?;
    if asked.wants(&["5"]) {
        memory(&filled, folder, table).await?;
    }
    if asked.wants(&["6"]) {
        start(&filled, table).await?;
    }
    if asked.wants(&["7"]) {
        let other = if asked.big { FILLED * 10 } else { FILLED / 10 };
        let other = self::filled(&folder.join("other"), other)?;
        pages(&filled, &other, asked.big, table).await?;
    }
    Ok(())
}

/// A workspace as large as a year of a busy team's; the same for every row that asks.
pub fn large(folder: &Path, asked: &Asked) -> Result<Filled> {
    let data = asked.filled.clone().unwrap_or_else(|| folder.join("large"));
    filled(&data, LARGE)
}

/// A workspace with so many conversations; one that is there already is used again.
pub fn filled(data: &Path, conversations: u64) -> Result<Filled> {
    let notes = data.join("bench.json");
    if let Ok(text) = std::fs::read_to_string(&notes) {
        let known: Value = serde_json::from_str(&text)?;
        let workspace = Workspace {
            widget_key: baton::field(&known, "widget_key")?,
            owner: baton::field(&known, "owner")?,
        };
        let messages =
            known.get("messages").and_then(Value::as_u64).context("no count of messages")?;
        return Ok(Filled { data: data.to_owned(), workspace, messages });
    }
    let workspace = baton::init(data)?;
    let begun = Instant::now();
    let messages = baton::fill(data, conversations)?;
    let took = begun.elapsed().as_secs_f64();
    say(&format!("filled {conversations} conversations, {messages} messages in {took:.1} s"))?;
    let known =
        json!({"widget_key": workspace.widget_key, "owner": workspace.owner, "messages": messages});
    std::fs::write(notes, known.to_string())?;
    Ok(Filled { data: data.to_owned(), workspace, messages })
}

/// What visitors cost who only listen.
struct Idle {
    /// KiB without anybody.
    alone: f64,
    /// KiB a visitor.
    each: f64,
    /// Share of one processor that all of them take.
    cpu: f64,
}

async fn memory(filled: &Filled, folder: &Path, table: &mut Table) -> Result<()> {
    listeners::allow_many()?;
    let tokens = visitors_of(filled).await?;
    let server = Server::baton(&filled.data)?;
    let idle = idle(&server, "/v1/visitor/socket", &tokens).await?;
    server.stop()?;
    let bare = Server::bare(&folder.join("bare-memory"))?;
    let of_bare = self::idle(&bare, "/socket", &tokens).await?;
    let idle_mib = idle.alone / 1024.0;
    table.add(Row {
        row: "5",
        what: format!("idle memory (PSS), {} messages stored", filled.messages),
        figure: format!("{idle_mib:.1} MiB"),
        peer: format!(
            "bare, empty {:.1} MiB; prosody not installed; performance.md says {PROSODY_MIB} MiB",
            of_bare.alone / 1024.0
        ),
        ratio: String::new(),
        demand: "at most 1.5 × prosody",
        verdict: Verdict::ByReference(idle_mib <= 1.5 * PROSODY_MIB),
    });
    table.add(Row {
        row: "5",
        what: format!("each idle visitor, of {VISITORS}, heartbeats among it"),
        figure: format!("{:.1} KiB", idle.each),
        peer: format!("bare, no heartbeat {:.1} KiB", of_bare.each),
        ratio: format!("{:.2}", idle.each / of_bare.each),
        demand: "at most 12 KiB",
        verdict: Verdict::of(idle.each <= 12.0),
    });
    table.add(Row {
        row: "5",
        what: "processor while they idle".into(),
        figure: format!("{:.1} % of one", idle.cpu * 100.0),
        peer: format!("bare, no heartbeat {:.1} %", of_bare.cpu * 100.0),
        ratio: String::new(),
        demand: "",
        verdict: Verdict::Told,
    });
    Ok(())
}

/// Visitors' tokens; those of an earlier run on the same workspace are used again.
async fn visitors_of(filled: &Filled) -> Result<Vec<String>> {
    let kept = filled.data.join("bench-visitors.json");
    if let Ok(text) = std::fs::read_to_string(&kept) {
        return Ok(serde_json::from_str(&text)?);
    }
    let server = Server::baton(&filled.data)?;
    let mut line = Line::open(server.address).await?;
    let mut tokens = Vec::with_capacity(VISITORS);
    for _ in 0..VISITORS {
        tokens.push(baton::visitor(&mut line, &filled.workspace).await?.token);
    }
    server.stop()?;
    std::fs::write(kept, serde_json::to_string(&tokens)?)?;
    Ok(tokens)
}

async fn idle(server: &Server, path: &'static str, tokens: &[String]) -> Result<Idle> {
    tokio::time::sleep(SETTLE).await;
    let alone = server.pss_kib()?;
    let visitors = Listeners::connect(server.address, path, tokens.to_vec())?;
    tokio::time::sleep(SETTLE).await;
    let (begun, cpu) = (Instant::now(), server.cpu_s()?);
    tokio::time::sleep(IDLE).await;
    let cpu = (server.cpu_s()? - cpu) / begun.elapsed().as_secs_f64();
    let each = (server.pss_kib()? - alone) / tokens.len() as f64;
    visitors.let_go()?;
    Ok(Idle { alone, each, cpu })
}

async fn start(filled: &Filled, table: &mut Table) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let server = Server::baton(&filled.data)?;
        let answer =
            Line::open(server.address).await?.ask(&request("GET", "/healthz", "-", "")).await?;
        times.push(begun.elapsed().as_secs_f64());
        if answer.status != 200 {
            bail!("/healthz answered {}", answer.status);
        }
        server.stop()?;
    }
    let start = median(times);
    table.add(Row {
        row: "6",
        what: format!("start to first answer, {} messages stored, median of 5", filled.messages),
        figure: format!("{start:.3} s"),
        peer: format!("prosody not installed; performance.md says {PROSODY_START_S} s"),
        ratio: String::new(),
        demand: "no slower than prosody",
        verdict: Verdict::ByReference(start <= PROSODY_START_S),
    });
    Ok(())
}

async fn pages(filled: &Filled, other: &Filled, big: bool, table: &mut Table) -> Result<()> {
    let here = pages_of(filled).await?;
    let there = pages_of(other).await?;
    let (small, large) = if big { (here, there) } else { (there, here) };
    let growth = (large.inbox / small.inbox, large.thread / small.thread);
    for (of, pages) in [(filled, here), (other, there)] {
        if of.messages < filled.messages {
            continue;
        }
        for (what, figure, sql, limit, demand) in [
            ("inbox page of 50", pages.inbox, pages.inbox_sql, 2.0, "2 ms"),
            ("open a thread", pages.thread, pages.thread_sql, 1.0, "1 ms"),
        ] {
            table.add(Row {
                row: "7",
                what: format!("{what} over the wire, {} messages, p50", of.messages),
                figure: format!("{figure:.3} ms"),
                peer: format!("raw SQL {sql:.3} ms"),
                ratio: format!("{:.1}", figure / sql),
                demand,
                verdict: Verdict::of(figure <= limit),
            });
        }
    }
    let (from, to) = if big { (filled, other) } else { (other, filled) };
    table.add(Row {
        row: "7",
        what: format!("growth from {} to {} messages: page / thread", from.messages, to.messages),
        figure: format!("{:.2} / {:.2}", growth.0, growth.1),
        peer: if big { String::new() } else { "2,000,000 messages need --big".into() },
        ratio: String::new(),
        demand: "at most 1.3 ×",
        verdict: Verdict::of(growth.0 <= 1.3 && growth.1 <= 1.3),
    });
    Ok(())
}

async fn pages_of(filled: &Filled) -> Result<Pages> {
    let db = Connection::open_with_flags(
        filled.data.join("baton.sqlite"),
        OpenFlags::SQLITE_OPEN_READ_ONLY,
    )?;
    let threads = some_conversations(&db)?;
    let owner: Uuid = filled.workspace.owner.parse()?;
    let server = Server::baton(&filled.data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let mut line = Line::open(server.address).await?;
    let (mut inbox, mut inbox_sql) = (Vec::new(), Vec::new());
    let (mut thread, mut thread_sql) = (Vec::new(), Vec::new());
    let page = request("GET", "/v1/conversations?tab=all&limit=50", &token, "");
    for id in threads.iter().cycle().take(REQUESTS) {
        inbox.push(time(&mut line, &page).await?);
        let path = format!("/v1/conversations/{id}/messages?limit=50");
        thread.push(time(&mut line, &request("GET", &path, &token, "")).await?);
        inbox_sql.push(sql_page(&db, owner)?);
        thread_sql.push(sql_thread(&db, *id)?);
    }
    server.stop()?;
    Ok(Pages {
        inbox: median(inbox),
        inbox_sql: median(inbox_sql),
        thread: median(thread),
        thread_sql: median(thread_sql),
    })
}

/// Conversations from all over history.
fn some_conversations(db: &Connection) -> Result<Vec<Uuid>> {
    let newest: u64 =
        db.query_row("SELECT max(number) FROM conversations", [], |row| row.get(0))?;
    let mut statement = db.prepare("SELECT id FROM conversations WHERE number = ?1")?;
    let mut found = Vec::new();
    for part in 0..REQUESTS as u64 {
        // Steps of a prime hop about rather than walk.
        let number = part * 7_919 % newest + 1;
        let id: [u8; 16] = statement.query_row([number], |row| row.get(0))?;
        found.push(Uuid::from_bytes(id));
    }
    Ok(found)
}

async fn time(line: &mut Line, request: &str) -> Result<f64> {
    let begun = Instant::now();
    let answer = line.ask(request).await?;
    let took = ms(begun.elapsed());
    if answer.status != 200 {
        bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(took)
}

/// The rows of an inbox page as the hub selects them, without the counts, without making JSON.
fn sql_page(db: &Connection, owner: Uuid) -> Result<f64> {
    let begun = Instant::now();
    let mut statement = db.prepare_cached(
        "SELECT c.*, k.name, k.email, coalesce(r.visitor_messages, 0) FROM conversations c
         JOIN contacts k ON k.id = c.contact
         LEFT JOIN reads r ON r.member = ?1 AND r.conversation = c.id
         ORDER BY c.latest_key DESC LIMIT 50",
    )?;
    walk(&mut statement.query([owner.as_bytes()])?)?;
    Ok(ms(begun.elapsed()))
}

fn sql_thread(db: &Connection, id: Uuid) -> Result<f64> {
    let begun = Instant::now();
    let mut statement = db.prepare_cached(
        "SELECT m.* FROM events e CROSS JOIN messages m ON m.seq = e.seq
         WHERE e.conversation = ?1 ORDER BY e.seq DESC LIMIT ?2",
    )?;
    walk(&mut statement.query(params![id.as_bytes(), 50])?)?;
    Ok(ms(begun.elapsed()))
}

/// Reads every column of every row.
fn walk(rows: &mut rusqlite::Rows) -> Result<()> {
    while let Some(row) = rows.next()? {
        let columns = row.as_ref().column_count();
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column)?);
        }
    }
    Ok(())
}
