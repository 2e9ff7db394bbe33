/** The host page's half: nothing is lost before the panel is ready, and nobody else is listened to. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accept, send } from '../protocol';
import { Widget } from './widget';

const HUB = 'https://hub.example';
const PALETTE = { light: {}, dark: {} };

let posted: { message: Record<string, unknown>; target: string }[];
let panel: Window;
let widget: Widget;
/** Takes this test's listeners off the window that all tests share. */
let leave: AbortController;

function frame(): HTMLIFrameElement | null | undefined {
  return document.querySelector('#baton-widget')?.shadowRoot?.querySelector('iframe');
}

function say(data: unknown, from: { origin?: string; source?: unknown } = {}): void {
  const event = new MessageEvent('message', { data });
  Object.defineProperty(event, 'origin', { value: from.origin ?? HUB });
  Object.defineProperty(event, 'source', { value: 'source' in from ? from.source : panel });
  window.dispatchEvent(event);
}

const badge = () =>
  document.querySelector('#baton-widget')?.shadowRoot?.querySelector('button > span')?.textContent;

beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  panel = {
    postMessage: (message: Record<string, unknown>, target: string) =>
      posted.push({ message, target }),
  } as unknown as Window;
  vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockReturnValue(panel);
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(function (
    this: HTMLIFrameElement,
    src: string,
  ) {
    this.dataset.src = src;
  });
  widget = new Widget(window, HUB, PALETTE);
  leave = new AbortController();
  const add = window.addEventListener.bind(window);
  vi.spyOn(window, 'addEventListener').mockImplementation(
    (type: string, work: EventListenerOrEventListenerObject) =>
      add(type, work, { signal: leave.signal }),
  );
});

afterEach(() => {
  leave.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('the loader', () => {
  it('names the host origin to the panel and needs no inline style or script', () => {
    widget.run(['boot', 'wk/1']);
    expect(frame()?.dataset.src).toBe(
      `${HUB}/widget/wk%2F1#host=${encodeURIComponent(location.origin)}&language=en-GB`,
    );
    const root = document.querySelector('#baton-widget')?.shadowRoot;
    expect(root?.querySelectorAll('style,script,link')).toHaveLength(0);
  });

  it('speaks as the website says, else as its page, else as the browser', () => {
    const launcher = (): string | null | undefined =>
      document
        .querySelector('#baton-widget')
        ?.shadowRoot?.querySelector('button')
        ?.getAttribute('aria-label');
    document.documentElement.lang = 'fr';
    widget.run(['boot', 'wk']);
    expect(launcher()).toBe('Ouvrir le chat');
    expect(frame()?.dataset.src).toContain('&language=fr');
    document.body.replaceChildren();
    new Widget(window, HUB, PALETTE, 'de-CH').run(['boot', 'wk']);
    expect(launcher()).toBe('Chat öffnen');
    document.body.replaceChildren();
    document.documentElement.lang = 'sv';
    new Widget(window, HUB, PALETTE).run(['boot', 'wk']);
    expect(launcher()).toBe('Open chat');
    document.documentElement.lang = '';
  });

  it('changes its language when the page does, and fetches the panel again in it', () => {
    widget.run(['boot', 'wk']);
    say({ baton: 1, type: 'ready' });
    posted = [];
    widget.run(['set', { language: 'es', plan: 'pro' }]);
    expect(frame()?.dataset.src).toMatch(/widget\/wk\?in=es#host=.*&language=es$/);
    expect(posted).toEqual([]);
    say({ baton: 1, type: 'ready' });
    expect(posted.map((p) => p.message.type)).toEqual(['hello', 'set']);
    widget.run(['set', { language: 'x".evil' }]);
    expect(frame()?.dataset.src).toContain('&language=es');
  });

  it('appears as the owner wants it once the panel says how, and after two seconds at the latest', () => {
    const host = (): HTMLElement => document.querySelector('#baton-widget') as HTMLElement;
    const button = (): HTMLElement | null | undefined => host().shadowRoot?.querySelector('button');
    widget.run(['boot', 'wk']);
    expect(button()?.style.visibility).toBe('hidden');
    say({ baton: 1, type: 'look', color: '#f2c94c', icon: '#000000', theme: 'dark', side: 'left' });
    expect(button()?.style.visibility).toBe('visible');
    expect(button()?.style.getPropertyValue('background')).toContain('#f2c94c');
    expect(button()?.style.getPropertyValue('inset')).toBe('auto auto 20px 20px');
    say({ baton: 1, type: 'look', color: 'red; x', icon: 7, theme: 'x', side: 'x' });
    expect(button()?.style.getPropertyValue('inset')).toBe('auto 20px 20px auto');
    expect(button()?.style.getPropertyValue('background')).not.toContain('red');
    document.body.replaceChildren();
    const late = new Widget(window, HUB, PALETTE);
    late.run(['boot', 'wk']);
    expect(button()?.style.visibility).toBe('hidden');
    vi.advanceTimersByTime(2_000);
    expect(button()?.style.visibility).toBe('visible');
  });

  it('keeps commands until the panel is ready and delivers each once, to the hub only', () => {
    widget.run(['identify', { external_id: 7, name: 'Marta', admin: true }]);
    widget.run(['boot', 'wk']);
    widget.run(['set', { plan: 'pro' }]);
    widget.run(['message', 'hello']);
    expect(posted).toEqual([]);
    say({ baton: 1, type: 'ready' });
    expect(posted.map((p) => p.message.type)).toEqual(['hello', 'set', 'identify', 'say']);
    expect(posted[2]?.message.visitor).toEqual({ external_id: '7', name: 'Marta' });
    expect(new Set(posted.map((p) => p.target))).toEqual(new Set([HUB]));
    posted = [];
    say({ baton: 1, type: 'ready' });
    expect(posted.map((p) => p.message.type)).toEqual(['hello', 'set', 'identify']);
  });

  it('listens to the panel only', () => {
    widget.run(['boot', 'wk']);
    const heard = vi.fn();
    widget.run(['on', 'unread', heard]);
    const count = { baton: 1, type: 'unread', count: 3 };
    say(count, { origin: 'https://evil.example' });
    say(count, { source: window });
    say(count, { source: null });
    say({ ...count, baton: 2 });
    say({ type: 'unread', count: 3 });
    say('unread');
    say({ ...count, count: '3' });
    say({ ...count, count: -1 });
    expect(heard).not.toHaveBeenCalled();
    say(count);
    expect(heard).toHaveBeenCalledExactlyOnceWith(3);
    expect(badge()).toBe('3');
  });

  it('tells listeners about open and close, and a bad listener hurts nobody', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    widget.run(['boot', 'wk']);
    const heard: string[] = [];
    widget.run([
      'on',
      'open',
      () => {
        throw new Error('host bug');
      },
    ]);
    widget.run(['on', 'open', () => heard.push('open')]);
    widget.run(['on', 'close', () => heard.push('close')]);
    widget.run(['open']);
    widget.run(['open']);
    say({ baton: 1, type: 'close' });
    expect(heard).toEqual(['open', 'close']);
  });

  it('leaves metadata alone that the hub would refuse', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    widget.run(['boot', 'wk']);
    say({ baton: 1, type: 'ready' });
    widget.run(['set', { plan: 'pro' }]);
    widget.run(['set', { cart: 'x'.repeat(9000) }]);
    const sets = posted.filter((p) => p.message.type === 'set');
    expect(sets.map((p) => p.message.metadata)).toEqual([{ plan: 'pro' }]);
    expect(warn).toHaveBeenCalledOnce();
  });

  it('forgets who the visitor is on reset', () => {
    widget.run(['identify', { external_id: '7' }]);
    widget.run(['boot', 'wk']);
    say({ baton: 1, type: 'ready' });
    widget.run(['reset']);
    posted = [];
    say({ baton: 1, type: 'ready' });
    expect(posted.map((p) => p.message.type)).toEqual(['hello']);
  });

  it('asks again when the hub was down', () => {
    widget.run(['boot', 'wk']);
    vi.spyOn(HTMLIFrameElement.prototype, 'src', 'get').mockImplementation(function (
      this: HTMLIFrameElement,
    ) {
      return this.dataset.src ?? '';
    });
    vi.advanceTimersByTime(12_000);
    expect(frame()?.dataset.src).toBe(
      `${HUB}/widget/wk?try=1#host=${encodeURIComponent(location.origin)}&language=en-GB`,
    );
  });
});

describe('the protocol', () => {
  const peer = {};
  const event = { origin: HUB, source: peer as Window, data: { baton: 1, type: 'x' } };

  it('accepts only the expected window at the expected origin', () => {
    expect(accept(event, peer, HUB)).not.toBeNull();
    expect(accept({ ...event, origin: 'https://hub.example.evil' }, peer, HUB)).toBeNull();
    expect(accept({ ...event, origin: 'null' }, peer, HUB)).toBeNull();
    expect(accept({ ...event, source: {} as Window }, peer, HUB)).toBeNull();
    expect(accept({ ...event, source: null }, null, HUB)).toBeNull();
  });

  it('names its target', () => {
    const post = vi.fn();
    send({ postMessage: post }, HUB, { type: 'close' });
    expect(post).toHaveBeenCalledWith({ baton: 1, type: 'close' }, HUB);
  });
});
