//! What a visitor is told by itself: the wait, when people are back, and nothing that is not known.

use crate::office::{self, IRIS, Scene, Who, directory};
use baton_domain::*;

/// Sunday 22 November 2026, 19:00 in Oslo; the scene's clock begins at the epoch.
const SUNDAY: &str = "2026-11-22T18:00:00Z";

fn scene(texts: [&str; 2], hours: Option<Hours>, expected_wait_s: Option<i64>) -> Scene {
    let mut directory = directory();
    let settings = directory.settings.as_mut().unwrap();
    settings.time_zone = "Europe/Oslo".into();
    settings.hours = hours;
    let mut scene = Scene::begun(directory, Some(IRIS));
    let sunday: Timestamp = SUNDAY.parse().unwrap();
    scene.passes((sunday.0 - scene.now().0) / 60_000);
    scene.expected_wait_s = expected_wait_s;
    let iris = scene.ai_agent_mut(IRIS);
    iris.texts.waiting = texts[0].into();
    iris.texts.out_of_hours = texts[1].into();
    scene
}

fn mondays() -> Option<Hours> {
    let window = Window("09:00".parse().unwrap(), "17:00".parse().unwrap());
    Some(Hours { mon: vec![window], ..Hours::default() })
}

/// The automatic text of a handoff, and which it is.
fn told(mut scene: Scene) -> Option<(AutoText, String)> {
    let events = scene.does(Who::Baton, office::handoff("Complex question"));
    events.into_iter().find_map(|body| match body {
        EventBody::MessagePosted { auto: Some(auto), text, .. } => Some((auto, text)),
        _ => None,
    })
}

fn text(texts: [&str; 2], hours: Option<Hours>, expected_wait_s: Option<i64>) -> String {
    told(scene(texts, hours, expected_wait_s)).expect("a text").1
}

#[test]
fn what_is_not_known_leaves_its_sentence_out() {
    for (written, wait, read) in [
        (
            "One moment. It takes {wait}. Keep writing.",
            Some(240),
            "One moment. It takes about 4 minutes. Keep writing.",
        ),
        ("One moment. It takes {wait}. Keep writing.", None, "One moment. Keep writing."),
        ("One moment! Usually {wait}!", None, "One moment!"),
        ("It takes approx. {wait}. Keep writing.", None, "Keep writing."),
        (
            "It takes e.g. {wait}. Keep writing.",
            Some(100),
            "It takes e.g. a few minutes. Keep writing.",
        ),
        ("Hello\nIt takes {wait}\nBye", None, "Hello\nBye"),
        ("請稍候。大約{wait}。謝謝。", None, "請稍候。謝謝。"),
        ("“It takes {wait}.” Keep writing.", None, "Keep writing."),
        ("{something} else {", None, "{something} else {"),
    ] {
        assert_eq!(text([written, ""], None, wait), read, "{written}");
    }
    let (_, said) = told(scene(["Only {wait}.", ""], None, None)).unwrap();
    assert_eq!(said, "I’m getting someone from our team. You can keep writing here.");
    assert_eq!(told(scene(["", ""], None, None)), None, "only an emptied text is silent");
}

#[test]
fn while_nobody_is_there_the_visitor_is_told_when_people_are_back_and_no_wait() {
    let texts =
        ["One moment. It takes {wait}.", "We are away. We are back {back}. It takes {wait}."];
    let (auto, text) = told(scene(texts, mondays(), Some(240))).unwrap();
    assert_eq!(auto, AutoText::OutOfHours);
    assert_eq!(text, "We are away. We are back tomorrow at 09:00 (Oslo time).");
    let never = Some(Hours::default());
    assert_eq!(told(scene(texts, never, None)).unwrap().1, "We are away.");
    let (auto, text) =
        told(scene(["One moment. It takes {wait}.", " "], mondays(), Some(240))).unwrap();
    assert_eq!((auto, text.as_str()), (AutoText::Waiting, "One moment."));
    let (auto, _) = told(scene(texts, None, Some(240))).unwrap();
    assert_eq!(auto, AutoText::Waiting);
}

#[test]
fn days_are_called_as_people_call_them() {
    let window = vec![Window("09:00".parse().unwrap(), "17:00".parse().unwrap())];
    let late = vec![Window("20:30".parse().unwrap(), "21:00".parse().unwrap())];
    let far = Hours {
        sun: vec![Window("08:00".parse().unwrap(), "08:30".parse().unwrap())],
        ..Hours::default()
    };
    for (hours, back) in [
        (Hours { sun: late, ..Hours::default() }, "today at 20:30"),
        (Hours { mon: window.clone(), ..Hours::default() }, "tomorrow at 09:00"),
        (Hours { sat: window, ..Hours::default() }, "on Saturday at 09:00"),
        (far, "on Sunday, 29 November at 08:00"),
    ] {
        let read = text(["", "{back}"], Some(hours), None);
        assert_eq!(read, format!("{back} (Oslo time)"));
    }
}

#[test]
fn the_place_is_said_as_people_say_it() {
    for (zone, said) in [
        ("America/New_York", "New York time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("UTC", "UTC"),
        ("Etc/GMT-3", "+03"),
    ] {
        let mut scene = scene(["", "{back}"], mondays(), None);
        scene.directory.settings.as_mut().unwrap().time_zone = zone.into();
        let (_, text) = told(scene).unwrap();
        assert!(text.ends_with(&format!("at 09:00 ({said})")), "{zone}: {text}");
    }
}

#[test]
fn silent_mode_says_nothing_at_any_hour() {
    for hours in [None, mondays()] {
        let mut scene = scene(["One moment.", "We are away."], hours, Some(240));
        scene.ai_agent_mut(IRIS).silent = true;
        assert_eq!(told(scene), None);
    }
}

#[test]
fn a_night_changes_neither_who_is_told_nor_the_clock_nor_that_ana_joins() {
    let mut scene = scene(["One moment.", "We are away."], mondays(), None);
    scene.says("Help");
    let since = scene.state.waiting_since;
    let events = scene.does(Who::Baton, office::handoff("Complex question"));
    assert!(events.iter().any(|body| matches!(body, EventBody::Notified { .. })));
    assert!(scene.state.is_unassigned());
    assert_eq!(scene.state.waiting_since, since, "rule 14");
    let expect = scene.state.ownership;
    let claimed = scene.does(Who::Ana, office::claim(expect));
    let joined = claimed.iter().any(|body| {
        matches!(body, EventBody::MessagePosted { text, auto: Some(AutoText::Joined), .. } if text == "Ana joined.")
    });
    assert!(joined, "{claimed:?}");
}

#[test]
fn a_member_with_a_strange_name_joins_by_it() {
    let mut scene = scene(["One moment.", ""], None, None);
    scene.directory.members[0].name = "{wait} {name}".into();
    scene.does(Who::Baton, office::handoff("Complex question"));
    let expect = scene.state.ownership;
    let claimed = scene.does(Who::Ana, office::claim(expect));
    let said = claimed.iter().find_map(|body| match body {
        EventBody::MessagePosted { text, .. } => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(said, Some("{wait} {name} joined."));
}

#[test]
fn the_expectation_is_in_words_that_hold() {
    for (seconds, words) in [
        (0, "about a minute"),
        (60, "about a minute"),
        (61, "a few minutes"),
        (180, "a few minutes"),
        (240, "about 4 minutes"),
        (601, "about 15 minutes"),
        (1_500, "about 25 minutes"),
        (3_000, "about 50 minutes"),
        (3_600, "about an hour"),
        (7_200, "about 2 hours"),
        (86_400, "about a day"),
        (200_000, "about 2 days"),
    ] {
        assert_eq!(expectation(seconds, Language::English).as_deref(), Some(words), "{seconds}");
    }
    assert_eq!(expectation(-1, Language::English), None);
}

#[test]
fn a_greeting_is_filled_in_like_the_rest() {
    let directory = directory();
    let mut iris = directory.ai_agent(IRIS).unwrap().clone();
    iris.texts.greeting = "Hi! People take {wait}.".into();
    let now = SUNDAY.parse().unwrap();
    assert_eq!(
        greeting(&iris, &directory, Some(240), now, Locale::of(None)),
        "Hi! People take about 4 minutes."
    );
    assert_eq!(greeting(&iris, &directory, None, now, Locale::of(None)), "Hi!");
    iris.silent = true;
    assert_eq!(greeting(&iris, &directory, Some(240), now, Locale::of(None)), "");
}
