/** Reports and the handoff ledger in the window: what they say, what they ask for, and who can use them. */
import axe from 'axe-core';
import { afterEach, expect, it, vi } from 'vitest';
import { LedgerList, ReportsPlace, reportsOf } from '../state/reports.svelte';
import { NOTHING, share, took } from '../state/durations';
import { Inbox } from '../state/inbox.svelte';
import { ALONE } from '../state/line';
import { memory } from './memory';
import { iris, waiting } from './people';
import { SmallHub } from './small-hub';
import { handoff } from './small-reports';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// The overview is the longest page there is.
vi.setConfig({ testTimeout: 30_000 });
afterEach(closeWindow);

async function openReports(hub = new SmallHub()): Promise<SmallHub> {
  hub.put(waiting(1, 10));
  hub.queue = [];
  openWindow(hub);
  await settled(() => expect(find('nav button', 'Reports')).toBeTruthy());
  press('g');
  press('r');
  await settled(() => expect(find('h1', 'Reports')).toBeTruthy());
  return hub;
}

const ledger = () => document.querySelector<HTMLElement>('[role=grid]');

it('opens by g and r, and says each figure with the one before and what it counts', async () => {
  await openReports();
  await settled(() => expect(page()).toContain('Handoffs by reason'));
  const figures = [...document.querySelectorAll('dl > div')].map((figure) =>
    figure.textContent?.replace(/\s+/g, ' ').trim(),
  );
  expect(figures[1]).toContain('Containment 81.8% 1,507 of 1,842 79.4% before');
  expect(figures[1]).toContain('never handed off and never taken over');
  expect(figures[2]).toContain('Time to claim 34 s 9 in 10 within 2 min 28 s 41 s before');
  expect(page()).toContain('24 Oct 2026 – 22 Nov 2026, Oslo time');
});

it('has a table beside every chart, and every chart says what it shows', async () => {
  await openReports();
  await settled(() => expect(page()).toContain('By label'));
  const charts = [...document.querySelectorAll('.reports section svg[role=img]')];
  expect(charts).toHaveLength(7);
  for (const chart of charts) {
    expect(chart.querySelector('title')?.textContent).not.toBe('');
    expect(chart.querySelector('desc')?.textContent).toMatch(/\d/);
    expect(chart.closest('section')?.querySelector('table')).not.toBeNull();
  }
  const billing = [...find('tr', 'Billing').children].map((cell) => cell.textContent?.trim());
  expect(billing).toEqual(['Billing', '120', '36.3%', '32 s', '1 min 35 s']);
});

it('asks for the period that is chosen, and for days of one’s own from those shown', async () => {
  const hub = await openReports();
  hub.api.chat.aiAgents = [iris, { ...iris, id: 'otto', name: 'Otto' }];
  await settled(() => expect(hub.counted.asked).toHaveLength(1));
  expect(hub.counted.asked[0]?.period).toEqual({ kind: 'days', days: 30 });
  const period = document.querySelector<HTMLSelectElement>('select[aria-label=Period]');
  if (!period) throw new Error('no period');
  const choose = (value: string) => {
    period.value = value;
    period.dispatchEvent(new window.Event('change', { bubbles: true }));
  };
  choose('today');
  await settled(() => expect(hub.counted.asked.at(-1)?.period).toEqual({ kind: 'today' }));
  choose('between');
  const own = { kind: 'between', from: '2026-10-24', to: '2026-11-22' };
  await settled(() => expect(hub.counted.asked.at(-1)?.period).toEqual(own));
  const to = document.querySelector<HTMLInputElement>('input[aria-label=To]');
  if (!to) throw new Error('no last day');
  const asked = hub.counted.asked.length;
  to.value = '2026-10-01';
  to.dispatchEvent(new window.Event('input', { bubbles: true }));
  await settled(() => expect(page()).toContain('The last day is before the first.'));
  expect(hub.counted.asked).toHaveLength(asked);
});

it('keeps what was counted on screen while it counts again', async () => {
  const hub = await openReports();
  await settled(() => expect(page()).toContain('Handoffs by reason'));
  let let_go = () => {};
  hub.counted.gate = new Promise((done) => (let_go = done));
  hub.counted.report = { ...hub.counted.report, reasons: [] };
  const period = document.querySelector<HTMLSelectElement>('select[aria-label=Period]');
  if (!period) throw new Error('no period');
  period.value = 'year';
  period.dispatchEvent(new window.Event('change', { bubbles: true }));
  await settled(() => expect(document.querySelector('.scroll[aria-busy=true]')).not.toBeNull());
  expect(page()).toContain('Complex question');
  let_go();
  await settled(() => expect(page()).not.toContain('Complex question'));
});

it('saves the table of a report, and says where', async () => {
  const hub = await openReports();
  await click('button', 'Save “By member” as CSV');
  await settled(() => expect(page()).toContain('Saved as reasons.csv.'));
  expect(hub.counted.saved).toEqual(['members']);
  hub.counted.refusal = { code: 'disk_full', message: 'This file cannot be written.' };
  await click('button', 'Save “By label” as CSV');
  await settled(() => expect(page()).toMatch(/disk is full|cannot be written/));
});

it('explains an empty period, and what went wrong with a way to try again', async () => {
  const hub = new SmallHub();
  hub.counted.refusal = { code: 'unavailable', message: '' };
  await openReports(hub);
  await settled(() => expect(page()).toContain('The reports could not be read'));
  hub.counted.refusal = null;
  const none = { count: 0, median_ms: null, p90_ms: null };
  const { report } = hub.counted;
  const summary = {
    conversations: 0,
    contained: 0,
    handoffs: 0,
    missed: 0,
    claim: none,
    answer: none,
  };
  hub.counted.report = { ...report, summary, before: null };
  await click('.reports button', 'Try again');
  await settled(() => expect(page()).toContain('No handoffs in this period'));
});

it('works offline and says from which day on this computer can tell', async () => {
  const hub = new SmallHub();
  hub.counted.report.days.cut_to = '2026-10-24';
  hub.lineNow = { ...ALONE, place: 'team', state: 'offline' };
  await openReports(hub);
  await settled(() => expect(page()).toContain('it can report from 24 Oct 2026 on'));
  expect(page()).toContain('Offline: counted from what this computer has.');
  expect(page()).toContain('Handoffs by reason');
});

it('lists every handoff, only those that were missed, and opens one by Enter', async () => {
  const hub = await openReports();
  await click('[role=tab]', 'Handoff ledger');
  await settled(() => expect(page()).toContain('6 handoffs'));
  expect(page()).toContain('3 of 6 missed');
  expect(ledger()?.getAttribute('aria-rowcount')).toBe('7');
  await click('[role=switch]', 'Missed only');
  await settled(() => expect(ledger()?.getAttribute('aria-rowcount')).toBe('4'));
  await click('button', 'Save “Missed handoffs” as CSV');
  expect(hub.counted.saved).toEqual(['missed']);
  await click('[role=switch]', 'Missed only');
  await settled(() => expect(ledger()?.getAttribute('aria-rowcount')).toBe('7'));
  press('Enter', ledger());
  await settled(() => expect(hub.viewed).toBe('c1'));
});

it('does not open a conversation that was deleted', async () => {
  const hub = new SmallHub();
  hub.counted.handoffs = [handoff(1, { deleted: true })];
  await openReports(hub);
  await click('[role=tab]', 'Handoff ledger');
  await settled(() => expect(ledger()).not.toBeNull());
  press('Enter', ledger());
  expect(find('h1', 'Reports')).toBeTruthy();
});

it('reads the ledger page by page, and each page once', async () => {
  const hub = new SmallHub();
  hub.counted.handoffs = Array.from({ length: 250 }, (_, n) => handoff(n));
  const list = new LedgerList(hub);
  await list.load({ period: { kind: 'year' }, ai_agent: null, label: null });
  expect(list.rows).toHaveLength(100);
  await Promise.all([list.loadMore(), list.loadMore()]);
  expect(list.rows).toHaveLength(200);
  hub.counted.refusal = { code: 'unavailable', message: '' };
  await list.loadMore();
  expect([list.rows?.length, list.moreFailed, list.error]).toEqual([200, true, null]);
  hub.counted.refusal = null;
  await list.loadMore();
  await list.loadMore();
  expect(list.rows?.map((row) => row.number)).toEqual(Array.from({ length: 250 }, (_, n) => n));
  expect(list.moreFailed).toBe(false);
});

it.each(['Overview', 'Handoff ledger'])(
  '%s can be used with a screen reader',
  async (view) => {
    await openReports();
    await click('[role=tab]', view);
    await settled(() => expect(page()).not.toContain('Counting'));
    const { violations, passes } = await axe.run(document.body, {
      runOnly: standard,
      rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(passes.length).toBeGreaterThan(8);
  },
  30_000,
);

it('says durations in the two largest units, and no share of nothing', () => {
  expect([0, 999, 42_400, 60_000, 252_000, 3_600_000, 7_800_000, 100_800_000].map(took)).toEqual([
    '0 s',
    '1 s',
    '42 s',
    '1 min',
    '4 min 12 s',
    '1 h',
    '2 h 10 min',
    '1 day 4 h',
  ]);
  expect([share(1, 3), share(0, 5), share(0, 0)]).toEqual(['33.3%', '0%', NOTHING]);
});

it('asks for nothing while the days of one’s own are the wrong way round', () => {
  const place = new ReportsPlace(new SmallHub());
  place.choose('between');
  expect(place.query).toBeNull();
  [place.from, place.to] = ['2026-11-02', '2026-11-01'];
  expect([place.query, place.backwards]).toEqual([null, true]);
  place.to = '2026-11-02';
  expect(place.query?.period).toEqual({ kind: 'between', from: '2026-11-02', to: '2026-11-02' });
});

it('brings the ledger up to date as far as it was scrolled to', async () => {
  const hub = new SmallHub();
  hub.counted.handoffs = Array.from({ length: 250 }, (_, n) => handoff(n + 1));
  const list = new LedgerList(hub);
  await list.load({ period: { kind: 'year' }, ai_agent: null, label: null });
  await list.loadMore();
  hub.counted.handoffs = [handoff(0), ...hub.counted.handoffs];
  list.renew();
  await vi.waitFor(() => expect(list.rows?.[0]?.number).toBe(0));
  expect(list.rows).toHaveLength(200);
  hub.counted.refusal = { code: 'unavailable', message: '' };
  list.renew();
  await vi.waitFor(() => expect(list.error).not.toBeNull());
  hub.counted.refusal = null;
  await list.loadMore();
  expect(list.rows?.map((row) => row.number)).toEqual(Array.from({ length: 251 }, (_, n) => n));
});

it('is read again after something has happened, ledger or overview', async () => {
  vi.useFakeTimers();
  const hub = new SmallHub();
  const place = new ReportsPlace(hub);
  place.view = 'ledger';
  place.load({ period: { kind: 'year' }, ai_agent: null, label: null });
  await vi.advanceTimersByTimeAsync(10);
  place.stale();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(hub.counted.asked).toHaveLength(2);
  vi.useRealTimers();
});

it('are another place in another workspace, and the same one on coming back to it', () => {
  const inbox = new Inbox(new SmallHub(), memory());
  inbox.replica.hub = 'https://hub.nordhem.se';
  const before = reportsOf(inbox);
  expect(reportsOf(inbox)).toBe(before);
  inbox.replica.hub = 'https://hub.sydhem.se';
  expect(reportsOf(inbox)).not.toBe(before);
});

it('has the keyboard when it was gone to by key', async () => {
  await openReports();
  await settled(() => expect(document.activeElement).toBe(document.querySelector('.scroll')));
});

it('says quietly that what is shown is out of date, and tries again', async () => {
  const hub = await openReports();
  await settled(() => expect(page()).toContain('Handoffs by reason'));
  hub.counted.refusal = { code: 'unavailable', message: '' };
  const period = document.querySelector<HTMLSelectElement>('select[aria-label=Period]');
  if (!period) throw new Error('no period');
  period.value = 'year';
  period.dispatchEvent(new window.Event('change', { bubbles: true }));
  await settled(() => expect(page()).toContain('This may be out of date.'));
  expect(page()).toContain('Handoffs by reason');
  hub.counted.refusal = null;
  await click('.calm button', 'Try again');
  await settled(() => expect(page()).not.toContain('This may be out of date.'));
});
