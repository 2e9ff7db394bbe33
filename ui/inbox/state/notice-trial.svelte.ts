/**
 * The test of notices, as far as it is: what each step shows, what to do now, and why one did not work
 * and what helps on this system. Words only; the desktop says what happened.
 */
import type { Ipc, NoticeTrial, TrialFailure, TrialStep } from '../ipc';
import { text } from '../text';
import { asIpcError, told } from './refusals';

export const STEPS = ['found', 'shown', 'clicked', 'pressed'] as const;
export type StepName = (typeof STEPS)[number];
export type StepState = keyof typeof text.trial.states;

export function stateOf(step: TrialStep): StepState {
  return typeof step === 'string' ? step : 'failed';
}

/** What is to be seen or done at a step; empty when there is nothing to say. */
export function said(trial: NoticeTrial, name: StepName): string {
  const step = trial[name];
  if (typeof step !== 'string') return why(trial, step.failed);
  if (step === 'now') return asked(trial, name);
  if (step !== 'worked') return '';
  if (name === 'found' && trial.service) {
    const { name: service, version, ...can } = trial.service;
    const abilities = (['actions', 'body', 'sound'] as const).map((each) =>
      can[each] ? text.trial.can[each] : text.trial.canNot[each],
    );
    return `${text.trial.service(service, version)}: ${abilities.join(', ')}`;
  }
  return name === 'shown' && trial.id !== null ? text.trial.id(trial.id) : '';
}

function asked({ limit_s }: NoticeTrial, name: StepName): string {
  switch (name) {
    case 'found':
      return text.trial.asking;
    case 'shown':
      return text.trial.showing;
    case 'clicked':
      return text.trial.clickNow(limit_s);
    case 'pressed':
      return text.trial.pressNow(limit_s);
  }
}

function why({ system }: NoticeTrial, failure: TrialFailure): string {
  const todo =
    failure === 'too_late' || failure === 'refused'
      ? text.trial.allow[system]
      : text.trial.todo[failure];
  return `${text.trial.fails[failure]} ${todo}`;
}

export class Trial {
  now: NoticeTrial | null = $state.raw(null);
  /** Why it could not be started. */
  problem = $state('');
  #ipc: Ipc;

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  get running(): boolean {
    return this.now !== null && !this.now.over;
  }
  get works(): boolean {
    return this.now?.pressed === 'worked';
  }

  /** Hears of every step until the answer is called. */
  listen(): Promise<() => void> {
    return this.#ipc.onNoticeTrial((trial) => (this.now = trial));
  }

  async start(): Promise<void> {
    this.problem = '';
    this.now = null;
    try {
      await this.#ipc.tryNotices();
    } catch (thrown) {
      this.problem = told(asIpcError(thrown));
    }
  }
}
