/** The same people in every test: Ana and Bob (members), Marta (visitor), Iris (AI agent). */
import type { AiAgent, Assignee, Conversation, Event, Member, ThreadItem } from '../ipc';

export const START_MS = Date.parse('2026-11-22T10:30:00.000Z');
export const at = (seconds: number): string => new Date(START_MS + seconds * 1000).toISOString();

const member = (id: string, name: string): Member => ({
  id,
  name,
  email: `${id}@nordhem.se`,
  role: 'agent',
  available: true,
  active: true,
});
export const ana = member('ana', 'Ana');
export const bob = member('bob', 'Bob');
export const iris: AiAgent = {
  id: 'iris',
  name: 'Iris',
  kind: 'knowledge',
  enabled: true,
  instructions: '',
  texts: { greeting: '', waiting: '', joined: '', out_of_hours: '' },
  silent: false,
  failures_before_handoff: 2,
};

export const anaHolds: Assignee = { kind: 'human', id: 'ana', name: 'Ana', avatar: null };
export const bobHolds: Assignee = { kind: 'human', id: 'bob', name: 'Bob', avatar: null };
export const irisHolds: Assignee = { kind: 'ai', id: 'iris', name: 'Iris', avatar: null };

/** A conversation with Marta that Iris answers, unless told otherwise. */
export function conversation(number: number, more: Partial<Conversation> = {}): Conversation {
  return {
    id: `c${number}`,
    number,
    status: 'active',
    human_handoff: false,
    assignee: irisHolds,
    ownership: 1,
    last_responder: null,
    waiting_since: null,
    visitor: {
      id: `v${number}`,
      name: 'Marta Lindqvist',
      email: null,
      phone: null,
      verified: false,
      online: true,
    },
    labels: [],
    page: null,
    handoff: null,
    rating: null,
    last_message: null,
    last_words: null,
    unread: 0,
    version: 1,
    created_at: at(number),
    updated_at: at(number),
    metadata: {},
    ...more,
  };
}

/** One that waits for a person since `since` seconds. */
export function waiting(number: number, since: number, more: Partial<Conversation> = {}) {
  return conversation(number, {
    human_handoff: true,
    assignee: null,
    ownership: 2,
    waiting_since: at(since),
    ...more,
  });
}

export function event(seq: number, type: string, more: Partial<Event> = {}): ThreadItem {
  return {
    seq,
    id: `e${seq}`,
    conversation: 'c1',
    at: at(seq),
    actor: { kind: 'system', id: '', name: '' },
    type,
    data: {},
    ...more,
    message: null,
    comment: null,
  };
}

type Author = NonNullable<ThreadItem['message']>['author'];
export const marta: Author = { kind: 'visitor', id: 'v1', name: 'Marta Lindqvist' };
export const irisSays: Author = { kind: 'ai', id: 'iris', name: 'Iris' };
export const anaSays: Author = { kind: 'human', id: 'ana', name: 'Ana' };

/** The words an AI agent's settings say at a handoff or a claim. */
export function automatic(seq: number, auto: 'waiting' | 'joined', text: string): ThreadItem {
  const item = message(seq, { kind: 'auto', id: 'iris', name: 'Iris' }, text);
  return { ...item, data: { auto } };
}

export function message(seq: number, author: Author, text: string, in_ = 'c1'): ThreadItem {
  const kind = author.kind === 'auto' ? 'system' : author.kind;
  return {
    ...event(seq, 'message_posted', { conversation: in_, actor: { ...author, kind } }),
    message: {
      id: `m${seq}`,
      seq,
      conversation: in_,
      author,
      text,
      blocks: [{ kind: 'paragraph', spans: [{ kind: 'text', text }] }],
      at: at(seq),
      attachments: [],
      sources: [],
    },
  };
}
