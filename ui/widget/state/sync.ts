/**
 * Keeps thread and state in step with the hub. Guarantees: after every (re)connection, and at every failed attempt to connect, all
 * messages since the last complete page are asked for over HTTP, so nothing is missed whatever a socket did or did not
 * bring; what the socket brings is added at once. Leaves out: what the visitor does.
 */
import { isRecord } from '../protocol';
import type { Answer, Call } from './api';
import { Line, type Socket, type SocketEvents } from './line';
import type { Thread } from './thread';
import { readMessage, readState, type ChatState, type Message } from './types';

const PAGE = 200;
const MAX_PAGES = 100;
const PING = JSON.stringify({ type: 'ping' });

export type LineState = 'idle' | 'ok' | 'lost';

export interface SyncParts {
  call: Call;
  thread: Thread;
  token: () => string | null;
  openSocket: (path: string, events: SocketEvents) => Socket;
  random: () => number;
  later: (ms: number, work: () => void) => () => void;
  /** `live` is false for the history that loading brings. */
  messages: (fresh: Message[], live: boolean) => void;
  state: (state: ChatState) => void;
  typing: (name: string, on: boolean) => void;
  line: (state: LineState) => void;
  /** The hub does not know this token. */
  gone: (token: string) => void;
}

export class Sync {
  private readonly line: Line;
  private cursor = 0;
  private loaded = false;
  private running = false;
  private again = false;
  private epoch = 0;

  constructor(private readonly parts: SyncParts) {
    this.line = new Line({
      open: (events) => parts.openSocket(`/v1/visitor/socket?after=${parts.thread.newest}`, events),
      hello: () => JSON.stringify({ type: 'auth', token: parts.token() }),
      frame: (text) => this.frame(text),
      up: () => void this.catchUp(),
      down: () => void this.catchUp(),
      random: parts.random,
      later: parts.later,
    });
  }

  /** True once the history has been read. */
  get isLoaded(): boolean {
    return this.loaded;
  }

  start(): void {
    this.line.start();
    void this.catchUp();
  }

  stop(): void {
    this.epoch += 1;
    this.line.stop();
    this.cursor = 0;
    this.loaded = false;
    this.running = false;
    this.again = false;
  }

  wake(): void {
    this.line.wake();
  }

  get isUp(): boolean {
    return this.line.isUp;
  }

  /** A message that came as an answer. It does not move the cursor: others may lie before it. */
  add(value: unknown): void {
    const message = readMessage(value);
    if (message) this.take([message], true);
  }

  async catchUp(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    const { epoch } = this;
    while (this.again) {
      this.again = false;
      const ok = await this.once(epoch);
      if (epoch !== this.epoch) return;
      this.parts.line(ok || this.line.isUp ? 'ok' : 'lost');
    }
    this.running = false;
  }

  private async once(epoch: number): Promise<boolean> {
    const { call, token: current } = this.parts;
    const token = current();
    if (token === null) return false;
    const state = await call({ method: 'GET', path: '/v1/visitor/conversation', token });
    if (epoch !== this.epoch || !this.usable(state, token)) return false;
    const read = readState(state.body);
    if (read) this.parts.state(read);
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const path = `/v1/visitor/messages?after=${this.cursor}&limit=${PAGE}`;
      const answer = await call({ method: 'GET', path, token });
      if (epoch !== this.epoch || !this.usable(answer, token)) return false;
      const messages = readPage(answer.body);
      this.take(messages, this.loaded);
      this.cursor = Math.max(this.cursor, ...messages.map((m) => m.seq));
      if (messages.length < PAGE) break;
    }
    this.loaded = true;
    return true;
  }

  private usable(answer: Answer, token: string): answer is Extract<Answer, { kind: 'ok' }> {
    if (answer.kind === 'gone') this.parts.gone(token);
    return answer.kind === 'ok';
  }

  private frame(text: string): void {
    const frame = parse(text);
    if (frame === null) return;
    if (frame.type === 'message') {
      const message = readMessage(frame.message);
      // Before the history is read, a frame could be history too: catching up brings it, in order.
      if (message && this.loaded) this.take([message], true);
    } else if (frame.type === 'typing' && typeof frame.name === 'string') {
      this.parts.typing(frame.name, frame.on === true);
    } else if (frame.type === 'ping') {
      // Answered, not timed: a browser slows down the timers of a page that nobody looks at. Without an answer the hub takes
      // the visitor for gone.
      this.line.say(PING);
    } else if (frame.type === 'state') {
      const state = readState(frame);
      if (state) this.parts.state(state);
    }
  }

  private take(messages: Message[], live: boolean): void {
    const fresh = this.parts.thread.add(messages);
    if (fresh.length > 0) this.parts.messages(fresh, live);
  }
}

function readPage(body: unknown): Message[] {
  const list = isRecord(body) && Array.isArray(body.messages) ? body.messages : [];
  return list.flatMap((item) => readMessage(item) ?? []);
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
