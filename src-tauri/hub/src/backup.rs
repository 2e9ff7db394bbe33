//! `baton-hub backup`: one file that a workspace can be put back from, made while the hub serves.

use crate::command_line::say;
use anyhow::Context;
use baton_store::Store;
use std::path::Path;

/// Writes the backup and says what it is.
pub(crate) fn backup(data: &Path, out: &Path) -> anyhow::Result<()> {
    let made =
        Store::backup(data, out).with_context(|| format!("{} was not written", out.display()))?;
    say(&format!(
        "{}: {} bytes, every event up to {}. It holds password hashes, sign-ins and secrets: keep \
         it as safe as the hub. To use it, copy it to an empty folder as {}.",
        out.display(),
        made.bytes,
        made.seq,
        baton_store::FILE,
    ))
}
