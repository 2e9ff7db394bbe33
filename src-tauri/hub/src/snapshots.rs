//! Copies of the workspace for new desktops: made one at a time, shared while they are fresh, kept
//! for a while after their last use unless another needs the place, and gone when the hub starts
//! again.
//!
//! Guarantees: a copy is one state of the log without secrets (see the store), an unfinished one
//! leaves nothing behind, and copies never take the room that the log needs. Leaves out what
//! happens after the copy: the desktop reads on by cursor, from its `seq`.

use crate::door::{Body, Id, Query, Signed};
use crate::problem::{Answer, Problem};
use crate::{App, command_line, events};
use axum::Json;
use axum::body::{BodyDataStream, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{Copied, Store};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tower_http::services::ServeFile;
use uuid::Uuid;

/// The folder of copies, within the data folder.
const FOLDER: &str = "snapshots";
/// How old a copy may be and still be given to another desktop.
const FRESH: Duration = Duration::from_secs(10 * 60);
/// How long a copy is kept after its last use.
const KEPT: Duration = Duration::from_secs(15 * 60);
/// Most copies at a time.
const MOST: usize = 4;
/// Room that copies leave for the log, in bytes.
const RESERVE: u64 = 256 * 1024 * 1024;
/// Longest history that may be asked for, in days.
const MOST_DAYS: u32 = 36_500;
/// How much of a file is read at once, in bytes.
const CHUNK: usize = 256 * 1024;
/// Events a page has unless asked otherwise, and at most.
const PAGE: usize = 500;
/// How often a copy is told to end until it does.
const STOP_EVERY: Duration = Duration::from_millis(20);
/// How often a copy is begun anew because something was erased meanwhile.
const TRIES: u32 = 5;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// The copies there are.
pub(crate) struct Snapshots {
    folder: PathBuf,
    making: Arc<tokio::sync::Mutex<()>>,
    kept: Mutex<Vec<Arc<Snapshot>>>,
    /// How often something was erased or deleted.
    era: AtomicU64,
}

/// One copy; its file goes with the last one who holds this.
struct Snapshot {
    id: Uuid,
    days: Option<u32>,
    copied: Copied,
    file: PathBuf,
    made_at: Instant,
    used_at: Mutex<Instant>,
}

impl Snapshot {
    fn used(&self) {
        *self.used_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn idle(&self) -> Duration {
        self.used_at.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    fn tag(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.file) {
            tracing::warn!(%error, id = %self.id, "a copy for a desktop could not be removed");
        }
    }
}

impl Snapshots {
    /// No copies yet; what an earlier run has left is removed.
    pub fn new(data: &Path) -> Self {
        let folder = data.join(FOLDER);
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, "old copies for desktops could not be removed"),
        }
        Self {
            folder,
            making: Arc::default(),
            kept: Mutex::new(Vec::new()),
            era: AtomicU64::new(0),
        }
    }

    /// Lets go of copies that nobody has used for a while.
    pub fn tidy(&self) {
        self.kept().retain(|kept| Arc::strong_count(kept) > 1 || kept.idle() < KEPT);
    }

    /// Copies of before hold what has gone since: nobody new is given one. Whoever reads one gets the
    /// event that says so next.
    pub fn forget(&self) {
        self.era.fetch_add(1, Ordering::AcqRel);
        self.kept().clear();
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Snapshot>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self, days: Option<u32>) -> Option<Arc<Snapshot>> {
        let kept = self.kept();
        let found = kept.iter().rev().find(|s| s.days == days && s.made_at.elapsed() < FRESH)?;
        found.used();
        Some(Arc::clone(found))
    }

    /// Whether there is a place for one more. When there are enough, the one goes that nobody reads
    /// and that was not used for longest; false when all are being read.
    fn has_place(&self) -> bool {
        let mut kept = self.kept();
        if kept.len() < MOST {
            return true;
        }
        let unread = kept.iter().enumerate().filter(|(_, s)| Arc::strong_count(s) == 1);
        let Some((oldest, _)) = unread.max_by_key(|(_, s)| s.idle()) else { return false };
        kept.remove(oldest);
        true
    }

    fn find(&self, id: Uuid) -> Option<Arc<Snapshot>> {
        self.kept().iter().find(|snapshot| snapshot.id == id).cloned()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    schema: i32,
    days: Option<u32>,
}

pub(crate) async fn make(
    State(hub): State<App>,
    _: Signed,
    Body(wanted): Body<Wanted>,
) -> Answer<Response> {
    let schema = Store::schema();
    if wanted.schema < schema {
        return Err(Problem::schema_mismatch(schema));
    }
    if wanted.days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Problem::invalid("days", format!("must be from 1 to {MOST_DAYS}")));
    }
    let snapshot = match hub.snapshots.fresh(wanted.days) {
        Some(snapshot) => snapshot,
        None => made(&hub, wanted.days).await?,
    };
    let Copied { seq, bytes } = snapshot.copied;
    let body = json!({"id": snapshot.id, "seq": seq, "schema": schema, "bytes": bytes});
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Makes a copy, or takes the one that was made while this one waited for its turn. A copy that was
/// begun is finished and kept, even when whoever asked has hung up: the next one finds it.
async fn made(hub: &App, days: Option<u32>) -> Answer<Arc<Snapshot>> {
    let turn = Arc::clone(&hub.snapshots.making).lock_owned().await;
    if let Some(snapshot) = hub.snapshots.fresh(days) {
        return Ok(snapshot);
    }
    let hub = Arc::clone(hub);
    let making = tokio::spawn(async move {
        let snapshot = kept(&hub, days).await;
        drop(turn);
        snapshot
    });
    making.await.map_err(no_copy)?
}

async fn kept(hub: &App, days: Option<u32>) -> Answer<Arc<Snapshot>> {
    hub.snapshots.tidy();
    if !hub.snapshots.has_place() {
        return Err(Problem::unavailable(
            "Other desktops are being filled. Try again in a few minutes.",
        ));
    }
    for _ in 0..TRIES {
        let era = hub.snapshots.era.load(Ordering::Acquire);
        let id = hub.store.fresh_id();
        let file = hub.snapshots.folder.join(format!("{id}.sqlite"));
        let copied = copied(hub, file.clone(), days).await?;
        tracing::info!(%id, seq = copied.seq, bytes = copied.bytes, "copied for a desktop");
        let now = Instant::now();
        let used_at = Mutex::new(now);
        let snapshot = Arc::new(Snapshot { id, days, copied, file, made_at: now, used_at });
        let mut kept = hub.snapshots.kept();
        // One that holds what has gone meanwhile goes too.
        if hub.snapshots.era.load(Ordering::Acquire) == era {
            kept.push(Arc::clone(&snapshot));
            return Ok(snapshot);
        }
    }
    Err(Problem::unavailable("Conversations are being erased. Try again in a few minutes."))
}

/// Writes the file on a thread where blocking is allowed; ends early when the hub closes.
async fn copied(hub: &App, file: PathBuf, days: Option<u32>) -> Answer<Copied> {
    let (store, folder) = (hub.store.clone(), hub.snapshots.folder.clone());
    let begun = tokio::task::spawn_blocking(move || {
        command_line::private_folder(&folder).map_err(|error| error.to_string())?;
        room(&folder, store.bytes())?;
        store.copying(&file).map_err(|error| error.to_string())
    });
    let copying = begun.await.map_err(|error| error.to_string()).flatten().map_err(no_copy)?;
    let stop = copying.stop();
    let since = days.map(|days| Timestamp(hub.store.now().0 - i64::from(days) * DAY_MS));
    let mut running = tokio::task::spawn_blocking(move || copying.run(since));
    tokio::select! {
        done = &mut running => return done.map_err(no_copy)?.map_err(no_copy),
        () = hub.closing() => {}
    }
    // A copy that is only about to begin does not hear it the first time.
    while !running.is_finished() {
        stop.now();
        let _ = tokio::time::timeout(STOP_EVERY, &mut running).await;
    }
    Err(Problem::unavailable("The hub is stopping."))
}

/// Fails unless the disk has room for `bytes` and what the log may need.
pub(crate) fn room(folder: &Path, bytes: u64) -> Result<(), String> {
    let free = fs4::available_space(folder).map_err(|error| error.to_string())?;
    if free < bytes.saturating_add(RESERVE) {
        return Err(format!("{free} bytes are free, {bytes} and a reserve are needed"));
    }
    Ok(())
}

fn no_copy(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "no copy for a desktop");
    Problem::unavailable("The hub has no room for a copy on its disk, or cannot write there.")
}

pub(crate) async fn download(
    State(hub): State<App>,
    signed: Signed,
    Id(id): Id,
    mut request: Request,
) -> Answer<Response> {
    let snapshot = hub.snapshots.find(id).ok_or_else(|| Problem::not_found("snapshot"))?;
    let tag = snapshot.tag();
    let headers = request.headers_mut();
    if headers.get(header::IF_RANGE).is_some_and(|of| of.as_bytes() != tag.as_bytes()) {
        headers.remove(header::RANGE);
    }
    let mut file = ServeFile::new(&snapshot.file).with_buf_chunk_size(CHUNK);
    let answer = file.try_call(request).await.map_err(no_copy)?;
    let (mut parts, body) = answer.into_parts();
    let headers = &mut parts.headers;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.sqlite3"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let body = axum::body::Body::new(body).into_data_stream();
    let reading = Reading { hub, watch: Watch::of(&signed), snapshot, body };
    let chunks = futures_util::stream::try_unfold(reading, Reading::next);
    Ok(Response::from_parts(parts, axum::body::Body::from_stream(chunks)))
}

/// A download on its way.
struct Reading {
    hub: App,
    watch: Watch,
    snapshot: Arc<Snapshot>,
    body: BodyDataStream,
}

impl Reading {
    async fn next(mut self) -> std::io::Result<Option<(Bytes, Self)>> {
        self.snapshot.used();
        self.watch.look(&self.hub).await?;
        let chunk = self.body.next().await.transpose().map_err(std::io::Error::other)?;
        Ok(chunk.map(|chunk| (chunk, self)))
    }
}

/// Sees to it that a long answer ends when the session that asked for it does.
pub(crate) struct Watch {
    member: MemberId,
    session: Uuid,
    era: Option<u64>,
}

impl Watch {
    /// Of this session.
    pub fn of(signed: &Signed) -> Self {
        Self { member: signed.member.id, session: signed.session, era: None }
    }

    /// Fails when the session has ended. Asks only when some session has since the last time.
    pub async fn look(&mut self, hub: &App) -> std::io::Result<()> {
        let era = hub.remembered.era();
        if self.era == Some(era) {
            return Ok(());
        }
        let Self { member, session, .. } = *self;
        let kept = hub.store.read(move |reader| reader.sessions_of(member.0)).await;
        let kept = kept.map_err(std::io::Error::other)?;
        let active = hub.store.directory().member(member).is_some_and(|member| member.active);
        if !active || kept.iter().all(|kept| kept.token.id != session) {
            return Err(std::io::ErrorKind::PermissionDenied.into());
        }
        self.era = Some(era);
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Range {
    #[serde(default)]
    after: u32,
    limit: Option<usize>,
}

/// One conversation whole, for a desktop that holds only the last days.
pub(crate) async fn conversation(
    State(hub): State<App>,
    _: Signed,
    Id(id): Id,
    Query(range): Query<Range>,
) -> Answer<Response> {
    let (id, after) = (ConversationId(id), Seq::from(range.after));
    let limit = range.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let (events, contact, head) = hub
        .store
        .read(move |reader| {
            let events = reader.events_of(id, after, limit)?;
            Ok((events, reader.contact_of(id)?, reader.head()?))
        })
        .await?;
    let contact = contact.ok_or_else(|| Problem::not_found("conversation"))?;
    let contact = serde_json::to_string(&contact).unwrap_or_else(|_| "null".into());
    let events = events::array(&events);
    let body = format!("{{\"events\":{events},\"contact\":{contact},\"head\":{head}}}");
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_never_takes_the_room_that_the_log_needs() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(room(folder.path(), 0), Ok(()));
        let told = room(folder.path(), u64::MAX - RESERVE - 1).unwrap_err();
        assert!(told.contains("are free"), "{told}");
    }
}
