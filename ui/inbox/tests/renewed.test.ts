/** A label changes, or a conversation is deleted by itself: only that changes on screen; nothing jumps. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { History, ROW } from '../state/history.svelte';
import { Inbox } from '../state/inbox.svelte';
import { clock } from '../state/clock.svelte';
import { ANY } from '../state/list-filter';
import { RowList } from '../state/list.svelte';
import { memory } from './memory';
import { ana, anaHolds, conversation, marta } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, openWindow, page, settled } from './window';

vi.mock('virtua/svelte', async () => ({
  Virtualizer: (await import('./AllRows.svelte')).default,
}));

const billing = { id: 'billing', name: 'Billing', color: '#2f7fd1' };
let hub: SmallHub;
beforeEach(() => {
  hub = new SmallHub();
});
afterEach(closeWindow);

it('a list stays as long as it was scrolled to', async () => {
  for (let n = 1; n <= 130; n += 1) hub.put(conversation(n));
  const list = new RowList(hub, ana.id, 'all', (rows) => rows);
  await list.load();
  await list.loadMore();
  await list.loadMore();
  const before = list.rows.map(({ id }) => id);
  expect(before).toHaveLength(130);
  hub.rows.delete('c20');
  list.renew();
  await vi.waitFor(() => expect(list.rows).toHaveLength(129));
  expect(list.rows.map(({ id }) => id)).toEqual(before.filter((id) => id !== 'c20'));
  expect(list.more).toBe(false);
});

describe('the open conversation', () => {
  beforeEach(async () => {
    hub.api.hands.labels = [billing];
    hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, labels: [billing] }));
    hub.put(conversation(2));
    for (let n = 0; n < 9; n += 1) hub.say('c1', marta, `Word ${n}.`);
    hub.queue = [];
    openWindow(hub);
    await settled(() => expect(page()).toContain('Latest first'));
    hub.open({ conversation: 'c1', tab: 'mine', notice: null });
    await settled(() => expect(page()).toContain('Word 8.'));
  });

  it('shows the label as it is called now, and its messages stay as far as they were read', async () => {
    hub.page = 3;
    const row = hub.rows.get('c1');
    const invoices = { ...billing, name: 'Invoices' };
    if (row) hub.rows.set('c1', { ...row, labels: [invoices] });
    hub.api.hands.labels = [invoices];
    hub.api.hands.onLabels();
    await settled(() => expect(page()).toContain('Invoices'));
    await settled(() => expect(page()).not.toContain('Billing'));
    expect(page()).toContain('Word 0.');
  });

  it('is left, which is said, when it was deleted', async () => {
    hub.rows.delete('c1');
    hub.change('c2', { unread: 1 });
    hub.deliver();
    await settled(() => expect(page()).toContain('That is gone. Go back to the list.'));
    expect(page()).not.toContain('Word 8.');
  });
});

it('a list that cannot be brought up to date says so above its rows, and tries again', async () => {
  hub.api.hands.labels = [billing];
  hub.put(conversation(1, { assignee: anaHolds, labels: [billing] }));
  hub.queue = [];
  openWindow(hub);
  await settled(() => expect(page()).toContain('Billing'));
  const list = vi.spyOn(hub, 'list').mockRejectedValue({ code: 'unavailable', message: '' });
  hub.api.hands.labels = [{ ...billing, name: 'Invoices' }];
  hub.api.hands.onLabels();
  await settled(() => expect(page()).toContain('This may be out of date.'));
  expect(document.querySelector('#row-c1')).not.toBeNull();
  list.mockRestore();
  await click('.calm button', 'Try again');
  await settled(() => expect(page()).not.toContain('This may be out of date.'));
});

it('“today” is another day from midnight on', async () => {
  hub.put(conversation(1, { assignee: anaHolds }));
  hub.queue = [];
  const store = memory();
  const today = { ...ANY, period: { span: 'today' } };
  store.setItem('baton.filters', JSON.stringify({ mine: today }));
  const list = vi.spyOn(hub, 'list');
  const from = () => list.mock.calls.findLast(([query]) => query.tab === 'mine')?.[0].filter?.from;
  openWindow(hub, store);
  await settled(() => expect(from()).toBe(midnightOf(new Date())));
  vi.useFakeTimers({ toFake: ['Date'] });
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  vi.setSystemTime(tomorrow);
  clock.now = Date.now();
  await settled(() => expect(from()).toBe(midnightOf(tomorrow)));
  vi.useRealTimers();
});

function midnightOf(day: Date): string {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).toISOString();
}

describe('Chat History', () => {
  let history: History;
  beforeEach(async () => {
    for (let n = 1; n <= 350; n += 1) hub.rows.set(`c${n}`, conversation(n));
    history = new History(new Inbox(hub, memory()));
    await history.load();
    history.see(90, 120);
    await vi.waitFor(() => expect(history.count).toBe(200));
  });

  it('lets deleted rows go; what is in sight and where the keyboard is stay', async () => {
    history.scrolled = 150 * ROW + 7;
    history.at = 155;
    const seen = history.row(150)?.conversation.id;
    const stood = history.row(155)?.conversation.id;
    for (const n of [349, 348, 100]) hub.rows.delete(`c${n}`);
    await history.renew();
    expect([history.total, history.count]).toEqual([347, 200]);
    expect(history.row(148)?.conversation.id).toBe(seen);
    expect(history.row(history.at)?.conversation.id).toBe(stood);
    expect(history.scrolled).toBe(148 * ROW + 7);
    const shown = Array.from({ length: 200 }, (_, at) => history.row(at)?.conversation.id);
    expect(new Set(shown).size).toBe(200);
    expect(shown).not.toContain('c349');
  });

  it('counts and shows what is the newest answer, and says when it could not be had', async () => {
    let late = () => {};
    hub.past.gate = new Promise((resolve) => (late = resolve));
    hub.rows.delete('c349');
    const first = history.renew();
    hub.rows.delete('c348');
    hub.past.gate = null;
    await history.load();
    late();
    await first;
    expect(history.total).toBe(348);
    hub.past.refusal = { code: 'unavailable', message: '' };
    await history.renew();
    expect([history.total, history.error?.code]).toEqual([348, 'unavailable']);
    hub.past.refusal = null;
    await history.renew();
    expect(history.error).toBeNull();
  });

  it('asks for its pages once, however many steps a deletion takes', async () => {
    vi.useFakeTimers();
    const before = hub.past.asked.length;
    for (let n = 1; n <= 20; n += 1) {
      hub.rows.delete(`c${n}`);
      history.stale();
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(hub.past.asked).toHaveLength(before + 2);
    expect(history.total).toBe(330);
    vi.useRealTimers();
  });

  it('closes the transcript when its conversation was deleted, and no other', async () => {
    vi.useFakeTimers();
    history.reading = history.row(3);
    hub.rows.delete('c1');
    history.stale();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(history.reading?.conversation.id).toBe('c347');
    hub.rows.delete('c347');
    history.stale();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(history.reading).toBeNull();
    vi.useRealTimers();
  });

  it('closes the transcript when its conversation is opened in the Inbox', () => {
    history.reading = history.row(3);
    const row = history.row(3);
    if (row) history.show(row);
    expect(history.reading).toBeNull();
  });
});
