//! What a model's words mean: an answer with its sources, "I do not know", or "a person is needed".
//!
//! Guarantees: marks agreed with the model never reach the visitor: thoughts, `HANDOFF:` lines, `[1]`
//! and `[?]`, a tool call written as words, our own lines about people of the team. A mark names
//! only a source that was offered. Closed code is left as it is. Leaves out: everything else a model may
//! write; the visitor is shown it as data, never as HTML.

use super::context::{HANDED_BACK, TEAM_WROTE};
use super::gather::Call;
use serde_json::Value;
use std::collections::BTreeSet;

/// Begins the line with which a model without tools asks for a person.
pub const HANDOFF: &str = "HANDOFF:";

/// What may stand before a fence in its line.
const LIST_MARKS: [char; 5] = [' ', '>', '-', '*', '+'];

/// What was meant.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant {
    /// Words for the visitor.
    Answer {
        /// Without marks.
        text: String,
        /// The numbers of the offered sources that it is from, in order.
        cited: Vec<usize>,
        /// The model says that it does not know.
        no_answer: bool,
    },
    /// A person is needed, with the model's reason, which may be empty.
    Handoff(String),
    /// A tool call that was written as words.
    Call(Call),
    /// Nothing is left.
    Nothing,
}

/// Reads a model's words; `offered` sources have the numbers from 1.
pub fn meant(text: &str, offered: usize) -> Meant {
    let text = without_thoughts(text);
    if let Some(call) = call_in_words(&text) {
        return Meant::Call(call);
    }
    let mut kept = Vec::new();
    for line in text.lines() {
        let bare = line.trim().trim_start_matches(['*', '`', '_', '>', '#', '-', ' ']);
        if let Some(reason) = bare.strip_prefix(HANDOFF) {
            return Meant::Handoff(reason.trim_matches(['*', '`', '_', ' ']).to_owned());
        }
        let ours = bare.strip_prefix(TEAM_WROTE).or_else(|| bare.strip_prefix(HANDED_BACK));
        kept.push(ours.map_or(line, str::trim));
    }
    let Marked { text, cited, no_answer } = without_marks(&kept.join("\n"), offered);
    match text.trim() {
        "" => Meant::Nothing,
        text => Meant::Answer { text: text.to_owned(), cited, no_answer },
    }
}

/// Leaves `<think>…</think>` out; without an end all that follows, without a beginning all before.
pub fn without_thoughts(text: &str) -> String {
    let mut rest = text.to_owned();
    for (open, close) in [("<think>", "</think>"), ("<thinking>", "</thinking>")] {
        let mut kept = String::new();
        let mut left = rest.as_str();
        loop {
            match (left.find(open), left.find(close)) {
                (Some(begin), end) if end.is_none_or(|end| begin < end) => {
                    kept.push_str(left.get(..begin).unwrap_or_default());
                    left = left.get(begin..).unwrap_or_default();
                    left = left.split_once(close).map_or("", |(_, after)| after);
                }
                (_, Some(end)) => {
                    kept.clear();
                    left = left.get(end + close.len()..).unwrap_or_default();
                }
                (_, None) => {
                    kept.push_str(left);
                    break;
                }
            }
        }
        rest = kept;
    }
    rest
}

/// `{"name": "request_human", …}` as the whole text: a call that the server did not recognise.
fn call_in_words(text: &str) -> Option<Call> {
    let text = text.trim();
    let text = text.strip_prefix("```json").or(text.strip_prefix("```")).unwrap_or(text);
    let text = text.strip_suffix("```").unwrap_or(text).trim();
    let text = text.strip_prefix("<tool_call>").unwrap_or(text);
    let text = text.strip_suffix("</tool_call>").unwrap_or(text).trim();
    let said: Value = serde_json::from_str(text).ok()?;
    let name = said.get("name").and_then(Value::as_str)?;
    let arguments = said.get("arguments").or_else(|| said.get("parameters"))?;
    let arguments = arguments.as_str().map_or_else(|| arguments.to_string(), str::to_owned);
    Some(Call { name: name.to_owned(), arguments, ..Call::default() })
}

struct Marked {
    text: String,
    cited: Vec<usize>,
    no_answer: bool,
}

/// Takes `[1]`, `[1, 2]`, `【1】` and `[?]` out, except in code and where a link follows.
fn without_marks(text: &str, offered: usize) -> Marked {
    let mut marked = Marked { text: String::new(), cited: Vec::new(), no_answer: false };
    let mut seen = BTreeSet::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let Some((length, inside)) = mark(rest) else {
            let before = marked.text.rsplit('\n').next().unwrap_or_default();
            let length = if first == '`' { code(rest, before) } else { first.len_utf8() };
            let (kept, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            marked.text.push_str(kept);
            rest = after;
            continue;
        };
        for number in inside.split(',').map(str::trim) {
            marked.no_answer |= number == "?";
            let number = number.parse().unwrap_or(0);
            if (1..=offered).contains(&number) && seen.insert(number) {
                marked.cited.push(number);
            }
        }
        rest = rest.get(length..).unwrap_or_default();
        let ends = rest.is_empty() || rest.starts_with(['.', ',', ';', '!', '?', '\n', ' ', '[']);
        if ends {
            marked.text.truncate(marked.text.trim_end_matches(' ').len());
        }
    }
    marked
}

/// The length of the code that begins here, or of its backticks where no others close it: a fence
/// when nothing but list marks stands before, else a span within the line.
fn code(text: &str, before: &str) -> usize {
    let bare = text.trim_start_matches('`');
    let ticks = text.len() - bare.len();
    let line = bare.split('\n').next().unwrap_or_default();
    let opens = before.trim_start_matches(LIST_MARKS).is_empty() && !line.contains('`');
    if ticks >= 3 && opens {
        let mut end = ticks + line.len();
        for line in bare.split('\n').skip(1) {
            end += 1 + line.len();
            let mark = line.trim_start_matches([' ', '>']).trim_end();
            if mark.len() >= ticks && mark.bytes().all(|byte| byte == b'`') {
                return end;
            }
        }
    }
    let mut end = ticks;
    let mut left = line;
    while let Some(at) = left.find('`') {
        let from = left.get(at..).unwrap_or_default();
        left = from.trim_start_matches('`');
        let run = from.len() - left.len();
        end += at + run;
        if run == ticks {
            return end;
        }
    }
    ticks
}

/// A mark at the beginning: its length in bytes, and what is in it.
fn mark(text: &str) -> Option<(usize, &str)> {
    let (close, rest) = match text.chars().next()? {
        '[' => (']', text.get(1..)?),
        '【' => ('】', text.get('【'.len_utf8()..)?),
        _ => return None,
    };
    let (inside, after) = rest.split_once(close)?;
    let inside = inside.split('†').next().unwrap_or(inside);
    let is_number = |part: &str| {
        let part = part.trim();
        part == "?" || ((1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let fits = inside.split(',').all(is_number) && !after.starts_with('(');
    fits.then_some((text.len() - after.len(), inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, offered: usize) -> (String, Vec<usize>, bool) {
        match meant(text, offered) {
            Meant::Answer { text, cited, no_answer } => (text, cited, no_answer),
            other => panic!("{text:?} is {other:?}"),
        }
    }

    #[test]
    fn sources_are_cited_once_and_unknown_numbers_dropped() {
        for (said, text, cited) in [
            ("It is €9 a month [1].", "It is €9 a month.", vec![1]),
            ("Nine[2]. And ten [1, 2]!", "Nine. And ten!", vec![2, 1]),
            ("Nine [1][2]\nTen [9].", "Nine\nTen.", vec![1, 2]),
            ("Neun【1†source】 Euro [ 2 ]", "Neun Euro", vec![1, 2]),
            (
                "See [1](https://x.example) and `a[1]`",
                "See [1](https://x.example) and `a[1]`",
                vec![],
            ),
            ("In [2024] it was [0] free [77]", "In [2024] it was free", vec![]),
            ("[1] says so", " says so".trim(), vec![1]),
            ("an [unclosed 【 mark [1", "an [unclosed 【 mark [1", vec![]),
        ] {
            assert_eq!(answer(said, 2), (text.to_owned(), cited, false), "{said}");
        }
    }

    #[test]
    fn only_closed_code_keeps_its_marks() {
        for (said, text, cited) in [
            ("Press ` for it [1].", "Press ` for it.", vec![1]),
            ("Press ` [1].\nOr ` [2].", "Press `.\nOr `.", vec![1, 2]),
            ("Press `` and `a[1]` [2]", "Press `` and `a[1]`", vec![2]),
            ("``a`[1]`` [2]", "``a`[1]``", vec![2]),
            ("```js\na[1] = `\n```\nSo [2].", "```js\na[1] = `\n```\nSo.", vec![2]),
            ("- ````\n  ```\n  a[1]\n  ````", "- ````\n  ```\n  a[1]\n  ````", vec![]),
            ("```\nnever closed [1]", "```\nnever closed", vec![1]),
            ("```a[1]``` [2]", "```a[1]```", vec![2]),
        ] {
            assert_eq!(answer(said, 2), (text.to_owned(), cited, false), "{said}");
        }
        assert_eq!(answer("I do not know ` that. [?]", 0).0, "I do not know ` that.");
    }

    #[test]
    fn not_knowing_is_a_mark_too() {
        let expected = ("I do not know that.".to_owned(), vec![], true);
        assert_eq!(answer("I do not know that. [?]", 2), expected);
    }

    #[test]
    fn thoughts_never_reach_the_visitor() {
        for said in [
            "<think>She wants a refund</think>Nine euros.",
            "She wants a refund</think>\n\nNine euros.",
            "<think>a</think><think>b</think>Nine euros.",
            "<thinking>hm</thinking>Nine euros.",
            "Nine euros.<think>and then",
        ] {
            assert_eq!(answer(said, 0).0, "Nine euros.", "{said}");
        }
        assert_eq!(meant("<think>for ever", 0), Meant::Nothing);
    }

    #[test]
    fn a_line_that_asks_for_a_person_is_all_that_counts() {
        for said in [
            "HANDOFF: wants a refund",
            "One moment.\n**HANDOFF: wants a refund**",
            "> HANDOFF:  wants a refund\nGoodbye",
            "<think>no tools</think>HANDOFF: wants a refund",
        ] {
            assert_eq!(meant(said, 0), Meant::Handoff("wants a refund".into()), "{said}");
        }
        assert_eq!(meant("HANDOFF:", 0), Meant::Handoff(String::new()));
    }

    #[test]
    fn a_call_in_words_is_a_call_and_other_json_is_words() {
        for said in [
            r#"{"name":"request_human","arguments":{"reason":"angry"}}"#,
            "<tool_call>\n{\"name\":\"request_human\",\"arguments\":{\"reason\":\"angry\"}}\n</tool_call>",
            "```json\n{\"name\":\"request_human\",\"parameters\":{\"reason\":\"angry\"}}\n```",
        ] {
            let Meant::Call(call) = meant(said, 0) else { panic!("{said}") };
            assert_eq!(
                (call.name.as_str(), call.arguments.as_str()),
                ("request_human", r#"{"reason":"angry"}"#)
            );
        }
        assert_eq!(answer(r#"{"price": 9}"#, 0).0, r#"{"price": 9}"#);
    }

    #[test]
    fn a_model_that_plays_the_team_is_not_believed() {
        for line in [TEAM_WROTE, HANDED_BACK] {
            let said = format!("{line} You get 500 euros back");
            assert_eq!(answer(&said, 0).0, "You get 500 euros back");
        }
    }

    #[test]
    fn a_link_to_the_team_is_the_models_own() {
        for said in [
            "[The team page](https://shop.example/team) has it.",
            "- [The team](https://shop.example/team)",
            "[The team is on holiday",
        ] {
            assert_eq!(answer(said, 0).0, said);
        }
    }
}
