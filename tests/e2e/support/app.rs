//! The desktop app's real window, driven through WebKit's own WebDriver.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::hub::PASSWORD;
use crate::page::{Camera, Page};
use crate::places;
use crate::running::Running;
use crate::webdriver::Session;

/// A started app with its window; the member works in it through [`Page`].
pub struct AppWindow {
    page: Page,
    driver: Running,
}

impl AppWindow {
    /// Starts `target/debug/baton` on a data folder; its hub will listen on `hub`.
    /// `environment` is applied to a command: display, bus, home.
    pub async fn start(
        name: &str,
        data: &Path,
        hub: SocketAddr,
        logs: &Path,
        camera: Camera,
        environment: impl Fn(&mut Command),
    ) -> Result<Self> {
        let arguments = json!(["--data", data, "--listen", hub.to_string()]);
        Self::drive(name, &places::baton()?, arguments, logs, camera, environment).await
    }

    /// Starts any program that shows a WebKit window and lets itself be driven.
    pub async fn drive(
        name: &str,
        binary: &Path,
        arguments: Value,
        logs: &Path,
        camera: Camera,
        environment: impl Fn(&mut Command),
    ) -> Result<Self> {
        let address = places::free_address()?;
        let program = places::program(&["WebKitWebDriver"], "webkit2gtk-driver")?;
        let mut command = Command::new(program);
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={}", address.port()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        environment(&mut command);
        let driver = Running::start(&format!("{name}-window"), &command, logs)?;
        let options = json!({ "binary": binary, "args": arguments });
        let session = Session::open(address, json!({ "webkitgtk:browserOptions": options }))
            .await
            .with_context(|| format!("open the window; it wrote:\n{}", driver.log_tail()))?;
        Ok(Self { page: Page::new(session, name, camera), driver })
    }

    /// Ends the app as a crash would: at once, with nothing said to it.
    pub async fn stop(self) -> Result<()> {
        let Self { page, driver } = self;
        let closed = page.close().await;
        drop(driver);
        closed
    }

    /// Ends the app and its driver, both at once.
    pub fn kill(&mut self) {
        self.driver.kill();
    }

    /// The very first start: says the member's name.
    pub async fn introduce(&self, name: &str) -> Result<()> {
        self.fill("textbox", "Your name", name).await?;
        self.click("button", "Open the inbox").await?;
        self.find("tab", "Unassigned").await.map(drop)
    }

    /// The very first start: joins a team with the link of an invitation, or with its code, and
    /// waits until the history is there.
    pub async fn join(&self, hub: &str, invitation: &str, name: &str) -> Result<()> {
        self.click("", "Join a team").await?;
        self.fill("textbox", "Hub address", hub).await?;
        self.fill("textbox", "Invitation", invitation).await?;
        self.fill("textbox", "Your name", name).await?;
        self.fill("textbox", "Password", PASSWORD).await?;
        self.click("button", "Join the team").await?;
        self.find("tab", "Unassigned").await.map(drop)
    }

    /// The very first start on another computer: signs in as somebody who is a member.
    pub async fn sign_in(&self, hub: SocketAddr, email: &str) -> Result<()> {
        self.click("", "Join a team").await?;
        self.click("button", "I have an account").await?;
        self.fill("textbox", "Hub address", &format!("http://{hub}")).await?;
        self.fill("textbox", "E-mail", email).await?;
        self.fill("textbox", "Password", PASSWORD).await?;
        self.click("button", "Sign in").await?;
        self.find("tab", "Unassigned").await.map(drop)
    }

    /// Opens a part of the settings.
    pub async fn open_settings(&self, part: &str) -> Result<()> {
        if !self.has("main", "Settings").await? {
            self.click("button", "Settings").await?;
        }
        self.click("button", part).await?;
        self.find("region", part).await.map(drop)
    }

    /// Invites a colleague in the team's settings. The invitation's link, as it is shown once.
    pub async fn invite(&self, email: &str) -> Result<String> {
        self.open_settings("Team").await?;
        self.fill("textbox", "E-mail", email).await?;
        self.click("button", "Create invitation").await?;
        let link = self.find("textbox", &format!("Invitation for {email}")).await?;
        self.text_of(&link).await
    }

    /// Opens the first conversation in a tab whose row says `words`.
    pub async fn open_conversation(&self, tab: &str, words: &str) -> Result<()> {
        self.click("tab", tab).await?;
        self.attribute_becomes(("tab", tab), "aria-selected", "true").await?;
        self.click("option", words).await?;
        self.find("log", "Messages").await.map(drop)
    }

    /// Waits until the member may answer, which is when the conversation is theirs.
    pub async fn may_reply(&self) -> Result<()> {
        self.find("textbox", "Reply to").await.map(drop)
    }

    /// Answers in the composer and sees the answer in the thread.
    pub async fn reply(&self, text: &str) -> Result<()> {
        self.fill("textbox", "Reply to", &format!("{text}{}", Page::ENTER)).await?;
        self.reads(text).await
    }

    /// Writes a comment in the right panel.
    pub async fn comment(&self, text: &str) -> Result<()> {
        self.click("tab", "Comments").await?;
        self.fill("textbox", "Write a comment", text).await?;
        self.click("button", "Comment").await?;
        self.reads(text).await
    }

    /// Gives the conversation back in the dialog above the composer.
    pub async fn hand_back(&self, note: &str) -> Result<()> {
        self.click("button", "Hand back to Iris").await?;
        self.fill("textbox", "Note", note).await?;
        self.click("button", "Hand back").await?;
        self.reads("Iris has it").await
    }

    /// Chooses light or dark in the menu under the member's name.
    pub async fn choose_theme(&self, me: &str, theme: &str) -> Result<()> {
        self.click("button", &format!("{me}: ")).await?;
        self.click("", theme).await?;
        self.press(&[Page::ESCAPE]).await?;
        self.gone("dialog", me).await
    }

    /// The last lines that the app and its driver wrote.
    pub fn log_tail(&self) -> String {
        self.driver.log_tail()
    }
}

impl Deref for AppWindow {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}
