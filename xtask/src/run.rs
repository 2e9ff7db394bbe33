//! `cargo xtask run`: from a fresh checkout to the window.

use crate::setup::{self, Purpose};
use crate::shell::{self, Result};
use crate::ui;

/// Installs, builds and starts the desktop app. The quickly built one, unless `--release` is given;
/// everything else, or everything after `--`, goes to the app.
pub fn run(arguments: &[String]) -> Result<()> {
    let (ours, theirs) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (arguments.get(..at).unwrap_or_default(), arguments.get(at + 1..)),
        None => (arguments, None),
    };
    let (options, more): (Vec<_>, Vec<_>) = ours.iter().partition(|word| *word == "--release");
    let release = !options.is_empty();

    setup::packages(purpose())?;
    ui::build()?;
    let mut build = shell::cargo(&["build", "--features", "desktop", "--bin", "baton"]);
    if release {
        build.arg("--release");
    }
    shell::must(build, "cargo build")?;

    let profile = if release { "release" } else { "debug" };
    let mut app = shell::command(shell::built(profile, "baton")?);
    app.args(more).args(theirs.unwrap_or_default());
    #[cfg(target_os = "linux")]
    crate::desk::furnish(&mut app)?;
    shell::become_it(app)
}

#[cfg(target_os = "linux")]
fn purpose() -> Purpose {
    if crate::desk::is_furnished() { Purpose::Run } else { Purpose::RunBare }
}

#[cfg(not(target_os = "linux"))]
fn purpose() -> Purpose {
    Purpose::Run
}
