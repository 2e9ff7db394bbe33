/** Settings about keys, appearance, labels, saved replies, and how long conversations are kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, waiting } from './people';
import { openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, field, fill, find, page, press, settled } from './window';

let hub: SmallHub;
const changes = () => hub.api.calls.filter((call) => !call.startsWith('GET'));
const options = (label: string) => {
  const named = find<HTMLLabelElement>('label', label);
  return document.getElementById(named.htmlFor) as HTMLSelectElement;
};
function choose(label: string, value: string): void {
  const select = options(label);
  select.value = value;
  select.dispatchEvent(new window.Event('change', { bubbles: true }));
}

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
  hub.api.hands.labels = [
    { id: 'l1', name: 'Refund', color: '#2f7fd1' },
    { id: 'l2', name: 'Bug', color: '#c4524f' },
  ];
});
afterEach(closeWindow);

describe('the keyboard', () => {
  const keysOf = (action: string) =>
    find('li', action).querySelector('.keys')?.textContent?.replace(/\s+/g, '');

  async function record(action: string, ...keys: string[]): Promise<void> {
    await click('button', `Change the keys of ${action}`);
    const box = find('[role=group]', `New keys for ${action}`);
    for (const key of keys) press(key, box);
  }

  it('takes keys that are pressed, and shows them where they are told', async () => {
    await openSettings(hub, 'agent', 'Keyboard');
    await record('Assign to me', 'q', 'Enter');
    await settled(() => expect(keysOf('Assign to me')).toBe('Q'));
    press('Escape');
    press('j');
    await settled(() => expect(find('.prompt kbd, kbd', 'Q')).toBeTruthy());
    press('q');
    await settled(() => expect(hub.sent[0]).toMatchObject({ type: 'claim', means: 'key' }));
  });

  it('explains what is in the way, and swaps when I ask', async () => {
    await openSettings(hub, 'agent', 'Keyboard');
    await record('Assign to me', 'j');
    await settled(() => expect(page()).toContain('That is “Next conversation”.'));
    press('Enter', find('[role=group]', 'New keys for Assign to me'));
    expect(keysOf('Next conversation')).toBe('J');
    await click('button', 'Swap');
    await settled(() => expect(keysOf('Assign to me')).toBe('J'));
    expect(keysOf('Next conversation')).toBe('A');
    await click('button', 'All usual keys');
    await settled(() => expect(keysOf('Assign to me')).toBe('A'));
    find('.toast', 'All actions have').querySelector('button')?.click();
    await settled(() => expect(keysOf('Assign to me')).toBe('J'));
  });

  it('refuses what the system needs, in words, and Esc leaves it as it was', async () => {
    await openSettings(hub, 'agent', 'Keyboard');
    await record('Close', 'ArrowDown');
    await settled(() => expect(page()).toContain('That key moves or writes.'));
    press('Escape', find('[role=group]', 'New keys for Close'));
    await settled(() => expect(keysOf('Close')).toBe('E'));
  });

  it('takes two keys one after the other, and none', async () => {
    await openSettings(hub, 'agent', 'Keyboard');
    await record('Close', 'v', 'c', 'Enter');
    await settled(() => expect(keysOf('Close')).toBe('VthenC'));
    await click('button', 'Switch off the keys of Close');
    await settled(() => expect(keysOf('Close')).toBe('none'));
    await click('button', 'Back to the usual keys of Close');
    await settled(() => expect(keysOf('Close')).toBe('E'));
  });
});

describe('the appearance', () => {
  it('is chosen at once and kept on this computer', async () => {
    await openSettings(hub, 'agent', 'Appearance');
    const dark = find<HTMLLabelElement>('label', 'Dark');
    document.getElementById(dark.htmlFor)?.click();
    choose('Size of the text', 'large');
    await settled(() => expect(document.documentElement.dataset).toMatchObject({ theme: 'dark' }));
    expect(document.documentElement.dataset['size']).toBe('large');
  });

  it('speaks another language after the window is loaded again', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    await openSettings(hub, 'agent', 'Appearance');
    choose('Language', 'de');
    await settled(() => expect(reload).toHaveBeenCalledOnce());
    expect(options('Language').textContent).toContain('As the system: English');
  });
});

describe('labels', () => {
  it('are made, changed and deleted', async () => {
    await openSettings(hub, 'admin', 'Labels');
    await click('button', 'New label');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Type a name first.'));
    fill('Name', 'Important');
    fill('Your own', '#12345');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('A colour looks like #2f7fd1.'));
    fill('Your own', '#123456');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Important is saved.'));
    await click('button', 'Edit Bug');
    fill('Name', 'Defect');
    await click('button', 'Save');
    await settled(() => expect(find('li', 'Defect')).toBeTruthy());
    await click('button', 'Delete Defect');
    expect(page()).toContain('The conversations stay.');
    await click('.modal button', 'Delete');
    await settled(() => expect(page()).toContain('Defect is deleted.'));
    expect(changes()).toEqual([
      'POST /v1/labels {"name":"Important","color":"#123456"}',
      'PUT /v1/labels/l2 {"name":"Defect","color":"#c4524f"}',
      'DELETE /v1/labels/l2',
    ]);
  });

  it('become one after a question that says what follows', async () => {
    await openSettings(hub, 'admin', 'Labels');
    hub.put(conversation(1, { labels: hub.api.hands.labels }));
    await click('button', 'Merge Bug into another label');
    await settled(() => expect(page()).toContain('1 conversation has it now.'));
    expect(find<HTMLButtonElement>('.modal button', 'Merge').disabled).toBe(true);
    choose('Into', 'l1');
    await settled(() =>
      expect(page()).toContain('Every conversation with Bug gets Refund instead.'),
    );
    await click('.modal button', 'Merge');
    await settled(() => expect(page()).toContain('Bug is Refund now.'));
    expect(changes()).toEqual(['POST /v1/labels/l2/merge {"into":"l1"}']);
  });

  it('are only read by a plain member', async () => {
    await openSettings(hub, 'agent', 'Labels');
    await settled(() => expect(page()).toContain('Owners and admins change this.'));
    expect(() => find('.page button', 'Edit')).toThrow();
  });
});

describe('saved replies', () => {
  beforeEach(() => {
    const shared = { shared: true, owner: null };
    hub.api.hands.replies = [
      { id: 'r1', title: 'Greeting', text: 'Hi {first_name}!', ...shared },
      { id: 'r2', title: 'Mine', text: 'Only mine', shared: false, owner: 'ana' },
    ];
  });

  it('show how they read, and are saved', async () => {
    await openSettings(hub, 'admin', 'Saved replies');
    await click('button', 'Edit Greeting');
    await settled(() => expect(page()).toContain('Hi Marta!'));
    expect(page()).toContain('Hi!');
    fill('Title', 'Hello');
    await click('button', 'Save');
    await settled(() => expect(find('li', 'Hello')).toBeTruthy());
    expect(changes()).toEqual([
      'PUT /v1/saved-replies/r1 {"title":"Hello","text":"Hi {first_name}!","shared":true}',
    ]);
  });

  it('of everybody are only read by a plain member, who writes their own', async () => {
    await openSettings(hub, 'agent', 'Saved replies');
    await click('button', 'Edit Greeting');
    await settled(() => expect(field('Title').closest('fieldset')?.disabled).toBe(true));
    expect(page()).toContain('Owners and admins change what everybody has.');
    await click('button', 'Saved replies');
    await click('button', 'Edit Mine');
    await settled(() => expect(field('Title').closest('fieldset')?.disabled).toBe(false));
    expect(page()).not.toContain('For everybody');
  });

  it('keep what was typed when the hub refuses it', async () => {
    await openSettings(hub, 'admin', 'Saved replies');
    await click('button', 'Edit Greeting');
    fill('Title', 'Hello');
    hub.api.refusal = { code: 'invalid', message: 'title: is taken', field: 'title' };
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Is taken.'));
    expect(field('Title').value).toBe('Hello');
  });
});

describe('how long conversations are kept', () => {
  it('is shortened only after the name was typed', async () => {
    await openSettings(hub, 'owner', 'Workspace');
    await settled(() => find('label', 'Delete closed conversations'));
    const tick = find<HTMLLabelElement>('label', 'Delete closed conversations').htmlFor;
    document.getElementById(tick)?.click();
    await settled(() => field('Days after they were closed'));
    fill('Days after they were closed', '90');
    await click('button', 'Save…');
    const go = () => find<HTMLButtonElement>('.modal button', 'Delete from now on');
    await settled(() => expect(go().disabled).toBe(true));
    fill('Type Nordhem to confirm', 'nordhem');
    expect(go().disabled).toBe(true);
    fill('Type Nordhem to confirm', 'Nordhem');
    await settled(() => expect(go().disabled).toBe(false));
    go().click();
    await settled(() =>
      expect(changes()).toEqual(['PUT /v1/settings {"delete_closed_after_days":90}']),
    );
  });

  it('is lengthened or switched off without that', async () => {
    hub.api.settings.delete_closed_after_days = 90;
    await openSettings(hub, 'owner', 'Workspace');
    await settled(() => expect(field('Days after they were closed').value).toBe('90'));
    const tick = find<HTMLLabelElement>('label', 'Delete closed conversations').htmlFor;
    document.getElementById(tick)?.click();
    const form = find('section form', 'Delete closed conversations');
    await settled(() => expect(form.querySelector('button')?.disabled).toBe(false));
    form.querySelector('button')?.click();
    await settled(() =>
      expect(changes()).toEqual(['PUT /v1/settings {"delete_closed_after_days":null}']),
    );
  });
});
