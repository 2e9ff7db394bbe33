//! What the people of believable history say, by language and topic. `{order}`, `{amount}`,
//! `{product}`, `{city}` and `{day}` are filled in each time, so that searches have something rare
//! to find. Nothing here but [`Phrases::asks_for_person`] asks for a person.

use super::words_elsewhere::{FRENCH, GERMAN, SPANISH, SWEDISH};

/// What a visitor writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    German,
    Swedish,
    French,
    Spanish,
}

impl Language {
    /// What people say in it.
    pub fn phrases(self) -> &'static Phrases {
        match self {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Swedish => &SWEDISH,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
        }
    }
}

/// What is said in one language.
pub struct Phrases {
    /// What people come for.
    pub topics: &'static [Topic],
    /// The visitor goes on.
    pub follow_ups: &'static [&'static str],
    /// The AI agent goes on.
    pub ai_more: &'static [&'static str],
    /// The visitor wants a person; empty where the button is pressed instead.
    pub asks_for_person: &'static [&'static str],
    /// A member's first words.
    pub member_first: &'static [&'static str],
    /// A member goes on.
    pub member_more: &'static [&'static str],
    /// The visitor to a member.
    pub to_member: &'static [&'static str],
    /// The visitor's last words.
    pub thanks: &'static [&'static str],
    /// The answer to them.
    pub welcome: &'static [&'static str],
}

/// Something people come for.
pub struct Topic {
    /// The label it gets, one of [`LABELS`].
    pub label: &'static str,
    /// The article that the AI agent answers from.
    pub source: (&'static str, &'static str),
    /// The visitor's first words.
    pub asks: &'static [&'static str],
    /// What the AI agent answers.
    pub answers: &'static [&'static str],
}

/// The labels that history uses, with their colours.
pub const LABELS: [(&str, &str); 5] = [
    ("Billing", "#c9772b"),
    ("Sales", "#2f7fd1"),
    ("Bug", "#bb2528"),
    ("Feature request", "#7a4fc0"),
    ("Shipping", "#2c8a5b"),
];

/// Why the AI agent gave up.
pub const REASONS: &[&str] =
    &["Complex question", "Sensitive issue", "Sales opportunity", "AI confusion"];

/// What members write to each other.
pub const COMMENTS: &[&str] = &[
    "Same customer as last month, please be generous.",
    "Order {order} is stuck at the carrier, I opened a case with them.",
    "Refund of {amount} approved.",
    "Asked the product team about {product}; answer by {day}.",
    "VIP account, renewal is due soon.",
    "Could be the caching problem we saw on {day}.",
    "Customer will send screenshots.",
    "Checked the logs for {order}: nothing unusual.",
];

/// What members tell the AI agent when they hand back.
pub const NOTES: &[&str] = &[
    "The refund of {amount} is on its way, no need to ask for the order number again.",
    "Replacement for {order} ships on {day}. Only general questions left.",
    "Solved. The visitor may still ask how to change the delivery address.",
    "Offer for {product} sent by e-mail; do not quote prices in the chat.",
];

/// What is for sale.
pub const PRODUCTS: &[&str] = &[
    "Alder desk lamp",
    "Birch shelf",
    "Cedar stool",
    "Fjord kettle",
    "Harbor backpack",
    "Juniper mug",
    "Larch side table",
    "Meadow rug",
    "Nordic planner",
    "Oak monitor stand",
    "Pine desk",
    "Quarry vase",
    "Rowan chair",
    "Spruce bookcase",
    "Tarn water bottle",
    "Willow blanket",
];

/// When things happen.
pub const DAYS: &[&str] =
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "tomorrow", "the 3rd", "the 14th"];

/// Where the widget was open.
pub const PAGES: &[(&str, &str)] = &[
    ("https://shop.example/", "Home"),
    ("https://shop.example/pricing", "Pricing"),
    ("https://shop.example/cart", "Your cart"),
    ("https://shop.example/orders", "Your orders"),
    ("https://shop.example/products/pine-desk", "Pine desk"),
    ("https://shop.example/help/returns", "Returns"),
    ("https://shop.example/account/billing", "Billing"),
];

const ENGLISH: Phrases = Phrases {
    topics: &[
        Topic {
            label: "Shipping",
            source: ("Where is my order?", "https://shop.example/help/tracking"),
            asks: &[
                "Hi, my order {order} was supposed to arrive on {day}. Where is it?",
                "Can you tell me where the {product} is? Order number {order}.",
                "Do you deliver to {city}, and how long does it take?",
                "I need to change the delivery address of {order}",
            ],
            answers: &[
                "Orders leave our warehouse within **one working day**. You can follow {order} \
                 under *Your orders*; the tracking link appears once the parcel is handed over.",
                "Delivery to {city} takes 2 to 4 working days. As long as the parcel has not left \
                 us, you can change the address yourself:\n\n1. Open *Your orders*\n2. Choose the \
                 order\n3. Press **Change address**",
            ],
        },
        Topic {
            label: "Billing",
            source: ("Invoices and refunds", "https://shop.example/help/refunds"),
            asks: &[
                "I was charged {amount} twice for {order}",
                "Where do I find the invoice for {order}? My accountant needs it by {day}.",
                "How long does a refund of {amount} take to show up?",
                "My card was declined, but the bank says {amount} is reserved. What now?",
            ],
            answers: &[
                "A reserved amount is released by your bank after 3 to 7 days. If {amount} was \
                 really booked twice, the second booking is refunded automatically.",
                "Every invoice is under **Account → Billing**. A refund takes up to 5 working \
                 days after we have sent it.",
            ],
        },
        Topic {
            label: "Sales",
            source: ("Plans and volume prices", "https://shop.example/pricing"),
            asks: &[
                "We need about 40 pieces of the {product} for our office in {city}. Any discount?",
                "What is the difference between the Team and the Business plan?",
                "Is the {product} available in walnut as well?",
                "Could I get a quote for {amount} worth of furniture?",
            ],
            answers: &[
                "From 10 pieces on there is a volume price: 5 % off, from 25 pieces 9 %. The cart \
                 shows it before you pay.",
                "The {product} comes in oak and birch. A quote can be made in the cart with \
                 **Save as quote**; it stays valid for 30 days.",
            ],
        },
        Topic {
            label: "Bug",
            source: ("If something does not work", "https://shop.example/help/problems"),
            asks: &[
                "The page goes blank when I press Pay. Tried Firefox and Chrome.",
                "Export to CSV gives me an empty file since {day}",
                "I can't log in any more, the reset mail never comes",
                "The app shows {product} as sold out but the website says 12 left",
            ],
            answers: &[
                "Please try a private window first: an extension that blocks scripts is the most \
                 common cause. If it still fails, tell me what the page shows.",
                "Reset mails come from `no-reply@shop.example`; please look into the spam folder. \
                 The link works for one hour.",
            ],
        },
        Topic {
            label: "Feature request",
            source: ("What we are working on", "https://shop.example/roadmap"),
            asks: &[
                "It would be great if I could schedule deliveries for {day} every month",
                "Please add a dark mode to the account pages",
                "Any plans for wish lists that I can share?",
            ],
            answers: &[
                "Thank you for the idea! I have noted it for the product team. Planned changes \
                 are listed on our roadmap.",
                "That is not there yet. Until then you can save the cart with the {product} and \
                 order again from *Your orders*.",
            ],
        },
    ],
    follow_ups: &[
        "ok, and does that also work for {order}?",
        "I did that already. It still says pending.",
        "Hm, I don't see that button",
        "What about the {product}?",
        "It says {amount}, not what I expected",
        "And if I am not at home on {day}?",
        "Right. One more question: can I still add something to the order?",
        "I'm in {city}, in case that matters",
    ],
    ai_more: &[
        "Yes, that works the same way. The change takes effect at once.",
        "The status is updated every few hours. If it has not changed by {day}, please write again.",
        "You find it at the top right, behind the three dots.",
        "For the {product} the same rules apply; only the delivery takes a day longer.",
        "If nobody is at home, the parcel waits for you at the nearest pickup point for 7 days.",
    ],
    asks_for_person: &[
        "Can I talk to a real person please?",
        "I want to speak to a human",
        "This is not helping. Please connect me with an agent.",
    ],
    member_first: &[
        "Hi, I've read everything above. Let me look into {order} for you.",
        "Hello! I'm taking over from here. Give me two minutes to check.",
        "Hi there, sorry for the trouble. I can see the problem on our side.",
    ],
    member_more: &[
        "I have just refunded {amount}; you will get a mail about it.",
        "The carrier says it will be delivered on {day}.",
        "Could you send me the order number of the {product}?",
        "Done! I changed it by hand, it should show correctly now.",
        "I've asked our warehouse and will write to you by {day}.",
        "That is a bug on our side, and I have reported it. Meanwhile I did it for you.",
    ],
    to_member: &[
        "It's {order}",
        "great, thank you for being so quick",
        "That would be perfect",
        "I tried again just now and it is still the same",
        "Okay, {day} is fine for me",
        "Yes, to the address in {city}",
    ],
    thanks: &["Thanks a lot!", "perfect, thanks", "That solved it. Have a nice day!", "👍"],
    welcome: &["You're welcome! Have a nice day.", "Glad I could help.", "Any time."],
};
