//! A workspace that began on Ana's computer moves to a hub, and goes on there.

use anyhow::{Result, ensure};
use baton_e2e::{PASSWORD, play};

const WORDS: &str = "Can I talk to a person?";
const REPLY: &str = "Hello, Ana here.";

#[tokio::test]
async fn a_workspace_moves_to_a_hub_with_everything() -> Result<()> {
    play("team-moving", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says(WORDS).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.reply(REPLY).await?;
        marta.reads(REPLY).await?;

        let hub = stage.empty_hub()?;
        ana.open_settings("Workspace").await?;
        ana.fill("textbox", "Hub address", &format!("http://{}", hub.address)).await?;
        ana.fill("textbox", "Move code", &hub.code).await?;
        ana.fill("textbox", "Your e-mail", "ana@nordhem.test").await?;
        ana.fill("textbox", "Password for the hub", PASSWORD).await?;
        ana.shoot("team-move").await?;
        ana.click("button", "Move the workspace").await?;
        ana.reads("Your workspace lives at the hub now.").await?;
        ana.reads("In step with your team").await?;
        ana.open_conversation("Mine", "Anonymous").await?;
        for words in [WORDS, REPLY] {
            ana.reads(words).await?;
        }
        ensure!(!stage.data().join("baton.sqlite").exists(), "it lives in one place only");

        // Another computer signs in with what was chosen.
        let desk = stage.desk_of("another")?;
        let another = desk.app().await?;
        another.sign_in(hub.address, "ana@nordhem.test").await?;
        another.open_conversation("Mine", "Anonymous").await?;
        another.reads(REPLY).await
    })
    .await
}
