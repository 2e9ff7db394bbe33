/**
 * The messages of the conversation. Guarantees: each message once, by id, in the order of seq, however often and in whatever
 * order they arrive. Leaves out: what has not been acknowledged by the hub (outbox.ts).
 */
import type { Message } from './types';

export class Thread {
  private items: Message[] = [];
  private readonly ids = new Set<string>();

  get messages(): readonly Message[] {
    return this.items;
  }

  /** The highest seq there is, or 0. */
  get newest(): number {
    return this.items.at(-1)?.seq ?? 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Adds what is new and returns it, oldest first. */
  add(arrived: readonly Message[]): Message[] {
    const fresh: Message[] = [];
    for (const message of arrived) {
      if (this.ids.has(message.id)) continue;
      this.ids.add(message.id);
      fresh.push(message);
    }
    if (fresh.length === 0) return fresh;
    fresh.sort((a, b) => a.seq - b.seq);
    const inOrder = (fresh[0]?.seq ?? 0) > this.newest;
    this.items = [...this.items, ...fresh];
    if (!inOrder) this.items.sort((a, b) => a.seq - b.seq);
    return fresh;
  }

  clear(): void {
    this.items = [];
    this.ids.clear();
  }
}
