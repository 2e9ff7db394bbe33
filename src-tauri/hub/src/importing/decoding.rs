//! Text out of a file's bytes. Guarantees that what is not text is not taken for it, and that
//! nothing is replaced by question marks; leaves out whether the guess of an encoding without a mark is right.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many of a thousand characters may be control characters.
const CONTROL_PER_MILLE: usize = 5;
/// How many of the first bytes are looked at for UTF-16 without a mark.
const LOOKED_AT: usize = 4_096;

/// The text with `\n` at the ends of lines, and the name of its encoding; none for what is no text.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guessed(bytes), 0),
    };
    let bytes = bytes.get(start..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let plain = !text.contains('\0') && !is_full_of_controls(&text);
    plain.then(|| (text.replace("\r\n", "\n").replace('\r', "\n"), encoding.name()))
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = unmarked_utf16(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0x1b) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Latin letters in UTF-16 have a zero in every other byte, and always in the same one.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let looked_at = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let zeros = |odd: usize| looked_at.iter().skip(odd).step_by(2).filter(|byte| **byte == 0);
    let (even, odd) = (zeros(0).count(), zeros(1).count());
    let many = looked_at.len() / 4;
    match (even, odd) {
        _ if !bytes.len().is_multiple_of(2) || many == 0 => None,
        (0, odd) if odd > many => Some(UTF_16LE),
        (even, 0) if even > many => Some(UTF_16BE),
        _ => None,
    }
}

fn is_full_of_controls(text: &str) -> bool {
    let odd = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0c'));
    odd.count() * 1_000 > text.chars().count() * CONTROL_PER_MILLE
}
