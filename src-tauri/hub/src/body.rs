//! What a request brings: bounded in size and time, UTF-8, JSON, of exactly the shape asked for.

use crate::App;
use crate::problem::{Answer, Problem};
use axum::extract::{FromRequest, Request};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

/// Largest request body, in bytes.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Largest body that brings files, in bytes.
pub const FILES_BYTES: usize = 20 * 1024 * 1024;
/// How much of a body beyond its limit is read before the line is cut, in bytes.
const READ_BEYOND: usize = 15 * BODY_BYTES;
/// How long a client may be silent within a body.
pub(crate) const SILENT_WITHIN: Duration = Duration::from_secs(10);
/// How long a whole body may take, however little comes at a time.
const WHOLE_WITHIN: Duration = Duration::from_secs(120);
/// How long a body that brings files may take.
pub(crate) const FILES_WITHIN: Duration = Duration::from_secs(600);

/// A JSON body: bounded, UTF-8, of exactly the shape asked for.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Answer<Self> {
        let bytes = body_bytes(request).await?;
        parse(&bytes).map(Self)
    }
}

/// Reads a body in time: one that never comes to its end would hold its connection for ever.
async fn body_bytes(request: Request) -> Answer<Vec<u8>> {
    timeout(WHOLE_WITHIN, read(request, BODY_BYTES)).await.map_err(|_| too_late())?
}

/// A JSON body that brings files: twenty times larger than others.
pub struct LargeBody<T>(pub T);

impl<T: DeserializeOwned + Send + 'static> FromRequest<App> for LargeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Answer<Self> {
        let read = timeout(FILES_WITHIN, read(request, FILES_BYTES));
        let bytes = read.await.map_err(|_| too_late())??;
        let parsed = tokio::task::spawn_blocking(move || parse(&bytes)).await;
        parsed.map_err(|_| Problem::unavailable("The hub is closing."))?.map(Self)
    }
}

/// What did not come in time.
pub(crate) fn too_late() -> Problem {
    Problem::invalid("body", "The body did not come in time.")
}

/// Reads a body. What is too large is read on for a while without being kept: a client that is cut
/// off while it sends does not see the answer.
async fn read(request: Request, limit: usize) -> Answer<Vec<u8>> {
    let mut chunks = request.into_body().into_data_stream();
    let (mut kept, mut read) = (Vec::new(), 0);
    while let Some(chunk) = timeout(SILENT_WITHIN, chunks.next()).await.map_err(|_| too_late())? {
        let chunk = chunk.map_err(|_| Problem::invalid("body", "The body could not be read."))?;
        read += chunk.len();
        if read <= limit {
            kept.extend_from_slice(&chunk);
        } else if read > limit + READ_BEYOND {
            break;
        }
    }
    if read > limit { Err(Problem::too_large(limit)) } else { Ok(kept) }
}

/// Reads on for a while without keeping anything: a client that is cut off while it sends does not
/// see the answer.
pub(crate) async fn pass_over(request: Request) {
    let _ = timeout(WHOLE_WITHIN, read(request, 0)).await;
}

/// A body that may be left out altogether.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<App> for OptionalBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Answer<Self> {
        let bytes = body_bytes(request).await?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self(T::default()));
        }
        parse(&bytes).map(Self)
    }
}

/// Reads JSON and says which field is wrong.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    // Serde also reads a struct from an array of its fields; the API does not.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::invalid("body", "is not a JSON object"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "body".to_owned() } else { path };
        Problem::invalid(field, error.inner().to_string())
    })?;
    reader.end().map_err(|error| Problem::invalid("body", error.to_string()))?;
    Ok(parsed)
}
