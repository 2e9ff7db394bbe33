//! Starting with the system: an entry among the things that start when I log in, made and taken away
//! by my choice in the settings.

use super::words;
use crate::home::Home;
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use std::sync::Arc;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_autostart::ManagerExt;

/// The system's part of it. Baton then begins in the tray.
pub fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::Builder::new().arg("--hidden").build()
}

/// Makes the entry or takes it away. A workspace in a folder of its own cannot start by itself: the
/// entry names none.
pub fn start_at_login(app: &AppHandle, on: bool) -> Answer<()> {
    let usual = app.try_state::<Arc<Home>>().is_some_and(|home| home.is_usual());
    if on && !usual {
        return Err(IpcError::new(ErrorCode::Invalid, words(app).login_elsewhere));
    }
    let login = app.autolaunch();
    let done = if on { login.enable() } else { login.disable() };
    done.map_err(|error| {
        tracing::warn!(%error, on, "start at login was not changed");
        IpcError::new(ErrorCode::Unavailable, words(app).login_refused)
    })
}
