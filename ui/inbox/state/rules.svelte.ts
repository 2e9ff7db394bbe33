/**
 * The handoff rules as the screen shows them: read from the replica, written to the hub, one write
 * after the other. What I have written and not saved stays with its rule until I save or discard it,
 * wherever I go meanwhile. A write shows at once, and is taken back in words when it is refused.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { Ipc, IpcError, Rule } from '../ipc';
import { text } from '../text';
import { Doing, Fetched } from './fetched.svelte';
import { articleNames, type ArticleName } from './hub';
import { asIpcError, told } from './refusals';
import { Rehearsing, Trial } from './rehearsal.svelte';
import { blank, RuleDraft, type RuleChange } from './rule-draft.svelte';
import { ruleName } from './rule-words';
import type { Toasts } from './toasts.svelte';

const SETTLE_MS = 250;

export class Rules {
  all: Rule[] | null = $state.raw(null);
  error: IpcError | null = $state.raw(null);
  /** The rule in front of me, which may not be saved yet. */
  selected: string | null = $state(null);
  /** What is shown of it. */
  view: 'edit' | 'rehearsal' = $state('edit');
  readonly drafts = new SvelteMap<string, RuleDraft>();
  readonly saving = new Doing();
  readonly rehearsal: Rehearsing;
  readonly trial: Trial;
  readonly articles: Fetched<ArticleName[]>;

  #ipc: Ipc;
  #toasts: Toasts;
  #watched = false;
  #asked = 0;
  #writes = 0;
  #last: Promise<unknown> = Promise.resolve();
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(ipc: Ipc, toasts: Toasts) {
    this.#ipc = ipc;
    this.#toasts = toasts;
    this.rehearsal = new Rehearsing(ipc);
    this.trial = new Trial(ipc);
    this.articles = new Fetched(() => articleNames(ipc));
  }

  get draft(): RuleDraft | null {
    return this.selected === null ? null : (this.drafts.get(this.selected) ?? null);
  }

  /** Titles by id, as far as they are here. */
  get titles(): ReadonlyMap<string, string> {
    return new Map((this.articles.value ?? []).map(({ id, title }) => [id, title]));
  }

  /** Somebody looks at the screen; the answer ends that. */
  watch(): () => void {
    this.#watched = true;
    void this.load();
    return () => {
      this.#watched = false;
      clearTimeout(this.#pause);
    };
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const all = await this.#ipc.rules();
      if (asked === this.#asked && this.#writes === 0) this.#settle(all);
    } catch (thrown) {
      if (asked === this.#asked) this.error = asIpcError(thrown);
    }
  }

  /** Something in the directory has changed: perhaps a rule, or a name that one shows. */
  stale(): void {
    if (!this.#watched) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.load(), SETTLE_MS);
  }

  clear(): void {
    this.#asked += 1;
    clearTimeout(this.#pause);
    this.all = null;
    this.error = null;
    this.select(null);
    this.drafts.clear();
    this.rehearsal.clear();
    this.trial.clear();
    this.articles.value = null;
  }

  #settle(all: Rule[]): void {
    this.all = all.toSorted((a, b) => a.position - b.position);
    this.error = null;
    for (const [id, draft] of this.drafts) {
      if (draft.isNew || draft.changed) continue;
      const rule = all.find((other) => other.id === id);
      if (rule && id === this.selected) this.drafts.set(id, new RuleDraft(rule, false));
      else this.drafts.delete(id);
    }
    if (this.selected !== null && !this.drafts.has(this.selected)) this.select(null);
  }

  select(id: string | null): void {
    const left = this.draft;
    if (left && !left.changed && left.id !== id) this.drafts.delete(left.id);
    this.view = 'edit';
    this.saving.error = null;
    this.selected = id;
    const rule = this.all?.find((other) => other.id === id);
    if (rule && !this.drafts.has(rule.id)) this.drafts.set(rule.id, new RuleDraft(rule, false));
  }

  /** A rule of my own, or the one that I had begun. */
  write(): void {
    const begun = [...this.drafts.values()].find((draft) => draft.isNew);
    const draft = begun ?? new RuleDraft(blank(this.all?.length ?? 0), true);
    this.drafts.set(draft.id, draft);
    this.select(draft.id);
  }

  /** What I wrote is let go. */
  discard(draft: RuleDraft): void {
    this.drafts.delete(draft.id);
    const rule = this.all?.find(({ id }) => id === draft.id);
    this.select(rule ? rule.id : null);
  }

  /** Deleted by somebody else while I was writing in it. */
  isGone(draft: RuleDraft): boolean {
    return !draft.isNew && this.all !== null && !this.all.some(({ id }) => id === draft.id);
  }

  async save(draft: RuleDraft): Promise<boolean> {
    if (!draft.check()) return false;
    const make = draft.isNew || this.isGone(draft);
    const change = make ? draft.whole : draft.change;
    const { name, enabled } = draft.rule;
    const done = await this.saving.run(async () => {
      const path = make ? '/v1/rules' : `/v1/rules/${draft.id}`;
      const saved = await this.#queue(() => this.#ipc.hub(make ? 'POST' : 'PUT', path, change));
      this.#saved(draft, saved as Rule);
    });
    if (done && !make) this.#toasts.say(text.rules.saved);
    else if (done) {
      this.#toasts.say(enabled ? text.rules.added(name) : text.rules.addedOff(name));
    }
    return done;
  }

  #saved(draft: RuleDraft, rule: Rule): void {
    const others = (this.all ?? []).filter(({ id }) => id !== rule.id);
    this.all = [...others, rule].toSorted((a, b) => a.position - b.position);
    const here = this.selected === draft.id;
    const { view } = this;
    this.drafts.delete(draft.id);
    if (!here) return;
    this.select(rule.id);
    this.view = view;
  }

  async remove(rule: Pick<Rule, 'id' | 'name'>): Promise<boolean> {
    const done = await this.saving.run(() =>
      this.#queue(() => this.#ipc.hub('DELETE', `/v1/rules/${rule.id}`)),
    );
    if (!done) return false;
    this.all = (this.all ?? []).filter(({ id }) => id !== rule.id);
    this.drafts.delete(rule.id);
    if (this.selected === rule.id) this.select(null);
    this.#toasts.say(text.rules.deleted(ruleName(rule.name)));
    return true;
  }

  turn(rule: Rule, enabled: boolean): void {
    this.#show((all) => all.map((each) => (each.id === rule.id ? { ...each, enabled } : each)));
    const draft = this.drafts.get(rule.id);
    if (draft?.changed) draft.enabled = enabled;
    else if (draft) this.drafts.set(rule.id, new RuleDraft({ ...rule, enabled }, false));
    void this.#put(rule.id, { enabled });
  }

  /** To the place `to`, counted from 0; the others close up. */
  move(rule: Rule, to: number): boolean {
    const all = this.all ?? [];
    const from = all.findIndex(({ id }) => id === rule.id);
    if (from < 0 || to < 0 || to >= all.length || to === from) return false;
    this.#show(() => {
      const rest = all.toSpliced(from, 1);
      return rest.toSpliced(to, 0, rule).map((each, position) => ({ ...each, position }));
    });
    void this.#put(rule.id, { position: to });
    return true;
  }

  #show(change: (all: Rule[]) => Rule[]): void {
    this.all = change(this.all ?? []);
  }

  async #put(id: string, change: RuleChange): Promise<void> {
    try {
      await this.#queue(() => this.#ipc.hub('PUT', `/v1/rules/${id}`, change));
    } catch (thrown) {
      this.#toasts.warn(told(asIpcError(thrown)));
      void this.load();
    }
  }

  /** Writes leave one after the other; what is read meanwhile is older than they are. */
  async #queue<T>(write: () => Promise<T>): Promise<T> {
    this.#writes += 1;
    const mine = this.#last.then(write);
    this.#last = mine.catch(() => {});
    try {
      return await mine;
    } finally {
      this.#writes -= 1;
      this.stale();
    }
  }
}
