//! A child process that cannot outlive the test.
//!
//! Each child runs in a process group of its own, led by a shell that waits for the end of its
//! standard input. That end comes when [`Running`] is dropped, when the test panics, and when the
//! test process is killed: then the whole group is. Nothing here needs `unsafe` or a signal crate.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

/// Starts the program, lets go of its output, waits for the end of input; then kills the program,
/// waits until it is gone with its ports and locks, and kills what is left of the group.
const KEEPER: &str =
    r#""$@" </dev/null & exec >/dev/null 2>&1; cat; kill -KILL $!; wait $!; kill -KILL 0"#;

/// A started program; dropping it kills it and everything it started.
pub struct Running {
    keeper: Child,
    lifeline: Option<ChildStdin>,
    log: PathBuf,
}

impl Running {
    /// Starts `command`; what it prints goes to `logs/NAME.log`.
    pub fn start(name: &str, command: &Command, logs: &Path) -> Result<Self> {
        let (log, output) = open_log(name, logs)?;
        Self::spawn(name, command, log, output.try_clone()?.into(), output)
    }

    /// Like [`Running::start`], and waits for the first line of standard output that `wanted`
    /// turns into something, for at most 20 seconds. Later lines are read and thrown away.
    pub fn start_until<T: Send + 'static>(
        name: &str,
        command: &Command,
        logs: &Path,
        wanted: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Self, T)> {
        let (log, errors) = open_log(name, logs)?;
        let mut running = Self::spawn(name, command, log, Stdio::piped(), errors)?;
        let output = running.keeper.stdout.take().context("the output is piped")?;
        let (said, hear) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(found) = wanted(&line) {
                    // Nobody listens any more after the first; the pipe is still emptied.
                    let _ = said.send(found);
                }
            }
        });
        let found = hear.recv_timeout(Duration::from_secs(20)).map_err(|_| {
            anyhow!("{name} did not say that it is ready; it wrote:\n{}", running.log_tail())
        })?;
        Ok((running, found))
    }

    /// Kills it now.
    pub fn kill(&mut self) {
        drop(self.lifeline.take());
        // The keeper kills itself with its group: its status says nothing.
        let _ = self.keeper.wait();
    }

    /// The last lines of what the program wrote, for error messages.
    pub fn log_tail(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    fn spawn(
        name: &str,
        command: &Command,
        log: PathBuf,
        stdout: Stdio,
        stderr: File,
    ) -> Result<Self> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", KEEPER, name]).arg(command.get_program()).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(key, value),
                None => shell.env_remove(key),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            shell.current_dir(folder);
        }
        let mut keeper = shell
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(stderr)
            .spawn()
            .with_context(|| format!("start {name}"))?;
        let lifeline = keeper.stdin.take();
        Ok(Self { keeper, lifeline, log })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

fn open_log(name: &str, logs: &Path) -> Result<(PathBuf, File)> {
    std::fs::create_dir_all(logs).with_context(|| format!("create {}", logs.display()))?;
    let log = logs.join(format!("{name}.log"));
    let file = File::options().create(true).append(true).open(&log)?;
    Ok((log, file))
}
