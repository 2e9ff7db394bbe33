/** Several conversations at once: how they are selected, what each is sent, and what came of it in words. */
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anaHolds, bobHolds, irisHolds, waiting } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

vi.mock('virtua/svelte', async () => ({
  Virtualizer: (await import('./AllRows.svelte')).default,
}));

const billing = { id: 'billing', name: 'Billing', color: '#2f7fd1' };
let hub: SmallHub;

beforeEach(async () => {
  hub = new SmallHub();
  hub.api.hands.labels = [billing];
  for (const number of [1, 2, 3, 4, 5]) hub.put(waiting(number, number * 10));
  hub.queue = [];
  openWindow(hub);
  await settled(() => expect(options()).toHaveLength(5));
});
afterEach(closeWindow);

const options = () => [...document.querySelectorAll<HTMLElement>('[role=option][id^=row-]')];
const option = (number: number) => find<HTMLElement>(`#row-c${number}`, '');
const list = () => find<HTMLElement>('[role=listbox]', 'Conversations');
const picked = () =>
  options()
    .filter((row) => row.classList.contains('picked'))
    .map((row) => row.id);
const sent = (type: string) => hub.sent.filter((command) => command.type === type);

function mouse(number: number, held: MouseEventInit = {}, on = ''): void {
  const row = option(number);
  const target = on ? row.querySelector(on) : row;
  target?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...held }));
  flushSync();
}

function keys(key: string, held: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
  list().dispatchEvent(event);
  flushSync();
}

describe('selecting rows', () => {
  it('takes the tick, Ctrl or Cmd and a click, and a range with Shift', () => {
    mouse(1, {}, '.tick');
    expect(picked()).toEqual(['row-c1']);
    expect(hub.viewed).toBeNull();
    mouse(3, { ctrlKey: true });
    expect(picked()).toEqual(['row-c1', 'row-c3']);
    mouse(5, { shiftKey: true });
    expect(picked()).toEqual(['row-c1', 'row-c3', 'row-c4', 'row-c5']);
    mouse(4, { metaKey: true });
    expect(picked()).toEqual(['row-c1', 'row-c3', 'row-c5']);
    expect(page()).toContain('3 selected');
  });

  it('works by keyboard alone, and tells a screen reader which are selected', async () => {
    press('j');
    press('x');
    expect(picked()).toEqual(['row-c1']);
    expect(list().getAttribute('aria-multiselectable')).toBe('true');
    expect(option(1).getAttribute('aria-selected')).toBe('true');
    expect(option(1).getAttribute('aria-current')).toBe('true');
    keys('ArrowDown', { shiftKey: true });
    keys('ArrowDown', { shiftKey: true });
    expect(picked()).toEqual(['row-c1', 'row-c2', 'row-c3']);
    keys('a', { ctrlKey: true });
    expect(picked()).toHaveLength(5);
    expect(find('[role=status]', '5 selected')).toBeTruthy();
    press('Escape', list());
    expect(picked()).toEqual([]);
    expect(list().hasAttribute('aria-multiselectable')).toBe(false);
  });

  it('ends with another tab, and lets go of a row that leaves the list', async () => {
    keys('a', { ctrlKey: true });
    hub.change('c2', { assignee: bobHolds, ownership: 3 });
    hub.deliver();
    await settled(() => expect(page()).toContain('4 selected'));
    await click('[role=tab]', 'All');
    await click('[role=tab]', 'Unassigned');
    await settled(() => expect(options()).toHaveLength(4));
    expect(picked()).toEqual([]);
  });
});

describe('doing something to several', () => {
  it('sends each its own command with the ownership that was seen, and says who was faster', async () => {
    keys('a', { ctrlKey: true });
    hub.change('c2', { assignee: bobHolds, ownership: 3 });
    await click('button', 'Assign to me');
    await settled(() => expect(page()).toContain('4 assigned to you, 1 not: Bob has #2.'));
    expect(sent('claim').map((c) => 'expect' in c && c.expect)).toEqual([2, 2, 2, 2, 2]);
    expect(new Set(sent('claim').map(({ id }) => id)).size).toBe(5);
    expect(hub.rows.get('c1')?.assignee?.id).toBe('ana');
    expect(hub.rows.get('c2')?.assignee?.id).toBe('bob');
  });

  it('closes with the key, a few at a time, and undoes it', async () => {
    let answer = () => {};
    hub.slow = new Promise((resolve) => (answer = resolve));
    hub.change('c5', { status: 'pending' });
    hub.deliver();
    keys('a', { ctrlKey: true });
    press('e', list());
    await settled(() => expect(page()).toContain('0 of 5'));
    expect(sent('status')).toHaveLength(4);
    answer();
    await settled(() => expect(page()).toContain('5 closed.'));
    expect(sent('status')).toHaveLength(5);
    await click('button', 'Undo');
    await settled(() => expect(hub.rows.get('c1')?.status).toBe('active'));
    await settled(() => expect(hub.rows.get('c5')?.status).toBe('pending'));
    await settled(() => expect(page()).toContain('5 put back as before.'));
  });

  it('says when an undo was refused, and leaves what is selected since', async () => {
    mouse(1, { ctrlKey: true });
    mouse(2, { ctrlKey: true });
    press('e', list());
    await settled(() => expect(page()).toContain('2 closed.'));
    mouse(4, { ctrlKey: true });
    vi.spyOn(hub, 'command').mockRejectedValue({ code: 'unavailable', message: '' });
    await click('button', 'Undo');
    await settled(() => expect(page()).toMatch(/2 not: #\d, #\d/));
    expect(picked()).toEqual(['row-c4']);
  });

  it('is offered by name for what is selected, and says for how many', async () => {
    mouse(1, { ctrlKey: true });
    mouse(2, { ctrlKey: true });
    const entry = (words: string) => find<HTMLElement>('.modal [role=option]', words);
    const palette = async () => {
      keys('k', { ctrlKey: true });
      await settled(() => expect(document.querySelector('.modal [role=option]')).not.toBeNull());
    };
    await palette();
    expect(entry('Add the label Billing').textContent).toContain('2 selected');
    entry('Add the label Billing').click();
    await settled(() => expect(sent('labels')).toHaveLength(2));
    await palette();
    expect(entry('Close').textContent).toContain('2 selected');
    entry('Close').click();
    await settled(() => expect(page()).toContain('2 closed.'));
    expect(sent('status')).toHaveLength(2);
  });

  it('stops when told to, and says what was left', async () => {
    let answer = () => {};
    hub.slow = new Promise((resolve) => (answer = resolve));
    keys('a', { ctrlKey: true });
    press('e', list());
    await click('button', 'Stop');
    answer();
    await settled(() => expect(page()).toContain('4 closed, 1 left as they were.'));
    expect(sent('status')).toHaveLength(4);
  });

  it('labels those that have it not yet, and takes it from all that have it', async () => {
    hub.change('c1', { labels: [billing] });
    hub.deliver();
    mouse(1, { ctrlKey: true });
    mouse(2, { ctrlKey: true });
    press('l', list());
    await click('.floating .option', 'Billing');
    await settled(() => expect(sent('labels')).toHaveLength(1));
    expect(sent('labels')[0]).toMatchObject({ add: ['billing'], remove: [] });
    expect(picked()).toEqual(['row-c1', 'row-c2']);
  });

  it('hands back to an AI agent, and to the team', async () => {
    hub.change('c1', { assignee: anaHolds, ownership: 3 });
    hub.change('c2', { assignee: irisHolds, ownership: 3, human_handoff: false });
    hub.deliver();
    await click('[role=tab]', 'All');
    mouse(1, { ctrlKey: true });
    mouse(2, { ctrlKey: true });
    press('h', list());
    await click('.floating .option', 'Iris');
    await settled(() => expect(page()).toContain('1 assigned.'));
    expect(sent('assign')[0]).toMatchObject({ to: { kind: 'ai', id: 'iris' }, expect: 3 });
    mouse(2, { ctrlKey: true });
    keys('A', { shiftKey: true });
    await click('.floating .option', 'Hand to my team');
    await settled(() => expect(sent('handoff')).toHaveLength(1));
  });

  it('decides nothing offline, and lets the rest wait for the connection', async () => {
    hub.stands({ state: 'offline' });
    flushSync();
    keys('a', { ctrlKey: true });
    press('a', list());
    await settled(() => expect(page()).toContain('the hub'));
    expect(hub.sent).toHaveLength(0);
    expect(find<HTMLButtonElement>('.bulk button', 'Assign to me').disabled).toBe(true);
    press('e', list());
    await settled(() => expect(page()).toContain('5 wait for the connection.'));
    expect(hub.outboxNow).toHaveLength(5);
  });
});
