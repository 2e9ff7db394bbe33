//! The file of a workspace that went to a hub: it goes once this computer's copy shows that the hub has
//! everything of it. What a stop has left is looked at again at the next start.

use super::Home;
use baton_store::MOVED_FILE;
use std::path::Path;
use tokio::task::spawn_blocking;

/// Puts it out of the way, so that it is not opened as a workspace of this computer.
pub(super) fn put_aside(file: &Path) -> std::io::Result<()> {
    std::fs::rename(file, file.with_file_name(MOVED_FILE))
}

impl Home {
    /// Deletes it when the copy that is open has it all.
    pub(super) async fn let_go_of_moved(&self) {
        let (inbox, folder) = (self.inbox(), self.folder.clone());
        if inbox.seat().team().is_none() {
            return;
        }
        let gone = spawn_blocking(move || inbox.store().let_go_of_moved(&folder)).await;
        match gone {
            Ok(Ok(true)) => {
                tracing::info!("the moved workspace is at its hub; the old file is gone")
            }
            Ok(Ok(false)) | Err(_) => {}
            Ok(Err(error)) => {
                tracing::warn!(%error, "the file of the moved workspace is still here")
            }
        }
    }
}
