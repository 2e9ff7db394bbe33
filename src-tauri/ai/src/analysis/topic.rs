//! What a conversation is about, in one to four words.
//!
//! Guarantees: a label of ours where the words are plain, else the title of the article that an AI
//! agent answered from, else the visitor's own word; empty when there is nothing. Open requests
//! count most. Leaves out: the rules' topics, which are stricter because they act.

use super::cues::has;
use super::input::{By, Line};
use super::requests::{Course, State};
use super::sentences::read;
use crate::words::words;

/// The longest article title that is a topic, in words and characters.
const TITLE: (usize, usize) = (4, 40);
/// How many messages of the visitor are looked at beside the requests, the newest.
const MESSAGES: usize = 40;
/// The most that one text counts for a label, in words.
const HITS: u32 = 2;
/// Labels for what is mentioned beside other matters.
const GENERAL: [&str; 3] = ["Order", "Account", "Complaint"];

/// The topic of a conversation.
pub fn of(lines: &[Line], course: &Course) -> String {
    let mut scores = [0_u32; LABELS.len()];
    for (at, ask) in course.asks.iter().enumerate() {
        let weight = match ask.state {
            State::Open => 6,
            State::Answered(_) | State::Settled => 3,
        };
        // What was asked last is what it is about now.
        let last = if at + 1 == course.asks.len() { 1 } else { 0 };
        count(&mut scores, &ask.text, weight + last);
    }
    for line in lines.iter().rev().filter(|line| line.by == By::Visitor).take(MESSAGES) {
        let matters = read(&line.text).into_iter().filter(|sentence| sentence.worth() > 0);
        matters.for_each(|sentence| count(&mut scores, &sentence.text, 1));
    }
    let best = scores.iter().copied().max().filter(|best| *best > 0);
    let label = best.and_then(|best| {
        LABELS.iter().zip(scores).find(|(_, score)| *score == best).map(|((label, _), _)| *label)
    });
    match label {
        Some(label) => label.to_owned(),
        None => title(course).or_else(|| own_words(course)).unwrap_or_default(),
    }
}

fn count(scores: &mut [u32], text: &str, weight: u32) {
    let joined = format!(" {} ", words(text).join(" "));
    for (score, (label, list)) in scores.iter_mut().zip(LABELS) {
        // Two words together say more than one.
        let tells = |phrase: &str| if phrase.trim().contains(' ') { 2 } else { 1 };
        let found = list.split(',').filter(|phrase| has(&joined, phrase));
        let hits = found.map(tells).sum::<u32>().min(HITS);
        // What every second conversation mentions counts half.
        let each = if GENERAL.contains(label) { weight } else { 2 * weight };
        *score += each * hits;
    }
}

fn title(course: &Course) -> Option<String> {
    let titles = course.replies.iter().rev().filter_map(|reply| reply.sources.first());
    let short = |title: &&String| {
        title.split_whitespace().count() <= TITLE.0 && title.chars().count() <= TITLE.1
    };
    titles.into_iter().find(short).cloned()
}

/// The longest of the visitor's words that carry meaning, with the one before it.
fn own_words(course: &Course) -> Option<String> {
    let ask = course.open_question().or(course.asks.last())?;
    let sentence = read(&ask.text).into_iter().max_by_key(super::sentences::Sentence::worth)?;
    let meaning = &sentence.meaning;
    let tells = |word: &str| meaning.iter().any(|known| known == word);
    let written: Vec<String> = sentence.text.split_whitespace().map(bare).collect();
    let is_meant = |word: &String| tells(words(word).join(" ").as_str());
    let best = written.iter().filter(|word| is_meant(word)).max_by_key(|w| w.chars().count())?;
    let mut chars = best.chars().take(TITLE.1);
    let first = chars.next()?;
    Some(first.to_uppercase().chain(chars).collect())
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Labels and the words they are known by, the more particular first: it wins a draw.
const LABELS: &[(&str, &str)] = &[
    (
        "Safety",
        "smoke, smoking, caught fire, on fire, burned, burnt, electric shock, injured, \
        allergic, allergic reaction, overheats, overheating, exploded, rauch, brennt, verletzt, \
        fumee, brule, blesse, humo, quemado, herido, fumaca, queimado",
    ),
    (
        "Double charge",
        "charged twice, charged two times, double charge, double charged, charged me twice, \
        charged again, doppelt abgebucht, zweimal abgebucht, doppelt belastet, debite deux fois, \
        debitee deux fois, preleve deux fois, cobrado dos veces, cobraron dos veces, \
        cobrado duas vezes, cobraram duas vezes, addebitato due volte, twee keer afgeschreven",
    ),
    (
        "Account deletion",
        "delete my account, close my account, delete account, remove my account, \
        erase my data, delete my data, konto loschen, supprimer mon compte, eliminar mi cuenta, \
        excluir minha conta, cancellare il mio account",
    ),
    (
        "Security",
        "hacked, phishing, breach, vulnerability, stolen, fraud, scam, gehackt, betrug, \
        pirate, fraude, hackeado, estafa, vulnerabilidad",
    ),
    (
        "Legal",
        "lawyer, attorney, sue, lawsuit, legal action, court, anwalt, gericht, avocat, \
        tribunal, abogado, advogado",
    ),
    (
        "Sign-in",
        "log in, login, logging in, sign in, signin, password, 2fa, two factor, otp, \
        authenticator, locked out, verification code, reset link, passwort, anmelden, einloggen, \
        mot de passe, connecter, connexion, contrasena, iniciar sesion, senha, fazer login, \
        accedere, wachtwoord, inloggen, 密码, 登录, ログイン, パスワード, 비밀번호, 로그인, пароль, войти",
    ),
    (
        "Refund",
        "refund, refunds, refunded, reimburse, reimbursed, reimbursement, money back, \
        chargeback, erstattung, erstatten, erstattet, ruckerstattung, geld zuruck, remboursement, \
        rembourser, rembourse, reembolso, reembolsar, devolucion del dinero, rimborso, \
        terugbetaling, geld terug, 退款, 返金, 환불, возврат денег, zwrot pieniedzy",
    ),
    (
        "Cancellation",
        "cancel, cancelled, canceled, cancelling, cancellation, unsubscribe, terminate, \
        kundigen, kundigung, gekundigt, stornieren, annuler, annulation, resilier, resiliation, \
        cancelar, cancelacion, cancelamento, darme de baja, disdire, disdetta, annullare, opzeggen, \
        annuleren, 取消, キャンセル, 해지, 취소, отменить",
    ),
    (
        "Damaged item",
        "damaged, smashed, broken, defective, faulty, cracked, scratched, warranty, torn, \
        beschadigt, kaputt, defekt, garantie, casse, cassee, endommage, defectueux, roto, rota, \
        danado, defectuoso, quebrado, quebrada, danificado, rotto, rotta, difettoso, kapot, \
        broken on arrival, 坏, 壊れ, 고장, сломан",
    ),
    (
        "Return",
        "return, returns, returning, send back, send it back, exchange, wrong size, retoure, \
        zurucksenden, zuruckschicken, umtausch, umtauschen, retourner, echanger, retour, devolver, \
        devolucion, cambiar la talla, troca, trocar, reso, restituire, retourneren, ruilen, 退货, 返品, \
        반품, возврат",
    ),
    (
        "Delivery",
        "delivery, deliver, delivered, delivers, parcel, package, shipping, shipment, \
        shipped, ship, resend, customs, tracking, courier, arrived, arrive, lieferung, lieferadresse, paket, versand, sendung, liefern, \
        geliefert, livraison, colis, expedition, livre, entrega, envio, paquete, encomenda, entregue, \
        spedizione, consegna, pacco, bezorging, pakket, levering, przesylka, paczka, 快递, 物流, 发货, \
        配送, 荷物, 배송, доставка, посылка, توصيل, شحنة, أستلم, استلم, سيصل",
    ),
    (
        "Invoice",
        "invoice, invoices, receipt, receipts, vat, tax id, billing address, rechnung, \
        rechnungen, facture, factures, factura, facturas, fatura, nota fiscal, fattura, factuur, \
        发票, 請求書, 領収書, 영수증, счет",
    ),
    ("Rate limits", "rate limit, rate limited, rate limits, 429, too many requests, throttled"),
    (
        "API and integration",
        "api, webhook, webhooks, integration, integrations, integrate, sdk, \
        endpoint, oauth, zapier, schnittstelle, integrer, integracion, integracao",
    ),
    (
        "Data export",
        "export, exports, exporting, csv, download my data, exportieren, exporter, \
        exportar, esportare",
    ),
    (
        "Plan change",
        "upgrade, downgrade, change plan, change my plan, switch to, more seats, \
        add seats, renew, renewal, tarif wechseln, changer d offre, cambiar de plan, mudar de plano",
    ),
    (
        "Pricing",
        "price, prices, pricing, cost, costs, quote, discount, how much, per month, preis, \
        preise, kostet, kosten, angebot, rabatt, prix, tarif, tarifs, devis, remise, combien coute, \
        precio, precios, presupuesto, descuento, cuanto cuesta, preco, precos, orcamento, desconto, \
        quanto custa, prezzo, prezzi, preventivo, sconto, quanto costa, prijs, korting, offerte, \
        价格, 多少钱, 値段, 料金, 가격, цена, стоимость, сколько стоит",
    ),
    (
        "Data protection",
        "gdpr, dsgvo, rgpd, privacy, data protection, dpa, data processing, \
        datenschutz, data residency",
    ),
    ("Demo", "demo, trial, free trial, testversion, essai, prueba gratis, teste gratis"),
    (
        "Payment",
        "payment, payments, pay, paid, card, paypal, declined, bank transfer, iban, charged, \
        charge, billed, billing, zahlung, bezahlen, bezahlt, kreditkarte, abgebucht, lastschrift, paiement, payer, \
        carte, debite, pago, pagar, tarjeta, cobrado, pagamento, cartao, carta di credito, betaling, \
        betalen, 支付, 付款, 支払い, 결제, оплата",
    ),
    (
        "Appointment",
        "appointment, booking, book a, reservation, reschedule, table for, check in, \
        termin, buchung, reservierung, umbuchen, rendez vous, reserver, cita, reserva, reservar, \
        agendamento, consulta, appuntamento, prenotazione, afspraak, 预约, 予約, 예약",
    ),
    (
        "Opening hours",
        "opening hours, open on, are you open, closing time, offnungszeiten, geoffnet, \
        horaires, ouvert, horario, abierto, aberto, orari, openingstijden, 营业时间, 営業時間",
    ),
    (
        "Error",
        "error, errors, bug, crash, crashes, crashed, crashing, exception, not working, \
        doesn t work, doesnt work, stopped working, fails, failed, freezes, blank screen, 404, 500, 502, 503, \
        timeout, fehler, absturz, sturzt ab, funktioniert nicht, geht nicht, erreur, plante, bogue, \
        ne marche pas, ne fonctionne pas, fallo, falla, no funciona, erro, falha, nao funciona, \
        errore, non funziona, foutmelding, werkt niet, nie dziala, 错误, 报错, エラー, 오류, ошибка",
    ),
    (
        "Availability",
        "in stock, out of stock, available again, back in stock, verfugbar, lieferbar, \
        en stock, disponible, disponivel, disponibile, op voorraad, 有货, 在庫, 재고",
    ),
    (
        "Job application",
        "vacancy, job opening, apply for, my application, internship, bewerbung, \
        stelle, candidature, vacante, vaga",
    ),
    (
        "Feature request",
        "feature, feature request, would be great if, suggestion, dark mode, \
        roadmap, funktion, fonctionnalite, funcionalidad, funcionalidade",
    ),
    (
        "Address change",
        "change my address, change the address, new address, wrong address, \
        adresse andern, changer l adresse, cambiar la direccion, mudar o endereco",
    ),
    (
        "Notifications",
        "notification, notifications, e mails from you, newsletter, spam, \
        benachrichtigungen, notificaciones, notificacoes",
    ),
    (
        "Complaint",
        "complaint, complain, unacceptable, disgusting, terrible service, worst, rude, \
        beschwerde, unverschamt, reclamation, inadmissible, queja, reclamacion, inaceptable, \
        reclamacao, inaceitavel, reclamo, klacht",
    ),
    (
        "Order",
        "order, orders, ordered, bestellung, bestellt, bestellnummer, commande, pedido, \
        ordine, bestelling, zamowienie, 订单, 注文, 주문, заказ",
    ),
    (
        "Account",
        "account, profile, my e mail address, username, konto, compte, cuenta, conta, \
        account aziendale, 账户, 账号, アカウント, 계정, аккаунт",
    ),
];
