//! Rehearsal: what a rule would have done, over stored history. Reads a store, the hub's own or a
//! desktop's copy, so it works without a line too.
//!
//! Guarantees: each message is judged on what was known when it was sent, only while an AI agent held
//! the conversation, and only the first match of a conversation counts. Leaves out answers from
//! before Baton noted which of them were no good ones.

use baton_ai::Knowledge;
use baton_domain::*;
use baton_store::{Reader, Result};

/// Most conversations one rehearsal reads.
pub const REHEARSED_MOST: usize = 1_000;
/// Most events of one conversation that are read.
const EVENTS_MOST: usize = 5_000;
/// How many earlier messages a repeated question is looked for in, as the store reads them.
const EARLIER: usize = 50;

/// What `rule` would have done in the newest `last` conversations.
pub fn rehearse(
    reader: &Reader,
    knowledge: Option<&Knowledge>,
    rule: &Rule,
    last: usize,
) -> Result<Rehearsal> {
    let ids = reader.newest_conversations(last.clamp(1, REHEARSED_MOST))?;
    let mut items = Vec::new();
    for id in &ids {
        let events = reader.timeline(*id, 0, EVENTS_MOST)?;
        let Some((seq, text, at)) = first_hit(&events, knowledge, rule) else { continue };
        let Some(conversation) = reader.view_of(None, *id)? else { continue };
        let handed_off =
            events.iter().any(|event| matches!(event.event.body, EventBody::HandedOff { .. }));
        items.push(Rehearsed { conversation, seq, text, at, handed_off });
    }
    let articles: Vec<ArticleId> =
        reader.articles()?.into_iter().map(|article| article.id).collect();
    let warning = rule.warning(reader.directory(), &articles);
    Ok(Rehearsal { looked_at: ids.len(), items, warning })
}

/// The visitor's message at which the rule would have matched first.
fn first_hit(
    events: &[Recorded],
    knowledge: Option<&Knowledge>,
    rule: &Rule,
) -> Option<(Seq, String, Timestamp)> {
    let (start, rest) = events.split_first()?;
    let mut state = Conversation::started(start)?;
    let mut before = Before::default();
    if let EventBody::ConversationStarted { page, metadata, .. } = &start.event.body {
        before.page = page.clone();
        before.metadata = metadata.clone();
    }
    let mut question = None;
    for recorded in rest {
        let had = state.ai_since;
        let held_by_ai = !state.human_handoff();
        if let EventBody::MessagePosted { author, text, .. } = &recorded.event.body
            && author.kind == AuthorKind::Visitor
        {
            let at = (recorded.seq, text.clone(), recorded.event.at);
            if held_by_ai && judged(&state, &before, text, knowledge, rule) {
                return Some(at);
            }
            before.messages += 1;
            before.earlier.push(text.clone());
            if before.earlier.len() > EARLIER {
                before.earlier.remove(0);
            }
            question = Some(at);
        }
        let missed = held_by_ai && recorded.event.body.found_no_answer();
        if missed && is_due(rule, state.misses.saturating_add(1)) {
            return question;
        }
        state.apply(recorded);
        if state.ai_since != had {
            before.messages = 0;
            before.earlier.clear();
        }
    }
    None
}

fn judged(
    state: &Conversation,
    before: &Before,
    text: &str,
    knowledge: Option<&Knowledge>,
    rule: &Rule,
) -> bool {
    let articles = wanted_articles(knowledge, std::slice::from_ref(rule), text);
    let heard = Heard::new(text, before).after(state.misses, state.ai_since > 0);
    let heard = heard.with_articles(articles.as_deref());
    rule.condition.matches(&heard)
}

fn is_due(rule: &Rule, misses: u32) -> bool {
    matches!(rule.condition, Condition::NoAnswer { count } if misses >= count)
}

/// The articles that would answer, where one of the rules asks for that.
fn wanted_articles(
    knowledge: Option<&Knowledge>,
    rules: &[Rule],
    text: &str,
) -> Option<Vec<ArticleId>> {
    let asks = |rule: &Rule| matches!(rule.condition, Condition::Article { .. });
    let knowledge = knowledge.filter(|_| rules.iter().any(asks))?;
    articles_for(knowledge, text).ok()
}

/// The articles that would answer, best first.
pub(crate) fn articles_for(
    knowledge: &Knowledge,
    text: &str,
) -> std::result::Result<Vec<ArticleId>, baton_ai::Error> {
    let found = knowledge.articles_for(text)?;
    Ok(found.iter().filter_map(|id| id.parse().ok()).collect())
}

/// Which of `rules` a sentence alone would lead to; `rule` is asked too, in the place it has or first.
pub fn try_sentence(
    rules: &[Rule],
    rule: Option<Rule>,
    knowledge: Option<&Knowledge>,
    text: &str,
) -> TriedRules {
    let mut asked: Vec<Rule> = rules.iter().filter(|known| known.enabled).cloned().collect();
    if let Some(rule) = rule {
        asked.retain(|known| known.id != rule.id);
        let at = asked.iter().position(|known| known.position >= rule.position);
        asked.insert(at.unwrap_or(asked.len()), Rule { enabled: true, ..rule });
    }
    let before = Before::default();
    let articles = wanted_articles(knowledge, &asked, text);
    let heard = Heard::new(text, &before).with_articles(articles.as_deref());
    let mut tried = TriedRules { rule: None, why: None, judged: Vec::new(), skipped: Vec::new() };
    for rule in asked {
        if rule.condition.needs_history() {
            let detail = "It looks at the conversation, not at one message.".into();
            tried.skipped.push(Skipped { rule: rule.id, detail });
            continue;
        }
        tried.judged.push(rule.id);
        if tried.rule.is_none() && rule.condition.matches(&heard) {
            tried.why = Some(rule.reason.clone());
            tried.rule = Some(rule);
        }
    }
    tried
}

/// The rules as lists show them: each with what its owner should know.
pub fn listed(reader: &Reader) -> Result<Vec<ListedRule>> {
    let articles: Vec<ArticleId> =
        reader.articles()?.into_iter().map(|article| article.id).collect();
    let directory = reader.directory();
    let listed = directory
        .rules
        .iter()
        .map(|rule| ListedRule { warning: rule.warning(directory, &articles), rule: rule.clone() });
    Ok(listed.collect())
}
