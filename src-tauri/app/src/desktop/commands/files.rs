//! The commands that read or write files of this computer, each where the person says in the system's
//! own dialog: exports, reports, attachments, articles.

use super::{Mine, words};
use crate::exporting::{ExportAs, Exported};
use crate::history::HistoryQuery;
use crate::home::Outgoing;
use crate::inbox::Answer;
use crate::ipc::*;
use crate::picking::{self, PickedFile};
use crate::reports::{ReportQuery, ReportTable};
use crate::whole_file;
use baton_domain::*;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::json;
use std::path::PathBuf;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, Emitter, Wry, command};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;

/// The file that the person chose to write to, if they did.
async fn chosen(app: &AppHandle, dialog: FileDialogBuilder<Wry>) -> Answer<Option<PathBuf>> {
    let (chosen, choice) = oneshot::channel();
    dialog.save_file(move |file| drop(chosen.send(file)));
    let Some(file) = choice.await.ok().flatten() else { return Ok(None) };
    let elsewhere = |_| IpcError::new(ErrorCode::Invalid, words(app).file_elsewhere);
    file.into_path().map(Some).map_err(elsewhere)
}

/// Asks for a file in the system's own dialog and writes to it.
#[command]
pub async fn export_conversations(
    app: AppHandle,
    home: Mine<'_>,
    query: HistoryQuery,
    only: Option<ConversationId>,
    format: ExportAs,
    name: String,
) -> Answer<Exported> {
    let inbox = home.inbox();
    inbox.may_export()?;
    let dialog = app.dialog().file().set_file_name(format.proposed(&name));
    let dialog = dialog.add_filter(format.ending().to_uppercase(), &[format.ending()]);
    let Some(file) = chosen(&app, dialog).await? else { return Ok(Exported::nothing()) };
    let told = move |progress| drop(app.emit("export", progress));
    inbox.export(query, only, format, format.ended(file), told).await
}

#[command]
pub async fn cancel_export(home: Mine<'_>) -> Answer<()> {
    home.inbox().cancel_export();
    Ok(())
}

/// A table of the reports, into a file that the person chooses; its name, or none when they choose none.
#[command]
pub async fn save_report(
    app: AppHandle,
    home: Mine<'_>,
    table: ReportTable,
    query: ReportQuery,
) -> Answer<Option<String>> {
    let file = home.inbox().report_file(table, query).await?;
    let dialog = app.dialog().file().set_file_name(file.name).add_filter("CSV", &["csv"]);
    let Some(path) = chosen(&app, dialog).await? else { return Ok(None) };
    let unwritable = || IpcError::new(ErrorCode::Unavailable, words(&app).file_unwritable);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let written =
        spawn_blocking(move || whole_file::write_bytes(&path, file.text.as_bytes())).await;
    written.map_err(|_| unwritable())?.map_err(|_| unwritable())?;
    Ok(name)
}

/// A file for a reply to come: its bytes as they are, the rest in headers. The window hears how far
/// it is by the event `upload`.
#[command]
pub async fn upload(app: AppHandle, home: Mine<'_>, request: Request<'_>) -> Answer<Attachment> {
    let wrong = || IpcError::new(ErrorCode::Invalid, words(&app).failed);
    let said = |name: &str| {
        let value = request.headers().get(name)?.to_str().ok()?;
        percent_decode_str(value).decode_utf8().ok().map(|text| text.into_owned())
    };
    let conversation = said("x-conversation").and_then(|id| id.parse().ok()).ok_or_else(wrong)?;
    let (name, key) = (said("x-name").ok_or_else(wrong)?, said("x-key").ok_or_else(wrong)?);
    let bytes = match request.body() {
        InvokeBody::Raw(bytes) => bytes.clone(),
        // Where the web view cannot pass bytes on, they come as numbers.
        InvokeBody::Json(numbers) => Vec::deserialize(numbers).map_err(|_| wrong())?,
    };
    let (of, total) = (key.clone(), bytes.len());
    let tell = move |sent: usize| {
        let told = json!({"key": of, "sent": sent, "total": total});
        let _ = app.emit_to("main", "upload", told);
    };
    home.upload(Outgoing { conversation, name, key, bytes }, tell).await
}

#[command]
pub async fn cancel_upload(home: Mine<'_>, key: String) -> Answer<()> {
    home.cancel_upload(&key);
    Ok(())
}

/// Saves a file of a message where the person wants it; false when they do not after all.
#[command]
pub async fn save_attachment(
    app: AppHandle,
    home: Mine<'_>,
    conversation: ConversationId,
    id: AttachmentId,
    name: String,
) -> Answer<bool> {
    let dialog = app.dialog().file().set_file_name(name);
    let Some(path) = chosen(&app, dialog).await? else { return Ok(false) };
    home.save_file(conversation, id, path).await?;
    Ok(true)
}

/// The articles of a folder that the person chooses; none when they choose none.
#[command]
pub async fn pick_articles(app: AppHandle) -> Answer<Vec<PickedFile>> {
    let (chosen, choice) = oneshot::channel();
    app.dialog().file().pick_folder(move |folder| drop(chosen.send(folder)));
    let Some(folder) = choice.await.ok().flatten() else { return Ok(Vec::new()) };
    let words = words(&app);
    let unreadable = || IpcError::new(ErrorCode::Unavailable, words.folder_unreadable);
    let folder = folder.into_path().map_err(|_| unreadable())?;
    spawn_blocking(move || picking::articles(&folder, words)).await.map_err(|_| unreadable())?
}
