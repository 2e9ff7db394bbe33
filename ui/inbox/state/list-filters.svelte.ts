/**
 * What each tab is narrowed to, kept on this computer. A tab has its own filter, and its count is of
 * what it shows. Lists are told of a change; what people and labels there are is the directory's.
 */
import type { Directory, Tab } from '../ipc';
import { recall, remember, type Store } from './keep';
import { ANY, active, sound, type Choice, type Part } from './list-filter';

const KEY = 'baton.filters';
type Kept = Record<Tab, Choice>;

const isKept = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export class Filters {
  #store: Store;
  #kept: Kept = $state.raw({ mine: ANY, unassigned: ANY, all: ANY });
  /** Called with the tab whose filter is another one now. */
  onChange: (tab: Tab) => void = () => {};

  constructor(store: Store) {
    this.#store = store;
  }

  /** What was kept, as far as this workspace knows it. */
  begin(directory: Directory): void {
    const kept = recall(this.#store, KEY, {}, isKept);
    this.#kept = {
      mine: sound(kept['mine'], directory),
      unassigned: sound(kept['unassigned'], directory),
      all: sound(kept['all'], directory),
    };
  }

  of(tab: Tab): Choice {
    return this.#kept[tab];
  }

  /** How many parts of a tab's filter are chosen. */
  count(tab: Tab): number {
    return active(this.of(tab)).length;
  }

  set(tab: Tab, change: Partial<Choice>): void {
    this.#kept = { ...this.#kept, [tab]: { ...this.of(tab), ...change } };
    remember(this.#store, KEY, this.#kept);
    this.onChange(tab);
  }

  drop(tab: Tab, part: Part): void {
    this.set(tab, { [part]: null });
  }

  clear(tab: Tab): void {
    this.set(tab, ANY);
  }
}
