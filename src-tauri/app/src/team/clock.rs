//! The clock of a line: it notices sleep, which the system's monotonic clock does not count on Linux.

use std::time::{Instant, SystemTime};

/// Milliseconds that never go back and go on while the machine sleeps.
pub struct Clock {
    at: u64,
    ticked: Instant,
    wall: SystemTime,
}

impl Clock {
    /// From 0.
    pub fn new() -> Self {
        Self { at: 0, ticked: Instant::now(), wall: SystemTime::now() }
    }

    /// Milliseconds since it was made.
    pub fn now(&mut self) -> u64 {
        let (ticked, wall) = (Instant::now(), SystemTime::now());
        let by_instant = ticked.duration_since(self.ticked);
        // The system's clock may be set; only sleep makes it run ahead of the other for long.
        let by_wall = wall.duration_since(self.wall).unwrap_or_default();
        let passed = by_instant.max(by_wall);
        self.at += u64::try_from(passed.as_millis()).unwrap_or(u64::MAX / 2);
        (self.ticked, self.wall) = (ticked, wall);
        self.at
    }
}
