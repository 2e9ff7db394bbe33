//! Row 3: more than the hub can take. Five hundred visitors who send as fast as they are answered,
//! then the same who send by the clock, twice as much as was answered, whatever the hub does.
//! Every message must be at the member once and in its visitor's order, `/healthz` goes on
//! answering, and row 1 is what it was within a second of the last answer.

use crate::baton::{self, Visitor};
use crate::line::{Line, request};
use crate::numbers::{median, ms, percentile};
use crate::recorder::Recorder;
use crate::server::Server;
use crate::socket::Socket;
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result, bail};
use futures_util::future::try_join_all;
use std::cell::Cell;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::runtime::Builder;
use uuid::Uuid;

const SENDERS: usize = 500;
/// How long each half lasts.
const LOOP_FOR: Duration = Duration::from_secs(5);
/// How often `/healthz` is asked.
const PROBE_EVERY: Duration = Duration::from_millis(10);
/// Messages that tell how long the way is when nothing else is sent.
const ALONE: usize = 500;
/// Messages whose median says that it is as long as before.
const AGAIN: usize = 20;
/// As long as before: at most this much longer.
const AS_BEFORE: f64 = 1.5;
/// How long it may take until it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// The hub, and who sends to it.
struct Stage {
    server: Server,
    token: String,
    senders: Vec<Visitor>,
    quiet: Visitor,
}

/// What one half came to.
struct Half {
    /// Sent, and so answered, a second.
    sent_per_s: f64,
    answered_per_s: f64,
    /// From the end of sending to the last answer.
    backlog: Duration,
    health_ms: Vec<f64>,
    /// From the last answer until a message takes no longer than before.
    again_ms: f64,
    recorded: Recorded,
}

/// What the member got.
struct Recorded {
    sent: usize,
    lost: usize,
    out_of_order: usize,
    resumed: usize,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let data = folder.join("overload");
    let workspace = baton::init(&data)?;
    let server = Server::baton(&data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let mut senders = baton::held_visitors(server.address, &workspace, &token, SENDERS + 1).await?;
    let Some(quiet) = senders.pop() else { bail!("no visitor") };
    let stage = Stage { server, token, senders, quiet };
    let before = median(stage.one_by_one(ALONE).await?);
    let at_once = stage.half(before, None).await?;
    let open_loop = stage.half(before, Some(2.0 * at_once.answered_per_s)).await?;
    add(table, &format!("{SENDERS} senders at once"), &at_once);
    add(table, "open loop at twice that", &open_loop);
    stage.server.stop()
}

fn add(table: &mut Table, what: &str, half: &Half) {
    let Recorded { sent, lost, out_of_order, resumed } = half.recorded;
    let p99 = percentile(half.health_ms.clone(), 99);
    for (what, figure, peer, demand, met) in [
        (
            format!("{what}: messages lost / reordered"),
            format!("{lost} / {out_of_order} of {sent}"),
            format!(
                "{:.0} sent, {:.0} answered a second; the member resumed {resumed} times",
                half.sent_per_s, half.answered_per_s
            ),
            "none lost, none reordered",
            lost == 0 && out_of_order == 0,
        ),
        (
            "  /healthz meanwhile, p99".to_owned(),
            format!("{p99:.1} ms"),
            format!("{} asked", half.health_ms.len()),
            "under 50 ms",
            p99 < 50.0,
        ),
        (
            format!("  from the last answer until row 1 is at most {AS_BEFORE} × what it was"),
            format!("{:.0} ms", half.again_ms),
            format!(
                "the last answer came {:.1} s after the last message",
                half.backlog.as_secs_f64()
            ),
            "within a second",
            half.again_ms <= 1_000.0,
        ),
    ] {
        let verdict = Verdict::of(met);
        table.add(Row { row: "3", what, figure, peer, ratio: String::new(), demand, verdict });
    }
}

impl Stage {
    /// Five seconds of messages; so many a second, or as many as are answered.
    async fn half(&self, before: f64, per_s: Option<f64>) -> Result<Half> {
        let address = self.server.address;
        let head = baton::head(&mut Line::open(address).await?, &self.token).await?;
        let recorder = Recorder::begin(address, self.token.clone(), head);
        let probe = Probe::begin(address);
        let begun = Instant::now();
        let sent = match per_s {
            None => self.at_once().await.context("senders at once")?,
            Some(per_s) => self.by_the_clock(per_s).await.context("senders by the clock")?,
        };
        let answered = begun.elapsed();
        let again_ms = self.until_as_before(before).await.context("row 1 again")?;
        let health_ms = probe.end().context("/healthz")?;
        let heard = recorder.end(sent.iter().sum()).context("the member")?;
        let order = |(visitor, sent): (&Visitor, &usize)| {
            let heard = heard.numbers.get(&visitor.conversation).cloned().unwrap_or_default();
            // Lost when too few; out of order, or doubled, when they do not rise.
            let lost = sent.saturating_sub(heard.len());
            (lost, heard.windows(2).filter(|two| two.first() >= two.last()).count())
        };
        let (lost, out_of_order) = self
            .senders
            .iter()
            .zip(&sent)
            .map(order)
            .fold((0, 0), |(lost, wrong), (l, w)| (lost + l, wrong + w));
        let sent: usize = sent.iter().sum();
        Ok(Half {
            sent_per_s: sent as f64 / LOOP_FOR.as_secs_f64(),
            answered_per_s: sent as f64 / answered.as_secs_f64(),
            backlog: answered.saturating_sub(LOOP_FOR),
            health_ms,
            again_ms,
            recorded: Recorded { sent, lost, out_of_order, resumed: heard.resumed },
        })
    }

    /// Each sends the next message when the one before was answered; how many each sent.
    async fn at_once(&self) -> Result<Vec<usize>> {
        let begun = Instant::now();
        try_join_all(self.senders.iter().map(async |visitor| {
            let mut line = Line::open(self.server.address).await?;
            let mut sent = 0;
            while begun.elapsed() < LOOP_FOR {
                sent += 1;
                stored(line.ask(&message(visitor, &sent.to_string())).await?.status)?;
            }
            anyhow::Ok(sent)
        }))
        .await
    }

    /// Each sends when it is time, answered or not; how many each sent.
    async fn by_the_clock(&self, per_s: f64) -> Result<Vec<usize>> {
        let every = Duration::from_secs_f64(SENDERS as f64 / per_s);
        let begun = Instant::now();
        let senders = self.senders.iter().enumerate();
        try_join_all(senders.map(async |(place, visitor)| {
            let (mut line, mut answers) = Line::open(self.server.address).await?.split();
            let (sent, done) = (Cell::new(0), tokio::sync::Notify::new());
            let sending = async {
                let mut due = begun + every.mul_f64(place as f64 / SENDERS as f64);
                while due < begun + LOOP_FOR {
                    tokio::time::sleep_until(due.into()).await;
                    sent.set(sent.get() + 1);
                    let message = message(visitor, &sent.get().to_string());
                    line.write_all(message.as_bytes()).await.context("a message")?;
                    due += every;
                }
                done.notify_one();
                anyhow::Ok(())
            };
            let hearing = async {
                let (mut answered, mut all_sent) = (0, false);
                while !all_sent || answered < sent.get() {
                    tokio::select! {
                        answer = answers.next() => {
                            stored(answer.context("an answer")?.status)?;
                            answered += 1;
                        }
                        () = done.notified(), if !all_sent => all_sent = true,
                    }
                }
                anyhow::Ok(())
            };
            tokio::try_join!(sending, hearing)?;
            Ok(sent.get())
        }))
        .await
    }

    /// Milliseconds from now until messages take no longer than before.
    async fn until_as_before(&self, before: f64) -> Result<f64> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if median(self.one_by_one(AGAIN).await?) <= AS_BEFORE * before {
                return Ok(ms(begun.elapsed()));
            }
        }
        bail!("row 1 did not come back within {PATIENCE:?}")
    }

    /// Row 1: milliseconds from a visitor to a member, one in flight.
    async fn one_by_one(&self, times: usize) -> Result<Vec<f64>> {
        let mut line = Line::open(self.server.address).await?;
        let head = baton::head(&mut line, &self.token).await?;
        let mut socket = Socket::member(self.server.address, &self.token, head).await?;
        let mut took = Vec::with_capacity(times);
        for _ in 0..times {
            // Not a number: the recorder does not count it.
            let request = message(&self.quiet, "Is anybody there?");
            let begun = Instant::now();
            let arrives = async {
                let mark = format!("\"{}\"", self.quiet.conversation);
                socket.until(|frame| frame.contains(&mark)).await?;
                anyhow::Ok(begun.elapsed())
            };
            let (answer, arrived) = tokio::try_join!(line.ask(&request), arrives)?;
            stored(answer.status)?;
            took.push(ms(arrived));
        }
        Ok(took)
    }
}

fn message(visitor: &Visitor, text: &str) -> String {
    let body = format!("{{\"id\":\"{}\",\"text\":\"{text}\"}}", Uuid::now_v7());
    request("POST", "/v1/visitor/messages", &visitor.token, &body)
}

fn stored(status: u16) -> Result<()> {
    if status != 201 {
        bail!("a message was answered with {status}");
    }
    Ok(())
}

/// Asks `/healthz` by the clock, on a thread of its own.
struct Probe {
    done: Arc<AtomicBool>,
    thread: JoinHandle<Result<Vec<f64>>>,
}

impl Probe {
    fn begin(address: SocketAddr) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&done);
        let thread = std::thread::spawn(move || {
            Builder::new_current_thread().enable_all().build()?.block_on(probe(address, &until))
        });
        Self { done, thread }
    }

    /// Milliseconds of every answer, each from when it was due to be asked.
    fn end(self) -> Result<Vec<f64>> {
        self.done.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| anyhow::anyhow!("the probe panicked"))?
    }
}

async fn probe(address: SocketAddr, until: &AtomicBool) -> Result<Vec<f64>> {
    let mut line = Line::open(address).await?;
    let asked = request("GET", "/healthz", "-", "");
    let (mut times, mut due) = (Vec::new(), Instant::now());
    while !until.load(Ordering::Relaxed) {
        tokio::time::sleep_until(due.into()).await;
        let answer = line.ask(&asked).await?;
        if answer.status != 200 {
            bail!("/healthz answered {}", answer.status);
        }
        times.push(ms(due.elapsed()));
        due += PROBE_EVERY;
    }
    Ok(times)
}
