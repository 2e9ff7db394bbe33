//! How AI turns end when the hub stops: they are let finish for a moment; what is not finished then
//! goes to people, in one transaction that first looks whether an answer was given after all. An
//! AI agent that lives elsewhere keeps its turn: it comes back, and so does the hub.

use super::UnderWay;
use crate::App;
use baton_domain::*;
use baton_store::{Error, Sender, Tx};
use std::pin::pin;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::time::Instant;

/// Waits for the turns that are made in this process, then hands the rest to people. No turn may
/// begin meanwhile.
pub(crate) async fn finish(hub: &App, within: Duration) {
    let ends = Instant::now() + within;
    loop {
        let mut over = pin!(hub.turns.over.notified());
        over.as_mut().enable();
        if local(hub).is_empty() {
            return;
        }
        tokio::select! {
            () = over => {}
            () = tokio::time::sleep_until(ends) => break,
        }
    }
    for (conversation, ai_agent, ownership) in local(hub) {
        {
            let turns = hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(UnderWay { abort, .. }) = turns.get(&conversation) {
                abort.abort();
            }
        }
        let done = hub.store.write(move |tx| hand_off(tx, conversation, ai_agent, ownership)).await;
        match done {
            Ok(()) => tracing::info!(%conversation, "an AI turn was cut short; people are asked"),
            Err(Error::Refused(_)) => {}
            Err(error) => tracing::warn!(%error, %conversation, "an AI turn was cut short"),
        }
    }
}

/// The turns under way whose answers are made here.
fn local(hub: &App) -> Vec<(ConversationId, AiAgentId, u64)> {
    let directory = hub.store.directory();
    let is_local = |ai_agent: AiAgentId| match directory.ai_agent(ai_agent).map(|found| found.kind)
    {
        Some(AiAgentKind::Knowledge) => true,
        Some(AiAgentKind::Api) | None => false,
    };
    let turns = hub.turns.under_way.lock().unwrap_or_else(PoisonError::into_inner);
    turns
        .iter()
        .filter(|(_, turn)| is_local(turn.ai_agent))
        .map(|(conversation, turn)| (*conversation, turn.ai_agent, turn.ownership))
        .collect()
}

fn hand_off(
    tx: &mut Tx,
    conversation: ConversationId,
    ai_agent: AiAgentId,
    ownership: u64,
) -> baton_store::Result<()> {
    let Some(state) = tx.conversation(conversation)? else { return Ok(()) };
    if state.ai_agent_to_answer() != Some(ai_agent) || state.ownership != ownership {
        return Ok(());
    }
    let name = tx.directory().ai_agent(ai_agent).map_or("the AI agent", |found| &found.name);
    let command = Command::RaiseHandoff {
        reason: format!("Baton was stopped before {name} had answered"),
        trigger: Trigger::AiFailure,
        expect: Some(ownership),
    };
    let id = CommandId(tx.fresh_id());
    tx.execute(&crate::envelope(Sender::System, conversation, id, command))?;
    Ok(())
}
