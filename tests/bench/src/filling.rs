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
use ::baton::IpcError;
use ::baton::team::{Address, Api, Fill as Filling, fill};
use anyhow::{Context, Result, ensure};
use baton_store::Store;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Instant;

/// Conversations of the workspace, unless `--filled` names another one.
const CONVERSATIONS: u64 = 100_000;
/// How often each is done, in turns.
const ROUNDS: usize = 3;

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
        what: format!("first fill, {} messages, {mib:.0} MiB: first byte", workspace.messages),
        figure: format!("{made:.0} ms"),
        peer: String::new(),
        ratio: String::new(),
        demand: "",
        verdict: Verdict::Told,
    });
    table.add(Row {
        row: "fill",
        what: "the same, by the app: asked for, downloaded, on disk, opened".into(),
        figure: format!("{whole:.0} ms"),
        peer: format!("file copied, on disk, opened {copied:.0} ms"),
        ratio: format!("{:.2}", whole / copied),
        demand: "",
        verdict: Verdict::Told,
    });
    Ok(())
}

/// A hub that has made no copy yet, and a desktop that has nothing yet, by the app's own way: its
/// time to the first byte, and until its copy is open.
async fn first_fill(workspace: &Filled, folder: &Path) -> Result<Fill> {
    let server = Server::baton(&workspace.data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let head = baton::head(&mut Line::open(server.address).await?, &token).await?;
    let address = Address::trusted(&format!("http://{}", server.address));
    let api = Api::new(address, baton_sync::tls()?).map_err(in_words)?.signed(&token);
    let desktop = tempfile::tempdir_in(folder)?;
    let begun = Instant::now();
    let (mut made, mut bytes) = (None, 0);
    let tell = |fill: Filling| {
        made.get_or_insert_with(|| begun.elapsed());
        bytes = fill.total;
    };
    fill(&api, desktop.path(), None, tell).await.map_err(in_words)?;
    let copy = Store::open_replica(desktop.path())?;
    let newest = copy.read(|reader| reader.cursor()).await?;
    let whole = ms(begun.elapsed());
    copy.close();
    // Signing in is no event.
    ensure!(newest >= head, "the copy ends at {newest}, the log at {head}");
    server.stop()?;
    Ok(Fill { made: made.map(ms).context("the hub gave no copy")?, whole, bytes })
}

fn in_words(error: IpcError) -> anyhow::Error {
    anyhow::anyhow!(error.message)
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
