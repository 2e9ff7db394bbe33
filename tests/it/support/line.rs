//! A line to a hub that can go dead without a word, as in a tunnel or when a lid is closed: both
//! ends stay open, and nothing comes through any more.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Forwards connections to a hub until it is cut.
pub struct DeadEnd {
    /// Where to connect instead of the hub.
    pub url: String,
    cut: watch::Sender<bool>,
}

impl DeadEnd {
    /// In front of the hub at `url`.
    pub async fn before(url: &str) -> Self {
        let hub = url.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = format!("http://{}", listener.local_addr().unwrap());
        let (cut, is_cut) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let hub = TcpStream::connect(&hub).await.unwrap();
                let ((from_client, to_client), (from_hub, to_hub)) =
                    (client.into_split(), hub.into_split());
                tokio::spawn(forward(from_client, to_hub, is_cut.clone()));
                tokio::spawn(forward(from_hub, to_client, is_cut.clone()));
            }
        });
        Self { url: own, cut }
    }

    /// From now on nothing comes through, and nobody is told.
    pub fn cut(&self) {
        self.cut.send(true).unwrap();
    }
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut cut: watch::Receiver<bool>) {
    let mut bytes = [0; 4096];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => Some(read.unwrap_or(0)),
            _ = cut.wait_for(|cut| *cut) => None,
        };
        let Some(read) = read else { return std::future::pending().await };
        if read == 0 || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
