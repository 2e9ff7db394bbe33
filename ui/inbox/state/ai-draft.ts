/**
 * An AI agent as its form holds it: every field on its own, numbers as they are typed. Says what is
 * wrong with it and what of it the hub is to be told. Pure.
 */
import type { AiAgentChange, AiAgentSettings, AiKind, ModelChange } from '../ipc';
import { text } from '../text';

export const TEXTS = ['greeting', 'waiting', 'joined', 'out_of_hours'] as const;
export type TextName = (typeof TEXTS)[number];
const MODEL = ['base_url', 'model', 'timeout', 'allow_private', 'api_key'] as const;

export type AiDraft = Record<TextName, string> & {
  name: string;
  kind: AiKind;
  enabled: boolean;
  instructions: string;
  silent: boolean;
  failures: string;
  base_url: string;
  model: string;
  timeout: string;
  allow_private: boolean;
  /** null: the stored one stays; empty: it is forgotten. */
  api_key: string | null;
};

const MOST_SECONDS = 80;
const MOST_FAILURES = 10;
const LONGEST_TEXT = 2_000;
const LONGEST_INSTRUCTIONS = 16_384;

export type Preset = keyof typeof text.model.presets;
type Server = { base_url: string; allow_private: boolean };
/** Where servers listen unless told otherwise. */
export const PRESETS: Record<Exclude<Preset, 'other'>, Server> = {
  openai: { base_url: 'https://api.openai.com/v1', allow_private: false },
  ollama: { base_url: 'http://127.0.0.1:11434/v1', allow_private: true },
  llama: { base_url: 'http://127.0.0.1:8080/v1', allow_private: true },
  vllm: { base_url: 'http://127.0.0.1:8000/v1', allow_private: true },
};

export function presetOf(base_url: string): Preset {
  const plain = base_url.trim().replace(/\/+$/, '').replace('//localhost:', '//127.0.0.1:');
  const known = Object.entries(PRESETS).find(([, server]) => server.base_url === plain);
  return known ? (known[0] as Preset) : 'other';
}

export function draftOf(ai: AiAgentSettings | null): AiDraft {
  const { openai } = ai ?? {};
  return {
    name: ai?.name ?? '',
    kind: ai?.kind ?? 'knowledge',
    enabled: ai?.enabled ?? true,
    instructions: ai?.instructions ?? '',
    greeting: ai?.texts.greeting ?? '',
    waiting: ai?.texts.waiting ?? '',
    joined: ai?.texts.joined ?? '',
    out_of_hours: ai?.texts.out_of_hours ?? '',
    silent: ai?.silent ?? false,
    failures: String(ai?.failures_before_handoff ?? 1),
    base_url: openai?.base_url ?? PRESETS.openai.base_url,
    model: openai?.model ?? '',
    timeout: String(openai?.timeout_s ?? 30),
    allow_private: openai?.allow_private ?? false,
    api_key: null,
  };
}

/** Where the form shows what the hub calls `field`. */
export function shownAt(field: string): string | null {
  const name = field.replace(/^(texts|openai|draft)\./, '').replace(/^(texts|openai)\./, '');
  if (name === 'timeout_s') return 'timeout';
  if (name === 'failures_before_handoff') return 'failures';
  const known: string[] = ['name', 'kind', 'instructions', ...TEXTS, ...MODEL];
  return known.includes(name) ? name : null;
}

function whole(said: string, most: number): string {
  const ok = /^\d+$/.test(said.trim()) && Number(said) >= 1 && Number(said) <= most;
  return ok ? '' : text.form.whole(1, most);
}

/** What is wrong with where the model is; nothing for other kinds. */
export function checkModel(draft: AiDraft): Partial<Record<keyof AiDraft, string>> {
  if (draft.kind !== 'openai') return {};
  return {
    base_url: /^https?:\/\/[^\s/]+\S*$/i.test(draft.base_url.trim()) ? '' : text.model.addressBad,
    model: draft.model.trim() === '' ? text.model.nameNeeded : '',
    timeout: whole(draft.timeout, MOST_SECONDS),
  };
}

export function checkDraft(draft: AiDraft): Partial<Record<keyof AiDraft, string>> {
  const long = TEXTS.filter((name) => draft[name].trim().length > LONGEST_TEXT);
  return {
    ...checkModel(draft),
    ...Object.fromEntries(long.map((name) => [name, text.texts.tooLong(LONGEST_TEXT)])),
    name: draft.name.trim() === '' ? text.form.needed : '',
    failures: whole(draft.failures, MOST_FAILURES),
    instructions:
      draft.instructions.length > LONGEST_INSTRUCTIONS
        ? text.texts.tooLong(LONGEST_INSTRUCTIONS)
        : '',
  };
}

export function modelOf(draft: AiDraft): ModelChange {
  const at = {
    base_url: draft.base_url.trim(),
    model: draft.model.trim(),
    timeout_s: Number(draft.timeout),
    allow_private: draft.allow_private,
  };
  return draft.api_key === null ? at : { ...at, api_key: draft.api_key.trim() };
}

/** What the hub is told: of an AI agent that exists only what `changed`, of a new one what it needs. */
export function changeOf(draft: AiDraft, changed: readonly string[]): AiAgentChange {
  const change: AiAgentChange = {};
  const has = (name: keyof AiDraft) => changed.includes(name);
  if (has('name')) change.name = draft.name.trim();
  if (has('enabled')) change.enabled = draft.enabled;
  if (has('instructions')) change.instructions = draft.instructions.trim();
  if (has('silent')) change.silent = draft.silent;
  if (has('failures')) change.failures_before_handoff = Number(draft.failures);
  const texts = TEXTS.filter(has).map((name) => [name, draft[name].trim()] as const);
  if (texts.length > 0) change.texts = Object.fromEntries(texts);
  if (draft.kind === 'openai' && MODEL.some(has)) change.openai = modelOf(draft);
  return change;
}

export function newOf(draft: AiDraft): AiAgentChange {
  const { kind } = draft;
  const made = { name: draft.name.trim(), kind };
  return kind === 'openai' ? { ...made, openai: modelOf(draft) } : made;
}

/** A stored key goes only to the origin it was given for. */
export function keyMoves(draft: AiDraft, kept: AiDraft): boolean {
  return draft.api_key === null && originOf(draft.base_url) !== originOf(kept.base_url);
}

function originOf(url: string): string {
  try {
    return new URL(url.trim()).origin;
  } catch {
    return url;
  }
}

/** A text as a visitor may read it, with examples where the hub puts what it knows then. */
export function sampled(words: string, samples: Record<string, string>): string {
  return Object.entries(samples).reduce(
    (said, [mark, sample]) => said.replaceAll(mark, sample),
    words,
  );
}
