//! Which articles were used, which questions found none, and the newest conversations for a
//! rehearsal. Guarantees that every look back is bounded; leaves out what to make of it.

use crate::error::Result;
use crate::read::Reader;
use crate::rows::{at, from_json, id};
use baton_domain::*;
use rusqlite::params;
use std::collections::HashMap;

/// How often an article was the source of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleUse {
    /// How often.
    pub used: u64,
    /// When last.
    pub last_used_at: Timestamp,
}

/// A visitor's question that found no good answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// Where it was asked.
    pub conversation: ConversationId,
    /// That conversation's number.
    pub number: u64,
    /// The message.
    pub seq: Seq,
    /// Its words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

impl Reader<'_> {
    /// How often articles were cited in the newest `messages` messages.
    pub fn article_uses(&self, messages: u64) -> Result<HashMap<ArticleId, ArticleUse>> {
        let mut statement = self.db().prepare_cached(
            "SELECT at, articles FROM (SELECT at, articles FROM messages ORDER BY seq DESC LIMIT ?1)
             WHERE articles <> '[]'",
        )?;
        let rows = statement.query_map([messages], |row| {
            Ok((at(row, "at")?, from_json::<Vec<ArticleId>>(row, "articles")?))
        })?;
        let mut uses: HashMap<ArticleId, ArticleUse> = HashMap::new();
        for row in rows {
            let (at, articles) = row?;
            for article in articles {
                let one = uses.entry(article).or_insert(ArticleUse { used: 0, last_used_at: at });
                one.used += 1;
                one.last_used_at = one.last_used_at.max(at);
            }
        }
        Ok(uses)
    }

    /// The newest questions that found no good answer, newest first.
    pub fn unanswered(&self, limit: usize) -> Result<Vec<Unanswered>> {
        let mut statement = self.db().prepare_cached(
            "SELECT m.seq, m.conversation, m.text, m.at, c.number FROM messages m
             JOIN conversations c ON c.id = m.conversation
             WHERE m.unanswered = 1 AND m.text <> '' AND c.erased = 0 ORDER BY m.seq DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], |row| {
            Ok(Unanswered {
                seq: row.get("seq")?,
                conversation: ConversationId(id(row, "conversation")?),
                text: row.get("text")?,
                at: at(row, "at")?,
                number: row.get("number")?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// The conversations in which something was said last, newest first.
    pub fn newest_conversations(&self, limit: usize) -> Result<Vec<ConversationId>> {
        let mut statement = self
            .db()
            .prepare_cached("SELECT id FROM conversations ORDER BY latest_key DESC LIMIT ?1")?;
        let rows = statement.query_map(params![limit], |row| id(row, "id"))?;
        Ok(rows.map(|id| id.map(ConversationId)).collect::<std::result::Result<_, _>>()?)
    }
}
