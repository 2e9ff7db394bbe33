//! The situations in which a person should take over, as visitors write, and near misses of each.
//!
//! Guarantees: written before the phrases were. Leaves out: what was written afterwards, which is in
//! `unseen.rs`, and the complex question, which is not a matter of words.

use super::Topic::{self, *};

/// Complaints, billing disputes, account issues: each with its topic.
pub const SENSITIVE: &[(&str, Topic)] = &[
    (
        "hi, ordered the wrong plan yesterday by accident, can you pls give me my money back??",
        Refund,
    ),
    ("This isn't what I was promised and I'd like to be refunded for last month", Refund),
    ("Bonjour, je souhaite être remboursée, je n'ai jamais utilisé le service", Refund),
    ("why did you take 49.90€ from my card two times this month", BillingDispute),
    ("theres a charge on my statement from you i never agreed to", BillingDispute),
    ("me han cobrado dos veces la misma factura", BillingDispute),
    (
        "honestly this is the worst experience ive had with any company, three weeks and nobody \
         answers my emails",
        Complaint,
    ),
    ("Ich bin wirklich sehr unzufrieden mit Ihrem Service und möchte mich beschweren", Complaint),
    (
        "cant get into my acount since this morning, it says password wrong but its not",
        AccountAccess,
    ),
    ("someone got into my account and changed the email address, I'm locked out", AccountAccess),
    ("If this is not sorted by friday you will hear from my solicitor", Legal),
    ("the charger you sent got so hot it started smoking and burned my daughter's hand", Safety),
];

pub const NOT_SENSITIVE: &[&str] = &[
    "What is your refund policy?",
    "How long do refunds usually take to show up when a customer asks for one?",
    "Where can I see my invoices?",
    "Can I be charged in euros instead of dollars?",
    "do you have a feature for handling customer complaints",
    "how do i change the password of a colleague",
    "Is your service GDPR compliant?",
    "We are a law firm of 12 people, does the team plan fit us?",
    "How many people can log in to one account at the same time?",
    "Wie lange dauert eine Rückerstattung normalerweise?",
    "I'm not complaining, just curious how it works",
    "is there a fire icon I can use as an emoji",
];

pub const SALES: &[&str] = &[
    "How much is the pro plan for 200 seats? Can we get a quote?",
    "we're about 350 people and looking to roll this out company wide, who handles enterprise \
     pricing?",
    "could someone walk us thru a demo next week? evaluating you vs two others",
    "Do you offer volume discounts if we purchase 80 licences",
    "hey i want to upgrade to the busness plan, how do i pay by invoice?",
    "Our procurement team needs a formal quotation for 50 users by Thursday",
    "Wir möchten gerne ein Angebot für 40 Arbeitsplätze",
    "nous sommes intéressés par votre offre entreprise, pouvez-vous nous envoyer un devis ?",
    "Queremos contratar el plan anual para toda la empresa",
    "we'd like to buy 25 more seats",
    "interested in becoming a reseller / partner in Brazil",
];

pub const NOT_SALES: &[&str] = &[
    "I love your sales section",
    "how much is the pro plan?",
    "Where do I find the quote button in the editor?",
    "how do i downgrade to the free plan",
    "our sales team can't see the shared inbox",
    "Can I export my sales numbers as csv?",
    "does the demo page work on mobile",
    "we bought the team plan last year and love it",
    "I don't want a demo, just tell me how to import contacts",
    "Wie exportiere ich meine Verkäufe?",
    "How many seats does the Team plan include?",
];

pub const ESCALATION: &[&str] = &[
    "pls just let me speak with a human being, this is going nowhere",
    "is it possible to get a real persn on the line",
    "enough of this, put someone from your team on",
    "I'd feel more comfortable explaining this to an actual human",
    "can one of your colleagues take over from here please?",
    "i need to talk to sombody about my case asap",
    "Gibt es bei euch auch echte Menschen, mit denen ich reden kann?",
    "je préférerais avoir un humain au bout du fil",
    "me puedes comunicar con un asesor?",
    "wil graag een echt persoon spreken",
    "could a member of staff get in touch with me",
    "Quero ser atendido por uma pessoa de verdade",
];

pub const NOT_ESCALATION: &[&str] = &[
    "I'm a person who likes to read the manual first",
    "how do I add another person to our account",
    "can I assign a conversation to a human agent automatically?",
    "Are you a human or a bot?",
    "someone on my team already talked to support about it, thanks",
    "Does the human takeover feature cost extra?",
    "No need to get a human involved, I figured it out",
    "which person gets notified when a chat comes in",
    "Wie viele Mitarbeiter kann ich anlegen?",
    "my manager wants to know what it costs",
    "I spoke to a representative yesterday and it's fixed now",
];

pub const CONFUSION: &[&str] = &[
    "thats not what i asked at all",
    "you just gave me the exact same answer again",
    "No. Wrong. The setting you describe does not exist",
    "did you even read my question?",
    "you're going round in circles",
    "i asked about invoices and you tell me about passwords??",
    "that makes no sense, read it again",
    "Das hat nichts mit meiner Frage zu tun",
    "tu ne comprends pas ce que je demande",
    "no me estás entendiendo, eso no es lo que pregunté",
    "ur answer is completly irrelevant",
    "this link you gave me leads to a 404 and you made that menu up",
];

pub const NOT_CONFUSION: &[&str] = &[
    "I got the wrong answer in the quiz, how do I reset it",
    "that makes sense, thank you",
    "I don't understand how the import works",
    "How does the AI decide which answer to give?",
    "Can I make the bot repeat the greeting?",
    "the report shows the same numbers again",
    "what happens when the AI gives an incorrect answer to a visitor?",
    "Sorry, I wrote the wrong question, I meant exports",
    "Ich verstehe die Rechnung nicht",
    "you answered my question perfectly",
    "I keep repeating the same steps every Monday, can I automate them?",
];
