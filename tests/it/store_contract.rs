//! What everybody may rely on when they write to the store and read from it, asked of a real SQLite
//! file in a folder of its own.

pub mod bench;
pub mod checking;
mod clock;
mod copying;
pub mod files;
mod filters;
mod full_disk;
mod history;
mod lists;
mod older_files;
mod repeating;
mod reports;
mod search;
mod silence;
mod threads;
mod writing;
