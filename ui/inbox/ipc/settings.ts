/**
 * What the hub's API answers and takes about AI agents, articles, hours and widgets. The settings screens
 * speak with it directly, so these shapes follow the API and not the door's Rust types.
 */
import type { Block, Texts } from './bindings';

export type AiKind = 'knowledge' | 'openai' | 'api';

/** Where a model is asked. The key is never answered, only whether there is one. */
export interface ModelAt {
  base_url: string;
  model: string;
  timeout_s: number;
  /** It may be on loopback or a private network. */
  allow_private: boolean;
  api_key_set?: boolean;
}

/** `key` is answered once, when an AI agent of kind `api` is made. */
export interface AiAgentSettings {
  id: string;
  name: string;
  kind: AiKind;
  enabled: boolean;
  instructions: string;
  texts: Texts;
  silent: boolean;
  failures_before_handoff: number;
  openai?: ModelAt;
  key?: string;
}

/** `api_key`: left out, the stored one stays; empty, it is forgotten. */
export type ModelChange = Omit<ModelAt, 'api_key_set'> & { api_key?: string };
export type AiAgentChange = Partial<Omit<AiAgentSettings, 'id' | 'key' | 'openai' | 'texts'>> & {
  texts?: Partial<Texts>;
  openai?: ModelChange;
};

/** What came of asking a model server; `tools`: null when that is not known. */
export interface ModelTest {
  ok: boolean;
  detail: string;
  ms: number;
  models: string[];
  tools: boolean | null;
}

export interface Said {
  by: 'visitor' | 'ai';
  text: string;
}

/** What an AI agent would do; nothing of it is stored. */
export interface TriedTurn {
  reply: string | null;
  sources: { title: string; url?: string | null; article?: string | null }[];
  handoff: { reason: string } | null;
  ms: number;
}

export interface Article {
  id: string;
  title: string;
  text: string;
  url?: string | null;
  /** The AI agent hands off here, for this reason. */
  handoff?: string | null;
}

export interface ArticleUse {
  article: string;
  used: number;
  last_used_at: string | null;
}

/** A visitor's question that no article answered. */
export interface Unanswered {
  conversation: string;
  number: number;
  seq: number;
  text: string;
  at: string;
}

export interface ArticleUsage {
  items: ArticleUse[];
  unanswered: Unanswered[];
}

/** A file as it crosses the door: `data` is base64. */
export interface PickedFile {
  name: string;
  data: string;
}

export interface ImportedItem {
  file: string;
  title: string;
  chars: number;
  encoding: string;
  article: string | null;
  replaces: string | null;
  problem: string | null;
}

export interface Imported {
  items: ImportedItem[];
  imported: number;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
/** From and to, as `09:00` in the workspace's time zone; `to` not after `from` goes over midnight. */
export type OpenWindow = [string, string];
export type WeekHours = Partial<Record<Weekday, OpenWindow[]>>;

export interface Settings {
  workspace: string;
  silent_minutes: number;
  repeat_after_s: number;
  /** An IANA name. */
  time_zone: string;
  /** null: always open. */
  hours: WeekHours | null;
  /** Dates in the time zone, such as `2026-12-25`. */
  holidays: string[];
  default_ai_agent: string | null;
  analysis_ai_agent?: string | null;
  /** null: closed conversations are kept. */
  delete_closed_after_days?: number | null;
}

export type WidgetTheme = 'auto' | 'light' | 'dark';
export type WidgetSide = 'right' | 'left';

/** `secret` is answered once, when the widget is made. */
export interface WidgetSettings {
  id: string;
  name: string;
  key: string;
  ai_agent: string | null;
  /** Empty: any website. */
  origins: string[];
  verify_identity: boolean;
  /** `#rrggbb`; null: Baton's own. */
  color?: string | null;
  theme?: WidgetTheme;
  side?: WidgetSide;
  secret?: string;
}
export type WidgetChange = Partial<Omit<WidgetSettings, 'id' | 'key' | 'secret'>>;

export interface Preview {
  blocks: Block[];
}
