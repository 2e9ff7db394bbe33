/** The line is down: Ana reads, writes, and decides later what was overtaken. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxItem } from '../ipc';
import { ALONE, cutOff, percent, standing } from '../state/line';
import { anaHolds, at, bobHolds, conversation, event, marta, waiting } from './people';
import { SmallHub } from './small-hub';
import {
  click,
  closeWindow,
  composer,
  find,
  openWindow,
  page,
  press,
  settled,
  write,
} from './window';

let hub: SmallHub;
const reply = { type: 'reply' as const, text: 'Yes, SAML is included.', expect: 3, seen: 1 };

function item(more: Partial<OutboxItem> = {}): OutboxItem {
  return {
    id: 'o1',
    conversation: 'c1',
    visitor: 'Marta Lindqvist',
    command: reply,
    written_at: at(60),
    state: 'waiting',
    problem: null,
    replaces: [],
    ...more,
  };
}

beforeEach(async () => {
  hub = new SmallHub();
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.say('c1', { ...marta, id: 'v1' }, 'Is SAML included?');
  hub.put(waiting(2, 20));
  hub.queue = [];
  hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
  openWindow(hub);
  await settled(() => expect(page()).toContain('Longest wait first'));
});
afterEach(closeWindow);

async function openMine(): Promise<void> {
  press('g');
  press('m');
  press('j');
  await settled(() => expect(composer()).not.toBeNull());
}

function cut(): void {
  hub.stands({ state: 'offline', as_of: at(30) });
}

describe('without the line', () => {
  it('says as of when, and nothing at all while alone', async () => {
    cut();
    await settled(() => expect(page()).toContain('You’re offline. Showing everything as of'));
    hub.stands({ place: 'alone', state: 'alone' });
    await settled(() => expect(page()).not.toContain('In step'));
    expect(page()).not.toContain('offline');
  });

  it.each(['offline', 'unreachable', 'disk_full'] as const)('tries now when %s', async (state) => {
    hub.stands({ state });
    await click('.strip button', 'Try now');
    await settled(() => expect(hub.tries).toBe(1));
    hub.stands({ state: 'online' });
    await settled(() => expect(page()).not.toContain('Try now'));
  });

  it('takes no claim and says why, by button or by key', async () => {
    cut();
    press('j');
    await settled(() => expect(page()).toContain('Claims never wait'));
    expect(find<HTMLButtonElement>('.prompt button', 'Assign to me').disabled).toBe(true);
    expect(find<HTMLButtonElement>('button', 'Assign To').disabled).toBe(true);
    press('a');
    await settled(() => expect(page()).toContain('can only change when the hub is there'));
    expect(hub.sent.filter((command) => command.type !== 'read')).toEqual([]);
  });

  it('keeps a reply in the outbox and shows it where it belongs', async () => {
    await openMine();
    cut();
    write(composer(), 'Yes, it is.');
    press('Enter', composer());
    await settled(() => expect(page()).toContain('Waits to be sent'));
    expect(find('.bubble', 'Yes, it is.').className).toContain('waits');
    expect(composer()?.value).toBe('');
    expect(page()).toContain('1 in the outbox');
    expect(document.querySelectorAll('.bubble.waits')).toHaveLength(1);
  });

  it('shows a reply that has left once, until the message itself is here', async () => {
    await openMine();
    hub.waits([item()]);
    await settled(() => expect(page()).toContain('Waits to be sent'));
    hub.waits([]);
    await settled(() => expect(page()).toContain('Sending…'));
    hub.say('c1', { kind: 'human', id: 'ana', name: 'Ana' }, reply.text, 'o1');
    hub.deliver();
    await settled(() => expect(page()).not.toContain('Sending…'));
    expect(document.querySelectorAll('.human .bubble')).toHaveLength(1);
  });

  it('shows a changed status on the row while it waits, and takes it back when it asks', async () => {
    await openMine();
    const command = { type: 'status' as const, to: 'pending' as const };
    hub.waits([item({ command })]);
    await settled(() => expect(find('button', 'Status: Pending')).toBeTruthy());
    const problem = { code: 'ownership_conflict' as const, message: '', assignee: bobHolds };
    hub.waits([item({ command, state: 'asks', problem })]);
    await settled(() => expect(find('button', 'Status: Active')).toBeTruthy());
  });

  it('keeps a comment in the panel it was written in', async () => {
    await openMine();
    hub.waits([item({ command: { type: 'comment', text: 'Ask Bob first' } })]);
    press('c');
    await settled(() => expect(find('.comments li', 'Ask Bob first')).toBeTruthy());
  });
});

describe('the outbox', () => {
  const took = (more: Partial<OutboxItem> = {}) =>
    item({
      state: 'asks',
      problem: { code: 'ownership_conflict', message: '', assignee: bobHolds, ownership: 4 },
      ...more,
    });

  async function opened(items: OutboxItem[]): Promise<void> {
    hub.waits(items);
    await click('button', 'Outbox');
    await settled(() => find('.floating', 'Outbox'));
  }

  it('says who took the conversation, and when', async () => {
    const data = { to: bobHolds, from: anaHolds };
    hub.change('c1', { assignee: bobHolds, ownership: 4 }, [event(9, 'assigned', { data })]);
    await opened([took()]);
    await settled(() => expect(page()).toMatch(/Not sent\. Bob took it at \d\d:\d\d\./));
    expect(page()).toContain('1 reply asks first');
  });

  it('shows what the visitor wrote meanwhile', async () => {
    hub.say('c1', { ...marta, id: 'v1' }, 'Never mind, solved!');
    const problem = { code: 'unseen_messages' as const, message: '', latest_seq: hub.seq };
    await opened([item({ state: 'asks', problem, command: { ...reply, seen: hub.seq - 1 } })]);
    await settled(() => expect(page()).toContain('Marta Lindqvist wrote again:'));
    expect(find('.arrived', 'Never mind, solved!')).toBeTruthy();
    expect(document.querySelectorAll('.floating .arrived')).toHaveLength(1);
  });

  it('is sent only when I say so, after taking the conversation over from Bob', async () => {
    hub.change('c1', { assignee: bobHolds, ownership: 4 });
    await opened([took()]);
    await click('.floating button', 'Take over and send');
    await settled(() => expect(hub.asked).toEqual([['retry', 'o1']]));
    expect(hub.sent).toMatchObject([{ type: 'assign', expect: 4, means: 'outbox' }]);
    await settled(() => expect(page()).toContain('Sending…'));
  });

  it('sends nothing when taking over was refused', async () => {
    hub.change('c1', { assignee: bobHolds, ownership: 5 });
    await opened([took()]);
    let answer = () => {};
    hub.slow = new Promise((resolve) => (answer = resolve));
    await click('.floating button', 'Take over and send');
    await settled(() => expect(hub.sent).toHaveLength(1));
    hub.change('c1', { ownership: 6 });
    answer();
    await settled(() => expect(find('.toast', 'Bob has it.')).toBeTruthy());
    expect(hub.asked).toEqual([]);
  });

  it('reopens what was closed meanwhile before it is sent', async () => {
    hub.change('c1', { status: 'closed' });
    await opened([took({ problem: { code: 'closed', message: '' } })]);
    await click('.floating button', 'Reopen and send');
    await settled(() => expect(hub.asked).toEqual([['retry', 'o1']]));
    expect(hub.rows.get('c1')?.status).toBe('active');
  });

  it('asks again, with words, when sending anyway was refused', async () => {
    hub.refusal = { code: 'closed', message: 'It was closed meanwhile.' };
    const problem = { code: 'unseen_messages' as const, message: '', latest_seq: 2 };
    await opened([took({ problem })]);
    await click('.floating button', 'Send anyway');
    await settled(() => expect(find('.toast', 'It was closed meanwhile.')).toBeTruthy());
    expect(find('.floating button', 'Reopen and send')).toBeTruthy();
  });

  it('changes the words of what waits', async () => {
    await opened([item()]);
    await click('.floating button', 'Edit');
    await settled(() => expect(document.querySelector('.floating textarea')).not.toBeNull());
    write(document.querySelector<HTMLTextAreaElement>('.floating textarea'), 'Yes, in all plans.');
    await click('.floating button', 'Save');
    await settled(() => expect(hub.asked).toEqual([['edit', 'o1', 'Yes, in all plans.']]));
    expect(find('.floating', 'Yes, in all plans.')).toBeTruthy();
  });

  const bubbles = () => document.querySelectorAll('.human .bubble');
  const asks = () =>
    item({ state: 'asks', problem: { code: 'unseen_messages', message: '', latest_seq: 2 } });
  async function rewrite(): Promise<void> {
    await click('.human button', 'Edit');
    await settled(() => expect(document.querySelector('.human textarea')).not.toBeNull());
    write(document.querySelector<HTMLTextAreaElement>('.human textarea'), 'Yes, in all plans.');
    await click('.human button', 'Save');
  }
  /** The one that left under its new id arrives. */
  async function arrives(id: string): Promise<void> {
    hub.say('c1', { kind: 'human', id: 'ana', name: 'Ana' }, 'Yes, in all plans.', id);
    hub.deliver();
    await settled(() => expect(bubbles()).toHaveLength(1));
    expect(page()).not.toContain('Sending…');
  }

  it.each([
    ['edited', item, rewrite],
    ['sent anyway', asks, () => click('.human button', 'Send anyway')],
  ])('shows a reply once though it has a new id when it was %s', async (_, waits, change) => {
    await openMine();
    hub.waits([waits()]);
    await change();
    await settled(() => expect(hub.outboxNow).toMatchObject([{ id: 'o1+', replaces: ['o1'] }]));
    await settled(() => expect(bubbles()).toHaveLength(1));
    hub.waits([]);
    await settled(() => expect(page()).toContain('Sending…'));
    expect(bubbles()).toHaveLength(1);
    await arrives('o1+');
  });

  it('shows a reply once that was changed and has left before I heard of its new id', async () => {
    await openMine();
    hub.waits([item()]);
    hub.outboxEdit = async () => {};
    await rewrite();
    hub.waits([]);
    await settled(() => expect(bubbles()).toHaveLength(0));
    await arrives('o1+');
  });

  it('knows what is on its way under its first id when it could not be changed', async () => {
    await openMine();
    hub.waits([item()]);
    hub.refusal = { code: 'unavailable', message: 'It is being sent.' };
    await rewrite();
    await settled(() => expect(find('.toast', 'It is being sent.')).toBeTruthy());
    hub.waits([]);
    await settled(() => expect(page()).toContain('Sending…'));
    await arrives('o1');
  });

  it('does not bring back what has left before I deleted it', async () => {
    await openMine();
    hub.waits([item()]);
    hub.outboxDiscard = async () => {
      hub.waits([]);
      throw { code: 'not_found', message: 'It has left already.' };
    };
    await click('.human button', 'Delete');
    await settled(() => expect(find('.toast', 'It has left already.')).toBeTruthy());
    await arrives('o1');
  });

  it('forgets what I delete, and puts it back when that was refused', async () => {
    await opened([item()]);
    hub.refusal = { code: 'unavailable', message: 'It is being sent.' };
    await click('.floating button', 'Delete');
    await settled(() => expect(find('.toast', 'It is being sent.')).toBeTruthy());
    expect(find('.floating', reply.text)).toBeTruthy();
    hub.refusal = null;
    await click('.floating button', 'Delete');
    await settled(() => expect(page()).toContain('Nothing waits to be sent'));
  });

  it('opens the conversation it is for', async () => {
    await opened([took({ conversation: 'c2' })]);
    await click('.floating button', 'To Marta');
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
  });
});

describe('the line in words', () => {
  const now = Date.parse(at(100));
  const team = { ...ALONE, place: 'team' as const };

  it('counts down to the next try', () => {
    const line = { ...team, state: 'offline' as const, retry_at: at(112) };
    expect(standing(line, now).hint).toBe('Next try in 12 s');
    expect(standing(line, now + 20_000).hint).toBe('Trying again…');
    expect(standing({ ...line, retry_at: null }, now).hint).toBe('Trying again…');
  });

  it('explains with the words it was given', () => {
    const line = { ...team, state: 'unreachable' as const, words: 'Update Baton first.' };
    expect(standing(line, now).words).toBe('Update Baton first.');
    expect(standing({ ...team, state: 'disk_full' }, now).words).toContain('disk is full');
  });

  it('knows when nobody can decide anything', () => {
    const off = ['connecting', 'offline', 'filling', 'unreachable', 'disk_full'] as const;
    for (const state of off) expect(cutOff({ ...team, state })).toBe(true);
    expect(cutOff({ ...team, state: 'online' })).toBe(false);
    expect(cutOff(ALONE)).toBe(false);
  });

  it('never claims more than everything', () => {
    expect(percent({ ...team, state: 'filling', fill: { done: 7, total: 5 } })).toBe(100);
    expect(percent({ ...team, state: 'filling', fill: null })).toBeNull();
  });
});
