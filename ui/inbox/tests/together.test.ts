/** Ana and her colleagues: who is here, who looks, who writes, and what happened meanwhile. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Live } from '../state/live.svelte';
import { ALONE } from '../state/line';
import { ana, anaHolds, bob, conversation, marta, waiting } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

let hub: SmallHub;
const bobs = { kind: 'human' as const, id: 'bob', name: 'Bob' };

beforeEach(async () => {
  hub = new SmallHub();
  hub.put(conversation(1, { assignee: anaHolds, ownership: 3 }));
  hub.say('c1', marta, 'Hi');
  hub.put(waiting(2, 20));
  hub.queue = [];
  hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
  openWindow(hub);
  await settled(() => expect(page()).toContain('Longest wait first'));
});
afterEach(closeWindow);

describe('colleagues', () => {
  it('are here or away, in words', async () => {
    hub.live({ type: 'presence', members: ['ana', 'bob'], visitors: [], away: [] });
    await settled(() => expect(find('.strip', 'Bob: available')).toBeTruthy());
    hub.live({ type: 'presence', members: ['ana', 'bob'], visitors: [], away: ['bob'] });
    await settled(() => expect(find('.strip', 'Bob: away')).toBeTruthy());
    hub.live({ type: 'presence', members: ['ana'], visitors: [], away: [] });
    await settled(() => expect(page()).not.toContain('Bob:'));
  });

  it('see that I am away while my screen is locked', async () => {
    hub.live({ type: 'presence', members: ['ana'], visitors: [], away: ['ana'] });
    await settled(() => expect(find('button', 'Ana: away')).toBeTruthy());
  });

  it('are shown in the conversation they look at or write in', async () => {
    press('j');
    hub.live({ type: 'viewing', conversation: 'c2', member: 'bob' });
    await settled(() => expect(find('.thread header', 'Bob is looking')).toBeTruthy());
    hub.live({ type: 'typing', conversation: 'c2', who: bobs, on: true });
    await settled(() => expect(find('.thread header', 'Bob is typing…')).toBeTruthy());
    hub.live({ type: 'typing', conversation: 'c2', who: bobs, on: false });
    await settled(() => expect(find('.thread header', 'Bob is looking')).toBeTruthy());
  });

  it('are not said to be here when the line is down', async () => {
    hub.live({ type: 'presence', members: ['ana', 'bob'], visitors: ['c2'], away: [] });
    await settled(() => expect(page()).toContain('Bob: available'));
    hub.stands({ state: 'offline' });
    await settled(() => expect(page()).not.toContain('Bob: available'));
  });
});

describe('after a lost line', () => {
  it('says what changed and leads to who waits', async () => {
    press('g');
    press('m');
    const words = '2 claimed by a colleague, 1 waits 6 min (Marta)';
    hub.back({ words, claimed: 2, waiting: 1, longest: null });
    await settled(() => expect(find('.toast', words)).toBeTruthy());
    await click('.toast button', 'Show Unassigned');
    const tab = () => document.querySelector('[role=tab][aria-selected=true]')?.id;
    await settled(() => expect(tab()).toBe('tab-unassigned'));
  });
});

describe('what is live', () => {
  it('lets the visitor and a colleague type at the same time', () => {
    const live = new Live();
    live.take({ type: 'typing', conversation: 'c1', who: bobs, on: true }, 0);
    const visitor = { kind: 'visitor' as const, id: 'v1', name: 'Marta' };
    live.take({ type: 'typing', conversation: 'c1', who: visitor, on: true }, 0);
    expect(live.typist('c1', ana.id, 1)?.name).toBe('Marta');
    live.spoke('c1', 'v1');
    expect(live.typist('c1', ana.id, 1)?.name).toBe('Bob');
    expect(live.typist('c1', bob.id, 1)).toBeNull();
    expect(live.typist('c1', ana.id, 60_000)).toBeNull();
  });

  it('knows nothing of anybody before the hub has said so', () => {
    const live = new Live();
    expect(live.presence('bob', true)).toBe('here');
    expect(live.presence('bob', false)).toBe('away');
    live.take({ type: 'presence', members: [], visitors: [] }, 0);
    expect(live.presence('bob', true)).toBe('gone');
  });
});
