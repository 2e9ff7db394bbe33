//! The AI agent's own words, in five languages.
//!
//! Guarantees: short, polite, no promise; variations are chosen from the visitor's text alone.
//! Leaves out: answers, which are the articles' words.

use crate::small_talk::Kind;
use crate::words::{LANGUAGES, Language};

/// Picks one of `options` by the text, always the same one for the same text.
pub fn pick<'a>(options: &[&'a str], text: &str) -> &'a str {
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let count = u64::try_from(options.len()).unwrap_or(1).max(1);
    let at = usize::try_from((hash >> 16) % count).unwrap_or(0);
    options.get(at).copied().unwrap_or_default()
}

/// Asks the visitor to say it differently.
pub fn rephrase(language: Language, text: &str) -> &'static str {
    let options: &[&str] = match language {
        Language::English => &[
            "I have not found an answer to that yet. Could you tell me in other words what you would like to do?",
            "I am not sure I understood. Could you describe it a little differently?",
        ],
        Language::German => &[
            "Dazu habe ich noch keine Antwort gefunden. Können Sie es mit anderen Worten beschreiben?",
            "Ich bin nicht sicher, ob ich das richtig verstanden habe. Können Sie es etwas anders sagen?",
        ],
        Language::French => &[
            "Je n'ai pas encore trouvé de réponse. Pouvez-vous le dire autrement ?",
            "Je ne suis pas sûr d'avoir compris. Pouvez-vous reformuler votre question ?",
        ],
        Language::Spanish => &[
            "Todavía no he encontrado una respuesta. ¿Podría decirlo con otras palabras?",
            "No estoy seguro de haberle entendido. ¿Podría explicarlo de otra manera?",
        ],
        Language::Portuguese => &[
            "Ainda não encontrei uma resposta. Pode dizer isso com outras palavras?",
            "Não tenho certeza se entendi. Pode explicar de outra forma?",
        ],
    };
    pick(options, text)
}

/// Says that files are not read, and asks what they are about.
pub fn about_files(language: Language) -> &'static str {
    match language {
        Language::English => {
            "Thank you for the file. I cannot look into files myself; what would you like to know?"
        }
        Language::German => {
            "Danke für die Datei. Ich kann selbst nicht hineinsehen; was möchten Sie wissen?"
        }
        Language::French => {
            "Merci pour le fichier. Je ne peux pas l'ouvrir moi-même ; que souhaitez-vous savoir ?"
        }
        Language::Spanish => "Gracias por el archivo. Yo no puedo abrirlo; ¿qué le gustaría saber?",
        Language::Portuguese => {
            "Obrigado pelo arquivo. Não consigo abri-lo; o que gostaria de saber?"
        }
    }
}

/// Says that a part of several questions stays open.
pub fn partly(language: Language) -> &'static str {
    match language {
        Language::English => {
            "I have no answer to the rest of your message yet; could you put it another way?"
        }
        Language::German => {
            "Zum Rest Ihrer Nachricht habe ich noch keine Antwort; können Sie es anders sagen?"
        }
        Language::French => {
            "Je n'ai pas encore de réponse au reste de votre message ; pouvez-vous le reformuler ?"
        }
        Language::Spanish => {
            "Aún no tengo respuesta al resto de su mensaje; ¿podría decirlo de otra manera?"
        }
        Language::Portuguese => {
            "Ainda não tenho resposta para o resto da sua mensagem; pode dizer de outra forma?"
        }
    }
}

/// A friendly close after an answer, often none.
pub fn closing(language: Language, text: &str) -> &'static str {
    let options: &[&str] = match language {
        Language::English => &["", "", "Does that help?", "Just ask if anything is unclear."],
        Language::German => &["", "", "Hilft Ihnen das?", "Fragen Sie gern nach."],
        Language::French => &["", "", "Cela vous aide-t-il ?", "N'hésitez pas si besoin."],
        Language::Spanish => &["", "", "¿Le ayuda esto?", "Pregunte si algo no queda claro."],
        Language::Portuguese => {
            &["", "", "Isso ajuda?", "Se algo não ficou claro, é só perguntar."]
        }
    };
    pick(options, text)
}

/// How a letter to the visitor begins.
pub fn salutation(language: Language, name: Option<&str>) -> String {
    let hello = match language {
        Language::English => "Hello",
        Language::German => "Guten Tag",
        Language::French => "Bonjour",
        Language::Spanish => "Hola",
        Language::Portuguese => "Olá",
    };
    match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => format!("{hello} {name},"),
        None => format!("{hello},"),
    }
}

/// "Do you mean A or B?": the words before, between and after the titles.
pub fn which_of(language: Language) -> (&'static str, &'static str, &'static str) {
    match language {
        Language::English => ("Do you mean “", "” or “", "”?"),
        Language::German => ("Meinen Sie „", "“ oder „", "“?"),
        Language::French => ("Voulez-vous dire « ", " » ou « ", " » ?"),
        Language::Spanish => ("¿Se refiere a «", "» o a «", "»?"),
        Language::Portuguese => ("Você quer dizer “", "” ou “", "”?"),
    }
}

/// The two titles of a question that [`which_of`] made, in any language.
pub fn titles_asked_about(text: &str) -> Option<(&str, &str)> {
    LANGUAGES.into_iter().find_map(|language| {
        let (before, between, after) = which_of(language);
        text.trim().strip_prefix(before)?.strip_suffix(after)?.split_once(between)
    })
}

/// The answer to small talk.
pub fn small_talk(kind: Kind, language: Language, ai_agent_name: &str) -> String {
    let (named, nameless) = match kind {
        Kind::Greeting => greeting(language),
        Kind::Identity => identity(language),
        Kind::Thanks => same(match language {
            Language::English => "You're welcome! Anything else I can do for you?",
            Language::German => "Gern geschehen! Kann ich sonst noch etwas für Sie tun?",
            Language::French => "Avec plaisir ! Puis-je faire autre chose pour vous ?",
            Language::Spanish => "¡De nada! ¿Puedo ayudarle en algo más?",
            Language::Portuguese => "De nada! Posso ajudar em mais alguma coisa?",
        }),
        Kind::More => same(match language {
            Language::English => "Of course. What is it?",
            Language::German => "Natürlich. Worum geht es?",
            Language::French => "Bien sûr. De quoi s'agit-il ?",
            Language::Spanish => "Claro. ¿De qué se trata?",
            Language::Portuguese => "Claro. Do que se trata?",
        }),
        Kind::Goodbye => same(match language {
            Language::English => "Goodbye, and write again any time!",
            Language::German => "Auf Wiedersehen, und schreiben Sie jederzeit wieder!",
            Language::French => "Au revoir, et n'hésitez pas à revenir !",
            Language::Spanish => "¡Hasta luego! Escríbanos cuando quiera.",
            Language::Portuguese => "Até logo! Escreva quando quiser.",
        }),
        Kind::Acknowledgement => same(match language {
            Language::English => "Good. Just write if there is anything else.",
            Language::German => "Gut. Schreiben Sie einfach, wenn noch etwas ist.",
            Language::French => "Très bien. Écrivez-moi s'il y a autre chose.",
            Language::Spanish => "Muy bien. Escríbame si hay algo más.",
            Language::Portuguese => "Muito bem. Escreva se houver algo mais.",
        }),
    };
    match ai_agent_name.trim() {
        "" => nameless.to_owned(),
        name => named.replace("{name}", name),
    }
}

fn same(text: &'static str) -> (&'static str, &'static str) {
    (text, text)
}

fn greeting(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => ("Hello! I'm {name}. How can I help?", "Hello! How can I help?"),
        Language::German => {
            ("Hallo! Ich bin {name}. Wie kann ich helfen?", "Hallo! Wie kann ich helfen?")
        }
        Language::French => (
            "Bonjour ! Je suis {name}. Comment puis-je vous aider ?",
            "Bonjour ! Comment puis-je vous aider ?",
        ),
        Language::Spanish => {
            ("¡Hola! Soy {name}. ¿En qué puedo ayudarle?", "¡Hola! ¿En qué puedo ayudarle?")
        }
        Language::Portuguese => ("Olá! Sou {name}. Como posso ajudar?", "Olá! Como posso ajudar?"),
    }
}

fn identity(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => (
            "I'm {name}, an AI agent. I answer what I can, and you can ask for a person at any time.",
            "I'm an AI agent. I answer what I can, and you can ask for a person at any time.",
        ),
        Language::German => (
            "Ich bin {name}, eine KI. Ich antworte, so gut ich kann, und Sie können jederzeit einen Menschen verlangen.",
            "Ich bin eine KI. Ich antworte, so gut ich kann, und Sie können jederzeit einen Menschen verlangen.",
        ),
        Language::French => (
            "Je suis {name}, une IA. Je réponds de mon mieux, et vous pouvez demander une personne à tout moment.",
            "Je suis une IA. Je réponds de mon mieux, et vous pouvez demander une personne à tout moment.",
        ),
        Language::Spanish => (
            "Soy {name}, una IA. Respondo lo que puedo, y puede pedir una persona en cualquier momento.",
            "Soy una IA. Respondo lo que puedo, y puede pedir una persona en cualquier momento.",
        ),
        Language::Portuguese => (
            "Sou {name}, uma IA. Respondo o que posso, e você pode pedir uma pessoa a qualquer momento.",
            "Sou uma IA. Respondo o que posso, e você pode pedir uma pessoa a qualquer momento.",
        ),
    }
}
