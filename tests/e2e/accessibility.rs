//! WCAG 2.2 AA, checked by axe on what a member and a visitor see, in light and dark.

use anyhow::Result;
use baton_e2e::{AppWindow, play};

#[tokio::test]
async fn every_screen_of_the_inbox_passes_axe_in_light_and_dark() -> Result<()> {
    play("accessibility", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.find("textbox", "Your name").await?;
        ana.check_accessibility("the first start").await?;
        ana.introduce("Ana").await?;
        in_light_and_dark(&ana, "an empty inbox").await?;
        for part in ["Notifications", "My profile", "First steps"] {
            ana.open_settings(part).await?;
            in_light_and_dark(&ana, part).await?;
        }
        ana.click("button", "Back to the inbox").await?;

        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says("How much does the Team plan cost?").await?;
        marta.reads("€9 per seat").await?;
        marta.check_accessibility("the widget").await?;
        marta.asks_for_a_person().await?;

        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("Do you want to be assigned to this conversation?").await?;
        in_light_and_dark(&ana, "the prompt").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.click("tab", "Visitor").await?;
        in_light_and_dark(&ana, "the visitor's details").await?;
        ana.comment("She asked for a person.").await?;
        in_light_and_dark(&ana, "the comments").await
    })
    .await
}

/// Checks the screen in both themes; leaves it light.
async fn in_light_and_dark(ana: &AppWindow, screen: &str) -> Result<()> {
    for theme in ["Dark", "Light"] {
        ana.choose_theme("Ana", theme).await?;
        ana.check_accessibility(&format!("{screen}, {theme}")).await?;
        let name = format!("axe-{screen}-{theme}").replace([' ', '’', '\''], "-");
        ana.shoot(&name.to_lowercase()).await?;
    }
    Ok(())
}
