//! The articles that are about something, for a model that answers in its own words.
//!
//! Guarantees: the knowledge AI agent's own ranking; bounded in articles and characters. Leaves out:
//! judging whether they answer.

use crate::Error;
use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::question::Question;
use crate::rank::{Found, Ranked, judge, rank};
use crate::turn::Source;
use crate::words::{Language, language_of, words};

/// How much of a query is read, in characters.
const QUERY_CHARS: usize = 4_000;
/// How much of one article is quoted, in characters.
const TEXT_CHARS: usize = 2_400;

/// An article, with as much of its text as matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Which article.
    pub source: Source,
    /// Its text, from the best passage on when it is long.
    pub text: String,
    /// The reason when it is marked "hand off here".
    pub handoff: Option<String>,
}

/// See [`Knowledge::look_up`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// A person answers this.
    Handoff(String),
    /// Articles to answer from.
    Offered(Vec<Material>),
}

impl Knowledge {
    /// The articles that fit `query` best, best first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn search(&self, query: &str, most: usize) -> Result<Vec<Material>, Error> {
        Ok(self.best(&self.ranked(query)?, most))
    }

    /// What a model is to know of the visitor's words: the reason of an article marked "hand off
    /// here" that clearly answers `asked`, or else the articles that fit `query` best.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn look_up(&self, asked: &str, query: &str, most: usize) -> Result<LookedUp, Error> {
        let ranked = self.ranked(asked)?;
        if let Found::Clear(found) = judge(&ranked)
            && let Some(reason) = self.articles.get(found.article).and_then(|a| a.handoff.clone())
        {
            return Ok(LookedUp::Handoff(reason));
        }
        let ranked = if query == asked { ranked } else { self.ranked(query)? };
        Ok(LookedUp::Offered(self.best(&ranked, most)))
    }

    fn best(&self, ranked: &[Ranked], most: usize) -> Vec<Material> {
        let found = ranked.iter().take(most).filter_map(|ranked| {
            let article = self.articles.get(ranked.article)?;
            Some(self.material(article, ranked))
        });
        found.collect()
    }

    fn ranked(&self, query: &str) -> Result<Vec<Ranked>, Error> {
        let query: String = query.chars().take(QUERY_CHARS).collect();
        let language = language_of(&words(&query)).unwrap_or(Language::English);
        let question = Question::read(&query, language);
        if question.terms.is_empty() {
            return Ok(Vec::new());
        }
        Ok(rank(&self.index, &self.index.look_up(&question)?))
    }

    fn material(&self, article: &Article, ranked: &Ranked) -> Material {
        let is_short = article.text.chars().nth(TEXT_CHARS).is_none();
        let text = if is_short {
            article.text.clone()
        } else {
            let passages = self.index.passages.iter().skip(ranked.passage);
            let own = passages.take_while(|passage| passage.article == ranked.article);
            let mut text = String::new();
            for passage in own {
                if text.chars().count() + passage.text.chars().count() > TEXT_CHARS {
                    break;
                }
                text.push_str(&passage.text);
                text.push_str("\n\n");
            }
            text.trim_end().to_owned()
        };
        Material { source: article.source(), text, handoff: article.handoff.clone() }
    }
}
