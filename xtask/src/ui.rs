//! The two web UIs: their packages and their build, each only when something changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::shell::{Result, ask, command, has, must, root};

/// The oldest Node.js that the build tools run on.
const NODE: (u32, u32) = (20, 19);

/// Goes with the `tauri` of `Cargo.toml`.
const TAURI: &str = "@tauri-apps/cli@2.12.5";

/// An `npm` command in `ui/`.
pub fn npm(arguments: &[&str]) -> Command {
    // On Windows npm is a script, which only its full name starts.
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder()).args(arguments);
    npm
}

/// Tauri's command line, which only installers need: fetched when it is first used, not with the UI.
pub fn tauri() -> Command {
    let mut tauri = npm(&["exec", "--yes", "--package", TAURI, "--", "tauri"]);
    tauri.current_dir(root());
    tauri
}

/// `npm ci`, unless what is installed is what `package-lock.json` says.
pub fn install() -> Result<()> {
    require_node()?;
    let wanted = read(&folder().join("package-lock.json"))?;
    let installed = folder().join("node_modules/.baton-installed-lock.json");
    if std::fs::read(&installed).is_ok_and(|lock| lock == wanted) {
        return Ok(());
    }
    println!("Installing the UI's packages");
    must(npm(&["ci", "--no-audit", "--no-fund"]), "npm ci")?;
    write(&installed, &wanted)
}

/// `npm run build`, unless `ui/dist` is newer than everything it is made of.
pub fn build() -> Result<()> {
    install()?;
    let built = folder().join("dist/.built");
    if modified(&built).is_some_and(|at| newest_source(&folder()).is_some_and(|new| new < at)) {
        return Ok(());
    }
    println!("Building the UI");
    must(npm(&["run", "build"]), "npm run build")?;
    write(&built, b"")
}

fn folder() -> PathBuf {
    root().join("ui")
}

fn require_node() -> Result<()> {
    let (major, minor) = NODE;
    let wanted = format!("Node.js {major}.{minor} or newer with npm is needed: https://nodejs.org");
    let mut node = command("node");
    node.arg("--version");
    let version = ask(node).ok_or_else(|| wanted.clone())?;
    let mut numbers =
        version.trim().trim_start_matches('v').split('.').map_while(|n| n.parse().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NODE {
        return Err(format!("{wanted} (found {})", version.trim()));
    }
    if has(if cfg!(windows) { "npm.cmd" } else { "npm" }) { Ok(()) } else { Err(wanted) }
}

/// When the newest file below was changed; what is installed or built does not count.
fn newest_source(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let entries =
        entries.filter(|entry| entry.file_name() != "node_modules" && entry.file_name() != "dist");
    entries
        .filter_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => newest_source(&entry.path()),
            _ => modified(&entry.path()),
        })
        .max()
}

fn modified(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|found| found.modified()).ok()
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).map_err(|error| format!("read {}: {error}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(file, bytes).map_err(|error| format!("write {}: {error}", file.display()))
}
