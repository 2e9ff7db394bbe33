//! The commands of the web view, one for each method of the UI's `Ipc`. They only pass on.

mod files;

use super::trial::Trials;
use super::{links, login, words};
use crate::desktop_prefs::{self, DesktopPrefs};
use crate::history::{HistoryPage, HistoryQuery};
use crate::home::Home;
use crate::inbox::Answer;
use crate::ipc::*;
use crate::listing::{ListQuery, Listed, WhichListed};
use crate::reports::{LedgerAsked, LedgerPage, ReportQuery, Reports};
use crate::team::{Join, Move, SignIn};
use baton_domain::*;
use baton_store::Place;
use serde_json::{Map, Value};
use std::sync::Arc;
use tauri::ipc::Invoke;
use tauri::{AppHandle, Manager, State, WebviewWindow, command};
use tauri_plugin_opener::OpenerExt;
use tokio::task::spawn_blocking;

type Mine<'a> = State<'a, Arc<Home>>;

/// All of them.
pub fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        bootstrap,
        introduce,
        list,
        listed,
        history,
        files::export_conversations,
        files::cancel_export,
        print,
        thread,
        thread_after,
        search,
        timeline,
        comments,
        earlier,
        analysis,
        rules,
        rehearse,
        try_rules,
        reports,
        ledger,
        files::save_report,
        command_on,
        create_label,
        saved_replies,
        set_available,
        typing,
        viewing,
        open_url,
        files::pick_articles,
        join,
        sign_in,
        leave_team,
        keep_days,
        search_at_hub,
        move_workspace,
        hub,
        try_now,
        outbox_edit,
        outbox_retry,
        outbox_discard,
        files::upload,
        files::cancel_upload,
        files::save_attachment,
        desktop_prefs,
        set_desktop_prefs,
        try_notices
    ]
}

#[command]
async fn bootstrap(home: Mine<'_>) -> Answer<Bootstrap> {
    home.bootstrap().await
}

#[command]
async fn introduce(home: Mine<'_>, name: String) -> Answer<Bootstrap> {
    home.inbox().introduce(name).await?;
    home.bootstrap().await
}

#[command]
async fn list(app: AppHandle, home: Mine<'_>, query: ListQuery) -> Answer<ConversationPage> {
    let page = home.inbox().list(query).await?;
    links::show_kept(&app);
    Ok(page)
}

#[command]
async fn history(home: Mine<'_>, query: HistoryQuery) -> Answer<HistoryPage> {
    home.inbox().history(query).await
}

/// The system's own dialog for printing what the window shows.
#[command]
async fn print(window: WebviewWindow) -> Answer<()> {
    let unavailable =
        |_| IpcError::new(ErrorCode::Unavailable, words(window.app_handle()).print_refused);
    window.print().map_err(unavailable)
}

#[command]
async fn listed(home: Mine<'_>, asked: WhichListed) -> Answer<Listed> {
    home.inbox().listed(asked).await
}

#[command]
async fn thread(
    home: Mine<'_>,
    conversation: ConversationId,
    before: Option<Seq>,
    around: Option<Seq>,
) -> Answer<ThreadPage> {
    let place = match (around, before) {
        (Some(seq), _) => Place::Around(seq),
        (None, Some(seq)) => Place::Before(seq),
        (None, None) => Place::Newest,
    };
    home.inbox().thread(conversation, place).await
}

#[command]
async fn thread_after(
    home: Mine<'_>,
    conversation: ConversationId,
    after: Seq,
) -> Answer<ThreadPage> {
    home.inbox().thread(conversation, Place::After(after)).await
}

#[command]
async fn search(home: Mine<'_>, words: String, cursor: Option<String>) -> Answer<SearchPage> {
    home.inbox().search(words, cursor).await
}

#[command]
async fn timeline(home: Mine<'_>, conversation: ConversationId) -> Answer<Vec<EventView>> {
    home.inbox().timeline(conversation).await
}

#[command]
async fn comments(home: Mine<'_>, conversation: ConversationId) -> Answer<Vec<Comment>> {
    home.inbox().comments(conversation).await
}

#[command]
async fn earlier(home: Mine<'_>, conversation: ConversationId) -> Answer<Vec<ConversationView>> {
    home.inbox().earlier(conversation).await
}

#[command]
async fn analysis(home: Mine<'_>, conversation: ConversationId) -> Answer<Analysis> {
    home.inbox().analysis(conversation).await
}

#[command]
async fn rules(home: Mine<'_>) -> Answer<Vec<ListedRule>> {
    home.inbox().rules().await
}

#[command]
async fn rehearse(home: Mine<'_>, rule: Rule, last: usize) -> Answer<Rehearsal> {
    home.inbox().rehearse(rule, last).await
}

#[command]
async fn try_rules(home: Mine<'_>, text: String, rule: Option<Rule>) -> Answer<TriedRules> {
    home.inbox().try_rules(text, rule).await
}

#[command]
async fn reports(home: Mine<'_>, query: ReportQuery) -> Answer<Reports> {
    home.inbox().reports(query).await
}

#[command]
async fn ledger(home: Mine<'_>, asked: LedgerAsked) -> Answer<LedgerPage> {
    home.inbox().ledger(asked).await
}

#[command(rename = "command")]
async fn command_on(
    home: Mine<'_>,
    conversation: ConversationId,
    command: Map<String, Value>,
) -> Answer<CommandOutcome> {
    home.inbox().command(conversation, command).await
}

#[command]
async fn create_label(home: Mine<'_>, name: String, color: String) -> Answer<Label> {
    home.inbox().create_label(name, color).await
}

#[command]
async fn saved_replies(home: Mine<'_>) -> Answer<Vec<SavedReply>> {
    home.inbox().saved_replies().await
}

#[command]
async fn set_available(home: Mine<'_>, available: bool) -> Answer<()> {
    home.inbox().set_available(available).await
}

#[command]
async fn typing(home: Mine<'_>, conversation: ConversationId) -> Answer<()> {
    home.inbox().typing(conversation).await;
    Ok(())
}

#[command]
async fn viewing(home: Mine<'_>, conversation: Option<ConversationId>) -> Answer<()> {
    home.inbox().viewing(conversation);
    Ok(())
}

#[command]
async fn join(home: Mine<'_>, how: Join) -> Answer<Bootstrap> {
    home.join(how).await
}

#[command]
async fn sign_in(home: Mine<'_>, how: SignIn) -> Answer<Bootstrap> {
    home.sign_in(how).await
}

#[command]
async fn leave_team(home: Mine<'_>) -> Answer<Bootstrap> {
    home.leave_team().await
}

#[command]
async fn keep_days(home: Mine<'_>, days: Option<u32>) -> Answer<Bootstrap> {
    home.keep_days(days).await
}

#[command]
async fn search_at_hub(home: Mine<'_>, words: String) -> Answer<Vec<ConversationView>> {
    home.inbox().search_at_hub(words).await
}

#[command]
async fn move_workspace(home: Mine<'_>, to: Move) -> Answer<Bootstrap> {
    home.move_workspace(to).await
}

#[command]
async fn hub(home: Mine<'_>, method: String, path: String, body: Option<Value>) -> Answer<Value> {
    home.hub(&method, &path, body).await
}

#[command]
async fn try_now(home: Mine<'_>) -> Answer<()> {
    home.inbox().try_now();
    Ok(())
}

#[command]
async fn outbox_edit(home: Mine<'_>, id: CommandId, text: String) -> Answer<()> {
    home.inbox().outbox_edit(id, text).await
}

#[command]
async fn outbox_retry(home: Mine<'_>, id: CommandId) -> Answer<()> {
    home.inbox().outbox_retry(id).await
}

#[command]
async fn outbox_discard(home: Mine<'_>, id: CommandId) -> Answer<()> {
    home.inbox().outbox_discard(id).await
}

#[command]
async fn desktop_prefs(home: Mine<'_>) -> Answer<DesktopPrefs> {
    Ok(home.prefs().now())
}

/// Changes the named choices of this computer; the others stay.
#[command]
async fn set_desktop_prefs(
    app: AppHandle,
    home: Mine<'_>,
    prefs: Map<String, Value>,
) -> Answer<DesktopPrefs> {
    let wanted = prefs.get("start_at_login").and_then(Value::as_bool);
    if let Some(on) = wanted.filter(|on| *on != home.prefs().now().start_at_login) {
        login::start_at_login(&app, on)?;
    }
    let home = Arc::clone(&home);
    let unkept = |_| IpcError::new(ErrorCode::Unavailable, words(&app).failed);
    spawn_blocking(move || home.prefs().change(prefs)).await.map_err(unkept)?
}

/// Tests the system's notices; what came of it is told step by step.
#[command]
async fn try_notices(app: AppHandle, home: Mine<'_>, trials: State<'_, Trials>) -> Answer<()> {
    let (prefs, now) = (home.prefs().now(), home.inbox().store().now());
    let quiet = prefs.quiet.is_now(&desktop_prefs::time_zone(), now);
    trials.start(app, prefs, quiet).await;
    Ok(())
}

/// Opens a link in the person's browser; only kinds that a message may link to.
#[command]
async fn open_url(app: AppHandle, url: String) -> Answer<()> {
    if !is_safe_href(&url) {
        return Err(IpcError::new(ErrorCode::Invalid, words(&app).url_refused));
    }
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|_| IpcError::new(ErrorCode::Unavailable, words(&app).browser_missing))
}
