//! What Chat History shows, written to a file that the person has chosen: from this computer's own
//! file, so it works with the network down.
//!
//! Guarantees: under its name the file is whole or it is what it was before; one that was ended early
//! leaves nothing behind; only this person may read it. Owners and admins export, as at the hub. Leaves
//! out which file: the system's own dialog asks for it.

use crate::Inbox;
use crate::history::HistoryQuery;
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use crate::whole_file;
use baton_domain::*;
use baton_hub::{Export, ExportFormat};
use baton_store::Store;
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ts_rs::TS;

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(100);
/// Longest name that is proposed, in characters.
const NAME_CHARS: usize = 80;
/// Excel takes a CSV for UTF-8 only when it begins with this.
const MARK: &str = "\u{feff}";

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportAs {
    /// A line a conversation, for spreadsheets.
    Csv,
    /// Everything, for programs.
    Json,
    /// Transcripts to read and print.
    Html,
}

impl ExportAs {
    /// What the file's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    fn format(self) -> ExportFormat {
        match self {
            Self::Csv => ExportFormat::Csv,
            Self::Json => ExportFormat::Json,
            Self::Html => ExportFormat::Html,
        }
    }

    fn begins_with(self) -> &'static str {
        match self {
            Self::Csv => MARK,
            Self::Json | Self::Html => "",
        }
    }

    /// A name to propose, whatever was asked for: no folders, nothing that a system refuses.
    pub fn proposed(self, name: &str) -> String {
        let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
        let name: String = name.chars().filter(fits).take(NAME_CHARS).collect();
        let name = if name.trim().is_empty() { "conversations" } else { name.trim() };
        format!("{name}.{}", self.ending())
    }

    /// The chosen file, with an ending if none was typed.
    pub fn ended(self, chosen: PathBuf) -> PathBuf {
        if chosen.extension().is_some() {
            return chosen;
        }
        let ended = chosen.with_extension(self.ending());
        // Nobody was asked whether that one may be written over.
        if ended.exists() { chosen } else { ended }
    }
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ExportProgress {
    /// So many conversations are written.
    #[ts(type = "number")]
    pub done: u64,
    /// Of so many.
    #[ts(type = "number")]
    pub total: u64,
}

/// How an export ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportEnd {
    /// The file is there.
    Saved,
    /// The person ended it, or chose no file; nothing was written.
    Cancelled,
    /// There is no room for it.
    DiskFull,
    /// The folder or the file may not be written to.
    NotWritable,
    /// The disk did not take it.
    Failed,
}

/// What came of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Exported {
    /// How it ended.
    pub end: ExportEnd,
    /// The file's name, without its folder.
    pub file: String,
    /// How many conversations are in it.
    #[ts(type = "number")]
    pub conversations: u64,
}

impl Exported {
    /// Nothing was chosen.
    pub fn nothing() -> Self {
        Self { end: ExportEnd::Cancelled, file: String::new(), conversations: 0 }
    }
}

/// The export under way, if there is one.
#[derive(Default)]
pub(crate) struct Exporting(Mutex<Option<Arc<AtomicBool>>>);

/// It is under way for as long as this is there.
struct Running<'a> {
    exporting: &'a Exporting,
    stop: Arc<AtomicBool>,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.exporting.running().take();
    }
}

impl Exporting {
    fn begin(&self) -> Option<Running<'_>> {
        let mut running = self.running();
        if running.is_some() {
            return None;
        }
        Some(Running { exporting: self, stop: Arc::clone(running.insert(Arc::default())) })
    }

    fn running(&self) -> MutexGuard<'_, Option<Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn cancel(&self) {
        if let Some(stop) = self.running().as_ref() {
            stop.store(true, Ordering::Release);
        }
    }
}

impl Inbox {
    /// Whether I may export, as at the hub.
    pub fn may_export(&self) -> Answer<()> {
        let directory = self.store().directory();
        match directory.member(self.me()).map(|me| me.role) {
            Some(Role::Owner | Role::Admin) => Ok(()),
            Some(Role::Agent) | None => Err(IpcError::new(ErrorCode::Forbidden, "")),
        }
    }

    /// Writes the conversations of a query, in its order and wherever its page begins, or only one,
    /// to `file`. `told` hears how far it is, now and then.
    pub async fn export(
        &self,
        query: HistoryQuery,
        only: Option<ConversationId>,
        how: ExportAs,
        file: PathBuf,
        told: impl FnMut(ExportProgress) + Send + 'static,
    ) -> Answer<Exported> {
        self.may_export()?;
        let order = query.order();
        let filter = query.filter()?;
        let Some(running) = self.exporting.begin() else {
            let words = "Another export is under way.";
            return Err(IpcError::new(ErrorCode::Unavailable, words));
        };
        let ids = match only {
            Some(only) => vec![only],
            None => self.read(move |reader| reader.history_ids(&filter, order)).await?,
        };
        let (store, stop) = (self.store().clone(), Arc::clone(&running.stop));
        let run = move || write(&store, how, ids, &file, &stop, told);
        tokio::task::spawn_blocking(run)
            .await
            .map_err(|_| IpcError::new(ErrorCode::Unavailable, "The export broke off."))
    }

    /// Ends the export that is under way; it leaves no file.
    pub fn cancel_export(&self) {
        self.exporting.cancel();
    }
}

fn write(
    store: &Store,
    how: ExportAs,
    ids: Vec<ConversationId>,
    file: &Path,
    stop: &AtomicBool,
    mut told: impl FnMut(ExportProgress),
) -> Exported {
    let total = ids.len() as u64;
    let mut export = Export::of(how.format(), ids);
    told(ExportProgress { done: 0, total });
    let mut last = Instant::now();
    let end = whole_file::write(file, |out| {
        out.write_all(how.begins_with().as_bytes())?;
        loop {
            if stop.load(Ordering::Acquire) {
                return Err(ErrorKind::Interrupted.into());
            }
            let piece = store.read_blocking(|reader| export.next(reader));
            let Some(piece) = piece.map_err(io::Error::other)? else { break };
            out.write_all(piece.as_bytes())?;
            if last.elapsed() >= TOLD_EVERY {
                told(ExportProgress { done: export.done(), total });
                last = Instant::now();
            }
        }
        Ok(())
    });
    let end = match end {
        Ok(()) => ExportEnd::Saved,
        Err(error) => {
            let end = end_of(&error);
            if end == ExportEnd::Failed {
                tracing::error!(%error, "an export broke off");
            }
            end
        }
    };
    let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Exported { end, file, conversations: export.done() }
}

fn end_of(error: &io::Error) -> ExportEnd {
    match error.kind() {
        ErrorKind::Interrupted => ExportEnd::Cancelled,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ExportEnd::DiskFull
        }
        ErrorKind::PermissionDenied
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::IsADirectory
        | ErrorKind::InvalidFilename => ExportEnd::NotWritable,
        _ => ExportEnd::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_proposed_name_is_a_plain_file_name() {
        for (asked, proposed) in [
            ("Conversations 2026-11-22", "Conversations 2026-11-22.csv"),
            ("../../etc/passwd", "etcpasswd.csv"),
            ("a/b\\c:d\0\n", "abcd.csv"),
            ("\u{202e}fdp.exe", "fdpexe.csv"),
            ("  ", "conversations.csv"),
            ("", "conversations.csv"),
        ] {
            assert_eq!(ExportAs::Csv.proposed(asked), proposed, "{asked:?}");
        }
        assert_eq!(ExportAs::Html.proposed(&"x".repeat(500)).len(), NAME_CHARS + ".html".len());
    }

    #[test]
    fn an_ending_is_added_only_where_nothing_would_be_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let typed = folder.path().join("all");
        assert_eq!(ExportAs::Json.ended(typed.clone()), folder.path().join("all.json"));
        fs::write(folder.path().join("all.json"), "mine").unwrap();
        assert_eq!(ExportAs::Json.ended(typed.clone()), typed);
        let txt = folder.path().join("all.txt");
        assert_eq!(ExportAs::Json.ended(txt.clone()), txt);
    }

    #[test]
    fn what_stopped_an_export_is_told_apart() {
        for (kind, end) in [
            (ErrorKind::StorageFull, ExportEnd::DiskFull),
            (ErrorKind::NotFound, ExportEnd::NotWritable),
            (ErrorKind::IsADirectory, ExportEnd::NotWritable),
        ] {
            assert_eq!(end_of(&kind.into()), end);
        }
    }
}
