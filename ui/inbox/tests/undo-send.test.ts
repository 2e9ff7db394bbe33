/** A reply can be taken back for a few seconds; it is never lost, and never sent twice. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ALONE } from '../state/line';
import { anaHolds, anaSays, bobHolds, conversation, marta, waiting } from './people';
import { memory } from './memory';
import { control, put } from './settings-place';
import { SmallHub } from './small-hub';
import {
  click,
  closeWindow,
  composer,
  find,
  openWindow,
  page,
  press,
  settled,
  write,
} from './window';

let hub: SmallHub;
let store: Storage;
const replies = () => hub.sent.filter(({ type }) => type === 'reply');
const WORDS = '  Yes,\nSAML is included. ';

beforeEach(async () => {
  hub = new SmallHub();
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.say('c1', marta, 'Is SAML included?');
  hub.put(conversation(2, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.put(waiting(3, 20));
  hub.queue = [];
  store = memory();
});
afterEach(async () => {
  await closeWindow();
  vi.useRealTimers();
});

async function openMine(id = 'c1'): Promise<void> {
  openWindow(hub, store);
  await settled(() => expect(page()).toContain('Longest wait first'));
  hub.open({ conversation: id, tab: 'mine', notice: null });
  await settled(() => expect(composer()).not.toBeNull());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
}

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);
function enter(words: string): void {
  write(composer(), words);
  press('Enter', composer());
}
function undoKey(): void {
  const event = { key: 'z', ctrlKey: true, bubbles: true, cancelable: true };
  composer()?.dispatchEvent(new KeyboardEvent('keydown', event));
}

describe('a reply that was sent', () => {
  it('leaves after five seconds, with the ownership that was seen at Enter', async () => {
    await openMine();
    enter('Yes, it is.');
    await later(4_900);
    expect(replies()).toEqual([]);
    expect(page()).toContain('Sending in');
    await later(200);
    expect(replies()).toMatchObject([{ text: 'Yes, it is.', expect: 3, seen: 2 }]);
    await settled(() => expect(page()).not.toContain('Sending in'));
    expect(store.getItem('baton.held')).toBe('[]');
  });

  it('comes back exactly as it stood with Ctrl+Z in the empty composer, and is not sent', async () => {
    await openMine();
    enter(WORDS);
    await later(1_000);
    expect(composer()?.value).toBe('');
    undoKey();
    await later(20_000);
    await settled(() => expect(composer()?.value).toBe(WORDS));
    expect(replies()).toEqual([]);
    expect(page()).not.toContain('Sending in');
    expect(find('[role=status]', 'Taken back.')).toBeTruthy();
  });

  it('comes back with the button, before what was begun since', async () => {
    await openMine();
    enter('First.');
    await later(1_000);
    write(composer(), 'Second');
    undoKey();
    await later(1_000);
    expect(composer()?.value).toBe('Second');
    await click('button', 'Undo');
    await settled(() => expect(composer()?.value).toBe('First.\nSecond'));
    await later(20_000);
    expect(replies()).toEqual([]);
  });

  it('is told to a screen reader once', async () => {
    await openMine();
    enter('Yes.');
    await settled(() =>
      expect(find('[role=status]', 'Sending in 5 seconds. Ctrl Z takes it back.')).toBeTruthy(),
    );
  });

  it('leaves though I went to another conversation', async () => {
    await openMine();
    enter('Yes.');
    hub.open({ conversation: 'c2', tab: null, notice: null });
    await later(6_000);
    expect(replies()).toMatchObject([{ text: 'Yes.' }]);
  });

  it('leaves at once, and first, when I close the conversation or hand it back', async () => {
    await openMine();
    enter('Yes.');
    press('Escape', composer());
    press('e');
    await later(100);
    expect(hub.sent.map(({ type }) => type).filter((type) => type !== 'read')).toEqual([
      ...['reply', 'status'],
    ]);
    await later(10_000);
    expect(replies()).toHaveLength(1);
  });

  it('keeps the conversation open when the visitor wrote before it could leave', async () => {
    await openMine();
    enter('Your refund is on its way.');
    await later(1_000);
    hub.say('c1', marta, 'Wait, one more thing');
    hub.deliver();
    press('Escape', composer());
    press('e');
    await later(10_000);
    expect(hub.sent.filter(({ type }) => type === 'reply' || type === 'status')).toEqual([]);
    expect(composer()?.value).toBe('Your refund is on its way.');
  });

  it('comes back with the one after it, in the order I wrote them', async () => {
    await openMine();
    enter('One.');
    await later(1_000);
    enter('Two.');
    await later(1_000);
    hub.say('c1', marta, 'Never mind!');
    hub.deliver();
    await later(10_000);
    expect(replies()).toEqual([]);
    expect(composer()?.value).toBe('One.\nTwo.');
  });

  it('goes out in order with the one before it', async () => {
    await openMine();
    enter('One.');
    await later(2_000);
    enter('Two.');
    await later(10_000);
    expect(replies().map((command) => 'text' in command && command.text)).toEqual(['One.', 'Two.']);
  });
});

describe('while it can be taken back', () => {
  it('what the visitor writes stands in the way: the words come back, Enter again sends', async () => {
    await openMine();
    enter('Yes.');
    await later(1_000);
    hub.say('c1', marta, 'Never mind!');
    hub.deliver();
    await later(5_000);
    expect(replies()).toEqual([]);
    await settled(() => expect(find('[role=alert]', 'Never mind!')).toBeTruthy());
    expect(composer()?.value).toBe('Yes.');
    press('Enter', composer());
    await later(6_000);
    expect(replies()).toMatchObject([{ text: 'Yes.' }]);
  });

  it('the hub has the last word about what was not seen here', async () => {
    await openMine();
    enter('Yes.');
    hub.say('c1', marta, 'Wait');
    hub.queue = [];
    await later(6_000);
    expect(replies()).toHaveLength(1);
    await settled(() => expect(composer()?.value).toBe('Yes.'));
  });

  it('a take-over refuses it, says so, and keeps the words', async () => {
    await openMine();
    enter('Yes.');
    hub.change('c1', { assignee: bobHolds, ownership: 4 });
    hub.deliver();
    hub.open({ conversation: 'c2', tab: null, notice: null });
    await later(6_000);
    await settled(() => expect(page()).toContain('Your reply to Marta Lindqvist was not sent.'));
    expect(page()).toContain('Bob has it.');
    expect(JSON.parse(store.getItem('baton.drafts') ?? '')[0][1].text).toBe('Yes.');
  });
});

describe('a window that is killed', () => {
  it('has the words as a draft at the next start, and sends nothing by itself', async () => {
    await openMine();
    enter(WORDS);
    const kept = store.getItem('baton.held') ?? '';
    vi.useRealTimers();
    await closeWindow();
    store = memory();
    store.setItem('baton.held', kept);
    await openMine();
    await later(20_000);
    expect(composer()?.value).toBe(WORDS);
    expect(replies()).toEqual([]);
    expect(store.getItem('baton.held')).toBe('[]');
    expect(page()).toContain('Your reply to Marta Lindqvist was not sent. It is a draft again.');
  });

  it('does not offer again what had arrived', async () => {
    const item = hub.say('c1', anaSays, 'Yes.', 'm-1');
    hub.queue = [];
    const gone = { id: 'm-1', conversation: 'c1', text: 'Yes.', files: [], seen: 2, at: item.at };
    const lost = { ...gone, id: 'm-2', text: 'And SCIM too.' };
    const held = [gone, lost].map((reply) => ({ ...reply, until: 0, going: true }));
    store.setItem('baton.held', JSON.stringify(held));
    await openMine();
    await later(1_000);
    expect(composer()?.value).toBe('And SCIM too.');
    expect(replies()).toEqual([]);
  });
});

describe('a reply that is held', () => {
  async function chooseGerman(): Promise<void> {
    await click('nav button', 'Settings');
    await click('.settings nav button', 'Appearance');
    await settled(() => expect(find('h2', 'Appearance')).toBeTruthy());
    put('Language', 'de');
  }

  it('leaves at once before the window begins again in another language', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    await openMine();
    enter('Yes.');
    reload.mockImplementation(() => expect(replies()).toMatchObject([{ text: 'Yes.' }]));
    await chooseGerman();
    await settled(() => expect(reload).toHaveBeenCalledOnce());
    expect(store.getItem('baton.held')).toBe('[]');
  });

  it('keeps the language when the visitor wrote first, and says why', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {});
    await openMine();
    enter('Yes.');
    hub.say('c1', marta, 'Wait');
    hub.deliver();
    await chooseGerman();
    await settled(() => expect(page()).toContain('Your reply to Marta Lindqvist was not sent.'));
    await settled(() => expect(control('Language').value).toBe(''));
    expect(reload).not.toHaveBeenCalled();
    expect(store.getItem('baton.language')).toBeNull();
  });

  it('leaves at once before I sign out', async () => {
    hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
    await openMine();
    enter('Yes.');
    await click('nav button', 'Settings');
    await click('.settings nav button', 'My profile');
    await click('button', 'Sign out…');
    await click('[role=dialog] button, [role=alertdialog] button', 'Sign out');
    await settled(() => expect(page()).toContain('Join a team'));
    expect(replies()).toMatchObject([{ text: 'Yes.' }]);
  });

  it('is named among what is lost when I sign out while the hub cannot be reached', async () => {
    hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
    await openMine();
    enter('Yes.');
    await click('nav button', 'Settings');
    await click('.settings nav button', 'My profile');
    await click('button', 'Sign out…');
    const lost = '1 reply in the outbox is not sent';
    await settled(() => expect(find('[role=dialog], [role=alertdialog]', 'Sign out')).toBeTruthy());
    expect(page()).not.toContain(lost);
    hub.stands({ state: 'offline' });
    await settled(() => expect(page()).toContain(lost));
    await later(10_000);
    await settled(() => expect(hub.outboxNow).toHaveLength(1));
    expect(page()).toContain(lost);
  });

  it('is a draft again, which is said, when the copy behind the window is replaced', async () => {
    await openMine();
    enter('Yes.');
    hub.reset();
    await settled(() =>
      expect(page()).toContain('Your reply to Marta Lindqvist was not sent. It is a draft again.'),
    );
    expect(replies()).toEqual([]);
  });
});

describe('nothing to undo', () => {
  it('when the time is 0: it leaves at once', async () => {
    store.setItem('baton.prefs', '{"undo":0}');
    await openMine();
    enter('Yes.');
    await later(10);
    expect(replies()).toMatchObject([{ text: 'Yes.' }]);
  });
});
