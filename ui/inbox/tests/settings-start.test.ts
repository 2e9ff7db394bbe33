/** Starting with the system, chosen in the settings. */
import { afterEach, expect, it } from 'vitest';
import { control, openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { closeWindow, page, settled } from './window';

afterEach(closeWindow);

const box = () => control('Start Baton when I log in') as HTMLInputElement;

it('starts Baton at login when I say so, and says why where it cannot', async () => {
  const hub = new SmallHub();
  await openSettings(hub, 'agent', 'Appearance');
  await settled(() => expect(box().checked).toBe(false));
  box().click();
  await settled(() => expect(hub.chosen).toEqual([{ start_at_login: true }]));
  expect(box().checked).toBe(true);
  hub.desktopRefusal = {
    code: 'unavailable',
    message: 'The system did not let Baton change that.',
  };
  // As soon as the first change is through.
  await settled(() => {
    if (hub.chosen.length < 2) box().click();
    expect(hub.chosen).toHaveLength(2);
  });
  await settled(() => expect(page()).toContain('The system did not let Baton change that.'));
  expect(box().checked).toBe(true);
});
