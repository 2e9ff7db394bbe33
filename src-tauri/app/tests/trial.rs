//! The test of notices, as the window is told of it.

use baton::notices::{NoticeService, NoticeTrial, TrialFailure, TrialStep};

fn service(actions: bool) -> NoticeService {
    let (name, version) = ("Plasma".to_owned(), "6".to_owned());
    NoticeService { name, version, actions, body: true, sound: false }
}

fn steps(trial: &NoticeTrial) -> [TrialStep; 4] {
    [trial.found, trial.shown, trial.clicked, trial.pressed]
}

#[test]
fn each_step_has_its_turn_until_everything_works() {
    let mut trial = NoticeTrial::new(30, false);
    use TrialStep::*;
    assert_eq!(steps(&trial), [Now, Later, Later, Later]);
    trial.found(service(true), None);
    assert_eq!(steps(&trial), [Worked, Now, Later, Later]);
    trial.shown(Some(7));
    assert_eq!(steps(&trial), [Worked, Worked, Now, Later]);
    trial.clicked();
    assert_eq!(steps(&trial), [Worked, Worked, Worked, Now]);
    assert!(!trial.over);
    trial.pressed();
    assert_eq!(steps(&trial), [Worked; 4]);
    assert!(trial.over && trial.id == Some(7));
}

#[test]
fn what_fails_says_why_and_leaves_the_rest() {
    use TrialStep::*;
    let mut trial = NoticeTrial::new(30, false);
    trial.fail(TrialFailure::NoService);
    assert_eq!(steps(&trial), [Failed(TrialFailure::NoService), Left, Left, Left]);
    assert!(trial.over);

    let mut trial = NoticeTrial::new(30, true);
    trial.found(service(true), Some(true));
    trial.shown(None);
    trial.fail(TrialFailure::TooLate);
    assert_eq!(steps(&trial), [Worked, Worked, Failed(TrialFailure::TooLate), Left]);
}

#[test]
fn a_service_without_buttons_shows_but_cannot_be_pressed() {
    use TrialStep::*;
    let mut trial = NoticeTrial::new(30, false);
    trial.found(service(false), None);
    trial.shown(Some(1));
    assert_eq!(steps(&trial), [Worked, Worked, Failed(TrialFailure::NoActions), Left]);
    assert!(trial.over);
}
