//! Files both ways, over HTTP: what is taken, under which type and name, who reads it, and that
//! nothing of what is refused is left.

use baton_it::{Answer, Client, Hub, Member, Setup, Visitor, form, id, soon};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const VISITORS: &str = "/v1/visitor/attachments";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x06\0\0\0\0\0\0\0";

/// Marta's conversation, which Ana holds.
async fn with_ana(hub: &Hub) -> Visitor {
    let marta = hub.marta_waits().await;
    hub.ana().claim(&marta.conversation).await;
    marta
}

async fn uploaded(marta: &Visitor, name: &str, bytes: &[u8]) -> Value {
    marta.upload(VISITORS, name, bytes).await.is(201)
}

async fn by_member(member: &Client, conversation: &str, name: &str, bytes: &[u8]) -> Answer {
    member.upload(&format!("/v1/attachments?conversation={conversation}"), name, bytes).await
}

async fn send(marta: &Visitor, text: &str, files: Value) -> Answer {
    let body = json!({"id": id(), "text": text, "attachments": files});
    marta.post("/v1/visitor/messages", body).await
}

async fn reply(ana: &Member, conversation: &str, text: &str, files: Value) -> Answer {
    let expect = ana.conversation(conversation).await["ownership"].clone();
    let reply = json!({"type": "reply", "text": text, "expect": expect, "attachments": files});
    ana.command(conversation, reply).await
}

fn url(file: &Value) -> &str {
    file["url"].as_str().unwrap()
}

#[tokio::test]
async fn a_visitors_picture_reaches_the_member_and_the_members_reaches_the_visitor() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let (ana, conversation) = (hub.ana(), marta.conversation.as_str());
    let file = uploaded(&marta, "parcel.png", PICTURE).await;
    assert_eq!(file["type"], "image/png");
    let (mut socket, _) = marta.widget_socket(0).await;
    let said = send(&marta, "", json!([file["id"]])).await.is(201);
    assert_eq!((&said["text"], &said["attachments"]), (&json!(""), &json!([file])));
    let told = &ana.message_by("visitor", conversation, marta.seq).await["data"];
    let without_url = json!([{"id": file["id"], "name": "parcel.png", "type": "image/png",
        "size": PICTURE.len()}]);
    assert_eq!(told["attachments"], without_url);
    let row = ana.conversation(conversation).await;
    assert_eq!(row["last_message"]["text"], "📎 parcel.png");

    let answer = by_member(ana, conversation, "label.png", PICTURE).await.is(201);
    reply(ana, conversation, "Print this", json!([answer["id"]])).await.is(200);
    let frames = socket.until("the reply", |f| f["message"]["text"] == "Print this").await;
    assert_eq!(frames.last().unwrap()["message"]["attachments"], json!([answer]));
    for (reader, file) in [(hub.nobody(), &file), (hub.nobody(), &answer)] {
        let got = reader.get(url(file)).await;
        assert_eq!((got.status, got.bytes.as_slice()), (200, PICTURE));
    }
    let got = ana.get(&format!("/v1/attachments/{}", file["id"].as_str().unwrap())).await;
    assert_eq!((got.status, got.bytes.as_slice()), (200, PICTURE));
    hub.check().await.unwrap();
}

#[tokio::test]
async fn what_is_given_out_can_only_be_looked_at_or_saved() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let octets = "application/octet-stream";
    let script = b"<script>alert(1)</script>".as_slice();
    let gif = b"GIF89a/*\x01\0\x80\0\0*/=1;alert(1)//".as_slice();
    let bomb = [b"PK\x03\x04\x14\0\0\0\x08\0".as_slice(), &[0; 42_374]].concat();
    for (name, bytes, kind, inline) in [
        ("photo.png", PICTURE.to_vec(), "image/png", true),
        ("photo.html", [PICTURE, script].concat(), "image/png", true),
        // As a script it is refused: its type is that of a picture, and nobody may guess another.
        ("a.js", gif.to_vec(), "image/gif", true),
        ("drawing.svg", b"<svg onload='alert(1)' xmlns='http://w3'/>".to_vec(), octets, false),
        ("drawing.png", b"<svg onload='alert(1)'/>".to_vec(), octets, false),
        ("page.html", script.to_vec(), octets, false),
        ("feed.xml", b"<?xml version='1.0'?><a/>".to_vec(), octets, false),
        ("run.sh", b"#!/bin/sh\n".to_vec(), octets, false),
        ("paper.pdf", b"%PDF-1.7\nPK\x03\x04".to_vec(), "application/pdf", false),
        ("42.zip", bomb, "application/zip", false),
        ("notes.txt", "Grüße".into(), "text/plain; charset=utf-8", false),
    ] {
        let file = uploaded(&marta, name, &bytes).await;
        let got = hub.nobody().get(url(&file)).await;
        assert_eq!((got.status, got.bytes == bytes), (200, true), "{name}");
        let way = if inline { "inline" } else { "attachment" };
        let disposition = got.header("content-disposition");
        assert!(disposition.starts_with(&format!("{way}; filename*=UTF-8''")), "{disposition}");
        for (header, value) in [
            ("content-type", kind),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("cache-control", "private, max-age=86400, immutable"),
        ] {
            assert_eq!(got.header(header), value, "{name}");
        }
    }
}

#[tokio::test]
async fn a_hostile_name_is_made_harmless() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    for (name, kept) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\boot\\con.txt", "_con.txt"),
        ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
        ("...", "file"),
        ("Rechnung März.pdf", "Rechnung März.pdf"),
    ] {
        assert_eq!(uploaded(&marta, name, b"Hello").await["name"], kept, "{name:?}");
    }
    let long = uploaded(&marta, &format!("{}.pdf", "a".repeat(5_000)), b"Hello").await;
    let long = long["name"].as_str().unwrap();
    assert!(long.chars().count() <= 200 && long.ends_with(".pdf"), "{long}");
}

#[tokio::test]
async fn twenty_mebibytes_are_taken_and_a_byte_more_is_not() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let most = 20 * 1024 * 1024;
    let bytes: Vec<u8> = (0..=most).map(|n| (n % 251) as u8).collect();
    let file = uploaded(&marta, "large.bin", &bytes[..most]).await;
    let got = hub.nobody().get(url(&file)).await;
    assert!(got.bytes == bytes[..most], "the same bytes come back");
    assert_eq!(got.header("content-length"), most.to_string());
    marta.upload(VISITORS, "larger.bin", &bytes).await.refused(413, "too_large");
    by_member(hub.ana(), &marta.conversation, "larger.bin", &bytes).await.refused(413, "too_large");
}

#[tokio::test]
async fn what_is_no_whole_file_is_refused() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let (boundary, whole) = form("file", "a.txt", b"Hello, this is all of it");
    let kind = format!("multipart/form-data; boundary={boundary}");
    let post = |kind: &str, body: &[u8]| {
        let request = marta.request(Method::POST, VISITORS).header("content-type", kind);
        marta.send(request.body(body.to_vec()))
    };
    for cut in [0, 20, whole.len() / 2, whole.len() - 4] {
        post(&kind, &whole[..cut]).await.refused(422, "invalid");
    }
    let (_, other) = form("other", "a.txt", b"Hello");
    let twice = [&whole[..whole.len() - 4], b"\r\n", &whole].concat();
    post(&kind, &other).await.refused(422, "invalid");
    post(&kind, &twice).await.refused(422, "invalid");
    post("multipart/form-data", &whole).await.refused(422, "invalid");
    post("application/json", b"{}").await.refused(422, "invalid");
    marta.upload(VISITORS, "empty.txt", b"").await.refused(422, "invalid");
    post(&kind, &whole).await.is(201);
    assert_eq!(files_in(&hub), 1, "only the whole one is there");
}

/// How many files lie in the hub's own file.
fn files_in(hub: &Hub) -> u64 {
    let db = rusqlite::Connection::open(hub.folder().join(baton_store::FILE)).unwrap();
    db.query_row("SELECT count(*) FROM attachments", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_file_is_sent_by_its_sender_in_its_conversation_and_once() {
    let hub = Hub::open().await;
    let (marta, stranger) = (with_ana(&hub).await, with_ana(&hub).await);
    let own = uploaded(&marta, "own.txt", b"mine").await;
    let foreign = uploaded(&stranger, "foreign.txt", b"not mine").await;
    let anas = by_member(hub.ana(), &marta.conversation, "ana.txt", b"hers").await.is(201);
    let refused = |answer: Answer| {
        assert_eq!(answer.refused(422, "invalid")["field"], "attachments");
    };
    for other in [&foreign["id"], &anas["id"], &json!(id())] {
        refused(send(&marta, "Look", json!([other])).await);
    }
    let theft = reply(hub.ana(), &marta.conversation, "Look", json!([own["id"]])).await;
    refused(theft);
    refused(send(&marta, "Look", json!([own["id"], own["id"]])).await);
    let head = hub.head().await;
    let message = json!({"id": id(), "text": "", "attachments": [own["id"]]});
    let said = marta.post("/v1/visitor/messages", message.clone()).await.is(201);
    // The retry of a lost answer is the same message, not a second use.
    assert_eq!(marta.post("/v1/visitor/messages", message).await.is(200), said);
    refused(send(&marta, "Again", json!([own["id"]])).await);
    assert_eq!(hub.head().await, head + 1);
    send(&marta, "", json!([])).await.refused(422, "invalid");
}

#[tokio::test]
async fn who_holds_the_conversation_uploads_to_it_and_nobody_else() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let conversation = marta.conversation.as_str();
    by_member(hub.bob(), conversation, "a.txt", b"Hi").await.refused(409, "not_assignee");
    by_member(hub.ana(), &id(), "a.txt", b"Hi").await.refused(404, "not_found");
    by_member(&marta, conversation, "a.txt", b"Hi").await.refused(401, "unauthorized");
    hub.ana().upload(VISITORS, "a.txt", b"Hi").await.refused(401, "unauthorized");
    hub.ana().command(conversation, json!({"type": "status", "to": "closed"})).await.is(200);
    by_member(hub.ana(), conversation, "a.txt", b"Hi").await.refused(409, "closed");
    assert_eq!(files_in(&hub), 0);
}

#[tokio::test]
async fn a_file_is_read_with_its_address_or_by_members_once_it_was_sent() {
    let hub = Hub::open().await;
    let (marta, stranger) = (with_ana(&hub).await, with_ana(&hub).await);
    let file = by_member(hub.ana(), &marta.conversation, "a.txt", b"Hi").await.is(201);
    let other = uploaded(&stranger, "b.txt", b"secret").await;
    let bare = format!("/v1/attachments/{}", file["id"].as_str().unwrap());
    // Not sent yet: only Ana knows of it.
    hub.ana().get(&bare).await.is(200);
    hub.bob().get(&bare).await.refused(404, "not_found");
    reply(hub.ana(), &marta.conversation, "", json!([file["id"]])).await.is(200);
    hub.bob().get(&bare).await.is(200);
    marta.get(&bare).await.refused(401, "unauthorized");
    hub.nobody().get(&bare).await.refused(401, "unauthorized");
    // The signature of one file opens no other.
    let signature = url(&file).rsplit('/').next().unwrap();
    let other_bare = format!("/v1/attachments/{}", other["id"].as_str().unwrap());
    for forged in [signature, "", "AAAA", &signature[1..], &format!("{signature}A")] {
        let answer = marta.get(&format!("{other_bare}/{forged}")).await;
        assert_eq!(answer.status, 404, "{forged}");
        assert!(!answer.text.contains("secret"));
    }
    let read = marta.get("/v1/visitor/messages").await.text;
    assert!(!read.contains(other["id"].as_str().unwrap()));
}

#[tokio::test]
async fn a_retried_upload_with_the_same_key_is_the_same_file() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let post = |key: &str, bytes: &[u8]| {
        let (boundary, body) = form("file", "a.txt", bytes);
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = marta.request(Method::POST, VISITORS).header("content-type", kind);
        marta.send(request.header("idempotency-key", key).body(body))
    };
    let first = post("one", b"Hello").await.is(201);
    assert_eq!(post("one", b"Hello").await.is(200), first);
    post("one", b"Something else").await.refused(409, "id_reused");
    assert_ne!(post("two", b"Hello").await.is(201)["id"], first["id"]);
    assert_eq!(files_in(&hub), 2);
}

#[tokio::test]
async fn a_visitor_uploads_so_many_files_a_minute_and_so_many_bytes_an_hour() {
    let env = [("BATON_LIMIT_UPLOADS", "3"), ("BATON_LIMIT_UPLOAD_MIB", "2")];
    let hub = Hub::with(Setup { env: &env, ..Setup::default() }).await;
    let (marta, stranger) = (with_ana(&hub).await, with_ana(&hub).await);
    for _ in 0..3 {
        uploaded(&marta, "a.txt", b"Hi").await;
    }
    let answer = marta.upload(VISITORS, "a.txt", b"Hi").await;
    assert!(!answer.header("retry-after").is_empty());
    answer.refused(429, "rate_limited");
    uploaded(&stranger, "a.bin", &vec![0; 1_800_000]).await;
    let much = stranger.upload(VISITORS, "b.bin", &vec![0; 1_800_000]).await;
    much.refused(429, "rate_limited");
}

#[tokio::test]
async fn a_visitor_sends_two_files_at_once_and_the_third_waits_until_one_is_done() {
    let env = [("BATON_LIMIT_UPLOADS", "100000"), ("BATON_LIMIT_UPLOAD_MIB", "100000")];
    let hub = Hub::with(Setup { env: &env, ..Setup::default() }).await;
    let (marta, stranger) = (with_ana(&hub).await, with_ana(&hub).await);
    let never_ends = async || {
        let mut line =
            TcpStream::connect(marta.base().strip_prefix("http://").unwrap()).await.unwrap();
        let head = format!(
            "POST {VISITORS} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {}\r\n\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\n\r\n",
            marta.token()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line
    };
    let answered = async || marta.upload(VISITORS, "a.txt", b"Hi").await.status;
    let mut lines = vec![never_ends().await];
    // A line may come after the upload that was sent after it, and be the third itself.
    let third = async {
        while answered().await != 429 {
            lines.push(never_ends().await);
        }
    };
    soon("the third is refused", third).await;
    uploaded(&stranger, "a.txt", b"Hi").await;
    drop(lines);
    soon("there is room again", async { while answered().await != 201 {} }).await;
}

#[tokio::test]
async fn a_member_keeps_uploading_where_a_visitor_is_slowed_down() {
    let env = [("BATON_LIMIT_UPLOADS", "1"), ("BATON_LIMIT_UPLOAD_MIB", "1")];
    let hub = Hub::with(Setup { env: &env, ..Setup::default() }).await;
    let marta = with_ana(&hub).await;
    for _ in 0..4 {
        let bytes = vec![0; 600_000];
        by_member(hub.ana(), &marta.conversation, "a.bin", &bytes).await.is(201);
    }
}

#[tokio::test]
async fn a_file_alone_is_more_than_iris_can_read_and_goes_to_people() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    let greeted = hub.ana().message_by("ai", &marta.conversation, marta.seq).await;
    let file = uploaded(&marta, "parcel.png", PICTURE).await;
    send(&marta, "", json!([file["id"]])).await.is(201);
    let after = greeted["seq"].as_u64().unwrap();
    let handed = hub.ana().event_in(&marta.conversation, after, "handed_off").await;
    assert_eq!(handed["data"]["reason"], "The visitor sent a file");
}

#[tokio::test]
async fn an_ai_agent_elsewhere_sends_files_of_what_it_holds() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Hello").await;
    let file = by_member(&otto, &marta.conversation, "guide.pdf", b"%PDF-1.7").await.is(201);
    let answer = json!({"type": "reply", "text": "Here", "expect": 1, "attachments": [file["id"]]});
    otto.command(&marta.conversation, answer).await.is(200);
    let last = marta.reads().await.pop().unwrap();
    assert_eq!(last["attachments"], json!([file]));
    hub.ana().assign(&marta.conversation, hub.ana().party()).await;
    let late = by_member(&otto, &marta.conversation, "late.pdf", b"%PDF-1.7").await;
    late.refused(404, "not_found");
}

#[tokio::test]
async fn exports_name_the_files() {
    let hub = Hub::open().await;
    let marta = with_ana(&hub).await;
    let file = uploaded(&marta, "parcel & label.png", PICTURE).await;
    send(&marta, "", json!([file["id"]])).await.is(201);
    for (format, name) in [
        ("json", "\"parcel & label.png\""),
        ("html", "parcel &amp; label.png"),
        ("csv", "\"parcel & label.png\""),
    ] {
        let export = hub.ana().get(&format!("/v1/export?format={format}")).await;
        assert!(export.text.contains(name), "{}", export.text);
    }
}
