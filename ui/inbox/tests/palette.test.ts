/** Everything by name: what is offered, how it is found, and what choosing does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rank } from '../state/fuzzy';
import { anaHolds, conversation, marta, waiting } from './people';
import { SmallHub } from './small-hub';
import { closeWindow, composer, find, openWindow, page, press, settled, write } from './window';

let hub: SmallHub;
const box = () => find<HTMLInputElement>('input[role=combobox]', 'Everything by name');
const offered = () =>
  [...document.querySelectorAll('.modal [role=option] .name')].map((each) => each.textContent);

beforeEach(async () => {
  hub = new SmallHub();
  hub.api.hands.labels = [{ id: 'l1', name: 'Refund', color: '#2f7fd1' }];
  hub.api.hands.replies = [
    { id: 'r1', title: 'Greeting', text: 'Hi {first_name}!', shared: true, owner: null },
  ];
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.say('c1', marta, 'How much?');
  const visitor = { ...conversation(2).visitor, name: 'Jonas Berg' };
  hub.put(waiting(2, 20, { visitor }));
  hub.queue = [];
  openWindow(hub);
  await settled(() => expect(page()).toContain('Longest wait first'));
  hub.open({ conversation: 'c1', tab: 'mine', notice: null });
  await settled(() => expect(composer()).not.toBeNull());
});
afterEach(closeWindow);

function ask(): void {
  const event = { key: 'k', ctrlKey: true, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new KeyboardEvent('keydown', event));
}
async function pick(words: string): Promise<void> {
  ask();
  await settled(() => box());
  write(box(), words);
  press('Enter', box());
}

describe('what is typed', () => {
  it('finds beginnings before insides, words in any order, and letters in theirs', () => {
    const names = ['Reassign', 'Assign to me', 'Assign to Bob', 'Close'];
    const best = (typed: string) =>
      names.toSorted((a, b) => rank(typed, b) - rank(typed, a)).find((n) => rank(typed, n) > 0);
    expect(best('assign')).toBe('Assign to me');
    expect(best('bob assign')).toBe('Assign to Bob');
    expect(best('asme')).toBe('Assign to me');
    expect(best('xyz')).toBeUndefined();
    expect(rank('uber', 'Über uns')).toBeGreaterThan(0);
  });
});

describe('everything by name', () => {
  it('offers actions with their keys, people, labels, replies, settings and conversations', async () => {
    ask();
    await settled(() => expect(offered()).toContain('Greeting'));
    expect(offered()).toEqual(
      expect.arrayContaining([
        ...['Hand back to an AI agent', 'Assign to Bob', 'Assign to Iris', 'Add the label Refund'],
        ...['Keyboard', 'Labels', 'Jonas Berg', 'Go to Chat History'],
      ]),
    );
    expect(offered()).not.toContain('Assign to me');
    expect(find('.modal [role=option]', 'Hand back').textContent).toContain('H');
  });

  it('gives a conversation away', async () => {
    await pick('to bob');
    const to = { kind: 'human', id: 'bob' };
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ type: 'assign', to, expect: 3 }));
  });

  it('adds a label', async () => {
    await pick('label refund');
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ type: 'labels', add: ['l1'] }));
  });

  it('puts a saved reply into the composer', async () => {
    await pick('greet');
    await settled(() => expect(composer()?.value).toBe('Hi Marta!'));
  });

  it('opens settings, and offers them first the next time', async () => {
    await pick('keyboard');
    await settled(() => expect(find('h2', 'Keyboard')).toBeTruthy());
    ask();
    await settled(() => expect(offered()[0]).toBe('Keyboard'));
  });

  it('opens a conversation by its number', async () => {
    await pick('#2');
    await settled(() => expect(hub.viewed).toBe('c2'));
  });

  it('finds what was said, also without the line', async () => {
    hub.stands({ state: 'offline' });
    press('Escape', composer());
    hub.open({ conversation: 'c2', tab: 'unassigned', notice: null });
    ask();
    await settled(() => box());
    write(box(), 'much');
    await settled(() => expect(offered()).toContain('Marta Lindqvist'));
    expect(offered()).not.toContain('Assign to Bob');
  });
});
