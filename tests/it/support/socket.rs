//! A WebSocket client that waits for frames.

use crate::{PATIENCE, soon};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A connected socket.
pub struct Socket {
    line: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// How a socket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The close code; none when the line just broke.
    pub code: Option<u16>,
}

impl Socket {
    /// Connects, or fails the test.
    pub async fn open(base: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        match Self::try_open(base, path, headers).await {
            Ok(socket) => socket,
            Err(status) => panic!("{path} was refused with {status}"),
        }
    }

    /// Connects, or says with which status that was refused.
    pub async fn try_open(base: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let url = format!("{}{path}", base.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        match soon(path, connect_async(request)).await {
            Ok((line, _)) => Ok(Self { line }),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: Value) {
        self.send(Message::text(frame.to_string())).await;
    }

    /// Sends anything; a line that breaks meanwhile is not an error here.
    pub async fn send(&mut self, message: Message) {
        let _ = soon("sending a frame", self.line.send(message)).await;
    }

    /// Waits for so many of the hub's liveness frames, answering each when `answering`; fails when the
    /// socket ends.
    pub async fn pings(&mut self, how_many: usize, answering: bool) {
        let mut seen = 0;
        while seen < how_many {
            match soon("a ping", self.line.next()).await {
                Some(Ok(Message::Text(text))) if text.contains("\"ping\"") => {
                    seen += 1;
                    if answering {
                        self.say(serde_json::json!({"type": "ping"})).await;
                    }
                }
                Some(Ok(Message::Close(frame))) => panic!("closed: {frame:?}"),
                Some(Ok(_)) => {}
                Some(Err(error)) => panic!("the line broke: {error}"),
                None => panic!("the line has ended"),
            }
        }
    }

    /// The next frame that is not the liveness `ping`, or how the socket ended.
    pub async fn next(&mut self) -> Result<Value, Closed> {
        loop {
            match soon("a frame", self.line.next()).await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    if frame["type"] != "ping" {
                        return Ok(frame);
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(Closed { code: frame.map(|frame| frame.code.into()) });
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Closed { code: None }),
            }
        }
    }

    /// Frames up to and including the first that `fits`.
    pub async fn until(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut frames = Vec::new();
        let found = tokio::time::timeout(PATIENCE, async {
            loop {
                match self.next().await {
                    Ok(frame) => {
                        let last = fits(&frame);
                        frames.push(frame);
                        if last {
                            return;
                        }
                    }
                    Err(closed) => panic!("waiting for {what}, but: {closed:?}"),
                }
            }
        });
        if found.await.is_err() {
            panic!("{what} never came; got {frames:?}");
        }
        frames
    }

    /// The first frame of this type; what came before it is dropped.
    pub async fn frame(&mut self, kind: &str) -> Value {
        let mut frames = self.until(kind, |frame| frame["type"] == kind).await;
        frames.pop().unwrap()
    }

    /// Frames until the hub closes the socket, and how it did.
    pub async fn to_the_end(&mut self) -> (Vec<Value>, Closed) {
        let mut frames = Vec::new();
        let end = soon("the end of a socket", async {
            loop {
                match self.next().await {
                    Ok(frame) => frames.push(frame),
                    Err(closed) => return closed,
                }
            }
        });
        let closed = end.await;
        (frames, closed)
    }
}

/// The events in these frames, in order.
impl Socket {
    /// Collects the events of all `events` frames.
    pub fn events(frames: &[Value]) -> Vec<Value> {
        let frames = frames.iter().filter(|frame| frame["type"] == "events");
        frames.flat_map(|frame| frame["events"].as_array().unwrap().clone()).collect()
    }
}
