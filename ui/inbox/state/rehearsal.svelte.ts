/**
 * A rule run over stored conversations, and one sentence tried against the rules: what was asked, what
 * came of it, and where in what was found I am. Works from the replica, so offline too; it changes
 * nothing and opens nothing itself.
 */
import type { Ipc, IpcError, Rehearsal, Rehearsed, Rule, TriedRules } from '../ipc';
import { asIpcError } from './refusals';

export const LASTS = [50, 200, 1000] as const;

type Door = Pick<Ipc, 'rehearse' | 'tryRules'>;

export class Rehearsing {
  last: number = $state(200);
  /** The rule as it was when it was run. */
  rule: Rule | null = $state.raw(null);
  found: Rehearsal | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);
  busy = $state(false);
  /** Which of the found ones I look at or looked at last; -1 for none. */
  at = $state(-1);
  /** I am in a conversation that it led to. */
  visiting = $state(false);

  #ipc: Door;
  #asked = 0;

  constructor(ipc: Door) {
    this.#ipc = ipc;
  }

  get items(): Rehearsed[] {
    return this.found?.items ?? [];
  }

  async run(rule: Rule): Promise<void> {
    const asked = ++this.#asked;
    if (rule.id !== this.rule?.id) this.found = null;
    this.rule = rule;
    this.error = null;
    this.at = -1;
    this.visiting = false;
    this.busy = true;
    try {
      const found = await this.#ipc.rehearse(rule, this.last);
      if (asked === this.#asked) this.found = found;
    } catch (thrown) {
      if (asked === this.#asked) this.error = asIpcError(thrown);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }

  /** The one at this place, now the one I am in; null when there is none. */
  stand(at: number): Rehearsed | null {
    const to = Math.min(Math.max(at, 0), this.items.length - 1);
    const item = this.items[to];
    if (!item) return null;
    this.at = to;
    this.visiting = true;
    return item;
  }

  /** I went elsewhere by myself. */
  leave(): void {
    this.visiting = false;
  }

  clear(): void {
    this.#asked += 1;
    this.rule = null;
    this.found = null;
    this.error = null;
    this.busy = false;
    this.at = -1;
    this.visiting = false;
  }
}

export class Trial {
  text = $state('');
  tried: TriedRules | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);
  busy = $state(false);

  #ipc: Door;
  #asked = 0;

  constructor(ipc: Door) {
    this.#ipc = ipc;
  }

  /** `rule`: the one being written, as it is now. */
  async run(rule: Rule | null): Promise<void> {
    const said = this.text.trim();
    if (said === '') return this.clear();
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const tried = await this.#ipc.tryRules(said, rule);
      if (asked !== this.#asked) return;
      this.tried = tried;
      this.error = null;
    } catch (thrown) {
      if (asked === this.#asked) this.error = asIpcError(thrown);
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }

  /** What was found belongs to other words. */
  clear(): void {
    this.#asked += 1;
    this.tried = null;
    this.error = null;
    this.busy = false;
  }
}
