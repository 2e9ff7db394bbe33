/**
 * The commands of `baton(…)` on the host page. Guarantees: a command given before the panel is ready is kept and delivered once,
 * in order; nothing is accepted from another window or origin than the panel's; a listener that throws harms nobody. Leaves out:
 * all network traffic and all storage, which belong to the panel.
 */
import {
  accept,
  isRecord,
  send,
  type HostMessage,
  type Identity,
  type LauncherLook,
  type Metadata,
  type Page,
  type ToPanel,
} from '../protocol';
import { chosen, languageOf } from '../text/choose';
import { launcherWords } from '../text/launcher';
import type { Call } from './queue';
import { View, type Palette } from './view';

type Listener = (detail?: unknown) => void;

const READY_WITHIN_MS = 12_000;
const LOOK_WITHIN_MS = 2_000;
const MAX_URL = 2048;
const MAX_KEPT = 50;
const MAX_METADATA_BYTES = 8192;
const IDENTITY_FIELDS = ['external_id', 'name', 'email', 'phone', 'hash'] as const;

export class Widget {
  private view: View | null = null;
  private key: string | null = null;
  private open = false;
  private hidden = false;
  /** The panel has been asked for. */
  private asked = false;
  private ready = false;
  private reloads = 0;
  /** What `baton('set', {language})` asked for. */
  private wanted: unknown = null;
  private unread = 0;
  private identity: Identity | null = null;
  private metadata: Metadata = {};
  private kept: ToPanel[] = [];
  private readonly listeners = new Map<string, Set<Listener>>();

  constructor(
    private readonly win: Window,
    private readonly hub: string,
    private readonly palette: Palette,
    /** `data-language` of the script. */
    private readonly written?: string,
  ) {}

  run(call: Call): void {
    const [command, first, second] = call;
    switch (command) {
      case 'boot':
        return this.boot(isRecord(first) ? first['key'] : first);
      case 'open':
        return this.show(true);
      case 'close':
        return this.show(false);
      case 'show':
        return this.hide(false);
      case 'hide':
        return this.hide(true);
      case 'identify':
        return this.identify(first);
      case 'set':
        return this.set(first);
      case 'message':
        if (typeof first !== 'string' || first.trim() === '') return;
        this.show(true);
        return this.post({ type: 'say', text: first });
      case 'on':
        if (typeof first === 'string' && typeof second === 'function')
          this.listen(first, second as Listener);
        return;
      case 'reset':
        return this.reset();
      default:
        console.warn('baton: unknown command', command);
    }
  }

  private boot(key: unknown): void {
    if (this.key !== null || typeof key !== 'string' || key === '') return;
    this.key = key;
    const mount = (): void => {
      this.view = new View(
        this.win,
        this.palette,
        this.address(''),
        launcherWords(this.language),
        () => this.show(!this.open),
        () => this.tellShown(),
      );
      this.view.set({ open: this.open, hidden: this.hidden });
      this.win.setTimeout(() => this.view?.appear(), LOOK_WITHIN_MS);
      this.win.addEventListener('message', (event) => this.receive(event));
      // The focus moving into the panel is the last moment to learn where a single-page app has gone.
      this.win.addEventListener(
        'blur',
        () => this.ready && this.post({ type: 'page', page: this.page() }),
      );
      // A frame that is being fetched would hold up the host's own load event.
      if (this.open || this.win.document.readyState === 'complete') this.load();
      else this.win.addEventListener('load', () => this.load(), { once: true });
    };
    if (this.win.document.body) mount();
    else this.win.document.addEventListener('DOMContentLoaded', mount, { once: true });
  }

  private get language(): string {
    const page = this.win.document.documentElement.lang;
    return chosen([this.wanted, this.written, page, ...this.win.navigator.languages]);
  }

  /** The panel's page; another `query` makes the frame fetch it again. */
  private address(query: string): string {
    const key = encodeURIComponent(this.key ?? '');
    const host = encodeURIComponent(this.win.location.origin);
    return `${this.hub}/widget/${key}${query}#host=${host}&language=${this.language}`;
  }

  private speak(tag: unknown): void {
    const before = this.language;
    this.wanted = tag;
    if (this.language === before || !this.view) return;
    this.view.speak(launcherWords(this.language), this.address(''));
    if (!this.asked) return;
    this.ready = false;
    this.view.set({ ready: false });
    this.reload(`?in=${this.language}`);
  }

  /** The same address again could be taken for a jump to its fragment, which loads nothing. */
  private reload(query: string): void {
    if (this.view) this.view.frame.src = this.address(query);
    this.expectReady();
  }

  private load(): void {
    if (this.asked || !this.view) return;
    this.asked = true;
    this.view.load();
    this.expectReady();
  }

  private show(open: boolean): void {
    if (open) this.hide(false);
    if (open === this.open) return;
    this.open = open;
    if (open) this.load();
    this.view?.set({ open });
    if (this.ready) this.post({ type: 'page', page: this.page() });
    this.tellShown();
    if (open) this.view?.focusPanel();
    else this.view?.returnFocus();
    this.emit(open ? 'open' : 'close');
  }

  private hide(hidden: boolean): void {
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    this.view?.set({ hidden });
    this.tellShown();
  }

  private identify(value: unknown): void {
    if (!isRecord(value)) return;
    const identity: Identity = {};
    for (const field of IDENTITY_FIELDS) {
      const given = value[field];
      if (typeof given === 'string' && given.trim() !== '') identity[field] = given;
      else if (typeof given === 'number') identity[field] = String(given);
    }
    this.identity = identity;
    if (this.ready) this.post({ type: 'identify', visitor: identity });
  }

  private set(value: unknown): void {
    if (!isRecord(value)) return;
    const plain: unknown = JSON.parse(JSON.stringify(value));
    if (!isRecord(plain)) return;
    if (languageOf(plain['language'])) this.speak(plain['language']);
    const metadata = { ...this.metadata, ...plain };
    // The hub would refuse the whole conversation.
    if (new TextEncoder().encode(JSON.stringify(metadata)).length > MAX_METADATA_BYTES)
      return console.warn('baton: too much metadata, not set');
    this.metadata = metadata;
    if (this.ready) this.post({ type: 'set', metadata: this.metadata });
  }

  private reset(): void {
    this.identity = null;
    this.metadata = {};
    this.kept = [];
    this.post({ type: 'reset' });
    this.show(false);
  }

  private listen(event: string, listener: Listener): void {
    const set = this.listeners.get(event) ?? new Set<Listener>();
    this.listeners.set(event, set.add(listener));
    if (event === 'unread' && this.unread > 0) this.call(listener, this.unread);
  }

  private emit(
    event: 'open' | 'close' | 'unread' | 'message',
    detail?: number | HostMessage,
  ): void {
    for (const listener of this.listeners.get(event) ?? []) this.call(listener, detail);
  }

  private call(listener: Listener, detail: unknown): void {
    try {
      listener(detail);
    } catch (error) {
      console.error('baton', error);
    }
  }

  private receive(event: MessageEvent): void {
    const message = accept(event, this.view?.frame.contentWindow, this.hub);
    switch (message?.['type']) {
      case 'ready':
        return this.becomeReady();
      case 'unread':
        return this.countUnread(message['count']);
      case 'message':
        return this.emit('message', message['message'] as HostMessage);
      case 'look':
        return this.view?.wear(readLauncher(message));
      case 'close':
        return this.show(false);
    }
  }

  private becomeReady(): void {
    this.ready = true;
    this.reloads = 0;
    this.view?.set({ ready: true });
    this.post({ type: 'hello', page: this.page(), ...this.shown });
    if (Object.keys(this.metadata).length > 0) this.post({ type: 'set', metadata: this.metadata });
    if (this.identity) this.post({ type: 'identify', visitor: this.identity });
    for (const message of this.kept.splice(0)) this.post(message);
  }

  /** A hub that was down when the page loaded is asked again, less and less often. */
  private expectReady(): void {
    this.win.setTimeout(
      () => {
        if (this.ready) return;
        this.reloads += 1;
        this.reload(`?try=${this.reloads}`);
      },
      READY_WITHIN_MS * 2 ** Math.min(this.reloads, 4),
    );
  }

  private countUnread(count: unknown): void {
    const unread = count as number;
    if (!Number.isInteger(count) || unread < 0 || unread === this.unread) return;
    this.unread = unread;
    this.view?.set({ unread });
    this.emit('unread', unread);
  }

  private tellShown(): void {
    if (this.ready) this.post({ type: 'shown', ...this.shown });
  }

  private get shown(): { open: boolean; full: boolean } {
    return { open: this.open && !this.hidden, full: this.view?.full ?? false };
  }

  private post(message: ToPanel): void {
    const panel = this.view?.frame.contentWindow;
    if (this.ready && panel) send(panel, this.hub, message);
    else if (this.kept.length < MAX_KEPT) this.kept.push(message);
  }

  private page(): Page {
    const { location, document } = this.win;
    return {
      url: location.href.slice(0, MAX_URL),
      title: document.title.slice(0, 200),
      referrer: document.referrer.slice(0, MAX_URL),
    };
  }
}

function readLauncher({ color, icon, theme, side }: Record<string, unknown>): LauncherLook {
  const hex = (value: unknown): string | null =>
    typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : null;
  return {
    color: hex(color),
    icon: hex(icon),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    side: side === 'left' ? 'left' : 'right',
  };
}
