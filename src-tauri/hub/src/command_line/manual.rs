//! What an installed hub brings along besides the program: manual pages and completions, made from
//! the command line itself, so that they name every option there is and no other.

use super::CommandLine;
use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;
use std::path::Path;

/// Writes a page for the program and one for each of its commands, such as `baton-hub-serve.1`.
pub(super) fn pages(folder: &Path) -> anyhow::Result<()> {
    let cannot = || format!("manual pages cannot be written to {}", folder.display());
    std::fs::create_dir_all(folder).with_context(cannot)?;
    clap_mangen::generate_to(CommandLine::command(), folder).with_context(cannot)
}

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "baton-hub", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(())
}
