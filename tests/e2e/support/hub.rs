//! A headless hub of the story's own, which can be stopped and started again.
//!
//! Its limits are off where a story would run into them: all its people share one address.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::places;
use crate::running::Running;

/// What everybody signs in with.
pub const PASSWORD: &str = "correct horse battery";

/// A workspace in a folder and the hub that serves it.
pub struct Hub {
    address: SocketAddr,
    data: PathBuf,
    logs: PathBuf,
    widget_key: String,
    serving: Option<Running>,
}

impl Hub {
    /// Makes a workspace and serves it, with the demo page. The owner's address is
    /// `name@nordhem.test`.
    pub fn start(owner: &str, data: &Path, logs: &Path) -> Result<Self> {
        let line = init(owner, data)?;
        let widget_key = line["widget_key"].as_str().context("init names the widget's key")?;
        let mut hub = Self {
            address: places::free_address()?,
            data: data.to_owned(),
            logs: logs.to_owned(),
            widget_key: widget_key.to_owned(),
            serving: None,
        };
        hub.start_again()?;
        Ok(hub)
    }

    /// Where it listens, before and after a restart.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where programs reach it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a page with the widget on it is known by.
    pub fn widget_key(&self) -> &str {
        &self.widget_key
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        self.serving = None;
    }

    /// Serves the same folder on the same address, and waits until it listens.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = Command::new(places::baton_hub()?);
        command.arg("serve").arg("--data").arg(&self.data).arg("--demo");
        command.arg("--listen").arg(self.address.to_string());
        command.envs([("BATON_LIMIT_MESSAGES", "0"), ("BATON_LIMIT_SIGN_INS", "0")]);
        let (serving, ()) = Running::start_until("hub", &command, &self.logs, |line| {
            line.starts_with("listening on ").then_some(())
        })?;
        self.serving = Some(serving);
        Ok(())
    }
}

/// A hub without a workspace, which waits for one to be moved to it.
pub struct EmptyHub {
    /// Where it waits, and will serve.
    pub address: SocketAddr,
    /// What it has printed for whoever moves.
    pub code: String,
    _receiving: Running,
}

impl EmptyHub {
    /// Starts it on the empty folder `data`.
    pub fn start(data: &Path, logs: &Path) -> Result<Self> {
        let address = places::free_address()?;
        let mut command = Command::new(places::baton_hub()?);
        command.arg("receive").arg("--data").arg(data).arg("--demo");
        command.arg("--listen").arg(address.to_string());
        let (receiving, code) = Running::start_until("empty-hub", &command, logs, |line| {
            line.strip_prefix("move code ").map(str::to_owned)
        })?;
        Ok(Self { address, code, _receiving: receiving })
    }
}

/// Makes a workspace with the sample articles; what `init` says of it.
pub fn init(owner: &str, data: &Path) -> Result<Value> {
    let email = format!("{}@nordhem.test", owner.to_lowercase());
    let owned = ["--owner-name", owner, "--owner-email", &email];
    let said = run(
        data,
        &[&["init", "--workspace", "Nordhem", "--sample-articles"], &owned[..]].concat(),
    )?;
    serde_json::from_slice(&said).context("init prints JSON")
}

/// Fills a workspace with conversations as they happen.
pub fn fill(data: &Path, conversations: u32) -> Result<()> {
    run(data, &["fill", "--seed", "1", "--conversations", &conversations.to_string()]).map(drop)
}

fn run(data: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let mut command = Command::new(places::baton_hub()?);
    command.args(arguments).arg("--data").arg(data);
    command.env("BATON_PASSWORD", PASSWORD).stdin(Stdio::null());
    let made = command.output().context("run baton-hub")?;
    let stderr = String::from_utf8_lossy(&made.stderr);
    ensure!(made.status.success(), "baton-hub {arguments:?}: {stderr}");
    Ok(made.stdout)
}
