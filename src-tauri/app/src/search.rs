//! Search as the window asks for it. It is answered from the workspace's own file, so it works with
//! the network down; what a replica does not hold is looked for at the hub, which is not done here.

use crate::Inbox;
use crate::inbox::Answer;
use crate::ipc::{FoundIn, SearchHit, SearchPage, Words};

/// Hits of a page.
const PAGE: usize = 20;

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
        Ok(SearchPage { items: items.collect(), next: found.next, older_at_hub: false })
    }
}
