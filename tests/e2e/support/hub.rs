//! A headless hub of the story's own, which can be stopped and started again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::places;
use crate::running::Running;

/// A workspace in a folder and the hub that serves it.
pub struct Hub {
    address: SocketAddr,
    data: PathBuf,
    logs: PathBuf,
    serving: Option<Running>,
}

impl Hub {
    /// Makes a workspace owned by Ana and serves it, with the demo page.
    pub fn start(data: &Path, logs: &Path) -> Result<Self> {
        let made = Command::new(places::baton_hub()?)
            .arg("init")
            .arg("--data")
            .arg(data)
            .args(["--workspace", "Nordhem", "--owner-name", "Ana"])
            .args(["--owner-email", "ana@nordhem.test"])
            .env("BATON_PASSWORD", "correct horse battery")
            .stdin(Stdio::null())
            .output()
            .context("run baton-hub init")?;
        ensure!(made.status.success(), "baton-hub init: {}", String::from_utf8_lossy(&made.stderr));
        let line: Value = serde_json::from_slice(&made.stdout).context("init prints JSON")?;
        ensure!(line["widget_key"].is_string(), "init names the widget's key: {line}");
        let address = places::free_address()?;
        let mut hub = Self { address, data: data.to_owned(), logs: logs.to_owned(), serving: None };
        hub.start_again()?;
        Ok(hub)
    }

    /// Where it listens, before and after a restart.
    pub fn address(&self) -> SocketAddr {
        self.address
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
        let (serving, ()) = Running::start_until("hub", &command, &self.logs, |line| {
            line.starts_with("listening on ").then_some(())
        })?;
        self.serving = Some(serving);
        Ok(())
    }
}
