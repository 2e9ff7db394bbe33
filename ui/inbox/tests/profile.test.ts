/** My profile and my devices: what Ana changes about herself, and where she is signed in. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { at } from './people';
import { changes, check, control, openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, page, settled } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
});
afterEach(closeWindow);

it('says whether I am available, and goes back when that is refused', async () => {
  const wished: boolean[] = [];
  let refused = false;
  hub.setAvailable = async (...to: unknown[]) => {
    wished.push(Boolean(to[0]));
    if (refused) throw { code: 'unavailable', message: 'The hub is away.' };
  };
  await openSettings(hub, 'agent', 'My profile');
  const available = () => control('Available') as HTMLInputElement;
  expect(available().checked).toBe(true);
  check('Available', false);
  await settled(() => expect(page()).toContain('You get no alerts about new conversations'));
  expect(wished).toEqual([false]);
  refused = true;
  check('Available', true);
  await settled(() => expect(page()).toContain('The hub is away.'));
});

it('shows this device first, then the one that was seen last', async () => {
  hub.api.sessions = [
    { id: 's1', device: 'Old laptop', created_at: at(-900), last_seen_at: null, current: false },
    { id: 's2', device: 'Phone', created_at: at(-999), last_seen_at: at(30), current: false },
    { id: 's3', device: 'Linux PC', created_at: at(0), last_seen_at: at(10), current: true },
  ];
  await openSettings(hub, 'agent', 'Devices');
  await settled(() => expect(page()).toContain('Phone'));
  const names = [...document.querySelectorAll('.rows .name')].map((p) => p.textContent?.trim());
  expect(names).toEqual(['Linux PC this device', 'Phone', 'Old laptop']);
  expect(find('li', 'Linux PC').querySelector('button')).toBeNull();
});

it('signs out all others at once, after asking, and never this one', async () => {
  await openSettings(hub, 'agent', 'Devices');
  await click('button', 'Sign out all others');
  await settled(() => expect(page()).toContain('One other device is signed out at once'));
  expect(changes(hub)).toEqual([]);
  await click('[role=dialog] button, [role=alertdialog] button', 'Sign out');
  await settled(() => expect(page()).toContain('Your other devices are signed out.'));
  expect(changes(hub)).toEqual(['DELETE /v1/sessions/s2']);
  await settled(() => expect(page()).not.toContain('Old laptop'));
  expect(page()).not.toContain('Sign out all others');
});

it('says why others could not be signed out, and they are still there', async () => {
  await openSettings(hub, 'agent', 'Devices');
  await click('button', 'Sign out all others');
  hub.api.refusal = { code: 'unavailable', message: 'The hub is away.' };
  await click('[role=dialog] button, [role=alertdialog] button', 'Sign out');
  await settled(() => expect(page()).toContain('The hub is away.'));
});
