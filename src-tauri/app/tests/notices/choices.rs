//! What Ana has chosen: what is announced, how loud, how much of it, when it is quiet, in which
//! language.

use super::*;
use baton::desktop_prefs::{Announce, DesktopPrefs, Language, Loudness, Privacy};
use baton::notices::Choices;
use baton::notices::words::{Words, fill};
use serde_json::json;

const OSLO: &str = "Europe/Oslo";
const NOW: Timestamp = Timestamp(1_000_000);

fn chosen(prefs: DesktopPrefs) -> Choices {
    Choices { prefs, time_zone: OSLO.into(), ..Choices::default() }
}

fn with(prefs: DesktopPrefs) -> Notices {
    let mut notices = Notices::new(ANA);
    assert!(notices.choose(chosen(prefs), NOW).is_empty());
    notices
}

fn usual() -> DesktopPrefs {
    DesktopPrefs::default()
}

fn announcing(announce: Announce) -> DesktopPrefs {
    DesktopPrefs { announce, ..usual() }
}

fn private(privacy: Privacy) -> DesktopPrefs {
    DesktopPrefs { privacy, ..usual() }
}

fn mine(number: u128, name: &str) -> ConversationView {
    row(number, name, Some(person(ANA, "Ana")))
}

/// Everything that can be announced to Ana, each once.
fn all_kinds(notices: &mut Notices) -> Vec<Order> {
    let (jonas, hana) = (mine(2, "Jonas"), row(3, "Hana", Some(person(BOB, "Bob"))));
    let mut orders = waits(notices, 1, "Marta");
    orders.extend(notices.take(&told(2, Told::Assigned, &[ANA]), Some(&jonas), None));
    orders.extend(notices.take(&marta_wrote(2), Some(&jonas), None));
    orders.extend(notices.take(&told(2, Told::Silent, &[ANA]), Some(&jonas), None));
    orders.extend(notices.take(&comment(3, "@Ana, the code is 4711"), Some(&hana), None));
    orders.extend(notices.take(&mention(3, &[ANA]), Some(&hana), None));
    orders
}

fn titles_and_bodies(orders: &[Order]) -> Vec<(String, String)> {
    let said = orders.iter().filter_map(|order| match order {
        Order::Show(notice) | Order::Update(notice) => {
            Some((notice.title.clone(), notice.body.clone()))
        }
        Order::Withdraw(_) => None,
    });
    said.collect()
}

#[test]
fn each_kind_is_announced_or_not_as_ana_has_chosen() {
    let off = Loudness::Off;
    let none =
        Announce { unassigned: off, assigned: off, messages: off, mentions: off, reminders: off };
    assert!(all_kinds(&mut with(announcing(none))).is_empty());
    for (only, at) in [
        (Announce { unassigned: Loudness::Shown, ..none }, "Marta"),
        (Announce { assigned: Loudness::Shown, ..none }, "Assigned to you"),
        (Announce { messages: Loudness::Shown, ..none }, "And on Sunday?"),
        (Announce { mentions: Loudness::Shown, ..none }, "Bob mentioned you"),
        (Announce { reminders: Loudness::Shown, ..none }, "Has been waiting"),
    ] {
        let orders = all_kinds(&mut with(announcing(only)));
        let notice = shown(&orders);
        assert!(notice.title.contains(at) || notice.body.contains(at), "{at}: {notice:?}");
        assert!(!notice.sound, "{at}");
    }
}

#[test]
fn what_is_to_be_heard_is_heard_unless_all_sound_is_off() {
    let heard = Loudness::Heard;
    let all = Announce {
        unassigned: heard,
        assigned: heard,
        messages: heard,
        mentions: heard,
        reminders: heard,
    };
    for sound in [true, false] {
        let prefs = DesktopPrefs { sound, ..announcing(all) };
        let orders = all_kinds(&mut with(prefs));
        assert_eq!(orders.len(), 5);
        for order in &orders {
            let Order::Show(notice) = order else { panic!("{order:?}") };
            assert_eq!(notice.sound, sound, "{notice:?}");
        }
    }
}

#[test]
fn a_repetition_is_silent_when_ana_wants_it_so_and_several_that_ring_are_repeated_in_time() {
    for (prefs, sound) in [
        (usual(), true),
        (DesktopPrefs { repeat_with_sound: false, ..usual() }, false),
        (DesktopPrefs { sound: false, ..usual() }, false),
    ] {
        let mut notices = with(prefs);
        waits(&mut notices, 1, "Marta");
        notices.tick(Timestamp(0));
        assert_eq!(shown(&notices.tick(Timestamp(60_000))).sound, sound);
    }
    let loud = Announce { unassigned: Loudness::Heard, ..Announce::default() };
    let mut notices = with(announcing(loud));
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
        notices.tick(Timestamp(number as i64 * 1_000));
    }
    assert!(notices.tick(Timestamp(62_000)).is_empty(), "from when the third was told");
    assert!(shown(&notices.tick(Timestamp(63_000))).sound);
}

#[test]
fn with_name_and_reason_only_no_word_of_a_visitor_or_a_comment_is_shown() {
    let orders = all_kinds(&mut with(private(Privacy::Reason)));
    let said = titles_and_bodies(&orders);
    let expected = [
        ("Marta", "Asked for a person"),
        ("Jonas", "Assigned to you"),
        ("Jonas", "Wrote to you"),
        ("Jonas", "Has been waiting for your answer for 0 s"),
        ("Bob mentioned you", "Hana"),
    ];
    assert_eq!(said, expected.map(|(title, body)| (title.to_owned(), body.to_owned())));
}

#[test]
fn with_the_least_told_nobodys_name_is_shown_alone_together_or_after_an_absence() {
    let mut notices = with(private(Privacy::Waiting));
    let mut orders = all_kinds(&mut notices);
    orders.extend(waits(&mut notices, 4, "Tunde"));
    orders.extend(waits(&mut notices, 5, "Elif"));
    orders.extend(notices.away(true, NOW));
    let bob = person(BOB, "Bob");
    let taken = row(5, "Elif", Some(bob.clone()));
    orders.extend(notices.take(&assigned(5, Some(bob.clone())), Some(&taken), None));
    orders.extend(notices.away(false, NOW));
    let said = titles_and_bodies(&orders);
    assert_eq!(said.first().unwrap().0, "A conversation is waiting");
    assert_eq!(said.last().unwrap(), &("2 are waiting".to_owned(), "2 for you".to_owned()));
    for (title, body) in &said {
        for name in ["Marta", "Jonas", "Hana", "Bob", "Tunde", "Elif", "4711", "Sunday", "person"] {
            assert!(!title.contains(name) && !body.contains(name), "{title}: {body}");
        }
    }
    // Taken alone, what is for her names nobody either.
    let taken = [1, 4].map(|number| {
        let row = row(number, "Marta", Some(bob.clone()));
        (assigned(number, Some(bob.clone())), row)
    });
    notices.away(true, NOW);
    taken.iter().for_each(|(event, row)| drop(notices.take(event, Some(row), None)));
    let (jonas, hana) = (mine(2, "Jonas"), row(3, "Hana", Some(bob)));
    notices.take(&marta_wrote(2), Some(&jonas), None);
    notices.take(&mention(3, &[ANA]), Some(&hana), None);
    let orders = notices.away(false, NOW);
    assert_eq!(titles_and_bodies(&orders), [("2 for you".to_owned(), String::new())]);
}

#[test]
fn what_stands_is_said_anew_when_ana_chooses_more_privacy_and_nothing_rings() {
    let mut notices = with(usual());
    all_kinds(&mut notices);
    let orders = notices.choose(chosen(private(Privacy::Waiting)), NOW);
    assert_eq!(orders.len(), 3, "{orders:?}");
    for order in &orders {
        let Order::Update(notice) = order else { panic!("{order:?}") };
        assert!(!notice.sound && notice.body.is_empty(), "{notice:?}");
        assert!(!notice.title.contains("Marta") && !notice.title.contains("Bob"), "{notice:?}");
    }
}

#[test]
fn what_ana_no_longer_wants_to_be_told_is_taken_back() {
    let mut notices = with(usual());
    all_kinds(&mut notices);
    let off =
        Announce { unassigned: Loudness::Off, mentions: Loudness::Off, ..Announce::default() };
    let orders = notices.choose(chosen(announcing(off)), NOW);
    let gone: Vec<Key> = orders
        .iter()
        .filter_map(|order| match order {
            Order::Withdraw(key) => Some(*key),
            Order::Show(_) | Order::Update(_) => None,
        })
        .collect();
    assert_eq!(gone, [Key::Mentioned(conversation(3)), Key::Waiting(conversation(1))]);
    assert!(notices.stands(Key::Mine(conversation(2))));
    assert!(waits(&mut notices, 4, "Tunde").is_empty());
    assert!(notices.tick(Timestamp(NOW.0 + 600_000)).is_empty(), "nothing is repeated");
}

#[test]
fn from_as_many_as_ana_says_one_notice_counts_them_all() {
    for (from, each) in [(Some(2), 1), (Some(5), 4), (None, 12)] {
        let mut notices = with(DesktopPrefs { together_from: from, ..usual() });
        for number in 1..=each {
            let orders = waits(&mut notices, number, "Marta");
            assert_eq!(shown(&orders).key, Key::Waiting(conversation(number)), "{from:?}");
        }
        let next = waits(&mut notices, each + 1, "Tunde");
        assert_eq!(next.contains(&Order::Withdraw(Key::Waiting(conversation(1)))), from.is_some());
        assert_eq!(notices.stands(Key::SeveralWaiting), from.is_some(), "{from:?}");
    }
}

/// A moment in Oslo.
fn at(moment: &str) -> Timestamp {
    serde_json::from_value(json!(moment)).unwrap()
}

fn nights() -> DesktopPrefs {
    let quiet = json!({"on": true, "from": "22:00", "to": "07:00", "days": ["sun", "mon"]});
    DesktopPrefs { quiet: serde_json::from_value(quiet).unwrap(), ..usual() }
}

#[test]
fn in_quiet_hours_nothing_is_shown_and_what_waits_is_told_as_one_when_they_end() {
    let mut notices = with(nights());
    waits(&mut notices, 1, "Marta");
    // Sunday evening.
    let begin = notices.tick(at("2026-11-22T22:00:00+01:00"));
    assert_eq!(begin, [Order::Withdraw(Key::Waiting(conversation(1)))]);
    assert!(waits(&mut notices, 2, "Tunde").is_empty());
    let jonas = mine(4, "Jonas");
    assert!(notices.take(&marta_wrote(4), Some(&jonas), None).is_empty());
    let bob = person(BOB, "Bob");
    let taken = row(1, "Marta", Some(bob.clone()));
    assert!(notices.take(&assigned(1, Some(bob)), Some(&taken), None).is_empty());
    assert!(notices.tick(at("2026-11-23T00:00:00+01:00")).is_empty(), "past midnight");
    assert!(notices.tick(at("2026-11-23T06:59:59+01:00")).is_empty());

    let orders = notices.tick(at("2026-11-23T07:00:00+01:00"));
    let notice = shown(&orders);
    assert_eq!((notice.key, &*notice.title), (Key::Waiting(conversation(2)), "1 is waiting"));
    assert!(notice.body.contains("Bob claimed 1 while you were away."), "{}", notice.body);
    assert!(notice.body.ends_with("Also for you: Jonas."), "{}", notice.body);
    assert!(notices.tick(at("2026-11-23T07:00:01+01:00")).is_empty(), "once");
}

#[test]
fn quiet_hours_that_end_while_nobody_sits_here_tell_on_return() {
    let mut notices = with(nights());
    notices.tick(at("2026-11-22T23:00:00+01:00"));
    waits(&mut notices, 1, "Marta");
    assert!(notices.away(true, at("2026-11-22T23:30:00+01:00")).is_empty());
    assert!(notices.tick(at("2026-11-23T07:00:00+01:00")).is_empty());
    let orders = notices.away(false, at("2026-11-23T08:00:00+01:00"));
    assert_eq!(shown(&orders).title, "1 is waiting");
    // Whoever comes back in the night hears nothing yet.
    notices.away(true, at("2026-11-23T21:00:00+01:00"));
    assert!(notices.tick(at("2026-11-23T22:00:00+01:00")).is_empty());
    assert!(notices.away(false, at("2026-11-23T23:00:00+01:00")).is_empty());
}

#[test]
fn quiet_hours_switched_on_or_off_hold_at_once() {
    let mut notices = with(usual());
    waits(&mut notices, 1, "Marta");
    let night = at("2026-11-22T23:00:00+01:00");
    let orders = notices.choose(chosen(nights()), night);
    assert!(orders.contains(&Order::Withdraw(Key::Waiting(conversation(1)))), "{orders:?}");
    let orders = notices.choose(chosen(usual()), night);
    assert_eq!(shown(&orders).title, "1 is waiting");
}

#[test]
fn the_night_in_which_clocks_go_back_is_quiet_to_its_end() {
    let mut notices = with(nights());
    notices.tick(at("2026-10-25T22:00:00+01:00"));
    assert!(waits(&mut notices, 1, "Marta").is_empty());
    assert!(notices.tick(at("2026-10-26T06:59:00+01:00")).is_empty());
    assert_eq!(shown(&notices.tick(at("2026-10-26T07:00:00+01:00"))).title, "1 is waiting");
}

#[test]
fn in_another_language_everything_that_is_announced_speaks_it() {
    for (speaks, title, claim) in [
        (Language::De, "3 Unterhaltungen warten", "Mir zuweisen"),
        (Language::Fr, "3 conversations attendent", "M’attribuer"),
        (Language::Es, "3 conversaciones esperan", "Asignarme"),
    ] {
        let mut notices = Notices::new(ANA);
        notices.choose(Choices { speaks, ..chosen(usual()) }, NOW);
        let first = waits(&mut notices, 1, "Marta");
        let first = shown(&first);
        assert!(!first.body.contains("Asked for a person"), "{}", first.body);
        assert_eq!(first.actions[0].label(first.speaks), claim);
        waits(&mut notices, 2, "Tunde");
        let orders = waits(&mut notices, 3, "Hana");
        let Some(Order::Show(all)) = orders.last() else { panic!("{orders:?}") };
        assert_eq!(all.title, title);
    }
}

#[test]
fn every_language_says_everything_and_fills_the_same_places() {
    let places = |template: &str| {
        let mut found: Vec<String> = template
            .split('{')
            .skip(1)
            .map(|part| part.split('}').next().unwrap_or_default().to_owned())
            .collect();
        found.sort();
        found
    };
    let english = Words::of(Language::En).entries();
    for language in [Language::De, Language::Fr, Language::Es] {
        let entries = Words::of(language).entries();
        for ((name, ours), (_, theirs)) in english.iter().zip(entries) {
            assert!(!theirs.is_empty(), "{language:?} {name}");
            assert_eq!(places(ours), places(theirs), "{language:?} {name}");
            let is_sentence = ours.ends_with(['.', '?']) && !ours.contains('{');
            assert!(!is_sentence || *ours != theirs, "{language:?} {name} is English");
        }
        let reasons = Words::of(language).reasons;
        let all = ["Complex question", "Sensitive issue", "Sales opportunity", "AI confusion"];
        for reason in all.into_iter().chain([ASKED_FOR_A_PERSON]) {
            assert!(reasons.iter().any(|(english, _)| *english == reason), "{language:?} {reason}");
        }
    }
}

#[test]
fn a_name_that_looks_like_a_place_to_fill_is_shown_as_it_is() {
    assert_eq!(fill("{who} has it.", &[("who", "{n} {who}")]), "{n} {who} has it.");
    assert_eq!(fill("{who", &[("who", "Bob")]), "{who");
}
