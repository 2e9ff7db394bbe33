//! The one window: opening it, bringing it forward, and keeping Baton in the tray when it closes.

use crate::home::Home;
use crate::ipc::Open;
use std::sync::Arc;
use tauri::{AppHandle, Emitter, Manager, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};

const MAIN: &str = "main";

/// What closing the window means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Baton stays in the tray.
    Hides,
    /// There is no tray to stay in.
    Quits,
}

impl From<bool> for Closing {
    fn from(has_tray: bool) -> Self {
        if has_tray { Closing::Hides } else { Closing::Quits }
    }
}

/// Opens the window as `tauri.conf.json` describes it, or has it ready to be shown.
pub fn open(app: &AppHandle, shown: bool) -> tauri::Result<()> {
    for config in app.config().app.windows.clone() {
        let window = WebviewWindowBuilder::from_config(app, &config)?
            .visible(shown)
            .on_navigation(is_ours)
            .build()?;
        fit(&window)?;
    }
    Ok(())
}

/// This window never goes elsewhere, whatever is dropped on it or linked in it.
fn is_ours(to: &Url) -> bool {
    matches!(to.scheme(), "tauri" | "about") || to.host_str() == Some("tauri.localhost")
}

/// On a screen smaller than the window, the window takes the screen.
fn fit(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window.current_monitor()? else { return Ok(()) };
    let (screen, now) = (monitor.size(), window.inner_size()?);
    if now.width > screen.width || now.height > screen.height {
        let width = now.width.min(screen.width);
        let height = now.height.min(screen.height);
        window.set_size(tauri::PhysicalSize::new(width, height))?;
    }
    Ok(())
}

fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(MAIN)
}

/// Shows the window above the others.
pub fn bring_forward(app: &AppHandle) {
    if let Some(window) = main(app) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Shows the window with a conversation or a tab, and says something.
pub fn show(app: &AppHandle, open: Open) {
    bring_forward(app);
    if let Err(error) = app.emit_to(MAIN, "open", open) {
        tracing::warn!(%error, "the window was not told what to open");
    }
}

/// Asks for attention without taking the keyboard.
pub fn attract(app: &AppHandle) {
    if let Some(window) = main(app) {
        let _ = window.request_user_attention(Some(tauri::UserAttentionType::Critical));
    }
}

/// Sets the title.
pub fn entitle(app: &AppHandle, title: &str) {
    if let Some(window) = main(app) {
        let _ = window.set_title(title);
    }
}

/// Keeps track of the keyboard, and hides instead of closing.
pub fn on_event(app: &AppHandle, event: &WindowEvent) {
    match event {
        WindowEvent::Focused(focused) => {
            if let Some(home) = app.try_state::<Arc<Home>>() {
                home.inbox().focused(*focused);
            }
        }
        WindowEvent::CloseRequested { api, .. } => {
            let closing = app.try_state::<Closing>().map_or(Closing::Quits, |closing| *closing);
            if closing == Closing::Hides
                && let Some(window) = main(app)
            {
                api.prevent_close();
                let _ = window.hide();
            }
        }
        _ => {}
    }
}
