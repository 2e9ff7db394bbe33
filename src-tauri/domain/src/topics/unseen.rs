//! More of the same situations, written after the phrases were.
//!
//! Guarantees: at first try 22 of 45 were heard and 3 of 41 near misses taken for the real thing.
//! The phrases have learnt from these since. Leaves out: near misses that `situations.rs` has.

use super::Topic::{self, *};

pub const SENSITIVE: &[(&str, Topic)] = &[
    ("the course i bought is nothing like the description, how do i get my cash back", Refund),
    ("I returned the headphones two weeks ago and there's still no sign of the refund", Refund),
    ("ich hab aus versehen das jahresabo genommen, bitte geld zurück", Refund),
    ("my bank shows you debited 3 payments on the same day??", BillingDispute),
    ("I downgraded in May yet you billed me for premium again in June", BillingDispute),
    ("on m'a prélevé 29,90 € sans mon accord", BillingDispute),
    ("You guys are a joke. Two months of emails and not one proper answer.", Complaint),
    ("estoy muy decepcionada con la atención que recibí ayer", Complaint),
    ("password reset mail never shows up, i tried 5 times", AccountAccess),
    ("Não consigo entrar na minha conta desde ontem", AccountAccess),
    ("please erase all the personal data you have about me, this is a GDPR request", Legal),
    ("my ex keeps sending me threats through your app and i'm scared", Safety),
];

pub const NOT_SENSITIVE: &[&str] = &[
    "can my customers request a refund from inside the widget?",
    "How do I set up two factor authentication?",
    "Which payment methods do you accept?",
    "I'm not angry or anything, just wanted to let you know about a typo",
    "When is the next invoice due?",
    "do you have a safety data sheet for this paint",
    "Thanks, the refund arrived this morning",
    "where is the login page",
    "Puis-je changer mon mot de passe ?",
    "Our legal team uses your product every day and loves it",
    "can I lock a conversation so nobody else answers?",
];

pub const SALES: &[&str] = &[
    "need pricing for around 120 users, annual billing",
    "Hello, I run a chain of 14 hotels and would like to see the product in action. Can we set up \
     a call?",
    "is there someone in sales I could speak with about an enterprise agreement?",
    "we are thinking about switching over from Zendesk to you guys",
    "whats the best price u can do if we take 3 years upfront",
    "my boss asked me to collect offers, could you email us a proposal?",
    "Wir sind 80 Leute und würden gern eine Demo sehen",
    "Bonsoir, quel serait le tarif pour une cinquantaine de licences ?",
    "me interesa comprar su software para mi empresa",
    "Vorremmo un preventivo per 30 utenti",
    "looking to purchase the premium package today, just one question first",
];

pub const NOT_SALES: &[&str] = &[
    "is there a free trial",
    "can i see a demo video of the inbox somewhere?",
    "how do I show a discount code field on my checkout",
    "What's the difference between Team and Business?",
    "the price column in my export is empty",
    "do not upgrade my account, I only asked",
    "My sales rep left, can you reset her account?",
    "how many users can I add on the starter plan",
    "we had a demo with Paul last week, great stuff",
    "Où puis-je voir le prix de mon abonnement ?",
];

pub const ESCALATION: &[&str] = &[
    "i dont want to chat with a machine anymore",
    "Could you hand me over to one of your people?",
    "is anybody real reading this? i'd like a word with them",
    "give me someone who actually works there",
    "let me speak w a rep plz",
    "This is urgent, I'd rather discuss it with an employee than with software",
    "kann ich mal bitte jemand richtiges sprechen",
    "Passez-moi quelqu'un du service client s'il vous plaît",
    "que me atienda un humano por dios",
    "gostaria de conversar com alguém da equipe",
    "ho bisogno di parlare con qualcuno dell'assistenza",
];

pub const NOT_ESCALATION: &[&str] = &[
    "how many human agents can be online at once",
    "Can I hand a chat over to a colleague with a shortcut?",
    "is there a person in the photo on your homepage",
    "I told a friend about you and he loves it",
    "no need to call me back, it works now",
    "what do visitors see when a human joins",
    "Est-ce que mes visiteurs peuvent parler à une personne ?",
    "who wrote this article?",
    "do you employ real people or is it all AI over there",
    "I'm the contact person for our account",
];

pub const CONFUSION: &[&str] = &[
    "you already told me that, it didnt work",
    "we're talking at cross purposes, I never mentioned Android",
    "uh no thats a totally different feature",
    "stop pasting the same paragraph",
    "That's incorrect. There is no export tab on my screen.",
    "are you even reading what i type",
    "again the same useless link...",
    "Du wiederholst dich nur",
    "ce n'est pas du tout ma question",
    "Não foi isso que eu perguntei",
    "what ur saying doesnt make any sense",
];

pub const NOT_CONFUSION: &[&str] = &[
    "is it wrong to use two widgets on one page?",
    "My export has wrong answers in column B",
    "I asked my colleague and she told me to write here",
    "Can the assistant answer in Dutch?",
    "that's right, thanks",
    "I don't get how labels work",
    "same question as my colleague: how do we add a widget",
    "sorry if I'm not making sense, English is not my first language",
    "the import tool says the file is invalid",
    "¿qué pasa si el bot no entiende la pregunta?",
];
