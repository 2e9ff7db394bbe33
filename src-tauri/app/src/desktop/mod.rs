//! The window, the tray and the system's notifications: everything of Tauri and notify-rust.

mod announcer;
mod away;
mod commands;
mod feeds;
mod keychain;
mod links;
mod login;
mod pictures;
mod teller;
mod tray;
mod trial;
mod updating;
mod window;

use crate::home::{Home, Place};
use crate::notices::words::Words;
use crate::{Inbox, Seat, link};
use baton_hub::command_line;
use baton_hub::logging::LogFormat;
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::plugin::TauriPlugin;
use tauri::{App, AppHandle, Manager, RunEvent, Wry};
use tauri_plugin_window_state::StateFlags;

/// Starts the app and returns when it ends.
pub fn main() -> ExitCode {
    without_dmabuf();
    baton_hub::logging::start(LogFormat::Text);
    let place = Place::parse();
    match run(place) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "baton: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Some graphics drivers show a blank window unless WebKit keeps off DMA buffers. The variable must
/// be set before anything else runs, so the program starts itself anew with it.
#[cfg(target_os = "linux")]
fn without_dmabuf() {
    use std::os::unix::process::CommandExt;
    const OFF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(OFF).is_none()
        && let Ok(program) = std::env::current_exe()
    {
        let error = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(OFF, "1")
            .exec();
        let _ = writeln!(std::io::stderr(), "baton: not started anew: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
fn without_dmabuf() {}

fn run(place: Place) -> anyhow::Result<()> {
    let first = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance_name(&place)?)
        .callback(|app, arguments, _| match link::among(&arguments) {
            Some(link) => links::show(app, link),
            None => window::bring_forward(app),
        })
        .build();
    let app = tauri::Builder::default()
        .plugin(first)
        .plugin(where_the_window_was())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(login::plugin())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .invoke_handler(commands::all())
        .setup(move |app| set_up(app, &place))
        .build(tauri::generate_context!())?;
    app.run(|app, event| match event {
        RunEvent::WindowEvent { event, .. } => window::on_event(app, &event),
        // macOS hands links to the running app instead of starting it again.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let urls: Vec<String> = urls.iter().map(ToString::to_string).collect();
            if let Some(link) = link::among(&urls) {
                links::show(app, link);
            }
        }
        RunEvent::Exit => {
            if let Some(home) = app.try_state::<Arc<Home>>() {
                home.close();
            }
        }
        _ => {}
    });
    Ok(())
}

/// Size and place of the window. Whether it is shown is decided at each start.
fn where_the_window_was() -> TauriPlugin<Wry> {
    let remembered = StateFlags::all() & !StateFlags::VISIBLE;
    tauri_plugin_window_state::Builder::default().with_state_flags(remembered).build()
}

/// One running app a workspace: the name is made from its folder.
fn instance_name(place: &Place) -> anyhow::Result<String> {
    let folder = place.folder()?;
    // It must be there to have one name only, however it is written.
    command_line::private_folder(&folder)?;
    let folder = folder.canonicalize()?;
    // FNV-1a, 64 bit: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = folder.to_string_lossy().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Ok(format!("dev.baton.desktop.w{hash:016x}"))
}

fn set_up(app: &mut App, place: &Place) -> Result<(), Box<dyn std::error::Error>> {
    let keychain = Arc::new(keychain::Keychain);
    let opened = tauri::async_runtime::block_on(Home::open(place.clone(), keychain));
    let home = match opened {
        Ok(home) => home,
        Err(error) => {
            // An error returned from here would be a panic.
            let _ = writeln!(std::io::stderr(), "baton: {error:#}");
            app.handle().cleanup_before_exit();
            std::process::exit(1);
        }
    };
    say_where(&home.inbox());
    app.manage(Arc::clone(&home));
    app.manage(links::Kept::new(place.link));
    app.manage(trial::Trials::default());
    let has_tray = tray::build(app.handle(), &home.prefs().now());
    window::open(app.handle(), !(place.hidden && has_tray))?;
    app.manage(window::Closing::from(has_tray));
    teller::start(app.handle().clone(), home);
    updating::start(app)?;
    Ok(())
}

/// What is said in the person's language.
fn words(app: &AppHandle) -> &'static Words {
    let prefs = app.try_state::<Arc<Home>>().map(|home| home.prefs().now());
    Words::of(prefs.unwrap_or_default().speaks())
}

fn say_where(inbox: &Inbox) {
    let mut out = std::io::stdout().lock();
    let hub = inbox.seat().url();
    let _ = match inbox.seat() {
        Seat::Alone(..) => writeln!(out, "Baton is open. Chat as a visitor at {hub}/demo"),
        Seat::Team(_) => writeln!(out, "Baton is open. The team’s hub is {hub}"),
    };
    let _ = out.flush();
}

/// Ends the app, whatever the window is set to do.
fn quit(app: &AppHandle) {
    app.exit(0);
}
