/** What is known of a visitor: changed in place, rated, and erased on request. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Conversation, Role } from '../ipc';
import { initials } from '../state/names';
import { ana, anaHolds, at, conversation, event, marta } from './people';
import { SmallHub } from './small-hub';
import { click, closeWindow, field, fill, find, openWindow, page, press, settled } from './window';

let hub: SmallHub;

async function open(role: Role, more: Partial<Conversation> = {}): Promise<void> {
  hub = new SmallHub();
  hub.me = { ...ana, role };
  hub.api.members = [hub.me];
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3, ...more }));
  hub.say('c1', marta, 'My number is 070 123');
  hub.queue = [];
  openWindow(hub);
  await settled(() => expect(page()).toContain('Latest first'));
  hub.open({ conversation: 'c1', tab: 'mine', notice: null });
  await settled(() => expect(page()).toContain('My number is 070 123'));
  press(']');
  await click('[role=tab]', 'Visitor');
  await settled(() => field('Phone'));
}
afterEach(closeWindow);

describe('a contact', () => {
  it('is changed in place, and what cannot be a phone number is said', async () => {
    await open('agent');
    fill('Phone', 'call me');
    press('Enter', field('Phone'));
    await settled(() => expect(page()).toContain('That is not a phone number.'));
    fill('Phone', '+46 (70) 123-45 67');
    press('Enter', field('Phone'));
    const phone = '+46 (70) 123-45 67';
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ type: 'contact', phone }));
  });

  it('is changed without the line too', async () => {
    await open('agent');
    hub.stands({ state: 'offline' });
    fill('E-mail', 'marta@example.com');
    press('Enter', field('E-mail'));
    await settled(() => expect(hub.outboxNow).toHaveLength(1));
  });

  it('shows what it said of the conversation', async () => {
    const rating = { stars: 4, text: 'Quick and friendly', at: at(9) };
    await open('agent', { rating });
    expect(find('[role=img]', '4 of 5 stars')).toBeTruthy();
    expect(page()).toContain('“Quick and friendly”');
  });

  it('is erased by those who may, once, after the word was typed', async () => {
    await open('admin');
    await click('button', 'Erase this contact…');
    expect(page()).toContain('It cannot be brought back.');
    const go = () => find<HTMLButtonElement>('.modal button', 'Erase');
    expect(go().disabled).toBe(true);
    fill('Type “erase” to confirm', 'Erase');
    await settled(() => expect(go().disabled).toBe(false));
    hub.api.refusal = { code: 'unavailable', message: 'The hub is busy.' };
    go().click();
    await settled(() => expect(page()).toContain('The hub is busy.'));
    hub.api.refusal = null;
    go().click();
    await settled(() => expect(page()).toContain('Erased. Their 2 conversations'));
    const ids = hub.api.calls.filter((call) => call.includes('/erase')).map((call) => call);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('is not erased by a plain member', async () => {
    await open('agent');
    expect(page()).not.toContain('Erase this contact');
  });

  it('that was erased leaves quiet lines, and nobody writes there any more', async () => {
    await open('admin');
    const said = (hub.items.get('c1') ?? []).map((item) => ({
      ...item,
      message: item.message && { ...item.message, text: '', blocks: [] },
    }));
    hub.items.set('c1', said);
    const gone = event(hub.seq + 1, 'contact_erased', { data: { conversations: ['c1'] } });
    hub.change('c1', { status: 'closed' }, [gone]);
    hub.deliver();
    await settled(() => expect(page()).not.toContain('My number is 070 123'));
    expect(find('.line', 'Erased')).toBeTruthy();
    expect(page()).toContain('Nothing more is written here.');
  });
});

describe('a name', () => {
  it('of emoji is never cut in half', () => {
    expect(initials('😀'.repeat(200))).toBe('😀😀');
    expect(initials('👩‍👩‍👧 Berg')).toBe('👩‍👩‍👧B');
  });
});
