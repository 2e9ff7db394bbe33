//! Files that go with a message: whose they are, how often they are used, and what is told of them.

use crate::office::{self, ANA, MARTA, Scene, Who};
use baton_domain::*;
use uuid::Uuid;

fn id(number: u128) -> AttachmentId {
    AttachmentId(Uuid::from_u128(0xf11e_0000 + number))
}

fn upload(number: u128, by: ActorKind, by_id: impl ToString) -> Upload {
    let file = Attached {
        id: id(number),
        name: format!("photo {number}.png"),
        kind: "image/png".into(),
        size: 4_096,
    };
    Upload { file, by, by_id: by_id.to_string(), used: false }
}

fn sends(text: &str, attachments: Vec<AttachmentId>) -> Command {
    Command::VisitorMessage { text: text.into(), articles: None, attachments }
}

fn field(refusal: Refusal) -> String {
    let Refusal::Invalid { field, .. } = refusal else { panic!("{refusal:?}") };
    field
}

#[test]
fn a_message_may_be_nothing_but_files() {
    let mut scene = Scene::held_by_ana();
    scene.uploads = vec![upload(1, ActorKind::Visitor, MARTA), upload(2, ActorKind::Human, ANA)];
    let said = scene.does(Who::Marta, sends("  ", vec![id(1)]));
    let [EventBody::MessagePosted { text, attachments, .. }] = said.as_slice() else {
        panic!("{said:?}")
    };
    assert_eq!((text.as_str(), attachments[0].id), ("", id(1)));
    let answered = scene.does(Who::Ana, office::reply_with("", scene.state.ownership, vec![id(2)]));
    assert!(matches!(&answered[..], [EventBody::MessagePosted { attachments, .. }]
        if attachments[0].id == id(2)));
}

#[test]
fn without_files_a_message_has_words_as_ever() {
    let mut scene = Scene::held_by_ana();
    assert_eq!(field(scene.refuses(Who::Marta, sends(" ", Vec::new()))), "text");
    let reply = office::reply_with("", scene.state.ownership, Vec::new());
    assert_eq!(field(scene.refuses(Who::Ana, reply)), "text");
}

#[test]
fn a_file_is_sent_by_whoever_uploaded_it_and_nobody_else() {
    let mut scene = Scene::held_by_ana();
    scene.uploads = vec![upload(1, ActorKind::Visitor, MARTA), upload(2, ActorKind::Human, ANA)];
    let expect = scene.state.ownership;
    assert_eq!(field(scene.refuses(Who::Marta, sends("", vec![id(2)]))), "attachments");
    let stolen = office::reply_with("", expect, vec![id(1)]);
    assert_eq!(field(scene.refuses(Who::Ana, stolen)), "attachments");
    let unknown = office::reply_with("Here", expect, vec![id(9)]);
    assert_eq!(field(scene.refuses(Who::Ana, unknown)), "attachments");
}

#[test]
fn a_file_goes_with_one_message_only() {
    let mut scene = Scene::held_by_ana();
    scene.uploads = vec![upload(1, ActorKind::Visitor, MARTA)];
    assert_eq!(field(scene.refuses(Who::Marta, sends("", vec![id(1), id(1)]))), "attachments");
    scene.uploads[0].used = true;
    assert_eq!(field(scene.refuses(Who::Marta, sends("", vec![id(1)]))), "attachments");
}

#[test]
fn ten_files_go_with_a_message_and_not_eleven() {
    let mut scene = Scene::held_by_ana();
    scene.uploads = (0..11).map(|n| upload(n, ActorKind::Visitor, MARTA)).collect();
    let all: Vec<AttachmentId> = (0..11).map(id).collect();
    assert_eq!(field(scene.refuses(Who::Marta, sends("", all.clone()))), "attachments");
    scene.does(Who::Marta, sends("", all[..10].to_vec()));
}

#[test]
fn a_withdrawn_draft_names_its_files() {
    let mut scene = Scene::held_by_iris();
    scene.uploads = vec![upload(1, ActorKind::Ai, office::IRIS)];
    let expect = scene.state.ownership;
    scene.does(Who::Ana, office::assign(office::member(ANA), expect));
    let decision = scene.asks(Who::Iris, office::reply_with("Here it is", expect, vec![id(1)]));
    let [EventBody::DraftWithdrawn { text, .. }] = decision.events.as_slice() else {
        panic!("{decision:?}")
    };
    assert_eq!(text, "Here it is\n[file: photo 1.png]");
}

#[test]
fn a_list_row_shows_the_words_or_else_the_names() {
    let files = [upload(1, ActorKind::Human, ANA).file, upload(2, ActorKind::Human, ANA).file];
    assert_eq!(words_in_brief("Look", &files), "Look");
    assert_eq!(words_in_brief("", &files), "📎 photo 1.png, photo 2.png");
    assert_eq!(words_in_brief("", &[]), "");
}
