//! Search as the window asks for it. It is answered from a file of this computer, so it works with
//! the network down; what a copy of the last days does not hold is looked for at the hub.

use crate::Inbox;
use crate::inbox::Answer;
use crate::ipc::{FoundIn, SearchHit, SearchPage, Words};
use baton_domain::ConversationView;
use reqwest::Method;
use serde::Deserialize;

/// Hits of a page.
const PAGE: usize = 20;
/// Most conversations that are looked for at the hub.
const AT_HUB: usize = 100;

#[derive(Deserialize)]
struct Found {
    items: Vec<ConversationView>,
}

impl Inbox {
    /// What has all of the words: messages, comments, names, addresses and numbers, newest first.
    pub async fn search(&self, words: String, cursor: Option<String>) -> Answer<SearchPage> {
        let me = self.me();
        let found =
            self.read(move |reader| reader.search(me, &words, cursor.as_deref(), PAGE)).await?;
        let items = found.items.into_iter().map(|hit| SearchHit {
            conversation: self.seat().online(hit.conversation),
            seq: hit.seq,
            at: hit.at,
            author: hit.author,
            field: FoundIn::from(hit.field),
            comment: hit.comment,
            words: hit.words.into_iter().map(Words::from).collect(),
        });
        let older_at_hub = self.read(|reader| reader.partial_since()).await?.is_some();
        Ok(SearchPage { items: items.collect(), next: found.next, older_at_hub })
    }

    /// Conversations with these words that this computer's copy does not hold, newest first.
    pub async fn search_at_hub(&self, words: String) -> Answer<Vec<ConversationView>> {
        let Some(team) = self.seat().team() else { return Ok(Vec::new()) };
        let path = format!("/v1/conversations?tab=all&sort=latest&limit={AT_HUB}");
        let request = team.api().request(Method::GET, &path).query(&[("q", words)]);
        let found: Found = team.api().answer(request).await?;
        self.read(move |reader| {
            let mut elsewhere = Vec::new();
            for row in found.items {
                if reader.conversation(row.id)?.is_none() {
                    elsewhere.push(row);
                }
            }
            Ok(elsewhere)
        })
        .await
    }
}
