/**
 * What the visitor has said and the hub has not yet acknowledged. Guarantees: an entry leaves storage only after the hub has
 * accepted or the visitor discarded it; entries go one at a time in the order written; a retry repeats the same id, so nothing is
 * lost or doubled by a reload, a dead line or a second tab. Leaves out: how an entry is delivered (sender.ts).
 */
import { backoff } from './backoff';
import { readAttachment, type Attachment } from './types';
import type { Store } from './vault';

export interface Entry {
  id: string;
  kind: 'message' | 'handoff';
  text: string;
  /** Uploaded before. */
  files: Attachment[];
  /** Milliseconds since 1970 when written. */
  at: number;
  /** Place in the line. */
  place: number;
  /** Set when the hub said no; the entry then waits for the visitor. */
  refused: string | null;
}

/** An entry as shown; `sent` ones are acknowledged and wait to appear in the thread. */
export type Shown = Entry & { state: 'waiting' | 'refused' | 'sent' };

export type Outcome =
  | { kind: 'sent' }
  | { kind: 'retry'; after_ms: number | null }
  /** `files_gone`: the hub has its files no more; the words can go without them. */
  | { kind: 'refused'; reason: string; fresh_id: boolean; files_gone?: boolean };

export interface OutboxParts {
  store: Store;
  prefix: string;
  deliver: (entry: Entry) => Promise<Outcome>;
  changed: () => void;
  now: () => number;
  random: () => number;
  uuid: () => string;
  /** Returns a function that cancels. */
  later: (ms: number, work: () => void) => () => void;
}

export const MAX_WAITING = 50;

export class Outbox {
  private entries: Entry[] = [];
  private sent: Entry[] = [];
  private busy = false;
  private attempt = 0;
  private notBefore = 0;
  private cancel: (() => void) | null = null;
  private epoch = 0;

  constructor(private readonly parts: OutboxParts) {
    this.load();
  }

  get shown(): Shown[] {
    const waiting = this.entries.map((e): Shown => ({
      ...e,
      state: e.refused === null ? 'waiting' : 'refused',
    }));
    return [...this.sent.map((e): Shown => ({ ...e, state: 'sent' })), ...waiting];
  }

  get full(): boolean {
    return this.entries.length >= MAX_WAITING;
  }

  /** Why delivery waits: the line is dead, or the hub asked for patience. */
  get held(): 'no' | 'line' | 'patience' {
    if (this.attempt === 0) return 'no';
    return this.notBefore > this.parts.now() ? 'patience' : 'line';
  }

  /** Stores first, then sends. False when the outbox is full. */
  add(kind: Entry['kind'], text: string, files: Attachment[] = []): boolean {
    if (this.full) return false;
    const { uuid, now } = this.parts;
    const place = this.nextPlace();
    const entry = { id: uuid(), kind, text, files, at: now(), place, refused: null };
    this.entries.push(entry);
    this.save(entry);
    this.parts.changed();
    void this.pump();
    return true;
  }

  /** Puts a refused entry at the end of the line again. */
  retry(id: string): void {
    const entry = this.entries.find((e) => e.id === id && e.refused !== null);
    if (!entry) return;
    const again = { ...entry, refused: null, place: this.nextPlace() };
    this.entries = [...this.entries.filter((e) => e !== entry), again];
    this.save(again);
    this.parts.changed();
    this.kick();
  }

  discard(id: string): void {
    this.drop(id);
    this.parts.changed();
  }

  /** The thread has these now. */
  settle(has: (id: string) => boolean): void {
    this.sent = this.sent.filter((e) => e.kind === 'message' && !has(e.id));
    // A reload between the hub's commit and its answer: the message is in the thread, so it has been accepted.
    for (const entry of this.entries.filter((e) => has(e.id))) this.drop(entry.id);
  }

  /** The conversation is gone, and with it the wait for acknowledged messages to appear. */
  forgetSent(): void {
    this.sent = [];
  }

  /** Looks at storage again: a reload, or another tab wrote. */
  load(): void {
    const { store, prefix } = this.parts;
    const found = store
      .keys()
      .flatMap((key) => (key.startsWith(prefix) ? parse(store.get(key)) : []));
    this.entries = found.sort((a, b) => a.place - b.place || a.at - b.at || (a.id < b.id ? -1 : 1));
    this.parts.changed();
  }

  /** Tries now, unless the hub asked for patience. */
  kick(): void {
    this.cancel?.();
    this.cancel = null;
    const wait = this.notBefore - this.parts.now();
    if (wait > 0) this.schedule(wait);
    else void this.pump();
  }

  /** Stops and forgets everything in memory; storage is wiped by its owner. */
  clear(): void {
    this.epoch += 1;
    this.cancel?.();
    this.cancel = null;
    this.entries = [];
    this.sent = [];
    this.attempt = 0;
    this.notBefore = 0;
    this.busy = false;
  }

  private async pump(): Promise<void> {
    if (this.busy || this.cancel) return;
    this.busy = true;
    const { epoch } = this;
    for (let entry = this.next(); entry; entry = this.next()) {
      const outcome = await this.attemptOne(entry);
      if (epoch !== this.epoch) return;
      this.settleOutcome(entry, outcome);
      this.parts.changed();
      if (outcome.kind === 'retry') break;
    }
    this.busy = false;
  }

  private async attemptOne(entry: Entry): Promise<Outcome> {
    try {
      return await this.parts.deliver(entry);
    } catch {
      return { kind: 'retry', after_ms: null };
    }
  }

  private settleOutcome(entry: Entry, outcome: Outcome): void {
    if (outcome.kind === 'retry') {
      const wait = outcome.after_ms ?? backoff(this.attempt, this.parts.random());
      this.attempt += 1;
      if (outcome.after_ms !== null) this.notBefore = this.parts.now() + outcome.after_ms;
      return this.schedule(wait);
    }
    this.attempt = 0;
    this.notBefore = 0;
    if (outcome.kind === 'sent') {
      // Already gone when the thread was faster than the answer.
      if (this.drop(entry.id) && entry.kind === 'message') this.sent.push(entry);
      return;
    }
    if (!this.drop(entry.id)) return;
    const id = outcome.fresh_id ? this.parts.uuid() : entry.id;
    const files = outcome.files_gone ? [] : entry.files;
    const refused = { ...entry, id, files, refused: outcome.reason };
    this.entries.push(refused);
    this.entries.sort((a, b) => a.place - b.place);
    this.save(refused);
  }

  private schedule(ms: number): void {
    this.cancel = this.parts.later(ms, () => {
      this.cancel = null;
      void this.pump();
    });
  }

  private next(): Entry | undefined {
    return this.entries.find((e) => e.refused === null);
  }

  private nextPlace(): number {
    return Math.max(0, ...this.entries.map((e) => e.place)) + 1;
  }

  private save(entry: Entry): void {
    this.parts.store.set(this.parts.prefix + entry.id, JSON.stringify(entry));
  }

  private drop(id: string): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((e) => e.id !== id);
    this.parts.store.remove(this.parts.prefix + id);
    return this.entries.length < before;
  }
}

function parse(raw: string | null): Entry[] {
  try {
    const e: unknown = JSON.parse(raw ?? 'null');
    if (!isEntry(e)) return [];
    const files: unknown = e.files;
    return [{ ...e, files: Array.isArray(files) ? files.flatMap(readAttachment) : [] }];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const e = value as Partial<Record<keyof Entry, unknown>>;
  return (
    typeof e.id === 'string' &&
    (e.kind === 'message' || e.kind === 'handoff') &&
    typeof e.text === 'string' &&
    typeof e.at === 'number' &&
    typeof e.place === 'number' &&
    (e.refused === null || typeof e.refused === 'string')
  );
}
