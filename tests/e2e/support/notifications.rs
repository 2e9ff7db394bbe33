//! A real `org.freedesktop.Notifications` service that remembers and can press.
//!
//! It shows nothing. It says that it can do actions, body markup and persistence, as GNOME and KDE
//! do, so the app takes the same road as on a user's desktop.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use tokio::sync::watch;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::Value;
use zbus::{Connection, interface};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// Reasons of `NotificationClosed`, from the Desktop Notifications Specification 1.2.
const CLOSED_BY_USER: u32 = 2;
const CLOSED_BY_CALL: u32 = 3;

/// One call of `Notify`, as it arrived.
#[derive(Clone, Debug)]
pub struct Notified {
    pub app_name: String,
    /// The number the caller was given; an update carries the number of what it replaces.
    pub id: u32,
    pub replaces_id: u32,
    pub summary: String,
    /// Markup, as sent: `&lt;` is not turned back.
    pub body: String,
    /// Key and label, in the order sent.
    pub actions: Vec<(String, String)>,
    /// Strings, numbers and booleans as text; anything else as Rust shows it.
    pub hints: BTreeMap<String, String>,
    pub expire_timeout_ms: i32,
    pub at: SystemTime,
}

impl Notified {
    /// The key of the action with this label.
    pub fn action(&self, label: &str) -> Option<&str> {
        self.actions.iter().find(|(_, shown)| shown == label).map(|(key, _)| key.as_str())
    }
}

/// Everything that was asked of the service so far.
#[derive(Clone, Debug, Default)]
struct Record {
    notified: Vec<Notified>,
    /// Numbers the app took back with `CloseNotification`.
    withdrawn: Vec<u32>,
    /// What stands, by number.
    standing: BTreeMap<u32, Notified>,
}

impl Record {
    fn standing(&self) -> Vec<Notified> {
        self.standing.values().cloned().collect()
    }
}

/// The service; it leaves the bus when dropped.
pub struct NotificationService {
    connection: Connection,
    sender: watch::Sender<Record>,
    record: watch::Receiver<Record>,
}

impl NotificationService {
    /// Takes the well-known name on the bus at `address`.
    pub async fn start(address: &str) -> Result<Self> {
        let (sender, record) = watch::channel(Record::default());
        let connection = zbus::connection::Builder::address(address)?
            .name(NAME)?
            .serve_at(PATH, Desk { record: sender.clone(), last_id: 0 })?
            .build()
            .await
            .context("offer the notification service on the bus")?;
        Ok(Self { connection, sender, record })
    }

    /// Everything shown so far, oldest first; updates are entries of their own.
    pub fn notified(&self) -> Vec<Notified> {
        self.record.borrow().notified.clone()
    }

    /// What a person would still see: the last words of each, without what was taken back or closed.
    pub fn standing(&self) -> Vec<Notified> {
        self.record.borrow().standing()
    }

    /// Waits until exactly the notifications that `wanted` accepts stand.
    pub async fn wait_until_stands(
        &self,
        what: &str,
        limit: Duration,
        wanted: impl Fn(&[Notified]) -> bool,
    ) -> Result<Vec<Notified>> {
        let mut record = self.record.clone();
        let stands = record.wait_for(|record| wanted(&record.standing()));
        match tokio::time::timeout(limit, stands).await {
            Ok(record) => Ok(record?.standing()),
            Err(_) => bail!("{what}: not within {limit:?}. What stands: {:#?}", self.standing()),
        }
    }

    /// Waits for the first notification, past ones included, that `wanted` accepts.
    pub async fn wait_for(
        &self,
        what: &str,
        limit: Duration,
        wanted: impl Fn(&Notified) -> bool,
    ) -> Result<Notified> {
        let mut record = self.record.clone();
        let seen = tokio::time::timeout(
            limit,
            record.wait_for(|record| record.notified.iter().any(&wanted)),
        );
        match seen.await {
            Ok(seen) => {
                let found = seen?.notified.iter().find(|one| wanted(one)).cloned();
                found.context("the notification that was waited for")
            }
            Err(_) => bail!(
                "no notification within {} s: {what}. Shown until now: {:#?}",
                limit.as_secs_f32(),
                self.notified()
            ),
        }
    }

    /// Waits until the app has taken notification `id` back.
    pub async fn wait_for_withdrawal(&self, id: u32, limit: Duration) -> Result<()> {
        let mut record = self.record.clone();
        tokio::time::timeout(limit, record.wait_for(|record| record.withdrawn.contains(&id)))
            .await
            .with_context(|| format!("notification {id} was not taken back"))??;
        Ok(())
    }

    /// Does what a click on the action labelled `label` does: the action, then the end of `shown`.
    pub async fn press(&self, shown: &Notified, label: &str) -> Result<()> {
        let key = shown
            .action(label)
            .with_context(|| format!("an action “{label}” among {:?}", shown.actions))?;
        self.press_key(shown.id, key).await
    }

    /// Like [`NotificationService::press`], by the action's key, such as `default` for the body.
    pub async fn press_key(&self, id: u32, key: &str) -> Result<()> {
        let emitter = SignalEmitter::new(&self.connection, PATH)?;
        self.sender.send_modify(|record| drop(record.standing.remove(&id)));
        Desk::action_invoked(&emitter, id, key).await?;
        Desk::notification_closed(&emitter, id, CLOSED_BY_USER).await?;
        Ok(())
    }
}

/// The object on the bus.
struct Desk {
    record: watch::Sender<Record>,
    last_id: u32,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Desk {
    #[allow(clippy::too_many_arguments, reason = "the specification's signature")]
    fn notify(
        &mut self,
        app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, Value<'_>>,
        expire_timeout: i32,
    ) -> u32 {
        let id = if replaces_id == 0 { self.last_id + 1 } else { replaces_id };
        self.last_id = self.last_id.max(id);
        let notified = Notified {
            app_name,
            id,
            replaces_id,
            summary,
            body,
            actions: actions.chunks_exact(2).map(|a| (a[0].clone(), a[1].clone())).collect(),
            hints: hints.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
            expire_timeout_ms: expire_timeout,
            at: SystemTime::now(),
        };
        self.record.send_modify(|record| {
            record.standing.insert(id, notified.clone());
            record.notified.push(notified);
        });
        id
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        Self::notification_closed(&emitter, id, CLOSED_BY_CALL).await?;
        self.record.send_modify(|record| {
            record.standing.remove(&id);
            record.withdrawn.push(id);
        });
        Ok(())
    }

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["actions", "body", "body-markup", "persistence"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("baton-e2e", "Baton", "1", "1.2")
    }

    #[zbus(signal)]
    async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}

fn plain(value: &Value<'_>) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        Value::U8(number) => number.to_string(),
        Value::I32(number) => number.to_string(),
        Value::U32(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        other => format!("{other:?}"),
    }
}
