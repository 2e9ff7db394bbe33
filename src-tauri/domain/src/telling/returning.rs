//! When people are back, in words of the visitor's language: a day as near as it can be named, the time
//! by that language's clock, and the place, because the visitor may be elsewhere.

use crate::hours::{Local, local};
use crate::{Language, Locale, Settings, Timestamp};
use jiff::civil::{DateTime, Weekday};

/// How a day of the coming weeks is named.
enum Day {
    Today,
    Tomorrow,
    /// Its weekday alone says which.
    Near,
    /// A weekday alone could be any.
    Far,
}

/// `on Monday at 09:00 (Oslo time)`.
pub(super) fn returning(
    settings: &Settings,
    now: Timestamp,
    opens: Timestamp,
    locale: Locale,
) -> String {
    let (now, opens) = (local(settings, now), local(settings, opens));
    let days = now.at.date().until(opens.at.date()).map_or(0, |span| span.get_days());
    let day = match days {
        ..=0 => Day::Today,
        1 => Day::Tomorrow,
        2..=6 => Day::Near,
        7.. => Day::Far,
    };
    match locale.language {
        Language::English => english(&day, &opens, locale.twelve_hours),
        Language::German => german(&day, &opens),
        Language::French => french(&day, &opens),
        Language::Spanish => spanish(&day, &opens),
    }
}

fn english(day: &Day, opens: &Local, twelve_hours: bool) -> String {
    let at = opens.at;
    let day = match day {
        Day::Today => "today".to_owned(),
        Day::Tomorrow => "tomorrow".to_owned(),
        Day::Near => at.strftime("on %A").to_string(),
        Day::Far => at.strftime("on %A, %-d %B").to_string(),
    };
    let time = if twelve_hours { at.strftime("%-I:%M %P") } else { at.strftime("%H:%M") };
    format!("{day} at {time} ({})", opens.name)
}

fn german(day: &Day, opens: &Local) -> String {
    let weekday = weekday(opens.at.weekday(), GERMAN_DAYS);
    let day = match day {
        Day::Today => "heute".to_owned(),
        Day::Tomorrow => "morgen".to_owned(),
        Day::Near => format!("am {weekday}"),
        Day::Far => {
            format!("am {weekday}, {}. {},", opens.at.day(), month(opens.at, GERMAN_MONTHS))
        }
    };
    let time = opens.at.strftime("%H:%M");
    format!("{day} um {time} Uhr ({})", placed(opens, "Zeit in"))
}

fn french(day: &Day, opens: &Local) -> String {
    let weekday = weekday(opens.at.weekday(), FRENCH_DAYS);
    let day = match day {
        Day::Today => "aujourd’hui".to_owned(),
        Day::Tomorrow => "demain".to_owned(),
        Day::Near => weekday.to_owned(),
        Day::Far => format!("{weekday} {} {}", opens.at.day(), month(opens.at, FRENCH_MONTHS)),
    };
    let time = opens.at.strftime("%H:%M");
    format!("{day} à {time} ({})", placed(opens, "heure locale\u{a0}:"))
}

fn spanish(day: &Day, opens: &Local) -> String {
    let weekday = weekday(opens.at.weekday(), SPANISH_DAYS);
    let day = match day {
        Day::Today => "hoy".to_owned(),
        Day::Tomorrow => "mañana".to_owned(),
        Day::Near => format!("el {weekday}"),
        Day::Far => {
            format!("el {weekday} {} de {}", opens.at.day(), month(opens.at, SPANISH_MONTHS))
        }
    };
    let at = if opens.at.hour() == 1 { "a la" } else { "a las" };
    format!("{day} {at} {} ({})", opens.at.strftime("%H:%M"), placed(opens, "hora de"))
}

/// `Zeit in Oslo`; the zone's own abbreviation where it has no city.
fn placed(opens: &Local, before: &str) -> String {
    match &opens.city {
        Some(city) => format!("{before} {city}"),
        None => opens.name.clone(),
    }
}

/// From Monday on.
type Days = [&'static str; 7];
type Months = [&'static str; 12];

fn weekday(day: Weekday, [mon, tue, wed, thu, fri, sat, sun]: Days) -> &'static str {
    match day {
        Weekday::Monday => mon,
        Weekday::Tuesday => tue,
        Weekday::Wednesday => wed,
        Weekday::Thursday => thu,
        Weekday::Friday => fri,
        Weekday::Saturday => sat,
        Weekday::Sunday => sun,
    }
}

fn month(at: DateTime, names: Months) -> &'static str {
    let before = usize::try_from(at.month()).unwrap_or(1).saturating_sub(1);
    names.get(before).copied().unwrap_or_default()
}

const GERMAN_DAYS: Days =
    ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
const GERMAN_MONTHS: Months = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const FRENCH_DAYS: Days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const FRENCH_MONTHS: Months = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SPANISH_DAYS: Days =
    ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"];
const SPANISH_MONTHS: Months = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
