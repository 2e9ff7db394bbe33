//! What can be announced, and what an announcer is told. Plain values; a system's notifications are
//! behind [`Announcer`].

use super::words::Words;
use crate::desktop_prefs::Language;
use baton_domain::ConversationId;

/// What a notice is about; a new one with the same key takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// One conversation waits.
    Waiting(ConversationId),
    /// Several wait.
    SeveralWaiting,
    /// A conversation of mine has something new, or is now mine.
    Mine(ConversationId),
    /// A comment mentions me.
    Mentioned(ConversationId),
    /// Several of the last two, after an absence.
    SeveralMine,
}

impl Key {
    /// The one conversation it is about.
    pub fn conversation(self) -> Option<ConversationId> {
        match self {
            Key::Waiting(id) | Key::Mine(id) | Key::Mentioned(id) => Some(id),
            Key::SeveralWaiting | Key::SeveralMine => None,
        }
    }
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
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Action::Claim => Words::of(language).claim,
            Action::Open => Words::of(language).open,
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
    /// Whether it is to be heard too.
    pub sound: bool,
    /// What its buttons speak.
    pub speaks: Language,
}

impl Notice {
    /// The one conversation it is about.
    pub fn conversation(&self) -> Option<ConversationId> {
        self.key.conversation()
    }

    pub(super) fn heard(self, sound: bool) -> Self {
        Self { sound, ..self }
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
