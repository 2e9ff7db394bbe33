/**
 * The panel's words, in the language the loader chose. Guarantees: chosen once, when the panel is loaded, from its own address; numbers
 * and times by `Intl` in that language and its region. Leaves out the launcher's words, which the loader chooses (launcher.ts).
 */
import { chosen, languageOf, regional, type Language } from './choose';
import { panelText as de } from './de';
import { panelText as en } from './en';
import { panelText as es } from './es';
import { panelText as fr } from './fr';

/** The shape of a language: that of English, with any words in it. */
export type Words<T> = {
  readonly [K in keyof T]: T[K] extends (...given: infer A) => string
    ? (...given: A) => string
    : string;
};

const all: Record<Language, Words<typeof en>> = { en, de, fr, es };

/** The tag the loader put into the panel's address: `#host=…&language=de-AT`. */
export function tagFrom(hash: string, browser: readonly string[]): string {
  const told = new URLSearchParams(hash.replace(/^#/, '')).get('language');
  return regional(chosen([told, ...browser]), browser);
}

/** What dates, numbers and the hub are told. */
export const locale = tagFrom(globalThis.location?.hash ?? '', navigator.languages);
export const panelText: Words<typeof en> = all[languageOf(locale) ?? 'en'];
/** All four are written from left to right; another one says so here. */
export const direction = 'ltr';

const numbers = new Intl.NumberFormat(locale);
export const number = (value: number): string => numbers.format(value);

/** The honest expectation, in words; null when nothing is known. */
export function expectation(seconds: number | null): string | null {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return null;
  if (seconds < 50) return panelText.underMinute;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 90
    ? panelText.aboutMinutes(minutes)
    : panelText.aboutHours(Math.round(minutes / 60));
}
