//! The scoreboard as it is printed.

use std::fmt;

/// How a figure stands to its demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Met in this run.
    Met,
    /// Not met in this run.
    NotMet,
    /// Compared with a figure of performance.md, not with a measurement of this run.
    ByReference(bool),
    /// There is no demand.
    Told,
}

impl Verdict {
    /// Met or not.
    pub fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::NotMet }
    }
}

/// One line.
pub struct Row {
    /// The scoreboard's number, or a name.
    pub row: &'static str,
    /// What was measured.
    pub what: String,
    /// Baton's figure.
    pub figure: String,
    /// The peer's, and which.
    pub peer: String,
    /// Baton's by the peer's.
    pub ratio: String,
    /// What is demanded.
    pub demand: &'static str,
    /// Whether that is met.
    pub verdict: Verdict,
}

/// All lines.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// Adds a line.
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }
}

const TITLES: [&str; 7] = ["row", "what", "Baton", "peer", "ratio", "demand", ""];

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<[String; 7]> =
            std::iter::once(TITLES.map(str::to_owned)).chain(self.0.iter().map(cells)).collect();
        let mut widths = [0; 7];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        for line in &lines {
            for (width, cell) in widths.iter().zip(line) {
                write!(f, "{cell:width$}  ")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

fn cells(row: &Row) -> [String; 7] {
    let verdict = match row.verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "NOT MET",
        Verdict::ByReference(true) => "met by reference",
        Verdict::ByReference(false) => "NOT MET by reference",
        Verdict::Told => "",
    };
    [
        row.row.to_owned(),
        row.what.clone(),
        row.figure.clone(),
        row.peer.clone(),
        row.ratio.clone(),
        row.demand.to_owned(),
        verdict.to_owned(),
    ]
}
