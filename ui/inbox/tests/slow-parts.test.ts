/** An older conversation is fetched from the hub when it is opened, and that may take seconds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comment, ThreadItem } from '../ipc';
import { Thread } from '../state/thread.svelte';
import { anaHolds, at, bobHolds, conversation, event, marta } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

let hub: SmallHub;

function comment(id: string, text: string): Comment {
  const author = { kind: 'human' as const, id: 'bob', name: 'Bob' };
  return { id, author, text, at: at(3), edited_at: null };
}

/** Answers that come when the test says so: each to whoever has asked and waits. */
function later<T>() {
  const waiting: { answer: (value: T) => void; refuse: (why: unknown) => void }[] = [];
  return {
    asked: () => settled(() => expect(waiting).toHaveLength(1)),
    ask: () => new Promise<T>((answer, refuse) => waiting.push({ answer, refuse })),
    answer: (value: T) => waiting.splice(0).forEach((one) => one.answer(value)),
    refuse: (why: unknown) => waiting.splice(0).forEach((one) => one.refuse(why)),
  };
}

const comments = () => [...document.querySelectorAll('.comments li')].map((li) => li.textContent);

async function openComments(): Promise<void> {
  press('j');
  press('c');
  await settled(() => find('.comments', 'Loading…'));
}

beforeEach(async () => {
  hub = new SmallHub();
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.say('c1', { ...marta, id: 'v1' }, 'Is SAML included?');
  hub.queue = [];
});
afterEach(closeWindow);

async function opened(): Promise<void> {
  openWindow(hub);
  await settled(() => expect(page()).toContain('Latest first'));
}

describe('a slow answer', () => {
  it('is waited for in words, and taken when it comes', async () => {
    const slow = later<Comment[]>();
    hub.comments = slow.ask;
    await opened();
    await openComments();
    expect(page()).not.toContain('No comments yet');
    await slow.asked();
    slow.answer([comment('k1', 'Ask Bob first')]);
    await settled(() => expect(find('.comments li', 'Ask Bob first')).toBeTruthy());
    expect(page()).not.toContain('Loading…');
  });

  it('says that there is nothing only once that is known', async () => {
    const slow = later<Comment[]>();
    hub.comments = slow.ask;
    await opened();
    await openComments();
    await slow.asked();
    slow.answer([]);
    await settled(() => expect(page()).toContain('No comments yet'));
  });

  it('leaves timeline and earlier conversations open until they are here', async () => {
    const timeline = later<ThreadItem[]>();
    const earlier = later<ReturnType<typeof conversation>[]>();
    hub.timeline = timeline.ask;
    hub.earlier = earlier.ask;
    await opened();
    press('j');
    press(']');
    await settled(() => expect(document.querySelectorAll('.side [role=status]')).toHaveLength(2));
    expect(page()).not.toContain('This is the first one.');
    await timeline.asked();
    timeline.answer([event(2, 'assigned', { data: { to: bobHolds, from: anaHolds } })]);
    await earlier.asked();
    earlier.answer([]);
    await settled(() => expect(page()).toContain('This is the first one.'));
    expect(page()).not.toContain('Loading…');
    expect(document.querySelectorAll('.side li')).toHaveLength(1);
  });

  it('does not lose the comment that was added meanwhile', async () => {
    const slow = later<Comment[]>();
    hub.comments = slow.ask;
    await opened();
    await openComments();
    await slow.asked();
    const added = comment('k2', 'He is out today');
    const item: ThreadItem = {
      ...event(hub.seq + 1, 'comment_added', { data: { id: 'k2' } }),
      comment: added,
    };
    hub.change('c1', {}, [item]);
    hub.deliver();
    await slow.asked();
    slow.answer([comment('k1', 'Ask Bob first')]);
    await settled(() => expect(comments()).toHaveLength(2));
    expect(comments()[1]).toContain('He is out today');
  });

  it('is asked for once, however often I come back to it', async () => {
    const slow = later<Comment[]>();
    hub.comments = slow.ask;
    const thread = new Thread(hub, 'c1', (rows) => rows);
    const coming = [thread.loadParts(), thread.loadParts()];
    await slow.asked();
    slow.answer([comment('k1', 'Ask Bob first')]);
    await Promise.all(coming);
    expect(thread.comments.items).toHaveLength(1);
    void thread.loadParts();
    await slow.asked();
  });

  it('that failed can be tried again, and is waited for again', async () => {
    const slow = later<Comment[]>();
    hub.comments = slow.ask;
    await opened();
    await openComments();
    await slow.asked();
    slow.refuse({ code: 'unavailable', message: '' });
    await click('.comments button', 'Try again');
    await settled(() => find('.comments', 'Loading…'));
    await slow.asked();
    slow.answer([comment('k1', 'Ask Bob first')]);
    await settled(() => expect(find('.comments li', 'Ask Bob first')).toBeTruthy());
  });
});
