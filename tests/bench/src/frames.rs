//! Row `frames`: how long the real window's frames take over 100,000 conversations, while lists, a
//! thread and Chat History are scrolled, while a reply is typed and words are searched, and while
//! conversations, tabs and places are changed. A frame is the time from one call of the window's
//! `requestAnimationFrame` to the next: whatever keeps the window from painting is in it. The same is
//! measured of the window at rest, which says what the machine itself does.

use crate::Asked;
use crate::baton::{self, Workspace};
use crate::line::{Line, request};
use crate::numbers::percentile;
use crate::server::Server;
use crate::stored;
use crate::table::{Row, Table, Verdict};
use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, Page, play};
use serde_json::json;
use std::path::Path;
use uuid::Uuid;

/// The longest that a frame may take, in milliseconds.
const LONGEST_MS: f64 = 50.0;
/// How many frames something is scrolled for: over 5 s.
const SCROLLED: usize = 330;
/// How far each of them scrolls: a fast wheel.
const STEP_PX: i64 = 90;
/// How many conversations, tabs and places are gone to.
const SWITCHES: usize = 60;
/// How many messages the longest thread has.
const LONG: usize = 5_000;
/// What is typed, key by key.
const TYPED: &str = "Thank you for waiting, Marta. I looked at your order: it left this morning, \
    and it should be with you on Thursday. Is there anything else I can do for you?";

/// Begins to count frames.
const BEGIN: &str = "
window.took = [];
let last = performance.now();
const tick = () => {
  const now = performance.now();
  window.took.push(now - last);
  last = now;
  window.ticking = requestAnimationFrame(tick);
};
window.ticking = requestAnimationFrame(tick);";

/// Ends it.
const END: &str = "cancelAnimationFrame(window.ticking); return window.took;";

/// Waits for so many frames.
const REST: &str = "
const [frames, done] = arguments;
let left = frames;
const step = () => (left-- > 0 ? requestAnimationFrame(step) : done(true));
requestAnimationFrame(step);";

/// Scrolls what can be scrolled at or below an element, a step a frame, and says how far it came.
const SCROLL: &str = "
const [selector, frames, by, done] = arguments;
const within = document.querySelector(selector);
const scrolls = (element) => element.scrollHeight > element.clientHeight + 20
  && /auto|scroll/.test(getComputedStyle(element).overflowY);
const scrolled = [within, ...within.querySelectorAll('*')].find(scrolls);
if (!scrolled) { done(0); return; }
let left = frames, far = 0;
const step = () => {
  const before = scrolled.scrollTop;
  scrolled.scrollTop += by;
  far += Math.abs(scrolled.scrollTop - before);
  if (left-- > 0) requestAnimationFrame(step); else done(far);
};
requestAnimationFrame(step);";

/// Measures and adds the rows.
pub async fn measure(folder: &Path, asked: &Asked, table: &mut Table) -> Result<()> {
    let source = stored::large(folder, asked)?;
    play("bench-frames", async |stage| {
        for entry in std::fs::read_dir(&source.data)? {
            let entry = entry?;
            std::fs::copy(entry.path(), stage.data().join(entry.file_name()))?;
        }
        a_long_thread(&stage.data(), &source.workspace).await?;
        let _notifications = stage.notification_service().await?;
        let app = stage.app().await?;
        app.introduce("Ana").await?;
        let mut frames = Frames { app: &app, table };
        frames.at_rest().await?;
        frames.in_lists().await?;
        frames.in_a_conversation().await?;
        frames.in_places().await?;
        app.stop().await
    })
    .await
}

/// A visitor who waits for a person has written a great many messages; the newest of all.
async fn a_long_thread(data: &Path, workspace: &Workspace) -> Result<()> {
    let server = Server::baton(data)?;
    let mut line = Line::open(server.address).await?;
    let token = baton::visitor(&mut line, workspace).await?.token;
    line.ask(&request("POST", "/v1/visitor/handoff", &token, "")).await?;
    for number in 1..=LONG {
        let text = format!("Line {number}: where is my order, and when will somebody answer me?");
        let body = json!({"id": Uuid::now_v7(), "text": text});
        line.call("POST", "/v1/visitor/messages", &token, &body).await?;
    }
    server.stop()
}

struct Frames<'a> {
    app: &'a AppWindow,
    table: &'a mut Table,
}

impl Frames<'_> {
    async fn at_rest(&mut self) -> Result<()> {
        self.begin().await?;
        self.app.session().run_async(REST, json!([SCROLLED])).await?;
        self.told("the window at rest", |_| Verdict::Told).await
    }

    async fn in_lists(&mut self) -> Result<()> {
        self.app.click("tab", "All").await?;
        self.scroll("scrolling All", "#conversations", STEP_PX).await?;
        self.scroll("scrolling All back", "#conversations", -STEP_PX).await?;
        self.begin().await?;
        for tab in ["Mine", "Unassigned", "All"].into_iter().cycle().take(SWITCHES / 2) {
            self.app.click("tab", tab).await?;
        }
        self.end("from tab to tab").await?;
        self.begin().await?;
        self.type_into("textbox", "Search", "where is my order").await?;
        self.end("typing into the search").await?;
        self.app.press(&[Page::ESCAPE]).await
    }

    async fn in_a_conversation(&mut self) -> Result<()> {
        self.app.click("tab", "All").await?;
        self.app.press(&['j']).await?;
        self.app.find("log", "").await?;
        self.scroll("scrolling a thread of 5,000", "[role=log]", -STEP_PX).await?;
        self.begin().await?;
        for _ in 0..SWITCHES {
            self.app.press(&['j']).await?;
        }
        self.end("from conversation to conversation").await?;
        self.app.click("tab", "Unassigned").await?;
        self.app.press(&['j']).await?;
        self.app.press(&['a']).await?;
        self.app.may_reply().await?;
        self.begin().await?;
        self.type_into("textbox", "Reply to", TYPED).await?;
        self.end("typing a reply").await
    }

    async fn in_places(&mut self) -> Result<()> {
        self.app.click("button", "Chat History").await?;
        self.app.find("grid", "").await?;
        self.scroll("scrolling Chat History", "main", STEP_PX).await?;
        // What is fetched when it is first gone to was fetched.
        for place in ["Reports", "Inbox"] {
            self.app.click("button", place).await?;
        }
        self.begin().await?;
        for place in ["Chat History", "Reports", "Inbox"].into_iter().cycle().take(SWITCHES / 4) {
            self.app.click("button", place).await?;
        }
        // Nothing is under a finger there, so nothing is demanded.
        self.told("from place to place", |_| Verdict::Told).await
    }

    /// Scrolls what is in an element; it must have moved by more than its first page.
    async fn scroll(&mut self, what: &str, within: &str, by: i64) -> Result<()> {
        self.begin().await?;
        let far = self.app.session().run_async(SCROLL, json!([within, SCROLLED, by])).await?;
        self.end(what).await?;
        let far = far.as_f64().context("how far it came")?;
        ensure!(far > 100.0, "{what}: it moved by {far} px");
        Ok(())
    }

    /// Key by key, as a keyboard does.
    async fn type_into(&self, role: &str, name: &str, text: &str) -> Result<()> {
        let field = self.app.find(role, name).await?;
        for key in text.chars() {
            self.app.session().type_into(&field, &key.to_string()).await?;
        }
        Ok(())
    }

    async fn begin(&self) -> Result<()> {
        self.app.session().run(BEGIN, json!([])).await.map(drop)
    }

    async fn end(&mut self, what: &str) -> Result<()> {
        self.told(what, |longest| Verdict::of(longest <= LONGEST_MS)).await
    }

    async fn told(&mut self, what: &str, verdict: fn(f64) -> Verdict) -> Result<()> {
        let took = self.app.session().run(END, json!([])).await?;
        let took: Vec<f64> = serde_json::from_value(took)?;
        let longest = took.iter().copied().fold(0.0, f64::max);
        let over = took.iter().filter(|ms| **ms > LONGEST_MS).count();
        ensure!(took.len() > 10, "{what}: only {} frames", took.len());
        self.table.add(Row {
            row: "frames",
            what: format!("{what}: {} frames, p50 / p99 / longest", took.len()),
            figure: format!(
                "{:.0} / {:.0} / {longest:.0} ms, {over} over 50",
                percentile(took.clone(), 50),
                percentile(took, 99)
            ),
            peer: String::new(),
            ratio: String::new(),
            demand: "none over 50 ms",
            verdict: verdict(longest),
        });
        Ok(())
    }
}
