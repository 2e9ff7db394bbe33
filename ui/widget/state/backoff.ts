/**
 * How long to wait before trying again. Guarantees: doubles from 0.5 s up to 15 s, each time between half and all of that, so
 * that a thousand visitors do not come back at the same instant. Leaves out: timers.
 */
export const FIRST_DELAY_MS = 500;
export const LONGEST_DELAY_MS = 15_000;

/** `attempt` counts failures from 0; `random` is in [0, 1). */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 16));
  return Math.round(full / 2 + (full / 2) * random);
}
