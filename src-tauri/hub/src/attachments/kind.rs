//! What type a file has: by what is in it, never by its name or what its sender says.
//!
//! Guarantees: only a picture that a browser draws, whose header tells a bearable size, is an image
//! of `png`, `jpeg`, `gif`, `webp` or `avif`; nothing a browser could run has a type of its own
//! (HTML, SVG, XML, scripts and programs are `application/octet-stream`). Looks at headers only:
//! nothing is decoded or unpacked.

use imagesize::ImageType;

/// Of whatever has no better one.
const UNKNOWN: &str = "application/octet-stream";
/// Of words.
pub(super) const TEXT: &str = "text/plain";
/// What a browser draws.
const IMAGES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
/// Most pixels a picture may have.
const PIXELS: usize = 50_000_000;
/// Most pixels one side of it may have.
const SIDE: usize = 30_000;
/// How much of a file is looked at for a picture's size.
const HEADER_BYTES: usize = 1024 * 1024;
/// Documents and archives that are what they are; everything else is unknown.
const KNOWN: [&str; 22] = [
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/x-tar",
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/x-bzip2",
    "application/x-xz",
    "application/zstd",
    "application/rtf",
    "application/epub+zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "image/bmp",
    "image/heif",
];

/// Whether a file of this type is shown rather than saved.
pub(super) fn is_image(kind: &str) -> bool {
    IMAGES.contains(&kind)
}

/// The type of these bytes.
pub(super) fn of(bytes: &[u8]) -> &'static str {
    if let Some(image) = image(bytes) {
        return image;
    }
    let Some(found) = infer::get(bytes).map(|found| found.mime_type()) else {
        return if is_text(bytes) { TEXT } else { UNKNOWN };
    };
    // A picture whose header makes no sense is no picture.
    match found {
        image if is_image(image) => UNKNOWN,
        heard if heard.starts_with("audio/") || heard.starts_with("video/") => heard,
        known if KNOWN.contains(&known) => known,
        _ => UNKNOWN,
    }
}

/// A picture that a browser draws and that is not too large to be drawn.
fn image(bytes: &[u8]) -> Option<&'static str> {
    let kind = infer::get(bytes).map(|found| found.mime_type()).filter(|kind| is_image(kind))?;
    let header = bytes.get(..HEADER_BYTES.min(bytes.len()))?;
    let agrees = match imagesize::image_type(header).ok()? {
        ImageType::Png => kind == "image/png",
        ImageType::Jpeg => kind == "image/jpeg",
        ImageType::Gif => kind == "image/gif",
        ImageType::Webp => kind == "image/webp",
        ImageType::Heif(_) => kind == "image/avif",
        _ => false,
    };
    let size = imagesize::blob_size(header).ok().filter(|_| agrees)?;
    let sane = (1..=SIDE).contains(&size.width)
        && (1..=SIDE).contains(&size.height)
        && size.width * size.height <= PIXELS;
    IMAGES.into_iter().find(|image| sane && *image == kind)
}

/// Words in UTF-8, in which nobody could see markup or a script.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    let mut tags = text.split('<').skip(1);
    let is_markup =
        tags.any(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || "!?/".contains(c)));
    let is_script = text.trim_start_matches('\u{feff}').starts_with("#!");
    !is_markup && !is_script && !text.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::of;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(width.to_be_bytes());
        png.extend(height.to_be_bytes());
        png.extend(b"\x08\x06\0\0\0\0\0\0\0");
        png
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        let mut gif = b"GIF89a".to_vec();
        gif.extend(width.to_le_bytes());
        gif.extend(height.to_le_bytes());
        gif.extend(b"\x80\0\0");
        gif
    }

    fn followed_by(mut bytes: Vec<u8>, more: &[u8]) -> Vec<u8> {
        bytes.extend(more);
        bytes
    }

    #[test]
    fn a_picture_is_one_by_its_header_whatever_follows() {
        assert_eq!(of(&png(640, 480)), "image/png");
        assert_eq!(of(&gif(64, 48)), "image/gif");
        let html = b"<html><script>alert(1)</script>";
        assert_eq!(of(&followed_by(png(640, 480), html)), "image/png");
    }

    #[test]
    fn a_picture_too_large_to_draw_is_only_bytes() {
        for (width, height) in [(50_000, 50_000), (0, 10), (10_000, 5_001), (60_000, 1)] {
            assert_eq!(of(&png(width, height)), "application/octet-stream", "{width}x{height}");
        }
        assert_eq!(of(&png(10_000, 5_000)), "image/png");
        assert_eq!(of(b"\x89PNG\r\n\x1a\n"), "application/octet-stream");
    }

    #[test]
    fn nothing_that_a_browser_could_run_has_a_type_of_its_own() {
        for text in [
            "<!DOCTYPE html><script>alert(1)</script>",
            "  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "<?xml version='1.0'?><a/>",
            "words and <b>markup</b>",
            "</script>",
            "#!/bin/sh\nrm -rf /",
            "\u{feff}#!/bin/sh",
            "bell \u{7}",
        ] {
            assert_eq!(of(text.as_bytes()), "application/octet-stream", "{text}");
        }
        for bytes in
            [b"MZ\x90\0\x03\0\0\0".as_slice(), b"\x7fELF\x02\x01\x01\0", b"\0asm\x01\0\0\0"]
        {
            assert_eq!(of(bytes), "application/octet-stream", "{bytes:?}");
        }
    }

    #[test]
    fn words_are_words() {
        for text in ["Hello\nMarta", "price < 5 and > 3", "ärgerlich 😀", "alert(1)"] {
            assert_eq!(of(text.as_bytes()), "text/plain", "{text}");
        }
        assert_eq!(of(b"\xff\xfe\xfd"), "application/octet-stream");
    }

    #[test]
    fn documents_and_archives_are_told_but_never_opened() {
        assert_eq!(of(b"%PDF-1.7 and then PK\x03\x04"), "application/pdf");
        assert_eq!(of(b"PK\x03\x04\x14\0\0\0\x08\0"), "application/zip");
        assert_eq!(of(b"\x1f\x8b\x08\0\0\0\0\0"), "application/gzip");
    }
}
