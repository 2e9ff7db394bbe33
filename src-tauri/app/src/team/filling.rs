//! Fetches what this computer has not got: the first copy as a file (going on where a broken
//! download stopped), and single conversations for a copy that holds only the last days.

use super::api::{Api, answered};
use super::{Ended, Fill, LineStanding, LineView, Team};
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use baton_domain::*;
use baton_store::{ContactRow, REPLICA_FILE, Store};
use baton_sync::WireEvent;
use reqwest::{Method, StatusCode, header};
use serde::Deserialize;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

/// The download's name until it is whole.
const PART: &str = "replica.part";
/// How often a broken download is taken up again before it is given up.
const TRIES: u32 = 20;
/// The pause between them.
const PAUSE: Duration = Duration::from_secs(2);
/// Events a page of a conversation has.
const PAGE: usize = 500;

#[derive(Deserialize)]
struct Snapshot {
    id: String,
    bytes: u64,
}

/// Fetches a whole copy into `folder`, or makes an empty one that events will fill when the hub
/// is too new or too old to give one. `tell` hears how far it has come.
pub async fn fill(
    api: &Api,
    folder: &Path,
    days: Option<u32>,
    mut tell: impl FnMut(Fill),
) -> Answer<()> {
    let asked = json!({"schema": Store::schema(), "days": days});
    let asked = api.json(Method::POST, "/v1/snapshots", Some(&asked)).await;
    let part = folder.join(PART);
    let _ = tokio::fs::remove_file(&part).await;
    match asked {
        Ok(answer) => {
            let snapshot: Snapshot = serde_json::from_value(answer)
                .map_err(|_| IpcError::new(ErrorCode::Unavailable, "The hub gave no copy."))?;
            download(api, &snapshot, &part, &mut tell).await?;
            tokio::fs::rename(&part, folder.join(REPLICA_FILE)).await.map_err(|e| disk(&e))?;
        }
        Err(error) if is_for_events(&error) => {
            let folder = folder.to_owned();
            let opened = tokio::task::spawn_blocking(move || Store::open_replica(&folder)).await;
            opened.map_err(|_| baton_store::Error::Closed)??.close();
        }
        Err(error) => return Err(error),
    }
    Ok(())
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
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(part)
        .await
        .map_err(|error| disk(&error))?;
    let mut fill = Fill { done: 0, total: snapshot.bytes };
    let mut tries = 0;
    while fill.done < fill.total {
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
                    let words =
                        format!("This device was signed out of {}.", team.membership.workspace);
                    return team.end(Ended::SignedOut(words));
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
            self.fetch(id).await?;
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
