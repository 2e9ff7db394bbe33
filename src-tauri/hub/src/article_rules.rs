//! Rules that wait for an article ("hand off where this would be the answer"). Which articles would
//! answer is looked up before the visitor's message is stored, so that all rules are judged in their
//! order, in the transaction that stores it. Where no rule asks, nothing is looked up.

use crate::{App, rehearsal, turns};
use baton_domain::*;

/// The articles that would answer, where an enabled rule asks for them. When they cannot be read,
/// those rules are passed over: a visitor's message is stored whatever happens here.
pub(crate) async fn articles_for(hub: &App, text: &str) -> Option<Vec<ArticleId>> {
    if !Needs::of(&hub.store.directory().rules).articles {
        return None;
    }
    let found = look_up(hub, text.to_owned()).await;
    found.inspect_err(|error| tracing::error!(%error, "article rules were passed over")).ok()
}

async fn look_up(hub: &App, text: String) -> anyhow::Result<Vec<ArticleId>> {
    let knowledge = turns::knowledge(hub).await?;
    let found = move || rehearsal::articles_for(&knowledge, &text);
    Ok(tokio::task::spawn_blocking(found).await??)
}
