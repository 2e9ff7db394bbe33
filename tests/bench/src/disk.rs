//! The disk under the measurements: the folder they use, and what an fsync costs on it now.

use crate::numbers::{median, ms};
use anyhow::{Context, Result};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Instant;
use tempfile::TempDir;

/// A folder beside the program: on the disk, which /tmp need not be.
pub fn folder() -> Result<TempDir> {
    let program = std::env::current_exe()?;
    let beside = program.parent().context("no folder")?;
    Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(beside)?)
}

/// The median of 200 times writing 4 KiB and having them on the disk (`fdatasync`).
pub fn fsync_ms(folder: &Path) -> Result<f64> {
    let mut file = std::fs::File::create(folder.join("fsync"))?;
    let block = [7_u8; 4096];
    let mut times = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&block)?;
        file.sync_data()?;
        times.push(ms(begun.elapsed()));
    }
    Ok(median(times))
}

/// Copies a file and has the copy on the disk.
pub fn copied(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to)?;
    std::fs::File::open(to)?.sync_all()?;
    Ok(())
}
