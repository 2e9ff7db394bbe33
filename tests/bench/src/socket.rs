//! A WebSocket that reads text frames.

use anyhow::{Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async};

/// One connected socket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Connects.
    pub async fn open(address: SocketAddr, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_async(format!("ws://{address}{path}"), stream).await?;
        Ok(Self(socket))
    }

    /// Connects to Baton as a member, past everything that has happened already.
    pub async fn member(address: SocketAddr, token: &str, head: u64) -> Result<Self> {
        let mut socket = Self::member_after(address, token, head).await?;
        socket.until(|frame| frame.contains("\"caught_up\"")).await?;
        Ok(socket)
    }

    /// Connects to Baton as a member, to hear everything after an event.
    pub async fn member_after(address: SocketAddr, token: &str, after: u64) -> Result<Self> {
        let mut socket = Self::open(address, "/v1/socket").await?;
        socket.say(&json!({"type": "auth", "token": token, "after": after})).await?;
        Ok(socket)
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: &Value) -> Result<()> {
        Ok(self.0.send(Message::text(frame.to_string())).await?)
    }

    /// The next text frame.
    pub async fn next(&mut self) -> Result<Utf8Bytes> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text),
                Some(Ok(Message::Close(_))) | None => bail!("the server closed the socket"),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
            }
        }
    }

    /// The next text frame of that kind.
    pub async fn until(&mut self, wanted: impl Fn(&str) -> bool) -> Result<Utf8Bytes> {
        loop {
            let frame = self.next().await?;
            if wanted(&frame) {
                return Ok(frame);
            }
        }
    }
}
