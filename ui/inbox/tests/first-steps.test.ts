/** An empty inbox leads: five steps whose end is found out from what is there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, Role } from '../ipc';
import { madeAt, taught } from '../state/first-steps.svelte';
import { ALONE } from '../state/line';
import { memory } from './memory';
import { ana, at, bob, waiting } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, openWindow, page, settled } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
  hub.api.members = [ana];
});
afterEach(closeWindow);

const names = () =>
  [...document.querySelectorAll('[aria-label="First steps"] li .name')].map((p) => p.textContent);
const done = () =>
  [...document.querySelectorAll('[aria-label="First steps"] li.done .name')].map(
    (p) => p.textContent,
  );

async function open(role: Role = 'owner', store = memory()): Promise<void> {
  hub.me = { ...ana, role };
  openWindow(hub, store);
  await settled(() => expect(names().length).toBeGreaterThan(0));
}

function closed(number: number, page: string): Conversation {
  const row = waiting(number, 10);
  return { ...row, status: 'closed', page: { url: page, title: null, referrer: null } };
}

describe('the first steps', () => {
  it('are five for the owner of an empty workspace, none of them done', async () => {
    await open();
    expect(names()).toEqual([
      'Try as a visitor',
      'Send yourself a notification',
      'Put the widget on your page',
      'Add a colleague',
      'Teach Iris',
    ]);
    expect(done()).toEqual([]);
    expect(page()).toContain('0 of 5 done');
  });

  it('are only what a plain member may do', async () => {
    await open('agent');
    expect(names()).toEqual(['Try as a visitor', 'Send yourself a notification']);
    expect(hub.api.calls).toEqual([]);
  });

  it('leave the demo page out where the team’s hub has none', async () => {
    hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
    await open();
    expect(names()).not.toContain('Try as a visitor');
  });

  it('lead where each is done', async () => {
    await open();
    await click('button', 'Open the demo page');
    expect(hub.opened).toEqual(['http://127.0.0.1/demo']);
    await click('button', 'Test notifications');
    await settled(() => expect(find('h2', 'Notifications')).toBeTruthy());
    expect(hub.trials).toBe(1);
    await click('.settings nav button', 'First steps');
    await click('button', 'Copy the line');
    await settled(() => expect(page()).toContain('data-key="wk_1"'));
    await click('.settings nav button', 'First steps');
    await click('button', 'Move to a hub');
    await settled(() => expect(page()).toContain('Move this workspace to a hub'));
    await click('.settings nav button', 'First steps');
    await click('button', 'Write an article');
    await settled(() => expect(find('h2', 'Articles')).toBeTruthy());
  });

  it('are done by what is there: a conversation, a colleague, an article, my own page', async () => {
    hub.api.members = [ana, bob];
    hub.api.chat.articles = [{ id: 'a1', title: 'Opening hours', text: 'Nine to five.' }];
    hub.put(closed(1, 'https://nordhem.example/prices'));
    hub.queue = [];
    await open();
    await settled(() =>
      expect(done()).toEqual([
        'Try as a visitor',
        'Put the widget on your page',
        'Add a colleague',
        'Teach Iris',
      ]),
    );
  });

  it('do not take the demo page for my own', async () => {
    hub.put(closed(1, 'https://hub.nordhem.se/demo'));
    hub.queue = [];
    await open();
    await settled(() => expect(done()).toEqual(['Try as a visitor']));
  });

  it('remember that a notification has worked on this computer', async () => {
    const store = memory();
    await open('owner', store);
    hub.trial({
      found: 'worked',
      shown: 'worked',
      clicked: 'worked',
      pressed: 'worked',
      over: true,
    });
    await settled(() => expect(done()).toEqual(['Send yourself a notification']));
    await closeWindow();
    await open('owner', store);
    expect(done()).toEqual(['Send yourself a notification']);
  });

  it('are hidden for good, and found again in the settings', async () => {
    const store = memory();
    await open('owner', store);
    await click('button', 'Hide');
    await settled(() => expect(names()).toEqual([]));
    expect(page()).toContain('You find them again in Settings');
    await closeWindow();
    hub.me = { ...ana, role: 'owner' };
    openWindow(hub, store);
    await click('nav button', 'Settings');
    expect(names()).toEqual([]);
    await click('.settings nav button', 'First steps');
    await settled(() => expect(names()).toHaveLength(5));
  });

  it('give way to somebody who waits', async () => {
    hub.put(waiting(1, 10));
    hub.queue = [];
    openWindow(hub);
    await settled(() => expect(page()).toContain('person is waiting'));
    expect(names()).toEqual([]);
  });
});

describe('what came with the workspace', () => {
  const id = (ms: number) => {
    const hex = ms.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  };
  const founded = Date.parse(at(0));

  it('teaches nobody, what was written since does', () => {
    expect(madeAt(id(founded))).toBe(founded);
    expect(madeAt('iris')).toBeNull();
    expect(taught([{ id: id(founded + 5) }, { id: id(founded + 900) }], founded)).toBe(false);
    expect(taught([{ id: id(founded + 5) }, { id: id(founded + 90_000) }], founded)).toBe(true);
    expect(taught([], founded)).toBe(false);
  });
});
