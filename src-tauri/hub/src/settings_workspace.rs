//! The workspace's own settings: name, time zone, hours, holidays, patience. Every member reads them,
//! owners and admins change them; a value that cannot be meant is refused with the field's name.

use crate::App;
use crate::door::{Admin, Body, Signed};
use crate::problem::{Answer, Problem};
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use baton_domain::*;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/v1/settings", get(settings).put(change_settings))
}

async fn settings(State(hub): State<App>, _: Signed) -> Answer<Json<Settings>> {
    let settings = hub.store.directory().settings.clone();
    settings.map(Json).ok_or_else(|| Problem::not_found("workspace"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    workspace: Option<String>,
    time_zone: Option<String>,
    default_ai_agent: Option<AiAgentId>,
    silent_minutes: Option<u32>,
    repeat_after_s: Option<u32>,
    #[serde(default, deserialize_with = "said")]
    hours: Option<Option<Hours>>,
    holidays: Option<BTreeSet<LocalDate>>,
    #[serde(default, deserialize_with = "said")]
    analysis_ai_agent: Option<Option<AiAgentId>>,
    #[serde(default, deserialize_with = "said")]
    delete_closed_after_days: Option<Option<u32>>,
}

/// What may be `null`, which is not the same as left out.
pub(crate) fn said<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

async fn change_settings(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<SettingsBody>,
) -> Answer<Json<Settings>> {
    let settings = hub
        .store
        .write(move |tx| {
            let known = tx.directory().settings.clone();
            let known = known.ok_or_else(|| Refusal::not_found("workspace"))?;
            let settings = fill(tx.directory(), known, body)?;
            let event = EventBody::SettingsChanged { settings: settings.clone() };
            tx.change_settings(Actor::member(&admin), event)?;
            Ok(settings)
        })
        .await?;
    Ok(Json(settings))
}

fn fill(
    directory: &Directory,
    mut settings: Settings,
    body: SettingsBody,
) -> Result<Settings, Refusal> {
    if let Some(name) = &body.workspace {
        settings.workspace = text::name("workspace", name)?;
    }
    if let Some(id) = body.default_ai_agent {
        settings.default_ai_agent = Some(known_ai_agent(directory, "default_ai_agent", id)?);
    }
    if let Some(minutes) = body.silent_minutes {
        let most = Settings::SILENT_MINUTES_MAX;
        settings.silent_minutes = at_most("silent_minutes", minutes, most)?;
    }
    if let Some(seconds) = body.repeat_after_s {
        let most = Settings::REPEAT_AFTER_S_MAX;
        settings.repeat_after_s = at_most("repeat_after_s", seconds, most)?;
    }
    if let Some(id) = body.analysis_ai_agent {
        settings.analysis_ai_agent = id.map(|id| analyst(directory, id)).transpose()?;
    }
    if let Some(days) = body.delete_closed_after_days {
        let most = Settings::DELETE_AFTER_DAYS_MAX;
        if days.is_some_and(|days| !(1..=most).contains(&days)) {
            let detail = format!("is 1 to {most}, or null for never");
            return Err(Refusal::invalid("delete_closed_after_days", detail));
        }
        settings.delete_closed_after_days = days;
    }
    fill_hours(&mut settings, body.time_zone, body.hours, body.holidays)?;
    Ok(settings)
}

fn fill_hours(
    settings: &mut Settings,
    time_zone: Option<String>,
    hours: Option<Option<Hours>>,
    holidays: Option<BTreeSet<LocalDate>>,
) -> Result<(), Refusal> {
    if let Some(zone) = time_zone {
        let known = known_time_zone(&zone);
        let unknown = || Refusal::invalid("time_zone", "is the name of a zone, as in Europe/Oslo");
        settings.time_zone = known.ok_or_else(unknown)?;
    }
    if let Some(hours) = hours {
        hours.as_ref().map_or(Ok(()), Hours::check)?;
        settings.hours = hours;
    }
    if let Some(holidays) = holidays {
        if holidays.len() > HOLIDAYS {
            return Err(Refusal::invalid("holidays", format!("are at most {HOLIDAYS}")));
        }
        settings.holidays = holidays;
    }
    Ok(())
}

fn known_ai_agent(
    directory: &Directory,
    field: &'static str,
    id: AiAgentId,
) -> Result<AiAgentId, Refusal> {
    let known = directory.ai_agent(id).filter(|ai_agent| !ai_agent.deleted);
    known.map(|ai_agent| ai_agent.id).ok_or_else(|| Refusal::invalid(field, "there is none"))
}

/// Who can write analyses: an AI agent with a model of its own.
fn analyst(directory: &Directory, id: AiAgentId) -> Result<AiAgentId, Refusal> {
    let field = "analysis_ai_agent";
    let id = known_ai_agent(directory, field, id)?;
    match directory.ai_agent(id).map(|ai_agent| ai_agent.kind) {
        Some(AiAgentKind::OpenAi) => Ok(id),
        Some(AiAgentKind::Knowledge | AiAgentKind::Api) | None => {
            Err(Refusal::invalid(field, "has no model; choose an AI agent of kind openai"))
        }
    }
}

fn at_most(field: &'static str, value: u32, most: u32) -> Result<u32, Refusal> {
    if value > most { Err(Refusal::invalid(field, format!("is 0 to {most}"))) } else { Ok(value) }
}
