/**
 * One search as I type, debounced: hits from the replica, page by page, and which one I stand on. A newer
 * question replaces an older one; its answer stays on screen until then. What this computer does not
 * hold is looked for at the hub when I ask for it. It opens nothing itself.
 */
import type { Conversation, Ipc, IpcError, SearchHit } from '../ipc';
import { Fetched } from './fetched.svelte';
import type { Phase } from './list.svelte';
import { asIpcError } from './refusals';

const PAUSE_MS = 120;
/** Standing this near to the last one fetches the next page. */
const NEAR_LAST = 3;

/** What is in the search field, and what was found for it. */
export class Finder {
  q = $state('');
  /** An answer is on its way. */
  busy = $state(false);
  found: Search | null = $state.raw(null);

  #ipc: Ipc;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  ask(q: string): void {
    this.q = q;
    clearTimeout(this.#pause);
    this.busy = q.trim() !== '';
    if (this.busy) this.#pause = setTimeout(() => void this.#find(q), PAUSE_MS);
    else this.found = null;
  }

  async #find(q: string): Promise<void> {
    const found = new Search(this.#ipc, q.trim());
    await found.load();
    if (this.q !== q) return;
    this.found = found;
    this.busy = false;
  }
}

export class Search {
  readonly words: string;
  hits: SearchHit[] = $state.raw([]);
  phase: Phase = $state('new');
  error: IpcError | null = $state.raw(null);
  olderAtHub = $state(false);
  fetching = $state(false);
  /** Conversations that only the hub holds; asked for by me. */
  readonly atHub: Fetched<Conversation[]>;
  /** The hit I stand on; -1 before the first. */
  at = $state(-1);

  #ipc: Ipc;
  #next: string | null = $state.raw(null);

  constructor(ipc: Ipc, words: string) {
    this.#ipc = ipc;
    this.words = words;
    this.atHub = new Fetched(() => ipc.searchAtHub(words));
  }

  get more(): boolean {
    return this.#next !== null;
  }
  get current(): SearchHit | null {
    return this.hits[this.at] ?? null;
  }

  async load(): Promise<void> {
    if (this.phase !== 'ready') this.phase = 'loading';
    try {
      const page = await this.#ipc.search(this.words, null);
      this.hits = page.items;
      this.#next = page.next;
      this.olderAtHub = page.older_at_hub;
      this.error = null;
      this.phase = 'ready';
    } catch (thrown) {
      this.error = asIpcError(thrown);
      this.phase = 'failed';
    }
  }

  async loadMore(): Promise<void> {
    if (this.#next === null || this.fetching) return;
    this.fetching = true;
    try {
      const page = await this.#ipc.search(this.words, this.#next);
      const known = new Set(this.hits.map(hitKey));
      this.hits = [...this.hits, ...page.items.filter((hit) => !known.has(hitKey(hit)))];
      this.#next = page.next;
      this.olderAtHub = page.older_at_hub;
    } catch (thrown) {
      this.error = asIpcError(thrown);
    } finally {
      this.fetching = false;
    }
  }

  /** The hit `step` further, now the current one; null when there is none. */
  move(step: number): SearchHit | null {
    return this.stand(this.at < 0 ? 0 : this.at + step);
  }

  stand(at: number): SearchHit | null {
    if (this.hits.length === 0) return null;
    this.at = Math.min(Math.max(at, 0), this.hits.length - 1);
    if (this.at >= this.hits.length - NEAR_LAST) void this.loadMore();
    return this.current;
  }
}

/** The same finding, whichever page brought it. */
export function hitKey(hit: SearchHit): string {
  return `${hit.conversation.id} ${hit.field} ${hit.seq ?? ''}`;
}
