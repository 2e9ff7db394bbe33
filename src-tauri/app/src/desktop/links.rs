//! Links from elsewhere: a browser, a ticket, another program. What one names is shown in the window;
//! nothing else ever follows from it.

use super::{window, words};
use crate::home::Home;
use crate::ipc::Open;
use crate::link::Link;
use crate::notices::words::fill;
use std::sync::{Arc, Mutex, PoisonError};
use tauri::{AppHandle, Manager};

/// A link that came before the window could show anything.
#[derive(Default)]
pub struct Kept(Mutex<Option<Link>>);

impl Kept {
    /// What the program was started with.
    pub fn new(link: Option<Link>) -> Self {
        Self(Mutex::new(link))
    }

    fn take(&self) -> Option<Link> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Shows what the program was started for; called once the window has its list.
pub fn show_kept(app: &AppHandle) {
    if let Some(link) = app.try_state::<Kept>().and_then(|kept| kept.take()) {
        show(app, link);
    }
}

/// Shows what a link names, or says that it is not here.
pub fn show(app: &AppHandle, Link::Conversation(number): Link) {
    let (app, Some(home)) = (app.clone(), app.try_state::<Arc<Home>>()) else { return };
    let inbox = home.inbox();
    tauri::async_runtime::spawn(async move {
        let words = words(&app);
        let (conversation, notice) = match inbox.numbered(number).await {
            Ok(Some(id)) => (Some(id), None),
            Ok(None) => (None, Some(fill(words.link_unknown, &[("n", &number.to_string())]))),
            Err(error) => (None, Some(words.refusal(error.code).to_owned())),
        };
        window::show(&app, Open { conversation, tab: None, notice });
    });
}
