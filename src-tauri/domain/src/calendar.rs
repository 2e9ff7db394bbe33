//! Days and hours as the workspace's clock on the wall shows them. Pure: moments are arguments. The tz
//! database is the one inside the program, so that a report has the same days on every desktop.

use crate::hours::zone;
use crate::{LocalDate, Settings, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;

/// The workspace's days.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    /// In the workspace's time zone; UTC without one.
    pub fn of(settings: Option<&Settings>) -> Self {
        Self { zone: settings.map_or(TimeZone::UTC, |settings| zone(&settings.time_zone)) }
    }

    /// The weekday, from 0 for Monday, and the hour of a moment.
    pub fn slot(&self, at: Timestamp) -> (usize, usize) {
        let wall = self.zone.to_datetime(instant(at));
        let weekday = wall.weekday().to_monday_zero_offset();
        (usize::try_from(weekday).unwrap_or(0), usize::try_from(wall.hour()).unwrap_or(0))
    }

    /// The day of a moment.
    pub fn day(&self, at: Timestamp) -> LocalDate {
        LocalDate(self.zone.to_datetime(instant(at)).date())
    }

    /// The first moment of a day; where the clocks skip midnight, the moment they do.
    pub fn begins(&self, day: LocalDate) -> Timestamp {
        let midnight = day.0.to_datetime(jiff::civil::Time::midnight());
        let first = self.zone.to_ambiguous_timestamp(midnight).compatible();
        Timestamp(first.map_or(0, |first| first.as_millisecond()))
    }

    /// So many days later, or earlier, at the same time of day.
    pub fn shifted(&self, at: Timestamp, days: i32) -> Timestamp {
        let wall = self.zone.to_datetime(instant(at)).saturating_add(days.days());
        let moment = self.zone.to_ambiguous_timestamp(wall).compatible();
        Timestamp(moment.map_or(at.0, |moment| moment.as_millisecond()))
    }
}

impl LocalDate {
    /// So many days later, or earlier.
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// The first day of its year.
    pub fn new_year(self) -> Self {
        Self(self.0.first_of_year())
    }

    /// How many days from `earlier` to this one.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}
