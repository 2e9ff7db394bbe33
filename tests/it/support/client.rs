//! Somebody with a token, or without, who asks a hub.

use crate::{Answer, Socket, soon};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// A client of HTTP with the same cryptography as the hub.
pub fn http() -> reqwest::ClientBuilder {
    // Whoever comes second finds it there.
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

/// A base address, a token and a pool of connections. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    /// Somebody without a token who asks the hub at `base`.
    pub fn new(base: &str) -> Self {
        Self { http: http().build().unwrap(), base: base.to_owned(), token: None }
    }

    /// Somebody else at the same address.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The hub's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The token; empty without one.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// The same person at another address: the hub has started again.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// A request, for what the shorter ways below cannot say.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request; a refused connection is a failed test.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.expect("the hub answers")
    }

    /// Sends a request to a hub that may be dying.
    pub async fn try_send(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = request.build()?;
        let asked = format!("{} {}", request.method(), request.url().path());
        let response = soon(&asked, self.http.execute(request)).await?;
        Ok(Answer::read(asked, response).await)
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// POST with any bytes.
    pub async fn post_bytes(&self, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.send(self.request(Method::POST, path).body(body.into())).await
    }

    /// POST of a file, as a browser's form sends it.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let (boundary, body) = form("file", name, bytes);
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self.request(Method::POST, path).header("content-type", kind);
        self.send(request.body(body)).await
    }

    /// A command with a fresh id on a conversation.
    pub async fn command(&self, conversation: &str, mut command: Value) -> Answer {
        if command["id"].is_null() {
            command["id"] = crate::id().into();
        }
        self.post(&format!("/v1/conversations/{conversation}/commands"), command).await
    }

    /// A conversation as this one sees it.
    pub async fn conversation(&self, id: &str) -> Value {
        self.get(&format!("/v1/conversations/{id}")).await.is(200)
    }

    /// A conversation's timeline.
    pub async fn timeline(&self, id: &str) -> Vec<Value> {
        let page = self.get(&format!("/v1/conversations/{id}/timeline")).await.is(200);
        page["items"].as_array().unwrap().clone()
    }

    /// A conversation's messages.
    pub async fn messages(&self, id: &str) -> Vec<Value> {
        let path = format!("/v1/conversations/{id}/messages?limit=200");
        self.get(&path).await.is(200)["messages"].as_array().unwrap().clone()
    }

    /// The log's newest number.
    pub async fn head(&self) -> u64 {
        self.get("/v1/events?after=4294967295&limit=1").await.is(200)["head"].as_u64().unwrap()
    }

    /// Every event after `after`, in pages of 500.
    pub async fn events(&self, mut after: u64) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let page = self.get(&format!("/v1/events?after={after}")).await.is(200);
            let events = page["events"].as_array().unwrap();
            let Some(last) = events.last() else { return all };
            after = last["seq"].as_u64().unwrap();
            all.extend(events.iter().cloned());
        }
    }

    /// The first event after `after` that `fits`, by long polling.
    pub async fn event(&self, mut after: u64, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        soon(what, async {
            loop {
                let page = self.get(&format!("/v1/events?after={after}&wait=10")).await.is(200);
                for event in page["events"].as_array().unwrap() {
                    after = event["seq"].as_u64().unwrap();
                    if fits(event) {
                        return event.clone();
                    }
                }
            }
        })
        .await
    }

    /// The first event of this kind in this conversation after `after`.
    pub async fn event_in(&self, conversation: &str, after: u64, kind: &str) -> Value {
        let fits = |event: &Value| event["conversation"] == conversation && event["type"] == kind;
        self.event(after, kind, fits).await
    }

    /// The first message by an author of this kind in this conversation after `after`.
    pub async fn message_by(&self, author: &str, conversation: &str, after: u64) -> Value {
        let what = format!("a message by {author}");
        self.event(after, &what, |event| {
            event["conversation"] == conversation
                && event["type"] == "message_posted"
                && event["data"]["author"]["kind"] == author
        })
        .await
    }

    /// A member's or an AI agent's socket, signed in, that has caught up from `after`; the frames
    /// until then come with it.
    pub async fn desk(&self, after: u64) -> (Socket, Vec<Value>) {
        let mut socket = Socket::open(&self.base, "/v1/socket", &[]).await;
        socket.say(json!({"type": "auth", "token": self.token(), "after": after})).await;
        let frames = socket.until("caught_up", |frame| frame["type"] == "caught_up").await;
        (socket, frames)
    }
}

/// A boundary, and a multipart body of one part with it.
pub fn form(field: &str, name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let boundary = format!("----baton{}", crate::id());
    let name = name.replace('"', "%22");
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: text/html\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
    (boundary, body)
}
