/** A reply on its way is shown once, and until it has arrived. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Thread } from '../state/thread.svelte';
import { anaHolds, anaSays, at, conversation, marta } from './people';
import { SmallHub } from './small-hub';

describe('a reply on its way', () => {
  let hub: SmallHub;
  let thread: Thread;

  beforeEach(async () => {
    hub = new SmallHub();
    hub.put(conversation(1, { assignee: anaHolds }));
    hub.say('c1', marta, 'Hi');
    thread = new Thread(hub, 'c1', (rows) => rows);
    await thread.load();
    const pending = { text: 'One moment', at: at(9), seqs: [] };
    thread.pending = [
      { id: 'first', ...pending },
      { id: 'second', ...pending },
    ];
    hub.queue = [];
  });

  it('is known again by its id, not by its words', () => {
    hub.say('c1', anaSays, 'One moment', 'first');
    hub.queue.forEach((update) => thread.take(update));
    expect(thread.pending.map((reply) => reply.id)).toEqual(['second']);
  });

  it('has also arrived when the thread was fetched anew', async () => {
    hub.say('c1', anaSays, 'One moment', 'first');
    await thread.load();
    hub.queue.forEach((update) => thread.take(update));
    expect(thread.pending.map((reply) => reply.id)).toEqual(['second']);
  });
});

describe('older messages', () => {
  it('join a few a frame, in their order, and with the last of them it is known what is left', async () => {
    const hub = new SmallHub();
    hub.put(conversation(1, { assignee: anaHolds }));
    for (let line = 1; line <= 300; line += 1) hub.say('c1', marta, `Line ${line}`);
    hub.page = 60;
    const thread = new Thread(hub, 'c1', (rows) => rows);
    await thread.load();
    const begun = thread.items.length;
    const lengths = new Set<number>();
    const loading = thread.loadOlder();
    let over = false;
    void loading.then(() => (over = true));
    while (!over) {
      lengths.add(thread.items.length);
      await new Promise(requestAnimationFrame);
    }
    const steps = [...lengths, thread.items.length].map(
      (length, at, all) => length - (all[at - 1] ?? begun),
    );
    expect(Math.max(...steps)).toBeLessThanOrEqual(5);
    expect(thread.items.length).toBeGreaterThan(begun + 50);
    const seqs = thread.items.map((item) => item.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  });
});
