//! A list is narrowed, and something is done to several conversations at once, in the real window.

use anyhow::{Result, ensure};
use baton_e2e::{AppWindow, Page, play};
use serde_json::json;

#[tokio::test]
async fn ana_narrows_a_list_and_closes_several_at_once() -> Result<()> {
    play("lists", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let mut visitors = Vec::new();
        for name in ["marta", "tunde", "elif"] {
            let visitor = stage.visitor(name, stage.hub_address()).await?;
            visitor.asks_for_a_person().await?;
            visitors.push(visitor);
        }
        ana.find("tab", "Unassigned 3").await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.press(&['a']).await?;
        ana.may_reply().await?;
        ana.click("tab", "All").await?;

        ana.click("button", "Filters").await?;
        ana.shoot("lists-filters").await?;
        ana.check_accessibility("the filters").await?;
        choose(&ana, "Agent Type", "human").await?;
        ana.click("button", "Done").await?;
        ana.find("button", "Filters, 1 active").await?;
        ana.find("tab", "All 1").await?;
        ana.click("button", "Remove the filter Human Agents").await?;
        ana.find("tab", "All 3").await?;
        ana.click("button", "Filters").await?;
        choose(&ana, "Status", "pending").await?;
        ana.reads("They hide 3 conversations.").await?;
        ana.click("button", "Done").await?;
        ana.shoot("lists-nothing").await?;
        ana.click("button", "Clear all").await?;
        ana.find("tab", "All 3").await?;

        // By keyboard alone: to the first row, and all of them.
        ana.press(&['g', 'u']).await?;
        ana.press(&['j', 'x', 'j', 'x']).await?;
        ana.reads("2 selected").await?;
        ana.shoot("lists-bulk").await?;
        ana.check_accessibility("several selected").await?;
        ana.press(&[Page::ESCAPE]).await?;
        ana.no_longer_reads("2 selected").await?;
        ana.press(&['x']).await?;
        ana.click("button", "Select all shown").await?;
        ana.reads("2 selected").await?;
        ana.press(&['e']).await?;
        ana.reads("2 closed.").await?;
        ana.find("tab", "Unassigned 0").await?;
        ana.shoot("lists-closed").await?;
        ana.click("button", "Undo").await?;
        ana.find("tab", "Unassigned 2").await?;
        ensure!(!ana.has("button", "Select all shown").await?, "nothing is selected any more");
        Ok(())
    })
    .await
}

/// Chooses from the system's own list, whose menu no driver can open.
async fn choose(ana: &AppWindow, name: &str, value: &str) -> Result<()> {
    let field = ana.find("combobox", name).await?;
    let script = "const [field, value] = arguments; field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    ana.session().run(script, json!([field.to_script(), value])).await.map(drop)
}
