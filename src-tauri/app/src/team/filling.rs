//! Fetches what this computer has not got: the first copy as a file (going on where a broken
//! download stopped), and single conversations for a copy that holds only the last days.

use super::api::{Api, answered};
use super::{Ended, Fill, LineStanding, LineView, Team};
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use baton_domain::*;
use baton_store::{ContactRow, REPLICA_FILE, Store, Trouble};
use baton_sync::WireEvent;
use reqwest::{Method, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

/// The download's name until it is whole.
const PART: &str = "replica.part";
/// Where an empty copy lies while the real one is fetched.
const WAITING_ROOM: &str = "filling";
/// What it is a part of.
const NOTE: &str = "replica.part.json";
/// How often a broken download is taken up again before it is given up.
const TRIES: u32 = 20;
/// The pause between them.
const PAUSE: Duration = Duration::from_secs(2);
/// Events a page of a conversation has.
const PAGE: usize = 500;

#[derive(Clone, Deserialize, Serialize)]
struct Snapshot {
    id: String,
    bytes: u64,
}

/// A download that may be taken up again.
#[derive(Deserialize, Serialize)]
struct Begun {
    snapshot: Snapshot,
    days: Option<u32>,
}

/// Fetches a whole copy into `folder`, going on with a download that an earlier run has begun; or
/// makes an empty one that events will fill when the hub is too new or too old to give one. `tell`
/// hears how far it has come.
pub async fn fill(
    api: &Api,
    folder: &Path,
    days: Option<u32>,
    mut tell: impl FnMut(Fill),
) -> Answer<()> {
    let part = folder.join(PART);
    let begun = begun(folder, days).await;
    let snapshot = match &begun {
        Some(begun) => Ok(begun.snapshot.clone()),
        None => snapshot(api, days).await,
    };
    match snapshot {
        Ok(snapshot) => {
            let noted = Begun { snapshot, days };
            note(folder, &noted).await?;
            match download(api, &noted.snapshot, &part, &mut tell).await {
                // The hub has let go of it, or made another: the next try begins anew.
                Err(error) if error.code != ErrorCode::Unavailable => {
                    delete_unfinished(folder).map_err(|error| disk(&error))?;
                    return Err(error);
                }
                done => done?,
            }
            tokio::fs::rename(&part, folder.join(REPLICA_FILE)).await.map_err(|e| disk(&e))?;
            forget_damaged(folder);
            delete_unfinished(folder).map_err(|error| disk(&error))
        }
        Err(error) if is_for_events(&error) => {
            let begun = folder.to_owned();
            let opened = tokio::task::spawn_blocking(move || Store::open_replica(&begun)).await;
            opened.map_err(|_| baton_store::Error::Closed)??.close();
            forget_damaged(folder);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// What was set aside has words that may be erased by now, and a new copy is here.
fn forget_damaged(folder: &Path) {
    if let Err(error) = Store::delete_damaged_replica(folder) {
        tracing::error!(%error, "a damaged copy that was set aside is still here");
    }
}

async fn snapshot(api: &Api, days: Option<u32>) -> Answer<Snapshot> {
    let asked = json!({"schema": Store::schema(), "days": days});
    let request = api.patient_request(Method::POST, "/v1/snapshots").json(&asked);
    let answer = answered(request.send().await).await?;
    answer.json().await.map_err(|_| IpcError::new(ErrorCode::Unavailable, "The hub gave no copy."))
}

/// What an earlier run was fetching, if it was the same.
async fn begun(folder: &Path, days: Option<u32>) -> Option<Begun> {
    let noted = tokio::fs::read(folder.join(NOTE)).await.ok()?;
    let begun: Begun = serde_json::from_slice(&noted).ok()?;
    (begun.days == days).then_some(begun)
}

async fn note(folder: &Path, begun: &Begun) -> Answer<()> {
    let text = serde_json::to_vec(begun).unwrap_or_default();
    tokio::fs::write(folder.join(NOTE), text).await.map_err(|error| disk(&error))
}

/// Deletes what a fill has left that did not end.
fn delete_unfinished(folder: &Path) -> std::io::Result<()> {
    for file in [PART, NOTE] {
        match std::fs::remove_file(folder.join(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Deletes that, and the room a desktop waits in meanwhile.
pub fn delete_leftovers(folder: &Path) -> std::io::Result<()> {
    delete_unfinished(folder)?;
    match std::fs::remove_dir_all(folder.join(WAITING_ROOM)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Another version of Baton keeps other tables, but the log reads the same.
fn is_for_events(error: &IpcError) -> bool {
    matches!(error.code, ErrorCode::SchemaMismatch | ErrorCode::NotFound)
}

async fn download(
    api: &Api,
    snapshot: &Snapshot,
    part: &Path,
    tell: &mut impl FnMut(Fill),
) -> Answer<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    let opened = options.create(true).append(true).open(part).await;
    let mut file = opened.map_err(|error| disk(&error))?;
    let here = file.metadata().await.map_err(|error| disk(&error))?.len();
    let mut fill = Fill { done: here, total: snapshot.bytes };
    let (mut tries, mut broke_at) = (0, here);
    while fill.done < fill.total {
        if fill.done > broke_at {
            (tries, broke_at) = (0, fill.done);
        }
        match stretch(api, snapshot, &mut file, &mut fill, tell).await {
            Ok(()) => {}
            Err(error) if error.code == ErrorCode::Unavailable && tries < TRIES => {
                tries += 1;
                tracing::info!(tries, done = fill.done, "the download broke; going on");
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
    file.sync_all().await.map_err(|error| disk(&error))
}

/// Downloads until the end or until the line breaks.
async fn stretch(
    api: &Api,
    snapshot: &Snapshot,
    file: &mut File,
    fill: &mut Fill,
    tell: &mut impl FnMut(Fill),
) -> Answer<()> {
    let request = api
        .request(Method::GET, &format!("/v1/snapshots/{}", snapshot.id))
        .header(header::RANGE, format!("bytes={}-", fill.done));
    let mut response = answered(request.send().await).await?;
    if fill.done > 0 && response.status() != StatusCode::PARTIAL_CONTENT {
        return Err(IpcError::new(ErrorCode::NotFound, "The hub cannot go on with this copy."));
    }
    loop {
        let chunk = response.chunk().await.map_err(|_| {
            IpcError::new(ErrorCode::Unavailable, "The line broke while the history was fetched.")
        })?;
        let Some(chunk) = chunk else { break };
        file.write_all(&chunk).await.map_err(|error| disk(&error))?;
        fill.done += chunk.len() as u64;
        tell(*fill);
    }
    Ok(())
}

fn disk(error: &std::io::Error) -> IpcError {
    let words = match error.kind() {
        std::io::ErrorKind::StorageFull => "This computer has no room for the history.".to_owned(),
        _ => format!("The history cannot be kept on this computer ({error})."),
    };
    IpcError::new(ErrorCode::DiskFull, words)
}

/// The copy, and whether it is one; else an empty one to wait in.
pub(super) fn open_copy(folder: &Path) -> anyhow::Result<(Store, bool)> {
    let waiting_room = folder.join(WAITING_ROOM);
    let _ = std::fs::remove_dir_all(&waiting_room);
    if folder.join(REPLICA_FILE).exists() {
        match Store::open_replica(folder) {
            Ok(store) => return Ok((store, true)),
            Err(error) if error.trouble() == Trouble::Damaged => {
                tracing::error!(%error, "this computer’s copy is damaged; it is set aside");
                Store::set_replica_aside(folder)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    baton_hub::command_line::private_folder(&waiting_room)?;
    Ok((Store::open_replica(&waiting_room)?, false))
}

/// Fetches the copy of a desktop that has none, again and again until it is there.
pub(super) async fn fill_in_background(team: Arc<Team>) {
    let mut ended = team.ended();
    let filling = async {
        loop {
            let telling = Arc::clone(&team);
            let tell = move |fill| {
                let view = LineView { fill: Some(fill), ..LineView::team(LineStanding::Filling) };
                telling.line.send_replace(view);
            };
            match fill(&team.api, &team.folder, team.membership.days, tell).await {
                Ok(()) => return team.end(Ended::Filled),
                Err(error) if error.code == ErrorCode::Unauthorized => {
                    return team.end(Ended::SignedOut);
                }
                Err(error) => {
                    let state = match error.code {
                        ErrorCode::DiskFull => LineStanding::DiskFull,
                        _ => LineStanding::Unreachable,
                    };
                    let words = Some(error.message);
                    team.line.send_replace(LineView { words, ..LineView::team(state) });
                    tokio::time::sleep(PAUSE * 2).await;
                }
            }
        }
    };
    tokio::select! {
        () = filling => {}
        _ = ended.wait_for(Option::is_some) => {}
    }
}

#[derive(Deserialize)]
struct Whole {
    events: Vec<WireEvent>,
    contact: Option<ContactRow>,
}

impl Team {
    /// Fetches what these events need that a copy of the last days does not hold: conversations
    /// that wake up, and visitors who come back.
    pub(super) async fn fetch_absent(&self, events: &[(Seq, Event)]) -> Answer<()> {
        let events = events.to_vec();
        let needed = self.store.read(move |reader| {
            if reader.partial_since()?.is_none() {
                return Ok((Vec::new(), Vec::new()));
            }
            Ok((reader.absent(&events)?, reader.strangers(&events)?))
        });
        let (absent, strangers) = needed.await?;
        for id in absent {
            match self.fetch(id).await {
                // Deleted since; the event that says so is still to come.
                Err(error) if error.code == ErrorCode::NotFound => {}
                fetched => fetched?,
            }
        }
        for id in strangers {
            if let Some(contact) = self.page_of(id, 0, 1).await?.contact {
                self.store.write(move |tx| tx.know(&contact)).await?;
            }
        }
        Ok(())
    }

    async fn page_of(&self, id: ConversationId, after: Seq, limit: usize) -> Answer<Whole> {
        let path = format!("/v1/conversations/{id}/events?after={after}&limit={limit}");
        self.api.answer(self.api.request(Method::GET, &path)).await
    }

    /// Fetches one conversation from the hub into the copy.
    pub async fn fetch(&self, id: ConversationId) -> Answer<()> {
        let mut events: Vec<(Seq, Event)> = Vec::new();
        loop {
            let after = events.last().map_or(0, |(seq, _)| *seq);
            let page = self.page_of(id, after, PAGE).await?;
            let more = page.events.len() == PAGE;
            events.extend(page.events.into_iter().map(WireEvent::event));
            if more {
                continue;
            }
            let Some(contact) = page.contact else {
                return Err(Refusal::not_found("conversation").into());
            };
            self.store.write(move |tx| tx.receive_conversation(id, events, &contact)).await?;
            return Ok(());
        }
    }
}
