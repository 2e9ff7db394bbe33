//! Labels: made, renamed, deleted, and made one of two. Guarantees that a merge is one event and one
//! transaction: no conversation or rule is ever seen with both, or with neither.

use crate::door::{Admin, Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::settings::{created, items};
use crate::{App, workspace};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::Tx;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/labels", get(labels).post(add_label))
        .route("/v1/labels/{id}", put(change_label).delete(remove_label))
        .route("/v1/labels/{id}/merge", post(merge))
}

async fn labels(State(hub): State<App>, _: Signed) -> Json<Value> {
    items(&hub.store.directory().labels)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelBody {
    name: Option<String>,
    color: Option<String>,
}

async fn add_label(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<LabelBody>,
) -> Answer<Response> {
    let name = body.name.ok_or_else(|| Problem::invalid("name", "is missing"))?;
    let color = body.color.unwrap_or_else(|| "#5c5d58".into());
    let label = hub
        .store
        .write(move |tx| workspace::add_label(tx, Actor::member(&admin), &name, &color))
        .await?;
    Ok(created(label))
}

async fn change_label(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<LabelBody>,
) -> Answer<Json<Label>> {
    let label = hub
        .store
        .write(move |tx| {
            let found = tx.directory().labels.iter().find(|label| label.id.0 == id).cloned();
            let mut label = found.ok_or_else(|| Refusal::not_found("label"))?;
            if let Some(name) = &body.name {
                label.name = workspace::label_name(tx.directory(), name, Some(label.id))?;
            }
            if let Some(color) = &body.color {
                label.color = workspace::label_color(color)?;
            }
            let body =
                EventBody::LabelChanged { label: label.clone(), deleted: false, merged_into: None };
            tx.change_settings(Actor::member(&admin), body)?;
            Ok(label)
        })
        .await?;
    Ok(Json(label))
}

async fn remove_label(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
) -> Answer<StatusCode> {
    hub.store
        .write(move |tx| {
            let found = tx.directory().labels.iter().find(|label| label.id.0 == id).cloned();
            let label = found.ok_or_else(|| Refusal::not_found("label"))?;
            let body = EventBody::LabelChanged { label, deleted: true, merged_into: None };
            tx.change_settings(Actor::member(&admin), body)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeBody {
    into: LabelId,
}

async fn merge(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<MergeBody>,
) -> Answer<Json<Label>> {
    let into = hub.store.write(move |tx| merge_into(tx, &admin, id, body.into)).await?;
    Ok(Json(into))
}

/// Everything that has the label has the other one, and the label is gone.
fn merge_into(tx: &mut Tx, admin: &Member, id: Uuid, into: LabelId) -> baton_store::Result<Label> {
    let named = |id: LabelId| tx.directory().labels.iter().find(|label| label.id == id).cloned();
    let label = named(LabelId(id)).ok_or_else(|| Refusal::not_found("label"))?;
    let into = named(into)
        .filter(|into| into.id != label.id)
        .ok_or_else(|| Refusal::invalid("into", "is another label that there is"))?;
    let body = EventBody::LabelChanged { label, deleted: true, merged_into: Some(into.id) };
    tx.change_settings(Actor::member(admin), body)?;
    Ok(into)
}
