//! The words of notices, of the tray and of what the desktop asks and refuses by itself, one table for
//! each language. Everything here is plain text.
//! Guarantees that every language has every entry, with the same places to fill. What visitors and
//! colleagues wrote, and reasons of the owner's own, are data and not here.

mod de;
mod en;
mod es;
mod fr;

use crate::desktop_prefs::Language;
use crate::ipc::ErrorCode;

macro_rules! table {
    ($($name:ident),+ $(,)?) => {
        /// One language. `{…}` are places to fill.
        #[allow(missing_docs)]
        pub struct Words {
            $(pub $name: &'static str,)+
            /// The reasons that Baton itself gives, in the log's English and in this language.
            pub reasons: &'static [(&'static str, &'static str)],
        }

        impl Words {
            /// Every entry by its name, in one order for all languages.
            pub fn entries(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}

table!(
    anonymous,
    back_in_unassigned,
    claim,
    open,
    assigned_to_you,
    wrote_to_you,
    waits_for_answer,
    mentioned_you,
    several_are_waiting,
    and_more,
    private_waiting,
    private_wrote,
    private_assigned,
    private_reminder,
    private_mention,
    one_is_waiting,
    many_are_waiting,
    waits,
    waits_longest,
    also_for_you,
    for_you,
    claimed,
    claimed_too,
    meanwhile,
    by_one_claimed,
    by_many_claimed,
    by_one_taken_over,
    by_many_taken_over,
    one_waits_named,
    many_wait_named,
    for_you_named,
    nobody_waits,
    waiting_longest,
    tray_claim,
    tray_open,
    tray_available,
    tray_quit,
    its_yours,
    was_faster,
    has_moved,
    has_it,
    trial_title,
    trial_click,
    trial_press,
    update_question,
    update_install,
    update_later,
    link_unknown,
    login_elsewhere,
    login_refused,
    print_refused,
    url_refused,
    browser_missing,
    file_elsewhere,
    file_unwritable,
    folder_unreadable,
    lost_key,
    signed_out,
    folder_large,
    folder_deep,
    folder_many,
    is_closed,
    no_answer,
    failed,
    seconds,
    minutes,
    hours,
    day,
    days,
);

impl Words {
    /// Of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::WORDS,
            Language::De => &de::WORDS,
            Language::Fr => &fr::WORDS,
            Language::Es => &es::WORDS,
        }
    }

    /// Seconds, minutes or hours, as short as they can be said.
    pub fn duration(&self, seconds: i64) -> String {
        let seconds = seconds.max(0);
        match seconds {
            0..60 => fill(self.seconds, &[("n", &seconds.to_string())]),
            60..3600 => fill(self.minutes, &[("n", &(seconds / 60).to_string())]),
            3600..86_400 => fill(self.hours, &[("n", &(seconds / 3600).to_string())]),
            86_400..172_800 => self.day.to_owned(),
            _ => fill(self.days, &[("n", &(seconds / 86_400).to_string())]),
        }
    }

    /// Why something was refused that the person did not do in the window.
    pub fn refusal(&self, code: ErrorCode) -> &'static str {
        match code {
            ErrorCode::Closed => self.is_closed,
            ErrorCode::Unavailable => self.no_answer,
            ErrorCode::Unauthorized
            | ErrorCode::Forbidden
            | ErrorCode::NotFound
            | ErrorCode::Invalid
            | ErrorCode::TooLarge
            | ErrorCode::RateLimited
            | ErrorCode::OwnershipConflict
            | ErrorCode::NotAssignee
            | ErrorCode::AgentDisabled
            | ErrorCode::UnseenMessages
            | ErrorCode::IdReused
            | ErrorCode::SchemaMismatch
            | ErrorCode::DiskFull => self.failed,
        }
    }

    /// A reason in this language, where it is one of Baton's own.
    pub fn reason<'a>(&self, reason: &'a str) -> &'a str {
        let own = self.reasons.iter().find(|(english, _)| *english == reason);
        own.map_or(reason, |(_, said)| said)
    }

    /// "Marta, Jonas, Hana and 2 more".
    pub fn listed(&self, names: &[&str]) -> String {
        let first: Vec<&str> = names.iter().take(3).copied().collect();
        let first = first.join(", ");
        match names.len().saturating_sub(3) {
            0 => first,
            more => fill(self.and_more, &[("names", &first), ("n", &more.to_string())]),
        }
    }

    /// How many wait and since when the first of them, in seconds.
    pub fn who_waits(&self, waiting: u64, longest_s: i64) -> String {
        let (n, since) = (waiting.to_string(), self.duration(longest_s));
        match waiting {
            0 => self.nobody_waits.to_owned(),
            _ => fill(self.waiting_longest, &[("n", &n), ("since", &since)]),
        }
    }
}

/// Puts values into their places. A value is never read for places itself.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, following)) = after.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        filled.push_str(before);
        filled.push_str(value.unwrap_or_default());
        rest = following;
    }
    filled + rest
}
