//! Words by which a sentence is known: a question, a request, a problem, a promise, …, in the
//! languages that support is mostly asked in.
//!
//! Guarantees: folded as `words.rs` folds, looked for as whole words; scripts without spaces are
//! looked for anywhere. Leaves out: what follows from them.

use crate::words::is_unspaced;

/// Whether any phrase of `list` (separated by commas) stands in `joined`, which begins and ends
/// with a space.
pub fn has(joined: &str, list: &str) -> bool {
    list.split(',').map(str::trim).any(|phrase| {
        let unspaced = phrase.chars().next().is_some_and(is_unspaced);
        if unspaced { joined.contains(phrase) } else { has_word(joined, phrase) }
    })
}

/// Whether `phrase` stands in `joined` as whole words.
pub fn has_word(joined: &str, phrase: &str) -> bool {
    let mut rest = joined;
    while let Some(at) = rest.find(phrase) {
        let before = rest.get(..at).is_some_and(|before| before.ends_with(' '));
        let after = rest.get(at + phrase.len()..).unwrap_or_default();
        if before && after.starts_with(' ') {
            return true;
        }
        rest = after;
    }
    false
}

/// Words that open a question.
pub const OPENERS: &str = "how, what, where, when, why, which, who, whose, can, could, do, does, \
    did, is, are, was, will, would, may, should, have you, has, wie, was, wo, wann, warum, wieso, \
    weshalb, welche, welcher, welches, wer, kann, konnen, konnt, gibt, ist, sind, haben sie, \
    comment, combien, quand, pourquoi, quel, quelle, quels, est ce, puis je, peut on, pouvez, \
    como, cuanto, cuanta, cuando, donde, por que, cual, puedo, pueden, puede, quanto, onde, qual, \
    quando, posso, pode, come, dove, perche, quale, quanto costa, hoe, waar, wanneer, waarom, \
    welke, wat, kan, jak, gdzie, kiedy, dlaczego, czy, как, где, когда, почему, сколько, можно";

/// Somebody wants something.
pub const REQUESTS: &str = "please, pls, can you, could you, would you, i want, i need, we need, \
    i d like, i would like, we d like, we would like, i am looking for, i m looking for, \
    we re looking for, we are looking for, looking to, help me, how do i, how can i, is there a way, \
    is it possible, i wish to, i demand, let me know, send me, tell me, want to know, need to, \
    bitte, ich mochte, ich will, ich brauche, wir brauchen, wir mochten, konnten sie, konnen sie, \
    hatte gern, je voudrais, j aimerais, je veux, j ai besoin, pourriez vous, pouvez vous, \
    s il vous plait, nous souhaitons, je souhaite, quiero, quisiera, necesito, necesitamos, \
    me gustaria, podrian, podria, por favor, gostaria, preciso, precisamos, quero, poderiam, \
    vorrei, ho bisogno, potete, per favore, ik wil, ik zou, graag, alstublieft, kunt u, kunnen \
    jullie, chce, prosze, хочу, нужно, пожалуйста, 我想, 我要, 请, 帮, ください, たい, したい, \
    주세요, 싶";

/// Something is wrong.
pub const PROBLEMS: &str = "not working, doesn t work, doesnt work, does not work, don t work, \
    isn t working, stopped working, won t, wont, can t, cant, cannot, unable, error, errors, \
    failed, fails, failing, broken, broke, damaged, defective, missing, wrong, lost, stuck, crash, \
    crashes, crashed, crashing, bug, issue, problem, problems, charged, never arrived, not arrived, \
    hasn t arrived, haven t received, havent received, never received, didn t receive, \
    not received, late, delayed, locked, blocked, hacked, declined, rejected, expired, down, slow, \
    freezes, disappeared, duplicate, twice, overcharged, still no, still not, leaking, leaks, \
    smoke, burned, burnt, injured, allergic, smashed, spoiled, never got, didn t get, does nothing, \
    nothing happens, nobody answers, no reply, no response, hasn t moved, supposed to, unacceptable, \
    disappointed, invalid, funktioniert nicht, geht nicht, klappt nicht, kaputt, \
    defekt, beschadigt, fehler, fehlt, abgebucht, gesperrt, problem, nicht angekommen, falsch, \
    kann mich nicht, kann nicht, ne marche pas, ne fonctionne pas, fonctionne plus, erreur, \
    probleme, casse, cassee, perdu, bloque, debite, debitee, deux fois, pas recu, jamais recu, \
    retard, no funciona, no puedo, no me deja, error, problema, roto, rota, cobrado, cobraron, \
    perdido, no ha llegado, no llego, bloqueada, bloqueado, nao funciona, nao consigo, erro, \
    quebrado, quebrada, cobrada, cobraram, nao chegou, nao recebi, atrasado, non funziona, \
    non riesco, errore, rotto, rotta, addebitato, non e arrivato, werkt niet, kapot, fout, \
    niet ontvangen, lukt niet, nie dziala, blad, не работает, ошибка, не могу, не пришел, не пришла, \
    无法, 不能, 错误, 坏, 没收到, 没有收到, エラー, できません, 届き, 届かない, 壊れ, 안 돼, 오류, 않아요";

/// The visitor is content.
pub const CONTENT: &str = "that works, it works, works now, worked, solved, fixed, resolved, got it, \
    that helps, that helped, perfect, great thanks, problem solved, all good, that s all, \
    thats all, exactly what i needed, makes sense, received it, hat geklappt, funktioniert jetzt, \
    klappt, hat geholfen, alles klar, perfekt, erledigt, ca marche, c est bon, parfait, \
    resolu, perfecto, solucionado, ya funciona, resuelto, listo, resolvido, deu certo, perfeito, \
    funcionou, risolto, perfetto, funziona ora, opgelost, gelukt, found it, found them, never mind, nevermind, figured it out";

/// Thanks within a sentence.
pub const THANKS: &str = "thanks, thank you, thx, cheers, danke, dankeschon, merci, gracias, \
    obrigado, obrigada, grazie, bedankt, dank je, dank u";

/// How a sentence opens that objects to what was said.
pub const OBJECTIONS: &str = "but, yes but, no, no but, well but, aber, ja aber, nein, mais, oui mais, \
    non, pero, si pero, ya pero, mas, sim mas, nao, ma, si ma, maar, ja maar, nee";

/// The visitor does not accept an answer.
pub const REJECTS: &str = "not what i asked, not what i meant, didn t answer, doesn t answer, \
    not answer my, that s wrong, thats wrong, that is wrong, wrong answer, not correct, incorrect, \
    doesn t help, does not help, didn t help, not helpful, unhelpful, useless, makes no sense, \
    not making sense, already told you, already tried, already did, tried that, i did that, \
    keep repeating, you re repeating, same answer, not true, no that, still doesn t, still not, \
    still can t, still the same, you don t understand, don t understand me, read my, hilft nicht, \
    hilft mir nicht, falsch, das stimmt nicht, nicht meine frage, das war nicht, habe ich schon, \
    immer noch, c est faux, pas ma question, n aide pas, deja essaye, toujours pas, no es lo que, \
    no me ayuda, no sirve, ya lo hice, ya lo intente, sigue sin, nao foi isso, nao ajuda, \
    ja tentei, continua, non e quello, non aiuta, klopt niet, helpt niet";

/// The visitor asks whether anybody is there, or for news, and nothing else.
pub const CHASES: &str = "are you there, anyone there, anybody there, is anyone there, \
    is anybody there, any update, any updates, any news, still waiting, still there, hello hello, \
    how long, why is nobody, please answer, please reply, please respond, waiting, answer me, \
    noch da, jemand da, warte, gibt es neuigkeiten, il y a quelqu un, toujours la, des nouvelles, \
    j attends, hay alguien, sigo esperando, alguna novedad, tem alguem, estou esperando, \
    alguma novidade, c e qualcuno, sto aspettando, iemand daar, ik wacht";

/// Words with which a person is asked for.
pub const PERSON: &str = "talk, speak, chat, connect, transfer, person, human, humans, agent, \
    operator, representative, rep, someone, somebody, real, live, staff, team, support, colleague, \
    manager, supervisor, bot, robot, ai, get, want, need, please, to, a, an, me, i, can, could, \
    would, like, with, the, your, from, put, through, just, now, let, you, not, is, mensch, \
    menschen, mitarbeiter, mitarbeiterin, sprechen, reden, echten, jemandem, jemand, mit, ich, \
    mochte, bitte, kann, einem, einen, personne, humain, conseiller, parler, vrai, vraie, une, un, \
    je, puis, avec, quelqu, peux, persona, humano, agente, hablar, con, quiero, puedo, real, alguien, \
    una, pessoa, falar, com, quero, posso, atendente, uma, parlare, operatore, umano, vorrei, mens, \
    medewerker, spreken, met, echt, een, ik, wil";

/// A member or AI agent asks for patience.
pub const HOLDS: &str = "let me check, let me look, let me see, let me find, one moment, one second, \
    a moment, just a minute, bear with me, i ll check, i will check, i ll look, i will look, \
    looking into, i m checking, hold on, give me a, i ll ask, i will ask, einen moment, \
    ich schaue, ich prufe, ich sehe nach, un instant, un moment, je verifie, je regarde, \
    un momento, dejeme, lo reviso, lo miro, um momento, vou verificar, un attimo, controllo, \
    een moment, ik kijk";

/// Somebody binds themselves to do something.
pub const PROMISES: &str = "i ll, i will, we ll, we will, i m going to, i am going to, \
    get back to you, by tomorrow, by monday, by tuesday, by wednesday, by thursday, by friday, \
    within 24, within the hour, you ll receive, you will receive, you ll get, you will get, \
    ich kummere, ich melde, wir melden, ich schicke, wir schicken, ich werde, wir werden, \
    erhalten sie, je vais, nous allons, vous recevrez, je vous envoie, je m en occupe, \
    dans la journee, heute noch, hoy mismo, ainda hoje, in giornata, vandaag nog, voy a, vamos a, le enviare, recibira, \
    vou, vamos, voce recebera, ricevera, ti invio, le invio, ik zal, wij zullen, ik stuur";

/// An AI agent says that it has no answer.
pub const NO_ANSWERS: &str = "have not found an answer, not found an answer, couldn t find, \
    could not find, i don t have information, i do not have information, don t have access, \
    i m not sure i understood, i am not sure i understood, describe it a little differently, \
    in other words, i don t know, i do not know, i m unable to, i am unable to, can t help with, \
    cannot help with, rephrase, no answer to, noch keine antwort, richtig verstanden habe, \
    weiß ich nicht, nicht beantworten, pas encore trouve, sur d avoir compris, je ne sais pas, \
    no he encontrado, no estoy seguro de haberle, no lo se, ainda nao encontrei, \
    nao tenho certeza se, nao sei";

/// Words that are not repeated to a colleague when there are others.
pub const COARSE: &str = "fuck, fucking, fucked, fuckers, shit, shitty, bullshit, asshole, assholes, \
    bitch, cunt, idiot, idiots, moron, morons, bastard, bastards, crap, scheiße, scheisse, \
    arschloch, wichser, merde, connard, mierda, puta, cabron, porra, merda, caralho, cazzo, stronzo, kut";

/// The writer has no question of their own yet.
pub const PREFACES: &str = "i have a question, have a question, quick question, got a question, \
    i have a problem, i have an issue, need some help, need help, can you help, can anyone help, \
    question, ich habe eine frage, eine frage, habe ein problem, j ai une question, un probleme, \
    tengo una pregunta, una pregunta, tengo un problema, tenho uma pergunta, uma duvida, \
    ho una domanda, ik heb een vraag";
