//! Row `fill`: how long a new desktop waits for its first copy of a workspace, against copying the
//! hub's own file on the same disk. Both end with the file on disk and its newest event read.

use crate::Asked;
use crate::baton;
use crate::disk;
use crate::line::Line;
use crate::numbers::{median, ms};
use crate::server::Server;
use crate::stored::{Filled, filled};
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Instant;

/// Conversations of the workspace, unless `--filled` names another one.
const CONVERSATIONS: u64 = 100_000;
/// How often each is done, in turns.
const ROUNDS: usize = 3;
/// Newer than any: the hub is asked for what it has.
const ANY_SCHEMA: i32 = 1_000_000;

/// Milliseconds of one first fill, and what came.
struct Fill {
    made: f64,
    whole: f64,
    bytes: u64,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let data = asked.filled.clone().unwrap_or_else(|| folder.join("first-fill"));
    let workspace = filled(&data, CONVERSATIONS)?;
    let (mut made, mut whole, mut copied) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let fill = first_fill(&workspace, folder).await?;
        made.push(fill.made);
        whole.push(fill.whole);
        bytes = fill.bytes;
        copied.push(copy_of_the_file(&workspace, folder)?);
    }
    let (made, whole, copied) = (median(made), median(whole), median(copied));
    let mib = bytes as f64 / 1024.0 / 1024.0;
    table.add(Row {
        row: "fill",
        what: format!("first fill, {} messages, {mib:.0} MiB: copy made", workspace.messages),
        figure: format!("{made:.0} ms"),
        peer: String::new(),
        ratio: String::new(),
        demand: "",
        verdict: Verdict::Told,
    });
    table.add(Row {
        row: "fill",
        what: "the same, made, downloaded, on disk, opened".into(),
        figure: format!("{whole:.0} ms"),
        peer: format!("file copied, on disk, opened {copied:.0} ms"),
        ratio: format!("{:.2}", whole / copied),
        demand: "",
        verdict: Verdict::Told,
    });
    Ok(())
}

/// A hub that has made no copy yet, and a desktop that has nothing yet.
async fn first_fill(workspace: &Filled, folder: &Path) -> Result<Fill> {
    let server = Server::baton(&workspace.data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let mut line = Line::open(server.address).await?;
    let to = folder.join("replica.sqlite");
    let begun = Instant::now();
    let answer = line.call("POST", "/v1/snapshots", &token, &json!({"schema": ANY_SCHEMA})).await?;
    let made = ms(begun.elapsed());
    let bytes = answer.get("bytes").and_then(Value::as_u64).context("no size")?;
    let path = format!("/v1/snapshots/{}", baton::field(&answer, "id")?);
    if download(&server, &path, &token, &to)? != bytes {
        bail!("the copy came in part");
    }
    let newest = newest_event(&to)?;
    let whole = ms(begun.elapsed());
    if answer.get("seq").and_then(Value::as_u64) != Some(newest) {
        bail!("the copy ends at {newest}");
    }
    std::fs::remove_file(&to)?;
    server.stop()?;
    Ok(Fill { made, whole, bytes })
}

/// Into a file, which is on disk at the end.
fn download(server: &Server, path: &str, token: &str, to: &Path) -> Result<u64> {
    let mut stream = TcpStream::connect(server.address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\
         connection: close\r\n\r\n"
    )?;
    let mut reader = BufReader::with_capacity(256 * 1024, stream);
    let (mut line, mut length) = (String::new(), None);
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
        line.clear();
    }
    let length: u64 = length.context("a download without a length")?;
    let mut file = File::create(to)?;
    let written = std::io::copy(&mut reader.take(length), &mut file)?;
    file.sync_all()?;
    Ok(written)
}

fn copy_of_the_file(workspace: &Filled, folder: &Path) -> Result<f64> {
    let to = folder.join("copy.sqlite");
    let begun = Instant::now();
    disk::copied(&workspace.data.join("baton.sqlite"), &to)?;
    newest_event(&to)?;
    let took = ms(begun.elapsed());
    std::fs::remove_file(&to)?;
    Ok(took)
}

fn newest_event(file: &Path) -> Result<u64> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(db.query_row("SELECT max(seq) FROM events", [], |row| row.get(0))?)
}
