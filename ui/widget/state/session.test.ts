/** Marta's chat from end to end, against a hub and a browser that misbehave. */
import { expect, it, vi } from 'vitest';
import { Clock, FakeHub, memoryStore, settle, uuid } from '../testing/fake';
import type { SocketEvents } from './line';
import { Session } from './session';
import type { View } from './view';

function setUp(hub = new FakeHub(), store = memoryStore()) {
  const clock = new Clock();
  const sockets: { path: string; events: SocketEvents; sent: string[] }[] = [];
  const arrived = vi.fn();
  const unread = vi.fn();
  const session = new Session({
    widgetKey: 'wk',
    language: 'de-AT',
    store,
    call: hub.call,
    upload: hub.upload,
    openSocket(path, events) {
      const sent: string[] = [];
      sockets.push({ path, events, sent });
      return { send: (text) => void sent.push(text), close: () => undefined };
    },
    alone: (work) => work(),
    now: () => clock.now,
    random: () => 0.5,
    uuid,
    later: clock.later,
    arrived,
    unread,
  });
  let view: View = session.view();
  session.watch((next) => (view = next));
  session.start();
  return { hub, store, clock, sockets, arrived, unread, session, see: () => view };
}

it('shows what was written at once, and one bubble from first to last', async () => {
  const { session, see, sockets } = setUp();
  session.say('hello');
  expect(see().pending.map((e) => [e.text, e.state])).toEqual([['hello', 'waiting']]);
  await settle();
  sockets[0]?.events.opened();
  await settle();
  expect(see().pending).toEqual([]);
  expect(see().messages.map((m) => m.text)).toEqual(['hello']);
});

it('resumes from the last seq after a lost line and misses nothing that was said meanwhile', async () => {
  const { session, hub, see, sockets, clock, arrived, unread } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  await settle();
  const frame = hub.say('bvt_1', 'first');
  sockets[0]?.events.frame(JSON.stringify({ type: 'message', message: frame }));
  sockets[0]?.events.frame(JSON.stringify({ type: 'message', message: frame }));
  await clock.pass(50);
  expect(unread).toHaveBeenLastCalledWith(2);
  sockets[0]?.events.closed();
  hub.say('bvt_1', 'said in the tunnel');
  await clock.pass(1_000);
  expect(sockets[1]?.path).toMatch(/after=[23]$/);
  sockets[1]?.events.opened();
  await settle();
  expect(see().messages.map((m) => m.text)).toEqual(['hello', 'first', 'said in the tunnel']);
  expect(arrived.mock.calls.map(([m]) => (m as { text: string }).text)).toContain(
    'said in the tunnel',
  );
});

it('answers each sign of life of the hub, and calls again when there is none for 12 s', async () => {
  const { session, sockets, clock } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  const { length = 0 } = sockets[0]?.sent ?? [];
  for (let beat = 0; beat < 5; beat += 1) {
    await clock.pass(5_000);
    sockets[0]?.events.frame('{"type":"ping"}');
  }
  expect(sockets[0]?.sent.slice(length)).toEqual(Array(5).fill('{"type":"ping"}'));
  expect(sockets).toHaveLength(1);
  await clock.pass(12_000 + 500);
  expect(sockets).toHaveLength(2);
});

it('survives nonsense on the socket', async () => {
  const { session, sockets, see } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"type":"message"}',
    '{"type":"state","waiting":7}',
    '{"type":"?"}',
  ]) {
    sockets[0]?.events.frame(text);
  }
  await settle();
  expect(see().messages).toHaveLength(1);
});

it('the typing sign goes away by itself', async () => {
  const { session, sockets, see, clock } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  sockets[0]?.events.frame('{"type":"typing","name":"Ana","on":true}');
  expect(see().typing).toBe('Ana');
  await clock.pass(6_000);
  expect(see().typing).toBeNull();
});

it('tells of typing at most every three seconds', async () => {
  const { session, hub, clock } = setUp();
  session.say('hello');
  await settle();
  for (let i = 0; i < 40; i += 1) {
    session.typing();
    clock.now += 100;
  }
  expect(hub.requests.filter((r) => r.path.endsWith('/typing'))).toHaveLength(2);
});

it('asks for a person once, however often the button is pressed', async () => {
  const { session, hub, see } = setUp();
  session.askForPerson();
  session.askForPerson();
  expect(see().asked).toBe(true);
  await settle();
  session.askForPerson();
  await settle();
  expect(hub.conversations.get('bvt_1')?.handoffs).toBe(1);
  expect(see().wantsContact).toBe(true);
});

it('asks for an address only who waits and cannot be reached, and never in silent mode', async () => {
  const wait = { since: '2026-11-22T14:00:00.000Z', expected_s: 240, open: false };
  for (const [waiting, wants] of [
    [wait, true],
    [{ ...wait, reachable: true }, false],
    [null, false],
  ] as const) {
    const hub = new FakeHub();
    hub.waiting = waiting;
    const { session, see } = setUp(hub);
    session.askForPerson();
    await settle();
    expect(see().wantsContact).toBe(wants);
    expect(see().state?.waiting?.open ?? true).toBe(waiting === null);
  }
});

it('says so when the hub will not ask for a person, and the visitor may try again', async () => {
  const { session, hub, see } = setUp();
  session.say('hello');
  await settle();
  hub.fates = [{ kind: 'refused', status: 422, code: 'invalid', detail: '' }];
  session.askForPerson();
  await settle();
  expect([see().asked, see().askRefused]).toEqual([false, true]);
  session.askForPerson();
  await settle();
  expect([see().asked, see().askRefused]).toEqual([true, false]);
});

it('asking for a person opens a closed conversation again', async () => {
  const { session, hub, see, sockets } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  await settle();
  sockets[0]?.events.frame('{"type":"state","status":"closed","answering":null,"waiting":null}');
  expect([see().state?.status, see().asked]).toEqual(['closed', false]);
  session.askForPerson();
  await settle();
  expect([see().state?.status, see().asked, see().askRefused]).toEqual(['active', true, false]);
  expect(hub.conversations.get('bvt_1')?.handoffs).toBe(1);
});

it('learns anew whether people are online when the wait begins', async () => {
  const { session, hub, sockets, see } = setUp();
  session.say('hello');
  await settle();
  sockets[0]?.events.opened();
  await settle();
  hub.peopleOnline = true;
  const waiting = { since: '2026-11-22T14:00:00.000Z', expected_s: null };
  const state = { type: 'state', status: 'active', answering: null, waiting };
  sockets[0]?.events.frame(JSON.stringify(state));
  await settle();
  expect(see().info?.people_online).toBe(true);
});

it('somebody else on the same computer does not see the last one’s conversation', async () => {
  const store = memoryStore();
  const hub = new FakeHub();
  const marta = setUp(hub, store);
  marta.session.identify({ external_id: 'marta' });
  marta.session.say('my secret');
  await settle();
  const { session, see } = setUp(hub, store);
  await settle();
  expect(see().messages).toHaveLength(1);
  session.identify({ external_id: 'otto' });
  expect(see().messages).toEqual([]);
  session.say('hello');
  await settle();
  expect(hub.conversations.size).toBe(2);
  expect(hub.requests.filter((r) => r.path.endsWith('/conversations')).at(-1)?.token).toBeNull();
});

it('reset leaves nothing behind', async () => {
  const { session, store, see } = setUp();
  session.vault.draft = 'half a thought';
  session.say('hello');
  await settle();
  session.reset();
  expect(store.keys()).toEqual([]);
  expect(see().messages).toEqual([]);
});

it('begins a conversation for the first file, and sends it without words', async () => {
  const { session, hub, see } = setUp();
  session.files.add([new File(['abc'], 'photo.png')]);
  await settle();
  expect(hub.uploads[0]?.token).toBe('bvt_1');
  hub.uploads[0]?.end();
  await settle();
  expect(see().files.map((row) => row.state)).toEqual(['done']);
  expect(session.say('')).toBe(true);
  expect(see().files).toEqual([]);
  expect(see().pending[0]?.files.map((file) => file.name)).toEqual(['photo.png']);
  await settle();
  const sent = hub.requests.findLast((request) => request.path === '/v1/visitor/messages');
  expect(JSON.parse(sent?.body ?? '')).toMatchObject({ text: '', attachments: ['file photo.png'] });
});

it('keeps a message whose files are gone, and says so', async () => {
  const { session, hub, see } = setUp();
  session.files.add([new File(['abc'], 'photo.png')]);
  await settle();
  hub.uploads[0]?.end();
  await settle();
  hub.fates = [{ kind: 'refused', status: 422, code: 'invalid', detail: '' }];
  session.say('Look');
  await settle();
  expect(see().pending.map((entry) => [entry.text, entry.refused])).toEqual([
    ['Look', 'The files are no longer there. Your words can be sent without them.'],
  ]);
  session.retry(see().pending[0]?.id ?? '');
  await settle();
  const sent = hub.requests.findLast((request) => request.path === '/v1/visitor/messages');
  expect(JSON.parse(sent?.body ?? '')).toEqual({ id: expect.any(String) as string, text: 'Look' });
  expect(hub.texts).toEqual(['Look']);
});

it('lets files go with the conversation they were uploaded for, and hears of another tab’s', async () => {
  const { session, hub, see, store } = setUp();
  session.files.add([new File(['abc'], 'photo.png')]);
  await settle();
  hub.uploads[0]?.end();
  await settle();
  const kept = store.get('baton.wk.files') ?? '';
  hub.fates = [{ kind: 'gone', status: 401 }];
  session.askForPerson();
  await settle();
  expect([see().files, store.get('baton.wk.files')]).toEqual([[], null]);
  store.set('baton.wk.files', kept);
  session.storageChanged('baton.wk.files');
  expect(see().files.map((row) => row.name)).toEqual(['photo.png']);
  store.set('baton.wk.state', JSON.stringify({ token: 'bvt_7' }));
  session.storageChanged('baton.wk.state');
  expect(see().files.map((row) => row.name)).toEqual(['photo.png']);
  store.set('baton.wk.state', JSON.stringify({ token: 'bvt_8' }));
  session.storageChanged('baton.wk.state');
  expect(see().files).toEqual([]);
});
