//! What the rules of product.md promise, asked of the domain alone: by table (every command from
//! everybody in every situation), by sentence (one promise each), and by property (any sequence of
//! commands from anybody, with numbers that may be stale).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod events;
mod files;
mod hours;
mod mentions;
mod office;
mod properties;
mod replays;
mod rules_of_erasure;
mod rules_of_handoff;
mod rules_of_history;
mod rules_of_ownership;
mod rules_of_silence;
mod table;
mod telling;
mod timelines;
mod visitor_languages;
mod visitor_texts;
