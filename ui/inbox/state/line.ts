/**
 * What the line to the hub means for me: whether what I decide can be decided now, and the sentence
 * that says how things stand. Pure; it neither listens nor tries again.
 */
import type { Line } from '../ipc';
import { text } from '../text';
import { clock, full, sameDay, short } from './times';

export const ALONE: Line = {
  place: 'alone',
  state: 'alone',
  as_of: null,
  retry_at: null,
  fill: null,
  words: null,
};

/**
 * The hub is not there: claims and assignments are refused, the rest waits in the outbox. So it is with a
 * full disk: what the hub says cannot be kept, and the line is let go.
 */
export function cutOff(line: Line): boolean {
  return line.place === 'team' && line.state !== 'online';
}

/**
 * The line to go by at a start: what was pushed while the start was on its way is newer than it, and
 * nothing more is pushed once the line stands.
 */
export function newer(pushed: Line | null, start: Line): Line {
  const onTheWay = start.state === 'connecting' || start.state === 'filling';
  return pushed?.state === 'online' && onTheWay ? pushed : start;
}

/** Waiting for the next try can be cut short. */
export function mayTry(line: Line): boolean {
  const { state } = line;
  return state === 'offline' || state === 'unreachable' || state === 'disk_full';
}

/** Whole percent; null while nothing is known. */
export function percent(line: Line): number | null {
  const { done, total } = line.fill ?? { done: 0, total: 0 };
  return total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : null;
}

export type Standing = {
  tone: 'calm' | 'late';
  icon: 'off' | 'wait' | 'warn' | null;
  words: string;
  hint: string;
};

/** One sentence for the strip above the panels, and what belongs to it. */
export function standing(line: Line, now: number): Standing {
  const asOf = line.as_of && said(line.as_of, now);
  switch (line.state) {
    case 'alone':
    case 'online':
      return { tone: 'calm', icon: null, words: text.standing.online, hint: '' };
    case 'connecting':
      return { tone: 'calm', icon: 'wait', words: text.standing.connecting, hint: '' };
    case 'filling': {
      const words = text.standing.filling(percent(line));
      return { tone: 'calm', icon: 'wait', words, hint: '' };
    }
    case 'offline': {
      const words = asOf ? text.standing.offline(asOf) : text.standing.offlineNever;
      return { tone: 'late', icon: 'off', words, hint: retry(line, now) };
    }
    case 'unreachable': {
      const words = line.words ?? text.standing.unreachable;
      return {
        tone: 'late',
        icon: 'warn',
        words,
        hint: line.retry_at && asOf ? text.standing.asOf(asOf) : retry(line, now),
      };
    }
    case 'disk_full':
      return {
        tone: 'late',
        icon: 'warn',
        words: line.words ?? text.standing.diskFull,
        hint: retry(line, now),
      };
  }
}

/** For the strip's title: the moment in full. */
export function asOfInFull(line: Line): string | undefined {
  return line.as_of ? full(line.as_of) : undefined;
}

function said(at: string, now: number): string {
  const today = sameDay(at, new Date(now).toISOString());
  return today ? clock(at) : `${short(at, now)}, ${clock(at)}`;
}

function retry(line: Line, now: number): string {
  const seconds = line.retry_at ? Math.ceil((Date.parse(line.retry_at) - now) / 1000) : 0;
  return seconds > 0 ? text.standing.retryIn(seconds) : text.standing.retrying;
}
