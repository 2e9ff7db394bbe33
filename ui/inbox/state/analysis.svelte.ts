/**
 * The analysis of one conversation while somebody looks at it: asked for when it is opened, and again
 * once messages have come, at most twice a second. The one before stays until the new one is here, and
 * when that fails. Nothing is asked for what lies in the background.
 */
import type { Analysis, Ipc, IpcError } from '../ipc';
import { asIpcError } from './refusals';

const PAUSE_MS = 500;

export class Analysed {
  value: Analysis | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);

  #ask: Pick<Ipc, 'analysis'>;
  #conversation: string;
  #watched = false;
  /** Something has happened since it was asked for. */
  #stale = true;
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(ipc: Pick<Ipc, 'analysis'>, conversation: string) {
    this.#ask = ipc;
    this.#conversation = conversation;
  }

  /** Somebody looks at it from now on. */
  watch(): void {
    this.#watched = true;
    if (this.#stale) void this.load();
  }

  rest(): void {
    this.#watched = false;
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }

  /** The conversation has changed. */
  changed(): void {
    this.#stale = true;
    if (!this.#watched) return;
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      void this.load();
    }, PAUSE_MS);
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.#stale = false;
    try {
      const value = await this.#ask.analysis(this.#conversation);
      if (asked !== this.#asked) return;
      this.value = value;
      this.error = null;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.error = asIpcError(thrown);
      this.#stale = true;
    }
  }
}
