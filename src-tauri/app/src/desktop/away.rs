//! Whether somebody sits at this computer: the screen is locked, or the machine is going to sleep.
//! On Linux the screen saver and logind say so; on other systems nobody is asked yet, and the
//! person is never taken for away.

use tokio::sync::watch;

/// True while nobody sits here.
pub fn watch_over() -> watch::Receiver<bool> {
    let (away, told) = watch::channel(false);
    tauri::async_runtime::spawn(system::follow(away));
    told
}

#[cfg(target_os = "linux")]
mod system {
    use futures_util::StreamExt;
    use futures_util::stream::{BoxStream, select_all};
    use std::collections::BTreeSet;
    use tokio::sync::watch;
    use zbus::message::Type;
    use zbus::{Connection, MatchRule, MessageStream};

    /// Interface and signal of those who say that the screen is locked (true) or not.
    const SCREEN: [(&str, &str); 2] = [
        ("org.freedesktop.ScreenSaver", "ActiveChanged"),
        ("org.gnome.ScreenSaver", "ActiveChanged"),
    ];
    /// The same of who says that the machine goes to sleep (true) or has woken up.
    const SLEEP: (&str, &str) = ("org.freedesktop.login1.Manager", "PrepareForSleep");
    /// How many signals may queue.
    const QUEUE: usize = 16;

    pub async fn follow(away: watch::Sender<bool>) {
        let mut signals: Vec<BoxStream<'static, (usize, bool)>> = Vec::new();
        if let Ok(session) = Connection::session().await {
            for (source, (interface, signal)) in SCREEN.into_iter().enumerate() {
                signals.extend(listen(&session, source, interface, signal).await);
            }
        }
        if let Ok(system) = Connection::system().await {
            signals.extend(listen(&system, SCREEN.len(), SLEEP.0, SLEEP.1).await);
        }
        let mut signals = select_all(signals);
        // A machine that wakes up is still locked: each source speaks for itself.
        let mut away_by = BTreeSet::new();
        while let Some((source, on)) = signals.next().await {
            match on {
                true => away_by.insert(source),
                false => away_by.remove(&source),
            };
            let on = !away_by.is_empty();
            away.send_if_modified(|away| std::mem::replace(away, on) != on);
        }
        // Nobody will say it any more: the last word stands.
        away.closed().await;
    }

    async fn listen(
        bus: &Connection,
        source: usize,
        interface: &'static str,
        signal: &'static str,
    ) -> Option<BoxStream<'static, (usize, bool)>> {
        let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface).ok()?;
        let rule = rule.member(signal).ok()?.build();
        let stream = MessageStream::for_match_rule(rule, bus, Some(QUEUE)).await;
        let stream = stream.inspect_err(|error| tracing::debug!(%error, interface, "not heard"));
        let on = move |message: zbus::Result<zbus::Message>| async move {
            Some((source, message.ok()?.body().deserialize::<bool>().ok()?))
        };
        Some(stream.ok()?.filter_map(on).boxed())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use tokio::sync::watch;

    pub async fn follow(away: watch::Sender<bool>) {
        away.closed().await;
    }
}
