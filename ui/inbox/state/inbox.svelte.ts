/**
 * The whole inbox as one object: what is open, what is selected, and how the parts hear of changes.
 * Panels read it and call it; it never touches the page.
 */
import { createContext } from 'svelte';
import type {
  Alert,
  Back,
  Bootstrap,
  Conversation,
  Ipc,
  IpcError,
  Line,
  Live as LiveEvent,
  Open,
  OutboxItem,
  SearchHit,
  Tab,
  Update,
} from '../ipc';
import { clock } from './clock.svelte';
import { Commands } from './commands';
import { Drafts } from './drafts.svelte';
import type { Store } from './keep';
import { ALONE, cutOff, newer } from './line';
import type { RowList } from './list.svelte';
import { Lists } from './lists.svelte';
import { Live } from './live.svelte';
import { isMine } from './names';
import { Outbox } from './outbox.svelte';
import { Prefs } from './prefs.svelte';
import { Reading } from './reading';
import { text } from '../text';
import { asIpcError } from './refusals';
import { Replica } from './replica.svelte';
import { Rules } from './rules.svelte';
import { Finder } from './search.svelte';
import { settle } from './sending';
import { Thread } from './thread.svelte';
import { Threads } from './threads';
import { Toasts } from './toasts.svelte';

export type Overlay =
  'assign' | 'labels' | 'status' | 'handback' | 'palette' | 'help' | 'me' | 'outbox';
export type Place = 'inbox' | 'history' | 'reports' | 'rules' | 'settings';
export type SideTab = 'analysis' | 'visitor' | 'comments';
const PARTS_MS = 120;
const VIEWING_MS = 60_000;
export class Inbox {
  readonly ipc: Ipc;
  readonly replica: Replica;
  readonly commands: Commands;
  readonly live = new Live();
  readonly toasts = new Toasts();
  readonly outbox: Outbox;
  readonly finder: Finder;
  readonly drafts: Drafts;
  readonly prefs: Prefs;
  readonly rules: Rules;
  readonly lists: Lists;
  /** `filling`: a team's first copy is on its way; nothing else can be shown yet. */
  phase: 'starting' | 'welcome' | 'filling' | 'ready' | 'failed' = $state('starting');
  error: IpcError | null = $state.raw(null);
  place: Place = $state('inbox');
  line: Line = $state.raw(ALONE);
  /** Why this desktop holds no workspace any more; null normally. */
  lost: string | null = $state(null);
  /** This computer holds the last days only; null for everything. */
  days: number | null = $state(null);
  tab: Tab = $state('unassigned');
  selected: string | null = $state(null);
  thread: Thread | null = $state.raw(null);
  overlay: Overlay | null = $state(null);
  sideTab: SideTab = $state('analysis');
  /** On narrow windows: the right panel laid over the thread. */
  sideOver = $state(false);
  /** On narrow windows: which of the two is in front. */
  pane: 'list' | 'thread' = $state('list');
  alert: Alert | null = $state.raw(null);
  /** Opened from outside the window: its composer, once it is there, gets the keyboard. */
  arriving: string | null = $state(null);

  #threads = new Threads();
  #parts: ReturnType<typeof setTimeout> | undefined;
  #reading: Reading;
  /** What was pushed since the start was asked for. */
  #pushed: Line | null = null;

  constructor(ipc: Ipc, store: Store) {
    this.ipc = ipc;
    this.replica = new Replica(ipc);
    this.commands = new Commands(ipc, this.replica, this.toasts);
    this.outbox = new Outbox(ipc, this.toasts);
    this.finder = new Finder(ipc);
    this.drafts = new Drafts(store);
    this.prefs = new Prefs(store);
    this.rules = new Rules(ipc, this.toasts);
    this.lists = new Lists(this, store);
    this.#reading = new Reading(this.commands, (thread) => thread === this.thread);
    this.replica.onUpdate = (update, rows) => this.#take(update, rows);
    this.replica.onRow = (row) => this.#put(row);
    this.commands.onDecision = (id) => this.drafts.held.flush(id);
    this.commands.onConflict = (id) => void this.#threads.get(id)?.load();
    this.outbox.onItems = (items, sent) => this.#takeOutbox(items, sent);
  }

  get list(): RowList | null {
    return this.lists.of(this.tab);
  }
  /** Labels look different, or conversations are gone, and no update says of which. */
  async refresh(): Promise<void> {
    for (const list of this.lists.each()) list.renew();
    const thread = this.thread;
    if (!thread || (await thread.renew()) || thread !== this.thread) return;
    this.select(null);
    this.toasts.warn(text.refusals.not_found);
  }
  /** My id; empty before I have introduced myself. */
  get me(): string {
    return this.replica.me?.id ?? '';
  }
  /** The hub cannot be reached: nobody can claim, assign or hand back. */
  get cutOff(): boolean {
    return cutOff(this.line);
  }
  get conversation(): Conversation | null {
    return this.thread?.conversation ?? null;
  }
  async start(): Promise<() => void> {
    this.phase = 'starting';
    const stops: (() => void)[] = [];
    try {
      stops.push(await this.ipc.onLive((event) => this.#takeLive(event)));
      stops.push(await this.ipc.onAlert((alert) => (this.alert = alert)));
      stops.push(await this.ipc.onOpen((open) => this.#open(open)));
      stops.push(await this.ipc.onLine((line) => this.#takeLine(line)));
      stops.push(await this.ipc.onOutbox((items) => this.outbox.take(items)));
      stops.push(await this.ipc.onBack((back) => this.#back(back)));
      stops.push(await this.ipc.onReset(() => void this.reset()));
      const { start, stop } = await this.replica.start();
      stops.push(stop);
      const beat = setInterval(() => this.look(), VIEWING_MS);
      stops.push(() => clearInterval(beat));
      stops.push(() => clearTimeout(this.#parts));
      stops.push(() => this.#reading.stop());
      if (start) this.#begin(start);
    } catch (thrown) {
      this.error = asIpcError(thrown);
      this.phase = 'failed';
    }
    return () => stops.forEach((stop) => stop());
  }

  /**
   * A workspace is open: the one of the first start, a team's, or none after leaving. It is asked for
   * anew, so that no update falls between; not when `onReset` has led here already.
   */
  async enter({ me, hub, line, days }: Bootstrap): Promise<void> {
    const same = this.me === me?.id && this.replica.hub === hub && this.days === days;
    const here = this.phase === 'ready' && same && this.line.place === line.place;
    if (!here) await this.reset();
  }

  /** Another workspace was opened behind the window. */
  async reset(): Promise<void> {
    const before = this.me;
    const say = settle(this);
    this.#pushed = null;
    this.alert = null;
    this.live.forget();
    this.outbox.clear();
    try {
      const start = await this.replica.again();
      if (!start) return;
      this.#forget();
      this.#begin(start);
      if (!start.lost) say();
      if (this.phase !== 'ready' || this.me !== before) this.place = 'inbox';
    } catch (thrown) {
      this.error = asIpcError(thrown);
      this.phase = 'failed';
    }
  }

  #forget(): void {
    clearTimeout(this.#parts);
    this.#reading.stop();
    this.thread?.analysis.rest();
    this.thread = null;
    this.selected = null;
    this.overlay = null;
    this.finder.ask('');
    this.pane = 'list';
    this.#threads.clear();
    this.lists.clear();
    this.rules.clear();
    this.commands.forget();
  }

  #begin(start: Bootstrap): void {
    this.line = newer(this.#pushed, start.line);
    this.lost = start.lost;
    this.days = start.days;
    if (this.cutOff) this.live.lost();
    this.outbox.settle(start.outbox);
    const me = this.replica.me;
    if (!me || start.first_run) {
      if (start.signed_out) this.drafts.clearAll();
      const filling = start.line.place === 'team' && !start.first_run;
      this.phase = filling ? 'filling' : 'welcome';
      return;
    }
    this.lists.begin(me.id);
    const counts = this.replica.counts;
    if (counts.unassigned === 0 && counts.mine > 0) this.tab = 'mine';
    this.phase = 'ready';
    void this.list?.load().then(() => {
      for (const other of this.lists.each()) {
        if (other.phase === 'new') void other.load();
      }
    });
  }

  setTab(tab: Tab): void {
    this.tab = tab;
    this.place = 'inbox';
    this.pane = 'list';
    this.finder.ask('');
    this.rules.rehearsal.leave();
    if (this.list && this.list.phase !== 'ready') void this.list.load();
  }

  /** Opens a thread where the words were found. */
  openHit(hit: Pick<SearchHit, 'conversation' | 'seq'>, show = true): void {
    this.replica.known([hit.conversation]);
    this.select(hit.conversation.id, show, hit.seq);
  }

  /** Opens what a rehearsal found; from there one goes back to it. */
  visit(at: number): void {
    const found = this.rules.rehearsal.stand(at);
    if (found) this.openHit(found);
  }

  /** What was found stands out for as long as one is on the way through it. */
  get seeking(): boolean {
    return this.finder.found !== null || this.rules.rehearsal.visiting;
  }

  /** The next or previous one in the list: conversations, or what was found. */
  step(step: 1 | -1): void {
    const { rehearsal } = this.rules;
    if (rehearsal.visiting) return this.visit(rehearsal.at + step);
    const { found } = this.finder;
    const hit = found?.move(step);
    if (hit) return this.openHit(hit, false);
    const id = found ? null : this.neighbour(step);
    if (id) this.select(id, false);
  }

  /** `hit`: the item a search led to. */
  select(id: string | null, show = true, hit: number | null = null): void {
    this.place = 'inbox';
    if (hit === null) this.rules.rehearsal.leave();
    if (id !== null && show) this.pane = 'thread';
    if (id === this.selected) return void (hit !== null && this.thread?.loadAround(hit));
    this.#left();
    this.selected = id;
    this.overlay = null;
    this.sideOver = false;
    this.arriving = null;
    this.thread = id === null ? null : this.#openThread(id, hit);
    this.lists.settle(this);
  }

  neighbour(step: 1 | -1): string | null {
    return this.lists.neighbour(this, step);
  }
  /** The one to go on with after this one is done; null when it was the last. */
  following(): string | null {
    return this.lists.following(this);
  }

  /** The newest item is on my screen: mark read once I have rested here. */
  reached(thread: Thread): void {
    if (thread !== this.thread || thread.newer || !document.hasFocus()) return;
    thread.seen = thread.newest;
    this.#reading.rest(thread);
  }

  #openThread(id: string, hit: number | null): Thread {
    const thread = this.#threads.get(id) ?? new Thread(this.ipc, id, this.replica.known);
    this.#threads.keep(thread);
    thread.conversation = this.replica.row(id) ?? thread.conversation;
    thread.reopened();
    if (hit !== null) void thread.loadAround(hit);
    else if (thread.phase !== 'ready') void thread.load();
    this.#parts = setTimeout(() => {
      thread.analysis.watch();
      if (!thread.timeline.items) void thread.loadParts();
    }, PARTS_MS);
    return thread;
  }

  #left(): void {
    const thread = this.thread;
    if (!thread) return;
    clearTimeout(this.#parts);
    this.#reading.stop();
    thread.analysis.rest();
    if (thread.newer) this.#threads.drop(thread);
    else thread.trim();
  }

  /** Tells colleagues what is in front of me. */
  look(): void {
    void this.ipc.viewing(this.place === 'inbox' ? this.selected : null).catch(() => {});
  }
  #take(update: Update, rows: Conversation[]): void {
    // The copy is older than my joining; now it knows me.
    if (this.phase === 'filling' && update.directory) return void this.reset();
    this.lists.note(this);
    for (const list of this.lists.each()) list.take(update.seq, rows);
    if (update.directory) this.rules.stale();
    for (const thread of this.#threads.all()) {
      thread.take(update);
      const row = rows.find((other) => other.id === thread.id);
      if (row) this.#replace(thread, row);
    }
    for (const item of update.items) {
      if (item.message) this.live.spoke(item.message.conversation, item.message.author.id);
    }
    clock.now = Date.now();
  }

  /** Tells me when somebody took over what I was just writing in. */
  #replace(thread: Thread, row: Conversation): void {
    const before = thread.conversation;
    thread.conversation = row;
    this.#follow(before, row);
    const lost = before && isMine(before, this.me) && row.assignee && !isMine(row, this.me);
    if (lost && row.assignee?.kind === 'human' && thread === this.thread) {
      this.toasts.warn(text.refused.held(row.assignee.name));
    }
  }

  #put(row: Conversation): void {
    this.lists.note(this);
    for (const list of this.lists.each()) list.put(row);
    const thread = this.#threads.get(row.id);
    if (!thread) return;
    const before = thread.conversation;
    thread.conversation = row;
    this.#follow(before, row);
  }

  /** The last one in Unassigned has just become mine: the list goes where it went. */
  #follow(before: Conversation | null, row: Conversation): void {
    if (row.id !== this.selected || !isMine(row, this.me)) return;
    if (before && isMine(before, this.me)) return;
    const left = this.lists.of('unassigned');
    if (this.tab !== 'unassigned' || this.finder.found || left?.phase !== 'ready') return;
    if (left.rows.length > 0 || left.more) return;
    this.tab = 'mine';
    if (this.list?.phase === 'failed') void this.list.load();
  }

  #takeOutbox(items: OutboxItem[], sent: OutboxItem[]): void {
    this.commands.waits(items);
    for (const thread of this.#threads.all()) thread.takeOutbox(items, sent);
  }
  #takeLive(event: LiveEvent): void {
    this.live.take(event, Date.now());
    const elsewhere = event.type === 'dismissed' && event.member === this.me;
    if (elsewhere && this.alert?.conversation === event.conversation) this.alert = null;
  }
  #takeLine(line: Line): void {
    const before = this.cutOff;
    this.#pushed = line;
    this.line = line;
    if (this.cutOff && !before) this.live.lost();
  }
  #back(back: Back): void {
    const show = { label: text.back.show, run: () => this.setTab('unassigned') };
    this.toasts.say(back.words, back.waiting > 0 ? show : null);
  }

  #open(open: Open): void {
    if (open.tab) this.setTab(open.tab);
    if (open.conversation) {
      this.select(open.conversation);
      this.arriving = open.conversation;
      if (this.conversation) this.#follow(null, this.conversation);
    }
    if (open.notice) this.toasts.say(open.notice);
  }
}

export const [getInbox, setInbox] = createContext<Inbox>();
