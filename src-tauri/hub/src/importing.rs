//! Articles out of files: Markdown, plain text, CSV with the columns title, text and url, in
//! whatever encoding. Guarantees an entry for every file and every row of a CSV file, with an article or with what
//! is wrong in words. Leaves out which articles there are already, and writing anything.

mod decoding;

use crate::settings_articles::{ARTICLE_CHARS, checked_url};
use baton_domain::{Article, ArticleId, is_safe_href, text};
use decoding::decode;
use std::collections::HashMap;
use uuid::Uuid;

/// Most articles one import looks at.
pub(crate) const MOST: usize = 10_000;
/// Longest name of a file that is shown, in characters.
const FILE_CHARS: usize = 300;

/// What a file, or a row of a CSV file, holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The file's name, and the row where it has several.
    pub file: String,
    /// The title, where one is known.
    pub title: Option<String>,
    /// The text's length in characters.
    pub chars: usize,
    /// What the file is encoded in, where it is text.
    pub encoding: Option<&'static str>,
    /// The article, or why there is none.
    pub draft: Result<Draft, String>,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where a visitor can read it.
    pub url: Option<String>,
}

impl Draft {
    /// The article this makes: a new one with `fresh` as its id, or `known` with other words. What
    /// the file does not say of a known one stays.
    pub fn into_article(self, known: Option<&Article>, fresh: Uuid) -> Article {
        let Self { title, text, url } = self;
        match known {
            Some(known) => Article {
                id: known.id,
                title,
                text,
                url: url.or_else(|| known.url.clone()),
                handoff: known.handoff.clone(),
            },
            None => Article { id: ArticleId(fresh), title, text, url, handoff: None },
        }
    }
}

/// What makes two titles the same: neither case nor white space.
pub(crate) fn same_title(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Everything in `files` (name and bytes), in their order. A title that came before is a problem.
pub(crate) fn read_files(files: &[(String, Vec<u8>)]) -> Vec<Found> {
    let mut all = Vec::new();
    for (name, bytes) in files {
        let name = text::shortened(&text::clean(name), FILE_CHARS);
        read_file(&name, bytes, &mut all);
        if all.len() > MOST {
            all.truncate(MOST);
            let detail = format!("has more than the {} one import may bring", grouped(MOST));
            all.push(failed(&name, None, detail));
            break;
        }
    }
    refuse_repeated(&mut all);
    all
}

fn refuse_repeated(all: &mut [Found]) {
    let mut first: HashMap<String, String> = HashMap::new();
    for found in all {
        let Ok(draft) = &found.draft else { continue };
        let title = same_title(&draft.title);
        match first.get(&title) {
            Some(before) => found.draft = Err(format!("has the same title as {before}")),
            None => drop(first.insert(title, found.file.clone())),
        }
    }
}

fn failed(file: &str, encoding: Option<&'static str>, detail: impl Into<String>) -> Found {
    Found { file: file.to_owned(), title: None, chars: 0, encoding, draft: Err(detail.into()) }
}

fn read_file(name: &str, bytes: &[u8], all: &mut Vec<Found>) {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let read = match ending.as_deref() {
        Some("md" | "markdown") => markdown,
        Some("txt") => plain,
        Some("csv") => csv,
        _ => return all.push(failed(name, None, "is neither Markdown nor plain text nor CSV")),
    };
    match decode(bytes) {
        None => all.push(failed(name, None, "is not text that can be read")),
        Some((words, encoding)) if text::clean(&words).is_empty() => {
            all.push(failed(name, Some(encoding), "is empty"));
        }
        Some((words, encoding)) => read(name, &words, encoding, all),
    }
}

/// The name of a file without its folders and its ending.
fn stem(name: &str) -> &str {
    let own = name.rsplit(['/', '\\']).next().unwrap_or(name);
    own.rsplit_once('.').map_or(own, |(stem, _)| stem)
}

fn plain(name: &str, words: &str, encoding: &'static str, all: &mut Vec<Found>) {
    all.push(checked(name, encoding, stem(name), words, None));
}

/// The title is the first heading of the first level, which is no part of the text then; else the
/// one that the front matter names; else the file's name.
fn markdown(name: &str, words: &str, encoding: &'static str, all: &mut Vec<Found>) {
    let (front, body) = front_matter(words);
    let value = |key: &str| front.and_then(|front| front_value(front, key));
    let (heading, rest) = heading(body);
    let title = heading.or_else(|| value("title")).unwrap_or_else(|| stem(name).to_owned());
    // Of a page's front matter often a path within its own website, which leads nowhere here.
    let url = value("url").filter(|url| is_safe_href(url));
    all.push(checked(name, encoding, &title, &rest, url.as_deref()));
}

/// The lines between `---` and `---` that a file begins with, and what follows.
fn front_matter(words: &str) -> (Option<&str>, &str) {
    let Some(inside) = words.strip_prefix("---\n") else { return (None, words) };
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (inside.get(..at), inside.get(at + line.len()..).unwrap_or_default());
        }
        at += line.len();
    }
    (None, words)
}

fn front_value(front: &str, key: &str) -> Option<String> {
    let value = front.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(key).then_some(value.trim())
    })?;
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote)));
    let value = bare.unwrap_or(value).trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The first line `# …` outside code, and the text without it.
fn heading(body: &str) -> (Option<String>, String) {
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                if let Some(title) = line.strip_prefix("# ") {
                    let title = title.trim().trim_end_matches('#').trim().to_owned();
                    let after = body.get(at + line.len()..).unwrap_or_default();
                    let rest = format!("{}{after}", body.get(..at).unwrap_or_default());
                    return ((!title.is_empty()).then_some(title), rest);
                }
            }
        }
        at += line.len();
    }
    (None, body.to_owned())
}

/// Rows of title, text and perhaps url, named in the first row in any order; separated by comma,
/// semicolon or tab. Empty rows are passed over.
fn csv(name: &str, words: &str, encoding: &'static str, all: &mut Vec<Found>) {
    let Some((separator, columns)) = [b',', b';', b'\t'].into_iter().find_map(|separator| {
        Columns::of(rows(words, separator).next()?.ok()?).map(|columns| (separator, columns))
    }) else {
        let detail = "has no first row that names the columns title and text";
        return all.push(failed(name, Some(encoding), detail));
    };
    let before = all.len();
    for (index, row) in rows(words, separator).enumerate().skip(1) {
        let file = format!("{name}, row {}", index + 1);
        match row {
            Err(_) => all.push(failed(&file, Some(encoding), "cannot be read")),
            Ok(row) if row.iter().all(|field| field.trim().is_empty()) => {}
            Ok(row) => all.push(columns.read(&file, encoding, &row)),
        }
        if all.len() > MOST {
            return;
        }
    }
    if all.len() == before {
        all.push(failed(name, Some(encoding), "has no rows"));
    }
}

fn rows(
    words: &str,
    separator: u8,
) -> impl Iterator<Item = Result<csv::StringRecord, csv::Error>> + use<'_> {
    csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(words.as_bytes())
        .into_records()
}

/// Where the columns of a CSV file are.
struct Columns {
    title: usize,
    text: usize,
    url: Option<usize>,
}

impl Columns {
    fn of(names: csv::StringRecord) -> Option<Self> {
        let at = |wanted: &str| names.iter().position(|it| it.trim().eq_ignore_ascii_case(wanted));
        Some(Self { title: at("title")?, text: at("text")?, url: at("url") })
    }

    fn read(&self, file: &str, encoding: &'static str, row: &csv::StringRecord) -> Found {
        let field = |at: usize| row.get(at).unwrap_or_default();
        let url = self.url.map(field).map(str::trim).filter(|url| !url.is_empty());
        checked(file, encoding, field(self.title), field(self.text), url)
    }
}

/// An article within the bounds of every article, or why not.
fn checked(
    file: &str,
    encoding: &'static str,
    title: &str,
    words: &str,
    url: Option<&str>,
) -> Found {
    let words = text::clean(words);
    let chars = words.chars().count();
    let title = &title.split_whitespace().collect::<Vec<_>>().join(" ");
    let draft = draft(title, words, chars, url);
    let shown = draft.as_ref().map_or_else(
        |_| text::shortened(&text::clean(title), text::NAME_CHARS),
        |draft| draft.title.clone(),
    );
    let title = (!shown.is_empty()).then_some(shown);
    Found { file: file.to_owned(), title, chars, encoding: Some(encoding), draft }
}

fn draft(title: &str, words: String, chars: usize, url: Option<&str>) -> Result<Draft, String> {
    if text::clean(title).is_empty() {
        return Err("has no title".into());
    }
    let title = text::name("title", title)
        .map_err(|_| format!("has a title of more than {} characters", text::NAME_CHARS))?;
    if words.is_empty() {
        return Err("has no text".into());
    }
    if chars > ARTICLE_CHARS {
        let (has, most) = (grouped(chars), grouped(ARTICLE_CHARS));
        return Err(format!("is {has} characters; an article has at most {most}"));
    }
    let url = match url {
        Some(url) => checked_url(url).map_err(|_| "has a url that is not a web address")?,
        None => None,
    };
    Ok(Draft { title, text: words, url })
}

/// `5000000` as `5,000,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests;
