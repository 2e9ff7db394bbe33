/**
 * What the panel shows, all of it. Guarantees: a plain value, computed afresh whenever something changes. Leaves out: how it comes about
 * (session.ts).
 */
import type { FileRow } from './files';
import type { Shown } from './outbox';
import type { LineState } from './sync';
import type { ChatState, Message, WidgetInfo } from './types';

export interface View {
  info: WidgetInfo | null;
  /** The hub does not know this widget. */
  unavailable: boolean;
  messages: readonly Message[];
  pending: readonly Shown[];
  /** Files that wait to be sent. */
  files: readonly FileRow[];
  outboxFull: boolean;
  /** A conversation exists but its history is still on the way. */
  loading: boolean;
  line: LineState;
  /** What is unsent will be tried again later. */
  held: boolean;
  state: ChatState | null;
  typing: string | null;
  /** A person has been asked for and has not come yet. */
  asked: boolean;
  /** The hub would not ask for a person. */
  askRefused: boolean;
  /** Waiting for a person, and nobody knows where to write to. Never in silent mode. */
  wantsContact: boolean;
  /** The conversation is closed and the visitor is asked how it was, or has just said it here. */
  asksRating: boolean;
}
