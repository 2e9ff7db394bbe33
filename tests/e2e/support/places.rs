//! Where things are: the built programs, the drivers, the folders for pictures and logs.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// The desktop app: `BATON_BIN`, or `baton` beside the test's own build.
pub fn baton() -> Result<PathBuf> {
    built("baton", "BATON_BIN", "cargo build --features desktop --bin baton")
}

/// The headless hub: `BATON_HUB_BIN`, or `baton-hub` beside the test's own build.
pub fn baton_hub() -> Result<PathBuf> {
    built("baton-hub", "BATON_HUB_BIN", "cargo build -p baton-hub")
}

/// The first of these programs that is on the `PATH`, or where Debian and Ubuntu hide it.
pub fn program(names: &[&str], debian_package: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push("/usr/lib/chromium-browser".into());
    folders.push("/usr/lib/chromium".into());
    for name in names {
        if let Some(found) = folders.iter().map(|folder| folder.join(name)).find(|f| f.is_file()) {
            return Ok(found);
        }
    }
    bail!("{} is missing: apt-get install {debian_package}", names.join(" or "))
}

/// WebKit's example browser, which comes with the library the app needs.
pub fn mini_browser() -> Result<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path());
    folders
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|file| file.is_file())
        .context("MiniBrowser is missing: apt-get install libwebkit2gtk-4.1-0")
}

/// The folder of this repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `target/e2e-shots`: one picture per name, overwritten by the next run.
pub fn shots() -> Result<PathBuf> {
    folder("e2e-shots")
}

/// `target/e2e-logs/STORY`, emptied.
pub fn logs(story: &str) -> Result<PathBuf> {
    let logs = folder("e2e-logs")?.join(story);
    if logs.exists() {
        std::fs::remove_dir_all(&logs)?;
    }
    std::fs::create_dir_all(&logs)?;
    Ok(logs)
}

/// A loopback address nobody listens on, for programs that cannot be told to pick one.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn built(name: &str, variable: &str, how: &str) -> Result<PathBuf> {
    let path = match std::env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => profile_folder()?.join(name),
    };
    if !path.is_file() {
        bail!("{} is missing: {how}, or name another in {variable}", path.display());
    }
    Ok(path)
}

/// `target/debug`: a test itself is `target/debug/deps/e2e-…`, the bench `target/release/…`.
fn profile_folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let folder = program.parent().context("a program lies in a folder")?;
    let tests = folder.ends_with("deps");
    Ok(if tests { folder.parent().context("deps lies in a profile")? } else { folder }
        .to_path_buf())
}

fn folder(name: &str) -> Result<PathBuf> {
    let profile = profile_folder()?;
    let folder = profile.parent().context("a profile lies in the target folder")?.join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
