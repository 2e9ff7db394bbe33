//! Row 8: search as you type over much that is stored, beside SQLite's own indexes; how soon a new
//! message is found; and what searching does to messages on their way.

use crate::baton;
use crate::line::{Line, request};
use crate::messages::{self, Side};
use crate::numbers::{median, ms, percentile};
use crate::raw_index::RawIndex;
use crate::server::Server;
use crate::stored::{self, FILLED, Filled};
use crate::table::{Row, Table, Verdict};
use crate::{Asked, say};
use anyhow::{Context, Result, bail};
use baton_domain::MemberId;
use baton_store::Store;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Builder;
use uuid::Uuid;

/// Hits of a page.
const PAGE: usize = 20;
/// Different searches of each kind.
const OF_EACH_KIND: usize = 100;
/// Messages that the words are taken from.
const SAMPLE: usize = 50_000;
/// How often a message is sent and looked for.
const SENT: usize = 50;
/// One key pressed, of somebody who types fast.
const KEY: Duration = Duration::from_millis(100);

/// Searches of one kind.
struct Searches {
    kind: &'static str,
    typed: Vec<String>,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let conversations = if asked.full { FILLED * 5 } else { FILLED };
    let data = asked.filled.clone().unwrap_or_else(|| folder.join("searched"));
    let filled = stored::filled(&data, conversations)?;
    let raw = RawIndex::build(&filled.data, &folder.join("raw.sqlite"))?;
    let searches = searches(&filled.data)?;
    by_kind(&filled, &raw, &searches, table)?;
    meanwhile(&filled, table).await
}

fn by_kind(
    filled: &Filled,
    raw: &RawIndex,
    searches: &[Searches],
    table: &mut Table,
) -> Result<()> {
    let store = Store::open(&filled.data)?;
    let me = MemberId(filled.workspace.owner.parse::<Uuid>()?);
    for Searches { kind, typed } in searches {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // The first round warms up and is not counted.
        for round in 0..4 {
            for typed in typed {
                let begun = Instant::now();
                let found = store.read_blocking(|reader| reader.search(me, typed, None, PAGE))?;
                let took = ms(begun.elapsed());
                let begun = Instant::now();
                let newest = match *kind {
                    "substring" => raw.by_trigram(typed, PAGE)?,
                    kind => raw.by_word(typed, kind == "prefix", PAGE)?,
                };
                let raw_took = ms(begun.elapsed());
                if found.items.is_empty() && newest > 0 {
                    bail!("{kind} {typed:?}: SQLite's index finds {newest}, Baton nothing");
                }
                if round > 0 {
                    ours.push(took);
                    theirs.push(raw_took);
                }
            }
        }
        add(table, filled, kind, ours, theirs);
    }
    store.close();
    Ok(())
}

fn add(table: &mut Table, filled: &Filled, kind: &str, ours: Vec<f64>, theirs: Vec<f64>) {
    let (p50s, p99s) = (
        (median(ours.clone()), median(theirs.clone())),
        (percentile(ours, 99), percentile(theirs, 99)),
    );
    let ratio = p99s.0 / p99s.1;
    table.add(Row {
        row: "8",
        what: format!("search, {kind}, {} messages, newest {PAGE}, p50 / p99", filled.messages),
        figure: format!("{:.2} / {:.2} ms", p50s.0, p99s.0),
        peer: format!("FTS5 alone {:.2} / {:.2} ms", p50s.1, p99s.1),
        ratio: format!("{:.1} / {ratio:.1}", p50s.0 / p50s.1),
        demand: "p99 5 ms, at most 3 × FTS5",
        verdict: Verdict::of(p99s.0 <= 5.0 && ratio <= 3.0),
    });
}

/// Words of the workspace itself, by how often they occur in a sample of all over its history.
fn searches(data: &Path) -> Result<Vec<Searches>> {
    let texts = sample(data)?;
    let mut in_texts: HashMap<String, usize> = HashMap::new();
    for text in &texts {
        let mut words = words(text);
        words.sort_unstable();
        words.dedup();
        words.into_iter().for_each(|word| *in_texts.entry(word).or_default() += 1);
    }
    let mut by_count: Vec<(usize, String)> =
        in_texts.into_iter().filter(|(w, _)| w.len() >= 3).map(|(word, n)| (n, word)).collect();
    by_count.sort_unstable();
    let of = |from: f64, to: f64| -> Vec<String> {
        let share = |n: usize| n as f64 / texts.len() as f64;
        let fits = by_count.iter().filter(|(n, _)| share(*n) >= from && share(*n) < to);
        spread(&fits.map(|(_, word)| word.clone()).collect::<Vec<_>>())
    };
    let (rare, middling, common) = (of(0.0, 0.0001), of(0.002, 0.01), of(0.05, 1.0));
    let two = common.iter().zip(middling.iter().cycle()).map(|(a, b)| format!("{a} {b}"));
    let beginnings = |words: &[String]| -> Vec<String> {
        words.iter().enumerate().map(|(n, word)| word.chars().take(2 + n % 4).collect()).collect()
    };
    let inside = middling.iter().chain(&rare).chain(&common).filter(|word| word.len() > 5);
    let inside: Vec<String> = inside.filter_map(|word| word.get(1..5).map(str::to_owned)).collect();
    let all: Vec<String> = [&rare, &middling, &common].into_iter().flatten().cloned().collect();
    Ok(vec![
        Searches { kind: "two words", typed: two.collect() },
        Searches { kind: "prefix", typed: spread(&beginnings(&all)) },
        Searches { kind: "substring", typed: spread(&inside) },
        Searches { kind: "rare word", typed: rare },
        Searches { kind: "middling word", typed: middling },
        Searches { kind: "common word", typed: common },
    ])
}

/// As many as are wanted, from all over.
fn spread(words: &[String]) -> Vec<String> {
    let step = (words.len() / OF_EACH_KIND).max(1);
    words.iter().step_by(step).take(OF_EACH_KIND).cloned().collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

fn sample(data: &Path) -> Result<Vec<String>> {
    let db =
        Connection::open_with_flags(data.join("baton.sqlite"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let every: i64 = db.query_row("SELECT max(seq) FROM messages", [], |row| row.get(0))?;
    let every = (every / i64::try_from(SAMPLE)?).max(1);
    let mut statement = db.prepare("SELECT text FROM messages WHERE seq % ?1 = 0")?;
    let texts = statement.query_map([every], |row| row.get::<_, String>(0))?;
    // Other scripts have tests; the words of this row are the ones that both indexes know alike.
    Ok(texts
        .filter(|text| text.as_ref().map_or(true, |t| t.is_ascii()))
        .collect::<Result<_, _>>()?)
}

/// How soon a new message is found, and row 1 with and without somebody who searches.
async fn meanwhile(filled: &Filled, table: &mut Table) -> Result<()> {
    let server = Server::baton(&filled.data)?;
    let address = server.address;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let mut side = messages::side(server, &filled.workspace, &token).await?;
    let found = found_after(&side, &token).await?;
    table.add(Row {
        row: "8",
        what: format!("from sending a message to finding it, the slowest of {SENT}"),
        figure: format!("{:.1} ms", percentile(found, 100)),
        peer: String::new(),
        ratio: String::new(),
        demand: "within a second",
        verdict: Verdict::Told,
    });
    let (mut alone, mut searched) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        alone.push(percentile(messages::one_by_one(&mut side).await?, 99));
        let done = Arc::new(AtomicBool::new(false));
        let (until, token) = (Arc::clone(&done), token.clone());
        let typing = std::thread::spawn(move || {
            Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(types(address, &token, &until))
        });
        searched.push(percentile(messages::one_by_one(&mut side).await?, 99));
        done.store(true, Ordering::Relaxed);
        let keys = typing.join().map_err(|_| anyhow::anyhow!("the typist panicked"))??;
        say(&format!("{keys} searches meanwhile"))?;
    }
    side.server.stop()?;
    let (alone, searched) = (median(alone), median(searched));
    table.add(Row {
        row: "8",
        what: "visitor to member's socket while a member searches at the hub, p99".into(),
        figure: format!("{searched:.2} ms"),
        peer: format!("nobody searches {alone:.2} ms"),
        ratio: format!("{:.2}", searched / alone),
        demand: "at most 1.2 ×",
        verdict: Verdict::of(searched / alone <= 1.2),
    });
    Ok(())
}

/// Milliseconds until a message is in the list that its one new word finds.
async fn found_after(side: &Side, token: &str) -> Result<Vec<f64>> {
    let (path, visitor, _) = side.visitors.first().context("no visitor")?;
    let mut line = Line::open(side.server.address).await?;
    let mut times = Vec::new();
    for _ in 0..SENT {
        let word = Uuid::new_v4().simple().to_string();
        let body = json!({"id": Uuid::now_v7(), "text": format!("My number is {word}, thank you")});
        line.call("POST", path, visitor, &body).await?;
        let begun = Instant::now();
        let search = format!("/v1/conversations?tab=all&q={word}");
        loop {
            let page = line.call("GET", &search, token, &Value::Null).await?;
            if page.pointer("/items/0").is_some() {
                break;
            }
            if begun.elapsed() > Duration::from_secs(5) {
                bail!("{word} was not found");
            }
        }
        times.push(ms(begun.elapsed()));
    }
    Ok(times)
}

/// Types a word, key by key, again and again; how many keys.
async fn types(address: std::net::SocketAddr, token: &str, until: &AtomicBool) -> Result<usize> {
    let mut line = Line::open(address).await?;
    let mut keys = 0;
    let words = ["delivery", "invoice", "password", "refund"];
    for word in words.iter().cycle() {
        for length in 1..=word.len() {
            if until.load(Ordering::Relaxed) {
                return Ok(keys);
            }
            let typed = word.get(..length).unwrap_or_default();
            let path = format!("/v1/conversations?tab=all&limit=50&q={typed}");
            if line.ask(&request("GET", &path, token, "")).await?.status != 200 {
                bail!("the search was refused");
            }
            keys += 1;
            tokio::time::sleep(KEY).await;
        }
    }
    Ok(keys)
}
