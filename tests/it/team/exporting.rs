//! Chat History and its exports on a desktop of a team: from its own copy, in the tunnel too.

use baton::team::LineStanding;
use baton::{
    ErrorCode, ExportAs, ExportEnd, ExportProgress, Exported, HistoryColumn, HistoryQuery,
    IpcError, Takeover, TakeoverFilter,
};
use baton_it::{Desktop, Hub, Way};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

fn query(sort: HistoryColumn, descending: bool) -> HistoryQuery {
    HistoryQuery {
        q: None,
        ai_agent: None,
        responded_by: None,
        takeover: None,
        label: None,
        status: None,
        from: None,
        to: None,
        sort,
        descending,
        cursor: None,
        limit: 50,
    }
}

fn newest() -> HistoryQuery {
    query(HistoryColumn::Created, true)
}

async fn export(
    desktop: &Desktop,
    query: HistoryQuery,
    how: ExportAs,
    file: &Path,
) -> Result<Exported, IpcError> {
    desktop.inbox().export(query, None, how, file.to_owned(), |_| {}).await
}

fn lying(folder: &Path) -> usize {
    folder.read_dir().unwrap().count()
}

/// Zoë talks to Iris; Marta waits; Ana has a third.
async fn in_the_tunnel() -> (Hub, Desktop) {
    let hub = Hub::open().await;
    hub.widget.start(json!({"visitor": {"name": "Zoë"}})).await;
    hub.marta_waits().await;
    let third = hub.marta_waits().await;
    hub.ana().claim(&third.conversation).await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.has(hub.head().await).await;
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    (hub, ana)
}

#[tokio::test]
async fn in_the_tunnel_chat_history_is_there_sorted_and_narrowed() {
    let (_hub, ana) = in_the_tunnel().await;
    let page = ana.inbox().history(newest()).await.unwrap();
    let rows: Vec<_> = page.items.iter().map(|r| (r.conversation.number, r.takeover)).collect();
    assert_eq!(rows, [(3, Takeover::Now), (2, Takeover::Now), (1, Takeover::Never)]);
    assert_eq!((page.total, page.since, page.next), (Some(3), None, None));
    let never = HistoryQuery { takeover: Some(TakeoverFilter::Never), ..newest() };
    assert_eq!(ana.inbox().history(never).await.unwrap().total, Some(1));
    let by_name = ana.inbox().history(query(HistoryColumn::Contact, true)).await.unwrap();
    assert_eq!(by_name.items[0].conversation.visitor.name.as_deref(), Some("Zoë"));
    let bad = HistoryQuery { label: Some("billing".into()), ..newest() };
    assert_eq!(ana.inbox().history(bad).await.unwrap_err().code, ErrorCode::Invalid);
}

#[tokio::test]
async fn what_is_shown_is_exported_in_its_order_with_the_hub_out_of_reach() {
    let (_hub, ana) = in_the_tunnel().await;
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("all.csv");
    let done = export(&ana, newest(), ExportAs::Csv, &csv).await.unwrap();
    assert_eq!(done, Exported { end: ExportEnd::Saved, file: "all.csv".into(), conversations: 3 });
    let text = std::fs::read_to_string(&csv).unwrap();
    assert!(text.starts_with("\u{feff}\"Chat Agent\",\"Contact\""), "Excel reads it as UTF-8");
    let names: Vec<&str> = text.split("\r\n").skip(1).filter_map(|l| l.split('"').nth(3)).collect();
    assert_eq!(names, ["Marta", "Marta", "Zoë"]);
    let json_file = folder.path().join("people.json");
    let people = HistoryQuery {
        takeover: Some(TakeoverFilter::Now),
        ..query(HistoryColumn::Created, false)
    };
    export(&ana, people, ExportAs::Json, &json_file).await.unwrap();
    let all: Value = serde_json::from_slice(&std::fs::read(&json_file).unwrap()).unwrap();
    let numbers: Vec<&Value> =
        all["conversations"].as_array().unwrap().iter().map(|c| &c["number"]).collect();
    assert_eq!(numbers, [2, 3]);
    let html = folder.path().join("one.html");
    let only = ana.inbox().history(newest()).await.unwrap().items[2].conversation.id;
    let inbox = ana.inbox();
    let one = inbox.export(newest(), Some(only), ExportAs::Html, html.clone(), |_| {}).await;
    assert_eq!(one.unwrap().conversations, 1);
    let page = std::fs::read_to_string(&html).unwrap();
    assert!(page.contains("<h2>#1 Zoë</h2>") && !page.contains("<h2>#2"));
    assert_eq!(lying(folder.path()), 3);
}

#[tokio::test]
async fn progress_is_told_and_an_export_that_is_ended_leaves_no_file() {
    let hub = Hub::open().await;
    for _ in 0..120 {
        hub.widget.start(json!({})).await;
    }
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.has(hub.head().await).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.html");
    std::fs::write(&file, "before").unwrap();
    let inbox = ana.inbox();
    let heard: Arc<Mutex<Vec<ExportProgress>>> = Arc::default();
    let (stopped, told) = (ana.inbox(), Arc::clone(&heard));
    let ended = inbox.export(newest(), None, ExportAs::Html, file.clone(), move |progress| {
        told.lock().unwrap().push(progress);
        stopped.cancel_export();
    });
    assert_eq!(ended.await.unwrap().end, ExportEnd::Cancelled);
    assert_eq!(heard.lock().unwrap()[0], ExportProgress { done: 0, total: 120 });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "before");
    assert_eq!(lying(folder.path()), 1);
    let again = export(&ana, newest(), ExportAs::Html, &file).await.unwrap();
    assert_eq!((again.end, again.conversations), (ExportEnd::Saved, 120));
}

#[tokio::test]
async fn where_nothing_can_be_written_it_says_so_and_members_ask_an_admin() {
    let (hub, ana) = in_the_tunnel().await;
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("missing").join("all.csv");
    let refused = export(&ana, newest(), ExportAs::Csv, &nowhere).await.unwrap();
    assert_eq!((refused.end, refused.conversations), (ExportEnd::NotWritable, 0));
    let bob = Desktop::of(hub.bob(), &hub.url).await;
    let file = folder.path().join("bobs.csv");
    let refused = export(&bob, newest(), ExportAs::Csv, &file).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
    assert_eq!(lying(folder.path()), 0);
}

#[tokio::test]
async fn a_copy_of_the_last_days_says_since_when_it_holds_everything() {
    let hub = Hub::open().await;
    hub.marta_waits().await;
    let ana = Desktop::holding(hub.ana(), &hub.url, Some(30)).await;
    ana.has(hub.head().await).await;
    assert!(ana.inbox().history(newest()).await.unwrap().since.is_some());
}
