/**
 * Everything that crosses the door to the Rust side. The shapes are generated from Rust
 * (`bindings`); here are only what Rust sends from another crate, and the door itself.
 */
import type { Rule } from './ai';
import type {
  Actor,
  Alert,
  Analysis,
  Back,
  Bootstrap,
  Command,
  Comment,
  Conversation,
  ConversationPage,
  Event,
  Join,
  Label,
  Line,
  Listed,
  ListQuery,
  Move,
  Open,
  Outcome,
  OutboxItem,
  Rehearsal,
  Role,
  SearchPage,
  SignIn,
  ThreadPage,
  TriedRules,
  Update,
  WhichListed,
} from './bindings';
import type { PickedFile } from './settings';

export type * from './ai';
export type * from './bindings';
export type * from './settings';

/** A command on its way: the id is chosen here, so that a repetition changes nothing. */
export type NumberedCommand = { id: string } & Command;

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
  /** Holds only the last days, or everything (null): the copy is fetched anew. */
  keepDays(days: number | null): Promise<Bootstrap>;
  /** Tries the line now instead of at the end of the pause. */
  tryNow(): Promise<void>;
  /** The hub's own API, for settings only; refused while it cannot be reached. */
  hub(method: Method, path: string, body?: unknown): Promise<unknown>;
  /** The articles of a folder chosen in the system's own dialog; none when that was cancelled. */
  pickArticles(): Promise<PickedFile[]>;
  list(query: ListQuery): Promise<ConversationPage>;
  /** Those of some conversations that a narrowed list holds now. */
  listed(asked: WhichListed): Promise<Listed>;
  search(words: string, cursor: string | null): Promise<SearchPage>;
  /** What the hub finds that this computer does not hold; needs the line. */
  searchAtHub(words: string): Promise<Conversation[]>;
  /** The newest page, the one before `before`, or the one with `around` in its middle. */
  thread(conversation: string, before: number | null, around?: number): Promise<ThreadPage>;
  threadAfter(conversation: string, after: number): Promise<ThreadPage>;
  timeline(conversation: string): Promise<Event[]>;
  comments(conversation: string): Promise<Comment[]>;
  /** The same visitor's other conversations, newest first. */
  earlier(conversation: string): Promise<Conversation[]>;
  /** The model's newest one, else computed here. */
  analysis(conversation: string): Promise<Analysis>;
  /** In order. */
  rules(): Promise<Rule[]>;
  /** A rule, saved or not, over the last conversations. */
  rehearse(rule: Rule, last: number): Promise<Rehearsal>;
  /** A sentence against the enabled rules, `rule` among them as it is given. */
  tryRules(text: string, rule: Rule | null): Promise<TriedRules>;
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
