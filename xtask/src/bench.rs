//! `cargo xtask bench`: what performance.md promises, measured in release builds.

use crate::hub;
use crate::setup::{self, Purpose};
use crate::shell::{Result, become_it, cargo, must};

/// Builds the hub and becomes `baton-bench` with these arguments, such as the rows to measure.
pub fn bench(arguments: &[String]) -> Result<()> {
    setup::packages(Purpose::Test)?;
    hub::build()?;
    must(cargo(&["build", "--release", "--features", "desktop", "--bin", "baton"]), "cargo build")?;
    let mut bench = cargo(&["run", "--quiet", "--release", "-p", "baton-bench", "--"]);
    bench.args(arguments);
    become_it(bench)
}
