//! From "Talk to a person" to the word that makes a desktop notify: the `notified` event at a
//! member's socket, against the way of a plain message. The desktop's own share is not in it.

use crate::baton;
use crate::line::{Line, request};
use crate::numbers::{median_of, ms, percentile};
use crate::server::Server;
use crate::socket::Socket;
use crate::table::{Row, Table, Verdict};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

/// Handoffs and messages a round, in turns.
const TIMES: usize = 300;
const ROUNDS: usize = 3;

/// What one round measured, in milliseconds.
struct Round {
    handoffs: Vec<f64>,
    messages: Vec<f64>,
}

/// Measures and adds the row.
pub async fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let data = folder.join("handoffs");
    let workspace = baton::init(&data)?;
    let server = Server::baton(&data)?;
    let token = baton::sign_in(&server, baton::OWNER).await?;
    let mut line = Line::open(server.address).await?;
    let mut held = baton::held_visitors(server.address, &workspace, &token, 1).await?;
    let Some(talking) = held.pop() else { bail!("no visitor") };
    let head = baton::head(&mut line, &token).await?;
    let mut socket = Socket::member(server.address, &token, head).await?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut round = Round { handoffs: Vec::new(), messages: Vec::new() };
        for _ in 0..TIMES {
            let id = Uuid::now_v7().to_string();
            let body = format!("{{\"id\":\"{id}\",\"text\":\"Where is it?\"}}");
            let message = request("POST", "/v1/visitor/messages", &talking.token, &body);
            round.messages.push(time(&mut line, &message, &mut socket, &[&id]).await?);
            let visitor = baton::visitor(&mut line, &workspace).await?;
            let handoff = request("POST", "/v1/visitor/handoff", &visitor.token, "");
            let wanted = [visitor.conversation.as_str(), "\"notified\""];
            round.handoffs.push(time(&mut line, &handoff, &mut socket, &wanted).await?);
        }
        rounds.push(round);
    }
    let both = |percent| {
        let of = |figure: fn(&Round) -> &Vec<f64>| {
            median_of(&rounds, |round| percentile(figure(round).clone(), percent))
        };
        (of(|round| &round.handoffs), of(|round| &round.messages))
    };
    let (p50, p99) = (both(50), both(99));
    table.add(Row {
        row: "handoff",
        what: "handoff request to the `notified` event at a member's socket, p50 / p99".into(),
        figure: format!("{:.2} / {:.2} ms", p50.0, p99.0),
        peer: format!("a message, in turns {:.2} / {:.2} ms", p50.1, p99.1),
        ratio: format!("{:.2} / {:.2}", p50.0 / p50.1, p99.0 / p99.1),
        demand: "",
        verdict: Verdict::Told,
    });
    Ok(())
}

/// Milliseconds until a frame with all of `wanted` arrives.
async fn time(line: &mut Line, request: &str, socket: &mut Socket, wanted: &[&str]) -> Result<f64> {
    let begun = Instant::now();
    let arrives = async {
        socket.until(|frame| wanted.iter().all(|word| frame.contains(word))).await?;
        anyhow::Ok(begun.elapsed())
    };
    let (answer, arrived) = tokio::try_join!(line.ask(request), arrives)?;
    if !(200..300).contains(&answer.status) {
        bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(ms(arrived))
}
