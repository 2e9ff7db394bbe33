//! The tests that need real parts: a hub process, a store on disk, the source tree.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a broken expectation is a failed test"
)]

mod architecture;
mod convergence;
mod page;
mod store_contract;
mod stories;
mod team;
