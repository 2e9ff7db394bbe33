//! Baton started twice is one Baton: the first window comes forward, the second start ends. A link
//! comes the same way, and shows its conversation.

use std::process::Stdio;
use std::sync::mpsc;

use anyhow::{Context, Result, ensure};
use baton_e2e::{Stage, play};

use crate::SOON;

const MAGENTA: [u8; 3] = [255, 0, 255];
const QUESTION: &str = "How much does the Team plan cost?";

#[tokio::test]
async fn a_second_start_brings_the_first_window_forward() -> Result<()> {
    play("second-start", async |stage| {
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let other = stage.other_window().await?;
        other.session().go("data:text/html,<body style='background:rgb(255,0,255)'>").await?;
        let cover = "the other window to lie over Baton's";
        other.wait(cover, async || covered(stage.share_of_screen(MAGENTA)?, true)).await?;

        start_again(stage, &[]).await?;

        let forward = "Baton's window to come forward";
        ana.wait(forward, async || covered(stage.share_of_screen(MAGENTA)?, false)).await?;
        ana.click("tab", "All").await?;
        ana.attribute_becomes(("tab", "All"), "aria-selected", "true").await
    })
    .await
}

#[tokio::test]
async fn a_link_shows_its_conversation_and_says_when_there_is_none() -> Result<()> {
    play("link", async |stage| {
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says(QUESTION).await?;
        marta.reads("€9 per seat").await?;

        start_again(stage, &["baton://conversation/1"]).await?;
        ana.reads(QUESTION).await.context("the linked conversation")?;
        start_again(stage, &["baton://conversation/4711"]).await?;
        ana.reads("No conversation here has the number 4711").await
    })
    .await
}

/// A second start, with what a browser may give it; it ends at once and well.
async fn start_again(stage: &Stage, arguments: &[&str]) -> Result<()> {
    let mut second = stage.second_start()?;
    second.args(arguments);
    let mut second = second.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || ended.send(second.wait()));
    let status = tokio::task::spawn_blocking(move || end.recv_timeout(SOON)).await?;
    let status = status.context("the second start does not end")??;
    ensure!(status.success(), "the second start: {status}");
    Ok(())
}

/// `Some` once the other window covers the better part of the screen, or no longer does.
fn covered(share: f64, wanted: bool) -> Result<Option<()>> {
    let is_so = if wanted { share > 0.4 } else { share < 0.2 };
    Ok(is_so.then_some(()))
}
