//! "Human takeover", the page that Baton is built from: what it says of the screen, a test for each
//! sentence, in the real window and with its own words. The rest is in `tests/it/page`.

use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, Stage, Visitor, play};

const QUESTION: &str = "How much does the Team plan cost?";

/// Ana's window, and Marta, whose question Iris has answered.
async fn ana_and_marta(stage: &Stage) -> Result<(AppWindow, Visitor)> {
    let ana = stage.app().await?;
    ana.introduce("Ana").await?;
    let marta = stage.visitor("marta", stage.hub_address()).await?;
    marta.says(QUESTION).await?;
    marta.reads("€9 per seat").await?;
    Ok((ana, marta))
}

/// The same, and Marta waits for a person.
async fn ana_and_marta_who_waits(stage: &Stage) -> Result<(AppWindow, Visitor)> {
    let (ana, marta) = ana_and_marta(stage).await?;
    marta.asks_for_a_person().await?;
    ana.find("tab", "Unassigned 1").await?;
    Ok((ana, marta))
}

#[tokio::test]
async fn navigate_to_the_inbox_and_click_the_unassigned_tab() -> Result<()> {
    play("page-unassigned", async |stage| {
        let (ana, _marta) = ana_and_marta_who_waits(stage).await?;
        ana.click("button", "Handoff rules").await?;
        ana.click("button", "Inbox").await?;
        ana.click("tab", "Unassigned").await?;
        ana.attribute_becomes(("tab", "Unassigned"), "aria-selected", "true").await?;
        ana.find("option", "Anonymous").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn select_a_conversation_and_see_the_prompt_do_you_want_to_be_assigned() -> Result<()> {
    play("page-prompt", async |stage| {
        let (ana, _marta) = ana_and_marta_who_waits(stage).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads("Do you want to be assigned to this conversation?").await?;
        ensure!(!ana.has("textbox", "Reply to").await?, "no message input before");
        ana.find("button", "Assign to me").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn click_assign_to_me_and_the_message_input_becomes_active() -> Result<()> {
    play("page-claim", async |stage| {
        let (ana, marta) = ana_and_marta_who_waits(stage).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.reply("Hello, this is Ana.").await?;
        marta.reads("Hello, this is Ana.").await
    })
    .await
}

#[tokio::test]
async fn the_assignee_dropdown_is_in_the_top_right_corner_of_any_conversation() -> Result<()> {
    play("page-dropdown", async |stage| {
        let (ana, _marta) = ana_and_marta(stage).await?;
        ana.open_conversation("All", "Anonymous").await?;
        let dropdown = ana.find("button", "Assignee: Iris").await?;
        let place = "const box = (e) => e.getBoundingClientRect();
            const thread = arguments[0].closest('[data-panel]'), a = box(arguments[0]), b = box(thread);
            return a.top - b.top < 80 && b.right - a.right < 80;";
        let corner = ana.session().run(place, serde_json::json!([dropdown.to_script()])).await?;
        ensure!(corner == serde_json::json!(true), "it is in the thread's top right corner");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn under_human_agents_select_yourself() -> Result<()> {
    play("page-human-agents", async |stage| {
        let (ana, marta) = ana_and_marta(stage).await?;
        ana.open_conversation("All", "Anonymous").await?;
        ana.click("button", "Assignee: Iris").await?;
        ana.reads("Human Agents").await?;
        ana.click("option", "Ana (you)").await?;
        ana.may_reply().await?;
        marta.reads("Ana joined the conversation").await
    })
    .await
}

#[tokio::test]
async fn under_the_ai_agents_list_select_the_chat_agent_that_should_take_over() -> Result<()> {
    play("page-ai-agents", async |stage| {
        let (ana, marta) = ana_and_marta_who_waits(stage).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.click("button", "Assignee: Ana").await?;
        ana.reads("AI Agents").await?;
        ana.click("option", "Iris").await?;
        ana.find("button", "Assignee: Iris").await?;
        marta.says("How do I invite a colleague?").await?;
        marta.reads("Settings > People").await.context("it resumes responding")
    })
    .await
}

#[tokio::test]
async fn the_row_in_the_list_shows_the_current_responder_with_name_and_avatar() -> Result<()> {
    play("page-responder", async |stage| {
        let (ana, _marta) = ana_and_marta(stage).await?;
        ana.click("tab", "All").await?;
        let row = ana.find("option", "Anonymous").await?;
        let said = ana.text_of(&row).await?;
        ensure!(said.contains("Iris"), "the row names who answers: {said}");
        let avatar = "return arguments[0].querySelector('.avatar, [data-avatar]') !== null;";
        let shown = ana.session().run(avatar, serde_json::json!([row.to_script()])).await?;
        ensure!(shown == serde_json::json!(true), "with an avatar");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_center_panel_shows_the_full_thread_and_the_right_one_the_analysis() -> Result<()> {
    play("page-panels", async |stage| {
        let _notifications = stage.notification_service().await?;
        let (ana, _marta) = ana_and_marta_who_waits(stage).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        let thread = ana.find("log", "Messages").await?;
        let thread = ana.text_of(&thread).await?;
        ensure!(thread.contains(QUESTION) && thread.contains("€9 per seat"), "{thread}");
        ana.click("tab", "Analysis").await?;
        ana.reads("Computed here, up to").await
    })
    .await
}

#[tokio::test]
async fn close_the_conversation_when_no_further_follow_up_is_needed() -> Result<()> {
    play("page-close", async |stage| {
        let (ana, marta) = ana_and_marta_who_waits(stage).await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;
        ana.click("button", "Status: Active").await?;
        ana.click("", "Closed").await?;
        ana.find("tab", "Mine 0").await?;
        marta.reads("This conversation is closed").await
    })
    .await
}
