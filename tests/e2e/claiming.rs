//! A waiting conversation is taken by the prompt, by a key, and from the dropdown.

use anyhow::{Result, ensure};
use baton_e2e::{AppWindow, play};

#[tokio::test]
async fn ana_claims_by_prompt_key_and_dropdown() -> Result<()> {
    play("claiming", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;

        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says("Can I talk to a person?").await?;
        ana.find("tab", "Unassigned 1").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("Do you want to be assigned to this conversation?").await?;
        ana.shoot("unassigned").await?;
        ana.click("button", "Assign to me").await?;
        is_hers(&ana, "Ana claimed it").await?;

        let tunde = stage.visitor("tunde", stage.hub_address()).await?;
        tunde.asks_for_a_person().await?;
        ana.find("tab", "Unassigned 1").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.press(&['a']).await?;
        is_hers(&ana, "Ana claimed it with a key").await?;

        let elif = stage.visitor("elif", stage.hub_address()).await?;
        elif.asks_for_a_person().await?;
        ana.find("tab", "Unassigned 1").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign To").await?;
        ana.reads("Human Agents").await?;
        ana.reads("AI Agents").await?;
        ana.shoot("assignee").await?;
        ana.click("option", "Ana (you)").await?;
        is_hers(&ana, "Ana claimed it from the dropdown").await?;

        ana.click("tab", "Mine").await?;
        ana.find("tab", "Mine 3").await?;
        for visitor in [&marta, &tunde, &elif] {
            visitor.reads("Ana joined the conversation").await?;
        }
        Ok(())
    })
    .await
}

/// The conversation in front of Ana is hers, and the timeline says how it became so.
async fn is_hers(ana: &AppWindow, claimed: &str) -> Result<()> {
    ana.may_reply().await?;
    ana.reads(claimed).await?;
    ensure!(!ana.has("button", "Assign to me").await?, "the prompt is gone");
    ana.find("button", "Assignee: Ana").await.map(drop)
}
