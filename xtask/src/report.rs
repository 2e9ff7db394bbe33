//! The steps of `cargo xtask test`: runs each, keeps what came of it, sums up.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::counts::{Counts, Runner};
use crate::shell::{self, Result};

/// What was done so far.
#[derive(Default)]
pub struct Report {
    steps: Vec<(String, Counts, Duration)>,
}

impl Report {
    /// A step that passes or fails as a whole. True when it passed.
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        self.record(name, || match work() {
            Ok(()) => Counts { passed: 1, failed: 0 },
            Err(why) => {
                eprintln!("{why}");
                Counts { passed: 0, failed: 1 }
            }
        })
    }

    /// A step whose command passes or fails as a whole.
    pub fn check(&mut self, name: &str, command: Command) -> bool {
        self.step(name, || shell::must(command, name))
    }

    /// A step that runs tests, which are counted. A runner that fails without a failed test, or
    /// succeeds without having run one, counts as one failure: silence is not success.
    pub fn tests(&mut self, name: &str, (runner, command): (Runner, Command)) -> bool {
        self.record(name, || {
            let mut counts = Counts::default();
            let succeeded = shell::listen(command, |line| counts.read(runner, line));
            let succeeded = succeeded.unwrap_or_else(|why| {
                eprintln!("{why}");
                false
            });
            if counts.failed == 0 && (!succeeded || counts.passed == 0) {
                eprintln!("{name}: {}", if succeeded { "no test was run" } else { "failed" });
                counts.failed = 1;
            }
            counts
        })
    }

    /// Prints each step with its time, then the one line that counts. True when nothing failed.
    pub fn sum_up(&self) -> bool {
        println!();
        let mut all = Counts::default();
        for (name, counts, took) in &self.steps {
            let mark = if counts.failed == 0 { "ok    " } else { "FAILED" };
            let Counts { passed, failed } = counts;
            println!(
                "{mark} {name:<34} {passed:>5} passed {failed:>3} failed {:>7.1} s",
                took.as_secs_f32()
            );
            all.add(*counts);
        }
        println!("{} passed, {} failed", all.passed, all.failed);
        all.failed == 0
    }

    fn record(&mut self, name: &str, work: impl FnOnce() -> Counts) -> bool {
        println!("\n── {name}");
        let began = Instant::now();
        let counts = work();
        self.steps.push((name.to_owned(), counts, began.elapsed()));
        counts.failed == 0
    }
}
