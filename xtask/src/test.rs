//! `cargo xtask test`: everything that must hold before a change is taken.
//!
//! A step that fails does not stop the others, except where they cannot be done without it.
//! All of cargo's steps choose the same packages and features, so that on two cores no dependency
//! is compiled twice. The app and the hub are built before the tests, which start them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::counts::Runner;
use crate::report::Report;
use crate::setup::{self, Purpose};
use crate::shell::{self, Result, cargo};
use crate::ui;

/// Where ts-rs writes the types the UI shares with Rust, while the Rust tests run.
const BINDINGS: &str = "ui/inbox/ipc/bindings";

/// Runs every step; fails when one did.
pub fn test() -> Result<()> {
    let mut report = Report::default();
    steps(&mut report);
    // The sum must be the last line: the reasons were printed where they happened.
    if report.sum_up() { Ok(()) } else { std::process::exit(1) }
}

fn steps(report: &mut Report) {
    if !report.step("system packages", || setup::packages(Purpose::Test)) {
        return;
    }
    report.check("rustfmt", cargo(&["fmt", "--all", "--check"]));
    if report.step("UI packages", ui::install) {
        report.check("UI types and format", ui::npm(&["run", "check"]));
        report.tests("UI tests", (Runner::Npm, ui::npm(&["test"])));
        report.step("UI build", ui::build);
    }
    report.check("clippy", clippy());
    let built = report.check("build the app and the hub", programs());
    let bindings = files_of(BINDINGS);
    report.tests("Rust tests", rust_tests());
    report.step("generated types are fresh", || unchanged(BINDINGS, &bindings));
    if built {
        report.tests("end-to-end tests", end_to_end_tests());
    }
}

fn clippy() -> Command {
    let mut clippy = cargo(&["clippy", "--workspace", "--all-targets", "--features", "desktop"]);
    clippy.args(["--", "-D", "warnings"]);
    clippy
}

fn programs() -> Command {
    let mut build = cargo(&["build", "--workspace", "--features", "desktop"]);
    build.args(["--bin", "baton", "--bin", "baton-hub"]);
    build
}

fn rust_tests() -> (Runner, Command) {
    if !has_nextest() {
        let arguments = ["test", "--workspace", "--exclude", "baton-e2e", "--no-fail-fast"];
        let mut test = cargo(&arguments);
        test.args(["--features", "desktop"]);
        return (Runner::CargoTest, test);
    }
    // By a filter and not by `--exclude`, which would choose other features of dependencies.
    let mut nextest = cargo(&["nextest", "run", "--workspace", "--features", "desktop"]);
    nextest.args(["--no-fail-fast", "-E", "not package(baton-e2e)"]);
    (Runner::Nextest, nextest)
}

fn end_to_end_tests() -> (Runner, Command) {
    if !has_nextest() {
        let test = cargo(&["test", "-p", "baton-e2e", "--no-fail-fast", "--", "--test-threads=1"]);
        return (Runner::CargoTest, test);
    }
    let mut nextest = cargo(&["nextest", "run", "--workspace", "--features", "desktop"]);
    nextest.args(["--no-fail-fast", "--test-threads", "1", "-E", "package(baton-e2e)"]);
    (Runner::Nextest, nextest)
}

fn has_nextest() -> bool {
    shell::ask(cargo(&["nextest", "--version"])).is_some()
}

/// Compared with what was there before the tests wrote it, not with git: a type that is fresh but
/// not committed yet is fresh.
fn unchanged(folder: &str, before: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let after = files_of(folder);
    let names = before.keys().chain(after.keys());
    let changed: Vec<&str> =
        names.filter(|name| before.get(*name) != after.get(*name)).map(String::as_str).collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{folder} was stale and has been written again: {}. Commit it.",
        changed.join(", ")
    ))
}

/// The files directly in a folder, by name; none when there is no such folder.
fn files_of(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(shell::root().join(Path::new(folder))) else {
        return BTreeMap::new();
    };
    let read = |entry: std::fs::DirEntry| {
        let bytes = std::fs::read(entry.path()).ok()?;
        Some((entry.file_name().to_string_lossy().into_owned(), bytes))
    };
    entries.flatten().filter_map(read).collect()
}
