/**
 * What a list is narrowed to, as I chose it: days are kept as I said them ("last 7 days"), so that they
 * are right tomorrow too, and become moments of this computer's time zone when the list is asked for.
 * Pure. What a filter means for a conversation is Rust's to say; nothing here looks at one.
 */
import type { Directory, Filter, Status } from '../ipc';
import { text } from '../text';

export type AgentType = 'ai' | 'human';
/** Both days included, as "2026-11-22"; empty: open. */
export type Days = { from: string; to: string };
export type Span = 'today' | 'week' | 'thirty' | 'month';
export type Period = { span: Span } | ({ span: 'days' } & Days);
export type Choice = {
  agentType: AgentType | null;
  /** An AI agent or a member. */
  handledBy: string | null;
  period: Period | null;
  status: Status | null;
  /** A label's id, or `none`. */
  label: string | null;
};
export type Part = keyof Choice;
export type Chip = { part: Part; name: string };

export const ANY: Choice = {
  agentType: null,
  handledBy: null,
  period: null,
  status: null,
  label: null,
};
export const PARTS: Part[] = ['agentType', 'handledBy', 'period', 'status', 'label'];
export const SPANS: Span[] = ['today', 'week', 'thirty', 'month'];
export const NO_LABEL = 'none';
/** Today and so many days before. */
const BEFORE: Record<'today' | 'week' | 'thirty', number> = { today: 0, week: 6, thirty: 29 };
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

export function active(choice: Choice): Part[] {
  return PARTS.filter((part) => choice[part] !== null);
}

/** As Rust takes it; null while nothing is chosen. */
export function filterOf(choice: Choice, now: number): Filter | null {
  if (active(choice).length === 0) return null;
  const { from, to } = moments(choice.period, new Date(now));
  return {
    agent_type: choice.agentType,
    handled_by: choice.handledBy,
    status: choice.status,
    label: choice.label,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
  };
}

type Moments = { from: Date | null; to: Date | null };

/** From the first day's midnight here to the midnight that ends the last one. */
function moments(period: Period | null, now: Date): Moments {
  if (!period) return { from: null, to: null };
  const [year, month, today] = [now.getFullYear(), now.getMonth(), now.getDate()];
  switch (period.span) {
    case 'today':
    case 'week':
    case 'thirty':
      return { from: new Date(year, month, today - BEFORE[period.span]), to: null };
    case 'month':
      return { from: new Date(year, month, 1), to: null };
    case 'days':
      return { from: midnight(period.from, 0), to: midnight(period.to, 1) };
  }
}

/** A day's midnight here, or that of a day after; null when it is no day. */
export function midnight(day: string, after: number): Date | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const found = new Date(Number(year), Number(month) - 1, Number(date));
  if (found.getMonth() !== Number(month) - 1) return null;
  found.setDate(found.getDate() + after);
  return found;
}

/** What is chosen, in words, in the order of the panel. */
export function chips(choice: Choice, directory: Directory): Chip[] {
  return active(choice).map((part) => ({ part, name: chipName(choice, part, directory) }));
}

function chipName(choice: Choice, part: Part, directory: Directory): string {
  const words = text.filters;
  switch (part) {
    case 'agentType':
      return choice.agentType ? words.agentTypes[choice.agentType] : words.agentTypes.any;
    case 'handledBy':
      return words.handledBy(nameOf(choice.handledBy, directory) ?? words.gone);
    case 'status':
      return choice.status ? text.status[choice.status] : words.any;
    case 'label': {
      if (choice.label === NO_LABEL) return words.noLabel;
      return directory.labels.find(({ id }) => id === choice.label)?.name ?? words.gone;
    }
    case 'period':
      return choice.period ? periodName(choice.period) : words.any;
  }
}

export function nameOf(id: string | null, { members, ai_agents }: Directory): string | null {
  return [...ai_agents, ...members].find((agent) => agent.id === id)?.name ?? null;
}

const dayFormat = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium' });

export function periodName(period: Period): string {
  if (period.span !== 'days') return text.filters.spans[period.span];
  const said = (day: string) => {
    const at = midnight(day, 0);
    return at ? dayFormat.format(at) : '';
  };
  const [from, to] = [said(period.from), said(period.to)];
  if (from && to) return from === to ? from : text.filters.fromTo(from, to);
  return from ? text.filters.from(from) : text.filters.to(to);
}

/** What was kept, as far as it still makes sense; people and labels that are gone are let go. */
export function sound(kept: unknown, directory: Directory): Choice {
  if (typeof kept !== 'object' || kept === null) return ANY;
  const { agentType, handledBy, period, status, label } = kept as Record<Part, unknown>;
  const knownLabel = label === NO_LABEL || directory.labels.some(({ id }) => id === label);
  return {
    agentType: agentType === 'ai' || agentType === 'human' ? agentType : null,
    handledBy:
      typeof handledBy === 'string' && nameOf(handledBy, directory) !== null ? handledBy : null,
    period: soundPeriod(period),
    status: status === 'active' || status === 'pending' || status === 'closed' ? status : null,
    label: typeof label === 'string' && knownLabel ? label : null,
  };
}

function soundPeriod(kept: unknown): Period | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { span, from, to } = kept as Record<string, unknown>;
  const named = SPANS.find((known) => known === span);
  if (named) return { span: named };
  if (span !== 'days' || typeof from !== 'string' || typeof to !== 'string') return null;
  return midnight(from, 0) || midnight(to, 0) ? { span: 'days', from, to } : null;
}
