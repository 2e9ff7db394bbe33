/**
 * A hub small enough for a test: one log in memory, the rules of claim and reply, updates that are
 * delivered when the test says so, a line that can be cut and an outbox that fills meanwhile. It stands
 * behind the same `Ipc` as the real one.
 */
import type {
  Alert,
  Back,
  Bootstrap,
  Conversation,
  ConversationPage,
  Counts,
  Ipc,
  IpcError,
  Join,
  Line,
  Listed,
  ListQuery,
  Live,
  Member,
  Message,
  Method,
  NumberedCommand,
  Open,
  Outcome,
  OutboxItem,
  SearchHit,
  SearchPage,
  ThreadItem,
  ThreadPage,
  Update,
  WhichListed,
} from '../ipc';
import { ALONE } from '../state/line';
import { ana, anaHolds, at, bobHolds, irisHolds, message } from './people';
import { SmallAnalyses } from './small-analyses';
import { SmallApi } from './small-api';
import { countsOf, listedOf, pageOf } from './small-filter';
import { SmallHistory } from './small-history';
import { SmallReports } from './small-reports';
import { SmallDesktop } from './small-desktop';

const refuse = (code: IpcError['code'], more: Partial<IpcError> = {}): never => {
  throw { code, message: code, ...more } satisfies IpcError;
};

const hears =
  <T>(keep: (handler: T) => void) =>
  async (handler: T): Promise<() => void> => {
    keep(handler);
    return () => {};
  };

export class SmallHub extends SmallDesktop implements Ipc {
  seq = 0;
  rows = new Map<string, Conversation>();
  items = new Map<string, ThreadItem[]>();
  sent: NumberedCommand[] = [];
  opened: string[] = [];
  /** What is in front of me, as told. */
  viewed: string | null = null;
  api = new SmallApi();
  analyses = new SmallAnalyses();
  past = new SmallHistory(this);
  counted = new SmallReports();
  me: Member | null = ana;
  gone: { lost: string | null; signed_out: boolean } = { lost: null, signed_out: false };
  days: number | null = null;
  /** A team's first copy is not here yet. */
  filling = false;
  /** What only the hub holds, and how often the line was tried by hand. */
  older: Conversation[] = [];
  tries = 0;
  /** Conversations in which a search finds comments. */
  commented: string[] = [];
  lineNow: Line = ALONE;
  outboxNow: OutboxItem[] = [];
  /** How many items a page of a thread, or of what was found, holds. */
  page = 1_000;
  /** What joining, signing in and moving were asked for; refused with `refusal` while it is set. */
  asked: unknown[] = [];
  refusal: IpcError | null = null;
  /** Updates not yet delivered. */
  queue: Update[] = [];
  /** Set to hold back the answers of `list`, or of `command`, until the test lets them go. */
  gate: Promise<void> | null = null;
  slow: Promise<void> | null = null;
  /** The same for `bootstrap`, whose answer is from before. */
  starting: Promise<void> | null = null;
  /** How often `bootstrap` was asked for. */
  starts = 0;
  /** Say to the window who is there, and what to show. */
  live: (live: Live) => void = () => {};
  open: (open: Open) => void = () => {};
  back: (back: Back) => void = () => {};
  reset: () => void = () => {};
  #line: (line: Line) => void = () => {};
  #outbox: (items: OutboxItem[]) => void = () => {};
  #update: (update: Update) => void = () => {};

  constructor() {
    super();
    this.api.onMembers =
      this.api.chat.onAiAgents =
      this.api.hands.onLabels =
        () => {
          const { counts, seq } = { counts: this.counts(), seq: ++this.seq };
          const directory = this.directory();
          this.queue.push({ seq, items: [], conversations: [], counts, directory });
          this.deliver();
        };
  }

  /** The line changes, and the window hears of it. */
  stands(line: Partial<Line>): void {
    this.lineNow = { ...this.lineNow, place: 'team', ...line };
    this.#line(this.lineNow);
  }

  waits(items: OutboxItem[]): void {
    this.outboxNow = items;
    this.#outbox(items);
  }

  directory() {
    const { members, ai_agents, settings, hands } = this.api;
    const { workspace } = settings;
    return { workspace, members, ai_agents, labels: hands.labels, open: { bob: 2 } };
  }

  put(row: Conversation, items: ThreadItem[] = []): void {
    this.rows.set(row.id, row);
    this.items.set(row.id, [...(this.items.get(row.id) ?? []), ...items]);
    this.seq = Math.max(this.seq + 1, ...items.map((item) => item.seq));
    this.queue.push({
      seq: this.seq,
      items,
      conversations: [row],
      counts: this.counts(),
      directory: null,
    });
  }

  change(id: string, change: Partial<Conversation>, items: ThreadItem[] = []): void {
    const row = this.rows.get(id);
    if (row) this.put({ ...row, version: row.version + 1, ...change }, items);
  }

  /** Somebody says something in a conversation. */
  say(id: string, author: Message['author'], words: string, messageId?: string): ThreadItem {
    const item = message(this.seq + 1, author, words, id);
    if (item.message && messageId) item.message.id = messageId;
    const last = { seq: item.seq, author, text: words, at: at(item.seq) };
    const visitor = author.kind === 'visitor';
    const waiting_since = visitor ? last.at : null;
    this.change(id, { last_message: last, last_words: last, waiting_since }, [item]);
    return item;
  }

  deliver(): void {
    for (const update of this.queue.splice(0)) this.#update(update);
  }

  counts(): Counts {
    return countsOf([...this.rows.values()], null);
  }

  async bootstrap(): Promise<Bootstrap> {
    const start = this.#start();
    this.starts += 1;
    await this.starting;
    return start;
  }

  #start(): Bootstrap {
    return {
      me: this.me,
      directory: this.directory(),
      hub: 'https://hub.nordhem.se',
      demo: 'http://127.0.0.1/demo',
      seq: this.seq,
      counts: this.counts(),
      line: this.lineNow,
      outbox: this.outboxNow,
      first_run: this.me === null && !this.filling,
      ...this.gone,
      days: this.days,
    };
  }
  introduce = () => this.#enter('introduce', this.lineNow);
  join = (how: Join) => this.#enter(how, { ...ALONE, place: 'team', state: 'online' });
  signIn = (how: unknown) => this.#enter(how, { ...ALONE, place: 'team', state: 'online' });
  moveWorkspace = (to: unknown) => this.#enter(to, { ...ALONE, place: 'team', state: 'online' });
  leaveTeam = async () => {
    this.me = null;
    this.lineNow = ALONE;
    return this.bootstrap();
  };
  async #enter(how: unknown, line: Line): Promise<Bootstrap> {
    this.asked.push(how);
    await this.slow;
    if (this.refusal) throw this.refusal;
    this.me = ana;
    this.gone = { lost: null, signed_out: false };
    this.lineNow = line;
    return this.bootstrap();
  }
  keepDays = async (days: number | null) => {
    this.asked.push(['keep', days]);
    if (this.refusal) throw this.refusal;
    this.days = days;
    const me = this.me;
    this.empty();
    await this.slow;
    this.arrive(me);
    return this.bootstrap();
  };
  tryNow = async () => {
    if (this.refusal) throw this.refusal;
    this.tries += 1;
  };
  /** The copy is gone, and the window hears of it. */
  empty(): void {
    this.me = null;
    this.filling = true;
    this.lineNow = { ...ALONE, place: 'team', state: 'connecting' };
    this.reset();
  }
  /** The copy is here, and the window hears of it. */
  arrive(me: Member | null = ana): void {
    this.me = me;
    this.filling = false;
    this.lineNow = { ...ALONE, place: 'team', state: 'online' };
    this.reset();
  }
  hub = (method: Method, path: string, body?: unknown) => this.api.answer(method, path, body);
  pickArticles = () => this.api.chat.pick();

  async list(query: ListQuery): Promise<ConversationPage> {
    const page = pageOf([...this.rows.values()], query, this.seq);
    await this.gate;
    return page;
  }

  async listed(asked: WhichListed): Promise<Listed> {
    const answer = listedOf([...this.rows.values()], asked, this.seq);
    await this.gate;
    return answer;
  }

  async thread(id: string, before?: number | null, around?: number): Promise<ThreadPage> {
    const all = this.items.get(id) ?? [];
    const end = before ? all.findIndex((item) => item.seq >= before) : all.length;
    const middle = all.findIndex((item) => item.seq === around);
    const from = middle < 0 ? end - this.page : middle - Math.floor(this.page / 2);
    return this.#page(id, Math.max(0, from), middle < 0 ? end : from + this.page);
  }

  async threadAfter(id: string, after: number): Promise<ThreadPage> {
    const from = (this.items.get(id) ?? []).findIndex((item) => item.seq > after);
    return this.#page(id, from, from + this.page);
  }

  #page(id: string, from: number, to: number): ThreadPage {
    const conversation = this.rows.get(id) ?? refuse('not_found');
    const all = this.items.get(id) ?? [];
    const items = all.slice(from, to);
    const newer = to < all.length;
    return { conversation, items, older: from > 0, newer, read_to: 0, seq: this.seq };
  }

  async search(words: string, cursor: string | null): Promise<SearchPage> {
    if (this.refusal) throw this.refusal;
    const said = [...this.items.values()].flat().flatMap(({ message: m }) => m ?? []);
    const found = said.filter((m) => m.text.includes(words)).toReversed();
    const from = Number(cursor ?? 0);
    const items = found.slice(from, from + this.page).map((m): SearchHit => {
      const conversation = this.rows.get(m.conversation) ?? refuse('not_found');
      const [before = '', after = ''] = m.text.split(words, 2);
      const marked = [before, words, after].map((text, i) => ({ text, marked: i === 1 }));
      const { seq, at: when, author } = m;
      const comment = this.commented.includes(m.conversation);
      return { conversation, seq, at: when, author, field: 'message', comment, words: marked };
    });
    const next = found.length > from + this.page ? String(from + this.page) : null;
    return { items, next, older_at_hub: this.days !== null };
  }

  async searchAtHub(): Promise<Conversation[]> {
    if (this.refusal) throw this.refusal;
    return this.older;
  }

  async command(id: string, command: NumberedCommand): Promise<Outcome> {
    this.sent.push(command);
    await this.slow;
    const row = this.rows.get(id) ?? refuse('not_found');
    if (this.lineNow.state === 'offline') return this.#keep(row, command);
    if ('expect' in command && command.expect !== row.ownership) {
      refuse('ownership_conflict', { assignee: row.assignee, ownership: row.ownership });
    }
    const before = this.seq;
    if (command.type === 'claim') {
      this.change(id, { assignee: anaHolds, ownership: row.ownership + 1 });
    } else if (command.type === 'assign') {
      const assignee = [anaHolds, bobHolds, irisHolds].find((a) => a.id === command.to?.id) ?? null;
      this.change(id, { assignee, ownership: row.ownership + 1 });
    } else if (command.type === 'reply') {
      const latest = (this.items.get(id) ?? []).findLast(
        (i) => i.message?.author.kind === 'visitor',
      );
      if (latest && latest.seq > (command.seen ?? latest.seq)) {
        refuse('unseen_messages', { latest_seq: latest.seq });
      }
      this.say(id, { kind: 'human', id: ana.id, name: ana.name }, command.text, command.id);
    } else if (command.type === 'status') this.change(id, { status: command.to });
    const events = (this.items.get(id) ?? []).filter((item) => item.seq > before);
    return { events, conversation: this.rows.get(id) ?? row, queued: false };
  }

  #keep(row: Conversation, { id, ...command }: NumberedCommand): Outcome {
    if (['claim', 'assign', 'handoff'].includes(command.type)) refuse('unavailable');
    if (command.type === 'read') return { events: [], conversation: row, queued: true };
    const item: OutboxItem = {
      id,
      conversation: row.id,
      visitor: row.visitor.name ?? 'Anonymous',
      command,
      written_at: at(this.seq),
      state: 'waiting',
      problem: null,
      replaces: [],
    };
    this.waits([...this.outboxNow, item]);
    return { events: [], conversation: row, queued: true };
  }

  outboxEdit = async (id: string, text: string) => {
    this.asked.push(['edit', id, text]);
    if (this.refusal) throw this.refusal;
    this.#renew(id, ({ command, ...item }) => ({
      ...item,
      command: { ...command, text },
      state: 'waiting',
      problem: null,
    }));
  };
  outboxRetry = async (id: string) => {
    this.asked.push(['retry', id]);
    const { refusal: problem } = this;
    this.#renew(id, (item) => ({ ...item, state: problem ? 'asks' : 'sending', problem }));
    if (problem) throw problem;
  };
  /** What is changed is a new command: the old one must never be taken for it. */
  #renew(id: string, change: (item: OutboxItem) => OutboxItem): void {
    const renewed = (item: OutboxItem): OutboxItem => ({
      ...change(item),
      id: `${id}+`,
      replaces: [...item.replaces, id],
    });
    this.waits(this.outboxNow.map((item) => (item.id === id ? renewed(item) : item)));
  }
  outboxDiscard = async (id: string) => {
    this.asked.push(['discard', id]);
    if (this.refusal) throw this.refusal;
    this.waits(this.outboxNow.filter((item) => item.id !== id));
  };

  history = this.past.page;
  exportConversations = this.past.export;
  cancelExport = this.past.cancel;
  print = this.past.print;
  onExport = this.past.hear;
  timeline: Ipc['timeline'] = async () => [];
  comments: Ipc['comments'] = async () => [];
  earlier: Ipc['earlier'] = async () => [];
  rules: Ipc['rules'] = () => this.api.rules.read();
  rehearse: Ipc['rehearse'] = async (rule, last) =>
    this.api.rules.rehearse(rule, last, [...this.rows.values()], this.items);
  tryRules: Ipc['tryRules'] = async (text, rule) => this.api.rules.try(text, rule);
  analysis: Ipc['analysis'] = (id) => this.analyses.answer(id, this.items.get(id));
  reports = this.counted.reports;
  ledger = this.counted.ledger;
  saveReport = this.counted.saveReport;
  savedReplies = async () => this.api.hands.replies;
  createLabel = async (name: string, color: string) => ({ id: name, name, color });
  setAvailable = async () => {};
  typing = async () => {};
  viewing = async (conversation: string | null) => void (this.viewed = conversation);
  openUrl = async (url: string) => void this.opened.push(url);
  onUpdate = hears<(update: Update) => void>((handler) => (this.#update = handler));
  onLive = hears<(live: Live) => void>((handler) => (this.live = handler));
  onLine = hears<(line: Line) => void>((handler) => (this.#line = handler));
  onOutbox = hears<(items: OutboxItem[]) => void>((handler) => (this.#outbox = handler));
  onBack = hears<(back: Back) => void>((handler) => (this.back = handler));
  onReset = hears<() => void>((handler) => (this.reset = handler));
  onOpen = hears<(open: Open) => void>((handler) => (this.open = handler));
  onAlert = async (_: (alert: Alert | null) => void) => () => {};
}
