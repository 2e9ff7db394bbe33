//! What is announced again, and what the person has dismissed.

use super::*;

const fn second(s: i64) -> Timestamp {
    Timestamp(s * 1_000)
}

#[test]
fn what_nobody_claims_is_repeated_with_sound_until_somebody_does() {
    let mut notices = Notices::new(ANA);
    let first = waits(&mut notices, 1, "Marta");
    assert!(!shown(&first).sound);
    assert!(notices.tick(second(0)).is_empty());
    assert!(notices.tick(second(59)).is_empty());
    let repeated = notices.tick(second(60));
    assert_eq!(*shown(&repeated), Notice { sound: true, ..shown(&first).clone() });
    assert!(notices.tick(second(61)).is_empty());
    assert!(shown(&notices.tick(second(121))).sound, "and again");
    let bob = person(BOB, "Bob");
    let taken = row(1, "Marta", Some(bob.clone()));
    notices.take(&assigned(1, Some(bob)), Some(&taken), None);
    assert!(notices.tick(second(1_000)).is_empty());
}

#[test]
fn several_are_repeated_as_one() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
        notices.tick(second(number as i64));
    }
    assert!(notices.tick(second(62)).is_empty(), "from when the third was told");
    let repeated = notices.tick(second(63));
    let notice = shown(&repeated);
    assert_eq!((notice.key, notice.sound), (Key::SeveralWaiting, true));
    assert_eq!(notice.title, "3 conversations are waiting");
    assert!(notices.tick(second(64)).is_empty());
}

#[test]
fn nothing_is_repeated_to_whom_it_would_only_disturb() {
    let quiet = |change: fn(&mut Notices)| {
        let mut notices = Notices::new(ANA);
        waits(&mut notices, 1, "Marta");
        notices.tick(second(0));
        change(&mut notices);
        notices.tick(second(1_000)).is_empty()
    };
    assert!(!quiet(|_| {}));
    assert!(quiet(|notices| assert_eq!(
        notices.dismissed(Key::Waiting(conversation(1))),
        [conversation(1)]
    )));
    assert!(quiet(|notices| assert_eq!(
        notices.dismissed_elsewhere(conversation(1)),
        [Order::Withdraw(Key::Waiting(conversation(1)))]
    )));
    assert!(quiet(|notices| notices.learn(&team(0, true))), "never repeat");
    assert!(quiet(|notices| notices.learn(&team(60, false))), "not available");
    assert!(quiet(|notices| {
        let settings = team(0, true).settings.unwrap();
        let changed = happened(1, EventBody::SettingsChanged { settings }, None);
        notices.take(&changed, None, None);
    }));
    assert!(quiet(|notices| {
        let member = team(60, false).members[0].clone();
        notices.take(&happened(1, EventBody::MemberChanged { member }, None), None, None);
    }));
}

fn team(repeat_after_s: u32, available: bool) -> Directory {
    let ana = Member {
        id: ANA,
        name: "Ana".into(),
        email: "ana@team.example".into(),
        role: Role::Agent,
        available,
        active: true,
    };
    let settings = Settings {
        workspace: "Nordhem".into(),
        time_zone: "UTC".into(),
        default_ai_agent: None,
        silent_minutes: 15,
        repeat_after_s,
        hours: None,
        holidays: Default::default(),
        analysis_ai_agent: None,
        delete_closed_after_days: None,
    };
    Directory { members: vec![ana], settings: Some(settings), ..Directory::default() }
}

#[test]
fn a_desktop_whose_clock_is_set_back_goes_on_repeating() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    notices.tick(second(10_000));
    assert!(notices.tick(second(100)).is_empty());
    assert!(shown(&notices.tick(second(160))).sound);
}

#[test]
fn what_was_dismissed_comes_back_only_when_it_waits_anew() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
    }
    assert_eq!(notices.dismissed(Key::SeveralWaiting), [1, 2, 3].map(conversation));
    let bob = person(BOB, "Bob");
    let taken = row(1, "Marta", Some(bob.clone()));
    assert!(notices.take(&assigned(1, Some(bob)), Some(&taken), None).is_empty());
    assert!(notices.tick(second(500)).is_empty());
    let orders = waits(&mut notices, 1, "Marta");
    assert_eq!(shown(&orders).title, "3 conversations are waiting");
    assert!(notices.tick(second(600)).is_empty());
    assert!(shown(&notices.tick(second(660))).sound);
}

#[test]
fn several_dismissed_one_by_one_elsewhere_go_with_the_last() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
    }
    assert!(notices.dismissed_elsewhere(conversation(1)).is_empty());
    assert!(notices.dismissed_elsewhere(conversation(2)).is_empty());
    let orders = notices.dismissed_elsewhere(conversation(3));
    assert_eq!(orders, [Order::Withdraw(Key::SeveralWaiting)]);
}
