//! Erasing a contact on request. `POST /v1/contacts/{id}/erase`.
//!
//! Guarantees: one transaction takes the person out of everything that is shown, ends their tokens and
//! says in the log who asked. The words in the log and in the index follow at once, a few at a time, and
//! whatever happens meanwhile; copies on desktops by the same event. Leaves out backups and exports,
//! which are somebody's own.

use crate::App;
use crate::credentials;
use crate::door::{Admin, Body, Id};
use crate::problem::Answer;
use axum::Json;
use axum::extract::State;
use baton_domain::*;
use baton_store::{Result, Traces};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How many kept requests are forgotten in one transaction.
const TRACES_AT_ONCE: usize = 500;
/// How long is waited for the last words of long threads.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long is waited after something went wrong.
const AGAIN: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EraseBody {
    id: Uuid,
}

pub(crate) async fn erase(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(contact): Id,
    Body(body): Body<EraseBody>,
) -> Answer<Json<Value>> {
    let (id, by, contact) = (CommandId(body.id), admin.id, ContactId(contact));
    let who = [b"erase", &by.0.as_bytes()[..], &contact.0.as_bytes()[..]];
    let fingerprint = credentials::fingerprint(&who);
    let erased = hub.store.write(move |tx| tx.erase_contact(id, fingerprint, by, contact)).await?;
    tracing::info!(member = %by, conversations = erased.len(), "a contact was erased");
    let count = erased.len();
    let going = tokio::spawn(let_go(Arc::clone(&hub), erased));
    // It is done: what a long thread or a full disk holds up goes on by itself.
    let _ = tokio::time::timeout(ANSWER_WITHIN, going).await;
    Ok(Json(json!({"conversations": count})))
}

/// Takes what is left of them out of the hub, and their words; when that fails, again in a while.
async fn let_go(hub: App, erased: Vec<ConversationId>) {
    if is_gone(&hub, &erased).await {
        return;
    }
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = tokio::time::sleep(AGAIN) => {}
                () = hub.closing() => return,
            }
            if is_gone(&hub, &erased).await {
                return;
            }
        }
    });
}

async fn is_gone(hub: &App, erased: &[ConversationId]) -> bool {
    let gone = match forget(hub, erased).await {
        Ok(()) => finish(hub, erased).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &gone {
        tracing::error!(%error, "what is left of an erased contact is still here");
    }
    gone.is_ok()
}

/// Takes what is left of erased or deleted conversations out of the hub: kept requests, tokens in memory,
/// open sockets, copies for desktops.
pub(crate) async fn forget(hub: &App, conversations: &[ConversationId]) -> Result<()> {
    for id in conversations {
        hub.remembered.forget(id.0, None);
        hub.live.visitor_is_gone(*id);
    }
    hub.analyses.forget(conversations);
    hub.snapshots.forget();
    let conversations = conversations.to_vec();
    let traces = hub.store.read(move |reader| reader.traces(&conversations)).await?;
    forget_traces(hub, traces).await
}

/// Forgets the kept requests that a stop has left of erased and deleted conversations.
pub(crate) async fn forget_left(hub: App) {
    let forgotten = match hub.store.read(|reader| reader.traces_left()).await {
        Ok(left) => forget_traces(&hub, left).await,
        Err(error) => Err(error),
    };
    if let Err(error) = forgotten {
        tracing::error!(%error, "what is left of erased conversations is still here");
    }
}

/// Lets the words go, however long that takes. One at a time: whoever writes waits for one step at most.
/// What was read of these conversations meanwhile is forgotten too.
pub(crate) async fn finish(hub: &App, conversations: &[ConversationId]) -> Result<()> {
    let _one = hub.redacting.lock().await;
    hub.store.finish_redacting().await?;
    hub.analyses.forget(conversations);
    hub.snapshots.forget();
    Ok(())
}

async fn forget_traces(hub: &App, traces: Traces) -> Result<()> {
    for part in traces.in_parts(TRACES_AT_ONCE) {
        hub.store.write(move |tx| tx.forget_traces(&part)).await?;
    }
    Ok(())
}
