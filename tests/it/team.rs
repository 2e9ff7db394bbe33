//! A team's desktops, each with a copy of its own: what they show, what they do without the hub,
//! and what comes of it afterwards.

mod exporting;
mod offline;
mod outbox;
mod replica;
mod storm;
