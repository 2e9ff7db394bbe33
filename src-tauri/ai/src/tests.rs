//! What the knowledge AI agent promises, tried on the articles of Nordhem with Marta (visitor) and
//! Iris (AI agent).

mod conversations;
mod hostile;
mod questions;

use std::sync::LazyLock;

use crate::{Answer, Article, Knowledge, SAMPLE_ARTICLES, Said, Speaker, Turn};

static NORDHEM: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::new(&nordhem()).unwrap());

pub(crate) fn nordhem() -> Vec<Article> {
    let articles = SAMPLE_ARTICLES.iter().enumerate();
    let owned = |text: &str| text.to_owned();
    articles
        .map(|(at, sample)| Article {
            id: format!("article-{at}"),
            title: owned(sample.title),
            text: owned(sample.text),
            url: Some(format!("https://nordhem.example/help/{}", sample.title)),
            handoff: sample.handoff.map(owned),
        })
        .collect()
}

fn article(title: &str, text: &str) -> Article {
    let (id, title, text) = (title.to_lowercase(), title.to_owned(), text.to_owned());
    Article { id, title, text, url: None, handoff: None }
}

fn turn(asked: &[String]) -> Turn<'_> {
    Turn {
        asked,
        history: &[],
        note: None,
        ai_agent_name: "Iris",
        earlier_misses: 0,
        misses_before_handoff: 2,
    }
}

fn ask(knowledge: &Knowledge, text: &str) -> Answer {
    knowledge.answer(&turn(&[text.to_owned()])).unwrap()
}

fn said(by: Speaker, text: &str) -> Said {
    Said { by, text: text.to_owned() }
}

/// "reply: A + B", "small talk", "ask back: A / B", "rephrase" or "handoff: reason".
fn outcome(answer: &Answer) -> String {
    let titles = |sources: &[crate::Source], between: &str| {
        sources.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join(between)
    };
    match answer {
        Answer::Reply { sources, .. } if sources.is_empty() => "small talk".to_owned(),
        Answer::Reply { sources, .. } => format!("reply: {}", titles(sources, " + ")),
        Answer::AskBack { sources, .. } if sources.is_empty() => "rephrase".to_owned(),
        Answer::AskBack { sources, .. } => format!("ask back: {}", titles(sources, " / ")),
        Answer::Handoff { reason, .. } => format!("handoff: {reason}"),
    }
}

fn text(answer: &Answer) -> &str {
    match answer {
        Answer::Reply { text, .. } | Answer::AskBack { text, .. } => text,
        Answer::Handoff { .. } => "",
    }
}
