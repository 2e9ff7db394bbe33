//! Where a workspace lives and how it is opened: one folder, one process. The folder is either on
//! its own, with a hub on loopback inside this app, or a desktop of a team; it can become the other
//! while the window stays open.

mod alone;

use crate::Inbox;
use crate::inbox::Answer;
use crate::ipc::{Bootstrap, ErrorCode, IpcError};
use crate::seat::Seat;
use crate::team::{
    self, Api, Ended, Join, Joined, Membership, Move, SignIn, Team, TokenFile, TokenKeeper,
};
pub use alone::ADDRESS;
use alone::open_alone;
use anyhow::Context;
use baton_hub::command_line;
use baton_store::{FILE, Outbox, Store};
use reqwest::Method;
use rustls::ClientConfig;
use serde_json::Value;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// What a workspace that went to a hub is called from then on.
const MOVED: &str = "moved-to-a-hub.sqlite";
/// What the window may ask of the hub's API for its settings screens.
const SETTINGS: [&str; 6] =
    ["/v1/members", "/v1/invitations", "/v1/sessions", "/v1/me", "/v1/settings", "/v1/labels"];

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

/// The workspace that is open.
pub struct Home {
    place: Place,
    folder: PathBuf,
    lock: File,
    keychain: Box<dyn TokenKeeper>,
    tls: Arc<ClientConfig>,
    current: watch::Sender<Arc<Inbox>>,
    lost: Mutex<Option<String>>,
    switching: tokio::sync::Mutex<()>,
}

impl Home {
    /// Opens the workspace of this folder, founding a small sample one in an empty folder. Tokens
    /// go to `keychain`, or to a file where that does not work.
    pub async fn open(place: Place, keychain: Box<dyn TokenKeeper>) -> anyhow::Result<Arc<Self>> {
        let folder = place.folder()?;
        command_line::private_folder(&folder)?;
        let lock = command_line::lock(&folder)?;
        let tls = baton_sync::tls()?;
        let (inbox, lost) = match Membership::load(&folder)? {
            None => (open_alone(&place, &folder).await?, None),
            Some(membership) => match token(&*keychain, &folder, &membership) {
                Some(token) => {
                    let api = Api::new(team::Address::trusted(&membership.hub), Arc::clone(&tls));
                    let api = api.map_err(in_words)?.signed(&token);
                    (open_team(&folder, membership, api, &tls).await?, None)
                }
                None => {
                    let lost = format!(
                        "This computer has lost its key for {}. Sign in again; nothing that was \
                         written here is lost.",
                        membership.workspace
                    );
                    (open_alone(&place, &folder).await?, Some(lost))
                }
            },
        };
        let home = Arc::new(Self {
            place,
            folder,
            lock,
            keychain,
            tls,
            current: watch::channel(Arc::clone(&inbox)).0,
            lost: Mutex::new(lost),
            switching: tokio::sync::Mutex::default(),
        });
        home.watch_over(&inbox);
        Ok(home)
    }

    /// The inbox that is open.
    pub fn inbox(&self) -> Arc<Inbox> {
        Arc::clone(&self.current.borrow())
    }

    /// The inbox that is open, and whenever another one is.
    pub fn inboxes(&self) -> watch::Receiver<Arc<Inbox>> {
        self.current.subscribe()
    }

    /// What the window starts from.
    pub async fn bootstrap(&self) -> Answer<Bootstrap> {
        let mut bootstrap = self.inbox().bootstrap().await?;
        bootstrap.lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(bootstrap)
    }

    /// Becomes part of a team with an invitation.
    pub async fn join(self: &Arc<Self>, join: Join) -> Answer<Bootstrap> {
        let joined = team::accept_invitation(&join, Arc::clone(&self.tls)).await?;
        self.enter(joined).await
    }

    /// Becomes part of a team as somebody who is a member already.
    pub async fn sign_in(self: &Arc<Self>, sign_in: SignIn) -> Answer<Bootstrap> {
        let joined = team::sign_in(&sign_in, Arc::clone(&self.tls)).await?;
        self.enter(joined).await
    }

    async fn enter(self: &Arc<Self>, joined: Joined) -> Answer<Bootstrap> {
        let Joined { membership, api } = joined;
        {
            let _switching = self.switching.lock().await;
            let before = Membership::load(&self.folder).ok().flatten();
            let same = before.is_some_and(|before| before.account() == membership.account());
            self.close_current().await;
            if !same {
                self.delete_copy()?;
            }
            membership.save(&self.folder).map_err(|error| in_ipc(&error))?;
            self.keep_token(&membership.account(), api.token())?;
            self.lose(None);
            let inbox = open_team(&self.folder, membership, api, &self.tls).await;
            self.switch_to(inbox.map_err(|error| in_ipc(&error))?);
        }
        self.filled().await;
        self.bootstrap().await
    }

    /// Waits until the first copy is here; the line tells how far it has come. A copy that was made
    /// before somebody joined learns of them only from the events after it.
    async fn filled(&self) {
        let mut inboxes = self.inboxes();
        loop {
            let inbox = Arc::clone(&inboxes.borrow_and_update());
            let mut commits = inbox.store().subscribe();
            if inbox.seat().team().is_none()
                || inbox.store().directory().member(inbox.me()).is_some()
            {
                return;
            }
            tokio::select! {
                changed = inboxes.changed() => if changed.is_err() {
                    return;
                },
                Ok(_) | Err(RecvError::Lagged(_)) = commits.recv() => {}
            }
        }
    }

    /// Signs out and deletes the copy; what is on this computer on its own is opened again.
    pub async fn leave_team(self: &Arc<Self>) -> Answer<Bootstrap> {
        if let Some(team) = self.inbox().seat().team() {
            let _ = team.api().json(Method::DELETE, "/v1/sessions/current", None).await;
            self.sign_out(None).await;
        }
        self.bootstrap().await
    }

    /// Holds only the last days on this computer, or everything; fetches the copy anew.
    pub async fn keep_days(self: &Arc<Self>, days: Option<u32>) -> Answer<Bootstrap> {
        if let Some(team) = self.inbox().seat().team().cloned() {
            let _switching = self.switching.lock().await;
            let membership = Membership { days, ..team.membership().clone() };
            membership.save(&self.folder).map_err(|error| in_ipc(&error))?;
            self.close_current().await;
            Store::delete_replica(&self.folder).map_err(|error| in_ipc(&error.into()))?;
            let inbox = open_team(&self.folder, membership, team.api().clone(), &self.tls).await;
            self.switch_to(inbox.map_err(|error| in_ipc(&error))?);
        }
        self.filled().await;
        self.bootstrap().await
    }

    /// Takes the workspace of this computer to a hub that waits for one.
    pub async fn move_workspace(self: &Arc<Self>, to: Move) -> Answer<Bootstrap> {
        if self.inbox().seat().team().is_some() {
            let words = "This workspace is at a hub already.";
            return Err(IpcError::new(ErrorCode::Invalid, words));
        }
        let moved = {
            let _switching = self.switching.lock().await;
            // Nothing may be written here any more that the hub would not get.
            self.close_current().await;
            let file = self.folder.join(FILE);
            let moved = team::move_to_hub(&to, &file, Arc::clone(&self.tls)).await;
            let put_away = |_: &Joined| std::fs::rename(&file, self.folder.join(MOVED));
            if let Err(error) = moved.as_ref().map(put_away).unwrap_or(Ok(())) {
                tracing::error!(%error, "the moved workspace is still in its old place");
            }
            if moved.is_err() {
                let inbox = open_alone(&self.place, &self.folder).await;
                self.switch_to(inbox.map_err(|error| in_ipc(&error))?);
            }
            moved?
        };
        self.enter(moved).await
    }

    /// The hub's API, for settings screens only.
    pub async fn hub(&self, method: &str, path: &str, body: Option<Value>) -> Answer<Value> {
        let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
        let method = known.into_iter().find(|known| known.as_str() == method);
        let Some(method) = method.filter(|_| is_for_settings(path)) else {
            return Err(IpcError::new(ErrorCode::NotFound, "The window may not ask for this."));
        };
        let inbox = self.inbox();
        let api = match inbox.seat() {
            Seat::Team(team) => team.api().clone(),
            Seat::Alone(hub, _) => {
                let address = team::Address::trusted(&format!("http://{}", hub.address()));
                Api::new(address, Arc::clone(&self.tls))?
                    .signed(hub.own_token(inbox.me()).await?.as_str())
            }
        };
        api.json(method, path, body.as_ref()).await
    }

    /// Keeps an eye on a team's desktop: it may have to be opened anew, or not at all.
    fn watch_over(self: &Arc<Self>, inbox: &Arc<Inbox>) {
        let Some(team) = inbox.seat().team().cloned() else { return };
        let home = Arc::downgrade(self);
        tokio::spawn(async move {
            let ended = team.ended().wait_for(Option::is_some).await.ok().and_then(|e| e.clone());
            let (Some(home), Some(ended)) = (home.upgrade(), ended) else { return };
            let is_open = home.inbox().seat().team().is_some_and(|open| Arc::ptr_eq(open, &team));
            match ended {
                Ended::Closed => {}
                _ if !is_open => {}
                Ended::SignedOut(words) => home.sign_out(Some(words)).await,
                Ended::Damaged => home.open_anew(&team, true).await,
                Ended::Filled => home.open_anew(&team, false).await,
            }
        });
    }

    async fn open_anew(self: &Arc<Self>, team: &Arc<Team>, damaged: bool) {
        let _switching = self.switching.lock().await;
        team.close();
        if damaged && let Err(error) = Store::set_replica_aside(&self.folder) {
            tracing::error!(%error, "the damaged copy cannot be set aside");
        }
        let (membership, api) = (team.membership().clone(), team.api().clone());
        match open_team(&self.folder, membership, api, &self.tls).await {
            Ok(inbox) => self.switch_to(inbox),
            Err(error) => tracing::error!(%error, "the team’s desktop cannot be opened"),
        }
    }

    /// Deletes everything of the team from this computer.
    async fn sign_out(self: &Arc<Self>, lost: Option<String>) {
        let _switching = self.switching.lock().await;
        let inbox = self.inbox();
        self.close_current().await;
        if let Some(team) = inbox.seat().team() {
            self.forget_token(&team.membership().account());
        }
        for deleted in
            [self.delete_copy(), Membership::delete(&self.folder).map_err(|e| in_ipc(&e))]
        {
            if let Err(error) = deleted {
                tracing::error!(message = error.message, "something of the team is still here");
            }
        }
        self.lose(lost);
        match open_alone(&self.place, &self.folder).await {
            Ok(inbox) => self.switch_to(inbox),
            Err(error) => tracing::error!(%error, "the workspace cannot be opened"),
        }
    }

    fn delete_copy(&self) -> Answer<()> {
        Store::delete_replica(&self.folder).map_err(|error| in_ipc(&error.into()))?;
        Outbox::delete(&self.folder).map_err(|error| in_ipc(&error.into()))
    }

    fn lose(&self, words: Option<String>) {
        *self.lost.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    fn switch_to(self: &Arc<Self>, inbox: Arc<Inbox>) {
        self.watch_over(&inbox);
        self.current.send_replace(inbox);
    }

    async fn close_current(&self) {
        let inbox = self.inbox();
        let closed = tokio::task::spawn_blocking(move || inbox.close()).await;
        if closed.is_err() {
            tracing::error!("the workspace was not closed in order");
        }
    }

    /// In the keychain, or else in a file that only this person may read.
    fn keep_token(&self, account: &str, token: &str) -> Answer<()> {
        let file = TokenFile::in_folder(&self.folder);
        match self.keychain.keep(account, token) {
            Ok(()) => file.forget(account).map_err(|error| in_ipc(&error)),
            Err(error) => {
                tracing::warn!(%error, "no keychain: the key to the hub is kept in a file that only you may read");
                file.keep(account, token).map_err(|error| in_ipc(&error))
            }
        }
    }

    fn forget_token(&self, account: &str) {
        let file = TokenFile::in_folder(&self.folder);
        for forgotten in [self.keychain.forget(account), file.forget(account)] {
            if let Err(error) = forgotten {
                tracing::debug!(%error, "a key that is no longer valid may still be kept");
            }
        }
    }

    /// Finishes what is under way and closes the files.
    pub fn close(&self) {
        self.inbox().close();
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the lock goes with the process");
        }
    }
}

/// Whether a path of the API belongs to the settings screens.
fn is_for_settings(path: &str) -> bool {
    let belongs = |prefix: &str| {
        let rest = path.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    SETTINGS.into_iter().any(belongs) && !path.contains("..")
}

fn token(keychain: &dyn TokenKeeper, folder: &Path, membership: &Membership) -> Option<String> {
    let account = membership.account();
    let kept = keychain.token(&account).unwrap_or_else(|error| {
        tracing::debug!(%error, "no keychain");
        None
    });
    kept.or_else(|| TokenFile::in_folder(folder).token(&account).ok().flatten())
}

fn in_words(error: IpcError) -> anyhow::Error {
    anyhow::anyhow!(error.message)
}

fn in_ipc(error: &anyhow::Error) -> IpcError {
    IpcError::new(ErrorCode::Unavailable, format!("{error:#}"))
}

async fn open_team(
    folder: &Path,
    membership: Membership,
    api: Api,
    tls: &Arc<ClientConfig>,
) -> anyhow::Result<Arc<Inbox>> {
    let team = Team::open(folder, membership, api, Arc::clone(tls)).await?;
    Ok(Arc::new(Inbox::of_team(team)))
}
