/**
 * Which language the window speaks: the one that was chosen on this computer, else the first of the
 * system's that is here, else English. Pure but for the two places it reads.
 */
export const LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
/** Where the choice is kept; absent: the system's. */
export const LANGUAGE_KEY = 'baton.language';

const isLanguage = (word: string): word is Language =>
  (LANGUAGES as readonly string[]).includes(word);

/** Which way it is written. */
export function direction(tag: string): 'ltr' | 'rtl' {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  return ['ar', 'fa', 'he', 'ur', 'yi'].includes(language) ? 'rtl' : 'ltr';
}

/** `chosen` is what was kept; `system` the system's languages, such as `de-AT`, best first. */
export function spoken(chosen: string | null, system: readonly string[]): Language {
  if (chosen !== null && isLanguage(chosen)) return chosen;
  for (const tag of system) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(language)) return language;
  }
  return 'en';
}
