//! A server as a process of its own, and what the kernel says it uses.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Clock ticks a second in /proc (`sysconf(_SC_CLK_TCK)`, 100 on every Linux there is).
const TICKS: f64 = 100.0;

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// The hub that was built beside this program.
pub fn hub() -> Result<PathBuf> {
    let hub = std::env::current_exe()?.with_file_name("baton-hub");
    if !hub.is_file() {
        bail!("{} is missing; `cargo xtask bench` builds it", hub.display());
    }
    Ok(hub)
}

impl Server {
    /// Baton on this folder, without limits.
    pub fn baton(data: &Path) -> Result<Self> {
        let mut command = Command::new(hub()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        for limit in ["BATON_LIMIT_MESSAGES", "BATON_LIMIT_CONVERSATIONS", "BATON_LIMIT_SIGN_INS"] {
            command.env(limit, "0");
        }
        Self::start(command)
    }

    /// The bare hub on this folder.
    pub fn bare(data: &Path) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["bare", "--data"]).arg(data);
        Self::start(command)
    }

    /// A model's server.
    pub fn model() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("model");
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self> {
        let mut child =
            command.env("RUST_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("no output")?;
        let mut first = String::new();
        BufReader::new(output).read_line(&mut first)?;
        let address = first.trim().rsplit('/').next().unwrap_or_default().parse();
        match address {
            Ok(address) => Ok(Self { child, address }),
            Err(_) => bail!("the server did not say where it listens: {first:?}"),
        }
    }

    /// Ends it as an operator would, and waits.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it as a power cut would (SIGKILL).
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Seconds of processor time so far.
    pub fn cpu_s(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in parentheses may hold anything; utime and stime are fields 14 and 15.
        let (_, fields) = stat.rsplit_once(')').context("an odd /proc/PID/stat")?;
        let ticks: Vec<f64> =
            fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
        Ok(ticks.iter().sum::<f64>() / TICKS)
    }

    /// Proportional set size in KiB.
    pub fn pss_kib(&self) -> Result<f64> {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kib = pss.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        kib.context("no Pss in /proc/PID/smaps_rollup")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
