/** The live line comes back, at a decent pace, and notices when nobody is at the other end. */
import { describe, expect, it } from 'vitest';
import { Clock } from '../testing/fake';
import { backoff, FIRST_DELAY_MS, LONGEST_DELAY_MS } from './backoff';
import { Line, SILENCE_MS, type SocketEvents } from './line';

describe('backoff', () => {
  it('doubles from 0.5 s to 15 s and stays between half and all of it', () => {
    for (const random of [0, 0.3, 0.999]) {
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
        expect(backoff(attempt, random)).toBeGreaterThanOrEqual(full / 2);
        expect(backoff(attempt, random)).toBeLessThanOrEqual(full);
      }
    }
    expect(backoff(0, 0)).not.toBe(backoff(0, 0.9));
  });
});

function setUp() {
  const clock = new Clock();
  const dials: { at: number; events: SocketEvents; sent: string[]; closed: boolean }[] = [];
  const told: string[] = [];
  const line = new Line({
    open(events) {
      const dial = { at: clock.now, events, sent: [] as string[], closed: false };
      dials.push(dial);
      return { send: (text) => void dial.sent.push(text), close: () => void (dial.closed = true) };
    },
    hello: () => 'token',
    frame: (text) => told.push(text),
    up: () => told.push('up'),
    down: () => told.push('down'),
    random: () => 1,
    later: clock.later,
  });
  return { clock, dials, told, line };
}

describe('the line', () => {
  it('authenticates first, then reconnects with growing waits until a frame arrives', async () => {
    const { clock, dials, told, line } = setUp();
    line.start();
    dials[0]?.events.opened();
    expect(dials[0]?.sent).toEqual(['token']);
    for (const wait of [500, 1000, 2000, 4000, 8000, 15000, 15000]) {
      const { length } = dials;
      dials.at(-1)?.events.closed();
      await clock.pass(wait - 1);
      expect(dials).toHaveLength(length);
      await clock.pass(1);
      expect(dials).toHaveLength(length + 1);
    }
    dials.at(-1)?.events.opened();
    dials.at(-1)?.events.frame('{"type":"ping"}');
    dials.at(-1)?.events.closed();
    const { length } = dials;
    await clock.pass(FIRST_DELAY_MS);
    expect(dials).toHaveLength(length + 1);
    expect(told.filter((t) => t === 'up')).toHaveLength(2);
  });

  it('takes 12 s of silence for a dead line, and any frame for life', async () => {
    const { clock, dials, line } = setUp();
    line.start();
    dials[0]?.events.opened();
    await clock.pass(SILENCE_MS - 1);
    dials[0]?.events.frame('{"type":"ping"}');
    await clock.pass(SILENCE_MS - 1);
    expect(dials).toHaveLength(1);
    await clock.pass(1 + FIRST_DELAY_MS);
    expect(dials[0]?.closed).toBe(true);
    expect(dials).toHaveLength(2);
  });

  it('says nothing into a line that is not open', () => {
    const { dials, line } = setUp();
    line.start();
    line.say('early');
    dials[0]?.events.opened();
    line.say('now');
    dials[0]?.events.closed();
    line.say('late');
    expect(dials[0]?.sent).toEqual(['token', 'now']);
  });

  it('dials at once when woken, and hears nothing from a socket it has left', async () => {
    const { clock, dials, told, line } = setUp();
    line.start();
    dials[0]?.events.closed();
    line.wake();
    expect(dials).toHaveLength(2);
    dials[0]?.events.frame('late');
    dials[0]?.events.closed();
    expect(told).toEqual(['down']);
    line.stop();
    await clock.pass(60_000);
    expect(dials).toHaveLength(2);
  });

  it('gives up on a connection that is never answered', async () => {
    const { clock, dials, line } = setUp();
    line.start();
    await clock.pass(10_000 + FIRST_DELAY_MS);
    expect(dials).toHaveLength(2);
  });
});
