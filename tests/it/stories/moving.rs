//! A workspace moves from one computer to a hub that waits for it, and is served there as before.

use super::operations::baton_hub;
use baton::team::Move;
use baton_it::{Answer, Client, Document, Hub, OWNER_PASSWORD, binary, id, soon};
use baton_store::{FILE, MOVED_FILE};
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};

/// A hub that waits for a workspace.
struct Empty {
    folder: TempDir,
    nobody: Client,
    code: String,
    lines: Lines<BufReader<ChildStdout>>,
    process: Child,
}

impl Empty {
    async fn waits(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(binary());
        command.args(["receive", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path());
        command.args(arguments).env("RUST_LOG", "off").env("BATON_LIMIT_SIGN_INS", "0");
        command.stdout(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let code = line(&mut lines, "move code ").await;
        let url = line(&mut lines, "waiting for a workspace on ").await;
        assert!(code.starts_with("bmv_"));
        Self { folder, nobody: Client::new(&url), code, lines, process }
    }

    async fn sent(&self, code: &str, file: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let client = self.nobody.with_token(code);
        let mut request = client.request(Method::POST, "/v1/workspace").body(file);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        client.send(request).await
    }

    /// Nothing of what was refused is there.
    fn has_nothing(&self) {
        let names = self.folder.path().read_dir().unwrap().map(|file| file.unwrap().file_name());
        let names: Vec<_> = names.collect();
        assert_eq!(names, ["lock"], "something was left");
    }
}

async fn line(lines: &mut Lines<BufReader<ChildStdout>>, begins: &str) -> String {
    let line = soon(begins, lines.next_line()).await.unwrap().expect("a line");
    line.strip_prefix(begins).unwrap_or_else(|| panic!("{begins}…, not {line}")).to_owned()
}

async fn backed_up(hub: &Hub, place: &Path) -> PathBuf {
    let out = place.join("moving.sqlite");
    let made = baton_hub(hub.folder(), &["backup", "--out", out.to_str().unwrap()]).await;
    assert!(made.status.success());
    out
}

#[tokio::test]
async fn a_moved_workspace_is_served_at_the_same_address_and_conversations_go_on() {
    let (home, mut there) = (Hub::open().await, Empty::waits(&[]).await);
    let marta = home.marta_waits().await;
    home.ana().claim(&marta.conversation).await;
    home.ana().reply(&marta.conversation, "One moment").await;
    let invitation = json!({"email": "carla@team.example"});
    let invitation = home.ana().post("/v1/invitations", invitation).await.is(201);
    let place = tempfile::tempdir().unwrap();
    let file = std::fs::read(backed_up(&home, place.path()).await).unwrap();
    assert_eq!(there.nobody.get("/healthz").await.status, 200);
    there.nobody.get("/v1/me").await.refused(503, "unavailable");
    let password = OWNER_PASSWORD.replace(' ', "%20");
    let headers =
        [("Baton-Owner-Password", password.as_str()), ("Baton-Owner-Email", "ana%40new.example")];
    let moved = there.sent(&there.code, file, &headers).await.is(201);
    let document = Document::parse(&home.nobody().get("/v1/openapi.json").await.text);
    let schema = document.answer("POST", "/v1/workspace", 201);
    assert_eq!(document.faults(schema, &moved), Vec::<String>::new());
    assert_eq!(moved["workspace"], "Nordhem");
    assert_eq!(moved["owner_id"], home.ana().id);
    // The next call may come before the hub has begun to serve: it waits, and is answered.
    let ana = there.nobody.with_token(moved["token"].as_str().unwrap());
    assert_eq!(ana.get("/v1/me").await.is(200)["email"], "ana@new.example");
    let url = line(&mut there.lines, "listening on ").await;
    assert_eq!(url, there.nobody.base());
    for old in [home.ana().token(), home.bob().token()] {
        there.nobody.with_token(old).get("/v1/me").await.refused(401, "unauthorized");
    }
    let accepted = json!({"code": invitation["code"], "name": "Carla", "password": OWNER_PASSWORD});
    there.nobody.post("/v1/invitations/accept", accepted).await.refused(401, "unauthorized");
    assert_eq!(ana.get("/v1/invitations").await.is(200)["items"], json!([]));
    #[cfg(unix)]
    for name in ["lock", "baton.sqlite"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(there.folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let moved_marta = there.nobody.with_token(marta.token());
    let body = json!({"id": id(), "text": "I am still here"});
    moved_marta.post("/v1/visitor/messages", body).await.is(201);
    let said = ana.messages(&marta.conversation).await;
    assert_eq!(said.last().unwrap()["text"], "I am still here");
    let reply = json!({"type": "reply", "text": "So am I", "expect": 3});
    ana.command(&marta.conversation, reply).await.is(200);
    let sign_in = json!({"email": "ana@new.example", "password": OWNER_PASSWORD, "device": "x"});
    there.nobody.post("/v1/sessions", sign_in).await.is(201);
    let again = there.nobody.with_token(&there.code).post_bytes("/v1/workspace", "x").await;
    again.refused(401, "unauthorized");
    ana.post_bytes("/v1/workspace", "x").await.refused(403, "forbidden");
    let checked = baton_hub(there.folder.path(), &["check"]).await;
    assert!(checked.status.success());
    there.process.kill().await.unwrap();
    let refused = baton_hub(there.folder.path(), &["receive"]).await;
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("already"), "{told}");
}

#[tokio::test]
async fn the_old_file_goes_once_the_hub_has_everything_and_stays_while_it_has_not() {
    let (folder, there) = (tempfile::tempdir().unwrap(), Empty::waits(&[]).await);
    let home = baton_it::start(folder.path()).await;
    let (address, code) = (there.nobody.base().to_owned(), there.code.clone());
    let (email, password) = ("ana@new.example".to_owned(), OWNER_PASSWORD.to_owned());
    let moved = home.move_workspace(Move { address, code, email, password }).await.unwrap();
    assert!(moved.hub.starts_with(there.nobody.base()));
    let old = folder.path().join(MOVED_FILE);
    assert!(!old.exists() && !folder.path().join(FILE).exists());
    home.close();
    drop(home);

    // One of another workspace: nothing says that the hub has it.
    let other = Hub::open().await;
    std::fs::copy(backed_up(&other, folder.path()).await, &old).unwrap();
    baton_it::start(folder.path()).await.close();
    assert!(old.exists());
    // What a stop has left of a move.
    std::fs::copy(there.folder.path().join(FILE), &old).unwrap();
    baton_it::start(folder.path()).await.close();
    assert!(!old.exists());
}

/// The file with one thing changed in it.
fn tampered(file: &Path, sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite");
    std::fs::copy(file, &copy).unwrap();
    Connection::open(&copy).unwrap().execute_batch(sql).unwrap();
    std::fs::read(&copy).unwrap()
}

#[tokio::test]
async fn what_is_no_whole_workspace_is_refused_in_words_and_the_hub_goes_on_waiting() {
    let (home, there) = (Hub::open().await, Empty::waits(&[]).await);
    home.marta("Hello").await;
    let place = tempfile::tempdir().unwrap();
    let file = backed_up(&home, place.path()).await;
    let whole = std::fs::read(&file).unwrap();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8192].fill(0xa5);
    let trigger = "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM tokens; END";
    let newer = "UPDATE refinery_schema_history SET version = version + 1000";
    let cases: [(&str, Vec<u8>); 10] = [
        ("no SQLite file", b"Hello".to_vec()),
        ("no SQLite file", Vec::new()),
        ("none of Baton", tampered(&file, "DROP TABLE refinery_schema_history")),
        ("no workspace", whole[..whole.len() / 2].to_vec()),
        ("no workspace", damaged),
        ("not those of any release", tampered(&file, trigger)),
        ("newer Baton", tampered(&file, newer)),
        ("events are missing", tampered(&file, "DELETE FROM events WHERE seq = 3")),
        ("do not equal its log", tampered(&file, "UPDATE messages SET text = 'I never paid'")),
        ("no workspace in it", tampered(&file, "DELETE FROM settings_objects")),
    ];
    for (words, bytes) in cases {
        let told = there.sent(&there.code, bytes, &[]).await.refused(422, "invalid");
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{words}: {detail}");
        there.has_nothing();
    }
    for (headers, field) in [
        ([("Baton-Owner-Password", "short")], "password"),
        ([("Baton-Owner-Password", "%ff%ff%ff%ff%ff%ff%ff%ff%ff%ff%ff")], "Baton-Owner-Password"),
        ([("Baton-Owner-Email", "nobody")], "email"),
        ([("Baton-Owner-Email", "bob%40team.example")], "email"),
    ] {
        let told = there.sent(&there.code, whole.clone(), &headers).await.refused(422, "invalid");
        assert_eq!(told["field"], field);
        there.has_nothing();
    }
    for wrong in ["bmv_wrong", "", home.ana().token()] {
        there.sent(wrong, whole.clone(), &[]).await.refused(401, "unauthorized");
        there.has_nothing();
    }
    cut(&there, &whole).await;
    there.sent(&there.code, whole, &[]).await.is(201);
}

/// A line on which an upload of so many bytes begins.
async fn begun(there: &Empty, bytes: usize, headers: &str) -> TcpStream {
    let address = there.nobody.base().strip_prefix("http://").unwrap();
    let mut line = TcpStream::connect(address).await.unwrap();
    let code = &there.code;
    let head = format!(
        "POST /v1/workspace HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {code}\r\n\
         content-length: {bytes}\r\n{headers}\r\n"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line
}

#[tokio::test]
async fn a_sender_that_hangs_up_at_the_end_finds_its_workspace_served() {
    let (home, mut there) = (Hub::open().await, Empty::waits(&[]).await);
    let place = tempfile::tempdir().unwrap();
    let file = std::fs::read(backed_up(&home, place.path()).await).unwrap();
    let password = format!("Baton-Owner-Password: {}\r\n", OWNER_PASSWORD.replace(' ', "%20"));
    let mut line = begun(&there, file.len(), &password).await;
    line.write_all(&file).await.unwrap();
    drop(line);
    let url = self::line(&mut there.lines, "listening on ").await;
    assert_eq!(url, there.nobody.base());
    let left = there.folder.path().join("receiving");
    assert!(!left.exists(), "something was left");
    let sign_in = json!({"email": "ana@team.example", "password": OWNER_PASSWORD, "device": "x"});
    there.nobody.post("/v1/sessions", sign_in).await.is(201);
}

/// Half of the file, and the line goes dead.
async fn cut(there: &Empty, whole: &[u8]) {
    let mut line = begun(there, whole.len(), "").await;
    line.write_all(&whole[..whole.len() / 2]).await.unwrap();
    let staged = there.folder.path().join("receiving");
    soon("the first half", async {
        while !staged.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    // Somebody else is told to wait meanwhile.
    there.sent(&there.code, whole.to_vec(), &[]).await.refused(503, "unavailable");
    drop(line);
    soon("the end of it", async {
        while staged.exists() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    there.has_nothing();
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_and_a_waiting_hub_ends_when_it_is_told_to() {
    let mut there = Empty::waits(&["--largest-gib", "0"]).await;
    there.sent(&there.code, b"Hello".to_vec(), &[]).await.refused(413, "too_large");
    there.has_nothing();
    let pid = there.process.id().unwrap().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
    assert!(told.success());
    let ended = soon("its end", there.process.wait()).await.unwrap();
    assert!(ended.success(), "{ended}");
    assert_eq!(Value::Null, Value::from(there.lines.next_line().await.unwrap()));
}
