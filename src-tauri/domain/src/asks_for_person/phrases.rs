//! The phrases with which people ask for people, as data.
//!
//! How a phrase is written: words that follow each other; `a|b` one of these; `@name` any word of
//! that class; `?` perhaps; `*` up to four of them; `..` up to four words of any kind; `^` only
//! fillers before; `$` only fillers after; `>` the same, or a word that lets the request end here
//! ("a person *please*"); `!` not followed by a word that makes a compound of it ("agent *API*").
//! Everything is folded as `reading.rs` folds. Leaves out: who may be meant, see the parent.

/// A clause that is nothing but this is a request.
pub const ALONE: &[&str] = &[
    "^ @en_d* @en_n $",
    "^ real|actual|live people $",
    "^ someone|somebody|anyone|anybody real|human $",
    "^ real|actual|live someone|somebody $",
    "^ customer|client|live|human support|service|care|chat|help|assistance $",
    "^ @en_d* member of staff|the? team|staff? $",
    "^ @de_d* @de_n $",
    "^ kundendienst|kundenservice|menschlicher|echter support|kontakt? $",
    "^ @fr_d* @fr_n @fr_n? $",
    "^ @fr_d* vraie|vrai personne $",
    "^ une personne $",
    "^ service client|clients $",
    "^ @es_d* @es_n @es_n? $",
    "^ una persona $",
    "^ atencion al cliente|humana $",
    "^ @pt_d* @pt_n @pt_n? $",
    "^ uma pessoa $",
    "^ atendimento|suporte humano $",
    "^ @it_d* @it_n @it_n? $",
    "^ una persona $",
    "^ @nl_d* @nl_n $",
];

/// A request wherever it stands, whoever is the subject.
pub const ANYWHERE: &[&str] = &[
    // Somebody should be there.
    "^ is|are there @en_d* @en_n|someone|anyone|somebody|anybody >",
    "^ is|are there @en_d* real|actual|live|human people|person|humans >",
    "^ is @en_d* @en_n|someone|anyone|somebody|anybody available|around|online|there|here >",
    "^ are @en_d* @en_n|people available|around|online|there|here >",
    "^ anyone|anybody|someone|somebody there|here|around|online $",
    "^ any real|actual|live|human people|person|humans|agents >",
    "^ do|dont you have @en_d* @en_n|someone|anyone >",
    "^ who can|could|do|should|may i|we @en_t to|with",
    "^ can|could|may|would|will @en_d* real|actual|live|human @en_n|being|person @en_h me|us",
    "^ can|could|may|would|will a|an|some human|representative|rep|operator|advisor @en_h me|us",
    "real|actual|live|human|proper person|human|agent|operator|representative please|pls|plz|now",
    "@en_n|someone|anyone|somebody|anybody who|that|whom? i|we can|could|may @en_t|reach to|with|$",
    // They should call.
    "can|could|may|will|would someone|somebody|anyone|anybody .. @en_c me|us back? >",
    "^ have|get someone|somebody .. @en_c me|us",
    "@en_n|someone|somebody to @en_c me|us back? >",
    "^ can|could|would|will you|u @adv* call|phone|ring me|us back? >",
    "^ call|phone|ring me|us back? $",
    "^ call|phone|ring me|us back? >",
    "request|want|need|have|get|like|schedule a|your callback|phone phone|call|callback? >",
    "^ callback $",
    // Anything but the bot.
    "dont|not|no|never want|wanna|like|wish to? @en_t to|with @en_d* @bot",
    "nicht mit @de_d* @bot @de_t",
    "mit keinem|keiner @bot @de_t",
    "veux|souhaite|voudrais pas|plus @fr_t a|avec @fr_d* @bot",
    "no quiero @es_t con @es_d* @bot",
    "nao quero @pt_t com @pt_d* @bot",
    "non voglio @it_t con @it_d* @bot",
    "niet met @nl_d* @bot @nl_t",
    // German.
    "^ gibt es hier? @de_d* @de_n|jemanden|jemand >",
    "^ ist hier|da|dort jemand|@de_n|ein|eine @de_n? >",
    "^ kann|konnte|konnten mich|uns|mir bitte? @de_d* @de_n|jemand .. anrufen|zuruckrufen|kontaktieren",
    "^ kann|konnte mir|uns bitte? ein|eine @de_d* @de_n|person .. helfen|weiterhelfen",
    "^ kann|konnte @de_d* @de_n|jemand mich|mir|uns bitte? anrufen|zuruckrufen|kontaktieren",
    "rufen|ruft|ruf sie? mich|uns .. an|zuruck|zurueck",
    "bitte um ruckruf|rueckruf|einen? ruckruf|rueckruf?",
    "^ ruckruf|rueckruf $",
    // French.
    "^ y a t il @fr_d* quelquun|@fr_n|personne >",
    "^ il y a quelquun >",
    "quelquun peut|pourrait il? me|m|nous appeler|rappeler|contacter|telephoner|joindre",
    "^ rappelez|appelez|appeler|rappeler moi|nous $",
    "peut|peux|pouvez|pourriez on|vous|tu? me|m|nous appeler|rappeler",
    "etre rappele|rappelee|appele|recontacte|recontactee",
    "mais un|une @fr_d* @fr_n|personne $",
    // Spanish.
    "^ hay|esta alguien|@es_n|alguna|algun @es_n|persona? >",
    "alguien me? puede|podria|pueda llamar|llamarme|contactar|contactarme|atender|atenderme",
    "puede|podria|pueden|podrian alguien? llamarme|contactarme|atenderme",
    "me puede|podria|pueden|podrian llamar >",
    "^ llamame|llameme|llamenme|llamadme >",
    "me atienda|llame|contacte|ayude @es_d* @es_n|persona|alguien",
    // Portuguese.
    "^ ha|tem alguem|@pt_n|algum|alguma @pt_n|pessoa? >",
    "alguem me? pode|poderia|pra|para me? ligar|telefonar|contactar|contatar|atender",
    "^ podem|pode|poderiam me? ligar me?|nos? >",
    "^ me liga|ligue|liguem >",
    "^ liga|ligue|liguem me >",
    // Italian.
    "^ c e qualcuno|un|@it_n @it_n? >",
    "qualcuno puo|potrebbe chiamarmi|contattarmi|richiamarmi",
    "puo|potete|potreste qualcuno? chiamarmi|contattarmi|richiamarmi",
    // Dutch.
    "^ is er|hier iemand|een @nl_d* @nl_n? >",
    "kan|kunnen|kunt iemand|jullie|u me|mij|ons terugbellen|bellen|opbellen",
    "^ bel me|mij terug? $",
];

/// A request when the visitor is the one who acts, or when it is an order.
pub const REQUESTS: &[&str] = &[
    // English: talk to a person.
    "@en_t .. to|with @en_d* @en_p !",
    "@en_t .. to|with real|actual|live people !",
    "@en_t .. to|with @en_d* member|someone|somebody of|from the|your team|staff|support !",
    "prefer|rather|on|in|about|mind|of|to @en_ing to|with @en_d* @en_n|someone|somebody !",
    "reach|contact|see|meet @en_d* @en_n|someone|somebody >",
    "hear|reply|answer|help|assistance|response|support|call from @en_d* @en_n !",
    "@en_n|someone|somebody|anyone|anybody i|we can|could|may @en_t to|with",
    "@en_n|someone|somebody|anyone|anybody to @en_t to|with",
    // English: bring me one.
    "@en_g me|us @adv* through|over|on|in|back? touch|contact? to|with|onto @en_d* @en_p !",
    "@en_g me|us @en_d* @en_n !",
    "get me|us someone|somebody >",
    "be|been|get @en_gd through|over? to|with @en_d* @en_p !",
    "@en_e this|it|the|my chat|conversation|case|issue|ticket|request? to @en_d* @en_n >",
    "^ @en_e|switch|go|connect over? to @en_d* @en_n|person|support >",
    "^ get|find|bring|fetch @en_d* @en_n|someone|somebody >",
    // English: I want one.
    "i|we|id|wed|just|still|really|only|to|wanna|ill @adv* @en_w|get @en_d* @en_n >",
    "^ @adv* @en_w @en_d* @en_n >",
    "i|we|id|wed|just|still|really|only|wanna @adv* want|need|like|prefer someone|somebody real|human >",
    "i|we|id|wed|just|really|only|still @adv* want|need @en_d* @en_n|someone|somebody to|who @can? @en_h !",
    "can|could|may|might i|we @adv* have|get|see|reach @en_d* @en_n >",
    "ask|asking|asked|looking|waiting for @en_d* @en_n >",
    "human help|support|assistance|contact|operator|agent|being|interaction >",
    // German.
    "mit @de_d* @de_p .. @de_t",
    "@de_t .. mit @de_d* @de_p",
    "verbinde|verbindet|verbinden|verbindest|stell|stellen .. mich|uns .. mit|zu @de_d* @de_p",
    "an @de_d* @de_p .. weiterleiten|weitergeleitet|ubergeben|uebergeben|weitergeben|vermitteln",
    "@de_w .. ein|eine|einen|einem|mit|jemand|jemanden @de_d* @de_n >",
    "@de_w .. eine|einer echte|echten|reale|richtige|lebende person >",
    "brauche|mochte|moechte|will|suche jemanden|jemand der|die|zum|mit|echten|echtes",
    "jemanden|jemand zum sprechen|reden",
    "kontakt zu|mit @de_d* @de_n >",
    // French.
    "@fr_t .. a|au|aux|avec @fr_d* @fr_p !",
    "@fr_g moi|me|nous? .. a|au|aux|avec|vers|relation|contact @fr_d* @fr_p !",
    "mis|mise en relation|contact|communication avec @fr_d* @fr_p !",
    "transfere|transferee|redirige|redirigee vers|a|au @fr_d* @fr_p !",
    "@fr_w @soft* un|une @fr_d* @fr_n @fr_n? >",
    "@fr_w @soft* une vraie|veritable|autre personne >",
    "joindre|contacter|avoir|voir @fr_d* @fr_n|quelquun >",
    "joindre|contacter|avoir|voir une vraie|veritable personne >",
    // Spanish.
    "@es_t .. con|a @es_d* @es_p !",
    "@es_g me? .. con|a @es_d* @es_p !",
    "@es_w @soft* un|una|otro|otra|a|de|con @es_d* @es_n @es_n? >",
    "@es_w @soft* una persona real|humana|verdadera|de >",
    "@es_w atencion humana|personal >",
    // Portuguese.
    "@pt_t .. com @pt_d* @pt_p !",
    "@pt_g me|nos? .. para|pra|com|a|ao @pt_d* @pt_p !",
    "@pt_w @soft* um|uma|outro|outra|de|com @pt_d* @pt_n @pt_n? >",
    "@pt_w @soft* uma pessoa real|humana|de verdade? >",
    "@pt_w @soft* atendimento humano >",
    // Italian.
    "@it_t .. con @it_d* @it_p !",
    "@it_g .. con|a|un|ad @it_d* @it_n|persona !",
    "@it_w @soft* un|una @it_d* @it_n @it_n? >",
    // Dutch.
    "met @nl_d* @nl_p .. @nl_t",
    "@nl_t .. met @nl_d* @nl_p",
    "verbind|verbinden|verbindt .. met @nl_d* @nl_p",
    "@nl_w .. een @nl_d* @nl_n nodig|spreken|graag? >",
];
