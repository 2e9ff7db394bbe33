//! How visitors say that they cannot get into their account, or somebody else did, as data.
//!
//! Guarantees: folded as `reading.rs` folds ("log in" is `login`). Leaves out: how to change a
//! password, which an article answers.

use super::{Phrases, frames};

/// They cannot get into their account, or somebody else did.
pub const ACCOUNT_ACCESS: Phrases = Phrases {
    meant: &[
        "@cant .. login|signin|logon|signon",
        "@cant .. logging|signing|log|sign in|into|back|on",
        "@cant .. get|getting .. in|into|back .. @account",
        "@cant .. access|open|reach|recover|unlock|use|enter my|our .. @account",
        "no|lost|losing|lose|regain|recover|restore .. access to|of? .. my|our .. @account|email|mail|phone|data|everything",
        "no longer .. login|access|signin",
        "locked|shut|kicked out",
        "locked|shut|kicked|threw|throws|kicks|logs|logged me|us out",
        "locked|frozen my|our @account",
        "my|our .. @account .. @shut",
        "@account .. is|was|got|been|has .. hacked|compromised|stolen|suspended|banned",
        "blocked|suspended|hacked|locked|disabled|banned|closed|deleted|deactivated|stole my|our .. @account",
        "someone|somebody|hacker|hackers|stranger|ex|they .. in|into|using|access|accessed|logged|login|changed|hacked|stole .. my|our .. account|password|email|login",
        "unauthorized|unauthorised|suspicious|strange|unknown|unfamiliar login|logins|access|activity|device",
        "been|got|getting hacked",
        "lost|stolen|broke|changed|new my|our|a? phone|authenticator|2fa .. code|2fa|login|access|authenticator|account",
        "lost|lose my|our authenticator|2fa|recovery",
        "reset|verification|login|2fa|confirmation|activation|sms|magic link|email|mail|code|message|password .. @not .. arrive|arrives|arrived|arriving|come|comes|came|coming|work|works|working|sent|received|show|shows|showing|showed|turns|appears|reaches|reached",
        "@not .. receive|received|receiving|get|getting|got|gotten .. reset|verification|login|2fa|activation|sms|authentication .. code|email|link|mail",
        "my|our|the .. password|code|login|credentials|2fa .. @not|stopped|no|isnt .. work|works|working|accepted|recognized|recognised|valid",
        "says|saying|told|tells|claims|keeps .. password|code|credentials|account|user|username .. .. wrong|incorrect|invalid|exist|found|recognized|locked|disabled",
        "login|signin|logging|signing in? .. doesnt|not|broken|fails|failing|failed|isnt|wont",
        "says|saying|said|shows .. wrong|incorrect|invalid password|credentials|code|login|username|user",
        "reactivate|unlock|unblock|unban|restore|unsuspend my|our @account",
        // German
        "nicht|nimmer|kann .. nicht? .. mehr einloggen|anmelden|zugreifen",
        "nicht .. einloggen|anmelden|zugreifen|reinkommen",
        "komme|kommen|kommt .. nicht|nimmer .. rein|konto|account|login|profil",
        "mein|meinem|unser|unserem|meine .. konto|account|zugang|profil .. gesperrt|gehackt|blockiert|deaktiviert|geloscht|gehacked",
        "konto|account|zugang .. ist|wurde .. gesperrt|gehackt|blockiert|deaktiviert",
        "ausgesperrt",
        "passwort|kennwort|login|anmeldung .. nicht|falsch|ungultig",
        "kein|keinen|keine zugriff|zugang .. mehr|auf|zu|konto|account",
        "jemand .. mein|meinem|meinen|meine .. konto|account|passwort",
        // French
        "pas|plus|impossible|jamais .. connecter|acceder|identifier",
        "compte .. bloque|pirate|suspendu|desactive|verrouille|supprime|hacke|ferme",
        "pirate|bloque|hacke|suspendu .. mon|notre compte",
        "mot de passe .. pas|refuse|incorrect|invalide|plus",
        "perdu .. acces",
        // Spanish
        "no .. puedo|logro|podemos|deja|consigo .. entrar|acceder|ingresar|iniciar|loguearme|conectarme",
        "cuenta .. bloqueada|hackeada|suspendida|desactivada|robada|cerrada|eliminada|bloqueado|hackeado",
        "hackeado|hackearon|robado|bloqueado|bloquearon|robaron .. cuenta",
        "contrasena|clave .. no|incorrecta",
        "perdi|perdido .. acceso",
        // Portuguese
        "nao .. consigo|posso|conseguimos|conseguindo .. entrar|acessar|logar|aceder|login",
        "conta .. bloqueada|hackeada|suspensa|desativada|invadida|clonada|bloqueado",
        "hackearam|invadiram|bloquearam|clonaram .. conta",
        "senha .. nao|incorreta|invalida|errada",
        "perdi .. acesso",
        // Italian
        "non .. riesco|posso|riusciamo|possiamo .. accedere|entrare|collegarmi|loggarmi|login",
        "account|profilo .. bloccato|hackerato|sospeso|violato|disattivato",
        "password .. non|errata|sbagliata",
        "perso .. accesso",
        // Dutch
        "niet .. inloggen|aanmelden",
        "inloggen|login|aanmelden .. niet",
        "account .. geblokkeerd|gehackt|vergrendeld|geschorst|afgesloten",
        "wachtwoord .. niet|onjuist|fout",
        "kom|komen .. niet .. in|bij .. account",
    ],
    also: frames::ACCESS,
    unless: &[
        "@how do|can|could|would? i|we .. block|suspend|disable|deactivate|delete|lock|ban|remove|stop|make",
        "can|could|if i|we .. block|suspend|ban|restrict|deactivate",
        "if|when|unless|until .. .. account .. @shut",
        "who|whoever|people|others @cant",
        "colleague|member|teammate that|who .. left",
        "i|we can login|access|signin|log again|now|fine|$",
    ],
};
