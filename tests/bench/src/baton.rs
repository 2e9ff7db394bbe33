//! What every measurement of the real hub begins with: a workspace, a signed-in owner, visitors.

use crate::line::Line;
use crate::server::{Server, hub};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use uuid::Uuid;

/// The owner of every workspace here.
pub const OWNER: &str = "ana@example.com";
const PASSWORD: &str = "measure twice, cut once";

/// A workspace in a folder.
pub struct Workspace {
    /// The widget's public key.
    pub widget_key: String,
    /// Ana's id.
    pub owner: String,
}

/// A visitor with a conversation.
#[derive(Clone)]
pub struct Visitor {
    /// The conversation's id.
    pub conversation: String,
    /// What the visitor signs in with.
    pub token: String,
}

/// Makes a workspace with `baton-hub init`.
pub fn init(data: &Path) -> Result<Workspace> {
    let arguments = ["init", "--workspace", "Bench", "--owner-name", "Ana", "--owner-email", OWNER];
    let said = run(data, &arguments)?;
    Ok(Workspace { widget_key: field(&said, "widget_key")?, owner: field(&said, "owner_id")? })
}

/// Fills a workspace with `baton-hub fill`; how many messages that made.
pub fn fill(data: &Path, conversations: u64) -> Result<u64> {
    let said = run(data, &["fill", "--seed", "1", "--conversations", &conversations.to_string()])?;
    said.get("messages")
        .and_then(Value::as_u64)
        .context("fill does not say how many messages it wrote")
}

fn run(data: &Path, arguments: &[&str]) -> Result<Value> {
    let mut command = Command::new(hub()?);
    command.args(arguments).arg("--data").arg(data);
    let output = command.env("BATON_PASSWORD", PASSWORD).env("RUST_LOG", "warn").output()?;
    if !output.status.success() {
        bail!("baton-hub {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A text field of an answer.
pub fn field(of: &Value, name: &str) -> Result<String> {
    Ok(of.get(name).and_then(Value::as_str).with_context(|| format!("no {name}"))?.to_owned())
}

/// Signs Ana, or another member, in.
pub async fn sign_in(server: &Server, email: &str) -> Result<String> {
    let mut line = Line::open(server.address).await?;
    let body = json!({"email": email, "password": PASSWORD, "device": "bench"});
    field(&line.call("POST", "/v1/sessions", "-", &body).await?, "token")
}

/// Adds a member who can sign in.
pub async fn add_member(line: &mut Line, token: &str, name: &str, email: &str) -> Result<()> {
    let body = json!({"name": name, "email": email, "role": "agent", "password": PASSWORD});
    line.call("POST", "/v1/members", token, &body).await?;
    Ok(())
}

/// A new conversation.
pub async fn visitor(line: &mut Line, workspace: &Workspace) -> Result<Visitor> {
    let path = format!("/v1/widget/{}/conversations", workspace.widget_key);
    let begun = line.call("POST", &path, "-", &json!({})).await?;
    Ok(Visitor {
        conversation: field(&begun, "conversation_id")?,
        token: field(&begun, "visitor_token")?,
    })
}

/// New conversations that Ana holds, so that no AI turn runs.
pub async fn held_visitors(
    address: SocketAddr,
    workspace: &Workspace,
    token: &str,
    count: usize,
) -> Result<Vec<Visitor>> {
    let mut line = Line::open(address).await?;
    let mut visitors = Vec::with_capacity(count);
    for _ in 0..count {
        let visitor = visitor(&mut line, workspace).await?;
        let to = json!({"kind": "human", "id": workspace.owner});
        let command = json!({"id": Uuid::now_v7(), "type": "assign", "to": to, "expect": 1});
        let path = format!("/v1/conversations/{}/commands", visitor.conversation);
        line.call("POST", &path, token, &command).await?;
        visitors.push(visitor);
    }
    Ok(visitors)
}

/// The newest event's place in the log.
pub async fn head(line: &mut Line, token: &str) -> Result<u64> {
    let page = line.call("GET", "/v1/events?after=0&limit=1", token, &Value::Null).await?;
    page.get("head").and_then(Value::as_u64).context("no head")
}
