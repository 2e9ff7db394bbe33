/** Lists and filters as the small hub has them: the real ones are asked in the store's own tests. */
import type {
  Conversation,
  ConversationPage,
  Counts,
  Filter,
  Listed,
  ListQuery,
  Tab,
  WhichListed,
} from '../ipc';
import { belongs, compare } from '../state/rows';
import { ana } from './people';

type Rows = readonly Conversation[];

function fits(row: Conversation, filter: Filter | null): boolean {
  if (!filter) return true;
  const { agent_type, handled_by, status, label, from, to } = filter;
  const handlers = [row.assignee?.id, row.last_responder?.id];
  const labels = row.labels.map(({ id }) => id);
  return (
    (agent_type === null || row.assignee?.kind === agent_type) &&
    (handled_by === null || handlers.includes(handled_by)) &&
    (status === null || row.status === status) &&
    (label === null || (label === 'none' ? labels.length === 0 : labels.includes(label))) &&
    (from === null || row.created_at >= from) &&
    (to === null || row.created_at < to)
  );
}

function narrowed(rows: Rows, tab: Tab, filter: Filter | null): Conversation[] {
  return rows.filter((row) => belongs(row, tab, ana.id) && fits(row, filter));
}

export function countsOf(rows: Rows, filter: Filter | null): Counts {
  const count = (tab: Tab) => narrowed(rows, tab, filter).length;
  return { mine: count('mine'), unassigned: count('unassigned'), all: count('all') };
}

export function pageOf(rows: Rows, query: ListQuery, seq: number): ConversationPage {
  const { tab, filter = null, cursor, limit } = query;
  const here = narrowed(rows, tab, filter).toSorted(compare(tab));
  const from = Number(cursor ?? 0);
  const next = here.length > from + limit ? String(from + limit) : null;
  return { items: here.slice(from, from + limit), next, counts: countsOf(rows, filter), seq };
}

export function listedOf(rows: Rows, { tab, filter, ids }: WhichListed, seq: number): Listed {
  const asked = rows.filter(({ id }) => ids.includes(id));
  return { items: narrowed(asked, tab, filter), counts: countsOf(rows, filter), seq };
}
