//! Whether people are there at a moment, and when they are next. Pure: the moment is an argument.

use super::{Hours, LocalDate, Window, ZONES, zone};
use crate::{Settings, Timestamp};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use std::collections::BTreeSet;

/// How many days ahead an opening is looked for.
const AHEAD_DAYS: usize = 62;

/// What the clock on the office's wall shows, and what the office's time is called.
pub(crate) struct Local {
    /// Date and time.
    pub at: DateTime,
    /// `Oslo time`; `UTC` where a zone has no city.
    pub name: String,
    /// `Oslo`; none where a zone has no city.
    pub city: Option<String>,
}

/// A moment in the workspace's time zone.
pub(crate) fn local(settings: &Settings, at: Timestamp) -> Local {
    let zone = zone(&settings.time_zone);
    let city = match settings.time_zone.rsplit_once('/') {
        Some((area, city)) if area != "Etc" && ZONES.get(&settings.time_zone).is_ok() => {
            Some(city.replace('_', " "))
        }
        Some(_) | None => None,
    };
    let at = instant(at);
    let name = match &city {
        Some(city) => format!("{city} time"),
        None => zone.to_offset_info(at).abbreviation().to_owned(),
    };
    Local { at: zone.to_datetime(at), name, city }
}

/// Whether people are there.
pub fn is_open(settings: &Settings, now: Timestamp) -> bool {
    match &settings.hours {
        None => true,
        Some(hours) => {
            is_open_at(&settings.holidays, hours, &zone(&settings.time_zone), instant(now))
        }
    }
}

/// Whether a moment lies in these windows, on the wall of this time zone (UTC for one that is not
/// known). The same rule as for a workspace's hours, without holidays.
pub fn is_within(hours: &Hours, time_zone: &str, now: Timestamp) -> bool {
    is_open_at(&BTreeSet::new(), hours, &zone(time_zone), instant(now))
}

/// When people are there next; none while they are there, without hours, and when nothing opens
/// within two months.
pub fn opens_at(settings: &Settings, now: Timestamp) -> Option<Timestamp> {
    let hours = settings.hours.as_ref()?;
    let (zone, now) = (zone(&settings.time_zone), instant(now));
    let holidays = &settings.holidays;
    let opens = |at: &jiff::Timestamp| *at > now && is_open_at(holidays, hours, &zone, *at);
    if is_open_at(holidays, hours, &zone, now) {
        return None;
    }
    let today = zone.to_datetime(now).date();
    let days = today.series(1.day()).take(AHEAD_DAYS);
    // People come when a window begins, or when the clocks are changed into one.
    let begins = days.clone().find_map(|day| {
        let beginnings = hours.on(day.weekday()).iter().flat_map(|w| moments(&zone, day, *w));
        beginnings.filter(&opens).min()
    });
    let end = begins.or_else(|| now.checked_add(Span::new().hours(24 * AHEAD_DAYS as i64)).ok())?;
    let changes = zone.following(now).map(|change| change.timestamp());
    let change = changes.take_while(|at| *at < end).find(opens);
    change.or(begins).map(|at| Timestamp(at.as_millisecond()))
}

/// When the clock shows a window's beginning: in an autumn night perhaps twice.
fn moments(zone: &TimeZone, day: Date, window: Window) -> impl Iterator<Item = jiff::Timestamp> {
    let minutes = i64::from(window.0.0);
    let begins = day.to_datetime(Time::midnight()).saturating_add(minutes.minutes());
    let moment = zone.to_ambiguous_timestamp(begins);
    [moment.earlier(), moment.later()].into_iter().flatten()
}

fn is_open_at(
    holidays: &BTreeSet<LocalDate>,
    hours: &Hours,
    zone: &TimeZone,
    now: jiff::Timestamp,
) -> bool {
    let wall = zone.to_datetime(now);
    let (today, shows) = (wall.date(), wall.time());
    let minute = shows.hour() as u16 * 60 + shows.minute() as u16;
    let windows = |day: Date| match holidays.contains(&LocalDate(day)) {
        true => &[],
        false => hours.on(day.weekday()),
    };
    let began =
        windows(today).iter().any(|w| w.0.0 <= minute && (w.is_over_midnight() || minute < w.1.0));
    let yesterday = today.yesterday().map_or(&[][..], windows);
    began || yesterday.iter().any(|w| w.is_over_midnight() && minute < w.1.0)
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}
