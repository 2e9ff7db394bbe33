/**
 * A handoff rule as I write it. What I wrote for one kind is kept while I look at another; what leaves
 * is the rule with the value of its kind alone. It says what is missing and saves nothing itself.
 */
import type { Condition, Rule, RuleKind, TopicName } from '../ipc';
import { text } from '../text';
import { newId } from './ids';
import { isReadyMade, REASONS } from './reasons';

/** As the hub has them. */
export const COUNTS = {
  no_answer: [1, 100],
  repeated_question: [2, 20],
  turns: [1, 100],
} as const satisfies Partial<Record<RuleKind, readonly [number, number]>>;
export type Counted = keyof typeof COUNTS;
export const MOST_PHRASES = 100;
export const PHRASE_CHARS = 200;

/**
 * What is written to the hub; a field that is left out stays as it is. A rule that is made comes with
 * its id, so that one sent twice is made once.
 */
export type RuleChange = {
  [F in Exclude<keyof Rule, 'warning'>]?: Rule[F];
};

export type Wrong = 'name' | 'value' | 'reason';

/** A rule to begin with, behind the others: nothing is in it, and it is off. */
export function blank(position: number): Rule {
  return {
    id: newId(),
    ...{ name: '', enabled: false, kind: 'phrase', value: { any: [] } },
    reason: REASONS[0],
    ...{ to: null, labels: [], position, warning: null },
  };
}

export class RuleDraft {
  readonly id: string;
  /** It was never saved. */
  readonly isNew: boolean;
  name = $state('');
  enabled = $state(false);
  kind: RuleKind = $state('phrase');
  phrases: string[] = $state.raw([]);
  topics: TopicName[] = $state.raw([]);
  counts: Record<Counted, string> = $state({ no_answer: '2', repeated_question: '2', turns: '8' });
  below = $state(-0.4);
  page = $state('');
  key = $state('');
  equals = $state('');
  articles: string[] = $state.raw([]);
  reason = $state('');
  /** The reason is in my own words, not one of the five. */
  own = $state(false);
  to: string | null = $state(null);
  labels: string[] = $state.raw([]);
  wrong: Partial<Record<Wrong, string>> = $state({});

  #position: number;
  #saved: Rule;

  constructor(rule: Rule, isNew: boolean) {
    this.id = rule.id;
    this.isNew = isNew;
    this.#position = rule.position;
    this.#take(rule);
    this.#saved = this.rule;
  }

  #take(rule: Rule): void {
    this.name = rule.name;
    this.enabled = rule.enabled;
    this.reason = rule.reason;
    this.own = !isReadyMade(rule.reason);
    this.to = rule.to?.id ?? null;
    this.labels = rule.labels;
    this.kind = rule.kind;
    this.#takeValue(rule);
  }

  #takeValue(rule: Condition): void {
    switch (rule.kind) {
      case 'phrase':
        this.phrases = rule.value.any;
        return;
      case 'topic':
        this.topics = rule.value.any;
        return;
      case 'no_answer':
      case 'repeated_question':
      case 'turns':
        this.counts[rule.kind] = String(rule.value.count);
        return;
      case 'mood':
        this.below = rule.value.below;
        return;
      case 'page':
        this.page = rule.value.url_contains;
        return;
      case 'metadata':
        this.key = rule.value.key;
        this.equals = rule.value.equals;
        return;
      case 'article':
        this.articles = rule.value.any;
    }
  }

  #condition(): Condition {
    const { kind } = this;
    switch (kind) {
      case 'phrase':
        return { kind, value: { any: this.phrases } };
      case 'topic':
        return { kind, value: { any: this.topics } };
      case 'no_answer':
      case 'repeated_question':
      case 'turns':
        return { kind, value: { count: Number(this.counts[kind]) } };
      case 'mood':
        return { kind, value: { below: this.below } };
      case 'page':
        return { kind, value: { url_contains: this.page.trim() } };
      case 'metadata':
        return { kind, value: { key: this.key.trim(), equals: this.equals.trim() } };
      case 'article':
        return { kind, value: { any: this.articles } };
    }
  }

  get rule(): Rule {
    return {
      ...this.#condition(),
      id: this.id,
      name: this.name.trim(),
      enabled: this.enabled,
      reason: this.reason.trim(),
      to: this.to === null ? null : { kind: 'human', id: this.to },
      labels: this.labels,
      position: this.#position,
    };
  }

  /** Whether it differs from what was saved. */
  get changed(): boolean {
    return JSON.stringify(this.rule) !== JSON.stringify(this.#saved);
  }

  /** All of it for the hub, to make it. */
  get whole(): RuleChange {
    const { id, name, enabled, kind, value, reason, to, labels } = this.rule;
    return { id, name, enabled, kind, value, reason, to, labels };
  }

  /** Only what I changed: the hub keeps the rest, such as a member who has left, as it is. */
  get change(): RuleChange {
    const { id: _, kind, value, ...whole } = this.whole;
    const saved = this.#saved;
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
    const rest = Object.entries(whole).filter(
      ([field, now]) => !same(now, saved[field as keyof typeof whole]),
    );
    const looks = kind !== saved.kind || !same(value, saved.value);
    return { ...Object.fromEntries(rest), ...(looks ? { kind, value } : {}) };
  }

  /** Whether it can be judged at all: the value of its kind is there. */
  get judgeable(): boolean {
    return this.#valueProblem() === '';
  }

  /** The same, and what is missing stands in `wrong`. */
  checkValue(): boolean {
    this.wrong = { ...this.wrong, value: this.#valueProblem() };
    return !this.wrong.value;
  }

  /** Whether it can be saved; what is missing stands in `wrong`. */
  check(): boolean {
    const { wrong } = text.rules.editor;
    this.wrong = {
      name: this.name.trim() === '' ? wrong.name : '',
      value: this.#valueProblem(),
      reason: this.reason.trim() === '' ? wrong.reason : '',
    };
    return !Object.values(this.wrong).some(Boolean);
  }

  #valueProblem(): string {
    const { wrong } = text.rules.editor;
    switch (this.kind) {
      case 'phrase':
        return this.phrases.length === 0 ? wrong.phrases : '';
      case 'topic':
        return this.topics.length === 0 ? wrong.topics : '';
      case 'no_answer':
      case 'repeated_question':
      case 'turns': {
        const [least, most] = COUNTS[this.kind];
        const said = this.counts[this.kind].trim();
        const ok = /^\d+$/.test(said) && Number(said) >= least && Number(said) <= most;
        return ok ? '' : wrong.count(least, most);
      }
      case 'mood':
        return '';
      case 'page':
        return this.page.trim() === '' ? wrong.page : '';
      case 'metadata':
        return this.key.trim() === '' || this.equals.trim() === '' ? wrong.key : '';
      case 'article':
        return this.articles.length === 0 ? wrong.articles : '';
    }
  }

  /** Adds phrases: several at once when commas or lines stand between them, each only once. */
  addPhrases(written: string): void {
    const said = written.split(/[\n,;]+/).map((words) => words.trim().slice(0, PHRASE_CHARS));
    const known = new Set(this.phrases.map((words) => words.toLocaleLowerCase()));
    const fresh = said.filter((words) => {
      const lower = words.toLocaleLowerCase();
      if (words === '' || known.has(lower)) return false;
      known.add(lower);
      return true;
    });
    this.phrases = [...this.phrases, ...fresh].slice(0, MOST_PHRASES);
    if (this.phrases.length > 0) this.wrong = { ...this.wrong, value: '' };
  }
}
