/**
 * Why people are needed, as Baton itself says it, in French. It is kept in English and read in the
 * language of the window; see `state/reasons.ts`.
 */
import type { reasons as en } from '../en/reasons';
import type { Shape } from '../shape';
import { speech } from '../speech';

const { number } = speech('fr-FR');

export const reasons: Shape<typeof en> = {
  hubReasons: {
    off: 'L’agent IA est désactivé',
    noneOn: 'Aucun agent IA n’est activé',
    noAnswer: 'L’IA n’a pas de bonne réponse',
    wasSwitchedOff: (name) => `${name} a été désactivé`,
    didNotAnswer: (name) => `${name} n’a pas répondu`,
    couldNotAnswer: (name) => `${name} n’a pas pu répondre`,
    silent: (name, n) => `${name} n’a pas répondu depuis ${number(n)} min`,
    modelUnreachable: (name) => `Le modèle de ${name} était injoignable`,
    modelSlow: (name, n) => `Le modèle de ${name} n’a pas répondu en ${number(n)} s`,
    modelError: (name) => `Le modèle de ${name} a signalé une erreur`,
  },
};
