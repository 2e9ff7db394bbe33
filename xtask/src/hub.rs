//! `cargo xtask hub`: the headless hub, with the widget's files in it.

use crate::shell::{Result, become_it, built, cargo, command, must};
use crate::ui;

/// Builds what is stale, then becomes `baton-hub` with these arguments.
pub fn hub(arguments: &[String]) -> Result<()> {
    build()?;
    let mut hub = command(built("release", "baton-hub")?);
    hub.args(arguments).stdin(std::process::Stdio::inherit());
    become_it(hub)
}

/// The hub as it is shipped.
pub fn build() -> Result<()> {
    ui::build()?;
    must(cargo(&["build", "--release", "-p", "baton-hub"]), "cargo build -p baton-hub")
}
