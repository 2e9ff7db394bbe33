//! The tray: how many wait, the longest wait, and what can be done about it. A tray has no click
//! events on Linux, so everything is a menu item. Where the system has no tray there is none.

use super::{quit, teller, window};
use crate::desktop_prefs::DesktopPrefs;
use crate::home::Home;
use crate::ipc::{Open, Tab};
use crate::notices::words::Words;
use std::sync::Arc;
use tauri::menu::{CheckMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

const TRAY: &str = "baton";

/// The items whose words change.
struct Items {
    waiting: MenuItem<Wry>,
    claim: MenuItem<Wry>,
    open: MenuItem<Wry>,
    available: CheckMenuItem<Wry>,
    leave: MenuItem<Wry>,
}

/// Builds the tray; false when the system has none.
pub fn build(app: &AppHandle, prefs: &DesktopPrefs) -> bool {
    if !is_there() {
        tracing::info!("no tray: libayatana-appindicator is not installed");
        return false;
    }
    match try_build(app, Words::of(prefs.speaks())) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "no tray");
            false
        }
    }
}

fn try_build(app: &AppHandle, words: &Words) -> tauri::Result<()> {
    let waiting = MenuItem::with_id(app, "waiting", words.nobody_waits, true, None::<&str>)?;
    let claim = MenuItem::with_id(app, "claim", words.tray_claim, false, None::<&str>)?;
    let open = MenuItem::with_id(app, "open", words.tray_open, true, None::<&str>)?;
    let available =
        CheckMenuItem::with_id(app, "available", words.tray_available, true, true, None::<&str>)?;
    let leave = MenuItem::with_id(app, "quit", words.tray_quit, true, None::<&str>)?;
    let line = PredefinedMenuItem::separator(app)?;
    let last = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&waiting, &claim, &line, &open, &available, &last, &leave])?;
    let mut tray = TrayIconBuilder::with_id(TRAY).menu(&menu).on_menu_event(chosen);
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    app.manage(Items { waiting, claim, open, available, leave });
    Ok(())
}

/// libappindicator panics when its library is missing, so it is looked for first.
#[cfg(target_os = "linux")]
fn is_there() -> bool {
    let named = std::env::var("LD_LIBRARY_PATH").unwrap_or_default();
    let multiarch = format!("{}-linux-gnu", std::env::consts::ARCH);
    let usual = ["/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib"];
    let usual = usual.iter().flat_map(|at| [(*at).to_owned(), format!("{at}/{multiarch}")]);
    named.split(':').map(str::to_owned).chain(usual).any(|folder| {
        ["libayatana-appindicator3.so.1", "libappindicator3.so.1"]
            .iter()
            .any(|library| std::path::Path::new(&folder).join(library).exists())
    })
}

#[cfg(not(target_os = "linux"))]
fn is_there() -> bool {
    true
}

fn chosen(app: &AppHandle, event: MenuEvent) {
    match event.id().as_ref() {
        "waiting" => {
            let tab = Some(Tab::Unassigned);
            window::show(app, Open { tab, ..Open::default() });
        }
        "claim" => teller::claim_longest(app),
        "open" => window::bring_forward(app),
        "available" => toggle_available(app),
        "quit" => quit(app),
        _ => {}
    }
}

fn toggle_available(app: &AppHandle) {
    let (Some(items), Some(home)) = (app.try_state::<Items>(), app.try_state::<Arc<Home>>()) else {
        return;
    };
    let available = items.available.is_checked().unwrap_or(true);
    let inbox = home.inbox();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = inbox.set_available(available).await {
            tracing::warn!(message = error.message, "availability was not changed");
        }
    });
}

/// Says everything in another language; who waits is said by [`refresh`].
pub fn speak(app: &AppHandle, words: &Words) {
    let Some(items) = app.try_state::<Items>() else { return };
    let _ = items.claim.set_text(words.tray_claim);
    let _ = items.open.set_text(words.tray_open);
    let _ = items.available.set_text(words.tray_available);
    let _ = items.leave.set_text(words.tray_quit);
}

/// Shows how many wait and whether I am available.
pub fn refresh(app: &AppHandle, waiting: u64, words: &str, available: bool) {
    let Some(items) = app.try_state::<Items>() else { return };
    let _ = items.waiting.set_text(words);
    let _ = items.claim.set_enabled(waiting > 0);
    let _ = items.available.set_checked(available);
    if let Some(tray) = app.tray_by_id(TRAY) {
        let count = if waiting > 0 { waiting.to_string() } else { String::new() };
        let _ = tray.set_title(Some(count));
        let _ = tray.set_tooltip(Some(format!("Baton: {words}")));
    }
}
