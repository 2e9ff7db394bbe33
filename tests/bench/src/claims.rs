//! Row 9: fifty members claim the same conversation at once.

use crate::baton;
use crate::line::{Line, request};
use crate::numbers::{ms, percentile};
use crate::server::Server;
use crate::table::{Row, Table, Verdict};
use anyhow::{Result, bail};
use serde_json::Value;
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

const MEMBERS: usize = 50;

/// Measures and adds the row.
pub async fn measure(folder: &Path, full: bool, table: &mut Table) -> Result<()> {
    let rounds = if full { 1_000 } else { 200 };
    let data = folder.join("claims");
    let workspace = baton::init(&data)?;
    let server = Server::baton(&data)?;
    let owner = baton::sign_in(&server, baton::OWNER).await?;
    let mut line = Line::open(server.address).await?;
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        let email = format!("member{number}@example.com");
        baton::add_member(&mut line, &owner, &format!("Member {number}"), &email).await?;
        let token = baton::sign_in(&server, &email).await?;
        members.push((Line::open(server.address).await?, token));
    }
    let mut times = Vec::new();
    let mut one_winner = 0;
    for _ in 0..rounds {
        let visitor = baton::visitor(&mut line, &workspace).await?;
        line.call("POST", "/v1/visitor/handoff", &visitor.token, &Value::Null).await?;
        let claims = members
            .iter_mut()
            .map(|(line, token)| claim(line, token.clone(), visitor.conversation.clone()));
        let answers = futures_util::future::try_join_all(claims).await?;
        let winners = answers.iter().filter(|(status, _)| *status == 200).count();
        let losers = answers.iter().filter(|(status, _)| *status == 409).count();
        if winners + losers != MEMBERS {
            bail!("a claim was answered with neither 200 nor 409");
        }
        one_winner += usize::from(winners == 1);
        times.extend(answers.into_iter().map(|(_, took)| took));
    }
    let p99 = percentile(times.clone(), 99);
    table.add(Row {
        row: "9",
        what: format!("{MEMBERS} members claim at once, {rounds} rounds: p50 / p99"),
        figure: format!("{:.1} / {p99:.1} ms", percentile(times, 50)),
        peer: format!("one winner in {one_winner} of {rounds}, all answered"),
        ratio: String::new(),
        demand: "one winner always, p99 under 100 ms",
        verdict: Verdict::of(one_winner == rounds && p99 < 100.0),
    });
    Ok(())
}

/// Status and milliseconds of one claim.
async fn claim(line: &mut Line, token: String, conversation: String) -> Result<(u16, f64)> {
    let path = format!("/v1/conversations/{conversation}/commands");
    // Begun by an AI agent (1), handed off (2).
    let body = format!("{{\"id\":\"{}\",\"type\":\"claim\",\"expect\":2}}", Uuid::now_v7());
    let request = request("POST", &path, &token, &body);
    let begun = Instant::now();
    let answer = line.ask(&request).await?;
    Ok((answer.status, ms(begun.elapsed())))
}
