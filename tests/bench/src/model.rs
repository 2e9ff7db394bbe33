//! A model's server of as little cost as possible: it reads a question, streams a word now and then,
//! and ends when it is told to, or when its time is over.

use anyhow::{Context, Result};
use serde_json::json;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// How often a stream says a word.
const WORD_EVERY: Duration = Duration::from_millis(50);
/// The longest a stream of the server that waits to be told goes on; the hub's patience is 80 s.
const AT_MOST: Duration = Duration::from_secs(60);

/// What happened to one question.
pub struct Heard {
    /// The question, as the visitor wrote it.
    pub asked: String,
    /// When it had arrived.
    pub at: Instant,
    /// When the last byte of the answer left; none when the hub hung up before.
    pub answered: Option<Instant>,
    /// When the hub hung up, if it did.
    pub hung_up: Option<Instant>,
}

/// Serves a model that thinks for so long; what it hears, one after the other.
pub async fn thinking(time: Duration) -> Result<(SocketAddr, mpsc::UnboundedReceiver<Heard>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (heard, hears) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let heard = heard.clone();
            tokio::spawn(async move {
                let _ = stream.set_nodelay(true);
                if let Ok(what) = answer(stream, time).await {
                    let _ = heard.send(what);
                }
            });
        }
    });
    Ok((address, hears))
}

async fn answer(mut stream: TcpStream, time: Duration) -> Result<Heard> {
    let asked = question(&mut stream).await?;
    let at = Instant::now();
    stream.write_all(HEAD.as_bytes()).await?;
    let over = tokio::time::sleep(time);
    if let Some(hung_up) = talk(&mut stream, over).await {
        return Ok(Heard { asked, at, answered: None, hung_up: Some(hung_up) });
    }
    let answered = Instant::now();
    stream.write_all(END.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(Heard { asked, at, answered: Some(answered), hung_up: None })
}

/// Streams words until `over`; when the other side hung up, if it did.
async fn talk(stream: &mut TcpStream, over: impl Future<Output = ()>) -> Option<Instant> {
    let mut over = std::pin::pin!(over);
    let mut every = tokio::time::interval(WORD_EVERY);
    let word = format!("data: {}\n\n", json!({"choices": [{"delta": {"content": "word "}}]}));
    let mut rest = [0; 16];
    loop {
        tokio::select! {
            biased;
            read = stream.read(&mut rest) => if !matches!(read, Ok(1..)) { return Some(Instant::now()) },
            () = &mut over => return None,
            _ = every.tick() => if stream.write_all(word.as_bytes()).await.is_err() {
                return Some(Instant::now());
            },
        }
    }
}

/// The visitor's last words in a request.
async fn question(stream: &mut TcpStream) -> Result<String> {
    let body = request(stream).await?.1;
    let body: serde_json::Value = serde_json::from_slice(&body)?;
    let said = body.get("messages").and_then(|messages| messages.as_array()?.last());
    let said = said.and_then(|said| said.get("content")?.as_str());
    Ok(said.context("a question without words")?.to_owned())
}

async fn request(stream: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    let mut read = Vec::new();
    let head = loop {
        if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut read).await? == 0 {
            anyhow::bail!("no request");
        }
    };
    let text = String::from_utf8_lossy(read.get(..head).unwrap_or_default()).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    while read.len() < head + length.unwrap_or(0_usize) {
        if stream.read_buf(&mut read).await? == 0 {
            anyhow::bail!("half a request");
        }
    }
    Ok((text, read.split_off(head)))
}

/// `baton-bench model`: streams until `GET /finish`; `GET /open` says how many are open.
pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    drop(out);
    let open = Arc::new(AtomicUsize::new(0));
    let finished = watch::channel(0_u64).0;
    let finished = Arc::new(finished);
    loop {
        let (stream, _) = listener.accept().await?;
        let (open, finished) = (Arc::clone(&open), Arc::clone(&finished));
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let _ = one(stream, &open, &finished).await;
        });
    }
}

async fn one(
    mut stream: TcpStream,
    open: &AtomicUsize,
    finished: &watch::Sender<u64>,
) -> Result<()> {
    loop {
        let (head, _) = request(&mut stream).await?;
        if head.starts_with("post") {
            break;
        }
        if head.starts_with("get /finish") {
            finished.send_modify(|times| *times += 1);
        }
        let count = open.load(Ordering::SeqCst).to_string();
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{count}", count.len());
        stream.write_all(answer.as_bytes()).await?;
    }
    open.fetch_add(1, Ordering::SeqCst);
    let mut told = finished.subscribe();
    stream.write_all(HEAD.as_bytes()).await?;
    let over = async {
        let _ = tokio::time::timeout(AT_MOST, told.changed()).await;
    };
    if talk(&mut stream, over).await.is_none() {
        stream.write_all(END.as_bytes()).await?;
        stream.shutdown().await?;
    }
    open.fetch_sub(1, Ordering::SeqCst);
    Ok(())
}

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
const END: &str =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
