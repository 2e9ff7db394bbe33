/**
 * Saved replies as the composer and the palette use them: read from this computer's copy, so they are
 * there without the network. Their fields are filled in with what is known of the conversation; what is
 * not known leaves no gap. Writing them is the settings' business.
 */
import { createContext } from 'svelte';
import type { Conversation, Ipc, SavedReply } from '../ipc';
import { text } from '../text';
import { rank } from './fuzzy';

export const FIELDS = ['name', 'first_name', 'email', 'me', 'workspace', 'number'] as const;
export type FieldName = (typeof FIELDS)[number];
export type Facts = Record<FieldName, string>;

export class SavedReplies {
  all: SavedReply[] = $state.raw([]);
  known = $state(false);
  #ipc: Ipc;
  #whose: () => string;
  /** Whose replies these are. */
  #of = '';

  /** `whose`: which workspace is open, as whom. */
  constructor(ipc: Ipc, whose: () => string) {
    this.#ipc = ipc;
    this.#whose = whose;
  }

  /** Looks again; what was there stays when that fails, unless it is another workspace's. */
  async load(): Promise<void> {
    const whose = this.#whose();
    if (whose !== this.#of) {
      this.all = [];
      this.known = false;
    }
    this.#of = whose;
    try {
      const all = await this.#ipc.savedReplies();
      if (whose !== this.#whose()) return;
      this.all = all;
      this.known = true;
    } catch {
      // The copy is being replaced: what is known of it still holds.
    }
  }

  /** The hub has just answered with it; the copy follows. */
  put(reply: SavedReply): void {
    this.all = [...this.all.filter(({ id }) => id !== reply.id), reply];
  }

  drop(gone: string): void {
    this.all = this.all.filter(({ id }) => id !== gone);
  }
}

/** Those whose title or text is asked for, the best first. */
export function fitting(replies: SavedReply[], words: string): SavedReply[] {
  return replies
    .map((reply) => ({ reply, score: rank(words, reply.title, reply.text) }))
    .filter(({ score }) => score > 0)
    .toSorted(
      (a, b) => b.score - a.score || a.reply.title.localeCompare(b.reply.title, text.locale),
    )
    .map(({ reply }) => reply);
}

export type ReplyDraft = Pick<SavedReply, 'title' | 'text' | 'shared'>;
/** As many signs as a message takes. */
const LONGEST = 16_384;

/** Empty when it is not. */
export function tooLong(words: string): string {
  const over = [...words.trim()].length - LONGEST;
  return over > 0 ? text.composer.tooLong(over) : '';
}

/** What is wrong with what was written, by field. */
export function wrongIn(draft: ReplyDraft): { title: string; text: string } {
  const none = draft.text.trim() === '' ? text.replies.textNeeded : '';
  return {
    title: draft.title.trim() === '' ? text.replies.titleNeeded : '',
    text: tooLong(draft.text) || none,
  };
}

/** As it is stored. */
export function trimmed({ title, text: words, shared }: ReplyDraft): ReplyDraft {
  return { title: title.trim(), text: words.trim(), shared };
}

export function factsOf(row: Conversation, me: string, workspace: string): Facts {
  const name = row.visitor.name?.trim() ?? '';
  return {
    ...{ name, first_name: name.split(/\s+/)[0] ?? '', email: row.visitor.email ?? '' },
    ...{ me, workspace, number: String(row.number) },
  };
}

const GAP = '\u0000';

/** Fields in braces become what is known; what is not known goes, with the space it would leave. */
export function fill(words: string, facts: Facts): string {
  return words
    .replaceAll(GAP, '')
    .replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in facts ? facts[name as FieldName] || GAP : whole,
    )
    .replace(/[([]\u0000[)\]]/g, GAP)
    .replace(/^\u0000[ \t]*[,;:.]?[ \t]*/gm, '')
    .replace(/[ \t]*\u0000(?=[ \t,.;:!?)\]]|$)/gm, '')
    .replaceAll(GAP, '');
}

/** What is asked for after a `/` that begins a word, and where that stands. */
export type Slash = { from: number; to: number; words: string };

export function slash(text: string, caret: number): Slash | null {
  const found = /(?:^|\s)\/([^\n/]{0,60})$/.exec(text.slice(0, caret));
  if (!found) return null;
  const words = found[1] ?? '';
  return { from: caret - words.length - 1, to: caret, words };
}

export const [getSavedReplies, setSavedReplies] = createContext<SavedReplies>();
