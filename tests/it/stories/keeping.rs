//! Backups and exports beside a serving hub, and what can be done with them.

use super::operations::baton_hub;
use baton_it::{Hub, Member, Visitor, id, soon};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Marta goes on writing until she is told to end; how much she has written.
struct Busy {
    ended: Arc<AtomicBool>,
    written: Arc<AtomicU64>,
    writing: tokio::task::JoinHandle<()>,
}

impl Busy {
    fn with(marta: &Visitor) -> Self {
        let (ended, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (marta, end, count) = (marta.clone(), Arc::clone(&ended), Arc::clone(&written));
        let writing = tokio::spawn(async move {
            while !end.load(Ordering::Relaxed) {
                marta.say("Still there?").await;
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        Self { ended, written, writing }
    }

    fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    async fn ends(self) {
        self.ended.store(true, Ordering::Relaxed);
        soon("the last message", self.writing).await.unwrap();
    }
}

async fn download(member: &Member, path: &str) -> (u16, String, String) {
    let answer = soon(path, member.request(Method::GET, path).send()).await.unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (answer.status().as_u16(), kind, answer.text().await.unwrap())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What lies in a folder, by name.
fn lying(folder: &Path) -> Vec<String> {
    let names = folder.read_dir().unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_made_while_the_hub_serves_can_be_put_back_and_served() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let busy = Busy::with(&marta);
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("backup.sqlite");
    let arguments = ["backup", "--out", out.to_str().unwrap()];
    let made = baton_hub(hub.folder(), &arguments).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("secrets"), "it says what is in it");
    assert_eq!(lying(place.path()), ["backup.sqlite"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let before = std::fs::read(&out).unwrap();
    let again = baton_hub(hub.folder(), &arguments).await;
    assert!(!again.status.success() && text(&again.stderr).contains("backup.sqlite"));
    assert_eq!(std::fs::read(&out).unwrap(), before, "nothing is overwritten");
    busy.ends().await;

    let restored = tempfile::tempdir().unwrap();
    let data = restored.path().join("new");
    std::fs::create_dir(&data).unwrap();
    std::fs::copy(&out, data.join("baton.sqlite")).unwrap();
    let checked = baton_hub(&data, &["check"]).await;
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    let second = Hub::at(restored, "new", &[]).await;
    let ana = second.with_token(hub.ana().token());
    assert_eq!(ana.get("/v1/me").await.is(200)["name"], "Ana");
    let marta = second.with_token(marta.token());
    let body = json!({"id": id(), "text": "And now?"});
    marta.post("/v1/visitor/messages", body).await.is(201);
    second.check().await.unwrap();
}

#[tokio::test]
async fn a_backup_to_where_nothing_can_be_written_says_so() {
    let hub = Hub::open().await;
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("missing").join("backup.sqlite");
    let refused = baton_hub(hub.folder(), &["backup", "--out", out.to_str().unwrap()]).await;
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("was not written"), "{}", text(&refused.stderr));
    assert_eq!(lying(place.path()), [] as [String; 0]);
}

#[tokio::test]
async fn check_is_content_with_a_hub_that_is_writing_and_holds_nobody_up() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let busy = Busy::with(&marta);
    let before = busy.written();
    for _ in 0..5 {
        hub.check().await.unwrap();
    }
    assert!(busy.written() > before, "messages are taken while check reads");
    busy.ends().await;
    assert!(!lying(hub.folder()).iter().any(|name| name.starts_with("check")));
}

/// Three conversations: Marta's is claimed and answered, with a comment and a label; one visitor
/// has a name that a spreadsheet would run; one has none.
async fn talked() -> (Hub, Visitor) {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    hub.ana().claim(&marta.conversation).await;
    let words = "It **left** on [Monday](https://a.example/?x=\"y\") <script>alert(1)</script>";
    hub.ana().reply(&marta.conversation, words).await;
    let label = hub.ana().get("/v1/labels").await.is(200)["items"][0]["id"].clone();
    for command in [
        json!({"type": "comment", "text": "<b>Careful</b>"}),
        json!({"type": "labels", "add": [label]}),
    ] {
        hub.ana().command(&marta.conversation, command).await.is(200);
    }
    hub.widget.start(json!({"visitor": {"name": "=1+1,\"x\""}})).await;
    hub.widget.start(json!({})).await;
    (hub, marta)
}

#[tokio::test]
async fn an_export_as_json_has_every_word_of_every_conversation() {
    let (hub, marta) = talked().await;
    let (ana, one) = (hub.ana(), &marta.conversation);
    let (status, kind, body) = download(ana, "/v1/export?format=json").await;
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    let export: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(export["workspace"], "Nordhem");
    let conversations = export["conversations"].as_array().unwrap();
    let numbers: Vec<&Value> = conversations.iter().map(|c| &c["number"]).collect();
    assert_eq!(numbers, [1, 2, 3]);
    let first = &conversations[0];
    assert_eq!(first["messages"], Value::from(ana.messages(one).await));
    assert_eq!(first["timeline"], Value::from(ana.timeline(one).await));
    let comments = ana.get(&format!("/v1/conversations/{one}/comments")).await.is(200);
    assert_eq!(first["comments"], comments["items"]);
    assert_eq!(first["visitor"]["name"], "Marta");
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("all.json");
    let arguments = ["export", "--format", "json", "--out", out.to_str().unwrap()];
    let wrote = baton_hub(hub.folder(), &arguments).await;
    assert!(wrote.status.success(), "{}", text(&wrote.stderr));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), body, "the command line writes the same");
    assert!(!baton_hub(hub.folder(), &arguments).await.status.success(), "and overwrites nothing");
    assert_eq!(lying(place.path()), ["all.json"]);
}

#[tokio::test]
async fn an_export_as_csv_has_the_columns_of_chat_history_and_no_formulas() {
    let (hub, marta) = talked().await;
    let (status, kind, body) = download(hub.ana(), "/v1/export?format=csv").await;
    assert_eq!(status, 200);
    assert!(kind.starts_with("text/csv"));
    let lines: Vec<&str> = body.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 4);
    let columns = r#""Chat Agent","Contact","Responded by","Human takeover","Label","Status","#;
    assert!(lines[0].starts_with(columns), "{}", lines[0]);
    let marta_s = r#""Iris","Marta","Ana","Yes","Billing","Active","","20"#;
    assert!(lines[1].starts_with(marta_s), "{}", lines[1]);
    let number_and_id = format!(r#","1","{}","#, marta.conversation);
    assert!(lines[1].contains(&number_and_id), "{}", lines[1]);
    let formula = r#""Iris","'=1+1,""x""","","No","","Active","","20"#;
    assert!(lines[2].starts_with(formula), "{}", lines[2]);
    let anonymous = r#""Iris","Anonymous","","No","","Active","","20"#;
    assert!(lines[3].starts_with(anonymous), "{}", lines[3]);
}

#[tokio::test]
async fn an_export_as_html_is_one_page_in_which_nothing_of_theirs_is_markup() {
    let (hub, _) = talked().await;
    let (status, kind, body) = download(hub.ana(), "/v1/export?format=html").await;
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
    for shown in [
        "<h2>#1 Marta</h2>",
        "It <strong>left</strong> on ",
        "href=\"https://a.example/?x=&quot;y&quot;\">Monday</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;b&gt;Careful&lt;/b&gt;",
        "<h2>#2 =1+1,&quot;x&quot;</h2>",
        "<h2>#3 Anonymous</h2>",
        "assigned from nobody to Ana",
    ] {
        assert!(body.contains(shown), "{shown} is not in {body}");
    }
    for foreign in ["<script", "<b>Careful", "src=", "<link", "<img", "url("] {
        assert!(!body.contains(foreign), "{foreign} is in {body}");
    }
    assert_eq!(body.matches("<article").count(), body.matches("</article>").count());
    assert_eq!(body.matches("<ol>").count(), body.matches("</ol>").count());
    assert_eq!(body.matches("<li>").count(), body.matches("</li>").count());
}

#[tokio::test]
async fn an_export_follows_the_filters_of_the_list_and_is_for_owners_and_admins() {
    let (hub, marta) = talked().await;
    let numbers = |body: &str| -> Vec<u64> {
        let export: Value = serde_json::from_str(body).unwrap();
        let items = export["conversations"].as_array().unwrap();
        items.iter().map(|item| item["number"].as_u64().unwrap()).collect()
    };
    for (filters, found) in [
        ("tab=mine", vec![1]),
        ("human_takeover=false", vec![2, 3]),
        ("agent_type=human&status=active", vec![1]),
        ("label=none", vec![2, 3]),
        ("q=Monday", vec![1]),
        ("status=closed", vec![]),
        ("from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z", vec![]),
    ] {
        let path = format!("/v1/export?format=json&{filters}");
        let (status, _, body) = download(hub.ana(), &path).await;
        assert_eq!((status, numbers(&body)), (200, found), "{filters}");
    }
    for (query, field) in [
        ("", "format"),
        ("format=xml", "format"),
        ("format=csv&limit=5", "limit"),
        ("format=csv&status=open", "status"),
        ("format=csv&everything=1", "query"),
    ] {
        let told = hub.ana().get(&format!("/v1/export?{query}")).await.refused(422, "invalid");
        assert_eq!(told["field"], field, "{query}");
    }
    hub.bob().get("/v1/export?format=csv").await.refused(403, "forbidden");
    marta.get("/v1/export?format=csv").await.refused(401, "unauthorized");
}

#[tokio::test]
async fn a_long_conversation_is_exported_whole_and_in_pieces() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let words = "Where is my parcel? ".repeat(20);
    for n in 0..450 {
        marta.say(&format!("{n} {words}")).await;
    }
    let (ana, path) = (hub.ana(), "/v1/export?format=json");
    let mut answer = soon("an export", ana.request(Method::GET, path).send()).await.unwrap();
    let (mut body, mut pieces) = (Vec::new(), 0);
    while let Some(piece) = soon("a piece", answer.chunk()).await.unwrap() {
        body.extend_from_slice(&piece);
        pieces += 1;
    }
    assert!(pieces > 1, "in {pieces}");
    let export: Value = serde_json::from_slice(&body).unwrap();
    let messages = export["conversations"][0]["messages"].as_array().unwrap();
    let said = messages.iter().filter(|message| message["author"]["kind"] == "visitor");
    let begins = said.map(|m| m["text"].as_str().unwrap().split(' ').next().unwrap().to_owned());
    let expected: Vec<String> = (0..450).map(|n| n.to_string()).collect();
    assert_eq!(begins.collect::<Vec<_>>(), expected);
    assert_eq!(messages.len(), 451, "and the waiting text");
}
