//! What a visitor types is words, whatever it looks like.

use anyhow::{Result, ensure};
use baton_e2e::{Page, play};
use serde_json::json;

use crate::SOON;

const WORDS: &str =
    r#"<img src=x onerror="document.title='mine'"> <b>now</b> & <script>x()</script>"#;

#[tokio::test]
async fn hostile_markup_is_shown_as_typed() -> Result<()> {
    play("hostile-words", async |stage| {
        let notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says(WORDS).await?;
        marta.asks_for_a_person().await?;
        no_element_came_of_it(&marta).await?;

        let shown = notifications
            .wait_for("Marta asks for a person", SOON, |n| n.action("Assign to me").is_some())
            .await?;
        ensure!(shown.body.contains("&lt;img src=x"), "the body is escaped: {shown:?}");
        for markup in ["<img", "<b>now", "<script"] {
            ensure!(!shown.body.contains(markup), "markup of the visitor's: {shown:?}");
        }

        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.reads(WORDS).await?;
        no_element_came_of_it(&ana).await?;
        ana.shoot("hostile-words").await.map(drop)
    })
    .await
}

async fn no_element_came_of_it(page: &Page) -> Result<()> {
    let script = "return [document.querySelectorAll('[onerror], [role=log] script').length, \
                  document.title];";
    let found = page.session().run(script, json!([])).await?;
    ensure!(found[0] == 0 && found[1] != "mine", "the words became elements: {found}");
    Ok(())
}
