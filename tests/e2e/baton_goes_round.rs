//! The whole promise in one story: AI, handoff, notification, claim, answer, comment, hand back.

use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, NotificationService, Stage, Visitor, play};

use crate::SOON;

const QUESTION: &str = "How much does the Team plan cost?";
const REPLY: &str = "Hello, Ana here. For forty seats I can make you an offer.";
const COMMENT: &str = "Asked finance for the price of forty seats.";
const NOTE: &str = "Offer promised for Tuesday.";
const SECOND_QUESTION: &str = "How do I invite a colleague?";

#[tokio::test]
async fn the_baton_goes_round() -> Result<()> {
    play("the-baton-goes-round", async |stage| {
        let notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;

        let marta = stage.visitor("marta", stage.hub_address()).await?;
        iris_answers(&marta).await?;
        marta.asks_for_a_person().await?;
        ana_claims_from_the_notification(&notifications, &ana).await?;
        marta.reads("Ana joined the conversation").await?;

        ana.reply(REPLY).await?;
        marta.reads(REPLY).await?;
        ana.comment(COMMENT).await?;
        ana.shoot("mine").await?;
        ana.hand_back(NOTE).await?;
        marta.says(SECOND_QUESTION).await?;
        marta.reads("Settings > People").await?;
        visitor_saw_no_internals(&marta).await?;

        every_step_is_on_the_timeline(&ana).await?;
        the_conversation_outlives_the_app(stage, ana).await
    })
    .await
}

async fn iris_answers(marta: &Visitor) -> Result<()> {
    marta.says(QUESTION).await?;
    marta.reads("€9 per seat").await?;
    marta.find("list", "Sources").await?;
    marta.reads("Plans and pricing").await?;
    marta.shoot("widget-answered").await.map(drop)
}

async fn ana_claims_from_the_notification(
    notifications: &NotificationService,
    ana: &AppWindow,
) -> Result<()> {
    let shown = notifications
        .wait_for("Marta asks for a person", SOON, |n| n.action("Assign to me").is_some())
        .await?;
    ensure!(shown.action("Open").is_some(), "it can be opened too: {shown:?}");
    ensure!(shown.summary.contains("Anonymous"), "the title says who: {shown:?}");
    ensure!(shown.body.contains(QUESTION), "the body holds the last words: {shown:?}");
    ensure!(!ana.has("textbox", "Reply to").await?, "nobody may reply before the claim");
    notifications.press(&shown, "Assign to me").await?;
    ana.may_reply().await
}

async fn visitor_saw_no_internals(marta: &Visitor) -> Result<()> {
    let text = marta.text().await?;
    ensure!(!text.contains(COMMENT), "the comment reached the visitor: {text}");
    ensure!(!text.contains(NOTE), "the note reached the visitor: {text}");
    Ok(())
}

async fn every_step_is_on_the_timeline(ana: &AppWindow) -> Result<()> {
    ana.open_conversation("All", "Anonymous").await?;
    ana.click("tab", "Analysis").await?;
    if ana.has("button", "Show all").await? {
        ana.click("button", "Show all").await?;
    }
    for step in [
        "Visitor started a conversation",
        "Iris answered",
        "Handed to people",
        "Ana claimed it from a notification",
        "Ana commented",
        "Ana handed it back to Iris",
    ] {
        ana.reads(step).await.context("the timeline")?;
    }
    ana.shoot("timeline").await.map(drop)
}

async fn the_conversation_outlives_the_app(stage: &Stage, ana: AppWindow) -> Result<()> {
    ana.stop().await?;
    let ana = stage.app().await?;
    ana.open_conversation("All", "Anonymous").await?;
    for words in [QUESTION, REPLY, COMMENT, NOTE, SECOND_QUESTION] {
        ana.reads(words).await.context("after the app was opened again")?;
    }
    Ok(())
}
