//! Row `models`: a visitor's message on its way to a member, while a hundred conversations wait for
//! a model and while none does, in turns.

use crate::baton::{self, Workspace};
use crate::line::{Line, request};
use crate::messages::{one_by_one, side};
use crate::numbers::{median_of, percentile};
use crate::server::Server;
use crate::table::{Row, Table, Verdict};
use crate::take_overs::with_model;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// How many conversations wait for the model.
const WAITING: usize = 100;
const ROUNDS: usize = 3;

/// Measures and adds the row.
pub async fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let data = folder.join("models");
    let workspace: Workspace = baton::init(&data)?;
    let server = Server::baton(&data)?;
    let model = Server::model()?;
    let owner = baton::sign_in(&server, baton::OWNER).await?;
    let widget_key = with_model(&server, &owner, model.address, 80).await?;
    let asking = Workspace { widget_key, owner: workspace.owner.clone() };
    let mut hub = Line::open(server.address).await?;
    let mut side = side(server, &workspace, &owner).await?;
    let mut control = Line::open(model.address).await?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(one_by_one(&mut side).await?);
        for _ in 0..WAITING {
            let visitor = baton::visitor(&mut hub, &asking).await?;
            let body = json!({"id": Uuid::now_v7(), "text": "Where is my parcel?"}).to_string();
            hub.ask(&request("POST", "/v1/visitor/messages", &visitor.token, &body))
                .await?
                .json()?;
        }
        until(&mut control, "/open", WAITING).await?;
        with.push(one_by_one(&mut side).await?);
        if open(&mut control, "/open").await? != WAITING {
            bail!("the model's streams ended too soon");
        }
        open(&mut control, "/finish").await?;
        until(&mut control, "/open", 0).await?;
    }
    report(table, &without, &with);
    Ok(())
}

fn report(table: &mut Table, without: &[Vec<f64>], with: &[Vec<f64>]) {
    let both = |percent| {
        let of =
            |rounds: &[Vec<f64>]| median_of(rounds, |round| percentile(round.clone(), percent));
        (of(without), of(with))
    };
    let (p50, p99) = (both(50), both(99));
    table.add(Row {
        row: "models",
        what: format!("visitor to member's socket while {WAITING} conversations wait for a model"),
        figure: format!("{:.2} / {:.2} ms", p50.1, p99.1),
        peer: format!("while none does {:.2} / {:.2} ms", p50.0, p99.0),
        ratio: format!("{:.2} / {:.2}", p50.1 / p50.0, p99.1 / p99.0),
        demand: "",
        verdict: Verdict::Told,
    });
}

/// What the model's server says to this; how many streams are open.
async fn open(control: &mut Line, path: &str) -> Result<usize> {
    let answer = control.ask(&request("GET", path, "-", "")).await?;
    String::from_utf8(answer.body)?.parse().context("not a number of streams")
}

/// Waits until so many streams are open.
async fn until(control: &mut Line, path: &str, streams: usize) -> Result<()> {
    for _ in 0..1_000 {
        if open(control, path).await? == streams {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bail!("the model never had {streams} streams")
}
