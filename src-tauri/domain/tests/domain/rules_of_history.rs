//! Rules 10, 11, 12 and 14: status, history, comments, and how long the visitor has waited.

use crate::office::{self, ANA, Asks, IRIS, OTTO, Scene, Who};
use baton_domain::*;

fn messages(scene: &Scene) -> Vec<Message> {
    scene.log.iter().filter_map(Message::of).collect()
}

// Rule 10

#[test]
fn nothing_but_a_hand_changes_the_status_of_an_open_conversation() {
    for status in [Status::Active, Status::Pending] {
        let mut scene = Scene::held_by_iris();
        scene.says("Where is my parcel?");
        scene.state.status = status;
        scene.does(Who::Iris, office::reply("In Leeds.", scene.state.ownership));
        scene.says("A human please");
        scene.does(Who::Ana, office::claim(scene.state.ownership));
        scene.does(Who::Ana, office::reply("Hello", scene.state.ownership));
        scene.says("Thanks");
        scene.does(Who::Ana, office::assign(office::ai(IRIS), scene.state.ownership));
        assert_eq!(scene.state.status, status);
    }
}

#[test]
fn only_members_change_the_status() {
    for who in [Who::Iris, Who::Marta, Who::Baton] {
        let refusal = Scene::held_by_iris().refuses(who, office::status(Status::Closed));
        assert!(matches!(refusal, Refusal::Forbidden { .. }), "{who:?}");
    }
}

#[test]
fn a_message_in_a_closed_conversation_reopens_it_with_the_default_ai_agent() {
    for start in [Scene::held_by_iris(), Scene::unassigned(), Scene::held_by_ana()] {
        let mut scene = start;
        scene.does(Who::Ana, office::status(Status::Closed));
        scene.says("One more thing");
        assert_eq!(scene.state.status, Status::Active);
        assert_eq!(scene.state.holder, Holder::Ai(IRIS));
        assert_eq!(scene.state.ai_agent_to_answer(), Some(IRIS), "and Iris owes the answer");
    }
}

#[test]
fn a_message_in_a_closed_conversation_goes_to_people_when_no_ai_agent_is_switched_on() {
    for start in [Scene::held_by_iris(), Scene::unassigned(), Scene::held_by_ana()] {
        let mut scene = start;
        scene.does(Who::Ana, office::status(Status::Closed));
        scene.ai_agent_mut(IRIS).enabled = false;
        let from = scene.state.holder;
        let events = scene.says("One more thing");
        assert!(scene.state.is_unassigned(), "from {from:?}");
        let told = events.iter().any(
            |body| matches!(body, EventBody::Notified { what: Told::Unassigned, members, .. } if members.len() == 2),
        );
        assert!(told, "it lands in Unassigned from {from:?}, so people are told: {events:?}");
    }
}

#[test]
fn the_button_reopens_too_and_goes_straight_to_people() {
    let mut scene = Scene::held_by_ana();
    scene.does(Who::Ana, office::status(Status::Closed));
    let trigger = Trigger::VisitorButton;
    let pressed = Command::raise("Button", trigger, None);
    scene.does(Who::Marta, pressed);
    assert!(scene.state.is_unassigned());
    assert_eq!(scene.state.handoff.as_ref().map(|h| h.trigger), Some(trigger));
}

#[test]
fn closed_takes_no_replies_and_cannot_change_hands() {
    let mut scene = Scene::held_by_ana();
    scene.does(Who::Ana, office::status(Status::Closed));
    let number = scene.state.ownership;
    for (who, command) in [
        (Who::Ana, office::reply("Hello", number)),
        (Who::Bob, office::claim(number)),
        (Who::Bob, office::assign(office::ai(OTTO), number)),
        (Who::Bob, office::handoff("Why")),
    ] {
        assert_eq!(scene.refuses(who, command.clone()), Refusal::Closed, "{command:?}");
    }
}

#[test]
fn only_the_visitors_newest_conversation_can_be_reopened_by_hand() {
    let mut scene = Scene::held_by_ana();
    scene.does(Who::Ana, office::status(Status::Closed));
    scene.is_newest = false;
    let refusal = scene.refuses(Who::Ana, office::status(Status::Active));
    assert!(matches!(refusal, Refusal::Invalid { field, .. } if field == "to"));
    scene.is_newest = true;
    scene.does(Who::Ana, office::status(Status::Active));
    assert_eq!(scene.state.holder, Holder::Member(ANA));
}

#[test]
fn a_conversation_reopened_into_unassigned_by_hand_is_announced() {
    let mut scene = Scene::unassigned();
    scene.does(Who::Ana, office::status(Status::Closed));
    let events = scene.does(Who::Ana, office::status(Status::Active));
    let told = |body: &EventBody| match body {
        EventBody::Notified { members, .. } => members.iter().any(|m| m.name == "Bob"),
        _ => false,
    };
    assert!(scene.state.is_unassigned() && events.iter().any(told), "{events:?}");
}

// Rule 11

#[test]
fn no_transition_removes_or_reorders_a_message() {
    let mut scene = Scene::held_by_iris();
    let mut said = messages(&scene);
    let steps: [(Who, Asks); 11] = [
        (Who::Marta, |_| Command::says("Where is my parcel?")),
        (Who::Iris, |n| office::reply("In Leeds.", n)),
        (Who::Marta, |_| Command::says("A human please")),
        (Who::Iris, |n| office::reply("Wait!", n - 1)),
        (Who::Ana, office::claim),
        (Who::Ana, |n| office::reply("Hello", n)),
        (Who::Bob, |n| office::assign(office::ai(OTTO), n)),
        (Who::Bob, |_| office::status(Status::Closed)),
        (Who::Marta, |_| Command::says("Still here")),
        (Who::Baton, |_| office::handoff("No good answer")),
        (Who::Bob, |n| office::assign(office::member(ANA), n)),
    ];
    for (who, step) in steps {
        scene.asks(who, step(scene.state.ownership));
        let now = messages(&scene);
        assert_eq!(now[..said.len()], said[..]);
        said = now;
    }
    let texts: Vec<&str> = said.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Where is my parcel?",
            "In Leeds.",
            "A human please",
            "Iris is getting someone.",
            "Ana joined.",
            "Hello",
            "Still here",
            "Iris is getting someone.",
        ]
    );
}

// Rule 12

#[test]
fn a_comment_is_never_a_message_and_answers_nobody() {
    let mut scene = Scene::held_by_ana();
    scene.says("Where is my parcel?");
    let (before, said) = (scene.state.clone(), messages(&scene));
    scene.does(Who::Bob, office::comment("Lost in Leeds, I think"));
    let comment = scene.comment_of(office::BOB).unwrap();
    scene.does(Who::Bob, Command::CommentEdit { comment, text: "Found".into() });
    scene.does(Who::Bob, Command::CommentDelete { comment });
    assert_eq!(messages(&scene), said);
    let after = Conversation {
        version: before.version,
        updated_at: before.updated_at,
        ..scene.state.clone()
    };
    assert_eq!(after, before);
}

#[test]
fn only_members_comment_and_only_on_their_own_account() {
    let mut scene = Scene::held_by_ana();
    for who in [Who::Marta, Who::Iris, Who::Baton] {
        let refusal = scene.refuses(who, office::comment("Psst"));
        assert!(matches!(refusal, Refusal::Forbidden { .. }), "{who:?}");
    }
    scene.does(Who::Ana, office::comment("Careful"));
    let comment = scene.comment_of(ANA).unwrap();
    let edit = Command::CommentEdit { comment, text: "Calm".into() };
    assert!(matches!(scene.refuses(Who::Bob, edit.clone()), Refusal::Forbidden { .. }));
    scene.does(Who::Ana, edit);
    scene.does(Who::Ana, Command::CommentDelete { comment });
    let again = scene.refuses(Who::Ana, Command::CommentDelete { comment });
    assert_eq!(again, Refusal::not_found("comment"));
}

// Rule 14

#[test]
fn automatic_texts_never_reset_the_waiting_time() {
    let mut scene = Scene::held_by_iris();
    scene.says("I want a human");
    let since = scene.state.waiting_since;
    assert!(since.is_some());
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    scene.says("Anybody?");
    scene.does(Who::Ana, office::assign(None, scene.state.ownership));
    assert_eq!(scene.state.waiting_since, since);
    assert_eq!(scene.state.last_responder, None, "automatic texts do not count");
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    scene.does(Who::Ana, office::reply("Hello", scene.state.ownership));
    assert_eq!(scene.state.waiting_since, None);
}

#[test]
fn a_withdrawn_draft_answers_nobody() {
    let mut scene = Scene::held_by_iris();
    let began_under = scene.state.ownership;
    scene.says("I want a human");
    let since = scene.state.waiting_since;
    scene.asks(Who::Iris, office::reply("Here I am.", began_under));
    assert_eq!(scene.state.waiting_since, since);
    assert_eq!(scene.state.last_responder, None);
}
