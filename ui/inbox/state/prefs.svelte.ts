/**
 * My choices on this computer: theme, size of the text, keys, right panel, how long a reply can be taken
 * back. Whatever was kept by an older Baton, or is nonsense, counts as not chosen. The theme follows the
 * system until one is chosen, and is applied to <html data-theme>.
 */
import { LANGUAGE_KEY, LANGUAGES, type Language } from '../text/language';
import { forget, keepWord, recall, remember, word, type Store } from './keep';
import { readOwn } from './key-choice';
import type { Own } from './keys';

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'normal' | 'large';
type Kept = {
  theme: Theme;
  keys: boolean;
  side: boolean;
  size: TextSize;
  /** Seconds in which a reply can be taken back; 0: it leaves at once. */
  undo: number;
  own: Own;
  /** What I last chose by name, newest first. */
  recent: string[];
};

const KEY = 'baton.prefs';
const START: Kept = {
  ...{ theme: 'system', keys: true, side: true, size: 'normal', undo: 5, own: {}, recent: [] },
};
const MOST_RECENT = 6;
export const UNDO_SECONDS = [0, 5, 10, 20, 30];
export const TEXT_SIZES: TextSize[] = ['normal', 'large'];

function oneOf<T>(all: readonly T[], value: unknown, otherwise: T): T {
  return all.find((each) => each === value) ?? otherwise;
}

function read(value: unknown): Kept {
  const kept = (typeof value === 'object' ? (value ?? {}) : {}) as Record<keyof Kept, unknown>;
  const yes = (name: 'keys' | 'side') => (typeof kept[name] === 'boolean' ? kept[name] : true);
  return {
    theme: oneOf<Theme>(['system', 'light', 'dark'], kept.theme, START.theme),
    keys: yes('keys'),
    side: yes('side'),
    size: oneOf(TEXT_SIZES, kept.size, START.size),
    undo: oneOf(UNDO_SECONDS, kept.undo, START.undo),
    own: readOwn(kept.own),
    recent: Array.isArray(kept.recent)
      ? kept.recent.filter((id) => typeof id === 'string').slice(0, MOST_RECENT)
      : [],
  };
}

const anything = (_: unknown): _ is unknown => true;

export class Prefs {
  #store: Store;
  #kept: Kept = $state.raw(START);
  #systemDark = $state(false);
  #language: Language | null = $state(null);
  /** What is on screen. */
  readonly shown = $derived<'light' | 'dark'>(
    this.#kept.theme === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.#kept.theme,
  );

  constructor(store: Store) {
    this.#store = store;
    this.#kept = read(recall<unknown>(store, KEY, null, anything));
    const spoken = word(store, LANGUAGE_KEY);
    this.#language = LANGUAGES.find((language) => language === spoken) ?? null;
    const system = globalThis.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = system.matches;
    system.addEventListener('change', (change) => (this.#systemDark = change.matches));
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  set theme(theme: Theme) {
    this.#keep({ theme });
  }

  get keys(): boolean {
    return this.#kept.keys;
  }
  set keys(keys: boolean) {
    this.#keep({ keys });
  }

  get side(): boolean {
    return this.#kept.side;
  }
  set side(side: boolean) {
    this.#keep({ side });
  }

  get size(): TextSize {
    return this.#kept.size;
  }
  set size(size: TextSize) {
    this.#keep({ size });
  }

  get undo(): number {
    return this.#kept.undo;
  }
  set undo(undo: number) {
    this.#keep({ undo });
  }

  get own(): Own {
    return this.#kept.own;
  }
  set own(own: Own) {
    this.#keep({ own });
  }

  get recent(): string[] {
    return this.#kept.recent;
  }
  used(id: string): void {
    const others = this.#kept.recent.filter((other) => other !== id);
    this.#keep({ recent: [id, ...others].slice(0, MOST_RECENT) });
  }

  /** What this window is to speak from its next start on; null: what the system speaks. */
  get language(): Language | null {
    return this.#language;
  }
  set language(language: Language | null) {
    this.#language = language;
    if (language === null) forget(this.#store, LANGUAGE_KEY);
    else keepWord(this.#store, LANGUAGE_KEY, language);
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    remember(this.#store, KEY, this.#kept);
  }
}
