/**
 * The first minutes with Baton: five steps, each with what it leads to and whether it is done, which is
 * found out from what is there and never ticked by hand. Who may not do a step does not see it. Lives as
 * long as the window; whether it was hidden, and whether a notification has worked, is kept on this
 * computer.
 */
import { createContext } from 'svelte';
import type { Article, WidgetSettings } from '../ipc';
import { text } from '../text';
import { items, leads } from './hub';
import type { Inbox } from './inbox.svelte';
import { recall, remember, type Store } from './keep';
import { Trial } from './notice-trial.svelte';
import type { Section, SettingsPlace } from './settings.svelte';
import { isLoopback } from './widget-look';

export type StepId = 'visitor' | 'notification' | 'widget' | 'colleague' | 'teach';
export interface Step {
  id: StepId;
  name: string;
  hint: string;
  go: string;
  done: boolean;
  run: () => void;
}

const KEY = 'baton.first';
/** A workspace with so many conversations has its first minutes behind it. */
const FEW = 10;
/** What was made this soon after the workspace came with it. */
const WITH_IT_MS = 60_000;
type Kept = { hidden: boolean; heard: boolean };

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Kept>).hidden === 'boolean' &&
  typeof (value as Partial<Kept>).heard === 'boolean';

/** When something was made, which its UUIDv7 says; null for any other id. */
export function madeAt(id: string): number | null {
  const hex = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(id);
  return hex ? Number.parseInt(`${hex[1]}${hex[2]}`, 16) : null;
}

/** Whether somebody has written an article since the workspace was made with its samples. */
export function taught(articles: { id: string }[], founded: number | null): boolean {
  return articles.some(({ id }) => {
    const at = madeAt(id);
    return at === null || founded === null || at > founded + WITH_IT_MS;
  });
}

export class FirstSteps {
  readonly trial: Trial;
  #inbox: Inbox;
  #place: SettingsPlace;
  #store: Store;
  #kept: Kept = $state.raw({ hidden: false, heard: false });
  #articles: Pick<Article, 'id'>[] = $state.raw([]);
  #widget: string | null = $state(null);

  constructor(inbox: Inbox, place: SettingsPlace, store: Store) {
    this.#inbox = inbox;
    this.#place = place;
    this.#store = store;
    this.trial = new Trial(inbox.ipc);
    this.#kept = recall(store, KEY, this.#kept, isKept);
  }

  get steps(): Step[] {
    const { line, replica } = this.#inbox;
    const lead = leads(replica.me);
    const demo = line.place === 'alone' || isLoopback(replica.hub);
    const all: [boolean, Step][] = [
      [demo, this.#visitor()],
      [true, this.#notification()],
      [lead, this.#widgetStep()],
      [lead, this.#colleague()],
      [lead, this.#teach()],
    ];
    return all.filter(([offered]) => offered).map(([, step]) => step);
  }
  get left(): number {
    return this.steps.filter(({ done }) => !done).length;
  }
  /** Whether an empty inbox leads. */
  get shown(): boolean {
    const { all, unassigned } = this.#inbox.replica.counts;
    return !this.#kept.hidden && all < FEW && unassigned === 0 && this.left > 0;
  }
  get lead(): string {
    return leads(this.#inbox.replica.me) ? text.steps.lead : text.steps.leadMember;
  }

  /** In the settings, where they are always found. */
  open(): void {
    this.#open('firstSteps');
  }

  hide(): void {
    this.#keep({ ...this.#kept, hidden: true });
    this.#inbox.toasts.say(text.steps.hidden);
  }

  /** A test of notifications has worked on this computer. */
  heard(): void {
    if (!this.#kept.heard) this.#keep({ ...this.#kept, heard: true });
  }

  /** Asks what only the hub knows. Without an answer the steps it is about are still open. */
  async look(): Promise<void> {
    if (!leads(this.#inbox.replica.me) || this.#inbox.cutOff) return;
    try {
      const { ipc } = this.#inbox;
      this.#articles = items<Article>(await ipc.hub('GET', '/v1/articles'));
      const [widget] = items<WidgetSettings>(await ipc.hub('GET', '/v1/widgets'));
      this.#widget = widget?.id ?? null;
    } catch {
      // It is asked again the next time somebody looks.
    }
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    remember(this.#store, KEY, kept);
  }

  #open(section: Section, opened: string | null = null): void {
    this.#inbox.place = 'settings';
    this.#place.go(section, opened);
  }

  /** A click may come before the answer to which widget there is. */
  async #openWidget(): Promise<void> {
    if (this.#widget === null) await this.look();
    this.#open('widgets', this.#widget);
  }

  #visitor(): Step {
    const { ipc, replica, toasts } = this.#inbox;
    const run = () => {
      ipc.openUrl(replica.demo).catch(() => toasts.warn(replica.demo));
    };
    return { id: 'visitor', ...text.steps.visitor, done: replica.counts.all > 0, run };
  }

  #notification(): Step {
    const run = () => {
      this.#open('notifications');
      void this.trial.start();
    };
    return { id: 'notification', ...text.steps.notification, done: this.#kept.heard, run };
  }

  /** Somebody has written from a page that is not the hub's own. */
  #widgetStep(): Step {
    const { replica } = this.#inbox;
    const own = replica.hub.replace(/\/+$/, '');
    const done = this.#inbox.lists
      .atHand()
      .some(({ page }) => Boolean(page?.url) && !page?.url.startsWith(`${own}/`));
    const run = () => void this.#openWidget();
    return { id: 'widget', ...text.steps.widget, done, run };
  }

  #colleague(): Step {
    const alone = this.#inbox.line.place === 'alone';
    const { name, hint, hintAlone, go, goAlone } = text.steps.colleague;
    const done = this.#inbox.replica.directory.members.filter(({ active }) => active).length > 1;
    const run = () => this.#open(alone ? 'workspace' : 'team');
    return {
      id: 'colleague',
      name,
      hint: alone ? hintAlone : hint,
      go: alone ? goAlone : go,
      done,
      run,
    };
  }

  #teach(): Step {
    const { members, ai_agents } = this.#inbox.replica.directory;
    const { name, ...words } = text.steps.teach;
    const made = [...members, ...ai_agents].map(({ id }) => madeAt(id));
    const known = made.filter((at) => at !== null);
    const founded = known.length > 0 ? Math.min(...known) : null;
    const run = () => this.#open('articles', 'new');
    const agent = ai_agents[0]?.name ?? text.aiLong;
    const done = taught(this.#articles, founded);
    return { id: 'teach', name: name(agent), ...words, done, run };
  }
}

export const [getFirstSteps, setFirstSteps] = createContext<FirstSteps>();
