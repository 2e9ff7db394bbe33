/**
 * What I wrote that has not left yet, and what I can do about it. The list is the desktop's, pushed
 * whole; my own clicks show at once and are taken back with words when they are refused. What I change
 * gets a new id from the desktop: the old one is gone then, but nothing was sent by it. Why an item asks
 * is read from the replica: who took the conversation and when, or what the visitor wrote.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Ipc, OutboxItem, ThreadItem } from '../ipc';
import { holder } from './lines';
import { asIpcError, told } from './refusals';
import type { Toasts } from './toasts.svelte';
import { commandOf } from './waits';

/** What happened in a conversation after I wrote. */
export type Why = { takenAt: string | null; arrived: string[] };

const MOST_ARRIVED = 3;

export class Outbox {
  items: OutboxItem[] = $state.raw([]);
  readonly why = new SvelteMap<string, Why>();
  /** Called with every new list, and with what has left by being sent. */
  onItems: (items: OutboxItem[], sent: OutboxItem[]) => void = () => {};

  #ipc: Ipc;
  #toasts: Toasts;
  #discarded = new Set<string>();
  /** What I edited or retried: its id goes without having been sent, seen in a list or not. */
  #renewed = new Set<string>();
  /** The ids in the last list that was pushed. */
  #pushed = new Set<string>();
  /** A list was pushed: it is at least as new as any that was asked for before. */
  #heard = false;

  constructor(ipc: Ipc, toasts: Toasts) {
    this.#ipc = ipc;
    this.#toasts = toasts;
  }

  /** How many wait for my decision. */
  get asking(): number {
    return this.items.filter((item) => item.state === 'asks').length;
  }

  of(conversation: string): OutboxItem[] {
    return this.items.filter((item) => item.conversation === conversation);
  }

  /** The list that came with the start, unless a newer one was pushed meanwhile. */
  settle(items: OutboxItem[]): void {
    if (!this.#heard) this.take(items);
  }

  take(items: OutboxItem[]): void {
    this.#heard = true;
    const here = new Set(items.map((item) => item.id));
    const replaced = new Set(items.flatMap((item) => item.replaces));
    const gone = this.items.filter((item) => !here.has(item.id) && !replaced.has(item.id));
    const sent = gone.filter(({ id }) => !this.#discarded.has(id) && !this.#renewed.has(id));
    for (const mine of [this.#discarded, this.#renewed]) {
      for (const id of mine) if (!here.has(id)) mine.delete(id);
    }
    this.#pushed = here;
    this.items = items.filter((item) => !this.#discarded.has(item.id));
    for (const id of this.why.keys()) if (!here.has(id)) this.why.delete(id);
    for (const item of this.items) {
      if (item.state === 'asks' && !this.why.has(item.id)) void this.#lookUp(item);
    }
    this.onItems(this.items, sent);
  }

  /** New words; an item that asked goes on asking until it is sent or discarded. */
  edit(item: OutboxItem, words: string): void {
    this.#renewed.add(item.id);
    const command = { ...item.command, text: words };
    this.#change(item, { ...item, command }, this.#ipc.outboxEdit(item.id, words));
  }

  retry(item: OutboxItem): void {
    this.#renewed.add(item.id);
    this.why.delete(item.id);
    this.#change(item, { ...item, state: 'sending' }, this.#ipc.outboxRetry(item.id));
  }

  discard(item: OutboxItem): void {
    this.#discarded.add(item.id);
    this.#change(item, null, this.#ipc.outboxDiscard(item.id));
  }

  clear(): void {
    this.#heard = false;
    this.items = [];
    this.why.clear();
    this.#discarded.clear();
    this.#renewed.clear();
    this.#pushed.clear();
  }

  #change(item: OutboxItem, now: OutboxItem | null, doing: Promise<void>): void {
    this.#put(item.id, now);
    doing.catch((thrown) => {
      const error = asIpcError(thrown);
      this.#discarded.delete(item.id);
      // Not there any more: it may have been my change before this one that gave it a new id.
      if (error.code !== 'not_found') this.#renewed.delete(item.id);
      const known = this.items.some((other) => other.id === item.id);
      if (known) this.#put(item.id, item);
      else if (now === null && this.#pushed.has(item.id)) this.#show([...this.items, item]);
      this.#toasts.warn(told(error));
    });
  }

  #put(id: string, now: OutboxItem | null): void {
    this.#show(this.items.flatMap((item) => (item.id === id ? (now ?? []) : item)));
  }

  #show(items: OutboxItem[]): void {
    this.items = items;
    this.onItems(items, []);
  }

  async #lookUp(item: OutboxItem): Promise<void> {
    const command = commandOf(item);
    const seen = command.type === 'reply' ? (command.seen ?? 0) : 0;
    try {
      const { items } = await this.#ipc.thread(item.conversation, null);
      const taken = items.findLast((other) => isTakenBy(other, item.problem?.assignee?.id));
      const arrived = items.flatMap(({ seq, message }) =>
        message?.author.kind === 'visitor' && seq > seen && seen > 0 ? message.text : [],
      );
      const takenAt = taken?.at ?? null;
      this.why.set(item.id, { takenAt, arrived: arrived.slice(-MOST_ARRIVED) });
    } catch {
      this.why.set(item.id, { takenAt: null, arrived: [] });
    }
  }
}

function isTakenBy(item: ThreadItem, holderId: string | undefined): boolean {
  return item.type === 'assigned' && holder(item.data['to'])?.id === holderId;
}
