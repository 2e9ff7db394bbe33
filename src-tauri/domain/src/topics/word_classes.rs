//! The word classes that the phrases of topics name with `@`, what is never meant, and how slips of
//! the finger are mended.
//!
//! Guarantees: words are folded as `reading.rs` folds. Leaves out: how words form phrases. A class
//! that is not here is one of `asks_for_person`.

use crate::asks_for_person::word_list;
use crate::phrase::sorted;

/// The words of a class, sorted; none for a class that does not exist.
pub fn class(name: &str) -> Vec<&'static str> {
    match CLASSES.iter().find(|(class, _)| *class == name) {
        Some((_, words)) => sorted(words.split_whitespace().collect()),
        None => word_list(name),
    }
}

/// Talk about other people's cases, whatever the topic.
pub const NEVER_MEANT: &[&str] = &[
    "@others .. ask|asks|asking|want|wants|wanting|request|requests|complain|complains|says|say",
    "@others .. cant|cannot|forget|forgets|wants|writes|write|types|tells|needs|is|are|gets|buy",
    "@how i|we|you|one handle|process|answer|manage|track|report|automate|tag|label|export",
    "@how i|we|one treat",
    "customer cant|cannot|asks|wants|wrote|writes|needs|requests|complains|says|who|is|gets",
    "what happens if|when",
    "^ what if",
    "wenn ein|eine|unsere kunde|kundin|kunden|besucher",
    "quand|si un|une client|cliente|visiteur|utilisateur",
    "cuando|si un|una cliente|usuario|visitante",
];

/// What a slip of the finger is mended to.
pub const MENDED: &str = "\
    refund refunded reimbursed charged charge billed twice invoice payment unauthorized account \
    password access locked hacked complaint complain unacceptable disappointed terrible horrible \
    ridiculous frustrated lawyer solicitor attorney lawsuit quote quotation discount pricing \
    enterprise purchase licences licenses upgrade question answer understand understanding \
    repeating irrelevant completely incorrect nonsense asked login money statement business \
    ruckerstattung erstattung rechnung abgebucht passwort konto remboursement facture devis \
    reembolso cotizacion rimborso preventivo terugbetaling offerte";

/// Words of their own that look like a slip of another.
pub const ALSO_KNOWN: &str = "\
    changed charges charger price prices princess amount asks access excess except quota quite \
    compliant compliance complaints complains refunds invoiced payments passwords accounts count \
    honey monkey monday answers answered questions understood recount discounts account looked \
    packed lacked hacker lawyers quoted purchased purchases upgraded upgrades statements \
    rechnungen konten kontor factures offerten incorrectly completed complete locker backed tracked";

/// The classes.
pub const CLASSES: &[(&str, &str)] = &[
    (
        "end",
        "please pls plz now asap immediately again anymore at all and or so because since for from \
        with about to when on in today yet already if bitte jetzt svp stp favor ahora agora per aub",
    ),
    (
        "made_of_it",
        "policy policies button buttons page pages section feature features template templates \
        process rules terms form field fields report reports module tool setting settings \
        statistics number numbers api webhook block blocks style text data mode site content video \
        account workspace conversation conversations request requests flow topic label",
    ),
    (
        "break",
        "i we im ive id ill thats its this youre and so because then that my our us me since as ich wir und weil je nous \
        et car yo y e eu ik en",
    ),
    (
        "others",
        "customers client clients visitor visitors user users buyer buyers \
        shopper shoppers guests people kunden kunde nutzer besucher clientes usuarios utilisateurs \
        visiteurs utenti clienti klanten",
    ),
    ("how", "how wie comment como come hoe"),
    (
        "want",
        "want wanna wanted need needed needs wants demand demanding request requesting requested \
        like expect expecting deserve claim seeking wish insist",
    ),
    ("get", "get getting have receive obtain"),
    ("give", "give gimme send issue process make arrange provide grant offer get"),
    (
        "not",
        "not never no didnt dont havent hasnt hadnt isnt wasnt wont cant cannot couldnt doesnt \
        arent werent wouldnt nothing",
    ),
    ("cant", "cant cannot couldnt unable wont doesnt didnt impossible not havent"),
    (
        "very",
        "very so really extremely deeply incredibly pretty totally quite beyond absolutely \
        utterly seriously completely just a bit rather getting truly simply still more than \
        bitterly honestly now starting to be get an the total such again always literally \
        obviously clearly also being all",
    ),
    (
        "be",
        "is are was were be been being am im its thats this that it really so just a an the \
        absolutely totally completely utterly simply such truly pretty beyond total complete \
        very honestly frankly youre",
    ),
    (
        "awful",
        "unacceptable outrageous disgraceful ridiculous appalling disgusting shameful pathetic \
        terrible horrible awful atrocious abysmal unprofessional joke disgrace horrendous dreadful \
        nightmare scandalous insulting ludicrous infuriating",
    ),
    (
        "upset",
        "disappointed dissatisfied unhappy frustrated angry upset annoyed furious disgusted \
        displeased unsatisfied pissed livid irritated outraged",
    ),
    (
        "served",
        "service support experience company treatment product quality helpdesk app software \
        communication staff website",
    ),
    (
        "charged",
        "charged charging charge billed billing bill debited debiting invoiced deducted \
        withdrew withdrawn took taken take taking paid",
    ),
    (
        "money",
        "charge charges payment payments transaction transactions invoice bill debit \
        withdrawal subscription renewal fee fees money purchase deduction",
    ),
    (
        "odd",
        "duplicate unknown unauthorized unauthorised unexpected unrecognized unrecognised \
        strange weird mysterious fraudulent incorrect wrong wrongful double second",
    ),
    (
        "agree",
        "authorize authorise authorized authorised approve approved agree agreed order \
        ordered recognize recognise consent consented sign signed subscribe subscribed ask asked",
    ),
    ("account", "account profile dashboard workspace portal login acct mailbox inbox"),
    (
        "shut",
        "locked blocked suspended disabled deactivated banned hacked compromised frozen closed \
        deleted gone terminated stolen restricted",
    ),
    ("lawyer", "lawyer lawyers solicitor solicitors attorney attorneys barrister"),
    (
        "body",
        "hand hands finger fingers skin face eye eyes arm leg child kid baby daughter son \
        daughters sons dog wife husband mother father",
    ),
    (
        "device",
        "charger battery device phone laptop product unit cable machine it plug adapter \
        toaster heater oven",
    ),
    (
        "seats",
        "seats seat users user people employees licences licenses licence license agents \
        members staff accounts colleagues reps stores locations subscriptions workplaces persons",
    ),
    (
        "goods",
        "unit units piece pieces pcs item items copies bottles boxes chairs desks tables lamps \
        shirts tshirts mugs bikes laptops phones tickets rooms beds books bags sets devices \
        machines workstations workplaces workspaces students pupils guests attendees shelves \
        cabinets stools sofas monitors tablets headsets pairs participants children kids sacks crates",
    ),
    ("quote", "quote quotation proposal estimate"),
    ("demo", "demo demonstration walkthrough"),
    (
        "adv2",
        "just really only still so completely totally obviously clearly literally absolutely simply \
        again always even the are is a im all very both about quite",
    ),
    (
        "wrong",
        "wrong incorrect irrelevant unrelated false useless outdated nonsense inaccurate \
        unhelpful rubbish untrue garbage",
    ),
    ("reply", "answer answers reply replies response responses information info advice"),
    ("thing", "menu button option setting page link article feature tab section screen thing"),
    ("you", "you u youre ur youve youll bot chatbot robot assistant iris"),
    ("bots", "bot robot ai chatbot assistant machine"),
    (
        "dumb",
        "useless dumb stupid idiotic crap terrible worst horrible clueless braindead pointless",
    ),
];
