//! Greetings, thanks, goodbyes and acknowledgements, and "are you a bot?".
//!
//! Guarantees: a message is small talk only when nothing else is left in it, so "hi, how much is
//! Team?" is a question. Leaves out: the replies, which are in `phrasing.rs`.

use crate::words::{Language, words};

use Kind::{Acknowledgement, Goodbye, Greeting, Identity, More, Thanks};
use Language::{English, French, German, Portuguese, Spanish};

/// What kind of small talk; when several are mixed the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// "ok", "great", a thumb up.
    Acknowledgement,
    /// "hello", and "I have a question" without one.
    Greeting,
    /// "thanks".
    Thanks,
    /// "thanks, one more thing" without the thing.
    More,
    /// "bye".
    Goodbye,
    /// "are you a bot?".
    Identity,
}

/// The kind of small talk that `text` is, with its language when its words tell.
pub fn small_talk(text: &str, ai_agent_name: &str) -> Option<(Kind, Option<Language>)> {
    let said = words(text);
    if said.is_empty() {
        return wordless(text).map(|kind| (kind, None));
    }
    let name = words(ai_agent_name);
    let mut rest = said.as_slice();
    let mut found: Option<(Kind, Option<Language>)> = None;
    while let Some((first, after)) = rest.split_first() {
        if let Some((length, kind, language)) = longest(rest) {
            let known = found.and_then(|(_, language)| language);
            let greatest = found.map_or(kind, |(earlier, _)| earlier.max(kind));
            found = Some((greatest, known.or(language)));
            rest = rest.get(length..).unwrap_or_default();
        } else if LIGHT.split_whitespace().any(|light| light == first) || name.contains(first) {
            rest = after;
        } else {
            return None;
        }
    }
    found
}

fn wordless(text: &str) -> Option<Kind> {
    if text.trim().is_empty() || text.contains('👋') {
        return Some(Greeting);
    }
    text.contains([
        '👍', '🙏', '❤', '😊', '😀', '😃', '👌', '🎉', '✅', '🙂', '😍', '💯', '😁', '😄',
    ])
    .then_some(Acknowledgement)
}

/// The longest phrase at the start of `said`: its length in words, kind and language.
fn longest(said: &[String]) -> Option<(usize, Kind, Option<Language>)> {
    let mut best: Option<(usize, Kind, Option<Language>)> = None;
    for (kind, language, phrases) in PHRASES {
        for phrase in phrases.split(", ") {
            let length = phrase.split(' ').count();
            let fits = length <= said.len()
                && phrase.split(' ').zip(said).all(|(phrase, said)| said == phrase);
            if fits && best.is_none_or(|(longest, ..)| length > longest) {
                best = Some((length, *kind, *language));
            }
        }
    }
    best
}

/// Words that may stand beside small talk without making it a question.
const LIGHT: &str = "\
    there you u very much so all everyone team guys everybody a an lot lots again then for your the \
    help and und et y e please bitte real actual bot robot human person ai machine or me speaking and now mate sir madam dear \
    too really ein eine einen einem mensch menschen roboter oder vielen sehr nochmal ihnen dir euch \
    un une humain ia ou beaucoup tous vous bien personne vraie una persona humano o real mucho por \
    todo um uma robo pessoa humana pela ajuda je to of course its it is that thats was";

const PHRASES: &[(Kind, Option<Language>, &str)] = &[
    (
        Greeting,
        Some(English),
        "hi, hello, hey, heya, hiya, howdy, yo, hi there, hello there, good morning, good afternoon, \
         good evening, greetings, how are you, how are you doing, whats up, what s up, \
         i have a question, i ve a question, can you help me, can you help, could you help me, \
         i need help, i need some help, help me, help, can i ask a question, can i ask something, \
         can i ask you something, anybody here, question, quick question",
    ),
    (
        Greeting,
        Some(German),
        "hallo, guten tag, guten morgen, guten abend, moin, servus, gruss gott, gruß gott, tag, \
         ich habe eine frage, konnen sie mir helfen, kannst du mir helfen, ich brauche hilfe, hilfe",
    ),
    (
        Greeting,
        Some(French),
        "bonjour, bonsoir, salut, coucou, j ai une question, pouvez vous m aider, \
         j ai besoin d aide, aidez moi",
    ),
    (
        Greeting,
        Some(Spanish),
        "hola, buenos dias, buenas tardes, buenas noches, buenas, que tal, tengo una pregunta, \
         me puede ayudar, puede ayudarme, necesito ayuda, ayuda",
    ),
    (
        Greeting,
        Some(Portuguese),
        "ola, oi, bom dia, boa tarde, boa noite, tudo bem, tenho uma pergunta, tenho uma duvida, \
         pode me ajudar, preciso de ajuda, ajuda",
    ),
    (
        More,
        Some(English),
        "one more thing, one more question, another question, another thing, one last thing, \
         one last question, one other thing, i have one more question, i have another question, \
         i ve one more question, i ve got one more question, there is one more thing, \
         theres one more thing, can i ask one more thing, can i ask another question, \
         something else",
    ),
    (
        More,
        Some(German),
        "noch eine frage, noch etwas, noch was, eine frage noch, ich habe noch eine frage, \
         ich hatte noch eine frage",
    ),
    (
        More,
        Some(French),
        "encore une question, une derniere question, une autre question, autre chose, \
         j ai une autre question, j ai encore une question",
    ),
    (
        More,
        Some(Spanish),
        "una cosa mas, otra cosa, otra pregunta, una pregunta mas, tengo otra pregunta",
    ),
    (
        More,
        Some(Portuguese),
        "mais uma coisa, outra coisa, mais uma pergunta, outra pergunta, tenho outra pergunta",
    ),
    (
        Thanks,
        Some(English),
        "thanks, thank you, thx, ty, tysm, cheers, many thanks, much appreciated, appreciated, \
         i appreciate it, appreciate it, thank you so much, thanks a lot, thanks a million, \
         that helps, that helped, this helps, very helpful, you helped me, no thanks, no thank you, \
         you ve been helpful, helpful",
    ),
    (
        Thanks,
        Some(German),
        "danke, dankeschon, danke schon, vielen dank, besten dank, herzlichen dank, danke sehr, \
         das hilft, das hat geholfen, nein danke, danke dir, danke ihnen, merci vielmals",
    ),
    (
        Thanks,
        Some(French),
        "merci, merci beaucoup, merci bien, non merci, je vous remercie, super merci",
    ),
    (Thanks, Some(Spanish), "gracias, muchas gracias, mil gracias, no gracias, muy amable"),
    (
        Thanks,
        Some(Portuguese),
        "obrigado, obrigada, muito obrigado, muito obrigada, valeu, nao obrigado, nao obrigada, \
         brigado",
    ),
    (
        Goodbye,
        Some(English),
        "bye, bye bye, goodbye, good bye, see you, see ya, cya, have a nice day, have a good day, \
         have a great day, take care, good night, talk later, see you later, that is all, that s all, \
         thats all, nothing else",
    ),
    (
        Goodbye,
        Some(German),
        "tschuss, tschuß, tschau, auf wiedersehen, bis bald, bis dann, schonen tag, \
         schonen tag noch, einen schonen tag, gute nacht, das war alles, das ist alles",
    ),
    (
        Goodbye,
        Some(French),
        "au revoir, a bientot, bonne journee, bonne soiree, a plus, bonne nuit, c est tout",
    ),
    (
        Goodbye,
        Some(Spanish),
        "adios, hasta luego, hasta pronto, hasta manana, chao, nos vemos, eso es todo",
    ),
    (
        Goodbye,
        Some(Portuguese),
        "tchau, ate logo, ate mais, ate breve, adeus, bom fim de semana, e so isso",
    ),
    (
        Acknowledgement,
        None,
        "ok, okay, okey, okk, k, kk, super, perfect, no, yes, wow, hm, hmm, haha, lol, top, cool, yep, oui, si",
    ),
    (
        Acknowledgement,
        Some(English),
        "great, nice, good, got it, alright, all right, all good, i see, understood, sounds good, \
         fine, sure, awesome, excellent, amazing, wonderful, yeah, yup, makes sense, that works, \
         it works, it works now, works now, works, done, solved, that worked, it worked, nope, \
         never mind, nevermind, no problem, will do, i understand, perfect, makes sense now, \
         not now, no worries, love it, i love it, lovely",
    ),
    (
        Acknowledgement,
        Some(German),
        "gut, alles klar, prima, klasse, toll, perfekt, verstanden, in ordnung, passt, ja, nein, \
         klar, sehr gut, genau, ach so, wunderbar, funktioniert, geht, kein problem, alles gut",
    ),
    (
        Acknowledgement,
        Some(French),
        "d accord, parfait, tres bien, genial, compris, entendu, ca marche, non, c est bon, bien",
    ),
    (
        Acknowledgement,
        Some(Spanish),
        "vale, perfecto, muy bien, entendido, de acuerdo, genial, bueno, claro, listo, esta bien, bien, estupendo",
    ),
    (
        Acknowledgement,
        Some(Portuguese),
        "certo, perfeito, muito bem, entendi, entendido, beleza, otimo, legal, sim, nao, ta bom, esta bem, tudo certo, combinado",
    ),
    (
        Identity,
        Some(English),
        "are you, is this, do i talk to, do i speak to, am i talking to, am i talking with, \
         am i speaking to, am i speaking with, am i chatting with, who are you, what are you, \
         what is your name, what s your name, who am i talking to, is there a bot",
    ),
    (
        Identity,
        Some(German),
        "bist du, sind sie, ist das, spreche ich mit, rede ich mit, wer bist du, wer sind sie, wie heisst du, wie heißt du",
    ),
    (
        Identity,
        Some(French),
        "es tu, etes vous, est ce que je parle a, qui es tu, qui etes vous, parle je a",
    ),
    (
        Identity,
        Some(Spanish),
        "eres, es usted, estoy hablando con, quien eres, hablo con, como te llamas",
    ),
    (
        Identity,
        Some(Portuguese),
        "voce e, estou falando com, quem e voce, falo com, qual e o seu nome, e voce",
    ),
];
