//! What a file may be called: a name of the sender's that does no harm on any system.
//!
//! Guarantees: one part of a path, with nothing that is not seen or turns the reading direction,
//! never empty, never reserved on Windows, of at most 200 characters and 240 bytes, its ending kept.

use baton_domain::text;

/// Longest name, in characters.
const CHARS: usize = 200;
/// Longest name, in bytes: what file systems take, and a little for " (1)".
const BYTES: usize = 240;
/// Longest ending that is kept when a name is cut, in characters.
const ENDING: usize = 12;
/// What Windows takes for devices, whatever follows after a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The name that a file gets.
pub(super) fn cleaned(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = last.chars().filter(|c| !is_unseen(*c));
    let plain: String = seen.map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let name = cut(plain.trim_matches(|c: char| c.is_whitespace() || c == '.'));
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    match name {
        nothing if nothing.chars().all(text::is_unseen) => "file".to_owned(),
        device if is_device(device) => format!("_{device}"),
        fine => fine.to_owned(),
    }
}

/// Control characters, and those of Unicode that hide, or turn the reading direction.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |rest: &str| {
        let mut digits = rest.chars();
        matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    DEVICES.contains(&stem.as_str()) || port.is_some_and(numbered)
}

/// Cut in its middle, so that its ending still tells what it is.
fn cut(name: &str) -> String {
    let fits = |text: &str| text.chars().count() <= CHARS && text.len() <= BYTES;
    if fits(name) {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if (1..=ENDING).contains(&ending.chars().count()) => {
            (stem, format!("….{ending}"))
        }
        _ => (name, "…".to_owned()),
    };
    let mut kept = stem.to_owned();
    while !fits(&format!("{kept}{ending}")) {
        kept.pop();
    }
    kept + &ending
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn a_name_stays_as_it_is_where_it_does_no_harm() {
        for name in
            ["photo.png", "Rechnung März 2026.pdf", "写真.jpg", "a b (1).tar.gz", "コン.txt"]
        {
            assert_eq!(cleaned(name), name);
        }
    }

    #[test]
    fn a_hostile_name_is_made_harmless() {
        for (name, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system32\\evil.exe", "evil.exe"),
            ("/", "file"),
            ("", "file"),
            (" . ", "file"),
            ("\u{3164}\u{115f} \u{200b}", "file"),
            ("..", "file"),
            (".htaccess", "htaccess"),
            ("name.", "name"),
            ("a\0b\nc\u{1b}[31m.txt", "abc[31m.txt"),
            ("invoice\u{202e}gpj.exe", "invoicegpj.exe"),
            ("a\u{2066}b\u{2069}\u{200f}.txt", "ab.txt"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("LPT²", "_LPT²"),
            ("console.txt", "console.txt"),
            ("com10.txt", "com10.txt"),
            ("file.txt:stream", "file.txt_stream"),
            ("<b>\"x\"|?*.html", "_b__x____.html"),
        ] {
            assert_eq!(cleaned(name), kept, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_ending() {
        for stem in ["a", "é", "写", "😀"] {
            let name = cleaned(&format!("{}.jpeg", stem.repeat(1_000)));
            assert!(name.ends_with("….jpeg"), "{name}");
            assert!(name.chars().count() <= 200 && name.len() <= 240, "{}", name.len());
        }
        let endless = cleaned(&format!("a.{}", "b".repeat(1_000)));
        assert_eq!(endless.chars().count(), 200);
    }
}
