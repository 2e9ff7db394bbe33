//! `cargo xtask bench [rows…]`: what performance.md promises, measured.
//!
//! The hub and a bare one (`bare`) run as processes of their own, and this one sends to them over
//! loopback. What counts is the ratio of the two in one run; absolute figures move with the machine.
//! Every figure is the median of three interleaved rounds unless its line says otherwise. Row 12 is
//! the desktop app itself, in its real window on a display of its own.

mod away;
mod bare;
mod baton;
mod claims;
mod crowd;
mod desktop;
mod disk;
mod filling;
mod filters;
mod frames;
mod handoffs;
mod history;
mod line;
mod listeners;
mod messages;
mod model;
mod models;
mod numbers;
mod overload;
mod raw_index;
mod recorder;
mod relay;
mod reports;
mod search;
mod server;
mod socket;
mod stored;
mod table;
mod take_overs;
mod window;

use anyhow::{Result, bail};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use table::Table;
use tokio::runtime::Builder;

const USAGE: &str = "\
cargo xtask bench [ROWS] [--full] [--big] [--filled DIR]
  ROWS      of the scoreboard: 1 2 3 4 5 6 7 8 9 10 11 12, handoff, models, crowd,
            filters, history, fill, reports and frames; all when none is named
  --full    row 8 with 1,000,000 messages instead of 200,000, rows 9 and 10 with 1,000 rounds instead
            of 200, row 11 with 200 cycles instead of 20
  --big     row 7 with 2,000,000 messages too (fills for many minutes)
  --filled  a workspace of `baton-bench` to use again instead of filling one; made if missing";

/// Everything that can be measured.
const ROWS: [&str; 20] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "handoff", "models", "crowd",
    "filters", "history", "fill", "reports", "frames",
];

/// What was asked for.
#[derive(Default)]
struct Asked {
    rows: Vec<String>,
    full: bool,
    big: bool,
    filled: Option<PathBuf>,
}

impl Asked {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut asked = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--full" => asked.full = true,
                "--big" => asked.big = true,
                "--filled" => asked.filled = arguments.next().map(PathBuf::from),
                row if ROWS.contains(&row) => asked.rows.push(argument),
                _ => bail!("{USAGE}"),
            }
        }
        Ok(asked)
    }

    /// Whether any of these rows is wanted.
    fn wants(&self, rows: &[&str]) -> bool {
        self.rows.is_empty() || self.rows.iter().any(|row| rows.contains(&row.as_str()))
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "baton-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == "bare") {
        let data = arguments.nth(2).map(PathBuf::from);
        let Some(data) = data else { bail!("baton-bench bare --data DIR") };
        // As many threads as the hub has.
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        return runtime.block_on(bare::serve(&data)).map(|()| ExitCode::SUCCESS);
    }
    if arguments.peek().is_some_and(|first| first == "model") {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        return runtime.block_on(model::serve()).map(|()| ExitCode::SUCCESS);
    }
    let asked = Asked::parse(arguments)?;
    Builder::new_current_thread().enable_all().build()?.block_on(measure(&asked))
}

async fn measure(asked: &Asked) -> Result<ExitCode> {
    let folder = disk::folder()?;
    let before = disk::fsync_ms(folder.path())?;
    say(&format!("fsync of 4 KiB: {before:.3} ms before"))?;
    let mut table = Table::default();
    if asked.wants(&["1", "2", "4"]) {
        messages::measure(folder.path(), &mut table).await?;
    }
    if asked.wants(&["3"]) {
        overload::measure(folder.path(), &mut table).await?;
    }
    if asked.wants(&["crowd"]) {
        crowd::measure(folder.path(), &mut table).await?;
    }
    if asked.wants(&["handoff"]) {
        handoffs::measure(folder.path(), &mut table).await?;
    }
    if asked.wants(&["5", "6", "7"]) {
        stored::measure(folder.path(), asked, &mut table).await?;
    }
    if asked.wants(&["8"]) {
        search::measure(folder.path(), asked, &mut table).await?;
    }
    if asked.wants(&["filters"]) {
        filters::measure(folder.path(), asked, &mut table)?;
    }
    if asked.wants(&["history"]) {
        history::measure(folder.path(), asked, &mut table)?;
    }
    if asked.wants(&["fill"]) {
        filling::measure(folder.path(), asked, &mut table).await?;
    }
    if asked.wants(&["reports"]) {
        reports::measure(folder.path(), asked, &mut table)?;
    }
    if asked.wants(&["9"]) {
        claims::measure(folder.path(), asked.full, &mut table).await?;
    }
    if asked.wants(&["10"]) {
        take_overs::measure(folder.path(), asked.full, &mut table).await?;
    }
    if asked.wants(&["models"]) {
        models::measure(folder.path(), &mut table).await?;
    }
    if asked.wants(&["11"]) {
        away::measure(folder.path(), asked.full, &mut table).await?;
    }
    if asked.wants(&["12"]) {
        window::measure(folder.path(), asked, &mut table).await?;
    }
    if asked.wants(&["frames"]) {
        frames::measure(folder.path(), asked, &mut table).await?;
    }
    let after = disk::fsync_ms(folder.path())?;
    say(&table.to_string())?;
    say(&format!("fsync of 4 KiB: {before:.3} ms before, {after:.3} ms after"))?;
    if before.max(after) > 2.0 * before.min(after) {
        say("VOID: an fsync cost more than twice as much at one end of the run as at the other")?;
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

/// Progress and results go to standard output.
fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}
