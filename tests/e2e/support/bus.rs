//! A D-Bus session bus of one test's own.
//!
//! Its configuration names no folder of activatable services: with the system's one, the bus would
//! start an installed notification daemon by itself, and "no notification service" could not be
//! tested.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::places;
use crate::running::Running;

/// A running `dbus-daemon`.
pub struct Bus {
    address: String,
    _daemon: Running,
}

impl Bus {
    /// Starts the daemon; its socket and configuration lie in `folder`.
    pub fn start(folder: &Path, logs: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let config = folder.join("bus.conf");
        std::fs::write(&config, configuration(folder)).context("write the bus's configuration")?;
        let mut command = Command::new(places::program(&["dbus-daemon"], "dbus")?);
        command.arg(format!("--config-file={}", config.display())).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let (daemon, address) = Running::start_until("bus", &command, logs, |line| {
            line.starts_with("unix:").then(|| line.trim().to_owned())
        })?;
        Ok(Self { address, _daemon: daemon })
    }

    /// What goes into `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Says what a screen saver says when the screen is locked, or unlocked.
    pub async fn screen_is_locked(&self, locked: bool) -> Result<()> {
        let bus = zbus::connection::Builder::address(self.address.as_str())?.build().await?;
        let (path, interface) = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver");
        let nobody: Option<&str> = None;
        bus.emit_signal(nobody, path, interface, "ActiveChanged", &(locked,)).await?;
        // The bus answers after it has passed the signal on.
        bus.call_method(
            Some("org.freedesktop.DBus"),
            "/",
            Some("org.freedesktop.DBus"),
            "GetId",
            &(),
        )
        .await?;
        Ok(())
    }
}

fn configuration(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display()
    )
}
