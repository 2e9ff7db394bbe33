//! A visitor with a real Chromium on the hub's demo page.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use crate::page::{Camera, Page};
use crate::places;
use crate::running::Running;
use crate::webdriver::Session;

/// Chromium, kept quiet and off the network.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Where the visitor types.
const COMPOSER: (&str, &str) = ("textbox", "Write a message");

/// A browser; what is on the page, or in the widget once it is open, is met through [`Page`].
pub struct Visitor {
    page: Page,
    _driver: Running,
}

impl Visitor {
    /// Opens a browser with an empty profile in `profile`.
    pub async fn start(name: &str, profile: &Path, logs: &Path) -> Result<Self> {
        let chromium = places::program(
            &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
            "chromium",
        )?;
        let mut command = Command::new(places::program(&["chromedriver"], "chromium-driver")?);
        command.arg("--port=0").env("HOME", profile).env_remove("DISPLAY");
        let (driver, port) = start_driver(&format!("{name}-browser"), &command, logs)?;
        let mut flags: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
        flags.push(format!("--user-data-dir={}", profile.join("chromium").display()));
        flags.push("--window-size=1100,760".to_owned());
        let capabilities = json!({
            "goog:chromeOptions": { "binary": chromium, "args": flags },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let session =
            Session::open(SocketAddr::from(([127, 0, 0, 1], port)), capabilities)
                .await
                .with_context(|| format!("open Chromium; it wrote:\n{}", driver.log_tail()))?;
        Ok(Self { page: Page::new(session, name, Camera::Browser), _driver: driver })
    }

    /// Opens the page with the widget on it.
    pub async fn visit(&self, hub: SocketAddr) -> Result<()> {
        self.session().go(&format!("http://{hub}/demo")).await
    }

    /// Opens the widget by its launcher, unless it is open, and looks into it from now on.
    pub async fn open_chat(&self) -> Result<()> {
        let launcher = self.find("button", " chat").await?;
        if self.attribute(&launcher, "aria-expanded").await? != "true" {
            self.click("button", "Open chat").await?;
        }
        self.enter_frame("Chat").await?;
        let (role, name) = COMPOSER;
        self.find(role, name).await.map(drop)
    }

    /// Loads the page again and goes back into the widget, which opens by itself or by a click.
    pub async fn reload(&self) -> Result<()> {
        self.session().leave_frames().await?;
        self.session().reload().await?;
        self.open_chat().await
    }

    /// Types a message and sends it with Enter, then sees it in the thread.
    pub async fn says(&self, text: &str) -> Result<()> {
        let (role, name) = COMPOSER;
        self.fill(role, name, &format!("{text}{}", Page::ENTER)).await?;
        self.reads(text).await
    }

    /// Presses the button that is always in sight.
    pub async fn asks_for_a_person(&self) -> Result<()> {
        self.click("button", "Talk to a person").await
    }
}

impl Deref for Visitor {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// Starts the driver on a free port. It takes the same port number for IPv4 and IPv6, and now and
/// then the one it chose is taken in the other: then it ends, and is started once more.
fn start_driver(name: &str, command: &Command, logs: &Path) -> Result<(Running, u16)> {
    let port =
        |line: &str| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok();
    let mut tried = Running::start_until(name, command, logs, port);
    for _ in 0..4 {
        match &tried {
            Err(error) if format!("{error:#}").contains("Address already in use") => {
                tried = Running::start_until(name, command, logs, port);
            }
            Ok(_) | Err(_) => break,
        }
    }
    tried
}
