//! What is said after the line was lost, or after nobody sat here.

use super::*;

const MINUTE: i64 = 60_000;

/// Waits since so many minutes before the hour.
fn waiting_row(number: u128, name: &str, minutes: i64) -> ConversationView {
    let waiting_since = Some(Timestamp(HOUR.0 - minutes * MINUTE));
    ConversationView { waiting_since, ..row(number, name, None) }
}

const HOUR: Timestamp = Timestamp(60 * MINUTE);

#[test]
fn back_from_a_lost_line_one_notice_says_who_waits_and_who_claimed() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
    }
    let bob = || Some(person(BOB, "Bob"));
    let missed = [assigned(2, bob()), assigned(3, bob())];
    let back = notices.back(HOUR, &missed, &[waiting_row(1, "Marta", 6)]);
    assert_eq!(back.words, "2 claimed by a colleague (Bob), 1 waits 6 min (Marta)");
    assert_eq!((back.claimed, back.waiting, back.longest.as_deref()), (2, 1, Some("Marta")));
    let [Order::Withdraw(Key::SeveralWaiting), Order::Show(notice)] = back.orders.as_slice() else {
        panic!("{:?}", back.orders)
    };
    assert_eq!(notice.title, "1 is waiting");
    assert_eq!(notice.body, "Marta waits 6 min. Bob claimed 2 while you were away.");
    assert_eq!(notice.key, Key::Waiting(conversation(1)));
    assert_eq!((&*notice.actions, notice.ownership), (&[Action::Claim, Action::Open][..], Some(2)));
    // It stands like any other.
    let taken = row(1, "Marta", bob());
    let orders = notices.take(&assigned(1, bob()), Some(&taken), None);
    assert_eq!(orders, [Order::Withdraw(Key::Waiting(conversation(1)))]);
}

#[test]
fn several_that_wait_on_return_are_one_notice_and_stay_one() {
    let mut notices = Notices::new(ANA);
    let rows = [waiting_row(1, "Marta", 6), waiting_row(2, "Tunde", 9)];
    let back = notices.back(HOUR, &[], &rows);
    assert_eq!(back.words, "2 wait, the longest 9 min (Tunde)");
    let notice = shown(&back.orders);
    assert_eq!((notice.key, &*notice.title), (Key::SeveralWaiting, "2 are waiting"));
    assert_eq!(notice.body, "Tunde waits longest, 9 min.");
    let orders = waits(&mut notices, 3, "Hana");
    assert_eq!(shown(&orders).title, "3 conversations are waiting");
    let bob = person(BOB, "Bob");
    let taken = row(3, "Hana", Some(bob.clone()));
    let orders = notices.take(&assigned(3, Some(bob)), Some(&taken), None);
    let [Order::Update(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(notice.title, "2 conversations are waiting");
}

#[test]
fn a_long_wait_is_told_in_days() {
    for (hours, said) in [(23, "23 h"), (25, "1 day"), (49, "2 days"), (556, "23 days")] {
        let mut notices = Notices::new(ANA);
        let now = Timestamp(HOUR.0 + hours * HOUR.0);
        let back = notices.back(now, &[], &[waiting_row(1, "Marta", 0)]);
        assert_eq!(back.words, format!("1 waits {said} (Marta)"));
    }
}

#[test]
fn a_line_that_was_lost_for_nothing_is_back_without_a_word() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    let before = row(1, "Marta", None);
    let mine = ConversationView { unread: 0, ..row(2, "Jonas", Some(person(ANA, "Ana"))) };
    assert_eq!(notices.back(HOUR, &[], &[before, mine]), Default::default());
    assert!(notices.stands(Key::Waiting(conversation(1))));
}

#[test]
fn what_no_longer_stands_is_taken_back_when_the_line_is_back() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    let mine = row(2, "Jonas", Some(person(ANA, "Ana")));
    notices.take(&marta_wrote(2), Some(&mine), None);
    notices.take(&mention(3, &[ANA]), Some(&row(3, "Hana", None)), None);
    let read = EventBody::ReadMarked { member: Some(ANA), seq: 5 };
    let missed = [
        assigned(1, Some(person(BOB, "Bob"))),
        happened(2, read.clone(), None),
        happened(3, read, None),
    ];
    let read = ConversationView { unread: 0, ..mine };
    let back = notices.back(HOUR, &missed, &[read]);
    let mut withdrawn = back.orders;
    withdrawn.sort_by_key(|order| format!("{order:?}"));
    assert_eq!(
        withdrawn,
        [
            Order::Withdraw(Key::Mentioned(conversation(3))),
            Order::Withdraw(Key::Mine(conversation(2))),
            Order::Withdraw(Key::Waiting(conversation(1))),
        ]
    );
    assert_eq!(back.words, "1 claimed by a colleague (Bob)");
}

#[test]
fn what_a_colleague_has_taken_over_from_me_is_said_on_return() {
    let mut notices = Notices::new(ANA);
    let (ana, bob) = (person(ANA, "Ana"), person(BOB, "Bob"));
    let handed = |number, from: &Assignee, to: &Assignee| {
        let mut happened = assigned(number, Some(to.clone()));
        if let EventBody::Assigned { from: before, .. } = &mut happened.recorded.event.body {
            *before = Some(from.clone());
        }
        happened
    };
    let missed = [handed(1, &ana, &bob), handed(2, &ana, &bob), handed(2, &bob, &ana)];
    let back = notices.back(HOUR, &missed, &[]);
    assert_eq!(back.words, "1 of yours taken over by a colleague (Bob)");
    assert_eq!(back.orders, [], "nothing of it rings");
}

#[test]
fn a_claim_that_came_undone_and_my_own_are_no_colleagues() {
    let mut notices = Notices::new(ANA);
    let eva = person(MemberId(Uuid::from_u128(3)), "Eva");
    let missed = [
        assigned(1, Some(person(BOB, "Bob"))),
        assigned(1, None),
        assigned(2, Some(person(ANA, "Ana"))),
        assigned(3, Some(person(BOB, "Bob"))),
        assigned(4, Some(eva)),
    ];
    let back = notices.back(HOUR, &missed, &[waiting_row(1, "Marta", 90)]);
    assert_eq!(back.words, "2 claimed by colleagues (Bob, Eva), 1 waits 1 h (Marta)");
    let body = &shown(&back.orders).body;
    assert_eq!(body, "Marta waits 1 h. Bob claimed 1, Eva 1 while you were away.");
}

#[test]
fn what_was_said_to_me_while_the_line_was_lost_is_told_once() {
    let mut notices = Notices::new(ANA);
    let mine = row(1, "Jonas", Some(person(ANA, "Ana")));
    let back = notices.back(HOUR, &[marta_wrote(1), marta_wrote(1)], std::slice::from_ref(&mine));
    assert_eq!(back.words, "1 for you (Jonas)");
    assert_eq!(shown(&back.orders).key, Key::Mine(mine.id));

    // With somebody who waits, one notice tells of both.
    let mut notices = Notices::new(ANA);
    let missed = [marta_wrote(1), comment(3, "@Ana?"), mention(3, &[ANA])];
    let back = notices.back(HOUR, &missed, &[mine.clone(), waiting_row(2, "Marta", 2)]);
    assert_eq!(
        shown(&back.orders).body,
        "Marta waits 2 min. Also for you: Jonas, Bob mentioned you."
    );

    // Several without anybody who waits are one too, until the last of them was read.
    let mut notices = Notices::new(ANA);
    let back = notices.back(HOUR, &missed, &[mine]);
    let notice = shown(&back.orders);
    assert_eq!((notice.key, &*notice.title), (Key::SeveralMine, "2 for you"));
    assert_eq!(notice.body, "Jonas, Bob mentioned you");
    assert!(notices.seen(conversation(1)).is_empty());
    assert_eq!(notices.seen(conversation(3)), [Order::Withdraw(Key::SeveralMine)]);
}

#[test]
fn while_nobody_sits_here_nothing_is_shown_and_on_return_one_summary() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    let orders = notices.away(true, HOUR);
    assert_eq!(orders, [Order::Withdraw(Key::Waiting(conversation(1)))]);
    assert!(notices.away(true, HOUR).is_empty(), "already");
    assert!(waits(&mut notices, 2, "Tunde").is_empty());
    let mine = row(4, "Jonas", Some(person(ANA, "Ana")));
    assert!(notices.take(&marta_wrote(4), Some(&mine), None).is_empty());
    assert!(notices.tick(HOUR).is_empty());
    let bob = person(BOB, "Bob");
    let taken = row(1, "Marta", Some(bob.clone()));
    let mut claim = assigned(1, Some(bob));
    claim.recorded.event.at = HOUR;
    assert!(notices.take(&claim, Some(&taken), None).is_empty());

    let orders = notices.away(false, HOUR);
    let notice = shown(&orders);
    assert_eq!(notice.key, Key::Waiting(conversation(2)));
    let expected = "Tunde waits 59 min. Bob claimed 1 while you were away. Also for you: Jonas.";
    assert_eq!(notice.body, expected);
    assert!(notices.away(false, HOUR).is_empty(), "already here");
}

#[test]
fn who_was_away_and_missed_nothing_finds_what_stood_before() {
    let mut notices = Notices::new(ANA);
    let mine = row(4, "Jonas", Some(person(ANA, "Ana")));
    let before = notices.take(&marta_wrote(4), Some(&mine), None);
    notices.away(true, HOUR);
    assert_eq!(notices.away(false, HOUR), before);
    assert!(Notices::new(ANA).away(false, HOUR).is_empty());
    let mut idle = Notices::new(ANA);
    assert!(idle.away(true, HOUR).is_empty());
    assert!(idle.away(false, HOUR).is_empty());
}

#[test]
fn what_was_read_or_dismissed_elsewhere_while_i_was_away_is_not_told() {
    let mut notices = Notices::new(ANA);
    notices.away(true, HOUR);
    waits(&mut notices, 1, "Marta");
    let mine = row(2, "Jonas", Some(person(ANA, "Ana")));
    notices.take(&marta_wrote(2), Some(&mine), None);
    assert!(notices.dismissed_elsewhere(conversation(1)).is_empty());
    let read = EventBody::ReadMarked { member: Some(ANA), seq: 5 };
    notices.take(&happened(2, read, None), Some(&mine), None);
    assert!(notices.away(false, HOUR).is_empty());
}

#[test]
fn a_line_that_comes_back_while_nobody_sits_here_shows_nothing_yet() {
    let mut notices = Notices::new(ANA);
    notices.away(true, HOUR);
    let missed = [assigned(2, Some(person(BOB, "Bob")))];
    let back = notices.back(HOUR, &missed, &[waiting_row(1, "Marta", 6)]);
    assert!(back.orders.is_empty());
    assert_eq!(back.words, "1 claimed by a colleague (Bob), 1 waits 6 min (Marta)");
    let orders = notices.away(false, HOUR);
    assert_eq!(shown(&orders).body, "Marta waits 6 min. Bob claimed 1 while you were away.");
}
