//! The stage the end-to-end stories are played on: a display, a session bus, a notification
//! service, the real desktop window and a real browser with the visitor's widget.
//!
//! Everything is private to one test, on addresses picked at run time, and is gone when the test
//! ends, however it ends. What is missing on the machine is named in the error; nothing is skipped.

mod app;
mod bus;
mod display;
mod hub;
mod notifications;
mod page;
pub mod places;
mod running;
mod stage;
#[path = "../../it/support/tunnel.rs"]
mod tunnel;
mod visitor;
mod webdriver;

pub use app::AppWindow;
pub use bus::Bus;
pub use display::Xvfb;
pub use hub::{EmptyHub, Hub, PASSWORD};
pub use notifications::{NotificationService, Notified};
pub use page::Page;
pub use stage::{Stage, play, play_on};
pub use tunnel::{Tunnel, Way};
pub use visitor::Visitor;
pub use webdriver::{Element, Session, http};
