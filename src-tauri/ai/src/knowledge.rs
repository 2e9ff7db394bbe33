//! The knowledge AI agent: what to do with a turn.
//!
//! Guarantees: deterministic; only `asked` can cause a handoff, whatever was said before; a note
//! of a member guides and is never quoted; answers are the articles' own words. Leaves out:
//! persisting, timing, and who owns the conversation.

use crate::Error;
use crate::article::Article;
use crate::choice::{Pick, own_words, pending, pick};
use crate::compose::{SENTENCES, excerpt};
use crate::index::Index;
use crate::phrasing;
use crate::question::Question;
use crate::rank::{Found, Ranked, judge, rank};
use crate::small_talk::small_talk;
use crate::turn::{Answer, Said, Source, Speaker, Trigger, Turn};
use crate::words::{Language, language_of, sentences, words};

/// How much of what was asked is searched for, in characters; all of it may ask for a person.
const ASKED_CHARS: usize = 4_000;
/// The most questions of one burst that are answered one by one.
const QUESTIONS: usize = 8;
/// The most articles that one reply answers from.
const ANSWERS: usize = 3;
/// A follow-up ("and Business?") has at most this many terms of its own.
const FOLLOW_UP_TERMS: usize = 3;

/// Answers from articles. Built once for a set of articles, then asked from any thread.
pub struct Knowledge {
    pub(crate) articles: Vec<Article>,
    pub(crate) index: Index,
}

/// What a turn is about, read once.
struct Reading<'a> {
    turn: &'a Turn<'a>,
    text: String,
    language: Language,
}

/// What the questions of a burst found, each by itself.
#[derive(Default)]
struct Parts {
    /// How many questions there are.
    count: usize,
    /// The articles that clearly answer one of them.
    clear: Vec<Ranked>,
    /// The first question between two articles.
    unclear: Option<Question>,
    /// A question found nothing.
    open: bool,
}

impl Knowledge {
    /// Reads `articles` into an index in memory.
    ///
    /// # Errors
    /// When SQLite fails, in practice for want of memory.
    pub fn new(articles: &[Article]) -> Result<Self, Error> {
        Ok(Self { index: Index::new(articles)?, articles: articles.to_vec() })
    }

    /// Decides what to do with `turn`.
    ///
    /// # Errors
    /// When SQLite fails; having no answer is an [`Answer`], not an error.
    pub fn answer(&self, turn: &Turn<'_>) -> Result<Answer, Error> {
        let reading = Reading::new(turn);
        if reading.text.trim().is_empty() {
            return Ok(reading.only_files());
        }
        if let Some(answer) = self.answer_choice(&reading)? {
            return Ok(answer);
        }
        if let Some((kind, language)) = small_talk(&reading.text, turn.ai_agent_name) {
            let language = language.unwrap_or(reading.language);
            let text = phrasing::small_talk(kind, language, turn.ai_agent_name);
            return Ok(Answer::Reply { text, sources: Vec::new() });
        }
        self.answer_questions(&reading)
    }

    /// The ids of the articles that clearly answer a message by itself, best first.
    ///
    /// # Errors
    /// When SQLite fails.
    pub fn articles_for(&self, message: &str) -> Result<Vec<String>, Error> {
        let asked = [message.to_owned()];
        let turn = Turn {
            asked: &asked,
            history: &[],
            note: None,
            ai_agent_name: "",
            earlier_misses: 0,
            misses_before_handoff: u32::MAX,
        };
        let reading = Reading::new(&turn);
        let mut found = self.answer_parts(&reading)?.clear;
        if found.is_empty() {
            let whole = Question::read(&reading.text, reading.language);
            if let Found::Clear(best) = self.find(&whole)? {
                found.push(best);
            }
        }
        let articles = found.iter().filter_map(|found| self.articles.get(found.article));
        Ok(articles.map(|article| article.id.clone()).collect())
    }

    /// The words of the article that clearly answers `text`, and which article it is.
    pub(crate) fn passage_for(&self, text: &str) -> Result<Option<(String, Source)>, Error> {
        let text: String = text.chars().take(ASKED_CHARS).collect();
        let language = language_of(&words(&text)).unwrap_or(Language::English);
        let question = Question::read(&text, language);
        let Found::Clear(found) = self.find(&question)? else { return Ok(None) };
        let passage = self.index.passages.get(found.passage);
        let words = passage.map(|passage| excerpt(&passage.text, &question, SENTENCES));
        Ok(words.zip(self.articles.get(found.article).map(Article::source)))
    }

    /// The visitor's pick after "Do you mean A or B?".
    fn answer_choice(&self, reading: &Reading<'_>) -> Result<Option<Answer>, Error> {
        let Some((first, second)) = pending(reading.turn.history, &self.articles) else {
            return Ok(None);
        };
        let picked = pick(&reading.text, self.title(first), self.title(second), reading.language);
        let asked = format!("{}\n{}", reading.earlier_question().unwrap_or(""), reading.text);
        let question = Question::read(&asked, reading.language);
        let articles: &[usize] = match picked {
            None => return Ok(None),
            Some(Pick::Neither) => return Ok(Some(reading.miss())),
            Some(Pick::First) => &[first],
            Some(Pick::Second) => &[second],
            Some(Pick::Both) => &[first, second],
        };
        let ranked = rank(&self.index, &self.index.look_up(&question)?);
        let chosen = articles.iter().map(|article| {
            let found = ranked.iter().find(|ranked| ranked.article == *article);
            found.cloned().unwrap_or_else(|| self.opening(*article))
        });
        Ok(Some(self.reply(reading, &question, &chosen.collect::<Vec<_>>(), false)))
    }

    /// The first passage of an article.
    fn opening(&self, article: usize) -> Ranked {
        let first = self.index.passages.iter().position(|passage| passage.article == article);
        Ranked { article, passage: first.unwrap_or(0), score: 0.0, good: true }
    }

    fn answer_questions(&self, reading: &Reading<'_>) -> Result<Answer, Error> {
        let whole = Question::read(&reading.text, reading.language);
        if let Some(answer) = self.answer_follow_up(reading, &whole)? {
            return Ok(answer);
        }
        let Parts { count, mut clear, unclear, open } = self.answer_parts(reading)?;
        if clear.len() > 1 || (clear.len() == 1 && count == 1) {
            return Ok(self.reply(reading, &whole, &clear, open));
        }
        let found = match (self.find(&whole)?, clear.pop()) {
            (Found::Clear(found), _) => Found::Clear(found),
            (_, Some(found)) => return Ok(self.reply(reading, &whole, &[found], open)),
            (Found::Nothing, None) => match unclear {
                Some(question) => self.find(&question)?,
                None => Found::Nothing,
            },
            (found, None) => found,
        };
        Ok(match found {
            Found::Clear(found) => self.reply(reading, &whole, &[found], false),
            Found::Unclear(first, second) => self.between(reading, &whole, first, second),
            Found::Nothing => reading.miss(),
        })
    }

    /// Searches for each question of the burst by itself.
    fn answer_parts(&self, reading: &Reading<'_>) -> Result<Parts, Error> {
        let questions = reading.questions();
        let mut parts = Parts { count: questions.len(), ..Parts::default() };
        for part in &questions {
            let question = Question::read(part, reading.language);
            match self.find(&question)? {
                Found::Clear(found) => {
                    if !parts.clear.iter().any(|known| known.article == found.article) {
                        parts.clear.push(found);
                    }
                }
                Found::Unclear(..) => parts.unclear = parts.unclear.or(Some(question)),
                Found::Nothing => parts.open |= question.terms.len() >= 2,
            }
        }
        parts.clear.truncate(ANSWERS);
        Ok(parts)
    }

    /// "And Business?" after "How much is Team?": read together with the visitor's question before.
    fn answer_follow_up(
        &self,
        reading: &Reading<'_>,
        whole: &Question,
    ) -> Result<Option<Answer>, Error> {
        let Some(earlier) = reading.earlier_question().filter(|_| reading.follows_up()) else {
            return Ok(None);
        };
        if whole.terms.is_empty() || whole.terms.len() > FOLLOW_UP_TERMS {
            return Ok(None);
        }
        let together = format!("{}\n{earlier}", reading.text);
        let question = Question::read(&together, reading.language);
        let own = self.index.look_up(whole)?;
        Ok(match self.find(&question)? {
            Found::Clear(found) if !self.is_handoff(found.article) => {
                let mentions = rank(&self.index, &own).iter().any(|r| r.article == found.article);
                mentions.then(|| self.reply(reading, &question, &[found], false))
            }
            _ => None,
        })
    }

    fn find(&self, question: &Question) -> Result<Found, Error> {
        if question.terms.is_empty() {
            return Ok(Found::Nothing);
        }
        let hits = self.index.look_up(question)?;
        Ok(judge(&rank(&self.index, &hits)))
    }

    /// Two articles compete: asks which, unless the note or an earlier question settles it.
    fn between(
        &self,
        reading: &Reading<'_>,
        question: &Question,
        first: Ranked,
        second: Ranked,
    ) -> Answer {
        let (one, two) = (self.title(first.article), self.title(second.article));
        let (before, middle, after) = phrasing::which_of(reading.language);
        let text = format!("{before}{}{middle}{}{after}", one.trim(), two.trim());
        let noted = own_words(reading.turn.note.unwrap_or(""), one, two, reading.language);
        let asked_before = reading.turn.history.iter().any(|said| said.text.trim() == text);
        if noted.1 > noted.0 {
            return self.reply(reading, question, &[second], false);
        }
        if noted.0 > noted.1 || asked_before || one.trim() == two.trim() {
            return self.reply(reading, question, &[first], false);
        }
        let found = [first.article, second.article];
        let sources = found.iter().filter_map(|article| self.articles.get(*article));
        Answer::AskBack { text, sources: sources.map(Article::source).collect() }
    }

    /// Answers from `found`, or hands off when one of them says so.
    fn reply(
        &self,
        reading: &Reading<'_>,
        question: &Question,
        found: &[Ranked],
        open: bool,
    ) -> Answer {
        let articles = || found.iter().filter_map(|found| self.articles.get(found.article));
        if let Some(reason) = articles().find_map(|article| article.handoff.clone()) {
            return Answer::Handoff { reason, trigger: Trigger::Article };
        }
        let most = if found.len() > 1 { SENTENCES - 1 } else { SENTENCES };
        let passages = found.iter().filter_map(|found| self.index.passages.get(found.passage));
        let mut texts: Vec<String> =
            passages.map(|passage| excerpt(&passage.text, question, most)).collect();
        let said = language_of(&words(&texts.join(" "))).unwrap_or(Language::English);
        if open {
            texts.push(phrasing::partly(reading.language).to_owned());
        } else if said == reading.language && found.len() == 1 {
            texts.push(phrasing::closing(said, &reading.text).to_owned());
        }
        texts.retain(|text| !text.is_empty());
        let sources = articles().map(Article::source).collect();
        Answer::Reply { text: texts.join("\n\n"), sources }
    }

    fn title(&self, article: usize) -> &str {
        self.articles.get(article).map_or("", |article| article.title.as_str())
    }

    fn is_handoff(&self, article: usize) -> bool {
        self.articles.get(article).is_some_and(|article| article.handoff.is_some())
    }
}

impl<'a> Reading<'a> {
    fn new(turn: &'a Turn<'a>) -> Self {
        let joined = turn.asked.join("\n");
        let text: String = joined.chars().take(ASKED_CHARS).collect();
        let by_visitor = turn.history.iter().rev().filter(|said| said.by == Speaker::Visitor);
        let earlier = || by_visitor.take(4).find_map(|said| language_of(&words(&said.text)));
        let language = language_of(&words(&text)).or_else(earlier).unwrap_or(Language::English);
        Self { turn, text, language }
    }

    /// No good answer: asks to rephrase, or hands off when that happened often enough.
    fn miss(&self) -> Answer {
        let misses = self.turn.earlier_misses.saturating_add(1);
        if misses >= self.turn.misses_before_handoff.max(1) {
            let reason = "AI has no good answer".to_owned();
            return Answer::Handoff { reason, trigger: Trigger::NoGoodAnswer };
        }
        let text = phrasing::rephrase(self.language, &self.text).to_owned();
        Answer::AskBack { text, sources: Vec::new() }
    }

    /// Nothing but files, which it cannot read: asks what they are about, or hands off when it had
    /// no answer often enough.
    fn only_files(&self) -> Answer {
        match self.miss() {
            Answer::Handoff { trigger, .. } => {
                let reason = "The visitor sent a file".to_owned();
                Answer::Handoff { reason, trigger }
            }
            Answer::AskBack { .. } | Answer::Reply { .. } => {
                let text = phrasing::about_files(self.language).to_owned();
                Answer::AskBack { text, sources: Vec::new() }
            }
        }
    }

    /// The visitor's last message that no member has dealt with.
    fn earlier_question(&self) -> Option<&'a str> {
        let recent = self.turn.history.iter().rev().take_while(|said| said.by != Speaker::Member);
        let mut visitor = recent.filter(|said: &&Said| said.by == Speaker::Visitor);
        visitor.next().map(|said| said.text.as_str())
    }

    fn follows_up(&self) -> bool {
        let said = words(&self.text);
        let first = said.first().map_or("", |word| word);
        let second = said.get(1).map_or("", |word| word);
        matches!(first, "and" | "und" | "et" | "y" | "e")
            || matches!((first, second), ("what" | "how", "about"))
    }

    /// The questions of the burst: of each message the sentences that ask, or else all of it.
    fn questions(&self) -> Vec<String> {
        let mut questions: Vec<String> = Vec::new();
        for message in self.text.lines() {
            let mut asking = sentences(message);
            asking.retain(|sentence| is_question(sentence));
            if asking.is_empty() && small_talk(message, self.turn.ai_agent_name).is_none() {
                asking.push(message);
            }
            questions.extend(asking.into_iter().map(str::to_owned));
        }
        questions.truncate(QUESTIONS);
        questions
    }
}

fn is_question(sentence: &str) -> bool {
    let said = words(sentence);
    sentence.ends_with(['?', '？', '؟'])
        || said.first().is_some_and(|first| ASKING.split(' ').any(|word| word == first))
}

/// Words that open a question without a question mark.
const ASKING: &str = "how what where when why which who can could do does is are will wie was wo \
    wann warum welche welcher kann konnen gibt comment combien quand pourquoi quel quelle como \
    cuanto cuando donde cual quanto quando onde qual";
