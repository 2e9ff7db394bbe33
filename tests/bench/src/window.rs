//! Row 12: the desktop app in its real window, with 200,000 messages in its workspace, beside
//! WebKit's own example browser with an empty page; and the way from a visitor's "Talk to a person"
//! to the call of the notification service.

use crate::Asked;
use crate::line::{Line, request};
use crate::numbers::{median, percentile};
use crate::stored::{FILLED, filled};
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result};
use baton_e2e::{AppWindow, NotificationService, Stage, places, play};
use serde_json::json;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime};

/// How often each window is opened.
const STARTS: usize = 3;
/// How many conversations are opened one after the other.
const SWITCHES: usize = 60;
/// How many handoffs are announced; the app's hub takes 60 new conversations a minute.
const HANDOFFS: usize = 40;
/// How many conversations `fill` leaves in Unassigned.
const WAITING_ALREADY: usize = 20;
/// How long a window may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long memory settles.
const SETTLE: Duration = Duration::from_secs(4);
/// The number that waits, on the rail: it is painted once the inbox has its rows (`--late`).
const WAITING: [u8; 3] = [0xbb, 0x25, 0x28];
/// An empty page.
const WHITE: [u8; 3] = [0xff, 0xff, 0xff];

/// Milliseconds and MiB of one opened window.
struct Opened {
    painted_ms: f64,
    pss_mib: f64,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let data = asked.filled.clone().unwrap_or_else(|| folder.join("filled"));
    let source = filled(&data, FILLED)?;
    play("bench-window", async |stage| {
        for entry in std::fs::read_dir(&source.data)? {
            let entry = entry?;
            std::fs::copy(entry.path(), stage.data().join(entry.file_name()))?;
        }
        let service = stage.notification_service().await?;
        let app = stage.app().await?;
        app.introduce("Ana").await?;
        switching(&app, table).await?;
        announcing(stage, &source.workspace.widget_key, &service, table).await?;
        app.stop().await?;
        opening(stage, table).await
    })
    .await
}

/// One conversation after the other by its key, each until two frames after its thread is there.
const SWITCH: &str = "
const [times, done] = arguments;
const took = [];
const opened = new Set();
const step = () => {
  const begun = performance.now();
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => {
    took.push(performance.now() - begun);
    opened.add(document.querySelector('main h2')?.textContent + '|' +
      document.querySelector('[role=log]')?.textContent);
    if (took.length < times) setTimeout(step, 120); else done({ took, opened: opened.size });
  }));
};
step();";

/// What the script says: milliseconds, and how many different threads it saw.
#[derive(serde::Deserialize)]
struct Switched {
    took: Vec<f64>,
    opened: usize,
}

async fn switching(app: &AppWindow, table: &mut Table) -> Result<()> {
    app.click("tab", "All").await?;
    let said = app.session().run_async(SWITCH, json!([SWITCHES])).await?;
    let Switched { took, opened } = serde_json::from_value(said)?;
    anyhow::ensure!(opened > SWITCHES / 2, "only {opened} threads were seen");
    let p99 = percentile(took.clone(), 99);
    table.add(Row {
        row: "12",
        what: format!("next conversation by key to the second frame after, {SWITCHES}, p50 / p99"),
        figure: format!("{:.1} / {p99:.1} ms", percentile(took, 50)),
        peer: String::new(),
        ratio: String::new(),
        demand: "p99 50 ms",
        verdict: Verdict::of(p99 <= 50.0),
    });
    Ok(())
}

async fn announcing(
    stage: &Stage,
    widget_key: &str,
    service: &NotificationService,
    table: &mut Table,
) -> Result<()> {
    let mut line = Line::open(stage.hub_address()).await?;
    let mut took = Vec::new();
    for number in 1..=HANDOFFS {
        let path = format!("/v1/widget/{widget_key}/conversations");
        let begun = line.call("POST", &path, "-", &json!({})).await?;
        let token = crate::baton::field(&begun, "visitor_token")?;
        let asked = SystemTime::now();
        line.ask(&request("POST", "/v1/visitor/handoff", &token, "")).await?;
        // They share one notification with those that `fill` leaves waiting.
        let title = format!("{} conversations are waiting", WAITING_ALREADY + number);
        let shown = service.wait_for(&title, PATIENCE, |shown| shown.summary == title).await?;
        took.push(shown.at.duration_since(asked).unwrap_or_default().as_secs_f64() * 1000.0);
    }
    table.add(Row {
        row: "12",
        what: format!("handoff request to the notification call, {}, p50 / p99", took.len()),
        figure: format!("{:.1} / {:.1} ms", percentile(took.clone(), 50), percentile(took, 99)),
        peer: String::new(),
        ratio: String::new(),
        demand: "",
        verdict: Verdict::Told,
    });
    Ok(())
}

async fn opening(stage: &Stage, table: &mut Table) -> Result<()> {
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut browser = stage.command(&places::mini_browser()?);
        browser.arg("about:blank").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        empty.push(open(stage, browser, WHITE, 0.3).await?);
        ours.push(open(stage, stage.second_start()?, WAITING, 0.00005).await?);
    }
    let of = |all: &[Opened], figure: fn(&Opened) -> f64| median(all.iter().map(figure).collect());
    let start = (of(&ours, |o| o.painted_ms), of(&empty, |o| o.painted_ms));
    let pss = (of(&ours, |o| o.pss_mib), of(&empty, |o| o.pss_mib));
    table.add(Row {
        row: "12",
        what: "start to painted inbox, 200,000 messages".into(),
        figure: format!("{:.0} ms", start.0),
        peer: format!("MiniBrowser, empty page {:.0} ms", start.1),
        ratio: format!("{:.2}", start.0 / start.1),
        demand: "1.3 × the empty window",
        verdict: Verdict::of(start.0 <= 1.3 * start.1),
    });
    table.add(Row {
        row: "12",
        what: "memory (PSS) of all its processes".into(),
        figure: format!("{:.0} MiB", pss.0),
        peer: format!("MiniBrowser, empty page {:.0} MiB", pss.1),
        ratio: format!("{:+.0} MiB", pss.0 - pss.1),
        demand: "the empty window + 60 MiB",
        verdict: Verdict::of(pss.0 <= pss.1 + 60.0),
    });
    Ok(())
}

/// Opens a window, waits until `colour` covers `share` of the screen, and lets memory settle.
async fn open(stage: &Stage, mut command: Command, colour: [u8; 3], share: f64) -> Result<Opened> {
    let begun = Instant::now();
    let child = Killed(command.spawn().context("open a window")?);
    while stage.share_of_screen(colour)? < share {
        anyhow::ensure!(begun.elapsed() < PATIENCE, "nothing was painted");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let painted_ms = begun.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(SETTLE).await;
    let pss_mib = pss_kib(child.0.id()) / 1024.0;
    drop(child);
    let gone = Instant::now();
    while stage.share_of_screen(colour)? >= share && gone.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(Opened { painted_ms, pss_mib })
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Proportional set size of a process and all its descendants, in KiB.
fn pss_kib(root: u32) -> f64 {
    let all: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid: u32| Some((pid, parent(pid)?)))
        .collect();
    let mut family = vec![root];
    let mut at = 0;
    while let Some(&pid) = family.get(at) {
        family.extend(all.iter().filter(|(_, parent)| *parent == pid).map(|(pid, _)| *pid));
        at += 1;
    }
    family.iter().filter_map(|pid| pss_of(*pid)).sum()
}

fn parent(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn pss_of(pid: u32) -> Option<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    pss.split_whitespace().next()?.parse().ok()
}
