//! Words that ask for the same thing, in five languages, so that a German question finds an
//! English article and "bill" finds "invoice".
//!
//! Guarantees: folded as `words.rs` folds; the first words of a group are what articles say.
//! Leaves out: a thesaurus; these are the words of product support.

/// The words that mean the same as `word`, itself left out; empty when none are known.
pub fn same_as(word: &str) -> Vec<&'static str> {
    let group = GROUPS.iter().find(|group| members(group).any(|member| is_form_of(word, member)));
    group.map_or_else(Vec::new, |group| members(group).filter(|member| *member != word).collect())
}

/// Phrases that stand for one word, applied to folded words joined by single spaces.
pub const PHRASES: &[(&str, &str)] = &[
    ("how much", "price"),
    ("wie viel", "price"),
    ("wieviel", "price"),
    ("log in", "login"),
    ("sign in", "login"),
    ("log on", "login"),
    ("log into", "login"),
    ("logged in", "login"),
    ("single sign on", "sso"),
    ("money back", "refund"),
    ("geld zuruck", "refund"),
    ("sign up", "register"),
    ("credit card", "card"),
    ("phone number", "phone"),
    ("get rid of", "delete"),
    ("mot de passe", "password"),
    ("mots de passe", "password"),
    ("palavra passe", "password"),
    ("e mail", "email"),
];

fn members(group: &'static str) -> impl Iterator<Item = &'static str> {
    group.split(", ")
}

/// Equal, or equal but for an English ending.
fn is_form_of(word: &str, member: &str) -> bool {
    word == member
        || word
            .strip_prefix(member)
            .is_some_and(|end| matches!(end, "s" | "es" | "d" | "ed" | "ing"))
}

const GROUPS: &[&str] = &[
    "price, pricing, cost, fee, preis, preise, kosten, kostet, prix, tarif, tarifs, coute, coutent, \
     cout, precio, precios, cuesta, cuestan, custa, custam, preco, precos, quanto",
    "cancel, terminate, unsubscribe, cancellation, kundigen, kundigung, beenden, resilier, annuler, \
     resiliation, cancelar, cancelacion, cancelamento, anular",
    "refund, reimburse, reimbursement, ruckerstattung, erstattung, erstattet, rembourser, \
     remboursement, rembourse, reembolso, devolucion, reembolsar, estorno",
    "invite, add, einladen, hinzufugen, inviter, ajouter, invitar, agregar, anadir, convidar, \
     adicionar, einladung, invitation",
    "colleague, teammate, coworker, user, member, person, people, kollegen, kollege, kollegin, mitarbeiter, \
     collegue, collegues, companero, companeros, colega, colegas",
    "password, passwort, kennwort, contrasena, clave, senha, passphrase",
    "reset, forgot, forgotten, forget, recover, lost, zurucksetzen, vergessen, reinitialiser, \
     oublie, restablecer, olvide, olvidado, redefinir, esqueci, recuperar",
    "login, log in, sign in, anmelden, einloggen, connexion, connecter, iniciar sesion, entrar",
    "export, download, backup, exportieren, herunterladen, exporter, telecharger, exportar, \
     descargar, baixar",
    "data, daten, donnees, datos, dados",
    "invoice, bill, receipt, billing, rechnung, rechnungen, facture, factures, factura, facturas, \
     fatura, faturas, recibo",
    "sso, single sign-on, saml, okta",
    "integration, integrate, connect, integrationen, integracion, integracao, schnittstelle",
    "contact, reach, phone, kontakt, kontaktieren, erreichen, telefon, contacter, joindre, \
     contactar, telefono, telefone, contato",
    "hours, opening, offnungszeiten, geschaftszeiten, arbeitszeiten, horaires, horario, horarios",
    "security, secure, safe, sicher, sicherheit, securite, seguridad, seguro, seguranca, encrypted, \
     encryption, verschlusselt, protected",
    "plan, plans, tarife, abo, abonnement, forfait, forfaits, plano, planos, planes, subscription, \
     suscripcion, assinatura, subscribe",
    "seat, seats, license, licence, lizenz, lizenzen, platz, platze, licencia, licenca",
    "dispute, unauthorized, unauthorised, fraudulent, unrecognised, unrecognized, chargeback, \
     contester, disputar",
    "charge, charged, payment, abgebucht, belastet, preleve, cobro, cobrado, cobranca",
    "account, konto, compte, cuenta, conta",
    "delete, remove, erase, loschen, supprimer, eliminar, borrar, excluir, apagar",
    "change, switch, upgrade, downgrade, wechseln, andern, changer, cambiar, mudar, trocar, update",
    "card, karte, kreditkarte, carte, tarjeta, cartao",
    "vat, tax, taxes, mwst, steuer, tva, iva",
    "trial, testphase, testversion, essai, prueba, teste, probieren",
    "yearly, annual, annually, jahrlich, annuel, anual",
    "monthly, month, monat, monatlich, mois, mensuel, mes, mensual, mensal",
    "server, servers, hosted, hosting, stored, gespeichert, heberge, stockees",
    "email, mail, correo, courriel",
];
