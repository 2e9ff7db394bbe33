//! `@Name` in comments: who is meant, and who is told.

use crate::office::{self, ANA, BOB, Scene, Who};
use baton_domain::*;
use proptest::prelude::*;
use uuid::Uuid;

fn directory(names: &[&str]) -> Directory {
    let template = office::directory().members[0].clone();
    let members = (1..).zip(names).map(|(n, name)| Member {
        id: MemberId(Uuid::from_u128(n)),
        name: (*name).into(),
        ..template.clone()
    });
    Directory { members: members.collect(), ..Directory::default() }
}

#[test]
fn who_is_meant() {
    let team = directory(&["Ana", "Ana Lind", "Bob", "Åsa", "田中", "ليلى", "Jo-Ann"]);
    for (text, expected) in [
        ("@Ana can you look?", &["Ana"][..]),
        ("@ana lind, can you look?", &["Ana Lind"]),
        ("@ANA LIND", &["Ana Lind"]),
        ("@Ana Lindqvist", &["Ana"]),
        ("(@Bob) and @Ana's", &["Ana", "Bob"]),
        ("@Bob@Ana", &["Bob"]),
        ("@@Bob", &[]),
        ("@ @ @Bob", &["Bob"]),
        ("@Bob @Bob @bob", &["Bob"]),
        ("ask @åsa.", &["Åsa"]),
        ("@Bobby, @Bob_2, @Bob2", &[]),
        ("bob@Bob.example and bob+x@bob.example", &[]),
        ("@", &[]),
        ("@ Bob", &[]),
        ("Bob", &[]),
        ("@Jo-Ann", &["Jo-Ann"]),
        ("@Bob-Ann", &[]),
        ("@Bob - look", &["Bob"]),
        ("@田中さん、お願いします", &["田中"]),
        ("これは@田中に", &["田中"]),
        ("مرحبا @ليلى، انظري", &["ليلى"]),
        ("first line\n@Bob\nlast", &["Bob"]),
    ] {
        let found: Vec<&str> = mentioned(text, &team).iter().map(|m| m.name.as_str()).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn members_of_the_same_name_are_all_meant() {
    let team = directory(&["Ana", "ana", "Bob"]);
    assert_eq!(mentioned("@Ana", &team).len(), 2);
}

#[test]
fn the_first_fifty_mentions_of_a_comment_tell_and_the_next_one_does_not() {
    let team = directory(&["Ana", "Bob"]);
    let after = |others: usize| format!("{}@Bob", "@Ana ".repeat(others));
    let names = |text: &str| mentioned(text, &team).iter().map(|m| m.name.clone()).collect();
    let (last, too_late): (Vec<String>, Vec<String>) = (names(&after(49)), names(&after(50)));
    assert_eq!(last, ["Ana", "Bob"]);
    assert_eq!(too_late, ["Ana"]);
    let addresses = "bob@example.com ".repeat(60);
    let found: Vec<String> = names(&format!("{addresses}@Bob"));
    assert_eq!(found, ["Bob"], "what is no mention is not counted");
}

#[test]
fn at_signs_in_a_row_are_one_and_no_name_has_any() {
    let signs = "@".repeat(200);
    let team = directory(&[&signs, "Bob"]);
    assert_eq!(mentioned(&format!("{} @Bob", "@".repeat(16_000)), &team).len(), 2);
    assert_eq!(mentioned(&format!("{}Bob", "@".repeat(16_000)), &team).len(), 1);
    assert!(text::member_name("name", "Ana @ Nordhem").is_err());
    assert_eq!(text::member_name("name", " Ana ").unwrap(), "Ana");
}

fn told(events: &[EventBody]) -> Vec<&str> {
    let members = events.iter().filter_map(|body| match body {
        EventBody::Notified { what: Told::Mentioned, members, .. } => Some(members),
        _ => None,
    });
    members.flatten().map(|member| member.name.as_str()).collect()
}

#[test]
fn a_member_is_told_of_a_comment_that_mentions_them_and_nobody_of_their_own() {
    let mut scene = Scene::held_by_ana();
    let events = scene.does(Who::Ana, office::comment("@Bob knows this, @Ana does not"));
    assert_eq!(told(&events), ["Bob"]);
    let (added, notified) = (events[0].to_parts().0, events[1].to_parts().0);
    assert_eq!((added.as_str(), notified.as_str()), ("comment_added", "notified"));
    assert_eq!(events.len(), 2);
    assert_eq!(scene.does(Who::Ana, office::comment("Nobody at all")).len(), 1);
}

#[test]
fn an_edit_tells_only_who_is_mentioned_anew() {
    let mut scene = Scene::held_by_ana();
    let eva = Member {
        id: MemberId(Uuid::from_u128(0xe0)),
        name: "Eva".into(),
        ..scene.directory.members[1].clone()
    };
    scene.directory.members.push(eva);
    scene.does(Who::Ana, office::comment("@Bob?"));
    let comment = scene.comment_of(ANA).unwrap();
    let edit = |text: &str| Command::CommentEdit { comment, text: text.into() };
    assert_eq!(told(&scene.does(Who::Ana, edit("@Bob and @Eva?"))), ["Eva"]);
    assert_eq!(told(&scene.does(Who::Ana, edit("@Eva and @Bob!"))), [] as [&str; 0]);
}

#[test]
fn a_hand_back_note_mentions_too_and_who_has_left_is_not_told() {
    let mut scene = Scene::held_by_ana();
    let hand_back = |scene: &Scene, note: &str| Command::Assign {
        to: office::ai(office::IRIS),
        expect: scene.state.ownership,
        note: Some(note.into()),
        answer_last: false,
        means: Means::Dropdown,
    };
    let mut gone = scene.clone();
    let command = hand_back(&scene, "Solved by @Bob");
    assert_eq!(told(&scene.does(Who::Ana, command.clone())), ["Bob"]);
    gone.directory.members.iter_mut().find(|m| m.id == BOB).unwrap().active = false;
    assert_eq!(told(&gone.does(Who::Ana, command)), [] as [&str; 0]);
}

proptest! {
    #[test]
    fn any_text_can_be_read_for_mentions(text in "[@ @anBobÅİß田.\\-_\\n]{0,40}", name in "[A-Za-zİßÅ田 -]{1,6}") {
        let team = directory(&["Ana", "Bob", &name]);
        let found = mentioned(&text, &team);
        prop_assert!(found.is_empty() || text.contains('@'));
    }

    #[test]
    fn a_name_after_an_at_sign_between_spaces_is_always_found(name in "\\PC{1,12}") {
        prop_assume!(!name.trim().is_empty());
        let team = directory(&[&name]);
        let text = format!("see @{} now", name.trim().to_uppercase());
        // Upper case is not always undone by lower case ("ß" is "SS").
        prop_assume!(name.trim().to_uppercase().to_lowercase() == name.trim().to_lowercase());
        prop_assert_eq!(mentioned(&text, &team).len(), 1);
    }
}
