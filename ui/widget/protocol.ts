/**
 * What the loader (on the host page) and the panel (in the hub's iframe) say to each other. Guarantees: a message is looked at
 * only when both its origin and its source window are the expected ones and it has a known shape; it is posted only to the
 * expected origin. Leaves out: credentials. No token ever crosses this line.
 */

export interface Page {
  url: string;
  title: string;
  referrer: string;
}

export interface Identity {
  external_id?: string;
  name?: string;
  email?: string;
  phone?: string;
  hash?: string;
}

export type Metadata = Record<string, unknown>;

/** What the host page's `message` listeners get. */
export interface HostMessage {
  id: string;
  text: string;
  author: { kind: string; name: string };
  at: string;
}

export type ToPanel =
  | { type: 'hello'; page: Page; open: boolean; full: boolean }
  | { type: 'page'; page: Page }
  | { type: 'shown'; open: boolean; full: boolean }
  | { type: 'identify'; visitor: Identity }
  | { type: 'set'; metadata: Metadata }
  | { type: 'say'; text: string }
  | { type: 'reset' };

export type ToHost =
  | { type: 'ready' }
  | { type: 'unread'; count: number }
  | { type: 'message'; message: HostMessage }
  | { type: 'close' }
  | ({ type: 'look' } & LauncherLook);

/** How the launcher is to look; colours are `#rrggbb`, null for its own. */
export interface LauncherLook {
  color: string | null;
  icon: string | null;
  theme: 'auto' | 'light' | 'dark';
  side: 'right' | 'left';
}

const PROTOCOL = 1;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The message inside the event, or null when it comes from anywhere but `peer` at `origin`. */
export function accept(
  event: Pick<MessageEvent, 'origin' | 'source' | 'data'>,
  peer: unknown,
  origin: string,
): Record<string, unknown> | null {
  if (!peer || event.source !== peer || event.origin !== origin) return null;
  const data: unknown = event.data;
  return isRecord(data) && data['baton'] === PROTOCOL && typeof data['type'] === 'string'
    ? data
    : null;
}

/** Posts to `origin` only. A page opened from a file has the origin "null", which cannot be named as a target. */
export function send(
  peer: Pick<Window, 'postMessage'>,
  origin: string,
  message: ToPanel | ToHost,
): void {
  peer.postMessage({ baton: PROTOCOL, ...message }, origin === 'null' ? '*' : origin);
}
