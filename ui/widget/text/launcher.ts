/** The launcher's words in each language. Guarantees: the loader carries these and none of the panel's. */
import { languageOf, type Language } from './choose';
import { launcherText as de } from './de';
import { launcherText as en } from './en';
import { launcherText as es } from './es';
import { launcherText as fr } from './fr';
import type { Words } from './index';

/** The frame's title, a word that all four have. */
export const FRAME = 'Chat';

export type LauncherWords = Words<typeof en>;
const all: Record<Language, LauncherWords> = { en, de, fr, es };

export const launcherWords = (tag: string): LauncherWords => all[languageOf(tag) ?? 'en'];
