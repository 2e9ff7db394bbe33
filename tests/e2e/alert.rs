//! A machine without a notification service loses nothing: the window shows the alert itself.

use anyhow::{Result, ensure};
use baton_e2e::play;

const WORDS: &str = "I want to talk to a human, please.";

#[tokio::test]
async fn without_a_notification_service_the_window_alerts() -> Result<()> {
    play("alert", async |stage| {
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says(WORDS).await?;

        let alert = ana.find("alertdialog", "").await?;
        let text = ana.text_of(&alert).await?;
        ensure!(text.contains("Anonymous"), "the alert says who: {text}");
        ensure!(text.contains(WORDS), "the alert holds the last words: {text}");
        ana.shoot("alert").await?;
        // Nothing is open in the window, so only the alert can offer this.
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        marta.reads("Ana joined the conversation").await
    })
    .await
}
