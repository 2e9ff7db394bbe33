//! A locked screen, a mention, and a device that is signed out.

use anyhow::{Result, ensure};
use baton_e2e::play;

use super::Team;
use crate::SOON;

#[tokio::test]
async fn behind_a_locked_screen_nothing_rings_and_afterwards_one_summary() -> Result<()> {
    play("team-locked", async |stage| {
        let team = Team::gathers(stage).await?;
        team.bob.reads("Ana: available").await?;
        team.anas_desk.bus().screen_is_locked(true).await?;
        team.bob.reads("Ana: away").await?;
        let mut visitors = Vec::new();
        for visitor in ["marta", "jonas"] {
            let words = format!("This is {visitor}.");
            visitors.push(team.asks(stage, visitor, &words).await?);
            team.ana.reads(&words).await?;
        }
        let behind = team.anas_notifications.notified();
        ensure!(behind.is_empty(), "nothing rings behind a locked screen: {behind:?}");

        team.anas_desk.bus().screen_is_locked(false).await?;
        team.bob.reads("Ana: available").await?;
        let one = |all: &[_]| matches!(all, [_]);
        let stands = team.anas_notifications.wait_until_stands("one summary", SOON, one).await?;
        ensure!(stands[0].summary == "2 are waiting", "the summary: {stands:?}");
        let shown = team.anas_notifications.notified();
        ensure!(shown.len() == 1, "one notification for both: {shown:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_is_mentioned_is_notified() -> Result<()> {
    play("team-mention", async |stage| {
        let team = Team::gathers(stage).await?;
        let _marta = team.asks(stage, "marta", "Where is my parcel?").await?;
        team.bob.open_conversation("Unassigned", "Where is my parcel?").await?;
        team.bob.click("button", "Assign to me").await?;
        team.bob.may_reply().await?;
        team.bob.comment("@Ana do you know the carrier?").await?;
        let mentioned = |n: &baton_e2e::Notified| n.summary == "Bob mentioned you";
        let shown = team.anas_notifications.wait_for("Bob's mention", SOON, mentioned).await?;
        ensure!(shown.body.contains("do you know the carrier?"), "it says what: {shown:?}");
        team.anas_notifications.press(&shown, "Open").await?;
        team.ana.find("log", "Messages").await?;
        team.ana.click("tab", "Comments").await?;
        team.ana.reads("@Ana do you know the carrier?").await
    })
    .await
}

#[tokio::test]
async fn a_device_that_is_signed_out_loses_its_copy_at_once() -> Result<()> {
    play("team-signed-out", async |stage| {
        let team = Team::gathers(stage).await?;
        let data = team.anas_desk.data();
        for file in ["replica.sqlite", "outbox.sqlite"] {
            ensure!(data.join(file).exists(), "{file} is there before");
        }
        team.bob.open_settings("Team").await?;
        team.bob.click("button", "Devices… Ana").await?;
        team.bob.click("button", "Sign out Linux PC").await?;
        team.bob.click("button", "Really sign out?").await?;
        team.ana.reads("Your workspace is no longer on this computer").await?;
        team.ana.reads("This device was signed out of Nordhem.").await?;
        team.ana.shoot("team-signed-out").await?;
        team.bob.reads("No device is signed in.").await?;
        let left: Vec<_> = std::fs::read_dir(&data)?
            .filter_map(|file| Some(file.ok()?.file_name().to_string_lossy().into_owned()))
            .filter(|name| name.starts_with("replica") || name.starts_with("outbox"))
            .collect();
        ensure!(left.is_empty(), "nothing of the team is left: {left:?}");
        Ok(())
    })
    .await
}
