//! Rule 16: claimed but silent.

use crate::office::{self, ANA, BOB, IRIS, Scene, Who};
use baton_domain::*;

fn silent_for(minutes: i64) -> Scene {
    let mut scene = Scene::held_by_ana();
    scene.says("Hello?");
    scene.passes(minutes);
    scene
}

fn looks(scene: &mut Scene) -> Vec<EventBody> {
    scene.does(Who::Baton, office::check_silence())
}

fn reminds(events: &[EventBody], name: &str) -> bool {
    matches!(events, [EventBody::Notified { what: Told::Silent, members, .. }]
        if members.len() == 1 && members[0].name == name)
}

#[test]
fn after_fifteen_minutes_the_assignee_is_reminded_once() {
    let mut scene = silent_for(14);
    assert_eq!(looks(&mut scene), []);
    scene.passes(1);
    assert!(reminds(&looks(&mut scene), "Ana"));
    for _ in 0..14 {
        assert_eq!(looks(&mut scene), [], "once");
        scene.passes(1);
    }
    assert_eq!(scene.state.holder, Holder::Member(ANA));
}

#[test]
fn after_thirty_minutes_it_returns_to_unassigned_with_the_reason_and_the_team_is_told() {
    let mut scene = silent_for(15);
    looks(&mut scene);
    scene.passes(15);
    let events = looks(&mut scene);
    let [EventBody::Assigned { from, to: None, by_means: Means::Return, reason, .. }, told] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(from.as_ref().unwrap().name, "Ana");
    assert_eq!(reason.as_deref(), Some("Ana has not answered for 30 min"));
    let names = |members: &[Named]| members.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
    assert!(matches!(told, EventBody::Notified { what: Told::Unassigned, members, .. }
        if names(members) == ["Ana", "Bob"]));
    assert!(scene.state.is_unassigned());
    scene.passes(60);
    assert_eq!(looks(&mut scene), [], "nobody holds it now");
}

#[test]
fn typing_postpones_both_steps() {
    let typing = Command::CheckSilence { typing: true };
    let mut scene = silent_for(20);
    assert_eq!(scene.does(Who::Baton, typing.clone()), []);
    assert!(reminds(&looks(&mut scene), "Ana"), "as soon as she stops");
    scene.passes(20);
    assert_eq!(scene.does(Who::Baton, typing), []);
    assert_eq!(scene.state.holder, Holder::Member(ANA));
    assert_eq!(looks(&mut scene).len(), 2);
}

#[test]
fn time_spent_in_unassigned_is_not_held_against_who_claims_at_last() {
    let mut scene = Scene::unassigned();
    scene.says("Hello?");
    scene.passes(50);
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    assert_eq!(looks(&mut scene), []);
    scene.passes(15);
    assert!(reminds(&looks(&mut scene), "Ana"));
}

#[test]
fn whoever_gets_it_next_has_the_whole_time_again() {
    let mut scene = silent_for(15);
    looks(&mut scene);
    scene.does(Who::Ana, office::assign(office::member(BOB), scene.state.ownership));
    scene.passes(14);
    assert_eq!(looks(&mut scene), []);
    scene.passes(1);
    assert!(reminds(&looks(&mut scene), "Bob"));
}

#[test]
fn an_answer_ends_the_wait_and_the_next_one_is_reminded_of_again() {
    let mut scene = silent_for(15);
    looks(&mut scene);
    scene.does(Who::Ana, office::reply("Here I am", scene.state.ownership));
    scene.passes(60);
    assert_eq!(looks(&mut scene), [], "Marta has her answer");
    scene.says("And?");
    scene.passes(10);
    scene.says("Are you there?");
    scene.passes(5);
    assert!(reminds(&looks(&mut scene), "Ana"), "the oldest unanswered message counts");
}

#[test]
fn only_a_member_who_owes_an_answer_in_an_open_conversation_is_reminded() {
    let mut closed = silent_for(0);
    closed.does(Who::Ana, office::status(Status::Closed));
    let mut with_iris = silent_for(0);
    with_iris.does(Who::Ana, office::assign(office::ai(IRIS), with_iris.state.ownership));
    let mut waiting = silent_for(0);
    waiting.does(Who::Ana, office::assign(None, waiting.state.ownership));
    for mut scene in [Scene::held_by_ana(), closed, with_iris, waiting] {
        scene.passes(120);
        assert_eq!(looks(&mut scene), [], "{:?}", scene.state);
    }
}

#[test]
fn zero_minutes_is_never_and_a_clock_set_back_hurries_nobody() {
    let mut scene = silent_for(5_000);
    scene.directory.settings.as_mut().unwrap().silent_minutes = 0;
    assert_eq!(looks(&mut scene), []);
    scene.directory.settings.as_mut().unwrap().silent_minutes = 1;
    scene.passes(-5_060);
    assert_eq!(looks(&mut scene), []);
}

#[test]
fn a_hub_that_was_down_all_night_reminds_before_it_takes_anything_away() {
    let mut scene = silent_for(600);
    assert!(reminds(&looks(&mut scene), "Ana"));
    assert_eq!(looks(&mut scene), []);
    scene.passes(15);
    assert_eq!(looks(&mut scene).len(), 2);
}
