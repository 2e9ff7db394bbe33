//! What hands do in the real window: keys of one's own, a saved reply with `/`, and taking a reply back.

use anyhow::{Result, ensure};
use baton_e2e::{AppWindow, Page, play};

const GREETING: &str = "Hello, this is Ana of the sales team.";
const TOO_SOON: &str = "Forty seats cost nothing.";

#[tokio::test]
async fn a_saved_reply_is_claimed_for_with_another_key_and_can_be_taken_back() -> Result<()> {
    play("hands", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        a_saved_reply_is_written(&ana).await?;
        the_key_to_claim_is_another(&ana).await?;

        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says("How much does the Team plan cost?").await?;
        marta.reads("€9 per seat").await?;
        marta.asks_for_a_person().await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("Do you want to be assigned to this conversation?").await?;
        ana.press(&['q']).await?;
        ana.may_reply().await?;

        a_reply_is_taken_back(&ana).await?;
        ana.fill("textbox", "Reply to", "/greet").await?;
        ana.find("option", "Greeting").await?;
        ana.shoot("hands-saved-reply").await?;
        ana.press(&[Page::ENTER]).await?;
        ana.press(&[Page::ENTER]).await?;
        ana.reads(GREETING).await?;
        marta.reads(GREETING).await?;
        let seen = marta.text().await?;
        ensure!(!seen.contains(TOO_SOON), "what was taken back reached the visitor: {seen}");
        Ok(())
    })
    .await
}

async fn a_saved_reply_is_written(ana: &AppWindow) -> Result<()> {
    ana.open_settings("Saved replies").await?;
    ana.click("button", "New saved reply").await?;
    ana.fill("textbox", "Title", "Greeting").await?;
    ana.fill("textbox", "Text", "Hello {first_name}, this is {me} of the sales team.").await?;
    ana.check_accessibility("a saved reply").await?;
    ana.click("button", "Save").await?;
    ana.reads("“Greeting” is saved.").await
}

async fn the_key_to_claim_is_another(ana: &AppWindow) -> Result<()> {
    ana.open_settings("Keyboard").await?;
    ana.click("button", "Change the keys of Assign to me").await?;
    ana.press(&['j']).await?;
    ana.reads("That is “Next conversation”.").await?;
    ana.shoot("hands-keyboard").await?;
    ana.click("button", "Cancel").await?;
    ana.click("button", "Change the keys of Assign to me").await?;
    ana.press(&['q']).await?;
    ana.press(&[Page::ENTER]).await?;
    ana.reads("New keys for Assign to me.").await?;
    ana.check_accessibility("the keyboard").await?;
    ana.click("button", "Back to the inbox").await
}

async fn a_reply_is_taken_back(ana: &AppWindow) -> Result<()> {
    ana.reply(TOO_SOON).await?;
    ana.reads("Sending in").await?;
    ana.press(&[Page::CONTROL, 'z']).await?;
    ana.no_longer_reads("Sending in").await?;
    let composer = ana.find("textbox", "Reply to").await?;
    let text = ana.text_of(&composer).await?;
    ensure!(text == TOO_SOON, "the words stand there again, exactly: {text}");
    ana.press(&[Page::CONTROL, 'a']).await?;
    ana.press(&['\u{E003}']).await
}
