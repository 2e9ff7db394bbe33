//! What is made of files as people have them.

use super::*;
use encoding_rs::{Encoding, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1252};

fn found(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Found> {
    read_files(&[(name.to_owned(), bytes.as_ref().to_vec())])
}

/// The only article of a file.
fn draft(name: &str, bytes: impl AsRef<[u8]>) -> Draft {
    let mut all = found(name, bytes);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).draft.unwrap()
}

fn problem(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let mut all = found(name, bytes);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).draft.unwrap_err()
}

fn article(title: &str, text: &str, url: Option<&str>) -> Draft {
    Draft { title: title.into(), text: text.into(), url: url.map(str::to_owned) }
}

#[test]
fn the_first_heading_of_a_markdown_file_is_the_title_and_no_part_of_the_text() {
    let words = "Before.\r\n\r\n# Return shoes #\r\n\r\nWithin 40 days.\r\n\r\n# More\r\n";
    let expected = article("Return shoes", "Before.\n\n\nWithin 40 days.\n\n# More", None);
    assert_eq!(draft("help/shoes.MD", words), expected);
}

#[test]
fn a_comment_in_code_is_no_heading() {
    let words = "```sh\n# install\n~~~\n# still code\n```\n\n# Install\n\nDone.";
    let expected = "```sh\n# install\n~~~\n# still code\n```\n\n\nDone.";
    assert_eq!(draft("a.markdown", words), article("Install", expected, None));
}

#[test]
fn front_matter_names_title_and_url_and_is_no_part_of_the_text() {
    let url = Some("https://shop.example/returns");
    let words =
        "---\ntitle: 'Send: back'\nURL: https://shop.example/returns\ntags: [a]\n---\nWords.";
    assert_eq!(draft("a.md", words), article("Send: back", "Words.", url));
    let heading =
        "---\ntitle: Other\nurl: \"https://shop.example/returns\"\n...\n# Returns\nWords.";
    assert_eq!(draft("a.md", heading), article("Returns", "Words.", url));
    let own_path = "---\nurl: /docs/returns\n---\nWords.";
    assert_eq!(draft("docs/Returns.md", own_path), article("Returns", "Words.", None));
    let a_line = "---\nNot front matter: it has no end.";
    assert_eq!(draft("a.md", a_line), article("a", a_line, None));
}

#[test]
fn plain_text_has_the_name_of_its_file() {
    let expected = article("Opening hours v1.2", "# Not a heading\n9 to 5", None);
    assert_eq!(draft("shop\\Opening hours v1.2.txt", "# Not a heading\r9 to 5"), expected);
}

#[test]
fn the_columns_of_a_csv_file_are_in_any_order_case_and_separator() {
    let expected = article("Prices", "Nine, \"or\" ten;\nper month", Some("https://a.example/"));
    for words in [
        "title,text,url\nPrices,\"Nine, \"\"or\"\" ten;\nper month\",https://a.example/\n",
        "\u{feff}URL;Title;Text\r\nhttps://a.example/;Prices;\"Nine, \"\"or\"\" ten;\r\nper month\"\r\n",
        "id\tTEXT\ttitle\turl\n7\t\"Nine, \"\"or\"\" ten;\nper month\"\tPrices\thttps://a.example/",
    ] {
        assert_eq!(draft("prices.csv", words), expected, "{words}");
    }
    assert_eq!(draft("p.csv", "text,title\nNine,Prices"), article("Prices", "Nine", None));
}

#[test]
fn a_row_that_cannot_be_used_is_named_and_the_others_are_kept() {
    let words = "title;text;url\nA;a;\n;no title;\nB;;\n;;\nC;c;javascript:alert(1)\nD;d\n";
    let all = found("faq.csv", words);
    let told: Vec<(&str, Result<&str, &str>)> = all
        .iter()
        .map(|it| {
            (it.file.as_str(), it.draft.as_ref().map(|d| d.title.as_str()).map_err(|p| p.as_str()))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("faq.csv, row 2", Ok("A")),
            ("faq.csv, row 3", Err("has no title")),
            ("faq.csv, row 4", Err("has no text")),
            ("faq.csv, row 6", Err("has a url that is not a web address")),
            ("faq.csv, row 7", Ok("D")),
        ]
    );
    assert_eq!(
        problem("a.csv", "name,body\nA,a"),
        "has no first row that names the columns title and text"
    );
    assert_eq!(problem("a.csv", "title,text\n"), "has no rows");
}

#[test]
fn a_file_is_read_in_the_encoding_it_was_written_in() {
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool, words: &str| {
        let words = format!("{}{words}", if mark { "\u{feff}" } else { "" });
        words.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let german = "# Rückgabe\nSchuhe, die nicht passen, können für 9 € zurückgeschickt werden.";
    let japanese = "# 返品について\n合わない靴は四十日以内に返品できます。送料は無料です。";
    let russian = "# Возврат\nОбувь, которая не подошла, можно вернуть в течение сорока дней.";
    let in_old = |encoding: &'static Encoding, words: &str| encoding.encode(words).0.into_owned();
    for (words, bytes, name) in [
        (german, german.as_bytes().to_vec(), "UTF-8"),
        (german, format!("\u{feff}{german}").into_bytes(), "UTF-8"),
        (german, utf16(u16::to_le_bytes, true, german), "UTF-16LE"),
        (german, utf16(u16::to_be_bytes, true, german), "UTF-16BE"),
        (german, utf16(u16::to_le_bytes, false, german), "UTF-16LE"),
        (german, utf16(u16::to_be_bytes, false, german), "UTF-16BE"),
        (german, in_old(WINDOWS_1252, german), "windows-1252"),
        (japanese, in_old(SHIFT_JIS, japanese), "Shift_JIS"),
        (japanese, in_old(ISO_2022_JP, japanese), "ISO-2022-JP"),
        (russian, in_old(KOI8_R, russian), "KOI8-U"),
    ] {
        let all = found("a.md", bytes);
        let (title, text) = words.split_once('\n').unwrap();
        assert_eq!(all[0].encoding, Some(name), "{title}");
        assert_eq!(all[0].draft, Ok(article(&title[2..], text, None)), "{name}");
    }
}

#[test]
fn what_is_no_text_is_a_problem_in_words() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0";
    let noise: Vec<u8> =
        (0..2_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
    let broken_utf16 = b"\xff\xfeA\0\0\xd8B\0";
    for bytes in [&png[..], &noise, broken_utf16, b"a\0b"] {
        assert_eq!(problem("a.txt", bytes), "is not text that can be read", "{bytes:?}");
    }
    for (name, said) in
        [("a.docx", "is neither Markdown nor plain text nor CSV"), ("a.md", "is empty")]
    {
        for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\t"] {
            assert_eq!(problem(name, bytes), said);
        }
    }
    assert_eq!(problem("a.md", "# Only a title\n"), "has no text");
}

#[test]
fn a_file_of_five_megabytes_is_told_its_length_and_the_limit() {
    let said = "is 5,000,000 characters; an article has at most 200,000";
    assert_eq!(problem("long.txt", "x".repeat(5_000_000)), said);
    assert_eq!(draft("long.txt", "é".repeat(200_000)).text.chars().count(), 200_000);
    let title = format!("# {}\nText", "t".repeat(201));
    assert_eq!(problem("a.md", title), "has a title of more than 200 characters");
}

#[test]
fn a_title_that_came_before_is_a_problem_of_the_second() {
    let files = [("a/Returns.txt", "one"), ("b.csv", "title,text\n returns ,two\nOther,three")];
    let files = files.map(|(name, words)| (name.to_owned(), words.as_bytes().to_vec()));
    let all = read_files(&files);
    let problems: Vec<_> =
        all.iter().map(|it| it.draft.as_ref().err().map(String::as_str)).collect();
    assert_eq!(problems, [None, Some("has the same title as a/Returns.txt"), None]);
}

#[test]
fn rows_beyond_the_limit_are_named_in_one_line() {
    let rows: String = (0..MOST + 5).map(|row| format!("Title {row},text\n")).collect();
    let all = found("faq.csv", format!("title,text\n{rows}"));
    assert_eq!(all.len(), MOST + 1);
    assert_eq!(all[MOST].draft, Err("has more than the 10,000 one import may bring".into()));
    assert_eq!((&all[MOST].file, all[0].draft.is_ok()), (&"faq.csv".to_owned(), true));
}

#[test]
fn control_characters_are_removed_as_everywhere() {
    let words = format!("{}A bell:\u{7} and a page's end:\x0c.", "Words. ".repeat(90));
    assert!(draft("a.txt", &words).text.ends_with("A bell: and a page's end:."));
    assert_eq!(draft("a\u{7}b.txt", &words).title, "ab");
}
