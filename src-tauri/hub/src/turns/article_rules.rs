//! Rules that wait for an article ("hand off where this would be the answer"). They are asked when a
//! turn begins, before the AI agent, because the articles are not looked through while a visitor's
//! message is stored; every other rule is asked in that very transaction.

use super::{HISTORY, knowledge, log, parts};
use crate::App;
use baton_domain::*;
use baton_store::Sender;

/// Hands off where such a rule matches the visitor's unanswered messages. Answers whether one did.
pub(super) async fn hand_off(hub: &App, state: &Conversation) -> bool {
    let rule = match matched(hub, state).await {
        Ok(Some(rule)) => rule,
        Ok(None) => return false,
        Err(error) => {
            tracing::error!(%error, conversation = %state.id, "article rules were passed over");
            return false;
        }
    };
    let command = Command::RaiseHandoff {
        reason: rule.reason,
        trigger: Trigger::Rule,
        expect: Some(state.ownership),
        no_answer: false,
        rule: Some(rule.id),
    };
    let id = CommandId(hub.store.fresh_id());
    log(hub.command(Sender::System, state.id, id, command).await.err());
    true
}

async fn matched(hub: &App, state: &Conversation) -> anyhow::Result<Option<Rule>> {
    let directory = hub.store.directory();
    let asks = |rule: &&Rule| matches!(rule.condition, Condition::Article { .. });
    let rules: Vec<Rule> =
        directory.rules.iter().filter(|rule| rule.enabled).filter(asks).cloned().collect();
    if rules.is_empty() {
        return Ok(None);
    }
    let id = state.id;
    let messages = hub.store.read(move |reader| reader.last_messages(id, HISTORY)).await?;
    let (_, asked) = parts(messages, state.answers_after);
    let knowledge = knowledge(hub).await?;
    let misses = state.misses;
    let found = tokio::task::spawn_blocking(move || {
        let before = Before::default();
        for text in &asked {
            let articles: Vec<ArticleId> =
                knowledge.articles_for(text)?.iter().filter_map(|id| id.parse().ok()).collect();
            let articles = Some(articles.as_slice());
            let heard = Heard { text, before: &before, misses, settled: true, articles };
            if let Some(rule) = first_match(&rules, &heard) {
                return Ok(Some(rule.clone()));
            }
        }
        Ok(None)
    });
    found.await?
}
