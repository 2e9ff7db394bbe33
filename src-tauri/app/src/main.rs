//! The desktop app. Only wires.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

#[cfg(feature = "desktop")]
fn main() -> ExitCode {
    baton::desktop::main()
}

#[cfg(not(feature = "desktop"))]
fn main() -> ExitCode {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "built without its window; use `cargo xtask run`");
    ExitCode::FAILURE
}
