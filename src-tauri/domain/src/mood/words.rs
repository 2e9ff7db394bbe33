//! What VADER does not know, and the words of its lexicon that are put instead, as data.
//!
//! Guarantees: folded as `reading.rs` folds; phrases are separated by `|`. Leaves out: how strong the
//! words put are, which VADER's lexicon says.

/// What support hears.
pub const ENGLISH: &[(&str, &str)] = &[
    (
        "x",
        "help|please|pls|plz|support|customer care|care team|help desk|would like|id like|wed like|\
         like to|looks like|look like|something like|like this|like that|save|saved|saving|share|\
         shared|sharing|secure|security|credit card|credit|credits|free plan|free trial|for free|\
         free|gift card|special|interested|interest|value|values|create|created|creating|cancel|\
         canceled|cancelled|urgent|alert|alerts|thanks in advance|thank you in advance|active|yes|\
         no thanks|no thank you|join|joined|stop|number|fire|block|play|definition|assets|share of|\
         kind of plan|what kind|some kind|any kind|trusted|certain|matter|low|natural|defined|demand|\
         problem free|error log|error code|error report|complaints|happy to help|best practice|\
         best way|better way|good way|is there a good|which is better|which is best",
    ),
    (
        "great",
        "works now|working now|works again|working again|works perfectly|that did it|did the trick|\
         made my day|lifesaver|life saver|you rock|legend|spot on|exactly what i needed|\
         much appreciated|kudos|5 stars|five stars|well done|you guys are the best|game changer|\
         blown away|saved my day|saved me|worked like a charm|works like a charm|that fixed it|\
         thats fixed|its fixed|solved it|that solved it",
    ),
    ("thanks", "thx|ty|thnx|tysm|thank u|cheers|ta"),
    (
        "terrible",
        "charged twice|charged me twice|charged us twice|double charged|overcharged|billed twice|\
         ripped off|rip off|ripoff|stole my money|scammed|scammers|crooks|useless bot|stupid bot|\
         dumb bot|waste of time|waste of money|wasting my time|sick and tired|a joke|shambles|\
         last straw|how dare you|never again|beyond belief|unacceptable|outrageous|disgraceful|\
         rubbish|garbage|worst",
    ),
    (
        "bad",
        "still waiting|keep waiting|kept waiting|been waiting|no reply|no answer|no response|\
         nobody answers|nobody replies|nobody responds|nobody helps|nobody cares|no one answers|\
         no one replies|no one responds|no one helps|never answered|never replied|not heard back|\
         havent heard back|ignoring me|ignored me|third time|fourth time|fifth time|tenth time|\
         hundredth time|over and over|again and again|giving up|i give up|had enough|\
         enough is enough|in circles|makes no sense|make no sense|fed up|sick of|out of patience|\
         losing patience|money back|my lawyer|locked out|got hacked|was hacked|been hacked|clueless|\
         let down|let me down|not good enough|unhappy",
    ),
    (
        "problem",
        "doesnt work|dont work|does not work|do not work|not working|isnt working|stopped working|\
         wont work|didnt work|did not work|wont load|doesnt load|not loading|wont open|cant login|\
         cannot login|cant log in|cannot log in|cant sign in|cannot sign in|can not log in|\
         cant access|cannot access|cant get in|doesnt help|does not help|didnt help|did not help|\
         not helpful|not helping|unhelpful|down again|crashes|crashed|crashing|keeps failing|\
         went wrong|goes wrong|no longer works|nothing works|nothing happens|too slow|so slow|\
         glitchy|buggy|laggy|wrong answer|not what i asked|dont understand me|overpriced|\
         too expensive|never arrived|not arrived|messed up|still not|still no|still isnt|\
         still havent|still hasnt|still doesnt|still cant",
    ),
];

/// The plain words of six more languages.
pub const OTHERS: &[(&str, &str)] = &[
    (
        "very",
        "sehr|so|total|extrem|echt|wirklich|absolut|tres|vraiment|tellement|extremement|muy|tan|\
         bastante|demasiado|muito|tao|molto|davvero|veramente|heel|erg|zeer|ontzettend",
    ),
    (
        "not",
        "nicht|nie|kein|keine|keinen|niemals|pas|jamais|aucun|aucune|no|nunca|nao|nem|non|mai|niet|\
         geen|nooit",
    ),
    (
        "x",
        "bom dia|boa tarde|boa noite|buona sera|buona giornata|bien sur|buen dia|por favor|no gracias|\
         nein danke|non merci|si no|goede dag",
    ),
    (
        "thanks",
        "danke|vielen dank|danke schon|dankeschon|merci|gracias|muchas gracias|obrigado|obrigada|\
         valeu|grazie|grazie mille|bedankt|dank|dank je|dank je wel|dankjewel",
    ),
    (
        "great",
        "toll|super|klasse|prima|wunderbar|fantastisch|ausgezeichnet|hervorragend|perfekt|genial|\
         grossartig|begeistert|liebe|spitze|bestens|excellent|excellente|parfait|parfaite|formidable|\
         magnifique|adore|top|ravi|ravie|impeccable|excelente|fantastico|perfecto|perfecta|\
         maravilloso|increible|encanta|encantado|estupendo|otimo|otima|maravilhoso|perfeito|perfeita|\
         adorei|adoro|incrivel|amei|ottimo|ottima|eccellente|perfetto|perfetta|fantastica|\
         meraviglioso|bravissimi|splendido|geweldig|geweldige|uitstekend|perfect|prachtig",
    ),
    (
        "good",
        "gut|gute|guter|gutes|zufrieden|freundlich|hilfreich|nett|freue|glucklich|bien|bon|bonne|\
         content|contente|satisfait|satisfaite|utile|gentil|sympa|bueno|buena|buen|contento|contenta|\
         satisfecho|satisfecha|feliz|util|amable|bom|boa|satisfeito|satisfeita|bene|buono|buona|\
         bravo|bravi|soddisfatto|soddisfatta|gentile|felice|goed|goede|fijn|blij|tevreden|leuk|\
         handig|mooi",
    ),
    (
        "terrible",
        "schlecht|schlechte|schlechter|schlechtester|schlechteste|schrecklich|furchtbar|katastrophal|\
         katastrophe|unverschamt|unverschaemt|unverschamtheit|frechheit|mies|miserabel|scheisse|\
         wutend|wuetend|inakzeptabel|betrug|abzocke|lacherlich|hasse|nul|nulle|horrible|terrible|\
         mauvais|mauvaise|affreux|honteux|honte|inadmissible|inacceptable|scandaleux|arnaque|furieux|\
         furieuse|catastrophe|catastrophique|pire|deteste|lamentable|insupportable|pesimo|pesima|\
         fatal|verguenza|estafa|inaceptable|peor|odio|asco|desastre|ruim|pessimo|pessima|horrivel|\
         terrivel|vergonha|absurdo|inaceitavel|pior|odeio|golpe|lixo|orribile|terribile|schifo|\
         vergogna|furioso|furiosa|inaccettabile|peggio|peggiore|truffa|vreselijk|verschrikkelijk|\
         afschuwelijk|belachelijk|schandalig|waardeloos|onacceptabel|oplichting|woedend|ergste",
    ),
    (
        "bad",
        "schlimm|mist|sauerei|nervt|argerlich|sauer|enttauscht|enttaeuscht|enttauschend|unzufrieden|\
         verargert|frustriert|genervt|nutzlos|unbrauchbar|warte immer noch|immer noch nicht|\
         niemand antwortet|niemand hilft|doppelt abgebucht|zweimal abgebucht|decu|decue|mecontent|\
         mecontente|enerve|enervee|marre|ras le bol|inutile|toujours pas|personne ne repond|malo|mala|\
         mal|decepcionado|decepcionada|enojado|enojada|enfadado|enfadada|molesto|molesta|harto|harta|\
         frustrado|frustrada|ridiculo|inutil|sigo esperando|sigue sin|nadie responde|nadie contesta|\
         insatisfeito|insatisfeita|irritado|irritada|chateado|chateada|raiva|ainda esperando|\
         ninguem responde|deluso|delusa|arrabbiato|arrabbiata|male|scadente|ridicolo|stufo|stufa|\
         brutto|brutta|nessuno risponde|sto ancora aspettando|slecht|slechte|boos|teleurgesteld|\
         ontevreden|gefrustreerd|irritant|haat|nog steeds niet|niemand reageert",
    ),
    (
        "problem",
        "problem|probleme|fehler|kaputt|leider|funktioniert nicht|geht nicht|klappt nicht|\
         nicht einloggen|nicht anmelden|marche pas|fonctionne pas|ne marche plus|panne|bug|bloque|\
         me connecter pas|problema|problemas|error|no funciona|no sirve|no puedo entrar|erro|\
         nao funciona|nao consigo|errore|non funziona|non riesco|probleem|fout|kapot|werkt niet|\
         doet het niet|helaas|niet inloggen",
    ),
];

/// Emoji whose names say nothing to VADER.
pub const EMOJI: &[(char, &str)] = &[
    ('😡', "furious"),
    ('🤬', "furious"),
    ('😤', "annoyed"),
    ('👎', "bad"),
    ('💩', "bad"),
    ('😒', "annoyed"),
    ('🙄', "annoyed"),
    ('👍', "good"),
    ('👌', "good"),
    ('💯', "great"),
];

/// Words that show English.
pub const ENGLISH_SIGNS: &str = "\
    the is are i you my your it to and of this that have has with for can do does dont was were not \
    what how why im its ive they we at be will would just cant isnt but on all so there in me get";

/// Words that show one of the others.
pub const OTHER_SIGNS: &str = "\
    ich nicht und der die das ist ein eine einen mit sie wir auf zu es habe hat mein meine wie warum \
    kann ihr euer ihre den dem von fur bin war je ne pas le la les est une et vous nous que pour dans \
    mon ma votre c j suis avec il sur cette ce mi el los las una y con por para esta este estoy su \
    como lo un se me he han muy eu nao o os um uma e em com voces voce meu minha isso foi muito do da \
    il non di che sono per ho mio mia questo questa vostro avete ik niet het een van en dat jullie \
    mijn wat de ben heb no";
