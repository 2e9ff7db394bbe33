//! When people are there: windows of the week in the workspace's time zone, and holidays.
//!
//! One rule decides everything: **people are there while the office's clock on the wall says so.** A
//! window belongs to the day on which it begins; one that ends at or before its beginning runs over
//! midnight. A holiday closes the windows that begin on it; what began the evening before runs on to
//! its end. In a spring night a window within the hour that is skipped does not happen, and one that
//! begins within it begins with the skip; in an autumn night what lies in the hour that comes twice
//! happens twice. No hours are no limit: always open. Leaves out the system's own zones: the tz
//! database is the one inside the program, so a workspace opens at the same moment everywhere.

mod opening;

pub(crate) use opening::{Local, local};
pub use opening::{is_open, is_within, opens_at};

use crate::Refusal;
use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// The tz database inside the program, with the zones that were looked up.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Most windows that a day has.
pub const WINDOWS_A_DAY: usize = 6;
/// Most holidays that a workspace has.
pub const HOLIDAYS: usize = 400;
const DAY_MINUTES: u16 = 24 * 60;

/// Windows by weekday; a day without one is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Hours {
    pub mon: Vec<Window>,
    pub tue: Vec<Window>,
    pub wed: Vec<Window>,
    pub thu: Vec<Window>,
    pub fri: Vec<Window>,
    pub sat: Vec<Window>,
    pub sun: Vec<Window>,
}

/// From when until before when; `["22:00","02:00"]` runs over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window(pub TimeOfDay, pub TimeOfDay);

/// What the clock on the wall shows, in minutes since midnight: 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

/// A day of the calendar, in the workspace's time zone: `2026-12-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalDate(pub(crate) Date);

impl Hours {
    /// Refuses what cannot be meant: too many windows, one without length, two that overlap.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut week = Vec::new();
        for (number, (field, windows)) in (0..).zip(self.days()) {
            if windows.len() > WINDOWS_A_DAY {
                return Err(Refusal::invalid(field, format!("at most {WINDOWS_A_DAY} windows")));
            }
            for window in windows {
                if window.0 == window.1 || window.0.0 == DAY_MINUTES {
                    let detail = "a window has a length; a whole day is 00:00 to 24:00";
                    return Err(Refusal::invalid(field, detail));
                }
                let begins = number * DAY_MINUTES + window.0.0;
                week.push((begins, begins + window.minutes(), field));
            }
        }
        week.sort_unstable();
        // Sunday's last may run into Monday's first.
        let first = week.first().map(|(begins, _, field)| (begins + 7 * DAY_MINUTES, 0, *field));
        let following = week.iter().skip(1).copied().chain(first);
        for ((_, ends, _), (begins, _, field)) in week.iter().zip(following) {
            if *ends > begins {
                return Err(Refusal::invalid(field, "a window begins before the last has ended"));
            }
        }
        Ok(())
    }

    fn days(&self) -> [(&'static str, &[Window]); 7] {
        [
            ("hours.mon", &self.mon),
            ("hours.tue", &self.tue),
            ("hours.wed", &self.wed),
            ("hours.thu", &self.thu),
            ("hours.fri", &self.fri),
            ("hours.sat", &self.sat),
            ("hours.sun", &self.sun),
        ]
    }

    /// The windows that begin on this weekday.
    pub(crate) fn on(&self, day: Weekday) -> &[Window] {
        match day {
            Weekday::Monday => &self.mon,
            Weekday::Tuesday => &self.tue,
            Weekday::Wednesday => &self.wed,
            Weekday::Thursday => &self.thu,
            Weekday::Friday => &self.fri,
            Weekday::Saturday => &self.sat,
            Weekday::Sunday => &self.sun,
        }
    }
}

impl Window {
    fn is_over_midnight(self) -> bool {
        self.1 <= self.0
    }

    /// How long it is on a day without a change of the clocks.
    fn minutes(self) -> u16 {
        let Self(from, to) = self;
        if self.is_over_midnight() { DAY_MINUTES - from.0 + to.0 } else { to.0 - from.0 }
    }
}

/// A zone of the tz database with its usual spelling; none when there is no such zone.
pub fn known_time_zone(name: &str) -> Option<String> {
    ZONES.get(name).ok()?.iana_name().map(str::to_owned)
}

/// A zone by its name; UTC for one that is not known.
pub(crate) fn zone(name: &str) -> TimeZone {
    ZONES.get(name).unwrap_or(TimeZone::UTC)
}

impl TimeOfDay {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00: the end of a day, never the beginning of a window.
    pub const MIDNIGHT_AFTER: Self = Self(DAY_MINUTES);
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: &str| {
            let two = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            two.then(|| part.parse::<u16>().ok()).flatten()
        };
        let parts = text.split_once(':').and_then(|(h, m)| Some((digits(h)?, digits(m)?)));
        match parts {
            Some((hour, minute)) if minute < 60 && hour * 60 + minute <= DAY_MINUTES => {
                Ok(Self(hour * 60 + minute))
            }
            Some(_) | None => Err("a time is like 09:00, from 00:00 to 24:00".into()),
        }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for LocalDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Other ways of writing a day that jiff reads would be stored in two ways.
        let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
        date.map(Self).ok_or_else(|| "a date is like 2026-12-25".into())
    }
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! written_as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

written_as_text!(TimeOfDay, LocalDate);
