/**
 * The three lists of the inbox, and where in them the selected conversation stands or stood, so that
 * "next" works after it has left its list. It opens nothing and asks for nothing itself.
 */
import type { Conversation, Tab } from '../ipc';
import type { RowList } from './list.svelte';

const MOST_AT_HAND = 200;

/** What is looked at: which list, and which row of it. */
export type Stand = { tab: Tab; selected: string | null };

export class Lists {
  #by: Record<Tab, RowList> | null = $state.raw(null);
  #at = 0;

  begin(list: (tab: Tab) => RowList): void {
    this.#by = { mine: list('mine'), unassigned: list('unassigned'), all: list('all') };
  }

  clear(): void {
    this.#by = null;
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
