//! A message's Markdown as data. Only paragraphs, quotes, code and list items exist, and only
//! strong, emphasis, code and links within them; everything else, HTML included, is kept as the
//! plain characters that were typed. Nothing here ever produces markup.

use pulldown_cmark::{CodeBlockKind, Event as Mark, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

/// One block of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, in order.
    pub spans: Vec<Span>,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum BlockKind {
    Paragraph,
    Quote,
    Code,
    ListItem,
}

/// A run of text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Span {
    /// Its style.
    pub kind: SpanKind,
    /// The characters.
    pub text: String,
    /// Where a link leads: `https:`, `http:`, `mailto:` or `tel:` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub href: Option<String>,
}

/// The styles of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum SpanKind {
    Text,
    Strong,
    Em,
    Code,
    Link,
}

/// Reads `text` as Markdown (CommonMark) and returns its blocks.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for (mark, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        reader.take(mark, text.get(range).unwrap_or_default());
    }
    reader.close();
    let written =
        reader.done.iter().flat_map(|block| &block.spans).any(|span| !span.text.is_empty());
    if written || text.trim().is_empty() {
        return reader.done;
    }
    // Marks alone, such as a lone dash: what was typed is shown.
    let spans = vec![Span { kind: SpanKind::Text, text: text.trim().to_owned(), href: None }];
    vec![Block { kind: BlockKind::Paragraph, spans }]
}

/// Whether a link target may be followed.
pub fn is_safe_href(href: &str) -> bool {
    let lower = href.trim().to_ascii_lowercase();
    ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
        && !href.contains(|c: char| c.is_control() || c.is_whitespace())
}

#[derive(Default)]
struct Reader {
    done: Vec<Block>,
    spans: Vec<Span>,
    quote_depth: u32,
    item_depth: u32,
    strong: u32,
    em: u32,
    links: Vec<Option<String>>,
    in_code: bool,
}

impl Reader {
    fn take(&mut self, mark: Mark<'_>, typed: &str) {
        match mark {
            Mark::Start(tag) => self.start(tag, typed),
            Mark::End(tag) => self.end(tag, typed),
            Mark::Text(text) => self.push(&text, None),
            Mark::Code(text) => self.push(&text, Some(SpanKind::Code)),
            Mark::SoftBreak | Mark::HardBreak => self.push("\n", None),
            Mark::Html(text) | Mark::InlineHtml(text) => self.push(&text, None),
            Mark::Rule => {
                self.push(typed.trim_end(), None);
                self.close();
            }
            Mark::InlineMath(_)
            | Mark::DisplayMath(_)
            | Mark::FootnoteReference(_)
            | Mark::TaskListMarker(_) => self.push(typed, None),
        }
    }

    fn start(&mut self, tag: Tag<'_>, typed: &str) {
        match tag {
            Tag::BlockQuote(_) => {
                self.close();
                self.quote_depth += 1;
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.close();
                self.in_code = true;
            }
            Tag::Item => {
                self.close();
                self.item_depth += 1;
            }
            Tag::Heading { level, .. } => {
                self.close();
                // A heading is not a block of ours: the marks stay as typed.
                if typed.starts_with('#') {
                    self.push(&format!("{} ", "#".repeat(level as usize)), None);
                }
            }
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.em += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push(is_safe_href(&dest_url).then(|| dest_url.to_string()));
                if self.links.last().is_some_and(Option::is_none) {
                    self.push("[", None);
                }
            }
            Tag::Image { .. } => {
                self.push("![", None);
                self.links.push(None);
            }
            _ => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd, typed: &str) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.close();
                self.in_code = false;
            }
            TagEnd::Item => {
                self.close();
                self.item_depth = self.item_depth.saturating_sub(1);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.em = self.em.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                if self.links.pop().flatten().is_none() {
                    let tail = typed.rfind("](").and_then(|at| typed.get(at..)).unwrap_or("]");
                    self.push(tail, None);
                }
            }
            _ => self.close(),
        }
    }

    fn push(&mut self, text: &str, kind: Option<SpanKind>) {
        if text.is_empty() {
            return;
        }
        let href = self.links.last().cloned().flatten();
        let kind = match kind {
            _ if href.is_some() => SpanKind::Link,
            Some(kind) => kind,
            None if self.in_code => SpanKind::Text,
            None if self.strong > 0 => SpanKind::Strong,
            None if self.em > 0 => SpanKind::Em,
            None => SpanKind::Text,
        };
        match self.spans.last_mut() {
            Some(last) if last.kind == kind && last.href == href => last.text.push_str(text),
            _ => self.spans.push(Span { kind, text: text.to_owned(), href }),
        }
    }

    fn close(&mut self) {
        let mut spans = std::mem::take(&mut self.spans);
        if let Some(last) = spans.last_mut() {
            let kept = last.text.trim_end().len();
            last.text.truncate(kept);
        }
        spans.retain(|span| !span.text.is_empty());
        if spans.is_empty() {
            return;
        }
        let kind = if self.in_code {
            BlockKind::Code
        } else if self.item_depth > 0 {
            BlockKind::ListItem
        } else if self.quote_depth > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        };
        self.done.push(Block { kind, spans: linked(spans) });
    }
}

/// Finds bare `https://` and `http://` addresses in plain text, as every chat does.
fn linked(spans: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        if span.kind == SpanKind::Text && span.text.contains("://") {
            split_links(&span.text, &mut out);
        } else {
            out.push(span);
        }
    }
    out
}

fn split_links(text: &str, out: &mut Vec<Span>) {
    let plain = |text: &str| Span { kind: SpanKind::Text, text: text.to_owned(), href: None };
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|s| rest.find(s)).min() {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|'))
            .unwrap_or(from.len());
        let address = from
            .get(..end)
            .unwrap_or(from)
            .trim_end_matches(['.', ',', ')', '!', '?', ';', ':', '\'']);
        if !before.is_empty() {
            out.push(plain(before));
        }
        if address.len() > 8 && is_safe_href(address) {
            out.push(Span {
                kind: SpanKind::Link,
                text: address.to_owned(),
                href: Some(address.to_owned()),
            });
        } else {
            out.push(plain(address));
        }
        rest = from.get(address.len()..).unwrap_or_default();
        if address.is_empty() {
            break;
        }
    }
    if !rest.is_empty() {
        out.push(plain(rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> String {
        blocks(text).iter().flat_map(|b| &b.spans).map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn markdown_becomes_data() {
        let all = blocks(
            "Hi **Ana**, see [prices](https://nordhem.example/p)\n\n> quoted\n\n- one\n- two\n\n```\nlet x\n```",
        );
        let kinds: Vec<_> = all.iter().map(|b| b.kind).collect();
        assert_eq!(
            kinds,
            [
                BlockKind::Paragraph,
                BlockKind::Quote,
                BlockKind::ListItem,
                BlockKind::ListItem,
                BlockKind::Code
            ]
        );
        assert_eq!(all[0].spans[1].kind, SpanKind::Strong);
        assert_eq!(all[0].spans[3].href.as_deref(), Some("https://nordhem.example/p"));
    }

    #[test]
    fn html_stays_the_characters_that_were_typed() {
        for text in ["<script>alert(1)</script>", "a <b onclick=x>b</b> c", "<img src=x onerror=y>"]
        {
            assert_eq!(typed(text), text);
            assert!(blocks(text).iter().flat_map(|b| &b.spans).all(|s| s.href.is_none()));
        }
    }

    #[test]
    fn dangerous_links_are_plain_text() {
        for text in ["[x](javascript:alert(1))", "[x](data:text/html,hi)", "[x](vbscript:y)"] {
            let all = blocks(text);
            assert!(all.iter().flat_map(|b| &b.spans).all(|s| s.href.is_none()), "{all:?}");
            assert_eq!(typed(text), text);
        }
    }

    #[test]
    fn marks_alone_are_shown_as_typed() {
        for text in ["-", ">", "```", "[1]: https://x.example", "#", "* * *"] {
            assert_eq!(typed(text), text, "{text}");
        }
    }

    #[test]
    fn bare_addresses_are_links_without_their_full_stop() {
        let all = blocks("See https://nordhem.example/a.");
        assert_eq!(all[0].spans[1].href.as_deref(), Some("https://nordhem.example/a"));
        assert_eq!(typed("See https://nordhem.example/a."), "See https://nordhem.example/a.");
    }
}
