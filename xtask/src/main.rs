//! `cargo xtask …`: everything needed to start Baton from a fresh checkout, and to test it.
//!
//! Standard library only, so that it is built in a second and nothing has to be installed first.
//! Each command may be repeated at any time; what is fresh is not done again.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on its terminal")]

mod bench;
mod bundle;
mod counts;
#[cfg(target_os = "linux")]
mod desk;
mod hub;
mod report;
mod run;
mod setup;
mod shell;
mod test;
mod trial;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [--release] [-- APP ARGUMENTS]   build and start the desktop app
cargo xtask hub ARGUMENTS                        build and start the headless hub
cargo xtask test                                 every check and test; ends with \"N passed, N failed\"
cargo xtask bundle [TAURI ARGUMENTS] [--try]     build the installers; --try uses the .deb on a clean system
cargo xtask bench [ROWS] [--full]                measure, in release builds; an unknown row lists all";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match command.as_str() {
        "run" => run::run(&rest),
        "hub" => hub::hub(&rest),
        "test" => test::test(),
        "bundle" => bundle::bundle(&rest),
        "bench" => bench::bench(&rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
