/**
 * A hub, a browser's storage and a clock for the widget's tests. Guarantees: the hub follows shared/api.md where it matters here: ids and
 * idempotency keys are remembered, seq grows, an unknown token is 401. Leaves out: everything a visitor's test does not ask.
 */
import type { Answer, Call, Request } from '../state/api';
import type { Upload } from '../state/files';
import type { Store } from '../state/vault';

export function memoryStore(): Store {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
}

/** Timers that run when told to. */
export class Clock {
  now = 1_000_000;
  private jobs: { at: number; work: () => void }[] = [];

  later = (ms: number, work: () => void): (() => void) => {
    const job = { at: this.now + ms, work };
    this.jobs.push(job);
    return () => (this.jobs = this.jobs.filter((j) => j !== job));
  };

  get waits(): number[] {
    return this.jobs.map((job) => job.at - this.now).sort((a, b) => a - b);
  }

  /** Runs everything due within `ms`, letting promises settle in between. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const next = this.jobs.filter((j) => j.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.jobs = this.jobs.filter((j) => j !== next);
      this.now = Math.max(this.now, next.at);
      next.work();
    }
    this.now = end;
    await settle();
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
}

let counter = 0;
export const uuid = (): string => `id-${(counter += 1)}`;

interface Stored {
  id: string;
  seq: number;
  text: string;
}

/** What happens to a request: served; served but the answer is lost; never arrives; or answered like this. */
export type Fate = 'ok' | 'answer lost' | 'dead' | Answer;

export class FakeHub {
  readonly requests: Request[] = [];
  readonly conversations = new Map<
    string,
    { key: string; body: string; messages: Stored[]; handoffs: number }
  >();
  fates: Fate[] = [];
  peopleOnline = false;
  /** What a visitor who has asked for a person is told of the wait; null in silent mode. */
  waiting: Record<string, unknown> | null = { since: '2026-11-22T14:00:00.000Z', expected_s: null };
  private seq = 0;

  readonly call: Call = async (request) => {
    this.requests.push(request);
    const fate = request.method === 'POST' ? (this.fates.shift() ?? 'ok') : 'ok';
    await Promise.resolve();
    if (fate === 'dead') return { kind: 'later', after_ms: null };
    if (typeof fate === 'object') return fate;
    const answer = this.serve(request);
    return fate === 'answer lost' ? { kind: 'later', after_ms: null } : answer;
  };

  /** Uploads under way, which a test lets go on and end. */
  readonly uploads: {
    token: string;
    name: string;
    key: string;
    progress: (part: number) => void;
    end: (answer?: Answer) => void;
    cancelled: boolean;
  }[] = [];

  readonly upload: Upload = (token, file, key, progress) => {
    let end: (answer?: Answer) => void = () => undefined;
    const done = new Promise<Answer>((resolve) => {
      const body = { ...asFile(file.name), size: file.size };
      end = (answer = { kind: 'ok', body }) => resolve(answer);
    });
    const sending = { token, name: file.name, key, progress, end, cancelled: false };
    this.uploads.push(sending);
    const cancel = () => {
      sending.cancelled = true;
      end({ kind: 'later', after_ms: null });
    };
    return { done, cancel };
  };

  /** Every stored text of every conversation, in order. */
  get texts(): string[] {
    return [...this.conversations.values()].flatMap((c) => c.messages.map((m) => m.text));
  }

  say(token: string, text: string): Record<string, unknown> {
    const stored = { id: uuid(), seq: (this.seq += 1), text };
    this.conversations.get(token)?.messages.push(stored);
    return asMessage(stored, 'human');
  }

  private serve({ method, path, token, body = '{}', idempotencyKey }: Request): Answer {
    const given = JSON.parse(body) as {
      id?: string;
      text?: string;
      message?: { id: string; text: string };
    };
    if (path.endsWith('/conversations'))
      return this.start(idempotencyKey ?? '', body, given.message);
    if (path.startsWith('/v1/widget/')) {
      return {
        kind: 'ok',
        body: {
          workspace: 'Nordhem',
          agent: { name: 'Iris', avatar: null },
          greeting: 'Hello',
          people_online: this.peopleOnline,
        },
      };
    }
    const found = this.conversations.get(token ?? '');
    if (!found) return { kind: 'gone', status: 401 };
    if (path === '/v1/visitor/messages') {
      return {
        kind: 'ok',
        body: asMessage(this.store(found, given.id ?? '', given.text ?? ''), 'visitor'),
      };
    }
    if (method === 'GET' && path.startsWith('/v1/visitor/messages')) {
      const after = Number(new URLSearchParams(path.split('?')[1]).get('after'));
      const messages = found.messages
        .filter((m) => m.seq > after)
        .map((m) => asMessage(m, 'human'));
      return { kind: 'ok', body: { messages, seq: this.seq } };
    }
    if (path === '/v1/visitor/handoff') found.handoffs += 1;
    return {
      kind: 'ok',
      body: {
        status: 'active',
        answering: null,
        waiting: found.handoffs > 0 ? this.waiting : null,
        seq: this.seq,
      },
    };
  }

  private start(key: string, body: string, message?: { id: string; text: string }): Answer {
    for (const [token, c] of this.conversations) {
      if (c.key !== key) continue;
      if (c.body !== body) return { kind: 'refused', status: 409, code: 'id_reused', detail: '' };
      return { kind: 'ok', body: { conversation_id: token, visitor_token: token, seq: this.seq } };
    }
    const token = `bvt_${this.conversations.size + 1}`;
    const made = { key, body, messages: [], handoffs: 0 };
    this.conversations.set(token, made);
    if (message) this.store(made, message.id, message.text);
    return { kind: 'ok', body: { conversation_id: token, visitor_token: token, seq: this.seq } };
  }

  private store(conversation: { messages: Stored[] }, id: string, text: string): Stored {
    const before = conversation.messages.find((m) => m.id === id);
    if (before) return before;
    const stored = { id, seq: (this.seq += 1), text };
    conversation.messages.push(stored);
    return stored;
  }
}

/** A file as the hub tells of it. */
export function asFile(name: string): Record<string, unknown> {
  return { id: `file ${name}`, name, type: 'image/png', size: 1, url: `/v1/attachments/${name}/s` };
}

export function asMessage({ id, seq, text }: Stored, kind: string): Record<string, unknown> {
  return {
    id,
    seq,
    text,
    author: { kind, id: null, name: kind === 'human' ? 'Ana' : '' },
    blocks: [],
    at: '2026-11-22T14:00:00.000Z',
  };
}
