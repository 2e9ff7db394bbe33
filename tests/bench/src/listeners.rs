//! Many WebSockets of people who only listen: a thread of their own reads whatever comes, and so
//! answers the hub's heartbeats. Guarantees that all were connected before measuring begins and
//! that none was lost until they are let go.

use crate::socket::Socket;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// Files that a process needs open for so many lines, with some to spare.
pub const OPEN_FILES: u64 = 12_000;

/// Connected sockets.
pub struct Listeners {
    lost: Arc<AtomicUsize>,
    letting_go: oneshot::Sender<()>,
    thread: JoinHandle<Result<()>>,
}

impl Listeners {
    /// Connects one for each token, and waits until all are there. A path of the bare hub takes no
    /// token.
    pub fn connect(address: SocketAddr, path: &'static str, tokens: Vec<String>) -> Result<Self> {
        let lost = Arc::new(AtomicUsize::new(0));
        let (ready, all_are_there) = mpsc::channel();
        let (letting_go, go) = oneshot::channel();
        let counting = Arc::clone(&lost);
        let thread = std::thread::spawn(move || {
            Builder::new_current_thread().enable_all().build()?.block_on(async {
                for token in tokens {
                    let socket = connect(address, path, &token).await?;
                    tokio::spawn(listen(socket, Arc::clone(&counting)));
                }
                ready.send(())?;
                let _ = go.await;
                Ok(())
            })
        });
        if all_are_there.recv().is_err() {
            thread.join().map_err(|_| anyhow::anyhow!("the listeners panicked"))??;
            bail!("the listeners are gone");
        }
        Ok(Self { lost, letting_go, thread })
    }

    /// Disconnects them all. An error if one was lost before.
    pub fn let_go(self) -> Result<()> {
        let lost = self.lost.load(Ordering::Relaxed);
        let _ = self.letting_go.send(());
        self.thread.join().map_err(|_| anyhow::anyhow!("the listeners panicked"))??;
        if lost > 0 {
            bail!("{lost} listeners lost their line");
        }
        Ok(())
    }
}

/// One visitor's socket, signed in; or one of the bare hub.
pub async fn connect(address: SocketAddr, path: &str, token: &str) -> Result<Socket> {
    let mut socket = Socket::open(address, path).await.context("connect a listener")?;
    if path.starts_with("/v1") {
        socket.say(&json!({"type": "auth", "token": token})).await?;
        socket.until(|frame| frame.contains("\"state\"")).await?;
    }
    Ok(socket)
}

async fn listen(mut socket: Socket, lost: Arc<AtomicUsize>) {
    while socket.next().await.is_ok() {}
    lost.fetch_add(1, Ordering::Relaxed);
}

/// Lets this process, and those it starts, have as many lines open as are measured.
pub fn allow_many() -> Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let enough = |limit: Option<u64>| limit.is_none_or(|files| files >= OPEN_FILES);
    if enough(now.current) {
        return Ok(());
    }
    if !enough(now.maximum) {
        bail!("{OPEN_FILES} open files are needed; `ulimit -Hn` says fewer");
    }
    let wanted = Rlimit { current: Some(OPEN_FILES), maximum: now.maximum };
    setrlimit(Resource::Nofile, wanted).context("raise the limit of open files")
}
