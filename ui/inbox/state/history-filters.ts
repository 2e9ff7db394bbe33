/**
 * What Chat History is narrowed to, as the page shows it, and the question that makes of it. Pure: `now`
 * is an argument. An empty choice means all.
 */
import type { HistoryColumn, HistoryQuery, Status, TakeoverFilter } from '../ipc';

export type Range = 'any' | 'today' | 'week' | 'month' | 'quarter' | 'custom';
export type Filters = {
  q: string;
  aiAgent: string;
  /** `ai`, `human`, `nobody`, or somebody's id. */
  respondedBy: string;
  takeover: TakeoverFilter | '';
  /** `none`, or a label's id. */
  label: string;
  status: Status | '';
  range: Range;
  /** Days of a custom range, such as 2026-11-22; both count. */
  from: string;
  to: string;
};
export type Sorting = { column: HistoryColumn; descending: boolean };

export const ALL: Filters = {
  q: '',
  aiAgent: '',
  respondedBy: '',
  takeover: '',
  label: '',
  status: '',
  range: 'any',
  from: '',
  to: '',
};
export const NEWEST: Sorting = { column: 'created', descending: true };
/** In the order of the table. */
export const COLUMNS: HistoryColumn[] = [
  ...(['ai_agent', 'contact', 'responded_by', 'takeover'] as const),
  ...(['label', 'status', 'rating', 'created'] as const),
];
const DAYS: Partial<Record<Range, number>> = { today: 1, week: 7, month: 30, quarter: 90 };

export function narrowed(filters: Filters): boolean {
  const { range, from, to, ...rest } = filters;
  const dated = range === 'custom' ? from !== '' || to !== '' : range !== 'any';
  return dated || Object.values(rest).some((value) => value.trim() !== '');
}

/** The other way round at the second time; numbers, dates and yes first begin with the most. */
export function sorted(before: Sorting, column: HistoryColumn): Sorting {
  if (before.column === column) return { column, descending: !before.descending };
  return { column, descending: ['created', 'rating', 'takeover'].includes(column) };
}

export function question(
  filters: Filters,
  { column, descending }: Sorting,
  cursor: string | null,
  limit: number,
  now: number,
): HistoryQuery {
  const { from, to } = between(filters, now);
  return {
    q: filters.q.trim() || null,
    ai_agent: filters.aiAgent || null,
    responded_by: filters.respondedBy || null,
    takeover: filters.takeover || null,
    label: filters.label || null,
    status: filters.status || null,
    from,
    to,
    sort: column,
    descending,
    cursor,
    limit,
  };
}

function between(filters: Filters, now: number): { from: string | null; to: string | null } {
  const days = DAYS[filters.range];
  if (days) {
    const today = new Date(now);
    return { from: midnight(today, 1 - days), to: null };
  }
  if (filters.range !== 'custom') return { from: null, to: null };
  const [from, to] = [dayOf(filters.from), dayOf(filters.to)];
  return { from: from && midnight(from, 0), to: to && midnight(to, 1) };
}

/** Where this computer is, that day begins then: also on days of 23 or 25 hours. */
function midnight(day: Date, later: number): string {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + later).toISOString();
}

/** A day as a date field has it; null for none, or one that is half typed. */
function dayOf(written: string): Date | null {
  const [year, month, day] = written.split('-').map(Number);
  if (!year || !month || !day || year < 1000) return null;
  return new Date(year, month - 1, day);
}
