/**
 * Chat History: the table as far as it was scrolled. Pages come by cursor; only those near what is in
 * sight are kept, an older one is fetched again by the cursor it began at. Rows change where they
 * stand; what is new is counted, and comes when it is asked for: the table never moves by itself.
 */
import { createContext } from 'svelte';
import type { Conversation, HistoryColumn, HistoryPage, HistoryRow, IpcError } from '../ipc';
import { text } from '../text';
import { Exporter } from './exporter.svelte';
import {
  ALL,
  NEWEST,
  narrowed,
  question,
  sorted,
  type Filters,
  type Sorting,
} from './history-filters';
import type { Inbox } from './inbox.svelte';
import { asIpcError } from './refusals';
import { belongs } from './rows';

export const PAGE = 100;
/** How high a row is, in pixels: its place is known without measuring. */
export const ROW = 44;
/** Pages that are kept. */
const KEEP = 12;
const TYPED_MS = 200;
/** What is deleted by itself goes in many steps: the pages are asked for again this often at most. */
const SETTLE_MS = 4_000;

/** A page: where it begins, its rows while they are kept, and how many they are. */
type Part = { cursor: string | null; rows: HistoryRow[] | null; size: number };

export class History {
  filters: Filters = $state(ALL);
  sort: Sorting = $state.raw(NEWEST);
  phase: 'new' | 'loading' | 'ready' | 'failed' = $state('new');
  /** Why it is not there; while it is there, why it may be out of date. */
  error: IpcError | null = $state.raw(null);
  /** The next page could not be had. */
  stuck = $state(false);
  total = $state(0);
  /** This computer holds everything since then only; null: everything. */
  since: string | null = $state(null);
  /** How many have begun since the table was fetched. */
  fresh = $state(0);
  /** Which row the keyboard is on. */
  at = $state(0);
  /** Whose transcript is open. */
  reading: HistoryRow | null = $state.raw(null);
  /** Where the table was scrolled to, for whoever comes back to it. */
  scrolled = 0;
  /** Grows when rows came or went above what is in sight: `scrolled` has moved with it. */
  moved = $state(0);
  readonly exporter: Exporter;

  #inbox: Inbox;
  #parts: Part[] = $state.raw([]);
  #next: string | null = null;
  #fetching = new Set<number>();
  #asked = 0;
  #typed: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #whose = '';

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    this.exporter = new Exporter(inbox.ipc, inbox.toasts);
    const { replica } = inbox;
    const { onUpdate, onRow } = replica;
    replica.onUpdate = (update, rows) => {
      onUpdate(update, rows);
      const begun = update.items.filter((item) => item.type === 'conversation_started').length;
      if (this.phase === 'ready') this.fresh += begun;
      const erased = update.items.filter((item) => item.type === 'contact_erased');
      if (erased.some((item) => item.conversation === this.reading?.conversation.id)) {
        this.reading = null;
      }
      this.#take(rows);
    };
    replica.onRow = (row) => {
      onRow(row);
      this.#take([row]);
    };
  }

  /** Rows that have a place, kept or not. */
  get count(): number {
    const last = this.#parts.at(-1);
    return last ? (this.#parts.length - 1) * PAGE + last.size : 0;
  }
  get narrowed(): boolean {
    return narrowed(this.filters);
  }
  get more(): boolean {
    return this.count < this.total;
  }

  row(index: number): HistoryRow | null {
    return this.#parts[Math.floor(index / PAGE)]?.rows?.[index % PAGE] ?? null;
  }

  /** The page is in sight. */
  open(): void {
    const { whose } = this.#inbox.replica;
    if (whose !== this.#whose) {
      this.filters = { ...ALL };
      this.sort = NEWEST;
      this.#parts = [];
      this.phase = 'new';
      this.reading = null;
    }
    this.#whose = whose;
    if (this.phase !== 'ready') void this.load();
  }

  narrow(change: Partial<Filters>): void {
    this.filters = { ...this.filters, ...change };
    clearTimeout(this.#typed);
    if ('q' in change) this.#typed = setTimeout(() => void this.load(), TYPED_MS);
    else void this.load();
  }

  clear(): void {
    this.narrow({ ...ALL });
  }

  sortBy(column: HistoryColumn): void {
    this.sort = sorted(this.sort, column);
    void this.load();
  }

  /** From the top, as things are now. What was shown stays until it is there. */
  async load(): Promise<void> {
    clearTimeout(this.#typed);
    const asked = ++this.#asked;
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const page = await this.#ask(null);
      if (asked !== this.#asked) return;
      this.#fetching.clear();
      this.#parts = [{ cursor: null, rows: page.items, size: page.items.length }];
      this.#next = page.next;
      this.total = page.total ?? page.items.length;
      this.since = page.since;
      this.fresh = this.at = this.scrolled = 0;
      this.stuck = false;
      this.error = null;
      this.phase = 'ready';
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.error = asIpcError(thrown);
      this.phase = 'failed';
    }
  }

  /** Rows may look different or be gone, and no update has said which. */
  stale(): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      void this.#leaveDeleted();
      void this.renew();
    }, SETTLE_MS);
  }

  /** What was deleted is read no longer. */
  async #leaveDeleted(): Promise<void> {
    const id = this.reading?.conversation.id;
    if (id === undefined) return;
    try {
      await this.#inbox.ipc.thread(id, null);
    } catch (thrown) {
      if (asIpcError(thrown).code !== 'not_found') return;
      if (this.reading?.conversation.id === id) this.reading = null;
    }
  }

  /**
   * Every page again, from the first to the last that was scrolled to. The row the keyboard is on stays
   * the one it is, and what is in sight stays there.
   */
  async renew(): Promise<void> {
    if (this.phase !== 'ready') return;
    const asked = ++this.#asked;
    this.#fetching.clear();
    const top = Math.floor(this.scrolled / ROW);
    const [at, above] = [this.at, top].map((index) => this.row(index)?.conversation.id);
    try {
      const parts: Part[] = [];
      let page = await this.#ask(null);
      const total = page.total ?? this.total;
      for (let cursor: string | null = null; ; page = await this.#ask(cursor)) {
        if (asked !== this.#asked) return;
        const kept = parts.length === 0 || this.#parts[parts.length]?.rows;
        parts.push({ cursor, rows: kept ? page.items : null, size: page.items.length });
        cursor = page.next;
        if (cursor === null || parts.length >= this.#parts.length) break;
      }
      this.#parts = parts;
      this.#next = page.next;
      this.total = total;
      this.error = null;
      this.fresh = 0;
      this.at = this.#find(at) ?? Math.max(0, Math.min(this.at, this.count - 1));
      this.scrolled += ((this.#find(above) ?? top) - top) * ROW;
      this.moved += 1;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.error = asIpcError(thrown);
    }
  }

  #find(id: string | undefined): number | undefined {
    return this.#parts.flatMap((part, at) => {
      const index = part.rows?.findIndex(({ conversation }) => conversation.id === id) ?? -1;
      return index < 0 ? [] : at * PAGE + index;
    })[0];
  }

  /** Rows from `first` to `last` are in sight: what of them is missing is fetched. */
  see(first: number, last: number): void {
    if (this.phase !== 'ready') return;
    const to = Math.min(Math.floor(last / PAGE), this.#parts.length - 1);
    for (let at = Math.max(0, Math.floor(first / PAGE)); at <= to; at += 1) {
      if (!this.#parts[at]?.rows) void this.#fetch(at, to);
    }
    if (last >= this.count - PAGE / 4 && this.#next !== null)
      void this.#fetch(this.#parts.length, to);
  }

  async #fetch(at: number, middle: number): Promise<void> {
    if (this.#fetching.has(at)) return;
    const asked = this.#asked;
    const cursor = at < this.#parts.length ? (this.#parts[at]?.cursor ?? null) : this.#next;
    this.#fetching.add(at);
    try {
      const page = await this.#ask(cursor);
      if (asked !== this.#asked) return;
      if (at >= this.#parts.length) this.#next = page.next;
      const part = { cursor, rows: page.items, size: page.items.length };
      this.#parts = kept([...this.#parts.slice(0, at), part, ...this.#parts.slice(at + 1)], middle);
      this.stuck = false;
    } catch {
      if (asked === this.#asked) this.stuck = true;
    } finally {
      if (asked === this.#asked) this.#fetching.delete(at);
    }
  }

  #ask(cursor: string | null): Promise<HistoryPage> {
    return this.#inbox.ipc.history(this.question(cursor, PAGE));
  }

  question(cursor: string | null = null, limit = 1) {
    return question(this.filters, this.sort, cursor, limit, Date.now());
  }

  /** Changed rows change where they stand, whatever the order says now. */
  #take(rows: Conversation[]): void {
    const changed = new Map(rows.map((row) => [row.id, row]));
    const { reading } = this;
    if (reading) this.reading = renewed(reading, changed.get(reading.conversation.id));
    const known = this.#parts.some((part) =>
      part.rows?.some((r) => changed.has(r.conversation.id)),
    );
    if (!known) return;
    this.#parts = this.#parts.map((part) => ({
      ...part,
      rows: part.rows?.map((row) => renewed(row, changed.get(row.conversation.id))) ?? null,
    }));
  }

  /** In the Inbox, under the tab that holds it. */
  show({ conversation }: HistoryRow): void {
    const inbox = this.#inbox;
    const tabs = ['mine', 'unassigned', 'all'] as const;
    inbox.replica.known([conversation]);
    this.reading = null;
    inbox.setTab(tabs.find((tab) => belongs(conversation, tab, inbox.me)) ?? 'all');
    inbox.select(conversation.id);
  }
}

/** Only so many pages near the middle keep their rows. */
function kept(parts: Part[], middle: number): Part[] {
  const near = (at: number) => Math.abs(at - middle) <= KEEP / 2;
  if (parts.length <= KEEP) return parts;
  return parts.map((part, at) => (near(at) || !part.rows ? part : { ...part, rows: null }));
}

function renewed(row: HistoryRow, conversation: Conversation | undefined): HistoryRow {
  if (!conversation) return row;
  const { human_handoff, assignee, labels } = conversation;
  const had = row.takeover === 'never' ? 'never' : 'earlier';
  const sortedLabels = labels.toSorted((a, b) => a.name.localeCompare(b.name, text.locale));
  return {
    ...row,
    conversation: { ...conversation, labels: sortedLabels },
    takeover: human_handoff ? 'now' : had,
    ai_agent: assignee?.kind === 'ai' ? assignee : row.ai_agent,
  };
}

export const [getHistory, setHistory] = createContext<History>();
