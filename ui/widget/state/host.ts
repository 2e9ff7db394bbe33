/**
 * The panel's side of protocol.ts. Guarantees: listens only to the window that embeds the panel and only at the origin the
 * loader named; answers only to that origin. Leaves out: who may embed the panel, which the hub says with frame-ancestors.
 */
import {
  accept,
  isRecord,
  send,
  type Identity,
  type Metadata,
  type Page,
  type ToHost,
} from '../protocol';
import { isEmail, MAX_NAME } from './limits';

export interface HostEvents {
  page: (page: Page) => void;
  shown: (open: boolean, full: boolean) => void;
  identify: (identity: Identity) => void;
  set: (metadata: Metadata) => void;
  say: (text: string) => void;
  reset: () => void;
}

export interface Host {
  send(message: ToHost): void;
}

/** `origin` null: opened on its own, without a host page. */
export function connectHost(
  win: Pick<Window, 'addEventListener'>,
  parent: Pick<Window, 'postMessage'>,
  origin: string | null,
  on: HostEvents,
): Host {
  if (origin === null) return { send: () => undefined };
  win.addEventListener('message', (event) => {
    const message = accept(event, parent, origin);
    if (message) dispatch(message, on);
  });
  return { send: (message) => send(parent, origin, message) };
}

/** The origin the loader put into the panel's address: `#host=https%3A%2F%2Fshop.example`. */
export function originFrom(hash: string): string | null {
  const given = new URLSearchParams(hash.replace(/^#/, '')).get('host');
  return given === '' ? null : given;
}

/** The widget key in `/widget/{key}`. */
export function keyFrom(pathname: string): string {
  return decodeURIComponent(pathname.split('/').filter(Boolean).at(-1) ?? '');
}

function dispatch(message: Record<string, unknown>, on: HostEvents): void {
  switch (message.type) {
    case 'hello':
      on.page(readPage(message.page));
      return on.shown(message.open === true, message.full === true);
    case 'page':
      return on.page(readPage(message.page));
    case 'shown':
      return on.shown(message.open === true, message.full === true);
    case 'identify':
      return isRecord(message.visitor) ? on.identify(readIdentity(message.visitor)) : undefined;
    case 'set':
      return isRecord(message.metadata) ? on.set(message.metadata) : undefined;
    case 'say':
      return typeof message.text === 'string' ? on.say(message.text) : undefined;
    case 'reset':
      return on.reset();
  }
}

function readIdentity(value: Record<string, unknown>): Identity {
  const identity: Identity = {};
  for (const field of ['external_id', 'name', 'email', 'phone', 'hash'] as const) {
    const given = value[field];
    if (typeof given === 'string' && given !== '') identity[field] = given;
  }
  // The website's mistake must not cost the visitor the chat: the hub would refuse the whole conversation.
  const { name, email, phone } = identity;
  if (name) identity.name = name.slice(0, MAX_NAME);
  if (phone) identity.phone = phone.slice(0, MAX_NAME);
  if (email !== undefined && !isEmail(email.trim())) delete identity.email;
  return identity;
}

function readPage(value: unknown): Page {
  const page = isRecord(value) ? value : {};
  const text = (field: unknown): string => (typeof field === 'string' ? field : '');
  return { url: text(page.url), title: text(page.title), referrer: text(page.referrer) };
}
