//! When people are there: windows over midnight, holidays, the two nights of the year in which the
//! clocks are changed, and what visitors are told of it. Moments are UTC, windows Oslo's.

use crate::office;
use baton_domain::*;

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

fn window(text: &str) -> Window {
    let (from, to) = text.split_once('-').unwrap();
    Window(from.parse().unwrap(), to.parse().unwrap())
}

/// `mon 09:00-12:00 13:00-17:00; fri 22:00-02:00`
fn hours(text: &str) -> Hours {
    let mut hours = Hours::default();
    for day in text.split("; ").filter(|day| !day.is_empty()) {
        let (name, windows) = day.split_once(' ').unwrap();
        let windows: Vec<Window> = windows.split(' ').map(window).collect();
        match name {
            "mon" => hours.mon = windows,
            "tue" => hours.tue = windows,
            "wed" => hours.wed = windows,
            "thu" => hours.thu = windows,
            "fri" => hours.fri = windows,
            "sat" => hours.sat = windows,
            "sun" => hours.sun = windows,
            other => panic!("{other}"),
        }
    }
    hours
}

fn settings(open: &str, holidays: &[&str]) -> Settings {
    Settings {
        time_zone: "Europe/Oslo".into(),
        hours: Some(hours(open)),
        holidays: holidays.iter().map(|day| day.parse().unwrap()).collect(),
        ..office::directory().settings.unwrap()
    }
}

const WORKDAYS: &str = "mon 09:00-12:00 13:00-17:00; tue 09:00-17:00; wed 09:00-17:00; \
                        thu 09:00-17:00; fri 09:00-17:00";
/// Summer time begins on Sunday 29 March 2026 at 02:00 (01:00 UTC) and ends on 25 October at 03:00.
const NIGHTS: &str = "fri 22:00-02:00; sat 22:00-02:00; sun 22:00-02:00";
const ALWAYS: &str = "mon 00:00-24:00; tue 00:00-24:00; wed 00:00-24:00; thu 00:00-24:00; \
                      fri 00:00-24:00; sat 00:00-24:00; sun 00:00-24:00";

/// Open, or when it opens.
type Found = Result<(), Option<&'static str>>;

/// Windows, holidays, a moment, and what is found then.
const TABLE: &[(&str, &[&str], &str, Found)] = &[
    // A winter's week: Oslo is an hour ahead.
    (WORKDAYS, &[], "2026-11-23T07:59:59Z", Err(Some("2026-11-23T08:00:00Z"))),
    (WORKDAYS, &[], "2026-11-23T08:00:00Z", Ok(())),
    (WORKDAYS, &[], "2026-11-23T10:59:59Z", Ok(())),
    (WORKDAYS, &[], "2026-11-23T11:00:00Z", Err(Some("2026-11-23T12:00:00Z"))),
    (WORKDAYS, &[], "2026-11-23T16:00:00Z", Err(Some("2026-11-24T08:00:00Z"))),
    (WORKDAYS, &[], "2026-11-27T16:00:00Z", Err(Some("2026-11-30T08:00:00Z"))),
    // Over midnight: it belongs to the day on which it begins.
    (NIGHTS, &[], "2026-11-27T20:59:59Z", Err(Some("2026-11-27T21:00:00Z"))),
    (NIGHTS, &[], "2026-11-27T21:00:00Z", Ok(())),
    (NIGHTS, &[], "2026-11-28T00:59:59Z", Ok(())),
    (NIGHTS, &[], "2026-11-28T01:00:00Z", Err(Some("2026-11-28T21:00:00Z"))),
    (NIGHTS, &[], "2026-11-30T00:59:59Z", Ok(())),
    (NIGHTS, &[], "2026-11-30T01:00:00Z", Err(Some("2026-12-04T21:00:00Z"))),
    ("fri 22:00-00:00", &[], "2026-11-27T22:59:59Z", Ok(())),
    ("fri 22:00-00:00", &[], "2026-11-27T23:00:00Z", Err(Some("2026-12-04T21:00:00Z"))),
    (ALWAYS, &[], "2026-11-28T22:59:59Z", Ok(())),
    (ALWAYS, &[], "2026-11-28T23:00:00Z", Ok(())),
    // Holidays close what begins on them; what began the evening before runs on.
    (
        WORKDAYS,
        &["2026-12-24", "2026-12-25"],
        "2026-12-24T09:00:00Z",
        Err(Some("2026-12-28T08:00:00Z")),
    ),
    (NIGHTS, &["2026-11-28"], "2026-11-28T00:30:00Z", Ok(())),
    (NIGHTS, &["2026-11-28"], "2026-11-28T21:30:00Z", Err(Some("2026-11-29T21:00:00Z"))),
    (NIGHTS, &["2026-11-28"], "2026-11-29T00:30:00Z", Err(Some("2026-11-29T21:00:00Z"))),
    (ALWAYS, &["2026-12-25"], "2026-12-25T10:00:00Z", Err(Some("2026-12-25T23:00:00Z"))),
    // The night that is an hour short: 22:00 to 02:00 lasts its four hours.
    (NIGHTS, &[], "2026-03-29T00:59:59Z", Ok(())),
    (NIGHTS, &[], "2026-03-29T01:00:00Z", Err(Some("2026-03-29T20:00:00Z"))),
    ("sat 22:00-04:00", &[], "2026-03-29T01:59:59Z", Ok(())),
    ("sat 22:00-04:00", &[], "2026-03-29T02:00:00Z", Err(Some("2026-04-04T20:00:00Z"))),
    // What lies in the hour that is skipped does not happen; what reaches beyond begins with the skip.
    ("sun 02:15-02:45", &[], "2026-03-29T00:00:00Z", Err(Some("2026-04-05T00:15:00Z"))),
    ("sun 02:15-02:45", &[], "2026-03-29T01:20:00Z", Err(Some("2026-04-05T00:15:00Z"))),
    ("sun 02:30-06:00", &[], "2026-03-29T00:59:59Z", Err(Some("2026-03-29T01:00:00Z"))),
    ("sun 02:30-06:00", &[], "2026-03-29T01:00:00Z", Ok(())),
    ("sat 22:00-02:30", &[], "2026-03-29T00:59:59Z", Ok(())),
    ("sat 22:00-02:30", &[], "2026-03-29T01:00:00Z", Err(Some("2026-04-04T20:00:00Z"))),
    // The night with an hour twice: 22:00 to 02:00 ends when the clock first shows two.
    (NIGHTS, &[], "2026-10-24T23:59:59Z", Ok(())),
    (NIGHTS, &[], "2026-10-25T00:00:00Z", Err(Some("2026-10-25T21:00:00Z"))),
    (NIGHTS, &[], "2026-10-25T01:30:00Z", Err(Some("2026-10-25T21:00:00Z"))),
    ("sat 22:00-04:00", &[], "2026-10-25T02:59:59Z", Ok(())),
    ("sat 22:00-04:00", &[], "2026-10-25T03:00:00Z", Err(Some("2026-10-31T21:00:00Z"))),
    // What lies in the hour that comes twice happens twice.
    ("sun 02:15-02:45", &[], "2026-10-25T00:15:00Z", Ok(())),
    ("sun 02:15-02:45", &[], "2026-10-25T00:45:00Z", Err(Some("2026-10-25T01:15:00Z"))),
    ("sun 02:15-02:45", &[], "2026-10-25T01:15:00Z", Ok(())),
    ("sun 02:15-02:45", &[], "2026-10-25T01:45:00Z", Err(Some("2026-11-01T01:15:00Z"))),
    ("sun 01:00-02:30", &[], "2026-10-25T00:30:00Z", Err(Some("2026-10-25T01:00:00Z"))),
    ("sun 02:00-03:00", &[], "2026-10-25T01:59:59Z", Ok(())),
    // Hours without a window never open.
    ("", &[], "2026-11-23T10:00:00Z", Err(None)),
];

#[test]
fn people_are_there_while_the_clock_on_the_wall_says_so() {
    for (open, holidays, moment, expected) in TABLE {
        let settings = settings(open, holidays);
        let now = at(moment);
        let found = match is_open(&settings, now) {
            true => Ok(()),
            false => Err(opens_at(&settings, now)),
        };
        let expected = expected.map_err(|next| next.map(at));
        assert_eq!(found, expected, "{open} {holidays:?} at {moment}");
        if found.is_ok() {
            assert_eq!(opens_at(&settings, now), None, "{open} is open at {moment}");
        }
    }
}

#[test]
fn when_it_opens_it_opens_and_not_a_moment_before() {
    let months = ["2026-03-20T00:00:00Z", "2026-10-16T00:00:00Z"];
    for open in [WORKDAYS, NIGHTS, "sun 02:15-02:45 02:50-06:00", "sun 01:00-02:30"] {
        let settings = settings(open, &["2026-03-24", "2026-10-20"]);
        for start in months {
            for step in 0..(16 * 8) {
                let now = Timestamp(at(start).0 + step * (3 * 60 + 5) * 60_000);
                let Some(next) = opens_at(&settings, now) else {
                    assert!(is_open(&settings, now), "{open} at {now}");
                    continue;
                };
                assert!(is_open(&settings, next), "{open} at {next}");
                let before = Timestamp(next.0 - 1);
                assert!(!is_open(&settings, before), "{open} at {before}");
                let mut between = now.0;
                while between < next.0 {
                    assert!(!is_open(&settings, Timestamp(between)), "{open} before {next}");
                    between += 10 * 60_000;
                }
            }
        }
    }
}

#[test]
fn a_workspace_without_hours_is_always_open_and_one_closed_for_months_says_nothing() {
    let mut always = settings("", &[]);
    always.hours = None;
    let now = at("2026-12-25T03:00:00Z");
    assert!(is_open(&always, now) && opens_at(&always, now).is_none());
    let summer: Vec<String> = (1..=30).map(|day| format!("2026-06-{day:02}")).collect();
    let more = (1..=31).map(|day| format!("2026-07-{day:02}"));
    let closed: Vec<String> = summer.into_iter().chain(more).collect();
    let closed: Vec<&str> = closed.iter().map(String::as_str).collect();
    let long = settings("mon 09:00-17:00", &closed);
    assert_eq!(opens_at(&long, at("2026-06-01T10:00:00Z")), None);
    assert_eq!(opens_at(&long, at("2026-06-15T10:00:00Z")), Some(at("2026-08-03T07:00:00Z")));
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_day() {
    for (open, field) in [
        ("mon 09:00-12:00 11:59-17:00", "hours.mon"),
        ("mon 13:00-17:00 09:00-13:01", "hours.mon"),
        ("mon 09:00-09:00", "hours.mon"),
        ("tue 24:00-02:00", "hours.tue"),
        ("fri 22:00-02:00; sat 01:59-06:00", "hours.sat"),
        ("sun 22:00-02:00; mon 01:00-06:00", "hours.mon"),
        (
            "wed 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00",
            "hours.wed",
        ),
    ] {
        match hours(open).check() {
            Err(Refusal::Invalid { field: found, .. }) => assert_eq!(found, field, "{open}"),
            other => panic!("{open}: {other:?}"),
        }
    }
    for open in
        [WORKDAYS, NIGHTS, ALWAYS, "", "sun 22:00-02:00; mon 02:00-06:00", "mon 09:00-08:59"]
    {
        assert_eq!(hours(open).check(), Ok(()), "{open}");
    }
    for wrong in ["9:00", "09:60", "24:01", "25:00", "0900", "", "09:00:00", "+9:00", "٠٩:٠٠"] {
        assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
    }
    for wrong in ["2026-2-1", "20260201", "2026-02-30", "2026-02-01T00:00", "", "tomorrow"] {
        assert!(wrong.parse::<LocalDate>().is_err(), "{wrong}");
    }
}

#[test]
fn hours_are_written_as_they_are_read() {
    let json = r#"{"mon":[["09:00","17:00"]],"tue":[],"wed":[],"thu":[],"fri":[["22:00","02:00"]],"sat":[],"sun":[["00:00","24:00"]]}"#;
    let read: Hours = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    let short: Hours = serde_json::from_str(r#"{"mon":[["09:00","17:00"]]}"#).unwrap();
    assert_eq!(short, hours("mon 09:00-17:00"));
    assert!(serde_json::from_str::<Hours>(r#"{"monday":[]}"#).is_err());
}

#[test]
fn a_zone_is_known_by_its_name_in_any_spelling_and_everywhere() {
    assert_eq!(known_time_zone("europe/oslo").as_deref(), Some("Europe/Oslo"));
    for name in ["UTC", "America/New_York", "Asia/Kathmandu", "Etc/GMT+3"] {
        assert_eq!(known_time_zone(name).as_deref(), Some(name));
    }
    for name in ["Mars/Olympus", "", "CET-1CEST", "../etc/passwd", "+02:00"] {
        assert_eq!(known_time_zone(name), None, "{name}");
    }
}
