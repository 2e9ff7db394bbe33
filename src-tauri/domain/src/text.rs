//! What people type, checked and cleaned once at the door: lengths in characters after trimming,
//! control characters other than newline and tab removed, and from names and addresses what turns the
//! direction of text. Everything else is kept as it was sent.

use crate::Refusal;

/// Longest message or comment, in characters.
pub const MESSAGE_CHARS: usize = 16_384;
/// Longest name of anything, in characters.
pub const NAME_CHARS: usize = 200;
/// Longest e-mail address, in characters (RFC 5321 allows 320 octets).
pub const EMAIL_CHARS: usize = 320;
/// Longest URL, in characters.
pub const URL_CHARS: usize = 2_048;
/// Largest metadata object, in bytes of JSON.
pub const METADATA_BYTES: usize = 8_192;

/// Removes control characters (Unicode category Cc) except newline and tab, then trims.
pub fn clean(text: &str) -> String {
    without_control(text).trim().to_owned()
}

/// What turns the direction of the text around it (Unicode's embeddings, overrides and isolates): in a
/// name or an address it only deceives.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// White space, control characters, and Unicode's invisible ones (format characters, fillers,
/// variation selectors and tags).
pub fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}'
            | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// On one line, and in one direction; nothing where there is nothing to see.
fn on_one_line(text: &str) -> String {
    if text.chars().all(is_unseen) {
        return String::new();
    }
    text.chars().filter(|c| !turns(*c)).collect::<String>().replace(['\n', '\t'], " ")
}

fn without_control(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').collect()
}

/// A message or comment: 1 to 16,384 characters after trimming, kept untrimmed as it was sent.
pub fn message(text: &str) -> Result<String, Refusal> {
    bounded("text", text, 1, MESSAGE_CHARS)?;
    let kept = without_control(text);
    // White space around the words is bounded too.
    if kept.chars().count() > 2 * MESSAGE_CHARS {
        return Err(Refusal::invalid("text", format!("is longer than {MESSAGE_CHARS} characters")));
    }
    Ok(kept)
}

/// The words of a message that brings files: none at all, or as [`message`].
pub fn message_or_nothing(text: &str) -> Result<String, Refusal> {
    if clean(text).is_empty() { Ok(String::new()) } else { message(text) }
}

/// A title as a website tells it, as long as it may be.
pub fn title(text: &str) -> String {
    shortened(&clean(&on_one_line(text)), NAME_CHARS)
}

/// A name, title or reason: 1 to 200 characters, on one line.
pub fn name(field: &'static str, text: &str) -> Result<String, Refusal> {
    bounded(field, &on_one_line(text), 1, NAME_CHARS)
}

/// A member's name: without `@`, which begins a mention of one.
pub fn member_name(field: &'static str, text: &str) -> Result<String, Refusal> {
    let name = name(field, text)?;
    if name.contains('@') { Err(Refusal::invalid(field, "must not contain @")) } else { Ok(name) }
}

/// A name that may be empty, which means none.
pub fn optional_name(field: &'static str, text: &str) -> Result<Option<String>, Refusal> {
    let text = bounded(field, &on_one_line(text), 0, NAME_CHARS)?;
    Ok((!text.is_empty()).then_some(text))
}

/// An e-mail address, loosely: one `@` with something on both sides and no white space. Empty
/// means none.
pub fn optional_email(text: &str) -> Result<Option<String>, Refusal> {
    let text: String = text.chars().filter(|c| !turns(*c)).collect();
    let text = bounded("email", &text, 0, EMAIL_CHARS)?;
    if text.is_empty() {
        return Ok(None);
    }
    let plausible = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@')
    }) && !text.contains(char::is_whitespace);
    if plausible {
        Ok(Some(text))
    } else {
        Err(Refusal::invalid("email", "this is not an e-mail address"))
    }
}

/// A URL as text of bounded length; whether it may be followed is decided where it is shown.
pub fn url(field: &'static str, text: &str) -> Result<String, Refusal> {
    bounded(field, text, 1, URL_CHARS)
}

/// Any text with bounds in characters after cleaning.
pub fn bounded(field: &'static str, text: &str, min: usize, max: usize) -> Result<String, Refusal> {
    let text = clean(text);
    let chars = text.chars().count();
    if chars < min {
        return Err(Refusal::invalid(field, "must not be empty"));
    }
    if chars > max {
        return Err(Refusal::invalid(field, format!("is longer than {max} characters")));
    }
    Ok(text)
}

/// The first `max` characters, with an ellipsis where something was cut.
pub fn shortened(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
