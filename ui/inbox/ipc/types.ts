/**
 * Everything that crosses the door to the Rust side. The shapes are generated from Rust
 * (`bindings`); here are only what Rust sends from another crate, and the door itself.
 */
import type {
  Actor,
  Alert,
  Bootstrap,
  Command,
  Comment,
  Conversation,
  ConversationPage,
  Event,
  Label,
  ListQuery,
  Open,
  Outcome,
  ThreadPage,
  Update,
} from './bindings';

export type * from './bindings';

/** A command on its way: the id is chosen here, so that a repetition changes nothing. */
export type NumberedCommand = { id: string } & Command;

/** Pushed, not logged. `visitors` are the conversations whose visitor has the chat open. */
export type Live =
  | { type: 'presence'; members: string[]; visitors: string[] }
  | { type: 'typing'; conversation: string; who: Actor; on: boolean }
  | { type: 'viewing'; conversation: string | null; member: string };

export interface Ipc {
  bootstrap(): Promise<Bootstrap>;
  introduce(name: string): Promise<Bootstrap>;
  list(query: ListQuery): Promise<ConversationPage>;
  thread(conversation: string, before: number | null): Promise<ThreadPage>;
  timeline(conversation: string): Promise<Event[]>;
  comments(conversation: string): Promise<Comment[]>;
  /** The same visitor's other conversations, newest first. */
  earlier(conversation: string): Promise<Conversation[]>;
  command(conversation: string, command: NumberedCommand): Promise<Outcome>;
  createLabel(name: string, color: string): Promise<Label>;
  setAvailable(available: boolean): Promise<void>;
  typing(conversation: string): Promise<void>;
  /** Which conversation is open in front of me; null for none. */
  viewing(conversation: string | null): Promise<void>;
  openUrl(url: string): Promise<void>;
  onUpdate(handler: (update: Update) => void): Promise<() => void>;
  onLive(handler: (live: Live) => void): Promise<() => void>;
  onOpen(handler: (open: Open) => void): Promise<() => void>;
  /** null: the alert is no longer needed. */
  onAlert(handler: (alert: Alert | null) => void): Promise<() => void>;
}
