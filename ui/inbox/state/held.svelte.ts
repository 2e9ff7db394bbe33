/**
 * Replies that leave in a moment: until then they can be taken back. Each is kept on disk as well, so
 * that a window that is closed or killed before loses no words: at the next start they are a draft again.
 * One whose command has left is marked before it does (`going`), so that it is never sent a second time
 * without looking whether it arrived. It sends nothing itself.
 */
import type { Attachment } from '../ipc';
import { recall, remember, type Store } from './keep';

export type HeldReply = {
  /** Of the command, and of the message it becomes. */
  id: string;
  conversation: string;
  /** Exactly as it stood in the composer. */
  text: string;
  /** That go with it; stored at the hub already. */
  files: Attachment[];
  /** The newest item I knew of. */
  seen: number;
  at: string;
  /** When it leaves, in milliseconds. */
  until: number;
  going: boolean;
};

/** How a reply leaves (answers whether it went), and whether nothing is in its way. */
export type Leaving = { go: () => Promise<boolean>; free: () => boolean };

const KEY = 'baton.held';

function isHeld(value: unknown): value is HeldReply {
  if (typeof value !== 'object' || value === null) return false;
  const held = value as Partial<Record<keyof HeldReply, unknown>>;
  const words = [held.id, held.conversation, held.text, held.at];
  return (
    words.every((each) => typeof each === 'string') &&
    Array.isArray(held.files) &&
    typeof held.seen === 'number' &&
    typeof held.until === 'number' &&
    typeof held.going === 'boolean'
  );
}

const isList = (value: unknown): value is HeldReply[] =>
  Array.isArray(value) && value.every(isHeld);

/** As it is shown until it is a message: its words, and its files by name. */
export function inWords({ text: said, files }: HeldReply): string {
  const names = files.map((file) => `📎 ${file.name}`);
  return [said.trim(), ...names].filter((line) => line !== '').join('\n');
}

export class Held {
  #store: Store;
  #all: HeldReply[] = $state.raw([]);
  #left: HeldReply[];
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #leaves = new Map<string, Leaving>();

  constructor(store: Store) {
    this.#store = store;
    this.#left = recall(store, KEY, [], isList);
    this.#all = this.#left;
  }

  /** What can still be taken back, oldest first. */
  of(conversation: string): HeldReply[] {
    return this.#all.filter(
      (reply) => reply.conversation === conversation && this.#timers.has(reply.id),
    );
  }

  /** How many can still be taken back. */
  get count(): number {
    return this.#all.filter(({ id }) => this.#timers.has(id)).length;
  }

  /** What a window that is gone has kept; answered once. */
  left(): HeldReply[] {
    const left = this.#left;
    this.#left = [];
    return left;
  }

  /** `leave` is called once: when its time has come, or before that by `flush`. */
  hold(reply: HeldReply, leave: Leaving): void {
    const timer = setTimeout(() => void this.#go(reply.id), Math.max(0, reply.until - Date.now()));
    this.#timers.set(reply.id, timer);
    this.#leaves.set(reply.id, leave);
    this.#keep([...this.#all, reply]);
  }

  /**
   * What waits in a conversation leaves now: something I did after it must not overtake it. False when
   * something is in its way; then it comes back, and what I did has to wait for it.
   */
  flush(conversation: string): boolean {
    const waiting = this.of(conversation);
    const free = waiting.every(({ id }) => this.#leaves.get(id)?.free() ?? true);
    for (const { id } of waiting) void this.#go(id);
    return free;
  }

  /** Everything leaves now, in order. Whether all of it went; what did not stands where it was written. */
  async flushAll(): Promise<boolean> {
    const went = await Promise.all([...this.#timers.keys()].map((id) => this.#go(id)));
    return went.every(Boolean);
  }

  /** Its command leaves in the same breath. */
  going(reply: HeldReply): void {
    this.#forget(reply.id);
    const rest = this.#all.filter((other) => other.id !== reply.id);
    this.#keep([...rest, { ...reply, going: true }]);
  }

  /** Taken back, arrived or refused. */
  drop(id: string): void {
    this.#forget(id);
    this.#keep(this.#all.filter((reply) => reply.id !== id));
  }

  /** Nothing leaves any more by itself: answers what had not. */
  stop(): HeldReply[] {
    const held = this.#all.filter((reply) => this.#timers.has(reply.id));
    for (const { id } of held) this.#forget(id);
    this.#keep(this.#all.filter((reply) => !held.includes(reply)));
    return held;
  }

  async #go(id: string): Promise<boolean> {
    const leave = this.#leaves.get(id);
    this.#forget(id);
    return (await leave?.go()) ?? false;
  }

  #forget(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#leaves.delete(id);
  }

  #keep(all: HeldReply[]): void {
    this.#all = all;
    remember(this.#store, KEY, all);
  }
}
