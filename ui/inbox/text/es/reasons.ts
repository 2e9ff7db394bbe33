/**
 * Why people are needed, as Baton itself says it, in Spanish. It is kept in English and read in the
 * language of the window; see `state/reasons.ts`.
 */
import type { reasons as en } from '../en/reasons';
import type { Shape } from '../shape';
import { speech } from '../speech';

const { number } = speech('es-ES');

export const reasons: Shape<typeof en> = {
  hubReasons: {
    off: 'El agente de IA está desactivado',
    noneOn: 'No hay ningún agente de IA activado',
    noAnswer: 'La IA no tiene una buena respuesta',
    wasSwitchedOff: (name) => `Se desactivó ${name}`,
    didNotAnswer: (name) => `${name} no respondió`,
    couldNotAnswer: (name) => `${name} no pudo responder`,
    silent: (name, n) => `${name} lleva ${number(n)} min sin responder`,
    modelUnreachable: (name) => `No se pudo acceder al modelo de ${name}`,
    modelSlow: (name, n) => `El modelo de ${name} no respondió en ${number(n)} s`,
    modelError: (name) => `El modelo de ${name} informó de un error`,
  },
};
