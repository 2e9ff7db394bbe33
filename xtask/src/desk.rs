//! A display and a session bus for a machine without, which live exactly as long as the app.
//!
//! Each server is kept by a small shell in a process group of its own, so that Ctrl-C reaches the
//! app and not what it still needs to end well. The shell waits for the end of its input; the other
//! end of that pipe is the app's own standard input, and closes when the app has ended, however.

use std::io::{BufRead, BufReader, PipeReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::shell::{Result, command};

const KEEPER: &str = r#""$@" </dev/null & exec >/dev/null; cat; kill $!"#;

/// Whether the machine has both.
pub fn is_furnished() -> bool {
    has_display() && has_bus()
}

/// Gives the app a display and a bus where the machine has none, and says so.
pub fn furnish(app: &mut Command) -> Result<()> {
    if is_furnished() {
        return Ok(());
    }
    let (ends, app_lives) = std::io::pipe().map_err(|error| format!("make a pipe: {error}"))?;
    if !has_display() {
        let number = keep("Xvfb", &XVFB, &ends, |line| line.parse::<u32>().is_ok())?;
        println!("No display here: the window is drawn on an invisible one, DISPLAY=:{number}");
        app.env("DISPLAY", format!(":{number}"));
    }
    if !has_bus() {
        let address = keep("dbus-daemon", &BUS, &ends, |line| line.starts_with("unix:"))?;
        println!("No session bus here: started one, DBUS_SESSION_BUS_ADDRESS={address}");
        app.env("DBUS_SESSION_BUS_ADDRESS", address);
    }
    app.stdin(app_lives);
    Ok(())
}

const XVFB: [&str; 7] = ["-displayfd", "1", "-screen", "0", "1360x860x24", "-nolisten", "tcp"];
const BUS: [&str; 4] = ["--session", "--nofork", "--nopidfile", "--print-address=1"];

/// Starts a server and waits for the line in which it says where it is.
fn keep(
    server: &str,
    arguments: &[&str],
    ends: &PipeReader,
    is_place: impl Fn(&str) -> bool,
) -> Result<String> {
    let failed = |why: String| format!("{server} did not start ({why}); try it by hand: {server}");
    let input = ends.try_clone().map_err(|error| failed(error.to_string()))?;
    let mut keeper = command("/bin/sh")
        .args(["-c", KEEPER, "keeper", server])
        .args(arguments)
        .process_group(0)
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let output = keeper.stdout.take().ok_or_else(|| failed("no output".to_owned()))?;
    let lines = BufReader::new(output).lines().map_while(std::result::Result::ok);
    let place = lines.map(|line| line.trim().to_owned()).find(|line| is_place(line));
    place.ok_or_else(|| failed("it ended at once".to_owned()))
}

fn has_display() -> bool {
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// By its address, or where systemd puts it.
fn has_bus() -> bool {
    let folder = std::env::var_os("XDG_RUNTIME_DIR");
    is_set("DBUS_SESSION_BUS_ADDRESS")
        || folder.is_some_and(|folder| Path::new(&folder).join("bus").exists())
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}
