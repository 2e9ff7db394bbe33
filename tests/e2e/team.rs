//! Two desktops, one hub: each person has a display, a bus and a notification service of their own.
//! Bob owns the workspace and signs in; Ana was invited and joins through a tunnel.

mod looks;
mod moving;
mod offline;
mod search;
mod together;

use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, Hub, NotificationService, Notified, Stage, Tunnel, Visitor, play};

use crate::SOON;

/// Everybody and everything of the team.
struct Team {
    hub: Hub,
    tunnel: Tunnel,
    ana: AppWindow,
    anas_desk: Stage,
    anas_notifications: NotificationService,
    bob: AppWindow,
    bobs_notifications: NotificationService,
    _bobs_desk: Stage,
}

impl Team {
    /// Bob signs in at his hub and invites Ana, who joins.
    async fn gathers(stage: &Stage) -> Result<Self> {
        let hub = stage.hub_owned_by("Bob")?;
        let tunnel = Tunnel::to(&format!("http://{}", hub.address())).await;
        let (anas_desk, bobs_desk) = (stage.desk_of("ana")?, stage.desk_of("bob")?);
        let anas_notifications = anas_desk.notification_service().await?;
        let bobs_notifications = bobs_desk.notification_service().await?;
        let bob = bobs_desk.app().await?;
        bob.sign_in(hub.address(), "bob@nordhem.test").await?;
        let link = bob.invite("ana@nordhem.test").await?;
        bob.click("button", "Back to the inbox").await?;
        let (at, code) = link.split_once('#').context("a link of address and code")?;
        ensure!(at.trim_end_matches('/') == hub.url(), "the link leads to the hub: {link}");
        let ana = anas_desk.app().await?;
        ana.join(&tunnel.url, code, "Ana").await?;
        for window in [&ana, &bob] {
            window.reads("In step with your team").await?;
        }
        Ok(Self {
            hub,
            tunnel,
            ana,
            anas_desk,
            anas_notifications,
            bob,
            bobs_notifications,
            _bobs_desk: bobs_desk,
        })
    }
}

impl Team {
    /// A visitor asks for a person with these words, and Ana claims the conversation.
    async fn ana_claims(&self, stage: &Stage, visitor: &str, words: &str) -> Result<Visitor> {
        let visitor = self.asks(stage, visitor, words).await?;
        self.ana.open_conversation("Unassigned", words).await?;
        self.ana.click("button", "Assign to me").await?;
        self.ana.may_reply().await?;
        visitor.reads("Ana joined the conversation").await?;
        Ok(visitor)
    }

    /// Ana's app is killed and started again.
    async fn restart_anas_app(&mut self) -> Result<()> {
        self.ana.kill();
        self.ana = self.anas_desk.app_of_a_team().await?;
        Ok(())
    }

    /// A visitor asks for a person, with these as the last words.
    async fn asks(&self, stage: &Stage, visitor: &str, words: &str) -> Result<Visitor> {
        let visitor = stage.visitor(visitor, self.hub.address()).await?;
        visitor.asks_for_a_person().await?;
        visitor.says(words).await?;
        Ok(visitor)
    }
}

fn can_be_claimed(notified: &Notified) -> bool {
    notified.action("Assign to me").is_some()
}

#[tokio::test]
async fn both_desktops_ring_and_a_claim_on_one_withdraws_on_the_other() -> Result<()> {
    play("team-claim", async |stage| {
        let team = Team::gathers(stage).await?;
        let marta = stage.visitor("marta", team.hub.address()).await?;
        marta.says("Can I talk to a person?").await?;
        let anas = team.anas_notifications.wait_for("Ana's", SOON, can_be_claimed).await?;
        let bobs = team.bobs_notifications.wait_for("Bob's", SOON, can_be_claimed).await?;
        team.bob.open_conversation("Unassigned", "Anonymous").await?;
        team.bob.reads("Do you want to be assigned to this conversation?").await?;

        team.anas_notifications.press(&anas, "Assign to me").await?;
        team.ana.may_reply().await?;
        marta.reads("Ana joined the conversation").await?;
        team.bobs_notifications.wait_for_withdrawal(bobs.id, SOON).await?;
        team.bob.click("tab", "All").await?;
        team.bob.find("option", "Ana").await?;
        team.bob.find("button", "Assignee: Ana").await?;
        ensure!(!team.bob.has("button", "Assign to me").await?, "Bob is not asked any more");
        let still = team.bobs_notifications.standing();
        ensure!(still.is_empty(), "nothing stands on Bob's desktop: {still:?}");

        team.ana.reply("Hello, Ana here.").await?;
        marta.reads("Hello, Ana here.").await?;
        team.bob.reads("Hello, Ana here.").await
    })
    .await
}
