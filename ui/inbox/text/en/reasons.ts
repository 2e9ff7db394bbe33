/**
 * Why people are needed, as Baton itself says it, in English. It is kept in English and read in the
 * language of the window; see `state/reasons.ts`.
 */
import { speech } from '../speech';

const { number } = speech('en-GB');

export const reasons = {
  hubReasons: {
    off: 'The AI agent is switched off',
    noneOn: 'No AI agent is switched on',
    noAnswer: 'AI has no good answer',
    wasSwitchedOff: (name: string) => `${name} was switched off`,
    didNotAnswer: (name: string) => `${name} did not answer`,
    couldNotAnswer: (name: string) => `${name} could not answer`,
    silent: (name: string, n: number) => `${name} has not answered for ${number(n)} min`,
    modelUnreachable: (name: string) => `${name}’s model could not be reached`,
    modelSlow: (name: string, n: number) => `${name}’s model did not answer within ${number(n)} s`,
    modelError: (name: string) => `${name}’s model reported an error`,
  },
} as const;
