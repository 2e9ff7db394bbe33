//! Chat History in the real window: what the AI agent answered alone and what people took, by key, as a
//! transcript, and back in the Inbox. The system's dialog for saving is not pressed here.

use anyhow::{Result, ensure};
use baton_e2e::{AppWindow, Page, play};

#[tokio::test]
async fn ana_finds_who_responded_in_chat_history_reads_it_and_opens_it() -> Result<()> {
    play("history", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let first = stage.visitor("first", stage.hub_address()).await?;
        first.says("How much does the Team plan cost?").await?;
        first.reads("€9 per seat").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.asks_for_a_person().await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.reply("It left this morning.").await?;
        marta.reads("It left this morning.").await?;

        ana.click("button", "Chat History").await?;
        ana.reads("2 conversations").await?;
        in_light_and_dark(&ana, "Chat History").await?;
        ana.click("button", "Responded by").await?;
        ana.click("button", "Responded by").await?;
        narrow(&ana, "Responded By", "ai").await?;
        ana.reads("1 conversation").await?;
        narrow(&ana, "Responded By", "human").await?;
        ana.reads("1 conversation").await?;
        focus_table(&ana).await?;
        ana.press(&[' ']).await?;
        ana.reads("Read only").await?;
        ana.reads("It left this morning.").await?;
        in_light_and_dark_as_it_is(&ana, "a transcript").await?;
        ensure!(!ana.has("textbox", "Reply to Anonymous").await?, "nothing can be written there");
        ana.press(&[Page::ESCAPE]).await?;
        ana.no_longer_reads("Read only").await?;
        focus_table(&ana).await?;
        ana.press(&[Page::ENTER]).await?;
        ana.may_reply().await
    })
    .await
}

/// Chooses in a filter as a person does: the list is the system's own and cannot be pressed.
async fn narrow(ana: &AppWindow, filter: &str, value: &str) -> Result<()> {
    const CHOOSE: &str = "
        const label = [...document.querySelectorAll('search label')]
            .find((l) => l.innerText.trim().startsWith(arguments[0]));
        const select = label.querySelector('select');
        select.value = arguments[1];
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    ana.session().run(CHOOSE, serde_json::json!([filter, value])).await?;
    Ok(())
}

async fn focus_table(ana: &AppWindow) -> Result<()> {
    let focus = "document.querySelector('[role=grid]').focus();";
    ana.session().run(focus, serde_json::json!([])).await?;
    Ok(())
}

async fn in_light_and_dark(ana: &AppWindow, screen: &str) -> Result<()> {
    for theme in ["Dark", "Light"] {
        ana.choose_theme("Ana", theme).await?;
        ana.check_accessibility(&format!("{screen}, {theme}")).await?;
        ana.shoot(&format!("history-{}", theme.to_lowercase())).await?;
    }
    Ok(())
}

/// While a dialog is open, the menu with the themes is behind it.
async fn in_light_and_dark_as_it_is(ana: &AppWindow, screen: &str) -> Result<()> {
    for theme in ["dark", "light"] {
        let set = "document.documentElement.dataset.theme = arguments[0];";
        ana.session().run(set, serde_json::json!([theme])).await?;
        ana.check_accessibility(&format!("{screen}, {theme}")).await?;
        ana.shoot(&format!("transcript-{theme}")).await?;
    }
    Ok(())
}
