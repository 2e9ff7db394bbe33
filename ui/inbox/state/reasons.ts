/**
 * Why people are needed, in the language of this window. What the log and the rules keep is English
 * for what Baton itself says, so that every desktop can say it in its own language; a reason in
 * somebody's own words stays as it was written. Pure.
 */
import { text } from '../text';

/** What a rule may give as its reason, as it is kept, in the order of `text.rules.reasons`. */
export const REASONS = [
  'Asked for a person',
  'Complex question',
  'Sensitive issue',
  'Sales opportunity',
  'AI confusion',
] as const;

const { hubReasons } = text;
const FIXED: Record<string, string> = {
  'The AI agent is switched off': hubReasons.off,
  'No AI agent is switched on': hubReasons.noneOn,
  'AI has no good answer': hubReasons.noAnswer,
};
const ABOUT: [RegExp, (name: string, number: number) => string][] = [
  [/^(.+) was switched off$/, hubReasons.wasSwitchedOff],
  [/^(.+)’s model could not be reached$/, hubReasons.modelUnreachable],
  [/^(.+)’s model did not answer within (\d+) s$/, hubReasons.modelSlow],
  [/^(.+)’s model reported an error$/, hubReasons.modelError],
  [/^(.+) did not answer$/, hubReasons.didNotAnswer],
  [/^(.+) could not answer$/, hubReasons.couldNotAnswer],
  [/^(.+) has not answered for (\d+) min$/, hubReasons.silent],
];

export function reasonChoices(): { value: string; name: string }[] {
  return REASONS.map((value) => ({ value, name: reasonWords(value) }));
}

export function isReadyMade(reason: string): boolean {
  return (REASONS as readonly string[]).includes(reason);
}

export function reasonWords(reason: string): string {
  const place = (REASONS as readonly string[]).indexOf(reason);
  const known = text.rules.reasons[place] ?? FIXED[reason];
  if (known) return known;
  for (const [pattern, words] of ABOUT) {
    const [, name, number] = pattern.exec(reason) ?? [];
    if (name) return words(name, Number(number ?? 0));
  }
  return reason;
}
