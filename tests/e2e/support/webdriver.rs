//! The few commands of the W3C WebDriver protocol that the stories need, over plain HTTP.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use serde_json::{Value, json};

/// The key under which WebDriver wraps an element's reference.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page, until the page replaces it.
#[derive(Clone, Debug)]
pub struct Element(String);

/// A command the driver refused; `code` is one of the protocol's error codes.
#[derive(Debug)]
pub struct Refused {
    pub code: String,
    message: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "WebDriver: {}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refused {}

/// One browser, or one window of the app.
pub struct Session {
    http: reqwest::Client,
    address: String,
}

/// A client of HTTP that asks no proxy.
pub fn http() -> reqwest::ClientBuilder {
    // Whoever comes second finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}

impl Session {
    /// Opens a session at the driver that listens, or soon will, on `driver`.
    pub async fn open(driver: SocketAddr, capabilities: Value) -> Result<Self> {
        wait_until_open(driver).await?;
        let http =
            http().timeout(Duration::from_secs(60)).build().context("build the HTTP client")?;
        let mut session = Self { http, address: format!("http://{driver}/session") };
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let opened = session.post("", wanted).await.context("open a WebDriver session")?;
        let id = opened["sessionId"].as_str().context("the session has an id")?;
        session.address = format!("{}/{id}", session.address);
        Ok(session)
    }

    /// Ends the session, and with it the browser or the app.
    pub async fn close(self) -> Result<()> {
        self.send(self.http.delete(&self.address)).await?;
        Ok(())
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) -> Result<()> {
        self.post("/url", json!({ "url": url })).await?;
        Ok(())
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        self.post("/refresh", json!({})).await?;
        Ok(())
    }

    /// Looks into this frame from now on.
    pub async fn enter(&self, frame: &Element) -> Result<()> {
        self.post("/frame", json!({ "id": {ELEMENT: frame.0} })).await?;
        Ok(())
    }

    /// Looks at the whole page again.
    pub async fn leave_frames(&self) -> Result<()> {
        self.post("/frame", json!({ "id": null })).await?;
        Ok(())
    }

    /// Makes the window this large.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let to = json!({ "x": 0, "y": 0, "width": width, "height": height });
        self.post("/window/rect", to).await?;
        Ok(())
    }

    /// Runs a function body in the page; `arguments` holds `args`.
    pub async fn run(&self, script: &str, args: Value) -> Result<Value> {
        self.post("/execute/sync", json!({ "script": script, "args": args })).await
    }

    /// Like [`Session::run`]; the script calls its last argument with the result.
    pub async fn run_async(&self, script: &str, args: Value) -> Result<Value> {
        self.post("/execute/async", json!({ "script": script, "args": args })).await
    }

    /// Clicks the middle of an element, scrolling to it first.
    pub async fn click(&self, element: &Element) -> Result<()> {
        self.post(&format!("/element/{}/click", element.0), json!({})).await?;
        Ok(())
    }

    /// Types into an element; [`crate::Page::ENTER`] and the like are keys.
    pub async fn type_into(&self, element: &Element, text: &str) -> Result<()> {
        self.post(&format!("/element/{}/value", element.0), json!({ "text": text })).await?;
        Ok(())
    }

    /// Presses these keys together, whatever has the focus.
    pub async fn press(&self, keys: &[char]) -> Result<()> {
        let down = keys.iter().map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key}));
        let strokes: Vec<Value> = down.chain(up).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("/actions", json!({ "actions": [keyboard] })).await?;
        Ok(())
    }

    /// What is on screen, as PNG.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        let png = self.send(self.http.get(format!("{}/screenshot", self.address))).await?;
        let png = png.as_str().context("a screenshot is text in Base64")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(png)?)
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value> {
        self.send(self.http.post(format!("{}{path}", self.address)).json(&body)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value> {
        let mut answer: Value = request.send().await?.json().await?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            None => Ok(value),
            Some(code) => Err(Refused {
                code: code.to_owned(),
                message: value["message"].as_str().unwrap_or_default().to_owned(),
            }
            .into()),
        }
    }
}

impl Element {
    /// The element a script returned.
    pub fn from_script(value: &Value) -> Option<Self> {
        value[ELEMENT].as_str().map(|id| Self(id.to_owned()))
    }

    /// As an argument for a script.
    pub fn to_script(&self) -> Value {
        json!({ELEMENT: self.0})
    }
}

/// Waits until somebody takes connections there, for at most 20 seconds.
pub async fn wait_until_open(address: SocketAddr) -> Result<()> {
    ensure!(becomes(address, true).await, "nobody listens on {address}");
    Ok(())
}

/// Waits until nobody takes connections there any more, for at most 20 seconds.
pub async fn wait_until_closed(address: SocketAddr) -> Result<()> {
    ensure!(becomes(address, false).await, "somebody still listens on {address}");
    Ok(())
}

async fn becomes(address: SocketAddr, open: bool) -> bool {
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        if tokio::net::TcpStream::connect(address).await.is_ok() == open {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}
