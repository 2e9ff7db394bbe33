//! Work with passwords: slow on purpose, so few at a time and off the async threads; else it would
//! keep everybody else's requests waiting.

use crate::problem::{Answer, Problem};
use crate::{Hub, credentials, workspace};
use baton_domain::MemberId;

/// A hash no password has, so that an unknown e-mail costs the same work.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
    q1ZzJrXJ0Y0m5oVZ0bO0aGQ0o5o2w9n0m5oVZ0bO0aE";

impl Hub {
    /// The hash of a password that may be used.
    pub(crate) async fn hash_password(
        &self,
        field: &'static str,
        password: String,
    ) -> Answer<String> {
        workspace::check_password_in(field, &password)?;
        let turn = self.password_work.acquire().await;
        let hash = tokio::task::spawn_blocking(move || credentials::hash_password(&password)).await;
        drop(turn);
        hash.ok().flatten().ok_or_else(|| Problem::unavailable("The password could not be hashed."))
    }

    /// Whether this is the member's password. Nobody has none.
    pub(crate) async fn is_password(
        &self,
        member: Option<MemberId>,
        password: String,
    ) -> Answer<bool> {
        let stored = match member {
            Some(member) => self.store.read(move |reader| reader.password(member)).await?,
            None => None,
        };
        let turn = self.password_work.acquire().await;
        let right = tokio::task::spawn_blocking(move || {
            credentials::verify_password(&password, stored.as_deref().unwrap_or(NOBODY))
        })
        .await
        .unwrap_or(false);
        drop(turn);
        Ok(right)
    }
}

#[cfg(test)]
mod tests {
    use super::NOBODY;

    #[test]
    fn an_unknown_address_costs_the_work_of_a_wrong_password() {
        assert!(argon2::PasswordHash::new(NOBODY).is_ok(), "else nothing would be computed");
    }
}
