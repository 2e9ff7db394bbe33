//! Row 10: a member takes over while a model is making the AI agent's answer, at any moment. No word
//! of the AI agent afterwards; how soon the model's connection is closed; and what an AI turn costs
//! beside the model's own time.

use crate::baton::{self, Visitor, Workspace, field};
use crate::line::{Line, request};
use crate::model::{Heard, thinking};
use crate::numbers::{ms, percentile};
use crate::server::Server;
use crate::socket::Socket;
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use uuid::Uuid;

/// How long the model thinks. The hub itself waits 400 ms for more words of the visitor's.
const THINKS: Duration = Duration::from_millis(600);
/// A take-over happens up to so long after the question.
const UP_TO: Duration = Duration::from_millis(900);
/// How many conversations at once.
const AT_ONCE: usize = 5;
/// How many turns are left alone, for our share of them.
const ALONE: usize = 200;

/// A workspace whose widget an AI agent with a model answers.
pub async fn with_model(
    server: &Server,
    owner: &str,
    model: SocketAddr,
    timeout_s: u32,
) -> Result<String> {
    let mut line = Line::open(server.address).await?;
    let openai = json!({"base_url": format!("http://{model}/v1"), "model": "bench",
        "allow_private": true, "timeout_s": timeout_s});
    let body = json!({"name": "Otto", "kind": "openai", "openai": openai});
    let otto = line.call("POST", "/v1/ai-agents", owner, &body).await?;
    let body = json!({"name": "Shop", "ai_agent": field(&otto, "id")?});
    field(&line.call("POST", "/v1/widgets", owner, &body).await?, "key")
}

/// Measures and adds the rows.
pub async fn measure(folder: &Path, full: bool, table: &mut Table) -> Result<()> {
    let rounds = if full { 1_000 } else { 200 };
    let data = folder.join("take-overs");
    let workspace = baton::init(&data)?;
    let server = Server::baton(&data)?;
    let owner = baton::sign_in(&server, baton::OWNER).await?;
    let (model, mut heard) = thinking(THINKS).await?;
    let widget_key = with_model(&server, &owner, model, 30).await?;
    let workspace = Workspace { widget_key, ..workspace };
    shares(&server, &workspace, &owner, &mut heard, table).await?;
    let mut taken = Taken::default();
    for first in (0..rounds).step_by(AT_ONCE) {
        let each =
            (first..first + AT_ONCE).map(|number| round(&server, &workspace, &owner, number));
        for (question, done, late) in futures_util::future::try_join_all(each).await? {
            taken.moments.insert(question, done);
            taken.late += late;
        }
    }
    taken.hear(rounds, &mut heard).await?;
    taken.report(rounds, table);
    Ok(())
}

/// When conversations were taken, and what the model noticed of it.
#[derive(Default)]
struct Taken {
    moments: HashMap<String, Instant>,
    closed: Vec<f64>,
    answered: usize,
    late: usize,
}

impl Taken {
    /// Waits until the model has heard the end of every question.
    async fn hear(
        &mut self,
        rounds: usize,
        heard: &mut mpsc::UnboundedReceiver<Heard>,
    ) -> Result<()> {
        // A conversation that was taken before the hub had asked is never heard of.
        let patience = Duration::from_secs(2);
        for _ in 0..rounds {
            let Ok(what) = tokio::time::timeout(patience, heard.recv()).await else { break };
            let what = what.context("the model has ended")?;
            match (what.hung_up, self.moments.get(&what.asked)) {
                (Some(at), Some(done)) => {
                    self.closed.push(ms(at.saturating_duration_since(*done)));
                }
                (Some(_), None) => bail!("an answer was given up that nobody had taken"),
                (None, _) => self.answered += 1,
            }
        }
        Ok(())
    }

    fn report(self, rounds: usize, table: &mut Table) {
        let interrupted = self.closed.len();
        let (p50, p99) = (percentile(self.closed.clone(), 50), percentile(self.closed, 99));
        table.add(Row {
            row: "10",
            what: format!(
                "{rounds} take-overs at random moments: words of the AI agent after them"
            ),
            figure: self.late.to_string(),
            peer: format!("{interrupted} while the model spoke, {} after it", self.answered),
            ratio: String::new(),
            demand: "none",
            verdict: Verdict::of(self.late == 0 && interrupted > 0),
        });
        table.add(Row {
            row: "10",
            what: "  take-over confirmed to the model's connection closed, p50 / p99".into(),
            figure: format!("{p50:.1} / {p99:.1} ms"),
            peer: String::new(),
            ratio: String::new(),
            demand: "p99 at most 50 ms",
            verdict: Verdict::of(p99 <= 50.0 && interrupted > 0),
        });
    }
}

/// What is asked, different each time so that the model's side can be told apart.
fn words(visitor: &Visitor) -> String {
    format!("Where is my parcel {}?", visitor.conversation)
}

fn says(visitor: &Visitor) -> String {
    let body = json!({"id": Uuid::now_v7(), "text": words(visitor)}).to_string();
    request("POST", "/v1/visitor/messages", &visitor.token, &body)
}

/// One conversation: what was asked, when it was taken, how many words came after that.
async fn round(
    server: &Server,
    workspace: &Workspace,
    owner: &str,
    number: usize,
) -> Result<(String, Instant, usize)> {
    let mut line = Line::open(server.address).await?;
    let visitor = baton::visitor(&mut line, workspace).await?;
    line.ask(&says(&visitor)).await?.json()?;
    // The same moments in each run, and none like another.
    let share = (number as f64 * 0.618_033_988_75).fract();
    tokio::time::sleep(UP_TO.mul_f64(share)).await;
    let to = json!({"kind": "human", "id": workspace.owner});
    let command = json!({"id": Uuid::now_v7(), "type": "assign", "to": to, "expect": 1});
    let path = format!("/v1/conversations/{}/commands", visitor.conversation);
    let taken = line.call("POST", &path, owner, &command).await?;
    let done = Instant::now();
    let seq = taken.pointer("/events/0/seq").and_then(Value::as_u64).context("no event")?;
    tokio::time::sleep(THINKS).await;
    let path = format!("/v1/conversations/{}/messages", visitor.conversation);
    let page = line.call("GET", &path, owner, &Value::Null).await?;
    let messages = page.get("messages").and_then(Value::as_array).context("no messages")?;
    let late = messages.iter().filter(|message| {
        let by_ai = message.pointer("/author/kind").is_some_and(|kind| kind == "ai");
        by_ai && message.get("seq").and_then(Value::as_u64) > Some(seq)
    });
    Ok((words(&visitor), done, late.count()))
}

/// What a turn takes beside the model's own time: from the visitor's message to the model, and from
/// the model's last byte to the member.
async fn shares(
    server: &Server,
    workspace: &Workspace,
    owner: &str,
    heard: &mut mpsc::UnboundedReceiver<Heard>,
    table: &mut Table,
) -> Result<()> {
    let mut line = Line::open(server.address).await?;
    let head = baton::head(&mut line, owner).await?;
    let mut socket = Socket::member(server.address, owner, head).await?;
    let mut shares = Vec::new();
    for _ in 0..ALONE {
        let visitor = baton::visitor(&mut line, workspace).await?;
        let begun = Instant::now();
        line.ask(&says(&visitor)).await?.json()?;
        let wanted = [visitor.conversation.as_str(), "\"message_posted\"", "\"kind\":\"ai\""];
        socket.until(|frame| wanted.iter().all(|word| frame.contains(word))).await?;
        let arrived = Instant::now();
        let what = heard.recv().await.context("the model has ended")?;
        let answered = what.answered.context("the hub hung up by itself")?;
        shares.push(ms(what.at - begun) + ms(arrived.saturating_duration_since(answered)));
    }
    let (p50, p99) = (percentile(shares.clone(), 50), percentile(shares, 99));
    table.add(Row {
        row: "10",
        what: "  an AI turn without the model's own time, p50 / p99".into(),
        figure: format!("{p50:.1} / {p99:.1} ms"),
        peer: String::new(),
        ratio: String::new(),
        demand: "p99 at most 5 ms",
        verdict: Verdict::of(p99 <= 5.0),
    });
    Ok(())
}
