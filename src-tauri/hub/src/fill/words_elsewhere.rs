//! What people say in other languages than English; see `words`.

use super::words::{Phrases, Topic};

pub const GERMAN: Phrases = Phrases {
    topics: &[
        Topic {
            label: "Shipping",
            source: ("Where is my order?", "https://shop.example/de/hilfe/lieferung"),
            asks: &[
                "Guten Tag, wo bleibt meine Bestellung {order}?",
                "Liefern Sie auch nach {city}? Es geht um: {product}.",
                "Die Lieferung {order} ist beschädigt angekommen.",
            ],
            answers: &[
                "Ihre Bestellung {order} verlässt unser Lager innerhalb eines Werktags. Den Stand \
                 sehen Sie unter **Meine Bestellungen**.",
                "Nach {city} liefern wir in 2 bis 4 Werktagen. Die Versandkosten stehen im \
                 Warenkorb, bevor Sie bezahlen.",
            ],
        },
        Topic {
            label: "Billing",
            source: ("Invoices and refunds", "https://shop.example/de/hilfe/rechnung"),
            asks: &[
                "Auf der Rechnung zu {order} fehlt unsere Umsatzsteuernummer.",
                "Mir wurden {amount} zweimal abgebucht.",
            ],
            answers: &[
                "Die Rechnung können Sie unter **Konto → Rechnungen** selbst ergänzen und neu \
                 herunterladen.",
                "Doppelt abgebuchte Beträge erstattet Ihre Bank nach 3 bis 7 Tagen von selbst.",
            ],
        },
    ],
    follow_ups: &[
        "Das habe ich schon versucht, es steht weiterhin „in Bearbeitung“.",
        "Gilt das auch für {product}?",
        "Und wenn ich am Liefertag nicht zu Hause bin?",
        "Alles klar. Kann ich noch etwas hinzufügen?",
    ],
    ai_more: &[
        "Ja, das gilt genauso. Die Änderung ist sofort wirksam.",
        "Dann wartet das Paket 7 Tage in der nächsten Filiale auf Sie.",
        "Der Status wird alle paar Stunden aktualisiert.",
    ],
    asks_for_person: &[
        "Kann ich bitte mit einem Menschen sprechen?",
        "Ich möchte mit einem Mitarbeiter sprechen",
    ],
    member_first: &[
        "Guten Tag, ich habe alles gelesen und schaue mir {order} gleich an.",
        "Hallo! Ich übernehme ab hier, einen kleinen Moment bitte.",
    ],
    member_more: &[
        "Ich habe Ihnen gerade {amount} erstattet, die Bestätigung kommt per E-Mail.",
        "Der Paketdienst hat die Zustellung für morgen zugesagt.",
        "Das war ein Fehler bei uns, ich habe ihn von Hand behoben.",
    ],
    to_member: &["Die Nummer ist {order}", "Das wäre sehr nett", "Gerne an die Adresse in {city}"],
    thanks: &["Vielen Dank!", "Super, danke schön", "Hat geklappt, schönen Tag noch!"],
    welcome: &["Sehr gerne! Einen schönen Tag noch.", "Gern geschehen."],
};

pub const SWEDISH: Phrases = Phrases {
    topics: &[
        Topic {
            label: "Shipping",
            source: ("Where is my order?", "https://shop.example/sv/hjalp/leverans"),
            asks: &[
                "Hej! Var är min beställning {order}?",
                "Levererar ni till {city}? Jag undrar om {product}.",
                "Paketet {order} kom fram men lådan var trasig",
            ],
            answers: &[
                "Hej! {order} lämnar lagret inom en arbetsdag. Du kan följa den under **Mina \
                 beställningar**.",
                "Leverans till {city} tar 2–4 arbetsdagar.",
            ],
        },
        Topic {
            label: "Bug",
            source: ("If something does not work", "https://shop.example/sv/hjalp/problem"),
            asks: &["Sidan blir helt vit när jag ska betala {amount}", "Jag kan inte logga in"],
            answers: &[
                "Prova gärna ett privat fönster först, ofta är det ett tillägg som stör.",
                "Länken i mejlet gäller i en timme. Titta även i skräpposten.",
            ],
        },
    ],
    follow_ups: &[
        "Det har jag redan gjort, men det ser likadant ut",
        "Gäller det även {product}?",
        "Okej, och om jag inte är hemma?",
    ],
    ai_more: &[
        "Ja, det fungerar på samma sätt.",
        "Då väntar paketet på närmaste ombud i 7 dagar.",
        "Statusen uppdateras några gånger om dagen.",
    ],
    asks_for_person: &[],
    member_first: &[
        "Hej! Jag har läst hela chatten och tittar på {order} nu.",
        "Hej, jag tar över härifrån. Ge mig två minuter.",
    ],
    member_more: &[
        "Nu har jag betalat tillbaka {amount}, du får ett mejl.",
        "Budfirman lovar leverans i morgon.",
        "Felet låg hos oss, jag har rättat det för hand.",
    ],
    to_member: &["Numret är {order}", "Ja tack, det blir jättebra", "Till adressen i {city}, tack"],
    thanks: &["Tack så mycket!", "Toppen, tack för hjälpen", "Det löste sig, ha en fin dag!"],
    welcome: &["Varsågod, ha en fin dag!", "Kul att det löste sig."],
};

pub const FRENCH: Phrases = Phrases {
    topics: &[
        Topic {
            label: "Shipping",
            source: ("Where is my order?", "https://shop.example/fr/aide/livraison"),
            asks: &[
                "Bonjour, où en est ma commande {order} ?",
                "Livrez-vous à {city} ? C’est pour {product}.",
            ],
            answers: &[
                "Votre commande {order} quitte notre entrepôt sous un jour ouvré. Le suivi est \
                 dans **Mes commandes**.",
                "La livraison à {city} prend 2 à 4 jours ouvrés.",
            ],
        },
        Topic {
            label: "Billing",
            source: ("Invoices and refunds", "https://shop.example/fr/aide/factures"),
            asks: &[
                "J’ai été débitée deux fois de {amount}",
                "Il manque la TVA sur la facture de {order}",
            ],
            answers: &[
                "Toutes les factures sont dans **Compte → Facturation**, vous pouvez les compléter.",
                "Un montant réservé deux fois est libéré par la banque en 3 à 7 jours.",
            ],
        },
    ],
    follow_ups: &[
        "C’est déjà fait, mais rien n’a changé",
        "Et pour {product}, c’est pareil ?",
        "Et si je suis absente ce jour-là ?",
    ],
    ai_more: &[
        "Oui, cela fonctionne de la même façon.",
        "Le colis vous attendra 7 jours au point relais le plus proche.",
        "Le suivi est mis à jour plusieurs fois par jour.",
    ],
    asks_for_person: &[
        "Je voudrais parler à un conseiller",
        "Puis-je parler à une vraie personne ?",
    ],
    member_first: &[
        "Bonjour, j’ai tout lu et je regarde {order} tout de suite.",
        "Bonjour ! Je prends le relais, un instant s’il vous plaît.",
    ],
    member_more: &[
        "Je viens de vous rembourser {amount}, vous recevrez un e-mail.",
        "Le transporteur annonce la livraison pour demain.",
        "L’erreur venait de chez nous, je l’ai corrigée à la main.",
    ],
    to_member: &["Le numéro est {order}", "Ce serait parfait", "Oui, à l’adresse de {city}"],
    thanks: &["Merci beaucoup !", "Parfait, merci", "C’est réglé, bonne journée !"],
    welcome: &["Avec plaisir, bonne journée !", "Je vous en prie."],
};

pub const SPANISH: Phrases = Phrases {
    topics: &[
        Topic {
            label: "Shipping",
            source: ("Where is my order?", "https://shop.example/es/ayuda/envios"),
            asks: &[
                "Hola, ¿dónde está mi pedido {order}?",
                "¿Envían a {city}? Me interesa: {product}.",
            ],
            answers: &[
                "El pedido {order} sale de nuestro almacén en un día laborable. Puede seguirlo en \
                 **Mis pedidos**.",
                "El envío a {city} tarda de 2 a 4 días laborables.",
            ],
        },
        Topic {
            label: "Sales",
            source: ("Plans and volume prices", "https://shop.example/es/precios"),
            asks: &[
                "Necesitamos 40 unidades de {product}, ¿hay descuento?",
                "¿Cuánto cuesta el plan para equipos?",
            ],
            answers: &[
                "A partir de 10 unidades hay un 5 % de descuento; el carrito lo muestra.",
                "El plan para equipos cuesta {amount} al mes.",
            ],
        },
    ],
    follow_ups: &[
        "Ya lo hice, pero sigue igual",
        "¿Y también vale para {product}?",
        "¿Y si no estoy en casa ese día?",
    ],
    ai_more: &[
        "Sí, funciona de la misma manera.",
        "El paquete le espera 7 días en el punto de recogida más cercano.",
        "El estado se actualiza varias veces al día.",
    ],
    asks_for_person: &["Quiero hablar con una persona", "¿Puedo hablar con un agente?"],
    member_first: &[
        "Hola, lo he leído todo y miro ahora mismo el pedido {order}.",
        "¡Hola! Sigo yo desde aquí, deme un momento.",
    ],
    member_more: &[
        "Acabo de devolverle {amount}, recibirá un correo.",
        "El transportista promete la entrega para mañana.",
        "El error era nuestro, ya lo he corregido a mano.",
    ],
    to_member: &["El número es {order}", "Sería perfecto", "Sí, a la dirección de {city}"],
    thanks: &["¡Muchas gracias!", "Perfecto, gracias", "Solucionado, ¡buen día!"],
    welcome: &["¡De nada, que tenga un buen día!", "Con mucho gusto."],
};
