//! What the person has chosen about notices, as the state machine uses it, and what a new choice
//! changes of what stands. Pure: the moment and the time zone are given.

use super::absence::several_mine;
use super::saying::Saying;
use super::words::Words;
use super::{Key, Notice, Notices, Order};
use crate::desktop_prefs::{DesktopPrefs, Language, Loudness};
use baton_domain::Timestamp;

/// The choices, and what they are read with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// As they are kept.
    pub prefs: DesktopPrefs,
    /// What notices speak.
    pub speaks: Language,
    /// This computer's, by its name in the tz database.
    pub time_zone: String,
}

impl Default for Choices {
    fn default() -> Self {
        let prefs = DesktopPrefs::default();
        Self { prefs, speaks: Language::En, time_zone: "UTC".to_owned() }
    }
}

impl Choices {
    /// Those of this computer.
    pub fn of_this_computer(prefs: DesktopPrefs) -> Self {
        let speaks = prefs.speaks();
        Self { prefs, speaks, time_zone: crate::desktop_prefs::time_zone() }
    }

    pub(super) fn words(&self) -> &'static Words {
        Words::of(self.speaks)
    }

    /// Whether something as loud as this is heard; none when it is not even shown.
    pub(super) fn heard(&self, loudness: Loudness) -> Option<bool> {
        match loudness {
            Loudness::Off => None,
            Loudness::Shown => Some(false),
            Loudness::Heard => Some(self.prefs.sound),
        }
    }

    pub(super) fn is_quiet(&self, now: Timestamp) -> bool {
        self.prefs.quiet.is_now(&self.time_zone, now)
    }

    /// Whether so many that wait have one notice together.
    pub(super) fn are_together(&self, waiting: usize) -> bool {
        self.prefs.together_from.is_some_and(|from| waiting >= usize::from(from))
    }
}

impl Notices {
    /// The person has chosen otherwise: what stands is said anew, and what is no longer wanted is
    /// taken back. Nothing rings.
    pub fn choose(&mut self, choices: Choices, now: Timestamp) -> Vec<Order> {
        self.choices = choices;
        let unwanted =
            |saying: &Saying| self.choices.heard(saying.loudness(&self.choices)).is_none();
        let stood: Vec<(Key, bool)> = self
            .shown
            .iter()
            .map(|(key, saying)| (*key, saying.as_ref().is_some_and(unwanted)))
            .collect();
        let mut orders = Vec::new();
        for (key, _) in stood.iter().filter(|(_, unwanted)| *unwanted) {
            orders.extend(self.withdraw(*key));
        }
        if stood.iter().any(|(key, _)| matches!(key, Key::Waiting(_) | Key::SeveralWaiting)) {
            orders.extend(self.rearrange(None));
        }
        for (key, _) in stood {
            orders.extend(self.said_anew(key).map(|notice| Order::Update(notice.heard(false))));
        }
        orders.extend(self.keep_quiet(now));
        orders
    }

    /// What stands under this key, as it is said now. All that wait together are said anew by
    /// whoever rearranges them.
    fn said_anew(&self, key: Key) -> Option<Notice> {
        let saying = self.shown.get(&key)?;
        match key {
            Key::Waiting(id) => {
                self.waiting.get(&id).map(|waiting| waiting.notice(id, &self.choices))
            }
            Key::Mine(_) | Key::Mentioned(_) => {
                saying.as_ref().map(|saying| saying.notice(&self.choices))
            }
            Key::SeveralMine => Some(several_mine(&self.several_mine, &self.choices)),
            Key::SeveralWaiting => None,
        }
    }
}
