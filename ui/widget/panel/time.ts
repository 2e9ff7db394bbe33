/**
 * Times as the visitor reads them. Guarantees: the visitor's own clock, written as in the language of the panel; an unreadable time is left blank.
 * Leaves out: relative times, which would change under a screen reader's feet.
 */
import { locale, panelText as text } from '../text';

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const date = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
});
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const distant = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });

export const clockTime = (ms: number): string => (Number.isFinite(ms) ? clock.format(ms) : '');
export const absoluteTime = (ms: number): string => (Number.isFinite(ms) ? full.format(ms) : '');

export function dayOf(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toDateString() : '';
}

export function dayLabel(ms: number, now: number): string {
  if (!Number.isFinite(ms)) return '';
  if (dayOf(ms) === dayOf(now)) return text.today;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(ms) === yesterday.toDateString() ? text.yesterday : date.format(ms);
}

/** When people are back, by the visitor's own clock; null when that is not known or is past. */
export function backAt(ms: number, now: number): string | null {
  if (!Number.isFinite(ms) || ms <= now) return null;
  const day = (days: number): string => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return dayOf(date.getTime());
  };
  const time = clock.format(ms);
  if (dayOf(ms) === day(0)) return text.backToday(time);
  if (dayOf(ms) === day(1)) return text.backTomorrow(time);
  const near = [2, 3, 4, 5, 6].some((days) => dayOf(ms) === day(days));
  return text.backOn((near ? weekday : distant).format(ms), time);
}
