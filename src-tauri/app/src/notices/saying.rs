//! What a notice says: who and why, by how much the person wants told to whoever sees the screen.
//! What is kept is what happened, not words, so that another choice of privacy or language holds for
//! what stands already.

use super::choices::Choices;
use super::words::{Words, fill};
use super::{Action, Key, Notice, Notices, WORDS};
use crate::desktop_prefs::{Loudness, Privacy};
use baton_domain::*;

/// Something about a conversation that is mine, or a comment.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub key: Key,
    /// The visitor; none where no name is known.
    pub visitor: Option<String>,
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It is mine now.
    Assigned,
    /// The visitor wrote these words.
    Wrote(String),
    /// The visitor waits for my answer, for so many seconds.
    Silent(i64),
    /// Somebody mentioned me in this comment.
    Mentioned { by: String, comment: String },
}

/// One conversation that waits.
pub(super) struct Waiting {
    pub since: Timestamp,
    pub ownership: u64,
    pub visitor: Option<String>,
    /// Why it was handed off; none when it came back.
    pub reason: Option<String>,
    pub words: String,
    /// The person has dismissed it.
    pub quiet: bool,
    /// When it is repeated; none until the first tick after it was shown.
    pub due: Option<Timestamp>,
}

impl Saying {
    fn of(row: &ConversationView, what: What) -> Self {
        Self { key: Key::Mine(row.id), visitor: row.visitor.name.clone(), what }
    }

    pub fn assigned(row: &ConversationView) -> Self {
        Self::of(row, What::Assigned)
    }

    pub fn wrote(row: &ConversationView, words: &str) -> Self {
        Self::of(row, What::Wrote(text::shortened(words, WORDS)))
    }

    /// I have not answered for a while (rule 16).
    pub fn reminded(row: &ConversationView, now: Timestamp) -> Self {
        let since = row.waiting_since.unwrap_or(now);
        Self::of(row, What::Silent(now.seconds_since(since)))
    }

    pub fn mentioned(
        id: ConversationId,
        by: &Actor,
        visitor: Option<String>,
        comment: &str,
    ) -> Self {
        let what = What::Mentioned { by: by.name.clone(), comment: comment.to_owned() };
        Self { key: Key::Mentioned(id), visitor, what }
    }

    pub fn loudness(&self, choices: &Choices) -> Loudness {
        let announce = &choices.prefs.announce;
        match self.what {
            What::Assigned => announce.assigned,
            What::Wrote(_) => announce.messages,
            What::Silent(_) => announce.reminders,
            What::Mentioned { .. } => announce.mentions,
        }
    }

    /// In a list of several: "Jonas", "Bob mentioned you".
    pub fn brief(&self, words: &Words) -> String {
        match &self.what {
            What::Mentioned { by, .. } => fill(words.mentioned_you, &[("who", by)]),
            What::Assigned | What::Wrote(_) | What::Silent(_) => {
                self.visitor.clone().unwrap_or_else(|| words.anonymous.to_owned())
            }
        }
    }

    pub fn notice(&self, choices: &Choices) -> Notice {
        let words = choices.words();
        let (title, body) = match choices.prefs.privacy {
            Privacy::Full => (self.brief(words), self.body(words, true)),
            Privacy::Reason => (self.brief(words), self.body(words, false)),
            Privacy::Waiting => (self.private(words).to_owned(), String::new()),
        };
        let sound = choices.heard(self.loudness(choices)).unwrap_or(false);
        Notice { sound, ..open_only(self.key, title, body, choices) }
    }

    fn body(&self, words: &Words, full: bool) -> String {
        match &self.what {
            What::Assigned => words.assigned_to_you.to_owned(),
            What::Wrote(said) if full => said.clone(),
            What::Wrote(_) => words.wrote_to_you.to_owned(),
            What::Silent(seconds) => {
                fill(words.waits_for_answer, &[("since", &words.duration(*seconds))])
            }
            What::Mentioned { comment, .. } => {
                let visitor = self.visitor.as_deref().unwrap_or_default();
                let comment = if full { comment.as_str() } else { "" };
                let about = [visitor, comment].map(str::trim).into_iter();
                about.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn private(&self, words: &Words) -> &'static str {
        match self.what {
            What::Assigned => words.private_assigned,
            What::Wrote(_) => words.private_wrote,
            What::Silent(_) => words.private_reminder,
            What::Mentioned { .. } => words.private_mention,
        }
    }
}

impl Waiting {
    /// Of a row that waits; `words` are the visitor's last, where they are known.
    pub fn of(row: &ConversationView, words: &str) -> Self {
        Self {
            since: row.waiting_since.unwrap_or(row.updated_at),
            ownership: row.ownership,
            visitor: row.visitor.name.clone(),
            reason: row.handoff.as_ref().map(|handoff| handoff.reason.clone()),
            words: text::shortened(words, WORDS),
            quiet: false,
            due: None,
        }
    }

    pub fn name<'a>(&'a self, words: &Words) -> &'a str {
        self.visitor.as_deref().unwrap_or(words.anonymous)
    }

    pub fn notice(&self, id: ConversationId, choices: &Choices) -> Notice {
        let words = choices.words();
        let reason = self.reason.as_deref().map(|reason| words.reason(reason));
        let reason = reason.unwrap_or(words.back_in_unassigned);
        let (title, body) = match choices.prefs.privacy {
            Privacy::Full if !self.words.is_empty() => {
                (self.name(words), format!("{reason}\n{}", self.words))
            }
            Privacy::Full | Privacy::Reason => (self.name(words), reason.to_owned()),
            Privacy::Waiting => (words.private_waiting, String::new()),
        };
        Notice {
            key: Key::Waiting(id),
            title: title.to_owned(),
            body,
            actions: vec![Action::Claim, Action::Open],
            ownership: Some(self.ownership),
            sound: false,
            speaks: choices.speaks,
        }
    }
}

impl Notices {
    /// All that wait, as one.
    pub(super) fn several(&self) -> Notice {
        let words = self.choices.words();
        let mut names: Vec<(&Timestamp, &str)> =
            self.waiting.values().map(|w| (&w.since, w.name(words))).collect();
        names.sort();
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
        let body = match self.choices.prefs.privacy {
            Privacy::Full | Privacy::Reason => words.listed(&names),
            Privacy::Waiting => String::new(),
        };
        let title = fill(words.several_are_waiting, &[("n", &names.len().to_string())]);
        open_only(Key::SeveralWaiting, title, body, &self.choices)
    }
}

/// A notice that can only be opened.
pub(super) fn open_only(key: Key, title: String, body: String, choices: &Choices) -> Notice {
    let (actions, speaks) = (vec![Action::Open], choices.speaks);
    Notice { key, title, body, actions, ownership: None, sound: false, speaks }
}

pub(super) fn is_waiting(row: &ConversationView) -> bool {
    row.human_handoff && row.assignee.is_none() && row.status != Status::Closed
}

pub(super) fn is_mine(row: &ConversationView, me: MemberId) -> bool {
    row.status != Status::Closed
        && row.assignee.as_ref().is_some_and(|assignee| assignee.id == me.to_string())
}
