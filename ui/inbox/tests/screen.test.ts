/** The window as Ana uses it: claim, write, the send guard, refusals in words. */
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from '../App.svelte';
import { atOnce } from './memory';
import { anaHolds, bobHolds, marta, waiting } from './people';
import { SmallHub } from './small-hub';

let hub: SmallHub;
let app: Record<string, unknown>;

async function settled(what: () => void): Promise<void> {
  await vi.waitFor(() => {
    flushSync();
    what();
  });
}

function press(key: string, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  flushSync();
}

const composer = () => document.querySelector<HTMLTextAreaElement>('[data-focus="composer"]');
const page = () => document.body.textContent ?? '';
const replies = () => hub.sent.filter((command) => command.type === 'reply');

function write(words: string): void {
  const box = composer();
  if (!box) throw new Error('no composer');
  box.value = words;
  box.dispatchEvent(new window.Event('input', { bubbles: true }));
  flushSync();
}

beforeEach(async () => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.say('c1', { ...marta, id: 'v1' }, 'Can I talk to a person?');
  hub.queue = [];
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  app = mount(App, { target: document.body, props: { ipc: hub, store: atOnce() } });
  await settled(() => expect(page()).toContain('Longest wait first'));
});

afterEach(async () => {
  await unmount(app);
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

async function claim(answered = true): Promise<void> {
  press('j');
  await settled(() => expect(page()).toContain('Do you want to be assigned to this conversation?'));
  press('a');
  await settled(() => expect(composer()).not.toBeNull());
  if (answered) await settled(() => expect(hub.rows.get('c1')?.assignee?.id).toBe('ana'));
  await tick();
  hub.deliver();
}

describe('the inbox', () => {
  it('claims with a key, with the ownership that was seen, and puts the cursor in the composer', async () => {
    await claim();
    expect(hub.sent[0]).toMatchObject({ type: 'claim', expect: 2, means: 'key' });
    await settled(() => expect(document.activeElement).toBe(composer()));
  });

  it('shows Mine once the last one in Unassigned is mine, and stays while others wait', async () => {
    const tab = () => document.querySelector('[role=tab][aria-selected=true]')?.id;
    hub.put(waiting(2, 20));
    hub.deliver();
    await claim();
    expect(tab()).toBe('tab-unassigned');
    press('Escape', composer() ?? document.body);
    press('j');
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
    press('a');
    await settled(() => expect(tab()).toBe('tab-mine'));
    await settled(() => expect(hub.rows.get('c2')?.assignee?.id).toBe('ana'));
    await settled(() => expect(document.activeElement).toBe(composer()));
  });

  it('goes back to Unassigned when the claim that emptied it was refused', async () => {
    const tab = () => document.querySelector('[role=tab][aria-selected=true]')?.id;
    let answer = () => {};
    hub.slow = new Promise((resolve) => (answer = resolve));
    await claim(false);
    expect(tab()).toBe('tab-mine');
    hub.change('c1', { ownership: 3 });
    answer();
    await settled(() => expect(tab()).toBe('tab-unassigned'));
  });

  it('puts the cursor in the composer of what was claimed from a notification', async () => {
    hub.change('c1', { assignee: anaHolds, ownership: 3 });
    hub.open({ conversation: 'c1', tab: null, notice: 'It’s yours.' });
    hub.deliver();
    await settled(() => expect(document.activeElement).toBe(composer()));
    expect(document.querySelector('#tab-mine')?.getAttribute('aria-selected')).toBe('true');
  });

  it('takes over from Bob with the button, and says so', async () => {
    hub.change('c1', { assignee: bobHolds, ownership: 3 });
    hub.deliver();
    hub.open({ conversation: 'c1', tab: null, notice: null });
    await settled(() => expect(page()).toContain('Take over'));
    document.querySelector<HTMLElement>('[data-focus="prompt"]')?.click();
    const to = { kind: 'human', id: 'ana' };
    const assign = { type: 'assign', to, expect: 3, means: 'prompt', answer_last: false };
    await settled(() => expect(hub.sent[0]).toMatchObject(assign));
  });

  it('shows who is there by conversation, and who looks on until they stop', async () => {
    const there = () => document.querySelector('.thread')?.textContent?.includes('online');
    press('j');
    await settled(() => expect(there()).toBe(true));
    hub.live({ type: 'presence', members: [], visitors: ['v1'] });
    await settled(() => expect(there()).toBe(false));
    hub.live({ type: 'presence', members: [], visitors: ['c1'] });
    await settled(() => expect(there()).toBe(true));
    hub.live({ type: 'viewing', conversation: 'c1', member: 'bob' });
    await settled(() => expect(page()).toContain('Bob is looking at it too.'));
    hub.live({ type: 'viewing', conversation: null, member: 'bob' });
    await settled(() => expect(page()).not.toContain('Bob is looking at it too.'));
  });

  it('says who has it when Bob was faster, and takes the claim back', async () => {
    press('j');
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
    hub.change('c1', { assignee: bobHolds, ownership: 3 });
    press('a');
    await settled(() => expect(page()).toContain('Bob has it.'));
    hub.deliver();
    await settled(() => expect(page()).toContain('Bob has this conversation.'));
    expect(composer()).toBeNull();
  });

  it('sends with Enter under the new ownership, and breaks the line with Shift+Enter', async () => {
    await claim();
    write('Hi Marta');
    const shiftEnter = new KeyboardEvent('keydown', {
      ...{ key: 'Enter', shiftKey: true, bubbles: true, cancelable: true },
    });
    composer()?.dispatchEvent(shiftEnter);
    expect(shiftEnter.defaultPrevented).toBe(false);
    press('Enter', composer() ?? document.body);
    await settled(() => expect(replies()).toHaveLength(1));
    expect(replies()[0]).toMatchObject({ text: 'Hi Marta', expect: 3 });
    hub.deliver();
    await settled(() => expect(page().split('Hi Marta').length).toBe(2));
    expect(composer()?.value).toBe('');
  });

  it('shows what arrived while I was writing, and sends at the second Enter', async () => {
    await claim();
    write('Hi Marta');
    const news = hub.say('c1', { ...marta, id: 'v1' }, 'Never mind, solved!');
    hub.deliver();
    await tick();
    press('Enter', composer() ?? document.body);
    await settled(() => expect(page()).toContain('This arrived while you were writing.'));
    expect(replies()).toHaveLength(0);
    press('Enter', composer() ?? document.body);
    await settled(() => expect(replies()).toHaveLength(1));
    expect(replies()[0]).toMatchObject({ seen: news.seq });
  });

  it('gives my words back when the hub knows of a message I have not got yet', async () => {
    await claim();
    write('Hi Marta');
    hub.say('c1', { ...marta, id: 'v1' }, 'Never mind, solved!');
    press('Enter', composer() ?? document.body);
    await settled(() => expect(page()).toContain('Enter again sends'));
    expect(composer()?.value).toBe('Hi Marta');
    hub.deliver();
    await settled(() => expect(page()).toContain('Never mind, solved!'));
    press('Enter', composer() ?? document.body);
    await settled(() => expect(replies()).toHaveLength(2));
  });

  it('gives my words back when Bob took the conversation meanwhile', async () => {
    await claim();
    write('Hi Marta');
    hub.change('c1', { assignee: bobHolds, ownership: 4 });
    press('Enter', composer() ?? document.body);
    await settled(() => expect(page()).toContain('Bob has it.'));
    hub.deliver();
    hub.change('c1', { assignee: { ...bobHolds, id: 'ana', name: 'Ana' }, ownership: 5 });
    hub.deliver();
    await settled(() => expect(composer()?.value).toBe('Hi Marta'));
  });

  it('sends a reply under the ownership of a claim that was still on its way', async () => {
    let answer = () => {};
    hub.slow = new Promise((resolve) => (answer = resolve));
    await claim(false);
    write('Hi Marta');
    press('Enter', composer() ?? document.body);
    answer();
    await settled(() => expect(replies()).toHaveLength(1));
    expect(replies()[0]).toMatchObject({ expect: 3 });
  });

  it('does not take letters for commands when the composer vanishes under my hands', async () => {
    await claim();
    composer()?.focus();
    write('Hi Mart');
    press('t', composer() ?? document.body);
    hub.change('c1', { assignee: bobHolds, ownership: 4 });
    hub.deliver();
    await settled(() => expect(composer()).toBeNull());
    expect(page()).toContain('Bob has it.');
    for (const letter of 'apec') press(letter);
    expect(hub.sent.filter((command) => command.type !== 'read')).toHaveLength(1);
  });

  it('takes letters for commands at once when I left the composer myself', async () => {
    hub.put(waiting(2, 20));
    hub.deliver();
    await claim();
    press('t', composer() ?? document.body);
    press('Escape', composer() ?? document.body);
    press('j');
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
    press('a');
    await settled(() => expect(hub.rows.get('c2')?.assignee?.id).toBe('ana'));
  });

  it('leaves keys alone while I write', async () => {
    await claim();
    press('e', composer() ?? document.body);
    press('a', composer() ?? document.body);
    expect(hub.sent.filter((command) => command.type !== 'read')).toHaveLength(1);
  });
});
