//! A reload on one side and a power cut on the other neither lose nor double a message.

use anyhow::{Result, ensure};
use baton_e2e::{Visitor, play};

const WORDS: [&str; 3] = ["First: my order.", "Second: it is number 88213.", "Third: any news?"];

#[tokio::test]
async fn reload_and_restart_neither_lose_nor_double() -> Result<()> {
    play("nothing-is-lost", async |stage| {
        let mut hub = stage.headless_hub()?;
        let marta = stage.visitor("marta", hub.address()).await?;
        marta.asks_for_a_person().await?;
        marta.says(WORDS[0]).await?;
        is_delivered(&marta).await?;
        marta.reload().await?;
        each_is_there_once(&marta, &WORDS[..1]).await?;

        hub.kill();
        marta.reads("Reconnecting").await?;
        marta.says(WORDS[1]).await?;
        marta.reads("Kept, will be sent").await?;
        hub.start_again()?;
        is_delivered(&marta).await?;
        marta.says(WORDS[2]).await?;
        is_delivered(&marta).await?;
        each_is_there_once(&marta, &WORDS).await?;

        marta.reload().await?;
        each_is_there_once(&marta, &WORDS).await?;
        hub.kill();
        hub.start_again()?;
        marta.reload().await?;
        each_is_there_once(&marta, &WORDS).await
    })
    .await
}

/// Nothing of what the visitor wrote is still on its way.
async fn is_delivered(marta: &Visitor) -> Result<()> {
    for waiting in ["Reconnecting", "Kept, will be sent", "Sending…", "Not sent"] {
        marta.no_longer_reads(waiting).await?;
    }
    Ok(())
}

async fn each_is_there_once(marta: &Visitor, all: &[&str]) -> Result<()> {
    for words in all {
        marta.reads(words).await?;
    }
    for words in all {
        let times = marta.count(words).await?;
        ensure!(times == 1, "“{words}” is there {times} times: {}", marta.text().await?);
    }
    Ok(())
}
