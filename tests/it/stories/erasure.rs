//! Rule 11: a contact is erased on request, and nothing personal is left, wherever it lay.

use baton::team::{LineStanding, OutboxState};
use baton_domain::{CommandId, ContactId, MemberId};
use baton_it::{Desktop, Hub, Member, Visitor, Way, id, of_kind, soon};
use baton_store::Store;
use serde_json::{Value, json};
use std::path::Path;

/// Words that only stand in what is to go.
const WORDS: [&str; 9] = [
    "Zwetschgenmarta",
    "zwetschge@plum.example",
    "4930555",
    "plum-4711",
    "quittenkompott",
    "mirabellenmus",
    "schlehenlikoer",
    "hagebuttentee",
    "holunderpage",
];

/// Marta, of whom everything is known and by whom and about whom everything was said.
async fn known(hub: &Hub) -> Visitor {
    let visitor = json!({"name": "Zwetschgenmarta", "email": "zwetschge@plum.example",
        "phone": "+4930555", "external_id": "plum-4711"});
    let page = json!({"url": "https://shop.example/holunderpage", "title": "holunderpage"});
    let start = json!({"visitor": visitor, "page": page, "metadata": {"basket": "quittenkompott"},
        "message": {"id": id(), "text": "Where is my quittenkompott?"}});
    let marta = hub.widget.start(start).await;
    let reason = json!({"reason": "because of the mirabellenmus"});
    marta.post("/v1/visitor/handoff", reason).await.is(202);
    let ana = hub.ana();
    ana.claim(&marta.conversation).await;
    ana.reply(&marta.conversation, "Dear Zwetschgenmarta, the quittenkompott is lost").await;
    marta.say("Then I take the mirabellenmus").await;
    let comment = json!({"type": "comment", "text": "always schlehenlikoer"});
    ana.command(&marta.conversation, comment).await.is(200);
    let note =
        json!({"type": "assign", "to": hub.iris(), "expect": 3, "note": "give her hagebuttentee"});
    ana.command(&marta.conversation, note).await.is(200);
    let rating = json!({"stars": 1, "text": "no quittenkompott"});
    marta.post("/v1/visitor/rating", rating).await.is(200);
    marta
}

async fn contact_of(ana: &Member, marta: &Visitor) -> String {
    ana.conversation(&marta.conversation).await["visitor"]["id"].as_str().unwrap().to_owned()
}

async fn erase(ana: &Member, contact: &str) -> Value {
    ana.post(&format!("/v1/contacts/{contact}/erase"), json!({"id": id()})).await.is(200)
}

/// Which of the words are in the files of a folder, logs apart.
fn left(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            let has = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            let name = entry.file_name().to_string_lossy().into_owned();
            found.extend(
                WORDS.iter().filter(|word| has(word)).map(|word| format!("{word} in {name}")),
            );
        }
    }
    found
}

/// Waits until no file of a folder has any of the words: write-ahead logs are emptied soon after.
async fn nothing_is_left(folder: &Path, hub: &Hub) {
    soon("the end of the last traces", async {
        while !left(folder).is_empty() {
            hub.nobody().get("/healthz").await;
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_of_an_erased_contact_is_left_anywhere() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = known(&hub).await;
    let others = hub.marta("I like apples").await;
    let contact = contact_of(ana, &marta).await;
    let before = ana.head().await;
    assert!(!left(hub.folder()).is_empty(), "it was there");
    assert_eq!(erase(ana, &contact).await, json!({"conversations": 1}));

    let row = ana.conversation(&marta.conversation).await;
    assert_eq!(
        (&row["status"], &row["page"], &row["metadata"]),
        (&json!("closed"), &Value::Null, &json!({}))
    );
    let nobody = json!({"id": contact, "name": null, "email": null, "phone": null,
        "verified": false, "online": false});
    assert_eq!(row["visitor"], nobody);
    assert_eq!((&row["rating"]["stars"], &row["rating"]["text"]), (&json!(1), &Value::Null));
    let messages = ana.messages(&marta.conversation).await;
    assert!(
        messages.len() >= 4 && messages.iter().all(|m| m["text"] == ""),
        "places stay: {messages:?}"
    );
    let events = ana.events(0).await;
    baton_it::gapless(&events);
    let erased = of_kind(&events, "contact_erased");
    assert_eq!(erased.len(), 1);
    assert_eq!(erased[0]["actor"]["name"], "Ana");
    assert_eq!(
        erased[0]["data"],
        json!({"contact": contact, "conversations": [marta.conversation]})
    );
    assert!(erased[0]["seq"].as_u64().unwrap() > before);
    let mut said = serde_json::to_string(&events).unwrap();
    for path in ["timeline", "comments", "analysis", "events", "messages"] {
        let path = format!("/v1/conversations/{}/{path}", marta.conversation);
        said += &ana.get(&path).await.text;
    }
    for format in ["json", "csv", "html"] {
        said += &ana.get(&format!("/v1/export?format={format}")).await.text;
    }
    said += &ana.get("/v1/conversations").await.text;
    said += &ana.get("/v1/articles/usage").await.text;
    for word in WORDS {
        assert!(!said.contains(word), "{word} is told: {said}");
        let found = ana.get(&format!("/v1/conversations?q={word}")).await.is(200);
        assert_eq!(found["items"], json!([]), "{word} is found");
    }
    assert_eq!(ana.messages(&others.conversation).await[0]["text"], "I like apples");
    hub.check().await.unwrap();
    nothing_is_left(hub.folder(), &hub).await;
}

#[tokio::test]
async fn erasing_is_for_owners_and_admins_and_done_once() {
    let hub = Hub::open().await;
    let marta = known(&hub).await;
    let contact = contact_of(hub.ana(), &marta).await;
    let path = format!("/v1/contacts/{contact}/erase");
    let body = json!({"id": id()});
    hub.bob().post(&path, body.clone()).await.refused(403, "forbidden");
    marta.post(&path, body.clone()).await.refused(401, "unauthorized");
    hub.ana().post(&path, json!({})).await.refused(422, "invalid");
    let unknown = format!("/v1/contacts/{}/erase", id());
    hub.ana().post(&unknown, body.clone()).await.refused(404, "not_found");
    for _ in 0..3 {
        assert_eq!(hub.ana().post(&path, body.clone()).await.is(200)["conversations"], 1);
    }
    erase(hub.ana(), &contact).await;
    assert_eq!(of_kind(&hub.ana().events(0).await, "contact_erased").len(), 1);
}

#[tokio::test]
async fn an_erased_visitor_begins_anew_and_nobody_writes_in_the_old_thread() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = known(&hub).await;
    let (mut socket, _) = marta.widget_socket(0).await;
    erase(ana, &contact_of(ana, &marta).await).await;
    socket.to_the_end().await;
    marta.get("/v1/visitor/conversation").await.refused(401, "unauthorized");
    let body = json!({"id": id(), "text": "Hello?"});
    marta.post("/v1/visitor/messages", body).await.refused(401, "unauthorized");
    for command in [
        json!({"type": "comment", "text": "She was nice"}),
        json!({"type": "status", "to": "active"}),
        json!({"type": "contact", "name": "Marta"}),
        json!({"type": "reply", "text": "Hello?", "expect": 4}),
    ] {
        ana.command(&marta.conversation, command).await.refused(403, "forbidden");
    }
    ana.command(&marta.conversation, json!({"type": "read", "seq": 1})).await.is(200);
    let start = json!({"visitor": {"name": "Marta"}, "message": {"id": id(), "text": "Hello"}});
    let again = Visitor::of(&marta, &marta.post(&hub.widget.path(), start).await.is(201));
    assert_ne!(contact_of(ana, &again).await, contact_of(ana, &marta).await, "somebody new");
    hub.check().await.unwrap();
}

#[tokio::test]
async fn desktops_forget_too_whether_they_were_there_or_not() {
    let hub = Hub::open().await;
    let marta = known(&hub).await;
    hub.ana().assign(&marta.conversation, hub.bob().party()).await;
    let (here, away) =
        (Desktop::of(hub.ana(), &hub.url).await, Desktop::of(hub.bob(), &hub.url).await);
    for desktop in [&here, &away] {
        desktop.has(hub.head().await).await;
    }
    away.tunnel.is(Way::Cut);
    away.line_is(LineStanding::Offline).await;
    let said = "Dear Zwetschgenmarta, here is your hagebuttentee";
    assert!(away.reply(&marta.conversation, said).await.unwrap().queued);
    assert!(!left(away.folder()).is_empty());
    erase(hub.ana(), &contact_of(hub.ana(), &marta).await).await;
    nothing_is_left(here.folder(), &hub).await;
    assert!(here.list(baton::Tab::All, Some("quittenkompott")).await.is_empty());
    away.tunnel.is(Way::Open);
    away.is_exact().await;
    away.outbox_has(0, OutboxState::Waiting).await;
    nothing_is_left(away.folder(), &hub).await;
    let new = Desktop::of(hub.bob(), &hub.url).await;
    new.has(hub.head().await).await;
    assert_eq!(left(new.folder()), [] as [&str; 0]);
    for desktop in [here, away, new] {
        assert_eq!(desktop.compare(hub.folder()).await, []);
    }
    nothing_is_left(hub.folder(), &hub).await;
}

/// How many requests are kept.
fn kept_requests(folder: &Path) -> i64 {
    let db = rusqlite::Connection::open(folder.join("baton.sqlite")).unwrap();
    let count = "SELECT (SELECT count(*) FROM commands) + (SELECT count(*) FROM starts)";
    db.query_row(count, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_hub_that_was_killed_before_it_forgot_the_requests_forgets_them_at_its_start() {
    let mut hub = Hub::open().await;
    let before = kept_requests(hub.folder());
    let marta = known(&hub).await;
    let of_marta = kept_requests(hub.folder());
    let _others = hub.marta("I like apples").await;
    let of_others = kept_requests(hub.folder()) - of_marta;
    assert!(of_marta > before && of_others > 0);
    let contact = ContactId(contact_of(hub.ana(), &marta).await.parse().unwrap());
    let ana = MemberId(hub.ana().id.parse().unwrap());
    hub.kill().await;
    let store = Store::open(hub.folder()).unwrap();
    let asked = CommandId(store.fresh_id());
    store.write(move |tx| tx.erase_contact(asked, [7; 32], ana, contact)).await.unwrap();
    store.close();
    assert!(kept_requests(hub.folder()) > before + of_others, "they are still there");
    hub.start_again().await;
    soon("the forgetting", async {
        while kept_requests(hub.folder()) > before + of_others {
            hub.nobody().get("/healthz").await;
        }
    })
    .await;
    assert_eq!(kept_requests(hub.folder()), before + of_others, "those of others stay");
}

/// Makes a file one that was begun long before what is deleted was overwritten: words lie in its free room.
fn begun_long_ago(file: &Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.execute_batch(
        "PRAGMA secure_delete = OFF;
         CREATE TABLE scrap AS SELECT events.* FROM events, settings_objects;
         DROP TABLE scrap;
         UPDATE refinery_schema_history SET applied_on = '2024-01-01T00:00:00Z' WHERE version < 9;
         PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .unwrap();
}

#[tokio::test]
async fn nothing_is_left_in_a_file_that_an_older_baton_began() {
    let mut hub = Hub::open().await;
    let marta = known(&hub).await;
    let contact = contact_of(hub.ana(), &marta).await;
    hub.kill().await;
    begun_long_ago(&hub.folder().join("baton.sqlite"));
    hub.start_again().await;
    erase(hub.ana(), &contact).await;
    nothing_is_left(hub.folder(), &hub).await;
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_hub_that_was_killed_in_the_middle_goes_on_erasing() {
    let mut hub = Hub::open().await;
    let marta = known(&hub).await;
    for number in 0..300 {
        marta.say(&format!("quittenkompott number {number}")).await;
    }
    let contact = contact_of(hub.ana(), &marta).await;
    let request =
        hub.ana().request(reqwest::Method::POST, &format!("/v1/contacts/{contact}/erase"));
    let asked = tokio::spawn(request.json(&json!({"id": id()})).send());
    soon("the erasure", async {
        while hub.ana().conversation(&marta.conversation).await["status"] != "closed" {}
    })
    .await;
    hub.kill().await;
    drop(asked.await);
    hub.start_again().await;
    nothing_is_left(hub.folder(), &hub).await;
    hub.check().await.unwrap();
}

/// While this holds, no word leaves the log: as on a disk that is full.
fn nothing_can_go(hub: &Hub, holds: bool) {
    let db = rusqlite::Connection::open(hub.folder().join("baton.sqlite")).unwrap();
    db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    db.execute_batch(match holds {
        true => {
            "CREATE TRIGGER held BEFORE UPDATE OF data ON events
             BEGIN SELECT RAISE(ABORT, 'held'); END"
        }
        false => "DROP TRIGGER held",
    })
    .unwrap();
}

#[tokio::test]
async fn once_it_is_asked_for_nobody_reads_the_words_that_are_still_to_go() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = known(&hub).await;
    let file = marta.upload("/v1/visitor/attachments", "mirabellenmus.txt", b"Hi").await.is(201);
    let said = json!({"id": id(), "text": "holunderpage", "attachments": [file["id"]]});
    marta.post("/v1/visitor/messages", said).await.is(201);
    let analysis = format!("/v1/conversations/{}/analysis", marta.conversation);
    ana.get(&analysis).await.is(200);
    nothing_can_go(&hub, true);
    assert_eq!(erase(ana, &contact_of(ana, &marta).await).await, json!({"conversations": 1}));
    let lies = left(hub.folder());
    assert!(
        lies.iter().any(|word| word == "holunderpage in baton.sqlite-wal"
            || word == "holunderpage in baton.sqlite"),
        "it is still there: {lies:?}"
    );
    ana.get(&analysis).await.refused(404, "not_found");
    marta.get(file["url"].as_str().unwrap()).await.refused(404, "not_found");
    let mut told = String::new();
    for path in ["timeline", "comments", "messages"] {
        told += &ana.get(&format!("/v1/conversations/{}/{path}", marta.conversation)).await.text;
    }
    for path in [
        "/v1/events?after=0",
        "/v1/conversations",
        "/v1/articles/usage",
        "/v1/export?format=json",
        "/v1/export?format=csv",
        "/v1/export?format=html",
    ] {
        told += &ana.get(path).await.text;
    }
    for word in WORDS {
        assert!(!told.contains(word), "{word} is told: {told}");
        let found = ana.get(&format!("/v1/conversations?q={word}")).await.is(200);
        assert_eq!(found["items"], json!([]), "{word} is found");
    }
    nothing_can_go(&hub, false);
    nothing_is_left(hub.folder(), &hub).await;
    hub.check().await.unwrap();
}
