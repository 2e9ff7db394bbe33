//! Articles, and the passages they are cut into.
//!
//! Guarantees: a passage is a paragraph, or a part of a long one, of at most [`PASSAGE_CHARS`]
//! characters; a heading stays with the paragraph it heads. Of an article the first
//! [`ARTICLE_CHARS`] characters are read. Leaves out: markup beyond leading `#` signs.

use crate::turn::Source;
use crate::words::sentences;

/// How much of one article is read, in characters.
pub const ARTICLE_CHARS: usize = 200_000;
/// The longest passage, in characters.
pub const PASSAGE_CHARS: usize = 1_200;
/// A paragraph shorter than this that ends without a full stop is taken for a heading.
const HEADING_CHARS: usize = 60;

/// A help article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The caller's id, handed back in sources.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text; blank lines separate paragraphs.
    pub text: String,
    /// Where the visitor can read it.
    pub url: Option<String>,
    /// "Hand off here", with the reason: who finds this article needs a person.
    pub handoff: Option<String>,
}

impl Article {
    /// The article as the source of an answer.
    pub(crate) fn source(&self) -> Source {
        Source { article_id: self.id.clone(), title: self.title.clone(), url: self.url.clone() }
    }
}

/// Cuts a text into passages.
pub fn passages(text: &str) -> Vec<String> {
    let end = text.char_indices().nth(ARTICLE_CHARS).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or_default().replace("\r\n", "\n");
    let mut passages = Vec::new();
    let mut heading = String::new();
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.trim().trim_start_matches('#').trim();
        if paragraph.is_empty() {
            continue;
        }
        if is_heading(paragraph) && heading.is_empty() {
            heading = paragraph.to_owned();
            continue;
        }
        let whole = if heading.is_empty() {
            paragraph.to_owned()
        } else {
            format!("{}:\n{paragraph}", std::mem::take(&mut heading))
        };
        cut(&whole, &mut passages);
    }
    if !heading.is_empty() {
        passages.push(heading);
    }
    passages
}

fn is_heading(paragraph: &str) -> bool {
    paragraph.chars().take(HEADING_CHARS + 1).count() <= HEADING_CHARS
        && !paragraph.ends_with(['.', '!', '?', '。', '！', '？', ':'])
}

/// Cuts a paragraph at the ends of sentences, and a sentence without end anywhere.
fn cut(paragraph: &str, passages: &mut Vec<String>) {
    let mut passage = String::new();
    let mut length = 0;
    for sentence in sentences(paragraph) {
        let chars: Vec<char> = sentence.chars().collect();
        for piece in chars.chunks(PASSAGE_CHARS) {
            if length + piece.len() > PASSAGE_CHARS && length > 0 {
                passages.push(std::mem::take(&mut passage));
                length = 0;
            }
            if !passage.is_empty() {
                passage.push(' ');
            }
            passage.extend(piece);
            length += piece.len() + 1;
        }
    }
    if !passage.is_empty() {
        passages.push(passage);
    }
}
