//! The same upload again, with its Idempotency-Key: after a stop, at the same time, with other bytes.

use baton_it::{Answer, Hub, Visitor, form, soon};
use reqwest::Method;
use rusqlite::Connection;

async fn post(marta: &Visitor, key: &str, bytes: &[u8]) -> Answer {
    let (boundary, body) = form("file", "a.txt", bytes);
    let kind = format!("multipart/form-data; boundary={boundary}");
    let request = marta.request(Method::POST, "/v1/visitor/attachments");
    marta.send(request.header("content-type", kind).header("idempotency-key", key).body(body)).await
}

fn file(hub: &Hub) -> Connection {
    let db = Connection::open(hub.folder().join(baton_store::FILE)).unwrap();
    db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    db
}

/// What a stop leaves of a file while it is being kept.
fn broken_off(hub: &Hub) {
    let changed = file(hub).execute("UPDATE attachments SET whole = 0", []).unwrap();
    assert_eq!(changed, 1);
}

fn parts(hub: &Hub) -> u64 {
    let count =
        "SELECT (SELECT count(*) FROM attachments) + (SELECT count(*) FROM attachment_parts)";
    file(hub).query_row(count, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn an_upload_that_broke_off_is_taken_when_it_comes_again() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let first = post(&marta, "one", b"Hello").await.is(201);
    broken_off(&hub);
    let again = post(&marta, "one", b"Hello").await.is(201);
    assert_eq!(again, first);
    let got = hub.nobody().get(again["url"].as_str().unwrap()).await;
    assert_eq!((got.status, got.bytes.as_slice()), (200, b"Hello".as_slice()));
    assert_eq!(parts(&hub), 2, "nothing of the first try is left");
}

#[tokio::test]
async fn what_a_kill_left_of_an_upload_is_gone_after_the_start() {
    let mut hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    post(&marta, "one", b"Hello").await.is(201);
    hub.kill().await;
    broken_off(&hub);
    hub.start_again().await;
    assert_eq!(parts(&hub), 0);
}

#[tokio::test]
async fn the_same_key_for_other_bytes_is_refused_however_alike_they_are() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let large = vec![b'a'; 600_000];
    let mut other = large.clone();
    *other.last_mut().unwrap() = b'b';
    let first = post(&marta, "one", &large).await.is(201);
    post(&marta, "one", &other).await.refused(409, "id_reused");
    assert_eq!(post(&marta, "one", &large).await.is(200), first);
}

#[tokio::test]
async fn two_uploads_at_once_with_one_key_are_one_file() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let bytes = vec![b'a'; 3_000_000];
    for key in ["one", "two", "three"] {
        let both = async { tokio::join!(post(&marta, key, &bytes), post(&marta, key, &bytes)) };
        let (one, other) = soon("both answers", both).await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 201]);
    }
}

#[tokio::test]
async fn a_name_is_read_as_browsers_write_it_and_one_that_nobody_sees_is_none() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    for (name, kept) in [
        ("a%22b%0D%0A.txt", "a_b.txt"),
        ("50%25.txt", "50%25.txt"),
        ("\u{3164}\u{115f}\u{200b}", "file"),
    ] {
        let file = marta.upload("/v1/visitor/attachments", name, b"Hello").await.is(201);
        assert_eq!(file["name"], kept, "{name}");
    }
}
