//! Believable history for trying and measuring: a year of conversations up to a fixed day, written
//! through the same decisions and the same log as everything else. The same seed on the same
//! workspace writes the same log, byte for byte: time, ids and chance all come from the seed.

mod dice;
mod people;
mod play;
mod script;
mod words;
mod words_elsewhere;

use crate::workspace::{NewMember, add_label, add_member};
use anyhow::bail;
use baton_domain::*;
use baton_store::{Store, Tx};
use dice::Dice;
use play::History;
use script::Cast;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// History ends here: Friday, 30 October 2026, 15:00 UTC.
const ENDS: Timestamp = Timestamp(1_793_372_400_000);
/// History is a year long.
const LENGTH_MS: i64 = 365 * 24 * 3600 * 1000;
/// Its first moment.
const HISTORY_BEGINS: Timestamp = Timestamp(ENDS.0 - LENGTH_MS);
/// How many steps one transaction takes.
const STEPS: usize = 5_000;
/// The stream of chance that ids are made from; conversations use the streams from 0 up.
const IDS: u64 = u64::MAX;

/// Writes `conversations` conversations into the workspace in `data`; one line of JSON that says
/// how much it was.
pub(crate) async fn fill(data: &Path, conversations: u64, seed: u64) -> anyhow::Result<String> {
    let now = Arc::new(AtomicI64::new(HISTORY_BEGINS.0));
    let store = open(data, seed, &now)?;
    let written = write(&store, conversations, seed, now).await;
    store.close();
    written
}

/// The store with a clock that history sets, and ids from the seed.
fn open(data: &Path, seed: u64, now: &Arc<AtomicI64>) -> anyhow::Result<Store> {
    let (clock, of_ids) = (Arc::clone(now), Arc::clone(now));
    let dice = Mutex::new(Dice::new(seed, IDS));
    let store = Store::open_with(
        data,
        Box::new(move || Timestamp(clock.load(Ordering::Relaxed))),
        Box::new(move || {
            let mut dice = dice.lock().unwrap_or_else(PoisonError::into_inner);
            dice.id(Timestamp(of_ids.load(Ordering::Relaxed)))
        }),
    )?;
    Ok(store)
}

async fn write(
    store: &Store,
    conversations: u64,
    seed: u64,
    now: Arc<AtomicI64>,
) -> anyhow::Result<String> {
    let before = store.read(|reader| reader.head()).await?;
    let directory = store.directory();
    if directory.settings.is_none() {
        bail!("there is no workspace here; run baton-hub init");
    }
    let Some(owner) = crate::workspace::local_owner(&directory).map(|owner| owner.id) else {
        bail!("the workspace has no owner");
    };
    if store.read(move |reader| reader.counts(owner)).await?.all > 0 {
        bail!("the workspace has conversations already; history is written into a new one");
    }
    let cast = store.write(move |tx| cast(tx, owner)).await?;
    let Some(cast) = cast else { bail!("the workspace needs a widget and an enabled AI agent") };
    let mut history = History::new(seed, conversations, cast, now);
    while history.goes_on() {
        history = store
            .write(move |tx| {
                history.play(tx, STEPS)?;
                Ok(history)
            })
            .await?;
        tracing::info!(begun = history.begun(), of = conversations, "writing history");
    }
    store.finish_index().await?;
    let head = store.read(|reader| reader.head()).await?;
    let (conversations, messages) = (history.begun(), history.messages());
    let written =
        json!({"conversations": conversations, "messages": messages, "events": head - before});
    Ok(written.to_string())
}

/// Who plays: the workspace's own members, and two more for an owner who is alone.
fn cast(tx: &mut Tx, owner: MemberId) -> baton_store::Result<Option<Cast>> {
    let alone = tx.directory().members.iter().filter(|member| member.active).count() < 2;
    for (name, email) in [("Bob Okafor", "bob@example.com"), ("Chloé Martin", "chloe@example.com")]
    {
        let taken = tx.directory().members.iter().any(|member| member.email == email);
        if alone && !taken {
            let (name, email) = (name.to_owned(), email.to_owned());
            let new = NewMember { name, email, role: Role::Agent, available: true };
            add_member(tx, Actor::system(), new, None)?;
        }
    }
    let mut labels = Vec::new();
    for (name, color) in words::LABELS {
        let known = tx.directory().labels.iter().find(|l| l.name.eq_ignore_ascii_case(name));
        let id = match known.map(|label| label.id) {
            Some(id) => id,
            None => add_label(tx, Actor::system(), name, color)?.id,
        };
        labels.push((name, id));
    }
    let directory = tx.directory();
    let colleagues =
        directory.members.iter().filter(|m| m.active && m.id != owner).map(|m| m.id).collect();
    let ai_agent = directory
        .default_ai_agent()
        .or_else(|| directory.ai_agents.iter().find(|a| a.enabled && !a.deleted));
    let widget = directory.widgets.first();
    Ok(ai_agent.zip(widget).map(|(ai_agent, widget)| Cast {
        owner,
        colleagues,
        ai_agent: ai_agent.id,
        widget: widget.id,
        labels,
    }))
}

#[cfg(test)]
mod tests;
