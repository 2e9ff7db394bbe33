//! What is announced to the person, and when it is taken back. Pure: events go in, orders come out;
//! a system's notifications are behind [`Announcer`].
//!
//! A conversation in Unassigned is announced with "Assign to me" and "Open"; from the third on one
//! notice counts them all, updated in place. As soon as one is claimed, handed back or closed, on
//! whatever desktop, its notice is withdrawn.

use crate::updates::Happened;
use baton_domain::*;
use std::collections::BTreeMap;

/// How many waiting conversations have a notice each; more share one.
const EACH: usize = 2;
/// How much of the visitor's last words a notice shows, in characters.
const WORDS: usize = 200;

/// What a notice is about; a new one with the same key takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// One conversation waits.
    Waiting(ConversationId),
    /// Several wait.
    SeveralWaiting,
    /// A conversation of mine has something new, or is now mine.
    Mine(ConversationId),
}

/// What the person can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Take it.
    Claim,
    /// Look at it.
    Open,
}

impl Action {
    /// The name that the system gives back.
    pub fn name(self) -> &'static str {
        match self {
            Action::Claim => "claim",
            Action::Open => "open",
        }
    }

    /// What the button says.
    pub fn label(self) -> &'static str {
        match self {
            Action::Claim => "Assign to me",
            Action::Open => "Open",
        }
    }
}

/// Something to announce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is about.
    pub key: Key,
    /// Who; plain text.
    pub title: String,
    /// Why, and the visitor's last words; plain text.
    pub body: String,
    /// Its buttons.
    pub actions: Vec<Action>,
    /// The ownership number it was made on; a claim from it carries this one.
    pub ownership: Option<u64>,
}

impl Notice {
    /// The one conversation it is about.
    pub fn conversation(&self) -> Option<ConversationId> {
        match self.key {
            Key::Waiting(id) | Key::Mine(id) => Some(id),
            Key::SeveralWaiting => None,
        }
    }
}

/// What an announcer is told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Show it, in the place of one with the same key.
    Show(Notice),
    /// Change its words, if it still stands.
    Update(Notice),
    /// Take it back.
    Withdraw(Key),
}

/// A system that can show notices. Orders are carried out in order and must not block.
pub trait Announcer: Send {
    /// Carries out one order.
    fn carry_out(&mut self, order: Order);
}

/// What has been announced and still stands.
pub struct Notices {
    me: MemberId,
    waiting: BTreeMap<ConversationId, Waiting>,
    shown: Vec<Key>,
}

struct Waiting {
    since: Timestamp,
    ownership: u64,
    title: String,
    reason: String,
    words: String,
}

impl Notices {
    /// Nothing announced yet.
    pub fn new(me: MemberId) -> Self {
        Self { me, waiting: BTreeMap::new(), shown: Vec::new() }
    }

    /// Whether this was announced and not taken back.
    pub fn stands(&self, key: Key) -> bool {
        self.shown.contains(&key)
    }

    /// What waits already when the app starts: counted with what comes, not announced anew.
    pub fn begin_with(&mut self, rows: &[ConversationView]) {
        for row in rows.iter().filter(|row| is_waiting(row)) {
            let reason = row.handoff.as_ref().map_or("", |handoff| handoff.reason.as_str());
            let waiting = Waiting {
                since: row.waiting_since.unwrap_or(row.updated_at),
                ownership: row.ownership,
                title: visitor_name(row),
                reason: reason.to_owned(),
                words: String::new(),
            };
            self.waiting.insert(row.id, waiting);
        }
    }

    /// Takes an event with the row after it, and says what follows. `in_front` is the conversation
    /// the person is looking at.
    pub fn take(
        &mut self,
        happened: &Happened,
        row: Option<&ConversationView>,
        in_front: Option<ConversationId>,
    ) -> Vec<Order> {
        let Some(row) = row else { return Vec::new() };
        match &happened.recorded.event.body {
            EventBody::Notified { what, members } if self.is_among(members) => match what {
                Told::Unassigned if is_waiting(row) => self.add(row, happened),
                Told::Assigned if is_mine(row, self.me) => {
                    self.show(mine(row, "Assigned to you")).into_iter().collect()
                }
                Told::Unassigned | Told::Assigned => Vec::new(),
            },
            EventBody::MessagePosted { author, text, .. } if author.kind == AuthorKind::Visitor => {
                self.visitor_wrote(row, text, in_front)
            }
            EventBody::Assigned { .. }
            | EventBody::HandedOff { .. }
            | EventBody::StatusChanged { .. } => self.settle(row),
            EventBody::ReadMarked { member: Some(member), .. } if *member == self.me => {
                self.withdraw(Key::Mine(row.id)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_among(&self, members: &[Named]) -> bool {
        let me = self.me.to_string();
        members.iter().any(|member| member.id == me)
    }

    fn add(&mut self, row: &ConversationView, happened: &Happened) -> Vec<Order> {
        let reason = row.handoff.as_ref().map_or("Back in Unassigned", |h| h.reason.as_str());
        let waiting = Waiting {
            since: row.waiting_since.unwrap_or(happened.recorded.event.at),
            ownership: row.ownership,
            title: visitor_name(row),
            reason: reason.to_owned(),
            words: text::shortened(happened.words.as_deref().unwrap_or_default(), WORDS),
        };
        self.waiting.insert(row.id, waiting);
        self.rearrange(Some(row.id))
    }

    fn settle(&mut self, row: &ConversationView) -> Vec<Order> {
        let mut orders = Vec::new();
        if !is_waiting(row) && self.waiting.remove(&row.id).is_some() {
            orders.extend(self.rearrange(None));
        }
        if !is_mine(row, self.me) {
            orders.extend(self.withdraw(Key::Mine(row.id)));
        }
        orders
    }

    fn visitor_wrote(
        &mut self,
        row: &ConversationView,
        text: &str,
        in_front: Option<ConversationId>,
    ) -> Vec<Order> {
        if is_mine(row, self.me) && in_front != Some(row.id) {
            return self.show(mine(row, &text::shortened(text, WORDS))).into_iter().collect();
        }
        Vec::new()
    }

    /// One notice each, or one for all: shows what is new and takes back what no longer stands.
    fn rearrange(&mut self, new: Option<ConversationId>) -> Vec<Order> {
        let mut orders = Vec::new();
        let several = self.waiting.len() > EACH;
        let stands = |key: &Key| match key {
            Key::Waiting(id) => !several && self.waiting.contains_key(id),
            Key::SeveralWaiting => several,
            Key::Mine(_) => true,
        };
        let gone: Vec<Key> = self.shown.iter().copied().filter(|key| !stands(key)).collect();
        orders.extend(gone.into_iter().filter_map(|key| self.withdraw(key)));
        if several {
            let notice = self.several();
            let order = match new {
                None if self.stands(Key::SeveralWaiting) => Some(Order::Update(notice)),
                Some(_) | None => self.show(notice),
            };
            orders.extend(order);
            return orders;
        }
        let due: Vec<Notice> = self
            .waiting
            .iter()
            .filter(|(id, _)| new == Some(**id) || !self.shown.contains(&Key::Waiting(**id)))
            .map(|(id, waiting)| waiting.notice(*id))
            .collect();
        orders.extend(due.into_iter().filter_map(|notice| self.show(notice)));
        orders
    }

    fn several(&self) -> Notice {
        let mut names: Vec<(&Timestamp, &str)> =
            self.waiting.values().map(|w| (&w.since, w.title.as_str())).collect();
        names.sort();
        let listed: Vec<&str> = names.iter().take(3).map(|(_, name)| *name).collect();
        let more = names.len().saturating_sub(3);
        let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Notice {
            key: Key::SeveralWaiting,
            title: format!("{} conversations are waiting", self.waiting.len()),
            body: format!("{}{and_more}", listed.join(", ")),
            actions: vec![Action::Open],
            ownership: None,
        }
    }

    fn show(&mut self, notice: Notice) -> Option<Order> {
        if !self.shown.contains(&notice.key) {
            self.shown.push(notice.key);
        }
        Some(Order::Show(notice))
    }

    fn withdraw(&mut self, key: Key) -> Option<Order> {
        let at = self.shown.iter().position(|shown| *shown == key)?;
        self.shown.remove(at);
        Some(Order::Withdraw(key))
    }
}

impl Waiting {
    fn notice(&self, id: ConversationId) -> Notice {
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
        }
    }
}

fn is_waiting(row: &ConversationView) -> bool {
    row.human_handoff && row.assignee.is_none() && row.status != Status::Closed
}

fn is_mine(row: &ConversationView, me: MemberId) -> bool {
    row.status != Status::Closed
        && row.assignee.as_ref().is_some_and(|assignee| assignee.id == me.to_string())
}

fn mine(row: &ConversationView, body: &str) -> Notice {
    Notice {
        key: Key::Mine(row.id),
        title: visitor_name(row),
        body: body.to_owned(),
        actions: vec![Action::Open],
        ownership: None,
    }
}

fn visitor_name(row: &ConversationView) -> String {
    row.visitor.name.clone().unwrap_or_else(|| ANONYMOUS.to_owned())
}
