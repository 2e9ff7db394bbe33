/** Every word, in French, about this computer and its person. */
import type { desk as english } from '../en/desk';

export const desk: typeof english = {
  notifications: {
    what: 'Ce qui vous est signalé',
    whatLead:
      'Sur cet ordinateur seulement. La liste et l’icône de la barre montrent toujours tout.',
    kinds: {
      unassigned: {
        name: 'Quelqu’un attend dans Non attribuées',
        hint: 'Chaque membre disponible l’apprend aussitôt.',
      },
      assigned: {
        name: 'Une conversation m’est attribuée',
        hint: 'Par un membre ou une règle de transfert.',
      },
      messages: {
        name: 'Un visiteur m’écrit',
        hint: 'Dans une de mes conversations que je ne regarde pas.',
      },
      mentions: { name: 'Un membre me mentionne', hint: 'Avec @ et mon nom, dans un commentaire.' },
      reminders: {
        name: 'Je n’ai pas répondu',
        hint: 'Quand un visiteur m’attend depuis trop longtemps.',
      },
    },
    loudness: { off: 'Ne pas afficher', shown: 'Afficher', heard: 'Afficher avec un son' },
    sound: 'Son',
    soundOn: 'Émettre des sons',
    soundHint: 'Désactivé : on n’entend rien, quel que soit le choix ci-dessus.',
    repeat: 'Répéter avec un son',
    repeatHint:
      'Tant que personne ne prend en charge une conversation non attribuée, elle est signalée à nouveau.',
    privacy: 'Ce que dit une notification',
    privacyLead: 'Pour les écrans que d’autres peuvent voir.',
    privacies: {
      full: { name: 'Tout', hint: 'Le nom, la raison et les derniers mots du visiteur.' },
      reason: { name: 'Le nom et la raison', hint: 'Rien de ce qui a été écrit.' },
      waiting: {
        name: 'Seulement que quelqu’un attend',
        hint: 'Ni nom, ni raison, ni mots.',
      },
    },
    preview: 'Aperçu',
    sample: {
      name: 'Marta',
      reason: 'Souhaite parler à quelqu’un',
      words: 'Puis-je parler à quelqu’un, s’il vous plaît ?',
    },
    sampleNobody: 'Une conversation attend',
    claim: 'M’attribuer',
    open: 'Ouvrir',
    grouping: 'Plusieurs à la fois',
    together: 'Une notification pour toutes',
    togetherHint: 'Elle les compte et se met à jour sur place.',
    never: 'Jamais : une chacune',
    from: (n) => `À partir de ${n} en attente`,
    quiet: 'Heures calmes',
    quietOn: 'Rester silencieux à certaines heures',
    quietHint:
      'Rien ne s’affiche ni ne s’entend. Ce qui attend est compté, puis annoncé en une notification à la fin.',
    begin: 'De',
    end: 'À',
    nextDay: 'le lendemain',
    allDay: 'toute la journée',
    days: 'Les jours et les nuits qui commencent le',
    oneDay: 'Choisissez au moins un jour.',
    badTime: 'Une heure s’écrit 22:00.',
    zone: (zone) => `À l’heure de cet ordinateur (${zone}).`,
  },
  trial: {
    title: 'Tester les notifications',
    lead: 'Affiche deux notifications, étape par étape. Rien n’est attribué.',
    start: 'Commencer le test',
    again: 'Tester à nouveau',
    running: 'Le test est en cours…',
    steps: {
      found: 'Cet ordinateur peut afficher des notifications',
      shown: 'Une notification s’affiche',
      clicked: 'Vous cliquez dessus',
      pressed: 'Vous appuyez sur « M’attribuer » sur la suivante',
    },
    states: {
      later: 'pas encore',
      now: 'maintenant',
      worked: 'fonctionne',
      failed: 'ne fonctionne pas',
      left: 'pas essayé',
    },
    asking: 'Question au système…',
    showing: 'Demande d’une notification…',
    clickNow: (seconds) =>
      `Cliquez sur la notification « Essai de Baton » dans les ${seconds} secondes.`,
    pressNow: (seconds) => `Appuyez sur son bouton « M’attribuer » dans les ${seconds} secondes.`,
    service: (name, version) => (version ? `${name} ${version}` : name),
    can: { actions: 'boutons', body: 'texte', sound: 'son' },
    canNot: { actions: 'pas de boutons', body: 'pas de texte', sound: 'pas de son propre' },
    id: (id) => `Numéro ${id}`,
    all: 'Tout fonctionne.',
    heldBack:
      'Votre système retient les notifications (« Ne pas déranger »). Désactivez cela pour les voir.',
    inQuiet:
      'Ce sont vos heures calmes : les vraies notifications ne s’affichent pas avant leur fin.',
    fails: {
      no_bus: 'Baton n’atteint pas le bus de messages (D-Bus) de cette session.',
      no_service: 'Rien n’affiche de notifications sur ce bureau.',
      no_answer: 'Le service de notifications ne répond pas.',
      refused: 'Le système a refusé de l’afficher.',
      no_actions: 'Ce service ne connaît pas les boutons et ne signale pas les clics.',
      closed: 'Elle a été fermée sans cela.',
      too_late: 'Rien n’est venu à temps.',
    },
    todo: {
      no_bus:
        'Lancez Baton depuis le menu de votre bureau, pas depuis une autre session. En attendant, Baton alerte dans sa propre fenêtre.',
      no_service:
        'Installez-en un : GNOME et KDE ont le leur, ailleurs « dunst » ou « mako ». En attendant, Baton alerte dans sa propre fenêtre.',
      no_answer: 'Fermez votre session, rouvrez-la, puis testez à nouveau.',
      no_actions:
        'Vous voyez qui attend, mais prenez en charge dans la fenêtre ou depuis la barre. GNOME, KDE et dunst ont des boutons.',
      closed: 'Testez à nouveau et cliquez sur la notification elle-même.',
    },
    allow: {
      linux:
        'Activez les notifications de Baton dans les réglages du système et désactivez « Ne pas déranger ». Elle est peut-être dans la liste des notifications.',
      mac: 'Réglages Système, Notifications, Baton : autorisez-les, style « Alertes ». Et aucun mode de concentration ne doit être actif.',
      windows:
        'Paramètres, Système, Notifications : activez Baton et désactivez « Ne pas déranger ».',
    },
  },
  profile: {
    availability: 'Disponibilité',
    available: 'Disponible',
    availableHint: 'Vous l’apprenez quand quelqu’un a besoin d’une personne.',
    away: 'Les nouvelles conversations ne vous sont pas signalées. Les vôtres restent à vous.',
    others: 'Déconnecter tous les autres',
    othersTitle: 'Déconnecter tous les autres appareils ?',
    othersLead: (n) =>
      n === 1
        ? 'Un autre appareil est déconnecté aussitôt et perd sa copie. Celui-ci reste.'
        : `${n} autres appareils sont déconnectés aussitôt et perdent leurs copies. Celui-ci reste.`,
    othersGo: 'Déconnecter',
    othersDone: 'Vos autres appareils sont déconnectés.',
  },
  steps: {
    title: 'Premiers pas',
    lead: 'Cinq minutes, et Baton est à vous.',
    leadMember: 'Faites connaissance avec Baton.',
    done: 'fait',
    count: (done, all) => `${done} sur ${all} faits`,
    hide: 'Masquer',
    hidden: 'Vous les retrouvez dans Paramètres, Premiers pas.',
    allDone: 'Tout est fait. Baton est à vous.',
    visitor: {
      name: 'Essayer en visiteur',
      hint: 'Écrivez à votre agent IA, puis « Puis-je parler avec une vraie personne ? ». Cela arrive ici.',
      go: 'Ouvrir la page de démo',
    },
    notification: {
      name: 'S’envoyer une notification',
      hint: 'Un court test dit si cet ordinateur peut vous alerter.',
      go: 'Tester les notifications',
    },
    widget: {
      name: 'Mettre le widget sur votre page',
      hint: 'Une ligne à copier. C’est fait quand un visiteur écrit depuis votre page.',
      go: 'Copier la ligne',
    },
    colleague: {
      name: 'Ajouter un membre',
      hint: 'Une invitation est un lien, valable sept jours.',
      hintAlone: 'L’espace de travail passe d’abord sur un hub que tous peuvent atteindre.',
      go: 'Inviter',
      goAlone: 'Passer sur un hub',
    },
    teach: {
      name: (agent) => `Instruire ${agent}`,
      hint: 'Écrivez les réponses aux questions les plus fréquentes, ou importez vos pages.',
      go: 'Écrire un article',
    },
  },
};
