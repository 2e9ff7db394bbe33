//! In which language a visitor reads automatic texts, and by which clock. Pure: from the tag that the
//! visitor's conversation began with. A language that is not here is read in English.

/// A language automatic texts are there in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
}

/// A language as it is spoken in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Which language.
    pub language: Language,
    /// Whether the hours of a day are counted to twelve, twice.
    pub twelve_hours: bool,
}

/// Where English is spoken and the clock is read as `9:00 am`.
const TWELVE_HOURS: [&str; 6] = ["us", "ca", "au", "nz", "in", "ph"];

impl Locale {
    /// Of a BCP 47 tag such as `de-AT`; English by a clock of 24 hours where there is none.
    pub fn of(tag: Option<&str>) -> Self {
        let tag = tag.unwrap_or_default().to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let language = match parts.next() {
            Some("de") => Language::German,
            Some("fr") => Language::French,
            Some("es") => Language::Spanish,
            Some(_) | None => Language::English,
        };
        let english = tag == "en" || tag.starts_with("en-");
        let twelve_hours = english && parts.any(|part| TWELVE_HOURS.contains(&part));
        Self { language, twelve_hours }
    }
}

/// Whether this can be a BCP 47 tag: letters and digits in parts of one to eight, 35 at most.
pub fn is_language_tag(tag: &str) -> bool {
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    tag.len() <= 35 && tag.split('-').all(part)
}
