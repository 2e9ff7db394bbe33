//! One story's world: its folder, display, bus and notification service, and who acts in it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;

use crate::app::AppWindow;
use crate::bus::Bus;
use crate::display::Xvfb;
use crate::hub::{self, EmptyHub, Hub};
use crate::notifications::NotificationService;
use crate::page::Camera;
use crate::visitor::Visitor;
use crate::webdriver::{wait_until_closed, wait_until_open};
use crate::{display, places};

/// No story takes longer; one that does hangs.
const LONGEST_STORY: Duration = Duration::from_secs(300);

/// The screen's size, unless a story wants another one.
const SCREEN: (u32, u32) = (1360, 860);

/// Where one story plays.
pub struct Stage {
    story: String,
    hub: SocketAddr,
    display: Xvfb,
    bus: Bus,
    logs: PathBuf,
    folder: TempDir,
}

/// Plays a story on a stage of its own. Its logs stay in `target/e2e-logs/STORY`.
pub async fn play(story: &str, plot: impl AsyncFnOnce(&Stage) -> Result<()>) -> Result<()> {
    play_on(story, SCREEN, plot).await
}

/// The same before a screen of another size.
pub async fn play_on(
    story: &str,
    screen: (u32, u32),
    plot: impl AsyncFnOnce(&Stage) -> Result<()>,
) -> Result<()> {
    let stage = Stage::furnish(story, places::logs(story)?, screen)?;
    tokio::time::timeout(LONGEST_STORY, plot(&stage))
        .await
        .with_context(|| format!("{story}: not over after {LONGEST_STORY:?}"))
        .flatten()
        .with_context(|| format!("{story}; logs in {}", stage.logs.display()))
}

impl Stage {
    fn furnish(story: &str, logs: PathBuf, screen: (u32, u32)) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("baton-e2e-").tempdir()?;
        for home in ["home", "run", "data"] {
            std::fs::create_dir_all(folder.path().join(home))?;
        }
        Ok(Self {
            story: story.to_owned(),
            hub: places::free_address()?,
            display: Xvfb::start(&folder.path().join("screen"), &logs, screen)?,
            bus: Bus::start(&folder.path().join("bus"), &logs)?,
            logs,
            folder,
        })
    }

    /// Another person's desk in the same story: a display, a bus and a home of its own.
    pub fn desk_of(&self, name: &str) -> Result<Self> {
        Self::furnish(&format!("{}-{name}", self.story), self.logs.join(name), SCREEN)
    }

    /// Puts a notification service on the bus. A story without one never calls this.
    pub async fn notification_service(&self) -> Result<NotificationService> {
        NotificationService::start(self.bus.address()).await
    }

    /// The address the app's own hub listens on.
    pub fn hub_address(&self) -> SocketAddr {
        self.hub
    }

    /// The session bus.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// A folder that is gone after the story.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes a workspace of so many conversations where the app will look for one.
    pub fn fill(&self, conversations: u32) -> Result<()> {
        hub::init("Ana", &self.data())?;
        hub::fill(&self.data(), conversations)
    }

    /// Starts the app on this story's data folder, and waits until its hub answers. An earlier
    /// app that was stopped may take a moment to be gone.
    pub async fn app(&self) -> Result<AppWindow> {
        let app = self.app_of_a_team().await?;
        wait_until_open(self.hub).await.with_context(|| app.log_tail())?;
        Ok(app)
    }

    /// Starts the app where it is part of a team: it has no hub of its own.
    pub async fn app_of_a_team(&self) -> Result<AppWindow> {
        wait_until_closed(self.hub).await?;
        let (data, dress) = (self.data(), |command: &mut Command| self.dress(command));
        AppWindow::start(&self.story, &data, self.hub, &self.logs, self.camera(), dress).await
    }

    /// Another program's WebKit window on the same display.
    pub async fn other_window(&self) -> Result<AppWindow> {
        let dress = |command: &mut Command| {
            self.dress(command);
            // As the app does for itself: without a graphics card, nothing would be drawn.
            command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        };
        let name = format!("{}-other", self.story);
        let (browser, flags) = (places::mini_browser()?, json!(["--automation"]));
        AppWindow::drive(&name, &browser, flags, &self.logs, self.camera(), dress).await
    }

    /// Which part of the screen has this colour, from 0 to 1.
    pub fn share_of_screen(&self, colour: [u8; 3]) -> Result<f64> {
        display::share(self.display.screen(), colour)
    }

    /// The command a user would start the app with a second time.
    pub fn second_start(&self) -> Result<Command> {
        let mut command = self.command(&places::baton()?);
        command.arg("--data").arg(self.data()).arg("--listen").arg(self.hub.to_string());
        Ok(command)
    }

    /// A program with this stage's display, bus and home.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        self.dress(&mut command);
        command
    }

    /// A headless hub with a workspace of its own.
    pub fn headless_hub(&self) -> Result<Hub> {
        self.hub_owned_by("Ana")
    }

    /// A headless hub for a team.
    pub fn hub_owned_by(&self, owner: &str) -> Result<Hub> {
        Hub::start(owner, &self.folder.path().join("hub"), &self.logs)
    }

    /// A headless hub that waits for a workspace.
    pub fn empty_hub(&self) -> Result<EmptyHub> {
        EmptyHub::start(&self.folder.path().join("empty-hub"), &self.logs)
    }

    /// A visitor who has opened the chat on the demo page of `hub`.
    pub async fn visitor(&self, name: &str, hub: SocketAddr) -> Result<Visitor> {
        let profile = self.folder.path().join(name);
        std::fs::create_dir_all(&profile)?;
        let story_and_name = format!("{}-{name}", self.story);
        let visitor = Visitor::start(&story_and_name, &profile, &self.logs).await?;
        visitor.visit(hub).await?;
        visitor.open_chat().await?;
        Ok(visitor)
    }

    fn camera(&self) -> Camera {
        Camera::Screen(self.display.screen().to_owned())
    }

    /// The folder of the app's workspace.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Gives a program this stage's display and bus, and a home nobody else uses.
    fn dress(&self, command: &mut Command) {
        let home = self.folder.path().join("home");
        command
            .env("DISPLAY", self.display.display())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("XDG_RUNTIME_DIR", self.folder.path().join("run"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("HOME", home)
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env("RUST_BACKTRACE", "1")
            .env_remove("WAYLAND_DISPLAY");
        for variable in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(variable);
        }
    }
}
