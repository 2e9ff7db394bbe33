/** Reports small enough for a test: figures that are made up once, a ledger that can be paged. */
import type { Ipc, IpcError, LedgerMoment, LedgerRow, ReportQuery, Reports, Spread } from '../ipc';
import { at, START_MS } from './people';

const spread = (count: number, median_ms: number | null, p90_ms: number | null): Spread => ({
  count,
  median_ms,
  p90_ms,
});

const moment = (since: number, after: number, by: string): LedgerMoment => ({
  at: new Date(START_MS - since * 1_000 + after * 1_000).toISOString(),
  after_ms: after * 1_000,
  by,
});

/** One that Ana took after 40 s and answered after 2 min, unless told otherwise. */
export function handoff(number: number, more: Partial<LedgerRow> = {}): LedgerRow {
  const since = number * 1_700;
  return {
    seq: 10_000 - number,
    conversation: `c${number}`,
    number,
    visitor: 'Marta Lindqvist',
    deleted: false,
    raised_at: at(-since),
    ai_agent: 'Iris',
    trigger: 'visitor_words',
    reason: 'Asked for a person',
    given_to: null,
    told: ['Ana', 'Bob'],
    reached: ['Ana'],
    seen: moment(since, 21, 'Bob'),
    claimed: moment(since, 40, 'Ana'),
    means: 'notification',
    answered: moment(since, 125, 'Ana'),
    silent: 0,
    outcome: 'closed',
    ended_at: at(-since + 600),
    missed: null,
    ...more,
  };
}

/** A day of a shop: nobody in the night, most before and after lunch, less at the weekend. */
const hours = (weekday: number): number[] =>
  Array.from({ length: 24 }, (_, hour) => {
    const busy = Math.max(0, 9 - Math.abs(hour - 11) * 1.6) + Math.max(0, 7 - Math.abs(hour - 15));
    return Math.round(busy * (weekday > 4 ? 0.35 : 1 + (weekday % 3) * 0.12));
  });

const reports = (): Reports => ({
  days: { from: '2026-10-24', to: '2026-11-22', time_zone: 'Europe/Oslo', cut_to: null },
  summary: {
    conversations: 1_842,
    contained: 1_507,
    handoffs: 331,
    missed: 27,
    claim: spread(318, 34_000, 148_000),
    answer: spread(322, 92_000, 412_000),
  },
  before: {
    conversations: 1_790,
    contained: 1_421,
    handoffs: 352,
    missed: 41,
    claim: spread(338, 41_000, 190_000),
    answer: spread(340, 118_000, 540_000),
  },
  reasons: [
    { reason: 'Asked for a person', handoffs: 164, answered: 160, before: 171 },
    { reason: 'Complex question', handoffs: 71, answered: 69, before: 90 },
    { reason: 'Sensitive issue', handoffs: 48, answered: 48, before: 44 },
    { reason: 'Sales opportunity', handoffs: 33, answered: 31, before: 28 },
    { reason: 'AI confusion', handoffs: 15, answered: 14, before: 19 },
  ],
  hours: Array.from({ length: 7 }, (_, weekday) => hours(weekday)),
  waits: [
    { up_to_ms: 15_000, claimed: 61, answered: 2 },
    { up_to_ms: 30_000, claimed: 84, answered: 22 },
    { up_to_ms: 60_000, claimed: 98, answered: 71 },
    { up_to_ms: 120_000, claimed: 40, answered: 104 },
    { up_to_ms: 300_000, claimed: 19, answered: 80 },
    { up_to_ms: 900_000, claimed: 11, answered: 31 },
    { up_to_ms: 3_600_000, claimed: 3, answered: 8 },
    { up_to_ms: 14_400_000, claimed: 1, answered: 3 },
    { up_to_ms: null, claimed: 1, answered: 1 },
  ],
  members: [
    {
      id: 'ana',
      name: 'Ana',
      claimed: 171,
      claim: spread(168, 29_000, 98_000),
      answer: spread(174, 81_000, 301_000),
      closed: 120,
      open: 3,
    },
    {
      id: 'bob',
      name: 'Bob',
      claimed: 150,
      claim: spread(150, 44_000, 210_000),
      answer: spread(148, 121_000, 640_000),
      closed: 96,
      open: 2,
    },
  ],
  ai_agents: [
    {
      id: 'iris',
      name: 'Iris',
      conversations: 1_402,
      contained: 1_188,
      handoffs: 214,
      no_answer: 96,
      failures: 0,
    },
    {
      id: 'otto',
      name: 'Otto',
      conversations: 440,
      contained: 319,
      handoffs: 117,
      no_answer: 38,
      failures: 12,
    },
  ],
  labels: [
    {
      id: 'billing',
      name: 'Billing',
      color: '#c9772b',
      handoffs: 120,
      claim: spread(118, 32_000, 140_000),
      answer: spread(119, 95_000, 400_000),
    },
    {
      id: 'shipping',
      name: 'Shipping',
      color: '#2f7fd1',
      handoffs: 84,
      claim: spread(80, 36_000, 150_000),
      answer: spread(82, 88_000, 380_000),
    },
  ],
  causes: [
    { cause: 'outside_hours', handoffs: 11 },
    { cause: 'nobody_took', handoffs: 8 },
    { cause: 'silent', handoffs: 4 },
    { cause: 'nobody_connected', handoffs: 2 },
    { cause: 'visitor_gone', handoffs: 2 },
  ],
});

export class SmallReports {
  report: Reports = reports();
  handoffs: LedgerRow[] = [
    handoff(1, { outcome: 'open', ended_at: null }),
    handoff(2, { visitor: null, missed: 'nobody_took', seen: null, claimed: null, answered: null }),
    handoff(3, { missed: 'nobody_connected', reached: [] }),
    handoff(4, { given_to: 'Bob', told: ['Bob'], reached: null, outcome: 'handed_back' }),
    handoff(5, { missed: 'silent', silent: 1 }),
    handoff(6, { deleted: true, visitor: null, told: [], reached: null }),
  ];
  /** What was asked for, and where it was saved to; null for a dialog that is cancelled. */
  asked: ReportQuery[] = [];
  saved: string[] = [];
  file: string | null = 'reasons.csv';
  refusal: IpcError | null = null;
  /** Holds back the answers until the test lets them go. */
  gate: Promise<void> | null = null;

  reports: Ipc['reports'] = async (query) => {
    this.asked.push(query);
    await this.gate;
    if (this.refusal) throw this.refusal;
    return this.report;
  };
  ledger: Ipc['ledger'] = async ({ query, missed, cursor, limit }) => {
    this.asked.push(query);
    await this.gate;
    if (this.refusal) throw this.refusal;
    const all = this.handoffs.filter((row) => !missed || row.missed !== null);
    const from = Number(cursor ?? 0);
    return {
      items: all.slice(from, from + limit),
      next: all.length > from + limit ? String(from + limit) : null,
      total: this.handoffs.length,
      missed: this.handoffs.filter((row) => row.missed !== null).length,
      days: this.report.days,
    };
  };
  saveReport: Ipc['saveReport'] = async (table) => {
    if (this.refusal) throw this.refusal;
    this.saved.push(table);
    return this.file;
  };
}
