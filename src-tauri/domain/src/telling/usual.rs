//! The automatic texts as they are before the owner has written others, in each language. A stored text
//! that says what English says by itself was never written by anybody, so a visitor reads it in their
//! own language; what the owner wrote is used as it is.

use crate::{Language, Texts};

/// What an earlier release kept as its waiting text.
const EARLIER_WAITING: &str = "I’m getting someone from our team. You can keep writing here.";

/// What is sent where the owner has written nothing else.
pub(super) fn usual(language: Language) -> Texts {
    let [greeting, waiting, joined, out_of_hours] = match language {
        Language::English => return Texts::default(),
        Language::German => [
            "Hallo! Fragen Sie mich, ich antworte sofort.",
            "Ich hole jemanden aus unserem Team. Es dauert meist {wait}. Sie können hier weiterschreiben.",
            "{name} ist jetzt für Sie da.",
            "Unser Team ist gerade nicht da. Wir sind {back} wieder da. Sie können weiterschreiben: Wir lesen alles, sobald wir zurück sind.",
        ],
        Language::French => [
            "Bonjour\u{202f}! Posez-moi vos questions, je réponds tout de suite.",
            "Je cherche quelqu’un de notre équipe. Cela prend en général {wait}. Vous pouvez continuer à écrire ici.",
            "{name} a rejoint la conversation.",
            "Notre équipe n’est pas là pour le moment. Nous serons de retour {back}. Vous pouvez continuer à écrire\u{a0}: nous lirons tout à notre retour.",
        ],
        Language::Spanish => [
            "¡Hola! Pregúnteme lo que quiera, respondo enseguida.",
            "Voy a buscar a alguien de nuestro equipo. Suele tardar {wait}. Puede seguir escribiendo aquí.",
            "{name} se ha unido a la conversación.",
            "Nuestro equipo no está en este momento. Volvemos {back}. Puede seguir escribiendo: lo leeremos todo a la vuelta.",
        ],
    }
    .map(str::to_owned);
    Texts { greeting, waiting, joined, out_of_hours }
}

/// The texts as a visitor of this language reads them.
pub(super) fn in_language(texts: &Texts, language: Language) -> Texts {
    let (english, own) = (Texts::default(), usual(language));
    let pick = |kept: &str, english: &str, own: String| {
        let unwritten = kept == english || kept == EARLIER_WAITING;
        if unwritten { own } else { kept.to_owned() }
    };
    if language == Language::English {
        return texts.clone();
    }
    Texts {
        greeting: pick(&texts.greeting, &english.greeting, own.greeting),
        waiting: pick(&texts.waiting, &english.waiting, own.waiting),
        joined: pick(&texts.joined, &english.joined, own.joined),
        out_of_hours: pick(&texts.out_of_hours, &english.out_of_hours, own.out_of_hours),
    }
}
