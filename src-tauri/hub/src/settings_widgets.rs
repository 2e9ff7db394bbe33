//! Widgets: which AI agent answers them, on which websites they may stand, and whether visitors must
//! come with a signed identity, how it looks. An identity secret is answered once, when it is made.

use crate::door::{Admin, Body, Id, Signed};
use crate::problem::{Answer, Problem};
use crate::settings::{created, items};
use crate::settings_workspace::said;
use crate::{App, workspace};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use baton_domain::*;
use baton_store::Tx;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Most origins a widget has.
const ORIGINS: usize = 200;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/widgets", get(widgets).post(add_widget))
        .route("/v1/widgets/{id}", put(change_widget).delete(remove_widget))
        .route("/v1/widgets/{id}/secret", post(new_secret))
}

async fn widgets(State(hub): State<App>, _: Signed) -> Json<Value> {
    items(&hub.store.directory().widgets)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WidgetBody {
    name: Option<String>,
    ai_agent: Option<AiAgentId>,
    origins: Option<Vec<String>>,
    verify_identity: Option<bool>,
    #[serde(default, deserialize_with = "said")]
    color: Option<Option<String>>,
    theme: Option<Theme>,
    side: Option<Side>,
}

fn fill_widget(
    directory: &Directory,
    mut widget: Widget,
    body: WidgetBody,
) -> Result<Widget, Refusal> {
    if let Some(name) = body.name {
        widget.name = text::name("name", &name)?;
    }
    if let Some(id) = body.ai_agent {
        let known = directory.ai_agent(id).filter(|ai_agent| !ai_agent.deleted);
        let known =
            known.ok_or_else(|| Refusal::invalid("ai_agent", "there is none with this id"))?;
        widget.ai_agent = Some(known.id);
    }
    if let Some(origins) = body.origins {
        if origins.len() > ORIGINS {
            return Err(Refusal::invalid("origins", format!("are at most {ORIGINS}")));
        }
        widget.origins =
            origins.iter().map(|origin| checked_origin(origin)).collect::<Result<Vec<_>, _>>()?;
    }
    widget.verify_identity = body.verify_identity.unwrap_or(widget.verify_identity);
    if let Some(color) = body.color {
        widget.color = color.as_deref().map(workspace::label_color).transpose()?;
    }
    widget.theme = body.theme.unwrap_or(widget.theme);
    widget.side = body.side.unwrap_or(widget.side);
    Ok(widget)
}

/// `https://shop.example` or with a port that is not the usual one; nothing behind it: what browsers
/// send.
fn checked_origin(origin: &str) -> Result<String, Refusal> {
    let origin = text::url("origins", origin)?.trim_end_matches('/').to_lowercase();
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    let usual_port = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(usual_port).unwrap_or(host);
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if !matches!(scheme, "http" | "https") || host.is_empty() || !host.chars().all(known) {
        let detail = "an origin is like https://shop.example, with names as browsers send them \
                      (xn--… for other letters)";
        return Err(Refusal::invalid("origins", detail));
    }
    Ok(format!("{scheme}://{host}"))
}

async fn add_widget(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<WidgetBody>,
) -> Answer<Response> {
    if body.name.is_none() {
        return Err(Problem::invalid("name", "is missing"));
    }
    let (widget, secret) = hub
        .store
        .write(move |tx| {
            let (empty, secret) = workspace::new_widget(tx)?;
            let widget = fill_widget(tx.directory(), empty, body)?;
            let event = EventBody::WidgetChanged { widget: widget.clone(), deleted: false };
            tx.change_settings(Actor::member(&admin), event)?;
            Ok((widget, secret))
        })
        .await?;
    let mut answer = json!(widget);
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("secret".into(), secret.into());
    }
    Ok(created(answer))
}

async fn change_widget(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<WidgetBody>,
) -> Answer<Json<Widget>> {
    let widget = hub
        .store
        .write(move |tx| {
            let widget = fill_widget(tx.directory(), known_widget(tx, id)?, body)?;
            let event = EventBody::WidgetChanged { widget: widget.clone(), deleted: false };
            tx.change_settings(Actor::member(&admin), event)?;
            Ok(widget)
        })
        .await?;
    Ok(Json(widget))
}

fn known_widget(tx: &Tx, id: Uuid) -> Result<Widget, Refusal> {
    let found = tx.directory().widgets.iter().find(|widget| widget.id.0 == id).cloned();
    found.ok_or_else(|| Refusal::not_found("widget"))
}

async fn remove_widget(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
) -> Answer<StatusCode> {
    hub.store
        .write(move |tx| {
            let widget = known_widget(tx, id)?;
            let event = EventBody::WidgetChanged { widget, deleted: true };
            tx.change_settings(Actor::member(&admin), event)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The website's signatures made with the secret before are refused from now on.
async fn new_secret(State(hub): State<App>, Admin(_): Admin, Id(id): Id) -> Answer<Json<Value>> {
    let secret = hub
        .store
        .write(move |tx| {
            let widget = known_widget(tx, id)?;
            workspace::new_widget_secret(tx, widget.id)
        })
        .await?;
    Ok(Json(json!({"secret": secret})))
}
