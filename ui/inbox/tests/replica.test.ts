/** The list is a replica: snapshot plus updates equals a later snapshot, whatever the order. */
import { describe, expect, it } from 'vitest';
import type { Conversation, Tab } from '../ipc';
import { Cursor } from '../state/cursor';
import { RowList } from '../state/list.svelte';
import { Replica } from '../state/replica.svelte';
import { ana, anaHolds, at, bobHolds, conversation, irisHolds, marta, waiting } from './people';
import { SmallHub } from './small-hub';

const TABS: Tab[] = ['mine', 'unassigned', 'all'];

/** The same numbers every time (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

/** Something that may happen to a workspace. */
function happen(hub: SmallHub, roll: (sides: number) => number): void {
  const number = 1 + roll(90);
  const id = `c${number}`;
  const row = hub.rows.get(id);
  if (!row) return hub.put(roll(2) ? waiting(number, roll(5000)) : conversation(number));
  const ownership = row.ownership + 1;
  const changes: (() => void)[] = [
    () => hub.change(id, { assignee: anaHolds, ownership }),
    () => hub.change(id, { assignee: bobHolds, ownership }),
    () => hub.change(id, { assignee: irisHolds, ownership, human_handoff: false }),
    () => hub.change(id, { assignee: null, ownership, human_handoff: true }),
    () => hub.change(id, { status: 'closed' }),
    () => hub.change(id, { status: 'active', updated_at: at(roll(5000)) }),
    () => void hub.say(id, marta, 'Are you there?'),
  ];
  changes[roll(changes.length)]?.();
}

async function watch(hub: SmallHub) {
  const replica = new Replica(hub);
  const lists = TABS.map((tab) => new RowList(hub, ana.id, tab, replica.known));
  replica.onUpdate = (update, rows) => lists.forEach((list) => list.take(update.seq, rows));
  await replica.start();
  return { replica, lists };
}

const numbers = (rows: Conversation[]) => rows.map((row) => row.number);

describe('a list of conversations', () => {
  it.each([1, 2, 3, 4, 5])('equals a later snapshot after any updates (%i)', async (seed) => {
    const roll = dice(seed);
    const hub = new SmallHub();
    for (let n = 0; n < 60; n++) happen(hub, roll);
    hub.queue = [];
    const { lists } = await watch(hub);
    await Promise.all(lists.map((list) => list.load()));
    for (let n = 0; n < 200; n++) {
      happen(hub, roll);
      if (roll(4) === 0) hub.deliver();
    }
    hub.deliver();
    for (const list of lists) {
      while (list.more) await list.loadMore();
      const fresh = await hub.list({ tab: list.tab, q: null, cursor: null, limit: 1000 });
      expect(numbers(list.rows)).toEqual(numbers(fresh.items));
      expect(list.rows).toEqual(fresh.items);
    }
  });

  it('misses nothing that happens while it loads, and applies nothing twice', async () => {
    const hub = new SmallHub();
    hub.put(waiting(1, 10));
    hub.put(waiting(2, 20));
    hub.queue = [];
    const { lists } = await watch(hub);
    let open = () => {};
    hub.gate = new Promise((resolve) => (open = resolve));
    const loading = lists[1]?.load();
    hub.change('c1', { assignee: bobHolds, ownership: 3 });
    hub.put(waiting(3, 5));
    hub.deliver();
    open();
    await loading;
    expect(numbers(lists[1]?.rows ?? [])).toEqual([3, 2]);
  });

  it('shows my own action at once and takes it back when it is refused', async () => {
    const hub = new SmallHub();
    hub.put(waiting(1, 10));
    hub.queue = [];
    const { replica, lists } = await watch(hub);
    replica.onRow = (row) => lists.forEach((list) => list.put(row));
    await Promise.all(lists.map((list) => list.load()));
    replica.lay('c1', { id: 'mine', over: (row) => ({ ...row, assignee: anaHolds }) });
    expect(lists.map((list) => list.rows.length)).toEqual([1, 0, 1]);
    replica.lift('c1', 'mine', null);
    expect(lists.map((list) => list.rows.length)).toEqual([0, 1, 1]);
  });

  it('never goes back to an older version of a row', async () => {
    const hub = new SmallHub();
    const { replica } = await watch(hub);
    const newer = conversation(1, { version: 5, status: 'closed' });
    replica.known([newer]);
    expect(replica.known([conversation(1, { version: 4 })])).toEqual([newer]);
  });
});

describe('a cursor', () => {
  it('drops what the snapshot contains and keeps what came after it', () => {
    const applied: number[] = [];
    const cursor = new Cursor<{ seq: number }>(({ seq }) => applied.push(seq));
    cursor.take({ seq: 1 });
    cursor.begin();
    for (const seq of [2, 3, 4]) cursor.take({ seq });
    cursor.settle(3);
    cursor.take({ seq: 4 });
    cursor.take({ seq: 5 });
    expect(applied).toEqual([4, 5]);
  });
});
