//! The full-text index over passages, in memory.
//!
//! Guarantees: a visitor's words reach FTS5 only quoted, as bound parameters; memory and time are
//! bounded by [`ARTICLES`] and [`PASSAGES`]. One table holds stemmed words (`porter` over
//! `unicode61 remove_diacritics 2`), one holds trigrams for scripts without spaces. Leaves out:
//! judging what is a good answer, see `rank.rs`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, params};

use crate::Error;
use crate::article::{Article, passages};
use crate::question::{Question, Term};
use crate::words::{is_unspaced, words};

/// The most articles that are read.
const ARTICLES: usize = 5_000;
/// The most passages that are kept.
const PASSAGES: usize = 20_000;
/// The most distinct words kept to mend typing slips with.
const VOCABULARY: usize = 50_000;
/// The most passages one query returns.
const ROWS: usize = 20_000;
/// What a synonym counts, where the visitor's own word counts 1.
const SYNONYM: f64 = 0.75;
/// How much more a title weighs than a text in bm25.
const TITLE_WEIGHT: f64 = 4.0;
/// What a word that no article has weighs, against a word that one passage has.
const UNKNOWN: f64 = 0.7;

/// A piece of an article.
#[derive(Debug)]
pub struct Passage {
    /// The article's place in the list.
    pub article: usize,
    /// Its text.
    pub text: String,
}

/// See the file's header.
pub struct Index {
    db: Mutex<Connection>,
    /// Every passage; its place plus one is its rowid.
    pub passages: Vec<Passage>,
    titles: Vec<String>,
    vocabulary: BTreeSet<String>,
}

/// Where the terms of a question are.
pub struct Hits {
    /// One for each term.
    pub terms: Vec<TermHits>,
    /// How well a passage fits by bm25; greater is better.
    pub bm25: HashMap<usize, f64>,
}

/// Where one term is.
pub struct TermHits {
    /// How much the term tells: its inverse document frequency.
    pub weight: f64,
    /// Passages whose title has it, with 1 or [`SYNONYM`].
    pub title: HashMap<usize, f64>,
    /// Passages whose text has it, with 1 or [`SYNONYM`].
    pub text: HashMap<usize, f64>,
}

impl Index {
    /// Reads the articles.
    pub fn new(articles: &[Article]) -> Result<Self, Error> {
        let mut db = Connection::open_in_memory()?;
        db.execute_batch(
            "CREATE VIRTUAL TABLE by_word USING fts5(
                title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
             CREATE VIRTUAL TABLE by_trigram USING fts5(
                title, text, content = '', tokenize = 'trigram');",
        )?;
        let kept = cut(articles);
        let mut vocabulary = BTreeSet::new();
        let transaction = db.transaction()?;
        for (at, passage) in kept.iter().enumerate() {
            let title = articles.get(passage.article).map_or("", |article| article.title.as_str());
            insert(&transaction, at, title, &passage.text)?;
            learn(&mut vocabulary, title);
            learn(&mut vocabulary, &passage.text);
        }
        transaction.commit()?;
        let titles = articles.iter().map(|article| article.title.clone()).collect();
        Ok(Self { db: Mutex::new(db), passages: kept, titles, vocabulary })
    }

    /// Looks every term of `question` up.
    pub fn look_up(&self, question: &Question) -> Result<Hits, Error> {
        let db = self.lock();
        let mut terms = Vec::new();
        let mut bm25 = HashMap::new();
        for term in &question.terms {
            let hits = self.look_up_term(&db, term)?;
            terms.push(hits);
        }
        for (table, unspaced) in [("by_word", false), ("by_trigram", true)] {
            let asked = question.terms.iter().filter(|term| term.unspaced == unspaced);
            let any: Vec<String> = asked.flat_map(spellings).filter(|s| fits(table, s)).collect();
            for (passage, score) in best(&db, table, &any)? {
                *bm25.entry(passage).or_insert(0.0) += score;
            }
        }
        Ok(Hits { terms, bm25 })
    }

    /// Whether `passage` is the first of its article.
    pub fn is_opening(&self, passage: usize) -> bool {
        let article = |at: usize| self.passages.get(at).map(|passage| passage.article);
        passage.checked_sub(1).is_none_or(|before| article(before) != article(passage))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_up_term(&self, db: &Connection, term: &Term) -> Result<TermHits, Error> {
        let mut hits = self.find(db, term)?;
        let none = hits.title.is_empty() && hits.text.is_empty() && !term.unspaced;
        if let Some(mended) = none.then(|| self.mend(&term.word)).flatten() {
            hits = self.find(db, &mended)?;
        }
        hits.weight = self.weight(&hits, &term.word);
        Ok(hits)
    }

    /// The usual inverse document frequency of bm25, of the visitor's own word where there is one.
    fn weight(&self, hits: &TermHits, word: &str) -> f64 {
        let all = count(self.passages.len()).max(1.0);
        let own = |(row, credit): (&usize, &f64)| (*credit >= 1.0).then_some(*row);
        let rows = || hits.title.iter().chain(&hits.text);
        let found: HashSet<usize> = match rows().filter_map(own).collect::<HashSet<_>>() {
            none if none.is_empty() => rows().map(|(row, _)| *row).collect(),
            own => own,
        };
        if found.is_empty() && word.chars().all(char::is_numeric) {
            return 0.0;
        }
        let idf = |found: f64| (1.0 + (all - found + 0.5) / (found + 0.5)).ln();
        if found.is_empty() { idf(1.0) * UNKNOWN } else { idf(count(found.len())) }
    }

    fn find(&self, db: &Connection, term: &Term) -> Result<TermHits, Error> {
        if term.unspaced && !fits("by_trigram", &term.word) {
            return Ok(self.scan(&term.word));
        }
        let table = if term.unspaced { "by_trigram" } else { "by_word" };
        let own = [term.word.clone()];
        let mut hits = TermHits { weight: 0.0, title: HashMap::new(), text: HashMap::new() };
        for (spelled, credit) in [(term.similar.as_slice(), SYNONYM), (own.as_slice(), 1.0)] {
            for (column, into) in [("title", &mut hits.title), ("text", &mut hits.text)] {
                let query = format!("{column} : ({})", any_of(spelled));
                let rows = if spelled.is_empty() { Vec::new() } else { rows(db, table, &query)? };
                into.extend(rows.into_iter().map(|row| (row, credit)));
            }
        }
        Ok(hits)
    }

    /// Reads every passage for a piece that is too short for trigrams.
    fn scan(&self, piece: &str) -> TermHits {
        let titled = |passage: &Passage| {
            self.titles.get(passage.article).is_some_and(|title| title.contains(piece))
        };
        let written = |passage: &Passage| passage.text.contains(piece);
        let found = |has: &dyn Fn(&Passage) -> bool| {
            let passages = self.passages.iter().enumerate();
            passages.filter(|(_, passage)| has(passage)).map(|(at, _)| (at, 1.0)).collect()
        };
        TermHits { weight: 0.0, title: found(&titled), text: found(&written) }
    }

    /// The word that the articles have instead of `word`: one slip away, or the same beginning.
    fn mend(&self, word: &str) -> Option<Term> {
        let length = word.chars().count();
        if length < 5 {
            return None;
        }
        let known = || self.vocabulary.iter().filter(|known| known.chars().count() >= 4);
        let start: String = word.chars().take((length - 2).max(5)).collect();
        let meant = known().find(|known| is_one_slip(word, known)).or_else(|| {
            (length >= 6).then(|| known().find(|known| known.starts_with(&start))).flatten()
        })?;
        let question = crate::synonyms::same_as(meant);
        let similar = question.into_iter().map(str::to_owned).collect();
        Some(Term { word: meant.clone(), similar, unspaced: false })
    }
}

fn cut(articles: &[Article]) -> Vec<Passage> {
    let articles = articles.iter().take(ARTICLES).enumerate();
    let cut = articles.flat_map(|(article, read)| {
        let mut texts = passages(&read.text);
        if texts.is_empty() {
            texts.push(read.title.clone());
        }
        texts.into_iter().map(move |text| Passage { article, text })
    });
    cut.take(PASSAGES).collect()
}

fn insert(db: &Connection, at: usize, title: &str, text: &str) -> Result<(), Error> {
    let row = i64::try_from(at + 1).unwrap_or(i64::MAX);
    let word = "INSERT INTO by_word (rowid, title, text) VALUES (?1, ?2, ?3)";
    db.prepare_cached(word)?.execute(params![row, title, text])?;
    if title.chars().chain(text.chars()).any(is_unspaced) {
        let trigram = "INSERT INTO by_trigram (rowid, title, text) VALUES (?1, ?2, ?3)";
        db.prepare_cached(trigram)?.execute(params![row, title, text])?;
    }
    Ok(())
}

fn learn(vocabulary: &mut BTreeSet<String>, text: &str) {
    if vocabulary.len() < VOCABULARY {
        vocabulary.extend(words(text).into_iter().filter(|word| word.len() <= 24));
    }
}

fn rows(db: &Connection, table: &str, query: &str) -> Result<Vec<usize>, Error> {
    let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 LIMIT {ROWS}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([query], |row| row.get::<_, i64>(0))?;
    rows.map(|row| Ok(place(row?))).collect()
}

fn best(db: &Connection, table: &str, spelled: &[String]) -> Result<Vec<(usize, f64)>, Error> {
    if spelled.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT rowid, bm25({table}, {TITLE_WEIGHT}, 1.0) AS score FROM {table}
         WHERE {table} MATCH ?1 ORDER BY score LIMIT 500"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement
        .query_map([any_of(spelled)], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?)))?;
    rows.map(|row| row.map(|(row, score)| (place(row), -score)).map_err(Error::from)).collect()
}

fn place(row: i64) -> usize {
    usize::try_from(row - 1).unwrap_or(usize::MAX)
}

/// Any of these words or phrases, each quoted, so that nothing in them is syntax.
fn any_of(spelled: &[String]) -> String {
    let quoted = spelled.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(" OR ")
}

fn spellings(term: &Term) -> impl Iterator<Item = String> {
    std::iter::once(term.word.clone()).chain(term.similar.iter().cloned())
}

/// Trigrams need three characters.
fn fits(table: &str, word: &str) -> bool {
    table == "by_word" || word.chars().count() >= 3
}

/// A count as a weight; exact up to 2^52.
pub fn count(n: usize) -> f64 {
    n as f64
}

/// One letter too many, missing or wrong, or two neighbours swapped; the first letter agrees.
fn is_one_slip(written: &str, meant: &str) -> bool {
    let a: Vec<char> = written.chars().collect();
    let b: Vec<char> = meant.chars().collect();
    if a.first() != b.first() || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([a0, a1, a @ ..], [b0, b1, b @ ..]) if a0 == b1 && a1 == b0 && a == b => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => a_rest == b_rest || a_rest == b || a == b_rest,
        ([_], []) | ([], [_]) => true,
        _ => false,
    }
}
