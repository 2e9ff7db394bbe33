//! Input that nobody should send and somebody will.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use super::{NORDHEM, article, ask, outcome, text, turn};
use crate::{Answer, Knowledge};

#[test]
fn search_syntax_in_a_question_is_only_words() {
    for question in [
        "\"refund",
        "refund\" OR title:*",
        "refund NEAR(invoice, 2)",
        "refund AND NOT invoice*",
        "(refund))",
        "^refund + {title text} : -refund",
        "refund'; DROP TABLE by_word; --",
        "NEAR NOT AND OR",
        "refund\0refund",
        "\u{202e}refund\u{202c}",
    ] {
        let answer = NORDHEM.answer(&turn(&[question.to_owned()]));
        assert!(answer.is_ok(), "{question:?}: {answer:?}");
    }
    assert_eq!(outcome(&ask(&NORDHEM, "\"refund* (")), "reply: Refunds");
}

#[test]
fn without_articles_iris_greets_and_otherwise_finds_nothing() {
    let empty = Knowledge::new(&[]).unwrap();
    assert_eq!(outcome(&ask(&empty, "hello")), "small talk");
    assert_eq!(outcome(&ask(&empty, "how much is Team?")), "rephrase");
    assert_eq!(outcome(&empty.answer(&turn(&[])).unwrap()), "rephrase", "only files");
    let blank = Knowledge::new(&[article("", ""), article("", " \n\n ")]).unwrap();
    assert_eq!(outcome(&ask(&blank, "how much is Team?")), "rephrase");
}

#[test]
fn a_huge_article_and_a_huge_question_stay_bounded() {
    let filler = "Nothing of interest is written in this line of the book. ".repeat(90_000);
    assert!(filler.len() > 5_000_000);
    let book = article("The book", &filler);
    let endless = article("One word", &"x".repeat(1_000_000));
    let small = article("Opening hours", "We open at nine.");
    let knowledge = Knowledge::new(&[book, endless, small]).unwrap();
    let answer = ask(&knowledge, "when do you open");
    assert_eq!(outcome(&answer), "reply: Opening hours");
    let answer = ask(&knowledge, "what is interesting in the book?");
    assert!(text(&answer).chars().count() < 1_000);
    let question = "what about the refund of my invoice for the yearly plan ".repeat(300);
    assert!(question.len() > 16_000);
    assert!(matches!(ask(&NORDHEM, &question), Answer::Reply { .. } | Answer::AskBack { .. }));
}

#[test]
fn texts_without_spaces_between_words_are_found() {
    let knowledge = Knowledge::new(&[
        article("重置密码", "在登录页面点击“忘记密码”。我们会发送一封邮件。"),
        article("价格", "团队版每个席位每月九欧元。商业版支持单点登录。"),
        article("返金について", "三十日以内であれば全額返金いたします。"),
        article("การคืนเงิน", "คุณสามารถขอคืนเงินได้ภายใน 30 วัน"),
    ])
    .unwrap();
    for (question, expected) in [
        ("如何重置密码？", "reply: 重置密码"),
        ("团队版多少钱", "reply: 价格"),
        ("密码", "reply: 重置密码"),
        ("返金できますか？", "reply: 返金について"),
        ("ขอคืนเงิน", "reply: การคืนเงิน"),
        ("天气怎么样", "rephrase"),
    ] {
        assert_eq!(outcome(&ask(&knowledge, question)), expected, "{question}");
    }
}

#[test]
fn right_to_left_texts_are_found() {
    let knowledge = Knowledge::new(&[
        article("استرداد الأموال", "يمكنك استرداد الأموال خلال ثلاثين يوما."),
        article("איפוס סיסמה", "לחצו על שכחתי סיסמה בדף הכניסה."),
    ])
    .unwrap();
    assert_eq!(outcome(&ask(&knowledge, "كيف استرداد الأموال؟")), "reply: استرداد الأموال");
    assert_eq!(outcome(&ask(&knowledge, "שכחתי סיסמה")), "reply: איפוס סיסמה");
}

#[test]
fn emoji_alone_never_hands_off_at_once() {
    for said in ["😡", "😡😡😡", "🤷‍♀️", "👋", "❤️", "🇳🇴", "…", "!!!"]
    {
        assert!(!outcome(&ask(&NORDHEM, said)).starts_with("handoff"), "{said}");
    }
}

#[test]
fn many_threads_may_ask_at_once() {
    let knowledge = Arc::new(Knowledge::new(&super::nordhem()).unwrap());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let knowledge = Arc::clone(&knowledge);
            std::thread::spawn(move || outcome(&ask(&knowledge, "refund")))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), "reply: Refunds");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_question_makes_iris_panic_or_fail(asked in vec(any::<String>(), 0..5), note in any::<String>()) {
        let turn = crate::Turn { note: Some(&note), ..turn(&asked) };
        prop_assert!(NORDHEM.answer(&turn).is_ok());
    }

    #[test]
    fn no_article_makes_iris_panic_or_fail(title in ".*", body in any::<String>(), ask in ".*") {
        let knowledge = Knowledge::new(&[article(&title, &body), article(&body, &title)]).unwrap();
        prop_assert!(knowledge.answer(&turn(&[ask, title, body])).is_ok());
    }

    #[test]
    fn words_of_the_articles_in_any_order_are_answered(picked in "(refund|how|card|\\?|team|\"|plan|\\*|and|invoice|the| |\n){1,12}") {
        prop_assert!(NORDHEM.answer(&turn(&[picked])).is_ok());
    }
}
