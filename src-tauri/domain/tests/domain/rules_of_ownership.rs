//! Rules 2 and 5 to 9: one owner, fenced; who may take, reply, assign and hand back.

use crate::office::{self, ANA, Asks, BOB, IRIS, OTTO, Scene, Who};
use crate::telling;
use baton_domain::*;

fn conflict(assignee: Option<Assignee>, ownership: u64) -> Refusal {
    Refusal::OwnershipConflict { assignee, ownership }
}

fn holder(scene: &Scene) -> Option<Assignee> {
    scene.state.holder.assignee(&scene.directory)
}

// Rule 2

#[test]
fn of_two_claims_that_saw_the_same_number_exactly_one_wins() {
    let mut scene = Scene::unassigned();
    let seen = scene.state.ownership;
    scene.does(Who::Bob, office::claim(seen));
    let refusal = scene.refuses(Who::Ana, office::claim(seen));
    assert_eq!(refusal, conflict(holder(&scene), seen + 1));
    assert_eq!(refusal.message(), "Bob has it.");
}

#[test]
fn after_a_handoff_a_claim_or_a_take_over_iris_cannot_speak_however_long_she_was_generating() {
    let takings: [(Who, Asks); 4] = [
        (Who::Baton, |_| office::handoff("Asked by a program")),
        (Who::Marta, |_| Command::says("Let me talk to a human")),
        (Who::Ana, |seen| office::assign(office::member(ANA), seen)),
        (Who::Ana, |seen| office::assign(office::ai(OTTO), seen)),
    ];
    for (who, taking) in takings {
        let mut scene = Scene::held_by_iris();
        scene.says("Where is my parcel?");
        let began_under = scene.state.ownership;
        scene.does(who, taking(began_under));
        let before = scene.state.clone();
        let decision = scene.asks(Who::Iris, office::reply("In Leeds.", began_under));
        assert_eq!(decision.refusal, Some(conflict(holder(&scene), before.ownership)));
        let [EventBody::DraftWithdrawn { text, expect, .. }] = &decision.events[..] else {
            panic!("kept as a withdrawn draft and nothing else: {:?}", decision.events)
        };
        assert_eq!((text.as_str(), *expect), ("In Leeds.", began_under));
        let same = Conversation {
            version: before.version + 1,
            updated_at: scene.state.updated_at,
            ..before
        };
        assert_eq!(scene.state, same, "a withdrawn draft changes nothing else");
    }
}

#[test]
fn an_answer_begun_before_the_handoff_stays_out_even_after_the_hand_back() {
    let mut scene = Scene::held_by_iris();
    scene.says("Where is my parcel?");
    let began_under = scene.state.ownership;
    scene.does(Who::Ana, office::handoff("I take this"));
    scene.does(Who::Ana, office::assign(office::ai(IRIS), began_under + 1));
    let decision = scene.asks(Who::Iris, office::reply("In Leeds.", began_under));
    assert_eq!(decision.refusal, Some(conflict(holder(&scene), began_under + 2)));
    scene.does(Who::Iris, office::reply("In York.", began_under + 2));
}

#[test]
fn an_ai_agent_that_is_switched_off_while_it_was_generating_cannot_speak() {
    let mut scene = Scene::held_by_iris();
    scene.says("Where is my parcel?");
    scene.ai_agent_mut(IRIS).enabled = false;
    let decision = scene.asks(Who::Iris, office::reply("In Leeds.", scene.state.ownership));
    assert_eq!(decision.refusal, Some(Refusal::AgentDisabled { name: "Iris".into() }));
    assert!(matches!(decision.events[..], [EventBody::DraftWithdrawn { .. }]));
}

// Rule 5

#[test]
fn a_second_handoff_after_a_hand_back_is_in_unassigned_again() {
    let mut scene = Scene::held_by_ana();
    scene.does(Who::Ana, office::reply("Hello", scene.state.ownership));
    scene.does(Who::Ana, office::assign(office::ai(IRIS), scene.state.ownership));
    assert!(!scene.state.is_unassigned());
    scene.says("Real person please");
    assert_eq!(scene.state.last_responder, Some(Party::Member(ANA)));
    assert!(scene.state.human_handoff() && scene.state.is_unassigned());
}

#[test]
fn pending_waits_in_unassigned_and_closed_does_not() {
    let mut scene = Scene::unassigned();
    scene.does(Who::Bob, office::status(Status::Pending));
    assert!(scene.state.is_unassigned());
    scene.does(Who::Bob, office::status(Status::Closed));
    assert!(!scene.state.is_unassigned());
}

// Rule 6

#[test]
fn a_claim_is_the_same_event_from_everywhere_and_records_the_means() {
    for means in [Means::Prompt, Means::Key, Means::Dropdown, Means::Notification, Means::Tray] {
        let mut scene = Scene::unassigned();
        let expect = scene.state.ownership;
        let events = scene.does(Who::Ana, Command::Claim { expect, means });
        let EventBody::Assigned { from: None, to, by_means, ownership, .. } = &events[0] else {
            panic!("{events:?}")
        };
        assert_eq!((telling::name(to), *by_means, *ownership), ("Ana", means, expect + 1));
    }
}

#[test]
fn what_is_closed_or_held_cannot_be_claimed() {
    let mut closed = Scene::unassigned();
    closed.does(Who::Bob, office::status(Status::Closed));
    assert_eq!(closed.refuses(Who::Ana, office::claim(closed.state.ownership)), Refusal::Closed);
    let mut held = Scene::held_by_iris();
    let number = held.state.ownership;
    let refusal = held.refuses(Who::Ana, office::claim(number));
    assert_eq!(refusal, conflict(holder(&held), number));
    assert_eq!(refusal.message(), "Iris has it.");
}

// Rule 7

#[test]
fn only_the_assignee_may_reply() {
    let mut scene = Scene::held_by_ana();
    let number = scene.state.ownership;
    let refusal = scene.refuses(Who::Bob, office::reply("Hello", number));
    assert_eq!(refusal, Refusal::NotAssignee { assignee: holder(&scene), ownership: number });
    scene.does(Who::Ana, office::reply("Hello", number));
    assert_eq!(scene.state.last_responder, Some(Party::Member(ANA)));
}

#[test]
fn a_reply_is_refused_when_the_visitor_said_something_its_sender_had_not_seen() {
    let mut scene = Scene::held_by_ana();
    scene.says("Where is my parcel?");
    let seen = scene.state.last_message;
    scene.says("Forget it, it has come");
    let expect = scene.state.ownership;
    let answer = |seen| Command::Reply {
        text: "In Leeds.".into(),
        expect,
        seen: Some(seen),
        attachments: Vec::new(),
        grounds: Grounds::default(),
    };
    let latest_seq = scene.state.last_message;
    assert_eq!(scene.refuses(Who::Ana, answer(seen)), Refusal::UnseenMessages { latest_seq });
    scene.does(Who::Ana, answer(latest_seq));
}

// Rule 8

#[test]
fn any_open_conversation_can_be_given_to_anybody_flagged_or_not() {
    for start in [Scene::held_by_iris(), Scene::unassigned(), Scene::held_by_ana()] {
        for status in [Status::Active, Status::Pending] {
            let targets = [
                (office::member(ANA), Holder::Member(ANA)),
                (office::member(BOB), Holder::Member(BOB)),
                (office::ai(IRIS), Holder::Ai(IRIS)),
                (office::ai(OTTO), Holder::Ai(OTTO)),
                (None, Holder::Nobody),
            ];
            for (to, expected) in targets {
                let mut scene = start.clone();
                scene.state.status = status;
                scene.does(Who::Bob, office::assign(to, scene.state.ownership));
                assert_eq!((scene.state.holder, scene.state.status), (expected, status));
            }
        }
    }
}

#[test]
fn a_colleague_who_is_given_a_conversation_is_told_and_who_takes_it_himself_is_not() {
    let mut scene = Scene::held_by_iris();
    let told = |events: &[EventBody]| -> Vec<String> {
        let mut told = Vec::new();
        for body in events {
            if let EventBody::Notified { what: Told::Assigned, members, .. } = body {
                told.extend(members.iter().map(|member| member.name.clone()));
            }
        }
        told
    };
    let given = scene.does(Who::Ana, office::assign(office::member(BOB), scene.state.ownership));
    assert_eq!(told(&given), ["Bob"]);
    let taken = scene.does(Who::Ana, office::assign(office::member(ANA), scene.state.ownership));
    assert_eq!(told(&taken), [] as [&str; 0]);
}

#[test]
fn giving_it_to_who_has_it_already_changes_nothing() {
    let mut scene = Scene::held_by_ana();
    let number = scene.state.ownership;
    assert_eq!(scene.does(Who::Bob, office::assign(office::member(ANA), number)), []);
    assert_eq!(scene.state.ownership, number);
}

#[test]
fn nothing_can_be_given_to_somebody_who_has_left() {
    let mut scene = Scene::held_by_iris();
    scene.directory.members[1].active = false;
    let number = scene.state.ownership;
    let refusal = scene.refuses(Who::Ana, office::assign(office::member(BOB), number));
    assert!(matches!(refusal, Refusal::Invalid { field, .. } if field == "to"));
}

// Rule 9

#[test]
fn after_a_hand_back_the_ai_agent_answers_only_what_arrives_afterwards() {
    let mut scene = Scene::held_by_ana();
    scene.says("Where is my parcel?");
    scene.does(Who::Ana, office::assign(office::ai(OTTO), scene.state.ownership));
    assert_eq!(scene.state.ai_agent_to_answer(), None);
    assert!(scene.state.waiting_since.is_some(), "Marta still waits");
    scene.says("And my invoice?");
    assert_eq!(scene.state.ai_agent_to_answer(), Some(OTTO));
}

#[test]
fn a_member_may_let_the_ai_agent_answer_the_last_message_now() {
    let mut scene = Scene::held_by_ana();
    scene.says("Where is my parcel?");
    let command = Command::Assign {
        to: office::ai(IRIS),
        expect: scene.state.ownership,
        note: None,
        answer_last: true,
        means: Means::Dropdown,
    };
    scene.does(Who::Ana, command);
    assert_eq!(scene.state.ai_agent_to_answer(), Some(IRIS));
    scene.does(Who::Iris, office::reply("In Leeds.", scene.state.ownership));
    assert_eq!(scene.state.ai_agent_to_answer(), None);
}

#[test]
fn a_note_at_the_hand_back_is_kept_as_a_comment_and_given_to_the_ai_agent() {
    let mut scene = Scene::held_by_ana();
    let command = Command::Assign {
        to: office::ai(IRIS),
        expect: scene.state.ownership,
        note: Some("  Refund is on its way.  ".into()),
        answer_last: false,
        means: Means::Dropdown,
    };
    let events = scene.does(Who::Ana, command);
    let [EventBody::Assigned { note, .. }, EventBody::CommentAdded { text, .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(note.as_deref(), Some("Refund is on its way."));
    assert_eq!(text, "Refund is on its way.");
}

#[test]
fn a_hand_back_ends_the_handoff_and_its_reason() {
    let mut scene = Scene::held_by_ana();
    assert!(scene.state.handoff.is_some());
    scene.does(Who::Ana, office::assign(office::ai(IRIS), scene.state.ownership));
    assert!(!scene.state.human_handoff());
    assert_eq!(scene.state.handoff, None);
}

#[test]
fn a_hand_back_to_an_ai_agent_that_is_switched_off_or_removed_changes_nothing() {
    for switch_off in [|a: &mut AiAgent| a.enabled = false, |a: &mut AiAgent| a.deleted = true] {
        let mut scene = Scene::held_by_ana();
        switch_off(scene.ai_agent_mut(OTTO));
        let before = scene.state.clone();
        let number = before.ownership;
        let refusal = scene.refuses(Who::Ana, office::assign(office::ai(OTTO), number));
        assert_eq!(refusal, Refusal::AgentDisabled { name: "Otto".into() });
        assert_eq!(scene.state, before);
    }
}
