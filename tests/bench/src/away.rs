//! Row 11: a desktop is away while visitors write and the hub is killed, again and again; then its
//! copy must hold every message once and in order, and at the end be equal to the hub's. And how
//! long a desktop that comes back needs for a thousand events, from its connecting until it is
//! exact.

use crate::baton::{self, Visitor, Workspace};
use crate::desktop::Desktop;
use crate::line::{Line, request};
use crate::numbers::{median, ms, percentile};
use crate::relay::Relay;
use crate::server::Server;
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result, bail, ensure};
use baton_domain::ConversationId;
use baton_store::Store;
use futures_util::future::try_join_all;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Messages that come while the desktop is away.
const MISSED: usize = 100;
/// Who sends them.
const VISITORS: usize = 10;
/// Events that are replayed, and how often.
const REPLAYED: usize = 1_000;
const REPLAYS: usize = 20;
/// The hub is killed within so many microseconds of a message being sent, or of the desktop's
/// coming back.
const WITHIN_US: u128 = 3_000;

/// A hub, visitors who write, and a desktop.
struct Stage {
    data: PathBuf,
    server: Server,
    token: String,
    visitors: Vec<Visitor>,
    relay: Relay,
    desktop: Desktop,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, full: bool, table: &mut Table) -> Result<()> {
    let cycles = if full { 200 } else { 20 };
    let mut stage = Stage::set(folder.join("away")).await?;
    for cycle in 0..cycles {
        stage.cycle(cycle).await.with_context(|| format!("cycle {cycle}"))?;
    }
    let mut replays = Vec::new();
    for _ in 0..REPLAYS {
        replays.push(stage.replay().await?);
    }
    let (events, differences) = stage.end().await?;
    table.add(Row {
        row: "11",
        what: format!("away during {MISSED} messages, hub killed, {cycles} cycles"),
        figure: "each message once, in order".into(),
        peer: format!("copy and hub after {events} events: {differences} differences"),
        ratio: String::new(),
        demand: "nothing lost, doubled, reordered",
        verdict: Verdict::of(differences == 0),
    });
    let slowest = percentile(replays.iter().map(|(took, _)| *took).collect(), 100);
    let middle = median(replays.iter().map(|(took, _)| *took).collect());
    let whole = median(replays.iter().map(|(_, whole)| *whole).collect());
    table.add(Row {
        row: "11",
        what: format!("{REPLAYED} events replayed, connect to exact, p50 / slowest of {REPLAYS}"),
        figure: format!("{middle:.0} / {slowest:.0} ms"),
        peer: format!("from the end of the tunnel {whole:.0} ms"),
        ratio: String::new(),
        demand: "200 ms",
        verdict: Verdict::of(slowest <= 200.0),
    });
    Ok(())
}

impl Stage {
    async fn set(data: PathBuf) -> Result<Self> {
        let workspace: Workspace = baton::init(&data)?;
        let server = Server::baton(&data)?;
        let token = baton::sign_in(&server, baton::OWNER).await?;
        let visitors = baton::held_visitors(server.address, &workspace, &token, VISITORS).await?;
        let relay = Relay::to(server.address).await?;
        let folder = data.join("desktop");
        let desktop = Desktop::open(&folder, &relay.url, &workspace.owner, &token).await?;
        Ok(Self { data, server, token, visitors, relay, desktop })
    }

    /// Away, a hundred messages with a blow at one of them or right after the desktop is back, back.
    async fn cycle(&mut self, cycle: usize) -> Result<()> {
        let before = self.head().await?;
        self.goes_away().await?;
        let back_first = cycle % 2 == 1;
        let blow = if back_first { MISSED } else { chance() as usize % MISSED };
        let mut line = Line::open(self.server.address).await?;
        for number in 0..MISSED {
            let visitor = self.visitors.get(number % VISITORS).context("no visitor")?;
            let message = message(visitor, &format!("{cycle} {number}"));
            if number == blow {
                let killed = tokio::time::sleep(moment());
                tokio::select! {
                    _ = line.ask(&message) => {}
                    () = killed => {}
                }
                self.kill_hub()?;
                line = Line::open(self.server.address).await?;
            }
            let status = line.ask(&message).await?.status;
            ensure!(matches!(status, 200 | 201), "a message was answered with {status}");
        }
        self.relay.open(self.server.address);
        if back_first {
            self.desktop.team()?.try_now();
            self.came_through().await;
            tokio::time::sleep(moment()).await;
            self.kill_hub()?;
            self.relay.open(self.server.address);
        }
        self.desktop.is_exact().await?;
        self.verify(cycle, before).await
    }

    async fn goes_away(&self) -> Result<()> {
        self.relay.close();
        self.desktop.is_away().await
    }

    /// kill -9, and another one on the same folder.
    fn kill_hub(&mut self) -> Result<()> {
        self.server.kill()?;
        self.server = Server::baton(&self.data)?;
        Ok(())
    }

    async fn came_through(&self) {
        let before = self.relay.passed();
        while self.relay.passed() == before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The copy must hold what was sent since `before`, once and in order.
    async fn verify(&self, cycle: usize, before: u64) -> Result<()> {
        let team = self.desktop.team()?;
        for (place, visitor) in self.visitors.iter().enumerate() {
            let id: ConversationId = visitor.conversation.parse()?;
            let there =
                team.store.read(move |reader| reader.messages(id, before, None, MISSED * 2));
            let there: Vec<String> = there.await?.into_iter().map(|m| m.text).collect();
            let sent = (place..MISSED).step_by(VISITORS);
            let sent: Vec<String> = sent.map(|number| format!("{cycle} {number}")).collect();
            if there != sent {
                bail!("sent {sent:?}, on the desktop {there:?}");
            }
        }
        Ok(())
    }

    /// Milliseconds for a thousand events: from connecting, and from the end of the tunnel.
    async fn replay(&self) -> Result<(f64, f64)> {
        self.goes_away().await?;
        try_join_all(self.visitors.iter().map(async |visitor| {
            let mut line = Line::open(self.server.address).await?;
            for number in 0..REPLAYED / VISITORS {
                let words = format!("{number}: my order was supposed to arrive on Monday.");
                let answer = line.ask(&message(visitor, &words)).await?;
                ensure!(answer.status == 201, "a message was answered with {}", answer.status);
            }
            Ok(())
        }))
        .await?;
        let head = self.head().await?;
        let opened = Instant::now();
        self.relay.open(self.server.address);
        let exact = self.desktop.is_exact().await?;
        let passed = self.relay.passed().context("nobody came through")?;
        let cursor = self.desktop.team()?.store.read(|reader| reader.cursor()).await?;
        ensure!(cursor >= head, "exact at {cursor}, and the hub has {head}");
        Ok((ms(exact - passed), ms(exact - opened)))
    }

    async fn head(&self) -> Result<u64> {
        baton::head(&mut Line::open(self.server.address).await?, &self.token).await
    }

    /// How many events there were, and in how many places copy and hub differ.
    async fn end(self) -> Result<(u64, usize)> {
        let head = self.head().await?;
        self.desktop.is_exact().await?;
        self.desktop.close();
        self.server.stop()?;
        let differences = Store::check(&self.data)?.len()
            + Store::compare_replica(&self.data, &self.data.join("desktop"))?.len();
        Ok((head, differences))
    }
}

fn message(visitor: &Visitor, text: &str) -> String {
    let body = format!("{{\"id\":\"{}\",\"text\":\"{text}\"}}", Uuid::now_v7());
    request("POST", "/v1/visitor/messages", &visitor.token, &body)
}

fn moment() -> Duration {
    Duration::from_micros((chance() % WITHIN_US) as u64)
}

fn chance() -> u128 {
    Uuid::new_v4().as_u128()
}
