/**
 * The shapes the hub sends to a visitor. Guarantees: whatever arrives is checked here once; the rest of the panel sees only
 * these types. Leaves out: rendering, and every field a visitor's screen does not need.
 */
import { isRecord } from '../protocol';
import { readBlocks, safeHref, type Block } from './blocks';
import { readLook, type Look } from './look';

/** `team` stands for an author whose kind the hub keeps to itself (silent mode). */
export type AuthorKind = 'visitor' | 'ai' | 'human' | 'auto' | 'team';

export interface Author {
  kind: AuthorKind;
  name: string;
}

export interface Attachment {
  id: string;
  name: string;
  /** By its content, found by the hub. */
  type: string;
  size: number;
  url: string;
}

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

/** What the hub has looked at and found fit to be shown. */
export const isPicture = (file: Attachment): boolean => PICTURES.includes(file.type);

export interface Source {
  title: string;
  url: string | null;
}

export interface Message {
  id: string;
  seq: number;
  author: Author;
  text: string;
  blocks: Block[];
  /** RFC 3339. */
  at: string;
  attachments: Attachment[];
  sources: Source[];
}

export interface WidgetInfo {
  workspace: string;
  agent: { name: string; avatar: string | null } | null;
  greeting: string;
  people_online: boolean;
  expected_wait_s: number | null;
  look: Look;
}

export interface ChatState {
  status: 'active' | 'pending' | 'closed';
  answering: { kind: 'ai' | 'human' | null; name: string } | null;
  waiting: Waiting | null;
  /** What the visitor has said of it; null: nothing yet. Left out by the hub where nobody asks (silent mode). */
  rating?: Rating | null;
}

/** How the visitor found the conversation. */
export interface Rating {
  /** 1 to 5. */
  stars: number;
  text: string | null;
}

/** What a visitor who waits for a person may expect. */
export interface Waiting {
  since: string;
  expected_s: number | null;
  /** Whether people are there. */
  open: boolean;
  /** When they are back, RFC 3339. */
  back_at: string | null;
  /** Whether the team knows an e-mail address. */
  reachable: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const seconds = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;

export function readMessage(value: unknown): Message | null {
  if (!isRecord(value) || typeof value.id !== 'string' || typeof value.seq !== 'number')
    return null;
  const author = isRecord(value.author) ? value.author : {};
  const kind = author.kind;
  return {
    id: value.id,
    seq: value.seq,
    author: {
      kind:
        kind === 'visitor' || kind === 'ai' || kind === 'human' || kind === 'auto' ? kind : 'team',
      name: text(author.name),
    },
    text: text(value.text),
    blocks: readBlocks(value.blocks, text(value.text)),
    at: text(value.at),
    attachments: list(value.attachments).flatMap(readAttachment),
    sources: list(value.sources).flatMap(readSource),
  };
}

export function readAttachment(value: unknown): Attachment[] {
  if (!isRecord(value)) return [];
  const path = text(value.url);
  // The hub's own path, or an ordinary web address; nothing else may become a link.
  const url = /^\/(?!\/)/.test(path) ? path : safeHref(path);
  if (url === null) return [];
  const [id, name, type] = [text(value.id), text(value.name), text(value.type)];
  return [{ id, name, type, size: seconds(value.size) ?? 0, url }];
}

function readSource(value: unknown): Source[] {
  if (!isRecord(value)) return [];
  const title = text(value.title) || text(value.url);
  return title === '' ? [] : [{ title, url: safeHref(value.url) }];
}

export function readInfo(value: unknown): WidgetInfo | null {
  if (!isRecord(value)) return null;
  const agent = isRecord(value.agent) ? value.agent : null;
  return {
    workspace: text(value.workspace),
    agent: agent && { name: text(agent.name), avatar: text(agent.avatar) || null },
    greeting: text(value.greeting),
    people_online: value.people_online === true,
    expected_wait_s: seconds(value.expected_wait_s),
    look: readLook(value),
  };
}

export function readState(value: unknown): ChatState | null {
  if (!isRecord(value)) return null;
  const { answering, waiting, status } = value;
  return {
    status: status === 'pending' || status === 'closed' ? status : 'active',
    answering: isRecord(answering)
      ? {
          kind: answering.kind === 'ai' || answering.kind === 'human' ? answering.kind : null,
          name: text(answering.name),
        }
      : null,
    waiting: isRecord(waiting)
      ? {
          since: text(waiting.since),
          expected_s: seconds(waiting.expected_s),
          open: waiting.open !== false,
          back_at: text(waiting.back_at) || null,
          reachable: waiting.reachable === true,
        }
      : null,
    ...('rating' in value ? { rating: readRating(value.rating) } : {}),
  };
}

export function readRating(value: unknown): Rating | null {
  if (!isRecord(value) || typeof value.stars !== 'number') return null;
  return { stars: value.stars, text: text(value.text) || null };
}
