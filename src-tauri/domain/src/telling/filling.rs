//! The placeholders of automatic texts. What is not known is not said: a sentence that holds such a
//! placeholder is left out, the others stay as the owner wrote them. Nothing of a filled-in value is
//! looked at again, so a member may be called `{wait}`.

use super::returning::returning;
use crate::{Language, Locale, Settings, Timestamp, is_open, opens_at};
use std::ops::Range;

const NAME: &str = "{name}";
const WAIT: &str = "{wait}";
const BACK: &str = "{back}";

/// What placeholders stand for now.
pub(super) struct Known<'a> {
    /// Whether nobody is there.
    pub closed: bool,
    name: Option<&'a str>,
    wait: Option<String>,
    back: Option<String>,
}

impl<'a> Known<'a> {
    /// Of this workspace. While nobody is there no wait is expected.
    pub fn of(
        settings: Option<&Settings>,
        expected_wait_s: Option<i64>,
        now: Timestamp,
        locale: Locale,
    ) -> Known<'a> {
        let closed = settings.is_some_and(|settings| !is_open(settings, now));
        let wait = expected_wait_s
            .filter(|_| !closed)
            .and_then(|wait_s| expectation(wait_s, locale.language));
        let back = settings.and_then(|settings| {
            opens_at(settings, now).map(|opens| returning(settings, now, opens, locale))
        });
        Known { closed, name: None, wait, back }
    }

    /// And the member who joins.
    pub fn with_name(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// The text as the visitor reads it.
    pub fn fill(&self, text: &str) -> String {
        let said: String = sentences(text)
            .filter_map(|range| text.get(range))
            .filter_map(|sentence| self.filled(sentence))
            .collect();
        said.trim().to_owned()
    }

    /// The same; where the owner has written something of which nothing is left, the `usual` text:
    /// only an emptied text is silent (rule 13).
    pub fn fill_or(&self, text: &str, usual: &str) -> String {
        let said = self.fill(text);
        if said.is_empty() && !text.trim().is_empty() { self.fill(usual) } else { said }
    }

    /// A sentence without placeholders; none when one of them is not known.
    fn filled(&self, sentence: &str) -> Option<String> {
        let mut said = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            said.push_str(before);
            let values =
                [(NAME, self.name), (WAIT, self.wait.as_deref()), (BACK, self.back.as_deref())];
            let found = values
                .iter()
                .find_map(|(name, value)| from.strip_prefix(name).map(|after| (*value, after)));
            match found {
                Some((value, after)) => {
                    said.push_str(value?);
                    rest = after;
                }
                None => {
                    said.push('{');
                    rest = from.strip_prefix('{').unwrap_or_default();
                }
            }
        }
        said.push_str(rest);
        Some(said)
    }
}

/// Where sentences lie, each with the white space behind it.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let begins = text.char_indices().filter(|(at, _)| begins_sentence(text.split_at(*at)));
    let begins: Vec<usize> = begins.map(|(at, _)| at).collect();
    let ends: Vec<usize> = begins.iter().copied().chain([text.len()]).collect();
    std::iter::once(0).chain(begins).zip(ends).map(|(from, to)| from..to)
}

/// A sentence begins on a new line, and after a full stop, question or exclamation mark, if white
/// space and no small letter follows; in scripts without spaces right after the mark.
fn begins_sentence((before, after): (&str, &str)) -> bool {
    if before.ends_with('\n') {
        return true;
    }
    if after.starts_with(char::is_whitespace) {
        return false;
    }
    let words = before.trim_end();
    let ended = words.trim_end_matches(['"', '\'', ')', ']', '”', '’', '»']);
    // `{wait}` and `{back}` stand for words that begin small.
    let goes_on =
        after.starts_with(char::is_lowercase) || after.starts_with(WAIT) || after.starts_with(BACK);
    let apart = words.len() < before.len();
    ended.ends_with(['。', '！', '？'])
        || (apart && !goes_on && ended.ends_with(['.', '!', '?', '…']))
}

/// How long it takes, in words that a visitor may hold us to: rounded up rather than down.
pub fn expectation(wait_s: i64, language: Language) -> Option<String> {
    let minutes = (wait_s.max(0) + 59) / 60;
    let hours = (minutes + 30) / 60;
    let words = words_for_waits(language);
    let some = |words: [&str; 2], n: i64| format!("{}{n}{}", words[0], words[1]);
    Some(match (wait_s, minutes, hours) {
        (..0, ..) => return None,
        (_, ..=1, _) => words.minute.into(),
        (_, ..=3, _) => words.few_minutes.into(),
        (_, ..=10, _) => some(words.minutes, minutes),
        (_, ..=50, _) => some(words.minutes, (minutes + 4) / 5 * 5),
        (_, ..=89, _) => words.hour.into(),
        (_, _, ..=23) => some(words.hours, hours),
        (_, _, ..=36) => words.day.into(),
        (_, _, _) => some(words.days, (hours + 12) / 24),
    })
}

/// A wait in words; a pair stands around its number.
struct Waits {
    minute: &'static str,
    few_minutes: &'static str,
    minutes: [&'static str; 2],
    hour: &'static str,
    hours: [&'static str; 2],
    day: &'static str,
    days: [&'static str; 2],
}

fn words_for_waits(language: Language) -> Waits {
    match language {
        Language::English => Waits {
            minute: "about a minute",
            few_minutes: "a few minutes",
            minutes: ["about ", " minutes"],
            hour: "about an hour",
            hours: ["about ", " hours"],
            day: "about a day",
            days: ["about ", " days"],
        },
        Language::German => Waits {
            minute: "etwa eine Minute",
            few_minutes: "ein paar Minuten",
            minutes: ["etwa ", " Minuten"],
            hour: "etwa eine Stunde",
            hours: ["etwa ", " Stunden"],
            day: "etwa einen Tag",
            days: ["etwa ", " Tage"],
        },
        Language::French => Waits {
            minute: "environ une minute",
            few_minutes: "quelques minutes",
            minutes: ["environ ", " minutes"],
            hour: "environ une heure",
            hours: ["environ ", " heures"],
            day: "environ un jour",
            days: ["environ ", " jours"],
        },
        Language::Spanish => Waits {
            minute: "alrededor de un minuto",
            few_minutes: "unos minutos",
            minutes: ["unos ", " minutos"],
            hour: "alrededor de una hora",
            hours: ["unas ", " horas"],
            day: "alrededor de un día",
            days: ["unos ", " días"],
        },
    }
}
