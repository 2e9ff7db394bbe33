//! The system's notifications, by notify-rust. Each standing notice has a task of its own that keeps
//! the handle (some systems close a notification when its sender's connection goes), waits for a
//! button, and is told to update or withdraw. Showing has a time limit: a service that accepts and
//! never answers must not hold up anything.

use crate::notices::{Action, Announcer, Key, Notice, Order};
use notify_rust::Notification;
use std::collections::HashMap;
use tokio::sync::mpsc;

/// What a notice sounds like that is to be heard: of the freedesktop sound naming specification, of
/// the system's own sounds elsewhere.
#[cfg(all(unix, not(target_os = "macos")))]
const SOUND: &str = "message-new-instant";
#[cfg(not(all(unix, not(target_os = "macos"))))]
const SOUND: &str = "Default";

/// What came of a notice.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// The person has pressed a button, or the body, which opens.
    Action(Notice, Action),
    /// The person has closed it without choosing.
    Dismissed(Notice),
    /// Nothing could be shown; the app has to do it itself.
    Failed(Notice),
}

/// Shows notices with the system's own service.
pub struct SystemAnnouncer {
    chosen: mpsc::UnboundedSender<Chosen>,
    standing: HashMap<Key, mpsc::UnboundedSender<Change>>,
}

/// What a standing notice is told.
enum Change {
    Update(Notice),
    Withdraw,
}

impl SystemAnnouncer {
    /// Reports to `chosen`.
    pub fn new(chosen: mpsc::UnboundedSender<Chosen>) -> Self {
        Self { chosen, standing: HashMap::new() }
    }
}

impl Announcer for SystemAnnouncer {
    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Show(notice) => {
                let key = notice.key;
                let unsent = match self.standing.get(&key) {
                    Some(standing) => standing.send(Change::Update(notice)).err(),
                    None => Some(mpsc::error::SendError(Change::Update(notice))),
                };
                if let Some(mpsc::error::SendError(Change::Update(notice))) = unsent {
                    let (changes, receiver) = mpsc::unbounded_channel();
                    self.standing.insert(key, changes);
                    let chosen = self.chosen.clone();
                    tauri::async_runtime::spawn(system::stand(notice, receiver, chosen));
                }
            }
            Order::Update(notice) => {
                // One that the person has dismissed stays away.
                if let Some(standing) = self.standing.get(&notice.key) {
                    let _ = standing.send(Change::Update(notice));
                }
            }
            Order::Withdraw(key) => {
                if let Some(standing) = self.standing.remove(&key) {
                    let _ = standing.send(Change::Withdraw);
                }
            }
        }
    }
}

fn notification(notice: &Notice) -> Notification {
    let mut notification = Notification::new();
    notification.appname("Baton").summary(&notice.title).body(&body(&notice.body));
    // Without an action of this name a click on the body is not reported.
    notification.action("default", Action::Open.label(notice.speaks));
    sounds(&mut notification, notice.sound);
    for action in &notice.actions {
        notification.action(action.name(), action.label(notice.speaks));
    }
    notification
}

/// Whether it is heard. Some services play a sound of their own unless they are asked not to.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn sounds(notification: &mut Notification, heard: bool) {
    match heard {
        true => notification.sound_name(SOUND),
        false => notification.hint(notify_rust::Hint::SuppressSound(true)),
    };
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(super) fn sounds(notification: &mut Notification, heard: bool) {
    if heard {
        notification.sound_name(SOUND);
    }
}

/// On these systems the body may hold markup (Desktop Notifications Specification, "Markup"), so
/// what visitors typed is escaped.
#[cfg(all(unix, not(target_os = "macos")))]
fn body(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn body(text: &str) -> String {
    text.to_owned()
}

fn pressed(name: &str) -> Option<Action> {
    match name {
        "default" => Some(Action::Open),
        name => [Action::Claim, Action::Open].into_iter().find(|action| action.name() == name),
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    use super::{Change, Chosen, notification, pressed};
    use crate::notices::Notice;
    use notify_rust::{CloseReason, NotificationHandle, NotificationResponse, Timeout, Urgency};
    use std::time::Duration;
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

    /// How long the service may take to show a notice or to take it back.
    const WITHIN: Duration = Duration::from_secs(3);

    /// One notice from its showing to its end.
    pub async fn stand(
        notice: Notice,
        mut changes: UnboundedReceiver<Change>,
        chosen: UnboundedSender<Chosen>,
    ) {
        let mut next = Some(notice);
        // Kept until its successor is shown: some systems close a notice with its sender's handle.
        let mut standing: Option<NotificationHandle> = None;
        while let Some(notice) = next.take() {
            let mut wanted = notification(&notice);
            wanted.urgency(Urgency::Critical).timeout(Timeout::Never).icon("baton");
            if let Some(standing) = &standing {
                wanted.id(standing.id());
            }
            let shown = tokio::time::timeout(WITHIN, wanted.show_async()).await;
            let Ok(Ok(handle)) = shown else {
                tracing::warn!("no notification service has shown the notice");
                if let Some(notice) = latest(notice, &mut changes) {
                    let _ = chosen.send(Chosen::Failed(notice));
                }
                return;
            };
            next = wait(standing.insert(handle), &notice, &mut changes, &chosen).await;
        }
    }

    /// Waits for a button, the end, or what is to stand in its place.
    async fn wait(
        handle: &NotificationHandle,
        notice: &Notice,
        changes: &mut UnboundedReceiver<Change>,
        chosen: &UnboundedSender<Chosen>,
    ) -> Option<Notice> {
        let mut answer = None;
        let pressed_or_closed =
            handle.wait_for_action_async(|response| answer = Some(response.clone()));
        let change = tokio::select! {
            () = pressed_or_closed => None,
            change = changes.recv() => Some(change.unwrap_or(Change::Withdraw)),
        };
        match change {
            Some(Change::Update(notice)) => Some(notice),
            Some(Change::Withdraw) => {
                let _ = tokio::time::timeout(WITHIN, handle.close_async()).await;
                None
            }
            None => {
                if let Some(answer) = answer.and_then(|answer| said(&answer, notice)) {
                    let _ = chosen.send(answer);
                }
                // What came in the same moment is announced all the same.
                match changes.try_recv() {
                    Ok(Change::Update(notice)) => Some(notice),
                    Ok(Change::Withdraw) | Err(_) => None,
                }
            }
        }
    }

    /// What is still to be said after the service failed; none when it was taken back meanwhile.
    fn latest(mut notice: Notice, changes: &mut UnboundedReceiver<Change>) -> Option<Notice> {
        while let Ok(change) = changes.try_recv() {
            match change {
                Change::Update(newer) => notice = newer,
                Change::Withdraw => return None,
            }
        }
        Some(notice)
    }

    /// What the person has done; none when the notice went by itself.
    fn said(response: &NotificationResponse, notice: &Notice) -> Option<Chosen> {
        let button = match response {
            NotificationResponse::Default => "default",
            NotificationResponse::Action(name) => name,
            NotificationResponse::Closed(CloseReason::Dismissed) => {
                return Some(Chosen::Dismissed(notice.clone()));
            }
            _ => return None,
        };
        pressed(button).map(|action| Chosen::Action(notice.clone(), action))
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    use super::{Change, Chosen, notification, pressed};
    use crate::notices::Notice;
    use notify_rust::{CloseReason, NotificationResponse};
    use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

    /// One notice. These systems neither update nor withdraw it here: a late click is harmless.
    pub async fn stand(
        notice: Notice,
        changes: UnboundedReceiver<Change>,
        chosen: UnboundedSender<Chosen>,
    ) {
        // What comes later gets a notice of its own.
        drop(changes);
        let failed = chosen.clone();
        let pressed_on = notice.clone();
        let wanted = notification(&notice);
        let shown = tauri::async_runtime::spawn_blocking(move || {
            let handle = wanted.show()?;
            handle.wait_for_response(move |response: &NotificationResponse| {
                let name = match response {
                    NotificationResponse::Default => "default",
                    NotificationResponse::Action(name) => name.as_str(),
                    NotificationResponse::Closed(CloseReason::Dismissed) => {
                        let _ = chosen.send(Chosen::Dismissed(pressed_on.clone()));
                        return;
                    }
                    _ => "",
                };
                if let Some(action) = pressed(name) {
                    let _ = chosen.send(Chosen::Action(pressed_on.clone(), action));
                }
            })
        })
        .await;
        if !matches!(shown, Ok(Ok(()))) {
            let _ = failed.send(Chosen::Failed(notice));
        }
    }
}
