/**
 * What the browser keeps for the visitor between visits. Guarantees: one workspace's widget never reads another's; when storage
 * is refused or full, the chat goes on for as long as the page lives. Leaves out: the messages themselves, which the hub keeps.
 */
import { isRecord, type Identity } from '../protocol';

export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** Everything that starting a conversation again must repeat exactly, so that the hub sees one request. */
export interface StartRecord {
  key: string;
  /** The outbox entry this start carries, or null. */
  message: string | null;
  body: string;
}

export interface Saved {
  token: string | null;
  /** A token that stopped working; sent once with the next start, to tie the contact. */
  previous: string | null;
  start: StartRecord | null;
  /** The newest seq the visitor has seen. */
  read: number;
  external: string | null;
  email: string | null;
  contactAnswered: boolean;
  /** The token of the conversation whose rating was declined. */
  ratingDeclined: string | null;
}

const EMPTY: Saved = {
  token: null,
  previous: null,
  start: null,
  read: 0,
  external: null,
  email: null,
  contactAnswered: false,
  ratingDeclined: null,
};

/** localStorage, and memory for whatever it does not take. */
export function browserStore(storage: () => Storage): Store {
  const memory = new Map<string, string | null>();
  const attempt = <T>(work: (s: Storage) => T, otherwise: T): T => {
    try {
      return work(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) =>
      memory.has(key) ? (memory.get(key) ?? null) : attempt((s) => s.getItem(key), null),
    set(key, value) {
      const stored = attempt((s) => (s.setItem(key, value), true), false);
      if (stored) memory.delete(key);
      else memory.set(key, value);
    },
    remove(key) {
      memory.delete(key);
      attempt((s) => s.removeItem(key), undefined);
    },
    keys: () => [...new Set([...memory.keys(), ...attempt((s) => Object.keys(s), [])])],
  };
}

export class Vault {
  readonly prefix: string;

  constructor(
    readonly store: Store,
    widgetKey: string,
  ) {
    this.prefix = `baton.${widgetKey}.`;
  }

  get stateKey(): string {
    return `${this.prefix}state`;
  }

  /** Always read afresh: another tab of the same site may have written it. */
  read(): Saved {
    const raw = this.store.get(this.stateKey);
    if (raw === null) return EMPTY;
    try {
      const value: unknown = JSON.parse(raw);
      return isRecord(value) ? { ...EMPTY, ...value } : EMPTY;
    } catch {
      return EMPTY;
    }
  }

  write(change: Partial<Saved>): Saved {
    const next = { ...this.read(), ...change };
    this.store.set(this.stateKey, JSON.stringify(next));
    return next;
  }

  get draft(): string {
    return this.store.get(`${this.prefix}draft`) ?? '';
  }

  set draft(text: string) {
    if (text === '') this.store.remove(`${this.prefix}draft`);
    else this.store.set(`${this.prefix}draft`, text);
  }

  /** Forgets the visitor: token, drafts and unsent messages. */
  wipe(): void {
    for (const key of this.store.keys()) if (key.startsWith(this.prefix)) this.store.remove(key);
  }
}

/** True when the host page now names somebody else than the person this browser chatted as. */
export function isSomebodyElse(saved: Saved, identity: Identity): boolean {
  return (
    saved.external !== null &&
    identity.external_id !== undefined &&
    identity.external_id !== saved.external
  );
}
