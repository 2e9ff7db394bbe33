//! A file on its way in: one part called `file` of a multipart body.
//!
//! Guarantees: bounded in size, time and, over all that come at once, memory, of which one network
//! gets no more than its share and visitors leave some to members; a body that is cut
//! off, says too little or holds more than one file is refused, and nothing of it is kept.

use crate::attachments::FILE_BYTES;
use crate::body;
use crate::problem::{Answer, Problem};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header;
use baton_domain::AttachmentId;
use futures_util::{Stream, StreamExt};
use multer::{Constraints, Field, Multipart, SizeLimit};
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// What a body may hold beside the file, in bytes.
const AROUND: usize = 16 * 1024;
/// Longest boundary (RFC 2046).
const BOUNDARY: usize = 70;
/// How much of a file is counted as one, in bytes.
const UNIT: usize = 256 * 1024;
/// How many of those may be in memory, of all visitors' files together: 192 MiB.
const UNITS: usize = 768;
/// How many of them from one network.
const SHARE: usize = UNITS / 3;
/// How many more there are for members alone: 64 MiB.
const FOR_MEMBERS: usize = 256;
/// How much of a body must come in [`WHILE`] unless it ends, in bytes: 4 KiB a second.
const SLOWEST: usize = 4 * 1024 * 20;
/// Over how long that is looked at.
const WHILE: Duration = Duration::from_secs(20);

/// How many files one visitor may have on their way at once: a slow line holds its room for minutes.
const AT_ONCE: usize = 2;
/// After how long another one may be tried, in seconds.
const AGAIN_S: u64 = 5;

/// Memory for files on their way.
pub(crate) struct Room {
    units: Arc<Semaphore>,
    for_members: Arc<Semaphore>,
    shares: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    keeping: Vec<Arc<Turn>>,
    senders: Mutex<HashMap<Uuid, usize>>,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            units: Arc::new(Semaphore::new(UNITS)),
            for_members: Arc::new(Semaphore::new(FOR_MEMBERS)),
            shares: Mutex::default(),
            keeping: (0..=u8::MAX).map(|_| Arc::default()).collect(),
            senders: Mutex::default(),
        }
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

    /// The place of whoever sends from this network; of a member for none.
    pub fn place(&self, network: Option<IpAddr>) -> Place<'_> {
        let share = network.map(|network| {
            let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
            // Those of whom nothing is on its way hold nothing.
            shares.retain(|_, share| Arc::strong_count(share) > 1);
            let share = shares.entry(network).or_insert_with(|| Arc::new(Semaphore::new(SHARE)));
            Arc::clone(share)
        });
        Place { room: self, share }
    }

    /// Waits until nobody else keeps a file of this id.
    pub async fn keep(&self, id: AttachmentId) -> Option<OwnedMutexGuard<()>> {
        let [.., last] = id.0.into_bytes();
        Some(Arc::clone(self.keeping.get(usize::from(last))?).lock_owned().await)
    }
}

/// Held while a file is kept.
type Turn = tokio::sync::Mutex<()>;

/// Where the memory for one file is taken from.
pub(crate) struct Place<'a> {
    room: &'a Room,
    share: Option<Arc<Semaphore>>,
}

impl Place<'_> {
    fn take(&self) -> Answer<Unit> {
        let of = |units: &Arc<Semaphore>| Arc::clone(units).try_acquire_owned().ok();
        let full = || Problem::unavailable("Many files are on their way. Try again in a minute.");
        let Some(share) = &self.share else {
            let unit = of(&self.room.for_members).or_else(|| of(&self.room.units));
            return Ok(Unit { _of_all: unit.ok_or_else(full)?, _of_share: None });
        };
        let of_share = of(share).ok_or_else(|| Problem::rate_limited(AGAIN_S))?;
        Ok(Unit { _of_all: of(&self.room.units).ok_or_else(full)?, _of_share: Some(of_share) })
    }
}

/// A part of the memory; free again when it is dropped.
pub(crate) struct Unit {
    _of_all: OwnedSemaphorePermit,
    _of_share: Option<OwnedSemaphorePermit>,
}

/// A file that has come.
pub(crate) struct Taken {
    /// Its name, as the sender has it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Its part of the memory.
    pub room: Vec<Unit>,
}

/// Reads the file of a request.
pub(crate) async fn receive(request: Request, place: Place<'_>) -> Answer<Taken> {
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
    let chunks = in_time(request.into_body());
    let size = SizeLimit::new().whole_stream((FILE_BYTES + AROUND) as u64);
    let constraints = Constraints::new()
        .allowed_fields(vec!["file"])
        .size_limit(size.for_field("file", FILE_BYTES as u64));
    let parts = Multipart::with_constraints(chunks, boundary, constraints);
    let read = timeout(body::FILES_WITHIN, file(parts, &place)).await;
    read.map_err(|_| too_late())?
}

/// A line may be faster the next time.
fn too_late() -> Problem {
    Problem::unavailable("The file did not come in time. Try again.")
}

/// The chunks of a body. One that does not come in time, or too little in a while, is an error, and
/// the end.
fn in_time(body: Body) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let late = || Some((Err(Error::from(ErrorKind::TimedOut)), None));
    let begin = Some((body.into_data_stream(), Instant::now(), 0));
    futures_util::stream::unfold(begin, move |state| async move {
        let (mut chunks, mut since, mut come) = state?;
        match timeout(body::SILENT_WITHIN, chunks.next()).await {
            Ok(Some(Ok(chunk))) => {
                come += chunk.len();
                if since.elapsed() >= WHILE {
                    if come < SLOWEST {
                        return late();
                    }
                    (since, come) = (Instant::now(), 0);
                }
                Some((Ok(chunk), Some((chunks, since, come))))
            }
            Ok(Some(Err(error))) => Some((Err(Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => late(),
        }
    })
}

async fn file(mut parts: Multipart<'_>, place: &Place<'_>) -> Answer<Taken> {
    let missing = || Problem::invalid("file", "is missing: one part with a file name");
    let mut field = parts.next_field().await.map_err(wrong)?.ok_or_else(missing)?;
    let name = unescaped(field.file_name().ok_or_else(missing)?);
    let mut taken = Taken { name, bytes: Vec::new(), room: Vec::new() };
    collect(&mut field, place, &mut taken).await?;
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

/// A name as it was before a browser wrote it into the body (HTML, multipart/form-data).
fn unescaped(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

async fn collect(field: &mut Field<'_>, place: &Place<'_>, taken: &mut Taken) -> Answer<()> {
    while let Some(chunk) = field.chunk().await.map_err(wrong)? {
        while taken.room.len() * UNIT < taken.bytes.len() + chunk.len() {
            taken.room.push(place.take()?);
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
        multer::Error::StreamReadFailed(error) if is_late(error.as_ref()) => too_late(),
        _ => Problem::invalid("body", "The body was cut off or is not multipart/form-data."),
    }
}

fn is_late(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<Error>().is_some_and(|error| error.kind() == ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    /// Everything that one place gets.
    fn all(place: &Place) -> Vec<Unit> {
        std::iter::from_fn(|| place.take().ok()).collect()
    }

    #[test]
    fn one_network_has_its_share_of_the_room_and_members_always_have_theirs() {
        let room = Room::default();
        let one = all(&room.place(network(1)));
        assert_eq!(one.len(), SHARE);
        assert_eq!(all(&room.place(network(1))).len(), 0, "another visitor from there");
        let others: Vec<Unit> = (2..9).flat_map(|last| all(&room.place(network(last)))).collect();
        assert_eq!(others.len(), UNITS - SHARE);
        let members = all(&room.place(None));
        assert_eq!(members.len(), FOR_MEMBERS);
        drop(one);
        assert_eq!(all(&room.place(network(1))).len(), SHARE, "there is room again");
        assert_eq!(room.shares.lock().unwrap().len(), 3, "who sends nothing is not remembered");
    }

    /// A body whose file comes in parts, one every few seconds.
    fn request(parts: usize, bytes: usize, every: Duration) -> Request {
        let head =
            "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        let chunks = futures_util::stream::iter(0..parts + 2).then(move |at| async move {
            tokio::time::sleep(every).await;
            Ok::<_, Error>(match at {
                0 => Bytes::from(head),
                last if last > parts => Bytes::from("\r\n--b--\r\n"),
                _ => Bytes::from(vec![b'a'; bytes]),
            })
        });
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b");
        request.body(Body::from_stream(chunks)).unwrap()
    }

    async fn received(parts: usize, bytes: usize, every_s: u64) -> Answer<usize> {
        let room = Room::default();
        let request = request(parts, bytes, Duration::from_secs(every_s));
        receive(request, room.place(network(1))).await.map(|taken| taken.bytes.len())
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_that_comes_by_the_byte_is_ended_and_a_slow_line_is_not() {
        let began = Instant::now();
        let ended = received(1_000, 1, 5).await.unwrap_err();
        assert_eq!(ended.in_words(), too_late().in_words());
        assert!(began.elapsed() <= 2 * WHILE, "{:?}", began.elapsed());
        assert_eq!(received(80, 120_000, 5).await.unwrap(), 9_600_000);
        assert_eq!(received(2, 10, 4).await.unwrap(), 20, "a small one may take a while");
    }
}
