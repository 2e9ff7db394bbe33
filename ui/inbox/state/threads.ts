/** Threads I have left stay for a while, so that coming back shows them at once. It fills none of them. */
import type { Thread } from './thread.svelte';

const MOST = 20;

export class Threads {
  #kept = new Map<string, Thread>();

  get(id: string): Thread | undefined {
    return this.#kept.get(id);
  }

  all(): Iterable<Thread> {
    return this.#kept.values();
  }

  /** The one that was left longest ago goes when there are too many. */
  keep(thread: Thread): void {
    this.#kept.delete(thread.id);
    this.#kept.set(thread.id, thread);
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(old);
    }
  }

  drop(thread: Thread): void {
    this.#kept.delete(thread.id);
  }

  clear(): void {
    this.#kept.clear();
  }
}
