//! The choices of Ana's computer: how they are kept, what is refused, and when it is quiet.

use baton::desktop_prefs::*;
use baton::{ErrorCode, IpcError};
use baton_domain::Timestamp;
use serde_json::{Map, Value, json};
use std::path::Path;

const OSLO: &str = "Europe/Oslo";

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn refused(folder: &Path, change: Value) -> IpcError {
    KeptPrefs::open(folder).change(object(change)).unwrap_err()
}

/// A moment in Oslo, as its clocks and a calendar say: `2026-11-23T22:00:00+01:00`.
fn at(moment: &str) -> Timestamp {
    serde_json::from_value(json!(moment)).unwrap()
}

fn quiet(from: &str, to: &str, days: &[Day]) -> Quiet {
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    Quiet { on: true, from, to, days: days.iter().copied().collect() }
}

#[test]
fn what_ana_chooses_is_there_after_a_start_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let kept = KeptPrefs::open(folder.path());
    assert_eq!(kept.now(), DesktopPrefs::default());
    kept.change(object(json!({"privacy": "waiting"}))).unwrap();
    kept.change(object(json!({"language": "de"}))).unwrap();
    let again = KeptPrefs::open(folder.path()).now();
    assert_eq!(again.privacy, Privacy::Waiting);
    assert_eq!(again.language, Some(Language::De));
    assert_eq!(again.together_from, Some(3));
}

#[test]
fn whoever_watches_hears_of_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let kept = KeptPrefs::open(folder.path());
    let mut watched = kept.watch();
    kept.change(object(json!({"sound": false}))).unwrap();
    assert!(watched.has_changed().unwrap());
    assert!(!watched.borrow_and_update().sound);
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_field_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (change, field) in [
        (json!({"together_from": 1}), "together_from"),
        (json!({"together_from": 11}), "together_from"),
        (json!({"privacy": "some"}), "privacy"),
        (json!({"language": "sv"}), "language"),
        (json!({"loud": true}), "loud"),
        (json!({"announce": {"mentions": "shouted"}}), "announce.mentions"),
        (json!({"quiet": {"on": true, "days": []}}), "quiet.days"),
        (json!({"quiet": {"from": "24:00"}}), "quiet.from"),
        (json!({"quiet": {"from": "7 o'clock"}}), "quiet.from"),
    ] {
        let error = refused(folder.path(), change.clone());
        assert_eq!(error.code, ErrorCode::Invalid, "{change}");
        assert_eq!(error.field.as_deref(), Some(field), "{change}: {}", error.message);
    }
    assert!(!folder.path().join(DESKTOP_FILE).exists());
}

#[test]
fn a_damaged_file_stands_for_the_usual_choices() {
    let folder = tempfile::tempdir().unwrap();
    for damaged in ["", "{\"sound\": fal", "[]", "{\"together_from\": 99}", "\u{0}\u{0}"] {
        std::fs::write(folder.path().join(DESKTOP_FILE), damaged).unwrap();
        assert_eq!(KeptPrefs::open(folder.path()).now(), DesktopPrefs::default(), "{damaged:?}");
    }
}

#[test]
fn a_file_of_an_older_or_newer_baton_keeps_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let file = json!({"sound": false, "of_tomorrow": [1, 2]}).to_string();
    std::fs::write(folder.path().join(DESKTOP_FILE), file).unwrap();
    let read = KeptPrefs::open(folder.path()).now();
    assert_eq!(read, DesktopPrefs { sound: false, ..DesktopPrefs::default() });
}

#[test]
fn what_could_not_be_written_leaves_the_choices_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let kept = KeptPrefs::open(folder.path());
    kept.change(object(json!({"sound": false}))).unwrap();
    // Nothing can be written where a folder stands.
    std::fs::create_dir(folder.path().join("desktop.new")).unwrap();
    let error = kept.change(object(json!({"sound": true}))).unwrap_err();
    assert_eq!(error.code, ErrorCode::Unavailable);
    assert!(!kept.now().sound);
    assert!(!KeptPrefs::open(folder.path()).now().sound);
}

#[test]
fn a_quiet_night_belongs_to_the_day_on_which_it_begins() {
    // 2026-11-23 is a Monday.
    let monday = quiet("22:00", "07:00", &[Day::Mon]);
    for (moment, is_quiet) in [
        ("2026-11-23T06:59:00+01:00", false),
        ("2026-11-23T21:59:59.999+01:00", false),
        ("2026-11-23T22:00:00+01:00", true),
        ("2026-11-24T00:00:00+01:00", true),
        ("2026-11-24T06:59:59.999+01:00", true),
        ("2026-11-24T07:00:00+01:00", false),
        ("2026-11-24T22:00:00+01:00", false),
    ] {
        assert_eq!(monday.is_now(OSLO, at(moment)), is_quiet, "{moment}");
    }
}

#[test]
fn the_same_time_twice_is_a_whole_day_and_switched_off_is_never() {
    let sunday = quiet("00:00", "00:00", &[Day::Sun]);
    assert!(sunday.is_now(OSLO, at("2026-11-22T00:00:00+01:00")));
    assert!(sunday.is_now(OSLO, at("2026-11-22T23:59:59+01:00")));
    assert!(!sunday.is_now(OSLO, at("2026-11-23T00:00:00+01:00")));
    let off = Quiet { on: false, ..sunday };
    assert!(!off.is_now(OSLO, at("2026-11-22T12:00:00+01:00")));
}

#[test]
fn when_the_clocks_change_the_clock_on_the_wall_decides() {
    let every_night = quiet("22:00", "02:30", &[Day::Sat]);
    // 2026-03-29: at 02:00 it becomes 03:00, so 02:30 never comes and the night is over.
    assert!(every_night.is_now(OSLO, at("2026-03-29T01:59:59+01:00")));
    assert!(!every_night.is_now(OSLO, at("2026-03-29T03:00:00+02:00")));
    // 2026-10-25: at 03:00 it becomes 02:00 again.
    assert!(every_night.is_now(OSLO, at("2026-10-25T02:29:00+02:00")));
    assert!(!every_night.is_now(OSLO, at("2026-10-25T02:31:00+02:00")));
    assert!(!every_night.is_now(OSLO, at("2026-10-25T03:00:00+01:00")));
    // The same wall clock in another zone is another moment.
    assert!(!every_night.is_now("America/New_York", at("2026-10-25T01:00:00+02:00")));
}

#[test]
fn a_language_is_taken_from_the_systems_tag() {
    for (tag, language) in [
        ("de-AT", Language::De),
        ("fr_FR.UTF-8", Language::Fr),
        ("ES", Language::Es),
        ("C", Language::En),
        ("sv-SE", Language::En),
        ("", Language::En),
    ] {
        assert_eq!(Language::of_tag(tag), language, "{tag}");
    }
}
