/** A notification calls me away from wherever I am. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversation, marta } from './people';
import { openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { closeWindow, page, settled } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
});
afterEach(closeWindow);

describe('a claimed notification', () => {
  it.each(['Notifications', 'Keyboard', 'Workspace', 'Labels'])(
    'leads from the settings, %s, to its conversation',
    async (section) => {
      hub.put(conversation(1, { human_handoff: true, ownership: 2 }));
      hub.say('c1', { ...marta, id: 'v1' }, 'Is anybody there?');
      await openSettings(hub, 'owner', section);
      hub.open({ conversation: 'c1', tab: null, notice: 'It’s yours.' });
      await settled(() => expect(page()).toContain('Is anybody there?'));
      expect(document.querySelector('main.settings')).toBeNull();
    },
  );
});
