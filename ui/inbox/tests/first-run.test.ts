/** The very first start: alone on this computer, or into a team. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayBeAddress, readInvitation } from '../state/hub';
import { ALONE } from '../state/line';
import { memory } from './memory';
import { ana, at } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, field, fill, openWindow, page, press, settled } from './window';

let hub: SmallHub;
const LINK = 'https://hub.nordhem.se#bin_Zm9v-_1';

beforeEach(() => {
  hub = new SmallHub();
  hub.me = null;
});
afterEach(closeWindow);

async function joining(): Promise<void> {
  openWindow(hub);
  await click('label', 'Join a team');
  await settled(() => field('Invitation'));
}

async function filled(): Promise<void> {
  await joining();
  fill('Invitation', LINK);
  fill('Your name', 'Ana');
  fill('Password', 'correct horse');
  fill('Name of this device', 'Work laptop');
}

describe('the first start', () => {
  it('opens a workspace on this computer with a name and nothing else', async () => {
    openWindow(hub);
    await settled(() => field('Your name'));
    fill('Your name', 'Ana');
    await click('button', 'Open the inbox');
    await settled(() => expect(page()).toContain('Nobody is waiting'));
  });

  it('fills address and code from one pasted link', async () => {
    await joining();
    fill('Invitation', LINK);
    expect(field('Invitation').value).toBe('bin_Zm9v-_1');
    expect(field('Hub address').value).toBe('https://hub.nordhem.se');
  });

  it('joins with the invitation, and opens the team’s inbox', async () => {
    await filled();
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('In step with your team'));
    expect(hub.asked[0]).toEqual({
      address: 'https://hub.nordhem.se',
      invitation: 'bin_Zm9v-_1',
      name: 'Ana',
      password: 'correct horse',
      device: 'Work laptop',
    });
  });

  it('takes an address without https://', async () => {
    await filled();
    fill('Hub address', 'hub.nordhem.se');
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('In step with your team'));
    expect(hub.asked[0]).toMatchObject({ address: 'hub.nordhem.se' });
  });

  it('says how much of the history has arrived', async () => {
    let arrive = () => {};
    hub.slow = new Promise((resolve) => (arrive = resolve));
    await filled();
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('Reaching the hub…'));
    hub.stands({ state: 'filling', fill: { done: 34, total: 100 } });
    await settled(() => expect(page()).toContain('Fetching the history… 34 %'));
    arrive();
    await settled(() => expect(page()).toContain('Nobody is waiting'));
  });

  it.each([
    ['This invitation was used already. Ask for a new one.', 'unauthorized'],
    ['The certificate of hub.nordhem.se is not trusted.', 'unavailable'],
  ] as const)('says what is wrong and keeps what was typed: %s', async (message, code) => {
    hub.refusal = { code, message };
    await filled();
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain(message));
    expect(page()).toContain('You have not joined yet');
    expect(field('Password').value).toBe('correct horse');
  });

  it('says when the next try is allowed', async () => {
    hub.refusal = { code: 'rate_limited', message: 'Too fast.', retry_after_s: 41 };
    await filled();
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('Too many tries. Try again in 41 seconds.'));
  });

  it('asks for what is missing before it asks the hub', async () => {
    await joining();
    fill('Hub address', 'ana@nordhem.se');
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('It looks like hub.example.com'));
    expect(page()).toContain('Paste the invitation you were sent.');
    expect(hub.asked).toEqual([]);
  });

  it('shows a password only when asked', async () => {
    await filled();
    expect(field('Password').type).toBe('password');
    await click('button', 'Show password');
    await settled(() => expect(field('Password').type).toBe('text'));
    expect(field('Password').value).toBe('correct horse');
  });

  it('signs in with an account, and says calmly what was lost before', async () => {
    hub.gone.lost = 'This device was signed out. Its copy of Nordhem was deleted.';
    openWindow(hub);
    await settled(() => expect(page()).toContain('Its copy of Nordhem was deleted.'));
    fill('Hub address', 'https://hub.nordhem.se');
    fill('E-mail', 'ana@nordhem.se');
    fill('Password', 'correct horse');
    await click('button', 'Sign in');
    await settled(() => expect(page()).toContain('In step with your team'));
    expect(hub.asked[0]).toMatchObject({ email: 'ana@nordhem.se', password: 'correct horse' });
    expect(page()).not.toContain('was deleted');
  });

  it('keeps no draft of a workspace that is gone', async () => {
    const store = memory();
    store.setItem('baton.drafts', JSON.stringify([['c1', { text: 'Secret offer', seen: 1 }]]));
    hub.gone = { lost: 'This device was signed out.', signed_out: true };
    openWindow(hub, store);
    await settled(() => expect(page()).toContain('This device was signed out.'));
    expect(store.getItem('baton.drafts')).not.toContain('Secret offer');
  });

  it('keeps every draft while only the key to the hub is not to be had', async () => {
    const store = memory();
    store.setItem('baton.drafts', JSON.stringify([['c1', { text: 'One moment', seen: 1 }]]));
    hub.gone.lost = 'This computer has lost its key.';
    openWindow(hub, store);
    await settled(() => expect(page()).toContain('This computer has lost its key.'));
    expect(store.getItem('baton.drafts')).toContain('One moment');
  });

  it('believes what was pushed while the start was on its way', async () => {
    hub.me = ana;
    hub.lineNow = { ...ALONE, place: 'team', state: 'connecting' };
    const command = { type: 'comment' as const, text: 'Ask Bob first' };
    const waits = { conversation: 'c1', visitor: 'Marta', command, written_at: at(1) };
    hub.outboxNow = [{ id: 'o1', ...waits, state: 'sending', problem: null, replaces: [] }];
    let arrive = () => {};
    hub.starting = new Promise((resolve) => (arrive = resolve));
    openWindow(hub);
    await settled(() => expect(hub.starts).toBe(1));
    hub.stands({ state: 'online' });
    hub.waits([]);
    arrive();
    await settled(() => expect(page()).toContain('In step with your team'));
    expect(page()).not.toContain('in the outbox');
  });

  it('goes on showing how much has arrived after a restart, and opens by itself', async () => {
    hub.filling = true;
    hub.lineNow = { ...ALONE, place: 'team', state: 'connecting' };
    openWindow(hub);
    await settled(() => expect(page()).toContain('Reaching the hub…'));
    expect(page()).not.toContain('Where is your workspace?');
    hub.stands({ state: 'filling', fill: { done: 34, total: 100 } });
    await settled(() => expect(page()).toContain('Fetching the history… 34 %'));
    hub.stands({ state: 'unreachable', fill: null, words: 'The hub gave no copy.' });
    await settled(() => expect(page()).toContain('The hub gave no copy.'));
    hub.arrive();
    await settled(() => expect(page()).toContain('In step with your team'));
    expect(page()).toContain('Nobody is waiting');
  });

  it('opens once a copy from before I joined knows me', async () => {
    hub.filling = true;
    hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
    openWindow(hub);
    await settled(() => expect(page()).toContain('It opens by itself'));
    hub.me = ana;
    hub.filling = false;
    hub.api.onMembers();
    await settled(() => expect(page()).toContain('Nobody is waiting'));
  });

  it('can be left while the first copy is still on its way', async () => {
    hub.filling = true;
    hub.lineNow = { ...ALONE, place: 'team', state: 'unreachable', words: 'Not today.' };
    openWindow(hub);
    await click('button', 'Sign out…');
    await click('button', 'Sign out');
    await settled(() => expect(page()).toContain('Where is your workspace?'));
    expect(page()).not.toContain('Not today.');
  });

  it('shows the last workspace of several that were opened at once', async () => {
    hub.filling = true;
    hub.lineNow = { ...ALONE, place: 'team', state: 'connecting' };
    let arrive = () => {};
    hub.starting = new Promise((resolve) => (arrive = resolve));
    openWindow(hub);
    await settled(() => expect(hub.starts).toBe(1));
    hub.starting = null;
    hub.arrive();
    await settled(() => expect(page()).toContain('In step with your team'));
    arrive();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    await settled(() => expect(page()).toContain('In step with your team'));
  });

  it('opens another workspace when the desktop says so', async () => {
    await filled();
    await click('button', 'Join the team');
    await settled(() => expect(page()).toContain('In step with your team'));
    hub.me = null;
    hub.lineNow = ALONE;
    hub.gone.lost = 'Bob signed this device out.';
    hub.reset();
    await settled(() => expect(page()).toContain('Bob signed this device out.'));
    press('j');
    expect(document.querySelector('[role=listbox]')).toBeNull();
  });
});

describe('the address of a hub', () => {
  it.each(['https://chat.example.com', 'HTTP://localhost:8080', 'chat.example.com', '[::1]:8443'])(
    'may be %s',
    (said) => expect(mayBeAddress(said)).toBe(true),
  );
  it.each(['', 'ftp://chat.example.com', 'https://', 'ana@nordhem.se', 'our hub'])(
    'is never “%s”',
    (said) => expect(mayBeAddress(said)).toBe(false),
  );
});

describe('an invitation', () => {
  it.each([
    [LINK, 'https://hub.nordhem.se', 'bin_Zm9v-_1'],
    ['  https://hub.nordhem.se/#bin_a ', 'https://hub.nordhem.se', 'bin_a'],
    ['bin_a', '', 'bin_a'],
    ['https://hub.nordhem.se', 'https://hub.nordhem.se', ''],
  ])('is read from %s', (pasted, address, invitation) => {
    expect(readInvitation(pasted)).toEqual({ address, invitation });
  });
});
