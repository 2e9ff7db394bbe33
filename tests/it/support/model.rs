//! A model's server as a test wants it: it records what it is asked and answers what it is told,
//! byte for byte, over a real socket.

use crate::soon;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, mpsc};

/// A server on a port of its own.
pub struct Model {
    /// What an owner enters as the base address.
    pub base_url: String,
    asked: Mutex<mpsc::UnboundedReceiver<Asked>>,
}

/// One request that waits for its answer.
pub struct Asked {
    /// Request line and headers, in lower case.
    pub head: String,
    /// The body.
    pub body: Value,
    stream: TcpStream,
}

impl Default for Model {
    fn default() -> Self {
        Self::open()
    }
}

impl Model {
    /// Listens.
    pub fn open() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let listener = TcpListener::from_std(listener).expect("a listener");
        let (sender, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sender = sender.clone();
                tokio::spawn(async move {
                    if let Some(asked) = Asked::read(stream).await {
                        let _ = sender.send(asked);
                    }
                });
            }
        });
        Self { base_url: format!("http://{address}/v1"), asked: Mutex::new(asked) }
    }

    /// The next request.
    pub async fn asked(&self) -> Asked {
        soon("a question to the model", self.next()).await
    }

    async fn next(&self) -> Asked {
        self.asked.lock().await.recv().await.expect("the server runs")
    }

    /// Whether a request waits that nobody has looked at.
    pub fn was_asked(&self) -> bool {
        self.asked.try_lock().is_ok_and(|asked| !asked.is_empty())
    }

    /// Answers every request from now on, each by itself.
    pub fn answers<F>(self, answer: impl Fn(Asked) -> F + Send + 'static) -> String
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let base_url = self.base_url.clone();
        tokio::spawn(async move {
            loop {
                let asked = self.next().await;
                tokio::spawn(answer(asked));
            }
        });
        base_url
    }
}

impl Asked {
    async fn read(mut stream: TcpStream) -> Option<Self> {
        let mut read = Vec::new();
        let head = loop {
            if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut read).await.ok()? == 0 {
                return None;
            }
        };
        let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a length"));
        while read.len() < head + length {
            if stream.read_buf(&mut read).await.ok()? == 0 {
                return None;
            }
        }
        let body = serde_json::from_slice(&read[head..]).unwrap_or(Value::Null);
        Some(Self { head: text, body, stream })
    }

    /// What the visitor said last, as the model was told.
    pub fn last(&self) -> &str {
        let messages = self.body["messages"].as_array().expect("messages");
        messages.last().and_then(|message| message["content"].as_str()).expect("words")
    }

    /// What stands first.
    pub fn system(&self) -> &str {
        self.body["messages"][0]["content"].as_str().expect("words")
    }

    /// Sends bytes as they are; the other side may have hung up.
    pub async fn sends(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok() && self.stream.flush().await.is_ok()
    }

    /// A whole answer with any status, headers and body; then the connection ends.
    pub async fn answers(mut self, status: &str, headers: &str, body: impl AsRef<[u8]>) {
        let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n");
        self.sends(head).await;
        self.sends(body).await;
        let _ = self.stream.shutdown().await;
    }

    /// A stream with these words, a word at a time.
    pub async fn says(mut self, words: &str) {
        self.begins().await;
        for word in words.split_inclusive(' ') {
            self.piece(json!({"content": word})).await;
        }
        self.ends("stop").await;
    }

    /// A stream with a call of a tool.
    pub async fn calls(mut self, name: &str, arguments: Value) {
        self.begins().await;
        let function = json!({"name": name, "arguments": arguments.to_string()});
        let call = json!({"index": 0, "id": "call_a", "type": "function", "function": function});
        self.piece(json!({"role": "assistant", "content": null, "tool_calls": [call]})).await;
        self.ends("tool_calls").await;
    }

    /// The head of a stream.
    pub async fn begins(&mut self) -> bool {
        self.sends(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n",
        )
        .await
    }

    /// One piece of a stream.
    pub async fn piece(&mut self, delta: Value) -> bool {
        let chunk = json!({"choices": [{"index": 0, "delta": delta, "finish_reason": null}]});
        self.sends(format!("data: {chunk}\n\n")).await
    }

    /// The end of a stream.
    pub async fn ends(mut self, reason: &str) {
        let chunk = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]});
        self.sends(format!("data: {chunk}\n\ndata: [DONE]\n\n")).await;
        let _ = self.stream.shutdown().await;
    }

    /// Waits until the other side hangs up; when that was.
    pub async fn is_hung_up(&mut self) -> Instant {
        let mut rest = [0; 64];
        let gone = async { while !matches!(self.stream.read(&mut rest).await, Ok(0) | Err(_)) {} };
        soon("the end of the model's connection", gone).await;
        Instant::now()
    }

    /// Thinks for so long, and says then what it would; whether somebody still listened.
    pub async fn thinks(mut self, time: Duration, words: &str) -> bool {
        let mut rest = [0; 64];
        tokio::select! {
            _ = self.stream.read(&mut rest) => return false,
            () = tokio::time::sleep(time) => {}
        }
        self.says(words).await;
        true
    }
}
