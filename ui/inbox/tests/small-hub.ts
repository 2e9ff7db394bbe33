/**
 * A hub small enough for a test: one log in memory, the rules of claim and reply, updates that are
 * delivered when the test says so. It stands behind the same `Ipc` as the real one.
 */
import type {
  Alert,
  Conversation,
  ConversationPage,
  Counts,
  Ipc,
  IpcError,
  ListQuery,
  Live,
  Message,
  NumberedCommand,
  Open,
  Outcome,
  Tab,
  ThreadItem,
  ThreadPage,
  Update,
} from '../ipc';
import { belongs, compare } from '../state/rows';
import { ana, anaHolds, at, bob, bobHolds, iris, irisHolds, message } from './people';

const refuse = (code: IpcError['code'], more: Partial<IpcError> = {}): never => {
  throw { code, message: code, ...more } satisfies IpcError;
};

export class SmallHub implements Ipc {
  seq = 0;
  rows = new Map<string, Conversation>();
  items = new Map<string, ThreadItem[]>();
  sent: NumberedCommand[] = [];
  opened: string[] = [];
  /** Updates not yet delivered. */
  queue: Update[] = [];
  /** Set to hold back the answers of `list` until the test lets them go. */
  gate: Promise<void> | null = null;
  /** The same for `command`. */
  slow: Promise<void> | null = null;
  /** Say to the window who is there, and what to show. */
  live: (live: Live) => void = () => {};
  open: (open: Open) => void = () => {};
  #update: (update: Update) => void = () => {};

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
    const count = (tab: Tab) =>
      [...this.rows.values()].filter((row) => belongs(row, tab, ana.id)).length;
    return { mine: count('mine'), unassigned: count('unassigned'), all: count('all') };
  }

  async bootstrap() {
    return {
      me: ana,
      directory: {
        workspace: 'Nordhem',
        members: [ana, bob],
        ai_agents: [iris],
        labels: [],
        open: {},
      },
      hub: '',
      demo: 'http://127.0.0.1/demo',
      seq: this.seq,
      counts: this.counts(),
    };
  }
  introduce = () => this.bootstrap();

  async list({ tab, cursor, limit }: ListQuery): Promise<ConversationPage> {
    const rows = [...this.rows.values()]
      .filter((row) => belongs(row, tab, ana.id))
      .toSorted(compare(tab));
    const from = Number(cursor ?? 0);
    const next = rows.length > from + limit ? String(from + limit) : null;
    const items = rows.slice(from, from + limit);
    const page = { items, next, counts: this.counts(), seq: this.seq };
    await this.gate;
    return page;
  }

  async thread(id: string): Promise<ThreadPage> {
    const conversation = this.rows.get(id) ?? refuse('not_found');
    const items = this.items.get(id) ?? [];
    return { conversation, items, older: false, read_to: 0, seq: this.seq };
  }

  async command(id: string, command: NumberedCommand): Promise<Outcome> {
    this.sent.push(command);
    await this.slow;
    const row = this.rows.get(id) ?? refuse('not_found');
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
    return { events, conversation: this.rows.get(id) ?? row };
  }

  timeline = async () => [];
  comments = async () => [];
  earlier = async () => [];
  createLabel = async (name: string, color: string) => ({ id: name, name, color });
  setAvailable = async () => {};
  typing = async () => {};
  viewing = async () => {};
  openUrl = async (url: string) => void this.opened.push(url);
  onUpdate = async (handler: (update: Update) => void) => {
    this.#update = handler;
    return () => {};
  };
  onLive = async (handler: (live: Live) => void) => {
    this.live = handler;
    return () => {};
  };
  onOpen = async (handler: (open: Open) => void) => {
    this.open = handler;
    return () => {};
  };
  onAlert = async (_: (alert: Alert | null) => void) => () => {};
}

/** Storage that forgets with the test. */
export function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}
