//! A third writing of the same situations, after the phrases had learnt from the second.
//!
//! Guarantees: at first try 15 of 33 were heard and 1 of 24 near misses taken for the real thing.
//! The phrases have learnt from these since. Leaves out: near misses that the earlier files have.

use super::Topic::{self, *};

pub const SENSITIVE: &[(&str, Topic)] = &[
    ("cancelled within the 14 days so i expect every cent back please", Refund),
    ("Quiero cancelar y que me devuelvan lo que pagué", Refund),
    ("The invoice says 12 seats but we only have 9, please correct this", BillingDispute),
    ("Warum wurden mir schon wieder 19 Euro abgebucht? Ich hatte gekündigt", BillingDispute),
    ("I have never been treated so badly by a company in my life", Complaint),
    ("your courier left my parcel in the rain and it is ruined, what a disgrace", Complaint),
    ("it keeps saying invalid credentials even tho i just reset it", AccountAccess),
    ("mein konto ist gesperrt und ich weiß nicht warum", AccountAccess),
    ("you published my picture without asking, take it down or i call a lawyer", Legal),
    ("i dont see any point in living anymore", Safety),
];

pub const NOT_SENSITIVE: &[&str] = &[
    "How are complaints counted in the monthly report?",
    "is it possible to get a copy of last month's invoice",
    "can I log in with my Google account?",
    "We sell legal templates, do you integrate with Shopify?",
    "Will I be charged when the trial ends?",
    "sorry for the wait, I was in a meeting",
];

pub const SALES: &[&str] = &[
    "hi, we'd need licences for roughly 60 teachers, what would that come to?",
    "can you beat the price of your competitor if we bring 200 seats",
    "interested in a partnership, who do I write to",
    "pouvez-vous me faire une offre pour 25 utilisateurs ?",
    "quisiera agendar una demo con su equipo comercial",
    "who do we speak to about buying this for our whole group",
    "our CTO wants to see a live demo before we sign",
];

pub const NOT_SALES: &[&str] = &[
    "how do I hide the price on my widget",
    "does the free plan have a limit of 100 contacts",
    "I bought a mug in your shop, where is it",
    "how many people work at your company",
    "can visitors book a demo through the widget?",
    "which plan am I on",
];

pub const ESCALATION: &[&str] = &[
    "can u pls get a human in here",
    "Is there anybody at your company with a phone?",
    "I demand to speak with your supervisor",
    "no more automated answers, connect me to staff",
    "Ich würde das lieber mit einem Kollegen von Ihnen besprechen",
    "necesito que alguien me llame hoy",
    "someone please contact me",
    "let me chat with whoever handles invoices",
];

pub const NOT_ESCALATION: &[&str] = &[
    "my colleague talked to your support last week and was happy",
    "how do I get notified when a visitor asks for a human",
    "is there a limit on how many people can chat at once",
    "a human error on my side, sorry",
    "can I see which agent replied",
    "I don't need to speak to anyone, just a link is fine",
];

pub const CONFUSION: &[&str] = &[
    "nope, still not what im looking for, you sent me that twice already",
    "your last answer contradicts the one before",
    "I said refund not return. Can you read?",
    "this has nothing to do with what i wrote",
    "you are making things up",
    "Das war nicht meine Frage!",
    "vous répondez à côté de la question",
    "how is that an answer",
];

pub const NOT_CONFUSION: &[&str] = &[
    "which answer is right, A or B?",
    "I made a mistake in my question, sorry",
    "does it make sense to use two inboxes",
    "Can I correct an answer that the AI gave?",
    "you're right, that was it",
    "my page keeps reloading in a loop",
];
