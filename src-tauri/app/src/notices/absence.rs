//! After an absence: the screen was locked, or the line was lost. Guarantees that what no longer
//! stands is taken back, that what still waits is told once, as one notice, and that it says who
//! claimed what meanwhile. An absence in which nothing happened is told of with no word.

use super::words::{is_mine, is_waiting, listed, mentioned, mine, open_only};
use super::{Key, Notice, Notices, Order, Waiting};
use crate::inbox::duration;
use crate::updates::Happened;
use baton_domain::*;
use std::collections::{BTreeMap, BTreeSet};

/// What happened while the person was not there.
#[derive(Default)]
pub(super) struct Absence {
    /// What colleagues have claimed, with their names.
    claimed: BTreeMap<ConversationId, String>,
    /// What colleagues have taken over from me, with their names.
    taken_over: BTreeMap<ConversationId, String>,
    /// What would have been shown of conversations of mine, and mentions.
    missed: BTreeMap<Key, Notice>,
}

/// What the person is told on return.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// For the announcer.
    pub orders: Vec<Order>,
    /// For the window: "2 claimed by a colleague (Bob), 1 waits 6 min (Marta)"; empty when there is
    /// nothing to say.
    pub words: String,
    /// How many conversations colleagues have claimed.
    pub claimed: usize,
    /// How many wait.
    pub waiting: usize,
    /// Whose wait is longest.
    pub longest: Option<String>,
}

impl Absence {
    /// Remembers who has claimed.
    pub fn note(&mut self, me: MemberId, event: &Event) {
        let (Some(id), EventBody::Assigned { from, to, .. }) = (event.conversation, &event.body)
        else {
            return;
        };
        let me = me.to_string();
        let was_mine = from.as_ref().is_some_and(|from| from.id == me);
        match to {
            None => {
                self.claimed.remove(&id);
            }
            Some(to) if to.id == me => {
                self.taken_over.remove(&id);
            }
            Some(to) if to.kind == PartyKind::Human && was_mine => {
                self.taken_over.insert(id, to.name.clone());
            }
            Some(to) if to.kind == PartyKind::Human && from.is_none() => {
                self.claimed.insert(id, to.name.clone());
            }
            Some(_) => {}
        }
    }

    /// Keeps what cannot be shown now. What waits is known anyway.
    pub fn miss(&mut self, notice: Notice) {
        if let Key::Mine(_) | Key::Mentioned(_) = notice.key {
            self.missed.insert(notice.key, notice);
        }
    }

    /// This need not be told any more.
    pub fn settle(&mut self, key: Key) {
        self.missed.remove(&key);
    }
}

impl Notices {
    /// The person goes, or comes back: while nobody is here nothing is shown, and on return one
    /// summary.
    pub fn away(&mut self, on: bool, now: Timestamp) -> Vec<Order> {
        match (on, self.absence.take()) {
            (true, None) => {
                let shown = std::mem::take(&mut self.shown);
                let mut absence = Absence::default();
                let orders = shown.keys().copied().map(Order::Withdraw).collect();
                shown.into_values().for_each(|notice| absence.miss(notice));
                self.several_mine.clear();
                self.absence = Some(absence);
                orders
            }
            (true, Some(absence)) => {
                self.absence = Some(absence);
                Vec::new()
            }
            (false, None) => Vec::new(),
            (false, Some(absence)) => self.summary(&absence, now),
        }
    }

    /// The line is back: `missed` is what happened since it was lost, `rows` everything in
    /// Unassigned and Mine now.
    pub fn back(&mut self, now: Timestamp, missed: &[Happened], rows: &[ConversationView]) -> Back {
        let is_away = self.absence.is_some();
        self.absence.get_or_insert_default();
        let (stirred, mut orders) = self.read_through(missed);
        let (gone, mut changed) = self.reconcile(rows, &stirred);
        orders.extend(gone);
        let Some(absence) = self.absence.take() else { return Back::default() };
        changed |= !absence.claimed.is_empty()
            || !absence.taken_over.is_empty()
            || !absence.missed.is_empty();
        if !changed && !is_away {
            return Back { orders, ..Back::default() };
        }
        let words = self.words(&absence, now);
        let (claimed, waiting) = (absence.claimed.len(), self.waiting.len());
        let longest = self.longest().map(|(_, waiting)| waiting.title.clone());
        if is_away {
            self.absence = Some(absence);
        } else {
            orders.extend(self.summary(&absence, now));
        }
        let words = if changed { words } else { String::new() };
        Back { orders, words, claimed, waiting, longest }
    }

    /// Notes what the events say by themselves; the conversations in which something was for me.
    fn read_through(&mut self, missed: &[Happened]) -> (BTreeSet<ConversationId>, Vec<Order>) {
        let (mut stirred, mut orders) = (BTreeSet::new(), Vec::new());
        for happened in missed {
            self.remember(happened);
            let event = &happened.recorded.event;
            let Some(id) = event.conversation else { continue };
            match &event.body {
                EventBody::MessagePosted { author, .. } if author.kind == AuthorKind::Visitor => {
                    stirred.insert(id);
                }
                EventBody::Notified { what, members, .. } if self.is_among(members) => match what {
                    Told::Mentioned => {
                        let text = self.comment_in(id);
                        orders.extend(self.show(mentioned(id, &event.actor, "", &text)));
                    }
                    Told::Assigned | Told::Silent => {
                        stirred.insert(id);
                    }
                    Told::Unassigned => {}
                },
                EventBody::ReadMarked { member: Some(member), .. } if *member == self.me => {
                    stirred.remove(&id);
                    orders.extend(self.seen(id));
                }
                _ => {}
            }
        }
        (stirred, orders)
    }

    /// Brings what stands in line with the rows; whether anything waits that did not, or the other
    /// way round.
    fn reconcile(
        &mut self,
        rows: &[ConversationView],
        stirred: &BTreeSet<ConversationId>,
    ) -> (Vec<Order>, bool) {
        let mut known = std::mem::take(&mut self.waiting);
        let mut changed = false;
        for row in rows.iter().filter(|row| is_waiting(row)) {
            let same = known.remove(&row.id).filter(|known| known.ownership == row.ownership);
            changed |= same.is_none();
            let waiting = match same {
                Some(same) => Waiting { since: row.waiting_since.unwrap_or(same.since), ..same },
                None => Waiting::of(row, visitors_words(row)),
            };
            self.waiting.insert(row.id, waiting);
        }
        changed |= !known.is_empty();
        let mine_now: BTreeMap<ConversationId, &ConversationView> = rows
            .iter()
            .filter(|row| is_mine(row, self.me) && row.unread > 0)
            .map(|row| (row.id, row))
            .collect();
        let stands = |key: &Key| match key {
            Key::Waiting(id) => self.waiting.contains_key(id),
            Key::SeveralWaiting => !self.waiting.is_empty(),
            Key::Mine(id) => mine_now.contains_key(id),
            Key::Mentioned(_) | Key::SeveralMine => true,
        };
        let gone: Vec<Key> = self.shown.keys().copied().filter(|key| !stands(key)).collect();
        if let Some(absence) = &mut self.absence {
            absence.missed.retain(|key, _| stands(key));
        }
        let mut orders: Vec<Order> = gone.into_iter().flat_map(|key| self.withdraw(key)).collect();
        for (id, row) in mine_now {
            if stirred.contains(&id) && !self.stands(Key::Mine(id)) {
                orders.extend(self.show(mine(row, visitors_words(row))));
            }
        }
        (orders, changed)
    }

    /// One notice for everything.
    fn summary(&mut self, absence: &Absence, now: Timestamp) -> Vec<Order> {
        if self.waiting.values().all(|waiting| waiting.quiet) {
            return self.summary_of_mine(absence);
        }
        let Some((first, waiting)) = self.longest() else { return Vec::new() };
        let alone = self.waiting.len() == 1;
        let since = duration(now.seconds_since(waiting.since).max(0));
        let mut sentences = vec![match alone {
            true => format!("{} waits {since}.", waiting.title),
            false => format!("{} waits longest, {since}.", waiting.title),
        }];
        sentences.extend(claims(absence));
        let titles: Vec<&str> = absence.missed.values().map(|n| n.title.as_str()).collect();
        if !titles.is_empty() {
            sentences.push(format!("Also for you: {}.", listed(&titles)));
        }
        let base = if alone { waiting.notice(first) } else { self.several() };
        let title = match self.waiting.len() {
            1 => "1 is waiting".to_owned(),
            many => format!("{many} are waiting"),
        };
        let notice = Notice { title, body: sentences.join(" "), ..base };
        self.together = !alone;
        let replaced: Vec<Key> = self
            .shown
            .keys()
            .copied()
            .filter(|key| matches!(key, Key::Waiting(_) | Key::SeveralWaiting))
            .filter(|key| *key != notice.key)
            .collect();
        let mut orders: Vec<Order> =
            replaced.into_iter().flat_map(|key| self.withdraw(key)).collect();
        self.waiting.values_mut().for_each(|waiting| waiting.due = None);
        orders.extend(self.show(notice));
        orders
    }

    fn summary_of_mine(&mut self, absence: &Absence) -> Vec<Order> {
        if let [(_, only)] = absence.missed.iter().collect::<Vec<_>>().as_slice() {
            return self.show((*only).clone());
        }
        let titles: Vec<&str> = absence.missed.values().map(|n| n.title.as_str()).collect();
        if titles.is_empty() {
            return Vec::new();
        }
        self.several_mine.extend(absence.missed.keys());
        let title = format!("{} for you", titles.len());
        self.show(open_only(Key::SeveralMine, title, listed(&titles)))
    }

    fn longest(&self) -> Option<(ConversationId, &Waiting)> {
        let first = self.waiting.iter().min_by_key(|(_, waiting)| waiting.since);
        first.map(|(id, waiting)| (*id, waiting))
    }

    /// For the window.
    fn words(&self, absence: &Absence, now: Timestamp) -> String {
        let mut parts = Vec::new();
        parts.extend(by_colleagues("claimed", &absence.claimed));
        parts.extend(by_colleagues("of yours taken over", &absence.taken_over));
        if let Some((_, waiting)) = self.longest() {
            let since = duration(now.seconds_since(waiting.since).max(0));
            parts.push(match self.waiting.len() {
                1 => format!("1 waits {since} ({})", waiting.title),
                many => format!("{many} wait, the longest {since} ({})", waiting.title),
            });
        }
        if !absence.missed.is_empty() {
            let titles: Vec<&str> = absence.missed.values().map(|n| n.title.as_str()).collect();
            parts.push(format!("{} for you ({})", titles.len(), listed(&titles)));
        }
        parts.join(", ")
    }
}

/// "2 claimed by a colleague (Bob)".
fn by_colleagues(what: &str, of: &BTreeMap<ConversationId, String>) -> Option<String> {
    let names: BTreeSet<&str> = of.values().map(String::as_str).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let by = match names.as_slice() {
        [] => return None,
        [_] => "a colleague",
        _ => "colleagues",
    };
    Some(format!("{} {what} by {by} ({})", of.len(), listed(&names)))
}

/// "Bob claimed 2, Eva 1 while you were away."
fn claims(absence: &Absence) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in absence.claimed.values() {
        *counts.entry(name).or_default() += 1;
    }
    let parts = counts.iter().enumerate().map(|(at, (name, count))| match at {
        0 => format!("{name} claimed {count}"),
        _ => format!("{name} {count}"),
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| format!("{} while you were away.", parts.join(", ")))
}

fn visitors_words(row: &ConversationView) -> &str {
    let words = row.last_words.as_ref().filter(|words| words.author.kind == AuthorKind::Visitor);
    words.map_or("", |words| words.text.as_str())
}
