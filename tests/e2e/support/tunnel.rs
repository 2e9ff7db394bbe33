//! The way between one desktop and its hub: a relay on loopback that can be cut, as a train's line is
//! by a tunnel. Connections end, and new ones are refused until it is open again.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A way that can be cut; it is gone when dropped.
pub struct Tunnel {
    address: SocketAddr,
    open: watch::Sender<bool>,
}

impl Tunnel {
    /// An open way to `hub`.
    pub async fn to(hub: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let open = watch::channel(true).0;
        tokio::spawn(lead(listener, hub, open.subscribe()));
        Ok(Self { address, open })
    }

    /// Where it begins.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on nothing goes through, and what is under way ends.
    pub fn cut(&self) {
        self.open.send_replace(false);
    }

    /// Whoever connects from now on comes through.
    pub fn open(&self) {
        self.open.send_replace(true);
    }
}

/// Until the [`Tunnel`] is dropped.
async fn lead(listener: TcpListener, hub: SocketAddr, mut open: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((desktop, _)) if *open.borrow() => {
                    tokio::spawn(relay(desktop, hub, open.clone()));
                }
                Ok(_) => {}
                Err(_) => return,
            },
            changed = open.changed() => if changed.is_err() {
                return;
            },
        }
    }
}

async fn relay(mut desktop: TcpStream, hub: SocketAddr, mut open: watch::Receiver<bool>) {
    let Ok(mut hub) = TcpStream::connect(hub).await else { return };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut desktop, &mut hub) => {}
        _ = open.wait_for(|open| !open) => {}
    }
}
