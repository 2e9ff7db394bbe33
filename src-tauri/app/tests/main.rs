//! The app without its window: what is announced, and that the UI's types are the app's.
#![allow(clippy::unwrap_used, reason = "a test")]

mod bindings;
mod desktop_prefs;
mod notices;
mod trial;
