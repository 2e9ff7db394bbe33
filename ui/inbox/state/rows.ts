/**
 * Which conversations a tab holds and in which order: the same rules the hub uses, computed from the
 * row alone, so a row can move between tabs the moment it changes. Pure; knows no pages and no IPC.
 */
import type { Conversation, Tab } from '../ipc';

export type Placed = { rows: Conversation[]; changed: boolean };

export function belongs(row: Conversation, tab: Tab, me: string): boolean {
  switch (tab) {
    case 'mine':
      return row.status !== 'closed' && row.assignee?.kind === 'human' && row.assignee.id === me;
    case 'unassigned':
      return row.status !== 'closed' && row.human_handoff && row.assignee === null;
    case 'all':
      return true;
  }
}

/** When the visitor began to wait for a person; null when nobody waits. */
export function waitingFrom(row: Conversation): string | null {
  if (row.status === 'closed') return null;
  if (row.human_handoff && row.assignee === null) {
    return row.waiting_since ?? row.handoff?.at ?? row.created_at;
  }
  return row.assignee?.kind === 'ai' ? null : row.waiting_since;
}

export function compare(tab: Tab): (a: Conversation, b: Conversation) => number {
  return tab === 'unassigned' ? longestWaitFirst : latestFirst;
}

/**
 * Puts one changed row where it belongs. `complete` says whether `rows` is the whole tab: if not, a
 * row that sorts behind the last one is left to the page that will bring it.
 */
export function place(
  rows: Conversation[],
  row: Conversation,
  tab: Tab,
  me: string,
  complete: boolean,
): Placed {
  const order = compare(tab);
  const held = rows.findIndex((other) => other.id === row.id);
  const rest = held < 0 ? rows : rows.filter((other) => other.id !== row.id);
  if (!belongs(row, tab, me)) return { rows: rest, changed: held >= 0 };
  let at = rest.findIndex((other) => order(row, other) < 0);
  if (at < 0) at = rest.length;
  if (at === rest.length && !complete) return { rows: rest, changed: held >= 0 };
  return { rows: [...rest.slice(0, at), row, ...rest.slice(at)], changed: true };
}

/** The next page behind what is there; a row already shown is not shown twice. */
export function append(rows: Conversation[], page: Conversation[]): Conversation[] {
  const known = new Set(rows.map((row) => row.id));
  return [...rows, ...page.filter((row) => !known.has(row.id))];
}

/** By the newest words that are not automatic, else by the start. */
function latestFirst(a: Conversation, b: Conversation): number {
  if (a.last_words && b.last_words) return b.last_words.seq - a.last_words.seq;
  const from = a.last_words?.at ?? a.created_at;
  const to = b.last_words?.at ?? b.created_at;
  if (from !== to) return from > to ? -1 : 1;
  return b.number - a.number;
}

function longestWaitFirst(a: Conversation, b: Conversation): number {
  const from = waitingFrom(a) ?? '';
  const to = waitingFrom(b) ?? '';
  if (from !== to) return from < to ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
