/**
 * One visitor's chat: everything the panel shows and everything the visitor can do. Guarantees: the view is computed afresh from
 * thread, outbox and state, never patched; what the visitor wrote is stored before anything else happens. Leaves out: elements,
 * and the browser itself, which comes in as parts so that tests can play it.
 */
import type { HostMessage, Identity, Metadata, Page } from '../protocol';
import type { Call } from './api';
import { Files, type Upload } from './files';
import type { Socket, SocketEvents } from './line';
import { Outbox, type Entry, type Shown } from './outbox';
import { Sender } from './sender';
import { Sync, type LineState } from './sync';
import { Thread } from './thread';
import { readRating, type ChatState, type Message } from './types';
import { isSomebodyElse, Vault, type Store } from './vault';
import type { View } from './view';
import { Welcome } from './welcome';

export interface SessionParts {
  widgetKey: string;
  /** What the visitor reads, as a BCP 47 tag. */
  language: string;
  store: Store;
  call: Call;
  upload: Upload;
  openSocket: (path: string, events: SocketEvents) => Socket;
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  now: () => number;
  random: () => number;
  uuid: () => string;
  later: (ms: number, work: () => void) => () => void;
  /** Somebody else's message has just arrived. */
  arrived: (message: HostMessage) => void;
  unread: (count: number) => void;
}

const TYPING_EVERY_MS = 3_000;
const TYPING_LASTS_MS = 6_000;
const UNREAD_AFTER_MS = 50;

export class Session {
  readonly vault: Vault;
  readonly files: Files;
  private readonly thread = new Thread();
  private readonly outbox: Outbox;
  private readonly sender: Sender;
  private readonly sync: Sync;
  private readonly welcome: Welcome;
  private readonly watchers = new Set<(view: View) => void>();
  private state: ChatState | null = null;
  private line: LineState = 'idle';
  private typist: string | null = null;
  private stopTypist: (() => void) | null = null;
  private asked = false;
  private ratedHere = false;
  private typedAt = 0;
  private readSent = 0;
  private unreadTold = 0;
  private stopUnread: (() => void) | null = null;
  private token: string | null;
  private identity: Identity | null = null;
  private metadata: Metadata = {};
  private page: Page | null = null;

  constructor(private readonly parts: SessionParts) {
    const { call, now, random, uuid, later } = parts;
    this.vault = new Vault(parts.store, parts.widgetKey);
    this.token = this.vault.read().token;
    this.welcome = new Welcome({
      widgetKey: parts.widgetKey,
      language: parts.language,
      call,
      random,
      later,
      changed: () => this.tell(),
    });
    this.sender = new Sender({
      widgetKey: parts.widgetKey,
      vault: this.vault,
      call,
      uuid,
      alone: parts.alone,
      context: () => ({
        language: parts.language,
        page: this.page,
        identity: this.identity,
        metadata: this.metadata,
      }),
      tokenChanged: () => this.adoptToken(),
      stored: (message) => this.sync.add(message),
    });
    this.files = new Files({
      store: parts.store,
      key: `${this.vault.prefix}files`,
      upload: parts.upload,
      token: () => this.sender.token(),
      changed: () => this.tell(),
      now,
      uuid,
    });
    this.outbox = new Outbox({
      store: parts.store,
      prefix: `${this.vault.prefix}out.`,
      deliver: (entry) => this.deliver(entry),
      changed: () => this.tell(),
      now,
      random,
      uuid,
      later,
    });
    this.sync = new Sync({
      call,
      thread: this.thread,
      token: () => this.token,
      openSocket: parts.openSocket,
      random,
      later,
      messages: (fresh, live) => this.receive(fresh, live),
      state: (state) => this.setState(state),
      typing: (name, on) => this.setTyping(on ? name : null),
      line: (line) => {
        this.line = line;
        this.tell();
      },
      gone: (token) => this.sender.forget(token),
    });
  }

  start(): void {
    void this.welcome.load();
    if (this.token !== null) this.sync.start();
    this.outbox.kick();
  }

  watch(watcher: (view: View) => void): () => void {
    this.watchers.add(watcher);
    watcher(this.view());
    return () => this.watchers.delete(watcher);
  }

  /** Stores the message with the files that are ready, and sends it. False when too many wait already. */
  say(text: string): boolean {
    if (this.outbox.full) return false;
    return this.outbox.add('message', text, this.files.take());
  }

  askForPerson(): void {
    if (this.isAsked()) return;
    for (const entry of this.refusedAsks()) this.outbox.discard(entry.id);
    this.outbox.add('handoff', '');
  }

  retry(id: string): void {
    this.outbox.retry(id);
  }

  discard(id: string): void {
    this.outbox.discard(id);
  }

  typing(): void {
    const now = this.parts.now();
    if (this.token === null || now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    void this.parts.call({
      method: 'POST',
      path: '/v1/visitor/typing',
      token: this.token,
      body: '{}',
    });
  }

  /** The panel is open, in sight, and scrolled to the newest message. */
  sawNewest(): void {
    const { newest } = this.thread;
    if (newest > this.vault.read().read) {
      this.vault.write({ read: newest });
      this.tell();
    }
    if (this.token === null || newest <= this.readSent) return;
    const before = this.readSent;
    this.readSent = newest;
    const body = JSON.stringify({ seq: newest });
    void this.parts
      .call({ method: 'POST', path: '/v1/visitor/read', token: this.token, body })
      .then((answer) => {
        if (answer.kind === 'later') this.readSent = Math.min(this.readSent, before);
      });
  }

  async saveContact(contact: { name?: string; email?: string; phone?: string }): Promise<boolean> {
    const { token } = this;
    if (token === null) return false;
    const body = JSON.stringify(contact);
    const answer = await this.parts.call({
      method: 'PUT',
      path: '/v1/visitor/contact',
      token,
      body,
    });
    if (answer.kind !== 'ok') return false;
    if (contact.email) this.vault.write({ email: contact.email });
    this.tell();
    return true;
  }

  declineContact(): void {
    this.vault.write({ contactAnswered: true });
    this.tell();
  }

  /** How the conversation was; a later word takes its place. False when it could not be stored. */
  async rate(stars: number, words: string): Promise<boolean> {
    const { token } = this;
    if (token === null) return false;
    const body = JSON.stringify({ stars, text: words.trim() || null });
    const path = '/v1/visitor/rating';
    const answer = await this.parts.call({ method: 'POST', path, token, body });
    if (answer.kind !== 'ok' || token !== this.token) return false;
    this.ratedHere = true;
    if (this.state) this.state = { ...this.state, rating: readRating(answer.body) };
    this.tell();
    return true;
  }

  /** Not now, and not again for this conversation. */
  declineRating(): void {
    this.ratedHere = false;
    this.vault.write({ ratingDeclined: this.token });
    this.tell();
  }

  /** The host page says who this is. A different person never sees the last one's conversation. */
  identify(identity: Identity): void {
    const saved = this.vault.read();
    if (isSomebodyElse(saved, identity)) this.reset();
    const news = identity.email !== undefined && identity.email !== this.vault.read().email;
    this.identity = identity;
    if (identity.external_id) this.vault.write({ external: identity.external_id });
    if (this.token !== null && news) {
      const { name, email, phone } = identity;
      void this.saveContact({ name, email, phone });
    }
    this.tell();
  }

  setMetadata(metadata: Metadata): void {
    this.metadata = metadata;
  }

  setPage(page: Page): void {
    this.page = page;
  }

  reset(): void {
    this.outbox.clear();
    this.files.clear();
    this.vault.wipe();
    this.identity = null;
    this.metadata = {};
    this.adoptToken();
    this.tell();
  }

  /** The network, or the visitor's attention, is back. */
  wake(): void {
    this.sync.wake();
    this.outbox.kick();
    this.welcome.wake();
  }

  /** Another tab of the same site has written. */
  storageChanged(key: string | null): void {
    if (key !== null && !key.startsWith(this.vault.prefix)) return;
    this.adoptToken(true);
    if (key === null || key === `${this.vault.prefix}files`) this.files.load();
    if (key === null || key.startsWith(`${this.vault.prefix}out.`)) {
      this.outbox.load();
      this.outbox.kick();
    }
    this.tell();
  }

  private async deliver(entry: Entry): ReturnType<Sender['deliver']> {
    const outcome = await this.sender.deliver(entry);
    if (outcome.kind === 'sent') {
      if (entry.kind === 'handoff') this.asked = true;
      // Without a socket nobody else tells what came of it.
      if (!this.sync.isUp || entry.kind === 'handoff') void this.sync.catchUp();
    }
    return outcome;
  }

  private adoptToken(elsewhere = false): void {
    const { token } = this.vault.read();
    if (token === this.token) return;
    // Files belong to the conversation they were uploaded for.
    if (this.token !== null && elsewhere) this.files.forget();
    else if (this.token !== null) this.files.clear();
    this.token = token;
    this.sync.stop();
    this.thread.clear();
    this.outbox.forgetSent();
    this.state = null;
    this.line = 'idle';
    this.asked = false;
    this.ratedHere = false;
    this.readSent = 0;
    this.setTyping(null);
    if (token !== null) this.sync.start();
  }

  private receive(fresh: Message[], live: boolean): void {
    this.outbox.settle((id) => this.thread.has(id));
    for (const { id, text, author, at } of fresh) {
      if (author.kind === 'visitor') continue;
      if (author.name === this.typist || author.kind === 'ai') this.setTyping(null);
      if (live) this.parts.arrived({ id, text, author, at });
    }
    this.tell();
  }

  private setState(state: ChatState): void {
    const begins = state.waiting !== null && (this.state?.waiting ?? null) === null;
    this.state = state;
    // Whether people are online matters from now on, and was perhaps asked hours ago.
    if (begins) void this.welcome.load();
    if (state.waiting === null && state.answering !== null) this.asked = false;
    if (state.status === 'closed') this.asked = false;
    this.tell();
  }

  private setTyping(name: string | null): void {
    this.stopTypist?.();
    this.stopTypist =
      name === null ? null : this.parts.later(TYPING_LASTS_MS, () => this.setTyping(null));
    if (this.typist === name) return;
    this.typist = name;
    this.tell();
  }

  private isAsked(): boolean {
    const onTheWay = this.outbox.shown.some((e) => e.kind === 'handoff' && e.state !== 'refused');
    return this.asked || onTheWay || (this.state?.waiting ?? null) !== null;
  }

  private refusedAsks(): Shown[] {
    return this.outbox.shown.filter((e) => e.kind === 'handoff' && e.state === 'refused');
  }

  private unreadCount(): number {
    const { read } = this.vault.read();
    return this.thread.messages.filter(
      (m) => m.seq > read && m.author.kind !== 'visitor' && m.author.kind !== 'auto',
    ).length;
  }

  view(): View {
    const saved = this.vault.read();
    const pending = this.outbox.shown.filter((e) => e.kind === 'message' && !this.thread.has(e.id));
    const asked = this.isAsked();
    const waiting = this.state?.waiting ?? null;
    const { status, rating } = this.state ?? {};
    const unrated = rating === null && saved.ratingDeclined !== this.token;
    const reachable = (this.identity?.email ?? saved.email) !== null || waiting?.reachable === true;
    return {
      info: this.welcome.info,
      unavailable: this.welcome.unavailable,
      messages: this.thread.messages,
      pending,
      files: this.files.rows,
      outboxFull: this.outbox.full,
      loading: this.token !== null && !this.sync.isLoaded && this.thread.messages.length === 0,
      line: this.welcome.lost || this.outbox.held === 'line' ? 'lost' : this.line,
      held: this.outbox.held !== 'no' || this.line === 'lost',
      state: this.state,
      typing: this.typist,
      asked,
      askRefused: this.refusedAsks().length > 0,
      wantsContact: waiting !== null && this.token !== null && !reachable && !saved.contactAnswered,
      asksRating: status === 'closed' && (unrated || this.ratedHere) && pending.length === 0,
    };
  }

  private tellUnread(): void {
    const unread = this.unreadCount();
    if (unread === this.unreadTold) return;
    this.unreadTold = unread;
    this.parts.unread(unread);
  }

  private tell(): void {
    if (!this.files || !this.outbox || !this.sync) return;
    const view = this.view();
    for (const watcher of this.watchers) watcher(view);
    // A message that is being looked at counts as read a moment later: no badge for it.
    this.stopUnread?.();
    this.stopUnread = this.parts.later(UNREAD_AFTER_MS, () => this.tellUnread());
  }
}
