//! Notifications as Ana has chosen them, and the test that says whether they work.

use anyhow::{Result, ensure};
use baton_e2e::play;

use crate::SOON;

/// The title of what the test shows.
const TEST: &str = "Baton’s test";
/// What the rail says meanwhile; nobody presses a notification in the blink it takes to be shown.
const WAITS: &str = "Inbox, 1 conversation waits";

#[tokio::test]
async fn the_test_of_notices_says_live_what_works_and_takes_no_real_one_for_its_own() -> Result<()>
{
    play("notices-test", async |stage| {
        let notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;

        ana.open_settings("Notifications").await?;
        ana.click("button", "Start the test").await?;
        ana.reads("baton-e2e 1: buttons, text, no sound of its own").await?;
        ana.reads("Click the notification “Baton’s test”").await?;
        let first = notifications.wait_for("the test", SOON, |n| n.summary == TEST).await?;
        ensure!(first.action("Assign to me").is_none(), "a click only: {first:?}");
        ana.shoot("notices-test-click").await?;
        notifications.press_key(first.id, "default").await?;

        ana.reads("Press its button “Assign to me”").await?;
        let second = notifications
            .wait_for("its button", SOON, |n| {
                n.summary == TEST && n.action("Assign to me").is_some()
            })
            .await?;
        // A real one comes, and is taken, while the test waits for its own.
        marta.asks_for_a_person().await?;
        let real = notifications.wait_for("a real one", SOON, |n| n.summary == "Anonymous").await?;
        ana.find("button", WAITS).await?;
        notifications.press(&real, "Assign to me").await?;
        ana.may_reply().await?;
        ana.open_settings("Notifications").await?;
        ana.reads("Press its button “Assign to me”").await?;
        notifications.press(&second, "Assign to me").await?;
        ana.reads("Everything works.").await?;
        ana.shoot("notices-test-works").await?;
        notifications.wait_until_stands("nothing is left", SOON, <[_]>::is_empty).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn without_a_notification_service_the_test_says_what_to_do() -> Result<()> {
    play("notices-test-none", async |stage| {
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        ana.open_settings("Notifications").await?;
        ana.click("button", "Start the test").await?;
        ana.reads("Nothing on this desktop shows notifications.").await?;
        ana.reads("Until then Baton shows alerts in its own window.").await?;
        ana.find("button", "Test again").await?;
        ana.check_accessibility("the test of notices").await?;
        ana.shoot("notices-test-none").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_notice_tells_no_more_than_ana_wants() -> Result<()> {
    play("notices-private", async |stage| {
        let notifications = stage.notification_service().await?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        ana.open_settings("Notifications").await?;
        ana.click("radio", "Only that somebody waits").await?;
        ana.shoot("notices-private").await?;
        let marta = stage.visitor("marta", stage.hub_address()).await?;
        marta.says("My card ends in 4711. Can I talk to a person?").await?;
        let shown = notifications
            .wait_for("a private one", SOON, |n| n.action("Assign to me").is_some())
            .await?;
        ensure!(shown.summary == "A conversation is waiting", "{shown:?}");
        ensure!(shown.body.is_empty(), "{shown:?}");
        ana.find("button", WAITS).await?;
        notifications.press(&shown, "Assign to me").await?;
        ana.may_reply().await
    })
    .await
}
