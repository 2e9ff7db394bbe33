/** Chat History as Ana uses it: the table by key, its order and filters, the transcript, the export. */
import axe from 'axe-core';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { History } from '../state/history.svelte';
import { question, ALL, NEWEST } from '../state/history-filters';
import { Inbox } from '../state/inbox.svelte';
import { memory } from './memory';
import { ana, anaHolds, anaSays, bobHolds, conversation, event, marta, waiting } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

let hub: SmallHub;
const billing = { id: 'l1', name: 'Billing', color: '#c9772b' };
/** Axe looks at the whole window: that takes seconds where others build at the same time. */
const AXE_MS = 30_000;
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const grid = () => document.querySelector<HTMLElement>('[role=grid]');
const rows = () => [...document.querySelectorAll<HTMLElement>('tr[id^=history-]')];
const cell = (row: number, column: number) =>
  rows()[row]?.querySelectorAll('td')[column]?.textContent?.replace(/\s+/g, ' ').trim();
const contacts = () => rows().map((_, row) => cell(row, 1));
const chosen = () => document.querySelector('tr[aria-selected=true]')?.id;

function choose(label: string, value: string): void {
  const select = find<HTMLLabelElement>('search label', label).querySelector('select');
  if (!select) throw new Error(`no ${label}`);
  select.value = value;
  select.dispatchEvent(new window.Event('change', { bubbles: true }));
  flushSync();
}

const visitor = (name: string | null) => ({
  ...{ id: 'v', name, email: null, phone: null, verified: false, online: false },
});

async function open(): Promise<void> {
  openWindow(hub);
  await settled(() => find('button', 'Chat History'));
  press('g');
  press('h');
  await settled(() => expect(page()).toContain('Chat Agent'));
}

beforeEach(() => {
  hub = new SmallHub();
  hub.me = { ...ana, role: 'owner' };
  hub.put(conversation(1, { visitor: visitor('Zoë'), status: 'closed' }));
  hub.put(
    waiting(2, 10, {
      visitor: visitor(null),
      labels: [billing],
      rating: { stars: 4, text: 'Quick!', at: '2026-11-22T10:30:00Z' },
    }),
  );
  hub.put(conversation(3, { visitor: visitor('Marta'), last_responder: bobHolds }));
  hub.past.earlier.add('c3');
  hub.say('c2', { ...marta, id: 'v2' }, 'Can I talk to a person?');
  hub.say('c2', anaSays, 'Of course.');
  hub.queue = [];
});
afterEach(closeWindow);

describe('Chat History', () => {
  it('says above the table when it could not be brought up to date, and tries again', async () => {
    await open();
    await settled(() => expect(rows()).toHaveLength(3));
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    hub.past.refusal = { code: 'unavailable', message: '' };
    hub.rows.delete('c1');
    hub.change('c2', { unread: 1 });
    hub.deliver();
    flushSync();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    await settled(() => expect(page()).toContain('This may be out of date.'));
    expect(rows()).toHaveLength(3);
    hub.past.refusal = null;
    await click('.calm button', 'Try again');
    await settled(() => expect(rows()).toHaveLength(2));
    expect(page()).not.toContain('This may be out of date.');
  });

  it('opens with G then H and shows every conversation with its columns', async () => {
    await open();
    await settled(() => expect(contacts()).toEqual(['Marta', 'Anonymous', 'Zoë']));
    expect(page()).toContain('3 conversations');
    const heads = [...document.querySelectorAll('th')].map((head) => head.textContent?.trim());
    expect(heads.slice(0, 8)).toEqual([
      ...['Chat Agent', 'Contact', 'Responded by', 'Human takeover'],
      ...['Label', 'Status', 'Rating', 'Created'],
    ]);
    expect([cell(0, 0), cell(0, 2), cell(0, 3)]).toEqual(['Iris', 'Bob', 'Earlier']);
    expect([cell(1, 3), cell(1, 4), cell(1, 6)]).toEqual(['Yes', 'Billing', '4']);
    expect([cell(2, 2), cell(2, 3), cell(2, 5)]).toEqual(['–', 'No', 'Closed']);
    expect(grid()?.getAttribute('aria-rowcount')).toBe('4');
  });

  it('sorts by every column, and the other way round, and says so', async () => {
    await open();
    await settled(() => expect(rows()).toHaveLength(3));
    const head = (name: string) => find('th', name);
    expect(head('Created').getAttribute('aria-sort')).toBe('descending');
    await click('th button', 'Contact');
    await settled(() => expect(contacts()).toEqual(['Marta', 'Zoë', 'Anonymous']));
    expect(head('Contact').getAttribute('aria-sort')).toBe('ascending');
    expect(head('Created').getAttribute('aria-sort')).toBe('none');
    await click('th button', 'Contact');
    await settled(() => expect(contacts()).toEqual(['Zoë', 'Marta', 'Anonymous']));
    expect(head('Contact').getAttribute('aria-sort')).toBe('descending');
    await click('th button', 'Rating');
    await settled(() => expect(contacts()[0]).toBe('Anonymous'));
  });

  it('narrows by who responded, by takeover, label and status, counts, and clears', async () => {
    await open();
    await settled(() => expect(rows()).toHaveLength(3));
    choose('Responded By', 'bob');
    await settled(() => expect(contacts()).toEqual(['Marta']));
    expect(page()).toContain('1 conversation');
    choose('Human Takeover', 'now');
    await settled(() => expect(page()).toContain('No conversation fits these filters'));
    await click('.empty button', 'Clear filters');
    await settled(() => expect(rows()).toHaveLength(3));
    choose('Label', 'none');
    await settled(() => expect(contacts()).toEqual(['Marta', 'Zoë']));
    choose('Status', 'closed');
    await settled(() => expect(contacts()).toEqual(['Zoë']));
    expect(hub.past.asked.at(-1)).toMatchObject({ label: 'none', status: 'closed', cursor: null });
  });

  it('goes by key: arrows from row to row, Enter to the Inbox, and back to the same place', async () => {
    await open();
    await settled(() => expect(document.activeElement).toBe(grid()));
    press('ArrowDown', grid());
    await settled(() => expect(chosen()).toBe('history-1'));
    expect(grid()?.getAttribute('aria-activedescendant')).toBe('history-1');
    press('End', grid());
    await settled(() => expect(chosen()).toBe('history-2'));
    press('ArrowUp', grid());
    await settled(() => expect(chosen()).toBe('history-1'));
    press('Enter', grid());
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
    expect(document.querySelector('#tab-unassigned')?.getAttribute('aria-selected')).toBe('true');
    press('g');
    press('h');
    await settled(() => expect(chosen()).toBe('history-1'));
    press('Home', grid());
    press('Enter', grid());
    await settled(() =>
      expect(document.querySelector('#tab-all')?.getAttribute('aria-selected')).toBe('true'),
    );
  });

  it('reads a transcript with Space, in which nothing can be written, and prints it', async () => {
    await open();
    await settled(() => expect(document.activeElement).toBe(grid()));
    press('ArrowDown', grid());
    press(' ', grid());
    const dialog = () => document.querySelector<HTMLElement>('[role=dialog]');
    await settled(() => expect(dialog()?.textContent).toContain('Can I talk to a person?'));
    expect(dialog()?.textContent).toContain('4 of 5 stars “Quick!”');
    expect(dialog()?.textContent).toContain('Read only');
    expect(dialog()?.querySelector('textarea, input')).toBeNull();
    await click('[role=dialog] button', 'Print');
    await settled(() => expect(hub.past.printed).toBe(1));
    press('Escape', dialog());
    await settled(() => expect(dialog()).toBeNull());
    expect(hub.sent).toEqual([]);
  });

  it('shows the files of a transcript, which can be saved, and closes it when they are erased', async () => {
    const file = {
      id: 'a1',
      name: 'invoice.pdf',
      type: 'application/pdf',
      size: 2_345_678,
      url: '',
    };
    const picture = { ...file, id: 'a2', name: 'parcel.png', type: 'image/png' };
    const item = hub.say('c3', { ...marta, id: 'v3' }, '');
    if (item.message) item.message.attachments = [file, picture];
    hub.queue = [];
    await open();
    await settled(() => expect(document.activeElement).toBe(grid()));
    press(' ', grid());
    const dialog = () => document.querySelector<HTMLElement>('[role=dialog]');
    await settled(() => expect(dialog()?.textContent).toContain('PDF · 2.3 MB'));
    expect(dialog()?.querySelector('img')?.alt).toBe('parcel.png');
    await click('[role=dialog] button', 'Save invoice.pdf…');
    await settled(() => expect(hub.saved).toEqual(['a1']));
    hub.change('c3', {}, [event(hub.seq + 1, 'contact_erased', { conversation: 'c3' })]);
    hub.deliver();
    await settled(() => expect(dialog()).toBeNull());
  });

  it('reads a long conversation page by page, and prints all of it', async () => {
    hub.page = 2;
    for (let n = 0; n < 7; n += 1) hub.say('c3', { ...marta, id: 'v3' }, `Word ${n}.`);
    hub.queue = [];
    await open();
    await settled(() => expect(document.activeElement).toBe(grid()));
    press(' ', grid());
    await settled(() => expect(page()).toContain('Word 1.'));
    expect(page()).not.toContain('Word 2.');
    await click('[role=dialog] button', 'Show more');
    await settled(() => expect(page()).toContain('Word 3.'));
    await click('[role=dialog] button', 'Print');
    await settled(() => expect(hub.past.printed).toBe(1));
    expect(page()).toContain('Word 6.');
  });

  it('exports what is shown, in its order, says how far it is, and can be ended', async () => {
    await open();
    await settled(() => expect(rows()).toHaveLength(3));
    choose('Status', 'active');
    await settled(() => expect(rows()).toHaveLength(2));
    await click('button', 'Export');
    await click('button', 'CSV, for spreadsheets');
    await settled(() => expect(hub.past.exports).toHaveLength(1));
    const [query, only, as, name] = hub.past.exports[0] ?? [];
    expect(query).toMatchObject({ status: 'active', sort: 'created', descending: true });
    expect([only, as]).toEqual([null, 'csv']);
    expect(name).toMatch(/^Conversations \d{4}-\d\d-\d\d$/);
    hub.past.told({ done: 1234, total: 100_000 });
    await settled(() => expect(page()).toContain('Exporting 1,234 of 100,000'));
    await click('button', 'Cancel the export');
    await settled(() => expect(page()).toContain('The export was cancelled. No file was written.'));
    expect(hub.past.cancelled).toBe(1);
    for (const [end, words] of [
      ['saved', '1,234 conversations saved as all.csv.'],
      ['disk_full', 'The disk is full.'],
      ['not_writable', 'That folder cannot be written to.'],
      ['failed', 'The file could not be written.'],
    ] as const) {
      await click('button', 'Export');
      await click('button', 'HTML, transcripts to read');
      const asked = hub.past.exports.length;
      await settled(() => expect(hub.past.exports.length).toBe(asked));
      hub.past.end({ end, conversations: 1234 });
      await settled(() => expect(page()).toContain(words));
    }
  });

  it('says nothing when no file was chosen, and lets only owners and admins export', async () => {
    await open();
    await click('button', 'Export');
    await click('button', 'JSON, with every message');
    await settled(() => expect(hub.past.exports).toHaveLength(1));
    hub.past.end({ end: 'cancelled', conversations: 0 });
    await settled(() =>
      expect(find<HTMLButtonElement>('header button', 'Export').disabled).toBe(false),
    );
    expect(page()).not.toContain('cancelled');
    await closeWindow();
    hub.me = { ...ana, role: 'agent' };
    await open();
    await settled(() =>
      expect(find<HTMLButtonElement>('header button', 'Export').disabled).toBe(true),
    );
    expect(find('header button', 'Export').title).toBe('Owners and admins can export.');
  });

  it('changes rows where they stand, and counts what is new until it is asked for', async () => {
    await open();
    await settled(() => expect(rows()).toHaveLength(3));
    hub.change('c3', { assignee: anaHolds, human_handoff: true, last_responder: anaHolds });
    hub.deliver();
    await settled(() => expect(cell(0, 2)).toBe('Ana'));
    expect(cell(0, 3)).toBe('Yes');
    const began = { ...hub.say('c3', marta, 'Hi'), type: 'conversation_started' };
    hub.put(conversation(4, { visitor: visitor('New') }), [began]);
    hub.deliver();
    await settled(() => expect(page()).toContain('1 new: show'));
    expect(contacts()).toEqual(['Marta', 'Anonymous', 'Zoë']);
    await click('button', '1 new: show');
    await settled(() => expect(contacts()[0]).toBe('New'));
    expect(page()).not.toContain('new: show');
  });

  it.each([
    ['loading', 'Loading conversations'],
    ['empty', 'No conversations yet'],
    ['failed', 'Chat History could not be loaded'],
    ['partial', 'This computer holds everything since'],
    ['offline', '3 conversations'],
  ])(
    'is designed for %s and can be used with a screen reader',
    async (state, words) => {
      if (state === 'loading') hub.past.gate = new Promise(() => {});
      if (state === 'empty') hub.rows.clear();
      if (state === 'failed') hub.past.refusal = { code: 'unavailable', message: '' };
      if (state === 'partial') hub.past.since = '2026-10-23T00:00:00.000Z';
      await open();
      if (state === 'offline') hub.stands({ state: 'offline' });
      await settled(() => expect(page()).toContain(words));
      const { violations } = await axe.run(document.body, {
        runOnly: standard,
        rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      if (state !== 'failed') return;
      hub.past.refusal = null;
      await click('button', 'Try again');
      await settled(() => expect(rows()).toHaveLength(3));
    },
    AXE_MS,
  );

  it(
    'opens a transcript and the export that a screen reader can use',
    async () => {
      await open();
      await settled(() => expect(document.activeElement).toBe(grid()));
      press('ArrowDown', grid());
      press(' ', grid());
      await settled(() => expect(page()).toContain('Of course.'));
      const { violations } = await axe.run(document.body, {
        runOnly: standard,
        rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
    AXE_MS,
  );

  it('goes to its own search with a slash, and leaves it with Escape', async () => {
    vi.useRealTimers();
    await open();
    await settled(() => expect(document.activeElement).toBe(grid()));
    press('/', grid());
    const search = document.querySelector<HTMLInputElement>('[data-focus=history-search]');
    await settled(() => expect(document.activeElement).toBe(search));
    if (search) search.value = 'Zo';
    search?.dispatchEvent(new window.Event('input', { bubbles: true }));
    await settled(() => expect(contacts()).toEqual(['Zoë']));
    press('Escape', search);
    await settled(() => expect(document.activeElement).toBe(grid()));
    press('Escape', grid());
    await settled(() => expect(page()).toContain('Longest wait first'));
  });
});

describe('the date range', () => {
  const now = new Date(2026, 10, 22, 15, 30).getTime();
  const asked = (change: object) => {
    const { from, to } = question({ ...ALL, ...change }, NEWEST, null, 50, now);
    return [from, to].map((at) => (at ? new Date(at).toLocaleString('sv') : null));
  };

  it('begins at midnight here, and both days of one’s own count', () => {
    expect(asked({})).toEqual([null, null]);
    expect(asked({ range: 'today' })).toEqual(['2026-11-22 00:00:00', null]);
    expect(asked({ range: 'week' })).toEqual(['2026-11-16 00:00:00', null]);
    expect(asked({ range: 'custom', from: '2026-10-01', to: '2026-10-31' })).toEqual([
      '2026-10-01 00:00:00',
      '2026-11-01 00:00:00',
    ]);
    expect(asked({ range: 'custom', from: '', to: '2026-10-31' })[0]).toBeNull();
    expect(asked({ range: 'custom', from: '0002-01-01' })).toEqual([null, null]);
  });
});

describe('a table of thousands', () => {
  it('keeps only the pages near what is in sight, and fetches an older one again', async () => {
    for (let n = 4; n <= 2_000; n += 1) hub.rows.set(`c${n}`, conversation(n));
    const inbox = new Inbox(hub, memory());
    const history = new History(inbox);
    const here = (from: number) =>
      Array.from({ length: 2_000 }, (_, at) => history.row(from + at)).filter(Boolean).length;
    await history.load();
    expect([history.total, history.count]).toEqual([2_000, 100]);
    for (let at = 90; at < 1_900; at += 100) {
      history.see(at, at + 20);
      await vi.waitFor(() => expect(history.count).toBe(at + 110));
    }
    expect(hub.past.asked).toHaveLength(20);
    expect(here(0)).toBeLessThanOrEqual(1_300);
    expect(history.row(0)).toBeNull();
    history.see(0, 20);
    await vi.waitFor(() => expect(history.row(0)?.conversation.number).toBe(2_000));
    expect(hub.past.asked).toHaveLength(21);
    expect(history.row(1_999)).toBeNull();
    expect(history.count).toBe(2_000);
  });
});
