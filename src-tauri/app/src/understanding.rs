//! What the inbox makes of conversations without asking anybody: their analysis, and what handoff
//! rules would do. All of it is read from a file of this computer, so it works with the network down.

use crate::Inbox;
use crate::inbox::Answer;
use baton_domain::*;
use baton_hub::{Knowledge, analysis, rehearsal};
use baton_store::{Commit, Reader, Store};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::{self, error::TryRecvError};

/// What the articles say, kept until one of them changes.
pub(crate) struct Articles {
    kept: Mutex<Kept>,
}

struct Kept {
    commits: broadcast::Receiver<Arc<Commit>>,
    knowledge: Option<Arc<Knowledge>>,
}

impl Articles {
    /// Of this file.
    pub fn of(store: &Store) -> Self {
        Self { kept: Mutex::new(Kept { commits: store.subscribe(), knowledge: None }) }
    }

    /// Reads them unless they are known. None when they cannot be read, which is logged.
    fn knowledge(&self, reader: &Reader) -> baton_store::Result<Option<Arc<Knowledge>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.have_changed() {
            kept.knowledge = None;
        }
        if kept.knowledge.is_none() {
            kept.knowledge = analysis::knowledge(reader)?.map(Arc::new);
        }
        Ok(kept.knowledge.clone())
    }
}

impl Kept {
    /// Whether an article was written, changed or removed since the last look.
    fn have_changed(&mut self) -> bool {
        let mut changed = false;
        loop {
            match self.commits.try_recv() {
                Ok(commit) => changed |= commit.events.iter().any(|stored| is_article(stored)),
                Err(TryRecvError::Lagged(_)) => changed = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return changed,
            }
        }
    }
}

fn is_article(stored: &baton_store::Stored) -> bool {
    matches!(stored.recorded.event.body, EventBody::ArticleChanged { .. })
}

impl Inbox {
    /// What a colleague should know before reading a conversation.
    pub async fn analysis(&self, conversation: ConversationId) -> Answer<Analysis> {
        self.have(conversation).await?;
        let articles = Arc::clone(&self.articles);
        let found = self.read(move |reader| {
            let knowledge = articles.knowledge(reader)?;
            analysis::of(reader, knowledge.as_deref(), conversation)
        });
        found.await?.ok_or_else(|| Refusal::not_found("conversation").into())
    }

    /// The handoff rules, in the order in which they are asked.
    pub async fn rules(&self) -> Answer<Vec<ListedRule>> {
        self.read(rehearsal::listed).await
    }

    /// What a rule, saved or not, would have done in the newest conversations of this computer.
    pub async fn rehearse(&self, rule: Rule, last: usize) -> Answer<Rehearsal> {
        let rule = checked(rule)?;
        let articles = Arc::clone(&self.articles);
        self.read(move |reader| {
            let knowledge = articles.knowledge(reader)?;
            rehearsal::rehearse(reader, knowledge.as_deref(), &rule, last)
        })
        .await
    }

    /// Which rule a sentence would lead to; `rule`, saved or not, is asked too.
    pub async fn try_rules(&self, text: String, rule: Option<Rule>) -> Answer<TriedRules> {
        let text = text::message(&text)?;
        let rule = rule.map(checked).transpose()?;
        let articles = Arc::clone(&self.articles);
        self.read(move |reader| {
            let knowledge = articles.knowledge(reader)?;
            let rules = &reader.directory().rules;
            Ok(rehearsal::try_sentence(rules, rule, knowledge.as_deref(), &text))
        })
        .await
    }
}

fn checked(rule: Rule) -> Result<Rule, Refusal> {
    Ok(Rule { condition: rule.condition.checked()?, ..rule })
}
