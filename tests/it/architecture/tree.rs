//! The source tree as text: which files there are, and what of a Rust file is code.

use std::path::{Path, PathBuf};

/// A source file.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file of these kinds under `folder`, in order; nothing that is built or fetched.
pub fn files(folder: &str, kinds: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(folder), kinds, &mut found);
    found.sort_by(|one: &File, other: &File| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "there is nothing in {folder}");
    found
}

fn walk(folder: &Path, kinds: &[&str], found: &mut Vec<File>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let fetched_or_built = ["node_modules", "dist", "target", "gen"].contains(&name.as_str());
        if path.is_dir() && !fetched_or_built && !name.starts_with('.') {
            walk(&path, kinds, found);
        } else if path.extension().is_some_and(|kind| kinds.iter().any(|k| kind == *k)) {
            let shown = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            // A file another test has just removed is no part of the tree.
            if let Ok(text) = std::fs::read_to_string(&path) {
                found.push(File { path: shown, text });
            }
        }
    }
}

/// Rust without comments and without what stands in quotes.
pub fn code(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| quoted(rest)).or_else(|| raw(rest));
        match skipped {
            Some(_) => kept.push(' '),
            None => kept.push(next),
        }
        rest = &rest[skipped.unwrap_or(next.len_utf8())..];
    }
    kept
}

/// How long the comment is that begins here.
fn comment(text: &str) -> Option<usize> {
    text.starts_with("//").then(|| text.find('\n').unwrap_or(text.len()))
}

/// How long the string or the quote mark as a character is that begins here.
fn quoted(text: &str) -> Option<usize> {
    if text.starts_with("'\"'") {
        return Some(3);
    }
    let inside = text.strip_prefix('"')?;
    let mut escaped = false;
    for (at, letter) in inside.char_indices() {
        match letter {
            '"' if !escaped => return Some(at + 2),
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    Some(text.len())
}

/// How long the raw string is that begins here.
fn raw(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix("r#")?.find(|c| c != '#')? + 1;
    text.get(1 + hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let from = 2 + hashes;
    Some(text[from..].find(&end).map_or(text.len(), |at| from + at + end.len()))
}

#[test]
fn comments_and_quotes_are_no_code() {
    let text = "//! agent\nlet a = \"an \\\" agent\n agent\"; // agent\nlet b = 'x';\n\
                let c = r#\"an \"agent\"\"#; let d = '\"'; let agents = 1;";
    let code = code(text);
    let words: Vec<&str> = code.split_whitespace().collect();
    let expected = "let a = ; let b = 'x'; let c = ; let d = ; let agents = 1;";
    assert_eq!(words.join(" "), expected);
}
