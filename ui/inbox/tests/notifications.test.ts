/** Settings, Notifications: what Ana chooses is kept at once, and the test says what works and what to do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NoticeTrial } from '../ipc';
import { check, control, openSettings, put, wrongWith } from './settings-place';
import { waiting } from './people';
import { USUAL } from './small-desktop';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, page, settled } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
});
afterEach(closeWindow);

async function open(): Promise<void> {
  await openSettings(hub, 'agent', 'Notifications');
  await settled(() => expect(page()).toContain('What you are told'));
}

describe('what is chosen', () => {
  it('is kept at once, one choice at a time', async () => {
    await open();
    put('A colleague mentions me', 'heard');
    check('Play sounds', false);
    put('One notification for all', '');
    put('One notification for all', '5');
    await settled(() => expect(hub.chosen).toHaveLength(4));
    expect(hub.chosen).toEqual([
      { announce: { ...USUAL.announce, mentions: 'heard' } },
      { sound: false },
      { together_from: null },
      { together_from: 5 },
    ]);
    await settled(() => expect(control('Ring again with sound').disabled).toBe(true));
  });

  it('shows what a notification would tell', async () => {
    await open();
    const preview = () => find('[role=group]', 'Preview').textContent;
    expect(preview()).toContain('Marta');
    expect(preview()).toContain('Can I talk to a person');
    check('Name and reason');
    await settled(() => expect(preview()).not.toContain('Can I talk'));
    expect(preview()).toContain('Asked for a person');
    check('Only that somebody waits');
    await settled(() => expect(preview()).not.toContain('Marta'));
    expect(preview()).toContain('A conversation is waiting');
    await settled(() => expect(hub.desktop.privacy).toBe('waiting'));
  });

  it('keeps quiet hours as they are typed, over midnight too', async () => {
    await open();
    check('Keep quiet at certain hours');
    await settled(() => expect(page()).toContain('on the next day'));
    const type = (label: string, typed: string) => {
      put(label, typed);
      control(label).dispatchEvent(new window.Event('blur'));
    };
    type('From', '9.30pm');
    await settled(() => expect(wrongWith('From')).toContain('22:00'));
    type('From', '2130');
    await settled(() => expect(hub.desktop.quiet.from).toBe('21:30'));
    type('To', '21:30');
    await settled(() => expect(page()).toContain('the whole day'));
    type('From', '24:00');
    await settled(() => expect(wrongWith('From')).toContain('22:00'));
    expect(hub.desktop.quiet).toMatchObject({ on: true, from: '21:30', to: '21:30' });
  });

  it('keeps at least one day for quiet hours', async () => {
    hub.desktop = { ...USUAL, quiet: { ...USUAL.quiet, on: true, days: ['sat', 'sun'] } };
    await open();
    const day = (name: string) =>
      document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`);
    await settled(() => expect(day('Saturday')?.checked).toBe(true));
    expect(day('Monday')?.checked).toBe(false);
    day('Saturday')?.click();
    await settled(() => expect(hub.desktop.quiet.days).toEqual(['sun']));
    day('Sunday')?.click();
    await settled(() => expect(page()).toContain('Choose at least one day.'));
    expect(day('Sunday')?.checked).toBe(true);
    expect(hub.desktop.quiet.days).toEqual(['sun']);
  });

  it('goes back to what is kept when it is refused, with the reason', async () => {
    await open();
    hub.desktopRefusal = { code: 'unavailable', message: 'This could not be kept.' };
    check('Play sounds', false);
    await settled(() => expect(page()).toContain('This could not be kept.'));
    expect((control('Play sounds') as HTMLInputElement).checked).toBe(true);
  });

  it('says so when it cannot be read, and asks again', async () => {
    const read = hub.desktopPrefs;
    hub.desktopPrefs = async () => {
      throw { code: 'unavailable', message: 'Not now.' };
    };
    await openSettings(hub, 'agent', 'Notifications');
    await settled(() => expect(page()).toContain('Not now.'));
    hub.desktopPrefs = read;
    await click('.settings button', 'Try again');
    await settled(() => expect(page()).toContain('What you are told'));
  });
});

describe('the test', () => {
  const service = {
    ...{ name: 'Plasma', version: '6.2' },
    ...{ actions: true, body: true, sound: false },
  };
  const step = (words: string) => find('li', words).textContent ?? '';

  it('says live how far it is, until everything works', async () => {
    await open();
    await click('button', 'Start the test');
    await settled(() => expect(step('can show')).toContain('Asking the system'));
    expect(hub.trials).toBe(1);
    hub.trial({ found: 'worked', service, shown: 'now' });
    await settled(() => expect(step('can show')).toContain('Plasma 6.2: buttons, text, no sound'));
    hub.trial({ shown: 'worked', id: 7, clicked: 'now' });
    await settled(() => expect(step('is shown')).toContain('Number 7'));
    expect(step('You click it')).toContain('within 30 seconds');
    expect(find<HTMLButtonElement>('button', 'The test runs').disabled).toBe(true);
    hub.trial({ clicked: 'worked', pressed: 'now' });
    await settled(() => expect(step('You press')).toContain('“Assign to me” within 30 seconds'));
    hub.trial({ pressed: 'worked', over: true });
    await settled(() => expect(page()).toContain('Everything works.'));
    await click('button', 'Test again');
    await settled(() => expect(hub.trials).toBe(2));
  });

  it.each([
    ['no_bus', 'linux', 'found', 'D-Bus'],
    ['no_service', 'linux', 'found', 'dunst'],
    ['no_answer', 'linux', 'found', 'does not answer'],
    ['refused', 'mac', 'shown', 'Focus'],
    ['no_actions', 'linux', 'clicked', 'from the tray'],
    ['closed', 'linux', 'clicked', 'click the notification itself'],
    ['too_late', 'windows', 'pressed', 'Switch Baton on'.toLowerCase()],
  ] as const)('says why and what to do: %s on %s', async (failure, system, name, words) => {
    await open();
    await click('button', 'Start the test');
    const failed: Partial<NoticeTrial> = { system, [name]: { failed: failure }, over: true };
    hub.trial(failed);
    await settled(() => expect(page().toLowerCase()).toContain(words.toLowerCase()));
    expect(page()).toContain('does not work');
    expect(page()).not.toContain('Everything works.');
    expect(find<HTMLButtonElement>('button', 'Test again').disabled).toBe(false);
  });

  it('says what else keeps notifications away', async () => {
    await open();
    await click('button', 'Start the test');
    hub.trial({ found: 'worked', service, shown: 'now', held_back: true, quiet: true });
    await settled(() => expect(page()).toContain('do not disturb'));
    expect(page()).toContain('quiet hours now');
  });

  it('goes on while I look elsewhere', async () => {
    await open();
    await click('button', 'Start the test');
    await click('.settings nav button', 'Devices');
    hub.trial({ found: 'worked', service, shown: 'now' });
    await click('.settings nav button', 'Notifications');
    await settled(() => expect(step('can show')).toContain('Plasma'));
  });
});
