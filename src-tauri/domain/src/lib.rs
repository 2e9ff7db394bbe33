//! What a conversation is and what may happen to it.
//!
//! A conversation changes only by `decide` → events → `apply`. There is no input or output here, no
//! clock, and no id is made: time and ids are arguments. Read `handoff` first.

mod analysis;
mod asks_for_person;
mod attachments;
mod blocks;
mod calendar;
mod cause;
mod command;
mod conversation;
mod decide;
mod directory;
mod erased;
mod event;
mod handoff;
mod hours;
mod ids;
mod locale;
mod mentions;
mod mood;
mod party;
mod phrase;
mod rating;
mod reading;
mod refusal;
mod rehearsed;
mod rules;
mod saved_replies;
mod silent;
mod telling;
pub mod text;
mod time;
mod topics;
mod view;

pub use analysis::*;
pub use asks_for_person::asks_for_person;
pub use attachments::{
    ATTACHMENTS, Attached, Attachment, Upload, words_in_brief, words_with_files,
};
pub use blocks::{Block, BlockKind, Span, SpanKind, blocks, is_safe_href};
pub use calendar::Calendar;
pub use command::{AssigneeRef, Command, Context, Decision, Grounds, Start, Written};
pub use conversation::{Conversation, Handoff, Holder, Party, Status};
pub use decide::decide;
pub use directory::{
    AiAgent, AiAgentKind, Article, Directory, Label, Member, OpenAi, Role, Settings, Side, Texts,
    Theme, Widget,
};
pub use erased::ERASED;
pub use event::*;
pub use handoff::{ASKED_FOR_A_PERSON, TALK_TO_A_HUMAN, start};
pub use hours::{
    HOLIDAYS, Hours, LocalDate, TimeOfDay, Window, is_open, is_within, known_time_zone, opens_at,
};
pub use ids::*;
pub use locale::{Language, Locale, is_language_tag};
pub use mentions::mentioned;
pub use mood::mood;
pub use party::*;
pub use rating::Rating;
pub use refusal::Refusal;
pub use rehearsed::{ListedRule, Rehearsal, Rehearsed, Skipped, TriedRules};
pub use rules::{Before, Condition, Heard, Needs, Rule, first_match, ready_made};
pub use saved_replies::SavedReply;
pub use telling::{expectation, greeting};
pub use time::Timestamp;
pub use topics::{Topic, is_about, topics};
pub use view::*;
