//! Searching: the index proposes, newest first, and the folded text decides. What the index has
//! not reached is read through instead, so a search is never wrong, only slower. One call looks at
//! a bounded number of texts and says where it stopped.

use super::documents::{BETWEEN, Document, Facts, Kind, PROPOSED, PROPOSED_ALONE, facts};
use super::excerpt::{Words, excerpt, whole};
use super::fold::{fold, pieces};
use super::index::reach;
use super::terms::Terms;
use crate::error::Result;
use crate::read::Reader;
use crate::redacting;
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, ToSql, params};
use std::collections::HashMap;

/// Most texts one call looks at.
const LOOKED_AT: usize = 10_000;

/// In what the words were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Message,
    Name,
    Email,
    Phone,
}

/// Something that has the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The conversation it belongs to.
    pub conversation: ConversationView,
    /// Where the thread shows it; none for a visitor's name, address or number.
    pub seq: Option<Seq>,
    /// When it was said, or became known.
    pub at: Timestamp,
    /// Who said it.
    pub author: Option<Author>,
    /// What it is.
    pub field: Field,
    /// Whether it is a comment, which only members may see.
    pub comment: bool,
    /// The text around the first place, or the whole name, address or number.
    pub words: Vec<Words>,
}

/// A page of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Newest first; may be few or none although `next` is there.
    pub items: Vec<Hit>,
    /// Where to go on; none when everything was looked at.
    pub next: Option<String>,
}

impl Reader<'_> {
    /// What has all of the typed words, newest first: messages, comments, and visitors by name,
    /// e-mail address and telephone number. Nothing when no word was typed.
    pub fn search(
        &self,
        me: MemberId,
        typed: &str,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Found> {
        let below = cursor.map_or(Ok(i64::MAX as Seq), from_cursor)?;
        let Some(terms) = Terms::of(typed) else { return Ok(Found::default()) };
        let mut rows: HashMap<ConversationId, Option<ConversationView>> = HashMap::new();
        let mut items = Vec::new();
        let mut last = below;
        let mut next = None;
        let wanted = Wanted { below, texts: true, at_most: LOOKED_AT };
        let stopped = each(self.db(), &terms, wanted, |document, text| {
            if !document.is_newest(self.db())? {
                return Ok(true);
            }
            if items.len() == limit {
                next = Some(last);
                return Ok(false);
            }
            last = document.seq;
            let id = document.conversation;
            if let std::collections::hash_map::Entry::Vacant(row) = rows.entry(id) {
                row.insert(self.view_of(Some(me), id)?);
            }
            if let Some(Some(row)) = rows.get(&id) {
                items.push(hit(self.db(), &terms, row.clone(), document, text)?);
            }
            Ok(true)
        })?;
        let next = next.or(stopped).map(|seq| seq.to_string());
        Ok(Found { items, next })
    }
}

/// What is asked of [`each`].
pub(crate) struct Wanted {
    /// Only what comes before this seq.
    pub(crate) below: Seq,
    /// Whether the caller looks at the texts; without, they are read only where it must be.
    pub(crate) texts: bool,
    /// How many texts are looked at.
    pub(crate) at_most: usize,
}

/// Calls `found` with everything that has the words, newest first, until it answers false or enough
/// was looked at. Where it stopped, if it did.
pub(crate) fn each(
    db: &Connection,
    terms: &Terms,
    wanted: Wanted,
    mut found: impl FnMut(&Document, &str) -> Result<bool>,
) -> Result<Option<Seq>> {
    let Wanted { below, texts, at_most } = wanted;
    let reach = reach(db)?;
    let query = terms.query();
    let sure = !texts && terms.are_pieces();
    let mut left = at_most;
    for part in [
        Part { query: None, sure: false, after: reach.to, before: below },
        Part { query: Some(&query), sure, after: reach.from, before: below.min(reach.to + 1) },
        Part { query: None, sure: false, after: 0, before: below.min(reach.from + 1) },
    ] {
        if let Some(stopped) = part.walk(db, terms, &mut left, &mut found)? {
            return Ok(Some(stopped));
        }
    }
    Ok(None)
}

/// A stretch of the log.
struct Part<'a> {
    /// What the index is asked; none where it has not come to.
    query: Option<&'a str>,
    /// Whether every message that it proposes has the words.
    sure: bool,
    after: Seq,
    before: Seq,
}

impl Part<'_> {
    fn walk(
        &self,
        db: &Connection,
        terms: &Terms,
        left: &mut usize,
        found: &mut impl FnMut(&Document, &str) -> Result<bool>,
    ) -> Result<Option<Seq>> {
        if self.after + 1 >= self.before {
            return Ok(None);
        }
        let mut statement = db.prepare_cached(match (self.query, self.sure) {
            (None, _) => BETWEEN,
            (Some(_), false) => PROPOSED,
            (Some(_), true) => PROPOSED_ALONE,
        })?;
        let mut values: Vec<&dyn ToSql> = vec![&self.after, &self.before];
        values.extend(self.query.iter().map(|query| query as &dyn ToSql));
        let mut rows = statement.query(values.as_slice())?;
        let any_going = redacting::is_due(db)?;
        while let Some(row) = rows.next()? {
            let document = Document::read(row)?;
            if *left == 0 {
                return Ok(Some(document.seq + 1));
            }
            *left -= 1;
            if any_going && redacting::is_going(db, document.conversation)? {
                continue;
            }
            let goes_on = if self.sure && document.kind == Kind::Message {
                found(&document, "")?
            } else {
                let text = document.text(db)?.filter(|text| terms.are_in(&fold(text)));
                text.map_or(Ok(true), |text| found(&document, &text))?
            };
            if !goes_on {
                return Ok(Some(document.seq));
            }
        }
        Ok(None)
    }
}

fn hit(
    db: &Connection,
    terms: &Terms,
    conversation: ConversationView,
    document: &Document,
    text: &str,
) -> Result<Hit> {
    let comment = matches!(document.kind, Kind::Comment { .. });
    let (field, words) = match document.kind {
        Kind::Person => of_person(terms, &facts(db, document.conversation)?.unwrap_or_default()),
        _ => (Field::Message, excerpt(text, &terms.marks(&pieces(text)))),
    };
    let author = match document.kind {
        Kind::Message => author(db, document.seq)?,
        Kind::Comment { .. } => document.comment(db)?.map(|comment| Author {
            kind: AuthorKind::Human,
            id: comment.author.id,
            name: comment.author.name,
        }),
        Kind::Person | Kind::Other => None,
    };
    let seq = document.shown_at(db)?;
    Ok(Hit { conversation, seq, at: document.at, author, field, comment, words })
}

/// The first of name, address and number that has one of the words.
fn of_person(terms: &Terms, facts: &Facts) -> (Field, Vec<Words>) {
    let known =
        [(Field::Name, &facts.name), (Field::Email, &facts.email), (Field::Phone, &facts.phone)];
    for (field, fact) in known {
        let text = fact.as_deref().unwrap_or_default();
        let marks = terms.marks(&pieces(text));
        if !marks.is_empty() {
            return (field, whole(text, &marks));
        }
    }
    // Found in the number's digits as they are without what people put between them.
    let number = facts.phone.as_deref().unwrap_or_default();
    (Field::Phone, whole(number, std::slice::from_ref(&(0..number.len()))))
}

fn author(db: &Connection, seq: Seq) -> Result<Option<Author>> {
    let found = db
        .prepare_cached("SELECT author_kind, author_id, author_name FROM messages WHERE seq = ?1")?
        .query_row(params![seq], crate::read::author)
        .optional()?;
    Ok(found)
}

fn from_cursor(cursor: &str) -> Result<Seq> {
    let seq = cursor.parse::<Seq>().ok().filter(|seq| *seq <= i64::MAX as Seq);
    Ok(seq.ok_or_else(|| Refusal::invalid("cursor", "is not one of ours"))?)
}
