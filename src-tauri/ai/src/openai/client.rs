//! Asks a model once.
//!
//! Guarantees: at most [`AT_ONCE`] requests at the same time, first come first served; no proxy, no
//! redirect, no private address unless allowed, no TLS but rustls with ring and the system's
//! certificates; dropping a request closes its connection. Leaves out: retrying and what is asked.

use super::address::{OnlyPrivate, PublicOnly, is_private_literal};
use super::gather::Reply;
use super::said::without_thoughts;
use super::stream::{SILENCE, read};
use super::{Endpoint, Failure};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header, redirect};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};

/// How many requests at once.
const AT_ONCE: usize = 200;
/// How long a connection may take to open.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How much of an error is read.
const ERROR_BYTES: usize = 4_096;
/// How long it is remembered that a model has no tools.
const REMEMBERED: Duration = Duration::from_secs(600);
/// How many such models.
const REMEMBERED_MOST: usize = 100;
/// How long [`Models::complete`] may take, its retry included.
const COMPLETE_WITHIN: Duration = Duration::from_secs(120);

/// The door to models; one for a hub.
pub struct Models {
    clients: OnceCell<Clients>,
    seats: Semaphore,
    without_tools: Mutex<HashMap<(String, String), Instant>>,
}

struct Clients {
    /// Connects anywhere.
    anywhere: Client,
    /// Connects to public addresses only.
    public: Client,
}

impl Default for Models {
    fn default() -> Self {
        Self {
            clients: OnceCell::new(),
            seats: Semaphore::new(AT_ONCE),
            without_tools: Mutex::default(),
        }
    }
}

impl Models {
    /// One answer to one text, without tools and without a conversation: for summaries. At most
    /// `max_chars` characters; one retry.
    ///
    /// # Errors
    /// When there is no whole answer of that length.
    pub async fn complete(
        &self,
        endpoint: &Endpoint,
        system: &str,
        user: &str,
        max_chars: usize,
    ) -> Result<String, Failure> {
        let messages = json!([
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ]);
        let body = json!({"model": endpoint.model, "messages": messages, "stream": true});
        let until = Instant::now() + COMPLETE_WITHIN;
        let reply = self.ask_twice(endpoint, &body, until).await?;
        match without_thoughts(&reply.text).trim() {
            "" => Err(Failure::Empty),
            text if text.chars().count() > max_chars => Err(Failure::TooLong),
            text => Ok(text.to_owned()),
        }
    }

    async fn ask_twice(
        &self,
        endpoint: &Endpoint,
        body: &Value,
        until: Instant,
    ) -> Result<Reply, Failure> {
        let failure = match self.ask(endpoint, body, until).await {
            Ok(reply) => return Ok(reply),
            Err(failure) => failure,
        };
        let Some(wait) = failure.retry_in() else { return Err(failure) };
        tokio::time::sleep(wait).await;
        self.ask(endpoint, body, until).await
    }

    /// Asks once.
    pub(super) async fn ask(
        &self,
        endpoint: &Endpoint,
        body: &Value,
        until: Instant,
    ) -> Result<Reply, Failure> {
        let Ok(seat) = timeout_at(until, self.seats.acquire()).await else {
            return Err(Failure::Crowded);
        };
        let client = self.client(endpoint).await?;
        let begun = Instant::now();
        let ends = until.min(begun + endpoint.timeout);
        let request = client.post(endpoint.chat()).json(body);
        let answer = async {
            let response = send(request, endpoint).await?;
            read(response.bytes_stream()).await
        };
        let answer = timeout_at(ends, answer).await;
        drop(seat);
        let answer = answer
            .unwrap_or_else(|_| Err(Failure::Slow(ends.duration_since(begun).as_secs().max(1))));
        answer.map_err(|failure| without_key(failure, endpoint))
    }

    /// The names of the models there are.
    pub(super) async fn listed(
        &self,
        endpoint: &Endpoint,
        within: Duration,
    ) -> Result<Vec<String>, Failure> {
        let client = self.client(endpoint).await?;
        let list = async {
            let response = send(client.get(endpoint.models()), endpoint).await?;
            let body = limited(response, 1024 * 1024).await?;
            let list: Value = serde_json::from_slice(&body).map_err(|_| Failure::Unreadable)?;
            let named = list.get("data").and_then(Value::as_array).into_iter().flatten();
            let names = named.filter_map(|model| model.get("id")?.as_str());
            Ok(names.filter(|name| name.len() <= 200).take(200).map(str::to_owned).collect())
        };
        timeout(within, list).await.unwrap_or(Err(Failure::Slow(within.as_secs())))
    }

    async fn client(&self, endpoint: &Endpoint) -> Result<&Client, Failure> {
        if !endpoint.allow_private && is_private_literal(&endpoint.base) {
            return Err(Failure::Private);
        }
        let made = self.clients.get_or_try_init(|| async {
            let made = tokio::task::spawn_blocking(Clients::new).await;
            made.ok().flatten().ok_or(Failure::Untrusted)
        });
        let clients = made.await?;
        Ok(if endpoint.allow_private { &clients.anywhere } else { &clients.public })
    }

    /// Whether the model is known to have no tools.
    pub(super) fn has_no_tools(&self, endpoint: &Endpoint) -> bool {
        let known = self.without_tools.lock().unwrap_or_else(PoisonError::into_inner);
        let since = known.get(&(endpoint.base.to_string(), endpoint.model.clone()));
        since.is_some_and(|since| since.elapsed() < REMEMBERED)
    }

    /// Remembers that the model has no tools.
    pub(super) fn remember_no_tools(&self, endpoint: &Endpoint) {
        let mut known = self.without_tools.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED_MOST {
            known.clear();
        }
        known.insert((endpoint.base.to_string(), endpoint.model.clone()), Instant::now());
    }
}

impl Clients {
    /// Reads the system's certificates, which blocks.
    fn new() -> Option<Self> {
        let mut roots = rustls::RootCertStore::empty();
        for certificate in rustls_native_certs::load_native_certs().certs {
            // One that cannot be read is one that is not trusted.
            let _ = roots.add(certificate);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let usual = || {
            Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .connect_timeout(CONNECT_WITHIN)
                .redirect(redirect::Policy::none())
                .no_proxy()
                .user_agent(concat!("Baton/", env!("CARGO_PKG_VERSION")))
        };
        let anywhere = usual().build().ok()?;
        let public = usual().dns_resolver(Arc::new(PublicOnly)).build().ok()?;
        Some(Self { anywhere, public })
    }
}

/// Sends a request; only a good status comes back.
async fn send(request: RequestBuilder, endpoint: &Endpoint) -> Result<Response, Failure> {
    let mut request = request.header(header::ACCEPT, "text/event-stream, application/json");
    if let Some(key) = &endpoint.key {
        request = request.bearer_auth(key);
    }
    let silent = Failure::Silent(SILENCE.as_secs());
    let response = timeout(SILENCE, request.send()).await.map_err(|_| silent)?;
    let response = response.map_err(|error| no_connection(&error))?;
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    if status.is_redirection() {
        return Err(Failure::Redirected);
    }
    Err(refused(status, response).await)
}

async fn refused(status: StatusCode, response: Response) -> Failure {
    let waits = response.headers().get(header::RETRY_AFTER);
    let retry_after_s = waits.and_then(|wait| wait.to_str().ok()?.trim().parse().ok());
    let body = limited(response, ERROR_BYTES).await.unwrap_or_default();
    let said = match serde_json::from_slice::<Value>(&body) {
        Ok(body) => {
            let error = body.get("error").unwrap_or(&body);
            let said = error.get("message").and_then(Value::as_str).or_else(|| error.as_str());
            said.unwrap_or_default().to_owned()
        }
        Err(_) => String::from_utf8_lossy(&body).into_owned(),
    };
    Failure::Status { status: status.as_u16(), retry_after_s, said }
}

/// A body of at most so many bytes.
async fn limited(mut response: Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    loop {
        let piece = timeout(SILENCE, response.chunk()).await;
        let piece = piece.map_err(|_| Failure::Silent(SILENCE.as_secs()))?;
        match piece.map_err(|_| Failure::Cut)? {
            Some(piece) if body.len() + piece.len() <= most => body.extend_from_slice(&piece),
            Some(_) => return Err(Failure::TooLong),
            None => return Ok(body),
        }
    }
}

/// What a server said must not give the key away.
fn without_key(failure: Failure, endpoint: &Endpoint) -> Failure {
    match failure {
        Failure::Status { status, retry_after_s, said } => {
            Failure::Status { status, retry_after_s, said: endpoint.quoted(&said) }
        }
        Failure::Reported { said } => Failure::Reported { said: endpoint.quoted(&said) },
        other => other,
    }
}

fn no_connection(error: &reqwest::Error) -> Failure {
    let mut cause = error.source();
    while let Some(found) = cause {
        if found.is::<OnlyPrivate>() {
            return Failure::Private;
        }
        if found.is::<rustls::Error>() {
            return Failure::Untrusted;
        }
        // What an I/O error is made of is not its source.
        let inside = found.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match inside {
            Some(inside) => Some(inside),
            None => found.source(),
        };
    }
    if error.is_connect() || error.is_timeout() { Failure::Unreachable } else { Failure::Cut }
}
