//! What a visitor is told by itself, in their language: where nobody has written other texts, in the
//! words, the days and the clock of German, French and Spanish; what the owner wrote as it is.

use crate::office::{self, IRIS, Scene, Who, directory};
use baton_domain::*;

/// Sunday 22 November 2026, 19:00 in Oslo.
const SUNDAY: &str = "2026-11-22T18:00:00Z";

type Reads = &'static dyn Fn() -> Locale;

fn scene(locale: Reads, hours: Option<Hours>, expected_wait_s: Option<i64>) -> Scene {
    let mut directory = directory();
    let settings = directory.settings.as_mut().unwrap();
    settings.time_zone = "Europe/Oslo".into();
    settings.hours = hours;
    let mut scene = Scene::begun(directory, Some(IRIS));
    let sunday: Timestamp = SUNDAY.parse().unwrap();
    scene.passes((sunday.0 - scene.now().0) / 60_000);
    scene.expected_wait_s = expected_wait_s;
    scene.locale = locale;
    scene.ai_agent_mut(IRIS).texts = Texts::default();
    scene
}

fn said(scene: &mut Scene, who: Who, command: Command) -> Option<String> {
    scene.does(who, command).into_iter().find_map(|body| match body {
        EventBody::MessagePosted { auto: Some(_), text, .. } => Some(text),
        _ => None,
    })
}

fn handed_off(locale: Reads, hours: Option<Hours>, expected_wait_s: Option<i64>) -> String {
    let mut scene = scene(locale, hours, expected_wait_s);
    said(&mut scene, Who::Baton, office::handoff("Complex question")).expect("a text")
}

fn open_on(day: fn(&mut Hours) -> &mut Vec<Window>, from: &str) -> Option<Hours> {
    let mut hours = Hours::default();
    day(&mut hours).push(Window(from.parse().unwrap(), "17:00".parse().unwrap()));
    Some(hours)
}

const GERMAN: Reads = &|| Locale::of(Some("de-AT"));
const FRENCH: Reads = &|| Locale::of(Some("fr"));
const SPANISH: Reads = &|| Locale::of(Some("es-MX"));

#[test]
fn who_waits_reads_how_long_in_their_language() {
    for (locale, told) in [
        (GERMAN, "Es dauert meist etwa 4 Minuten."),
        (FRENCH, "Cela prend en général environ 4 minutes."),
        (SPANISH, "Suele tardar unos 4 minutos."),
    ] {
        let text = handed_off(locale, None, Some(240));
        assert!(text.contains(told), "{text}");
        assert!(!handed_off(locale, None, None).contains(['4', '{']), "says what is not known");
    }
}

#[test]
fn who_writes_at_night_reads_when_people_are_back() {
    let mondays = || open_on(|hours| &mut hours.mon, "09:00");
    let thursdays = || open_on(|hours| &mut hours.thu, "01:30");
    for (locale, tomorrow, thursday) in [
        (
            GERMAN,
            "Wir sind morgen um 09:00 Uhr (Zeit in Oslo) wieder da.",
            "am Donnerstag um 01:30",
        ),
        (FRENCH, "de retour demain à 09:00 (heure locale\u{a0}: Oslo).", "jeudi à 01:30"),
        (SPANISH, "Volvemos mañana a las 09:00 (hora de Oslo).", "el jueves a la 01:30"),
    ] {
        let text = handed_off(locale, mondays(), None);
        assert!(text.contains(tomorrow), "{text}");
        let text = handed_off(locale, thursdays(), None);
        assert!(text.contains(thursday), "{text}");
    }
}

#[test]
fn a_far_day_has_its_date() {
    for (locale, day) in [
        (GERMAN, "am Montag, 30. November, um 09:00 Uhr"),
        (FRENCH, "lundi 30 novembre à 09:00"),
        (SPANISH, "el lunes 30 de noviembre a las 09:00"),
    ] {
        let mut scene = scene(locale, open_on(|hours| &mut hours.mon, "09:00"), None);
        let settings = scene.directory.settings.as_mut().unwrap();
        settings.holidays.insert("2026-11-23".parse().unwrap());
        let text = said(&mut scene, Who::Baton, office::handoff("Complex question")).unwrap();
        assert!(text.contains(day), "{text}");
    }
}

#[test]
fn americans_read_a_clock_of_twelve_hours() {
    let american: Reads = &|| Locale::of(Some("en-US"));
    let text = handed_off(american, open_on(|hours| &mut hours.mon, "13:30"), None);
    assert!(text.contains("We’re back tomorrow at 1:30 pm (Oslo time)."), "{text}");
    let british = handed_off(&|| Locale::of(Some("en-GB")), open_on(|h| &mut h.mon, "13:30"), None);
    assert!(british.contains("tomorrow at 13:30"), "{british}");
}

#[test]
fn whoever_joins_is_told_of_in_their_language() {
    for (locale, told) in [
        (GERMAN, "Ana ist jetzt für Sie da."),
        (FRENCH, "Ana a rejoint la conversation."),
        (SPANISH, "Ana se ha unido a la conversación."),
    ] {
        let mut scene = scene(locale, None, None);
        said(&mut scene, Who::Baton, office::handoff("Complex question"));
        let expect = scene.state.ownership;
        assert_eq!(said(&mut scene, Who::Ana, office::claim(expect)).as_deref(), Some(told));
    }
}

#[test]
fn the_greeting_is_in_their_language_and_empty_when_the_owner_emptied_it() {
    let scene = scene(GERMAN, None, None);
    let mut iris = scene.directory.ai_agent(IRIS).unwrap().clone();
    let said = |iris: &AiAgent| greeting(iris, &scene.directory, None, scene.now(), GERMAN());
    assert_eq!(said(&iris), "Hallo! Fragen Sie mich, ich antworte sofort.");
    iris.texts.greeting = String::new();
    assert_eq!(said(&iris), "");
}

#[test]
fn what_the_owner_wrote_is_used_as_it_is() {
    let mut scene = scene(FRENCH, None, Some(240));
    scene.ai_agent_mut(IRIS).texts.waiting = "Un instant: {wait}.".into();
    let text = said(&mut scene, Who::Baton, office::handoff("Complex question"));
    assert_eq!(text.as_deref(), Some("Un instant: environ 4 minutes."));
}

#[test]
fn what_an_earlier_release_kept_counts_as_nobodys_words() {
    let mut scene = scene(SPANISH, None, None);
    let earlier = "I’m getting someone from our team. You can keep writing here.";
    scene.ai_agent_mut(IRIS).texts.waiting = earlier.into();
    let text = said(&mut scene, Who::Baton, office::handoff("Complex question")).unwrap();
    assert!(text.starts_with("Voy a buscar a alguien"), "{text}");
}

#[test]
fn a_language_that_is_not_here_is_read_in_english() {
    for tag in [Some("sv-SE"), Some("den"), Some(""), None] {
        assert_eq!(Locale::of(tag).language, Language::English, "{tag:?}");
    }
    assert!(["de", "zh-Hant-TW", "es-419"].iter().all(|tag| is_language_tag(tag)));
    let long = "a-".repeat(17) + "ab";
    assert!(["", "de_AT", "de-", "überall", &long].iter().all(|tag| !is_language_tag(tag)));
}
