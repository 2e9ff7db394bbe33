//! Whatever is said: nothing panics, everything is bounded, and nothing is made up.

use baton_domain::{
    ANALYSED_MESSAGES, REQUEST_CHARS, REQUESTS, SUMMARY_CHARS, TOPIC_CHARS, Timestamp,
};
use proptest::prelude::*;

use super::cited;
use crate::Knowledge;
use crate::analysis::{By, CHARS, Holding, Input, Line, Raised, analyse};
use crate::tests::nordhem;

fn line(seq: u64, by: By, text: &str) -> Line {
    let (name, sources) = ("Iris".into(), Vec::new());
    let at = Timestamp(i64::try_from(seq).unwrap() * 60_000);
    Line { seq, by, name, text: text.into(), sources, no_answer: false, at }
}

fn said(lines: Vec<Line>) -> Input<'static> {
    let (raised, holding) = (Vec::new(), Holding::Nobody);
    Input { lines, raised, holding, visitor: Some("Marta"), has_older: false, knowledge: None }
}

fn visitor(texts: &[&str]) -> Input<'static> {
    let lines = texts.iter().zip(1..).map(|(text, seq)| line(seq, By::Visitor, text));
    said(lines.collect())
}

fn anything() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "charged twice",
        "?",
        "order 4711",
        "\u{200b}",
        "\u{202e}",
        "“",
        "”",
        "```",
        "thanks",
        "\n",
        "49 €",
        "4111 1111 1111 1111",
        "hello?",
        "can I talk to a person",
        "。",
        "注文",
        "مرحبا",
        "no",
        "but",
        "http://x.example/?a=b",
        "👍",
        "error 500",
        "12 March",
        "...",
        " ",
        "that works",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(pieces, 0..30).prop_map(|words| words.join(" ")),
    ]
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let by = prop::sample::select(vec![By::Visitor, By::AiAgent, By::Member, By::Automatic]);
    let one = (by, anything(), any::<bool>(), any::<bool>());
    prop::collection::vec(one, 0..20).prop_map(|said| {
        let line = |(seq, (by, text, sourced, no_answer)): (u64, (By, String, bool, bool))| {
            let source = cited(&text);
            let sources = if sourced && by == By::AiAgent { vec![source] } else { Vec::new() };
            Line { sources, no_answer, ..line(seq, by, &text) }
        };
        (1..).zip(said).map(line).collect()
    })
}

proptest! {
    #[test]
    fn any_conversation_has_a_bounded_analysis(lines in lines(), handed_off in any::<bool>()) {
        let mut input = said(lines);
        if handed_off {
            input.raised.push(Raised { seq: 5, reason: "Why".into() });
        }
        let analysis = analyse(&input);
        let chars = |text: &str| text.chars().count();
        prop_assert!(!analysis.summary.is_empty());
        prop_assert!(chars(&analysis.summary) <= SUMMARY_CHARS + 1);
        prop_assert!(chars(&analysis.topic) <= TOPIC_CHARS + 1);
        prop_assert!(analysis.asks_for.len() <= REQUESTS);
        for ask in &analysis.asks_for {
            prop_assert!(chars(ask) <= REQUEST_CHARS + 1);
            prop_assert!(!ask.contains(['“', '”', '\n', '\u{202e}', '\u{200b}']), "{}", ask);
        }
        let quotes = |sign: char| analysis.summary.matches(sign).count();
        if chars(&analysis.summary) <= SUMMARY_CHARS {
            prop_assert_eq!(quotes('“'), quotes('”'), "{}", analysis.summary);
        }
        prop_assert!(!analysis.summary.contains("4111 1111"));
        prop_assert_eq!(&analyse(&input), &analysis, "and the same again");
        prop_assert_eq!(analysis.up_to_seq, input.lines.last().map_or(0, |line| line.seq));
        prop_assert!(analysis.mood.iter().all(|mood| (-1.0..=1.0).contains(&mood.value)));
    }

    #[test]
    fn what_is_asked_for_was_said(text in "[a-z ]{0,80}\\?") {
        let analysis = analyse(&visitor(&[&text]));
        for ask in &analysis.asks_for {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let all = words(&text);
            prop_assert!(words(ask.trim_end_matches('…')).iter().all(|word| all.contains(word)));
        }
    }
}

#[test]
fn only_the_newest_messages_and_characters_are_read() {
    let long = "Why is it so? ".repeat(1_200);
    let lines = (1..=5_000).map(|seq| line(seq, By::Visitor, &long)).collect();
    let input = said(lines);
    let read = input.newest();
    assert!(read.iter().map(|line| line.text.chars().count()).sum::<usize>() <= CHARS);
    assert_eq!(read.last().unwrap().seq, 5_000);
    let analysis = analyse(&input);
    assert_eq!(analysis.mood.len(), read.len());
    assert!(analysis.summary.starts_with("Long conversation, read here: the newest 2 messages."));
    let short = said((1..=5_000).map(|seq| line(seq, By::Visitor, "Why?")).collect());
    assert_eq!(short.newest().len(), ANALYSED_MESSAGES);
}

#[test]
fn a_message_without_an_end_is_read_as_far_as_it_goes() {
    for text in ["a".repeat(16_384), "? ".repeat(8_192), "“".repeat(16_384), "1".repeat(16_384)] {
        let analysis = analyse(&visitor(&[&text]));
        assert!(!analysis.summary.is_empty());
    }
}

#[test]
fn the_language_is_that_of_the_newest_words_and_honest_about_few() {
    let cases = [
        ("ok", "und"),
        ("👍", "und"),
        ("Where is my order?", "en"),
        ("wo ist mein Paket", "de"),
        ("où est mon colis", "fr"),
        ("¿dónde está mi paquete?", "es"),
        ("não recebi meu pedido", "pt"),
        ("dov'è il mio pacco", "it"),
        ("waar is mijn pakket", "nl"),
        ("Где мой заказ?", "ru"),
        ("Де моє замовлення, його ще немає?", "uk"),
        ("내 주문은 어디에 있나요", "ko"),
        ("我的包裹在哪里", "zh"),
        ("איפה ההזמנה שלי", "he"),
        ("Gdzie jest moja paczka, zamówienie złożyłem w poniedziałek rano", "pl"),
    ];
    for (text, expected) in cases {
        assert_eq!(analyse(&visitor(&[text])).language, expected, "{text}");
    }
}

#[test]
fn marta_is_suggested_what_an_article_answers_and_nothing_else() {
    let knowledge = Knowledge::new(&nordhem()).unwrap();
    let with = |texts: &[&str]| {
        let input = visitor(texts);
        analyse(&Input { knowledge: Some(&knowledge), ..input }).suggested_reply
    };
    let reply = with(&["Can I talk to a person?", "How much does the Team plan cost?"]).unwrap();
    assert!(reply.text.starts_with("Hello Marta,\n\n"), "{}", reply.text);
    assert!(reply.text.contains('€'), "{}", reply.text);
    assert_eq!(reply.sources.len(), 1);
    for texts in [&["Do you sell bananas?"][..], &["Can I talk to a person?"], &["thanks"], &[]] {
        assert_eq!(with(texts), None, "{texts:?}");
    }
}

#[test]
fn what_an_ai_agent_has_answered_with_is_not_suggested_again() {
    let knowledge = Knowledge::new(&nordhem()).unwrap();
    let question = "How much does the Team plan cost?";
    let found = knowledge.passage_for(question).unwrap().unwrap();
    let source = cited(&found.1.title);
    let answer = Line { sources: vec![source], ..line(2, By::AiAgent, &found.0) };
    let wrong = line(3, By::Visitor, "That's not what I asked");
    let lines = vec![line(1, By::Visitor, question), answer, wrong];
    let analysis = analyse(&Input { knowledge: Some(&knowledge), ..said(lines) });
    assert_eq!(analysis.open_question.as_deref(), Some(question));
    assert_eq!(analysis.suggested_reply, None);
}

#[test]
fn an_empty_conversation_says_so() {
    let analysis = analyse(&visitor(&[]));
    assert_eq!(analysis.summary, "Marta has not written anything yet. Nobody has it.");
    assert_eq!((analysis.up_to_seq, analysis.language.as_str()), (0, "und"));
}
