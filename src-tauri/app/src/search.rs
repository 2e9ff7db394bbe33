//! Search as the window asks for it. It is answered from a file of this computer, so it works with
//! the network down; what a copy of the last days does not hold is looked for at the hub.

use crate::Inbox;
use crate::inbox::Answer;
use crate::ipc::{FoundIn, SearchHit, SearchPage, Words};
use baton_domain::{ConversationId, ConversationView};
use baton_store::Reader;
use reqwest::Method;
use serde::Deserialize;

/// Hits of a page.
const PAGE: usize = 20;
/// What is asked of the hub.
const AT_HUB: &str = "/v1/conversations?tab=all&sort=latest&limit=200";
/// Most pages of that.
const PAGES_AT_HUB: usize = 20;

#[derive(Deserialize)]
struct Found {
    items: Vec<ConversationView>,
    next: Option<String>,
}

/// Those of the rows that this copy does not hold.
fn absent(
    reader: &Reader,
    rows: Vec<ConversationView>,
) -> baton_store::Result<Vec<ConversationView>> {
    let mut absent = Vec::new();
    for row in rows {
        if reader.conversation(row.id)?.is_none() {
            absent.push(row);
        }
    }
    Ok(absent)
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

    /// The conversation with this number, if it is on this computer.
    pub async fn numbered(&self, number: u64) -> Answer<Option<ConversationId>> {
        self.read(move |reader| reader.numbered(number)).await
    }

    /// Conversations with these words that this computer's copy does not hold, newest first.
    pub async fn search_at_hub(&self, words: String) -> Answer<Vec<ConversationView>> {
        let Some(team) = self.seat().team() else { return Ok(Vec::new()) };
        let mut older: Vec<ConversationView> = Vec::new();
        let mut cursor = None;
        for _ in 0..PAGES_AT_HUB {
            let asked = [("q", Some(words.clone())), ("cursor", cursor)];
            let request = team.api().request(Method::GET, AT_HUB).query(&asked);
            let page: Found = team.api().answer(request).await?;
            let items = page.items;
            older.extend(self.read(move |reader| absent(reader, items)).await?);
            cursor = page.next;
            if cursor.is_none() || older.len() >= PAGE {
                break;
            }
        }
        Ok(older)
    }
}
