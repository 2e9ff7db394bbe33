//! Ten help articles of Nordhem, a software company that does not exist.
//!
//! Guarantees: enough to try the knowledge AI agent with, one of them marked "hand off here".
//! Leaves out: anything that a real workspace should keep.

/// An article as it is written here; the caller gives it an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleArticle {
    /// Its title.
    pub title: &'static str,
    /// Its text, paragraphs separated by blank lines.
    pub text: &'static str,
    /// "Hand off here", with the reason.
    pub handoff: Option<&'static str>,
}

/// The articles.
pub const SAMPLE_ARTICLES: &[SampleArticle] = &[
    SampleArticle {
        title: "Plans and pricing",
        text: "Nordhem has three plans. Free is for up to three people, Team costs €9 per seat and month, and Business costs €19 per seat and month. With yearly billing you get two months free.\n\n\
            You pay for seats, and a seat is one person who can log in. Add or remove seats at any time; we charge the difference for the rest of the month. Guests who only read do not need a seat.\n\n\
            Business adds single sign-on with SAML, audit logs and priority support. You can upgrade or downgrade under Settings > Plan, and the change applies at once.\n\n\
            Every paid plan starts with a free trial of 14 days. No credit card is needed for the trial.",
        handoff: None,
    },
    SampleArticle {
        title: "Refunds",
        text: "You can get a full refund within 30 days of your first payment. Write to billing@nordhem.example with the number of your invoice and we refund the same card.\n\n\
            The money arrives within five to ten working days, depending on your bank. After 30 days we do not refund a month that has begun, but a yearly plan is refunded for the months you have not used.",
        handoff: None,
    },
    SampleArticle {
        title: "Find your invoices",
        text: "All your invoices are under Settings > Billing > Invoices, as PDF files. The owner of the workspace also gets each invoice by email on the first day of the month.\n\n\
            To put your company name, address or VAT number on an invoice, open Settings > Billing > Details. The change applies to future invoices; for an older one, write to billing@nordhem.example.\n\n\
            We accept credit cards and SEPA direct debit. Business customers with more than 50 seats can pay by bank transfer.",
        handoff: None,
    },
    SampleArticle {
        title: "Invite a colleague",
        text: "To add somebody to your team, open Settings > People and choose Invite. Enter your colleague's email address, pick a role and press Send; the invitation is valid for seven days.\n\n\
            There are three roles. Owners see billing, admins manage people, and members do everything else. You can change a role later in the same list.\n\n\
            To remove somebody, open their name in Settings > People and choose Remove. Their work stays in the workspace, and their seat becomes free.",
        handoff: None,
    },
    SampleArticle {
        title: "Reset your password",
        text: "On the login page choose “Forgot your password?” and enter your email address. We send you a link that is valid for one hour; open it and pick a new password of at least twelve characters.\n\n\
            No mail after five minutes? Look into the spam folder and check that you used the address of your Nordhem account. With single sign-on there is no Nordhem password: ask your company's IT.\n\n\
            To change a password that you know, open Settings > Profile > Password.",
        handoff: None,
    },
    SampleArticle {
        title: "Cancel your subscription",
        text: "The owner can cancel under Settings > Plan > Cancel. The subscription then ends with the period you have paid for, and nothing is charged afterwards.\n\n\
            After the end your workspace becomes read-only for 60 days. In that time you can come back, or export your data. Then everything is deleted.\n\n\
            To delete the account and all its data at once, choose Settings > Plan > Delete account.",
        handoff: None,
    },
    SampleArticle {
        title: "Export your data",
        text: "Choose Settings > Workspace > Export. You get a ZIP archive with your projects as JSON and CSV and with all attached files; we send the download link by email when it is ready.\n\n\
            A large workspace can take up to two hours. The link works for three days. Only owners and admins can export.",
        handoff: None,
    },
    SampleArticle {
        title: "Security and privacy",
        text: "Your data is stored on servers in Frankfurt and Stockholm. It is encrypted in transit with TLS 1.3 and at rest with AES-256, and a backup is made every hour.\n\n\
            Nordhem is certified under ISO 27001 and follows the GDPR. A data processing agreement is ready to be signed under Settings > Legal.\n\n\
            Everybody can switch on two-factor authentication under Settings > Profile. Business workspaces can require it, or use single sign-on with SAML, for example with Okta or Entra ID.",
        handoff: None,
    },
    SampleArticle {
        title: "Integrations, API and contact hours",
        text: "Nordhem connects with Slack, Microsoft Teams, GitHub and Google Calendar. Switch an integration on under Settings > Integrations.\n\n\
            The REST API is open on every paid plan. Make a key under Settings > API; the limit is 600 requests a minute. Webhooks tell your own server about every change.\n\n\
            Our support team works Monday to Friday from 9:00 to 18:00 Central European Time, and can be reached at help@nordhem.example. Priority support of the Business plan also answers at the weekend.",
        handoff: None,
    },
    SampleArticle {
        title: "Dispute a charge",
        text: "If your card shows a charge that you do not recognise, or you were charged twice, tell us before you ask your bank. A person from billing looks at every dispute.\n\n\
            Have the date, the amount and the last four digits of the card at hand. We answer within one working day, and a wrong charge is paid back in full.",
        handoff: Some("Billing dispute"),
    },
];
