//! A keep-alive HTTP/1.1 line of as little cost as possible, so that the figures are the server's.
//! Understands what both hubs answer: a status and a body of announced length.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// One connection.
pub struct Line {
    write: OwnedWriteHalf,
    answers: Answers,
}

/// The half of a connection that answers come over, in the order of their requests.
pub struct Answers {
    stream: OwnedReadHalf,
    read: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, if the status is a good one.
    pub fn json(&self) -> Result<Value> {
        if !(200..300).contains(&self.status) {
            bail!("{}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// A request that is ready to be sent.
pub fn request(method: &str, path: &str, token: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

impl Line {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (stream, write) = stream.into_split();
        Ok(Self { write, answers: Answers { stream, read: Vec::new() } })
    }

    /// For somebody who sends the next request before the last one was answered.
    pub fn split(self) -> (OwnedWriteHalf, Answers) {
        (self.write, self.answers)
    }

    /// Sends a request and waits for its answer.
    pub async fn ask(&mut self, request: &str) -> Result<Answer> {
        self.write.write_all(request.as_bytes()).await?;
        self.answers.next().await
    }

    /// The same for a JSON body, and an answer that must be a good one.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &Value,
    ) -> Result<Value> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.ask(&request(method, path, token, &body)).await?;
        answer.json().with_context(|| format!("{method} {path}"))
    }
}

impl Answers {
    /// The next answer.
    pub async fn next(&mut self) -> Result<Answer> {
        let head = loop {
            if let Some(at) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.more().await?;
        };
        let text = String::from_utf8_lossy(self.read.get(..head).unwrap_or_default()).into_owned();
        let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
        let length: usize = text
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .unwrap_or(0);
        while self.read.len() < head + length {
            self.more().await?;
        }
        let body = self.read.get(head..head + length).unwrap_or_default().to_vec();
        self.read.drain(..head + length);
        Ok(Answer { status: status.context("an answer without a status")?, body })
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            bail!("the server closed the line");
        }
        Ok(())
    }
}
