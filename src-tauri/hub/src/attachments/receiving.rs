//! A file on its way in: one part called `file` of a multipart body.
//!
//! Guarantees: bounded in size, time and, over all that come at once, memory; a body that is cut
//! off, says too little or holds more than one file is refused, and nothing of it is kept.

use crate::attachments::FILE_BYTES;
use crate::body;
use crate::problem::{Answer, Problem};
use axum::extract::Request;
use axum::http::header;
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

/// What a body may hold beside the file, in bytes.
const AROUND: usize = 16 * 1024;
/// Longest boundary (RFC 2046).
const BOUNDARY: usize = 70;
/// How much of a file is counted as one, in bytes.
const UNIT: usize = 256 * 1024;
/// How many of those may be in memory, of all files together: 256 MiB.
const UNITS: usize = 1024;

/// How many files one visitor may have on their way at once: a slow line holds its room for minutes.
const AT_ONCE: usize = 2;
/// After how long another one may be tried, in seconds.
const AGAIN_S: u64 = 5;

/// Memory for files on their way.
pub(crate) struct Room {
    units: Arc<Semaphore>,
    senders: Mutex<HashMap<Uuid, usize>>,
}

impl Default for Room {
    fn default() -> Self {
        Self { units: Arc::new(Semaphore::new(UNITS)), senders: Mutex::default() }
    }
}

/// A visitor's place among those who send; free again when it is dropped.
pub(crate) struct Sending<'a>(&'a Room, Uuid);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let mut senders = self.0.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = senders.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                senders.remove(&self.1);
            }
        }
    }
}

impl Room {
    /// Lets one more file of this visitor's come.
    pub fn enter(&self, visitor: Uuid) -> Answer<Sending<'_>> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let count = senders.entry(visitor).or_default();
        if *count >= AT_ONCE {
            return Err(Problem::rate_limited(AGAIN_S));
        }
        *count += 1;
        Ok(Sending(self, visitor))
    }

    fn take(&self) -> Answer<OwnedSemaphorePermit> {
        Arc::clone(&self.units).try_acquire_owned().map_err(|_| {
            Problem::unavailable("Many files are on their way. Try again in a minute.")
        })
    }
}

/// A file that has come.
pub(crate) struct Taken {
    /// Its name, as the sender has it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Its part of the memory.
    pub room: Vec<OwnedSemaphorePermit>,
}

/// Reads the file of a request.
pub(crate) async fn receive(request: Request, room: &Room) -> Answer<Taken> {
    let headers = request.headers();
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let length = said(header::CONTENT_LENGTH).and_then(|text| text.parse::<usize>().ok());
    let boundary = said(header::CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary.filter(|boundary| boundary.len() <= BOUNDARY);
    if length.is_some_and(|length| length > FILE_BYTES + AROUND) {
        body::pass_over(request).await;
        return Err(Problem::too_large(FILE_BYTES));
    }
    let Some(boundary) = boundary else {
        body::pass_over(request).await;
        return Err(Problem::invalid("body", "is not multipart/form-data with a boundary"));
    };
    let chunks = request.into_body().into_data_stream();
    // A chunk that does not come in time is an error, and the end.
    let chunks = futures_util::stream::unfold(Some(chunks), |chunks| async {
        let mut chunks = chunks?;
        match timeout(body::SILENT_WITHIN, chunks.next()).await {
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(chunks))),
            Ok(Some(Err(error))) => Some((Err(Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(Error::from(ErrorKind::TimedOut)), None)),
        }
    });
    let size = SizeLimit::new().whole_stream((FILE_BYTES + AROUND) as u64);
    let constraints = Constraints::new()
        .allowed_fields(vec!["file"])
        .size_limit(size.for_field("file", FILE_BYTES as u64));
    let parts = Multipart::with_constraints(chunks, boundary, constraints);
    let read = timeout(body::FILES_WITHIN, file(parts, room)).await;
    read.map_err(|_| body::too_late())?
}

async fn file(mut parts: Multipart<'_>, room: &Room) -> Answer<Taken> {
    let missing = || Problem::invalid("file", "is missing: one part with a file name");
    let mut field = parts.next_field().await.map_err(wrong)?.ok_or_else(missing)?;
    let name = field.file_name().ok_or_else(missing)?.to_owned();
    let mut taken = Taken { name, bytes: Vec::new(), room: Vec::new() };
    collect(&mut field, room, &mut taken).await?;
    drop(field);
    // Only now it is known that nothing was cut off.
    if parts.next_field().await.map_err(wrong)?.is_some() {
        return Err(Problem::invalid("file", "only one file at a time"));
    }
    if taken.bytes.is_empty() {
        return Err(Problem::invalid("file", "is empty"));
    }
    Ok(taken)
}

async fn collect(field: &mut Field<'_>, room: &Room, taken: &mut Taken) -> Answer<()> {
    while let Some(chunk) = field.chunk().await.map_err(wrong)? {
        while taken.room.len() * UNIT < taken.bytes.len() + chunk.len() {
            taken.room.push(room.take()?);
        }
        taken.bytes.extend_from_slice(&chunk);
    }
    Ok(())
}

fn wrong(error: multer::Error) -> Problem {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            Problem::too_large(FILE_BYTES)
        }
        multer::Error::UnknownField { .. } => {
            Problem::invalid("file", "is the only part that is taken")
        }
        _ => Problem::invalid("body", "The body was cut off or is not multipart/form-data."),
    }
}
