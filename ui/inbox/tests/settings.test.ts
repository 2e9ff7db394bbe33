/** Settings: what Ana may do as owner, as admin, as a plain member, alone and without the line. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../ipc';
import { mayManage } from '../state/hub';
import { ALONE } from '../state/line';
import { ana, at, bob, waiting } from './people';
import { control, openSettings, put } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, field, fill, find, openWindow, page, press, settled } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
  hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
});
afterEach(closeWindow);

async function open(role: Role, section = 'Team', email = ana.email): Promise<void> {
  hub.me = { ...ana, role, email };
  hub.api.members = [hub.me, bob];
  openWindow(hub);
  await click('nav button', 'Settings');
  await click('.settings nav button', section);
}
const changes = () => hub.api.calls.filter((call) => !call.startsWith('GET'));

describe('the team', () => {
  it('is invited with a link that is shown once', async () => {
    await open('owner');
    fill('E-mail', 'eva@nordhem.se');
    await click('button', 'Create invitation');
    await settled(() =>
      expect(document.querySelector<HTMLInputElement>('.link input')?.value).toBe(
        'https://hub.nordhem.se#bin_Zm9v-_1',
      ),
    );
    expect(changes()).toEqual(['POST /v1/invitations {"email":"eva@nordhem.se","role":"agent"}']);
    await settled(() => expect(find('li', 'eva@nordhem.se')).toBeTruthy());
    await click('button', 'Done');
    await settled(() => expect(document.querySelector('.link input')).toBeNull());
  });

  it('is told when the hub refuses an invitation, in the hub’s words', async () => {
    await open('owner');
    fill('E-mail', 'not an address');
    await click('button', 'Create invitation');
    await settled(() => expect(page()).toContain('That is not an e-mail address.'));
    hub.api.refusal = { code: 'invalid', message: 'Bob has that address already.' };
    fill('E-mail', 'bob@nordhem.se');
    await click('button', 'Create invitation');
    await settled(() => expect(page()).toContain('Bob has that address already.'));
  });

  it('takes an invitation back', async () => {
    hub.api.invitations = [
      {
        ...{ id: 'i9', email: 'eva@nordhem.se', name: null, role: 'agent' },
        ...{ created_at: at(0), expires_at: at(999), invited_by: { id: 'bob', name: 'Bob' } },
      },
    ];
    await open('owner');
    await settled(() => expect(page()).toContain('by Bob'));
    await click('button', 'Withdraw the invitation for eva@nordhem.se');
    await settled(() => expect(page()).toContain('No invitation is open.'));
    expect(changes()).toEqual(['DELETE /v1/invitations/i9']);
  });

  it('changes with a role, and the old one comes back when that is refused', async () => {
    await open('owner');
    const role = () => document.querySelector<HTMLSelectElement>('[aria-label="Role of Bob"]');
    const choose = (value: string) => {
      const select = role();
      if (!select) throw new Error('no role to choose');
      select.value = value;
      select.dispatchEvent(new window.Event('change', { bubbles: true }));
    };
    choose('admin');
    await settled(() => expect(hub.api.members[1]?.role).toBe('admin'));
    await settled(() => expect(role()?.value).toBe('admin'));
    hub.api.refusal = { code: 'forbidden', message: 'Only an owner may do that.' };
    choose('owner');
    await settled(() => expect(page()).toContain('Only an owner may do that.'));
    await settled(() => expect(role()?.value).toBe('admin'));
  });

  it('says what happens to open conversations before somebody is deactivated', async () => {
    await open('owner');
    await click('button', 'Deactivate…');
    await settled(() => expect(page()).toContain('2 open conversations go to Unassigned.'));
    expect(changes()).toEqual([]);
    await click('.modal button', 'Deactivate');
    await settled(() => expect(page()).toContain('deactivated'));
    expect(changes()).toEqual(['PUT /v1/members/bob {"active":false}']);
    await click('button', 'Reactivate');
    await settled(() => expect(hub.api.members[1]?.active).toBe(true));
  });

  it('lets a leader sign out a colleague’s device', async () => {
    await open('admin');
    await click('button', 'Devices…');
    await settled(() => expect(find('.modal', 'Old laptop')).toBeTruthy());
    await click('.modal button', 'Sign out Old laptop');
    await click('.modal button', 'Really sign out?');
    await settled(() => expect(changes()).toEqual(['DELETE /v1/members/bob/sessions/s2']));
  });

  it('offers a plain member nothing that only owners and admins may do', async () => {
    await open('agent');
    await settled(() => expect(page()).toContain('Owners and admins invite colleagues'));
    for (const word of ['Create invitation', 'Deactivate', 'Devices…']) {
      expect(find('.settings .page', 'Members').textContent).not.toContain(word);
    }
    expect(document.querySelector('select')).toBeNull();
    expect(hub.api.calls).toEqual([]);
  });

  it.each([
    ['owner', 'owner', true],
    ['admin', 'owner', false],
    ['admin', 'admin', true],
    ['agent', 'agent', false],
  ] as const)('as %s changes somebody who is %s: %s', (mine, theirs, may) => {
    expect(mayManage({ ...ana, role: mine }, { ...bob, role: theirs })).toBe(may);
    expect(mayManage({ ...ana, role: mine }, { ...ana, role: theirs })).toBe(false);
  });

  it('offers a hub first, and no invitation, to who works alone', async () => {
    hub.lineNow = ALONE;
    await open('owner');
    await settled(() => expect(page()).toContain('You are on your own here'));
    expect(page()).not.toContain('Create invitation');
  });

  it('can be read but not changed without the line, and is asked again when it is back', async () => {
    hub.lineNow = { ...ALONE, place: 'team', state: 'offline' };
    await open('owner');
    await settled(() => expect(page()).toContain('Settings can be changed when the hub is there'));
    expect(page()).toContain('bob@nordhem.se');
    expect(find<HTMLButtonElement>('button', 'Create invitation').disabled).toBe(true);
    expect(hub.api.calls).toEqual([]);
    hub.stands({ state: 'online' });
    await settled(() => expect(hub.api.calls).toEqual(['GET /v1/invitations']));
  });
});

describe('my account', () => {
  it('has a name that colleagues see at once', async () => {
    await open('agent', 'My profile');
    fill('Name', 'Ana Berg');
    await click('button', 'Save');
    await settled(() => expect(hub.api.members[0]?.name).toBe('Ana Berg'));
    await settled(() => expect(find('nav button', 'Ana Berg: available')).toBeTruthy());
  });

  it('has a password that changes only with the current one', async () => {
    await open('agent', 'My profile');
    fill('Current password', 'old one');
    fill('New password', 'short');
    await click('button', 'Change password');
    await settled(() => expect(page()).toContain('At least 8 characters, please.'));
    fill('New password', 'correct horse');
    hub.api.refusal = { code: 'unauthorized', message: 'wrong' };
    await click('button', 'Change password');
    await settled(() => expect(page()).toContain('The current password is wrong.'));
    hub.api.refusal = null;
    await click('button', 'Change password');
    await settled(() => expect(page()).toContain('Your other devices are signed out.'));
    expect(field('New password').value).toBe('');
    expect(changes().at(-1)).toBe(
      'PUT /v1/me/password {"current":"old one","new":"correct horse"}',
    );
  });

  const chooseDays = (value: string) => {
    const select = find<HTMLSelectElement>('select', 'The last 90 days');
    select.value = value;
    select.dispatchEvent(new window.Event('change', { bubbles: true }));
  };

  it('holds only the last days after a question, and shows them arrive', async () => {
    await open('agent', 'My profile');
    await settled(() => find('select', 'Everything'));
    expect(find<HTMLButtonElement>('button', 'Change…').disabled).toBe(true);
    chooseDays('90');
    await click('button', 'Change…');
    await settled(() => expect(page()).toContain('deleted and fetched again: the last 90 days.'));
    expect(hub.asked).toEqual([]);
    let arrive = () => {};
    hub.slow = new Promise((resolve) => (arrive = resolve));
    await click('.modal button', 'Fetch anew');
    await settled(() => expect(page()).toContain('Your inbox is on its way'));
    hub.stands({ state: 'filling', fill: { done: 1, total: 4 } });
    await settled(() => expect(page()).toContain('Fetching the history… 25 %'));
    arrive();
    await settled(() => expect(page()).toContain('Longest wait first'));
    expect(hub.asked).toEqual([['keep', 90]]);
    await click('nav button', 'Settings');
    await click('.settings nav button', 'My profile');
    await settled(() =>
      expect(find<HTMLSelectElement>('select', 'The last 90 days').value).toBe('90'),
    );
  });

  it('holds what it holds while the hub cannot be reached, or refuses', async () => {
    hub.days = 7;
    await open('agent', 'My profile');
    await settled(() =>
      expect(find<HTMLSelectElement>('select', 'The last 7 days').value).toBe('7'),
    );
    chooseDays('');
    await click('button', 'Change…');
    hub.refusal = { code: 'disk_full', message: 'This computer has no room for the history.' };
    await click('.modal button', 'Fetch anew');
    await settled(() => expect(page()).toContain('This computer has no room for the history.'));
    hub.stands({ state: 'offline' });
    await settled(() =>
      expect(find<HTMLButtonElement>('.modal button', 'Fetch anew').disabled).toBe(true),
    );
    expect(hub.days).toBe(7);
  });

  it('leaves the team after a question that names what would be lost', async () => {
    hub.outboxNow = [
      {
        ...{ id: 'o1', conversation: 'c1', visitor: 'Marta', written_at: at(1), problem: null },
        ...{ command: { type: 'comment', text: 'Hm' }, state: 'waiting', replaces: [] },
      },
    ];
    await open('agent', 'My profile');
    await click('button', 'Sign out…');
    await settled(() => expect(page()).toContain('1 reply in the outbox is not sent'));
    await click('.modal button', 'Sign out');
    await settled(() => expect(page()).toContain('Welcome to Baton'));
  });
});

describe('my devices', () => {
  it('are listed, this one named, the others signed out after a second click', async () => {
    await open('agent', 'Devices');
    await settled(() => expect(find('li', 'this device').textContent).toContain('Linux PC'));
    expect(find('li', 'this device').querySelector('button')).toBeNull();
    await click('button', 'Sign out Old laptop');
    expect(changes()).toEqual([]);
    await click('button', 'Really sign out?');
    await settled(() => expect(changes()).toEqual(['DELETE /v1/sessions/s2']));
    await settled(() => expect(page()).not.toContain('Old laptop'));
  });

  it('can be asked for again when that failed', async () => {
    hub.api.refusal = { code: 'unavailable', message: 'The hub is busy.' };
    await open('agent', 'Devices');
    await settled(() => expect(page()).toContain('The hub is busy.'));
    hub.api.refusal = null;
    await click('button', 'Try again');
    await settled(() => expect(page()).toContain('Old laptop'));
  });
});

/** Saves the form that a field is in: there are several. */
function submit(name: string): void {
  field(name).closest('form')?.querySelector<HTMLElement>('button:not([type=button])')?.click();
}

describe('the workspace', () => {
  it('keeps how long silence may last, within limits', async () => {
    await open('admin', 'Workspace');
    await settled(() => expect(field('Claimed but silent').value).toBe('15'));
    fill('Claimed but silent', '5000');
    submit('Claimed but silent');
    await settled(() => expect(page()).toContain('A whole number from 0 to 1,440, please.'));
    fill('Claimed but silent', '20');
    fill('Ring again', '0');
    submit('Claimed but silent');
    await settled(() =>
      expect(changes()).toEqual(['PUT /v1/settings {"silent_minutes":20,"repeat_after_s":0}']),
    );
  });

  it('is only read by a plain member', async () => {
    await open('agent', 'Workspace');
    await settled(() => expect(page()).toContain('Owners and admins change these.'));
    expect(field('Ring again').closest('fieldset')?.disabled).toBe(true);
    expect(page()).not.toContain('Move this workspace');
  });

  it('moves to a hub, once, from this computer', async () => {
    hub.lineNow = ALONE;
    await open('owner', 'Workspace');
    fill('Hub address', 'https://hub.nordhem.se');
    await click('button', 'Move the workspace');
    await settled(() => expect(page()).toContain('Type the move code the hub has printed.'));
    fill('Move code', 'bmv_1');
    fill('Password for the hub', 'correct horse');
    await click('button', 'Move the workspace');
    await settled(() => expect(page()).toContain('Your workspace lives at the hub now.'));
    expect(hub.asked).toEqual([
      {
        address: 'https://hub.nordhem.se',
        code: 'bmv_1',
        email: 'ana@nordhem.se',
        password: 'correct horse',
      },
    ]);
  });
});

describe('a move to a hub', () => {
  async function filled(): Promise<void> {
    hub.lineNow = ALONE;
    fill('Hub address', 'https://hub.nordhem.se');
    fill('Move code', 'bmv_1');
    fill('Password for the hub', 'correct horse');
  }

  it('asks for the address to sign in with when there is none', async () => {
    hub.lineNow = ALONE;
    await open('owner', 'Workspace', 'owner@localhost');
    await settled(() => expect(field('Your e-mail').value).toBe(''));
    await filled();
    await click('button', 'Move the workspace');
    await settled(() => expect(page()).toContain('That is not an e-mail address.'));
    fill('Your e-mail', 'ana@nordhem.se');
    await click('button', 'Move the workspace');
    await settled(() => expect(hub.asked).toMatchObject([{ email: 'ana@nordhem.se' }]));
  });

  it('that was refused leaves everything as it was, what was typed too', async () => {
    hub.lineNow = ALONE;
    await open('owner', 'Workspace');
    await settled(() => field('Move code'));
    await filled();
    let arrive = () => {};
    hub.slow = new Promise((resolve) => (arrive = resolve));
    await click('button', 'Move the workspace');
    await settled(() => expect(page()).toContain('Nothing can be changed here until'));
    hub.refusal = { code: 'unauthorized', message: 'That move code is wrong.' };
    hub.reset();
    arrive();
    await settled(() => expect(page()).toContain('That move code is wrong.'));
    expect(field('Move code').value).toBe('bmv_1');
    expect(page()).not.toContain('Nothing can be changed here until');
  });
});

describe('the keyboard', () => {
  it('goes to settings and back, and commands nothing meanwhile', async () => {
    hub.me = ana;
    openWindow(hub);
    await settled(() => expect(page()).toContain('Longest wait first'));
    press('j');
    await settled(() => expect(hub.viewed).toBe('c1'));
    press('g');
    press('s');
    await settled(() => expect(find('h1', 'Settings')).toBeTruthy());
    await settled(() => expect(hub.viewed).toBeNull());
    press('a');
    press('Escape');
    await settled(() => expect(page()).toContain('Do you want to be assigned'));
    await settled(() => expect(hub.viewed).toBe('c1'));
    expect(hub.sent.filter((command) => command.type !== 'read')).toEqual([]);
  });
});

describe('the workspace', () => {
  it.each([
    ['Name of the workspace', 'Sydhem'],
    ['Days after they were closed', '90'],
  ])('is not left with changes unsaid: %s', async (label, value) => {
    hub.api.settings.delete_closed_after_days = 365;
    await openSettings(hub, 'owner', 'Workspace');
    await settled(() => expect(control(label)).toBeTruthy());
    put(label, value);
    await click('.settings nav button', 'Team');
    await settled(() => expect(page()).toContain('What you changed here is not saved.'));
    expect(control(label).value).toBe(value);
  });
});
