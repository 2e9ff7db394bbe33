/**
 * Files the visitor adds to the next message. Guarantees: each is uploaded at once, one after the other, and says how far it got; what is
 * uploaded survives a reload until it is sent, and what a reload cut off says so. Leaves out: the upload itself, which comes in as a part.
 */
import { isRecord } from '../protocol';
import { panelText as text } from '../text';
import type { Answer } from './api';
import { readAttachment, type Attachment } from './types';
import type { Store } from './vault';

/** What the hub takes, in bytes. */
export const MAX_FILE = 20 * 1024 * 1024;
/** How many files go with one message. */
export const MAX_FILES = 10;
/** The hub keeps an unsent file for a day. */
const KEPT_MS = 23 * 3_600_000;

export interface FileRow {
  key: string;
  name: string;
  size: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'refused';
  /** From 0 to 1 while it is sent. */
  progress: number;
  /** Why it is not there, in words. */
  why: string;
}

export interface Sending {
  done: Promise<Answer>;
  cancel: () => void;
}

export type Upload = (
  token: string,
  file: File,
  key: string,
  progress: (part: number) => void,
) => Sending;

export interface FilesParts {
  store: Store;
  key: string;
  upload: Upload;
  /** The visitor's token; begins a conversation where there is none. Null when that failed. */
  token: () => Promise<string | null>;
  changed: () => void;
  now: () => number;
  uuid: () => string;
}

interface Kept extends FileRow {
  file: File | null;
  stored: Attachment | null;
  at: number;
}

export class Files {
  private kept: Kept[] = [];
  private sending: Sending | null = null;
  private busy = false;

  constructor(private readonly parts: FilesParts) {
    this.kept = this.read();
  }

  get rows(): readonly FileRow[] {
    return this.kept.map(({ key, name, size, state, progress, why }) => ({
      key,
      name,
      size,
      state,
      progress,
      why,
    }));
  }

  /** What is uploaded and can be sent. */
  get ready(): Attachment[] {
    return this.kept.flatMap(({ stored }) => stored ?? []);
  }

  add(files: readonly File[]): void {
    const { uuid, now } = this.parts;
    let room = MAX_FILES - this.kept.filter((row) => row.state !== 'refused').length;
    for (const file of files) {
      const why =
        file.size > MAX_FILE
          ? text.fileTooLarge
          : file.size === 0
            ? text.fileEmpty
            : room <= 0
              ? text.tooManyFiles(MAX_FILES)
              : '';
      if (why === '') room -= 1;
      const state = why === '' ? ('waiting' as const) : ('refused' as const);
      const { name, size } = file;
      const row = { key: uuid(), name, size, state, progress: 0, why };
      this.kept.push({ ...row, file: why === '' ? file : null, stored: null, at: now() });
    }
    this.tell();
    void this.pump();
  }

  /** Takes one out, whatever became of it. */
  remove(key: string): void {
    const row = this.kept.find((one) => one.key === key);
    this.kept = this.kept.filter((one) => one !== row);
    if (row?.state === 'sending') this.sending?.cancel();
    this.tell();
  }

  retry(key: string): void {
    const row = this.kept.find((one) => one.key === key && one.state === 'failed');
    if (!row?.file) return;
    this.change(row, { state: 'waiting', why: '', progress: 0 });
    void this.pump();
  }

  /** What is ready goes with a message; what failed stays. */
  take(): Attachment[] {
    const { ready } = this;
    this.kept = this.kept.filter((row) => row.stored === null);
    this.tell();
    return ready;
  }

  /** Another tab has written: what it uploaded is here too, what it has sent is gone. */
  load(): void {
    const stored = this.read().filter((row) => row.stored !== null);
    this.kept = [...stored, ...this.kept.filter((row) => row.stored === null)];
    this.parts.changed();
  }

  clear(): void {
    this.forget();
    this.write();
  }

  /** As `clear`, but what is stored is another tab's to say. */
  forget(): void {
    this.sending?.cancel();
    this.kept = [];
    this.parts.changed();
  }

  private async pump(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let row = this.next(); row; row = this.next()) await this.send(row);
    this.busy = false;
  }

  private next(): Kept | undefined {
    return this.kept.find((row) => row.state === 'waiting');
  }

  private async send(row: Kept): Promise<void> {
    if (!row.file) return;
    this.change(row, { state: 'sending' });
    const token = await this.parts.token();
    if (!this.kept.includes(row)) return;
    if (token === null) return this.change(row, { state: 'failed', why: text.fileFailed });
    this.sending = this.parts.upload(token, row.file, row.key, (progress) =>
      this.change(row, { progress }),
    );
    const answer = await this.sending.done;
    this.sending = null;
    this.settle(row, answer);
  }

  private settle(row: Kept, answer: Answer): void {
    const stored = answer.kind === 'ok' ? (readAttachment(answer.body)[0] ?? null) : null;
    if (stored) {
      const { name, size } = stored;
      return this.change(row, { state: 'done', stored, file: null, name, size, progress: 1 });
    }
    const slow = answer.kind === 'later' && answer.after_ms !== null;
    const state = answer.kind === 'refused' ? 'refused' : 'failed';
    const why =
      answer.kind === 'refused'
        ? answer.status === 413
          ? text.fileTooLarge
          : text.fileRefused
        : slow
          ? text.fileSlowDown
          : text.fileFailed;
    this.change(row, { state, why });
  }

  private change(row: Kept, change: Partial<Kept>): void {
    Object.assign(row, change);
    this.tell();
  }

  private tell(): void {
    this.write();
    this.parts.changed();
  }

  private write(): void {
    const { store, key } = this.parts;
    const rows = this.kept.filter((row) => row.state !== 'refused');
    if (rows.length === 0) return store.remove(key);
    store.set(
      key,
      JSON.stringify(
        rows.map(({ key, name, size, stored, at }) => ({ key, name, size, stored, at })),
      ),
    );
  }

  private read(): Kept[] {
    const { store, key, now } = this.parts;
    try {
      const rows: unknown = JSON.parse(store.get(key) ?? '[]');
      return Array.isArray(rows) ? rows.flatMap((row) => again(row, now())) : [];
    } catch {
      return [];
    }
  }
}

/** A row as a reload finds it. */
function again(row: unknown, now: number): Kept[] {
  if (!isRecord(row) || typeof row.key !== 'string' || typeof row.at !== 'number') return [];
  if (now - row.at > KEPT_MS) return [];
  const stored = readAttachment(row.stored)[0] ?? null;
  const { key, at } = row;
  const name = typeof row.name === 'string' ? row.name : '';
  const size = typeof row.size === 'number' ? row.size : 0;
  const state = stored ? ('done' as const) : ('failed' as const);
  const why = stored ? '' : text.fileCutOff;
  return [{ key, name, size, state, progress: stored ? 1 : 0, why, file: null, stored, at }];
}
