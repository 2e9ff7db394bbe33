//! How a new desktop is filled: a copy of the workspace, then the log from where the copy ends.

use baton_domain::{Actor, Article, ArticleId, EventBody};
use baton_it::{Client, Document, Hub, id, soon};
use baton_store::{FILE, Store};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// In bytes: a part of a large copy.
const MEGABYTE: u64 = 1024 * 1024;

/// What a download answered: status, headers and bytes.
struct Part {
    status: u16,
    range: String,
    tag: String,
    bytes: Vec<u8>,
}

async fn download(member: &Client, path: &str, headers: &[(&str, &str)]) -> Part {
    let mut request = member.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = soon("a download", request.send()).await.unwrap();
    let header =
        |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (range, tag) = (header("content-range").unwrap_or_default(), header("etag"));
    Part {
        status: answer.status().as_u16(),
        range,
        tag: tag.unwrap_or_default(),
        bytes: answer.bytes().await.unwrap().to_vec(),
    }
}

async fn asked(member: &Client, body: Value) -> Value {
    member.post("/v1/snapshots", body).await.is(201)
}

fn path(made: &Value) -> String {
    format!("/v1/snapshots/{}", made["id"].as_str().unwrap())
}

/// The copies that lie in the hub's folder.
fn lying(hub: &Hub) -> Vec<PathBuf> {
    let Ok(folder) = hub.folder().join("snapshots").read_dir() else { return Vec::new() };
    folder.map(|file| file.unwrap().path()).collect()
}

async fn kept(member: &Client, made: &Value) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let part = download(member, &path(made), &[]).await;
    assert_eq!((part.status, part.bytes.len() as u64), (200, made["bytes"].as_u64().unwrap()));
    std::fs::write(folder.path().join(FILE), part.bytes).unwrap();
    folder
}

#[tokio::test]
async fn a_new_desktop_gets_the_whole_workspace_and_reads_on_from_there() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    hub.ana().claim(&marta.conversation).await;
    hub.ana().reply(&marta.conversation, "In Leeds.").await;
    let made = asked(hub.bob(), json!({"schema": Store::schema()})).await;
    let document = Document::parse(&hub.nobody().get("/v1/openapi.json").await.text);
    let schema = document.answer("POST", "/v1/snapshots", 201);
    assert_eq!(document.faults(schema, &made), Vec::<String>::new());
    assert_eq!(made["schema"], Store::schema());
    assert_eq!(made["seq"], hub.ana().head().await);
    let folder = kept(hub.bob(), &made).await;
    assert_eq!(Store::check(folder.path()).unwrap(), []);
    let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
    let secret = hub.widget_secret.as_bytes();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    marta.say("Thanks").await;
    let next = hub.bob().events(made["seq"].as_u64().unwrap()).await;
    assert_eq!(next[0]["seq"], made["seq"].as_u64().unwrap() + 1);
}

#[tokio::test]
async fn a_download_that_broke_off_goes_on_where_it_was() {
    let hub = Hub::open().await;
    let made = asked(hub.ana(), json!({"schema": 1_000})).await;
    let whole = download(hub.ana(), &path(&made), &[]).await;
    assert!(whole.tag.contains(made["id"].as_str().unwrap()));
    let half = whole.bytes.len() / 2;
    let range = format!("bytes={half}-");
    let ranged = [("range", range.as_str()), ("if-range", whole.tag.as_str())];
    let rest = download(hub.ana(), &path(&made), &ranged).await;
    assert_eq!(rest.status, 206);
    let last = whole.bytes.len() - 1;
    assert_eq!(rest.range, format!("bytes {half}-{last}/{}", whole.bytes.len()));
    assert_eq!(rest.bytes, whole.bytes[half..]);
    let of_another = [("range", range.as_str()), ("if-range", "\"another\"")];
    let again = download(hub.ana(), &path(&made), &of_another).await;
    assert_eq!((again.status, again.bytes), (200, whole.bytes), "of another copy: from the start");
    hub.ana().get(&format!("/v1/snapshots/{}", id())).await.refused(404, "not_found");
}

#[tokio::test]
async fn many_new_desktops_share_one_copy_and_a_restart_leaves_none() {
    let mut hub = Hub::open().await;
    let body = json!({"schema": Store::schema()});
    let (ana, bob) = (hub.ana(), hub.bob());
    let made = tokio::join!(
        asked(ana, body.clone()),
        asked(bob, body.clone()),
        asked(ana, body.clone()),
        asked(bob, body.clone()),
    );
    assert!([&made.1, &made.2, &made.3].into_iter().all(|other| *other == made.0));
    assert_eq!(lying(&hub).len(), 1);
    let part = asked(bob, json!({"schema": Store::schema(), "days": 7})).await;
    assert_ne!(part["id"], made.0["id"], "of other days, another copy");
    for days in [8, 9] {
        asked(bob, json!({"schema": Store::schema(), "days": days})).await;
    }
    assert_eq!(download(bob, &path(&made.0), &[]).await.status, 200);
    asked(bob, json!({"schema": Store::schema(), "days": 10})).await;
    assert_eq!(lying(&hub).len(), 4, "they never take more room than four");
    bob.get(&path(&part)).await.refused(404, "not_found");
    assert_eq!(download(bob, &path(&made.0), &[]).await.status, 200, "used last, kept");
    hub.kill().await;
    assert_eq!(lying(&hub).len(), 4);
    hub.start_again().await;
    assert_eq!(lying(&hub), [] as [PathBuf; 0]);
    hub.ana().get(&path(&made.0)).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_copy_is_refused_to_a_desktop_that_could_not_read_it_and_to_odd_wishes() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let older = json!({"schema": Store::schema() - 1});
    let told = ana.post("/v1/snapshots", older).await.refused(409, "schema_mismatch");
    assert_eq!(told["schema"], Store::schema());
    for (body, field) in [
        (json!({}), "body"),
        (json!({"schema": "1"}), "schema"),
        (json!({"schema": 1_000, "days": 0}), "days"),
        (json!({"schema": 1_000, "days": 100_000}), "days"),
        (json!({"schema": 1_000, "secrets": true}), "secrets"),
    ] {
        let told = ana.post("/v1/snapshots", body.clone()).await.refused(422, "invalid");
        assert_eq!(told["field"], field, "{body}");
    }
    assert_eq!(lying(&hub), [] as [PathBuf; 0]);
}

/// A hub whose file is larger than what a line holds on its way, and the tokens of Ana and Bob.
async fn large() -> (Hub, [String; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let write = move || {
        let made = baton_it::founded(&data, 2);
        let store = Store::open(&data).unwrap();
        let article = |n: u128| Article {
            id: ArticleId(uuid::Uuid::from_u128(n)),
            title: "Parcels".into(),
            text: "Where is my parcel? ".repeat(300_000),
            url: None,
            handoff: None,
        };
        let all = move |tx: &mut baton_store::Tx| {
            (0..3).try_for_each(|n| {
                let body = EventBody::ArticleChanged { article: article(n), deleted: false };
                tx.change_settings(Actor::system(), body)
            })
        };
        store.write_blocking(all).unwrap();
        store.close();
        [0, 1].map(|who: usize| made.people[who].2.clone())
    };
    let tokens = tokio::task::spawn_blocking(write).await.unwrap();
    (Hub::at(folder, ".", &[]).await, tokens)
}

#[tokio::test]
async fn nobody_is_refused_a_copy_while_one_of_the_others_is_read_by_nobody() {
    let (hub, [ana, bob]) = large().await;
    let (ana, bob) = (&hub.with_token(&ana), &hub.with_token(&bob));
    let mut read = Vec::new();
    for days in 1..=4 {
        let made = asked(bob, json!({"schema": Store::schema(), "days": days})).await;
        let mut answer =
            soon("a download", bob.request(Method::GET, &path(&made)).send()).await.unwrap();
        soon("a chunk", answer.chunk()).await.unwrap().unwrap();
        read.push(answer);
    }
    let body = json!({"schema": Store::schema()});
    let told = ana.post("/v1/snapshots", body.clone()).await.refused(503, "unavailable");
    assert!(told["detail"].as_str().unwrap().contains("Try again"), "{told}");
    read.clear();
    soon("a place", async {
        while ana.post("/v1/snapshots", body.clone()).await.status == 503 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(lying(&hub).len(), 4);
}

#[tokio::test]
async fn a_copy_whose_client_hangs_up_is_made_once_and_kept_for_the_next() {
    let (hub, [_, bob]) = large().await;
    let body = json!({"schema": Store::schema()}).to_string();
    for _ in 0..3 {
        let address = hub.url.strip_prefix("http://").unwrap();
        let mut line = TcpStream::connect(address).await.unwrap();
        let asked = format!(
            "POST /v1/snapshots HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {bob}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        line.write_all(asked.as_bytes()).await.unwrap();
        soon("a copy well under way", async {
            while lying(&hub).iter().all(|file| file.metadata().map_or(0, |m| m.len()) < MEGABYTE) {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
    asked(&hub.with_token(&bob), json!({"schema": Store::schema()})).await;
    let whole =
        lying(&hub).into_iter().filter(|file| file.extension().is_some_and(|e| e == "sqlite"));
    assert_eq!(whole.count(), 1);
}

#[tokio::test]
async fn a_download_ends_when_the_device_is_signed_out() {
    let (hub, [ana, bob]) = large().await;
    let (ana, bob) = (&hub.with_token(&ana), &hub.with_token(&bob));
    let made = asked(bob, json!({"schema": Store::schema()})).await;
    let whole = made["bytes"].as_u64().unwrap();
    let mut answer =
        soon("a download", bob.request(Method::GET, &path(&made)).send()).await.unwrap();
    let mut came = soon("a chunk", answer.chunk()).await.unwrap().unwrap().len() as u64;
    bob.delete("/v1/sessions/current").await.is(204);
    let ended = loop {
        match soon("the end", answer.chunk()).await {
            Ok(Some(chunk)) => came += chunk.len() as u64,
            other => break other,
        }
    };
    assert!(ended.is_err() && came < whole, "{came} of {whole} came");
    let again = download(ana, &path(&made), &[]).await;
    assert_eq!(again.bytes.len() as u64, whole, "others go on");
}

#[tokio::test]
async fn one_conversation_is_fetched_whole_with_what_is_known_of_its_visitor() {
    let hub = Hub::open().await;
    let document = Document::parse(&hub.nobody().get("/v1/openapi.json").await.text);
    let marta = hub.marta_waits().await;
    marta.put("/v1/visitor/contact", json!({"email": "marta@a.example"})).await.is(200);
    hub.ana().command(&marta.conversation, json!({"type": "comment", "text": "VIP"})).await.is(200);
    let (other, bob) = (hub.marta("Hello").await, hub.bob());
    let base = format!("/v1/conversations/{}/events", marta.conversation);
    let mut after = 0;
    let mut events: Vec<Value> = Vec::new();
    loop {
        let page = bob.get(&format!("{base}?after={after}&limit=3")).await.is(200);
        let schema = document.answer("GET", "/v1/conversations/{id}/events", 200);
        assert_eq!(document.faults(schema, &page), Vec::<String>::new());
        assert_eq!(page["contact"]["name"], "Marta");
        assert_eq!(page["contact"]["email"], "marta@a.example");
        assert!(page["head"].as_u64().unwrap() >= other.seq);
        let found = page["events"].as_array().unwrap();
        let Some(last) = found.last() else { break };
        assert!(found.len() <= 3);
        after = last["seq"].as_u64().unwrap();
        events.extend(found.iter().cloned());
    }
    let of_log: Vec<Value> = hub.ana().events(0).await;
    let of_log: Vec<Value> =
        of_log.into_iter().filter(|e| e["conversation"] == *marta.conversation).collect();
    assert_eq!(events, of_log, "with words, as in the log");
    let nowhere = format!("/v1/conversations/{}/events", id());
    bob.get(&nowhere).await.refused(404, "not_found");
}
