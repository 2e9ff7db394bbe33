/**
 * Why people are needed, as Baton itself says it, in German. It is kept in English and read in the
 * language of the window; see `state/reasons.ts`.
 */
import type { reasons as en } from '../en/reasons';
import type { Shape } from '../shape';
import { speech } from '../speech';

const { number } = speech('de-DE');

export const reasons: Shape<typeof en> = {
  hubReasons: {
    off: 'Der KI-Agent ist ausgeschaltet',
    noneOn: 'Kein KI-Agent ist eingeschaltet',
    noAnswer: 'KI hat keine gute Antwort',
    wasSwitchedOff: (name) => `${name} wurde ausgeschaltet`,
    didNotAnswer: (name) => `${name} hat nicht geantwortet`,
    couldNotAnswer: (name) => `${name} konnte nicht antworten`,
    silent: (name, n) => `${name} hat seit ${number(n)} min nicht geantwortet`,
    modelUnreachable: (name) => `Das Modell von ${name} war nicht erreichbar`,
    modelSlow: (name, n) =>
      `Das Modell von ${name} hat nicht innerhalb von ${number(n)} s geantwortet`,
    modelError: (name) => `Das Modell von ${name} hat einen Fehler gemeldet`,
  },
};
