/** Ana searches as she types, and opens a thread where the words are. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Thread } from '../state/thread.svelte';
import { text } from '../text';
import { anaHolds, anaSays, conversation, marta } from './people';
import { SmallHub } from './small-hub';
import { atOnce } from './memory';
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
const HIT = 12;

beforeEach(() => {
  hub = new SmallHub();
  hub.put(conversation(1, { assignee: anaHolds, ownership: 3 }));
  for (let n = 0; n < 40; n++) {
    hub.say('c1', n % 2 ? anaSays : marta, n === HIT ? 'The quote is too high' : `word ${n}`);
  }
  hub.put(conversation(2, { assignee: anaHolds, ownership: 3 }));
  hub.say('c2', marta, 'أريد quote من فضلك');
  hub.queue = [];
});
afterEach(closeWindow);

const box = () => document.querySelector<HTMLInputElement>('[data-focus="search"]');
const hits = () => [...document.querySelectorAll<HTMLElement>('.hit')];
const marked = () => document.querySelector('[data-hit]')?.textContent ?? '';

async function search(words: string): Promise<void> {
  openWindow(hub);
  await settled(() => expect(box()).not.toBeNull());
  write(box(), words);
}

it('a reply from the middle of a thread is sent once, however often Enter is pressed', async () => {
  hub.page = 3;
  hub.put(conversation(3, { assignee: anaHolds, ownership: 3 }));
  hub.say('c3', marta, 'Where is my invoice?');
  for (let n = 0; n < 20; n += 1) hub.say('c3', anaSays, `I look, ${n}.`);
  hub.say('c3', marta, 'Still there?');
  hub.queue = [];
  const store = atOnce();
  openWindow(hub, store);
  await settled(() => expect(box()).not.toBeNull());
  write(box(), 'invoice');
  await click('.hit', 'invoice');
  await settled(() => expect(marked()).toContain('invoice'));
  write(composer(), 'Here it is.');
  const asked = vi.spyOn(hub, 'thread');
  press('Enter', composer());
  press('Enter', composer());
  expect(asked).toHaveBeenCalledTimes(1);
  await settled(() => expect(find('[role=alert]', 'Still there?')).toBeTruthy());
  expect(hub.sent.filter(({ type }) => type === 'reply')).toEqual([]);
  press('Enter', composer());
  await settled(() => expect(hub.items.get('c3')?.at(-1)?.message?.text).toBe('Here it is.'));
  await settled(() => expect(composer()?.value).toBe(''));
  expect(hub.sent.filter(({ type }) => type === 'reply')).toHaveLength(1);
});

it('Enter with nothing to send, or files still on their way, leaves the reader at the hit', async () => {
  hub.page = 3;
  openWindow(hub);
  await settled(() => expect(box()).not.toBeNull());
  write(box(), 'quote');
  await click('.hit', 'too high');
  await settled(() => expect(marked()).toContain('too high'));
  const asked = vi.spyOn(hub, 'thread');
  press('Enter', composer());
  write(composer(), '  ');
  press('Enter', composer());
  const pasted = new Event('paste', { bubbles: true, cancelable: true });
  const files = [new File(['abc'], 'offer.pdf')];
  composer()?.dispatchEvent(Object.assign(pasted, { clipboardData: { files, types: ['Files'] } }));
  await settled(() => expect(page()).toContain('offer.pdf'));
  write(composer(), 'Here it is.');
  press('Enter', composer());
  await settled(() => expect(page()).toContain(text.attachments.wait));
  expect(asked).not.toHaveBeenCalled();
  expect(marked()).toContain('too high');
});

describe('a search', () => {
  it('marks the words it found, and leaves the direction of a script alone', async () => {
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    expect([...document.querySelectorAll('mark')].map((m) => m.textContent)).toEqual([
      'quote',
      'quote',
    ]);
    expect(hits()[0]?.querySelector('bdi')?.getAttribute('dir')).toBe('auto');
  });

  it('says which words are a comment', async () => {
    hub.commented = ['c2'];
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    expect(hits().map((hit) => hit.textContent?.includes('Comment'))).toEqual([true, false]);
  });

  it('opens the thread at the words', async () => {
    hub.page = 9;
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    await click('.hit', 'too high');
    await settled(() => expect(marked()).toContain('The quote is too high'));
    expect(page()).toContain('word 11');
    expect(page()).not.toContain('word 39');
  });

  it('moves through what was found with the arrows, back up into the field, and leaves with Esc', async () => {
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    press('ArrowDown', box());
    await settled(() => expect(document.activeElement?.className).toContain('hits'));
    press('ArrowDown', document.activeElement);
    await settled(() => expect(hits()[1]?.getAttribute('aria-selected')).toBe('true'));
    await settled(() => expect(marked()).toContain('The quote is too high'));
    press('ArrowUp', document.activeElement);
    press('ArrowUp', document.activeElement);
    await settled(() => expect(document.activeElement).toBe(box()));
    press('Escape', box());
    await settled(() => expect(hits()).toHaveLength(0));
    expect(box()?.value).toBe('');
  });

  it('fetches more while I walk towards the end', async () => {
    hub.page = 4;
    await search('word 1');
    await settled(() => expect(hits()).toHaveLength(4));
    expect(page()).toContain('4+ found');
    press('ArrowDown', box());
    await settled(() => expect(document.activeElement?.className).toContain('hits'));
    press('ArrowDown', document.activeElement);
    await settled(() => expect(hits()).toHaveLength(8));
    press('End', document.activeElement);
    await settled(() => expect(page()).toContain('10 found'));
    expect(new Set(hits().map((hit) => hit.textContent)).size).toBe(10);
  });

  it('opens the first one with Enter', async () => {
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    press('Enter', box());
    await settled(() => expect(marked()).toContain('أريد quote من فضلك'));
  });

  it('says when nothing was found, and when it did not work', async () => {
    await search('zebra');
    await settled(() => expect(page()).toContain('Nothing found for “zebra”'));
    hub.refusal = { code: 'unavailable', message: 'The search index is being built.' };
    write(box(), 'quote');
    await settled(() => expect(page()).toContain('The search index is being built.'));
    hub.refusal = null;
    await click('button', 'Try again');
    await settled(() => expect(hits()).toHaveLength(2));
  });

  it('answers the newest question only', async () => {
    await search('zebra');
    write(box(), 'quote');
    await settled(() => expect(hits()).toHaveLength(2));
    expect(page()).not.toContain('zebra');
  });

  it('shows the conversations again when a tab is chosen', async () => {
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    await click('[role=tab]', 'All');
    await settled(() => expect(hits()).toHaveLength(0));
    expect(find('[role=tabpanel]', 'Latest first')).toBeTruthy();
  });
});

describe('what only the hub holds', () => {
  const OLDER = 'Search older conversations at the hub';
  const rows = () => [...document.querySelectorAll<HTMLElement>('.older [role=option]')];

  beforeEach(() => {
    hub.days = 30;
    hub.older = [conversation(9, { visitor: { ...conversation(9).visitor, name: 'Olga Novak' } })];
  });

  it('is not offered while this computer holds everything', async () => {
    hub.days = null;
    await search('quote');
    await settled(() => expect(hits()).toHaveLength(2));
    expect(page()).not.toContain(OLDER);
  });

  it('is searched when asked for, and opens like everything else', async () => {
    await search('quote');
    await click('button', OLDER);
    await settled(() => expect(rows()).toHaveLength(1));
    expect(rows()[0]?.textContent).toContain('Olga Novak');
    hub.put(hub.older[0] ?? conversation(9));
    hub.say('c9', marta, 'An old quote');
    rows()[0]?.click();
    await settled(() => expect(page()).toContain('An old quote'));
    expect(rows()[0]?.getAttribute('aria-selected')).toBe('true');
  });

  it('is searched too when nothing was found here', async () => {
    hub.older = [];
    await search('zebra');
    await settled(() => expect(page()).toContain('This computer holds the last 30 days.'));
    await click('button', OLDER);
    await settled(() => expect(page()).toContain('Nothing older found for “zebra”'));
  });

  it('waits for the line, and says so', async () => {
    await search('quote');
    await settled(() => find('button', OLDER));
    hub.stands({ state: 'offline' });
    await settled(() => expect(page()).toContain('Older conversations are at the hub. You’re off'));
    expect(find<HTMLButtonElement>('button', OLDER).disabled).toBe(true);
  });

  it('says when the hub did not answer, and can be asked again', async () => {
    await search('quote');
    await settled(() => find('button', OLDER));
    hub.refusal = { code: 'unavailable', message: 'The hub took too long.' };
    await click('button', OLDER);
    await settled(() => expect(page()).toContain('The hub took too long.'));
    hub.refusal = null;
    await click('button', OLDER);
    await settled(() => expect(rows()).toHaveLength(1));
  });
});

describe('a thread opened in the middle', () => {
  const texts = (thread: Thread) => thread.items.map((item) => item.message?.text);
  let thread: Thread;

  beforeEach(async () => {
    hub.page = 9;
    thread = new Thread(hub, 'c1', (rows) => rows);
    const seq = hub.items.get('c1')?.[HIT]?.seq ?? 0;
    await thread.loadAround(seq);
  });

  it('has pages on both sides, and joins them without a hole', async () => {
    expect([thread.older, thread.newer]).toEqual([true, true]);
    await thread.loadOlder();
    while (thread.newer) await thread.loadNewer();
    const all = (hub.items.get('c1') ?? []).map((item) => item.message?.text);
    expect(texts(thread)).toEqual(all.slice(all.indexOf(texts(thread)[0])));
  });

  it('leaves what arrives to the pages still missing, and forgets nothing of it', async () => {
    hub.say('c1', marta, 'Are you there?');
    hub.queue.splice(0).forEach((update) => thread.take(update));
    expect(texts(thread)).not.toContain('Are you there?');
    while (thread.newer) {
      const next = thread.loadNewer();
      if (thread.newest > hub.seq - 10) hub.say('c1', marta, 'Hello?');
      hub.queue.splice(0).forEach((update) => thread.take(update));
      await next;
    }
    const all = (hub.items.get('c1') ?? []).map((item) => item.message?.text);
    expect(texts(thread).slice(-3)).toEqual(all.slice(-3));
    expect(new Set(thread.items.map((item) => item.seq)).size).toBe(thread.items.length);
  });

  it('stays where it is when the item is here already', async () => {
    const before = thread.items;
    await thread.loadAround(before[1]?.seq ?? 0);
    expect(thread.items).toBe(before);
    expect(thread.hit).toBe(before[1]?.seq);
  });

  it('shows the newest page when asked to', async () => {
    await thread.load();
    expect(thread.newer).toBe(false);
    expect(texts(thread).at(-1)).toBe('word 39');
  });
});
