/**
 * Which rows of a list I have selected to do something with. A row that leaves the list leaves the
 * selection with it; another list, another filter or a search begins with none.
 */
import type { Conversation } from '../ipc';

export class Picked {
  #ids: ReadonlySet<string> = $state.raw(new Set());
  #rows: () => readonly Conversation[];
  /** Where a range begins. */
  #anchor: string | null = null;

  constructor(rows: () => readonly Conversation[]) {
    this.#rows = rows;
  }

  /** As they stand in the list, and are now. */
  readonly rows = $derived.by(() =>
    this.#ids.size === 0 ? [] : this.#rows().filter((row) => this.#ids.has(row.id)),
  );

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#anchor = id;
    this.#ids = ids;
  }

  /** Everything from where I picked last, or from `begin`, to this one. */
  reach(id: string, begin: string | null): void {
    const rows = this.#rows();
    const place = (wanted: string | null) => rows.findIndex((row) => row.id === wanted);
    const from = Math.max(place(this.#anchor), -1);
    const ends = [from >= 0 ? from : place(begin), place(id)].map((at) => Math.max(at, 0));
    const run = rows.slice(Math.min(...ends), Math.max(...ends) + 1);
    this.#anchor ??= rows[ends[0] ?? 0]?.id ?? id;
    this.#ids = new Set([...this.#ids, ...run.map((row) => row.id)]);
  }

  all(): void {
    this.#ids = new Set(this.#rows().map((row) => row.id));
  }

  clear(): void {
    this.#anchor = null;
    if (this.#ids.size > 0) this.#ids = new Set();
  }
}
