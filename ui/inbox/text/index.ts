/**
 * Every word the inbox shows, in the language of this window. A language is a folder of the shape of
 * `en`; it is chosen before anything is drawn, so a change of language loads the window again.
 */
import { text as en } from './en';
import { isolating } from './isolate';
import { LANGUAGE_KEY, spoken, type Language } from './language';
import type { Shape } from './shape';

export type Text = Shape<typeof en>;
export type ActionName = keyof Text['actions'];

const others: Record<Exclude<Language, 'en'>, () => Promise<{ text: Text }>> = {
  de: () => import('./de'),
  fr: () => import('./fr'),
  es: () => import('./es'),
};

/** What this window speaks. */
export const language: Language = spoken(
  globalThis.localStorage?.getItem(LANGUAGE_KEY) ?? null,
  globalThis.navigator?.languages ?? [],
);
export const text: Text = isolating(language === 'en' ? en : (await others[language]()).text);
