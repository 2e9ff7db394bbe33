//! Work with passwords: slow on purpose, so few at a time and off the async threads; else it would
//! keep everybody else's requests waiting.

use crate::problem::{Answer, Problem};
use crate::{Hub, credentials, workspace};
use baton_domain::MemberId;
use baton_store::Tx;

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

    /// The member's password as it was kept when this was found to be it; none when it is not.
    /// Nobody has none.
    pub(crate) async fn proven(
        &self,
        member: Option<MemberId>,
        password: String,
    ) -> Answer<Option<Proven>> {
        let kept = match member {
            Some(member) => self.store.read(move |reader| reader.password(member)).await?,
            None => None,
        };
        let turn = self.password_work.acquire().await;
        let proven = tokio::task::spawn_blocking(move || {
            let right = credentials::verify_password(&password, kept.as_deref().unwrap_or(NOBODY));
            member.zip(kept).filter(|_| right).map(|(member, hash)| Proven { member, hash })
        });
        let proven = proven.await.unwrap_or(None);
        drop(turn);
        Ok(proven)
    }
}

/// A member has said their password. It may be another by the time that is made use of.
pub(crate) struct Proven {
    member: MemberId,
    hash: String,
}

impl Proven {
    /// Whether it is still the password. Asked within the write that makes use of it, so that a
    /// change of the password comes either before, and is seen, or after, and ends what was begun.
    pub(crate) fn holds(&self, tx: &Tx) -> baton_store::Result<bool> {
        tx.password_is(self.member, &self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{NewWorkspace, found};
    use baton_store::Store;

    #[tokio::test]
    async fn a_password_that_was_changed_meanwhile_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let new = NewWorkspace {
            name: "Nordhem".into(),
            owner_name: "Ana".into(),
            owner_email: "ana@team.example".into(),
            password_hash: credentials::hash_password("the old password"),
            samples: false,
        };
        let ana = store.write(move |tx| found(tx, &new)).await.unwrap().owner.id;
        let address = "127.0.0.1:0".parse().unwrap();
        let hub = Hub::new(store, address, crate::Options::default()).await.unwrap();
        let proven = async |password: &str| hub.proven(Some(ana), password.into()).await.unwrap();
        assert!(proven("a guess").await.is_none());
        let before = std::sync::Arc::new(proven("the old password").await.unwrap());
        let holds = async || {
            let before = std::sync::Arc::clone(&before);
            hub.store.write(move |tx| before.holds(tx)).await.unwrap()
        };
        assert!(holds().await);
        let hash = credentials::hash_password("the new password").unwrap();
        hub.store.write(move |tx| tx.keep_password(ana, &hash)).await.unwrap();
        assert!(!holds().await);
        assert!(proven("the old password").await.is_none());
        assert!(proven("the new password").await.is_some());
    }

    #[tokio::test]
    async fn the_window_has_one_token_however_many_ask_for_it_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let address = "127.0.0.1:0".parse().unwrap();
        let hub = Hub::new(store, address, crate::Options::default()).await.unwrap();
        let ana = MemberId(hub.store.fresh_id());
        let (one, other) = tokio::join!(hub.own_token(ana), hub.own_token(ana));
        assert_eq!(one.unwrap(), other.unwrap());
        let kept = hub.store.read(move |reader| reader.sessions_of(ana.0)).await.unwrap();
        assert_eq!(kept.len(), 1);
    }

    #[test]
    fn an_unknown_address_costs_the_work_of_a_wrong_password() {
        assert!(argon2::PasswordHash::new(NOBODY).is_ok(), "else nothing would be computed");
    }
}
