//! What is announced to the person, and when it is taken back. Pure: events go in, orders come out;
//! a system's notifications are behind [`Announcer`].
//!
//! A conversation in Unassigned is announced with "Assign to me" and "Open"; from the third on one
//! notice counts them all, updated in place. As soon as one is claimed, handed back or closed, on
//! whatever desktop, its notice is withdrawn; while nobody does, it is repeated with sound. What the
//! person has dismissed, here or on another desktop, is not repeated. While nobody sits here, and in
//! the person's quiet hours, nothing is shown; `absence` says what is told afterwards. What is
//! announced at all, how loud and how much of it is the person's choice (`choices`).

mod absence;
mod choices;
mod notice;
mod saying;
mod trial;
pub mod words;

pub use absence::Back;
pub use choices::Choices;
pub use notice::{Action, Announcer, Key, Notice, Order};
pub use trial::{NoticeService, NoticeTrial, System, TrialFailure, TrialStep};

use crate::updates::Happened;
use absence::Absence;
use baton_domain::*;
use saying::{Saying, Waiting, is_mine, is_waiting};
use std::collections::BTreeMap;
/// How much of the visitor's last words a notice shows, in characters.
const WORDS: usize = 200;

/// What has been announced and still stands.
pub struct Notices {
    me: MemberId,
    waiting: BTreeMap<ConversationId, Waiting>,
    /// What stands; what waits is said anew from `waiting`.
    shown: BTreeMap<Key, Option<Saying>>,
    /// Whether one notice stands for all that wait, however few.
    together: bool,
    /// What [`Key::SeveralMine`] stands for.
    several_mine: BTreeMap<Key, Saying>,
    /// The newest comment, which a mention may be about.
    comment: Option<(ConversationId, String)>,
    repeat_after_s: u32,
    available: bool,
    choices: Choices,
    /// Nobody sits here.
    away: bool,
    /// The person's quiet hours.
    quiet: bool,
    absence: Option<Absence>,
}

impl Notices {
    /// Nothing announced yet.
    pub fn new(me: MemberId) -> Self {
        Self {
            me,
            waiting: BTreeMap::new(),
            shown: BTreeMap::new(),
            together: false,
            several_mine: BTreeMap::new(),
            comment: None,
            repeat_after_s: Settings::usual_repeat_after_s(),
            available: true,
            choices: Choices::default(),
            away: false,
            quiet: false,
            absence: None,
        }
    }

    /// Takes from the workspace how soon to repeat, and whether I am available. Changes of either
    /// come as events later.
    pub fn learn(&mut self, directory: &Directory) {
        if let Some(settings) = &directory.settings {
            self.repeat_after_s = settings.repeat_after_s;
        }
        self.available = directory.member(self.me).is_none_or(|me| me.available);
    }

    /// Whether this was announced and not taken back.
    pub fn stands(&self, key: Key) -> bool {
        self.shown.contains_key(&key)
    }

    /// What waits already when the app starts: counted with what comes, not announced anew.
    pub fn begin_with(&mut self, rows: &[ConversationView]) {
        for row in rows.iter().filter(|row| is_waiting(row)) {
            self.waiting.insert(row.id, Waiting::of(row, ""));
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
        self.remember(happened);
        let event = &happened.recorded.event;
        let Some(row) = row else { return Vec::new() };
        match &event.body {
            EventBody::Notified { what, members, .. } if self.is_among(members) => match what {
                Told::Unassigned if is_waiting(row) => self.add(row, happened),
                Told::Assigned if is_mine(row, self.me) => self.say(Saying::assigned(row)),
                Told::Silent if is_mine(row, self.me) => self.say(Saying::reminded(row, event.at)),
                Told::Mentioned if in_front != Some(row.id) => {
                    let (text, visitor) = (self.comment_in(row.id), row.visitor.name.clone());
                    self.say(Saying::mentioned(row.id, &event.actor, visitor, &text))
                }
                Told::Unassigned | Told::Assigned | Told::Silent | Told::Mentioned => Vec::new(),
            },
            EventBody::MessagePosted { author, text, .. } if author.kind == AuthorKind::Visitor => {
                self.visitor_wrote(row, text, in_front)
            }
            EventBody::Assigned { .. }
            | EventBody::HandedOff { .. }
            | EventBody::StatusChanged { .. } => self.settle(row),
            EventBody::ReadMarked { member: Some(member), .. } if *member == self.me => {
                self.seen(row.id)
            }
            // Nobody waits any more, and nothing of theirs stays on screen.
            EventBody::ContactErased { .. } => {
                let mut orders = self.settle(row);
                orders.extend(self.withdraw(Key::Mine(row.id)));
                orders.extend(self.withdraw(Key::Mentioned(row.id)));
                orders
            }
            _ => Vec::new(),
        }
    }

    /// What is to be known later, whatever is shown.
    fn remember(&mut self, happened: &Happened) {
        let event = &happened.recorded.event;
        match (&event.body, event.conversation) {
            (EventBody::SettingsChanged { settings }, _) => {
                self.repeat_after_s = settings.repeat_after_s;
            }
            (EventBody::MemberChanged { member }, _) if member.id == self.me => {
                self.available = member.available;
            }
            (
                EventBody::CommentAdded { text, .. } | EventBody::CommentEdited { text, .. },
                Some(id),
            ) => {
                self.comment = Some((id, text::shortened(text, WORDS)));
            }
            (EventBody::ContactErased { .. }, Some(id)) => {
                self.comment.take_if(|(of, _)| *of == id);
            }
            _ => {}
        }
        if let Some(absence) = &mut self.absence {
            absence.note(self.me, event);
        }
    }

    fn comment_in(&self, id: ConversationId) -> String {
        let known = self.comment.as_ref().filter(|(of, _)| *of == id);
        known.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Time passes: quiet hours begin or end, and what still waits is announced again. Several are
    /// one here too.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Order> {
        let mut orders = self.keep_quiet(now);
        if self.repeat_after_s == 0 || !self.available || self.absence.is_some() {
            return orders;
        }
        let later = Timestamp(now.0 + i64::from(self.repeat_after_s) * 1_000);
        let heard = self.choices.prefs.sound && self.choices.prefs.repeat_with_sound;
        let several = self.stands(Key::SeveralWaiting);
        let mut repeated = Vec::new();
        for (id, waiting) in self.waiting.iter_mut().filter(|(_, waiting)| !waiting.quiet) {
            if !several && !self.shown.contains_key(&Key::Waiting(*id)) {
                continue;
            }
            let is_due = waiting.due.is_some_and(|due| due <= now);
            if is_due {
                repeated.push(waiting.notice(*id, &self.choices).heard(heard));
            }
            // A clock that was set back must not keep it silent.
            if is_due || waiting.due.is_none_or(|due| due > later) {
                waiting.due = Some(later);
            }
        }
        if several && !repeated.is_empty() {
            repeated = vec![self.several().heard(heard)];
        }
        orders.extend(repeated.into_iter().map(Order::Show));
        orders
    }

    /// The person has dismissed a notice here. The conversations it was about, for the person's
    /// other desktops.
    pub fn dismissed(&mut self, key: Key) -> Vec<ConversationId> {
        self.shown.remove(&key);
        let about: Vec<ConversationId> = match key {
            Key::Waiting(id) | Key::Mine(id) | Key::Mentioned(id) => vec![id],
            Key::SeveralWaiting => self.waiting.keys().copied().collect(),
            Key::SeveralMine => {
                let several = std::mem::take(&mut self.several_mine);
                several.into_keys().filter_map(Key::conversation).collect()
            }
        };
        if let Key::Waiting(_) | Key::SeveralWaiting = key {
            about.iter().for_each(|id| self.quiet(*id));
        }
        about
    }

    /// The person has dismissed the notice of a conversation on another desktop.
    pub fn dismissed_elsewhere(&mut self, id: ConversationId) -> Vec<Order> {
        self.quiet(id);
        let mut orders = self.withdraw(Key::Waiting(id));
        orders.extend(self.seen(id));
        if self.waiting.values().all(|waiting| waiting.quiet) {
            orders.extend(self.withdraw(Key::SeveralWaiting));
        }
        orders
    }

    fn quiet(&mut self, id: ConversationId) {
        if let Some(waiting) = self.waiting.get_mut(&id) {
            waiting.quiet = true;
        }
    }

    /// The person has seen what is new in a conversation, here or elsewhere.
    pub fn seen(&mut self, id: ConversationId) -> Vec<Order> {
        let mut orders = self.withdraw(Key::Mine(id));
        orders.extend(self.withdraw(Key::Mentioned(id)));
        orders
    }

    fn is_among(&self, members: &[Named]) -> bool {
        let me = self.me.to_string();
        members.iter().any(|member| member.id == me)
    }

    fn add(&mut self, row: &ConversationView, happened: &Happened) -> Vec<Order> {
        let words = happened.words.as_deref().unwrap_or_default();
        self.waiting.insert(row.id, Waiting::of(row, words));
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
            return self.say(Saying::wrote(row, text));
        }
        Vec::new()
    }

    /// One notice each, or one for all: shows what is new and takes back what no longer stands.
    fn rearrange(&mut self, new: Option<ConversationId>) -> Vec<Order> {
        self.together &= self.waiting.len() > 1;
        let heard = self.choices.heard(self.choices.prefs.announce.unassigned);
        let several = self.together || self.choices.are_together(self.waiting.len());
        let stands = |key: &Key| match key {
            Key::Waiting(id) => heard.is_some() && !several && self.waiting.contains_key(id),
            Key::SeveralWaiting => heard.is_some() && several,
            Key::Mine(_) | Key::Mentioned(_) | Key::SeveralMine => true,
        };
        let gone: Vec<Key> = self.shown.keys().copied().filter(|key| !stands(key)).collect();
        let mut orders: Vec<Order> = gone.into_iter().flat_map(|key| self.withdraw(key)).collect();
        let Some(heard) = heard else { return orders };
        if several {
            let notice = self.several();
            if new.is_none() && self.stands(Key::SeveralWaiting) {
                orders.push(Order::Update(notice));
            } else if self.waiting.values().any(|waiting| !waiting.quiet) {
                orders.extend(self.show(notice.heard(heard)));
            }
            return orders;
        }
        let due: Vec<Notice> = self
            .waiting
            .iter()
            .filter(|(id, waiting)| {
                let untold = !waiting.quiet && !self.shown.contains_key(&Key::Waiting(**id));
                new == Some(**id) || untold
            })
            .map(|(id, waiting)| waiting.notice(*id, &self.choices).heard(heard))
            .collect();
        orders.extend(due.into_iter().flat_map(|notice| self.show(notice)));
        orders
    }

    /// Shows something of mine, or keeps it for later; nothing when it is not wanted.
    fn say(&mut self, saying: Saying) -> Vec<Order> {
        if self.choices.heard(saying.loudness(&self.choices)).is_none() {
            return Vec::new();
        }
        if let Some(absence) = &mut self.absence {
            absence.miss(saying);
            return Vec::new();
        }
        let notice = saying.notice(&self.choices);
        self.shown.insert(notice.key, Some(saying));
        vec![Order::Show(notice)]
    }

    /// Shows what waits, or several together.
    fn show(&mut self, notice: Notice) -> Vec<Order> {
        if self.absence.is_some() {
            return Vec::new();
        }
        if notice.key == Key::SeveralWaiting {
            self.waiting.values_mut().for_each(|waiting| waiting.due = None);
        }
        self.shown.insert(notice.key, None);
        vec![Order::Show(notice)]
    }

    fn withdraw(&mut self, key: Key) -> Vec<Order> {
        if let Some(absence) = &mut self.absence {
            absence.settle(key);
        }
        let mut orders = Vec::new();
        if self.shown.remove(&key).is_some() {
            orders.push(Order::Withdraw(key));
        }
        let was_last = self.several_mine.remove(&key).is_some() && self.several_mine.is_empty();
        if was_last && self.shown.remove(&Key::SeveralMine).is_some() {
            orders.push(Order::Withdraw(Key::SeveralMine));
        }
        orders
    }
}
