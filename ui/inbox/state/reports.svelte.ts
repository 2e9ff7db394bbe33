/**
 * What the reports are of (period, AI agent, label) and what they say: asked of this computer's copy,
 * again soon after something has happened. What was counted before stays on screen meanwhile.
 */
import type {
  AskedPeriod,
  Ipc,
  IpcError,
  LedgerPage,
  LedgerRow,
  ReportQuery,
  Reports,
} from '../ipc';
import { Fetched } from './fetched.svelte';
import type { Inbox } from './inbox.svelte';
import { asIpcError } from './refusals';

export type PeriodChoice = 'today' | 'days7' | 'days30' | 'days90' | 'year' | 'between';

const PAGE = 100;
/** A busy hub lets it count again this often at most. */
const SETTLE_MS = 4_000;
const LAST_DAYS = { days7: 7, days30: 30, days90: 90 };

export class ReportsPlace {
  view: 'overview' | 'ledger' = $state('overview');
  choice: PeriodChoice = $state('days30');
  /** For `between`: days such as 2026-12-24; empty while none is chosen. */
  from = $state('');
  to = $state('');
  aiAgent: string | null = $state(null);
  label: string | null = $state(null);
  readonly reports: Fetched<Reports>;
  readonly ledger: LedgerList;
  readonly backwards = $derived(this.from !== '' && this.to !== '' && this.to < this.from);
  /** What is asked for; null while the days are not chosen. */
  readonly query = $derived.by((): ReportQuery | null => {
    const period = this.#period();
    return period && { period, ai_agent: this.aiAgent, label: this.label };
  });
  #asked: ReportQuery | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(ipc: Ipc) {
    this.reports = new Fetched(() => ipc.reports(this.#asked ?? this.#today()));
    this.ledger = new LedgerList(ipc);
  }

  #period(): AskedPeriod | null {
    switch (this.choice) {
      case 'today':
        return { kind: 'today' };
      case 'year':
        return { kind: 'year' };
      case 'between':
        if (this.from === '' || this.to === '' || this.backwards) return null;
        return { kind: 'between', from: this.from, to: this.to };
      default:
        return { kind: 'days', days: LAST_DAYS[this.choice] };
    }
  }

  #today(): ReportQuery {
    return { period: { kind: 'today' }, ai_agent: null, label: null };
  }

  /** Days of one's own begin with those that are shown. */
  choose(choice: PeriodChoice): void {
    const shown = this.reports.value?.days ?? this.ledger.days;
    if (choice === 'between' && this.from === '' && shown) {
      this.from = shown.from;
      this.to = shown.to;
    }
    this.choice = choice;
  }

  load(query: ReportQuery): void {
    this.#asked = query;
    if (this.view === 'overview') void this.reports.load();
    else void this.ledger.load(query);
  }

  /** Something has happened. */
  stale(): void {
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      if (!this.#asked) return;
      if (this.view === 'overview') void this.reports.load();
      else this.ledger.renew();
    }, SETTLE_MS);
  }

  rest(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
  }
}

/** The handoff ledger, page by page. */
export class LedgerList {
  rows: LedgerRow[] | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);
  /** The next page could not be read; what is here stays. */
  moreFailed = $state(false);
  busy = $state(false);
  missed = $state(false);
  /** How many there are of what is listed. */
  size = $state(0);
  total = $state(0);
  totalMissed = $state(0);
  days: LedgerPage['days'] | null = $state.raw(null);
  #ipc: Ipc;
  #query: ReportQuery | null = null;
  #next: string | null = null;
  #asked = 0;

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  async load(query: ReportQuery): Promise<void> {
    this.#query = query;
    await this.#fill(0);
  }

  /** As things are now, as far as it was scrolled to. */
  renew(): void {
    if (this.#query && this.rows && !this.busy) void this.#fill(this.rows.length);
  }

  /** What is shown stays until all of it is there. */
  async #fill(least: number): Promise<void> {
    const rows: LedgerRow[] = [];
    let next: string | null = null;
    do {
      const page = await this.#ask(next, true);
      if (!page) return;
      rows.push(...page.items);
      next = page.next;
    } while (next !== null && rows.length < least);
    this.rows = rows;
    this.#next = next;
  }

  async loadMore(): Promise<void> {
    if (this.busy || !this.#next || !this.rows) return;
    const page = await this.#ask(this.#next, false);
    if (!page) return;
    this.rows = [...this.rows, ...page.items];
    this.#next = page.next;
  }

  again(): void {
    if (this.#query) void this.load(this.#query);
  }

  async #ask(cursor: string | null, anew: boolean): Promise<LedgerPage | null> {
    if (!this.#query) return null;
    const asked = ++this.#asked;
    this.busy = true;
    try {
      const { missed } = this;
      const of = { query: this.#query, missed, cursor, limit: PAGE };
      const page = await this.#ipc.ledger(of);
      if (asked !== this.#asked) return null;
      this.error = null;
      this.moreFailed = false;
      this.total = page.total;
      this.totalMissed = page.missed;
      this.size = missed ? page.missed : page.total;
      this.days = page.days;
      return page;
    } catch (thrown) {
      if (asked !== this.#asked) return null;
      if (anew) this.error = asIpcError(thrown);
      else this.moreFailed = true;
      return null;
    } finally {
      if (asked === this.#asked) this.busy = false;
    }
  }
}

const places = new WeakMap<Inbox, { whose: string; place: ReportsPlace }>();

/** The reports of this window and workspace: what was chosen stays while one is elsewhere. */
export function reportsOf(inbox: Inbox): ReportsPlace {
  const { whose } = inbox.replica;
  const known = places.get(inbox);
  if (known?.whose === whose) return known.place;
  known?.place.rest();
  const place = new ReportsPlace(inbox.ipc);
  places.set(inbox, { whose, place });
  return place;
}
