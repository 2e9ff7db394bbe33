//! A workspace on its own: its hub runs inside the app, for visitors and programs of this computer,
//! or of the network when that was asked for in words.

use super::Place;
use crate::Inbox;
use anyhow::{Context, ensure};
use baton_domain::MemberId;
use baton_hub::workspace::{self, NewWorkspace};
use baton_hub::{Hub, Options};
use baton_store::Store;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The usual place to listen.
pub const ADDRESS: &str = "127.0.0.1:4117";

/// Opens the workspace of this computer, founding a small sample one in an empty folder, and serves it.
pub(super) async fn open_alone(place: &Place, folder: &Path) -> anyhow::Result<Arc<Inbox>> {
    let store = Store::open(folder)?;
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
    let me = local_owner(&hub)?;
    let serving = Arc::clone(&hub);
    tokio::spawn(async move {
        if let Err(error) = serving.serve(listener).await {
            tracing::error!(%error, "the hub has stopped");
        }
    });
    Ok(Arc::new(Inbox::alone(hub, me)))
}

fn local_owner(hub: &Hub) -> anyhow::Result<MemberId> {
    let directory = hub.store.directory();
    let owner = workspace::local_owner(&directory).map(|owner| owner.id);
    owner.context("this workspace has no owner")
}

/// The usual port, a free one when that is taken, or exactly what was asked for.
async fn listen(place: &Place) -> anyhow::Result<TcpListener> {
    if let Some(address) = place.listen {
        stays_private(address)?;
        return TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"));
    }
    match TcpListener::bind(ADDRESS).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind("127.0.0.1:0").await.context("cannot listen on 127.0.0.1"),
    }
}

/// The hub inside speaks plain HTTP, which everybody on the way could read.
fn stays_private(address: SocketAddr) -> anyhow::Result<()> {
    let asked = std::env::var("BATON_PLAIN_HTTP_TO_THE_NETWORK").is_ok_and(|word| word == "true");
    ensure!(
        asked || address.ip().to_canonical().is_loopback(),
        "{address} can be reached from other machines, and the hub inside the app speaks plain \
         HTTP. For a team run baton-hub serve with TLS, or set BATON_PLAIN_HTTP_TO_THE_NETWORK=true"
    );
    Ok(())
}
