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
        Some(AiAgentKind::Knowledge | AiAgentKind::OpenAi) => true,
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
    let command = Command::raise(
        format!("Baton was stopped before {name} had answered"),
        Trigger::AiFailure,
        Some(ownership),
    );
    let id = CommandId(tx.fresh_id());
    tx.execute(&crate::envelope(Sender::System, conversation, id, command))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{NewWorkspace, found};
    use crate::{Hub, Options};
    use baton_store::Store;
    use std::net::Ipv4Addr;
    use uuid::Uuid;

    /// A hub on which Marta has just asked Iris something.
    async fn asked(folder: &std::path::Path) -> (App, Conversation) {
        let store = Store::open(folder).unwrap();
        let new = NewWorkspace {
            name: "Nordhem".into(),
            owner_name: "Ana".into(),
            owner_email: "ana@team.example".into(),
            password_hash: None,
            samples: true,
        };
        let state = store.write(move |tx| {
            let founded = found(tx, &new)?;
            let visitor = VisitorFacts {
                id: ContactId(tx.fresh_id()),
                name: Some("Marta".into()),
                email: None,
                phone: None,
                external_id: None,
                verified: false,
            };
            let id = ConversationId(tx.fresh_id());
            let widget = tx.directory().widgets.first().unwrap().id;
            let ai_agent = Some(founded.ai_agent);
            let metadata = serde_json::Map::new();
            let (page, language) = (None, None);
            let begun =
                Start { id, number: 0, widget, ai_agent, visitor, page, metadata, language };
            let now = tx.now();
            tx.start(begun, now)?;
            let command = Command::says("How much is the Team plan?");
            let message = CommandId(tx.fresh_id());
            Ok(tx.execute(&crate::envelope(Sender::Visitor, id, message, command))?.state)
        });
        let state = state.await.unwrap();
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        (Hub::new(store, address, Options::default()).await.unwrap(), state)
    }

    async fn said_by_ai(hub: &App, id: ConversationId) -> usize {
        let messages = hub.store.read(move |reader| reader.last_messages(id, 10)).await.unwrap();
        messages.iter().filter(|message| message.author.kind == AuthorKind::Ai).count()
    }

    async fn now(hub: &App, id: ConversationId) -> Conversation {
        hub.store.read(move |reader| reader.conversation(id)).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_turn_that_has_time_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, state) = asked(folder.path()).await;
        super::super::consider(&hub, &state);
        finish(&hub, Duration::from_secs(60)).await;
        assert!(!now(&hub, state.id).await.human_handoff());
        assert_eq!(said_by_ai(&hub, state.id).await, 1);
    }

    #[tokio::test]
    async fn a_turn_that_has_none_goes_to_people_who_are_told_why() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, state) = asked(folder.path()).await;
        super::super::consider(&hub, &state);
        finish(&hub, Duration::ZERO).await;
        let after = now(&hub, state.id).await;
        assert!(after.human_handoff());
        assert_eq!(after.handoff.unwrap().reason, "Baton was stopped before Iris had answered");
        assert_eq!(said_by_ai(&hub, state.id).await, 0);
    }

    #[tokio::test]
    async fn an_answer_that_was_given_after_all_is_the_end_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let (hub, state) = asked(folder.path()).await;
        let ai_agent = state.ai_agent_to_answer().unwrap();
        let (id, ownership) = (state.id, state.ownership);
        let command = Command::Reply {
            text: "49 a month.".into(),
            expect: ownership,
            seen: None,
            attachments: Vec::new(),
            grounds: Grounds::default(),
        };
        let sender = Sender::AiAgent(ai_agent);
        hub.command(sender, id, CommandId(Uuid::now_v7()), command).await.unwrap();
        hub.store.write(move |tx| hand_off(tx, id, ai_agent, ownership)).await.unwrap();
        assert!(!now(&hub, id).await.human_handoff());
    }
}
