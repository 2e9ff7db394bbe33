//! Where a workspace lives and how its hub starts inside the app: one folder, one process, one
//! hub on loopback.

use crate::Inbox;
use anyhow::Context;
use baton_hub::workspace::{self, NewWorkspace};
use baton_hub::{Hub, Options, command_line};
use baton_store::Store;
use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The usual place to listen.
pub const ADDRESS: &str = "127.0.0.1:4117";

/// Where and how, from the command line or the environment.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "baton", version, about = "A desktop inbox for chats that AI agents answer")]
pub struct Place {
    /// The workspace's folder [default: the system's place for application data]
    #[arg(long, env = "BATON_DATA")]
    pub data: Option<PathBuf>,
    /// Where visitors reach the hub inside; port 0 picks a free one [default: 127.0.0.1:4117]
    #[arg(long, env = "BATON_LISTEN")]
    pub listen: Option<SocketAddr>,
}

impl Place {
    /// The workspace's folder.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        let usual = || dirs::data_dir().map(|data| data.join("baton"));
        self.data.clone().or_else(usual).context("this system has no place for application data")
    }
}

/// A running workspace.
pub struct Home {
    /// What the window asks.
    pub inbox: Arc<Inbox>,
    lock: File,
}

/// Opens the workspace, founding a small sample one in an empty folder, and serves it.
pub async fn open(place: &Place) -> anyhow::Result<Home> {
    let folder = place.folder()?;
    command_line::private_folder(&folder)?;
    let lock = command_line::lock(&folder)?;
    let store = Store::open(&folder)?;
    if store.directory().settings.is_none() {
        let new = NewWorkspace {
            name: "Nordhem".into(),
            owner_name: "Owner".into(),
            owner_email: "owner@localhost".into(),
            password_hash: None,
            samples: true,
        };
        store.write(move |tx| workspace::found(tx, &new)).await?;
    }
    let listener = listen(place).await?;
    let hub = Hub::new(store, listener.local_addr()?, Options::default()).await?;
    let me = workspace::local_owner(&hub.store.directory())
        .map(|owner| owner.id)
        .context("this workspace has no owner")?;
    let serving = Arc::clone(&hub);
    tokio::spawn(async move {
        if let Err(error) = serving.serve(listener).await {
            tracing::error!(%error, "the hub has stopped");
        }
    });
    Ok(Home { inbox: Arc::new(Inbox::new(hub, me)), lock })
}

/// The usual port, a free one when that is taken, or exactly what was asked for.
async fn listen(place: &Place) -> anyhow::Result<TcpListener> {
    if let Some(address) = place.listen {
        return TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"));
    }
    match TcpListener::bind(ADDRESS).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind("127.0.0.1:0").await.context("cannot listen on 127.0.0.1"),
    }
}

impl Home {
    /// Finishes what is under way and closes the file.
    pub fn close(&self) {
        self.inbox.hub().close();
        self.inbox.hub().store.close();
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the lock goes with the process");
        }
    }
}
