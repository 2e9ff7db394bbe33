//! Of which team this computer is part: a small file beside the copy, and the token, which is kept
//! in the system's keychain where there is one and else in a file that only this person may read.

use anyhow::Context;
use baton_domain::MemberId;
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

const FILE: &str = "team.json";
const TOKEN_FILE: &str = "token";

/// Which hub, and who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The hub's address.
    pub hub: String,
    /// The workspace's name when this computer joined.
    pub workspace: String,
    /// Who sits here.
    pub member: MemberId,
    /// Hold only the last days; none for everything.
    #[serde(default)]
    pub days: Option<u32>,
}

/// A place for tokens.
pub trait TokenKeeper: Send + Sync {
    /// Keeps a token.
    fn keep(&self, account: &str, token: &str) -> anyhow::Result<()>;
    /// The token that was kept.
    fn token(&self, account: &str) -> anyhow::Result<Option<String>>;
    /// Forgets it.
    fn forget(&self, account: &str) -> anyhow::Result<()>;
}

/// A file that only this person may read, for systems without a keychain.
pub struct TokenFile(PathBuf);

impl TokenFile {
    /// In this data folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self(folder.join(TOKEN_FILE))
    }
}

impl TokenKeeper for TokenFile {
    fn keep(&self, _: &str, token: &str) -> anyhow::Result<()> {
        write_private(&self.0, token.as_bytes())
    }

    fn token(&self, _: &str) -> anyhow::Result<Option<String>> {
        match std::fs::read_to_string(&self.0) {
            Ok(token) => Ok(Some(token.trim().to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("the token cannot be read"),
        }
    }

    fn forget(&self, _: &str) -> anyhow::Result<()> {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Membership {
    /// The membership that is kept in this folder.
    pub fn load(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(FILE);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let parsed = serde_json::from_slice(&bytes);
                Ok(Some(parsed.with_context(|| format!("{} is damaged", path.display()))?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Keeps it.
    pub fn save(&self, folder: &Path) -> anyhow::Result<()> {
        write_private(&folder.join(FILE), &serde_json::to_vec_pretty(self)?)
    }

    /// Forgets it.
    pub fn delete(folder: &Path) -> anyhow::Result<()> {
        match std::fs::remove_file(folder.join(FILE)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// What the token is kept under.
    pub fn account(&self) -> String {
        format!("{} at {}", self.member, self.hub)
    }
}

/// Writes a file that only this person may read, whole or not at all.
pub fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let aside = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(&aside).with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&aside, path).with_context(|| format!("{} cannot be written", path.display()))
}
