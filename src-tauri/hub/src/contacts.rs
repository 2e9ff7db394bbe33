//! Erasing a contact on request. `POST /v1/contacts/{id}/erase`.
//!
//! Guarantees: one transaction takes the person out of everything that is shown, ends their tokens and
//! says in the log who asked; when it is answered, no word of theirs is left in the hub's file. Copies
//! on desktops follow by the same event. Leaves out backups and exports, which are somebody's own.

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
use uuid::Uuid;

/// How many kept requests are forgotten in one transaction.
const TRACES_AT_ONCE: usize = 500;

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
    forget(&hub, erased).await?;
    Ok(Json(json!({"conversations": count})))
}

/// Takes what is left of erased or deleted conversations out of the hub: words in the log, kept
/// requests, tokens in memory, open sockets, copies for desktops.
pub(crate) async fn forget(hub: &App, conversations: Vec<ConversationId>) -> Result<()> {
    for id in &conversations {
        hub.remembered.forget(id.0, None);
        hub.live.visitor_is_gone(*id);
    }
    hub.analyses.forget(&conversations);
    hub.snapshots.forget();
    let traces = hub.store.read(move |reader| reader.traces(&conversations)).await?;
    forget_traces(hub, traces).await?;
    hub.store.finish_redacting().await?;
    hub.snapshots.forget();
    Ok(())
}

async fn forget_traces(hub: &App, traces: Traces) -> Result<()> {
    for part in traces.in_parts(TRACES_AT_ONCE) {
        hub.store.write(move |tx| tx.forget_traces(&part)).await?;
    }
    Ok(())
}
