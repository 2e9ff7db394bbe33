//! State is nothing but its events: whatever happened, reading the log gives the same state again,
//! also after a trip through JSON.

use crate::office::{self, IRIS, Scene};
use crate::properties::{Step, run, steps};
use baton_domain::*;
use proptest::prelude::*;

fn replayed(log: &[Recorded]) -> Conversation {
    let mut state = Conversation::started(&log[0]).unwrap();
    log[1..].iter().for_each(|recorded| state.apply(recorded));
    state
}

fn through_json(recorded: &Recorded) -> Recorded {
    let (kind, data) = recorded.event.body.to_parts();
    let body = EventBody::from_parts(&kind, &data);
    Recorded { event: Event { body, ..recorded.event.clone() }, ..recorded.clone() }
}

fn played(steps: &[Step]) -> Scene {
    let mut scene = Scene::begun(office::directory(), Some(IRIS));
    run(&mut scene, steps);
    scene
}

proptest! {
    #[test]
    fn replaying_the_log_gives_the_state_it_was_decided_on(steps in steps()) {
        let scene = played(&steps);
        prop_assert_eq!(&replayed(&scene.log), &scene.state);
        let stored: Vec<Recorded> = scene.log.iter().map(through_json).collect();
        prop_assert_eq!(&stored, &scene.log);
        prop_assert_eq!(&replayed(&stored), &scene.state);
    }

    #[test]
    fn the_log_has_no_gaps_and_counts_the_conversations_versions(steps in steps()) {
        let scene = played(&steps);
        for (n, recorded) in (1..).zip(&scene.log) {
            prop_assert_eq!((recorded.seq, recorded.version), (n, n));
        }
        prop_assert_eq!(scene.state.version, scene.log.len() as u64);
    }

    #[test]
    fn deciding_twice_on_the_same_state_decides_the_same(steps in steps(), who in 0..6usize) {
        let scene = played(&steps);
        let (mut one, mut other) = (scene.clone(), scene);
        let who = office::EVERYBODY[who];
        let command = office::reply("Hello", one.state.ownership);
        prop_assert_eq!(one.asks(who, command.clone()), other.asks(who, command));
    }
}

#[test]
fn an_event_of_a_newer_kind_counts_and_changes_nothing_else() {
    let mut scene = Scene::held_by_ana();
    let before = scene.state.clone();
    let body = EventBody::from_parts("conversation_merged", r#"{"into":7}"#);
    let recorded = Recorded {
        seq: 100,
        version: before.version + 1,
        event: Event { body, ..scene.log[0].event.clone() },
    };
    scene.state.apply(&recorded);
    let updated_at = scene.state.updated_at;
    let same = Conversation { version: before.version + 1, updated_at, ..before };
    assert_eq!(scene.state, same);
}
