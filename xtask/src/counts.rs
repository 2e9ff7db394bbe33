//! Reads from what test runners print how many tests passed and failed.
//!
//! Knows cargo-nextest, `cargo test`, Vitest and Node's own runner. Only the sums of the runner that
//! was started count: nextest repeats what a failed test printed, sums of `cargo test` included. A
//! line it does not know counts for nothing; the caller compares with the exit code.

/// Who prints.
#[derive(Clone, Copy, Debug)]
pub enum Runner {
    Nextest,
    CargoTest,
    /// `npm test`: Vitest, Node's own runner, or one after the other.
    Npm,
}

/// Tests, or steps that count as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
}

impl Counts {
    /// Adds what this line says; runs of several packages print one line each.
    pub fn read(&mut self, runner: Runner, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        let found = match runner {
            Runner::Nextest => nextest(line),
            Runner::CargoTest => cargo_test(line),
            Runner::Npm => vitest(line).or_else(|| node(line)),
        };
        self.add(found.unwrap_or_default());
    }

    pub fn add(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

/// `Summary [   1.2s] 12/15 tests run: 10 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 3 skipped`
fn nextest(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("Summary [")?;
    let (_, results) = rest.split_once(" run: ")?;
    Some(tally(&without_brackets(results), ','))
}

/// `test result: FAILED. 5 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0s`
fn cargo_test(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ")?;
    let (_, results) = rest.split_once(". ")?;
    Some(tally(results, ';'))
}

/// `Tests  1 failed | 12 passed | 2 skipped (15)`
fn vitest(line: &str) -> Option<Counts> {
    let results = line.strip_prefix("Tests ")?;
    Some(tally(&without_brackets(results), '|'))
}

/// `ℹ pass 5`, `# fail 0`, one line each
fn node(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.trim().parse().ok()?;
    match word {
        "pass" => Some(Counts { passed: number, failed: 0 }),
        "fail" | "cancelled" => Some(Counts { passed: 0, failed: number }),
        _ => None,
    }
}

/// Sums `3 passed, 1 failed, …`; a test that ran out of time or could not be started failed.
fn tally(results: &str, separator: char) -> Counts {
    let mut counts = Counts::default();
    for result in results.split(separator) {
        let Some((number, word)) = result.trim().split_once(' ') else { continue };
        let number = number.parse().unwrap_or(0);
        match word.trim() {
            "passed" => counts.passed += number,
            "failed" | "timed out" | "exec failed" | "setup script failed" => {
                counts.failed += number
            }
            _ => {}
        }
    }
    counts
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Removes `ESC [ … letter`.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            let _ = letters.find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_read(runner: Runner, lines: &[&str], passed: u32, failed: u32) {
        let mut counts = Counts::default();
        lines.iter().for_each(|line| counts.read(runner, line));
        assert_eq!(counts, Counts { passed, failed });
    }

    #[test]
    fn nextest_counts_what_ran() {
        let short = "     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped";
        assert_read(Runner::Nextest, &[short], 3, 0);
        let long = "\u{1b}[31;1m     Summary\u{1b}[0m [  61.5s] \u{1b}[1m12\u{1b}[0m/15 tests run: \
                    \u{1b}[1m9\u{1b}[0m passed (1 slow, 2 flaky), 1 failed, 1 timed out, \
                    1 exec failed, 3 skipped";
        assert_read(Runner::Nextest, &[long], 9, 3);
    }

    #[test]
    fn nextest_repeats_what_a_failed_test_printed() {
        let lines = [
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
            "     Summary [   0.1s] 1 test run: 0 passed, 1 failed, 3 skipped",
        ];
        assert_read(Runner::Nextest, &lines, 0, 1);
    }

    #[test]
    fn cargo_test_prints_one_line_for_each_binary() {
        let lines = [
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test a ... ok",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out",
        ];
        assert_read(Runner::CargoTest, &lines, 7, 1);
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let lines = [
            " Test Files  1 failed | 3 passed (4)",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 12 passed (13)",
            "   Duration  1.2s",
        ];
        assert_read(Runner::Npm, &lines, 12, 1);
        assert_read(Runner::Npm, &["      Tests  4 passed (4)"], 4, 0);
    }

    #[test]
    fn node_s_own_runner_prints_one_number_a_line() {
        assert_read(Runner::Npm, &["ℹ tests 6", "ℹ pass 5", "ℹ fail 1", "ℹ cancelled 0"], 5, 1);
        assert_read(Runner::Npm, &["# pass 2", "# fail 0"], 2, 0);
    }

    #[test]
    fn other_lines_count_for_nothing() {
        let lines = ["Marta said: 5 passed, 3 failed", "Tests passed", "Summary [x]"];
        assert_read(Runner::Nextest, &lines, 0, 0);
        assert_read(Runner::Npm, &lines, 0, 0);
    }
}
