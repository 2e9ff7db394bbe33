//! Which days a report is of: whole days of the workspace's calendar, up to now. The period before has
//! as many days and, where the last day is not over, ends at the same time of day.

use super::ReportDays;
use baton_domain::*;
use baton_store::{Period, Reader, Scope};
use serde::Deserialize;
use ts_rs::TS;

/// Longest period, in days.
const LONGEST_DAYS: i32 = 3_660;

/// Which days are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AskedPeriod {
    /// Today.
    Today {},
    /// The last days, today among them.
    Days {
        /// How many.
        days: u16,
    },
    /// This year.
    Year {},
    /// From a day to another, both included.
    Between {
        /// Such as 2026-12-24.
        #[ts(type = "string")]
        from: LocalDate,
        /// The same day or a later one.
        #[ts(type = "string")]
        to: LocalDate,
    },
}

/// What a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// When.
    pub period: AskedPeriod,
    /// Only what this AI agent held.
    pub ai_agent: Option<AiAgentId>,
    /// Only conversations that have this label now.
    pub label: Option<LabelId>,
}

/// The days of a report, as moments.
pub(super) struct Days {
    pub calendar: Calendar,
    pub scope: Scope,
    /// The period before; none where this computer cannot tell of all of it.
    pub before: Option<Scope>,
    from: LocalDate,
    to: LocalDate,
    time_zone: String,
    cut_to: Option<LocalDate>,
}

impl Days {
    pub fn of(reader: &Reader, query: &ReportQuery, now: Timestamp) -> baton_store::Result<Self> {
        let settings = reader.directory().settings.as_ref();
        let calendar = Calendar::of(settings);
        let today = calendar.day(now);
        let (asked, to, back) = asked(query.period, today)?;
        // The first day of which everything is here.
        let whole = reader.partial_since()?.map(|since| calendar.day(since).plus_days(1));
        let cut_to = whole.filter(|whole| *whole > asked);
        let from = cut_to.unwrap_or(asked).min(to);
        let end = calendar.begins(to.plus_days(1));
        let scope = Scope {
            period: Period { from: calendar.begins(from), to: end },
            ai_agent: query.ai_agent,
            label: query.label,
            now,
        };
        let period = Period {
            from: calendar.begins(from.plus_days(-back)),
            to: calendar.shifted(end.min(now), -back),
        };
        let begun = reader.first_begun()?;
        let known = cut_to.is_none()
            && whole.is_none_or(|whole| calendar.begins(whole) <= period.from)
            && begun.is_some_and(|begun| calendar.day(begun) <= calendar.day(period.from));
        let time_zone = settings.map_or("UTC", |settings| &settings.time_zone).to_owned();
        let before = known.then_some(Scope { period, ..scope });
        Ok(Self { calendar, scope, before, from, to, time_zone, cut_to })
    }

    /// As the window shows them.
    pub fn told(&self) -> ReportDays {
        ReportDays {
            from: self.from.to_string(),
            to: self.to.to_string(),
            time_zone: self.time_zone.clone(),
            cut_to: self.cut_to.map(|day| day.to_string()),
        }
    }
}

/// First and last day, and how many days back the period before begins.
fn asked(period: AskedPeriod, today: LocalDate) -> Result<(LocalDate, LocalDate, i32), Refusal> {
    Ok(match period {
        AskedPeriod::Today {} => (today, today, 1),
        AskedPeriod::Days { days } => {
            let days = i32::from(days).clamp(1, LONGEST_DAYS);
            (today.plus_days(1 - days), today, days)
        }
        AskedPeriod::Year {} => {
            let first = today.new_year();
            (first, today, first.days_since(first.plus_days(-1).new_year()))
        }
        AskedPeriod::Between { from, to } => {
            let days = to.days_since(from) + 1;
            if !(1..=LONGEST_DAYS).contains(&days) {
                return Err(Refusal::invalid("period", "ends before it begins, or is too long"));
            }
            (from, to, days)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> LocalDate {
        day.parse().unwrap()
    }

    #[test]
    fn periods_are_whole_days_and_the_ones_before_are_as_long() {
        let today = day("2028-03-01");
        let all = |period| asked(period, today).map(|(f, t, n)| (f.to_string(), t.to_string(), n));
        let days = |from: &str, to: &str, back| Ok((from.to_owned(), to.to_owned(), back));
        assert_eq!(all(AskedPeriod::Today {}), days("2028-03-01", "2028-03-01", 1));
        assert_eq!(all(AskedPeriod::Days { days: 7 }), days("2028-02-24", "2028-03-01", 7));
        assert_eq!(all(AskedPeriod::Year {}), days("2028-01-01", "2028-03-01", 365));
        let (from, to) = (day("2028-02-28"), day("2028-03-01"));
        let leap = AskedPeriod::Between { from, to };
        assert_eq!(all(leap), days("2028-02-28", "2028-03-01", 3));
        assert!(all(AskedPeriod::Between { from: to, to: from }).is_err());
        assert!(all(AskedPeriod::Between { from: day("1990-01-01"), to }).is_err());
    }
}
