/** Saved replies: their fields, how they are found, and how they get into the composer. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ipc, SavedReply } from '../ipc';
import { factsOf, fill, fitting, SavedReplies, slash } from '../state/saved-replies.svelte';
import { anaHolds, conversation, marta } from './people';
import { SmallHub } from './small-hub';
import { closeWindow, composer, find, openWindow, page, press, settled, write } from './window';

const reply = (id: string, title: string, text: string, shared = true): SavedReply => ({
  ...{ id, title, text, shared, owner: shared ? null : 'ana' },
});
const REPLIES = [
  reply('r1', 'Greeting', 'Hi {first_name}, this is {me}.'),
  reply('r2', 'Refund', 'It takes five days, {name}.'),
  reply('r3', 'Invoice', 'See the invoice for your refund.', false),
];

describe('the fields', () => {
  const row = conversation(42);
  const facts = factsOf(row, 'Ana', 'Nordhem');
  const nobody = factsOf(
    conversation(42, { visitor: { ...row.visitor, name: null } }),
    'Ana',
    'Nordhem',
  );

  it('become what is known of the conversation', () => {
    expect(fill('{name} {first_name} {me} {workspace} #{number}', facts)).toBe(
      'Marta Lindqvist Marta Ana Nordhem #42',
    );
  });

  it.each([
    ['Hi {first_name}, welcome', 'Hi, welcome'],
    ['Hello {name}!', 'Hello!'],
    ['{name}, hello', 'hello'],
    ['Dear {first_name} of {workspace}', 'Dear of Nordhem'],
    ['One\n{name}\nTwo', 'One\n\nTwo'],
    ['Write to {email}', 'Write to'],
    ['You ({name}) asked', 'You asked'],
  ])('leave no gap where nothing is known: %s', (words, read) =>
    expect(fill(words, nobody)).toBe(read),
  );

  it('that are none stay as they were typed, and a name fills in nothing itself', () => {
    expect(fill('{foo} {} { name }', facts)).toBe('{foo} {} { name }');
    expect(fill('Hi {name}', { ...facts, name: '{email}' })).toBe('Hi {email}');
  });
});

describe('a slash', () => {
  it('asks where it begins a word, up to the caret', () => {
    expect(slash('/', 1)).toEqual({ from: 0, to: 1, words: '' });
    expect(slash('Sure.\n/refund five', 16)).toEqual({ from: 6, to: 16, words: 'refund fi' });
    expect(slash('and/or', 6)).toBeNull();
    expect(slash('https://a.b', 11)).toBeNull();
    expect(slash('/refund\nNext', 12)).toBeNull();
  });

  it('finds by title first, then by text, whatever the case and accents', () => {
    const found = (words: string) => fitting(REPLIES, words).map(({ title }) => title);
    expect(found('refund')).toEqual(['Refund', 'Invoice']);
    expect(found('RÉFUND')).toEqual(['Refund', 'Invoice']);
    expect(found('')).toEqual(['Greeting', 'Invoice', 'Refund']);
    expect(found('zebra')).toEqual([]);
  });
});

describe('in the composer', () => {
  let hub: SmallHub;
  const list = () => document.querySelector('[role=listbox][aria-label="Saved replies"]');

  beforeEach(async () => {
    hub = new SmallHub();
    hub.api.hands.replies = REPLIES;
    hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
    hub.say('c1', marta, 'Refund, please');
    hub.queue = [];
    openWindow(hub);
    await settled(() => expect(page()).toContain('Latest first'));
    hub.open({ conversation: 'c1', tab: 'mine', notice: null });
    await settled(() => expect(composer()).not.toBeNull());
  });
  afterEach(closeWindow);

  it('is chosen with the keyboard and stands there filled in', async () => {
    write(composer(), 'Sure. /gre');
    await settled(() => expect(list()?.textContent).toContain('Greeting'));
    expect(document.querySelector('.preview')?.textContent).toBe('Hi Marta, this is Ana.');
    const active = composer()?.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
    press('Enter', composer());
    await settled(() => expect(composer()?.value).toBe('Sure. Hi Marta, this is Ana.'));
    expect(list()).toBeNull();
    expect(hub.sent.filter(({ type }) => type === 'reply')).toEqual([]);
  });

  it('moves with the arrows, and Esc leaves what was typed', async () => {
    write(composer(), '/refund');
    await settled(() => expect(list()?.querySelectorAll('[role=option]')).toHaveLength(2));
    press('ArrowDown', composer());
    expect(find('[role=option]', 'Invoice').getAttribute('aria-selected')).toBe('true');
    press('Escape', composer());
    expect(list()).toBeNull();
    expect(composer()?.value).toBe('/refund');
    write(composer(), '/refunds');
    expect(list()).toBeNull();
    press('Enter', composer());
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ text: '/refunds' }));
  });

  it('gets out of the way when nothing fits', async () => {
    write(composer(), '/pricing');
    await settled(() => expect(list()).toBeNull());
    press('Enter', composer());
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ text: '/pricing' }));
  });

  it('works without the line', async () => {
    hub.stands({ state: 'offline' });
    write(composer(), '/ref');
    await settled(() => expect(list()?.textContent).toContain('Refund'));
  });

  it('says where to write one while there is none', async () => {
    hub.api.hands.replies = [];
    write(composer(), '/');
    await settled(() => expect(page()).toContain('No saved replies yet.'));
  });

  it('keeps what I wrote as a new one', async () => {
    write(composer(), 'We ship within two days.');
    find('button', 'Save as reply…').click();
    await settled(() => expect(find('.modal label', 'Title')).toBeTruthy());
    const title = find<HTMLLabelElement>('.modal label', 'Title').htmlFor;
    write(document.getElementById(title) as HTMLInputElement, 'Shipping');
    find('.modal button', 'Save').click();
    await settled(() => expect(page()).toContain('“Shipping” is saved.'));
    expect(hub.api.hands.replies.at(-1)).toMatchObject({
      ...{ title: 'Shipping', text: 'We ship within two days.', shared: false },
    });
    expect(composer()?.value).toBe('We ship within two days.');
  });
});

it('those of another workspace are not offered while its own are on their way', async () => {
  let whose = 'nordhem';
  let answer = (_: SavedReply[]) => {};
  const replies = new SavedReplies(
    { savedReplies: () => new Promise((done) => (answer = done)) } as unknown as Ipc,
    () => whose,
  );
  const hello = { id: 'r1', title: 'Hello', text: 'Hi', shared: true } as SavedReply;
  const first = replies.load();
  answer([hello]);
  await first;
  expect(replies.all).toEqual([hello]);
  whose = 'sydhem';
  const second = replies.load();
  expect([replies.all, replies.known]).toEqual([[], false]);
  whose = 'nordhem';
  answer([{ ...hello, id: 'r2' }]);
  await second;
  expect(replies.all).toEqual([]);
});
