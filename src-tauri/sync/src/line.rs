//! When to connect, when to try the line, when to give it up: a pure state machine. Times are
//! milliseconds on a clock that never goes back; the edge reads the clock and does what is said.

/// How often a quiet line is tried.
const PING_EVERY: u64 = 5_000;
/// A line on which nothing was heard for so long is dead, whatever the system thinks of it.
const SILENT_AFTER: u64 = 12_000;
/// How long connecting and signing in may take.
const CONNECT_WITHIN: u64 = 10_000;
/// The first pause between tries; each is twice the one before.
const FIRST_PAUSE: u64 = 250;
/// The longest pause: whoever comes out of a tunnel is back within seconds.
const LONGEST_PAUSE: u64 = 5_000;
/// A pause after something that another try will not mend soon: a refusal with words, a full disk.
const LONG_PAUSE: u64 = 15_000;
/// Ticks further apart than this: the machine has slept.
const SLEPT: u64 = 10_000;

/// Where the line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// There is none; the next try is then.
    Down {
        /// When.
        retry_at: u64,
    },
    /// Connecting or signing in.
    Connecting {
        /// Given up then.
        until: u64,
    },
    /// Signed in; events from before are still coming.
    CatchingUp,
    /// Exact.
    Live,
}

/// Why a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It broke, or was silent for too long.
    Broken,
    /// The hub is starting anew and asks to come back.
    Restarting,
    /// The hub or this computer said no, in words; trying again soon is of no use.
    Refused,
}

/// What the edge is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Connect and sign in.
    Connect,
    /// Say something, so that the other side answers.
    Ping,
    /// Drop the line: it is dead.
    HangUp,
}

/// One desktop's line to its hub.
#[derive(Clone, Debug)]
pub struct Line {
    state: LineState,
    tries: u32,
    heard: u64,
    pinged: u64,
    ticked: u64,
}

impl Line {
    /// No line yet; the first try is due at once.
    pub fn new(now: u64) -> Self {
        Self {
            state: LineState::Down { retry_at: now },
            tries: 0,
            heard: now,
            pinged: now,
            ticked: now,
        }
    }

    /// Where it stands.
    pub fn state(&self) -> LineState {
        self.state
    }

    /// Time goes on; call about once a second.
    pub fn tick(&mut self, now: u64) -> Option<Act> {
        let slept = now.saturating_sub(self.ticked) > SLEPT;
        self.ticked = now;
        match self.state {
            LineState::Down { retry_at } if slept || now >= retry_at => {
                self.state = LineState::Connecting { until: now + CONNECT_WITHIN };
                Some(Act::Connect)
            }
            LineState::Down { .. } => None,
            LineState::Connecting { until } => (now >= until).then_some(Act::HangUp),
            // After sleep the line may look whole and be long gone.
            LineState::CatchingUp | LineState::Live
                if slept || now.saturating_sub(self.heard) >= SILENT_AFTER =>
            {
                Some(Act::HangUp)
            }
            LineState::CatchingUp | LineState::Live => {
                let due = now.saturating_sub(self.pinged) >= PING_EVERY;
                if due {
                    self.pinged = now;
                }
                due.then_some(Act::Ping)
            }
        }
    }

    /// Something came down the line.
    pub fn heard(&mut self, now: u64) {
        self.heard = now;
    }

    /// The hub knows who this is.
    pub fn signed_in(&mut self, now: u64) {
        self.heard = now;
        self.pinged = now;
        self.state = LineState::CatchingUp;
    }

    /// Everything from before has come.
    pub fn caught_up(&mut self, now: u64) {
        self.heard = now;
        self.tries = 0;
        self.state = LineState::Live;
    }

    /// The line has ended. `chance`, from 0 to 1, spreads the desktops of a team.
    pub fn lost(&mut self, why: Loss, now: u64, chance: f64) {
        let pause = match why {
            Loss::Refused => LONG_PAUSE,
            Loss::Restarting | Loss::Broken => {
                LONGEST_PAUSE.min(FIRST_PAUSE.saturating_mul(1 << self.tries.min(10)))
            }
        };
        self.tries = self.tries.saturating_add(1);
        // Between half the pause and the whole of it.
        let half = pause / 2;
        let spread = (half as f64 * chance.clamp(0.0, 1.0)) as u64;
        self.state = LineState::Down { retry_at: now + half + spread };
    }

    /// The person, or the system's word that the network is back, asks for a try now.
    pub fn try_now(&mut self, now: u64) {
        if let LineState::Down { .. } = self.state {
            self.tries = 0;
            self.state = LineState::Down { retry_at: now };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live() -> Line {
        let mut line = Line::new(0);
        assert_eq!(line.tick(0), Some(Act::Connect));
        line.signed_in(100);
        line.caught_up(200);
        line
    }

    #[test]
    fn a_silent_line_is_given_up_within_fifteen_seconds() {
        let mut line = live();
        let mut given_up = None;
        for now in (1_000..30_000).step_by(1_000) {
            if line.tick(now) == Some(Act::HangUp) {
                given_up = Some(now);
                break;
            }
        }
        assert!(given_up.is_some_and(|at| at <= 15_000), "{given_up:?}");
    }

    #[test]
    fn a_line_that_answers_stays() {
        let mut line = live();
        let mut pings = 0;
        for now in (1_000..120_000).step_by(1_000) {
            match line.tick(now) {
                Some(Act::Ping) => {
                    pings += 1;
                    line.heard(now + 20);
                }
                other => assert_eq!(other, None, "at {now}"),
            }
        }
        assert!(pings >= 20);
    }

    #[test]
    fn after_sleep_the_line_is_tried_anew_at_once() {
        let mut line = live();
        line.tick(1_000);
        assert_eq!(line.tick(3_600_000), Some(Act::HangUp));
        line.lost(Loss::Broken, 3_600_000, 1.0);
        assert_eq!(line.tick(3_601_000), Some(Act::Connect));
    }

    #[test]
    fn tries_grow_apart_but_never_further_than_seconds() {
        let mut line = Line::new(0);
        let mut now = 0;
        for _ in 0..50 {
            line.lost(Loss::Broken, now, 1.0);
            let LineState::Down { retry_at } = line.state() else { panic!() };
            assert!(retry_at - now <= LONGEST_PAUSE);
            now = retry_at;
            assert_eq!(line.tick(now), Some(Act::Connect));
        }
    }

    #[test]
    fn a_hub_that_never_answers_is_hung_up_on() {
        let mut line = Line::new(0);
        assert_eq!(line.tick(0), Some(Act::Connect));
        assert_eq!(line.tick(5_000), None);
        assert_eq!(line.tick(10_000), Some(Act::HangUp));
    }
}
