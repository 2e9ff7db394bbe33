/**
 * What was chosen for this computer, as a screen shows and changes it: a choice shows at once, is kept by
 * the desktop, and goes back to what is kept when it was refused.
 */
import type { DesktopPrefs, Ipc } from '../ipc';
import { asIpcError, told } from './refusals';

export class DesktopChoices {
  /** null until they are here. */
  prefs: DesktopPrefs | null = $state.raw(null);
  /** Why they are not here. */
  failed = $state('');
  /** Why the last choice was not kept, and of which field. */
  problem = $state('');
  field = $state('');
  #ipc: Ipc;
  #kept: DesktopPrefs | null = null;
  #sending: Promise<void> = Promise.resolve();

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  async load(): Promise<void> {
    try {
      this.#kept = this.prefs = await this.#ipc.desktopPrefs();
      this.failed = '';
    } catch (thrown) {
      this.failed = told(asIpcError(thrown));
    }
  }

  /** One after the other, in the order of the clicks. */
  set(change: Partial<DesktopPrefs>): Promise<void> {
    if (!this.prefs) return Promise.resolve();
    this.prefs = { ...this.prefs, ...change };
    this.problem = this.field = '';
    this.#sending = this.#sending.then(() => this.#send(change));
    return this.#sending;
  }

  async #send(change: Partial<DesktopPrefs>): Promise<void> {
    try {
      this.#kept = await this.#ipc.setDesktopPrefs(change);
    } catch (thrown) {
      const error = asIpcError(thrown);
      this.problem = told(error);
      this.field = error.field ?? '';
      this.prefs = this.#kept;
    }
  }
}
