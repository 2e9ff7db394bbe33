/**
 * One opened conversation: its items as far as I have scrolled, my replies on their way, and what the
 * right panel shows of it. Filled by a snapshot, then by updates; it decides nothing. It ends at the
 * newest item, or, opened at a search hit, somewhere before it (`newer`): then what arrives is left to
 * the pages still to be fetched, so that the items shown never have a hole.
 */
import type {
  Comment,
  Conversation,
  Event,
  Ipc,
  IpcError,
  OutboxItem,
  ThreadItem,
  ThreadPage,
  Update,
} from '../ipc';
import { Analysed } from './analysis.svelte';
import { Cursor } from './cursor';
import type { Phase } from './list.svelte';
import { asIpcError } from './refusals';
import { wordsOf } from './waits';

/** `item`: it waits in the outbox. */
export type Pending = {
  id: string;
  text: string;
  at: string;
  seqs: number[];
  item?: OutboxItem;
  /** It can be taken back until then. */
  until?: number;
};
/** Part of the right panel: null until it is here. Fetched from the hub, that may take seconds. */
export type Part<T> = { items: T[] | null; error: IpcError | null };

/** More than this is cut back to the newest ones when I return to the bottom. */
const MOST_ITEMS = 400;
const KEPT_ITEMS = 150;
/** So many older ones join in a frame. */
const A_FRAME = 5;
/** What an analysis may say something new about. */
const JUDGED = new Set([
  ...['message_posted', 'handed_off', 'assigned', 'analysis_updated', 'contact_erased'],
]);

export class Thread {
  readonly id: string;
  conversation: Conversation | null = $state.raw(null);
  items: ThreadItem[] = $state.raw([]);
  /** The older ones that are just joining them. */
  #joining: ThreadItem[] = [];
  older = $state(false);
  /** The items end before the newest one. */
  newer = $state(false);
  /** The item a search led to; shown marked. */
  hit: number | null = $state(null);
  fetching = $state(false);
  phase: Phase = $state('new');
  error: IpcError | null = $state.raw(null);
  pending: Pending[] = $state.raw([]);
  /** Up to where I have read. */
  readTo = 0;
  /** Where the line "New" stands: what I had read when I opened it; null when nothing was new. */
  newAfter: number | null = $state(null);
  /** Newest item that was on my screen. */
  seen = 0;
  /** The end is fetched for what I am about to send: a second Enter sends nothing. */
  sending = false;
  /** The send guard stands: what others said after this is shown above the composer. */
  guardFrom: number | null = $state(null);
  /** I marked it unread on purpose: do not mark it read until I come back to it. */
  keptUnread = false;
  /** The `read` that was last sent. */
  readSent = 0;
  timeline: Part<Event> = $state.raw({ items: null, error: null });
  comments: Part<Comment> = $state.raw({ items: null, error: null });
  earlier: Part<Conversation> = $state.raw({ items: null, error: null });
  readonly analysis: Analysed;
  /** The visitor's newest message when I dismissed or used the suggested reply. */
  suggestedAt = $state(0);
  /** What the composer held before and after I used it: until it is changed, that can be undone. */
  used: { before: string; after: string } | null = $state.raw(null);

  #ipc: Ipc;
  #known: (rows: Conversation[]) => Conversation[];
  #cursor = new Cursor<Update>((update) => this.#apply(update));
  #asked = 0;
  #parts: Promise<unknown> | null = null;
  /** What arrived while parts were on their way: an answer may be from before it. */
  #since: ThreadItem[] = [];
  /** What arrived while the items did not reach the end. */
  #ahead: ThreadItem[] = [];

  constructor(ipc: Ipc, id: string, known: (rows: Conversation[]) => Conversation[]) {
    this.#ipc = ipc;
    this.id = id;
    this.analysis = new Analysed(ipc, id);
    this.#known = known;
  }

  get newest(): number {
    return this.items.at(-1)?.seq ?? 0;
  }

  /** The newest page. */
  load(): Promise<void> {
    return this.#load(() => this.#ipc.thread(this.id, null));
  }

  /** Its row may look different; its items are what they were. False: it is gone. */
  async renew(): Promise<boolean> {
    try {
      const { conversation } = await this.#ipc.thread(this.id, null);
      this.conversation = this.#known([conversation])[0] ?? conversation;
      return true;
    } catch (thrown) {
      return asIpcError(thrown).code !== 'not_found';
    }
  }

  /** The page around an item, which is then marked; fetched only if the item is not here yet. */
  async loadAround(seq: number): Promise<void> {
    const here = this.items.some((item) => item.seq === seq);
    if (here) this.hit = seq;
    else await this.#load(() => this.#ipc.thread(this.id, null, seq), seq);
  }

  async #load(ask: () => Promise<ThreadPage>, hit: number | null = null): Promise<void> {
    const asked = ++this.#asked;
    if (this.phase !== 'ready') this.phase = 'loading';
    this.#cursor.begin();
    try {
      const page = await ask();
      if (asked !== this.#asked) return;
      if (this.phase !== 'ready') {
        this.readTo = page.read_to;
        this.newAfter = page.conversation.unread > 0 ? page.read_to : null;
      }
      this.items = page.items;
      this.older = page.older;
      this.newer = page.newer;
      this.hit = hit;
      this.#ahead = [];
      this.#settle(page.items);
      this.conversation = this.#known([page.conversation])[0] ?? page.conversation;
      this.error = null;
      this.phase = 'ready';
      this.#cursor.settle(page.seq);
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.error = asIpcError(thrown);
      if (this.phase !== 'ready') this.phase = 'failed';
      this.#cursor.abandon();
    }
  }

  async loadOlder(): Promise<void> {
    const first = this.items[0];
    if (!this.older || this.fetching || !first) return;
    this.fetching = true;
    const asked = this.#asked;
    try {
      const page = await this.#ipc.thread(this.id, first.seq);
      if (asked !== this.#asked) return;
      const joined = await this.#join(page.items.filter((item) => item.seq < first.seq));
      if (joined) this.older = page.older;
      this.error = null;
    } catch (thrown) {
      this.error = asIpcError(thrown);
    } finally {
      this.fetching = false;
    }
  }

  /**
   * Older ones join above, a few a frame, so that a page does not hold up whoever scrolls. False: what
   * they would have joined is here no more.
   */
  async #join(older: ThreadItem[]): Promise<boolean> {
    this.#joining = older;
    for (let left = older.length; left > 0; left -= A_FRAME) {
      this.items = [...this.#joining.slice(Math.max(left - A_FRAME, 0), left), ...this.items];
      const [first, asked] = [this.items[0]?.seq, this.#asked];
      if (left > A_FRAME && !document.hidden) await new Promise(requestAnimationFrame);
      if (this.items[0]?.seq !== first || this.#asked !== asked) return false;
    }
    return true;
  }

  /** The page that follows; with the last one, what has arrived meanwhile joins. */
  async loadNewer(): Promise<void> {
    const last = this.newest;
    if (!this.newer || this.fetching || last === 0) return;
    this.fetching = true;
    this.#ahead = [];
    const asked = this.#asked;
    try {
      const page = await this.#ipc.threadAfter(this.id, last);
      if (asked !== this.#asked) return;
      this.items = [...this.items, ...page.items.filter((item) => item.seq > last)];
      this.newer = page.newer && page.items.length > 0;
      if (!this.newer) {
        const newest = this.newest;
        this.items = this.items.concat(this.#ahead.filter((item) => item.seq > newest));
      }
      this.#settle(this.items);
      this.error = null;
    } catch (thrown) {
      this.error = asIpcError(thrown);
    } finally {
      this.fetching = false;
    }
  }

  /** I come back to it: what is new now is new since I left. */
  reopened(): void {
    this.keptUnread = false;
    this.hit = null;
    this.readTo = Math.max(this.readTo, this.readSent);
    if (this.phase === 'ready') {
      this.newAfter = (this.conversation?.unread ?? 0) > 0 ? this.readTo : null;
    }
  }

  /** Lets go of what lies far above, once nobody looks at it. */
  trim(): void {
    if (this.items.length <= MOST_ITEMS) return;
    this.items = this.items.slice(-KEPT_ITEMS);
    this.older = true;
  }

  take(update: Update): void {
    this.#cursor.take(update);
  }

  /** What the right panel needs; asked for once at a time, then kept up to date by updates. */
  async loadParts(): Promise<void> {
    if (this.#parts) return;
    this.#since = [];
    this.timeline = { ...this.timeline, error: null };
    this.comments = { ...this.comments, error: null };
    this.earlier = { ...this.earlier, error: null };
    this.#parts = Promise.all([
      part(this.#ipc.timeline(this.id)).then((got) => {
        this.timeline = withEvents(got, this.#since);
      }),
      part(this.#ipc.comments(this.id)).then((got) => {
        this.comments = withComments(got, this.#since);
      }),
      part(this.#ipc.earlier(this.id)).then((got) => (this.earlier = got)),
    ]);
    await this.#parts;
    this.#parts = null;
  }

  /** A reply of mine left; its events are known, its item comes with the update. */
  sent(id: string, seqs: number[]): void {
    const arrived = seqs.every((seq) => this.items.some((item) => item.seq === seq));
    if (arrived) this.pending = this.pending.filter((reply) => reply.id !== id);
    else this.pending = this.pending.map((reply) => (reply.id === id ? { ...reply, seqs } : reply));
  }

  /** What waits is shown from the outbox; what it has sent is on its way until its message is here. */
  takeOutbox(items: OutboxItem[], sent: OutboxItem[]): void {
    const waits = new Set(items.flatMap((item) => [item.id, ...item.replaces]));
    const here = new Set(this.items.map((item) => item.message?.id));
    const left = sent.flatMap((item) => {
      const { id, conversation, command, written_at } = item;
      return conversation === this.id && command.type === 'reply' && !here.has(id)
        ? { id, text: wordsOf(item) ?? '', at: written_at, seqs: [] }
        : [];
    });
    const known = new Set(left.map((reply) => reply.id));
    const rest = this.pending.filter(({ id }) => !waits.has(id) && !known.has(id));
    if (left.length + this.pending.length > 0) this.pending = [...rest, ...left];
  }

  #apply(update: Update): void {
    const mine = update.items.filter((item) => item.conversation === this.id);
    if (mine.length === 0) return;
    if (mine.some(({ type }) => JUDGED.has(type))) this.analysis.changed();
    if (mine.some(({ type }) => type === 'contact_erased')) return void this.#again();
    const newest = this.newest;
    const fresh = mine.filter((item) => item.seq > newest);
    if (this.newer) this.#ahead.push(...fresh);
    let items = this.newer ? this.items : this.items.concat(fresh);
    for (const item of mine) {
      items = this.#edit(items, item);
      this.#joining = this.#edit(this.#joining, item);
    }
    this.items = items;
    this.#settle(mine);
    this.#applyToParts(mine);
  }

  /** What has arrived is no longer on its way. A message has the id of the reply that made it. */
  #settle(items: ThreadItem[]): void {
    const here = (reply: Pending) =>
      items.some((item) => reply.seqs.includes(item.seq) || item.message?.id === reply.id);
    this.pending = this.pending.filter((reply) => !here(reply));
  }

  /** A comment changes where it stands: the item that added it shows its present text. */
  #edit(items: ThreadItem[], change: ThreadItem): ThreadItem[] {
    if (change.type !== 'comment_edited' && change.type !== 'comment_deleted') return items;
    const id = change.data['id'];
    return items.map((item) =>
      item.type === 'comment_added' && item.data['id'] === id
        ? { ...item, comment: changed(item.comment, change) }
        : item,
    );
  }

  /** Words that were here are gone: everything is read again. */
  async #again(): Promise<void> {
    this.pending = [];
    await this.load();
    if (this.timeline.items || this.comments.items) await this.loadParts();
  }

  #applyToParts(items: ThreadItem[]): void {
    if (this.#parts) this.#since.push(...items);
    this.timeline = withEvents(this.timeline, items);
    this.comments = withComments(this.comments, items);
  }
}

async function part<T>(ask: Promise<T[]>): Promise<Part<T>> {
  try {
    return { items: await ask, error: null };
  } catch (thrown) {
    return { items: null, error: asIpcError(thrown) };
  }
}

function withEvents(part: Part<Event>, items: ThreadItem[]): Part<Event> {
  const timeline = part.items;
  if (!timeline) return part;
  const newest = timeline.at(-1)?.seq ?? 0;
  return { items: timeline.concat(items.filter((item) => item.seq > newest)), error: null };
}

function withComments(part: Part<Comment>, items: ThreadItem[]): Part<Comment> {
  let comments = part.items;
  if (!comments) return part;
  for (const item of items) {
    if (item.type === 'comment_added' && item.comment) {
      const added = item.comment;
      comments = comments.filter((comment) => comment.id !== added.id).concat(added);
    } else if (item.type === 'comment_edited' || item.type === 'comment_deleted') {
      comments = comments.flatMap((comment) =>
        comment.id === item.data['id'] ? (changed(comment, item) ?? []) : comment,
      );
    }
  }
  return { items: comments, error: null };
}

function changed(comment: Comment | null, change: ThreadItem): Comment | null {
  if (change.type === 'comment_deleted' || !comment) return null;
  const text = change.data['text'];
  return { ...comment, text: typeof text === 'string' ? text : comment.text, edited_at: change.at };
}
