//! Rules 3, 4, 13 and 15: the baton goes to people once, for a reason, and everybody is told.

use crate::office::{self, BOB, IRIS, OTTO, Scene, Who};
use baton_domain::*;

fn raise(trigger: Trigger) -> Command {
    Command::raise("Why", trigger, None)
}

fn auto_texts(events: &[EventBody]) -> Vec<&str> {
    let mut texts = Vec::new();
    for body in events {
        if let EventBody::MessagePosted { auto: Some(_), text, .. } = body {
            texts.push(text.as_str());
        }
    }
    texts
}

fn told(events: &[EventBody]) -> Vec<&str> {
    let mut names = Vec::new();
    for body in events {
        if let EventBody::Notified { members, .. } = body {
            names.extend(members.iter().map(|member| member.name.as_str()));
        }
    }
    names
}

// Rule 3

#[test]
fn a_handoff_is_one_entry_the_waiting_text_and_everybody_available_told() {
    let mut scene = Scene::held_by_iris();
    let events = scene.does(Who::Iris, office::handoff("Complex question"));
    let [EventBody::HandedOff { reason, trigger, from, to, ownership, .. }, rest @ ..] =
        &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((reason.as_str(), *trigger), ("Complex question", Trigger::AiDecision));
    assert_eq!((from.as_ref().unwrap().name.as_str(), to), ("Iris", &None));
    assert_eq!(*ownership, 2);
    assert_eq!(auto_texts(rest), ["Iris is getting someone."]);
    assert_eq!(told(rest), ["Ana", "Bob"]);
    assert_eq!(rest.len(), 2);
    assert!(scene.state.human_handoff() && scene.state.is_unassigned());
}

#[test]
fn a_handoff_records_who_of_those_told_had_a_desktop_connected() {
    let reached = |connected: Option<Vec<MemberId>>| {
        let mut scene = Scene::held_by_iris();
        scene.connected = connected;
        let events = scene.does(Who::Iris, office::handoff("Complex question"));
        events.into_iter().find_map(|body| match body {
            EventBody::Notified { desktops, .. } => Some(desktops),
            _ => None,
        })
    };
    let somebody_else = MemberId(IRIS.0);
    assert_eq!(reached(Some(vec![somebody_else, BOB])), Some(Some(vec![BOB])));
    assert_eq!(reached(Some(Vec::new())), Some(Some(Vec::new())));
    assert_eq!(reached(None), Some(None), "nobody has looked");
}

#[test]
fn repeating_a_trigger_changes_nothing_and_tells_nobody() {
    for start in [Scene::unassigned(), Scene::held_by_ana()] {
        let before = start.state.clone();
        for (who, again) in [
            (Who::Baton, office::handoff("Again")),
            (Who::Ana, office::handoff("Again")),
            (Who::Marta, raise(Trigger::VisitorButton)),
            (Who::Baton, raise(Trigger::AiFailure)),
            (Who::Baton, raise(Trigger::AiDisabled)),
        ] {
            let mut scene = start.clone();
            assert_eq!(scene.does(who, again.clone()), [], "{again:?}");
            assert_eq!(scene.state, before);
        }
    }
}

#[test]
fn asking_for_a_person_again_only_adds_what_was_said() {
    let mut scene = Scene::unassigned();
    let events = scene.says("I said a human, please!");
    assert!(matches!(events[..], [EventBody::MessagePosted { .. }]), "{events:?}");
}

#[test]
fn a_handoff_needs_no_earlier_message_of_the_visitor() {
    let mut scene = Scene::held_by_iris();
    scene.does(Who::Marta, raise(Trigger::VisitorButton));
    assert!(scene.state.is_unassigned());
    assert_eq!(scene.state.waiting_since, None);
}

#[test]
fn a_handoff_to_a_designated_member_tells_only_that_member() {
    let mut scene = Scene::held_by_iris();
    let to = office::member(BOB);
    let events = scene.does(Who::Ana, Command::Handoff { reason: "Billing".into(), to });
    assert_eq!(scene.state.holder, Holder::Member(BOB));
    assert_eq!(told(&events), ["Bob"]);
    let to = office::ai(OTTO);
    let mut scene = Scene::held_by_iris();
    let refusal = scene.refuses(Who::Ana, Command::Handoff { reason: "Billing".into(), to });
    assert!(matches!(refusal, Refusal::Invalid { field, .. } if field == "to"));
}

#[test]
fn who_is_away_or_has_left_is_not_told() {
    for change in [|m: &mut Member| m.available = false, |m: &mut Member| m.active = false] {
        let mut scene = Scene::held_by_iris();
        change(&mut scene.directory.members[1]);
        assert_eq!(told(&scene.does(Who::Baton, office::handoff("Why"))), ["Ana"]);
    }
}

// Rule 4

#[test]
fn every_trigger_hands_off_and_is_recorded() {
    let expected = |trigger| match trigger {
        Trigger::VisitorWords => (Who::Marta, Command::says("A human!")),
        Trigger::Rule => (Who::Marta, Command::says("You keep repeating yourself")),
        Trigger::VisitorButton => (Who::Marta, raise(Trigger::VisitorButton)),
        Trigger::AiDecision => (Who::Iris, office::handoff("Too hard for me")),
        Trigger::AiFailure => (Who::Baton, raise(Trigger::AiFailure)),
        Trigger::AiDisabled => (Who::Baton, raise(Trigger::AiDisabled)),
        Trigger::Member => (Who::Ana, office::handoff("Hand to my team")),
        Trigger::Api => (Who::Baton, office::handoff("From our shop")),
    };
    for trigger in [
        Trigger::VisitorWords,
        Trigger::Rule,
        Trigger::VisitorButton,
        Trigger::AiDecision,
        Trigger::AiFailure,
        Trigger::AiDisabled,
        Trigger::Member,
        Trigger::Api,
    ] {
        let mut scene = Scene::held_by_iris();
        scene.directory.rules.iter_mut().for_each(|rule| rule.enabled = true);
        let (who, command) = expected(trigger);
        scene.does(who, command);
        assert!(scene.state.is_unassigned(), "{trigger:?}");
        assert_eq!(scene.state.handoff.as_ref().map(|h| h.trigger), Some(trigger));
    }
}

#[test]
fn a_message_to_an_ai_agent_that_is_switched_off_goes_to_people() {
    let mut scene = Scene::held_by_iris();
    scene.ai_agent_mut(IRIS).enabled = false;
    scene.says("Where is my parcel?");
    assert!(scene.state.is_unassigned());
    assert_eq!(scene.state.handoff.as_ref().map(|h| h.trigger), Some(Trigger::AiDisabled));
}

#[test]
fn an_ai_agent_hands_off_only_what_it_holds() {
    let mut scene = Scene::held_by_iris();
    let refusal = scene.refuses(Who::Otto, office::handoff("Mine!"));
    assert!(matches!(refusal, Refusal::NotAssignee { .. }));
}

#[test]
fn a_failure_of_a_turn_that_has_been_overtaken_hands_nothing_off() {
    let mut scene = Scene::held_by_iris();
    let began_under = scene.state.ownership;
    scene.does(Who::Ana, office::assign(office::ai(OTTO), began_under));
    let trigger = Trigger::AiFailure;
    let failed = Command::raise("No answer", trigger, Some(began_under));
    assert!(matches!(scene.refuses(Who::Baton, failed), Refusal::OwnershipConflict { .. }));
    assert_eq!(scene.state.holder, Holder::Ai(OTTO));
}

#[test]
fn without_an_ai_agent_a_conversation_begins_in_unassigned_and_people_are_told() {
    let mut directory = office::directory();
    directory.ai_agents[0].enabled = false;
    for ai_agent in [None, Some(IRIS)] {
        let scene = Scene::begun(directory.clone(), ai_agent);
        assert!(scene.state.is_unassigned());
        assert!(scene.state.handoff.is_some());
        assert_eq!(scene.state.ownership, 1, "nobody held it before, so nothing changed hands");
        let bodies: Vec<EventBody> = scene.log.iter().map(|r| r.event.body.clone()).collect();
        assert_eq!(told(&bodies), ["Ana", "Bob"]);
    }
}

// Rule 13

#[test]
fn the_visitor_is_told_who_joined_once_for_each_time() {
    let mut scene = Scene::unassigned();
    let claimed = scene.does(Who::Ana, office::claim(scene.state.ownership));
    assert_eq!(auto_texts(&claimed), ["Ana joined."]);
    let first = scene.does(Who::Ana, office::reply("Hello", scene.state.ownership));
    assert_eq!(auto_texts(&first), [] as [&str; 0]);
    scene.does(Who::Ana, office::assign(office::member(BOB), scene.state.ownership));
    let bobs = scene.does(Who::Bob, office::reply("I go on", scene.state.ownership));
    assert_eq!(auto_texts(&bobs), ["Bob joined."], "who was given it joins with the first words");
    let more = scene.does(Who::Bob, office::reply("and on", scene.state.ownership));
    assert_eq!(auto_texts(&more), [] as [&str; 0]);
}

#[test]
fn an_emptied_text_is_not_sent_and_the_others_are() {
    let mut scene = Scene::held_by_iris();
    scene.ai_agent_mut(IRIS).texts.waiting = "  ".into();
    let handed_off = scene.does(Who::Baton, office::handoff("Why"));
    assert_eq!(auto_texts(&handed_off), [] as [&str; 0]);
    let claimed = scene.does(Who::Ana, office::claim(scene.state.ownership));
    assert_eq!(auto_texts(&claimed), ["Ana joined."]);
}

#[test]
fn in_silent_mode_the_visitor_sees_nothing_but_real_messages() {
    let mut scene = Scene::held_by_iris();
    scene.ai_agent_mut(IRIS).silent = true;
    scene.says("A real person please");
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    scene.does(Who::Ana, office::reply("Hello", scene.state.ownership));
    scene.does(Who::Ana, office::assign(office::member(BOB), scene.state.ownership));
    scene.does(Who::Bob, office::reply("Hello from Bob", scene.state.ownership));
    let bodies: Vec<EventBody> = scene.log.iter().map(|r| r.event.body.clone()).collect();
    assert_eq!(auto_texts(&bodies), [] as [&str; 0]);
}

#[test]
fn the_waiting_text_is_that_of_the_ai_agent_that_held_the_conversation() {
    let mut scene = Scene::held_by_iris();
    scene.does(Who::Ana, office::assign(office::ai(OTTO), scene.state.ownership));
    let events = scene.does(Who::Baton, office::handoff("Why"));
    assert_eq!(auto_texts(&events), ["Otto is getting someone."]);
}

#[test]
fn who_reopens_with_a_wish_for_a_person_gets_the_text_of_the_ai_agent_that_took_it() {
    let mut scene = Scene::held_by_iris();
    scene.does(Who::Ana, office::assign(office::ai(OTTO), scene.state.ownership));
    scene.does(Who::Ana, office::status(Status::Closed));
    let events = scene.says("I want to talk to a human");
    assert_eq!(auto_texts(&events), ["Iris is getting someone."]);
    assert!(scene.state.is_unassigned());
}

// Rule 15

#[test]
fn what_a_member_who_leaves_was_holding_goes_to_unassigned_with_the_reason() {
    let mut scene = Scene::held_by_ana();
    let number = scene.state.ownership;
    let gone = Command::Return { reason: "Ana has left".into() };
    let events = scene.does(Who::Baton, gone.clone());
    let EventBody::Assigned { to: None, by_means: Means::Return, reason, ownership, .. } =
        &events[0]
    else {
        panic!("{events:?}")
    };
    assert_eq!((reason.as_deref(), *ownership), (Some("Ana has left"), number + 1));
    assert_eq!(told(&events), ["Ana", "Bob"]);
    assert!(scene.state.is_unassigned());
    assert_eq!(scene.does(Who::Baton, gone), [], "once");
}

#[test]
fn what_a_member_who_has_left_closed_is_not_reopened_into_their_hands() {
    let mut scene = Scene::held_by_ana();
    scene.does(Who::Ana, office::status(Status::Closed));
    scene.directory.members[0].active = false;
    let events = scene.does(Who::Bob, office::status(Status::Active));
    assert!(scene.state.is_unassigned());
    let EventBody::Assigned { by_means: Means::Return, reason, .. } = &events[1] else {
        panic!("{events:?}")
    };
    assert_eq!(reason.as_deref(), Some("The member has left"));
}
