/** Words about files that go with messages, in German. */
import type { Text } from '..';

export const attachments: Pick<Text, 'attachments'> = {
  attachments: {
    add: 'Dateien anhängen',
    hint: 'Je bis 20 MB. Sie können Dateien auch einfügen oder auf die Unterhaltung ziehen.',
    list: 'Dateien zum Senden',
    drop: 'Hier ablegen, um die Dateien an Ihre Antwort zu hängen',
    notYours: 'Nur wer die Unterhaltung hat, kann Dateien senden',
    remove: (name: string) => `${name} entfernen`,
    retry: (name: string) => `${name} erneut versuchen`,
    sending: (percent: number) => `${percent} %`,
    waiting: 'Wartet',
    wait: 'Die Dateien sind noch unterwegs.',
    stuck:
      'Eine Datei fehlt noch. Versuchen Sie es mit ihr noch einmal oder entfernen Sie sie, dann senden Sie.',
    tooLarge: 'Größer als 20 MB. Teilen Sie stattdessen einen Link.',
    empty: 'Diese Datei ist leer.',
    tooMany: (most: number) => `Eine Nachricht fasst ${most} Dateien.`,
    failed: 'Das Hochladen ist abgebrochen.',
    offline:
      'Keine Verbindung. Versuchen Sie es später noch einmal, oder entfernen Sie die Datei, um nur den Text zu senden.',
    open: (name: string) => `${name} größer zeigen`,
    save: 'Speichern…',
    saveNamed: (name: string) => `${name} speichern…`,
    saved: (name: string) => `${name} ist gespeichert.`,
    close: 'Schließen',
    noPicture: 'Jetzt nicht darstellbar',
    nameless: (files: number) => `📎 ${files} ${files === 1 ? 'Datei' : 'Dateien'}`,
  },
};
