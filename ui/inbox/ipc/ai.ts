/**
 * What the AI part of the workspace is made of, as it crosses the door: handoff rules, their rehearsal
 * and trial, the analysis of a conversation. The hub decides what is right; here are only the shapes.
 */
import type { Conversation, Source } from './bindings';

export type TopicName =
  | 'person'
  | 'refund'
  | 'billing_dispute'
  | 'complaint'
  | 'account_access'
  | 'legal'
  | 'safety'
  | 'sales'
  | 'ai_confusion';

/** What each kind of rule looks at. */
export interface RuleValues {
  phrase: { any: string[] };
  topic: { any: TopicName[] };
  no_answer: { count: number };
  repeated_question: { count: number };
  /** From -1 (upset) to 1 (happy). */
  mood: { below: number };
  turns: { count: number };
  page: { url_contains: string };
  metadata: { key: string; equals: string };
  article: { any: string[] };
}
export type RuleKind = keyof RuleValues;

/** One condition with the value of its kind. */
export type Condition = { [K in RuleKind]: { kind: K; value: RuleValues[K] } }[RuleKind];

export type Rule = Condition & {
  id: string;
  name: string;
  enabled: boolean;
  reason: string;
  /** null: Unassigned. */
  to: { kind: 'human'; id: string } | null;
  labels: string[];
  /** Its place among the rules, from 0. */
  position: number;
  /** What the owner should know: why it is skipped, or what of it has no effect. */
  warning?: string | null;
};

/** A message at which a rule would have handed off. */
export interface Rehearsed {
  conversation: Conversation;
  seq: number;
  text: string;
  at: string;
  /** The conversation was handed off in truth too. */
  handed_off: boolean;
}

export interface Rehearsal {
  looked_at: number;
  /** Newest first. */
  items: Rehearsed[];
  warning: string | null;
}

export interface TriedRules {
  /** The first that matches. */
  rule: Rule | null;
  why: string | null;
  /** Ids of the rules that a sentence alone can be judged on. */
  judged: string[];
  skipped: { rule: string; detail: string }[];
}

export interface Mood {
  seq: number;
  /** From -1 (upset) over 0 (neutral, or not recognised) to 1 (happy). */
  value: number;
}

export interface SuggestedReply {
  text: string;
  sources: Source[];
}

export interface Analysis {
  /** Empty when nothing was said yet. */
  summary: string;
  /** Open requests in the visitor's own words, newest last. */
  asks_for: string[];
  /** One to four words; empty when there is none. */
  topic: string;
  /** A BCP 47 code; `und` when nobody recognised it. */
  language: string;
  /** Of the visitor's messages, oldest first. */
  mood: Mood[];
  suggested_reply?: SuggestedReply | null;
  origin: 'local' | 'model';
  /** The newest message it has read; 0 for none. */
  up_to_seq: number;
  /** What AI agents have answered, oldest first. */
  tried: { text: string; seq: number; sources: Source[] }[];
  open_question: string | null;
  at: string;
}
