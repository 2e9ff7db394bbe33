//! The wide frames of a request for a person: who may ask, how, and for whom, with a slot (`~`) for
//! whatever describes the person; `phrase.rs` says how a frame is written.
//!
//! Guarantees: folded as `reading.rs` folds. Leaves out: turns of phrase, which `phrases.rs` has.

use crate::phrase::sorted;

/// Words that hold a sentence together: none of them describes a person. Sorted.
pub fn function_words() -> Vec<&'static str> {
    sorted(FUNCTION_WORDS.split_whitespace().collect())
}

const FUNCTION_WORDS: &str = "\
    my our his her their its of at in on for from with to about and or if when whether because but \
    who whom whose which that this these those than as by not no how what where why is are was were \
    be been being am do does did dont didnt have has had can could will would should may might must \
    i we you u he she they it me us them id im ive ill youre theres there here \
    talk speak chat call contact reach get want need \
    mein meinem meinen meiner unser unserem unserer ihr von mit zu zum zur bei fur und oder wenn \
    ich wir du er sie es ist sind hat habe kann konnen will mochte nicht der_die auf an in wie was \
    mon ma mes notre nos pour par avec dans sur et ou si qui que je nous il elle est sont ai \
    mi mis nuestro nuestra para por con en y o que yo es son tengo \
    meu minha nosso nossa com em e ou eu nao mio mia nostro nostra di per che sono \
    mijn onze ons voor met bij op ik wij we van als";

/// A request wherever it stands, whoever is the subject.
pub const ANYWHERE: &[&str] = &[
    // Is one there?
    "is|are|isnt|arent there ~ real|actual|live|human|humans person|people|someone|somebody|beings|staff? here|around|available|online|$|i|we|to|who|that|left|working|behind|at",
    "is|are|isnt|arent there ~ @en_n|someone|somebody|anyone|anybody|humans here|around|available|online|home|there|else|real|awake|i|we|to",
    "is|isnt there ~ @en_n|someone|somebody|anyone|anybody who|that @can? @en_h|actually|really|can|could|speaks|knows|understands|help|i|we",
    "is|are ~ real|actual|live|human|anyone|anybody|someone|somebody ~ available|around|online|there|here|home|awake|reading >",
    "when|what will|would|is|are|time|can .. @en_n|someone|somebody|humans|staff|team|people be|is|are|get available|online|back|there|here|around",
    "do|dont you|u|ya|yall guys? have|got ~ real|actual|live|human|humans|proper people|person|humans|agents|someone|staff|beings|$|i|we|here|working|that|who",
    "do|dont you|u guys? have|got ~ @en_n|someone|somebody|anyone|anybody i|we|who|to|available|on|that|here",
    "any|a chance|possibility|way|option .. of|for|to|i|we .. @en_t|reach|get|have|see|contact .. ~ @en_n|someone|somebody|anyone|support|staff|team !",
    "where are|is the|your|all|any humans|people|human|staff|team|person|agents >",
    "humans|people|anyone|anybody|someone working|left|actually|alive here|there|in",
    // Who can I call, write to, ask?
    "@en_n|someone|somebody|anyone|anybody|person|number i|we|that|which can|could|may|might|should @en_c|@en_t|message|email|write|ask|reach|meet to|with?",
    "who can|could|do|should|may|would i|we @en_t|complain|turn|escalate|write|reach|get to|with|out|hold",
    // Somebody should do something.
    "one|somebody|someone|anyone|anybody|member of|from|in|at your|ur|the|support|sales|billing|customer|accounts|technical|nordhem .. @en_c|contact|email|message|get|reach|reply|write|answer|look|help|take|step|jump|review|check|have|sort|deal",
    "one|somebody|someone|anyone|member of|from|in|at your|ur|the|support|sales|billing|customer|accounts|technical|nordhem .. be able .. @en_c|contact|look|help|take|check|reply",
    "have|get|need|want|like|let|ask|can|could|would|will|should|please|pls|must one|somebody|someone|anyone|anybody ~ to? @en_c|email|text|message|write|contact me|us|back",
    "can|could|would|will|may|should ~ real|actual|live|human|humans|proper person|people|human|someone|being|agent|beings? please? @en_h|reply|respond|check|review|read|write|take|step|jump|join|contact|email|please|get|deal|do|be",
    "can|could|would|will|may|should ~ manager|supervisor|boss|representative|rep|advisor|adviser|agent|technician|specialist please? @en_h|@en_c|reply|respond|take|step|jump|join|contact|email|get|check|review me|us|my|this|over|in|it|back|at|into|to",
    "can|could|would|will|may someone|somebody|anyone|@en_n .. take this|it|over|my|the over|chat|conversation|case|from",
    "your|ur|the manager|supervisor|boss|team|colleague|colleagues|staff|support|people|guys|representative|technician .. to? @en_c|contact|email|reach|ring me|us",
    "someone|somebody|anyone|@en_n to|please|pls|could|can|must|should|actually|just? @en_c|contact|email|message|ring|text me|us",
    "be|being|get|getting called|contacted|phoned|rung|helped|assisted|served|emailed|attended back? by|from ~ @en_n|someone|somebody|humans|people|your|the",
    "@en_w|asking|waiting|hoping|wish|like .. be called|phoned|rung back? >",
    "@en_w|give|schedule|arrange|request|book|have|get me|us|for? a|the ring|bell|buzz|callback|phonecall >",
    "give me|us a ring|bell|buzz|call|callback|shout",
    "can|could|may i|we @en_c|phone|ring you|u|yous|yall >",
    "can|could|may|might i|we ~ @adv* have|get|see|reach|meet|involve ~ @en_n|human|someone|somebody|staff >",
    "live|real|proper chat|support|help|conversation|talk|chats with|from|by ~ people|humans|human|person|agents|agent|staff",
    "loop|rope|pull|bring|get|call in ~ @en_n|colleague|someone|somebody|human|support",
    "out|away|off|rid|exit of|from|? of|from|? this|the|your ~ @bot",
    // It should go up.
    "escalate|escalating|escalated this|it|my|please|pls|now|immediately|asap|straight|higher|up|me|the to|case|issue|complaint|ticket|matter|please|pls|now|immediately|$",
    "^ escalate|escalation $",
    "this|it|case|ticket|issue|chat|matter|me|complaint|problem .. escalated >",
    "@en_w|request|requesting|demand ~ escalation >",
    // Anything but the bot.
    "real|actual|live|human|proper|genuine people|person|human|humans|someone|agent|agents|being|operator|help|support please|pls|plz|now|asap|immediately|instead|only|already|not|rather",
    "@en_n|someone|somebody|anyone|people instead|rather of|than ~ @bot",
    "@en_n|someone|somebody|anyone|people not ~ @bot",
    "someone|somebody|anyone|human|person|people who|thats|that is|isnt|aint|whos ~ not|a|an? a|an? @bot|robot",
    "someone|somebody|anyone|person|people whos|thats|who not|is|isnt not? a|an|some? real|human|actual|@bot >",
    "stop|enough|done|no|sick|tired|fed|quit|cut with|of|more|up ~ @bot|chatbots|robots|automation",
    "stop|enough|done|sick|tired|fed|hate|refuse|rather|instead|quit with|of|more|up|to|not|? of|with|to? ~ talking|speaking|chatting|talk|speak|chat|explain|explaining|typing .. to|with ~ @bot",
    "skip|bypass|past|leave|avoid the|this|your|ur @bot >",
    "dont|not|no|never|cant|wont .. want|wanna|like|wish|need|speak|talk|deal|chat|explain .. to|with ~ @bot",
    "dont|not|never|wont i|we? .. want|wanna|need|like ~ @bot $",
    // German.
    "gibt|gibts es|hier .. echte|echten|echter|richtige|richtigen|lebendige|lebende|reale|menschliche|menschlichen menschen|mensch|mitarbeiter|person|personen|ansprechpartner|support|kontakt|jemand|jemanden",
    "ist|sitzt|arbeitet ~ mensch|jemand|mitarbeiter|mitarbeiterin|person|kollege ~ erreichbar|da|verfugbar|hier|dran|online|echtes|echter|dahinter",
    "erreiche|erreicht|bekomme|kriege|finde|spreche|kontaktiere ich|man|wir .. ~ echten|menschen|mitarbeiter|ansprechpartner|jemanden|support|berater|kundendienst",
    "wann .. @de_p|mensch|jemand .. erreichbar|verfugbar|online|da >",
    "kann|konnte|konnten|koennte|wurde|soll|mochte sich|mich|mir|uns|bitte .. @de_p|mensch|jemand|wer .. melden|anrufen|zuruckrufen|zurueckrufen|kontaktieren|ubernehmen|schreiben",
    "kann|konnte|konnten|koennte ~ @de_n|mensch ~ .. helfen|weiterhelfen|ubernehmen|melden|anrufen|zuruckrufen|anschauen|ansehen|antworten|kummern",
    "@de_p|jemand .. von|aus euch|ihnen|eurem|ihrem|dem team .. anrufen|zuruckrufen|melden|kontaktieren|helfen|ansehen|anschauen",
    "ruckruf|rueckruf|zuruckgerufen|zurueckgerufen|angerufen bitte|werden|vereinbaren|anfordern|erbeten|$",
    "@de_w .. ruckruf|rueckruf|zuruckgerufen|angerufen",
    "keinen|kein|keine|ohne|statt|genug|nicht|schluss .. bot|roboter|chatbot|maschine|computer|ki sondern|mehr|reden|schreiben|sprechen|$",
    "echter|echten|echte|richtiger|richtigen|menschliche|menschlichen mensch|menschen|mitarbeiter|person|hilfe|support|ansprechpartner|unterstutzung bitte|jetzt|sofort|und|$",
    "rufen|ruft|ruf|melden|meldet sie|sich|mich|uns .. mich|mir|uns|bei? .. an|zuruck|zurueck|mir",
    // French.
    "il y a|aurait .. quelquun|humain|conseiller|conseillere|personne|agent|operateur >",
    "y a t il ~ quelquun|humain|conseiller|conseillere|agent|operateur|personne|vrai|vraie",
    "quelquun|conseiller|humain|personne|equipe|responsable|technicien .. peut|pourrait|puisse|pour .. appeler|rappeler|contacter|joindre|telephoner|repondre|parler",
    "me|m|nous faire? rappeler|rappelez|rappelle|rappeliez|recontacter|recontactez|recontacte >",
    "pas|plus|plutot|marre .. un|une|ce|le|cette|d|de|avec robot|bot|machine|chatbot|ia|ordinateur|robots",
    "vrai|vraie|veritable humain|personne|conseiller|conseillere|etre|interlocuteur svp|s|maintenant|pas|et|$|pour|qui",
    "avec qui|quelle je|puis|peut|on .. parler|discuter|echanger",
    // Spanish.
    "hay|habra ~ alguien|humano|persona|agente|operador|personas|humanos|gente ~ real|ahi|aqui|disponible|conectado|de|con|que|atendiendo|humana|detras|$",
    "alguien|agente|persona|humano|asesor|tecnico|encargado .. puede|podria|pueda|puedan|que|real .. llamar|llamarme|contactar|contactarme|atender|atenderme|responder|hablar|comunicarse",
    "llamen|llame|llamenme|llameme|contacten|contactenme|atiendan|atienda por|me|una|un|alguien|favor|ya|$",
    "no|nada|harto|harta|en|basta .. con|de|quiero|lugar|mas ~ bot|robot|maquina|chatbot|robots|bots|maquinas",
    "persona|humano|alguien|agente de real|verdad|carne|humana|humano",
    "persona|humano|alguien|agente real|humana|humano|verdadero|verdadera >",
    "con quien|quienes puedo|podemos|podria|hablo .. hablar|comunicarme|contactar|$",
    // Portuguese.
    "ha|tem|existe ~ alguem|humano|humana|pessoa|atendente|gente|pessoas|operador ~ real|ai|disponivel|aqui|de|que|pra|para|humana|on|online|$",
    "alguem|atendente|pessoa|humano|gerente|responsavel|tecnico .. pode|poderia|possa|consegue|para|pra|que .. ligar|contactar|contatar|atender|falar|responder|retornar",
    "me|nos liguem|ligue|ligarem|liga|atenda|atendam|retornem|contatem|contactem por|de|hoje|agora|$|urgente",
    "nao|chega|cansei|cansado|cansada|vez .. com|de|quero|mais ~ robo|bot|maquina|robos|chatbot|robot",
    "pessoa|humano|alguem|gente|atendente de real|verdade|carne|humana|humano",
    "pessoa|humano|alguem|gente|atendente|atendimento real|humana|humano|verdadeira >",
    "com quem posso|podemos|eu|consigo .. falar|conversar|$",
    // Italian.
    "c|ce e|sono? ~ qualcuno|persona|operatore|umano|persone|umani|operatori ~ .. carne|vero|vera|disponibile|con|reale|li|che|qui|$",
    "qualcuno|operatore|persona|responsabile|tecnico .. puo|potrebbe|che|possa|del .. chiamare|chiamarmi|contattare|contattarmi|richiamare|richiamarmi|rispondere|rispondermi|aiutarmi",
    "essere|mi|farmi|ci richiamato|richiamata|chiamato|contattato|contattata|richiamare|richiamate|richiami|richiamata >",
    "non|basta|invece|piu .. con|un|del|di ~ bot|robot|macchina|chatbot",
    "persona|essere|operatore|qualcuno vera|vero|reale|umano|umana|in >",
    "con chi posso|possiamo|potrei .. parlare|$",
    // Dutch.
    "is er ~ iemand|mens|medewerker|persoon|collega ~ aanwezig|beschikbaar|die|bereikbaar|met|online|echt|daar|waar|van",
    "zijn er ~ echte|mensen|medewerkers ~ mensen|aanwezig|beschikbaar|hier|online|medewerkers",
    "kan|kunnen|kunt|wil|zou iemand|medewerker|jullie|u|collega|een .. bellen|terugbellen|opbellen|contact|overnemen",
    "doorverbinden|doorverbonden|teruggebeld|terugbellen|doorschakelen|terugbelverzoek",
    "geen|niet|plaats .. met|van ~ bot|robot|chatbot|computer|machine",
    "echt|echte|levend|levende|menselijke|menselijk persoon|mens|medewerker|iemand|mensen|hulp|contact spreken|graag|aub|alstublieft|praten|aan|$|alsjeblieft|nu|a",
    "met wie kan|kunnen ik|we",
];

/// A request when the visitor is the one who acts, or when it is an order.
pub const REQUESTS: &[&str] = &[
    // Talk to one.
    "better|rather|easier|prefer|comfortable|like ~ explaining|discussing|talking|sharing|resolving|going|sorting|handling .. to|with|through ~ @en_n|human|someone|somebody|staff !",
    "can|could|would|will|please|pls you? ask|tell|get one|someone|somebody|@en_n|colleague|member|your ~ .. to ~ @en_c|drop|contact|email|reply|help|look|answer|reach|get|ring",
    "@en_t|argue|correspond .. to|with|w|2 ~ @en_p !",
    "@en_t .. to|with|w ~ member|someone|somebody|one of? from|the|your|ur|staff|team|support !",
    "@en_t .. to|with|w ~ department|dept|hotline|headquarters|head !",
    "@en_t .. to|with|w real|actual|live|your|ur|the ~ people|folks|humans|guys|colleagues !",
    "@en_t human|person|agent|someone|somebody|representative|manager|supervisor|operator !",
    "prefer|rather|on|in|about|mind|of|to|try|trying|for|like|comfortable|better|fancy|is|possibility @en_ing .. to|with ~ @en_n|someone|somebody|staff !",
    "reach|see|find|message|text|speak|ring|phone|call|email|write|ask|meet|consult|involve|have|hear to|from|with? ~ real|actual|live|human|physical|proper|genuine person|people|human|someone|agent|staff|being|operator|support|representative !",
    "call|phone|ring|speak|ask|consult|message|see ~ someone|somebody|@en_n > ",
    "hold of|touch with|to? ~ @en_p|someone|somebody|staff|guys|people !",
    "hold|touch|contact|word|words|conversation|talk|chat|call|appointment|meeting of|with ~ people|@en_n|someone|somebody|staff|human|colleagues|technicians|one|member !",
    "hear|reply|answer|help|assistance|response|support|contact|attention|service|aid from|by|of ~ @en_n|someone|somebody|humans|people|staff !",
    // Bring one.
    "@en_g|move|bump|kick|refer|redirect me|us|this|it|call|chat|case|conversation .. to|with|onto|over|through ~ @en_p|human|someone|somebody|department|billing|colleagues !",
    "get|put|have|bring|find|let|send|fetch|call|summon|involve ~ @en_n|someone|somebody|colleague .. to? @en_h|@en_c|look|jump|take|reply|respond|contact|email|deal|check|review|on|in|onto me|us|this|it|my|who|at|into|please|pls|now|over|the|here|back|$",
    "get|give|find|send|put|let|bring|hand me|us|through|over .. ~ human|humans|person|agent|operator|representative|rep|manager|supervisor|advisor|adviser|boss|specialist|technician|expert !",
    "let me|us .. @en_t|deal|go to|with|through ~ @en_n|someone|somebody|people|your|staff !",
    "put|switch|hand|pass|transfer|change|move|forward|redirect|connect|route over|on|through|me|to|this|us .. human|person|agent|operator|someone|somebody|staff|supervisor|manager|representative|rep|advisor|support|billing !",
    "^ @adv* connect|transfer|put|pass|switch me|us $",
    "connected|transferred|redirected|forwarded|escalated|passed|switched|put .. to|with|through|on .. ~ @en_p|human|someone|somebody !",
    // Want one.
    "@en_w|expect|wish|demand|insist|deserve on|for|to|have? ~ real|actual|live|human|physical|proper|genuine|flesh|living person|people|human|humans|someone|agent|being|contact|support|help|operator|assistance|interaction|service|rep|representative|touch|attention|conversation|advisor !",
    "@en_w|get|require some|a? help|support|assistance|advice from|by|of ~ @en_n|someone|somebody|people|humans",
    "@en_w|find|looking|hoping|waiting for|to|speak? ~ someone|somebody|anyone @adv* who|that|with|real|human|competent|qualified|to|actually @can? actually? @en_h|@en_t|speak|deal|brain|real|knows|gets|reads|has|understands|help|can|will",
    "@en_w ~ someone|somebody @en_h|@en_t|real|human|else|competent|physical|alive >",
    "ask|asking|asked|looking|waiting|hoping|begging|search|searching|wait for|on ~ @en_n|humans !",
    "can|could|may|might i|we|u|you @adv* have|get|see|reach|find|send|bring|put|give ~ me|us|on? ~ human|person|agent|operator|representative|rep|manager|supervisor|advisor|adviser|technician|specialist|someone|somebody on|to|for|who|that|please|pls|here|in|now|instead|$",
    "@en_t|meet|visit in|on person|phone|telephone with|to|about|$",
    "@en_t|communicate|resolve|discuss|sort|handle .. over|by|via|on the? phone|telephone",
    // German.
    "mit ~ @de_p|menschen|jemandem|jemand ~ .. @de_t|sprechen|reden|unterhalten|kontakt|verbunden|verbinden|austauschen",
    "@de_t .. mit ~ @de_p|menschen|jemandem|jemand",
    "an|zu|zum ~ @de_p|menschen|jemanden .. weiter|weiterleiten|weitergeleitet|durchstellen|durchgestellt|verbinden|verbunden|wenden|ubergeben|abgeben|eskalieren|geben",
    "geben|gib|hol|holen|holt|gebt|schicken|schick|bringen sie? mir|uns|bitte|mal .. @de_p|menschen|jemanden|mitarbeiter",
    "hol|holen|holt sie? bitte? ~ @de_p",
    "@de_w .. ~ echten|echte|echter|richtigen|menschlichen|menschliche|lebenden|lebendigen|personlichen|personliche ~ menschen|mitarbeiter|kontakt|hilfe|support|ansprechpartner|person|unterstutzung|berater|ansprechperson|beratung",
    "@de_w .. ~ menschen|mitarbeiter|ansprechpartner|berater|jemanden|sachbearbeiter|vorgesetzten $",
    "brauche|suche|mochte|will|brauchen hilfe|unterstutzung .. von ~ menschen|mitarbeiter|jemandem|person|kollegen",
    "jemanden|jemand .. erreichen|kontaktieren|anrufen|sprechen|fragen",
    "telefonisch|telefon .. erreichen|sprechen|klaren|jemanden|kontakt|reden",
    // French.
    "@fr_t .. a|au|aux|avec ~ @fr_p|quelquun|humain|vous|equipe !",
    "@fr_g moi|me|nous? .. a|au|aux|avec|vers|en|le|la|un|une|quelquun ~ @fr_p|service|humain|relation !",
    "@fr_w|puis|peux|pourrais|pouvons|possible|peut .. avoir|joindre|contacter|voir|appeler|d ~ @fr_n|humain|quelquun|conseiller|personne|support|responsable|service|equipe|conseillers !",
    "@fr_w ~ vrai|vraie|humain|humaine|quelquun ~ personne|conseiller|conseillere|humain|interlocuteur|etre|de|contact|assistance|aide|qui|$",
    "@fr_w .. etre rappele|rappelee|contacte|contactee|recontacte|recontactee|mis|mise|appele",
    "comment|ou .. joindre|contacter|parler .. ~ conseiller|humain|quelquun|personne|conseillere|agent",
    // Spanish.
    "@es_t .. con|a ~ @es_p|alguien|humano|personas|gente|ustedes|vosotros !",
    "@es_g .. con|a|al ~ @es_p|alguien|humano|persona|supervisor !",
    "pasar|pasas|pasan|pasen|transferir|transfieres|comunicar|comunicas|conectar|poner|pones|derivar|transfiere|conecta|comunica|deriva .. con|a|al ~ @es_p|alguien|humano !",
    "@es_w|puedo|podria|necesito .. ayuda|ser|contacto|atencion|asistencia|soporte de|con|atendido|atendida|por|humana|humano? ~ humano|persona|agente|alguien|personalizada|humana|asesor >",
    "@es_w .. que me|nos llamen|llame|atiendan|atienda|contacten|contacte|pasen|ayude|comuniquen ~ .. $|persona|alguien|humano|por|con",
    "contactar|comunicarme|contacto .. con|a ~ @es_n|persona|alguien|soporte|humano",
    // Portuguese.
    "@pt_t .. com|c ~ @pt_p|alguem|gente|humano|voces|pessoas !",
    "@pt_g|chamar|chama|chame|chamem .. para|pra|com|a|ao|pro|um|uma|o|alguem ~ @pt_p|alguem|humano !",
    "@pt_w|posso|podia .. ser|ter|de|ajuda|atendimento|contato|contacto|suporte atendido|atendida|de|com|por|humano|humana|ajuda? ~ humano|pessoa|alguem|atendente|gente|humana >",
    "@pt_w .. que me|alguem liguem|ligue|atendam|atenda|contatem|retornem|ajude",
    "chamar|chama|chame ~ @pt_n|humano|alguem|gerente|supervisor|responsavel",
    // Italian.
    "@it_t .. con|a|al ~ @it_p|umano|qualcuno|voi|umani|assistenza !",
    "@it_g|passare|passarmi|trasferire|mettermi|mettere|contattare|chiamare .. con|a|un|ad|al|qualcuno|contatto|l|una ~ @it_p|qualcuno|umano !",
    "@it_w|posso|potrei|possibile .. essere|avere|aiuto|assistenza|contatto|ricevere richiamato|contattato|richiamata|da|umana|umano|di|un|una|telefonata? ~ umano|persona|operatore|qualcuno|umana|consulente >",
    "@it_w .. ~ operatore|umano|persona ~ umano|vera|reale|vero|umana|$",
    // Dutch.
    "met ~ @nl_p|mens|mensen|iemand ~ .. @nl_t|praten|spreken|chatten|contact|bellen",
    "@nl_t .. met ~ @nl_p|mens|iemand",
    "verbind|verbinden|zet|schakel .. met|door ~ @nl_p|medewerker|naar|iemand",
    "@nl_w|kan|mag|kunnen ik? .. ~ mens|medewerker|persoon|iemand|collega|klantenservice ~ spreken|praten|aan|bereiken|bellen|contact",
    "contact|hulp met|van ~ @nl_p|mens|mensen",
];

/// What makes a clause no request whatever else it says.
pub const UNLESS: &[&str] = &[
    "our|my|your customers|visitors|users|clients|guests|students|patients want|need|ask|like|prefer|wish|can|could",
    "no|without need|necessity for|of|to",
    "living|lives on|in|at|near",
    "nicht|kein notig|bedarf",
    "happened|happens|difference|mean|means between|when|if|by",
];
