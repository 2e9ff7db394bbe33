//! Search in any script, offline: it is the file's own. Guarantees that whatever has the typed
//! words is found, newest first, from the moment it was committed; the index behind it follows in
//! steps of its own and only makes that fast. Leaves out ranking and stems.

mod documents;
mod excerpt;
mod find;
mod fold;
mod index;
mod terms;

pub use excerpt::Words;
pub use find::{Field, Found, Hit};
pub(crate) use fold::fold;
pub(crate) use index::{Left, next as index_next, step as index_step, unindex};

use crate::error::Result;
use crate::{Store, Tx};
use documents::Kind;
use find::Wanted;
use rusqlite::Connection;
use std::collections::BTreeSet;
use terms::Terms;
use uuid::Uuid;

/// How many messages one step of [`Store::finish_index`] takes.
const INDEX_AT_ONCE: usize = 10_000;
/// How many hits narrow a list.
const HITS_OF_A_LIST: usize = 1_000;
/// Most texts looked at for a list.
const LOOKED_AT_FOR_A_LIST: usize = 100_000;

/// What a list is narrowed to by words.
#[derive(Debug, Default)]
pub(crate) struct Narrowed {
    /// Conversations in which they were said.
    pub(crate) said_in: BTreeSet<Uuid>,
    /// Conversations of visitors who are known by them.
    pub(crate) of_visitors: BTreeSet<Uuid>,
}

/// What has the typed words, of messages and of what is known of visitors: the newest thousand.
/// Comments are left out: lists are for AI agents and programs too.
pub(crate) fn narrowed(db: &Connection, typed: &str) -> Result<Narrowed> {
    let mut narrowed = Narrowed::default();
    let Some(terms) = Terms::of(typed) else { return Ok(narrowed) };
    let mut hits = 0;
    let wanted =
        Wanted { below: i64::MAX.unsigned_abs(), texts: false, at_most: LOOKED_AT_FOR_A_LIST };
    find::each(db, &terms, wanted, |document, _| {
        match document.kind {
            Kind::Message => narrowed.said_in.insert(document.conversation.0),
            Kind::Person => narrowed.of_visitors.insert(document.conversation.0),
            Kind::Comment { .. } | Kind::Other => return Ok(true),
        };
        hits += 1;
        Ok(hits < HITS_OF_A_LIST)
    })?;
    Ok(narrowed)
}

impl Store {
    /// Brings the full-text index up to the newest message, rather than in its own good time.
    pub async fn finish_index(&self) -> Result<()> {
        let step = |tx: &mut Tx| index_next(tx.db(), INDEX_AT_ONCE);
        while self.write(step).await? != Left::Nothing {}
        Ok(())
    }
}
