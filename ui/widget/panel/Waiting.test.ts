/** What a visitor reads while waiting: an honest time by day, and when people are back by night. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Waiting as Wait } from '../state/types';
import Contact from './Contact.svelte';
import { locale } from '../text';
import { backAt } from './time';
import Waiting from './Waiting.svelte';

const NOW = new Date(2026, 10, 22, 19, 0).getTime();
const wait: Wait = {
  since: '2026-11-22T18:00:00.000Z',
  expected_s: null,
  open: true,
  back_at: null,
  reachable: false,
};
let mounted: Record<string, unknown> | null = null;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  if (mounted) void unmount(mounted);
  mounted = null;
  vi.useRealTimers();
  document.body.replaceChildren();
});

function shown(change: Partial<Wait>, peopleOnline = true): string {
  const waiting = { ...wait, ...change };
  mounted = mount(Waiting, { target: document.body, props: { waiting, peopleOnline } });
  flushSync();
  const lines = document.querySelectorAll('.waiting:last-child :is(strong, span)');
  return [...lines].map((line) => line.textContent.trim()).join('. ');
}

const local = (day: number, hour: number): string =>
  new Date(2026, 10, day, hour, 30).toISOString();

describe('while a person is waited for', () => {
  it('says how long it takes, or nothing that is not known', () => {
    expect(shown({ expected_s: 240 })).toBe('A person will join you here. Usually about 4 minutes');
    expect(shown({})).toContain('You can keep writing in the meantime.');
    expect(shown({}, false)).toContain('Nobody is at the desk right now.');
  });

  it('says when people are back, by the visitor’s own clock', () => {
    const nine = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    const time = nine.format(new Date(2026, 10, 23, 9, 30));
    expect(shown({ open: false, back_at: local(23, 9) })).toBe(
      `Our team is away right now. Back tomorrow at ${time}, your time`,
    );
    vi.setSystemTime(new Date(2026, 10, 23, 0, 1));
    vi.advanceTimersByTime(60_000);
    flushSync();
    expect(document.body.textContent).toContain(`Back today at ${time}`);
  });

  it('names near days by their weekday and far ones by their date', () => {
    for (const [back, words] of [
      [local(22, 21), 'Back today at'],
      [local(24, 9), 'Back on Tuesday at'],
      [local(28, 9), 'Back on Saturday at'],
      [local(29, 9), 'Back on Sunday 29 November at'],
    ] as const)
      expect(backAt(Date.parse(back), NOW)).toContain(words);
    expect(backAt(NaN, NOW)).toBeNull();
    expect(backAt(NOW - 1, NOW)).toBeNull();
    expect(shown({ open: false })).toContain('Your messages are kept, and answered here.');
  });
});

describe('the place for an address', () => {
  const input = (): HTMLInputElement =>
    document.querySelector('input[type=email]') as HTMLInputElement;
  const submit = async (): Promise<void> => {
    document.querySelector('form')?.requestSubmit();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
  };
  const type = (text: string): void => {
    input().value = text;
    input().dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
  };

  it('refuses what is no address, keeps what was typed when it cannot be saved, and says thanks once it is', async () => {
    const answers = [false, true];
    const saveContact = vi.fn(() => Promise.resolve(answers.shift() ?? false));
    const saved = vi.fn();
    const holds = vi.fn();
    const session = { saveContact, declineContact: vi.fn() };
    mounted = mount(Contact, {
      target: document.body,
      props: { session, away: true, saved, holds } as never,
    });
    flushSync();
    expect(document.body.textContent).toContain('when it is back');
    type('marta');
    await submit();
    expect(saveContact).not.toHaveBeenCalled();
    expect(input().getAttribute('aria-invalid')).toBe('true');
    type('marta@home.example');
    expect(holds).toHaveBeenLastCalledWith(true);
    await submit();
    expect(document.querySelector('[role=alert]')?.textContent).toContain('could not be saved');
    expect(input().value).toBe('marta@home.example');
    await submit();
    expect(saved).toHaveBeenCalledExactlyOnceWith('marta@home.example');
    expect(holds).toHaveBeenLastCalledWith(false);
  });
});
