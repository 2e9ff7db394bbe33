//! Reads what a server sends: events, or one JSON object where events were asked for.
//!
//! Guarantees: what counts is the body, not what the headers call it; a byte order mark, CRLF,
//! comments, characters cut in two and a missing end are read; nothing that comes more slowly than
//! [`SILENCE`] or is larger than [`BODY_BYTES`] is waited for or kept; a line left open after the
//! answer's end costs a second, not the answer. Leaves out: what the pieces say, see `gather.rs`.

use super::Failure;
use super::gather::{Gathering, Reply};
use eventsource_stream::{EventStreamError, Eventsource};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;
use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;

/// So long nothing may come.
pub const SILENCE: Duration = Duration::from_secs(20);
/// So long more is waited for after the server said why it stopped: some never close the line.
const AFTER_THE_END: Duration = Duration::from_secs(1);
/// The most that is read of one answer: every few characters of a stream come with some hundred
/// bytes around them.
const BODY_BYTES: usize = 8 * 1024 * 1024;
/// The most of one line.
const LINE_BYTES: usize = 256 * 1024;
/// UTF-8's byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads one answer.
pub async fn read<B, E>(body: impl Stream<Item = Result<B, E>>) -> Result<Reply, Failure>
where
    B: AsRef<[u8]>,
{
    let (mut all, mut line) = (0, 0);
    let bounded = body.map(move |piece| {
        let piece = piece.map_err(|_| Failure::Cut)?;
        let bytes = piece.as_ref().to_vec();
        all += bytes.len();
        line = match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => bytes.len() - at,
            None => line + bytes.len(),
        };
        if all > BODY_BYTES || line > LINE_BYTES { Err(Failure::TooLong) } else { Ok(bytes) }
    });
    let mut body = pin!(bounded);
    let mut head = Vec::new();
    while is_blank(&head) {
        match next(&mut body).await? {
            Some(piece) => head.extend(piece?),
            None => return Err(Failure::Empty),
        }
    }
    head = opening(&head).to_vec();
    if head.starts_with(b"{") || head.starts_with(b"[") {
        while let Some(piece) = next(&mut body).await? {
            head.extend(piece?);
        }
        return whole(&head);
    }
    // The last event counts although its empty line is missing.
    let parts = stream::iter([Ok(head)]).chain(body).chain(stream::iter([Ok(b"\n\n".to_vec())]));
    events(parts).await
}

async fn next<T>(from: &mut (impl Stream<Item = T> + Unpin)) -> Result<Option<T>, Failure> {
    timeout(SILENCE, from.next()).await.map_err(|_| Failure::Silent(SILENCE.as_secs()))
}

/// Without byte order marks and white space at the beginning; the reader of events fails on a mark.
fn opening(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes.trim_ascii_start();
    while let Some(after) = rest.strip_prefix(MARK) {
        rest = after.trim_ascii_start();
    }
    rest
}

/// Whether this tells nothing yet: at most a beginning of a byte order mark.
fn is_blank(bytes: &[u8]) -> bool {
    MARK.starts_with(opening(bytes))
}

/// One JSON object instead of a stream.
fn whole(body: &[u8]) -> Result<Reply, Failure> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Failure::Unreadable)?;
    let mut gathering = Gathering::default();
    gathering.take(body.get(0).unwrap_or(&body))?;
    if body.get("choices").is_none_or(|choices| choices.get(0).is_none()) {
        return Err(Failure::Unreadable);
    }
    gathering.end();
    gathering.finish()
}

async fn events(bytes: impl Stream<Item = Result<Vec<u8>, Failure>>) -> Result<Reply, Failure> {
    let mut events = pin!(bytes.eventsource());
    let mut gathering = Gathering::default();
    loop {
        let most = if gathering.has_ended() { AFTER_THE_END } else { SILENCE };
        let event = match timeout(most, events.next()).await {
            Ok(Some(event)) => event,
            Ok(None) => break,
            Err(_) if gathering.has_ended() => break,
            Err(_) => return Err(Failure::Silent(SILENCE.as_secs())),
        };
        let event = match event {
            Ok(event) => event,
            // A line that is lost after the server said it was done is no loss.
            Err(EventStreamError::Transport(Failure::Cut)) if gathering.has_ended() => break,
            Err(EventStreamError::Transport(failure)) => return Err(failure),
            Err(EventStreamError::Utf8(_) | EventStreamError::Parser(_)) => {
                return Err(Failure::Unreadable);
            }
        };
        if event.data.trim() == "[DONE]" {
            gathering.end();
            break;
        }
        match serde_json::from_str::<Value>(&event.data) {
            Ok(piece) if event.event == "error" && piece.get("error").is_none() => {
                return Err(super::gather::reported(&piece));
            }
            Ok(piece) => gathering.take(&piece)?,
            // Some proxies send words to keep the line open.
            Err(_) => {}
        }
    }
    gathering.finish()
}
