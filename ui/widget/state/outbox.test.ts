/** What the visitor writes reaches the hub once, in order, whatever happens in between. */
import { describe, expect, it, vi } from 'vitest';
import { Clock, FakeHub, memoryStore, settle, uuid, type Fate } from '../testing/fake';
import { MAX_WAITING, Outbox } from './outbox';
import { Sender } from './sender';
import { Vault, type Store } from './vault';

/** Marta's browser tab. Opening another on the same store is a reload. */
function tab(hub: FakeHub, store: Store, clock: Clock) {
  const vault = new Vault(store, 'wk');
  const sender = new Sender({
    widgetKey: 'wk',
    vault,
    call: hub.call,
    uuid,
    context: () => ({
      language: 'de-AT',
      page: { url: `https://shop.example/${clock.now}`, title: '', referrer: '' },
      identity: null,
      metadata: {},
    }),
    tokenChanged: vi.fn(),
    stored: vi.fn(),
    alone: (work) => work(),
  });
  const outbox = new Outbox({
    store,
    prefix: `${vault.prefix}out.`,
    deliver: (entry) => sender.deliver(entry),
    changed: vi.fn(),
    now: () => clock.now,
    random: () => 0.5,
    uuid,
    later: clock.later,
  });
  return { outbox, vault };
}

describe('the outbox', () => {
  it('sends the first message with the start of the conversation and the rest one by one', async () => {
    const [hub, clock] = [new FakeHub(), new Clock()];
    const { outbox } = tab(hub, memoryStore(), clock);
    outbox.add('message', 'one');
    outbox.add('message', 'two');
    outbox.add('message', 'three');
    await settle();
    expect(hub.texts).toEqual(['one', 'two', 'three']);
    expect(hub.conversations.size).toBe(1);
    expect(hub.requests.map((r) => r.path)).toEqual([
      '/v1/widget/wk/conversations',
      '/v1/visitor/messages',
      '/v1/visitor/messages',
    ]);
  });

  it('neither loses nor doubles a message when any answer is lost, any request dies, and the page reloads at any time', async () => {
    const fates: Fate[] = ['ok', 'answer lost', 'dead', { kind: 'later', after_ms: 1000 }];
    // Every sequence of four fates, with a reload after every number of steps.
    for (let n = 0; n < fates.length ** 4; n += 1) {
      const [hub, clock, store] = [new FakeHub(), new Clock(), memoryStore()];
      hub.fates = [0, 1, 2, 3].map(
        (i) => fates[Math.floor(n / fates.length ** i) % fates.length] ?? 'ok',
      );
      const before = tab(hub, store, clock);
      before.outbox.add('message', 'one');
      before.outbox.add('message', 'two');
      for (let step = 0; step < n % 40; step += 1) await Promise.resolve();
      before.outbox.clear(); // the page is gone, its storage stays
      clock.now += 5_000;
      const after = tab(hub, store, clock);
      after.outbox.kick();
      after.outbox.add('message', 'three');
      await clock.pass(120_000);
      expect(hub.texts, `fates ${n}`).toEqual(['one', 'two', 'three']);
      expect(hub.conversations.size, `fates ${n}`).toBe(1);
      expect(store.keys().filter((k) => k.includes('.out.'))).toEqual([]);
    }
  });

  it('repeats the start to the letter, although the page has moved on', async () => {
    const [hub, clock, store] = [new FakeHub(), new Clock(), memoryStore()];
    hub.fates = ['answer lost'];
    tab(hub, store, clock).outbox.add('message', 'hello');
    await settle();
    clock.now += 60_000;
    tab(hub, store, clock).outbox.kick();
    await settle();
    const starts = hub.requests.filter((r) => r.path.endsWith('/conversations'));
    expect(starts).toHaveLength(2);
    expect(starts[1]).toEqual(starts[0]);
  });

  it('waits as long as the hub asks, even when told to hurry', async () => {
    const [hub, clock] = [new FakeHub(), new Clock()];
    const { outbox } = tab(hub, memoryStore(), clock);
    hub.fates = [{ kind: 'later', after_ms: 7_000 }];
    outbox.add('message', 'hello');
    await settle();
    outbox.kick();
    await clock.pass(6_900);
    expect(hub.requests).toHaveLength(1);
    await clock.pass(200);
    expect(hub.texts).toEqual(['hello']);
  });

  it('keeps a refused message with its reason, sends the next one, and lets the visitor retry or discard', async () => {
    const [hub, clock, store] = [new FakeHub(), new Clock(), memoryStore()];
    const { outbox } = tab(hub, store, clock);
    outbox.add('message', 'hello');
    await settle();
    const refusal: Fate = { kind: 'refused', status: 422, code: 'invalid', detail: '' };
    hub.fates = [refusal, 'ok', refusal];
    outbox.add('message', 'bad');
    outbox.add('message', 'good');
    outbox.add('message', 'worse');
    await settle();
    expect(hub.texts).toEqual(['hello', 'good']);
    const reloaded = tab(hub, store, clock).outbox;
    const refused = reloaded.shown.filter((e) => e.state === 'refused');
    expect(refused.map((e) => [e.text, e.refused])).toEqual([
      ['bad', 'The message was not accepted.'],
      ['worse', 'The message was not accepted.'],
    ]);
    reloaded.retry(refused[0]?.id ?? '');
    reloaded.discard(refused[1]?.id ?? '');
    await settle();
    expect(hub.texts).toEqual(['hello', 'good', 'bad']);
    expect(reloaded.shown.filter((e) => e.state !== 'sent')).toEqual([]);
  });

  it('takes unsent text into a new conversation when the hub no longer knows the old one', async () => {
    const [hub, clock] = [new FakeHub(), new Clock()];
    const { outbox, vault } = tab(hub, memoryStore(), clock);
    vault.write({ token: 'bvt_forgotten' });
    outbox.add('message', 'still here');
    await clock.pass(5_000);
    expect(hub.texts).toEqual(['still here']);
    const start = hub.requests.find((r) => r.path.endsWith('/conversations'));
    expect(start?.token).toBe('bvt_forgotten');
    expect(vault.read().token).toBe('bvt_1');
  });

  it('starts without a message when a person is asked for first, and asks once', async () => {
    const [hub, clock] = [new FakeHub(), new Clock()];
    const { outbox } = tab(hub, memoryStore(), clock);
    outbox.add('handoff', '');
    await settle();
    expect(hub.requests.map((r) => [r.path, r.body && 'message' in JSON.parse(r.body)])).toEqual([
      ['/v1/widget/wk/conversations', false],
      ['/v1/visitor/handoff', false],
    ]);
    expect(hub.conversations.get('bvt_1')?.handoffs).toBe(1);
  });

  it('two tabs that share an outbox send each message once', async () => {
    const [hub, clock, store] = [new FakeHub(), new Clock(), memoryStore()];
    const [left, right] = [tab(hub, store, clock), tab(hub, store, clock)];
    left.outbox.add('message', 'one');
    right.outbox.load();
    right.outbox.kick();
    await clock.pass(1_000);
    expect(hub.texts).toEqual(['one']);
    expect(hub.conversations.size).toBe(1);
  });

  it('has a limit', () => {
    const hub = new FakeHub();
    const { outbox } = tab(hub, memoryStore(), new Clock());
    for (let i = 0; i < MAX_WAITING; i += 1) expect(outbox.add('message', `${i}`)).toBe(true);
    expect(outbox.add('message', 'one too many')).toBe(false);
  });

  it('goes on without storage', async () => {
    const { browserStore } = await import('./vault');
    const refusing = browserStore(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const hub = new FakeHub();
    tab(hub, refusing, new Clock()).outbox.add('message', 'private window');
    await settle();
    expect(hub.texts).toEqual(['private window']);
  });
});
