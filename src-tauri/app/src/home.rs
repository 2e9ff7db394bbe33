//! Where a workspace lives and how it is opened: one folder, one process. The folder is either on
//! its own, with a hub on loopback inside this app, or a desktop of a team; it can become the other
//! while the window stays open.

mod alone;
mod files_door;
mod keys;
mod lost;
mod moved;
mod settings_door;

use crate::Inbox;
use crate::desktop_prefs::KeptPrefs;
use crate::files::Pictures;
use crate::inbox::Answer;
use crate::ipc::{Bootstrap, ErrorCode, IpcError};
use crate::link::Link;
use crate::notices::words::Words;
use crate::team::{self, Api, Ended, Join, Joined, Membership, Move, SignIn, Team, TokenKeeper};
pub use alone::ADDRESS;
use alone::open_alone;
use anyhow::Context;
use baton_hub::command_line;
use baton_store::{FILE, Outbox, Store};
pub use files_door::Outgoing;
use keys::Keys;
use lost::Lost;
use reqwest::Method;
use rustls::ClientConfig;
use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// Where and how, from the command line or the environment.
#[derive(Clone, Debug, Default, clap::Parser)]
#[command(name = "baton", version, about = "A desktop inbox for chats that AI agents answer")]
pub struct Place {
    /// The workspace's folder [default: the system's place for application data]
    #[arg(long, env = "BATON_DATA")]
    pub data: Option<PathBuf>,
    /// Where visitors reach the hub inside; port 0 picks a free one [default: 127.0.0.1:4117]
    #[arg(long, env = "BATON_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Starts in the tray, where there is one, and opens no window yet
    #[arg(long)]
    pub hidden: bool,
    /// What to show: baton://conversation/NUMBER
    #[arg(value_name = "LINK")]
    pub link: Option<Link>,
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
    keys: Keys,
    prefs: KeptPrefs,
    tls: Arc<ClientConfig>,
    current: watch::Sender<Arc<Inbox>>,
    lost: watch::Sender<Option<Lost>>,
    switching: tokio::sync::Mutex<()>,
    uploads: files_door::Uploads,
    pictures: Pictures,
}

impl Home {
    /// Opens the workspace of this folder, founding a small sample one in an empty folder. Tokens
    /// go to `keychain`, or to a file where that does not work.
    pub async fn open(place: Place, keychain: Arc<dyn TokenKeeper>) -> anyhow::Result<Arc<Self>> {
        let folder = place.folder()?;
        command_line::private_folder(&folder)?;
        let lock = command_line::lock(&folder)?;
        let tls = baton_sync::tls()?;
        let keys = Keys::new(keychain, &folder);
        let (inbox, lost) = open(&place, &folder, &keys, &tls).await?;
        let pictures = Pictures::of(&folder);
        let home = Arc::new(Self {
            place,
            prefs: KeptPrefs::open(&folder),
            folder,
            lock,
            keys,
            tls,
            current: watch::channel(Arc::clone(&inbox)).0,
            lost: watch::channel(lost).0,
            switching: tokio::sync::Mutex::default(),
            uploads: files_door::Uploads::default(),
            pictures,
        });
        home.watch_over(&inbox);
        home.let_go_of_moved().await;
        Ok(home)
    }

    /// Whether this is the folder that a start without arguments opens.
    pub fn is_usual(&self) -> bool {
        self.place.data.is_none()
    }

    /// The inbox that is open.
    pub fn inbox(&self) -> Arc<Inbox> {
        Arc::clone(&self.current.borrow())
    }

    /// The inbox that is open, and whenever another one is.
    pub fn inboxes(&self) -> watch::Receiver<Arc<Inbox>> {
        self.current.subscribe()
    }

    /// The choices of this computer.
    pub fn prefs(&self) -> &KeptPrefs {
        &self.prefs
    }

    fn words(&self) -> &'static Words {
        Words::of(self.prefs.now().speaks())
    }

    /// What the window starts from.
    pub async fn bootstrap(&self) -> Answer<Bootstrap> {
        let mut bootstrap = self.inbox().bootstrap().await?;
        Lost::tell(self.lost.borrow().as_ref(), self.words(), &mut bootstrap);
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
        {
            let _switching = self.switching.lock().await;
            let before = Membership::load(&self.folder).ok().flatten();
            self.close_current().await;
            let entered = self.settle_in(joined, before).await;
            self.switch_or_recover(entered).await?;
            self.lost.send_replace(None);
        }
        self.filled().await;
        self.let_go_of_moved().await;
        self.bootstrap().await
    }

    /// Makes this computer one of the team's; a copy and an outbox of the same person stay.
    async fn settle_in(&self, joined: Joined, before: Option<Membership>) -> Answer<Arc<Inbox>> {
        let Joined { mut membership, api } = joined;
        match before.filter(|before| before.account() == membership.account()) {
            Some(before) => membership.days = before.days,
            None => self.delete_copy()?,
        }
        let kept = self.keys.keep(membership.account(), api.token().to_owned()).await;
        kept.map_err(|error| in_ipc(&error))?;
        membership.save(&self.folder).map_err(|error| in_ipc(&error))?;
        let inbox = open_team(&self.folder, membership, api, &self.tls).await;
        inbox.map_err(|error| in_ipc(&error))
    }

    /// Shows what was opened, or what the folder holds when that did not work.
    async fn switch_or_recover(self: &Arc<Self>, opened: Answer<Arc<Inbox>>) -> Answer<()> {
        let failed = match opened {
            Ok(inbox) => {
                self.switch_to(inbox);
                return Ok(());
            }
            Err(failed) => failed,
        };
        match open(&self.place, &self.folder, &self.keys, &self.tls).await {
            Ok((inbox, _)) => self.switch_to(inbox),
            Err(error) => tracing::error!(%error, "nothing can be opened"),
        }
        Err(failed)
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
            // Before the hub ends the line: nobody else has signed this device out.
            team.hang_up();
            let _ = team.api().json(Method::DELETE, "/v1/sessions/current", None).await;
            self.sign_out(team, None).await;
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
            let deleted = Store::delete_replica(&self.folder).map_err(anyhow::Error::from);
            let opened = match deleted {
                Ok(()) => open_team(&self.folder, membership, team.api().clone(), &self.tls).await,
                Err(error) => Err(error),
            };
            self.switch_or_recover(opened.map_err(|error| in_ipc(&error))).await?;
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
            match team::move_to_hub(&to, &file, Arc::clone(&self.tls)).await {
                Ok(moved) => {
                    if let Err(error) = moved::put_aside(&file) {
                        tracing::error!(%error, "the moved workspace is still in its old place");
                    }
                    moved
                }
                Err(error) => return Err(self.stay(error).await),
            }
        };
        self.enter(moved).await
    }

    /// The workspace stays here after all.
    async fn stay(self: &Arc<Self>, why: IpcError) -> IpcError {
        let failed = self.switch_or_recover(Err(why)).await;
        failed.err().unwrap_or_else(|| IpcError::new(ErrorCode::Unavailable, "Nothing was moved."))
    }

    /// Keeps an eye on a team's desktop: it may have to be opened anew, or not at all.
    fn watch_over(self: &Arc<Self>, inbox: &Arc<Inbox>) {
        let Some(team) = inbox.seat().team().cloned() else { return };
        let home = Arc::downgrade(self);
        tokio::spawn(async move {
            let ended = team.ended().wait_for(Option::is_some).await.ok().and_then(|e| e.clone());
            let (Some(home), Some(ended)) = (home.upgrade(), ended) else { return };
            match ended {
                Ended::Closed => {}
                Ended::SignedOut => {
                    let workspace = team.membership().workspace.clone();
                    home.sign_out(&team, Some(Lost::SignedOut { workspace })).await;
                }
                Ended::Damaged => home.open_anew(&team, true).await,
                Ended::Filled => home.open_anew(&team, false).await,
            }
        });
    }

    /// Whether this desktop is the one that is shown; ask only while nobody switches.
    fn is_open(&self, team: &Arc<Team>) -> bool {
        self.inbox().seat().team().is_some_and(|open| Arc::ptr_eq(open, team))
    }

    async fn open_anew(self: &Arc<Self>, team: &Arc<Team>, damaged: bool) {
        let _switching = self.switching.lock().await;
        if !self.is_open(team) {
            return;
        }
        self.close_current().await;
        if damaged && let Err(error) = Store::set_replica_aside(&self.folder) {
            tracing::error!(%error, "the damaged copy cannot be set aside");
        }
        let (membership, api) = (team.membership().clone(), team.api().clone());
        let opened = open_team(&self.folder, membership, api, &self.tls).await;
        if let Err(error) = self.switch_or_recover(opened.map_err(|e| in_ipc(&e))).await {
            tracing::error!(message = error.message, "the team’s desktop cannot be opened");
        }
    }

    /// Deletes everything of the team from this computer.
    async fn sign_out(self: &Arc<Self>, team: &Arc<Team>, lost: Option<Lost>) {
        let _switching = self.switching.lock().await;
        if !self.is_open(team) {
            return;
        }
        self.close_current().await;
        self.keys.forget(team.membership().account()).await;
        for deleted in
            [self.delete_copy(), Membership::delete(&self.folder).map_err(|e| in_ipc(&e))]
        {
            if let Err(error) = deleted {
                tracing::error!(message = error.message, "something of the team is still here");
            }
        }
        self.lost.send_replace(lost);
        match open_alone(&self.place, &self.folder).await {
            Ok(inbox) => self.switch_to(inbox),
            Err(error) => tracing::error!(%error, "the workspace cannot be opened"),
        }
    }

    fn delete_copy(&self) -> Answer<()> {
        Store::delete_replica(&self.folder).map_err(|error| in_ipc(&error.into()))?;
        team::delete_leftovers(&self.folder).map_err(|error| in_ipc(&error.into()))?;
        self.pictures.delete().map_err(|error| in_ipc(&error.into()))?;
        Outbox::delete(&self.folder).map_err(|error| in_ipc(&error.into()))
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

    /// Finishes what is under way and closes the files.
    pub fn close(&self) {
        self.inbox().close();
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the lock goes with the process");
        }
    }
}

/// Opens what this folder holds; and what was lost.
async fn open(
    place: &Place,
    folder: &Path,
    keys: &Keys,
    tls: &Arc<ClientConfig>,
) -> anyhow::Result<(Arc<Inbox>, Option<Lost>)> {
    let Some(membership) = Membership::load(folder)? else {
        return Ok((open_alone(place, folder).await?, None));
    };
    let Some(token) = keys.token(membership.account()).await else {
        let lost = Lost::Key { workspace: membership.workspace };
        return Ok((open_alone(place, folder).await?, Some(lost)));
    };
    let address = team::Address::trusted(&membership.hub);
    let api = Api::new(address, Arc::clone(tls)).map_err(in_words)?.signed(&token);
    Ok((open_team(folder, membership, api, tls).await?, None))
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
