//! Handoff rules the owner sets: ordered, and the first enabled one that matches wins.
//!
//! Guarantees: pure, and linear in the length of what is read; a rule that cannot be judged is
//! passed over and never stops the others; what people have settled before (rule 9) is not looked
//! at again. Leaves out: where the history comes from, and which articles would answer, which the
//! caller must know.

use crate::reading::words_of;
use crate::*;
mod heard;
mod ready_made;

pub use heard::Heard;
pub use ready_made::ready_made;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A rule of the owner's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "BareRule"))]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Its name; the timeline shows it.
    pub name: String,
    /// Whether it is asked.
    pub enabled: bool,
    /// When it matches.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub condition: Condition,
    /// Why people are needed then.
    pub reason: String,
    /// To whom; none is Unassigned.
    pub to: Option<AssigneeRef>,
    /// Labels to put on.
    pub labels: Vec<LabelId>,
    /// Its place among the rules, from 0.
    pub position: u32,
}

/// When a rule matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Condition {
    /// The message has one of these word for word; case, accents and punctuation do not count.
    Phrase {
        /// The phrases.
        any: Vec<String>,
    },
    /// The message is about one of these.
    Topic {
        /// The topics.
        any: Vec<Topic>,
    },
    /// The AI agent had no good answer so many times in a row.
    NoAnswer {
        /// At least 1.
        count: u32,
    },
    /// The visitor has asked the same so many times.
    RepeatedQuestion {
        /// At least 2.
        count: u32,
    },
    /// The message's mood is lower than this.
    Mood {
        /// -1 to 1.
        below: f64,
    },
    /// The visitor has written so many messages.
    Turns {
        /// At least 1.
        count: u32,
    },
    /// The conversation began on such a page.
    Page {
        /// Part of its address.
        url_contains: String,
    },
    /// The website has told this of the visitor.
    Metadata {
        /// Of this name.
        key: String,
        /// With this value; numbers and truth values as they are written.
        equals: String,
    },
    /// One of these articles would answer.
    Article {
        /// The articles.
        any: Vec<ArticleId>,
    },
}

/// What a rule looks at beside the message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// The visitor's earlier messages since the AI agent got the conversation, oldest first.
    pub earlier: Vec<String>,
    /// How many those are, where they are not all in `earlier`.
    pub messages: u64,
    /// The page on which the conversation began.
    pub page: Option<Page>,
    /// What the website told.
    pub metadata: Map<String, Value>,
}

/// What the enabled rules need to be told beside the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// What the visitor said earlier.
    pub earlier: bool,
    /// How often the visitor has written.
    pub messages: bool,
    /// Page and metadata.
    pub origin: bool,
    /// Which articles would answer.
    pub articles: bool,
}

impl Needs {
    /// Of these rules.
    pub fn of(rules: &[Rule]) -> Self {
        let mut needs = Self::default();
        for rule in rules.iter().filter(|rule| rule.enabled) {
            match rule.condition {
                Condition::RepeatedQuestion { .. } => needs.earlier = true,
                Condition::Turns { .. } => needs.messages = true,
                Condition::Page { .. } | Condition::Metadata { .. } => needs.origin = true,
                Condition::Article { .. } => needs.articles = true,
                Condition::Phrase { .. }
                | Condition::Topic { .. }
                | Condition::NoAnswer { .. }
                | Condition::Mood { .. } => {}
            }
        }
        needs
    }
}

/// The first enabled rule that matches.
pub fn first_match<'r>(rules: &'r [Rule], heard: &Heard) -> Option<&'r Rule> {
    rules.iter().find(|rule| rule.enabled && rule.condition.matches(heard))
}

/// The rule that a visitor's message matches while an AI agent holds the conversation. A message that
/// reopens it is judged by itself.
pub(crate) fn matched<'c>(
    state: &Conversation,
    text: &str,
    articles: Option<&[ArticleId]>,
    reopens: bool,
    ctx: &'c Context,
) -> Option<&'c Rule> {
    if state.human_handoff() {
        return None;
    }
    let nothing = Before::default();
    let heard = if reopens {
        Heard::new(text, &nothing).after(0, true)
    } else {
        Heard::new(text, &ctx.before).after(state.misses, state.ai_since > 0)
    };
    first_match(&ctx.directory.rules, &heard.with_articles(articles))
}

/// The first enabled rule for so many answers in a row that were no good ones.
pub(crate) fn for_misses(rules: &[Rule], misses: u32) -> Option<&Rule> {
    let is_due = |rule: &&Rule| match rule.condition {
        Condition::NoAnswer { count } => rule.enabled && misses >= count.max(1),
        Condition::Phrase { .. }
        | Condition::Topic { .. }
        | Condition::RepeatedQuestion { .. }
        | Condition::Mood { .. }
        | Condition::Turns { .. }
        | Condition::Page { .. }
        | Condition::Metadata { .. }
        | Condition::Article { .. } => false,
    };
    rules.iter().find(is_due)
}

impl Rule {
    /// The member it designates, if that member is still here.
    pub fn member_to(&self, directory: &Directory) -> Option<MemberId> {
        let to = self.to.filter(|to| to.kind == PartyKind::Human)?;
        directory.member(MemberId(to.id)).filter(|member| member.active).map(|member| member.id)
    }

    /// Those of its labels that there are.
    pub fn labels_in(&self, directory: &Directory) -> Vec<LabelId> {
        let known = |id: &LabelId| directory.labels.iter().any(|label| label.id == *id);
        self.labels.iter().copied().filter(known).collect()
    }

    /// What the owner should know: why it is passed over, or what of it has no effect. `articles`
    /// are those that there are.
    pub fn warning(&self, directory: &Directory, articles: &[ArticleId]) -> Option<String> {
        if let Condition::Article { any } = &self.condition
            && !any.iter().any(|id| articles.contains(id))
        {
            return Some("Its articles are gone, so it is passed over.".into());
        }
        if self.to.is_some() && self.member_to(directory).is_none() {
            let name = self.to.and_then(|to| directory.member(MemberId(to.id)));
            let name = name.map_or("Its member", |member| member.name.as_str());
            return Some(format!("{name} has left, so what it hands off goes to Unassigned."));
        }
        (self.labels_in(directory).len() < self.labels.len())
            .then(|| "One of its labels is gone and is not put on.".into())
    }
}

impl Condition {
    /// Whether this is about visitors who ask for a person, and nothing else.
    pub fn is_asking_for_a_person(&self) -> bool {
        matches!(self, Condition::Topic { any } if any.as_slice() == [Topic::Person])
    }

    /// Whether it can be judged on a message alone.
    pub fn needs_history(&self) -> bool {
        match self {
            Condition::Phrase { .. }
            | Condition::Topic { .. }
            | Condition::Mood { .. }
            | Condition::Article { .. } => false,
            Condition::NoAnswer { .. }
            | Condition::RepeatedQuestion { .. }
            | Condition::Turns { .. }
            | Condition::Page { .. }
            | Condition::Metadata { .. } => true,
        }
    }

    /// Whether what was heard is what it waits for.
    pub fn matches(&self, heard: &Heard) -> bool {
        match self {
            Condition::Phrase { any } => heard.has_phrase(any),
            Condition::Topic { any } => any.iter().any(|topic| heard.is_about(*topic)),
            Condition::NoAnswer { count } => heard.misses >= (*count).max(1),
            Condition::RepeatedQuestion { count } => heard.asked() >= (*count).max(2) as usize,
            Condition::Mood { below } => heard.mood() < *below,
            Condition::Turns { count } => {
                let earlier = heard.before.messages.max(heard.before.earlier.len() as u64);
                earlier.saturating_add(1) >= u64::from((*count).max(1))
            }
            Condition::Page { url_contains } => {
                let page = heard.before.page.as_ref().filter(|_| !heard.settled);
                page.is_some_and(|page| {
                    page.url.to_lowercase().contains(&url_contains.trim().to_lowercase())
                })
            }
            Condition::Metadata { key, equals } => {
                let said = heard.before.metadata.get(key.trim()).filter(|_| !heard.settled);
                said.is_some_and(|said| written(said) == equals.trim())
            }
            Condition::Article { any } => {
                heard.articles.is_some_and(|found| found.iter().any(|id| any.contains(id)))
            }
        }
    }

    /// Refuses what cannot be asked: nothing to look for, numbers out of range.
    pub fn checked(self) -> Result<Self, Refusal> {
        let wrong = |detail: &str| Err(Refusal::invalid("value", detail));
        match &self {
            Condition::Phrase { any } => {
                let said = any.iter().all(|phrase| !words_of(phrase).is_empty());
                let short = any.iter().all(|phrase| phrase.chars().count() <= text::NAME_CHARS);
                match () {
                    () if any.is_empty() => wrong("has no phrase"),
                    () if !said => wrong("has a phrase without a letter or digit"),
                    () if !short || any.len() > 100 => wrong("is 100 phrases of 200 characters"),
                    () => Ok(self),
                }
            }
            Condition::Topic { any } if any.is_empty() => wrong("has no topic"),
            Condition::Article { any } if any.is_empty() => wrong("has no article"),
            Condition::Article { any } if any.len() > 100 => wrong("is at most 100 articles"),
            Condition::NoAnswer { count } | Condition::Turns { count }
                if !(1..=100).contains(count) =>
            {
                wrong("count is 1 to 100")
            }
            Condition::RepeatedQuestion { count } if !(2..=20).contains(count) => {
                wrong("count is 2 to 20")
            }
            Condition::Mood { below } if !(-1.0..=1.0).contains(below) => wrong("below is -1 to 1"),
            Condition::Page { url_contains } if !fits(url_contains, 2_048) => {
                wrong("url_contains is 1 to 2048 characters")
            }
            Condition::Metadata { key, equals } if !fits(key, 200) || !fits(equals, 2_048) => {
                wrong("key and equals are not empty, and at most 200 and 2048 characters")
            }
            Condition::Topic { .. }
            | Condition::Article { .. }
            | Condition::NoAnswer { .. }
            | Condition::Turns { .. }
            | Condition::RepeatedQuestion { .. }
            | Condition::Mood { .. }
            | Condition::Page { .. }
            | Condition::Metadata { .. } => Ok(self),
        }
    }
}

fn fits(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
