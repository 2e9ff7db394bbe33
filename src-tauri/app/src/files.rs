//! Pictures of messages that were opened on this computer, kept so that they are there offline.
//!
//! Guarantees: one file a picture, below the folder of its conversation, readable by this person
//! only and by nobody executable; never more than [`ROOM`] bytes, the longest unused go first; what
//! belongs to an erased conversation, or to a workspace that was left, goes at once. Leaves out
//! where pictures come from, and files that are no pictures: those are saved where the person wants.

use crate::whole_file;
use baton_domain::{AttachmentId, ConversationId};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder, within the data folder.
const FOLDER: &str = "pictures";
/// Most bytes that are kept.
const ROOM: u64 = 200 * 1000 * 1000;
/// The types there are, with the ending that their files have.
const KINDS: [(&str, &str); 5] = [
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
];

/// A picture, with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The type of a picture, if it is one of those that are shown.
pub fn picture_kind(kind: &str) -> Option<&'static str> {
    KINDS.into_iter().map(|(known, _)| known).find(|known| *known == kind)
}

/// What is kept in one data folder.
#[derive(Clone, Debug)]
pub struct Pictures {
    folder: PathBuf,
    room: u64,
}

impl Pictures {
    /// Of this data folder.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join(FOLDER), room: ROOM }
    }

    fn path(&self, of: ConversationId, id: AttachmentId, ending: &str) -> PathBuf {
        self.folder.join(of.to_string()).join(format!("{id}.{ending}"))
    }

    /// A picture that was opened before.
    pub fn find(&self, of: ConversationId, id: AttachmentId) -> Option<Picture> {
        KINDS.into_iter().find_map(|(kind, ending)| {
            let path = self.path(of, id, ending);
            let bytes = fs::read(&path).ok()?;
            // When it was used last; that this fails changes only what goes first.
            let _ = File::options()
                .append(true)
                .open(&path)
                .and_then(|file| file.set_modified(SystemTime::now()));
            Some(Picture { kind, bytes })
        })
    }

    /// Keeps a picture, and lets go of what is too much.
    pub fn keep(&self, of: ConversationId, id: AttachmentId, picture: &Picture) -> io::Result<()> {
        let Some((_, ending)) = KINDS.into_iter().find(|(kind, _)| *kind == picture.kind) else {
            return Ok(());
        };
        if picture.bytes.len() as u64 > self.room {
            return Ok(());
        }
        let path = self.path(of, id, ending);
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        whole_file::write_bytes(&path, &picture.bytes)?;
        self.tidy()
    }

    /// The conversations that pictures are kept of.
    pub fn kept(&self) -> Vec<ConversationId> {
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok()).collect()
    }

    /// Lets go of every picture of a conversation that was erased.
    pub fn forget(&self, conversation: ConversationId) -> io::Result<()> {
        remove(&self.folder.join(conversation.to_string()))
    }

    /// Lets go of everything.
    pub fn delete(&self) -> io::Result<()> {
        remove(&self.folder)
    }

    fn tidy(&self) -> io::Result<()> {
        let mut kept = Vec::new();
        for conversation in fs::read_dir(&self.folder)?.flatten() {
            for file in fs::read_dir(conversation.path()).into_iter().flatten().flatten() {
                let about = file.metadata()?;
                kept.push((about.modified()?, about.len(), file.path()));
            }
        }
        let mut used: u64 = kept.iter().map(|(_, bytes, _)| bytes).sum();
        kept.sort();
        for (_, bytes, path) in kept {
            if used <= self.room {
                break;
            }
            fs::remove_file(path)?;
            used -= bytes;
        }
        Ok(())
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::time::Duration;
    use uuid::Uuid;

    fn pictures(room: u64) -> (tempfile::TempDir, Pictures) {
        let data = tempfile::tempdir().unwrap();
        let pictures = Pictures { room, ..Pictures::of(data.path()) };
        (data, pictures)
    }

    fn conversation(number: u128) -> ConversationId {
        ConversationId(Uuid::from_u128(number))
    }

    fn id(number: u128) -> AttachmentId {
        AttachmentId(Uuid::from_u128(number))
    }

    fn png(length: usize) -> Picture {
        Picture { kind: "image/png", bytes: vec![7; length] }
    }

    #[test]
    fn a_picture_that_was_opened_is_there_again() {
        let (_data, pictures) = pictures(1_000);
        assert_eq!(pictures.find(conversation(1), id(1)), None);
        pictures.keep(conversation(1), id(1), &png(10)).unwrap();
        assert_eq!(pictures.find(conversation(1), id(1)), Some(png(10)));
        assert_eq!(pictures.find(conversation(2), id(1)), None);
    }

    #[test]
    fn the_longest_unused_go_when_there_is_no_room() {
        let (_data, pictures) = pictures(100);
        for number in 1..=3 {
            pictures.keep(conversation(1), id(number), &png(40)).unwrap();
            let path = pictures.path(conversation(1), id(number), "png");
            // Ana opened the first one long ago.
            let then = SystemTime::UNIX_EPOCH + Duration::from_secs(number as u64);
            if let Ok(file) = File::options().append(true).open(path) {
                file.set_modified(then).unwrap();
            }
        }
        assert_eq!(pictures.find(conversation(1), id(1)), None);
        assert!(pictures.find(conversation(1), id(2)).is_some());
        assert!(pictures.find(conversation(1), id(3)).is_some());
    }

    #[test]
    fn erased_conversations_leave_nothing() {
        let (_data, pictures) = pictures(1_000);
        pictures.keep(conversation(1), id(1), &png(10)).unwrap();
        pictures.keep(conversation(2), id(2), &png(10)).unwrap();
        pictures.forget(conversation(1)).unwrap();
        pictures.forget(conversation(3)).unwrap();
        assert_eq!(pictures.find(conversation(1), id(1)), None);
        assert!(pictures.find(conversation(2), id(2)).is_some());
        pictures.delete().unwrap();
        assert!(!pictures.folder.exists());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_can_run_what_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let (_data, pictures) = pictures(1_000);
        pictures.keep(conversation(1), id(1), &png(10)).unwrap();
        let about = fs::metadata(pictures.path(conversation(1), id(1), "png")).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600);
    }
}
