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
    let mut deleted = 0;
    while let Some(days) = days(hub) {
        match some(hub, days).await {
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
/// means looking at every kept request once; how many.
async fn some(hub: &App, days: u32) -> baton_store::Result<usize> {
    let at = Timestamp(hub.store.now().0 - i64::from(days) * DAY_MS);
    let mut gone = Vec::new();
    while gone.len() < LET_GO_AT_ONCE {
        let due =
            hub.store.read(move |reader| reader.closed_since(at, AT_ONCE, EVENTS_AT_ONCE)).await?;
        if due.is_empty() {
            break;
        }
        gone.extend(hub.store.write(move |tx| tx.delete_conversations(&due, at)).await?);
    }
    let count = gone.len();
    if count > 0 {
        contacts::forget(hub, gone).await?;
        contacts::finish(hub).await?;
    }
    Ok(count)
}
