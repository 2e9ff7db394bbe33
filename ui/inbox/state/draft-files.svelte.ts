/**
 * Files I add to a reply, per conversation. Each is uploaded at once, one after the other, and says how
 * far it is; what is uploaded is kept with the draft until it is sent, also when the window closes.
 * The hub forgets what nobody sends within a day, and so does this.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Attachment, Ipc, IpcError } from '../ipc';
import { text } from '../text';
import { newId } from './ids';
import { recall, remember, type Store } from './keep';
import { asIpcError, told } from './refusals';

/** What the hub takes: bytes of a file, files of a message. */
export const MOST_BYTES = 20 * 1024 * 1024;
export const MOST_FILES = 10;

export type DraftFile = {
  key: string;
  name: string;
  size: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'refused';
  /** From 0 to 1. */
  progress: number;
  /** Why it is not there, in words. */
  why: string;
  /** What the hub knows of it once it is there. */
  stored: Attachment | null;
};
type Kept = [conversation: string, at: number, files: Attachment[]];

const KEY = 'baton.draft-files';
const KEPT_MS = 23 * 3_600_000;
const MOST = 100;

function isKept(value: unknown): value is Kept[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        typeof entry[1] === 'number' &&
        Array.isArray(entry[2]),
    )
  );
}

const done = (stored: Attachment): DraftFile => ({
  ...{ key: stored.id, name: stored.name, size: stored.size, state: 'done' },
  ...{ progress: 1, why: '', stored },
});

export class DraftFiles {
  #store: Store;
  #rows = new SvelteMap<string, DraftFile[]>();
  #bytes = new Map<string, File>();
  #at = new Map<string, number>();
  #busy = false;
  #listening: Promise<unknown> | null = null;

  constructor(store: Store, now: number = Date.now()) {
    this.#store = store;
    for (const [conversation, at, files] of recall(store, KEY, [] as Kept[], isKept)) {
      if (now - at > KEPT_MS) continue;
      this.#at.set(conversation, at);
      this.#rows.set(conversation, files.map(done));
    }
  }

  of(conversation: string): DraftFile[] {
    return this.#rows.get(conversation) ?? [];
  }

  /** What is uploaded and can be sent. */
  ready(conversation: string): Attachment[] {
    return this.of(conversation).flatMap((file) => file.stored ?? []);
  }

  busy(conversation: string): boolean {
    return this.of(conversation).some(({ state }) => state === 'waiting' || state === 'sending');
  }

  /** One of them did not arrive, or may not: the words do not go without it unseen. */
  stuck(conversation: string): boolean {
    return this.of(conversation).some(({ state }) => state === 'failed' || state === 'refused');
  }

  add(ipc: Ipc, conversation: string, files: readonly File[], cutOff: boolean): void {
    const before = this.of(conversation);
    let room = MOST_FILES - before.filter(({ state }) => state !== 'refused').length;
    const rows = files.map((file): DraftFile => {
      const key = newId();
      const refused =
        file.size > MOST_BYTES
          ? text.attachments.tooLarge
          : file.size === 0
            ? text.attachments.empty
            : room <= 0
              ? text.attachments.tooMany(MOST_FILES)
              : '';
      if (refused === '') {
        room -= 1;
        this.#bytes.set(key, file);
      }
      const state = refused !== '' ? 'refused' : cutOff ? 'failed' : 'waiting';
      const why = refused || (cutOff ? text.attachments.offline : '');
      const { name, size } = file;
      return { key, name, size, state, progress: 0, why, stored: null };
    });
    this.#put(conversation, [...before, ...rows]);
    void this.#pump(ipc);
  }

  remove(ipc: Ipc, conversation: string, key: string): void {
    const file = this.of(conversation).find((one) => one.key === key);
    if (file?.state === 'sending') void ipc.cancelUpload(key).catch(() => {});
    this.#bytes.delete(key);
    this.#put(
      conversation,
      this.of(conversation).filter((one) => one !== file),
    );
  }

  retry(ipc: Ipc, conversation: string, key: string): void {
    this.#change(conversation, key, { state: 'waiting', why: '', progress: 0 });
    void this.#pump(ipc);
  }

  /** What is ready goes with a reply; the rest stays. */
  take(conversation: string): Attachment[] {
    const ready = this.ready(conversation);
    this.#put(
      conversation,
      this.of(conversation).filter((file) => !file.stored),
    );
    return ready;
  }

  /** The reply was refused: its files stand with the draft again. */
  giveBack(conversation: string, files: readonly Attachment[]): void {
    if (files.length > 0) this.#put(conversation, [...files.map(done), ...this.of(conversation)]);
  }

  /** This desktop may keep nothing of the workspace any more. */
  clearAll(): void {
    this.#rows.clear();
    this.#bytes.clear();
    this.#save();
  }

  async #pump(ipc: Ipc): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#listen(ipc);
      for (let next = this.#next(); next; next = this.#next()) await this.#send(ipc, ...next);
    } finally {
      this.#busy = false;
    }
  }

  /** Without it a file leaves all the same; only how far it is cannot be said. */
  async #listen(ipc: Ipc): Promise<void> {
    this.#listening ??= ipc.onUpload(({ key, sent, total }) => this.#moved(key, sent / total));
    await this.#listening.catch(() => (this.#listening = null));
  }

  #next(): [string, DraftFile] | null {
    for (const [conversation, files] of this.#rows) {
      const waiting = files.find((file) => file.state === 'waiting');
      if (waiting) return [conversation, waiting];
    }
    return null;
  }

  async #send(ipc: Ipc, conversation: string, { key, name }: DraftFile): Promise<void> {
    const file = this.#bytes.get(key);
    if (!file) return this.#change(conversation, key, failed(text.attachments.failed));
    this.#change(conversation, key, { state: 'sending' });
    try {
      const bytes = await file.arrayBuffer();
      const stored = await ipc.upload({ conversation, key, name, bytes });
      this.#bytes.delete(key);
      this.#change(conversation, key, { ...done(stored), key });
    } catch (thrown) {
      this.#refused(conversation, key, asIpcError(thrown));
    }
  }

  #refused(conversation: string, key: string, error: IpcError): void {
    const again = error.code === 'unavailable' || error.code === 'rate_limited';
    const change = failed(again ? told(error) || text.attachments.failed : told(error));
    this.#change(conversation, key, { ...change, state: again ? 'failed' : 'refused' });
  }

  #moved(key: string, progress: number): void {
    for (const [conversation, files] of this.#rows) {
      const file = files.find((one) => one.key === key);
      if (file?.state === 'sending') this.#change(conversation, key, { progress });
    }
  }

  #change(conversation: string, key: string, change: Partial<DraftFile>): void {
    const files = this.of(conversation);
    if (!files.some((file) => file.key === key)) return;
    this.#put(
      conversation,
      files.map((file) => (file.key === key ? { ...file, ...change } : file)),
    );
  }

  #put(conversation: string, files: DraftFile[]): void {
    if (files.length === 0) this.#rows.delete(conversation);
    else this.#rows.set(conversation, files);
    this.#save();
  }

  #save(): void {
    const kept = [...this.#rows.keys()].flatMap((conversation): Kept[] => {
      const files = this.ready(conversation);
      if (files.length === 0) return [];
      const at = this.#at.get(conversation) ?? Date.now();
      this.#at.set(conversation, at);
      return [[conversation, at, files]];
    });
    for (const id of this.#at.keys()) if (!this.#rows.has(id)) this.#at.delete(id);
    remember(this.#store, KEY, kept.slice(-MOST));
  }
}

function failed(why: string): Partial<DraftFile> {
  return { state: 'failed', why, progress: 0 };
}
