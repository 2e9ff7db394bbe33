//! How messages feel, by rough bands.

use proptest::prelude::*;

use super::mood;

const FURIOUS: &[&str] = &[
    "This is the WORST support I have ever had!!!",
    "you charged me twice and nobody answers, what a scam",
    "I hate this app, it is absolutely terrible",
    "Unacceptable. I've been waiting for three weeks and I'm furious.",
    "useless bot, waste of my time, horrible service",
    "Disgusting behaviour, you stole my money 😡",
    "Das ist eine Unverschämtheit, der schlechteste Service aller Zeiten!",
    "C'est scandaleux, une vraie arnaque, je suis furieuse",
    "Es una vergüenza, el peor servicio que he visto, estoy harta",
    "Péssimo atendimento, uma vergonha, estou muito irritado",
    "Servizio pessimo, una vera truffa, sono furioso!",
    "Belachelijk, vreselijke service en ik ben erg boos!!",
];

const UNHAPPY: &[&str] = &[
    "still waiting for an answer",
    "I can't log in since this morning",
    "the export doesn't work",
    "third time I'm asking about this",
    "I'm a bit disappointed with the update",
    "that's not good",
    "not happy with the new editor",
    "your bot keeps going in circles",
    "you charged me twice",
    "no reply for two weeks",
    "The app crashed again 😞",
    "it is too slow to use",
    "please help, the page is broken",
    "I was locked out of my account",
    "Hello, my invoice has an error",
    "Die Suche funktioniert nicht",
    "Ich bin mit dem Ergebnis nicht zufrieden",
    "je suis déçue par la mise à jour",
    "ça ne marche pas",
    "no funciona la aplicación",
    "não consigo entrar na conta",
    "non riesco ad accedere al mio account",
    "de app werkt niet",
];

const NEUTRAL: &[&str] = &[
    "",
    "?",
    "How do I export contacts as CSV?",
    "Where can I find my API key",
    "please tell me the price of the team plan",
    "I'd like to add two seats",
    "Can you help me with the support widget?",
    "how do I save a credit card",
    "What are your opening hours?",
    "How do I cancel my subscription",
    "Is there a free trial?",
    "Order 4711 from Monday",
    "https://nordhem.example/docs?page=2",
    "Wie füge ich einen Benutzer hinzu?",
    "Die Rechnung war im Anhang",
    "Comment changer la langue du site ?",
    "¿Cómo puedo cambiar mi correo?",
    "Como mudo o idioma da conta?",
    "Dove trovo la fattura di marzo?",
    "Hoe voeg ik een gebruiker toe?",
    "これはいくらですか",
];

const PLEASED: &[&str] = &[
    "thanks",
    "Thank you, that helps",
    "nice, got it",
    "ok it works now",
    "good answer",
    "The new search is pretty good",
    "not bad at all",
    "👍 thx",
    "Danke, das hat geholfen",
    "merci beaucoup",
    "gracias por la ayuda",
    "obrigada pela resposta",
    "grazie, gentile",
    "bedankt voor de uitleg",
];

const DELIGHTED: &[&str] = &[
    "I LOVE this product, you guys are amazing!!!",
    "Wow, perfect, exactly what I needed, thank you so much!",
    "Best support ever, really fantastic 😍",
    "Excellent work, everything is great, I'm very happy",
    "Vielen Dank, das ist wirklich super und sehr hilfreich!",
    "Merci, c'est génial, vraiment parfait",
    "Muchas gracias, excelente servicio, estoy muy contenta",
    "Obrigado, atendimento excelente, adorei!",
    "Grazie mille, servizio ottimo, davvero perfetto",
    "Geweldig, dank je wel, ik ben heel blij",
];

fn outside(
    texts: &[&'static str],
    band: std::ops::RangeInclusive<f64>,
) -> Vec<(&'static str, f64)> {
    let all = texts.iter().map(|text| (*text, mood(text)));
    all.filter(|(_, mood)| !band.contains(mood)).collect()
}

#[test]
fn a_furious_visitor_is_far_below_zero() {
    assert_eq!(outside(FURIOUS, -1.0..=-0.6), []);
}

#[test]
fn an_unhappy_visitor_is_below_zero() {
    assert_eq!(outside(UNHAPPY, -0.75..=-0.2), []);
}

#[test]
fn a_question_without_a_mood_is_near_zero() {
    assert_eq!(outside(NEUTRAL, -0.15..=0.15), []);
}

#[test]
fn a_pleased_visitor_is_above_zero() {
    assert_eq!(outside(PLEASED, 0.2..=0.8), []);
}

#[test]
fn a_delighted_visitor_is_far_above_zero() {
    assert_eq!(outside(DELIGHTED, 0.6..=1.0), []);
}

#[test]
fn capitals_exclamation_marks_and_intensifiers_make_a_mood_stronger() {
    assert!(mood("this is VERY bad") < mood("this is very bad"));
    assert!(mood("this is bad!!!") < mood("this is bad"));
    assert!(mood("this is very bad") < mood("this is bad"));
    assert!(mood("Das ist sehr gut") > mood("Das ist gut"));
    assert!(mood("the bot is STILL WAITING") < mood("the bot is still waiting"));
    assert!(mood("The invoice 😡") < 0.0 && mood("Die Rechnung 😍") > 0.0);
}

#[test]
fn only_the_first_words_of_a_long_text_are_read() {
    let long = "the invoice ".repeat(750);
    assert!(mood(&format!("{long} terrible")).abs() < f64::EPSILON);
    assert!(mood(&format!("terrible {long} ")) < 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_text_makes_it_panic_or_leave_the_scale(text in any::<String>(), times in 1_usize..40) {
        let words = ["nicht", "gut", "still", "waiting", "no", "j'en", "ai", "marre!", "GUT😡"];
        let text = format!("{text} {}", words.join(&text));
        let found = mood(&text.repeat(times));
        prop_assert!((-1.0..=1.0).contains(&found));
    }
}

#[test]
fn a_long_word_of_many_phrases_is_read_once() {
    let words = "gut-".repeat(4_000);
    assert!(mood(&words) > 0.0);
    assert!(mood(&"nicht,gut".repeat(1_800)).abs() <= 1.0);
}
