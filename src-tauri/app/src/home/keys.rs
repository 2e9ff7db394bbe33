//! Where the key to a team's hub is kept: in the system's keychain, or else in a file that only this
//! person may read. A keychain may wait for a person to unlock it, so it is asked off the async
//! threads.

use crate::team::{TokenFile, TokenKeeper};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The keys of one data folder.
pub(super) struct Keys {
    keychain: Arc<dyn TokenKeeper>,
    folder: PathBuf,
}

impl Keys {
    /// Of this folder.
    pub fn new(keychain: Arc<dyn TokenKeeper>, folder: &Path) -> Self {
        Self { keychain, folder: folder.to_owned() }
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn TokenKeeper, &TokenFile) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let (keychain, file) = (Arc::clone(&self.keychain), TokenFile::in_folder(&self.folder));
        tokio::task::spawn_blocking(move || work(&*keychain, &file)).await?
    }

    /// Keeps a token.
    pub async fn keep(&self, account: String, token: String) -> anyhow::Result<()> {
        let kept = self.ask(move |keychain, file| match keychain.keep(&account, &token) {
            Ok(()) => file.forget(&account),
            Err(error) => {
                tracing::warn!(%error, "no keychain: the key is kept in a file only you may read");
                file.keep(&account, &token)
            }
        });
        kept.await
    }

    /// The token that was kept.
    pub async fn token(&self, account: String) -> Option<String> {
        let found = self.ask(move |keychain, file| {
            let kept = keychain.token(&account).unwrap_or_else(|error| {
                tracing::debug!(%error, "no keychain");
                None
            });
            kept.map_or_else(|| file.token(&account), |token| Ok(Some(token)))
        });
        found.await.ok().flatten()
    }

    /// Forgets it.
    pub async fn forget(&self, account: String) {
        let forgotten = self.ask(move |keychain, file| {
            let in_keychain = keychain.forget(&account);
            file.forget(&account)?;
            in_keychain
        });
        if let Err(error) = forgotten.await {
            tracing::debug!(%error, "a key that is no longer valid may still be kept");
        }
    }
}
