//! Help articles out of files, and what is known of their use.

use baton_it::{Hub, said_by};
use reqwest::Method;
use serde_json::{Value, json};

/// Base64 as RFC 4648 has it, written out: the hub's own reading is what is tested.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        let word = word << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place)) as usize & 63] as char;
            text.push(if place <= chunk.len() { letter } else { '=' });
        }
    }
    text
}

fn file(name: &str, bytes: impl AsRef<[u8]>) -> Value {
    json!({"name": name, "data": base64(bytes.as_ref())})
}

/// A folder and a CSV in windows-1252 as spreadsheets write it.
fn folder() -> Value {
    json!([
        file("shoes/returns.md", "# Return shoes\n\nShoes that do not fit: 40 days.\n"),
        file("hours.txt", "We are there from nine to five.\n"),
        file(
            "preise.csv",
            b"Title;Text\r\nGr\xf6\xdfen;F\xfcr gro\xdfe F\xfc\xdfe bis 52, ab 9 \x80.\r\n;x\r\n"
        ),
        file("logo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ])
}

async fn articles(hub: &Hub) -> Vec<Value> {
    hub.ana().get("/v1/articles").await.is(200)["items"].as_array().unwrap().clone()
}

async fn titled(hub: &Hub, title: &str) -> Value {
    let found = articles(hub).await.into_iter().find(|article| article["title"] == title);
    found.unwrap_or(Value::Null)
}

#[tokio::test]
async fn ana_imports_a_folder_and_a_spreadsheet() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let (before, head) = (articles(&hub).await, hub.head().await);

    let body = json!({"files": folder(), "dry_run": true});
    let dry = ana.post("/v1/articles/import", body).await.is(200);
    assert_eq!(dry["imported"], 0);
    assert_eq!(dry["items"].as_array().unwrap().len(), 5);
    assert!(dry["items"].as_array().unwrap().iter().all(|item| item["article"].is_null()));
    assert_eq!(hub.head().await, head, "a dry run writes nothing");

    let done = ana.post("/v1/articles/import", json!({"files": folder()})).await.is(200);
    assert_eq!(done["imported"], 3);
    let told: Vec<_> = done["items"].as_array().unwrap().iter().collect();
    let sizes = titled(&hub, "Größen").await;
    assert_eq!(
        *told[2],
        json!({
            "file": "preise.csv, row 2", "title": "Größen", "chars": 30,
            "encoding": "windows-1252", "article": sizes["id"], "replaces": null, "problem": null,
        })
    );
    assert_eq!(sizes["text"], "Für große Füße bis 52, ab 9 €.");
    assert_eq!(told[3]["problem"], "has no title");
    assert_eq!(told[4]["problem"], "is not text that can be read");
    assert_eq!(told[4]["encoding"], Value::Null);
    assert_eq!(titled(&hub, "Return shoes").await["text"], "Shoes that do not fit: 40 days.");
    assert_eq!(titled(&hub, "hours").await["text"], "We are there from nine to five.");
    assert_eq!(articles(&hub).await.len(), before.len() + 3, "nothing is deleted");
    assert_eq!(hub.head().await, head + 3);

    let marta = hub.marta("How do I return shoes that do not fit?").await;
    ana.message_by("ai", &marta.conversation, 0).await;
    assert!(said_by(&marta.reads().await, "ai")[0].contains("40 days"));
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_known_title_is_replaced_and_keeps_its_id() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let article = json!({
        "title": "Return shoes", "text": "Old words.", "url": "https://shop.example/returns",
        "handoff": "Asked for a person",
    });
    let known = ana.post("/v1/articles", article).await.is(201);
    let files = json!([file("a.md", "# return  Shoes\nNew words.")]);

    let dry = ana.post("/v1/articles/import", json!({"files": files, "dry_run": true})).await;
    let dry = dry.is(200);
    assert_eq!(dry["items"][0]["replaces"], known["id"]);
    assert_eq!(dry["items"][0]["article"], Value::Null);
    let done = ana.post("/v1/articles/import", json!({"files": files})).await.is(200);
    assert_eq!(done["items"][0]["article"], known["id"]);
    assert_eq!(done["items"][0]["replaces"], known["id"]);
    let replaced = titled(&hub, "return Shoes").await;
    assert_eq!(replaced["id"], known["id"]);
    assert_eq!(replaced["text"], "New words.");
    assert_eq!(replaced["url"], "https://shop.example/returns");
    assert_eq!(replaced["handoff"], "Asked for a person");

    let head = hub.head().await;
    let again = ana.post("/v1/articles/import", json!({"files": files})).await.is(200);
    assert_eq!(again["imported"], 1);
    assert_eq!(hub.head().await, head, "what is as it was makes no event");
}

#[tokio::test]
async fn an_import_that_cannot_be_read_or_allowed_changes_nothing() {
    let hub = Hub::open().await;
    let (ana, head) = (hub.ana(), hub.head().await);
    let good = file("a.txt", "Words.");
    let path = "/v1/articles/import";
    hub.bob().post(path, json!({"files": [good]})).await.refused(403, "forbidden");
    let bad = json!({"files": [good, {"name": "b.txt", "data": "?"}]});
    assert_eq!(ana.post(path, bad).await.refused(422, "invalid")["field"], "files.data");
    let many = vec![&good; 2_001];
    let many = ana.post(path, json!({"files": many})).await.refused(422, "invalid");
    assert_eq!(many["field"], "files");
    let extra = json!({"files": [good], "overwrite": true});
    ana.post(path, extra).await.refused(422, "invalid");
    let large = vec![b' '; 20 * 1024 * 1024 + 1];
    ana.post_bytes(path, large).await.refused(413, "too_large");
    ana.post_bytes("/v1/articles", vec![b' '; 1024 * 1024 + 1]).await.refused(413, "too_large");
    assert_eq!(hub.head().await, head);
}

#[tokio::test]
async fn fifteen_megabytes_of_files_are_taken_in_one_go() {
    let hub = Hub::open().await;
    let text = "Every word counts. ".repeat(10_526);
    let files: Vec<Value> = (0..75).map(|n| file(&format!("article {n}.txt"), &text)).collect();
    let done = hub.ana().post("/v1/articles/import", json!({"files": files})).await.is(200);
    assert_eq!(done["imported"], 75);
    assert_eq!(titled(&hub, "article 74").await["text"].as_str().unwrap().len(), 199_993);
}

#[tokio::test]
async fn bob_sees_how_a_text_will_be_shown() {
    let hub = Hub::open().await;
    let text = "# Shoes\n\n**40** days\u{7}, <b>no more</b>\n\n- [sizes](https://shop.example/)";
    let shown = hub.bob().post("/v1/articles/preview", json!({"text": text})).await.is(200);
    let kinds: Vec<_> =
        shown["blocks"].as_array().unwrap().iter().map(|block| &block["kind"]).collect();
    assert_eq!(kinds.last().unwrap(), &"list_item", "{shown}");
    let text = shown.to_string();
    let strong = json!({"kind": "strong", "text": "40"});
    assert_eq!(shown["blocks"][1]["spans"][0], strong, "{shown}");
    assert!(text.contains("<b>no more</b>"), "shown as it was typed: {text}");
    assert!(!text.contains("\\u0007"), "{text}");
    let long = json!({"text": "x".repeat(200_001)});
    let problem = hub.bob().post("/v1/articles/preview", long).await.refused(422, "invalid");
    assert_eq!(problem["field"], "text");
    let empty = hub.bob().post("/v1/articles/preview", json!({"text": ""})).await.is(200);
    assert_eq!(empty["blocks"], json!([]));
}

#[tokio::test]
async fn an_article_that_was_cited_is_counted() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let article = json!({"title": "Return shoes", "text": "Shoes that do not fit: 40 days."});
    let article = ana.post("/v1/articles", article).await.is(201);
    let marta = hub.marta("How do I return shoes that do not fit?").await;
    let answer = ana.message_by("ai", &marta.conversation, 0).await;

    let usage = hub.bob().get("/v1/articles/usage").await.is(200);
    let items = usage["items"].as_array().unwrap();
    assert_eq!(items.len(), articles(&hub).await.len(), "every article has its line");
    let of = |id: &Value| items.iter().find(|item| item["article"] == *id).unwrap();
    assert_eq!(of(&article["id"])["used"], 1);
    assert_eq!(of(&article["id"])["last_used_at"], answer["at"]);
    let unused = items.iter().filter(|item| item["used"] == 0);
    assert!(unused.clone().count() > 0);
    assert!(unused.into_iter().all(|item| item["last_used_at"].is_null()));
    assert_eq!(usage["unanswered"], json!([]));

    ana.delete(&format!("/v1/articles/{}", article["id"].as_str().unwrap())).await.is(204);
    let usage = ana.get("/v1/articles/usage").await.is(200).to_string();
    assert!(!usage.contains(article["id"].as_str().unwrap()), "a deleted article has no line");
}

#[tokio::test]
async fn questions_without_an_answer_are_listed_newest_first() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let patient = json!({"failures_before_handoff": 2});
    ana.put(&format!("/v1/ai-agents/{}", hub.iris), patient).await.is(200);
    let first = "Does the zeppelin fly over Antarctica?";
    let marta = hub.marta(first).await;
    let asked_back = ana.message_by("ai", &marta.conversation, 0).await;
    assert_eq!(asked_back["data"]["no_answer"], true, "{asked_back}");

    let usage = ana.get("/v1/articles/usage").await.is(200);
    let number = ana.conversation(&marta.conversation).await["number"].clone();
    let one = &usage["unanswered"][0];
    assert_eq!(one["conversation"], marta.conversation);
    assert_eq!((&one["number"], &one["text"]), (&number, &json!(first)));
    assert_eq!(one["seq"], marta.seq);

    let second = marta.say("Which quarks taste of strawberry?").await;
    ana.event_in(&marta.conversation, marta.seq, "handed_off").await;
    let usage = ana.get("/v1/articles/usage").await.is(200);
    let seqs: Vec<_> =
        usage["unanswered"].as_array().unwrap().iter().map(|one| &one["seq"]).collect();
    assert_eq!(seqs, [&second["seq"], &json!(marta.seq)]);

    // Asked for in another way: no question went without an answer.
    let other = hub.marta("Can I talk to a person?").await;
    ana.event_in(&other.conversation, 0, "handed_off").await;
    let usage = ana.get("/v1/articles/usage").await.is(200);
    assert_eq!(usage["unanswered"].as_array().unwrap().len(), 2, "{usage}");
    let everybody = hub.nobody().request(Method::GET, "/v1/articles/usage");
    hub.nobody().send(everybody).await.refused(401, "unauthorized");
}
