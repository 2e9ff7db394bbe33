//! The way between a desktop and its hub: a TCP relay on loopback that can be cut, and that can go
//! dead, as a train's line does in a tunnel: nothing comes, and nobody is told.

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Bytes go through.
    Open,
    /// Connections end, new ones are refused.
    Cut,
    /// Bytes are swallowed both ways; nothing ends.
    Dead,
    /// What the desktop sends arrives; what the hub answers is swallowed.
    OneWay,
}

/// A way that can be closed.
#[derive(Clone)]
pub struct Tunnel {
    /// Where it begins.
    pub url: String,
    to: Arc<RwLock<SocketAddr>>,
    way: watch::Sender<Way>,
}

impl Tunnel {
    /// A way to the hub at `url`, open.
    pub async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let begins = listener.local_addr().expect("its address");
        let tunnel = Self {
            url: format!("http://{begins}"),
            to: Arc::new(RwLock::new(address(url))),
            way: watch::channel(Way::Open).0,
        };
        let (to, way) = (Arc::clone(&tunnel.to), tunnel.way.clone());
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                let to = *to.read().unwrap_or_else(PoisonError::into_inner);
                if *way.borrow() != Way::Cut {
                    tokio::spawn(relay(from, to, way.clone()));
                }
            }
        });
        tunnel
    }

    /// From now on.
    pub fn is(&self, way: Way) {
        self.way.send_replace(way);
    }

    /// The hub has another address now.
    pub fn leads_to(&self, url: &str) {
        *self.to.write().unwrap_or_else(PoisonError::into_inner) = address(url);
    }
}

fn address(url: &str) -> SocketAddr {
    url.strip_prefix("http://").and_then(|at| at.parse().ok()).expect("an address of a hub")
}

async fn relay(from: TcpStream, to: SocketAddr, way: watch::Sender<Way>) {
    let Ok(to) = TcpStream::connect(to).await else { return };
    let (from_read, from_write) = from.into_split();
    let (to_read, to_write) = to.into_split();
    let mut watched = way.subscribe();
    tokio::select! {
        () = pass(from_read, to_write, way.subscribe(), &[Way::Open, Way::OneWay]) => {}
        () = pass(to_read, from_write, way.subscribe(), &[Way::Open]) => {}
        _ = watched.wait_for(|way| *way == Way::Cut) => {}
    }
}

/// Passes bytes on while the way is one of `open`, and swallows them otherwise.
async fn pass(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    way: watch::Receiver<Way>,
    open: &[Way],
) {
    let mut buffer = vec![0; 16 * 1024];
    let mut swallowed = false;
    loop {
        let Ok(read) = from.read(&mut buffer).await else { return };
        if read == 0 {
            return;
        }
        // A line that has lost bytes never carries any again.
        swallowed |= !open.contains(&way.borrow());
        if !swallowed && to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
