//! Rules that wait for an article ("hand off where this would be the answer"). They are asked when a
//! turn begins, before the AI agent, because the articles are not looked through while a visitor's
//! message is stored; every other rule is asked in that very transaction.

use super::{HISTORY, knowledge, log, parts};
use crate::App;
use baton_domain::*;
use baton_store::{Error, Outcome, Sender};

/// Hands off where such a rule matches the visitor's unanswered messages. Answers whether the AI
/// agent's turn is over with that.
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
    settled(hub.command(Sender::System, state.id, id, command).await)
}

/// Whether the handoff is stored, or refused because somebody else was faster. Where it could not be
/// stored the AI agent goes on, so that the visitor hears something.
fn settled(done: Result<Outcome, Error>) -> bool {
    match done {
        Ok(_) | Err(Error::Refused(_)) => true,
        Err(error) => {
            log(Some(error));
            false
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ai_agent_goes_on_only_where_the_handoff_could_not_be_stored() {
        assert!(settled(Err(Error::Refused(Refusal::Closed))));
        assert!(!settled(Err(Error::Closed)));
        assert!(!settled(Err(Error::Commit("disk full".into(), baton_store::Trouble::DiskFull))));
    }
}
