//! A member's desktop without its window: the app's own [`Home`] with a copy, a line and an outbox
//! in a folder of its own.

use ::baton::home::{Home, Place};
use ::baton::team::{LineStanding, Membership, Team, TokenFile, TokenKeeper};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the line may take to stand as it should.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a desktop is told to try again while there is no hub.
const TRY_EVERY: Duration = Duration::from_millis(20);

/// A system without a keychain: the token lies in a file.
struct NoKeychain;

impl TokenKeeper for NoKeychain {
    fn keep(&self, _: &str, _: &str) -> Result<()> {
        bail!("there is none")
    }

    fn token(&self, _: &str) -> Result<Option<String>> {
        Ok(None)
    }

    fn forget(&self, _: &str) -> Result<()> {
        Ok(())
    }
}

/// A desktop that is open.
pub struct Desktop {
    home: Arc<Home>,
}

impl Desktop {
    /// A desktop that this member has signed in on, with its copy complete and exact.
    pub async fn open(folder: &Path, hub: &str, member: &str, token: &str) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let (hub, workspace) = (hub.to_owned(), "Bench".to_owned());
        let member = member.parse()?;
        Membership { hub, workspace, member, days: None }.save(folder)?;
        TokenFile::in_folder(folder).keep("", token)?;
        let place = Place {
            data: Some(folder.to_owned()),
            listen: Some("127.0.0.1:0".parse()?),
            ..Place::default()
        };
        let desktop = Self { home: Home::open(place, Arc::new(NoKeychain)).await? };
        desktop.is_exact().await?;
        Ok(desktop)
    }

    /// What is open now: another one once the first copy is complete.
    pub fn team(&self) -> Result<Arc<Team>> {
        self.home.inbox().seat().team().cloned().context("this desktop is of no team")
    }

    /// Waits until the line is live, trying without pauses.
    pub async fn is_exact(&self) -> Result<Instant> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let team = self.team()?;
            team.try_now();
            let mut line = team.line();
            let online = line.wait_for(|line| line.state == LineStanding::Online);
            if tokio::time::timeout(TRY_EVERY, online).await.is_ok_and(|online| online.is_ok()) {
                return Ok(Instant::now());
            }
        }
        bail!("the desktop’s line is {:?}", self.team()?.line().borrow().state)
    }

    /// Waits until the desktop knows that its line is gone.
    pub async fn is_away(&self) -> Result<()> {
        let mut line = self.team()?.line();
        let gone = line.wait_for(|line| line.state != LineStanding::Online);
        tokio::time::timeout(PATIENCE, gone).await??;
        Ok(())
    }

    /// Closes the app.
    pub fn close(self) {
        self.home.close();
    }
}
