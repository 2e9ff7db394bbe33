/**
 * Everything that crosses the door to the Rust side. The shapes are generated from Rust
 * (`bindings`); here are only what Rust sends from another crate, and the door itself.
 */
import type { Rule } from './ai';
import type {
  Actor,
  Alert,
  Analysis,
  Attachment,
  Back,
  Bootstrap,
  Command,
  Comment,
  Conversation,
  ConversationPage,
  DesktopPrefs,
  Event,
  ExportAs,
  Exported,
  ExportProgress,
  HistoryPage,
  HistoryQuery,
  Join,
  Label,
  LedgerAsked,
  LedgerPage,
  Line,
  Listed,
  ListQuery,
  Move,
  NoticeTrial,
  Open,
  Outcome,
  OutboxItem,
  Rehearsal,
  ReportQuery,
  ReportTable,
  Reports,
  Role,
  SavedReply,
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

export interface OutgoingFile {
  conversation: string;
  key: string;
  name: string;
  bytes: ArrayBuffer;
}

/** How many bytes of a file have left. */
export interface Uploaded {
  key: string;
  sent: number;
  total: number;
}

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
  /** Every conversation of this computer's copy, a page at a time. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /**
   * Asks for a file in the system's own dialog and writes to it everything that fits, in its order, or
   * `only` one conversation. Progress comes by `onExport`.
   */
  exportConversations(
    query: HistoryQuery,
    only: string | null,
    format: ExportAs,
    name: string,
  ): Promise<Exported>;
  cancelExport(): Promise<void>;
  /** The system's own dialog for printing what the window shows. */
  print(): Promise<void>;
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
  /** Every report of a period, from the copy. */
  reports(query: ReportQuery): Promise<Reports>;
  /** A page of the handoff ledger, newest first. */
  ledger(asked: LedgerAsked): Promise<LedgerPage>;
  /** A table into a file that is chosen in the system's own dialog: its name; null when that was cancelled. */
  saveReport(table: ReportTable, query: ReportQuery): Promise<string | null>;
  command(conversation: string, command: NumberedCommand): Promise<Outcome>;
  outboxEdit(id: string, text: string): Promise<void>;
  /** Send it though it asked: checked again against what is true now. */
  outboxRetry(id: string): Promise<void>;
  outboxDiscard(id: string): Promise<void>;
  createLabel(name: string, color: string): Promise<Label>;
  /** The team's and my own, read from this computer; fields such as `{name}` are as they were written. */
  savedReplies(): Promise<SavedReply[]>;
  setAvailable(available: boolean): Promise<void>;
  typing(conversation: string): Promise<void>;
  /** Which conversation is open in front of me; null for none. */
  viewing(conversation: string | null): Promise<void>;
  openUrl(url: string): Promise<void>;
  /** For a reply to come; how far it is comes by `onUpload`. The same key again is the same file. */
  upload(file: OutgoingFile): Promise<Attachment>;
  cancelUpload(key: string): Promise<void>;
  /** Where the person says in the system's own dialog; false when they do not after all. */
  saveAttachment(conversation: string, id: string, name: string): Promise<boolean>;
  /** Where the window finds a picture of a message. */
  picture(conversation: string, id: string): string;
  onUpload(handler: (moved: Uploaded) => void): Promise<() => void>;
  /** What was chosen for this computer: notices, quiet hours, language, start at login. */
  desktopPrefs(): Promise<DesktopPrefs>;
  /** Changes what is named, and answers with the whole; `invalid` with `field` when it cannot be meant. */
  setDesktopPrefs(prefs: Partial<DesktopPrefs>): Promise<DesktopPrefs>;
  /** Tests the system's notices, from the start; `onNoticeTrial` tells how far it is. */
  tryNotices(): Promise<void>;
  onUpdate(handler: (update: Update) => void): Promise<() => void>;
  onLive(handler: (live: Live) => void): Promise<() => void>;
  onLine(handler: (line: Line) => void): Promise<() => void>;
  onOutbox(handler: (items: OutboxItem[]) => void): Promise<() => void>;
  onBack(handler: (back: Back) => void): Promise<() => void>;
  /** Another workspace is open now: everything is to be fetched again. */
  onReset(handler: () => void): Promise<() => void>;
  onExport(handler: (progress: ExportProgress) => void): Promise<() => void>;
  onOpen(handler: (open: Open) => void): Promise<() => void>;
  onNoticeTrial(handler: (trial: NoticeTrial) => void): Promise<() => void>;
  /** null: the alert is no longer needed. */
  onAlert(handler: (alert: Alert | null) => void): Promise<() => void>;
}
