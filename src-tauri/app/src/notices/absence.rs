//! After an absence: the screen was locked, it was quiet, or the line was lost. Guarantees that what no longer
//! stands is taken back, that what still waits is told once, as one notice, and that it says who
//! claimed what meanwhile. An absence in which nothing happened is told of with no word.

use super::saying::{Saying, Waiting, is_mine, is_waiting, open_only};
use super::words::{Words, fill};
use super::{Choices, Key, Notice, Notices, Order};
use crate::desktop_prefs::Privacy;
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
    missed: BTreeMap<Key, Saying>,
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
    pub fn miss(&mut self, saying: Saying) {
        self.missed.insert(saying.key, saying);
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
        self.away = on;
        self.leave_or_return(now)
    }

    /// Quiet hours begin and end like an absence.
    pub(super) fn keep_quiet(&mut self, now: Timestamp) -> Vec<Order> {
        self.quiet = self.choices.is_quiet(now);
        self.leave_or_return(now)
    }

    fn leave_or_return(&mut self, now: Timestamp) -> Vec<Order> {
        match (self.away || self.quiet, self.absence.take()) {
            (true, None) => {
                let shown = std::mem::take(&mut self.shown);
                let mut absence = Absence::default();
                let orders = shown.keys().copied().map(Order::Withdraw).collect();
                shown.into_values().flatten().for_each(|saying| absence.miss(saying));
                let several = std::mem::take(&mut self.several_mine);
                several.into_values().for_each(|saying| absence.miss(saying));
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
        let names = self.choices.words();
        let longest = self.longest().map(|(_, waiting)| waiting.name(names).to_owned());
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
                        orders.extend(self.say(Saying::mentioned(id, &event.actor, None, &text)));
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
                orders.extend(self.say(Saying::wrote(row, visitors_words(row))));
            }
        }
        (orders, changed)
    }

    /// One notice for everything.
    fn summary(&mut self, absence: &Absence, now: Timestamp) -> Vec<Order> {
        let heard = self.choices.heard(self.choices.prefs.announce.unassigned);
        let is_told = self.waiting.values().any(|waiting| !waiting.quiet);
        let (Some(heard), true) = (heard, is_told) else { return self.summary_of_mine(absence) };
        let Some((first, waiting)) = self.longest() else { return Vec::new() };
        let words = self.choices.words();
        let alone = self.waiting.len() == 1;
        let base = match alone {
            true => waiting.notice(first, &self.choices),
            false => self.several(),
        };
        let title = match self.waiting.len() {
            1 => words.one_is_waiting.to_owned(),
            many => fill(words.many_are_waiting, &[("n", &many.to_string())]),
        };
        let body = self.summary_body(absence, waiting, now);
        let notice = Notice { title, body, ..base }.heard(heard);
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

    /// Who waits longest, who claimed what, and what else is for me.
    fn summary_body(&self, absence: &Absence, longest: &Waiting, now: Timestamp) -> String {
        let words = self.choices.words();
        let missed = absence.missed.len();
        if self.choices.prefs.privacy == Privacy::Waiting {
            let for_me = fill(words.for_you, &[("n", &missed.to_string())]);
            return if missed > 0 { for_me } else { String::new() };
        }
        let since = words.duration(now.seconds_since(longest.since));
        let template = match self.waiting.len() {
            1 => words.waits,
            _ => words.waits_longest,
        };
        let who = [("who", longest.name(words)), ("since", &since)];
        let mut sentences = vec![fill(template, &who)];
        sentences.extend(claims(words, absence));
        if missed > 0 {
            sentences.push(fill(words.also_for_you, &[("names", &named(&absence.missed, words))]));
        }
        sentences.join(" ")
    }

    fn summary_of_mine(&mut self, absence: &Absence) -> Vec<Order> {
        if let [(_, only)] = absence.missed.iter().collect::<Vec<_>>().as_slice() {
            return self.say((*only).clone());
        }
        if absence.missed.is_empty() {
            return Vec::new();
        }
        self.several_mine.extend(absence.missed.clone());
        let notice = several_mine(&self.several_mine, &self.choices);
        self.show(notice)
    }

    fn longest(&self) -> Option<(ConversationId, &Waiting)> {
        let first = self.waiting.iter().min_by_key(|(_, waiting)| waiting.since);
        first.map(|(id, waiting)| (*id, waiting))
    }

    /// For the window, where everything may be said.
    fn words(&self, absence: &Absence, now: Timestamp) -> String {
        let words = self.choices.words();
        let mut parts = Vec::new();
        let claimed = [words.by_one_claimed, words.by_many_claimed];
        let taken_over = [words.by_one_taken_over, words.by_many_taken_over];
        parts.extend(by_colleagues(words, claimed, &absence.claimed));
        parts.extend(by_colleagues(words, taken_over, &absence.taken_over));
        if let Some((_, waiting)) = self.longest() {
            let since = words.duration(now.seconds_since(waiting.since));
            let count = self.waiting.len().to_string();
            let template = match self.waiting.len() {
                1 => words.one_waits_named,
                _ => words.many_wait_named,
            };
            let who = [("n", &*count), ("since", &since), ("who", waiting.name(words))];
            parts.push(fill(template, &who));
        }
        if !absence.missed.is_empty() {
            let count = absence.missed.len().to_string();
            let names = named(&absence.missed, words);
            parts.push(fill(words.for_you_named, &[("n", &count), ("names", &names)]));
        }
        parts.join(", ")
    }
}

/// Several that are mine, as one.
pub(super) fn several_mine(several: &BTreeMap<Key, Saying>, choices: &Choices) -> Notice {
    let words = choices.words();
    let title = fill(words.for_you, &[("n", &several.len().to_string())]);
    let body = match choices.prefs.privacy {
        Privacy::Full | Privacy::Reason => named(several, words),
        Privacy::Waiting => String::new(),
    };
    open_only(Key::SeveralMine, title, body, choices)
}

/// "Jonas, Bob mentioned you".
fn named(of: &BTreeMap<Key, Saying>, words: &Words) -> String {
    let names: Vec<String> = of.values().map(|saying| saying.brief(words)).collect();
    words.listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// "2 claimed by a colleague (Bob)": one colleague, or several.
fn by_colleagues(
    words: &Words,
    [one, several]: [&str; 2],
    of: &BTreeMap<ConversationId, String>,
) -> Option<String> {
    let names: BTreeSet<&str> = of.values().map(String::as_str).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let template = match names.as_slice() {
        [] => return None,
        [_] => one,
        _ => several,
    };
    let (count, names) = (of.len().to_string(), words.listed(&names));
    Some(fill(template, &[("n", &count), ("names", &names)]))
}

/// "Bob claimed 2, Eva 1 while you were away."
fn claims(words: &Words, absence: &Absence) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in absence.claimed.values() {
        *counts.entry(name).or_default() += 1;
    }
    let parts = counts.iter().enumerate().map(|(at, (name, count))| {
        let template = if at == 0 { words.claimed } else { words.claimed_too };
        fill(template, &[("who", name), ("n", &count.to_string())])
    });
    let parts: Vec<String> = parts.collect();
    let claims = parts.join(", ");
    (!parts.is_empty()).then(|| fill(words.meanwhile, &[("claims", &claims)]))
}

fn visitors_words(row: &ConversationView) -> &str {
    let words = row.last_words.as_ref().filter(|words| words.author.kind == AuthorKind::Visitor);
    words.map_or("", |words| words.text.as_str())
}
