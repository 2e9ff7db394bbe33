//! New versions of Baton. Off unless the installer was built with an address to ask and the key that
//! signs them (`plugins.updater` in the configuration): without both nothing is ever asked.
//!
//! Guarantees: nothing is installed that is not signed with that key, nor without a yes. Leaves out
//! packages of a distribution, which come by its own means.

use std::time::Duration;
use tauri::{App, AppHandle};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons};
use tauri_plugin_updater::{Update, UpdaterExt};
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Begins to ask, where there is something to ask.
pub fn start(app: &App) -> tauri::Result<()> {
    if !app.config().plugins.0.contains_key("updater") {
        return Ok(());
    }
    let app = app.handle().clone();
    app.plugin(tauri_plugin_updater::Builder::new().build())?;
    tauri::async_runtime::spawn(async move {
        let mut days = interval(EVERY);
        days.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            days.tick().await;
            if let Err(error) = look(&app).await {
                tracing::info!(%error, "no new version could be asked for");
            }
        }
    });
    Ok(())
}

async fn look(app: &AppHandle) -> tauri_plugin_updater::Result<()> {
    let Some(update) = app.updater()?.check().await? else { return Ok(()) };
    if wanted(app, &update).await {
        update.download_and_install(|_, _| {}, || {}).await?;
        app.restart();
    }
    Ok(())
}

async fn wanted(app: &AppHandle, update: &Update) -> bool {
    let (answered, answer) = oneshot::channel();
    let question = format!(
        "Baton {} is here; this is {}. Install it and start again? What you have written is kept.",
        update.version, update.current_version
    );
    let buttons = MessageDialogButtons::OkCancelCustom("Install".into(), "Tomorrow".into());
    app.dialog().message(question).title("Baton").buttons(buttons).show(move |yes| {
        let _ = answered.send(yes);
    });
    answer.await.unwrap_or(false)
}
