//! Rule 11: everything personal goes on request, and nothing else; what was erased stays so.

use crate::office::{self, ANA, Scene, Who};
use baton_domain::*;

/// Words that only Marta, or somebody about her, has said.
const WORDS: [&str; 9] =
    ["Marta", "marta@", "+47", "secret", "parcel", "basket", "pay", "careful", "u-42"];

/// Marta's conversation with something of hers in every kind of event that can have it.
fn told() -> Scene {
    let mut scene = Scene::held_by_ana();
    scene.says("Where is my parcel? My secret is 7");
    scene.does(Who::Ana, office::reply("Marta, your parcel is in Leeds", scene.state.ownership));
    scene.does(Who::Ana, office::comment("be careful with Marta"));
    scene.does(Who::Marta, Command::Rate { stars: 2, text: Some("parcel lost".into()) });
    let (name, email) = (Some("Marta Moe".into()), Some("marta@example.com".into()));
    scene.does(Who::Marta, Command::Contact { name, email, phone: Some("+47 1".into()) });
    scene
}

#[test]
fn nothing_of_the_visitors_is_left_in_any_event() {
    let scene = told();
    for recorded in &scene.log {
        let (kind, before) = recorded.event.body.to_parts();
        let erased = recorded.event.clone().erased();
        let (same, after) = erased.body.to_parts();
        assert_eq!(kind, same, "its kind stays");
        let left = format!("{after} {}", erased.actor.name);
        for word in WORDS {
            assert!(!left.contains(word), "{word} is left of {kind}: {before} became {left}");
        }
        assert_eq!(erased.clone().erased(), erased, "and erased again it is the same");
        assert_eq!((erased.id, erased.at), (recorded.event.id, recorded.event.at));
        if recorded.event.actor.kind == ActorKind::Human {
            assert_eq!(erased.actor, recorded.event.actor, "who of ours acted stays");
        }
    }
}

#[test]
fn a_reason_in_somebodys_own_words_goes_and_a_rules_stays() {
    for (trigger, kept) in [
        (Trigger::VisitorWords, true),
        (Trigger::Rule, true),
        (Trigger::AiFailure, true),
        (Trigger::AiDisabled, true),
        (Trigger::VisitorButton, false),
        (Trigger::AiDecision, false),
        (Trigger::Member, false),
        (Trigger::Api, false),
    ] {
        let body = EventBody::HandedOff {
            reason: "My secret".into(),
            trigger,
            rule: None,
            from: None,
            to: None,
            ownership: 2,
            no_answer: false,
        };
        let event = Event {
            id: EventId(ANA.0),
            conversation: None,
            at: Timestamp(1),
            actor: Actor::system(),
            body,
        };
        let (_, data) = event.erased().body.to_parts();
        assert_eq!(data.contains("My secret"), kept, "{trigger:?}: {data}");
    }
}

#[test]
fn an_erased_conversation_is_closed_for_good_and_takes_no_words() {
    let mut scene = told();
    let refused = scene.asks(Who::Bob, Command::Erase).refusal;
    assert!(matches!(refused, Some(Refusal::Forbidden { .. })), "an owner or admin: {refused:?}");
    scene.does(Who::Ana, Command::Erase);
    assert!(scene.state.erased && scene.state.status == Status::Closed);
    assert_eq!(scene.state.rating.as_ref().map(|r| (r.stars, r.text.clone())), Some((2, None)));
    assert_eq!(scene.asks(Who::Ana, Command::Erase).events, [], "once");
    let not_there = Refusal::not_found("conversation");
    for command in [Command::says("Me again"), Command::Rate { stars: 5, text: None }] {
        assert_eq!(scene.asks(Who::Marta, command).refusal, Some(not_there.clone()));
    }
    for command in [
        office::comment("She was nice"),
        office::status(Status::Active),
        office::reply("Hello?", scene.state.ownership),
        Command::Contact { name: Some("Marta".into()), email: None, phone: None },
    ] {
        let decision = scene.asks(Who::Ana, command);
        assert_eq!(decision.events, []);
        assert!(matches!(decision.refusal, Some(Refusal::Forbidden { .. })), "{decision:?}");
    }
    let read = scene.asks(Who::Bob, Command::Read { seq: scene.state.last_message });
    assert_eq!(read.refusal, None, "reading it is no harm");
}

#[test]
fn stars_are_one_to_five_and_only_the_visitor_gives_them() {
    let mut scene = Scene::held_by_iris();
    for stars in [0, 6, 255] {
        let refused = scene.asks(Who::Marta, Command::Rate { stars, text: None }).refusal;
        assert!(matches!(refused, Some(Refusal::Invalid { .. })), "{stars}: {refused:?}");
    }
    let long = Some("x".repeat(16_385));
    let refused = scene.asks(Who::Marta, Command::Rate { stars: 1, text: long }).refusal;
    assert!(matches!(refused, Some(Refusal::Invalid { .. })));
    for who in [Who::Ana, Who::Bob, Who::Iris, Who::Baton] {
        let refused = scene.asks(who, Command::Rate { stars: 5, text: None }).refusal;
        assert!(matches!(refused, Some(Refusal::Forbidden { .. })), "{who:?}");
    }
    scene.does(Who::Marta, Command::Rate { stars: 5, text: Some("  ".into()) });
    scene.does(Who::Marta, Command::Rate { stars: 3, text: Some("Slow".into()) });
    let rating = scene.state.rating.clone().unwrap();
    assert_eq!((rating.stars, rating.text.as_deref()), (3, Some("Slow")), "the newest counts");
}
