//! The commands of the web view, one for each method of the UI's `Ipc`. They only pass on.

use crate::Inbox;
use crate::inbox::Answer;
use crate::ipc::*;
use baton_domain::*;
use baton_store::Place;
use serde_json::{Map, Value};
use std::sync::Arc;
use tauri::ipc::Invoke;
use tauri::{AppHandle, State, command};
use tauri_plugin_opener::OpenerExt;

type Mine<'a> = State<'a, Arc<Inbox>>;

/// All of them.
pub fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        bootstrap,
        introduce,
        list,
        thread,
        thread_after,
        search,
        timeline,
        comments,
        earlier,
        command_on,
        create_label,
        set_available,
        typing,
        viewing,
        open_url
    ]
}

#[command]
async fn bootstrap(inbox: Mine<'_>) -> Answer<Bootstrap> {
    inbox.bootstrap().await
}

#[command]
async fn introduce(inbox: Mine<'_>, name: String) -> Answer<Bootstrap> {
    inbox.introduce(name).await
}

#[command]
async fn list(inbox: Mine<'_>, query: ListQuery) -> Answer<ConversationPage> {
    inbox.list(query).await
}

#[command]
async fn thread(
    inbox: Mine<'_>,
    conversation: ConversationId,
    before: Option<Seq>,
    around: Option<Seq>,
) -> Answer<ThreadPage> {
    let place = match (around, before) {
        (Some(seq), _) => Place::Around(seq),
        (None, Some(seq)) => Place::Before(seq),
        (None, None) => Place::Newest,
    };
    inbox.thread(conversation, place).await
}

#[command]
async fn thread_after(
    inbox: Mine<'_>,
    conversation: ConversationId,
    after: Seq,
) -> Answer<ThreadPage> {
    inbox.thread(conversation, Place::After(after)).await
}

#[command]
async fn search(inbox: Mine<'_>, words: String, cursor: Option<String>) -> Answer<SearchPage> {
    inbox.search(words, cursor).await
}

#[command]
async fn timeline(inbox: Mine<'_>, conversation: ConversationId) -> Answer<Vec<EventView>> {
    inbox.timeline(conversation).await
}

#[command]
async fn comments(inbox: Mine<'_>, conversation: ConversationId) -> Answer<Vec<Comment>> {
    inbox.comments(conversation).await
}

#[command]
async fn earlier(inbox: Mine<'_>, conversation: ConversationId) -> Answer<Vec<ConversationView>> {
    inbox.earlier(conversation).await
}

#[command(rename = "command")]
async fn command_on(
    inbox: Mine<'_>,
    conversation: ConversationId,
    command: Map<String, Value>,
) -> Answer<CommandOutcome> {
    inbox.command(conversation, command).await
}

#[command]
async fn create_label(inbox: Mine<'_>, name: String, color: String) -> Answer<Label> {
    inbox.create_label(name, color).await
}

#[command]
async fn set_available(inbox: Mine<'_>, available: bool) -> Answer<()> {
    inbox.set_available(available).await
}

#[command]
async fn typing(inbox: Mine<'_>, conversation: ConversationId) -> Answer<()> {
    inbox.typing(conversation).await;
    Ok(())
}

#[command]
async fn viewing(inbox: Mine<'_>, conversation: Option<ConversationId>) -> Answer<()> {
    inbox.viewing(conversation);
    Ok(())
}

/// Opens a link in the person's browser; only kinds that a message may link to.
#[command]
async fn open_url(app: AppHandle, url: String) -> Answer<()> {
    if !is_safe_href(&url) {
        return Err(IpcError::new(ErrorCode::Invalid, "This link cannot be opened."));
    }
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|_| IpcError::new(ErrorCode::Unavailable, "No browser could be opened."))
}
