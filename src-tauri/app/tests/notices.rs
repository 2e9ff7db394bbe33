//! What Ana's desktop announces and takes back.

mod absence;
mod choices;
mod repeating;

use baton::notices::{Action, Key, Notice, Notices, Order};
use baton::updates::Happened;
use baton_domain::*;
use serde_json::Map;
use uuid::Uuid;

const ANA: MemberId = MemberId(Uuid::from_u128(1));
const BOB: MemberId = MemberId(Uuid::from_u128(2));

fn conversation(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(100 + number))
}

fn person(id: MemberId, name: &str) -> Assignee {
    Assignee { kind: PartyKind::Human, id: id.to_string(), name: name.into(), avatar: None }
}

fn row(number: u128, name: &str, assignee: Option<Assignee>) -> ConversationView {
    ConversationView {
        id: conversation(number),
        number: number as u64,
        status: Status::Active,
        human_handoff: true,
        assignee,
        ownership: 2,
        last_responder: None,
        waiting_since: Some(Timestamp(number as i64)),
        visitor: VisitorView {
            id: ContactId(Uuid::from_u128(200 + number)),
            name: Some(name.into()),
            email: None,
            phone: None,
            verified: false,
            online: true,
        },
        labels: Vec::new(),
        page: None,
        handoff: Some(Handoff {
            reason: ASKED_FOR_A_PERSON.into(),
            trigger: Trigger::VisitorWords,
            rule: None,
            at: Timestamp(0),
            seq: 1,
        }),
        rating: None,
        last_message: None,
        last_words: None,
        unread: 1,
        version: 1,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
        metadata: Map::new(),
    }
}

fn happened(number: u128, body: EventBody, words: Option<&str>) -> Happened {
    let event = Event {
        id: EventId(Uuid::from_u128(9)),
        conversation: Some(conversation(number)),
        at: Timestamp(1_000),
        actor: Actor::system(),
        body,
    };
    let recorded = Recorded { seq: 1, version: 1, event };
    Happened { recorded, words: words.map(str::to_owned) }
}

fn told(number: u128, what: Told, to: &[MemberId]) -> Happened {
    let members =
        to.iter().map(|id| Named { id: id.to_string(), name: "Somebody".into() }).collect();
    happened(
        number,
        EventBody::Notified { what, members, desktops: None },
        Some("Can I <b>talk</b> to a person?"),
    )
}

fn assigned(number: u128, to: Option<Assignee>) -> Happened {
    let body = EventBody::Assigned {
        from: None,
        to,
        by_means: Means::Prompt,
        ownership: 3,
        note: None,
        reason: None,
        answer_last: false,
    };
    happened(number, body, None)
}

fn marta_wrote(number: u128) -> Happened {
    let author = Author { kind: AuthorKind::Visitor, id: "v".into(), name: "Marta".into() };
    let id = MessageId(Uuid::from_u128(7));
    let text = "And on Sunday?".to_owned();
    happened(
        number,
        EventBody::MessagePosted {
            id,
            author,
            text,
            sources: Vec::new(),
            auto: None,
            articles: Vec::new(),
            no_answer: false,
            attachments: Vec::new(),
        },
        None,
    )
}

fn waits(notices: &mut Notices, number: u128, name: &str) -> Vec<Order> {
    let told = told(number, Told::Unassigned, &[ANA, BOB]);
    notices.take(&told, Some(&row(number, name, None)), None)
}

#[test]
fn a_waiting_conversation_is_announced_with_who_why_and_the_last_words() {
    let orders = waits(&mut Notices::new(ANA), 1, "Marta");
    let [Order::Show(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(notice.key, Key::Waiting(conversation(1)));
    assert_eq!(notice.title, "Marta");
    assert_eq!(notice.body, "Asked for a person\nCan I <b>talk</b> to a person?");
    assert_eq!(notice.actions, [Action::Claim, Action::Open]);
}

#[test]
fn nothing_is_announced_to_a_member_who_was_not_told() {
    let told = told(1, Told::Unassigned, &[BOB]);
    let orders = Notices::new(ANA).take(&told, Some(&row(1, "Marta", None)), None);
    assert!(orders.is_empty(), "{orders:?}");
}

#[test]
fn nothing_is_announced_of_what_a_colleague_has_taken_meanwhile() {
    let told = told(1, Told::Unassigned, &[ANA]);
    let taken = row(1, "Marta", Some(person(BOB, "Bob")));
    assert!(Notices::new(ANA).take(&told, Some(&taken), None).is_empty());
}

#[test]
fn a_notice_is_withdrawn_when_somebody_claims() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    let bob = person(BOB, "Bob");
    let taken = row(1, "Marta", Some(bob.clone()));
    let orders = notices.take(&assigned(1, Some(bob)), Some(&taken), None);
    assert_eq!(orders, [Order::Withdraw(Key::Waiting(conversation(1)))]);
}

#[test]
fn a_notice_is_withdrawn_when_the_conversation_is_closed() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    let closed = ConversationView { status: Status::Closed, ..row(1, "Marta", None) };
    let change = EventBody::StatusChanged { from: Status::Active, to: Status::Closed };
    let orders = notices.take(&happened(1, change, None), Some(&closed), None);
    assert_eq!(orders, [Order::Withdraw(Key::Waiting(conversation(1)))]);
}

#[test]
fn the_third_that_waits_turns_three_notices_into_one() {
    let mut notices = Notices::new(ANA);
    waits(&mut notices, 1, "Marta");
    waits(&mut notices, 2, "Tunde");
    let orders = waits(&mut notices, 3, "Hana");
    let [Order::Withdraw(first), Order::Withdraw(second), Order::Show(all)] = orders.as_slice()
    else {
        panic!("{orders:?}")
    };
    assert_eq!((*first, *second), (Key::Waiting(conversation(1)), Key::Waiting(conversation(2))));
    assert_eq!(all.title, "3 conversations are waiting");
    assert_eq!(all.body, "Marta, Tunde, Hana");
    assert_eq!(all.actions, [Action::Open]);

    let again = waits(&mut notices, 4, "Jonas");
    let [Order::Show(updated)] = again.as_slice() else { panic!("{again:?}") };
    assert_eq!(updated.key, Key::SeveralWaiting);
    assert_eq!(updated.body, "Marta, Tunde, Hana and 1 more");
}

#[test]
fn two_that_are_left_get_a_notice_each_again() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana")] {
        waits(&mut notices, number, name);
    }
    let bob = person(BOB, "Bob");
    let taken = row(3, "Hana", Some(bob.clone()));
    let orders = notices.take(&assigned(3, Some(bob)), Some(&taken), None);
    let keys: Vec<String> = orders
        .iter()
        .map(|order| match order {
            Order::Show(notice) => format!("show {}", notice.title),
            Order::Update(notice) => format!("update {}", notice.title),
            Order::Withdraw(_) => "withdraw".into(),
        })
        .collect();
    assert_eq!(keys, ["withdraw", "show Marta", "show Tunde"]);
}

#[test]
fn a_count_that_shrinks_changes_what_stands_and_rings_no_more() {
    let mut notices = Notices::new(ANA);
    for (number, name) in [(1, "Marta"), (2, "Tunde"), (3, "Hana"), (4, "Jonas")] {
        waits(&mut notices, number, name);
    }
    let bob = person(BOB, "Bob");
    let taken = row(4, "Jonas", Some(bob.clone()));
    let orders = notices.take(&assigned(4, Some(bob)), Some(&taken), None);
    let [Order::Update(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(notice.title, "3 conversations are waiting");
}

#[test]
fn what_waits_when_the_app_starts_is_counted_with_what_comes() {
    let mut notices = Notices::new(ANA);
    notices.begin_with(&[row(1, "Marta", None), row(2, "Tunde", None)]);
    let orders = waits(&mut notices, 3, "Hana");
    let [Order::Show(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(notice.title, "3 conversations are waiting");
}

#[test]
fn a_claim_carries_the_ownership_number_of_its_notice() {
    let orders = waits(&mut Notices::new(ANA), 1, "Marta");
    let [Order::Show(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!(notice.ownership, Some(2));
}

#[test]
fn a_visitor_who_writes_to_me_is_announced_unless_i_am_looking() {
    let mut notices = Notices::new(ANA);
    let mine = row(1, "Marta", Some(person(ANA, "Ana")));
    assert!(notices.take(&marta_wrote(1), Some(&mine), Some(mine.id)).is_empty());
    let orders = notices.take(&marta_wrote(1), Some(&mine), None);
    let [Order::Show(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!((notice.key, notice.body.as_str()), (Key::Mine(mine.id), "And on Sunday?"));

    let read = EventBody::ReadMarked { member: Some(ANA), seq: 5 };
    let orders = notices.take(&happened(1, read, None), Some(&mine), None);
    assert_eq!(orders, [Order::Withdraw(Key::Mine(mine.id))]);
}

#[test]
fn what_a_colleague_gives_me_is_announced() {
    let mine = row(1, "Marta", Some(person(ANA, "Ana")));
    let orders = Notices::new(ANA).take(&told(1, Told::Assigned, &[ANA]), Some(&mine), None);
    let [Order::Show(notice)] = orders.as_slice() else { panic!("{orders:?}") };
    assert_eq!((notice.body.as_str(), &*notice.actions), ("Assigned to you", &[Action::Open][..]));
}

fn shown(orders: &[Order]) -> &Notice {
    let [Order::Show(notice)] = orders else { panic!("{orders:?}") };
    notice
}

fn says(number: u128, who: &str, body: EventBody) -> Happened {
    let mut happened = happened(number, body, None);
    happened.recorded.event.actor.name = who.into();
    happened
}

fn comment(number: u128, text: &str) -> Happened {
    let id = CommentId(Uuid::from_u128(5));
    says(number, "Bob", EventBody::CommentAdded { id, text: text.into() })
}

fn mention(number: u128, to: &[MemberId]) -> Happened {
    let mut told = told(number, Told::Mentioned, to);
    told.recorded.event.actor.name = "Bob".into();
    told
}

#[test]
fn a_mention_is_announced_with_who_where_and_the_comment_and_goes_when_it_was_read() {
    let mut notices = Notices::new(ANA);
    let row = row(1, "Marta", Some(person(BOB, "Bob")));
    assert!(notices.take(&comment(1, "@Ana knows"), Some(&row), None).is_empty());
    let orders = notices.take(&mention(1, &[ANA]), Some(&row), None);
    let notice = shown(&orders);
    assert_eq!(notice.key, Key::Mentioned(row.id));
    assert_eq!((&*notice.title, &*notice.body), ("Bob mentioned you", "Marta\n@Ana knows"));
    assert_eq!(notice.actions, [Action::Open]);
    let read = EventBody::ReadMarked { member: Some(ANA), seq: 5 };
    let orders = notices.take(&happened(1, read, None), Some(&row), None);
    assert_eq!(orders, [Order::Withdraw(Key::Mentioned(row.id))]);

    assert!(notices.take(&mention(1, &[BOB]), Some(&row), None).is_empty(), "not me");
    assert!(notices.take(&mention(1, &[ANA]), Some(&row), Some(row.id)).is_empty(), "I see it");
    notices.take(&mention(1, &[ANA]), Some(&row), None);
    assert_eq!(notices.seen(row.id), [Order::Withdraw(Key::Mentioned(row.id))], "opened");
}

#[test]
fn a_reminder_is_heard_even_while_i_look_and_only_when_it_is_still_mine() {
    let mut notices = Notices::new(ANA);
    let mut mine = row(1, "Marta", Some(person(ANA, "Ana")));
    mine.waiting_since = Some(Timestamp(1_000 - 15 * 60_000));
    let silent = told(1, Told::Silent, &[ANA]);
    let orders = notices.take(&silent, Some(&mine), Some(mine.id));
    let notice = shown(&orders);
    assert_eq!((notice.key, notice.sound), (Key::Mine(mine.id), true));
    assert_eq!(notice.body, "Has been waiting for your answer for 15 min");
    let returned = row(1, "Marta", None);
    assert!(notices.take(&silent, Some(&returned), None).is_empty());
    let orders = notices.take(&assigned(1, None), Some(&returned), None);
    assert_eq!(orders, [Order::Withdraw(Key::Mine(mine.id))]);
}
