//! In which language the visitor writes.
//!
//! Guarantees: a BCP 47 code; scripts of one language tell at once, small words in short texts, and
//! letter statistics (whatlang) only where there are enough letters for them. Leaves out: dialects,
//! and several languages in one conversation: the newest words count.

use baton_domain::UNDETERMINED;
use whatlang::Lang;

use super::cues::has;
use super::input::{By, Line};
use super::quote::without_code;
use crate::words::words;

/// How many of the visitor's newest letters are read.
const LETTERS: usize = 1_500;
/// With fewer letters statistics guess.
const ENOUGH: usize = 40;

/// The language of what the visitor said.
pub fn of(lines: &[Line]) -> String {
    let mut said = String::new();
    for line in lines.iter().rev().filter(|line| line.by == By::Visitor) {
        said.push_str(&without_code(&line.text));
        said.push('\n');
        if said.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS {
            break;
        }
    }
    code(&said).unwrap_or(UNDETERMINED).to_owned()
}

fn code(text: &str) -> Option<&'static str> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).collect();
    if let Some(code) = by_script(&letters) {
        return Some(code);
    }
    let joined = format!(" {} ", words(text).join(" "));
    let hits = |(_, list): &(&'static str, &str)| {
        list.split(' ').filter(|word| has(&joined, word)).count()
    };
    let mut counted: Vec<(usize, &'static str)> =
        SMALL_WORDS.iter().map(|entry| (hits(entry), entry.0)).collect();
    counted.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    let (best, second) = (counted.first().copied(), counted.get(1).copied());
    let clear = best
        .filter(|(hits, _)| *hits >= 1 && second.is_none_or(|(other, _)| other * 3 <= hits * 2));
    if letters.len() < ENOUGH {
        return clear.map(|(_, code)| code);
    }
    let found = whatlang::detect(text);
    match (found.as_ref().and_then(|info| two_letters(info.lang())), clear) {
        (_, Some((hits, code))) if hits >= 3 => Some(code),
        (Some(code), _) if found.as_ref().is_some_and(whatlang::Info::is_reliable) => Some(code),
        (_, Some((_, code))) => Some(code),
        (Some(code), None) if found.is_some_and(|info| info.confidence() > 0.5) => Some(code),
        (_, None) => None,
    }
}

/// Where most letters are of a script that tells the language.
fn by_script(letters: &[char]) -> Option<&'static str> {
    let share = |range: fn(char) -> bool| {
        let count = letters.iter().filter(|c| range(**c)).count();
        count * 10 >= letters.len() * 4 && count > 0
    };
    let has_any = |signs: &str| letters.iter().any(|c| signs.contains(*c));
    let kana = letters.iter().any(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
    let han = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}');
    if share(|c| matches!(c, '\u{ac00}'..='\u{d7af}')) {
        Some("ko")
    } else if share(han) {
        Some(if kana { "ja" } else { "zh" })
    } else if share(|c| matches!(c, '\u{590}'..='\u{5ff}')) {
        Some("he")
    } else if share(|c| matches!(c, '\u{600}'..='\u{6ff}')) {
        Some(if has_any("پچژگ") { "fa" } else { "ar" })
    } else if share(|c| matches!(c, '\u{370}'..='\u{3ff}')) {
        Some("el")
    } else if share(|c| matches!(c, '\u{e00}'..='\u{e7f}')) {
        Some("th")
    } else if share(|c| matches!(c, '\u{900}'..='\u{97f}')) {
        Some("hi")
    } else if share(|c| matches!(c, '\u{400}'..='\u{4ff}')) && letters.len() < ENOUGH {
        Some(if has_any("іїєґІЇЄҐ") { "uk" } else { "ru" })
    } else {
        None
    }
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Bel => "be",
        Lang::Mkd => "mk",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Afr => "af",
        _ => return None,
    })
}

/// Words that are frequent in one language and rare in the others.
const SMALL_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the is are you my to and have has can how what it of for this not when please i t do \
        with does where why order hello hi still need want",
    ),
    (
        "de",
        "ich und nicht ist das die der wie mein meine bitte kann haben habe sie wann wo ein eine \
        mit fur auf wir warum hallo danke guten",
    ),
    (
        "fr",
        "je le la les vous est pas ma mon une et bonjour pour comment puis pouvez des ne que \
        merci avec suis votre quand",
    ),
    (
        "es",
        "el los mi por para como una que hola puedo necesito gracias esta con cuando donde pero \
        quiero tengo mis como me",
    ),
    (
        "pt",
        "nao meu minha voce uma por para como ola obrigado preciso esta com quando onde mas quero \
        posso os nao voce ola um",
    ),
    (
        "it",
        "il non mio mia ciao come per che sono una grazie vorrei con quando dove ma posso gli \
        della ho salve mi",
    ),
    (
        "nl",
        "de het een ik niet mijn en van is hoe kan ik wil graag hallo bedankt met voor waar \
        wanneer maar heb jullie",
    ),
    ("pl", "nie się jak czy moj proszę jest dzień dobry na mam do to"),
    ("sv", "jag inte ar och min hur det att har hej tack"),
    ("tr", "ve bir bu icin nasıl merhaba benim değil mi var lutfen"),
];
