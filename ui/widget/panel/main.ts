/**
 * The panel page's entry: joins browser, session, host page and view. Guarantees: the only file that touches browser globals. Leaves
 * out: rules; each lives in the file it wires here.
 */
import { mount } from 'svelte';
import type { ToHost } from '../protocol';
import { httpCall } from '../state/api';
import { connectHost, keyFrom, originFrom } from '../state/host';
import type { Socket, SocketEvents } from '../state/line';
import { Session } from '../state/session';
import { httpUpload } from '../state/upload';
import { browserStore } from '../state/vault';
import '../styles/tokens.css';
import '../styles/base.css';
import { direction, locale } from '../text';
import App from './App.svelte';
import { Shell } from './shell.svelte';
import { Wardrobe } from './wardrobe';

const widgetKey = keyFrom(location.pathname);
const origin = originFrom(location.hash);
const shell = new Shell();

const store = browserStore(() => localStorage);
const dark = matchMedia('(prefers-color-scheme: dark)');
const wardrobe = new Wardrobe(document.documentElement, dark, store, `baton.look.${widgetKey}`);

document.documentElement.lang = locale;
document.documentElement.dir = direction;

const session = new Session({
  widgetKey,
  language: locale,
  store,
  call: httpCall(fetch.bind(window), Date.now),
  upload: httpUpload,
  openSocket,
  alone: (work) => (navigator.locks ? navigator.locks.request(`baton.${widgetKey}`, work) : work()),
  now: Date.now,
  random: Math.random,
  uuid,
  later(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  arrived: (message) => host.send({ type: 'message', message }),
  unread: (count) => host.send({ type: 'unread', count }),
});

const host = connectHost(window, window.parent, origin, {
  page: (page) => session.setPage(page),
  shown(open, full) {
    shell.open = open;
    shell.full = full;
    if (open) session.wake();
  },
  identify: (identity) => session.identify(identity),
  set: (metadata) => session.setMetadata(metadata),
  say: (text) => session.say(text),
  reset: () => session.reset(),
});
// Opened as a page of its own: there is no launcher to open it.
if (origin === null) shell.open = shell.full = true;

addEventListener('online', () => session.wake());
addEventListener('storage', (event) => session.storageChanged(event.key));
document.addEventListener('visibilitychange', () => {
  shell.onScreen = document.visibilityState === 'visible';
  if (shell.onScreen) session.wake();
});

mount(App, {
  target: document.body,
  props: { session, shell, close: origin === null ? null : () => host.send({ type: 'close' }) },
});
host.send({ type: 'ready' });
tell(wardrobe.known());
session.watch(({ info }) => info && tell(wardrobe.wear(info.look)));
session.start();

function tell(look: ToHost | null): void {
  if (look) host.send(look);
}

function openSocket(path: string, events: SocketEvents): Socket {
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + path);
  socket.onopen = () => events.opened();
  socket.onmessage = (event) => {
    if (typeof event.data === 'string') events.frame(event.data);
  };
  socket.onclose = () => events.closed();
  return { send: (text) => socket.send(text), close: () => socket.close() };
}

/** A random UUID. `crypto.randomUUID` is missing where the hub is reached over plain http. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes.set([((bytes[6] ?? 0) & 0x0f) | 0x40], 6);
  bytes.set([((bytes[8] ?? 0) & 0x3f) | 0x80], 8);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
