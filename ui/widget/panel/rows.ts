/**
 * Messages as rows on the screen: grouped by author and day, the unsent ones last. Guarantees: a message keeps its key from the
 * moment it is written until long after it is stored, so its bubble never jumps or is read out twice. Leaves out: elements.
 */
import type { Block } from '../state/blocks';
import type { Shown } from '../state/outbox';
import type { Attachment, Author, Message, Source } from '../state/types';
import { dayLabel, dayOf } from './time';

export interface Item {
  id: string;
  blocks: Block[];
  at: number;
  attachments: Attachment[];
  sources: Source[];
  state: 'stored' | Shown['state'];
  refused: string | null;
}

export type Row =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'auto'; key: string; item: Item }
  | { kind: 'run'; key: string; author: Author; items: Item[] };

const SAME_RUN_MS = 5 * 60_000;

export function rows(messages: readonly Message[], pending: readonly Shown[], now: number): Row[] {
  const out: Row[] = [];
  let day = '';
  const put = (author: Author, item: Item): void => {
    if (dayOf(item.at) !== day && dayOf(item.at) !== '') {
      day = dayOf(item.at);
      out.push({ kind: 'day', key: `day ${day}`, label: dayLabel(item.at, now) });
    }
    const last = out.at(-1);
    if (author.kind === 'auto') out.push({ kind: 'auto', key: item.id, item });
    else if (last?.kind === 'run' && follows(last, author, item)) last.items.push(item);
    else out.push({ kind: 'run', key: item.id, author, items: [item] });
  };
  for (const message of messages) put(message.author, stored(message));
  for (const entry of pending) put({ kind: 'visitor', name: '' }, unsent(entry));
  return out;
}

function follows(run: { author: Author; items: Item[] }, author: Author, item: Item): boolean {
  const before = run.items.at(-1)?.at ?? 0;
  const same =
    run.author.kind === author.kind &&
    (author.kind === 'visitor' || run.author.name === author.name);
  return same && item.at - before < SAME_RUN_MS;
}

function stored({ id, blocks, at, attachments, sources }: Message): Item {
  return { id, blocks, at: Date.parse(at), attachments, sources, state: 'stored', refused: null };
}

function unsent({ id, text, files, at, state, refused }: Shown): Item {
  const spans = [{ kind: 'text' as const, text, href: null }];
  const blocks: Block[] = text === '' ? [] : [{ kind: 'paragraph', spans }];
  return { id, blocks, at, attachments: files, sources: [], state, refused };
}
