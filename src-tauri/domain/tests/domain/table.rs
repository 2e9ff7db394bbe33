//! Every command from everybody in every situation: who holds the conversation, its status, and
//! whether the sender saw the present ownership number. The outcomes are golden tables.

use crate::office::{self, EVERYBODY, Scene, Who};
use crate::telling;
use baton_domain::*;

/// Every command there is. The match makes a new one break this file.
fn commands(scene: &Scene, expect: u64) -> Vec<(&'static str, Command)> {
    let anas = scene.comment_of(office::ANA).unwrap();
    let raise = |trigger, expect| Command::raise("Why", trigger, expect);
    let all = vec![
        ("claim", office::claim(expect)),
        ("assign to Ana", office::assign(office::member(office::ANA), expect)),
        ("assign to Bob", office::assign(office::member(office::BOB), expect)),
        ("assign to Iris", office::assign(office::ai(office::IRIS), expect)),
        ("assign to nobody", office::assign(None, expect)),
        ("handoff", office::handoff("Why")),
        (
            "handoff to Bob",
            Command::Handoff { reason: "Why".into(), to: office::member(office::BOB) },
        ),
        ("raise handoff", raise(Trigger::VisitorButton, None)),
        ("raise handoff under a number", raise(Trigger::AiFailure, Some(expect))),
        ("return", Command::Return { reason: "Ana has left".into() }),
        ("check of silence, an hour later", Command::CheckSilence { typing: false }),
        ("analysis to keep", Command::KeepAnalysis { analysis: office::analysis(scene) }),
        ("reply", office::reply("Hello", expect)),
        ("visitor message", Command::says("Where is my parcel?")),
        ("visitor asks for a person", Command::says("A human please")),
        ("comment", office::comment("Careful")),
        ("edit of Ana's comment", Command::CommentEdit { comment: anas, text: "Calm".into() }),
        ("deletion of Ana's comment", Command::CommentDelete { comment: anas }),
        ("labels", Command::Labels { add: vec![office::BILLING], remove: vec![office::SALES] }),
        ("status active", office::status(Status::Active)),
        ("status pending", office::status(Status::Pending)),
        ("status closed", office::status(Status::Closed)),
        ("read", Command::Read { seq: scene.state.last_message }),
        ("rating", Command::Rate { stars: 4, text: Some("Quick".into()) }),
        ("erasure", Command::Erase),
        ("contact", Command::Contact { name: Some("Marta M.".into()), email: None, phone: None }),
    ];
    for (_, command) in &all {
        match command {
            Command::Claim { .. }
            | Command::Assign { .. }
            | Command::Handoff { .. }
            | Command::RaiseHandoff { .. }
            | Command::Return { .. }
            | Command::CheckSilence { .. }
            | Command::KeepAnalysis { .. }
            | Command::Reply { .. }
            | Command::VisitorMessage { .. }
            | Command::Comment { .. }
            | Command::CommentEdit { .. }
            | Command::CommentDelete { .. }
            | Command::Labels { .. }
            | Command::Status { .. }
            | Command::Read { .. }
            | Command::Rate { .. }
            | Command::Erase
            | Command::Contact { .. } => {}
        }
    }
    all
}

/// Whom the hub lets ask: what "not over the API" means for a command.
fn may_ask(command: &Command, who: Who) -> bool {
    match command {
        Command::VisitorMessage { .. } | Command::Rate { .. } => who == Who::Marta,
        Command::Erase => who == Who::Ana,
        Command::RaiseHandoff { .. } => matches!(who, Who::Marta | Who::Baton),
        Command::Return { .. } => matches!(who, Who::Ana | Who::Baton),
        Command::CheckSilence { .. } | Command::KeepAnalysis { .. } => who == Who::Baton,
        _ => true,
    }
}

fn depends_on_the_owner(command: &Command) -> bool {
    matches!(
        command,
        Command::Claim { .. }
            | Command::Assign { .. }
            | Command::Reply { .. }
            | Command::RaiseHandoff { expect: Some(_), .. }
    )
}

fn situations() -> Vec<(String, Scene)> {
    let mut all = Vec::new();
    let held = [
        ("nobody", Scene::unassigned()),
        ("Ana", Scene::held_by_ana()),
        ("Iris", Scene::held_by_iris()),
    ];
    for (holder, scene) in held {
        for status in [Status::Active, Status::Pending, Status::Closed] {
            let mut scene = scene.clone();
            scene.says("Hello?");
            scene.does(Who::Ana, office::comment("Knows us"));
            if status != Status::Active {
                scene.does(Who::Ana, office::status(status));
            }
            all.push((format!("{holder:<6} {:<7}", telling::word(status)), scene));
        }
    }
    all
}

/// What comes of it, with the sender called "self" so that equal outcomes read alike.
fn outcome(scene: &Scene, who: Who, command: &Command) -> String {
    let mut scene = scene.clone();
    if let Command::CheckSilence { .. } = command {
        scene.passes(60);
    }
    let ownership = scene.state.ownership;
    let decision = scene.asks(who, command.clone());
    let mut parts: Vec<String> = decision.events.iter().map(short).collect();
    parts.extend(decision.refusal.as_ref().map(telling::refusal));
    if scene.state.ownership != ownership {
        let holder = scene.state.holder.assignee(&scene.directory);
        parts.push(format!("⇒ {} ({})", telling::name(&holder), scene.state.ownership));
    }
    if parts.is_empty() {
        parts.push("nothing".into());
    }
    parts.join(" + ").replace(&format!("{who:?}"), "self")
}

/// The event's kind, and of a text or a notification which one.
fn short(body: &EventBody) -> String {
    match body {
        EventBody::MessagePosted { auto: Some(auto), .. } => {
            format!("{} text", telling::word(auto))
        }
        EventBody::Notified { members, .. } => {
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            format!("told {}", names.join("&"))
        }
        other => other.to_parts().0,
    }
}

/// One line for each situation: who gets what, those with the same outcome together.
fn row(scene: &Scene, command: &Command) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for who in EVERYBODY.into_iter().filter(|who| may_ask(command, *who)) {
        let outcome = outcome(scene, who, command);
        match groups.iter_mut().find(|(same, _)| *same == outcome) {
            Some((_, names)) => names.push(format!("{who:?}")),
            None => groups.push((outcome, vec![format!("{who:?}")])),
        }
    }
    let told: Vec<String> =
        groups.iter().map(|(outcome, names)| format!("{}: {outcome}", names.join(","))).collect();
    told.join(" | ")
}

#[test]
fn every_command_from_everybody_in_every_situation_has_the_outcome_written_down() {
    let names: Vec<&str> =
        commands(&situations()[0].1, 0).into_iter().map(|(name, _)| name).collect();
    let mut table = String::new();
    for (at, name) in names.iter().enumerate() {
        table.push_str(&format!("\n{name}\n"));
        for (situation, scene) in situations() {
            let now = scene.state.ownership;
            let (_, command) = commands(&scene, now).swap_remove(at);
            table.push_str(&format!("  {situation}        {}\n", row(&scene, &command)));
            if depends_on_the_owner(&command) {
                let (_, stale) = commands(&scene, now - 1).swap_remove(at);
                table.push_str(&format!("  {situation} stale  {}\n", row(&scene, &stale)));
            }
        }
    }
    insta::assert_snapshot!("every_command", table);
}

#[test]
fn a_stale_number_never_changes_who_holds_the_conversation() {
    for (situation, scene) in situations() {
        let now = scene.state.ownership;
        for stale in [0, now - 1, now + 1, u64::MAX] {
            for (name, command) in commands(&scene, stale) {
                if !depends_on_the_owner(&command) {
                    continue;
                }
                for who in EVERYBODY.into_iter().filter(|who| may_ask(&command, *who)) {
                    let mut scene = scene.clone();
                    let decision = scene.asks(who, command.clone());
                    assert!(decision.refusal.is_some(), "{situation}: {name} by {who:?}");
                    assert_eq!(scene.state.ownership, now, "{situation}: {name} by {who:?}");
                }
            }
        }
    }
}
