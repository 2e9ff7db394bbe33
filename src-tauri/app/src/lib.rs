//! The desktop app without its window: what the UI may ask, as plain functions.
//!
//! Read [`Inbox`] first. `seat` is where its commands go, `team` a desktop of a team: its own copy,
//! its line to the hub, its outbox. `notices` decides what is announced, `updates` what the window is told,
//! `home` where a workspace lives and how its hub starts. Only `desktop` knows Tauri, the tray and
//! the system's notifications.

#[cfg(feature = "desktop")]
pub mod desktop;
pub mod desktop_prefs;
mod exporting;
pub mod files;
mod history;
pub mod home;
mod inbox;
mod ipc;
pub mod link;
mod listing;
pub mod notices;
pub mod picking;
mod reports;
mod search;
mod seat;
pub mod team;
mod understanding;
pub mod updates;
mod whole_file;

pub use exporting::{ExportAs, ExportEnd, ExportProgress, Exported};
pub use history::{HistoryColumn, HistoryPage, HistoryQuery, HistoryRow, Takeover, TakeoverFilter};
pub use inbox::Inbox;
pub use ipc::*;
pub use listing::*;
pub use reports::*;
pub use seat::{LiveFeed, Seat};
