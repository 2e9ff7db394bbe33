//! The phrases of each topic, as data, folded as `reading.rs` folds.

use super::Topic;

/// The phrases of a topic; none for `Person`, which `asks_for_person` decides.
pub fn of(topic: Topic) -> &'static [&'static str] {
    match topic {
        Topic::Person => &[],
        Topic::Refund => &[
            "my money back",
            "want a refund",
            "need a refund",
            "refund me",
            "like a refund",
            "mein geld zuruck",
            "etre rembourse",
            "mi dinero",
            "meu dinheiro de volta",
            "un rimborso",
            "mijn geld terug",
        ],
        Topic::BillingDispute => &[
            "charged twice",
            "charged me twice",
            "double charged",
            "overcharged",
            "did not authorize",
            "zweimal abgebucht",
            "doppelt abgebucht",
        ],
        Topic::Complaint => &[
            "make a complaint",
            "file a complaint",
            "worst service",
            "unacceptable",
            "beschwerde einreichen",
            "inacceptable",
            "inaceptable",
        ],
        Topic::AccountAccess => &[
            "cant log in",
            "cannot log in",
            "cant login",
            "locked out",
            "account was hacked",
            "account is locked",
            "nicht einloggen",
            "me connecter",
        ],
        Topic::Legal => &["my lawyer", "legal action", "sue you", "mein anwalt", "mon avocat"],
        Topic::Safety => &["kill myself", "caught fire", "someone was hurt", "want to die"],
        Topic::Sales => {
            &["get a quote", "book a demo", "schedule a demo", "talk to sales", "send us a quote"]
        }
        Topic::AiConfusion => &[
            "not what i asked",
            "not making sense",
            "repeating yourself",
            "wrong answer",
            "dont understand my question",
        ],
    }
}
