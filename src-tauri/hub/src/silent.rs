//! Looks for assignees who are silent (rule 16), every few seconds, on the hub's own clock. What
//! happens to them the domain decides, in the transaction that appends it; here is only the looking.

use crate::App;
use baton_domain::*;
use baton_store::{Error, Sender};
use tokio::time::MissedTickBehavior;

/// How many conversations are looked at in one go.
const AT_ONCE: usize = 500;

/// Looks until the hub closes.
pub(crate) async fn run(hub: App) {
    let mut every = tokio::time::interval(hub.options.silence_every);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = every.tick() => look(&hub).await,
            () = hub.closing() => return,
        }
    }
}

async fn look(hub: &App) {
    let now = hub.store.now();
    hub.live.forget_typing(now);
    let minutes = hub.store.directory().silent_minutes();
    if minutes == 0 {
        return;
    }
    let from = Timestamp(now.0 - i64::from(minutes) * 60_000);
    let silent = match hub.store.read(move |reader| reader.silent(from, AT_ONCE)).await {
        Ok(silent) => silent,
        Err(error) => return tracing::error!(%error, "silent assignees could not be read"),
    };
    for state in silent {
        let Holder::Member(member) = state.holder else { continue };
        let typing = hub.live.is_typing(state.id, member, now);
        let (id, command) = (CommandId(hub.store.fresh_id()), Command::CheckSilence { typing });
        match hub.command(Sender::System, state.id, id, command).await {
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => {
                tracing::error!(%error, conversation = %state.id, "a silence was not recorded");
            }
        }
    }
}
