/**
 * One tab's list of conversations as far as I have scrolled. Pages come by cursor; between them
 * updates are placed by the rules of `rows.ts`. The list never holds more than was scrolled to.
 */
import type { Conversation, ConversationPage, Ipc, IpcError, Tab } from '../ipc';
import { Cursor } from './cursor';
import { asIpcError } from './refusals';
import { append, belongs, compare, place } from './rows';

export type Phase = 'new' | 'loading' | 'ready' | 'failed';
type Change = { seq: number; rows: Conversation[] };

export const PAGE = 50;

export class RowList {
  readonly tab: Tab;
  rows: Conversation[] = $state.raw([]);
  phase: Phase = $state('new');
  more = $state(false);
  fetching = $state(false);
  error: IpcError | null = $state.raw(null);

  #ipc: Ipc;
  #me: string;
  #known: (rows: Conversation[]) => Conversation[];
  #next: string | null = null;
  #cursor = new Cursor<Change>((change) => this.#apply(change));
  #asked = 0;

  /** `known` hands every row that comes in to the replica, and gets back what is to be shown. */
  constructor(ipc: Ipc, me: string, tab: Tab, known: (rows: Conversation[]) => Conversation[]) {
    this.#ipc = ipc;
    this.#me = me;
    this.tab = tab;
    this.#known = known;
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    if (this.phase !== 'ready') this.phase = 'loading';
    this.#cursor.begin();
    try {
      const page = await this.#ask(null);
      if (asked !== this.#asked) return;
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

  async loadMore(): Promise<void> {
    if (!this.more || this.fetching || this.phase !== 'ready') return;
    this.fetching = true;
    const asked = this.#asked;
    try {
      const page = await this.#ask(this.#next);
      if (asked === this.#asked) this.#show(page, append(this.rows, this.#known(page.items)));
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
    if (this.phase !== 'ready') return;
    this.rows = place(this.rows, row, this.tab, this.#me, !this.more).rows;
  }

  #ask(cursor: string | null): Promise<ConversationPage> {
    return this.#ipc.list({ tab: this.tab, q: null, cursor, limit: PAGE });
  }

  #show(page: ConversationPage, rows: Conversation[]): void {
    const here = rows.filter((row) => belongs(row, this.tab, this.#me));
    this.rows = here.toSorted(compare(this.tab));
    this.#next = page.next;
    this.more = page.next !== null;
  }

  #apply(change: Change): void {
    for (const row of change.rows) this.put(row);
  }
}
