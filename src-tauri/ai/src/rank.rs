//! Which articles answer a question, and whether well enough.
//!
//! Guarantees: deterministic; articles ordered by score, draws by their place. An article *covers*
//! a question by the share of its terms' weight (idf) that it has. Leaves out: words to the
//! visitor.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::{Hits, Index, TermHits, count};

/// How much of a question one passage with its title must cover to be a good answer.
const COVER_NEEDED: f64 = 0.5;
/// The same for all passages of an article together.
const WHOLE_COVER_NEEDED: f64 = 0.7;
/// What the first passage of an article is ahead.
const OPENING: f64 = 0.06;
/// What each further passage about the question adds to an article's score.
const FURTHER: f64 = 0.1;
/// What the share of the question that the whole article covers adds.
const WHOLE: f64 = 0.3;
/// How many further passages count.
const FURTHER_MOST: usize = 2;
/// A second article whose score is at least this share of the first's competes with it.
const CLOSE: f64 = 0.95;
/// So many competing articles mean that the question is too vague to choose between two.
const VAGUE: usize = 4;

/// An article with how well it answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The article's place in the list.
    pub article: usize,
    /// Its best passage.
    pub passage: usize,
    /// How well it fits; only for comparing.
    pub score: f64,
    /// Good enough to answer with.
    pub good: bool,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// One article answers.
    Clear(Ranked),
    /// Two articles answer about equally well.
    Unclear(Ranked, Ranked),
    /// None does.
    Nothing,
}

/// Judges the best articles of [`rank`].
pub fn judge(ranked: &[Ranked]) -> Found {
    let mut good = ranked.iter().filter(|ranked| ranked.good);
    let top = ranked.first().map_or(0.0, |first| first.score);
    let close = |ranked: &&Ranked| ranked.good && ranked.score >= top * CLOSE;
    if ranked.iter().filter(close).count() >= VAGUE {
        return Found::Nothing;
    }
    match (good.next(), good.next()) {
        (None, _) => Found::Nothing,
        (Some(first), Some(second)) if second.score >= first.score * CLOSE => {
            Found::Unclear(first.clone(), second.clone())
        }
        (Some(first), _) => Found::Clear(first.clone()),
    }
}

/// Articles that have any term of the question, best first.
pub fn rank(index: &Index, hits: &Hits) -> Vec<Ranked> {
    let total: f64 = hits.terms.iter().map(|term| term.weight).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    let top = hits.bm25.values().copied().fold(f64::MIN_POSITIVE, f64::max);
    let mut best: BTreeMap<usize, Best> = BTreeMap::new();
    for passage in found_passages(hits) {
        let Some(article) = index.passages.get(passage).map(|passage| passage.article) else {
            continue;
        };
        let cover = share(hits, total, |term| either(term, passage));
        let title = share(hits, total, |term| credit(&term.title, passage));
        let text = share(hits, total, |term| credit(&term.text, passage));
        let bm25 = hits.bm25.get(&passage).copied().unwrap_or(0.0) / top;
        let opening = if index.is_opening(passage) { OPENING } else { 0.0 };
        let score = cover + 0.4 * title + 0.1 * text + 0.1 * bm25 + opening;
        let entry = best.entry(article).or_default();
        entry.about += usize::from(text >= COVER_NEEDED);
        if score > entry.score {
            *entry = Best { passage, score, cover, about: entry.about };
        }
    }
    let whole = whole_covers(index, hits, total);
    let mut ranked: Vec<Ranked> = best
        .into_iter()
        .map(|(article, best)| {
            let all = whole.get(&article).copied().unwrap_or(0.0);
            let good = best.cover >= COVER_NEEDED || all >= WHOLE_COVER_NEEDED;
            let further = count(best.about.saturating_sub(1).min(FURTHER_MOST));
            let score = best.score + FURTHER * further + WHOLE * all;
            Ranked { article, passage: best.passage, score, good }
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.article.cmp(&b.article)));
    ranked
}

/// The best passage of an article so far.
#[derive(Default)]
struct Best {
    passage: usize,
    score: f64,
    cover: f64,
    /// How many of the article's passages are about the question.
    about: usize,
}

fn found_passages(hits: &Hits) -> BTreeSet<usize> {
    hits.terms.iter().flat_map(|term| term.title.keys().chain(term.text.keys())).copied().collect()
}

/// How much of the question all passages of each article cover together.
fn whole_covers(index: &Index, hits: &Hits, total: f64) -> BTreeMap<usize, f64> {
    let mut covers = BTreeMap::new();
    for term in &hits.terms {
        let mut by_article: BTreeMap<usize, f64> = BTreeMap::new();
        for (passage, credit) in term.title.iter().chain(&term.text) {
            if let Some(passage) = index.passages.get(*passage) {
                let best = by_article.entry(passage.article).or_insert(0.0);
                *best = best.max(*credit);
            }
        }
        for (article, credit) in by_article {
            *covers.entry(article).or_insert(0.0) += term.weight * credit / total;
        }
    }
    covers
}

fn share(hits: &Hits, total: f64, of: impl Fn(&TermHits) -> f64) -> f64 {
    hits.terms.iter().map(|term| term.weight * of(term)).sum::<f64>() / total
}

fn either(term: &TermHits, passage: usize) -> f64 {
    credit(&term.title, passage).max(credit(&term.text, passage))
}

fn credit(found: &std::collections::HashMap<usize, f64>, passage: usize) -> f64 {
    found.get(&passage).copied().unwrap_or(0.0)
}
