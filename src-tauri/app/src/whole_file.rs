//! Files that the app writes on this computer: whole or not at all, whatever stops it, and only this
//! person may read them. What stood there before stays until the new one is on disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes these bytes.
pub fn write_bytes(file: &Path, bytes: &[u8]) -> io::Result<()> {
    write(file, |out| out.write_all(bytes))
}

/// Writes beside the file and renames once everything is on disk.
pub fn write(
    file: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    // What a link leads to is replaced, not the link; and nothing that is not a file.
    let file = match fs::metadata(file) {
        Ok(there) if there.is_file() => fs::canonicalize(file)?,
        Ok(_) => return Err(ErrorKind::IsADirectory.into()),
        Err(_) => file.to_owned(),
    };
    let (part, opened) = beside(&file)?;
    let written = fill_part(&opened, fill);
    drop(opened);
    let placed = written.and_then(|()| fs::rename(&part, &file));
    if placed.is_err() {
        let _ = fs::remove_file(&part);
    }
    placed
}

fn fill_part(
    part: &File,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(part);
    fill(&mut out)?;
    out.flush()?;
    part.sync_all()
}

/// A new file in the same folder that only this person may read.
fn beside(file: &Path) -> io::Result<(PathBuf, File)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Not made from the file's own name: that may be as long as the system allows.
    let id = uuid::Uuid::now_v7().simple().to_string();
    let part = file.with_file_name(format!(".baton-{id}.part"));
    let opened = options.open(&part)?;
    Ok((part, opened))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("all.csv");
        fs::write(&file, "before").unwrap();
        let broken = write(&file, |out| {
            out.write_all(b"half")?;
            Err(ErrorKind::StorageFull.into())
        });
        assert_eq!(broken.unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(fs::read_to_string(&file).unwrap(), "before");
        write(&file, |out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "and nothing lies beside it");
    }

    #[test]
    fn a_folder_that_is_not_there_or_a_thing_that_is_no_file_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        for place in [folder.path().join("missing").join("all.csv"), folder.path().to_owned()] {
            assert!(write(&place, |out| out.write_all(b"x")).is_err(), "{}", place.display());
        }
        #[cfg(unix)]
        assert!(write(Path::new("/dev/null"), |out| out.write_all(b"x")).is_err());
    }
}
