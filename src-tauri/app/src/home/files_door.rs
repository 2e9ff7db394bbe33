//! Files between this computer and the hub: up for a reply, down to be looked at or saved.
//! Guarantees: nothing is opened or run; what is fetched is bounded; an upload can be cancelled and,
//! with its key, tried again without a second file. Leaves out which files the person chooses.

use super::Home;
use crate::files::{self, Picture};
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use crate::seat::Seat;
use crate::team::{self, answered};
use crate::whole_file;
use baton_domain::*;
use reqwest::{Body, Method, Response, header};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;
use uuid::Uuid;

/// Largest file, in bytes; the hub has the last word.
const FILE_BYTES: usize = 20 * 1024 * 1024;
/// How much is handed to the network at once, in bytes.
const CHUNK: usize = 64 * 1024;
/// How long an upload may take.
const UP_WITHIN: Duration = Duration::from_secs(600);

/// Uploads under way, by the key that the window gave them.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<HashMap<String, oneshot::Sender<()>>>);

impl Uploads {
    fn begin(&self, key: &str) -> oneshot::Receiver<()> {
        let (cancel, cancelled) = oneshot::channel();
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.insert(key.to_owned(), cancel);
        cancelled
    }

    fn end(&self, key: &str) -> Option<oneshot::Sender<()>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key)
    }
}

/// A file that the window wants to send.
pub struct Outgoing {
    /// The conversation it is for.
    pub conversation: ConversationId,
    /// Its name.
    pub name: String,
    /// Chosen by the window; the same one for another try.
    pub key: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Home {
    /// Uploads a file for a reply to come. `progress` is told how many of its bytes have left.
    pub async fn upload(
        &self,
        file: Outgoing,
        progress: impl Fn(usize) + Send + Sync + 'static,
    ) -> Answer<Attachment> {
        if file.bytes.len() > FILE_BYTES {
            return Err(IpcError::new(ErrorCode::TooLarge, "This file is larger than 20 MB."));
        }
        let api = self.api().await?;
        let path = format!("/v1/attachments?conversation={}", file.conversation);
        let (kind, length, body) = form(&file.name, file.bytes, progress);
        let request = api
            .patient_request(Method::POST, &path)
            .timeout(UP_WITHIN)
            .header(header::CONTENT_TYPE, kind)
            .header(header::CONTENT_LENGTH, length)
            .header("idempotency-key", &file.key)
            .body(body);
        let cancelled = self.uploads.begin(&file.key);
        let sent = tokio::select! {
            sent = request.send() => answered(sent).await,
            Ok(()) = cancelled => Err(IpcError::new(ErrorCode::Invalid, "The upload was cancelled.")),
        };
        self.uploads.end(&file.key);
        sent?.json().await.map_err(|_| unreadable())
    }

    /// Ends an upload that is under way.
    pub fn cancel_upload(&self, key: &str) {
        if let Some(cancel) = self.uploads.end(key) {
            let _ = cancel.send(());
        }
    }

    /// A picture of a message; on a desktop of a team it is kept for when there is no line.
    pub async fn picture(&self, of: ConversationId, id: AttachmentId) -> Answer<Picture> {
        if let Some(kept) = self.kept_picture(of, id).await {
            return Ok(kept);
        }
        let response = self.fetch(id).await?;
        let said = response.headers().get(header::CONTENT_TYPE);
        let kind = said.and_then(|kind| files::picture_kind(kind.to_str().ok()?));
        let no_picture = || IpcError::new(ErrorCode::Invalid, "This file is no picture.");
        let kind = kind.ok_or_else(no_picture)?;
        let picture = Picture { kind, bytes: whole(response).await? };
        if let Seat::Team(_) = self.inbox().seat() {
            let (pictures, kept) = (self.pictures.clone(), picture.clone());
            let keeping = move || pictures.keep(of, id, &kept);
            if let Ok(Err(error)) = tokio::task::spawn_blocking(keeping).await {
                tracing::warn!(%error, "a picture was not kept");
            }
            // It may have been erased while it came.
            self.forget_gone_pictures(vec![of]).await;
        }
        Ok(picture)
    }

    async fn kept_picture(&self, of: ConversationId, id: AttachmentId) -> Option<Picture> {
        let pictures = self.pictures.clone();
        tokio::task::spawn_blocking(move || pictures.find(of, id)).await.ok().flatten()
    }

    /// Lets go of the pictures of whatever is not here any more, such as at the start: what was
    /// erased while this computer did not look, or before its copy was fetched anew.
    pub async fn tidy_pictures(&self) {
        // A copy that is still on its way knows of nobody.
        if self.inbox().store().directory().members.is_empty() {
            return;
        }
        let pictures = self.pictures.clone();
        let kept = tokio::task::spawn_blocking(move || pictures.kept()).await;
        self.forget_gone_pictures(kept.unwrap_or_default()).await;
    }

    /// Lets go of the pictures of those of these conversations that were erased or deleted.
    pub async fn forget_gone_pictures(&self, of: Vec<ConversationId>) {
        let inbox = self.inbox();
        let gone = inbox.read(move |reader| {
            let mut gone = Vec::new();
            for id in of {
                if reader.conversation(id)?.is_none_or(|state| state.erased) {
                    gone.push(id);
                }
            }
            Ok(gone)
        });
        let Ok(gone) = gone.await else { return };
        let pictures = self.pictures.clone();
        let forgetting = move || gone.into_iter().try_for_each(|id| pictures.forget(id));
        if let Ok(Err(error)) = tokio::task::spawn_blocking(forgetting).await {
            tracing::error!(%error, "pictures of an erased conversation stayed");
        }
    }

    /// Writes a file of a message to where the person wants it.
    pub async fn save_file(&self, of: ConversationId, id: AttachmentId, to: PathBuf) -> Answer<()> {
        let bytes = match self.kept_picture(of, id).await {
            Some(kept) => kept.bytes,
            None => whole(self.fetch(id).await?).await?,
        };
        let written =
            tokio::task::spawn_blocking(move || whole_file::write_bytes(&to, &bytes)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::StorageFull => {
                Err(IpcError::new(ErrorCode::DiskFull, ""))
            }
            Ok(Err(_)) | Err(_) => {
                Err(IpcError::new(ErrorCode::Unavailable, self.words().file_unwritable))
            }
        }
    }

    async fn fetch(&self, id: AttachmentId) -> Answer<Response> {
        let api = self.api().await?;
        answered(api.request(Method::GET, &format!("/v1/attachments/{id}")).send().await).await
    }

    /// The hub's API as this person uses it, wherever the hub is.
    pub(super) async fn api(&self) -> Answer<team::Api> {
        let inbox = self.inbox();
        match inbox.seat() {
            Seat::Team(team) => Ok(team.api().clone()),
            Seat::Alone(hub, _) => {
                let address = team::Address::trusted(&format!("http://{}", hub.address()));
                let token = hub.own_token(inbox.me()).await?;
                Ok(team::Api::new(address, Arc::clone(&self.tls))?.signed(token.as_str()))
            }
        }
    }
}

/// All of an answer, if it is no larger than a file may be.
async fn whole(mut response: Response) -> Answer<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= FILE_BYTES => {
                bytes.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(bytes),
            Ok(Some(_)) | Err(_) => return Err(unreadable()),
        }
    }
}

/// A multipart body of one file (RFC 7578): its type, its length and itself.
fn form(
    name: &str,
    bytes: Vec<u8>,
    progress: impl Fn(usize) + Send + Sync + 'static,
) -> (String, usize, Body) {
    let boundary = format!("baton-{}", Uuid::new_v4());
    let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let foot = format!("\r\n--{boundary}--\r\n");
    let length = head.len() + bytes.len() + foot.len();
    let pieces = bytes.chunks(CHUNK).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let mut left = 0;
    let counted = pieces.into_iter().inspect(move |piece| {
        left += piece.len();
        progress(left);
    });
    let all = std::iter::once(head.into_bytes())
        .chain(counted)
        .chain(std::iter::once(foot.into_bytes()))
        .map(Ok::<_, std::io::Error>);
    let body = Body::wrap_stream(futures_util::stream::iter(all));
    (format!("multipart/form-data; boundary={boundary}"), length, body)
}

fn unreadable() -> IpcError {
    IpcError::new(ErrorCode::Unavailable, "")
}
