/**
 * One tab's list of conversations as far as I have scrolled. Pages come by cursor; between them
 * updates are placed by the rules of `rows.ts`. Which rows a filter leaves is Rust's to say: with one,
 * every changed row is asked about before it comes, stays or goes. The list never holds more than was
 * scrolled to.
 */
import type { Conversation, ConversationPage, Counts, Filter, Ipc, IpcError, Tab } from '../ipc';
import { Cursor } from './cursor';
import { asIpcError } from './refusals';
import { append, belongs, compare, place } from './rows';

export type Phase = 'new' | 'loading' | 'ready' | 'failed';
type Change = { seq: number; rows: Conversation[] };

export const PAGE = 50;
/** Most rows that are asked about at once. */
const MOST_ASKED = 500;

export class RowList {
  readonly tab: Tab;
  rows: Conversation[] = $state.raw([]);
  phase: Phase = $state('new');
  more = $state(false);
  fetching = $state(false);
  error: IpcError | null = $state.raw(null);
  /** How many each tab has under this list's filter; null while it has none. */
  counts: Counts | null = $state.raw(null);
  /** Grows when other rows are shown because of another filter: they begin at the top. */
  shown = $state(0);

  #ipc: Ipc;
  #me: string;
  #known: (rows: Conversation[]) => Conversation[];
  #filter: () => Filter | null;
  #next: string | null = null;
  #cursor = new Cursor<Change>((change) => this.#apply(change));
  #asked = 0;
  /** With a filter: rows that it leaves, and rows that have changed since they were asked about. */
  #left = new Set<string>();
  #unsure = new Set<string>();
  #asking = false;

  /** `known` hands every row that comes in to the replica, and gets back what is to be shown. */
  constructor(
    ipc: Ipc,
    me: string,
    tab: Tab,
    known: (rows: Conversation[]) => Conversation[],
    filter: () => Filter | null = () => null,
  ) {
    this.#ipc = ipc;
    this.#me = me;
    this.tab = tab;
    this.#known = known;
    this.#filter = filter;
  }

  /** How many rows the whole list has; `of` are the counts without filters. */
  total(of: Counts): number {
    return (this.counts ?? of)[this.tab];
  }

  /** From the top; as far as `least` rows, if there are so many. */
  async load(least = 0): Promise<void> {
    const asked = ++this.#asked;
    const filter = this.#filter();
    if (this.phase !== 'ready') this.phase = 'loading';
    this.#cursor.begin();
    try {
      let page = await this.#ask(filter, null);
      while (page.next !== null && page.items.length < least && asked === this.#asked) {
        const { items, next } = await this.#ask(filter, page.next);
        page = { ...page, items: append(page.items, items), next };
      }
      if (asked !== this.#asked) return;
      this.#left.clear();
      this.#unsure.clear();
      this.counts = filter ? page.counts : null;
      this.#show(page, this.#known(page.items));
      this.error = null;
      this.phase = 'ready';
      this.#cursor.settle(page.seq);
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.error = asIpcError(thrown);
      if (this.phase !== 'ready') this.phase = 'failed';
      this.#cursor.abandon();
    }
  }

  /** Rows may look different or be gone, and no update has said which: as far as I have scrolled. */
  renew(): void {
    if (this.phase === 'ready') void this.load(this.rows.length);
  }

  /** The filter is another one: other rows, from the top. */
  async narrow(): Promise<void> {
    await this.load();
    this.shown += 1;
  }

  async loadMore(): Promise<void> {
    if (!this.more || this.fetching || this.phase !== 'ready') return;
    this.fetching = true;
    const asked = this.#asked;
    try {
      const page = await this.#ask(this.#filter(), this.#next);
      if (asked !== this.#asked) return;
      this.#show(page, append(this.rows, this.#known(page.items)));
      this.error = null;
    } catch (thrown) {
      this.error = asIpcError(thrown);
    } finally {
      this.fetching = false;
    }
  }

  /** Whole rows as committed at `seq`. */
  take(seq: number, rows: Conversation[]): void {
    this.#cursor.take({ seq, rows });
  }

  /** A row as it is to be shown now: after my own action, or its refusal. */
  put(row: Conversation): void {
    if (this.phase !== 'ready' || (this.counts && !this.#left.has(row.id))) return;
    this.rows = place(this.rows, row, this.tab, this.#me, !this.more).rows;
  }

  #ask(filter: Filter | null, cursor: string | null): Promise<ConversationPage> {
    return this.#ipc.list({ tab: this.tab, filter, q: null, cursor, limit: PAGE });
  }

  #show(page: ConversationPage, rows: Conversation[]): void {
    if (this.counts) for (const row of page.items) this.#left.add(row.id);
    const here = rows.filter((row) => belongs(row, this.tab, this.#me));
    this.rows = here.toSorted(compare(this.tab));
    this.#next = page.next;
    this.more = page.next !== null;
  }

  #apply(change: Change): void {
    if (!this.counts) {
      for (const row of change.rows) this.put(row);
      return;
    }
    for (const row of change.rows) this.#unsure.add(row.id);
    void this.#settle();
  }

  /** One question at a time: what changes meanwhile goes into the next one. */
  async #settle(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    while (this.#unsure.size > 0) {
      const filter = this.#filter();
      const ids = [...this.#unsure].slice(0, MOST_ASKED);
      if (!filter || !(await this.#askAbout(filter, ids))) break;
    }
    this.#asking = false;
  }

  /** Whether to go on asking. */
  async #askAbout(filter: Filter, ids: string[]): Promise<boolean> {
    const asked = this.#asked;
    for (const id of ids) this.#unsure.delete(id);
    try {
      const listed = await this.#ipc.listed({ tab: this.tab, filter, ids });
      if (asked !== this.#asked) return true;
      this.error = null;
      this.counts = listed.counts;
      const left = new Set(listed.items.map((row) => row.id));
      for (const id of ids) if (!left.has(id)) this.#left.delete(id);
      this.rows = this.rows.filter((row) => !ids.includes(row.id) || left.has(row.id));
      for (const row of this.#known(listed.items)) {
        this.#left.add(row.id);
        this.put(row);
      }
      return true;
    } catch (thrown) {
      // Asked again with the next change, which may be here already; what is shown stays.
      const changed = this.#unsure.size > 0;
      if (asked === this.#asked) for (const id of ids) this.#unsure.add(id);
      this.error = asIpcError(thrown);
      return changed;
    }
  }
}
