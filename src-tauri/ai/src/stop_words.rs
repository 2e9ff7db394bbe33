//! The small words of five languages: they tell languages apart and carry no question.
//!
//! Guarantees: folded as `words.rs` folds. Leaves out: words that may be the subject of a
//! question in any of the languages.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::words::Language;

/// The small words of one language.
pub struct Stops(pub HashSet<&'static str>);

/// The small words of every language.
pub struct StopWords {
    english: Stops,
    german: Stops,
    french: Stops,
    spanish: Stops,
    portuguese: Stops,
}

/// All of them, made at first use.
pub static STOP_WORDS: LazyLock<StopWords> = LazyLock::new(|| StopWords {
    english: stops(ENGLISH),
    german: stops(GERMAN),
    french: stops(FRENCH),
    spanish: stops(SPANISH),
    portuguese: stops(PORTUGUESE),
});

impl StopWords {
    /// The small words of `language`.
    pub fn of(&self, language: Language) -> &Stops {
        match language {
            Language::English => &self.english,
            Language::German => &self.german,
            Language::French => &self.french,
            Language::Spanish => &self.spanish,
            Language::Portuguese => &self.portuguese,
        }
    }

    /// Whether `word` carries no question: small in `language` or in English, or one letter.
    pub fn is_small(&self, word: &str, language: Language) -> bool {
        let single = word.chars().count() == 1
            && word.chars().all(|c| c.is_alphabetic() && !crate::words::is_unspaced(c));
        single || self.of(language).0.contains(word) || self.english.0.contains(word)
    }
}

fn stops(words: &'static str) -> Stops {
    Stops(words.split_whitespace().collect())
}

const ENGLISH: &str = "\
    a about actually again ain all already also although always am an and another any anybody \
    anyone anything anyway are aren around as ask asking at away be because been before being but \
    by bye can cannot cant come could couldn did didn do does doesn doing don done dont each else \
    even ever every everything explain find for from get gets getting give go goes going gone good \
    goodbye got had has hasn have haven having he hello help helping her here hey hi him his how \
    however i id if ill im in into is isn it its ive just kind know knew let lets like ll long lot lots \
    make makes many may maybe me mean might mine more most much must my myself near need needed \
    needs no nope not now of off oh ok okay on once one ones only or other our ours out over own \
    please pls possible quick quickly question questions quite rather re really regarding right \
    same say see seem seems shall she should show since so some somebody someone something somehow \
    soon sorry still stuff such sure take tell than thank thanks that thats the their them then \
    there these they thing things think this those though to today too tried try trying ty u uh um \
    until up ur us using ve very wait wanna want wanted wants was wasn way we well were weren what \
    whats when where whether which while who whom whose why will wish with within won wonder \
    wondering would wouldn yeah yep yes yet you your yours";

const GERMAN: &str = "\
    aber alle allem allen alles als also am an auch auf aus bei beim bin bis bist bitte brauche da \
    dabei damit dann danke das dass dein deine dem den denn der des dich die dies diese diesem \
    diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch \
    euer eure eurem euren fur gar geben geht gern gerne gibt guten habe haben habt hallo hat hatte \
    heute hier ich ihm ihn ihr ihre ihren im in ins ist ja jede jeder jetzt kann kannst kein keine \
    keinen konnen konnte man mein meine meinem meinen meiner mich mir mit mochte moechte muss \
    nach nein nicht nichts noch nun nur ob oder ohne schon sehr sein sich sie sind so soll sollte \
    tag tschuss tun uber um und uns unser unsere vom von vor wann war warum was weil welche \
    welchem welchen welcher welches wenn wer werden wie wieder wieso will wir wird wo wollen wurde \
    zu zum zur bekommen bekomme erhalten finden finde machen mache kommen kommt sagen wissen";

const FRENCH: &str = "\
    ai aimerais alors apres as au aucun aussi autre aux avec avez avoir avons beaucoup bien bonjour \
    bonsoir ca car ce cela ces cet cette ceux chez ci comme comment dans de depuis des donc du elle \
    elles en encore est et etait ete etes etre eu faire fait faites faut il ils j jamais je la le \
    les leur leurs lui ma mais merci mes moi mon ne ni nos notre nous on ont ou oui par pas peu \
    peut peux plait plus pour pourquoi pourrais pouvez pouvoir puis qu quand que quel quelle \
    quelles quels quelque qui quoi sa sans se ses si sommes son sont souhaite suis sur svp ta te tes \
    toi ton tous tout toute toutes tres trop tu un une va veux vers voici voila voir vos votre \
    voudrais voulez vous vraiment obtenir recevoir trouver trouve savoir dire";

const SPANISH: &str = "\
    a ahora al algo algun alguna alguno alla alli ante antes aqui asi aun aunque buenas buenos cada \
    como con cual cuales cuando cuanto de del desde dia dias donde dos el ella ellas ellos en entre \
    era es esa ese eso esta estan estar estas este esto estos estoy fue gracias gustaria ha hace \
    hacer hacia hago han hasta hay hola la las le les lo los mas me mi mis mucho muy nada ni no nos \
    nosotros o os otra otro para pero por porque puede puedo pues que quien quiero quisiera se sea \
    ser si sido sin sobre solo son soy su sus tal tambien tan te tengo tiene tienen toda todo todos \
    tu tus un una uno unos usted ustedes va vamos y ya yo necesito favor podria obtener encuentro encontrar conseguir saber decir";

const PORTUGUESE: &str = "\
    a agora ai ainda algum alguma ali ao aos aquela aquele aqui as assim ate boa bom cada com como \
    da das de dela dele depois desde deve do dos e ela elas ele eles em entao entre era essa esse \
    esta estao estar estava este estou eu faco faz fazer foi gostaria ha isso isto ja la lhe mais \
    mas me mesmo meu meus minha minhas muito na nao nas nem no nos nossa nosso num numa o obrigada \
    obrigado oi ola onde os ou para pela pelo pode posso por porque pra preciso qual quais quando \
    quanto que quem quero se seja sem sempre ser seu seus sim so sobre sou sua suas tambem te tem \
    temos tenho ter tu tudo um uma umas uns voce voces favor obter encontrar encontro achar conseguir saber dizer";
