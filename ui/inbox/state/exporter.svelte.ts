/** One export at a time: how far it is, and in words how it ended. The file is chosen outside the window. */
import type { ExportAs, Exported, HistoryQuery, Ipc } from '../ipc';
import { text } from '../text';
import { asIpcError, told } from './refusals';
import type { Toasts } from './toasts.svelte';

export class Exporter {
  /** From the choice of a format on, the system's dialog included. */
  busy = $state(false);
  /** Once a file is chosen. */
  progress: { done: number; total: number } | null = $state.raw(null);
  /** The person has ended it. */
  stopping = $state(false);

  #ipc: Ipc;
  #toasts: Toasts;

  constructor(ipc: Ipc, toasts: Toasts) {
    this.#ipc = ipc;
    this.#toasts = toasts;
  }

  async run(query: HistoryQuery, only: string | null, as: ExportAs, name: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.stopping = false;
    let still = () => {};
    try {
      still = await this.#ipc.onExport((progress) => (this.progress = progress));
      this.#say(await this.#ipc.exportConversations(query, only, as, name));
    } catch (thrown) {
      this.#toasts.warn(told(asIpcError(thrown)));
    } finally {
      still();
      this.progress = null;
      this.busy = false;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    try {
      await this.#ipc.cancelExport();
    } catch (thrown) {
      this.stopping = false;
      this.#toasts.warn(told(asIpcError(thrown)));
    }
  }

  #say({ end, file, conversations }: Exported): void {
    const words = text.history;
    switch (end) {
      case 'saved':
        return this.#toasts.say(words.saved(conversations, file));
      case 'cancelled':
        // Whoever closes the dialog knows that nothing was written.
        return this.progress ? this.#toasts.say(words.cancelled) : undefined;
      case 'disk_full':
        return this.#toasts.warn(words.diskFull);
      case 'not_writable':
        return this.#toasts.warn(words.notWritable);
      case 'failed':
        return this.#toasts.warn(words.exportFailed);
    }
  }
}
