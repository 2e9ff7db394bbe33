/** A conversation to read, from its beginning: as many pages as were asked for, or all of them. */
import type { IpcError, Ipc, ThreadItem } from '../ipc';
import { asIpcError } from './refusals';

export class Transcript {
  items: ThreadItem[] = $state.raw([]);
  phase: 'loading' | 'ready' | 'failed' = $state('loading');
  /** There is more after what is here. */
  more = $state(false);
  fetching = $state(false);
  error: IpcError | null = $state.raw(null);

  #ipc: Ipc;
  #id: string;

  constructor(ipc: Ipc, id: string) {
    this.#ipc = ipc;
    this.#id = id;
  }

  async next(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const page = await this.#ipc.threadAfter(this.#id, this.items.at(-1)?.seq ?? 0);
      this.items = [...this.items, ...page.items];
      this.more = page.newer && page.items.length > 0;
      this.error = null;
      this.phase = 'ready';
    } catch (thrown) {
      this.error = asIpcError(thrown);
      if (this.items.length === 0) this.phase = 'failed';
    } finally {
      this.fetching = false;
    }
  }

  /** Everything, for printing; false when not all of it could be had. */
  async whole(): Promise<boolean> {
    while (this.more && !this.error) await this.next();
    return !this.more;
  }
}
