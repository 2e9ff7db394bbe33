/**
 * A thread's items as they are read: days, groups by author, handoff cards, quiet lines, comments.
 * `newAfter` is where "New" stands: behind what I had read when I opened it; null for nowhere.
 * Pure, and stable: the same item always gets the same key. Automatic texts are not told twice: the
 * one that followed a handoff stands in its card, "Ana joined" in the quiet line.
 */
import type { Analysis, Comment, Directory, Message, OutboxItem, ThreadItem } from '../ipc';
import { text } from '../text';
import { holder, line, string, type Line } from './lines';
import { REASONS, reasonWords } from './reasons';
import type { Pending } from './thread.svelte';
import { sameDay } from './times';

/** An answer of the AI agent, in brief. */
export type Tried = Pick<Analysis['tried'][number], 'text' | 'sources'>;
export type Handoff = {
  title: string;
  why: string;
  question: string | null;
  /** The AI agent that had it, and what it had answered so far, oldest first. */
  ai: string | null;
  tried: Tried[];
  told: string | null;
};
export type Said = {
  key: string;
  seq: number;
  at: string;
  message: Message | null;
  /** My reply on its way. */
  pending: Pending | null;
};
export type Piece =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'group'; key: string; at: string; author: Message['author']; said: Said[] }
  | { kind: 'handoff'; key: string; at: string; seq: number; handoff: Handoff }
  | { kind: 'line'; key: string; at: string; line: Line }
  | { kind: 'comment'; key: string; at: string; seq: number; comment: Comment }
  | { kind: 'queued'; key: string; at: string; item: OutboxItem }
  | { kind: 'draft'; key: string; at: string; author: string; text: string };

const GROUP_MS = 5 * 60_000;

export function story(
  items: ThreadItem[],
  pending: Pending[],
  me: { id: string; name: string },
  newAfter: number | null,
  directory: Directory,
): Piece[] {
  const told = new Map<number, Message>();
  items.forEach((item, index) => {
    const words = item.type === 'handed_off' ? toldAfter(items, index) : null;
    if (words) told.set(item.seq, words);
  });
  const inCards = new Set([...told.values()].map((message) => message.seq));
  const pieces: Piece[] = [];
  let last: string | null = null;
  let fresh = newAfter === null || newAfter === 0;
  items.forEach((item, index) => {
    if (item.message && inCards.has(item.seq)) return;
    const piece = pieceOf(item, items, index, told.get(item.seq) ?? null, directory);
    if (!piece) return;
    if (!last || !sameDay(last, item.at)) {
      pieces.push({ kind: 'day', key: `day-${item.seq}`, at: item.at });
    }
    last = item.at;
    if (
      !fresh &&
      newAfter !== null &&
      item.seq > newAfter &&
      item.message?.author.kind === 'visitor'
    ) {
      fresh = true;
      pieces.push({ kind: 'new', key: 'new' });
    }
    join(pieces, piece);
  });
  const author: Message['author'] = { kind: 'human', id: me.id, name: me.name };
  for (const reply of pending) {
    const said = { key: reply.id, seq: 0, at: reply.at, message: null, pending: reply };
    join(pieces, { kind: 'group', key: reply.id, at: reply.at, author, said: [said] });
  }
  return pieces;
}

/** A group that grows at either end keeps the key that its messages were known by: it is not drawn anew. */
export function keyed(pieces: Piece[], known: Map<string, string>): Piece[] {
  const taken = new Set<string>();
  return pieces.map((piece) => {
    if (piece.kind !== 'group') return piece;
    const keys = [...piece.said.map((said) => known.get(said.key)), piece.key, `${piece.key}-too`];
    const key = keys.find((key) => key !== undefined && !taken.has(key)) ?? piece.key;
    taken.add(key);
    for (const said of piece.said) known.set(said.key, key);
    return { ...piece, key };
  });
}

function join(pieces: Piece[], piece: Piece): void {
  const before = pieces.at(-1);
  const same =
    before?.kind === 'group' &&
    piece.kind === 'group' &&
    before.author.kind === piece.author.kind &&
    before.author.id === piece.author.id &&
    Date.parse(piece.at) - Date.parse(before.said.at(-1)?.at ?? before.at) < GROUP_MS;
  if (same) before.said.push(...piece.said);
  else pieces.push(piece);
}

/** A message, a comment or a draft without a word was erased with its contact. */
function isErased({ type, message, comment, data }: ThreadItem): boolean {
  if (message) return message.text === '' && message.attachments.length === 0;
  if (type === 'comment_added') return comment?.text === '';
  return type === 'draft_withdrawn' && data['text'] === '';
}

function pieceOf(
  item: ThreadItem,
  items: ThreadItem[],
  index: number,
  told: Message | null,
  directory: Directory,
): Piece | null {
  const { seq, at, message } = item;
  const key = `item-${seq}`;
  if (item.data['auto'] === 'joined') return null;
  if (isErased(item)) {
    return { kind: 'line', key, at, line: { who: '', words: text.contact.gone, icon: 'dot' } };
  }
  if (message) {
    const said = { key, seq, at: message.at, message, pending: null };
    return { kind: 'group', key, at: message.at, author: message.author, said: [said] };
  }
  if (item.type === 'handed_off') {
    const handoff = handoffOf(item, {
      question: questionOf(items, index),
      tried: triedBefore(items, index),
      told: told?.text ?? null,
    });
    return { kind: 'handoff', key, at, seq, handoff };
  }
  if (item.type === 'comment_added') {
    return item.comment && { kind: 'comment', key, at, seq, comment: item.comment };
  }
  if (item.type === 'draft_withdrawn') {
    const author = holder(item.data['author'])?.name || item.actor.name;
    return { kind: 'draft', key, at, author, text: string(item.data['text']) ?? '' };
  }
  const words = line(item, directory);
  return words && { kind: 'line', key, at, line: words };
}

function isVisitors(item: ThreadItem): boolean {
  return item.message?.author.kind === 'visitor';
}

/**
 * What the visitor still wants to know: the last words before the handoff that did more than ask for
 * a person, else that request; when new words reopened the conversation, those.
 */
function questionOf(items: ThreadItem[], index: number): string | null {
  const next = items[index + 1];
  const reopened = items[index - 1]?.data['from'] === 'closed';
  if (reopened && next && isVisitors(next)) return next.message?.text ?? null;
  const asked = items.slice(0, index + 1).map((item, at) => {
    if (!wasAskedFor(item)) return null;
    return items.slice(0, at).findLast(isVisitors);
  });
  const said = items.slice(0, index).filter(isVisitors);
  const question = said.findLast((item) => !asked.includes(item)) ?? said.at(-1);
  return question?.message?.text ?? null;
}

/** The automatic text that belongs to a handoff: it comes before anybody answers or takes over. */
function toldAfter(items: ThreadItem[], index: number): Message | null {
  for (const item of items.slice(index + 1)) {
    if (['handed_off', 'assigned', 'status_changed'].includes(item.type)) return null;
    if (item.data['auto'] === 'waiting') return item.message;
    if (item.message && !isVisitors(item)) return null;
  }
  return null;
}

function firstSentence(words: string): string {
  return /^[\s\S]*?[.!?…](?=\s|$)/.exec(words.trim())?.[0] ?? words.trim();
}

/** What the AI agent answered since it got the conversation. */
function triedBefore(items: ThreadItem[], index: number): Tried[] {
  const before = items.slice(0, index);
  const since = before.findLastIndex(
    ({ type, data }) => type === 'handed_off' || (type === 'assigned' && holder(data['to'])),
  );
  return before
    .slice(since + 1)
    .flatMap(({ message }) =>
      message?.author.kind === 'ai'
        ? { text: firstSentence(message.text), sources: message.sources }
        : [],
    );
}

/** Whether a handoff answers the request for a person, which is then no open question. */
function wasAskedFor({ data }: ThreadItem): boolean {
  const byRule = data['trigger'] === 'rule' && data['reason'] === REASONS[0];
  return byRule || data['trigger'] === 'visitor_words';
}

function handoffOf(item: ThreadItem, said: Pick<Handoff, 'question' | 'tried' | 'told'>): Handoff {
  const reason = reasonWords(string(item.data['reason']) ?? '');
  const rule = string(item.data['rule']);
  const from = holder(item.data['from']);
  const name = item.actor.name;
  const title =
    item.actor.kind === 'human'
      ? text.handoff.byMember(name)
      : from?.kind === 'ai'
        ? text.handoff.title(from.name)
        : item.actor.kind === 'ai'
          ? text.handoff.title(name)
          : item.actor.kind === 'visitor'
            ? text.handoff.asked(name || text.anonymous)
            : text.handoff.system;
  const ai = from?.kind === 'ai' ? from.name : item.actor.kind === 'ai' ? name : null;
  return { title, why: rule ? text.handoff.rule(reason, rule) : reason, ai, ...said };
}
