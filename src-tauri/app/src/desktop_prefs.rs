//! What a person chooses for this computer: what is announced and how, when it is quiet, the
//! language, whether Baton starts at login. Kept in `desktop.json` of the data folder. Guarantees
//! that the file is written whole or not at all, and that one which cannot be read stands for the
//! usual choices and is said in the log. Leaves out what only the window needs (theme, keys).

use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use crate::team::write_private;
use baton_domain::{Hours, TimeOfDay, Timestamp, Window, is_within};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tokio::sync::watch;
use ts_rs::TS;

/// The file's name in the data folder.
pub const DESKTOP_FILE: &str = "desktop.json";
/// From how many waiting conversations on one notice may count them all.
const TOGETHER: std::ops::RangeInclusive<u8> = 2..=10;

/// The choices of this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DesktopPrefs {
    /// What is announced, and how.
    pub announce: Announce,
    /// Whether anything is heard at all.
    pub sound: bool,
    /// Whether what nobody has claimed is heard when it is announced again.
    pub repeat_with_sound: bool,
    /// How much a notice tells to whoever looks at the screen.
    pub privacy: Privacy,
    /// When nothing is shown; what waits is told as one when it ends.
    pub quiet: Quiet,
    /// From how many waiting conversations on (2 to 10) one notice counts them all; none for never.
    pub together_from: Option<u8>,
    /// What notices and the tray speak; none for the system's language.
    pub language: Option<Language>,
    /// Whether Baton starts when the person signs in to this computer.
    pub start_at_login: bool,
}

impl Default for DesktopPrefs {
    fn default() -> Self {
        Self {
            announce: Announce::default(),
            sound: true,
            repeat_with_sound: true,
            privacy: Privacy::Full,
            quiet: Quiet::default(),
            together_from: Some(3),
            language: None,
            start_at_login: false,
        }
    }
}

/// Each thing that can be announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Announce {
    /// A conversation waits in Unassigned.
    pub unassigned: Loudness,
    /// A conversation was assigned to me.
    pub assigned: Loudness,
    /// A visitor wrote in a conversation of mine.
    pub messages: Loudness,
    /// A colleague mentioned me in a comment.
    pub mentions: Loudness,
    /// I have not answered for a while.
    pub reminders: Loudness,
}

impl Default for Announce {
    fn default() -> Self {
        let shown = Loudness::Shown;
        Self {
            unassigned: shown,
            assigned: shown,
            messages: shown,
            mentions: shown,
            reminders: Loudness::Heard,
        }
    }
}

/// How something is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Loudness {
    /// Not at all.
    Off,
    /// Without sound.
    Shown,
    /// With sound.
    Heard,
}

/// How much a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Name, reason and the visitor's last words.
    Full,
    /// Name and reason.
    Reason,
    /// Only that a conversation waits.
    Waiting,
}

/// Hours of the week in which nothing is shown, by this computer's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Quiet {
    /// Whether there are any.
    pub on: bool,
    /// When they begin, such as `22:00`.
    #[ts(type = "string")]
    pub from: TimeOfDay,
    /// When they end; not after the beginning is on the next day.
    #[ts(type = "string")]
    pub to: TimeOfDay,
    /// On which days they begin.
    pub days: BTreeSet<Day>,
}

impl Default for Quiet {
    fn default() -> Self {
        let at = |text: &str| text.parse().unwrap_or(TimeOfDay::MIDNIGHT);
        Self { on: false, from: at("20:00"), to: at("08:00"), days: Day::ALL.into() }
    }
}

/// A day of the week, by the API's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
}

/// A language of Baton.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Language {
    En,
    De,
    Fr,
    Es,
}

impl Language {
    /// The language of a tag such as `de-AT` or `fr_FR.UTF-8`; English for any other.
    pub fn of_tag(tag: &str) -> Self {
        let first = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "de" => Self::De,
            "fr" => Self::Fr,
            "es" => Self::Es,
            _ => Self::En,
        }
    }
}

impl DesktopPrefs {
    /// What notices and the tray speak: what was chosen, else what the system speaks.
    pub fn speaks(&self) -> Language {
        let system = || sys_locale::get_locale().map_or(Language::En, |tag| Language::of_tag(&tag));
        self.language.unwrap_or_else(system)
    }

    /// Refuses what cannot be meant, with the field.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        if self.together_from.is_some_and(|count| !TOGETHER.contains(&count)) {
            return Err(("together_from", "is a number from 2 to 10, or null for never"));
        }
        if self.quiet.from >= TimeOfDay::MIDNIGHT_AFTER {
            return Err(("quiet.from", "is before 24:00"));
        }
        if self.quiet.on && self.quiet.days.is_empty() {
            return Err(("quiet.days", "names at least one day"));
        }
        Ok(())
    }
}

impl Quiet {
    /// Whether it is quiet at this moment in a time zone (by its name in the tz database). The
    /// night belongs to the day on which it begins; the same time twice is a whole day. When the
    /// clocks change, the clock on the wall decides.
    pub fn is_now(&self, time_zone: &str, now: Timestamp) -> bool {
        self.on && is_within(&self.hours(), time_zone, now)
    }

    fn hours(&self) -> Hours {
        let on = |day: Day| match self.days.contains(&day) {
            true => vec![Window(self.from, self.to)],
            false => Vec::new(),
        };
        Hours {
            mon: on(Day::Mon),
            tue: on(Day::Tue),
            wed: on(Day::Wed),
            thu: on(Day::Thu),
            fri: on(Day::Fri),
            sat: on(Day::Sat),
            sun: on(Day::Sun),
        }
    }
}

/// This computer's time zone by its name in the tz database; UTC where the system has none.
pub fn time_zone() -> String {
    let named = std::env::var("TZ").ok();
    let system = || iana_time_zone::get_timezone().ok();
    let known = |name: String| baton_domain::known_time_zone(name.trim_start_matches(':'));
    named.and_then(known).or_else(|| system().and_then(known)).unwrap_or_else(|| "UTC".to_owned())
}

/// The choices as they are kept in a data folder.
pub struct KeptPrefs {
    path: PathBuf,
    now: watch::Sender<DesktopPrefs>,
    changing: std::sync::Mutex<()>,
}

impl KeptPrefs {
    /// Those of this folder.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join(DESKTOP_FILE);
        let now = watch::channel(read(&path)).0;
        Self { path, now, changing: std::sync::Mutex::default() }
    }

    /// As they are now.
    pub fn now(&self) -> DesktopPrefs {
        self.now.borrow().clone()
    }

    /// As they are now, and whenever they change.
    pub fn watch(&self) -> watch::Receiver<DesktopPrefs> {
        self.now.subscribe()
    }

    /// Changes the named choices; the others stay. Waits for the disk.
    pub fn change(&self, change: Map<String, Value>) -> Answer<DesktopPrefs> {
        let _changing = self.changing.lock();
        let changed = changed(&self.now(), change)?;
        let bytes = serde_json::to_vec_pretty(&changed).map_err(anyhow::Error::from);
        let kept = bytes.and_then(|bytes| write_private(&self.path, &bytes));
        kept.map_err(|error| {
            tracing::error!(%error, "the choices of this computer were not kept");
            IpcError::new(ErrorCode::Unavailable, "This could not be kept on this computer.")
        })?;
        self.now.send_replace(changed.clone());
        Ok(changed)
    }
}

fn changed(now: &DesktopPrefs, change: Map<String, Value>) -> Answer<DesktopPrefs> {
    let Ok(Value::Object(mut whole)) = serde_json::to_value(now) else {
        return Err(IpcError::new(ErrorCode::Unavailable, "That did not work."));
    };
    for (name, value) in change {
        if !whole.contains_key(&name) {
            return Err(invalid(&name, "is not known"));
        }
        whole.insert(name, value);
    }
    let parsed: DesktopPrefs = serde_path_to_error::deserialize(Value::Object(whole))
        .map_err(|error| invalid(&error.path().to_string(), &error.inner().to_string()))?;
    parsed.check().map_err(|(field, detail)| invalid(field, detail))?;
    Ok(parsed)
}

fn invalid(field: &str, detail: &str) -> IpcError {
    let refused = IpcError::new(ErrorCode::Invalid, format!("{field}: {detail}"));
    IpcError { field: Some(field.to_owned()), ..refused }
}

fn read(path: &Path) -> DesktopPrefs {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return DesktopPrefs::default(),
        Err(error) => {
            tracing::warn!(%error, "the choices of this computer cannot be read: the usual ones hold");
            return DesktopPrefs::default();
        }
    };
    let parsed = serde_json::from_slice::<DesktopPrefs>(&bytes).map_err(|error| error.to_string());
    let usable = parsed.and_then(|prefs| match prefs.check() {
        Ok(()) => Ok(prefs),
        Err((field, detail)) => Err(format!("{field} {detail}")),
    });
    usable.unwrap_or_else(|error| {
        tracing::warn!(error, "the choices of this computer are damaged: the usual ones hold");
        DesktopPrefs::default()
    })
}
