/**
 * The three lists of the inbox, what they are narrowed to and which rows are picked in them, and where
 * the selected conversation stands or stood, so that "next" works after it has left its list. It opens
 * nothing itself.
 */
import type { Conversation, Counts, Tab } from '../ipc';
import { Bulk } from './bulk.svelte';
import type { Inbox } from './inbox.svelte';
import type { Store } from './keep';
import { filterOf } from './list-filter';
import { Filters } from './list-filters.svelte';
import { RowList } from './list.svelte';
import { Picked } from './picked.svelte';

const MOST_AT_HAND = 200;

/** What is looked at: which list, and which row of it. */
export type Stand = { tab: Tab; selected: string | null };

export class Lists {
  readonly filters: Filters;
  readonly picked: Picked;
  readonly bulk: Bulk;
  #by: Record<Tab, RowList> | null = $state.raw(null);
  #inbox: Inbox;
  #at = 0;

  constructor(inbox: Inbox, store: Store) {
    this.#inbox = inbox;
    this.filters = new Filters(store);
    this.picked = new Picked(() => this.of(inbox.tab)?.rows ?? []);
    this.bulk = new Bulk(inbox);
    this.filters.onChange = (tab) => void this.of(tab)?.narrow();
  }

  begin(me: string): void {
    const { ipc, replica } = this.#inbox;
    this.filters.begin(replica.directory);
    const list = (tab: Tab) =>
      new RowList(ipc, me, tab, replica.known, () => filterOf(this.filters.of(tab), Date.now()));
    this.#by = { mine: list('mine'), unassigned: list('unassigned'), all: list('all') };
  }

  clear(): void {
    this.#by = null;
    this.picked.clear();
  }

  /** How many each tab shows, each under its own filter. */
  get counts(): Counts {
    const all = this.#inbox.replica.counts;
    const of = (tab: Tab) => this.of(tab)?.total(all) ?? all[tab];
    return { mine: of('mine'), unassigned: of('unassigned'), all: of('all') };
  }

  of(tab: Tab): RowList | null {
    return this.#by?.[tab] ?? null;
  }

  each(): RowList[] {
    return Object.values(this.#by ?? {});
  }

  /** Remembers where the selected row stands, while it still does. */
  note(stand: Stand): void {
    const index = this.#index(stand);
    if (index >= 0) this.#at = index;
  }

  /** Another row was selected: what was remembered of the one before counts no more. */
  settle(stand: Stand): void {
    this.#at = Math.max(0, this.#index(stand));
  }

  /** The row `step` further down the list, counted from where the selected one is or was. */
  neighbour(stand: Stand, step: 1 | -1): string | null {
    const rows = this.of(stand.tab)?.rows ?? [];
    const now = this.#index(stand);
    const at = now >= 0 ? now + step : step > 0 ? this.#at : this.#at - 1;
    const to = stand.selected === null ? 0 : Math.min(Math.max(at, 0), rows.length - 1);
    return rows[to]?.id ?? null;
  }

  /** The one to go on with after this one is done; null when it was the last. */
  following(stand: Stand): string | null {
    const rows = (this.of(stand.tab)?.rows ?? []).filter((row) => row.id !== stand.selected);
    const now = this.#index(stand);
    return rows[Math.min(now >= 0 ? now : this.#at, rows.length - 1)]?.id ?? null;
  }

  /** Conversations that are loaded, the ones that wait first: for finding one by name. */
  atHand(): Conversation[] {
    const by = this.#by;
    if (!by) return [];
    const rows = [by.unassigned, by.mine, by.all].flatMap((list) => list.rows);
    return [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, MOST_AT_HAND);
  }

  #index({ tab, selected }: Stand): number {
    return this.of(tab)?.rows.findIndex((row) => row.id === selected) ?? -1;
  }
}
