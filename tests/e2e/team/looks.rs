//! WCAG 2.2 AA, checked by axe on the screens of a team, in light and dark.

use anyhow::Result;
use baton_e2e::{AppWindow, Way, play};

use super::Team;

const WORDS: &str = "My order is number 88213.";

#[tokio::test]
async fn every_screen_of_a_team_passes_axe_in_light_and_dark() -> Result<()> {
    play("team-accessibility", async |stage| {
        let newcomer = stage.app().await?;
        newcomer.find("textbox", "Your name").await?;
        newcomer.check_accessibility("the first start").await?;
        newcomer.click("", "Join a team").await?;
        newcomer.click("button", "Join the team").await?;
        newcomer.reads("Paste the invitation you were sent.").await?;
        newcomer.check_accessibility("joining, with what is missing").await?;
        newcomer.shoot("team-join-light").await?;
        newcomer.click("button", "I have an account").await?;
        newcomer.check_accessibility("signing in").await?;
        newcomer.stop().await?;

        let team = Team::gathers(stage).await?;
        let _marta = team.ana_claims(stage, "marta", WORDS).await?;
        for (theme, reply) in [("Light", "It leaves today."), ("Dark", "It left yesterday.")] {
            team.ana.choose_theme("Ana", theme).await?;
            team.bob.choose_theme("Bob", theme).await?;
            settings(&team.bob, theme).await?;
            found(&team.ana, theme).await?;
            offline(&team, theme, reply).await?;
        }
        signed_out(&team).await
    })
    .await
}

async fn settings(bob: &AppWindow, theme: &str) -> Result<()> {
    bob.invite(&format!("{}@nordhem.test", theme.to_lowercase())).await?;
    bob.find("button", "Devices… Ana").await?;
    looked_at(bob, "team", theme).await?;
    for (part, words) in [
        ("My profile", "Sign out of this team"),
        ("Devices", "this device"),
        ("Workspace", "Ring again"),
    ] {
        bob.open_settings(part).await?;
        bob.reads(words).await?;
        looked_at(bob, part, theme).await?;
    }
    bob.click("button", "Back to the inbox").await
}

async fn found(ana: &AppWindow, theme: &str) -> Result<()> {
    ana.fill("textbox", "Search messages", "88213").await?;
    ana.reads("1 found").await?;
    ana.click("option", WORDS).await?;
    looked_at(ana, "found", theme).await?;
    ana.click("button", "Clear search").await
}

/// What waits in the outbox, and what asks there after Marta has written again.
async fn offline(team: &Team, theme: &str, reply: &str) -> Result<()> {
    let ana = &team.ana;
    team.tunnel.is(Way::Cut);
    ana.reads("You’re offline").await?;
    ana.open_conversation("Mine", "Anonymous").await?;
    ana.reply(reply).await?;
    ana.reads("Waits to be sent").await?;
    looked_at(ana, "offline", theme).await?;
    ana.click("button", "Outbox").await?;
    ana.find("heading", "Outbox").await?;
    looked_at(ana, "outbox", theme).await?;
    ana.click("button", "Delete").await?;
    ana.reads("Nothing waits to be sent").await?;
    ana.press(&[baton_e2e::Page::ESCAPE]).await?;
    team.tunnel.is(Way::Open);
    ana.reads("In step with your team").await
}

/// Ana's device is signed out while she looks at it.
async fn signed_out(team: &Team) -> Result<()> {
    team.bob.open_settings("Team").await?;
    team.bob.click("button", "Devices… Ana").await?;
    looked_at(&team.bob, "devices of Ana", "Dark").await?;
    team.bob.click("button", "Sign out Linux PC").await?;
    team.bob.click("button", "Really sign out?").await?;
    team.ana.reads("Your workspace is no longer on this computer").await?;
    looked_at(&team.ana, "signed out", "Dark").await
}

async fn looked_at(window: &AppWindow, screen: &str, theme: &str) -> Result<()> {
    window.check_accessibility(&format!("{screen}, {theme}")).await?;
    let name = format!("team-{screen}-{theme}").replace(' ', "-").to_lowercase();
    window.shoot(&name).await.map(drop)
}
