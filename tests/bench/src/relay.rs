//! The way between a desktop and its hub, which can be closed, as in a tunnel, and can lead to
//! another hub. It notes when a desktop came through.

use anyhow::Result;
use std::net::SocketAddr;
use std::time::Instant;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where the way leads; nowhere when it is closed.
type Leads = Option<SocketAddr>;

/// A way that can be closed.
pub struct Relay {
    /// Where it begins.
    pub url: String,
    leads: watch::Sender<Leads>,
    passed: watch::Receiver<Option<Instant>>,
}

impl Relay {
    /// A way to this hub, open.
    pub async fn to(hub: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let leads = watch::channel(Some(hub)).0;
        let (passing, passed) = watch::channel(None);
        let ways = leads.clone();
        tokio::spawn(async move {
            while let Ok((desktop, _)) = listener.accept().await {
                let to = *ways.borrow();
                if let Some(hub) = to {
                    passing.send_replace(Some(Instant::now()));
                    tokio::spawn(pass(desktop, hub, ways.subscribe()));
                }
            }
        });
        Ok(Self { url, leads, passed })
    }

    /// Ends every line and lets none through.
    pub fn close(&self) {
        self.leads.send_replace(None);
    }

    /// Lets lines through, to this hub.
    pub fn open(&self, hub: SocketAddr) {
        self.leads.send_replace(Some(hub));
    }

    /// When a desktop last came through.
    pub fn passed(&self) -> Option<Instant> {
        *self.passed.borrow()
    }
}

async fn pass(mut desktop: TcpStream, hub: SocketAddr, mut leads: watch::Receiver<Leads>) {
    let Ok(mut to) = TcpStream::connect(hub).await else { return };
    let _ = (desktop.set_nodelay(true), to.set_nodelay(true));
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut desktop, &mut to) => {}
        _ = leads.wait_for(|leads| *leads != Some(hub)) => {}
    }
}
