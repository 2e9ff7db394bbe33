/**
 * Something a screen asks the hub for: nothing yet, on its way, here, or why not. What was here stays
 * on screen while it is asked for again.
 */
import type { IpcError } from '../ipc';
import { asIpcError } from './refusals';

export class Fetched<T> {
  value: T | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);
  busy = $state(false);
  #ask: () => Promise<T>;
  #asked = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const value = await this.#ask();
      if (asked !== this.#asked) return;
      this.value = value;
      this.error = null;
    } catch (thrown) {
      if (asked === this.#asked) this.error = asIpcError(thrown);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}

/** Something a button does: whether it is being done, and what came of it. */
export class Doing {
  busy = $state(false);
  error: IpcError | null = $state.raw(null);

  /** Whether it was done. A second click while it is being done does nothing. */
  async run(what: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      await what();
      return true;
    } catch (thrown) {
      this.error = asIpcError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
