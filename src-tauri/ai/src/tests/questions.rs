//! Single questions against the sample articles.

use super::{NORDHEM, ask, outcome, text};

const PRICING: &str = "reply: Plans and pricing";
const REFUNDS: &str = "reply: Refunds";
const INVOICES: &str = "reply: Find your invoices";
const INVITE: &str = "reply: Invite a colleague";
const PASSWORD: &str = "reply: Reset your password";
const CANCEL: &str = "reply: Cancel your subscription";
const EXPORT: &str = "reply: Export your data";
const SECURITY: &str = "reply: Security and privacy";
const CONTACT: &str = "reply: Integrations, API and contact hours";
const DISPUTE: &str = "handoff: Billing dispute";
const REPHRASE: &str = "rephrase";
const SMALL_TALK: &str = "small talk";

const QUESTIONS: &[(&str, &str)] = &[
    ("how much is Team?", PRICING),
    ("hi, how much is Team?", PRICING),
    ("What does the Business plan cost?", PRICING),
    ("pricing", PRICING),
    ("Is there a free trial?", PRICING),
    ("do I need a credit card for the trial", PRICING),
    ("How many people can use the Free plan?", PRICING),
    ("can i upgrade from Team to Business", PRICING),
    ("what is a seat", PRICING),
    ("Was kostet der Team Plan?", PRICING),
    ("combien coûte le plan Team ?", PRICING),
    ("¿Cuánto cuesta el plan Team?", PRICING),
    ("quanto custa o plano Team?", PRICING),
    ("How do I get a refund?", REFUNDS),
    ("I want my money back", REFUNDS),
    ("refund", REFUNDS),
    ("When does the refund arrive on my card?", REFUNDS),
    ("Kann ich eine Rückerstattung bekommen?", REFUNDS),
    ("Where can I find my invoices?", INVOICES),
    ("I need an invoice with our VAT number", INVOICES),
    ("can we pay by bank transfer?", INVOICES),
    ("where is my bill", INVOICES),
    ("Wo finde ich meine Rechnung?", INVOICES),
    ("how do I invite a colleague", INVITE),
    ("add a teammate", INVITE),
    ("How can I remove somebody from the workspace?", INVITE),
    ("What roles are there?", INVITE),
    ("how do I add a person to my team", INVITE),
    ("I forgot my password", PASSWORD),
    ("i forgot my pasword", PASSWORD),
    ("How to reset password???", PASSWORD),
    ("the reset mail does not arrive, is it in spam?", PASSWORD),
    ("Passwort vergessen", PASSWORD),
    ("j'ai oublié mon mot de passe", PASSWORD),
    ("Olvidé mi contraseña", PASSWORD),
    ("esqueci minha senha", PASSWORD),
    ("How do I cancel my subscription?", CANCEL),
    ("i want to cancel", CANCEL),
    ("please delete my account", CANCEL),
    ("Wie kann ich kündigen?", CANCEL),
    ("How can I export my data?", EXPORT),
    ("can I download everything as CSV", EXPORT),
    ("Where is my data stored?", SECURITY),
    ("Are you GDPR compliant? Is there a data processing agreement?", SECURITY),
    ("do you have two-factor authentication", SECURITY),
    ("is it encrypted?", SECURITY),
    ("Is there an API?", CONTACT),
    ("does it integrate with Slack?", CONTACT),
    ("what are your support hours?", CONTACT),
    ("how do I contact support?", CONTACT),
    ("API rate limit", CONTACT),
    ("I want to dispute a charge", DISPUTE),
    ("I was charged twice!", DISPUTE),
    ("there is a charge on my card I don't recognise", DISPUTE),
    ("Do you sell bicycles in Norway?", REPHRASE),
    ("what is the weather in Berlin", REPHRASE),
    ("asdf qwer zxcv", REPHRASE),
    ("Who won the world cup?", REPHRASE),
    ("do you ship hardware to Portugal?", REPHRASE),
    ("???", REPHRASE),
    ("hello", SMALL_TALK),
    ("Hi there 👋", SMALL_TALK),
    ("Thanks!!! 🙏", SMALL_TALK),
    ("ok", SMALL_TALK),
    ("👍", SMALL_TALK),
    ("great, thank you so much", SMALL_TALK),
    ("Bye!", SMALL_TALK),
    ("Danke schön", SMALL_TALK),
    ("Guten Tag", SMALL_TALK),
    ("merci beaucoup !", SMALL_TALK),
    ("bonjour", SMALL_TALK),
    ("muchas gracias", SMALL_TALK),
    ("Hola, buenas tardes", SMALL_TALK),
    ("obrigada!", SMALL_TALK),
    ("tchau", SMALL_TALK),
    ("do I talk to a bot?", SMALL_TALK),
    ("are you a real person", SMALL_TALK),
];

#[test]
fn iris_finds_the_right_article_or_says_that_she_has_none() {
    let mut wrong = Vec::new();
    for (question, expected) in QUESTIONS {
        let answer = ask(&NORDHEM, question);
        if outcome(&answer) != *expected {
            wrong.push(format!("{question:?}: {} instead of {expected}", outcome(&answer)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_answer_says_what_was_asked_in_at_most_three_sentences() {
    let told = [
        ("how much is Team?", "Team costs €9 per seat"),
        ("can we pay by bank transfer?", "pay by bank transfer"),
        ("Is there a free trial?", "free trial of 14 days"),
        ("where is my data stored", "Frankfurt and Stockholm"),
        ("what are your support hours?", "Monday to Friday"),
        ("how long is the reset link valid?", "one hour"),
    ];
    for (question, expected) in told {
        let answer = ask(&NORDHEM, question);
        assert!(text(&answer).contains(expected), "{question:?}: {answer:?}");
        let body = text(&answer).split("\n\n").next().unwrap();
        assert!(crate::words::sentences(body).len() <= 3, "{body}");
    }
}

#[test]
fn small_talk_is_answered_in_the_visitors_language() {
    let told = [
        ("hello", "Hello! I'm Iris."),
        ("Hallo", "Hallo! Ich bin Iris."),
        ("bonjour", "Bonjour !"),
        ("hola", "¡Hola!"),
        ("bom dia", "Olá!"),
        ("thx", "You're welcome!"),
        ("vielen Dank", "Gern geschehen!"),
        ("thanks, one more thing", "Of course. What is it?"),
        ("ok, and one more thing", "Of course. What is it?"),
        ("One more question please", "Of course. What is it?"),
        ("Danke, noch eine Frage", "Natürlich. Worum geht es?"),
        ("au revoir", "Au revoir"),
        ("are you a bot?", "an AI agent"),
    ];
    for (said, expected) in told {
        let answer = ask(&NORDHEM, said);
        assert!(text(&answer).contains(expected), "{said:?}: {answer:?}");
    }
}

#[test]
fn the_same_question_always_gets_the_same_answer() {
    let again = crate::Knowledge::new(&super::nordhem()).unwrap();
    for (question, _) in QUESTIONS {
        assert_eq!(ask(&NORDHEM, question), ask(&again, question), "{question:?}");
    }
}
