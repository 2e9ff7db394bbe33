//! The word classes that phrases name with `@`, those that the matcher itself uses, and the lists
//! that slips of the finger are mended with.
//!
//! Guarantees: words are folded as `reading.rs` folds. Leaves out: how words form phrases.

/// The words of a class, sorted; none for a class that does not exist.
pub fn word_list(name: &str) -> Vec<&'static str> {
    let found = CLASSES.iter().filter(|(class, _)| *class == name);
    crate::phrase::sorted(found.flat_map(|(_, words)| words.split_whitespace()).collect())
}

/// Words that refuse what follows them.
pub const NEGATIONS: &str = "\
    dont not never no without cant cannot wont wouldnt neednt didnt doesnt instead avoid stop nor \
    nicht nie kein keine keinen keinem ohne statt pas jamais sans plus aucun aucune \
    nunca jamas sin nao sem non mai senza niet nooit geen zonder";

/// What a slip of the finger is mended to.
pub const MENDED: &str = "\
    somebody someone anybody anyone human person speak talk chat representative operator agent \
    advisor connect transfer customer manager supervisor please real live \
    mensch menschen mitarbeiter jemandem jemanden conseiller conseillere parler humain personne \
    hablar persona agente falar pessoa atendente parlare operatore medewerker spreken";

/// Words of their own that look like a slip of another.
pub const NEVER_MENDED: &[&str] = &[
    "argent", "falhar", "haber", "manger", "manage", "talc", "rela", "prison", "parson", "lever",
    "anyones", "spoken", "sprachen", "parlez", "rel", "level", "reel", "leave", "regal", "renal",
    "personal", "peak", "steak", "speck", "event", "assent", "chart", "heuman", "hunan", "phone",
];

/// The word classes that phrases name with `@`, and those that the matcher itself uses.
pub const CLASSES: &[(&str, &str)] = &[
    (
        "after",
        "please pls plz now today tomorrow right asap immediately urgently directly instead \
        soon again here there online available around already \
        about regarding because as and or not by since when if rather \
        bitte jetzt heute sofort und oder der die zum wegen um an am \
        svp stp maintenant et ou tout ici la au disponible \
        porfavor ahora ya y o hoy aqui ahi disponible \
        agora ja e hoje ai disponivel adesso ora subito qui nu vandaag en of graag hier",
    ),
    (
        "soft",
        "me de con com avec a d ya ahora mejor solo urgentemente urgente urgence moi juste \
        plutot avoir vraiment mesmo so ja agora hablar por favor di subito tener ter que",
    ),
    (
        "compound",
        "api apis limit limits field fields id ids account accounts resources name names \
        module modules page pages seat seats plan plans role roles permission permissions endpoint \
        webhook software model models sdk dashboard app apps key keys token tokens list type \
        types mode bot bots desk builder settings setting directory license licence licences count \
        column table export import readable rights error errors log logs hours hour button buttons widget",
    ),
    (
        "filler",
        "please pls plz now thanks thank you u ok okay hi hello hey sir madam asap today \
        immediately right here there yes yeah yep well so then just and or sorry um uh again \
        instead dear directly urgently guys everyone oh ah actually good morning evening afternoon \
        help bitte danke jetzt sofort hallo guten tag ja nun also doch moin servus dringend einfach \
        lieber merci svp stp s il vous plait te bonjour bonsoir salut maintenant oui alors donc \
        por favor porfa gracias ahora hola buenas buenos dias tardes si ya entonces urgente \
        agora obrigado obrigada ola oi bom boa dia tarde sim ja entao \
        per favore grazie adesso ora subito ciao buongiorno salve \
        alstublieft aub nu graag dank dag hoi",
    ),
    (
        "asker",
        "i we u pls plz jai me us id wed im ive ill let lets wanna gimme gotta please possible possibly \
        how where way able want need would could \
        ich wir mir mich uns man moglich moeglich bitte mochte moechte will wurde wuerde wo wie \
        je j nous moi m me on possible puis veux voudrais aimerais souhaite svp comment besoin \
        quiero puedo quisiera necesito deseo prefiero podria podriamos queremos podemos gustaria \
        posible yo como donde necesitamos favor exijo \
        quero posso gostaria queria preciso prefiro podemos possivel eu onde poderia consigo \
        vorrei voglio posso mi potrei possiamo possibile devo preferisco vorremmo dove ho bisogno serve \
        ik wij we mij mogelijk wil kan graag hoe waar zou",
    ),
    (
        "other",
        "customer customers client clients visitor visitors user users people they them he \
        she their its ai chatbot ais it who bot bots widget iris otto student students guests guest \
        kunde kunden kundin besucher nutzer benutzer sie er ki \
        clients utilisateur utilisateurs visiteur visiteurs ils elle elles ia \
        cliente clientes usuario usuarios visitante visitantes ellos \
        usuario usuarios eles utenti utente clienti visitatori klant klanten bezoeker bezoekers",
    ),
    (
        "lead",
        "want wanna need needed like to love wish have having really going gonna be been get \
        prefer trying try for necessarily even yet just would will ever with any the a of at all \
        necessary required moment now please talk talking speak speaking chat \
        mochte moechte will wurde wuerde gerne gern unbedingt jetzt heute muss brauche mehr und \
        veux voudrais souhaite besoin d de envie ai faut \
        quiero quisiera necesito deseo puedo me gustaria que hace falta tengo \
        quero queria preciso gostaria posso voglio vorrei ho bisogno di wil hoef hoeft te",
    ),
    (
        "adv",
        "just really only still urgently please now also rather to would love very much actually \
        finally first do definitely kindly quickly",
    ),
    ("can", "can could will would may might actually really"),
    (
        "stressed",
        "please pls plz now asap real live actual bitte svp plait vrai vraie favor porfavor \
        echten echter echte verdadera verdadero verdade per aub alstublieft immediately",
    ),
    (
        "light",
        "i dont want need no not nope a an bot robot bots robots ai machine stop this is useless enough more \
        nein kein keine non pas de un une nada nao sem it was helpful wrong that thats",
    ),
    (
        "bot",
        "bot bots robot robots chatbot machine machines computer ai automat roboter maschine \
        ki computer robo robos maquina maquinas macchina ia chatbots program software",
    ),
    ("en_t", "talk speak chat converse deal communicate text discuss complain"),
    ("en_ing", "talking speaking chatting dealing"),
    (
        "en_d",
        "a an the one some any your another of real actual live human proper living genuine \
        breathing customer support service sales care billing technical tech senior different \
        nice physical normal competent other account actually qualified nearest next \
        available first responsible fucking damn bloody flesh and blood french english german \
        spanish local team",
    ),
    (
        "en_n",
        "human humans person representative representatives rep reps operator operators agent \
        agents advisor adviser advisors supervisor manager employee specialist consultant \
        technician attendant being staffer salesperson",
    ),
    (
        "en_p",
        "human humans person representative representatives rep reps operator operators agent \
        agents advisor adviser advisors supervisor manager employee specialist consultant \
        technician attendant being staff somebody someone anybody anyone support sales service \
        team expert experts colleague helpdesk guy boss engineer salesperson billing",
    ),
    (
        "en_h",
        "help assist talk speak answer call contact support look fix solve explain handle take \
        walk sort understand understands knows speaks",
    ),
    ("en_c", "call phone ring contact callback"),
    (
        "en_g",
        "connect transfer put patch pass hand redirect switch route get give bring send refer \
        direct forward take link find",
    ),
    (
        "en_gd",
        "connected transferred put patched passed handed redirected switched routed referred \
        forwarded escalated",
    ),
    ("en_e", "escalate transfer hand pass forward route"),
    ("en_w", "want need require demand request like prefer wanna have wants"),
    (
        "de_d",
        "einem einer einen ein eine der dem den die das echten echter echte echtem realen reale \
        richtigen richtige richtiger lebendigen lebenden menschlichen menschlicher menschliche \
        wirklichen wirkliche anderen anderer eurem ihrem ihren eurer ihrer kompetenten \
        zustaendigen zustandigen live irgend von vom",
    ),
    (
        "de_n",
        "mensch menschen mitarbeiter mitarbeiterin mitarbeitern mitarbeiterinnen berater \
        beraterin kundenberater kundenberaterin ansprechpartner ansprechpartnerin agenten \
        sachbearbeiter sachbearbeiterin supportmitarbeiter servicemitarbeiter vertreter",
    ),
    (
        "de_p",
        "kollegen kollege kollegin mensch menschen mitarbeiter mitarbeiterin mitarbeitern mitarbeiterinnen berater \
        beraterin kundenberater kundenberaterin ansprechpartner ansprechpartnerin agenten agent \
        sachbearbeiter sachbearbeiterin supportmitarbeiter servicemitarbeiter vertreter person \
        jemand jemandem jemanden irgendwem wem support kundendienst kundenservice kundensupport \
        operator team vertrieb personal vorgesetzten experten fachmann",
    ),
    (
        "de_t",
        "sprechen reden chatten telefonieren verbinden verbunden kommunizieren unterhalten \
        schreiben besprechen klaren",
    ),
    (
        "de_w",
        "will mochte moechte wollen brauche brauchen benotige benoetige verlange hatte haette \
        wunsche bevorzuge suche",
    ),
    (
        "fr_d",
        "a un une au aux le la l vrai vraie veritable reel reelle autre votre vos d de du des \
        etre physique bon",
    ),
    (
        "fr_n",
        "humain humaine conseiller conseillere operateur operatrice agent agente \
        representant representante interlocuteur teleconseiller",
    ),
    (
        "fr_p",
        "humain humaine humains conseiller conseillere operateur operatrice agent agente \
        representant representante interlocuteur teleconseiller personne quelquun responsable \
        employe employee collaborateur technicien support equipe service commercial",
    ),
    ("fr_t", "parler discuter echanger communiquer dialoguer chatter tchatter causer entretenir"),
    (
        "fr_g",
        "transferez transferer transfere passez passer passe mettez mettre mets connectez \
        connecter rediriger redirigez orientez dirigez adressez",
    ),
    ("fr_w", "veux voudrais souhaite aimerais besoin exige demande prefere voulons souhaiterais"),
    (
        "es_d",
        "un una el la los las algun alguna otro otra su vuestro de del ser verdadera verdadero \
        real autentica al cliente servicio",
    ),
    (
        "es_n",
        "humano humana agente asesor asesora representante operador operadora ejecutivo \
        ejecutiva encargado encargada supervisor supervisora",
    ),
    (
        "es_p",
        "humano humana agente asesor asesora representante operador operadora ejecutivo \
        ejecutiva encargado encargada supervisor supervisora persona alguien empleado empleada \
        gerente soporte equipo tecnico especialista atencion ventas responsable",
    ),
    (
        "es_t",
        "hablar chatear conversar comunicarme comunicar contactar contactarme charlar platicar",
    ),
    (
        "es_g",
        "pasame pasenme paseme pasar pasarme comuniqueme comunicame comuniquenme conectame \
        conecteme conectarme transfiereme transfierame transferirme ponme pongame poneme derivame \
        deriveme comuniquenos pasadme",
    ),
    ("es_w", "quiero necesito quisiera prefiero busco exijo gustaria queremos necesitamos"),
    (
        "pt_d",
        "um uma o a os as algum alguma outro outra de do da ser verdadeira verdadeiro real seu \
        sua voces",
    ),
    (
        "pt_n",
        "humano humana atendente agente representante operador operadora consultor consultora \
        supervisor supervisora",
    ),
    (
        "pt_p",
        "humano humana atendente agente representante operador operadora consultor consultora \
        supervisor supervisora pessoa alguem funcionario funcionaria gerente suporte equipe equipa \
        tecnico especialista responsavel assistente",
    ),
    ("pt_t", "falar conversar comunicar tratar teclar"),
    (
        "pt_g",
        "transfere transfira transferir transferes passa passe passar conecta conecte conectar \
        encaminha encaminhe encaminhar coloca coloque",
    ),
    ("pt_w", "quero preciso gostaria queria prefiro desejo queremos posso exijo"),
    ("it_d", "un una uno l il lo la vera vero reale altra altro dell del vostro essere di"),
    ("it_n", "umano umana operatore operatrice consulente addetto rappresentante"),
    (
        "it_p",
        "umano umana operatore operatrice consulente addetto rappresentante persona qualcuno \
        responsabile assistenza supporto tecnico agente",
    ),
    ("it_t", "parlare chattare comunicare conversare"),
    (
        "it_g",
        "passatemi passami passi passa passate passarmi mettetemi collegatemi trasferiscimi \
        trasferitemi",
    ),
    ("it_w", "vorrei voglio serve bisogno preferisco cerco avere"),
    ("nl_d", "een de het echt echte levend levende menselijke jullie uw andere van"),
    ("nl_n", "mens medewerker medewerkster adviseur vertegenwoordiger"),
    (
        "nl_p",
        "mens medewerker medewerkster adviseur vertegenwoordiger persoon iemand collega agent \
        klantenservice helpdesk support team",
    ),
    ("nl_t", "spreken praten chatten bellen gesprek"),
    ("nl_w", "wil zoek heb graag willen"),
];
