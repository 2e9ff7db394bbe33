//! A member's desktop without its window: the app's own [`Home`], with a copy, a line and an outbox
//! in a folder of its own.

use crate::{Member, Tunnel, id, soon};
use baton::home::{Home, Place};
use baton::team::{LineStanding, Membership, OutboxItem, OutboxState, TokenFile, TokenKeeper};
use baton::{CommandOutcome, Inbox, IpcError, ListQuery, Tab};
use baton_domain::{ConversationId, ConversationView, ThreadItem};
use baton_store::Place::Newest;
use baton_store::{Difference, Store};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// A system without a keychain.
pub struct NoKeychain;

impl TokenKeeper for NoKeychain {
    fn keep(&self, _: &str, _: &str) -> anyhow::Result<()> {
        anyhow::bail!("there is none")
    }

    fn token(&self, _: &str) -> anyhow::Result<Option<String>> {
        Ok(None)
    }

    fn forget(&self, _: &str) -> anyhow::Result<()> {
        Ok(())
    }
}

/// A member's desktop.
pub struct Desktop {
    /// The app.
    pub home: Arc<Home>,
    /// Its way to the hub.
    pub tunnel: Tunnel,
    folder: TempDir,
}

impl Desktop {
    /// A new desktop of `member`, signed in and with its copy complete.
    pub async fn of(member: &Member, hub: &str) -> Self {
        Self::holding(member, hub, None).await
    }

    /// One that holds only the last days.
    pub async fn holding(member: &Member, hub: &str, days: Option<u32>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let tunnel = Tunnel::to(hub).await;
        signed_in(folder.path(), member, &tunnel, days);
        Self::on(folder, tunnel).await
    }

    /// The desktop of this folder, exact.
    pub async fn on(folder: TempDir, tunnel: Tunnel) -> Self {
        let home = start(folder.path()).await;
        let desktop = Self { home, tunnel, folder };
        desktop.is_exact().await;
        desktop
    }

    /// The inbox that is open.
    pub fn inbox(&self) -> Arc<Inbox> {
        self.home.inbox()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Waits until the line is live.
    pub async fn is_exact(&self) {
        self.line_is(LineStanding::Online).await;
    }

    /// Waits until the line stands like this, on whichever copy is open.
    pub async fn line_is(&self, wanted: LineStanding) {
        let mut inboxes = self.home.inboxes();
        let reached = async {
            loop {
                let inbox = Arc::clone(&inboxes.borrow_and_update());
                let Some(team) = inbox.seat().team().cloned() else {
                    inboxes.changed().await.expect("the app runs");
                    continue;
                };
                let mut line = team.line();
                tokio::select! {
                    reached = line.wait_for(|line| line.state == wanted) => {
                        if reached.is_ok() { return; }
                    }
                    changed = inboxes.changed() => changed.expect("the app runs"),
                }
            }
        };
        soon(&format!("the line {wanted:?}"), reached).await;
    }

    /// Waits until the copy holds everything up to this event.
    pub async fn has(&self, seq: u64) {
        let inbox = self.inbox();
        let mut commits = inbox.store().subscribe();
        soon(&format!("event {seq}"), async {
            while inbox.head().await.expect("a head") < seq {
                let _ = commits.recv().await;
            }
        })
        .await;
    }

    /// Carries out a command; its `id` is made unless it is there.
    pub async fn command(&self, on: &str, mut command: Value) -> Result<CommandOutcome, IpcError> {
        let object = command.as_object_mut().expect("an object");
        object.entry("id").or_insert_with(|| json!(id()));
        self.inbox().command(conversation(on), object.clone()).await
    }

    /// Claims with the ownership number that the copy shows.
    pub async fn claim(&self, on: &str) -> Result<CommandOutcome, IpcError> {
        let expect = self.row(on).await.ownership;
        self.command(on, json!({"type": "claim", "expect": expect, "means": "prompt"})).await
    }

    /// Replies with the ownership number that the copy shows.
    pub async fn reply(&self, on: &str, text: &str) -> Result<CommandOutcome, IpcError> {
        let expect = self.row(on).await.ownership;
        self.command(on, json!({"type": "reply", "text": text, "expect": expect})).await
    }

    /// The row as the copy shows it.
    pub async fn row(&self, on: &str) -> ConversationView {
        self.inbox().thread(conversation(on), Newest).await.expect("a thread").conversation
    }

    /// The newest page of a thread.
    pub async fn thread(&self, on: &str) -> Vec<ThreadItem> {
        self.inbox().thread(conversation(on), Newest).await.expect("a thread").items
    }

    /// What was said in a conversation, as the copy has it.
    pub async fn words(&self, on: &str) -> Vec<String> {
        let items = self.thread(on).await;
        items.into_iter().filter_map(|item| item.message).map(|message| message.text).collect()
    }

    /// The rows of a tab, or of a search over all.
    pub async fn list(&self, tab: Tab, q: Option<&str>) -> Vec<ConversationView> {
        let q = q.map(str::to_owned);
        let query = ListQuery { tab, filter: None, q, cursor: None, limit: 50 };
        self.inbox().list(query).await.expect("a list").items
    }

    /// What has not arrived.
    pub async fn outbox(&self) -> Vec<OutboxItem> {
        self.inbox().seat().outbox().await.expect("an outbox")
    }

    /// Waits until the outbox holds exactly so many things in this state.
    pub async fn outbox_has(&self, wanted: usize, state: OutboxState) -> Vec<OutboxItem> {
        let inbox = self.inbox();
        let mut written = inbox.seat().team().expect("a team").written();
        soon(&format!("{wanted} {state:?} in the outbox"), async {
            loop {
                written.mark_unchanged();
                let items = self.outbox().await;
                if items.len() == wanted && items.iter().all(|item| item.state == state) {
                    return items;
                }
                written.changed().await.expect("the app runs");
            }
        })
        .await
    }

    /// Closes the app and opens it again on the same folder.
    pub async fn start_again(self) -> Self {
        let Self { home, tunnel, folder } = self;
        home.close();
        drop(home);
        Self { home: start(folder.path()).await, tunnel, folder }
    }

    /// Closes the app once its copy holds all of the hub's log; what differs between the two.
    pub async fn compare(self, hub: &Path) -> Vec<Difference> {
        let mut desktop = self;
        loop {
            let head = head(hub);
            desktop.has(head).await;
            desktop.home.close();
            // An answer of Iris may have come in between.
            if head == self::head(hub) {
                return Store::compare_replica(hub, desktop.folder.path())
                    .expect("both can be read");
            }
            desktop = desktop.start_again().await;
        }
    }
}

fn head(hub: &Path) -> u64 {
    let db = rusqlite::Connection::open(hub.join(baton_store::FILE)).expect("the hub’s file");
    db.query_row("SELECT max(seq) FROM events", [], |row| row.get(0)).expect("a head")
}

/// Makes a folder one of a desktop that this member has signed in on.
pub fn signed_in(folder: &Path, member: &Member, tunnel: &Tunnel, days: Option<u32>) {
    let membership = Membership {
        hub: tunnel.url.clone(),
        workspace: "Nordhem".into(),
        member: member.id.parse().expect("an id"),
        days,
    };
    membership.save(folder).expect("saved");
    TokenFile::in_folder(folder).keep("", member.token()).expect("kept");
}

/// Opens the app on a folder.
pub async fn start(folder: &Path) -> Arc<Home> {
    let listen = Some("127.0.0.1:0".parse().expect("an address"));
    let place = Place { data: Some(folder.to_owned()), listen, ..Place::default() };
    Home::open(place, Arc::new(NoKeychain)).await.expect("the app opens")
}

fn conversation(id: &str) -> ConversationId {
    id.parse().expect("an id")
}
