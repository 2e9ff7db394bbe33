/** What can be done by a key or by name, in German. */
import type { Shape } from '../shape';
import type { actions as en } from '../en/actions';
import { listActions } from './lists';
import { handsActions } from './hands';

export const actions: Shape<typeof en> = {
  next: 'Nächste Unterhaltung',
  previous: 'Vorherige Unterhaltung',
  open: 'Öffnen',
  back: 'Zurück',
  claim: 'Mir zuweisen',
  assign: 'Zuweisen an…',
  handback: 'An einen KI-Agenten zurückgeben',
  reply: 'Antworten',
  comment: 'Kommentieren',
  label: 'Label',
  close: 'Schließen',
  pending: 'Auf „Ausstehend“ setzen',
  reopen: 'Auf „Aktiv“ setzen',
  unread: 'Als ungelesen markieren',
  search: 'Nachrichten suchen',
  palette: 'Alles beim Namen',
  unassigned: 'Zu „Nicht zugewiesen“',
  mine: 'Zu „Meine“',
  all: 'Zu „Alle“',
  side: 'Details ein- oder ausblenden',
  panel: 'Nächster Bereich',
  rules: 'Zu den Übergaberegeln',
  suggest: 'Antwortvorschlag verwenden',
  settings: 'Einstellungen',
  help: 'Tastenkürzel',
  history: 'Zum Chatverlauf',
  reports: 'Zu den Berichten',
  ...handsActions,
  ...listActions,
};
