//! Files both ways between the real widget and the real window, and the visitor's rating once it is
//! over. The system's dialogs for choosing and saving are not pressed: the files are handed to the
//! fields behind them.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use baton_e2e::{Element, Page, play};
use serde_json::json;

#[tokio::test]
async fn marta_and_ana_send_files_and_marta_says_how_it_was() -> Result<()> {
    play("files", async |stage| {
        let _notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.asks_for_a_person().await?;
        ana.open_conversation("Unassigned", "Anonymous").await?;
        ana.click("button", "Assign to me").await?;
        ana.may_reply().await?;

        let picture = stage.folder().join("broken parcel.png");
        std::fs::copy(ana.shoot("files-before").await?, &picture)?;
        choose(&marta, "Add files", &picture).await?;
        marta.click("button", "Send message").await?;
        let shown = ana.find("img", "broken parcel.png").await?;
        ana.wait("the picture's own pixels", async || {
            let drawn = "return arguments[0].complete && arguments[0].naturalWidth > 0;";
            let drawn = ana.session().run(drawn, json!([shown.to_script()])).await?;
            Ok((drawn == json!(true)).then_some(()))
        })
        .await?;

        let page = stage.folder().join("return label.html");
        std::fs::write(&page, "<!doctype html><script>document.title = 'run'</script>Label")?;
        choose(&ana, "Add files", &page).await?;
        ana.reads("return label.html").await?;
        ana.reply("Print this and put it into the box.").await?;
        marta.reads("return label.html").await?;
        marta.reads("Print this and put it into the box.").await?;
        ana.shoot("files-inbox").await?;
        marta.shoot("files-widget").await?;
        ana.check_accessibility("a conversation with files").await?;
        marta.check_accessibility("the widget with files").await?;

        ana.press(&[Page::ESCAPE]).await?;
        ana.press(&['e']).await?;
        marta.reads("How was this conversation?").await?;
        marta.shoot("files-rating").await?;
        marta.check_accessibility("the widget asks for a rating").await?;
        star(&marta, 4).await?;
        marta.fill("textbox", "Anything you would like to add?", "Quick and kind.").await?;
        marta.shoot("files-rating-words").await?;
        marta.click("button", "Send").await?;
        marta.reads("Thank you for telling us.").await?;
        marta.shoot("files-rated").await?;
        ana.click("tab", "All").await?;
        ana.click("option", "Anonymous").await?;
        ana.reads("4 of 5 stars").await?;
        ana.reads("Quick and kind.").await?;
        ana.shoot("files-rated-inbox").await.map(drop)
    })
    .await
}

/// Gives a file to the field behind the button of this name.
async fn choose(page: &Page, name: &str, file: &Path) -> Result<()> {
    const FIELD: &str = "return [...document.querySelectorAll('input[type=file]')]
        .find((field) => field.ariaLabel === arguments[0] || field.getAttribute('aria-label') === arguments[0]);";
    let found = page.session().run(FIELD, json!([name])).await?;
    let field = Element::from_script(&found).with_context(|| format!("no field {name}"))?;
    // A driver types only into what is in sight.
    let show = "arguments[0].hidden = false;";
    page.session().run(show, json!([field.to_script()])).await?;
    let typed = page.session().type_into(&field, &file.display().to_string()).await;
    page.session().run("arguments[0].hidden = true;", json!([field.to_script()])).await?;
    typed
}

async fn star(marta: &Page, stars: usize) -> Result<()> {
    let press = "const all = document.querySelectorAll('input[type=radio][name=stars]');
        all[arguments[0] - 1].click(); return all.length;";
    let all = marta.session().run(press, json!([stars])).await?;
    ensure!(all == json!(5), "there are {all} stars");
    Ok(())
}
