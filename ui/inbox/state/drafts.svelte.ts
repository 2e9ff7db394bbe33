/**
 * What I have begun to write, per conversation, kept until it is sent or emptied. A draft remembers
 * the newest item that was on my screen when I began (`seen`): the guard needs it.
 * Only the newest 200 are kept. What was sent and can still be taken back is in `held`.
 */
import { SvelteMap } from 'svelte/reactivity';
import { Held, type HeldReply } from './held.svelte';
import { DraftFiles } from './draft-files.svelte';
import { recall, remember, type Store } from './keep';

export type Draft = { text: string; seen: number };

const KEY = 'baton.drafts';
const MOST = 200;

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'seen' in value &&
    typeof value.seen === 'number'
  );
}

function isDrafts(value: unknown): value is [string, Draft][] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) => Array.isArray(entry) && typeof entry[0] === 'string' && isDraft(entry[1]),
    )
  );
}

export class Drafts {
  readonly held: Held;
  /** Files that are to go with what I write. */
  readonly files: DraftFiles;
  #store: Store;
  #kept: SvelteMap<string, Draft>;

  constructor(store: Store) {
    this.#store = store;
    this.held = new Held(store);
    this.files = new DraftFiles(store);
    this.#kept = new SvelteMap(recall(store, KEY, [] as [string, Draft][], isDrafts));
  }

  of(conversation: string): Draft | null {
    return this.#kept.get(conversation) ?? null;
  }

  /** Text as it is now. `seen` counts only when the draft begins here. */
  write(conversation: string, text: string, seen: number): void {
    const before = this.#kept.get(conversation);
    if (text === '') this.#kept.delete(conversation);
    else this.#kept.set(conversation, { text, seen: before?.seen ?? seen });
    this.#save();
  }

  /** I have been shown everything up to `seen`: sending again is my decision. */
  acknowledge(conversation: string, seen: number): void {
    const draft = this.#kept.get(conversation);
    if (!draft || draft.seen >= seen) return;
    this.#kept.set(conversation, { ...draft, seen });
    this.#save();
  }

  /** Words that were taken back or refused stand there again, before what I have begun since. */
  giveBack(conversation: string, text: string, seen: number): void {
    if (text.trim() === '') return;
    const since = this.#kept.get(conversation)?.text;
    this.#kept.set(conversation, { text: since ? `${text}\n${since}` : text, seen });
    this.#save();
  }

  /** With its files. */
  again({ conversation, text, seen, files }: HeldReply): void {
    this.giveBack(conversation, text, seen);
    this.files.giveBack(conversation, files);
  }

  /** Nothing is sent any more: what was about to be, which is answered, is a draft again. */
  settle(): HeldReply[] {
    const held = this.held.stop();
    for (const reply of held.toReversed()) this.again(reply);
    return held;
  }

  clear(conversation: string): void {
    if (this.#kept.delete(conversation)) this.#save();
  }

  /** This desktop may keep nothing of the workspace any more. */
  clearAll(): void {
    this.held.stop();
    this.#kept.clear();
    this.files.clearAll();
    this.#save();
  }

  #save(): void {
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(id);
    }
    remember(this.#store, KEY, [...this.#kept]);
  }
}
