//! The end-to-end stories: what a member and a visitor do, in the real window and a real browser.
//!
//! Ana is the member, Marta the visitor, Iris the AI agent. Each story has its own display, bus,
//! data folder and ports. Pictures lie in `target/e2e-shots`, logs in `target/e2e-logs`.

mod accessibility;
mod alert;
mod baton_goes_round;
mod claiming;
mod files;
mod hands;
mod harness;
mod history;
mod hostile_words;
mod lists;
mod nothing_is_lost;
mod notices;
mod page;
mod screens;
mod second_start;
mod team;
mod understanding;

use std::time::Duration;

/// How long a notification may take; "within a blink" is measured elsewhere.
const SOON: Duration = Duration::from_secs(10);
