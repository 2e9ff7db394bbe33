/**
 * Everything that crosses the door to the Rust side. The shapes are generated from Rust
 * (`bindings`); here are only what Rust sends from another crate, and the door itself.
 */
import type {
  Actor,
  Alert,
  Author,
  Bootstrap as BootstrapAlone,
  Command,
  Comment,
  Conversation,
  ConversationPage,
  Event,
  IpcError as Refused,
  Label,
  ListQuery,
  Open,
  Outcome as OutcomeAlone,
  Role,
  ThreadPage as Page,
  Update,
} from './bindings';

export type * from './bindings';

/** A command on its way: the id is chosen here, so that a repetition changes nothing. */
export type NumberedCommand = { id: string } & Command;

/** What every rejected call throws. `retry_after_s`: when a limit allows the next try. */
export interface IpcError extends Refused {
  retry_after_s?: number | null;
}

/**
 * How this desktop stands with its hub. `offline`: not there, trying again; `unreachable`: it answered
 * with an error that `words` explain; `disk_full`: what was read stays, nothing new can be kept.
 */
export type LineState =
  'alone' | 'online' | 'connecting' | 'offline' | 'filling' | 'disk_full' | 'unreachable';

export interface Line {
  /** alone: the hub is in this app. */
  place: 'alone' | 'team';
  state: LineState;
  /** The replica is exact as of this time. */
  as_of: string | null;
  /** When the next try is. */
  retry_at: string | null;
  /** Bytes or events, while filling. */
  fill: { done: number; total: number } | null;
  /** What is wrong, for people. */
  words: string | null;
}

/** One command that waits to leave. `asks`: it was not sent, `problem` says why, I decide. */
export interface OutboxItem {
  id: string;
  conversation: string;
  /** The visitor's name, or "Anonymous". */
  visitor: string;
  command: Command;
  written_at: string;
  state: 'waiting' | 'sending' | 'asks';
  problem: IpcError | null;
}

export interface Bootstrap extends BootstrapAlone {
  line: Line;
  outbox: OutboxItem[];
  first_run: boolean;
  /** Why this desktop holds no workspace any more, in words; null normally. */
  lost: string | null;
}

export interface ThreadPage extends Page {
  /** Something newer than this page exists: the page is in the middle of the thread. */
  newer: boolean;
}

export interface Outcome extends OutcomeAlone {
  /** It waits in the outbox; nothing has happened yet. */
  queued: boolean;
}

export interface SearchHit {
  conversation: Conversation;
  /** The message; null when a name or an address was found. */
  seq: number | null;
  at: string;
  author: Author | null;
  field: 'message' | 'name' | 'email' | 'phone';
  words: { text: string; marked: boolean }[];
}

export interface SearchPage {
  items: SearchHit[];
  next: string | null;
  /** The replica does not hold everything, and the hub was not asked. */
  older_at_hub: boolean;
}

/** What changed while the line was down, once it is back. */
export interface Back {
  words: string;
  claimed: number;
  waiting: number;
  longest: string | null;
}

/** A team's hub, and who I am there. */
export type Join = {
  address: string;
  invitation: string;
  name: string;
  password: string;
  device: string;
};
export type SignIn = { address: string; email: string; password: string; device: string };
export type Move = { address: string; code: string; password: string };

/** What `GET /v1/sessions` answers. */
export interface Session {
  id: string;
  device: string;
  created_at: string;
  last_seen_at?: string | null;
  /** The one that asks. */
  current: boolean;
}

/** What `/v1/invitations` answers; `code` only once, to the one who invited. */
export interface Invitation {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  created_at: string;
  expires_at: string;
  invited_by: string | { id: string; name: string };
  code?: string;
}

/** The part of `/v1/settings` that this window changes. */
export interface Settings {
  silent_minutes: number;
  repeat_after_s: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Pushed, not logged. `visitors` are the conversations whose visitor has the chat open. */
export type Live =
  | { type: 'presence'; members: string[]; visitors: string[]; away?: string[] }
  | { type: 'typing'; conversation: string; who: Actor; on: boolean }
  | { type: 'viewing'; conversation: string | null; member: string }
  | { type: 'dismissed'; conversation: string; member: string };

export interface Ipc {
  bootstrap(): Promise<Bootstrap>;
  introduce(name: string): Promise<Bootstrap>;
  /** Progress comes by `onLine`, state `filling`. */
  join(how: Join): Promise<Bootstrap>;
  signIn(how: SignIn): Promise<Bootstrap>;
  leaveTeam(): Promise<Bootstrap>;
  moveWorkspace(to: Move): Promise<Bootstrap>;
  /** The hub's own API, for settings only; refused while it cannot be reached. */
  hub(method: Method, path: string, body?: unknown): Promise<unknown>;
  list(query: ListQuery): Promise<ConversationPage>;
  search(words: string, cursor: string | null): Promise<SearchPage>;
  /** The newest page, the one before `before`, or the one with `around` in its middle. */
  thread(conversation: string, before: number | null, around?: number): Promise<ThreadPage>;
  threadAfter(conversation: string, after: number): Promise<ThreadPage>;
  timeline(conversation: string): Promise<Event[]>;
  comments(conversation: string): Promise<Comment[]>;
  /** The same visitor's other conversations, newest first. */
  earlier(conversation: string): Promise<Conversation[]>;
  command(conversation: string, command: NumberedCommand): Promise<Outcome>;
  outboxEdit(id: string, text: string): Promise<void>;
  /** Send it though it asked: checked again against what is true now. */
  outboxRetry(id: string): Promise<void>;
  outboxDiscard(id: string): Promise<void>;
  createLabel(name: string, color: string): Promise<Label>;
  setAvailable(available: boolean): Promise<void>;
  typing(conversation: string): Promise<void>;
  /** Which conversation is open in front of me; null for none. */
  viewing(conversation: string | null): Promise<void>;
  openUrl(url: string): Promise<void>;
  onUpdate(handler: (update: Update) => void): Promise<() => void>;
  onLive(handler: (live: Live) => void): Promise<() => void>;
  onLine(handler: (line: Line) => void): Promise<() => void>;
  onOutbox(handler: (items: OutboxItem[]) => void): Promise<() => void>;
  onBack(handler: (back: Back) => void): Promise<() => void>;
  /** Another workspace is open now: everything is to be fetched again. */
  onReset(handler: () => void): Promise<() => void>;
  onOpen(handler: (open: Open) => void): Promise<() => void>;
  /** null: the alert is no longer needed. */
  onAlert(handler: (alert: Alert | null) => void): Promise<() => void>;
}
