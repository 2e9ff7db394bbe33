//! The test of notices: shows one as it would show a real one, and tells the window after every
//! step. It speaks with the service by itself and holds no conversation, so nothing can be claimed
//! by it and no real notice is touched. Each wait has an end.

use crate::desktop_prefs::{DesktopPrefs, Language};
use crate::notices::words::Words;
use crate::notices::{Action, NoticeTrial};
use notify_rust::Notification;
use std::time::Duration;
use tauri::{AppHandle, Emitter};
use tokio::sync::Mutex;

/// How long the person has for a click, and for the button.
const LIMIT_S: u32 = 30;
const LIMIT: Duration = Duration::from_secs(LIMIT_S as u64);

/// One test at a time; a new one ends the one before.
#[derive(Default)]
pub struct Trials(Mutex<Option<tauri::async_runtime::JoinHandle<()>>>);

impl Trials {
    /// Starts a test; the window is told of it by `notice_trial`.
    pub async fn start(&self, app: AppHandle, prefs: DesktopPrefs, quiet: bool) {
        let mut running = self.0.lock().await;
        if let Some(before) = running.take() {
            before.abort();
        }
        let trial = Trial { app, trial: NoticeTrial::new(LIMIT_S, quiet), prefs };
        *running = Some(tauri::async_runtime::spawn(trial.run()));
    }
}

/// A test that runs.
struct Trial {
    app: AppHandle,
    trial: NoticeTrial,
    prefs: DesktopPrefs,
}

impl Trial {
    async fn run(mut self) {
        self.tell();
        if let Err(why) = system::steps(&mut self).await {
            self.trial.fail(why);
        }
        self.tell();
    }

    fn tell(&self) {
        if let Err(error) = self.app.emit("notice_trial", &self.trial) {
            tracing::warn!(%error, "the window was not told of the test");
        }
    }

    /// The first notice waits for a click, the second one for its button.
    fn notification(&self, with_button: bool) -> Notification {
        let language: Language = self.prefs.speaks();
        let words = Words::of(language);
        let body = if with_button { words.trial_press } else { words.trial_click };
        let mut notification = Notification::new();
        notification.appname("Baton").summary(words.trial_title).body(body);
        notification.action("default", Action::Open.label(language));
        if with_button {
            notification.action(Action::Claim.name(), Action::Claim.label(language));
        }
        super::announcer::sounds(&mut notification, self.prefs.sound);
        notification
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
mod system {
    use super::{LIMIT, Trial};
    use crate::notices::{Action, NoticeService, TrialFailure};
    use notify_rust::{CloseReason, NotificationHandle, NotificationResponse, Timeout, Urgency};
    use std::time::Duration;
    use zbus::Connection;
    use zbus::fdo::DBusProxy;

    /// How long the service may take to answer.
    const WITHIN: Duration = Duration::from_secs(5);
    const NAME: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    pub async fn steps(trial: &mut Trial) -> Result<(), TrialFailure> {
        let (service, held_back) = timely(ask()).await??;
        trial.trial.found(service, held_back);
        trial.tell();
        let first = show(trial, false).await?;
        trial.trial.shown(Some(first.id()));
        trial.tell();
        if trial.trial.over {
            return Ok(());
        }
        answered(&first, &[NotificationResponse::Default]).await?;
        take_back(&first).await;
        trial.trial.clicked();
        trial.tell();
        let second = show(trial, true).await?;
        let button = NotificationResponse::Action(Action::Claim.name().to_owned());
        answered(&second, &[button]).await?;
        take_back(&second).await;
        trial.trial.pressed();
        Ok(())
    }

    async fn timely<T>(work: impl Future<Output = T>) -> Result<T, TrialFailure> {
        tokio::time::timeout(WITHIN, work).await.map_err(|_| TrialFailure::NoAnswer)
    }

    /// What the service says of itself, and whether it holds notices back (KDE says so).
    async fn ask() -> Result<(NoticeService, Option<bool>), TrialFailure> {
        let bus = Connection::session().await.map_err(|_| TrialFailure::NoBus)?;
        if !is_there(&bus).await {
            return Err(TrialFailure::NoService);
        }
        let silent = |_| TrialFailure::NoAnswer;
        let call = async |method: &str| {
            bus.call_method(Some(NAME), PATH, Some(NAME), method, &()).await.map_err(silent)
        };
        let about = call("GetServerInformation").await?;
        let (name, _, version, _): (String, String, String, String) =
            about.body().deserialize().map_err(silent)?;
        let can: Vec<String> =
            call("GetCapabilities").await?.body().deserialize().map_err(silent)?;
        let can = |what: &str| can.iter().any(|each| each == what);
        let (actions, body, sound) = (can("actions"), can("body"), can("sound"));
        let service = NoticeService { name, version, actions, body, sound };
        Ok((service, holds_back(&bus).await))
    }

    /// Somebody has the name, or the bus could start somebody.
    async fn is_there(bus: &Connection) -> bool {
        let Ok(names) = DBusProxy::new(bus).await else { return false };
        let is_named =
            |names: Vec<zbus::names::OwnedBusName>| names.iter().any(|name| name.as_str() == NAME);
        let running = names.list_names().await.is_ok_and(is_named);
        running || names.list_activatable_names().await.is_ok_and(is_named)
    }

    async fn holds_back(bus: &Connection) -> Option<bool> {
        let properties = Some("org.freedesktop.DBus.Properties");
        let asked = (NAME, "Inhibited");
        let answer = bus.call_method(Some(NAME), PATH, properties, "Get", &asked).await.ok()?;
        let body = answer.body();
        let value: zbus::zvariant::OwnedValue = body.deserialize().ok()?;
        value.downcast_ref::<bool>().ok()
    }

    async fn show(trial: &Trial, with_button: bool) -> Result<NotificationHandle, TrialFailure> {
        let mut wanted = trial.notification(with_button);
        wanted.urgency(Urgency::Critical).timeout(Timeout::Never).icon("baton");
        let shown = timely(wanted.show_async()).await?;
        shown.map_err(|error| {
            tracing::warn!(%error, "the test’s notice was not shown");
            TrialFailure::Refused
        })
    }

    /// Waits for one of these answers; whatever else ends the notice is a failure. One that nobody
    /// has answered in time is taken back.
    async fn answered(
        handle: &NotificationHandle,
        wanted: &[NotificationResponse],
    ) -> Result<(), TrialFailure> {
        let mut answer = None;
        let waited = handle.wait_for_action_async(|response| answer = Some(response.clone()));
        if tokio::time::timeout(LIMIT, waited).await.is_err() {
            take_back(handle).await;
            return Err(TrialFailure::TooLate);
        }
        match answer {
            Some(answer) if wanted.contains(&answer) => Ok(()),
            // By itself it ends only where the service does not keep to what was asked.
            Some(NotificationResponse::Closed(CloseReason::Expired)) => Err(TrialFailure::TooLate),
            Some(_) | None => Err(TrialFailure::Closed),
        }
    }

    async fn take_back(handle: &NotificationHandle) {
        let _ = tokio::time::timeout(WITHIN, handle.close_async()).await;
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    use super::{LIMIT, Trial};
    use crate::notices::{NoticeService, TrialFailure};
    use notify_rust::NotificationResponse;

    /// These systems show notices themselves; they can do everything that is asked here.
    pub async fn steps(trial: &mut Trial) -> Result<(), TrialFailure> {
        let name = std::env::consts::OS.to_owned();
        let version = String::new();
        let service = NoticeService { name, version, actions: true, body: true, sound: true };
        trial.trial.found(service, None);
        trial.tell();
        let first = show(trial, false);
        trial.trial.shown(None);
        trial.tell();
        answered(first, "default").await?;
        trial.trial.clicked();
        trial.tell();
        answered(show(trial, true), crate::notices::Action::Claim.name()).await?;
        trial.trial.pressed();
        Ok(())
    }

    type Answer = Result<Option<String>, TrialFailure>;

    fn show(trial: &Trial, with_button: bool) -> tauri::async_runtime::JoinHandle<Answer> {
        let wanted = trial.notification(with_button);
        tauri::async_runtime::spawn_blocking(move || {
            let handle = wanted.show().map_err(|_| TrialFailure::Refused)?;
            let mut pressed = None;
            let waited = handle.wait_for_response(|response: &NotificationResponse| {
                pressed = match response {
                    NotificationResponse::Default => Some("default".to_owned()),
                    NotificationResponse::Action(name) => Some(name.clone()),
                    _ => None,
                };
            });
            waited.map_err(|_| TrialFailure::Refused)?;
            Ok(pressed)
        })
    }

    async fn answered(
        shown: tauri::async_runtime::JoinHandle<Answer>,
        wanted: &str,
    ) -> Result<(), TrialFailure> {
        let answer = tokio::time::timeout(LIMIT, shown).await.map_err(|_| TrialFailure::TooLate)?;
        match answer.map_err(|_| TrialFailure::Refused)?? {
            Some(pressed) if pressed == wanted => Ok(()),
            Some(_) | None => Err(TrialFailure::Closed),
        }
    }
}
