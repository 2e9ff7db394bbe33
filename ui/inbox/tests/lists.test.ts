/** Filters: chosen, kept for each tab, counted, shown, taken back, and true of what happens meanwhile. */
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Filter } from '../ipc';
import { ANY, chips, filterOf, sound, type Choice } from '../state/list-filter';
import { RowList } from '../state/list.svelte';
import { Replica } from '../state/replica.svelte';
import { memory } from './memory';
import { ana, anaHolds, at, bobHolds, conversation, iris, irisHolds, waiting } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

vi.mock('virtua/svelte', async () => ({
  Virtualizer: (await import('./AllRows.svelte')).default,
}));

const billing = { id: 'billing', name: 'Billing', color: '#2f7fd1' };
const sales = { id: 'sales', name: 'Sales', color: '#c9772b' };
let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
  hub.api.hands.labels = [billing, sales];
  hub.put(waiting(1, 10, { labels: [billing] }));
  hub.put(waiting(2, 20));
  hub.put(conversation(3, { assignee: anaHolds, human_handoff: true, status: 'pending' }));
  hub.put(conversation(4, { assignee: bobHolds, human_handoff: true, status: 'closed' }));
  hub.put(conversation(5, { assignee: irisHolds, labels: [sales] }));
  hub.queue = [];
});
afterEach(closeWindow);

const rows = () => [...document.querySelectorAll('[role=option][id^=row-]')].map((row) => row.id);
const count = (tab: string) => document.querySelector(`#tab-${tab} .count`)?.textContent?.trim();
const select = (label: string) => {
  const named = find<HTMLLabelElement>('label', label);
  const field = document.getElementById(named.htmlFor);
  if (!(field instanceof HTMLSelectElement)) throw new Error(`“${label}” is no choice`);
  return field;
};
async function choose(label: string, value: string): Promise<void> {
  if (!document.querySelector('.filters')) await click('button', 'Filters');
  await settled(() => expect(document.querySelector('.filters')).not.toBeNull());
  const field = select(label);
  field.value = value;
  field.dispatchEvent(new window.Event('change', { bubbles: true }));
  flushSync();
}
async function openAll(store = memory()): Promise<void> {
  openWindow(hub, store);
  await settled(() => expect(page()).toContain('Longest wait first'));
  await click('[role=tab]', 'All');
  await settled(() => expect(rows()).toHaveLength(5));
}

describe('a filter', () => {
  it('narrows the list and its count, shows as a chip and is taken back by it', async () => {
    await openAll();
    await choose('Agent Type', 'human');
    await settled(() => expect(rows()).toEqual(['row-c4', 'row-c3']));
    expect(count('all')).toBe('2');
    find('button', 'Filters, 1 active');
    await choose('Status', 'closed');
    await settled(() => expect(rows()).toEqual(['row-c4']));
    find('button', 'Filters, 2 active');
    await click('button', 'Remove the filter Human Agents');
    await settled(() => expect(page()).not.toContain('Remove the filter Human Agents'));
    await settled(() => expect(rows()).toEqual(['row-c4']));
    await click('.chips button', 'Clear all');
    await settled(() => expect(rows()).toHaveLength(5));
    expect(count('all')).toBe('5');
  });

  it('finds what a member or an AI agent has, or answered last', async () => {
    hub.change('c5', { last_responder: bobHolds });
    await openAll();
    await click('button', 'Filters');
    await click('.floating .option', 'Bob');
    await settled(() => expect(rows().toSorted()).toEqual(['row-c4', 'row-c5']));
    find('.chips', 'Handled by Bob');
  });

  it('is of its tab alone, and there again after a restart', async () => {
    const store = memory();
    await openAll(store);
    await choose('Label', 'none');
    await settled(() => expect(rows()).toHaveLength(3));
    await click('[role=tab]', 'Unassigned');
    await settled(() => expect(rows()).toEqual(['row-c1', 'row-c2']));
    expect([count('all'), count('unassigned')]).toEqual(['3', '2']);
    expect(document.querySelector('.chips')).toBeNull();
    await closeWindow();
    openWindow(hub, store);
    await settled(() => expect(count('all')).toBe('3'));
    await click('[role=tab]', 'All');
    find('.chips', 'No label');
    await settled(() => expect(rows()).toHaveLength(3));
  });

  it('says that it hides conversations, and offers to clear it', async () => {
    await openAll();
    await choose('Status', 'pending');
    await choose('Label', 'sales');
    await settled(() => expect(page()).toContain('Nothing matches the filters'));
    expect(page()).toContain('They hide 5 conversations.');
    await click('.empty button', 'Clear all');
    await settled(() => expect(rows()).toHaveLength(5));
  });

  it('lets rows go that no longer match, takes in those that do, and counts them', async () => {
    await openAll();
    await choose('Label', 'billing');
    await settled(() => expect(rows()).toEqual(['row-c1']));
    hub.change('c2', { labels: [billing] });
    hub.change('c1', { labels: [] });
    hub.put(conversation(6, { labels: [billing] }));
    hub.put(conversation(7));
    hub.deliver();
    await settled(() => expect(rows()).toEqual(['row-c6', 'row-c2']));
    expect(count('all')).toBe('2');
  });

  it('rests while words are searched for', async () => {
    await openAll();
    await choose('Status', 'pending');
    await settled(() => expect(rows()).toEqual(['row-c3']));
    const search = document.querySelector<HTMLInputElement>('[data-focus=search]');
    if (!search) throw new Error('no search');
    search.value = 'nothing like it';
    search.dispatchEvent(new window.Event('input', { bubbles: true }));
    await settled(() => expect(page()).toContain('Search looks in all conversations.'));
    expect(document.querySelector('.chips')).toBeNull();
    expect(find<HTMLButtonElement>('button', 'Filters, 1 active').disabled).toBe(true);
    press('Escape', search);
    await settled(() => expect(rows()).toEqual(['row-c3']));
  });
});

/** The same numbers every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}

describe('a filtered list', () => {
  const filters: Filter[] = [
    { ...blank(), status: 'active' },
    { ...blank(), agent_type: 'human' },
    { ...blank(), label: 'none', handled_by: 'ana' },
  ];
  function blank(): Filter {
    return { agent_type: null, handled_by: null, status: null, label: null, from: null, to: null };
  }

  it.each([1, 2, 3])('equals a later question after any updates (%i)', async (seed) => {
    const roll = dice(seed);
    const happen = () => {
      const number = 1 + roll(120);
      const holder = [anaHolds, bobHolds, irisHolds, null][roll(4)] ?? null;
      const change = {
        assignee: holder,
        human_handoff: holder?.kind !== 'ai',
        status: (['active', 'pending', 'closed'] as const)[roll(3)] ?? 'active',
        labels: roll(2) ? [] : [billing],
        last_responder: roll(2) ? anaHolds : irisHolds,
      };
      if (hub.rows.has(`c${number}`)) hub.change(`c${number}`, change);
      else hub.put(conversation(number, change));
    };
    for (let n = 0; n < 150; n++) happen();
    hub.queue = [];
    for (const filter of filters) {
      const replica = new Replica(hub);
      const list = new RowList(hub, ana.id, 'all', replica.known, () => filter);
      replica.onUpdate = (update, changed) => list.take(update.seq, changed);
      await replica.start();
      await list.load();
      for (let n = 0; n < 60; n++) {
        happen();
        if (roll(3) === 0) hub.deliver();
        if (roll(5) === 0) await Promise.resolve();
      }
      hub.deliver();
      await vi.waitFor(async () => {
        while (list.more) await list.loadMore();
        const fresh = await hub.list({ tab: 'all', filter, q: null, cursor: null, limit: 1000 });
        expect(list.rows.map((row) => row.number)).toEqual(fresh.items.map((row) => row.number));
        expect(list.counts).toEqual(fresh.counts);
      });
    }
  });

  it('asks again with the next change when a question failed, and keeps what it shows', async () => {
    const replica = new Replica(hub);
    const list = new RowList(hub, ana.id, 'all', replica.known, () => ({
      ...blank(),
      status: 'active',
    }));
    replica.onUpdate = (update, changed) => list.take(update.seq, changed);
    await replica.start();
    await list.load();
    const before = list.rows.length;
    const listed = vi
      .spyOn(hub, 'listed')
      .mockRejectedValueOnce({ code: 'unavailable', message: '' });
    hub.change('c1', { status: 'closed' });
    hub.deliver();
    await vi.waitFor(() => expect(listed).toHaveBeenCalledTimes(1));
    expect(list.rows).toHaveLength(before);
    hub.change('c2', { status: 'closed' });
    hub.deliver();
    await vi.waitFor(() => expect(list.rows).toHaveLength(before - 2));
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 22, 15, 30).getTime();
  const from = (choice: Partial<Choice>) => filterOf({ ...ANY, ...choice }, now);
  const local = (...day: [number, number, number]) => new Date(...day).toISOString();

  it('are those of this computer, from midnight to midnight', () => {
    expect(from({ period: { span: 'today' } })?.from).toBe(local(2026, 10, 22));
    expect(from({ period: { span: 'week' } })?.from).toBe(local(2026, 10, 16));
    expect(from({ period: { span: 'thirty' } })?.from).toBe(local(2026, 9, 24));
    expect(from({ period: { span: 'month' } })?.from).toBe(local(2026, 10, 1));
    const days = from({ period: { span: 'days', from: '2026-10-25', to: '2026-10-25' } });
    expect([days?.from, days?.to]).toEqual([local(2026, 9, 25), local(2026, 9, 26)]);
    const open = from({ period: { span: 'days', from: '', to: '2026-02-28' } });
    expect([open?.from, open?.to]).toEqual([null, local(2026, 2, 1)]);
  });

  it('are nothing when nothing is chosen, and are said in words', () => {
    expect(from({})).toBeNull();
    const directory = { ...hub.directory(), members: [ana], ai_agents: [iris] };
    const period = { span: 'days', from: '2026-11-01', to: '2026-11-20' } as const;
    const said = chips({ ...ANY, period, handledBy: 'iris' }, directory).map(({ name }) => name);
    expect(said).toEqual(['Handled by Iris', '1 Nov 2026 to 20 Nov 2026']);
  });

  it('and people that were kept are let go when they make no sense any more', () => {
    const kept = {
      agentType: 'robot',
      handledBy: 'somebody',
      status: 'pending',
      label: 'gone',
      period: { span: 'days', from: '2026-13-01', to: 'x' },
    };
    expect(sound(kept, hub.directory())).toEqual({ ...ANY, status: 'pending' });
    expect(sound('nonsense', hub.directory())).toEqual(ANY);
    expect(at(0)).toContain('2026');
  });
});
