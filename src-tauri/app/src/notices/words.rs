//! The words of notices, and what a row says about itself. Everything here is plain text.

use super::{Action, Key, Notice, Notices, WORDS, Waiting};
use crate::inbox::duration;
use baton_domain::*;

impl Waiting {
    /// Of a row that waits; `words` are the visitor's last, where they are known.
    pub fn of(row: &ConversationView, words: &str) -> Self {
        let reason = row.handoff.as_ref().map_or("Back in Unassigned", |h| h.reason.as_str());
        Self {
            since: row.waiting_since.unwrap_or(row.updated_at),
            ownership: row.ownership,
            title: visitor_name(row),
            reason: reason.to_owned(),
            words: text::shortened(words, WORDS),
            quiet: false,
            due: None,
        }
    }

    pub fn notice(&self, id: ConversationId) -> Notice {
        let body = match self.words.as_str() {
            "" => self.reason.clone(),
            words => format!("{}\n{words}", self.reason),
        };
        Notice {
            key: Key::Waiting(id),
            title: self.title.clone(),
            body,
            actions: vec![Action::Claim, Action::Open],
            ownership: Some(self.ownership),
            sound: false,
        }
    }
}

impl Notices {
    /// All that wait, as one.
    pub(super) fn several(&self) -> Notice {
        let mut names: Vec<(&Timestamp, &str)> =
            self.waiting.values().map(|w| (&w.since, w.title.as_str())).collect();
        names.sort();
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
        Notice {
            key: Key::SeveralWaiting,
            title: format!("{} conversations are waiting", self.waiting.len()),
            body: listed(&names),
            actions: vec![Action::Open],
            ownership: None,
            sound: false,
        }
    }
}

/// "Marta, Jonas, Hana and 2 more".
pub fn listed(names: &[&str]) -> String {
    let first: Vec<&str> = names.iter().take(3).copied().collect();
    let more = names.len().saturating_sub(3);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{and_more}", first.join(", "))
}

pub fn mine(row: &ConversationView, body: &str) -> Notice {
    open_only(Key::Mine(row.id), visitor_name(row), body.to_owned())
}

/// I have not answered for a while (rule 16).
pub fn reminded(row: &ConversationView, now: Timestamp) -> Notice {
    let since = row.waiting_since.unwrap_or(now);
    let waits = duration(now.seconds_since(since).max(0));
    mine(row, &format!("Has been waiting for your answer for {waits}")).with_sound()
}

pub fn mentioned(id: ConversationId, by: &Actor, visitor: &str, comment: &str) -> Notice {
    let title = format!("{} mentioned you", by.name);
    let about = [visitor, comment].map(str::trim).into_iter().filter(|part| !part.is_empty());
    open_only(Key::Mentioned(id), title, about.collect::<Vec<_>>().join("\n"))
}

/// A notice that can only be opened.
pub fn open_only(key: Key, title: String, body: String) -> Notice {
    Notice { key, title, body, actions: vec![Action::Open], ownership: None, sound: false }
}

pub fn is_waiting(row: &ConversationView) -> bool {
    row.human_handoff && row.assignee.is_none() && row.status != Status::Closed
}

pub fn is_mine(row: &ConversationView, me: MemberId) -> bool {
    row.status != Status::Closed
        && row.assignee.as_ref().is_some_and(|assignee| assignee.id == me.to_string())
}

pub fn visitor_name(row: &ConversationView) -> String {
    row.visitor.name.clone().unwrap_or_else(|| ANONYMOUS.to_owned())
}
