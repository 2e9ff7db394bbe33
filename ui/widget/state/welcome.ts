/**
 * What the hub says of this widget before anybody has written: workspace, AI agent, greeting. Guarantees: asked for again until it
 * is known or the hub says that there is no such widget. Leaves out: the conversation (sync.ts).
 */
import type { Call } from './api';
import { backoff } from './backoff';
import { readInfo, type WidgetInfo } from './types';

export interface WelcomeParts {
  widgetKey: string;
  /** As a BCP 47 tag, for the greeting. */
  language: string;
  call: Call;
  random: () => number;
  later: (ms: number, work: () => void) => () => void;
  changed: () => void;
}

export class Welcome {
  info: WidgetInfo | null = null;
  /** The hub does not know this widget. */
  unavailable = false;
  /** Waiting to ask again. */
  lost = false;
  private attempt = 0;

  constructor(private readonly parts: WelcomeParts) {}

  /** Asks now if the last attempt failed. */
  wake(): void {
    if (this.lost) void this.load();
  }

  async load(): Promise<void> {
    const { widgetKey, language, call, random, later, changed } = this.parts;
    this.lost = false;
    const path = `/v1/widget/${encodeURIComponent(widgetKey)}?language=${encodeURIComponent(language)}`;
    const answer = await call({ method: 'GET', path });
    if (answer.kind === 'ok') {
      this.info = readInfo(answer.body);
      this.unavailable = false;
      this.attempt = 0;
    } else if (answer.kind === 'later') {
      this.lost = true;
      later(answer.after_ms ?? backoff(this.attempt, random()), () => this.wake());
      this.attempt += 1;
    } else {
      this.unavailable = true;
    }
    changed();
  }
}
