//! Ana's train goes through a tunnel.

use anyhow::{Result, ensure};
use baton_e2e::{Page, Visitor, Way, play};

use super::Team;
use crate::SOON;

const MARTAS: &str = "My order is number 88213.";
const JONAS: &str = "The invoice names the wrong company.";
const HANAS: &str = "Is somebody there?";
const TO_MARTA: &str = "Your order leaves today.";
const TO_JONAS: &str = "I write you a new invoice.";

#[tokio::test]
async fn after_a_tunnel_one_reply_leaves_once_and_the_other_asks() -> Result<()> {
    play("team-tunnel", async |stage| {
        let mut team = Team::gathers(stage).await?;
        let marta = team.ana_claims(stage, "marta", MARTAS).await?;
        let jonas = team.ana_claims(stage, "jonas", JONAS).await?;
        let shown_before = team.anas_notifications.notified().len();

        team.tunnel.is(Way::Cut);
        team.ana.reads("You’re offline. Showing everything as of").await?;
        ana_reads_searches_and_writes(&team).await?;
        // The battery dies, too.
        team.restart_anas_app().await?;
        team.ana.reads("You’re offline. Showing everything as of").await?;
        team.ana.reads("2 in the outbox").await?;
        bob_takes_jonas_over(&team, &jonas).await?;
        let _hana = team.asks(stage, "hana", HANAS).await?;
        team.bob.reads(HANAS).await?;
        let meanwhile = &team.anas_notifications.notified()[shown_before..];
        ensure!(meanwhile.is_empty(), "nothing rings in the tunnel: {meanwhile:?}");

        team.tunnel.is(Way::Open);
        team.ana.reads("In step with your team").await?;
        team.ana.reads("1 of yours taken over by a colleague (Bob), 1 waits").await?;
        team.ana.shoot("team-back").await?;
        let stands = |all: &[_]| matches!(all, [_]);
        let stands = team.anas_notifications.wait_until_stands("one notice", SOON, stands).await?;
        ensure!(stands[0].summary == "1 is waiting", "what still waits: {stands:?}");
        ensure!(stands[0].action("Assign to me").is_some(), "it can be claimed: {stands:?}");
        marta.reads(TO_MARTA).await?;
        the_other_asks(&team, &jonas).await?;
        let times = marta.count(TO_MARTA).await?;
        ensure!(times == 1, "the reply arrived {times} times");
        let shown = team.anas_notifications.notified().len() - shown_before;
        ensure!(shown == 1, "one notification, not {shown}");
        Ok(())
    })
    .await
}

async fn ana_reads_searches_and_writes(team: &Team) -> Result<()> {
    let ana = &team.ana;
    ana.fill("textbox", "Search messages", "88213").await?;
    ana.reads("1 found").await?;
    ana.press(&[Page::ENTER]).await?;
    ana.find("log", "Messages").await?;
    ana.click("button", "Clear search").await?;
    for (words, reply) in [(MARTAS, TO_MARTA), (JONAS, TO_JONAS)] {
        ana.open_conversation("Mine", words).await?;
        ana.reply(reply).await?;
        ana.reads("Waits to be sent").await?;
    }
    ana.reads("2 in the outbox").await?;
    ana.shoot("team-offline").await.map(drop)
}

async fn bob_takes_jonas_over(team: &Team, jonas: &Visitor) -> Result<()> {
    team.bob.open_conversation("All", JONAS).await?;
    team.bob.click("button", "Take over").await?;
    team.bob.may_reply().await?;
    jonas.reads("Bob joined the conversation").await
}

/// Ana is told who has it, and that it was not sent; she throws it away.
async fn the_other_asks(team: &Team, jonas: &Visitor) -> Result<()> {
    let ana = &team.ana;
    ana.click("button", "1 reply asks first").await?;
    ana.reads("Not sent. Bob took it at").await?;
    ana.reads(TO_JONAS).await?;
    ana.check_accessibility("a reply that asks").await?;
    ana.shoot("team-asks").await?;
    ana.click("button", "Discard").await?;
    ana.reads("Nothing waits to be sent").await?;
    team.bob.reply("Bob here: it is on its way.").await?;
    jonas.reads("Bob here: it is on its way.").await?;
    let sent = jonas.count(TO_JONAS).await?;
    ensure!(sent == 0, "a reply that asks was sent");
    Ok(())
}
