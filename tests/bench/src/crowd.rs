//! Row `crowd`: 5,000 connected visitors and 50 desktops on one hub. From a visitor's message to
//! every desktop, beside the echo of a bare WebSocket in the same rounds; and the same while
//! visitors come and go, of which every desktop is told.

use crate::baton::{self, Visitor};
use crate::line::{Line, request};
use crate::listeners::{self, Listeners};
use crate::numbers::{median_of, ms, percentile};
use crate::server::Server;
use crate::socket::Socket;
use crate::table::{Row, Table, Verdict};
use anyhow::{Result, bail};
use futures_util::future::try_join_all;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::Builder;
use uuid::Uuid;

/// Visitors whose widget is open.
pub const VISITORS: usize = 5_000;
const DESKTOPS: usize = 50;
/// Messages, or echoes, a round; the first tenth warms up and is not counted.
const MESSAGES: usize = 500;
const ROUNDS: usize = 3;
/// One of the crowd leaves and comes back so often.
const COMES_AND_GOES: Duration = Duration::from_millis(100);
/// How many of them do, in turns.
const RESTLESS: usize = 50;

/// Everybody who is connected.
struct Crowd {
    server: Server,
    visitors: Vec<Visitor>,
    desktops: Vec<Socket>,
}

/// Milliseconds to each desktop, and to the last of all.
#[derive(Default)]
struct Arrivals {
    each: Vec<f64>,
    last: Vec<f64>,
}

/// What one round measured.
struct Round {
    echo: Vec<f64>,
    still: Arrivals,
    restless: Arrivals,
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    listeners::allow_many()?;
    let (mut crowd, here) = gather(&folder.join("crowd")).await?;
    let bare = Server::bare(&folder.join("bare-crowd"))?;
    let mut echo = Socket::open(bare.address, "/echo").await?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let echo = echoes(&mut echo).await?;
        let still = crowd.messages().await?;
        let restless = crowd.messages_while_some_come_and_go().await?;
        rounds.push(Round { echo, still, restless });
    }
    here.let_go()?;
    let of = |figure: fn(&Round) -> &Vec<f64>| {
        let at = |percent| median_of(&rounds, |round| percentile(figure(round).clone(), percent));
        (at(50), at(99))
    };
    let echo = of(|round| &round.echo);
    for (what, (p50, p99)) in [
        ("visitor to each desktop", of(|round| &round.still.each)),
        ("visitor to the last desktop", of(|round| &round.still.last)),
        ("to each, ten visitors a second come and go", of(|round| &round.restless.each)),
        ("to the last, the same", of(|round| &round.restless.last)),
    ] {
        table.add(Row {
            row: "crowd",
            what: format!("{VISITORS} visitors, {DESKTOPS} desktops: {what}, p50 / p99"),
            figure: format!("{p50:.2} / {p99:.2} ms"),
            peer: format!("WebSocket echo {:.3} / {:.3} ms", echo.0, echo.1),
            ratio: format!("{:.1} / {:.1}", p50 / echo.0, p99 / echo.1),
            demand: "",
            verdict: Verdict::Told,
        });
    }
    Ok(())
}

async fn gather(data: &Path) -> Result<(Crowd, Listeners)> {
    let workspace = baton::init(data)?;
    let server = Server::baton(data)?;
    let owner = baton::sign_in(&server, baton::OWNER).await?;
    let visitors =
        baton::held_visitors(server.address, &workspace, &owner, VISITORS + RESTLESS).await?;
    let idle = visitors.iter().skip(RESTLESS).map(|visitor| visitor.token.clone()).collect();
    let here = Listeners::connect(server.address, "/v1/visitor/socket", idle)?;
    // Only now: the hub ends a line that asks for nothing for half a minute.
    let mut line = Line::open(server.address).await?;
    let head = baton::head(&mut line, &owner).await?;
    let mut desktops = Vec::new();
    let mut after = head;
    for number in 0..DESKTOPS {
        let email = format!("member{number}@example.com");
        baton::add_member(&mut line, &owner, &format!("Member {number}"), &email).await?;
        let token = baton::sign_in(&server, &email).await?;
        desktops.push(Socket::member(server.address, &token, after).await?);
        after = baton::head(&mut line, &owner).await?;
    }
    Ok((Crowd { server, visitors, desktops }, here))
}

impl Crowd {
    /// One message at a time, each of another visitor of the crowd.
    async fn messages(&mut self) -> Result<Arrivals> {
        let mut line = Line::open(self.server.address).await?;
        let mut arrivals = Arrivals::default();
        // Steps of a prime hop about rather than walk.
        let speakers = self.visitors.iter().skip(RESTLESS).cycle().step_by(613);
        for (number, visitor) in speakers.take(MESSAGES + MESSAGES / 10).enumerate() {
            let id = Uuid::now_v7().to_string();
            let body = format!("{{\"id\":\"{id}\",\"text\":\"Where is my parcel?\"}}");
            let message = request("POST", "/v1/visitor/messages", &visitor.token, &body);
            let begun = Instant::now();
            let arrive = self.desktops.iter_mut().map(async |desktop| {
                desktop.until(|frame| frame.contains(&id)).await?;
                anyhow::Ok(ms(begun.elapsed()))
            });
            let (answer, took) = tokio::try_join!(line.ask(&message), try_join_all(arrive))?;
            if answer.status != 201 {
                bail!("a message was answered with {}", answer.status);
            }
            if number >= MESSAGES / 10 {
                arrivals.last.push(took.iter().copied().fold(0.0, f64::max));
                arrivals.each.extend(took);
            }
        }
        Ok(arrivals)
    }

    async fn messages_while_some_come_and_go(&mut self) -> Result<Arrivals> {
        let tokens: Vec<String> =
            self.visitors.iter().take(RESTLESS).map(|visitor| visitor.token.clone()).collect();
        let (address, done) = (self.server.address, Arc::new(AtomicBool::new(false)));
        let until = Arc::clone(&done);
        let going = std::thread::spawn(move || {
            Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(come_and_go(address, &tokens, &until))
        });
        let arrivals = self.messages().await;
        done.store(true, Ordering::Relaxed);
        going.join().map_err(|_| anyhow::anyhow!("those who come and go panicked"))??;
        arrivals
    }
}

async fn come_and_go(address: SocketAddr, tokens: &[String], until: &AtomicBool) -> Result<()> {
    for token in tokens.iter().cycle() {
        if until.load(Ordering::Relaxed) {
            break;
        }
        let here = listeners::connect(address, "/v1/visitor/socket", token).await?;
        tokio::time::sleep(COMES_AND_GOES).await;
        drop(here);
    }
    Ok(())
}

/// Milliseconds of a text as long as a message's event, there and back.
async fn echoes(socket: &mut Socket) -> Result<Vec<f64>> {
    let mut times = Vec::with_capacity(MESSAGES);
    for number in 0..MESSAGES + MESSAGES / 10 {
        let said = serde_json::json!({"number": number, "said": "-".repeat(500)});
        let text = said.to_string();
        let begun = Instant::now();
        socket.say(&said).await?;
        let heard = socket.next().await?;
        let took = ms(begun.elapsed());
        if heard.as_str() != text {
            bail!("said {said}, heard {heard}");
        }
        if number >= MESSAGES / 10 {
            times.push(took);
        }
    }
    Ok(times)
}
