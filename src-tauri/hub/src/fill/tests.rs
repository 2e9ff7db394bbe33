//! What `fill` writes: the same for the same seed, as large as asked, and believable.

use super::*;
use crate::workspace::{NewWorkspace, found};
use baton_store::{FILE, ListFilter, Tab};
use std::collections::HashMap;
use tempfile::TempDir;
use words::Language;

/// A new workspace of Ana's; both histories of a comparison begin with a copy of it.
async fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let new = NewWorkspace {
        name: "Northwind".into(),
        owner_name: "Ana".into(),
        owner_email: "ana@example.com".into(),
        password_hash: None,
        samples: false,
    };
    store.write(move |tx| found(tx, &new)).await.unwrap();
    store.close();
    folder
}

async fn filled(workspace: &TempDir, conversations: u64, seed: u64) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(workspace.path().join(FILE), folder.path().join(FILE)).unwrap();
    let said = fill(folder.path(), conversations, seed).await.unwrap();
    (folder, said)
}

/// The whole log as text.
async fn log(folder: &TempDir) -> Vec<String> {
    let store = Store::open(folder.path()).unwrap();
    let events = store.read(|reader| reader.events(0, 1_000_000)).await.unwrap();
    store.close();
    events.iter().map(|stored| stored.json().to_string()).collect()
}

#[tokio::test]
async fn the_same_seed_writes_the_same_log_and_another_seed_another() {
    let workspace = workspace().await;
    let (first, said) = filled(&workspace, 120, 7).await;
    let (again, said_again) = filled(&workspace, 120, 7).await;
    let (other, _) = filled(&workspace, 120, 8).await;
    let log_of_first = log(&first).await;
    assert_eq!(said, said_again);
    assert!(log_of_first == log(&again).await, "the same seed wrote something else");
    assert!(log_of_first != log(&other).await, "another seed wrote the same");
}

#[tokio::test]
async fn history_keeps_every_promise_of_the_log() {
    let (folder, _) = filled(&workspace().await, 300, 1).await;
    assert_eq!(Store::check(folder.path()).unwrap(), []);
}

#[tokio::test]
async fn a_few_dozen_are_open_at_the_end_and_the_rest_are_closed() {
    let (folder, said) = filled(&workspace().await, 400, 1).await;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["conversations"], 400);
    let messages = said["messages"].as_u64().unwrap();
    assert!((2_600..=4_000).contains(&messages), "{messages} messages");
    let store = Store::open(folder.path()).unwrap();
    let ana = crate::workspace::local_owner(&store.directory()).unwrap().id;
    let filter = ListFilter { tab: Tab::All, limit: 1_000, ..ListFilter::default() };
    let page = store.read(move |reader| reader.list(ana, &filter)).await.unwrap();
    assert_eq!((page.counts.unassigned, page.counts.mine, page.counts.all), (20, 40, 400));
    let open = page.items.iter().filter(|item| item.status != Status::Closed).count();
    assert!((80..=130).contains(&open), "{open} are open");
    let nobody = page.items.iter().filter(|item| item.visitor.name.is_none()).count();
    assert!((100..=180).contains(&nobody), "{nobody} have no name");
    store.close();
}

#[tokio::test]
async fn only_the_phrases_that_ask_for_a_person_ask_for_one() {
    let (folder, _) = filled(&workspace().await, 400, 3).await;
    let store = Store::open(folder.path()).unwrap();
    let events = store.read(|reader| reader.events(0, 1_000_000)).await.unwrap();
    store.close();
    let languages = [Language::English, Language::German, Language::French, Language::Spanish];
    let requests: Vec<&str> =
        languages.iter().flat_map(|l| l.phrases().asks_for_person).copied().collect();
    let mut last_words: HashMap<ConversationId, String> = HashMap::new();
    let mut by_trigger: HashMap<String, u32> = HashMap::new();
    for stored in events {
        let Some(id) = stored.recorded.event.conversation else { continue };
        match &stored.recorded.event.body {
            EventBody::MessagePosted { author, text, .. } if author.kind == AuthorKind::Visitor => {
                last_words.insert(id, text.clone());
            }
            EventBody::HandedOff { trigger, .. } => {
                *by_trigger.entry(format!("{trigger:?}")).or_default() += 1;
                if *trigger == Trigger::VisitorWords {
                    let said = last_words[&id].as_str();
                    assert!(requests.contains(&said), "{said}");
                }
            }
            _ => {}
        }
    }
    for trigger in ["VisitorWords", "VisitorButton", "AiDecision"] {
        assert!(by_trigger.get(trigger).is_some_and(|n| *n > 5), "{by_trigger:?}");
    }
}

#[tokio::test]
async fn a_workspace_with_conversations_is_left_alone() {
    let workspace = workspace().await;
    let (folder, _) = filled(&workspace, 10, 1).await;
    let before = log(&folder).await;
    let refused = fill(folder.path(), 10, 2).await.unwrap_err();
    assert!(refused.to_string().contains("has conversations already"), "{refused}");
    assert_eq!(before, log(&folder).await);
}
