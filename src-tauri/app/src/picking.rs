//! The help articles in a folder that a person has chosen, ready for the hub. Guarantees that only text files
//! inside that folder are read, and not more than one import takes; leaves out what is in them.

use crate::ipc::{ErrorCode, IpcError};
use crate::notices::words::Words;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::fs::{self, DirEntry, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of files that articles are made of.
const ENDINGS: [&str; 4] = ["md", "markdown", "txt", "csv"];
/// How many folders deep is looked.
const DEEP: usize = 5;
/// Most files.
const FILES: usize = 2_000;
/// Most things in the folder that are looked at, files or not.
const LOOKED_AT: usize = 100_000;
/// Most bytes in all: as base64 they fit into the 20 MiB of an import.
const BYTES: usize = 15_000_000;

/// A file and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PickedFile {
    /// Its name, with the folders below the chosen one.
    pub name: String,
    /// Its bytes as base64.
    pub data: String,
}

/// The files of `folder` and the folders in it that articles can be made of, by name. What cannot
/// be read is left out, and links are not followed.
pub fn articles(folder: &Path, words: &Words) -> Result<Vec<PickedFile>, IpcError> {
    let mut paths = Vec::new();
    let mut seen = 0;
    gather(folder, DEEP, &mut seen, &mut paths, words)?;
    paths.sort();
    let (mut picked, mut all) = (Vec::with_capacity(paths.len()), 0);
    for path in paths {
        let Some(bytes) = read(&path, BYTES - all) else { continue };
        all += bytes.len();
        if all > BYTES {
            return Err(too_much(words.folder_large));
        }
        picked.push(PickedFile { name: name(folder, &path), data: STANDARD.encode(bytes) });
    }
    Ok(picked)
}

fn gather(
    folder: &Path,
    deep: usize,
    seen: &mut usize,
    paths: &mut Vec<PathBuf>,
    words: &Words,
) -> Result<(), IpcError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries.filter_map(Result::ok) {
        *seen += 1;
        if *seen > LOOKED_AT {
            return Err(too_much(words.folder_deep));
        }
        // Of the link itself, not of what it leads to.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && deep > 0 {
            gather(&entry.path(), deep - 1, seen, paths, words)?;
        } else if kind.is_file() && is_article(&entry) {
            paths.push(entry.path());
        }
        if paths.len() > FILES {
            return Err(too_much(words.folder_many));
        }
    }
    Ok(())
}

fn is_article(entry: &DirEntry) -> bool {
    let path = entry.path();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// The whole file, or one byte more than there is room for.
fn read(path: &Path, room: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(room).ok()?.saturating_add(1);
    File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn too_much(words: &str) -> IpcError {
    IpcError::new(ErrorCode::TooLarge, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desktop_prefs::Language;

    fn found(folder: &Path) -> Result<Vec<PickedFile>, IpcError> {
        articles(folder, Words::of(Language::En))
    }

    fn write(folder: &Path, name: &str, bytes: &[u8]) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        found(folder).unwrap().into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn text_files_of_a_folder_and_five_below_are_picked() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.MD", "a.markdown", "c/faq.csv", "1/2/3/4/5/in.txt", "1/2/3/4/5/6/out.txt"] {
            write(folder.path(), name, b"Words");
        }
        for name in ["logo.png", "md", "notes.txt.exe"] {
            write(folder.path(), name, b"\x89PNG");
        }
        assert_eq!(names(folder.path()), ["1/2/3/4/5/in.txt", "a.markdown", "b.MD", "c/faq.csv"]);
        let picked = found(&folder.path().join("c")).unwrap();
        assert_eq!(picked, [PickedFile { name: "faq.csv".into(), data: "V29yZHM=".into() }]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(elsewhere.path(), "secret.txt", b"Secret");
        write(folder.path(), "own.txt", b"Own");
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("linked")).unwrap();
        let file = elsewhere.path().join("secret.txt");
        std::os::unix::fs::symlink(file, folder.path().join("linked.txt")).unwrap();
        assert_eq!(names(folder.path()), ["own.txt"]);
        assert_eq!(names(&folder.path().join("nowhere")), Vec::<String>::new());
    }

    #[test]
    fn a_folder_with_too_much_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.txt", &vec![b'a'; BYTES]);
        assert_eq!(found(folder.path()).unwrap()[0].data.len(), 20_000_000);
        write(folder.path(), "b.txt", b"b");
        let refused = found(folder.path()).unwrap_err();
        assert_eq!(refused.code, ErrorCode::TooLarge);
        assert!(refused.message.contains("15 MB"), "{}", refused.message);

        let many = tempfile::tempdir().unwrap();
        for number in 0..=FILES {
            write(many.path(), &format!("{number}.txt"), b"");
        }
        let refused = found(many.path()).unwrap_err();
        assert!(refused.message.contains("2,000"), "{}", refused.message);
    }
}
