//! New versions of Baton. Off unless the installer was built with an address to ask and the key that
//! signs them (`plugins.updater` in the configuration): without both nothing is ever asked.
//!
//! Guarantees: nothing is installed that is not signed with that key, nor without a yes, and a package
//! of a distribution is left to the distribution: on Linux only an AppImage replaces itself.

use super::words;
use crate::notices::words::fill;
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
    if !app.config().plugins.0.contains_key("updater")
        || !replaces_itself(std::env::consts::OS, std::env::var_os("APPIMAGE").is_some())
    {
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

/// Whether nobody else brings new versions. An AppImage is told its own path in `APPIMAGE`
/// (docs.appimage.org, "Environment variables").
fn replaces_itself(system: &str, is_app_image: bool) -> bool {
    system != "linux" || is_app_image
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
    let words = words(app);
    let versions = [("new", update.version.as_str()), ("old", &update.current_version)];
    let question = fill(words.update_question, &versions);
    let buttons = MessageDialogButtons::OkCancelCustom(
        words.update_install.into(),
        words.update_later.into(),
    );
    app.dialog().message(question).title("Baton").buttons(buttons).show(move |yes| {
        let _ = answered.send(yes);
    });
    answer.await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::replaces_itself;

    #[test]
    fn a_package_of_a_distribution_is_left_to_the_distribution() {
        assert!(!replaces_itself("linux", false));
        for (system, is_app_image) in [("linux", true), ("macos", false), ("windows", false)] {
            assert!(replaces_itself(system, is_app_image), "{system}");
        }
    }
}
