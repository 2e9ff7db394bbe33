//! The system's keychain: Secret Service, Keychain, Credential Manager. It blocks, and a service
//! that never answers must not hold up the app: every call has a time limit.

use crate::team::TokenKeeper;
use anyhow::{Context, bail};
use keyring::Entry;
use std::sync::mpsc;
use std::time::Duration;

/// What the tokens are filed under.
const SERVICE: &str = "dev.baton.desktop";
/// How long the keychain may take; a person may have to unlock it.
const WITHIN: Duration = Duration::from_secs(20);

/// The keychain of the person at this computer.
pub struct Keychain;

impl TokenKeeper for Keychain {
    fn keep(&self, account: &str, token: &str) -> anyhow::Result<()> {
        let token = token.to_owned();
        in_time(account, move |entry| entry.set_password(&token))
    }

    fn token(&self, account: &str) -> anyhow::Result<Option<String>> {
        in_time(account, |entry| match entry.get_password() {
            Ok(token) => Ok(Some(token)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn forget(&self, account: &str) -> anyhow::Result<()> {
        in_time(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

fn in_time<T: Send + 'static>(
    account: &str,
    work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let account = account.to_owned();
    let (done, result) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = done.send(Entry::new(SERVICE, &account).and_then(|entry| work(&entry)));
    });
    match result.recv_timeout(WITHIN) {
        Ok(result) => result.context("the keychain"),
        Err(_) => bail!("the keychain does not answer"),
    }
}
