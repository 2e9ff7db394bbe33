//! A backup: everything of a workspace in one file, secrets included, taken beside a serving hub.
//!
//! Guarantees: the file is one state of the log; it appears under its name only once it is whole
//! and on disk, nothing is overwritten, and only this person may read it. What one that was killed
//! has left goes with the next one of the same name. Leaves out where backups go and how long they
//! are kept.

use crate::copy::{Copied, Unfinished, new_file};
use crate::error::{Error, Result};
use crate::{FILE, Store, connect, known, tx};
use rusqlite::OpenFlags;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What follows the name of a file that is not whole yet, before the number of its process.
const PART: &str = ".part-";

impl Store {
    /// Writes a backup of the workspace in `folder` to the new file `out`. Blocks.
    pub fn backup(folder: &Path, out: &Path) -> Result<Copied> {
        let source = connect(&folder.join(FILE), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        known(&source)?;
        let seq = whole_file(out, |part| {
            let text = part.to_str().ok_or_else(|| Error::Io(ErrorKind::InvalidFilename.into()))?;
            // Of one read transaction, without free pages, and without a write-ahead log.
            source.execute("VACUUM INTO ?1", [text])?;
            tx::head(&connect(part, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
        })?;
        Ok(Copied { seq, bytes: std::fs::metadata(out)?.len() })
    }
}

/// Makes the file `out`, which must not be there, with what `write` writes. It appears under its
/// name once it is whole and on disk, and only this person may read it.
pub fn new_whole_file(out: &Path, write: impl FnOnce(&File) -> Result<()>) -> Result<()> {
    whole_file(out, |part| write(&File::options().write(true).open(part)?))
}

fn whole_file<T>(out: &Path, write: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let taken = || match out.symlink_metadata() {
        Ok(_) => Err(Error::Io(ErrorKind::AlreadyExists.into())),
        Err(_) => Ok(()),
    };
    taken()?;
    remove_parts_of(out)?;
    let part = part_of(out);
    new_file(&part)?;
    let mut unfinished = Unfinished::at(&part);
    let written = write(&part)?;
    File::open(&part)?.sync_all()?;
    taken()?;
    std::fs::rename(&part, out)?;
    unfinished.is_kept();
    sync_folder_of(out)?;
    Ok(written)
}

/// Moves the closed workspace of one folder into another one that has none, whole or not at all.
pub fn put_in_place(from: &Path, to: &Path) -> Result<()> {
    let (file, out) = (from.join(FILE), to.join(FILE));
    // What is only in the write-ahead log would be left behind.
    let log = from.join(format!("{FILE}-wal"));
    let left = std::fs::metadata(log).map_or(0, |found| found.len());
    if left > 0 || out.symlink_metadata().is_ok() {
        return Err(Error::Io(ErrorKind::AlreadyExists.into()));
    }
    let opened = File::open(&file)?;
    #[cfg(unix)]
    opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    opened.sync_all()?;
    std::fs::rename(&file, &out)?;
    sync_folder_of(&out)
}

/// The name a file has until it is whole.
fn part_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(format!("{PART}{}", std::process::id()));
    out.with_file_name(name)
}

/// Removes what earlier ones of this name have left that were killed: secrets may be in it.
fn remove_parts_of(out: &Path) -> Result<()> {
    let whole = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Ok(lying) = folder.unwrap_or(Path::new(".")).read_dir() else { return Ok(()) };
    for file in lying.flatten() {
        let name = file.file_name();
        let ours = name.to_str().is_some_and(|name| is_part(name, &whole));
        if ours && file.file_type()?.is_file() {
            std::fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// Whether a file of this name is an unfinished `whole`, or what SQLite puts beside one.
fn is_part(name: &str, whole: &str) -> bool {
    let process = name.strip_prefix(whole).and_then(|rest| rest.strip_prefix(PART));
    let process = process.map(|rest| rest.strip_suffix("-journal").unwrap_or(rest));
    process.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name is on disk too, where a folder can be asked for that.
fn sync_folder_of(file: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
