//! Search as Ana types; Enter opens a long conversation at the hit.

use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, Hub, Page, http, play};
use serde_json::{Value, json};

use super::Team;

/// More than a page of a thread on either side of the hit.
const MESSAGES: u32 = 240;
const HIT: u32 = 90;
const HITS_WORDS: &str = "The parcel smells of cinnamon.";

#[tokio::test]
async fn enter_opens_a_long_conversation_at_the_hit() -> Result<()> {
    play("team-search", async |stage| {
        let team = Team::gathers(stage).await?;
        a_long_conversation(&team.hub).await?;
        team.ana.reads(&line(MESSAGES)).await?;
        team.ana.fill("textbox", "Search messages", "cinnam").await?;
        team.ana.reads("1 found").await?;
        team.ana.find("option", "Marta").await?;
        team.ana.press(&[Page::ENTER]).await?;
        let what = "the hit to be in sight, and its neighbours";
        team.ana.wait(what, async || in_sight(&team.ana, HITS_WORDS).await).await?;
        team.ana.reads(&line(HIT - 1)).await?;
        team.ana.reads(&line(HIT + 1)).await?;
        team.ana.shoot("team-hit").await?;
        let newest = team.ana.count(&line(MESSAGES)).await?;
        ensure!(newest == 0, "it was opened in the middle, not at the end");
        Ok(())
    })
    .await
}

fn line(number: u32) -> String {
    if number == HIT { HITS_WORDS.to_owned() } else { format!("Line {number} of Marta’s story.") }
}

/// Marta, handed to people, tells a long story over the API.
async fn a_long_conversation(hub: &Hub) -> Result<()> {
    let http = http().build()?;
    let send = async |path: &str, token: &str, body: Value| -> Result<Value> {
        let request = http.post(format!("{}{path}", hub.url())).json(&body);
        let request = if token.is_empty() { request } else { request.bearer_auth(token) };
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{path}: {status} {text}");
        Ok(serde_json::from_str(&text).unwrap_or_default())
    };
    let start = format!("/v1/widget/{}/conversations", hub.widget_key());
    let started = send(&start, "", json!({"visitor": {"name": "Marta"}})).await?;
    let token = started["visitor_token"].as_str().context("a visitor's token")?;
    send("/v1/visitor/handoff", token, json!({})).await?;
    for number in 1..=MESSAGES {
        let id = format!("00000000-0000-7000-8000-{number:012}");
        send("/v1/visitor/messages", token, json!({"id": id, "text": line(number)})).await?;
    }
    Ok(())
}

/// Whether these words are within the visible part of the thread.
async fn in_sight(ana: &AppWindow, words: &str) -> Result<Option<()>> {
    const SEEN: &str = "
        const log = document.querySelector('[role=log]');
        const all = [...(log?.querySelectorAll('*') ?? [])];
        const found = all.findLast((e) => e.innerText?.trim() === arguments[0]);
        if (!found) return false;
        const [box, seen] = [found.getBoundingClientRect(), log.getBoundingClientRect()];
        return box.height > 0 && box.top >= seen.top && box.bottom <= seen.bottom;";
    let seen = ana.session().run(SEEN, json!([words])).await?;
    Ok((seen == json!(true)).then_some(()))
}
