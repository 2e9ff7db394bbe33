//! The judged conversations of `tests/fixtures/analysis`: each summary was read by a person who
//! asked whether they would hand it to a colleague. The golden text shows what changed; the facts a
//! summary must have and must not have say whether that is worse.

use baton_domain::{Origin, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;

use super::cited;
use crate::analysis::{By, Holding, Input, Line, Raised, analyse};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// A conversation with what its analysis must say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    visitor: Option<String>,
    holding: String,
    #[serde(default)]
    repeat: usize,
    #[serde(default)]
    repeated: Vec<Vec<Value>>,
    said: Vec<Vec<Value>>,
    language: String,
    topic: Option<String>,
    asks: usize,
    open: Option<String>,
    must: Vec<String>,
    must_not: Vec<String>,
}

/// Every fixture by name.
pub fn all() -> Vec<(String, Judged)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/analysis");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut found: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    found.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(path).unwrap();
        (name.clone(), serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}")))
    };
    found.iter().map(read).collect()
}

impl Judged {
    pub fn input(&self) -> Input<'_> {
        let mut input = Input {
            lines: Vec::new(),
            raised: Vec::new(),
            holding: match self.holding.split_once(':') {
                Some(("ai", name)) => Holding::AiAgent(name.into()),
                Some(("member", name)) => Holding::Member(name.into()),
                _ if self.holding == "closed" => Holding::Closed,
                _ => Holding::Nobody,
            },
            visitor: self.visitor.as_deref(),
            has_older: false,
            knowledge: None,
        };
        let (mut seq, mut at) = (0, Timestamp(1_793_372_400_000));
        let times = (0..self.repeat).flat_map(|n| self.repeated.iter().map(move |part| (n, part)));
        for (n, part) in times.chain(self.said.iter().map(|part| (0, part))) {
            seq += 1;
            at.0 += 60_000;
            let word = |at: usize| part.get(at).and_then(Value::as_str).unwrap_or_default();
            match word(0) {
                "days" => at.0 += part[1].as_i64().unwrap() * DAY_MS,
                "handback" => {}
                "handoff" => input.raised.push(Raised { seq, reason: word(1).into() }),
                _ => input.lines.push(line(part, seq, at, n)),
            }
        }
        input
    }
}

fn line(part: &[Value], seq: u64, at: Timestamp, n: usize) -> Line {
    let word = |at: usize| part.get(at).and_then(Value::as_str).unwrap_or_default();
    let (by, name, text) = match word(0) {
        "visitor" => (By::Visitor, "", word(1)),
        "ai" | "ai-miss" => (By::AiAgent, word(1), word(2)),
        "member" => (By::Member, word(1), word(2)),
        "auto" => (By::Automatic, "", word(1)),
        other => panic!("who is {other}?"),
    };
    let titles = part.iter().skip(3).map(|title| title.as_str().unwrap().to_owned());
    Line {
        seq,
        by,
        name: name.into(),
        text: text.replace("{n}", &n.to_string()),
        sources: titles.map(|title| cited(&title)).collect(),
        no_answer: word(0) == "ai-miss",
        at,
    }
}

#[test]
fn thirty_conversations_are_summed_up_as_they_were_judged() {
    let mut golden = String::new();
    for (name, judged) in all() {
        let analysis = analyse(&judged.input());
        let list =
            |list: &[String]| list.iter().map(|one| format!("\n    - {one}")).collect::<String>();
        let tried: Vec<String> = analysis.tried.iter().map(|tried| tried.text.clone()).collect();
        let tried = &tried[tried.len().saturating_sub(3)..];
        writeln!(
            golden,
            "{name}\n  {}\n  topic: {} ({})\n  asks for:{}\n  open: {}\n  tried:{}\n",
            analysis.summary,
            analysis.topic,
            analysis.language,
            list(&analysis.asks_for),
            analysis.open_question.as_deref().unwrap_or("-"),
            list(tried),
        )
        .unwrap();
    }
    insta::with_settings!({snapshot_path => "../../../../../tests/fixtures/analysis", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("summaries", golden);
    });
}

#[test]
fn each_summary_has_the_facts_and_leaves_out_what_nobody_should_read() {
    let mut wrong = Vec::new();
    let judged = all();
    assert_eq!(judged.len(), 30);
    for (name, judged) in judged {
        let analysis = analyse(&judged.input());
        let summary = &analysis.summary;
        let said = format!("{summary} {:?} {:?}", analysis.asks_for, analysis.open_question);
        let mut check = |right: bool, what: &str| {
            if !right {
                wrong.push(format!("{name}: {what}: {summary}"));
            }
        };
        judged.must.iter().for_each(|must| check(summary.contains(must), must));
        judged.must_not.iter().for_each(|not| check(!said.contains(not), &format!("not {not}")));
        check(judged.language.split('|').any(|one| one == analysis.language), &analysis.language);
        check(judged.topic.as_ref().is_none_or(|t| *t == analysis.topic), &analysis.topic);
        check(judged.asks == analysis.asks_for.len(), &format!("{:?}", analysis.asks_for));
        let open = analysis.open_question.as_deref();
        let opens = judged.open.as_deref().is_none_or(|o| open.is_some_and(|q| q.contains(o)));
        check(
            opens && (judged.open.is_some() || judged.asks > 0 || open.is_none()),
            &format!("{open:?}"),
        );
        check(analysis.origin == Origin::Local, "local");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
