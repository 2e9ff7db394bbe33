//! Whole stories as transcripts: what the log says, line by line.

use crate::office::{self, BOB, IRIS, OTTO, Scene, Who};
use crate::telling;
use baton_domain::*;

#[test]
fn the_baton_goes_from_iris_to_ana_and_back() {
    let mut scene = Scene::held_by_iris();
    scene.says("Where is my parcel?");
    scene.does(Who::Iris, office::reply("In Leeds.", scene.state.ownership));
    scene.says("That is wrong. I want to talk to a human.");
    scene.asks(Who::Iris, office::reply("Let me look again.", 1));
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    scene.asks(Who::Bob, office::claim(2));
    scene.does(Who::Bob, office::comment("The courier lost it"));
    scene.does(Who::Ana, office::reply("We send a new one.", scene.state.ownership));
    scene.says("Thank you!");
    let hand_back = Command::Assign {
        to: office::ai(IRIS),
        expect: scene.state.ownership,
        note: Some("New parcel sent".into()),
        answer_last: true,
        means: Means::Dropdown,
    };
    scene.does(Who::Ana, hand_back);
    scene.does(Who::Iris, office::reply("You are welcome.", scene.state.ownership));
    scene.does(Who::Ana, office::status(Status::Closed));
    insta::assert_snapshot!("baton_goes_round", telling::log(&scene.log));
}

#[test]
fn a_conversation_without_any_ai_agent() {
    let mut directory = office::directory();
    directory.ai_agents.iter_mut().for_each(|ai_agent| ai_agent.enabled = false);
    let mut scene = Scene::begun(directory, Some(IRIS));
    scene.says("Hello?");
    scene.does(Who::Bob, office::claim(scene.state.ownership));
    scene.does(Who::Bob, office::reply("Hello Marta.", scene.state.ownership));
    scene.does(Who::Bob, office::status(Status::Closed));
    scene.says("One more thing");
    scene.does(Who::Bob, office::status(Status::Closed));
    scene.says("And another");
    insta::assert_snapshot!("without_ai_agent", telling::log(&scene.log));
}

#[test]
fn a_conversation_that_changes_hands_many_times() {
    let mut scene = Scene::held_by_iris();
    scene.says("Can I pay by invoice?");
    scene.does(Who::Ana, office::assign(office::ai(OTTO), scene.state.ownership));
    scene.does(Who::Otto, office::handoff("Sales opportunity"));
    scene.does(Who::Ana, office::assign(office::member(BOB), scene.state.ownership));
    scene.does(Who::Bob, office::reply("Yes, you can.", scene.state.ownership));
    scene.does(Who::Bob, office::assign(None, scene.state.ownership));
    scene.does(Who::Ana, office::claim(scene.state.ownership));
    scene.does(Who::Baton, Command::Return { reason: "Ana has left".into() });
    scene.does(Who::Bob, Command::Labels { add: vec![office::SALES], remove: vec![] });
    scene.does(Who::Bob, office::status(Status::Pending));
    scene.does(Who::Bob, office::status(Status::Closed));
    scene.says("May I speak to someone?");
    insta::assert_snapshot!("many_hands", telling::log(&scene.log));
}
