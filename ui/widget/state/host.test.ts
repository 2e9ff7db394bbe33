/** The panel's half of the conversation with the host page. */
import { expect, it, vi } from 'vitest';
import { connectHost, keyFrom, originFrom } from './host';

const SHOP = 'https://shop.example';

function setUp(origin: string | null) {
  let deliver: (event: object) => void = () => undefined;
  const win = { addEventListener: (_: string, f: (event: object) => void) => (deliver = f) };
  const parent = { postMessage: vi.fn() };
  const on = {
    page: vi.fn(),
    shown: vi.fn(),
    identify: vi.fn(),
    set: vi.fn(),
    say: vi.fn(),
    reset: vi.fn(),
  };
  const host = connectHost(win as unknown as Window, parent, origin, on);
  return {
    parent,
    on,
    host,
    say: (data: object, from: object = {}) =>
      deliver({ origin: SHOP, source: parent, data: { baton: 1, ...data }, ...from }),
  };
}

it('obeys its host and nobody else', () => {
  const { on, say, parent } = setUp(SHOP);
  say({ type: 'say', text: 'no' }, { origin: 'https://evil.example' });
  say({ type: 'say', text: 'no' }, { source: {} });
  say({ type: 'reset' }, { source: null });
  say({ type: 'reset', baton: 0 });
  expect(on.say).not.toHaveBeenCalled();
  expect(on.reset).not.toHaveBeenCalled();
  say({ type: 'say', text: 'yes' }, { source: parent });
  expect(on.say).toHaveBeenCalledExactlyOnceWith('yes');
});

it('reads only known fields of known types', () => {
  const { on, say } = setUp(SHOP);
  say({ type: 'identify', visitor: { name: 'Marta', email: 7, role: 'admin' } });
  say({ type: 'identify', visitor: 'Marta' });
  say({ type: 'say', text: { toString: () => 'x' } });
  say({ type: 'eval', text: '1' });
  expect(on.identify).toHaveBeenCalledExactlyOnceWith({ name: 'Marta' });
  expect(on.say).not.toHaveBeenCalled();
});

it('a website that knows the visitor badly does not cost the chat', () => {
  const { on, say } = setUp(SHOP);
  say({ type: 'identify', visitor: { external_id: '7', name: 'M'.repeat(300), email: 'unknown' } });
  expect(on.identify).toHaveBeenCalledExactlyOnceWith({ external_id: '7', name: 'M'.repeat(200) });
});

it('answers to its host only, and to nobody when there is none', () => {
  const { host, parent } = setUp(SHOP);
  host.send({ type: 'ready' });
  expect(parent.postMessage).toHaveBeenCalledWith({ baton: 1, type: 'ready' }, SHOP);
  const alone = setUp(null);
  alone.host.send({ type: 'ready' });
  expect(alone.parent.postMessage).not.toHaveBeenCalled();
});

it('finds key and host in its own address', () => {
  expect(keyFrom('/widget/wk_1')).toBe('wk_1');
  expect(keyFrom('/widget/a%2Fb/')).toBe('a/b');
  expect(originFrom('#host=https%3A%2F%2Fshop.example')).toBe(SHOP);
  expect(originFrom('')).toBeNull();
});
