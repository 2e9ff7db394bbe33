//! Deletes conversations that have been closed for as many days as the workspace keeps them: at the
//! start, once a day, and when the setting changes.
//!
//! Guarantees: a few at a time, so that whoever writes does not wait; what a stop has left goes on at the
//! next start; desktops follow by the same events. Leaves out backups, and what is open.

use crate::{App, contacts};
use baton_domain::*;
use baton_store::Commit;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(24 * 3600);
/// How many conversations go in one transaction at most.
const AT_ONCE: usize = 50;
/// After how many events of theirs it ends; the last conversation may go beyond.
const EVENTS_AT_ONCE: u64 = 1_000;
/// After how many the rest of them is let go of.
const LET_GO_AT_ONCE: usize = 5_000;
/// How long is waited after something went wrong.
const AGAIN: Duration = Duration::from_secs(60);
const DAY_MS: i64 = 24 * 3600 * 1000;

/// Looks until the hub closes.
pub(crate) async fn run(hub: App, mut commits: broadcast::Receiver<Arc<Commit>>) {
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut known = None;
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = is_changed(&hub, &mut commits, known) => {}
            () = hub.closing() => return,
        }
        known = days(&hub);
        tokio::select! {
            () = look(&hub) => {}
            () = hub.closing() => return,
        }
    }
}

fn days(hub: &App) -> Option<u32> {
    hub.store.directory().settings.as_ref()?.delete_closed_after_days
}

/// Resolves once the setting is another one.
async fn is_changed(hub: &App, commits: &mut broadcast::Receiver<Arc<Commit>>, known: Option<u32>) {
    loop {
        match commits.recv().await {
            Ok(_) | Err(RecvError::Lagged(_)) if days(hub) != known => return,
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return std::future::pending().await,
        }
    }
}

/// Deletes what is due; when that fails, again in a while.
async fn look(hub: &App) {
    let (mut deleted, mut going) = (0, Vec::new());
    while days(hub).is_some() || !going.is_empty() {
        match some(hub, &mut going).await {
            Ok(0) => break,
            Ok(gone) => deleted += gone,
            Err(error) => {
                tracing::error!(%error, "old conversations could not be deleted yet");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
    if deleted > 0 {
        tracing::info!(conversations = deleted, "deleted what was closed for long enough");
    }
}

/// Deletes some, a few in each transaction, then lets go of what else the hub holds of them, which
/// means looking at every kept request once; how many. An error leaves in `going` what is not let go of.
async fn some(hub: &App, going: &mut Vec<ConversationId>) -> baton_store::Result<usize> {
    while let Some(days) = days(hub).filter(|_| going.len() < LET_GO_AT_ONCE) {
        let at = Timestamp(hub.store.now().0 - i64::from(days) * DAY_MS);
        let due =
            hub.store.read(move |reader| reader.closed_since(at, AT_ONCE, EVENTS_AT_ONCE)).await?;
        if due.is_empty() {
            break;
        }
        going.extend(hub.store.write(move |tx| tx.delete_conversations(&due, at)).await?);
    }
    if !going.is_empty() {
        contacts::forget(hub, going).await?;
        contacts::finish(hub, going).await?;
    }
    Ok(std::mem::take(going).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{NewWorkspace, found};
    use crate::{Hub, Options};
    use baton_store::{Sender, Store};
    use std::net::Ipv4Addr;
    use std::path::Path;
    use std::sync::atomic::{AtomicI64, Ordering};

    fn marta(tx: &baton_store::Tx) -> Start {
        let visitor = VisitorFacts {
            id: ContactId(tx.fresh_id()),
            name: Some("Marta".into()),
            email: None,
            phone: None,
            external_id: None,
            verified: false,
        };
        Start {
            id: ConversationId(tx.fresh_id()),
            number: 0,
            widget: tx.directory().widgets.first().unwrap().id,
            ai_agent: None,
            visitor,
            page: None,
            metadata: serde_json::Map::new(),
            language: None,
        }
    }

    /// A hub that keeps what is closed for a day, and a conversation that was closed the day before.
    async fn hub(folder: &Path) -> (App, ConversationId) {
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let clock = Arc::clone(&now);
        let clock = Box::new(move || Timestamp(clock.load(Ordering::Relaxed)));
        let store = Store::open_with(folder, clock, Box::new(uuid::Uuid::now_v7)).unwrap();
        let new = NewWorkspace {
            name: "Nordhem".into(),
            owner_name: "Ana".into(),
            owner_email: "ana@team.example".into(),
            password_hash: None,
            samples: false,
        };
        let closed = store.write(move |tx| {
            let ana = found(tx, &new)?.owner.id;
            let mut settings = tx.directory().settings.clone().unwrap();
            settings.delete_closed_after_days = Some(1);
            let kept = EventBody::SettingsChanged { settings };
            tx.change_settings(Actor::system(), kept)?;
            let (begun, at) = (marta(tx), tx.now());
            let id = tx.start(begun, at)?.state.id;
            let close = Command::Status { to: Status::Closed };
            let command = CommandId(tx.fresh_id());
            tx.execute(&crate::envelope(Sender::Member(ana), id, command, close))?;
            Ok(id)
        });
        let closed = closed.await.unwrap();
        now.fetch_add(2 * DAY_MS, Ordering::Relaxed);
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        (Hub::new(store, address, Options::default()).await.unwrap(), closed)
    }

    async fn requests_kept(hub: &App, of: ConversationId) -> usize {
        let traces = hub.store.read(move |reader| reader.traces(&[of])).await.unwrap();
        traces.in_parts(1).len()
    }

    #[tokio::test]
    async fn what_an_error_has_kept_is_let_go_of_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let (broken, closed) = hub(folder.path()).await;
        let (now, gone) = (broken.store.now(), [closed]);
        broken.store.write(move |tx| tx.delete_conversations(&gone, now)).await.unwrap();
        broken.store.close();
        let mut going = vec![closed];
        some(&broken, &mut going).await.unwrap_err();
        assert_eq!(going, [closed]);

        let store = Store::open(folder.path()).unwrap();
        let mended = Hub::new(store, broken.address, Options::default()).await.unwrap();
        assert_eq!(requests_kept(&mended, closed).await, 1);
        assert_eq!(some(&mended, &mut going).await.unwrap(), 1);
        assert_eq!(requests_kept(&mended, closed).await, 0);
        assert_eq!(going, []);
    }

    #[tokio::test(start_paused = true)]
    async fn after_an_error_it_tries_again_until_the_hub_stops() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, _) = hub(folder.path()).await;
        hub.store.close();
        tokio::time::timeout(10 * AGAIN, look(&hub)).await.expect_err("it has not given up");
        let running = tokio::spawn(run(Arc::clone(&hub), hub.store.subscribe()));
        tokio::time::sleep(2 * AGAIN).await;
        hub.close();
        tokio::time::timeout(AGAIN / 2, running).await.expect("it stops at once").unwrap();
    }
}
