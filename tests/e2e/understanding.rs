//! The owner's rules, rehearsed before they are switched on; the analysis; a suggested reply; and the
//! settings of AI agents, articles, hours and the widget, in the real window.

use anyhow::{Result, ensure};
use baton_e2e::{AppWindow, Page, play};

#[tokio::test]
async fn a_rule_is_rehearsed_switched_on_and_passes_the_baton() -> Result<()> {
    play("rules", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says("How much does the Team plan cost?").await?;
        marta.reads("€9 per seat").await?;

        ana.click("button", "Handoff rules").await?;
        ana.reads("Talk to a human").await?;
        ana.fill("textbox", "What a visitor might write", "Can I speak to a human?").await?;
        ana.click("button", "Try").await?;
        ana.reads("“Talk to a human” would hand this off.").await?;
        ana.click("button", "New rule").await?;
        ana.fill("textbox", "Name", "Plans").await?;
        ana.fill("textbox", "Words or phrases", &format!("team plan{}", Page::ENTER)).await?;
        ana.click("button", "Try on the last 200 conversations").await?;
        ana.reads("Would have handed off 1 of the last 1.").await?;
        ana.reads("1 was not handed off at the time.").await?;
        ana.shoot("rehearsal").await?;
        ana.click("button", "How much does the Team plan cost?").await?;
        ana.reads("“Plans” would have handed off here").await?;
        ana.reads("€9 per seat").await?;
        ana.click("button", "Back to the rehearsal").await?;
        ana.click("button", "Back to the rule").await?;
        ana.click("checkbox", "Switched on").await?;
        ana.click("button", "Save the rule").await?;
        ana.reads("“Plans” is the last rule now.").await?;

        let elif = stage.visitor("elif", stage.hub_address()).await?;
        elif.says("Is the team plan right for a school?").await?;
        ana.click("button", "Inbox").await?;
        ana.find("tab", "Unassigned 1").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("by the rule “Plans”").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_analysis_is_read_and_a_suggested_reply_is_used() -> Result<()> {
    play("analysis", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.asks_for_a_person().await?;
        marta.says("How much does the Team plan cost for my 12 colleagues?").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("Computed here, up to the visitor’s message of").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.find("region", "Suggested reply").await?;
        ana.shoot("suggested-reply").await?;
        ana.click("button", "Use").await?;
        ana.reads("It is in your reply. Nothing was sent.").await?;
        let written = ana.text_of(&ana.find("textbox", "Reply to").await?).await?;
        ensure!(written.contains("€9"), "the composer holds the suggestion: {written}");
        ensure!(marta.count("€9").await? == 0, "nothing was sent by itself");
        ana.press(&['\u{e007}']).await?;
        marta.reads("€9").await
    })
    .await
}

#[tokio::test]
async fn the_screens_of_rules_and_settings_pass_axe_in_light_and_dark() -> Result<()> {
    play("ai-screens", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        for theme in ["Dark", "Light"] {
            ana.choose_theme("Ana", theme).await?;
            ana.click("button", "Handoff rules").await?;
            ana.click("button", "Sales opportunity").await?;
            ana.find("textbox", "Name").await?;
            looked_at(&ana, "rules", theme).await?;
            for part in ["AI agents", "Articles", "Hours", "Widget"] {
                ana.open_settings(part).await?;
                ana.gone("progressbar", "Loading").await?;
                looked_at(&ana, part, theme).await?;
            }
            ana.open_settings("AI agents").await?;
            ana.click("button", "Iris").await?;
            ana.find("textbox", "Name").await?;
            looked_at(&ana, "one AI agent", theme).await?;
            ana.click("button", "Back to the inbox").await?;
        }
        Ok(())
    })
    .await
}

async fn looked_at(ana: &AppWindow, screen: &str, theme: &str) -> Result<()> {
    ana.check_accessibility(&format!("{screen}, {theme}")).await?;
    let name = format!("ai-{screen}-{theme}").replace(' ', "-").to_lowercase();
    ana.shoot(&name).await.map(drop)
}
