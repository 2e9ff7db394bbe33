/**
 * My choices on this computer: theme, single keys on or off, right panel shown or hidden.
 * The theme follows the system until one is chosen, and is applied to <html data-theme>.
 */
import { recall, remember, type Store } from './keep';

export type Theme = 'system' | 'light' | 'dark';
type Kept = { theme: Theme; keys: boolean; side: boolean };

const KEY = 'baton.prefs';
const START: Kept = { theme: 'system', keys: true, side: true };

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const kept = value as Partial<Record<keyof Kept, unknown>>;
  return (
    (kept.theme === 'system' || kept.theme === 'light' || kept.theme === 'dark') &&
    typeof kept.keys === 'boolean' &&
    typeof kept.side === 'boolean'
  );
}

export class Prefs {
  #store: Store;
  #kept: Kept = $state(START);
  #systemDark = $state(false);
  /** What is on screen. */
  readonly shown = $derived<'light' | 'dark'>(
    this.#kept.theme === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.#kept.theme,
  );

  constructor(store: Store) {
    this.#store = store;
    this.#kept = recall(store, KEY, START, isKept);
    const system = globalThis.matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = system.matches;
    system.addEventListener('change', (change) => (this.#systemDark = change.matches));
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  set theme(theme: Theme) {
    this.#keep({ ...this.#kept, theme });
  }

  get keys(): boolean {
    return this.#kept.keys;
  }
  set keys(keys: boolean) {
    this.#keep({ ...this.#kept, keys });
  }

  get side(): boolean {
    return this.#kept.side;
  }
  set side(side: boolean) {
    this.#keep({ ...this.#kept, side });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    remember(this.#store, KEY, kept);
  }
}
