/**
 * The live line to the hub. Guarantees: while started there is a socket or an attempt to get one, at the pace of backoff.ts; a line
 * that says nothing for 12 s counts as dead (the hub says `ping` every 5 s); `up` and `down` are told once per change. Leaves out:
 * what the frames mean, and catching up, which `up` triggers.
 */
import { backoff } from './backoff';

export const SILENCE_MS = 12_000;
const CONNECT_MS = 10_000;

export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  frame(text: string): void;
  closed(): void;
}

export interface LineParts {
  open: (events: SocketEvents) => Socket;
  /** The first frame. */
  hello: () => string;
  frame: (text: string) => void;
  up: () => void;
  /** Called after every failed attempt too, so that the owner may ask over HTTP instead. */
  down: () => void;
  random: () => number;
  later: (ms: number, work: () => void) => () => void;
}

export class Line {
  private socket: Socket | null = null;
  private started = false;
  private opened = false;
  private attempt = 0;
  private cancel: (() => void) | null = null;
  private generation = 0;

  constructor(private readonly parts: LineParts) {}

  get isUp(): boolean {
    return this.opened;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.dial();
  }

  stop(): void {
    this.started = false;
    this.hangUp();
    this.attempt = 0;
  }

  /** Says something, if anybody is there to hear it. */
  say(text: string): void {
    if (this.opened) this.socket?.send(text);
  }

  /** The network is said to be back: do not sit out the wait. */
  wake(): void {
    if (!this.started || this.opened) return;
    this.attempt = 0;
    this.hangUp();
    this.dial();
  }

  private dial(): void {
    const generation = ++this.generation;
    const current = (work: () => void) => () => {
      if (generation === this.generation) work();
    };
    this.expect(CONNECT_MS);
    try {
      this.socket = this.parts.open({
        opened: current(() => {
          this.socket?.send(this.parts.hello());
          this.opened = true;
          this.expect(SILENCE_MS);
          this.parts.up();
        }),
        frame: (text) =>
          current(() => {
            // Only a line that speaks is a good one: a hub that accepts and hangs up must not be called in a loop.
            this.attempt = 0;
            this.expect(SILENCE_MS);
            this.parts.frame(text);
          })(),
        closed: current(() => this.lost()),
      });
    } catch {
      this.lost();
    }
  }

  private expect(ms: number): void {
    this.cancel?.();
    this.cancel = this.parts.later(ms, () => this.lost());
  }

  private lost(): void {
    this.hangUp();
    if (!this.started) return;
    this.cancel = this.parts.later(backoff(this.attempt, this.parts.random()), () => this.dial());
    this.attempt += 1;
    this.parts.down();
  }

  private hangUp(): void {
    this.generation += 1;
    this.cancel?.();
    this.cancel = null;
    this.opened = false;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }
}
