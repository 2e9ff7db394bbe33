//! What the visitor has given that a colleague would write down: order numbers, amounts, dates,
//! error codes, versions, quantities, addresses.
//!
//! Guarantees: as it was written, in the order in which it was said, each once; at most [`FACTS`].
//! Leaves out: numbers of payment cards, and whatever is in code but for errors.

use super::input::{By, Line};
use super::quote::{quotable, without_code};
use crate::words::words;

/// The most facts.
pub const FACTS: usize = 8;
/// How much of a fact is kept, in characters.
const FACT_CHARS: usize = 60;
/// How many words of a message are looked at.
const WORDS: usize = 2_000;

/// What the visitor gave.
pub fn of(lines: &[Line]) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| line.by == By::Visitor) {
        for fact in in_text(&without_code(&line.text), false).chain(in_text(&line.text, true)) {
            let known = facts.iter().any(|known| {
                let (a, b) = (known.to_lowercase(), fact.to_lowercase());
                a.contains(&b) || b.ends_with(&format!(" {a}"))
            });
            if !known && facts.len() < FACTS {
                facts.push(fact);
            }
        }
    }
    facts
}

/// The facts of one text; of code only its errors.
fn in_text(text: &str, only_errors: bool) -> impl Iterator<Item = String> {
    let line = quotable(text, usize::MAX);
    let tokens: Vec<&str> =
        line.split_whitespace().take(WORDS).map(trimmed).filter(|t| !t.is_empty()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let fact = if only_errors { error(rest) } else { first(rest) };
        match fact {
            Some((taken, fact)) => {
                found.push(quotable(&fact, FACT_CHARS));
                at += taken.max(1);
            }
            None => at += 1,
        }
    }
    found.into_iter()
}

fn trimmed(token: &str) -> &str {
    let outer = |c: char| ",;:!?()[]{}'…".contains(c);
    let token = token.trim_matches(outer);
    token.strip_suffix('.').filter(|rest| !is_number(rest)).unwrap_or(token)
}

/// The fact that the words begin with: how many words it takes, and what it is.
fn first(rest: &[&str]) -> Option<(usize, String)> {
    let kinds = [address, amount, error, named_number, date, version, quantity, identifier];
    kinds.into_iter().find_map(|kind| kind(rest))
}

fn address(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let mail =
        token.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let phone = token.starts_with('+') && digits >= 8;
    if mail || phone {
        return Some((1, token.to_owned()));
    }
    let url = token.strip_prefix("https://").or_else(|| token.strip_prefix("http://"))?;
    Some((1, url.split(['?', '#']).next().unwrap_or(url).to_owned()))
}

fn amount(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let next = rest.get(1).copied().unwrap_or_default();
    let signed = token.contains(['€', '$', '£', '¥', '₹', '₩', '₽', '元', '円']);
    if signed && token.chars().any(|c| c.is_ascii_digit()) {
        return Some((1, token.to_owned()));
    }
    if is_number(token) && (is_currency(next) || next.starts_with(['€', '$', '£', '¥'])) {
        return Some((2, format!("{token} {next}")));
    }
    (is_currency(token) || signed).then_some(())?;
    is_number(next).then(|| (2, format!("{token} {next}")))
}

fn error(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let next = rest.get(1).copied().unwrap_or_default();
    let folded = words(token).join(" ");
    let coded = |code: &str| {
        let digits = code.chars().filter(char::is_ascii_digit).count();
        digits >= 2 && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            || code.contains('_') && code.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    };
    if listed(ERRORS, &folded) {
        let named = listed("code status number nummer codigo", &words(next).join(" "));
        let (code, taken) = match (named, rest.get(2)) {
            (true, Some(code)) => (*code, 3),
            (_, _) => (next, 2),
        };
        let code = code.trim_start_matches('#');
        return coded(code).then(|| (taken, format!("error {code}")));
    }
    let hex = token.strip_prefix("0x").is_some_and(|hex| hex.len() >= 4);
    let thrown = token.len() > 9
        && ["Exception", "Error"].iter().any(|end| token.ends_with(end))
        && token.chars().next().is_some_and(|c| c.is_ascii_uppercase());
    let screaming = token.starts_with("ERR_") || token.starts_with("E_");
    (hex || thrown || screaming).then(|| (1, token.to_owned()))
}

/// "order number 4711", "invoice INV-7".
fn named_number(rest: &[&str]) -> Option<(usize, String)> {
    let name = *rest.first()?;
    listed(NAMED, &words(name).join(" ")).then_some(())?;
    let filler = |token: &&&str| {
        let folded = words(token).join(" ");
        folded.is_empty() || listed(FILLERS, &folded)
    };
    let between = rest.iter().skip(1).take(3).take_while(filler).count();
    let number = rest.get(1 + between)?.trim_start_matches(['#', '№']);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || "-/._".contains(c));
    let next = rest.get(2 + between).copied().unwrap_or_default();
    let counts = listed(UNITS, &words(next).join(" ")) || is_currency(next) || month(next);
    (digits >= 2 && plain && !counts)
        .then(|| (2 + between, format!("{} {number}", name.to_lowercase())))
}

fn date(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let next = rest.get(1).copied().unwrap_or_default();
    let parts: Vec<&str> = token.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let numbers = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if numbers && matches!(lengths[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2 | 4]) {
        return Some((1, token.to_owned()));
    }
    let year = |at: usize| rest.get(at).filter(|t| t.len() == 4 && t.starts_with("20"));
    let with_year = |taken: usize, text: String| match year(taken) {
        Some(year) => (taken + 1, format!("{text} {year}")),
        None => (taken, text),
    };
    if is_day(token) && month(next) {
        return Some(with_year(2, format!("{token} {next}")));
    }
    let after = rest.get(2).copied().unwrap_or_default();
    if is_day(token) && matches!(next, "de" | "of") && month(after) {
        return Some(with_year(3, format!("{token} {next} {after}")));
    }
    (month(token) && is_day(next)).then(|| with_year(2, format!("{token} {next}")))
}

fn version(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let dotted =
        |text: &str| text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if token.strip_prefix('v').is_some_and(dotted) {
        return Some((1, token.to_owned()));
    }
    let next = *rest.get(1)?;
    let numbered = next.chars().next().is_some_and(|c| c.is_ascii_digit())
        && next.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    (listed(PRODUCTS, &token.to_lowercase()) && numbered).then(|| (2, format!("{token} {next}")))
}

fn quantity(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    if let Some(number) = token.strip_suffix('%').filter(|number| is_number(number)) {
        return Some((1, format!("{number}%")));
    }
    let next = *rest.get(1)?;
    let unit = listed(UNITS, &words(next).join(" "));
    (is_number(token) && unit).then(|| (2, format!("{token} {next}")))
}

/// "#4711", "NH-20391", "1Z999AA10123456784".
fn identifier(rest: &[&str]) -> Option<(usize, String)> {
    let token = *rest.first()?;
    let digits = token.chars().filter(char::is_ascii_digit).count();
    if let Some(number) = token.strip_prefix(['#', '№']) {
        return (digits >= 2 && digits == number.len()).then(|| (1, token.to_owned()));
    }
    let capitals = token.chars().filter(char::is_ascii_uppercase).count();
    let plain = token
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/'));
    let long = digits >= 7 && digits == token.len();
    (plain && capitals >= 1 && digits >= 2 && token.len() >= 5 || long)
        .then(|| (1, token.to_owned()))
}

fn is_number(token: &str) -> bool {
    token.chars().any(|c| c.is_ascii_digit())
        && token.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\''))
}

/// `12`, `12.`, `12th`
fn is_day(token: &str) -> bool {
    let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
    let rest = token.get(digits.len()..).unwrap_or_default();
    digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
        && ["", ".", "st", "nd", "rd", "th", "er"].contains(&rest)
}

fn month(token: &str) -> bool {
    let folded = words(token).join(" ");
    let capital = token.chars().next().is_some_and(char::is_uppercase);
    // "may" and "mars" are other words too.
    listed(MONTHS, &folded) && (capital || !matches!(folded.as_str(), "may" | "mars" | "march"))
}

fn is_currency(token: &str) -> bool {
    listed(CURRENCIES, &token.to_lowercase()) || ["€", "$", "£", "¥"].contains(&token)
}

fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|known| known == word)
}

const CURRENCIES: &str = "eur euro euros usd dollar dollars gbp pound pounds chf franken francs sek \
    nok dkk pln zl brl reais mxn pesos jpy yen rub";
const ERRORS: &str = "error errors code http status fehler fehlercode erreur erro errore fout 错误";
const NAMED: &str = "order invoice ticket booking reservation case reference ref tracking customer \
    contract serial account parcel bestellung bestellnummer auftrag auftragsnummer rechnung \
    rechnungsnummer kundennummer sendungsnummer buchung commande facture reservation pedido factura \
    reserva fatura encomenda ordine fattura bestelling factuur zamowienie заказ заказа 订单";
const FILLERS: &str =
    "number no nr nummer num numero numeros n is is: id code ist est es # de of my";
const MONTHS: &str = "january february march april may june july august september october november \
    december jan feb mar apr jun jul aug sept sep oct nov dec januar februar marz mai juni juli \
    oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre \
    decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre \
    diciembre janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro gennaio \
    febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei \
    augustus";
const PRODUCTS: &str = "ios android windows macos chrome firefox safari edge iphone ipad ubuntu \
    debian fedora outlook excel office java python node php version wordpress shopify postgres \
    pixel galaxy size";
const UNITS: &str = "seats seat users user licenses licences license licence people employees \
    persons units pieces items boxes days day weeks week months month years year hours times nights \
    guests rooms tickets conversations messages gb mb tb kg km degrees platze nutzer lizenzen \
    mitarbeiter personen stuck tage tagen wochen monate stunden mal nachte utilisateurs personnes \
    licences jours semaines mois heures fois nuits usuarios personas licencias dias semanas meses \
    horas noches usuarios pessoas licencas vezes utenti persone giorni settimane volte gebruikers \
    dagen weken keer";
