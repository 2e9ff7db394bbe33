//! Rows 1, 2 and 4: a visitor's message on its way to a member, alone and with 49 others, and what
//! that costs the server. Bare hub and Baton take turns.

use crate::baton::{self, Workspace};
use crate::line::{Line, request};
use crate::numbers::{median_of, ms, percentile};
use crate::server::Server;
use crate::socket::Socket;
use crate::table::{Row, Table, Verdict};
use anyhow::{Result, bail};
use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Messages a round with one in flight; the first tenth warms up and is not counted.
const ONE_BY_ONE: usize = 2_000;
/// How many visitors send at once, and for how long a round.
const VISITORS: usize = 50;
const LOOP_FOR: Duration = Duration::from_secs(5);
const ROUNDS: usize = 3;
/// What one visitor says.
const WORDS: &str = "My order A-48213 was supposed to arrive on Monday. Where is it?";

/// One of the two servers, ready to take messages.
pub struct Side {
    /// The server itself.
    pub server: Server,
    /// What the requests of each visitor begin with: path, token, start of the body.
    pub visitors: Vec<(String, String, String)>,
    socket: Socket,
    /// What stands once in a frame for each message.
    mark: &'static str,
}

/// What one round measured.
struct Round {
    p50: f64,
    p99: f64,
    per_s: f64,
    cpu_ms: f64,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let mut bare = bare(&folder.join("bare")).await?;
    let mut baton = baton(&folder.join("messages")).await?;
    let (mut of_bare, mut of_baton) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_bare.push(round(&mut bare).await?);
        of_baton.push(round(&mut baton).await?);
    }
    report(table, &of_bare, &of_baton);
    Ok(())
}

async fn bare(data: &Path) -> Result<Side> {
    let server = Server::bare(data)?;
    let visitors = (0..VISITORS)
        .map(|_| {
            let begins = format!("{{\"conversation\":\"{}\",", Uuid::now_v7());
            ("/messages".to_owned(), "-".to_owned(), begins)
        })
        .collect();
    let socket = Socket::open(server.address, "/socket").await?;
    Ok(Side { server, visitors, socket, mark: "\"text\":" })
}

async fn baton(data: &Path) -> Result<Side> {
    let workspace: Workspace = baton::init(data)?;
    let server = Server::baton(data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    side(server, &workspace, &token).await
}

/// A running hub, with new visitors whom Ana holds.
pub async fn side(server: Server, workspace: &Workspace, token: &str) -> Result<Side> {
    let held = baton::held_visitors(server.address, workspace, token, VISITORS).await?;
    let head = baton::head(&mut Line::open(server.address).await?, token).await?;
    let socket = Socket::member(server.address, token, head).await?;
    let visitors = held
        .into_iter()
        .map(|visitor| ("/v1/visitor/messages".to_owned(), visitor.token, "{".to_owned()))
        .collect();
    Ok(Side { server, visitors, socket, mark: "\"message_posted\"" })
}

fn message((path, token, begins): &(String, String, String), id: Uuid) -> String {
    request("POST", path, token, &format!("{begins}\"id\":\"{id}\",\"text\":\"{WORDS}\"}}"))
}

async fn round(side: &mut Side) -> Result<Round> {
    let times = one_by_one(side).await?;
    let cpu = side.server.cpu_s()?;
    let (messages, took) = all_at_once(side).await?;
    let cpu = side.server.cpu_s()? - cpu;
    Ok(Round {
        p50: percentile(times.clone(), 50),
        p99: percentile(times, 99),
        per_s: messages / took.as_secs_f64(),
        cpu_ms: cpu * 1000.0 / messages,
    })
}

/// Milliseconds from sending a message to its arrival at the member, one in flight.
pub async fn one_by_one(side: &mut Side) -> Result<Vec<f64>> {
    let Some(visitor) = side.visitors.first().cloned() else { bail!("no visitor") };
    let mut line = Line::open(side.server.address).await?;
    let mut times = Vec::with_capacity(ONE_BY_ONE);
    for number in 0..ONE_BY_ONE + ONE_BY_ONE / 10 {
        let id = Uuid::now_v7();
        let (request, wanted) = (message(&visitor, id), id.to_string());
        let begun = Instant::now();
        let arrives = async {
            side.socket.until(|frame| frame.contains(&wanted)).await?;
            anyhow::Ok(begun.elapsed())
        };
        let (answer, arrived) = tokio::try_join!(line.ask(&request), arrives)?;
        if answer.status != 201 {
            bail!("a message was answered with {}", answer.status);
        }
        if number >= ONE_BY_ONE / 10 {
            times.push(ms(arrived));
        }
    }
    Ok(times)
}

/// Every visitor sends the next message when the one before was acknowledged. How many were stored
/// and arrived at the member, and how long that took.
async fn all_at_once(side: &mut Side) -> Result<(f64, Duration)> {
    let begun = Instant::now();
    let sent = Rc::new(Cell::new(0_usize));
    let mut senders = Vec::new();
    for visitor in side.visitors.clone() {
        let mut line = Line::open(side.server.address).await?;
        let sent = Rc::clone(&sent);
        senders.push(async move {
            while begun.elapsed() < LOOP_FOR {
                let answer = line.ask(&message(&visitor, Uuid::now_v7())).await?;
                if answer.status != 201 {
                    bail!("a message was answered with {}", answer.status);
                }
                sent.set(sent.get() + 1);
            }
            Ok(())
        });
    }
    let mut sending = std::pin::pin!(futures_util::future::try_join_all(senders));
    let (mut arrived, mut done) = (0, false);
    while !done || arrived < sent.get() {
        tokio::select! {
            all = &mut sending, if !done => {
                all?;
                done = true;
            }
            frame = side.socket.next() => arrived += frame?.matches(side.mark).count(),
        }
    }
    let took = begun.elapsed();
    if arrived != sent.get() {
        bail!("{} messages were sent and {arrived} arrived", sent.get());
    }
    Ok((arrived as f64, took))
}

fn report(table: &mut Table, bare: &[Round], baton: &[Round]) {
    let both = |figure: fn(&Round) -> f64| (median_of(bare, figure), median_of(baton, figure));
    let (p50s, p99s) = (both(|round| round.p50), both(|round| round.p99));
    let ratio = p50s.1 / p50s.0;
    table.add(Row {
        row: "1",
        what: "visitor to member's socket, stored first, p50 / p99".into(),
        figure: format!("{:.2} / {:.2} ms", p50s.1, p99s.1),
        peer: format!("bare {:.2} / {:.2} ms", p50s.0, p99s.0),
        ratio: format!("{ratio:.2} / {:.2}", p99s.1 / p99s.0),
        demand: "p50 at most 2.5 × bare",
        verdict: Verdict::of(ratio <= 2.5),
    });
    by_reference(table, "1", p50s.1, "1.45 ms", "p50 half of ejabberd", p50s.1 <= 1.45 / 2.0);
    let per_s = both(|round| round.per_s);
    let ratio = per_s.1 / per_s.0;
    table.add(Row {
        row: "2",
        what: format!("durable messages a second, {VISITORS} visitors"),
        figure: format!("{:.0}", per_s.1),
        peer: format!("bare {:.0}", per_s.0),
        ratio: format!("{ratio:.2}"),
        demand: "at least a quarter of bare",
        verdict: Verdict::of(ratio >= 0.25),
    });
    by_reference(table, "2", per_s.1, "1,420", "6 × ejabberd", per_s.1 >= 6.0 * 1_420.0);
    let cpu = both(|round| round.cpu_ms);
    let ratio = cpu.1 / cpu.0;
    table.add(Row {
        row: "4",
        what: "server CPU a delivered message".into(),
        figure: format!("{:.3} ms", cpu.1),
        peer: format!("bare {:.3} ms", cpu.0),
        ratio: format!("{ratio:.2}"),
        demand: "at most 4 × bare",
        verdict: Verdict::of(ratio <= 4.0),
    });
}

fn by_reference(
    table: &mut Table,
    row: &'static str,
    figure: f64,
    reference: &str,
    demand: &'static str,
    met: bool,
) {
    table.add(Row {
        row,
        what: "  the same beside ejabberd with PostgreSQL".into(),
        figure: format!("{figure:.2}"),
        peer: format!("not installed; performance.md says {reference}"),
        ratio: String::new(),
        demand,
        verdict: Verdict::ByReference(met),
    });
}
