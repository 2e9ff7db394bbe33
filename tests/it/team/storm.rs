//! Three desktops, fifty visitors, and a desktop cut off, stopped or killed at random moments, two
//! hundred times: afterwards every copy equals the hub, and every reply that was ever written is
//! with the visitor once or asks in the outbox of whoever wrote it.
//!
//! `BATON_STORM_S` sets how long it lasts; five minutes is the real thing, a minute the daily one.

use baton_it::{Desktop, Hub, Setup, Tunnel, Visitor, Way, signed_in, soon};
use baton_store::{Outbox, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;

const DESKTOPS: usize = 3;
const VISITORS: u64 = 50;
const BLOWS: u32 = 200;
/// The longest a desktop may take to settle after the storm: dead lines have to be noticed first.
const SETTLED_WITHIN: Duration = Duration::from_secs(60);

/// The same numbers for the same seed (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn millis(&mut self, from: u64, to: u64) -> Duration {
        Duration::from_millis(from + self.below(to - from))
    }
}

/// A desktop process, its folder, its way to the hub, and what was written on it.
struct Victim {
    folder: tempfile::TempDir,
    tunnel: Tunnel,
    process: Child,
    seed: u64,
}

impl Victim {
    async fn new(hub: &Hub, which: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tunnel = Tunnel::to(&hub.url).await;
        signed_in(folder.path(), &hub.members[which], &tunnel, None);
        let seed = 1_000 + which as u64;
        let process = started(folder.path(), seed);
        Self { folder, tunnel, process, seed }
    }

    async fn signal(&self, name: &str) {
        let id = self.process.id().expect("it runs").to_string();
        assert!(Command::new("kill").args([name, &id]).status().await.unwrap().success());
    }

    async fn is_hit(&mut self, dice: &mut Dice) {
        match dice.below(10) {
            0..4 => {
                self.tunnel.is(Way::Cut);
                tokio::time::sleep(dice.millis(50, 1_500)).await;
                self.tunnel.is(Way::Open);
            }
            4..6 => {
                // The answers are lost; what was sent has arrived.
                self.tunnel.is(Way::OneWay);
                tokio::time::sleep(dice.millis(50, 800)).await;
                self.tunnel.is(Way::Cut);
                self.tunnel.is(Way::Open);
            }
            6..8 => {
                self.signal("-STOP").await;
                tokio::time::sleep(dice.millis(50, 1_500)).await;
                self.signal("-CONT").await;
            }
            _ => {
                self.process.kill().await.unwrap();
                self.seed += 100;
                self.process = started(self.folder.path(), self.seed);
            }
        }
    }

    /// Ends the work and waits until nothing moves any more; then the app is closed.
    async fn settles(&mut self) {
        self.tunnel.is(Way::Open);
        let mut input = self.process.stdin.take().unwrap();
        let mut output = BufReader::new(self.process.stdout.take().unwrap()).lines();
        input.write_all(b"enough\n").await.unwrap();
        let said = tokio::time::timeout(SETTLED_WITHIN, output.next_line()).await;
        assert_eq!(said.expect("settled in time").unwrap().as_deref(), Some("done"));
        input.write_all(b"close\n").await.unwrap();
        soon("the end of the desktop", self.process.wait()).await.unwrap();
    }
}

fn started(folder: &Path, seed: u64) -> Child {
    Command::new(env!("CARGO_BIN_EXE_desktop-without-window"))
        .arg(folder)
        .arg(folder.join("journal"))
        .arg(seed.to_string())
        .env("RUST_LOG", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the desktop starts")
}

async fn talk(visitor: Visitor, mut dice: Dice, storm: watch::Receiver<bool>) {
    while *storm.borrow() {
        match dice.below(4) {
            0 => {
                visitor.post("/v1/visitor/handoff", json!({})).await;
            }
            _ => {
                visitor.say(&format!("and another thing, {}", dice.below(1_000))).await;
            }
        }
        tokio::time::sleep(dice.millis(300, 2_500)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_storm_every_copy_equals_the_hub_and_no_reply_is_lost_or_doubled() {
    let length = std::env::var("BATON_STORM_S").ok().and_then(|s| s.parse().ok()).unwrap_or(60);
    let length = Duration::from_secs(length);
    let hub = Hub::with(Setup { members: DESKTOPS, ..Setup::default() }).await;
    let (storm, calm) = watch::channel(true);
    let mut talking = Vec::new();
    for number in 0..VISITORS {
        let visitor = hub.marta_waits().await;
        talking.push(tokio::spawn(talk(visitor, Dice(7 + number), calm.clone())));
    }
    let mut victims = Vec::new();
    for which in 0..DESKTOPS {
        victims.push(Victim::new(&hub, which).await);
    }
    let mut dice = Dice(42);
    let began = Instant::now();
    for blow in 1..=BLOWS {
        let victim = dice.below(DESKTOPS as u64) as usize;
        victims[victim].is_hit(&mut dice).await;
        // Evenly over the time there is; a blow takes time of its own.
        let due = began + length.mul_f64(f64::from(blow) / f64::from(BLOWS));
        tokio::time::sleep_until(due.into()).await;
    }
    storm.send_replace(false);
    for talking in talking {
        talking.await.unwrap();
    }
    for victim in &mut victims {
        victim.settles().await;
    }
    assert_eq!(hub.check().await, Ok(()));
    let said = said_by_members(hub.folder());
    let mut written = 0;
    for victim in victims {
        let desktop = Desktop::on(victim.folder, victim.tunnel).await;
        written += replies_are_somewhere(desktop.folder(), &said);
        assert_eq!(Store::check_replica(desktop.folder()).unwrap(), []);
        assert_eq!(desktop.compare(hub.folder()).await, []);
    }
    assert!(written > 50, "somebody has worked: {written}");
}

/// How often each reply stands in the hub's log.
fn said_by_members(hub: &Path) -> BTreeMap<String, u64> {
    let db = rusqlite::Connection::open(hub.join(baton_store::FILE)).unwrap();
    let mut statement =
        db.prepare("SELECT text, count(*) FROM messages WHERE author_kind = 'human' GROUP BY text");
    let rows = statement.as_mut().unwrap().query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Checks every reply that was written on a desktop; how many there were.
fn replies_are_somewhere(folder: &Path, said: &BTreeMap<String, u64>) -> usize {
    let journal = std::fs::read_to_string(folder.join("journal")).unwrap_or_default();
    let outbox = Outbox::open(folder).unwrap().all().unwrap();
    let kept = |text: &str| {
        outbox.iter().any(|q| q.outgoing.command.get("text").is_some_and(|t| t == text))
    };
    let noted = |what: &str| -> Vec<String> {
        let of = |line: &str| line.strip_prefix(what).map(str::to_owned);
        journal.lines().filter_map(of).filter(|text| text.starts_with("reply ")).collect()
    };
    let wrote = noted("wrote ");
    for text in &wrote {
        let times = said.get(text).copied().unwrap_or(0);
        assert!(times <= 1, "{text} arrived {times} times");
        assert!(!(times == 1 && kept(text)), "{text} has arrived and still asks");
    }
    for text in noted("kept ") {
        assert!(said.contains_key(&text) || kept(&text), "{text} is lost");
    }
    wrote.len()
}
