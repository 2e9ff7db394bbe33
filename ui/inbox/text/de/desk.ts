/** Every word, in German, about this computer and its person. */
import type { desk as english } from '../en/desk';

export const desk: typeof english = {
  notifications: {
    what: 'Was Ihnen gemeldet wird',
    whatLead: 'Nur auf diesem Computer. Die Liste und das Symbol in der Leiste zeigen immer alles.',
    kinds: {
      unassigned: {
        name: 'Jemand wartet unter „Nicht zugewiesen“',
        hint: 'Alle verfügbaren Teammitglieder erfahren es sofort.',
      },
      assigned: {
        name: 'Mir wird eine Unterhaltung zugewiesen',
        hint: 'Von einem Teammitglied oder einer Übergaberegel.',
      },
      messages: {
        name: 'Ein Besucher schreibt mir',
        hint: 'In einer meiner Unterhaltungen, die ich gerade nicht sehe.',
      },
      mentions: {
        name: 'Ein Teammitglied erwähnt mich',
        hint: 'Mit @ und meinem Namen in einem Kommentar.',
      },
      reminders: {
        name: 'Ich habe nicht geantwortet',
        hint: 'Wenn ein Besucher zu lange auf mich wartet.',
      },
    },
    loudness: { off: 'Nicht anzeigen', shown: 'Anzeigen', heard: 'Anzeigen mit Ton' },
    sound: 'Ton',
    soundOn: 'Töne abspielen',
    soundHint: 'Aus: Es ist nichts zu hören, was auch immer oben gewählt ist.',
    repeat: 'Mit Ton wiederholen',
    repeatHint:
      'Solange niemand eine nicht zugewiesene Unterhaltung übernimmt, wird sie erneut gemeldet.',
    privacy: 'Was eine Benachrichtigung verrät',
    privacyLead: 'Für Bildschirme, die auch andere sehen.',
    privacies: {
      full: { name: 'Alles', hint: 'Name, Grund und die letzten Worte des Besuchers.' },
      reason: { name: 'Name und Grund', hint: 'Nichts von dem, was geschrieben wurde.' },
      waiting: { name: 'Nur dass jemand wartet', hint: 'Kein Name, kein Grund, keine Worte.' },
    },
    preview: 'Vorschau',
    sample: {
      name: 'Marta',
      reason: 'Möchte mit einem Menschen sprechen',
      words: 'Kann ich bitte mit jemandem sprechen?',
    },
    sampleNobody: 'Eine Unterhaltung wartet',
    claim: 'Mir zuweisen',
    open: 'Öffnen',
    grouping: 'Mehrere auf einmal',
    together: 'Eine Benachrichtigung für alle',
    togetherHint: 'Sie zählt mit und wird an Ort und Stelle aktualisiert.',
    never: 'Nie: für jede eine eigene',
    from: (n) => `Ab ${n} Wartenden`,
    quiet: 'Ruhezeiten',
    quietOn: 'Zu bestimmten Zeiten Ruhe halten',
    quietHint:
      'Nichts wird angezeigt und nichts ist zu hören. Was wartet, wird gezählt und am Ende als eine Benachrichtigung gemeldet.',
    begin: 'Von',
    end: 'Bis',
    nextDay: 'am nächsten Tag',
    allDay: 'den ganzen Tag',
    days: 'An Tagen und Nächten, die beginnen am',
    oneDay: 'Wählen Sie mindestens einen Tag.',
    badTime: 'Eine Uhrzeit ist zum Beispiel 22:00.',
    zone: (zone) => `Nach der Uhr dieses Computers (${zone}).`,
  },
  trial: {
    title: 'Benachrichtigungen testen',
    lead: 'Zeigt nacheinander zwei Benachrichtigungen. Es wird nichts zugewiesen.',
    start: 'Test starten',
    again: 'Noch einmal testen',
    running: 'Der Test läuft…',
    steps: {
      found: 'Dieser Computer kann Benachrichtigungen anzeigen',
      shown: 'Eine Benachrichtigung wird angezeigt',
      clicked: 'Sie klicken darauf',
      pressed: 'Sie drücken „Mir zuweisen“ auf der nächsten',
    },
    states: {
      later: 'noch nicht',
      now: 'jetzt',
      worked: 'geht',
      failed: 'geht nicht',
      left: 'nicht versucht',
    },
    asking: 'Das System wird gefragt…',
    showing: 'Eine Benachrichtigung wird verlangt…',
    clickNow: (seconds) =>
      `Klicken Sie innerhalb von ${seconds} Sekunden auf die Benachrichtigung „Test von Baton“.`,
    pressNow: (seconds) =>
      `Drücken Sie innerhalb von ${seconds} Sekunden ihre Schaltfläche „Mir zuweisen“.`,
    service: (name, version) => (version ? `${name} ${version}` : name),
    can: { actions: 'Schaltflächen', body: 'Text', sound: 'Ton' },
    canNot: {
      actions: 'keine Schaltflächen',
      body: 'kein Text',
      sound: 'kein eigener Ton',
    },
    id: (id) => `Nummer ${id}`,
    all: 'Alles geht.',
    heldBack:
      'Ihr System hält Benachrichtigungen zurück („Nicht stören“). Schalten Sie das aus, um sie zu sehen.',
    inQuiet:
      'Gerade ist Ihre Ruhezeit: Echte Benachrichtigungen werden bis zu ihrem Ende nicht angezeigt.',
    fails: {
      no_bus: 'Baton erreicht den Nachrichtenbus (D-Bus) dieser Sitzung nicht.',
      no_service: 'Auf diesem Desktop zeigt nichts Benachrichtigungen an.',
      no_answer: 'Der Benachrichtigungsdienst antwortet nicht.',
      refused: 'Das System hat es abgelehnt, sie anzuzeigen.',
      no_actions: 'Dieser Dienst kennt keine Schaltflächen und meldet keine Klicks.',
      closed: 'Sie wurde ohne das geschlossen.',
      too_late: 'Es kam nichts in der vorgesehenen Zeit.',
    },
    todo: {
      no_bus:
        'Starten Sie Baton aus dem Menü Ihres Desktops, nicht aus einer anderen Sitzung. Bis dahin meldet sich Baton im eigenen Fenster.',
      no_service:
        'Installieren Sie einen: GNOME und KDE bringen ihren mit, sonst „dunst“ oder „mako“. Bis dahin meldet sich Baton im eigenen Fenster.',
      no_answer: 'Melden Sie sich am Computer ab und wieder an und testen Sie noch einmal.',
      no_actions:
        'Sie sehen, wer wartet, übernehmen aber im Fenster oder über das Symbol in der Leiste. GNOME, KDE und dunst haben Schaltflächen.',
      closed: 'Testen Sie noch einmal und klicken Sie auf die Benachrichtigung selbst.',
    },
    allow: {
      linux:
        'Schalten Sie in den Systemeinstellungen Benachrichtigungen für Baton ein und „Nicht stören“ aus. Vielleicht liegt sie in der Liste der Benachrichtigungen.',
      mac: 'Systemeinstellungen, Mitteilungen, Baton: erlauben, Stil „Hinweise“. Und kein Fokus darf an sein.',
      windows:
        'Einstellungen, System, Benachrichtigungen: Baton einschalten und „Nicht stören“ ausschalten.',
    },
  },
  profile: {
    availability: 'Verfügbarkeit',
    available: 'Verfügbar',
    availableHint: 'Sie erfahren es, wenn jemand einen Menschen braucht.',
    away: 'Neue Unterhaltungen werden Ihnen nicht gemeldet. Ihre bleiben Ihre.',
    others: 'Alle anderen abmelden',
    othersTitle: 'Alle anderen Geräte abmelden?',
    othersLead: (n) =>
      n === 1
        ? 'Ein anderes Gerät wird sofort abgemeldet und verliert seine Kopie. Dieses bleibt.'
        : `${n} andere Geräte werden sofort abgemeldet und verlieren ihre Kopien. Dieses bleibt.`,
    othersGo: 'Abmelden',
    othersDone: 'Ihre anderen Geräte sind abgemeldet.',
  },
  steps: {
    title: 'Erste Schritte',
    lead: 'Fünf Minuten, und Baton gehört Ihnen.',
    leadMember: 'Lernen Sie Baton kennen.',
    done: 'erledigt',
    count: (done, all) => `${done} von ${all} erledigt`,
    hide: 'Ausblenden',
    hidden: 'Sie finden sie wieder in Einstellungen, Erste Schritte.',
    allDone: 'Alles erledigt. Baton gehört Ihnen.',
    visitor: {
      name: 'Als Besucher ausprobieren',
      hint: 'Schreiben Sie Ihrem KI-Agenten und dann „Ich möchte mit einem Menschen sprechen“. Es landet hier.',
      go: 'Demoseite öffnen',
    },
    notification: {
      name: 'Sich selbst benachrichtigen',
      hint: 'Ein kurzer Test sagt, ob dieser Computer Sie rufen kann.',
      go: 'Benachrichtigungen testen',
    },
    widget: {
      name: 'Das Widget auf Ihre Seite setzen',
      hint: 'Eine Zeile zum Kopieren. Erledigt, wenn ein Besucher von Ihrer Seite schreibt.',
      go: 'Zeile kopieren',
    },
    colleague: {
      name: 'Ein Teammitglied hinzufügen',
      hint: 'Eine Einladung ist ein Link und gilt sieben Tage.',
      hintAlone: 'Zuerst zieht der Arbeitsbereich auf einen Hub um, den alle erreichen.',
      go: 'Einladen',
      goAlone: 'Auf einen Hub umziehen',
    },
    teach: {
      name: (agent) => `${agent} etwas beibringen`,
      hint: 'Schreiben Sie Antworten auf die häufigsten Fragen, oder importieren Sie Ihre Seiten.',
      go: 'Artikel schreiben',
    },
  },
};
